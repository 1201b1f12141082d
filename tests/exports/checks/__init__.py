"""Other people's readers and validators over Byline's exports: one module a format.

Each module has `check(export)`, which raises `Refused` for a file that the validators don't accept, and `BREAKAGES`: ways to break a good file,
each of which must be refused. A check that accepts everything would be found out so.
"""

from dataclasses import dataclass, replace
from pathlib import Path


class Refused(Exception):
    """A validator doesn't accept the file, and why."""


@dataclass(frozen=True)
class Export:
    """The six files of one report, by their forms, and the documents that its quotes stand in."""

    name: str
    texts: dict
    documents: dict
    """Of the documents, by the digits of their identities, the archived text."""
    is_signed: bool
    """Whether the signatures are real: those of the golden files are made up."""
    secrets: tuple = ()
    """What is sealed in the records that the report is made of."""

    def text(self, form):
        return self.texts[form]

    def with_text(self, form, text):
        return replace(self, texts={**self.texts, form: text})


TERMS = "https://byline.example/terms#"
ROOT = Path(__file__).resolve().parents[3]


def explained_terms():
    """The terms of Byline's own vocabulary that docs/exports.md explains."""
    import re

    return set(re.findall(r"^\| `([A-Za-z0-9]+)` \|", (ROOT / "docs" / "exports.md").read_text(), re.MULTILINE))


def demand(holds, words):
    if not holds:
        raise Refused(words)


def replaced(text, old, new):
    """The text with the first `old` replaced; `old` must be there."""
    assert old in text, f"nothing to break: {old!r}"
    return text.replace(old, new, 1)
