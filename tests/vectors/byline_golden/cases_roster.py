"""Attacks on entry 0 and on the roster."""

from byline_format import curve, keys
from byline_format.statement import parse

from . import torsion
from .builder import ORIGIN, Log, TestKey, editor, ledger_record, proof
from .cases import case
from .fixtures import ANA, BO, CELIA, LEDGER, OTHER, OUTSIDER, entity, small_log

CHANGE = "roster.change"
HEADER = "statement.header"
MALFORMED = "statement.malformed"
THING = entity("lantern", "thing")


def entry_zero(name, code, change, **overrides):
    """Entry 0 alone, its record changed. What follows a refused entry 0 is not part of the vector."""

    def make():
        log = Log(LEDGER, [("ana", ANA)])
        record = ledger_record(LEDGER, log.editors)
        change(record)
        log.attack(code, LEDGER, record, **overrides)
        return log

    case(f"entry 0: {name}", whole=False)(make)


def nothing(record):
    """Changes nothing: the attack is in the header."""


entry_zero("approvals 0", MALFORMED, lambda record: record.update(approvals=0))
entry_zero("approvals 33", MALFORMED, lambda record: record.update(approvals=33))
entry_zero("another format", MALFORMED, lambda record: record.update(format=2))
entry_zero("another phrase policy", MALFORMED, lambda record: record.update(phrases="phrases/2"))
entry_zero("no editors", MALFORMED, lambda record: record.update(editors=[]))
entry_zero("a handle in capitals", MALFORMED, lambda record: record["editors"][0].update(handle="Ana"))
entry_zero("a proof of 63 bytes", MALFORMED, lambda record: record["editors"][0].update(proof=bytes(63)))
entry_zero("iss has a handle", HEADER, nothing, iss=f"{ORIGIN}/ana")
entry_zero("sub is another origin", HEADER, nothing, sub="example.org/other")
entry_zero("the kid is not that of its key", "signer.unknown", nothing, kid=OTHER.kid)
entry_zero("signed by an editor", "statement.signature", nothing, signer=ANA)
entry_zero("two editors are demanded, one is there", CHANGE, lambda record: record.update(approvals=2))
entry_zero(
    "two editors are demanded, one is there with two keys",
    CHANGE,
    lambda record: record.update(approvals=2, editors=[editor("ana", ANA), editor("ana", OTHER)]),
)
entry_zero("a key stands twice", CHANGE, lambda record: record.update(editors=[editor("ana", ANA), editor("bo", ANA)]))
entry_zero(
    "an editor has the ledger's key",
    CHANGE,
    lambda record: record.update(editors=[editor("ana", ANA), editor("bo", LEDGER)]),
)
entry_zero(
    "a proof is by another key",
    CHANGE,
    lambda record: record["editors"][0].update(
        proof=OTHER.sign(keys.proof_message(ORIGIN, "ana", "editor", ANA.public))
    ),
)
entry_zero(
    "a proof is over another handle",
    CHANGE,
    lambda record: record["editors"][0].update(proof=proof(ANA, ORIGIN, "bo", "editor")),
)
entry_zero(
    "a proof is over another origin",
    CHANGE,
    lambda record: record["editors"][0].update(proof=proof(ANA, "example.org/other", "ana", "editor")),
)
entry_zero(
    "a proof is over the role of a reporter",
    CHANGE,
    lambda record: record["editors"][0].update(proof=proof(ANA, ORIGIN, "ana", "reporter")),
)

for origin in (
    "",
    "/desk",
    "desk/",
    "example.org//desk",
    "example.org:8080",
    "example.org/a+b",
    "example.org/a desk",
    "d" * 256,
    "приклад",
):
    entry_zero(
        f"the origin {origin if len(origin) < 99 else 'of 256 bytes'!r}",
        MALFORMED,
        lambda record, text=origin: record.update(origin=text),
        iss=origin or "x",
        sub=origin or "x",
    )


@case("entry 0: an origin of 255 bytes stands")
def _():
    log = Log(LEDGER, [("ana", ANA)], origin="d" * 255)
    log.begin()
    log.seal()
    return log


@case("entry 0: 64 keys of editors stand")
def _():
    log = Log(LEDGER, [(f"editor-{n}", TestKey(f"editor {n}")) for n in range(64)], approvals=32)
    log.begin()
    log.seal()
    return log


