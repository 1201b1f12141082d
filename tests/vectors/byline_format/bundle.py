"""A bundle: records proven without their log (bundle.md)."""

from dataclasses import dataclass, field

from . import cbor, forms, hashing, note
from .admission import Admission, Finding, Refused
from .keys import fingerprint_text
from .paths import root_of
from .shapes import Malformed
from .state import State
from .statement import KNOWN_VERSION, LaterVersion, later_version, parse

ANY_FORMAT = "byline bundle "
FORMAT = f"{ANY_FORMAT}{KNOWN_VERSION}"
FIRST_KEY = b"\x66format"
MAX_BYTES = 64 * 1024 * 1024
MAX_LEAVES = 65536
MAX_PATH = 63
MAX_NOTE = 1_000_000
ROSTER_KINDS = ("ledger", "key", "approval", "policy")


class PartialState(State):
    """The state of a log of which only some leaves are there."""

    def last_seal_time(self):
        """The time of the seal before, of those that are there."""
        return self.seal_times[max(self.seal_times)] if self.seal_times else None


class PartialAdmission(Admission):
    """Leaves judged in ascending order, where others may be missing between them."""

    def __init__(self):
        super().__init__()
        self.state = PartialState()
        self.heads = {}
        self.has_gap = False
        self.knows_seals = False

    def push_at(self, index, leaf, commit_start):
        """Judges the leaf at an index. `commit_start` is where its commit starts by the word of the seal that closes
        it, or None where that seal isn't looked for.
        """
        self.has_gap = self.has_gap or index > self.reached
        self.reached = index + 1
        try:
            statement = self._parse(leaf, index)
            if statement is None:
                return
            if index == 0:
                record = statement.record
                self.heads[0] = hashing.chain_start(record["origin"], record["key"])
            if statement.kind == "seal":
                commit_start = statement.record["first"]
                if self.has_gap:
                    self.heads[index] = statement.after[1]
            self.knows_seals = commit_start is not None
            if self.knows_seals:
                self._believe(commit_start, index)
            broken = self._judge(statement, index)
            self.findings += [Finding(index, code, words) for code, words in broken.items()]
            if not broken:
                self._admit(statement, index)
        except Refused as refused:
            self.findings.append(Finding(index, refused.code, refused.words))
        if index in self.heads:
            self.heads[index + 1] = hashing.chain_step(self.heads[index], leaf)

    def _believe(self, start, index):
        """A seal's word on where its commit starts, where leaves are missing and never backwards."""
        if self.has_gap and self.state.open_start < start <= index:
            self.state.open_start = start
            self.state.open = [(below, iat) for below, iat in self.state.open if below >= start]

    def _check_after(self, judgement, statement, index):
        if index == 0 or self.knows_seals:
            super()._check_after(judgement, statement, index)

    def _check_reference(self, judgement, path, target, kinds, any_version):
        """What a record refers to is not in a bundle, but for what an approval is of."""
        if path == "of":
            super()._check_reference(judgement, path, target, kinds, any_version)

    def _admit(self, statement, index):
        if statement.kind == "seal" or statement.kind in ROSTER_KINDS:
            super()._admit(statement, index)
            self.has_gap = self.has_gap and statement.kind != "seal"
            return
        self.state.kinds[statement.id] = statement.kind
        self.admitted[index] = statement
        self.state.open.append((index, statement.iat))


