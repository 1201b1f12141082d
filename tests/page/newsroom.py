"""Ledgers and reports to look at in a browser, made by the program, and the ways to damage a report."""

import base64
import os
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import cbor2

TOP = Path(__file__).resolve().parents[2]
EXAMPLES = TOP / "docs/examples"
NOW = 1_749_974_400  # 15 June 2025, 08:00 UTC
DAY = 86_400


class Newsroom:
    """A folder with a ledger of the harbour fire, as two people record it, and one correction."""

    def __init__(self, folder, program, origin="example.org/desk"):
        self.folder, self.program, self.origin = Path(folder), Path(program).resolve(), origin
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name in ["ana", "ben"]:
            shutil.copy(TOP / "tests/fixtures/keys" / name, self.folder / name)
            (self.folder / name).chmod(0o600)
        self.now = NOW
        self.run("init", "desk", "--origin", origin, "--handle", "ana", "--key", "ana")
        self.run("key", "request", "--origin", origin, "--handle", "ben", "--key", "ben", "--output", "ben.request")
        self.run("-C", "desk", "key", "enrol", "ben.request", "--yes", "--key", "ana")
        self.record(EXAMPLES / "harbour-fire/ana.toml", "ana")
        self.record(EXAMPLES / "harbour-fire/ben.toml", "ben")
        self.before_correction = self.size()
        self.now += DAY
        slip = re.search(r"(b3:[0-9a-f]+).*welding spark", self.run("-C", "desk", "log")).group(1)
        text = (EXAMPLES / "harbour-fire/correction.toml").read_text().replace("b3:THE-ID-OF-THE-CLAIM", slip)
        (self.folder / "correction.toml").write_text(text)
        for document in (EXAMPLES / "harbour-fire").glob("*.txt"):
            shutil.copy(document, self.folder)
        self.record("correction.toml", "ana")

    def record(self, dossier, key):
        self.run("-C", "desk", "record", str(dossier), "--yes", "--key", key)

    def run(self, *arguments):
        done = self.outcome(*arguments)
        assert done.returncode == 0, f"{arguments}\n{done.stdout}{done.stderr}"
        return done.stdout

    def outcome(self, *arguments):
        own = {"HOME": "home", "BYLINE_STATE": "state", "BYLINE_CONFIG": "config"}
        environment = {name: str(self.folder / path) for name, path in own.items()}
        environment |= {"BYLINE_NOW": str(self.now), "PATH": os.environ["PATH"], "COLUMNS": "100"}
        command = [self.program, *map(str, arguments)]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=120)

    def size(self):
        return int((self.folder / "desk/log/checkpoint").read_text().splitlines()[1])

    def report(self, name, *arguments):
        """A report of the fire, as a path."""
        self.run("-C", "desk", "report", "harbour-fire", "-o", name, *arguments)
        return self.folder / name

    def fingerprint(self):
        return re.search(r"ledger key (SHA256:\S+)", self.run("-C", "desk", "verify")).group(1)


PROOF = re.compile(r'(<script id="byline-proof" type="application/vnd.byline.proof">)([^<]*)(</script>)')


def proof_of(page):
    """The bundle of a page, as CBOR decodes it."""
    return cbor2.loads(zlib.decompress(base64.b64decode(PROOF.search(page).group(2))))


def with_proof(page, change):
    """The page with another proof: `change` gets the bundle as CBOR decodes it and returns what takes its place."""
    proof = base64.b64encode(zlib.compress(cbor2.dumps(change(proof_of(page)), canonical=True))).decode()
    return PROOF.sub(lambda found: found.group(1) + proof + found.group(3), page)


def replaced(page, old, new, count=1):
    """The page with other words, which have to stand there."""
    assert old in page, old
    return page.replace(old, new, count)
