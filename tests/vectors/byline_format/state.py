"""What the admitted leaves of a log say: "state at index i" of admission.md."""

from dataclasses import dataclass

from .roster import Roster
from .sealed import places

IDENTITY_KINDS = ("entity", "event", "question", "document", "claim", "judgement")
"""The kinds whose records can be corrected and referred to."""

SLUG_KINDS = ("entity", "event", "question", "document")


@dataclass(frozen=True)
class Stood:
    """An admitted record that others can refer to or correct."""

    index: int
    kind: str
    record: dict
    identity: bytes
    handle: str
    sub: str
    kid: bytes


class State:
    """Everything that later leaves are judged by. It only grows, and a refused leaf adds nothing to it."""

    def __init__(self):
        self.roster = Roster()
        self.kinds = {}
        self.records = {}
        self.in_force = {}
        self.withdrawn = set()
        self.commitments = set()
        self.slugs = {}
        self.seal_times = {}
        self.seal_kids = {}
        self.open_start = 0
        self.open = []

    def version(self, target, kind):
        """The version of this kind that an id names, or None."""
        found = self.records.get(target)
        return found if found is not None and found.kind == kind else None

    def current(self, identity, kind):
        """The record in force of an identity of this kind, or None."""
        if identity not in self.in_force or self.records[identity].kind != kind:
            return None
        return self.records[self.in_force[identity]].record

    def last_seal_time(self):
        """The time of the last seal, or None before the first one."""
        return self.seal_times.get(self.open_start)

    def add_record(self, index, statement, handle):
        """Adds an entity, event, question, document, claim or judgement."""
        record = statement.record
        corrected = record.get("corrects")
        identity = self.records[corrected].identity if corrected else statement.id
        self.records[statement.id] = Stood(index, statement.kind, record, identity, handle, statement.sub, statement.kid)
        self.commitments.update(commitment for _, commitment in places(statement.kind, record))
        self.in_force[identity] = statement.id
        if statement.kind in SLUG_KINDS and not corrected:
            self.slugs[statement.kind, handle, record["slug"]] = identity

    def close_commit(self, size, iat, kid):
        """A seal has been admitted as leaf size-1."""
        self.seal_times[size] = iat
        self.seal_kids[size] = kid
        self.open_start = size
        self.open = []
