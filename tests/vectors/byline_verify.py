#!/usr/bin/env python3
"""Verifies a Byline ledger without a line of Byline's own code: a second reading of docs/format.

    byline_verify.py LEDGER_OR_LOG_FOLDER [--key "ssh-ed25519 AAAA..."] [--archive DIR]
                     [--kept CHECKPOINT] [--json]

Exit status: 0 everything was checked and holds; 1 something fails; 2 the work could not be done; 3 nothing
fails, but not everything was checked, or no key was given and the ledger spoke for itself.
"""

import argparse
import json
import sys
from pathlib import Path

from byline_format.audit import audit
from byline_format.folder import CannotRead
from byline_format.keys import parse_ssh


def main(arguments):
    """Runs the verifier and returns its exit status."""
    parser = argparse.ArgumentParser(description="Verifies a Byline ledger from the written format alone.")
    parser.add_argument("folder", help="a ledger's folder, or its folder log/ alone")
    parser.add_argument("--key", help="the ledger's public key that you trust, as OpenSSH writes it")
    parser.add_argument("--archive", help="the folder of archived bytes, if it isn't beside log/")
    parser.add_argument("--kept", help="a checkpoint of this log that you kept from before")
    parser.add_argument("--json", action="store_true", help="one JSON object in place of lines")
    options = parser.parse_args(arguments)
    try:
        key = parse_ssh(options.key) if options.key else None
        kept = Path(options.kept).read_bytes() if options.kept else None
        report = audit(options.folder, key, options.archive, kept)
    except (CannotRead, OSError, ValueError) as error:
        print(json.dumps({"error": str(error), "exit": 2}) if options.json else f"cannot verify: {error}")
        return 2
    print(as_json(report) if options.json else as_text(report))
    return report.exit_code()


def as_text(report):
    """One line a finding, then what wasn't checked, then the sum."""
    lines = [line(finding) for finding in report.findings]
    lines += [f"note: {words}" for words in report.notes]
    lines += [f"not checked: {words}" for words in report.unchecked]
    counted = ", ".join(f"{number} {name}" for name, number in report.counts.items())
    verdict = {0: "verified", 1: "FAILED", 3: "nothing failed, not everything was checked"}[report.exit_code()]
    return "\n".join(lines + [f"{verdict}: {counted or 'nothing read'}"])


def line(finding):
    """A finding in one line; one that is of no leaf names its file instead."""
    place = f"index {finding.index}" if finding.index is not None else finding.place
    return f"{finding.code} at {place}: {finding.words}"


def as_json(report):
    """The same as one JSON object."""
    findings = [
        {"code": one.code, "index": one.index, "place": one.place, "words": one.words} for one in report.findings
    ]
    return json.dumps(
        {
            "exit": report.exit_code(),
            "findings": findings,
            "notes": report.notes,
            "not_checked": report.unchecked,
            "counts": report.counts,
        },
        ensure_ascii=False,
        indent=1,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