@case("entry 0: 65 keys of editors", whole=False)
def _():
    log = Log(LEDGER, [(f"editor-{n}", TestKey(f"editor {n}")) for n in range(65)], approvals=32)
    log.refused(log.sign(LEDGER, ledger_record(LEDGER, log.editors, approvals=32)), MALFORMED)
    return log


@case("entry 0: no canonical bytes", whole=False)
def _():
    log = Log(LEDGER, [("ana", ANA)])
    log.refused(log.sign(LEDGER, ledger_record(LEDGER, log.editors)) + b"\x00", MALFORMED)
    return log


def with_key(key, signature):
    """Entry 0 with one editor more, of this key and proof."""
    return lambda record: record["editors"].append({"handle": "eve", "key": key, "proof": signature})


for order, small in torsion.SMALL.items():
    entry_zero(f"an editor's key of order {order}", CHANGE, with_key(small, curve.IDENTITY_BYTES + bytes(32)))
entry_zero("an editor's key is the identity", CHANGE, with_key(curve.IDENTITY_BYTES, curve.IDENTITY_BYTES + bytes(32)))
entry_zero(
    "an editor's key with a small part, its proof good by RFC 8032",
    CHANGE,
    with_key(*torsion.key_with_torsion(OTHER, lambda key: keys.proof_message(ORIGIN, "eve", "editor", key))),
)
entry_zero("an editor's key whose bytes are not canonical", CHANGE, with_key(torsion.not_canonical(), bytes(64)))
entry_zero("an editor's key that is no point", CHANGE, with_key(torsion.no_point(), bytes(64)))


ENROLMENTS = []


def enrol_case(name, code, make_record, **overrides):
    """The editor ana enrols celia, with something wrong; bo was enrolled before."""
    ENROLMENTS.append((name, code, make_record, overrides))


@case("enrol: changes that are refused, one a leaf", whole=False)
def _():
    log, change = small_log()
    for name, code, make_record, overrides in ENROLMENTS:
        log.attack(code, ANA, make_record(log, change), named=name, **overrides)
    return log


def celia(log, change, **parts):
    """The good record, with parts of it replaced."""
    return {**log.enrol_record("celia", "reporter", CELIA, change), **parts}


enrol_case("previous is entry 0, but a change came after it", CHANGE, lambda log, change: celia(log, parse_id(log, 0)))
enrol_case("previous is a seal", CHANGE, lambda log, change: celia(log, parse_id(log, 3)))
enrol_case("previous is nothing in the log", CHANGE, lambda log, change: celia(log, bytes(32)))
enrol_case(
    "the proof is by another key",
    CHANGE,
    lambda log, change: celia(
        log, change, proof=OTHER.sign(keys.proof_message(ORIGIN, "celia", "reporter", CELIA.public))
    ),
)
enrol_case(
    "the proof is over the role of an editor",
    CHANGE,
    lambda log, change: celia(log, change, proof=proof(CELIA, ORIGIN, "celia", "editor")),
)
enrol_case(
    "the proof is over another handle",
    CHANGE,
    lambda log, change: celia(log, change, proof=proof(CELIA, ORIGIN, "eve", "reporter")),
)
enrol_case(
    "the proof is over another log",
    CHANGE,
    lambda log, change: celia(log, change, proof=proof(CELIA, "example.com/desk", "celia", "reporter")),
)
enrol_case(
    "the proof has s + L",
    CHANGE,
    lambda log, change: celia(log, change, proof=_longer(proof(CELIA, ORIGIN, "celia", "reporter"))),
)
enrol_case(
    "the key is in the roster, with the same handle",
    CHANGE,
    lambda log, change: log.enrol_record("bo", "reporter", BO, change),
)
enrol_case(
    "the key is in the roster, with another handle",
    CHANGE,
    lambda log, change: log.enrol_record("eve", "reporter", BO, change),
)
enrol_case(
    "the key is in the roster since entry 0", CHANGE, lambda log, change: log.enrol_record("ana", "editor", ANA, change)
)
enrol_case("the key is the ledger's", CHANGE, lambda log, change: log.enrol_record("eve", "editor", LEDGER, change))
enrol_case(
    "the handle has another role: a reporter as editor",
    CHANGE,
    lambda log, change: log.enrol_record("bo", "editor", CELIA, change),
)
enrol_case(
    "the handle has another role: an editor as reporter",
    CHANGE,
    lambda log, change: log.enrol_record("ana", "reporter", CELIA, change),
)
enrol_case(
    "a ledger's key with a handle", MALFORMED, lambda log, change: log.enrol_record("eve", "ledger", CELIA, change)
)
enrol_case("an act with the fields of another", MALFORMED, lambda log, change: celia(log, change, act="revoke"))
enrol_case(
    "a handle with a dot", MALFORMED, lambda log, change: log.enrol_record("celia.ro", "reporter", CELIA, change)
)
enrol_case("sub is the handle", HEADER, celia, sub=f"{ORIGIN}/celia")
enrol_case(
    "a key of order 8",
    CHANGE,
    lambda log, change: celia(log, change, key=torsion.SMALL[8], proof=curve.IDENTITY_BYTES + bytes(32)),
)
enrol_case(
    "a key with a small part, its proof good by RFC 8032",
    CHANGE,
    lambda log, change: celia(
        log,
        change,
        **dict(
            zip(
                ("key", "proof"),
                torsion.key_with_torsion(OTHER, lambda key: keys.proof_message(ORIGIN, "celia", "reporter", key)),
            )
        ),
    ),
)