def parse_bundle(data):
    """Leaves, proven indexes and checkpoint of a bundle. Raises Malformed."""
    if len(data) > MAX_BYTES:
        raise Malformed("longer than a bundle can be")
    try:
        bundle = cbor.decode(data)
    except cbor.NotCanonical as error:
        raise Malformed(str(error)) from None
    if not isinstance(bundle, dict) or set(bundle) != {"format", "leaves", "proven", "checkpoint"}:
        raise Malformed("a bundle has the fields format, leaves, proven and checkpoint")
    leaves, proven, checkpoint = bundle["leaves"], bundle["proven"], bundle["checkpoint"]
    if bundle["format"] != FORMAT:
        raise Malformed("another format")
    if not isinstance(checkpoint, str) or len(checkpoint.encode("utf-8")) > MAX_NOTE:
        raise Malformed("the checkpoint is no text, or too long")
    if not isinstance(leaves, list) or not 2 <= len(leaves) <= MAX_LEAVES or not all(map(_is_leaf, leaves)):
        raise Malformed("leaves are 2 to 65,536 of index, statement and path")
    if not isinstance(proven, list) or not 1 <= len(proven) <= MAX_LEAVES or not all(map(_is_index, proven)):
        raise Malformed("proven are 1 to 65,536 indexes")
    for indexes in ([leaf[0] for leaf in leaves], proven):
        if any(left >= right for left, right in zip(indexes, indexes[1:])):
            raise Malformed("the indexes don't ascend")
    return leaves, proven, checkpoint


def _is_index(value):
    return type(value) is int and 0 <= value < 1 << 63


def _is_leaf(value):
    if not isinstance(value, list) or len(value) != 3:
        return False
    index, statement, path = value
    return (
        _is_index(index)
        and isinstance(statement, bytes)
        and len(statement) <= forms.MAX_STATEMENT
        and isinstance(path, list)
        and len(path) <= MAX_PATH
        and all(isinstance(one, bytes) and len(one) == 32 for one in path)
    )


@dataclass
class Verdict:
    """What is wrong with a bundle; what of it is of a later version of the format, and from which index on (None for
    the file itself); and which proven records are suspect, since which index.
    """

    findings: list
    later: dict | None = None
    suspect: list = field(default_factory=list)


def verify_bundle(data, key):
    """What a bundle shows to somebody who trusts this key of the ledger."""
    try:
        leaves, proven, text = parse_bundle(data)
    except Malformed as error:
        version = _later_bundle(data)
        if version is not None:
            return Verdict([], {"version": version, "from": None})
        return Verdict([Finding(None, "proof.malformed", str(error))])
    findings = []
    statements, errors = _parsed(leaves)
    closing = _closing_seals(findings, leaves, proven, statements)
    try:
        checkpoint = note.parse_checkpoint(text.encode("utf-8"))
    except Malformed as error:
        return Verdict([Finding(None, "checkpoint.signature", str(error))])
    for index, leaf, path in leaves:
        if root_of(hashing.leaf_hash(leaf), index, checkpoint.size, path) != checkpoint.root:
            findings.append(Finding(index, "tree.root", "the path doesn't lead to the root"))
    admission = PartialAdmission()
    wrong = _founding_problem(leaves, statements, errors)
    if wrong:
        findings.append(Finding(0, *wrong))
    else:
        _judge(admission, leaves, closing, statements)
        findings += admission.findings
    _check_leaves(findings, leaves, proven, closing, statements, checkpoint.size, admission.unknown_from)
    if not wrong and 0 in statements:
        _check_ledger(findings, checkpoint, statements[0].record["origin"], key, admission)
    later = None
    if admission.unknown_from is not None:
        later = {"version": admission.later, "from": admission.unknown_from}
    return Verdict(_sorted(findings), later, _suspects(admission, proven))


def _later_bundle(data):
    """The version of a bundle that begins as one of a later version does, or None."""
    if len(data) < 9 or not 0xA1 <= data[0] <= 0xB7 or data[1:8] != FIRST_KEY or not 0x60 <= data[8] <= 0x77:
        return None
    text = data[9 : 9 + data[8] - 0x60]
    try:
        return later_version(text.decode("ascii"), ANY_FORMAT) if len(text) == data[8] - 0x60 else None
    except UnicodeDecodeError:
        return None


def _parsed(leaves):
    """The leaves that are statements, by their indexes, and what is wrong with the others."""
    statements, errors = {}, {}
    for index, leaf, _ in leaves:
        try:
            statements[index] = parse(leaf)
        except Malformed as error:
            errors[index] = error
    return statements, errors


