#!/usr/bin/env python3
"""Two programs that don't know each other over the same ledgers: `byline`, and the verifier beside this file.

    stranger.py BYLINE

Ledgers that byline writes must verify here, and byline must find in every damaged copy of log-small the same
codes as the verifier, with the same exit status.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import byline_verify
from byline_format import keys
from byline_format.audit import audit
from byline_golden.damage import all_damages
from byline_golden.fixtures import LEDGER
from byline_golden.ledger import small_ledger

HERE = Path(__file__).resolve().parent
SMALL = HERE / "golden" / "log-small"
EXAMPLES = HERE.parent.parent / "docs" / "examples"
KEY = keys.ssh_text(LEDGER.public)
DIFFER = {"byline.toml: another format": (2, [])}
"""Where byline does otherwise and may: a folder that a later version wrote is not for this one to judge."""
DOSSIERS = ("harbour-fire/ana.toml", "losses/losses.toml", "2025-11-09/news.toml")


class Byline:
    """The program, in a home of its own."""

    def __init__(self, program, home):
        self.program, self.home = Path(program).resolve(), home
        self.environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(home),
            "BYLINE_STATE": str(home / "state"),
            "BYLINE_CONFIG": str(home / "config"),
        }

    def forget(self):
        """Forgets every log that it saw: each damaged ledger is met for the first time."""
        shutil.rmtree(self.home / "state", ignore_errors=True)

    def run(self, *arguments):
        """Exit status, output and what it said beside it."""
        command = [str(self.program), *map(str, arguments)]
        run = subprocess.run(
            command, env=self.environment, cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        return run.returncode, run.stdout.decode(), run.stderr.decode()

    def done(self, *arguments):
        """Output of a run that must succeed."""
        status, output, words = self.run(*arguments)
        if status != 0:
            raise AssertionError(f"byline {' '.join(map(str, arguments))}: exit {status}\n{output}{words}")
        return output


def check_written(byline):
    """A ledger of every dossier in docs/examples: what byline wrote is verified by the other program."""
    ledger = byline.home / "desk"
    byline.done("key", "new", "ana", "--no-passphrase")
    byline.done("init", ledger, "--origin", "example.org/desk", "--handle", "ana", "--key", "ana")
    verified(ledger)
    for dossier in DOSSIERS:
        byline.done("-C", ledger, "record", EXAMPLES / dossier, "--yes", "--key", "ana")
        verified(ledger)
    return verified(ledger)


def verified(ledger):
    """How much was checked. Fails unless everything was, and holds."""
    key = re.search('^key = "(.*)"$', (ledger / "byline.toml").read_text("utf-8"), re.MULTILINE)
    report = audit(ledger, keys.parse_ssh(key.group(1)))
    if report.exit_code() != 0:
        raise AssertionError(byline_verify.as_text(report))
    return report.counts


def check_damage(byline, damage):
    """What both programs say of a damaged copy of log-small. None where the damage needs what only one of them has."""
    with tempfile.TemporaryDirectory(dir=byline.home) as folder:
        ledger = Path(folder) / "ledger"
        shutil.copytree(SMALL, ledger)
        if damage.apply(ledger, small_ledger()[0]):
            return None
        byline.forget()
        status, output, words = byline.run("-C", ledger, "verify", "--ledger-key", KEY, "--format", "json")
        if status == 2:
            found = (2, [])
        else:
            found = (status, sorted({finding["code"] for finding in json.loads(output)["findings"]}))
        expected = DIFFER.get(damage.name, (damage.status, sorted(damage.codes)))
        if found != expected:
            raise AssertionError(f"byline says {found}, expected is {expected}\n{words}")
        return found


def main(arguments):
    """Runs every check. The exit status is 1 if one fails."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    same = skipped = failed = 0
    with tempfile.TemporaryDirectory() as home:
        byline = Byline(arguments[0], Path(home))
        try:
            counts = check_written(byline)
            print("a ledger that byline wrote: " + ", ".join(f"{number} {name}" for name, number in counts.items()))
        except AssertionError as error:
            failed += 1
            print(f"FAILED a ledger that byline wrote: {error}")
        for damage in all_damages():
            try:
                if check_damage(byline, damage) is None:
                    skipped += 1
                else:
                    same += 1
            except AssertionError as error:
                failed += 1
                print(f"FAILED log-small: {damage.name}: {error}")
    print(f"damaged ledgers: {same} judged alike, {skipped} only for the verifier (a kept checkpoint); {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
