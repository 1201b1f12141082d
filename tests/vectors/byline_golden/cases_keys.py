"""Attacks on the acts of `key` where one editor is enough: rotate, revoke, compromised, role."""

from byline_format import keys
from byline_format.statement import parse

from .builder import ORIGIN, Log, TestKey, proof, role_record
from .cases import case
from .cases_roster import THING
from .fixtures import ANA, BO, CELIA, LEDGER, OTHER, OUTSIDER, entity, small_log

CHANGE, REVOKED, ROLE, UNKNOWN = "roster.change", "signer.revoked", "signer.role", "signer.unknown"
NEW, NEWER = TestKey("the new key"), TestKey("the newer key")


def three():
    """ana and celia are editors, bo a reporter, and one editor is enough. The log and the last change."""
    log, change = small_log()
    change = log.enrol(ANA, "celia", "editor", CELIA, change)
    log.seal()
    return log, change


def things(log, *signers):
    """A record by each of these keys, which stands."""
    for n, key in enumerate(signers):
        log.add(key, entity(f"thing-{log.size}-{n}", "thing"))


@case("rotate: a reporter rotates his key and goes on with the new one; it names the same previous as the next change")
def _():
    log, change = three()
    log.add(BO, log.rotate_record(BO, NEW, change, reason="a new laptop"))
    things(log, NEW)
    log.seal()
    log.attack(REVOKED, BO, THING)
    log.add(ANA, log.rotate_record(ANA, NEWER, change, role="editor"))
    log.add(NEWER, log.enrol_record("eve", "reporter", OTHER, change))
    log.seal()
    return log


@case("rotate: the old key signed before, and its record is logged after")
def _():
    log, change = three()
    early = log.sign(BO, THING)
    log.add(BO, log.rotate_record(BO, NEW, change))
    log.seal()
    log.refused(early, REVOKED)
    log.seal()
    return log


ROTATIONS = {
    "a reporter into an editor": lambda log, change: log.rotate_record(BO, NEW, change, role="editor"),
    "the role is a reporter's, the proof an editor's": lambda log, change: log.rotate_record(
        BO, NEW, change, proof=proof(NEW, ORIGIN, "bo", "editor")
    ),
    "into another handle": lambda log, change: log.rotate_record(
        BO, NEW, change, handle="eve", proof=proof(NEW, ORIGIN, "eve", "reporter")
    ),
    "previous is entry 0, but changes came after it": lambda log, change: log.rotate_record(BO, NEW, first_id(log)),
    "to a key that is in the roster": lambda log, change: log.rotate_record(BO, CELIA, change),
    "to the same key": lambda log, change: log.rotate_record(BO, BO, change),
    "to the ledger's key": lambda log, change: log.rotate_record(BO, LEDGER, change),
    "without the new key's consent": lambda log, change: log.rotate_record(
        BO, NEW, change, proof=BO.sign(keys.proof_message(ORIGIN, "bo", "reporter", NEW.public))
    ),
}


def first_id(log):
    """The id of entry 0."""
    return parse(log.leaves[0]).id


@case("rotate: rotations of his own key by a reporter that are refused, one a leaf", whole=False)
def _():
    log, change = three()
    for name, record in ROTATIONS.items():
        log.attack(CHANGE, BO, record(log, change), named=name, iss=f"{ORIGIN}/bo")
    return log


@case("rotate: a reporter rotates a colleague's key")
def _():
    log, change = three()
    log.attack(ROLE, BO, log.rotate_record(CELIA, NEW, change, role="editor"))
    log.attack(UNKNOWN, NEW, THING)
    log.seal()
    return log


@case("rotate: an editor gives a reporter who lost his key a new one, and it counts as a change by the quorum")
def _():
    log, change = three()
    lost = log.add(ANA, log.rotate_record(BO, NEW, change))
    log.attack(REVOKED, BO, THING)
    things(log, NEW)
    log.attack(CHANGE, ANA, log.revoke_record(NEW, change))
    log.add(ANA, log.revoke_record(NEW, lost))
    log.seal()
    return log


