"""Attacks on the quorum: approvals, policies, and changes that wait."""

from byline_format.statement import parse

from .builder import Log, TestKey, approval_record, policy_record, role_record
from .cases import case
from .cases_keys import CHANGE, NEW, NEWER, REVOKED, ROLE, UNKNOWN, first_id, founders, things
from .cases_roster import THING
from .fixtures import ANA, BO, CELIA, LEDGER, OTHER, OUTSIDER, small_log

INVALID, MALFORMED = "record.invalid", "statement.malformed"
EVE, FAY = TestKey("eve"), TestKey("fay")


def two_of_three():
    """Two of three editors must agree. The log, the id of entry 0, and the editors' keys."""
    return founders(3, 2)


def pending(log, by, record):
    """Asks for a change that waits. Its id."""
    change = log.add(by, record)
    log.seal()
    return change


@case("quorum: an enrolment holds from the approval that completes it, and the change is the next previous")
def _():
    log, first, (one, two, _three) = two_of_three()
    log.handles[EVE.name] = "eve"
    change = pending(log, one, log.enrol_record("eve", "reporter", EVE, first))
    log.attack(UNKNOWN, EVE, THING)
    approval = log.add(two, approval_record(change))
    things(log, EVE)
    log.seal()
    log.attack(CHANGE, one, log.revoke_record(EVE, approval))
    log.attack(CHANGE, one, log.revoke_record(EVE, first))
    log.add(one, log.revoke_record(EVE, change))
    log.seal()
    return log


@case("quorum: of one editor's two keys")
def _():
    log = Log(LEDGER, [("ana", ANA), ("ana", OTHER), ("bo", BO)], 2)
    log.handles[OTHER.name] = "ana"
    first = log.begin()
    log.seal()
    log.handles[EVE.name] = "eve"
    change = pending(log, ANA, log.enrol_record("eve", "editor", EVE, first))
    log.attack(CHANGE, ANA, approval_record(change))
    log.attack(CHANGE, OTHER, approval_record(change))
    log.attack(UNKNOWN, EVE, THING)
    log.add(BO, approval_record(change))
    things(log, EVE)
    log.seal()
    return log


@case("quorum: of an editor's key and the one that he rotated to")
def _():
    log, first, (one, two, _) = two_of_three()
    log.handles[EVE.name] = "eve"
    change = pending(log, one, log.enrol_record("eve", "editor", EVE, first))
    log.add(one, log.rotate_record(one, NEW, first, role="editor"))
    log.attack(CHANGE, NEW, approval_record(change))
    log.attack(UNKNOWN, EVE, THING)
    log.add(two, approval_record(change))
    things(log, EVE)
    log.seal()
    return log


@case("quorum: a handle is enrolled for another key without it")
def _():
    log, first, (one, two, _) = two_of_three()
    log.handles[EVE.name] = log.handles[two.name]
    log.add(one, log.enrol_record(log.handles[two.name], "editor", EVE, first))
    log.attack(UNKNOWN, EVE, THING)
    log.seal()
    log.attack(UNKNOWN, EVE, THING)
    log.seal()
    return log


@case("quorum: a reporter approves")
def _():
    log, first, (one, two, _) = two_of_three()
    change = pending(log, one, log.enrol_record("bo", "reporter", BO, first))
    log.add(two, approval_record(change))
    log.handles[BO.name] = "bo"
    log.handles[EVE.name] = "eve"
    second = pending(log, one, log.enrol_record("eve", "reporter", EVE, change))
    log.attack(ROLE, BO, approval_record(second))
    log.attack(UNKNOWN, EVE, THING)
    log.seal()
    return log


@case("quorum: a revoked editor approves")
def _():
    log, first, (one, two, three) = two_of_three()
    change = pending(log, one, log.enrol_record("fay", "editor", FAY, first))
    log.add(two, approval_record(change))
    log.handles[FAY.name] = "fay"
    second = pending(log, one, log.revoke_record(three, change))
    log.add(two, approval_record(second))
    third = pending(log, one, log.enrol_record("eve", "editor", EVE, second))
    log.attack(REVOKED, three, approval_record(third))
    log.add(FAY, approval_record(third))
    log.seal()
    return log


