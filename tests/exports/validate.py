#!/usr/bin/env python3
"""Other people's validators over what `byline report` writes for other programs.

    BYLINE_NODE_MODULES=DIR validate.py BYLINE

Makes ledgers with the program, exports their events in every form, and holds each file against the validators of its format. Then it breaks each
file on purpose, in several ways, and each broken one must be refused. What the program can't record yet, like sealed places, comes from a log that is
written from docs/format alone, and from the golden files beside this script.
"""

import sys
import tempfile
from pathlib import Path

from checks import (
    Export,
    Refused,
    alike_check,
    annotation_check,
    json_ld_check,
    nanopub_check,
    ninjs_check,
    prov_check,
    sealed_check,
)
from checks.program import exports

HERE = Path(__file__).resolve().parent
CHECKS = {
    "PROV-JSON and PROV-N": prov_check,
    "nanopublications": nanopub_check,
    "schema.org": json_ld_check,
    "Web Annotation": annotation_check,
    "ninjs": ninjs_check,
    "all forms": alike_check,
    "sealed places": sealed_check,
}
ENDS = {
    "prov-json": "prov.json",
    "prov-n": "provn",
    "trig": "trig",
    "json-ld": "jsonld",
    "web-annotation": "annotations.json",
    "ninjs": "ninjs.json",
}
"""The ends of the golden files' names, by form."""


def golden():
    """The pinned files of crates/cli/src/render/tests/exports.rs."""
    for name in ("quay", "hostile"):
        texts = {form: (HERE / "golden" / f"{name}.{end}").read_text() for form, end in ENDS.items()}
        yield Export(f"golden {name}", texts, {}, is_signed=False)


def validate(all_exports):
    failures = 0
    for export in all_exports:
        for name, module in CHECKS.items():
            try:
                module.check(export)
            except Refused as refused:
                failures += 1
                print(f"{export.name}, {name}: {refused}", file=sys.stderr)
    return failures


def break_each(export):
    """Every broken file must be refused."""
    failures = 0
    for name, module in CHECKS.items():
        for how, broken in module.BREAKAGES.items():
            try:
                module.check(broken(export))
            except Refused:
                continue
            failures += 1
            print(f"{name}: nobody refused {how}", file=sys.stderr)
    return failures


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        made = list(exports(program, Path(folder)))
    everything = made + list(golden())
    failures = validate(everything) + break_each(made[0])
    breakages = sum(len(module.BREAKAGES) for module in CHECKS.values())
    files = len(ENDS) * len(everything)
    print(f"{files} exports of {len(everything)} reports validated, {breakages} broken ones refused: {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
