"""IPTC ninjs 3.1: a shape of those of its properties that Byline writes; with NINJS_SCHEMA, IPTC's own JSON schema.

No package registry has IPTC's schema. The shape beside this file was written by hand from version 3.1 of it, and is stricter: what it doesn't
name is refused. Whoever has the schema (www.iptc.org/std/ninjs/ninjs-schema_3.1.json) gives its path in NINJS_SCHEMA. Then each broken file has to
be refused by both, so that the shape refuses nothing that only we don't like.
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
# Without the two packages that know them, these formats would be accepted whatever stands there.
assert {"date-time", "uri"} <= set(FORMATS.checkers)


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
    refusals = {}
    for name, schema in _schemas():
        validator = jsonschema.Draft202012Validator(
            schema, registry=referencing.Registry(retrieve=_offline), format_checker=FORMATS
        )
        errors = [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in validator.iter_errors(data)]
        refusals[name] = errors[:3]
    assert all(refusals.values()) or not any(refusals.values()), f"one schema refuses what another accepts: {refusals}"
    demand(not any(refusals.values()), f"refused: {refusals}")
    demand(data["standard"]["version"] == "3.1", "another version")


def _changed(change):
    def broken(export):
        data = json.loads(export.text("ninjs"))
        change(data)
        return export.with_text("ninjs", json.dumps(data))

    return broken


def _rendition(data):
    return next(one for one in data["associations"] if "renditions" in one)["renditions"][0]


BREAKAGES = {
    "no name": _changed(lambda data: data.pop("uri")),
    "a property that ninjs doesn't have": _changed(lambda data: data.update(claims=[])),
    "the property of an older version": _changed(lambda data: data.update(versioncreated="2025-06-14T00:00:00Z")),
    "a type that ninjs doesn't have": _changed(lambda data: data.update(type="claim")),
    "a body without its text": _changed(lambda data: data["bodies"][0].pop("value")),
    "a document without a name": _changed(lambda data: data["associations"][0].pop("name")),
    "a rendition without a name": _changed(lambda data: _rendition(data).pop("name")),
    "an address with a space in it": _changed(lambda data: _rendition(data).update(href="https://a.example/b c")),
    "a name that is no address": _changed(lambda data: data["events"][0].update(uri="the crane")),
    "a time without a zone": _changed(lambda data: data.update(versionCreated="2025-06-14T08:30:00")),
    "a time that is a day": _changed(lambda data: data.update(versionCreated="2025-06-14")),
    "a property of people that ninjs doesn't have": _changed(lambda data: data["organisations"][0].update(said="no")),
    "a property of documents that ninjs doesn't have": _changed(lambda data: data["associations"][0].update(claims=[])),
    "a description without its text": _changed(lambda data: data["descriptions"][0].pop("value")),
    "a status that ninjs doesn't have": _changed(lambda data: data.update(pubStatus="true")),
    "an id that is a number": _changed(lambda data: data["altIds"][0].update(value=7)),
}
