"""IPTC ninjs 3.1: a shape of those of its properties that Byline writes; with NINJS_SCHEMA, IPTC's own JSON schema.

No package registry has IPTC's schema. The shape beside this file was written by hand from version 3.1 of it, and is as strict: what it doesn't
name is refused. Whoever has the schema (www.iptc.org/std/ninjs/ninjs-schema_3.1.json) gives its path in NINJS_SCHEMA.
"""

import json
import os
from pathlib import Path

import jsonschema
import referencing
from referencing.jsonschema import DRAFT202012

from . import demand

SHAPE = json.loads((Path(__file__).resolve().parent / "ninjs-3.1.shape.json").read_text())
FORMATS = jsonschema.FormatChecker()


def _schemas():
    yield "the shape", SHAPE
    path = os.environ.get("NINJS_SCHEMA")
    if path:
        yield path, json.loads(Path(path).read_text())


def _offline(uri):
    """The schema refers to GeoJSON's, which Byline has no place for."""
    return referencing.Resource.from_contents({}, default_specification=DRAFT202012)


def check(export):
    data = json.loads(export.text("ninjs"))
    for name, schema in _schemas():
        validator = jsonschema.Draft202012Validator(
            schema, registry=referencing.Registry(retrieve=_offline), format_checker=FORMATS
        )
        errors = [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in validator.iter_errors(data)]
        demand(not errors, f"{name} refuses: {errors[:3]}")
    demand(data["standard"]["version"] == "3.1", "another version")


def _changed(change):
    def broken(export):
        data = json.loads(export.text("ninjs"))
        change(data)
        return export.with_text("ninjs", json.dumps(data))

    return broken


BREAKAGES = {
    "no name": _changed(lambda data: data.pop("uri")),
    "a property that ninjs doesn't have": _changed(lambda data: data.update(claims=[])),
    "the property of an older version": _changed(lambda data: data.update(versioncreated="2025-06-14T00:00:00Z")),
    "a type that ninjs doesn't have": _changed(lambda data: data.update(type="claim")),
    "a body without its text": _changed(lambda data: data["bodies"][0].pop("value")),
    "a document without a name": _changed(lambda data: data["associations"][0].pop("name")),
    "an id that is a number": _changed(lambda data: data["altIds"][0].update(value=7)),
}
