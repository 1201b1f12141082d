"""PROV-JSON and PROV-N: PyPI prov reads both, strictly, and finds the same in both; the JSON schema of the W3C submission, which prov brings."""

import io
import json
import re
from pathlib import Path

import jsonschema
import prov.tests
from prov.model import ProvDocument

from . import TERMS, Refused, demand, explained_terms, replaced

SCHEMA = json.loads((Path(prov.tests.__file__).parent / "schemas" / "prov-json.schema.json").read_text())
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)


def read(text, form, **options):
    try:
        return ProvDocument.deserialize(io.StringIO(text), format=form, **options)
    except Exception as error:  # its parsers raise errors of many sorts
        raise Refused(f"prov can't read the {form}: {error}") from error


def check(export):
    data = json.loads(export.text("prov-json"))
    errors = [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in VALIDATOR.iter_errors(data)]
    demand(not errors, f"the schema of PROV-JSON refuses: {errors[:3]}")
    from_json = read(export.text("prov-json"), "json")
    from_text = read(export.text("prov-n"), "provn", profile="strict")
    demand(len(from_json.records) > 3 and list(from_json.bundles), "there is nothing in it")
    if not re.search(r"\\\\u\{", export.text("prov-n")):
        # PROV-N shows hostile characters as text, so that only other documents are the same in both.
        demand(from_json == from_text, "PROV-JSON and PROV-N don't say the same")
    # What prov makes of it, it must read back as the same.
    again = read(from_json.serialize(format="provn"), "provn", profile="strict")
    demand(again == from_json, "prov doesn't read its own PROV-N of it as the same")
    used = set(re.findall(r"byline:([A-Za-z0-9]+)", export.text("prov-json")))
    demand(TERMS in export.text("prov-n") and used <= explained_terms(), f"not in docs/exports.md: {used - explained_terms()}")
    for bundle in from_json.bundles:
        said = [record for record in bundle.records if "/said/" in (record.identifier.uri if record.identifier else "")]
        demand(said, f"nothing is said in {bundle.identifier}")


def _json(change):
    def broken(export):
        data = json.loads(export.text("prov-json"))
        change(data)
        return export.with_text("prov-json", json.dumps(data))

    return broken


def _without_entity(data):
    del next(iter(data["wasAttributedTo"].values()))["prov:entity"]


def _made_up_relation(data):
    data["wasRightAbout"] = {}


def _value_without_text(data):
    next(iter(data["entity"].values()))["byline:root"] = {"type": "xsd:string"}


def _undeclared_prefix(data):
    del data["prefix"]["at"]


def _other_word(data):
    bundle = next(iter(data["bundle"].values()))
    said = next(value for name, value in bundle["entity"].items() if name.startswith("at:said/"))
    said["byline:answer"] = "something else"


BREAKAGES = {
    "an attribution without an entity": _json(_without_entity),
    "a relation that PROV doesn't have": _json(_made_up_relation),
    "a value without its text": _json(_value_without_text),
    "a prefix that isn't declared": _json(_undeclared_prefix),
    "an answer that differs between the two forms": _json(_other_word),
    "PROV-N: a string without an end": lambda e: e.with_text("prov-n", replaced(e.text("prov-n"), '"]', "]")),
    "PROV-N: no end": lambda e: e.with_text("prov-n", replaced(e.text("prov-n"), "endDocument", "")),
    "PROV-N: text becomes a statement": lambda e: e.with_text(
        "prov-n", replaced(e.text("prov-n"), "endDocument", "agent(at:intruder)\nendDocument")
    ),
}
