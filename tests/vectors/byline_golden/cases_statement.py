"""Attacks on the bytes of a statement, its header and its signature."""

from byline_format import cbor, forms, hashing
from byline_format.curve import L
from byline_format.statement import parse, parse_sign1, sig_structure

from . import torsion
from .builder import sign1
from .cases import case
from .fixtures import ANA, BO, CELIA, OUTSIDER, World, document, entity, event, small_log, without

THING = entity("lantern", "thing")
MALFORMED = "statement.malformed"
HEADER = "statement.header"
SIGNATURE = "statement.signature"

NO_TIMES = (
    "",
    "2025-13",
    "2025-00",
    "2025-02-29",
    "1900-02-29",
    "2025-11-31",
    "0000",
    "2025-11-09T08:00",
    "2025-11-09T08Z",
    "2025-11-09T24:00Z",
    "2025-11-09T08:60Z",
    "2025-11-09T08:00:60Z",
    "2025-11-09T08:00:00.5Z",
    "2025-11-09T08:00-00:00",
    "2025-11-09T08:00+14:01",
    "2025-11-09T08:00-12:01",
    "2025-11-09T08:00+02",
    "2025-11-09T08:00+0200",
    "2025-11-09T08:00+01:60",
    "2025-11-09t08:00z",
    "2025-11-09 08:00Z",
    "2025-11-09T08:00Z?",
    "2025-11T08:00Z",
    "2025-20",
    "2025-25",
    "2025-2X",
    "2025-1X",
    "2025-11-0X",
    "2XXX",
    "XXXX",
    "X025",
    "202x",
    "202X-11",
    "202X-XX",
    "2025-XX-09",
    "000X",
    "00XX",
    "2025??",
    "2025?~",
    "?2025",
    "2025-?11",
    "-2025",
    "12025",
    "Y2025",
    "2025/2024",
    "2025-11-10/2025-11-09",
    "2025-12/2025-11",
    "2025-22/2025-21",
    "203X/202X",
    "../..",
    "/",
    "/..",
    "../",
    "2025/2026/2027",
    "2025/?",
    "2025//2026",
    "2025-11-09T08:00Z/2025-11-10",
    "2025-11-09/2025-11-09T08:00Z",
    "2025-11-09T08:00Z/2025-11-09T08:59+01:00",
    "2025-1",
    "25-11-09",
    "2025-11-9",
    "20251109",
    "2025-W45",
    "2025-313",
    "9. 11. 2025",
    " 2025",
    "2025\n",
    "２０２５",
    "today",
)


ATTACKS = {}
"""By code, the name of each attack and the function that makes its leaf. Each code gets one log, with one
attack a leaf.
"""


def attacked(name, code, make):
    """A leaf that `make` gives for a small log, and that is refused with this code."""
    if code not in ATTACKS:
        ATTACKS[code] = []
        case(f"leaves that are refused with {code}, one attack a leaf")(lambda: _log_of_attacks(code))
    ATTACKS[code].append((name, make))


def _log_of_attacks(code):
    log, _ = small_log()
    for name, make in ATTACKS[code]:
        log.named[log.size] = name
        log.refused(make(log), code)
    log.seal()
    return log


def accepted(name, make):
    """A small log with one leaf that a strict reader may not refuse."""

    def log_with_leaf():
        log, _ = small_log()
        log.append(make(log))
        log.seal()
        return log

    case(name)(log_with_leaf)


def parts(log, **overrides):
    """Protected header, payload and signature of a good statement."""
    return parse_sign1(log.sign(BO, THING, **overrides))


def with_array(change):
    """The statement's array of four, changed before it is encoded."""

    def make(log):
        protected, payload, signature = parts(log)
        return b"\xd2" + cbor.encode(change([protected, {}, payload, signature]))

    return make


def with_header(change):
    """The header map changed, then signed."""

    def make(log):
        header = log.header_map(BO, THING)
        change(header)
        return log.sign(BO, THING, protected=cbor.encode(header))

    return make


def with_payload(make_payload):
    """A payload of one's own, signed."""
    return lambda log: log.sign(BO, THING, payload=make_payload())


def with_record(record):
    """A whole record of a shape of one's own, signed by the reporter."""
    return lambda log: log.sign(BO, record)


def entity_with(**fields):
    """The thing with fields added or replaced, signed."""
    return with_record({**THING, **fields})


def raw_map(*pairs):
    """A map whose fields stand exactly so."""
    return cbor.head(cbor.MAP, len(pairs)) + b"".join(pairs)


def field(name, encoded):
    """One field with its value's bytes."""
    return cbor.encode(name) + encoded


