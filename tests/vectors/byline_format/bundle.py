"""A bundle: records proven without their log (bundle.md)."""

from . import cbor, forms, hashing, note
from .admission import Admission, Finding, Refused
from .keys import fingerprint_text
from .paths import root_of
from .shapes import Malformed
from .state import State
from .statement import parse

FORMAT = "byline bundle 1"
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
        """What a record refers to is not in a bundle."""

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


def verify_bundle(data, key):
    """What is wrong with a bundle for somebody who trusts this key of the ledger: a sorted list of findings."""
    try:
        leaves, proven, text = parse_bundle(data)
    except Malformed as error:
        return [Finding(None, "proof.malformed", str(error))]
    findings = []
    statements = {}
    for index, leaf, _ in leaves:
        try:
            statements[index] = parse(leaf)
        except Malformed:
            pass  # The admission below says so.
    closing = _closing_seals(findings, leaves, proven, statements)
    try:
        checkpoint = note.parse_checkpoint(text.encode("utf-8"))
    except Malformed as error:
        return [Finding(None, "checkpoint.signature", str(error))]
    for index, leaf, path in leaves:
        if root_of(hashing.leaf_hash(leaf), index, checkpoint.size, path) != checkpoint.root:
            findings.append(Finding(index, "tree.root", "the path doesn't lead to the root"))
    _check_leaves(findings, leaves, closing, statements, checkpoint.size)
    if 0 not in statements or statements[0].kind != "ledger":
        code = "ledger.mismatch" if leaves[0][0] == 0 else "proof.malformed"
        return _sorted([*findings, Finding(0, code, "entry 0 is missing, or no ledger record")])
    admission = PartialAdmission()
    for index, leaf, _ in leaves:
        seal = closing.get(index)
        admission.push_at(index, leaf, seal and statements[seal].record["first"])
    findings += admission.findings
    origin = statements[0].record["origin"]
    if checkpoint.origin != origin:
        findings.append(Finding(None, "ledger.mismatch", "the checkpoint is of another log"))
    roster = admission.state.roster
    ledger_keys = [roster.key(kid).key for kid in roster.ledger_kids]
    if ledger_keys and key not in ledger_keys:
        words = f"the ledger's key is {fingerprint_text(ledger_keys[-1])}"
        findings.append(Finding(None, "ledger.mismatch", words))
    wrong, _ = note.check_signatures(checkpoint, origin, (ledger_keys or [key])[-1])
    if wrong:
        findings.append(Finding(None, "checkpoint.signature", wrong))
    return _sorted(findings)


def _closing_seals(findings, leaves, proven, statements):
    """For each proven index the seal in the bundle that closes it, or None."""
    indexes = {index for index, _, _ in leaves}
    seals = [index for index in sorted(statements) if statements[index].kind == "seal"]
    closing = {}
    for index in proven:
        if index not in indexes:
            findings.append(Finding(index, "proof.malformed", "the proven record is not there"))
            continue
        if index not in statements:
            continue
        if statements[index].kind == "seal":
            findings.append(Finding(index, "proof.malformed", "a seal is not proven by itself"))
        behind = next((seal for seal in seals if seal > index), None)
        if behind is None or statements[behind].record["first"] > index:
            findings.append(Finding(index, "proof.malformed", "its closing seal is not there"))
            behind = None
        closing[index] = behind
    return closing


def _check_leaves(findings, leaves, closing, statements, size):
    """Exactly the leaves that bundle.md names."""
    wanted = {size - 1}
    for index, seal in closing.items():
        after = statements[index].after[0]
        latest = statements[seal].record["first"] if seal is not None else index
        wanted |= {index} | ({seal} if seal is not None else set())
        wanted |= {after - 1} if 0 < after <= latest else set()
    here = {index for index, _, _ in leaves}
    findings += [Finding(index, "proof.malformed", "a seal is missing") for index in wanted - here]
    for index in here & statements.keys():
        kind = statements[index].kind
        if index not in wanted and kind not in ROSTER_KINDS:
            findings.append(Finding(index, "proof.malformed", "a leaf that has no place here"))
        if index == size - 1 and kind != "seal":
            findings.append(Finding(index, "chain.unsealed", "the last leaf is no seal"))


def _sorted(findings):
    return sorted(findings, key=lambda one: (one.index is not None, one.index or 0, one.code))