def parse_id(log, index):
    """The record id of a leaf."""
    return parse(log.leaves[index]).id


def _longer(signature):
    return signature[:32] + (int.from_bytes(signature[32:], "little") + curve.L).to_bytes(32, "little")


@case("enrol: the second of two changes names the same previous", whole=False)
def _():
    log, change = small_log()
    log.enrol(ANA, "celia", "reporter", CELIA, change)
    log.attack(CHANGE, ANA, log.enrol_record("eve", "reporter", OTHER, change))
    return log


@case("enrol: a refused key signs", whole=False)
def _():
    log, change = small_log()
    log.attack(CHANGE, ANA, celia(log, parse_id(log, 0)))
    log.handles[CELIA.name] = "celia"
    log.attack("signer.unknown", CELIA, THING)
    return log


@case("enrol: a stranger enrols himself", whole=False)
def _():
    log, change = small_log()
    log.handles[CELIA.name] = "celia"
    log.attack("signer.unknown", CELIA, celia(log, change))
    return log


@case("enrol: a key signs before it is enrolled")
def _():
    log, change = small_log()
    log.handles[CELIA.name] = "celia"
    log.attack("signer.unknown", CELIA, THING)
    log.enrol(ANA, "celia", "reporter", CELIA, change)
    log.seal()
    return log


@case("enrol: a key signs in the commit that enrols it, and stands")
def _():
    log, change = small_log()
    log.enrol(ANA, "celia", "reporter", CELIA, change)
    log.add(CELIA, THING)
    log.seal()
    return log


@case("enrol: an editor who was enrolled enrols the next, each naming the last change; they stand")
def _():
    log, change = small_log()
    second = log.enrol(ANA, "celia", "editor", CELIA, change)
    log.enrol(CELIA, "eve", "editor", OTHER, second)
    log.seal()
    return log


def two_approvals():
    """A log in which a change needs two editors. The log and the id of entry 0."""
    log = Log(LEDGER, [("ana", ANA), ("bo", BO)], approvals=2)
    first = log.begin()
    log.seal()
    return log, first


@case("two approvals: a key that one editor asked for signs, before the change holds")
def _():
    log, first = two_approvals()
    log.enrol(ANA, "celia", "reporter", CELIA, first)
    log.seal()
    log.attack("signer.unknown", CELIA, THING)
    log.seal()
    return log


@case("two approvals: a second change may ask for the same previous, and the seal counts both")
def _():
    log, first = two_approvals()
    log.enrol(ANA, "celia", "reporter", CELIA, first)
    log.enrol(BO, "eve", "reporter", OUTSIDER, first)
    log.seal()
    return log


@case("two approvals: a change that waits is named as previous", whole=False)
def _():
    log, first = two_approvals()
    waiting = log.enrol(ANA, "celia", "reporter", CELIA, first)
    log.attack(CHANGE, BO, log.enrol_record("eve", "reporter", OUTSIDER, waiting))
    return log


@case("entry 0: of a later version; nothing is judged")
def _():
    log = Log(LEDGER, [("ana", ANA)])
    later = "application/vnd.byline.record+cbor; version=2"
    log.append(log.sign(LEDGER, ledger_record(LEDGER, log.editors), content_type=later))
    log.append(b"a leaf of another version")
    return log
