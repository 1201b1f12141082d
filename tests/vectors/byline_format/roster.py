"""Who may sign at an index, and which change of that may come next (admission.md, "The quorum" to "approval")."""

from dataclasses import dataclass, field

from . import keys
from .hashing import EMPTY_ROSTER, roster_step

CHANGES = ("key", "policy")
ROSTER_KINDS = ("ledger", "key", "approval", "policy")
KNOWN_FORMAT = 1


@dataclass
class Key:
    """A key that is or was in the roster; the ledger's own has neither handle nor role."""

    key: bytes
    handle: str | None
    name: str | None = None
    ended: int | None = None
    rotated_to: bytes | None = None
    rotated_at: int | None = None


@dataclass
class Asked:
    """A change that was asked for: who signed it, whose votes it has, and from which index on it holds."""

    kind: str
    record: dict
    signer: bytes
    votes: list = field(default_factory=list)
    holds: int | None = None


class Roster:
    """What all admitted roster leaves below an index say."""

    def __init__(self):
        self.origin = None
        self.keys = {}
        self.ledger_kids = []
        self.roles = {}
        self.approvals = None
        self.format = KNOWN_FORMAT
        self.previous = None
        self.asked = {}
        self.suspects = []
        self.count = 0
        self.hash = EMPTY_ROSTER

    def key(self, kid):
        """The key with this kid that is or was the ledger's or in the roster, or None."""
        return self.keys.get(kid)

    def role_of(self, kid):
        """The role of a person's key: that of his handle. None for the ledger's."""
        return self.roles.get(self.keys[kid].handle)

    @property
    def ledger_kid(self):
        """The kid of the key that is the ledger's."""
        return self.ledger_kids[-1] if self.ledger_kids else None

    # What may come next

    def change_problem(self, kind, record, signer, index):
        """What is wrong with a `key` or `policy` record, or None."""
        if record["previous"] != self.previous:
            return "previous is not the last change in force"
        problem = self._policy_problem(record) if kind == "policy" else self._key_problem(record, signer, index)
        if problem:
            return problem
        editors, approvals = self._editors_after(kind, record, signer)
        return f"{editors} editors would be left for {approvals} approvals" if editors < approvals else None

    def approval_problem(self, of, handle, index):
        """What is wrong with an approval of a change that stands in the log, or None."""
        asked = self.asked[of]
        if asked.holds is not None:
            return "the change holds already"
        if asked.record["previous"] != self.previous:
            return "the change is void"
        if handle in asked.votes:
            return f"{handle} has asked for it before"
        return self.change_problem(asked.kind, asked.record, asked.signer, index)

    def _policy_problem(self, record):
        return "the format goes back" if record["format"] < self.format else None

    def _key_problem(self, record, signer, index):
        act = record["act"]
        if act == "enrol":
            return self._new_key_problem(record) or self._role_problem(record)
        if act == "rotate":
            return self._new_key_problem(record) or self._rotation_problem(record, signer)
        if act == "revoke":
            return self._whose_problem(record) or self._nothing_to_end(record["kid"])
        if act == "compromised":
            return self._whose_problem(record) or ("since is in the future" if record["since"] > index else None)
        role = self.roles.get(record["handle"])
        return None if role not in (None, record["role"]) else "the handle is unknown, or has this role"

    def _new_key_problem(self, record):
        key, role = record["key"], record["role"]
        if not keys.is_acceptable(key):
            return "the key is not acceptable"
        if keys.kid(key) in self.keys:
            return "the key was enrolled before"
        message = keys.proof_message(self.origin, record.get("handle", self.origin), role, key)
        return None if keys.is_valid_signature(key, record["proof"], message) else "the proof is not valid"

    def _role_problem(self, record):
        if record["role"] == "ledger":
            return None
        role = self.roles.get(record["handle"], record["role"])
        return None if role == record["role"] else f"{record['handle']} has the role {role}"

    def _rotation_problem(self, record, signer):
        problem = self._whose_problem(record)
        if problem:
            return problem
        if record["role"] != self.roles[record["handle"]]:
            return "a rotation changes no role"
        return None if record["kid"] == signer else self._nothing_to_end(record["kid"])

    def _whose_problem(self, record):
        named = self.keys.get(record["kid"])
        whose = named is not None and named.handle == record["handle"]
        return None if whose else "the key is not in the roster, or another handle's"

    def _nothing_to_end(self, kid):
        living = any(self.keys[one].ended is None for one in self._line(kid))
        return None if living else "neither the key nor a successor is living"

    def _line(self, kid):
        """A key and its successors, in order."""
        line = []
        while kid is not None:
            line.append(kid)
            kid = self.keys[kid].rotated_to
        return line

    def _ends(self, kind, record, signer):
        """The kids whose time a change ends."""
        if kind == "policy" or record["act"] in ("enrol", "role"):
            return []
        kid, act = record["kid"], record["act"]
        if act == "rotate" and kid == signer:
            return [kid]
        line = self._line(kid)
        if act != "compromised":
            return line
        rotated_at = self.keys[kid].rotated_at
        if rotated_at is None or rotated_at < record["since"]:
            return [kid]
        successors = line[1:]
        if signer in successors:
            successors = successors[: successors.index(signer)]
        return [kid, *successors]

    def _editors_after(self, kind, record, signer):
        """How many handles of editors have a living key once the change holds, and how many are then demanded."""
        ends = self._ends(kind, record, signer)
        living = {one.handle for kid, one in self.keys.items() if one.ended is None and kid not in ends}
        roles, approvals = dict(self.roles), self.approvals
        if kind == "policy":
            approvals = record["approvals"]
        elif record["act"] == "role":
            roles[record["handle"]] = record["role"]
        elif record["act"] in ("enrol", "rotate") and "handle" in record:
            living.add(record["handle"])
            roles[record["handle"]] = record["role"]
        return sum(handle in living and role == "editor" for handle, role in roles.items()), approvals

    # What an admitted leaf does

    def take(self, index, statement):
        """Takes an admitted leaf of the roster in."""
        record = statement.record
        if statement.kind == "ledger":
            self._found(statement)
        elif statement.kind == "approval":
            self.asked[record["of"]].votes.append(self.keys[statement.kid].handle)
            self._complete(record["of"], index)
        else:
            self._ask(index, statement)
        self.hash = roster_step(self.hash, index, statement.id)
        self.count += 1

    def _found(self, statement):
        record = statement.record
        self.origin, self.approvals, self.previous = record["origin"], record["approvals"], statement.id
        self.keys[statement.kid] = Key(record["key"], None)
        self.ledger_kids.append(statement.kid)
        for editor in record["editors"]:
            self.keys[keys.kid(editor["key"])] = Key(editor["key"], editor["handle"], editor.get("name"))
            self.roles[editor["handle"]] = "editor"

    def _ask(self, index, statement):
        asked = Asked(statement.kind, statement.record, statement.kid)
        self.asked[statement.id] = asked
        if asked.record.get("act") == "rotate" and asked.record["kid"] == statement.kid:
            asked.holds = index
            self._do(asked, index)
        else:
            asked.votes.append(self.keys[statement.kid].handle)
            self._complete(statement.id, index)

    def _complete(self, identifier, index):
        asked = self.asked[identifier]
        if len(asked.votes) >= self.approvals:
            asked.holds = index
            self._do(asked, index)
            self.previous = identifier

    def _do(self, asked, index):
        record, signer = asked.record, asked.signer
        ends = self._ends(asked.kind, record, signer)
        for kid in ends:
            if self.keys[kid].ended is None:
                self.keys[kid].ended = index
        if asked.kind == "policy":
            self.format, self.approvals = record["format"], record["approvals"]
        elif record["act"] == "compromised":
            self.suspects.append((ends, record["since"]))
        elif record["role"] == "ledger" if record["act"] == "enrol" else False:
            self.keys[self.ledger_kid].ended = index
            self.ledger_kids.append(keys.kid(record["key"]))
            self.keys[self.ledger_kid] = Key(record["key"], None)
        elif record["act"] in ("enrol", "rotate"):
            new = keys.kid(record["key"])
            self.keys[new] = Key(record["key"], record["handle"], record.get("name"))
            self.roles[record["handle"]] = record["role"]
            if record["act"] == "rotate" and record["kid"] == signer:
                self.keys[signer].rotated_to, self.keys[signer].rotated_at = new, index
        elif record["act"] == "role":
            self.roles[record["handle"]] = record["role"]