def thing_with(encoded_note):
    """The thing's payload with these bytes as its note, everything else canonical."""
    fields = sorted((cbor.encode(name), cbor.encode(value)) for name, value in THING.items())
    fields = sorted([*fields, (cbor.encode("note"), encoded_note)])
    return raw_map(*(key + value for key, value in fields))


def thing_unsorted(order):
    """The thing's payload with its fields in this order."""
    return raw_map(*(field(name, cbor.encode(THING[name])) for name in order))


def of_size(log, size):
    """A good statement of exactly this many bytes: names of up to 16,384 bytes."""
    langs = ("de", "en", "fr", "it")
    for last in range(16_000, 17_000):
        lengths = [forms.MAX_TEXT] * 3 + [last]
        record = {**THING, "names": dict(zip(langs, ("n" * length for length in lengths)))}
        missing = size - len(log.sign(BO, record))
        if missing == 0:
            return log.sign(BO, record)
        if 0 < missing < 600:
            return log.sign(
                BO,
                {
                    **record,
                    "note": "n"
                    * (missing - len(cbor.encode("note")) - (1 if missing < 30 else 2 if missing < 260 else 3)),
                },
            )
    raise AssertionError("some length fits")


attacked("the unprotected header carries a kid", MALFORMED, with_array(lambda a: [a[0], {4: BO.kid}, a[2], a[3]]))
attacked("the unprotected header is an empty array", MALFORMED, with_array(lambda a: [a[0], [], a[2], a[3]]))
attacked("the array has a fifth item", MALFORMED, with_array(lambda a: [*a, b""]))
attacked("the array lacks its signature", MALFORMED, with_array(lambda a: a[:3]))
attacked("the signature has 63 bytes", MALFORMED, with_array(lambda a: [*a[:3], a[3][:63]]))
attacked("the signature has 65 bytes", MALFORMED, with_array(lambda a: [*a[:3], a[3] + b"\x00"]))
attacked(
    "the payload is a map and no byte string", MALFORMED, with_array(lambda a: [a[0], a[1], cbor.decode(a[2]), a[3]])
)
attacked(
    "the protected header is a map and no byte string", MALFORMED, with_array(lambda a: [cbor.decode(a[0]), *a[1:]])
)
attacked(
    "the payload is nil, as for a detached one",
    MALFORMED,
    lambda log: b"\xd2\x84" + cbor.encode(parts(log)[0]) + b"\xa0\xf6" + cbor.encode(parts(log)[2]),
)
attacked("no tag", MALFORMED, lambda log: log.sign(BO, THING)[1:])
attacked("the tag 98 of COSE_Sign", MALFORMED, lambda log: b"\xd8\x62" + log.sign(BO, THING)[1:])
attacked("the tag 18 in two bytes", MALFORMED, lambda log: b"\xd8\x12" + log.sign(BO, THING)[1:])
attacked("the tag 18 twice", MALFORMED, lambda log: b"\xd2" + log.sign(BO, THING))
attacked("a byte behind the statement", MALFORMED, lambda log: log.sign(BO, THING) + b"\x00")
attacked("the last byte is missing", MALFORMED, lambda log: log.sign(BO, THING)[:-1])
attacked("an empty leaf", MALFORMED, lambda log: b"")
attacked("an array of indefinite length", MALFORMED, lambda log: b"\xd2\x9f" + log.sign(BO, THING)[2:] + b"\xff")
attacked("the array's count in two bytes", MALFORMED, lambda log: b"\xd2\x98\x04" + log.sign(BO, THING)[2:])
attacked(
    "the length of the signature in three bytes",
    MALFORMED,
    lambda log: log.sign(BO, THING)[:-66] + b"\x59\x00\x40" + log.sign(BO, THING)[-64:],
)
attacked("a statement of 65,536 bytes", MALFORMED, lambda log: of_size(log, 65_536))
accepted("a statement of 65,535 bytes stands", lambda log: of_size(log, 65_535))

