"""Which statement may stand next in a log (admission.md), one rule after the other in the order of the page.

The first three rows are a ladder: the bytes, the kid, the signature. Of a leaf that climbs it every other rule is
judged. A refused leaf changes no state. `iat` against the closing seal is judged when the seal comes, and can add
a finding to a leaf that was admitted.
"""

from dataclasses import dataclass

from . import hashing, keys
from .judgement import Judgement, Refused
from .roster import KNOWN_FORMAT, ROSTER_KINDS, Key
from .rules import check_own_rules, references
from .sealed import SEALING_KINDS, places
from .shapes import Malformed
from .state import IDENTITY_KINDS, SLUG_KINDS, State
from .statement import LaterVersion, SealedContent, parse

SLACK = 300
"""Seconds by which a signer's clock may disagree with the seals around the statement."""

LEDGER_SIGNS = ("ledger", "seal")
EDITORS_ONLY = ("key", "approval", "policy")
"""But a reporter may rotate the key that he signs with."""


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong. `index` is a leaf's, or None; `place` names a file of the folder."""

    index: int | None
    code: str
    words: str
    place: str = ""


class Admission:
    """Leaves judged one after the other. `heads[n]` is head(n)."""

    def __init__(self):
        self.state = State()
        self.heads = []
        self.findings = []
        self.admitted = {}
        self.reached = 0
        self.stopped = False
        self.unknown_from = None
        self.later = None
        self.ends_with_seal = False

    def push(self, leaf):
        """Judges the next leaf. Nothing is judged behind an entry 0 that is no ledger: there is no key and no
        chain; and nothing from `unknown_from` on, where a format is in force that this verifier doesn't know.
        """
        if self.stopped or self.unknown_from is not None:
            return
        index = self.reached
        self.reached += 1
        self.ends_with_seal = False
        try:
            statement = self._parse(leaf, index)
            if statement is None:
                return
            if index == 0:
                self.heads.append(hashing.chain_start(statement.record["origin"], statement.record["key"]))
            broken = self._judge(statement, index)
            self.findings += [Finding(index, code, words) for code, words in broken.items()]
            if not broken:
                self._admit(statement, index)
        except Refused as refused:
            self.findings.append(Finding(index, refused.code, refused.words))
            if not self.heads:
                self.stopped = True
                return
        self.heads.append(hashing.chain_step(self.heads[-1], leaf))

    def finish(self):
        """The rule for the end of the log. The findings of all leaves, in the order of the log."""
        if self.stopped or self.ends_with_seal or self.unknown_from is not None:
            return sorted(self.findings)
        last = Finding(max(self.reached - 1, 0), "chain.unsealed", "the log doesn't end with a seal")
        return sorted([*self.findings, last])

    def _parse(self, leaf, index):
        """The statement; None for an entry 0 of a later version. Raises Refused."""
        try:
            statement = parse(leaf)
        except Malformed as error:
            if index == 0 and isinstance(error, LaterVersion):
                self.unknown_from, self.later = 0, error.version
                return None
            code = "sealed.content" if isinstance(error, SealedContent) else "statement.malformed"
            raise Refused(code, str(error)) from None
        if index == 0 and statement.kind != "ledger":
            raise Refused("ledger.mismatch", f"entry 0 is a record of the kind {statement.kind}")
        return statement

    def _judge(self, statement, index):
        """What is wrong with a statement, by code. Raises Refused if its kid or its signature is."""
        signer = self._signer(statement, index)
        if not keys.is_valid_signature(signer.key.key, statement.signature, statement.signed):
            raise Refused("statement.signature", "the signature is not valid")
        judgement = Judgement()
        self._check_header(judgement, statement, signer)
        known = self.state.roster.key(statement.kid)
        over = known is not None and known.ended is not None
        judgement.demand(not over, "signer.revoked", f"the key's time ended at index {over and known.ended}")
        judgement.demand(
            _may_sign(signer, statement),
            "signer.role",
            f"a {signer.role or 'ledger key'} signs no {statement.kind}",
        )
        again = statement.id in self.state.kinds
        judgement.demand(not again, "record.duplicate", "the record stands at a lower index already")
        held = [commitment for _, commitment in places(statement.kind, statement.record)]
        fresh = len(set(held)) == len(held) and not self.state.commitments.intersection(held)
        judgement.demand(fresh, "sealed.reused", "a commitment stands in the log already")
        self._check_after(judgement, statement, index)
        for path, target, kinds, any_version in references(statement):
            self._check_reference(judgement, path, target, kinds, any_version)
        check_own_rules(judgement, self.state, statement, signer, index)
        return judgement.broken

    def _signer(self, statement, index):
        """Whose kid it is. Entry 0 brings the ledger's key with it. Raises Refused."""
        state, record = self.state, statement.record
        if index == 0 and statement.kid == keys.kid(record["key"]):
            return _Signer(record["origin"], Key(record["key"], None), None)
        key = state.roster.key(statement.kid)
        if key is None:
            raise Refused("signer.unknown", "the kid is neither the ledger's nor in the roster")
        return _Signer(state.roster.origin, key, state.roster.role_of(statement.kid))

    def _check_header(self, judgement, statement, signer):
        right = statement.iss == signer.iss
        judgement.demand(right, "statement.header", f"iss is {statement.iss!r} and should be {signer.iss!r}")
        sub = self._expected_sub(statement, signer)
        right = sub is None or statement.sub == sub
        judgement.demand(right, "statement.header", f"sub is {statement.sub!r} and should be {sub!r}")

    def _expected_sub(self, statement, signer):
        """The sub that this signer's record has, or None where it follows from a record that is not there."""
        record = statement.record
        if statement.kind == "claim":
            return hashing.id_text(record["question"])
        if statement.kind == "judgement":
            return hashing.id_text(record["on"][0]) if record["on"] else None
        if statement.kind in ("withdrawal", "disclosure"):
            target = self.state.records.get(record["target"])
            sealing = statement.kind == "withdrawal" or (target is not None and target.kind in SEALING_KINDS)
            return hashing.id_text(target.identity) if target is not None and sealing else None
        if statement.kind not in SLUG_KINDS:
            return signer.origin
        if "corrects" in record:
            target = self.state.version(record["corrects"], statement.kind)
            return target and target.sub
        return f"{statement.kind}:{signer.handle}/{record['slug']}" if signer.handle is not None else None

    def _check_after(self, judgement, statement, index):
        size, head = statement.after
        if index == 0 or statement.kind == "seal":
            own = (size, head) == (index, self.heads[index])
            judgement.demand(own, "chain.broken", "after is not the own index and the head there")
            return
        sealed = size in self.state.seal_times and size <= self.state.open_start
        judgement.demand(
            sealed and head == self.heads[size],
            "chain.broken",
            "after is not the size and head of a sealed chain below this commit",
        )
        if sealed:
            in_time = statement.iat >= self.state.seal_times[size] - SLACK
            judgement.demand(in_time, "statement.time", "signed before the seal that it builds on")

    def _check_reference(self, judgement, path, target, kinds, any_version):
        kind = self.state.kinds.get(target)
        judgement.demand(
            kind is not None, "reference.missing", f"{path}: {hashing.id_text(target)} doesn't stand at a lower index"
        )
        if kind is None:
            return
        fits = kind in kinds
        judgement.demand(fits, "reference.kind", f"{path}: a {kind} where a {' or '.join(kinds)} should be")
        if fits and not any_version:
            first = self.state.records[target].identity == target
            judgement.demand(first, "reference.kind", f"{path}: a later version where an identity should be")

    def _admit(self, statement, index):
        state = self.state
        state.kinds[statement.id] = statement.kind
        self.admitted[index] = statement
        if statement.kind in ROSTER_KINDS:
            state.roster.take(index, statement)
            if state.roster.format > KNOWN_FORMAT:
                self.unknown_from, self.later = index + 1, state.roster.format
        elif statement.kind in IDENTITY_KINDS:
            state.add_record(index, statement, state.roster.key(statement.kid).handle)
        elif statement.kind == "withdrawal":
            state.withdrawn.add(state.records[statement.record["target"]].identity)
        if statement.kind == "seal":
            self._close(statement, index)
        else:
            state.open.append((index, statement.iat))

    def _close(self, seal, index):
        for below, iat in self.state.open:
            if iat > seal.iat + SLACK:
                self.findings.append(
                    Finding(below, "statement.time", f"signed after the seal at index {index} that closes it")
                )
        self.state.close_commit(index + 1, seal.iat, seal.kid)
        self.ends_with_seal = True


def _may_sign(signer, statement):
    if signer.handle is None:
        return statement.kind in LEDGER_SIGNS
    if statement.kind in LEDGER_SIGNS:
        return False
    record = statement.record
    own_rotation = record.get("act") == "rotate" and record["kid"] == statement.kid
    return signer.role == "editor" or statement.kind not in EDITORS_ONLY or own_rotation


@dataclass(frozen=True)
class _Signer:
    """Who signed: a person with a key of the roster, or the ledger itself."""

    origin: str
    key: Key
    role: str | None

    @property
    def handle(self):
        return self.key.handle

    @property
    def iss(self):
        return self.origin if self.handle is None else f"{self.origin}/{self.handle}"


def judge_log(leaves):
    """All findings over the leaves of a whole log, and the admission with the state behind them."""
    admission = Admission()
    for leaf in leaves:
        admission.push(leaf)
    return admission.finish(), admission
