"""Sealed places and what opens them (records.md, "Sealed places"; admission.md, "disclosure")."""

from . import cbor
from .hashing import sha256

TAG = b"byline.v1 sealed field\x00"
SEALED = "sealed"
DOCUMENT_FIELDS = ("blake3", "sha256", "size", "text", "url", "title", "author")
BYTES = ("blake3", "sha256", "size", "text")
"""The fields of a document that are sealed all or none."""
SEALING_KINDS = ("claim", "document")


def commitment(kid, salt, field, value):
    """What stands in a sealed place."""
    return sha256(TAG + kid + salt + cbor.encode([field, value]))


def is_place(value):
    """Whether a value is a sealed place, whatever it holds."""
    return isinstance(value, dict) and SEALED in value


def has_content(value):
    """Whether a sealed place anywhere in a value holds anything but a commitment."""
    if is_place(value):
        return len(value) != 1 or not _is_held(value[SEALED])
    if isinstance(value, dict):
        return any(map(has_content, value.values()))
    return isinstance(value, list) and any(map(has_content, value))


def _is_held(held):
    if isinstance(held, dict):
        described = set(held) == {"commitment", "described"} and isinstance(held["described"], str)
        return described and _is_commitment(held["commitment"])
    return _is_commitment(held)


def _is_commitment(value):
    return isinstance(value, bytes) and len(value) == 32


def places(kind, record):
    """The sealed places of a record, in the order of the page: pairs of name and commitment."""
    if kind == "claim":
        named = [("by", record["by"])]
        named += [(f"through.{n}", source) for n, source in enumerate(record.get("through", []))]
        named.append(("quote", record.get("quote")))
    elif kind == "document":
        named = [(name, record.get(name)) for name in DOCUMENT_FIELDS]
    else:
        named = []
    held = [(name, value[SEALED]) for name, value in named if is_place(value)]
    return [(name, one["commitment"] if isinstance(one, dict) else one) for name, one in held]