APPROVALS = {
    "of a seal": ("reference.kind", lambda log, ids: ids["seal"]),
    "of entry 0": ("reference.kind", lambda log, ids: ids["first"]),
    "of an entity": ("reference.kind", lambda log, ids: ids["thing"]),
    "of another approval": ("reference.kind", lambda log, ids: ids["approval"]),
    "of nothing in the log": ("reference.missing", lambda log, ids: bytes(32)),
    "of a change that holds": (CHANGE, lambda log, ids: ids["holds"]),
    "of a change that is void": (CHANGE, lambda log, ids: ids["void"]),
    "of a rotation that needs none": (CHANGE, lambda log, ids: ids["rotation"]),
}


@case("approval: of what can't be approved, one a leaf", whole=False)
def _():
    log, first, (one, two, three) = two_of_three()
    ids = {"first": first, "seal": log_id(log, 1)}
    ids["thing"] = log.add(one, THING)
    ids["void"] = log.add(two, log.enrol_record("eve", "reporter", EVE, first))
    ids["holds"] = log.add(one, log.enrol_record("fay", "reporter", FAY, first))
    ids["approval"] = log.add(two, approval_record(ids["holds"]))
    ids["rotation"] = log.add(three, log.rotate_record(three, NEW, ids["holds"], role="editor"))
    log.seal()
    for name, (code, of) in APPROVALS.items():
        log.attack(code, one, approval_record(of(log, ids)), named=name)
    return log


def log_id(log, index):
    """The record id of a leaf."""
    return parse(log.leaves[index]).id


@case("approval: a change whose previous is stale by then")
def _():
    log, first, (one, two, three) = two_of_three()
    change = pending(log, one, log.enrol_record("eve", "editor", EVE, first))
    other = pending(log, two, log.revoke_record(one, first))
    log.add(three, approval_record(other))
    log.attack(CHANGE, three, approval_record(change))
    log.seal()
    return log


@case("approval: of a key that was enrolled since by another change")
def _():
    log, first, (one, two, three) = two_of_three()
    handle = log.handles[three.name]
    change = pending(log, one, log.enrol_record(handle, "editor", NEW, first))
    log.add(three, log.rotate_record(three, NEW, first, role="editor"))
    log.attack(CHANGE, two, approval_record(change))
    log.seal()
    return log


@case("rotate: to hide from a pending revocation")
def _():
    log, first, (one, two, three) = two_of_three()
    change = pending(log, one, log.revoke_record(three, first))
    log.add(three, log.rotate_record(three, NEW, first, role="editor"))
    log.seal()
    log.add(two, approval_record(change))
    log.attack(REVOKED, NEW, THING)
    log.attack(REVOKED, three, THING)
    log.seal()
    return log


@case("rotate: to hide from a pending compromise, and from a pending rotation by the quorum")
def _():
    log, first, (one, two, three) = two_of_three()
    change = pending(log, one, log.compromised_record(three, 1, first))
    log.add(three, log.rotate_record(three, NEW, first, role="editor"))
    log.add(two, approval_record(change))
    log.attack(REVOKED, NEW, THING)
    log.seal()
    return log


@case("rotate: a thief rotates while the quorum's rotation waits")
def _():
    log, first, (one, two, three) = two_of_three()
    change = pending(log, one, log.rotate_record(three, NEWER, first, role="editor"))
    log.add(three, log.rotate_record(three, NEW, first, role="editor"))
    log.add(two, approval_record(change))
    log.attack(REVOKED, NEW, THING)
    things(log, NEWER)
    log.seal()
    return log


@case("rotate: voids nothing that waits")
def _():
    log, first, (one, two, three) = two_of_three()
    log.handles[EVE.name] = "eve"
    change = pending(log, one, log.enrol_record("eve", "reporter", EVE, first))
    log.add(three, log.rotate_record(three, NEW, first, role="editor"))
    log.add(NEW, approval_record(change))
    things(log, EVE)
    log.seal()
    return log