@case("rotate: a thief rotates the lost key before the editor does; the editor's rotation ends his key too")
def _():
    log, change = three()
    log.add(BO, log.rotate_record(BO, NEW, change))
    log.add(ANA, log.rotate_record(BO, NEWER, change))
    log.attack(REVOKED, NEW, THING)
    things(log, NEWER)
    log.seal()
    return log


@case("rotate: a rotated key once more, when no successor lives")
def _():
    log, change = three()
    log.add(BO, log.rotate_record(BO, NEW, change))
    ended = log.add(ANA, log.revoke_record(NEW, change))
    log.attack(CHANGE, ANA, log.rotate_record(BO, NEWER, ended))
    log.seal()
    return log


@case("rotate: a key that was rotated away is enrolled again")
def _():
    log, change = three()
    log.add(BO, log.rotate_record(BO, NEW, change))
    log.attack(CHANGE, ANA, log.enrol_record("bo", "reporter", BO, change))
    log.attack(CHANGE, NEW, log.rotate_record(NEW, BO, change))
    log.seal()
    return log


@case("revoke: what was logged before stays, what is logged after is refused, also if it was signed before")
def _():
    log, change = three()
    things(log, BO)
    early = log.sign(BO, THING)
    log.add(ANA, log.revoke_record(BO, change, reason="left the desk"))
    log.refused(early, REVOKED)
    log.seal()
    log.attack(REVOKED, BO, THING)
    log.seal()
    return log


@case("revoke: the successors of the key end too")
def _():
    log, change = three()
    log.add(BO, log.rotate_record(BO, NEW, change))
    log.add(NEW, log.rotate_record(NEW, NEWER, change))
    log.seal()
    log.add(ANA, log.revoke_record(BO, change))
    log.attack(REVOKED, NEWER, THING)
    log.seal()
    return log


REVOCATIONS = {
    "a key that was never here": lambda log, change: log.revoke_record(BO, change, kid=OUTSIDER.kid),
    "the ledger's key": lambda log, change: log.revoke_record(BO, change, kid=LEDGER.kid),
    "the key of another handle": lambda log, change: log.revoke_record(BO, change, handle="celia"),
    "previous is entry 0, but changes came after it": lambda log, change: log.revoke_record(BO, first_id(log)),
    "compromised from an index that is to come": lambda log, change: log.compromised_record(BO, log.size + 1, change),
    "compromised: a key that was never here": lambda log, change: log.compromised_record(
        BO, 0, change, kid=OUTSIDER.kid
    ),
    "compromised: the key of another handle": lambda log, change: log.compromised_record(
        BO, 0, change, handle="celia"
    ),
    "a role that the handle has": lambda log, change: role_record("bo", "reporter", change),
    "a role for nobody": lambda log, change: role_record("eve", "editor", change),
}


@case("revoke, compromised, role: changes that are refused, one a leaf", whole=False)
def _():
    log, change = three()
    for name, record in REVOCATIONS.items():
        log.attack(CHANGE, ANA, record(log, change), named=name)
    return log


@case("revoke: a key whose time is over, and that has no successor")
def _():
    log, change = three()
    ended = log.add(ANA, log.revoke_record(BO, change))
    log.attack(CHANGE, ANA, log.revoke_record(BO, ended))
    log.seal()
    return log


@case("revoke: a reporter revokes a colleague")
def _():
    log, change = three()
    log.attack(ROLE, BO, log.revoke_record(CELIA, change))
    log.seal()
    return log


@case("revoke: a revoked editor enrols somebody, who then signs")
def _():
    log, change = three()
    ended = log.add(ANA, log.revoke_record(CELIA, change))
    log.handles[OTHER.name] = "eve"
    log.attack(REVOKED, CELIA, log.enrol_record("eve", "editor", OTHER, ended))
    log.attack(UNKNOWN, OTHER, THING)
    log.seal()
    return log


