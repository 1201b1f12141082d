#!/usr/bin/env python3
"""Writes golden/: the same bytes on every run. With --check it writes nothing and says whether golden/ is up to
date.
"""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from byline_golden import cases, encodings, identities, ledger
from byline_golden.everything import Everything

GOLDEN = Path(__file__).resolve().parent / "golden"

STATEMENTS = (
    "valid: one log with every kind of record in force and every form a claim can have; nothing is found in it. "
    "logs: small complete logs, each named by what is done in it; leaves_named names single leaves by their index. "
    "A verifier that is given the leaves one after the other finds exactly `findings`, pairs of index and code, "
    "sorted; each code stands once for a leaf. Where `whole` is false the end of the log is not judged "
    "(no chain.unsealed). `key` is the ledger's."
)


def write(folder):
    """Writes all vectors into an empty folder."""
    _json(folder / "cbor.json", encodings.vectors())
    _json(folder / "ids.json", identities.vectors())
    _json(folder / "statements.json", {"about": STATEMENTS, "valid": Everything().vectors(), "logs": cases.vectors()})
    ledger.write(folder / "log-small")


def _json(path, content):
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def contents(folder):
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def main(arguments):
    """Writes or compares. The exit status is 1 if golden/ is not what this program writes."""
    parser = argparse.ArgumentParser(description="Writes the golden vectors.")
    parser.add_argument("--check", action="store_true", help="write nothing; compare")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as made:
        write(Path(made))
        new, old = contents(Path(made)), contents(GOLDEN) if GOLDEN.is_dir() else {}
        differing = sorted(path for path in new.keys() | old.keys() if new.get(path) != old.get(path))
        if not options.check and differing:
            shutil.rmtree(GOLDEN, ignore_errors=True)
            shutil.copytree(made, GOLDEN)
    size = sum(map(len, new.values()))
    print(f"{len(new)} files, {size} bytes, {len(differing)} {'differ' if options.check else 'written anew'}")
    return 1 if options.check and differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