def _founding_problem(leaves, statements, errors):
    """What is wrong with leaf 0, so that nothing else is judged: a code and words, or None."""
    if leaves[0][0] != 0:
        return "proof.malformed", "entry 0 is missing"
    if isinstance(errors.get(0), LaterVersion):
        return None
    if 0 in errors:
        return "statement.malformed", str(errors[0])
    return None if statements[0].kind == "ledger" else ("ledger.mismatch", "entry 0 is no ledger record")


def _judge(admission, leaves, closing, statements):
    for index, leaf, _ in leaves:
        seal = closing.get(index)
        admission.push_at(index, leaf, None if seal is None else statements[seal].record["first"])
        if admission.unknown_from is not None:
            return


def _check_ledger(findings, checkpoint, origin, key, admission):
    """Whose ledger it is, and that the one who is that at the checkpoint's size signed it."""
    if checkpoint.origin != origin:
        findings.append(Finding(None, "ledger.mismatch", "the checkpoint is of another log"))
    roster = admission.state.roster
    ledger_keys = [roster.key(kid).key for kid in roster.ledger_kids]
    if ledger_keys and key not in ledger_keys:
        words = f"the ledger's key is {fingerprint_text(ledger_keys[-1])}"
        findings.append(Finding(None, "ledger.mismatch", words))
    wrong, _ = note.check_signatures(checkpoint, origin, (ledger_keys or [key])[-1])
    if wrong and not (wrong == note.NOT_BY_LEDGER and admission.unknown_from is not None):
        findings.append(Finding(None, "checkpoint.signature", wrong))


def _suspects(admission, proven):
    """Which proven records were signed by a key in other hands, and since when it was."""
    found = []
    for index in proven:
        kid = admission.admitted[index].kid if index in admission.admitted else None
        since = [since for kids, since in admission.state.roster.suspects if kid in kids and index >= since]
        if since:
            found.append([index, min(since)])
    return found


def _closing_seals(findings, leaves, proven, statements):
    """For each proven index that is a statement the seal in the bundle that closes it, or None."""
    indexes = {index for index, _, _ in leaves}
    seals = [index for index in sorted(statements) if statements[index].kind == "seal"]
    closing = {}
    for index in proven:
        if index not in indexes:
            findings.append(Finding(index, "proof.malformed", "the proven record is not there"))
        elif index in statements:
            behind = next((seal for seal in seals if seal > index), None)
            closes = behind is not None and statements[behind].record["first"] <= index
            closing[index] = behind if closes else None
    return closing


def _check_leaves(findings, leaves, proven, closing, statements, size, unknown_from):
    """Exactly the leaves that bundle.md names, as far as their format is known."""
    known = [index for index, _, _ in leaves if unknown_from is None or index < unknown_from]
    seals = [index for index in known if index in statements and statements[index].kind == "seal"]
    wanted = {size - 1}
    malformed = lambda index, words: findings.append(Finding(index, "proof.malformed", words))
    for index, seal in closing.items():
        after = statements[index].after[0]
        latest = statements[seal].record["first"] if seal is not None else index
        wanted |= {index} | ({seal} if seal is not None else set())
        wanted |= {after - 1} if 0 < after <= latest else set()
        next_is_known = unknown_from is None or any(one > index for one in seals)
        if seal is None and index in known and next_is_known:
            malformed(index, "its closing seal is not there")
    for index in wanted - {index for index, _, _ in leaves}:
        if unknown_from is None or index < unknown_from:
            malformed(index, "a seal is missing")
    for index in known:
        kind = statements[index].kind if index in statements else None
        if kind == "seal" and index in closing:
            malformed(index, "a seal is not proven by itself")
        if kind and len(closing) == len(proven) and index not in wanted and kind not in ROSTER_KINDS:
            malformed(index, "a leaf that has no place here")
        if index == size - 1 and kind not in (None, "seal"):
            findings.append(Finding(index, "chain.unsealed", "the last leaf is no seal"))


def _sorted(findings):
    return sorted(findings, key=lambda one: (one.index is not None, one.index or 0, one.code))