@case("revoke: the last editor's only key, and with a second key of the same editor it stands")
def _():
    log, change = small_log()
    log.attack(CHANGE, ANA, log.revoke_record(ANA, change))
    log.attack(CHANGE, ANA, role_record("ana", "reporter", change))
    log.attack(CHANGE, ANA, log.compromised_record(ANA, 0, change))
    backup = log.enrol(ANA, "ana", "editor", CELIA, change)
    log.add(CELIA, log.revoke_record(ANA, backup))
    log.attack(REVOKED, ANA, THING)
    things(log, CELIA)
    log.seal()
    return log


@case("compromised: a key and what it rotated to since then end; what it rotated to before would not")
def _():
    log, change = three()
    things(log, BO)
    since = log.size
    log.add(BO, log.rotate_record(BO, NEW, change))
    log.add(NEW, log.rotate_record(NEW, NEWER, change))
    things(log, NEWER)
    log.add(ANA, log.compromised_record(BO, since, change, reason="the laptop was stolen"))
    log.attack(REVOKED, NEWER, THING)
    log.seal()
    return log


@case("compromised: a key that was in other hands only after it had rotated ends no successor")
def _():
    log, change = three()
    log.add(BO, log.rotate_record(BO, NEW, change))
    log.add(ANA, log.compromised_record(BO, log.size, change))
    things(log, NEW)
    log.seal()
    return log


@case("compromised: the successor that says so is spared, with its own successors")
def _():
    log, change = three()
    log.add(ANA, log.rotate_record(ANA, NEW, change, role="editor"))
    second = log.add(NEW, log.compromised_record(ANA, 0, change))
    things(log, NEW)
    log.add(NEW, log.rotate_record(NEW, NEWER, second, role="editor"))
    things(log, NEWER)
    log.seal()
    return log


@case("compromised: the very key that says so ends")
def _():
    log, change = three()
    log.add(CELIA, log.compromised_record(CELIA, 4, change))
    log.attack(REVOKED, CELIA, THING)
    log.seal()
    return log


@case("role: a reporter becomes editor, an editor reporter, and the roles hold for all their keys")
def _():
    log, change = three()
    second = log.enrol(ANA, "bo", "reporter", OTHER, change)
    third = log.add(ANA, role_record("bo", "editor", second))
    fourth = log.add(OTHER, role_record("celia", "reporter", third))
    log.attack(ROLE, CELIA, log.enrol_record("eve", "reporter", NEW, fourth))
    log.attack(CHANGE, BO, log.enrol_record("bo", "reporter", NEW, fourth))
    log.seal()
    return log


@case("role: a reporter makes himself editor")
def _():
    log, change = three()
    log.attack(ROLE, BO, role_record("bo", "editor", change))
    log.attack(ROLE, BO, log.enrol_record("bo", "reporter", NEW, change))
    log.seal()
    return log


@case("a handle whose keys have all ended is enrolled again, in its role")
def _():
    log, change = three()
    ended = log.add(ANA, log.revoke_record(BO, change))
    log.attack(CHANGE, ANA, log.enrol_record("bo", "editor", NEW, ended))
    log.enrol(ANA, "bo", "reporter", NEWER, ended)
    things(log, NEWER)
    log.seal()
    return log


@case("64 keys in a line: each rotated to the next, then the first is revoked", whole=False)
def _():
    log, change = three()
    line = [BO, *(TestKey(f"line {n}") for n in range(64))]
    for old, new in zip(line, line[1:]):
        log.add(old, log.rotate_record(old, new, change))
    log.add(ANA, log.revoke_record(BO, change))
    log.attack(REVOKED, line[-1], THING)
    return log


def founders(count, approvals):
    """A log with so many editors, of whom so many must agree. The log, the id of entry 0 and the keys."""
    people = [(f"editor-{n}", TestKey(f"editor {n}")) for n in range(count)]
    log = Log(LEDGER, people, approvals)
    first = log.begin()
    log.seal()
    return log, first, [key for _, key in people]