@case("compromised: the signer's successor is spared, although it came while the change waited")
def _():
    log, first, (one, two, three) = two_of_three()
    log.add(three, log.rotate_record(three, NEW, first, role="editor"))
    change = pending(log, NEW, log.compromised_record(three, 0, first))
    log.add(NEW, log.rotate_record(NEW, NEWER, first, role="editor"))
    log.add(two, approval_record(change))
    things(log, NEWER)
    log.seal()
    return log


@case("quorum: a change that leaves too few editors")
def _():
    log, first, (one, two) = founders(2, 2)
    log.attack(CHANGE, one, log.revoke_record(two, first))
    log.attack(CHANGE, one, log.compromised_record(two, 0, first))
    log.attack(CHANGE, one, role_record(log.handles[two.name], "reporter", first))
    log.attack(CHANGE, one, policy_record(first, approvals=3))
    log.add(one, policy_record(first, approvals=1))
    log.seal()
    return log


@case("quorum: the editors left count by handle and not by key")
def _():
    log = Log(LEDGER, [("ana", ANA), ("bo", BO), ("bo", OTHER)], 2)
    log.handles[OTHER.name] = "bo"
    first = log.begin()
    log.seal()
    log.attack(CHANGE, BO, log.revoke_record(ANA, first))
    change = log.add(ANA, log.revoke_record(BO, first))
    log.add(OTHER, approval_record(change))
    things(log, OTHER)
    log.seal()
    return log


@case("policy: more approvals are demanded from the next leaf on, fewer after the old number agreed")
def _():
    log, change = small_log()
    second = log.enrol(ANA, "celia", "editor", CELIA, change)
    policy = log.add(ANA, policy_record(second, approvals=2, reason="two of us"))
    log.handles[EVE.name] = "eve"
    log.add(ANA, log.enrol_record("eve", "reporter", EVE, policy))
    log.attack(UNKNOWN, EVE, THING)
    fewer = log.add(CELIA, policy_record(policy, approvals=1))
    log.attack(CHANGE, CELIA, log.enrol_record("fay", "reporter", FAY, fewer))
    log.add(ANA, approval_record(fewer))
    log.add(CELIA, log.enrol_record("fay", "reporter", FAY, fewer))
    log.seal()
    return log


POLICIES = {
    "format 0": (MALFORMED, lambda log, change: policy_record(change, format=0)),
    "no approvals": (MALFORMED, lambda log, change: policy_record(change, approvals=0)),
    "33 approvals": (MALFORMED, lambda log, change: policy_record(change, approvals=33)),
    "other phrases with format 1": (INVALID, lambda log, change: policy_record(change, phrases="phrases/2")),
    "more approvals than editors": (CHANGE, lambda log, change: policy_record(change, approvals=2)),
    "previous is entry 0, but a change came after it": (CHANGE, lambda log, change: policy_record(first_id(log))),
}


@case("policy: policies that are refused, one a leaf", whole=False)
def _():
    log, change = small_log()
    for name, (code, record) in POLICIES.items():
        log.attack(code, ANA, record(log, change), named=name)
    log.attack(ROLE, BO, policy_record(change), named="by a reporter")
    return log


@case("policy: a later format; nothing behind it is judged")
def _():
    log, change = small_log()
    log.add(ANA, policy_record(change, format=2, phrases="phrases/2"))
    log.append(b"a leaf of another format")
    log.append(log.sign(OUTSIDER, THING))
    return log


@case("policy: a later format that waits for approvals changes nothing yet", whole=False)
def _():
    log, first, (one, _, _) = two_of_three()
    log.add(one, policy_record(first, format=2, phrases="phrases/2", approvals=2))
    log.attack(MALFORMED, one, policy_record(first, approvals=0))
    log.attack(UNKNOWN, OUTSIDER, THING)
    return log