attacked("header: alg is ES256", MALFORMED, with_header(lambda h: h.update({1: -7})))
attacked("header: alg is the fully specified Ed25519 (-19)", MALFORMED, with_header(lambda h: h.update({1: -19})))
attacked("header: no kid", MALFORMED, with_header(lambda h: h.pop(4)))
attacked("header: no after", MALFORMED, with_header(lambda h: h.pop(-65537)))
attacked("header: a further label (crit)", MALFORMED, with_header(lambda h: h.update({2: [15]})))
attacked("header: the claims have a further label (exp)", MALFORMED, with_header(lambda h: h[15].update({4: 1})))
attacked("header: the claims lack iat", MALFORMED, with_header(lambda h: h[15].pop(6)))
attacked("header: iat is text", MALFORMED, with_header(lambda h: h[15].update({6: "1795305600"})))
attacked("header: iat is negative", MALFORMED, with_header(lambda h: h[15].update({6: -1})))
attacked("header: iat is after the year 9999", MALFORMED, with_header(lambda h: h[15].update({6: forms.MAX_TIME + 1})))
attacked("header: iss is empty", MALFORMED, with_header(lambda h: h[15].update({1: ""})))
attacked("header: kid of 31 bytes", MALFORMED, with_header(lambda h: h.update({4: BO.kid[:31]})))
attacked("header: kid is text", MALFORMED, with_header(lambda h: h.update({4: BO.kid.hex()})))
attacked("header: the content type is a number", MALFORMED, with_header(lambda h: h.update({3: 60})))
attacked("header: after has a head of 31 bytes", MALFORMED, with_header(lambda h: h[-65537].__setitem__(1, bytes(31))))
attacked("header: after has a third item", MALFORMED, with_header(lambda h: h[-65537].append(0)))
attacked("header: after with a negative size", MALFORMED, with_header(lambda h: h[-65537].__setitem__(0, -4)))


@case("header: its labels in the wrong order")
def _():
    log, _ = small_log()
    header = log.header_map(BO, THING)
    protected = raw_map(*(cbor.encode(label) + cbor.encode(header[label]) for label in (1, 3, 4, -65537, 15)))
    log.refused(log.sign(BO, THING, protected=protected), MALFORMED)
    log.seal()
    return log


attacked("record: no map", MALFORMED, with_payload(lambda: cbor.encode(["entity"])))
attacked("record: no kind", MALFORMED, with_payload(lambda: cbor.encode(without(THING, "kind"))))
attacked("record: an unknown kind", MALFORMED, with_payload(lambda: cbor.encode({**THING, "kind": "rumour"})))
attacked("record: a field that the format doesn't name", MALFORMED, entity_with(colour="red"))
attacked("record: a field with an integer key", MALFORMED, with_payload(lambda: cbor.encode({**THING, 1: "x"})))
attacked("record: a demanded field is missing", MALFORMED, with_payload(lambda: cbor.encode(without(THING, "names"))))
attacked("record: null for an optional field", MALFORMED, with_payload(lambda: thing_with(b"\xf6")))
attacked("record: a float", MALFORMED, with_payload(lambda: thing_with(b"\xf9\x3c\x00")))
attacked("record: a tagged text", MALFORMED, with_payload(lambda: thing_with(b"\xc0\x61a")))
attacked("record: a text that is not UTF-8", MALFORMED, with_payload(lambda: thing_with(b"\x62\xc3\x28")))
attacked("record: a text in two chunks", MALFORMED, with_payload(lambda: thing_with(b"\x7f\x61a\x61b\xff")))
attacked("record: an empty text", MALFORMED, entity_with(note=""))
accepted("record: a text of 16,384 bytes stands", entity_with(note="n" * 16_384))
attacked("record: a text of 16,385 bytes", MALFORMED, entity_with(note="n" * 16_385))
attacked("record: fields sorted as texts", MALFORMED, with_payload(lambda: thing_unsorted(sorted(THING))))
attacked(
    "record: two fields of one length exchanged",
    MALFORMED,
    with_payload(lambda: thing_unsorted(("slug", "kind", "type", "names"))),
)
attacked(
    "record: a field twice",
    MALFORMED,
    with_payload(
        lambda: raw_map(*(field(name, cbor.encode(THING[name])) for name in ("kind", "slug", "slug", "type", "names")))
    ),
)
attacked(
    "record: names sorted as texts",
    MALFORMED,
    with_payload(
        lambda: raw_map(
            *(field(name, cbor.encode(THING[name])) for name in ("kind", "slug", "type")),
            field("names", raw_map(field("be-Latn", cbor.encode("a")), field("uk", cbor.encode("b")))),
        )
    ),
)
attacked("record: a byte behind it", MALFORMED, with_payload(lambda: cbor.encode(THING) + b"\x00"))
attacked("record: a text where bytes belong", MALFORMED, entity_with(speaks_for="b3:" + "0" * 64))
attacked("record: an id of 31 bytes", MALFORMED, entity_with(speaks_for=bytes(31)))
attacked("record: type is no word of the list", MALFORMED, entity_with(type="Person"))
attacked("record: no names", MALFORMED, entity_with(names={}))
attacked("record: a language in capitals", MALFORMED, entity_with(names={"EN": "x"}))
attacked("record: a script behind the region", MALFORMED, entity_with(names={"sr-RS-Latn": "x"}))
attacked(
    "record: 65 names",
    MALFORMED,
    entity_with(names={f"a{a}{b}": "x" for a in "abcdefghij" for b in "abcdefg" if (a, b) < ("j", "c")}),
)
attacked("record: an empty array", MALFORMED, entity_with(same_as=[]))
accepted("record: an array of 1,024 items stands", entity_with(same_as=["a:b"] * 1_024))
attacked("record: an array of 1,025 items", MALFORMED, entity_with(same_as=["a:b"] * 1_025))
accepted("record: a slug of 64 characters stands", entity_with(slug="l" * 64))


@case("records: texts that are no slug, one a leaf")
def _():
    log, _ = small_log()
    for slug in ("", "Lantern", "-lantern", "lan tern", "l" * 65, "lantern\n", "lantern_", "лихтар"):
        log.attack(MALFORMED, BO, {**THING, "slug": slug}, named=slug)
    log.seal()
    return log


@case("records: texts that are no language, one a leaf")
def _():
    log, _ = small_log()
    for lang in (
        "",
        "e",
        "engl",
        "EN",
        "en_GB",
        "en-gb",
        "en-latn",
        "en-GB-Latn",
        "en-GBR",
        "en-99",
        "x-klingon",
        "en-",
        "sr-Latn-RS-x",
    ):
        log.attack(MALFORMED, BO, {**THING, "names": {lang: "x"}}, named=lang)
    log.seal()
    return log


@case("records: texts that are no edtf, one a leaf")
def _():
    log, _ = small_log()
    for when in NO_TIMES:
        log.attack(MALFORMED, BO, event(when=when), named=when)
    log.seal()
    return log


attacked("record: a document's size is negative", MALFORMED, with_record(document(size=-1)))
attacked("record: an edtf of a document without zone", MALFORMED, with_record(document(captured="2025-11-09T10:00")))

attacked(
    "header: content type of another version",
    MALFORMED,
    lambda log: log.sign(BO, THING, content_type="application/vnd.byline.record+cbor; version=2"),
)
attacked(
    "header: content type without version",
    MALFORMED,
    lambda log: log.sign(BO, THING, content_type="application/vnd.byline.record+cbor"),
)
attacked(
    "header: content type in capitals",
    MALFORMED,
    lambda log: log.sign(BO, THING, content_type="Application/vnd.byline.record+cbor; version=1"),
)
attacked("iss is another member's", HEADER, lambda log: log.sign(BO, THING, iss="example.org/desk/ana"))
attacked(
    "iss is the origin alone, for a member's statement", HEADER, lambda log: log.sign(BO, THING, iss="example.org/desk")
)
attacked("iss is of another log", HEADER, lambda log: log.sign(BO, THING, iss="example.com/desk/bo"))
attacked("sub has another slug", HEADER, lambda log: log.sign(BO, THING, sub="entity:bo/candle"))
attacked("sub has another kind", HEADER, lambda log: log.sign(BO, THING, sub="event:bo/lantern"))
attacked("sub has another handle", HEADER, lambda log: log.sign(BO, THING, sub="entity:ana/lantern"))
attacked("sub is the record's own id", HEADER, lambda log: log.sign(BO, THING, sub=hashing.id_text(bytes(32))))


@case("a seal with a sub of its own")
def _():
    log, _ = small_log()
    log.add(BO, THING)
    log.attack(HEADER, log.ledger, log.seal_record(), sub="example.org/desk/seal")
    log.seal()
    return log


@case("a seal with the iss of a member")
def _():
    log, _ = small_log()
    log.add(BO, THING)
    log.attack(HEADER, log.ledger, log.seal_record(), iss="example.org/desk/ledger")
    log.seal()
    return log


@case("a claim whose sub is another question")
def _():
    world = World()
    other = world.ask("missing", "quantity")
    world.log.attack(HEADER, BO, world.claim_record(), sub=hashing.id_text(other))
    world.log.seal()
    return world.log


@case("a claim whose sub has capital digits")
def _():
    world = World()
    world.log.attack(HEADER, BO, world.claim_record(), sub="b3:" + world.question.hex().upper())
    world.log.seal()
    return world.log


@case("an editor's correction of a reporter's event with the editor's handle in sub")
def _():
    world = World()
    correction = event(corrects=world.event, reason="Spelling.")
    world.log.attack(HEADER, ANA, correction, sub="event:ana/ferry-aground")
    world.log.seal()
    return world.log


attacked("a bit of R is changed", SIGNATURE, with_array(lambda a: [*a[:3], bytes([a[3][0] ^ 1]) + a[3][1:]]))
attacked(
    "a bit of s is changed", SIGNATURE, with_array(lambda a: [*a[:3], a[3][:32] + bytes([a[3][32] ^ 1]) + a[3][33:]])
)
attacked(
    "s + L, the same number written otherwise",
    SIGNATURE,
    with_array(lambda a: [*a[:3], a[3][:32] + (int.from_bytes(a[3][32:], "little") + L).to_bytes(32, "little")]),
)
attacked("a signature of zeros", SIGNATURE, with_array(lambda a: [*a[:3], bytes(64)]))
attacked(
    "R is the identity, made by the key's owner", SIGNATURE, lambda log: _forged(log, torsion.signature_with_identity)
)
attacked(
    "R has a small part, made by the key's owner", SIGNATURE, lambda log: _forged(log, torsion.signature_with_torsion)
)
attacked("signed by another member's key", SIGNATURE, lambda log: log.sign(BO, THING, signer=ANA))
attacked(
    "signed by a member, in the name and with the kid of another",
    SIGNATURE,
    lambda log: log.sign(ANA, THING, signer=BO),
)
attacked("the payload alone is signed", SIGNATURE, lambda log: log.sign(BO, THING, message=cbor.encode(THING)))
attacked(
    "signed with external data",
    SIGNATURE,
    lambda log: log.sign(
        BO, THING, message=cbor.encode(["Signature1", log.header(BO, THING), b"x", cbor.encode(THING)])
    ),
)
attacked(
    "signed for another context (Signature)",
    SIGNATURE,
    lambda log: log.sign(BO, THING, message=cbor.encode(["Signature", log.header(BO, THING), b"", cbor.encode(THING)])),
)
attacked(
    "a letter of the record is changed after signing",
    SIGNATURE,
    lambda log: log.sign(BO, THING).replace(b"Lantern", b"Lanterm"),
)
attacked("a digit of iat is changed after signing", SIGNATURE, lambda log: _other_time(log))
accepted("a valid signature with another nonce stands", lambda log: _forged(log, torsion.second_signature))

attacked("a key that was never in the roster", "signer.unknown", lambda log: log.sign(OUTSIDER, THING))
attacked(
    "the handle of a member, a key outside of the roster",
    "signer.unknown",
    lambda log: log.sign(OUTSIDER, THING, iss="example.org/desk/bo", sub="entity:bo/lantern"),
)
attacked(
    "an unknown key and a signature that is not valid",
    "signer.unknown",
    lambda log: log.sign(OUTSIDER, THING, signer=CELIA),
)


def _forged(log, forge):
    """A statement whose signature is made by hand."""
    protected, payload = log.header(BO, THING), cbor.encode(THING)
    return sign1(protected, payload, forge(BO, sig_structure(protected, payload)))


def _other_time(log):
    statement = parse(log.sign(BO, THING))
    _, payload, _ = parse_sign1(log.sign(BO, THING))
    return sign1(log.header(BO, THING, iat=statement.iat + 1), payload, statement.signature)


@case("the same leaf twice")
def _():
    world = World()
    leaf = world.log.sign(BO, world.claim_record(note="twice"))
    world.log.append(leaf)
    world.log.refused(leaf, "record.duplicate")
    world.log.seal()
    return world.log


@case("the same record again, with another valid signature, in a later commit")
def _():
    world = World()
    protected, payload, _ = parse_sign1(world.log.leaves[9])
    other = torsion.second_signature(BO, sig_structure(protected, payload))
    world.log.refused(sign1(protected, payload, other), "record.duplicate")
    world.log.seal()
    return world.log


@case("the ladder: what is said of a leaf whose signature is not valid, and of one whose kid is unknown")
def _():
    log, _ = small_log()
    log.attack(SIGNATURE, BO, THING, signer=ANA, iss="example.com", sub="x", iat=0, after=(1, bytes(32)))
    log.attack("signer.unknown", OUTSIDER, THING, iss="example.com", sub="x", iat=0, after=(1, bytes(32)))
    log.seal()
    return log


@case("several rules at once: header, chain, time")
def _():
    log, _ = small_log()
    index = log.attack(HEADER, BO, THING, iss="example.com", iat=0, after=(4, bytes(32)))
    log.expected += [[index, "chain.broken"], [index, "statement.time"]]
    index = log.attack(HEADER, BO, THING, sub="x", iat=0, after=(3, log.heads[3]))
    log.expected.append([index, "chain.broken"])
    log.seal()
    return log
