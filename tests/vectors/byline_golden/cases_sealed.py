"""Attacks on sealed places and on what opens them."""

from byline_format import cbor

from .cases_reference import INVALID, KIND, MISSING, NOTHING, world_case
from .fixtures import (
    ADA,
    ANA,
    BO,
    CELIA,
    QUOTE,
    TEXT,
    TITLE,
    claim,
    document,
    entity,
    opening,
    passage,
    question,
    salt,
    sealed,
    sealed_document,
    sealed_source,
    without,
)

MALFORMED = "statement.malformed"
CONTENT, REUSED, MISMATCH = "sealed.content", "sealed.reused", "sealed.mismatch"
AUTHORITY = "disclosure.authority"

class Sealed:
    """A claim by bo with all that can be sealed sealed, and a sealed document of ana's, under a seal."""

    def __init__(self, world, log):
        record = world.claim_record(
            by=sealed_source(BO, 1),
            through=[{"entity": world.authority}, sealed_source(BO, 2, "through.1")],
            quote=sealed(BO, 3, "quote", QUOTE),
        )
        self.claim_record = record
        self.claim = log.add(BO, record)
        self.document = log.add(ANA, sealed_document(ANA, 10))
        log.seal()


@world_case("sealed places stand, and are opened one by one")
def _(world, log):
    made = Sealed(world, log)
    plain = document(title=TITLE, author="Ada Example")
    log.add(BO, opening(made.claim, 1, "by", ADA, note="She agreed."))
    log.add(BO, opening(made.claim, 2, "through.1", ADA))
    log.add(ANA, opening(made.claim, 3, "quote", QUOTE))
    for n, field in enumerate(("blake3", "sha256", "size", "text", "title", "author")):
        log.add(ANA, opening(made.document, 10 + n, field, plain[field]))
    log.add(ANA, opening(made.document, 14, "title", TITLE, note="A second time."))


@world_case("sealed places with something else in them, one a leaf")
def _(world, log):
    held = salt(0)

    def leak(named, record, key=BO):
        log.attack(CONTENT, key, record, named=named)

    def source(content, **beside):
        return world.claim_record(by={"sealed": content, **beside})

    leak("a name", source("Ada Example"))
    leak("true", source(True))
    leak("a number", source(1))
    leak("31 bytes", source(held[:31]))
    leak("33 bytes", source(held + b"\x00"))
    leak("nothing", source({}))
    leak("a commitment without a description", source({"commitment": held}))
    leak("a description without a commitment", source({"described": "somebody"}))
    leak("a name inside", source({"commitment": held, "described": "somebody", "name": "Ada Example"}))
    leak("a name for a commitment", source({"commitment": "Ada Example", "described": "somebody"}))
    leak("a person for a description", source({"commitment": held, "described": ADA}))
    leak("an entity beside", source({"commitment": held, "described": "somebody"}, entity=world.mara))
    leak("a sealed place inside", source({"sealed": held}))
    leak("the passages themselves", world.claim_record(quote={"sealed": QUOTE}))
    leak("an outer source", world.claim_record(through=[{"sealed": "Ada Example"}]))
    leak("a title", document(slug="leak", title={"sealed": TITLE}), ANA)
    leak("a size", document(slug="leak", size={"sealed": 12}), ANA)
    leak("where nothing can be sealed", entity("leak", note={"sealed": "Ada Example"}), ANA)
    leak("in a kind that is unknown", {"kind": "rumour", "by": {"sealed": "Ada Example"}})
    nothing = cbor.encode([{"sealed": "Ada Example"}])
    log.attack(CONTENT, BO, {"kind": "rumour"}, payload=nothing, named="in no record at all")
    leak("deep down", {"kind": "rumour", "a": [[{"b": {"c": [{"sealed": "Ada Example"}]}}]]})


@world_case("content in a sealed place comes before all that is wrong besides")
def _(world, log):
    record = world.claim_record(question=NOTHING, by={"sealed": "Ada Example"})
    log.attack(CONTENT, BO, record, signer=CELIA, named="a signature by another key")
    log.attack(CONTENT, CELIA, record, named="an unknown signer")
    log.attack(CONTENT, BO, record, sub="another", iat=0, named="another header")
    log.attack(CONTENT, BO, record, protected=b"\xa0", named="no header")
    # Where the payload can't be read as canonical CBOR, there is no place to look at.
    torn = cbor.encode({"sealed": "Ada Example"}) + b"\x00"
    log.attack(MALFORMED, BO, record, payload=torn, named="a byte too many")


@world_case("sealed places of another form, one a leaf")
def _(world, log):
    held = sealed(BO, 0, "by", ADA)
    bare, described = held, {"sealed": {"commitment": held["sealed"], "described": "somebody"}}
    attack = lambda named, record, key=BO: log.attack(MALFORMED, key, record, named=named)  # noqa: E731
    attack("a source without a description", world.claim_record(by=bare))
    attack("an outer source without a description", world.claim_record(through=[bare]))
    attack("a quote with a description", world.claim_record(quote=described))
    attack("a passage", world.claim_record(quote=[bare]))
    attack("a title with a description", document(slug="other", title=described), ANA)
    log.attack(MALFORMED, BO, world.claim_record(question=bare), sub=log.origin, named="a question")
    attack("an answer", world.claim_record({"value": bare}))
    attack("a note", entity("other", note=bare), ANA)
    attack("a slug", document(slug=bare), ANA)
    empty = {"sealed": {"commitment": held["sealed"], "described": ""}}
    attack("an empty description", world.claim_record(by=empty))


@world_case("a document's bytes sealed in part, one a leaf")
def _(world, log):
    whole = document(slug="partly")
    for field in ("blake3", "sha256", "size", "text"):
        log.attack(INVALID, ANA, {**whole, field: sealed(ANA, 1, field, whole[field])}, named=f"only {field}")
        some = {**sealed_document(ANA, 10, "partly"), field: whole[field]}
        log.attack(INVALID, ANA, some, named=f"all but {field}")
    log.add(ANA, {**whole, "title": sealed(ANA, 1, "title", TITLE)})
    log.add(ANA, without(sealed_document(ANA, 20, "without-text"), "text"))


@world_case("commitments that stand already, one a leaf")
def _(world, log):
    made = Sealed(world, log)
    fresh = lambda **more: world.claim_record(quote=sealed(BO, 40, "quote", QUOTE), **more)  # noqa: E731
    log.attack(REUSED, BO, made.claim_record, named="the same record again, later")
    log.attack(REUSED, ANA, fresh(by=sealed_source(BO, 1)), named="copied by another signer")
    log.attack(REUSED, BO, fresh(by=sealed_source(BO, 1, described="else")), named="the same salt again")
    log.attack(REUSED, BO, fresh(by=sealed_source(BO, 2, "through.1")), named="from another place of the record")
    copied = {"sealed": made.claim_record["quote"]["sealed"]}
    log.attack(REUSED, ANA, document(slug="copy", title=copied), named="from a claim into a document")
    twice = sealed(ANA, 41, "title", TITLE)
    log.attack(REUSED, ANA, document(slug="copy", title=twice, author=twice), named="twice in one record")
    correction = {**made.claim_record, "corrects": made.claim, "reason": "x"}
    log.attack(REUSED, BO, correction, named="carried over into a correction")
    # A refused leaf holds nothing: its commitment is free.
    refused = fresh(by=sealed_source(BO, 42), question=NOTHING)
    log.attack(MISSING, BO, refused)
    log.add(BO, world.claim_record(by=sealed_source(BO, 42)))


@world_case("disclosures that open something else, one a leaf")
def _(world, log):
    made = Sealed(world, log)
    attack = lambda named, record, key=BO: log.attack(MISMATCH, key, record, named=named)  # noqa: E731
    attack("another salt", opening(made.claim, 9, "by", ADA))
    attack("another name", opening(made.claim, 1, "by", {**ADA, "name": "Ada Exampel"}))
    attack("without the office", opening(made.claim, 1, "by", without(ADA, "office")))
    attack("another place of the claim", opening(made.claim, 1, "through.1", ADA))
    attack("an outer source that isn't there", opening(made.claim, 2, "through.2", ADA))
    attack("an outer source that isn't sealed", opening(made.claim, 2, "through.0", ADA))
    attack("other passages", opening(made.claim, 3, "quote", [passage(TEXT, "two children")]))
    attack("a document's field of a claim", opening(made.claim, 1, "title", TITLE))
    attack("a claim's field of a document", opening(made.document, 10, "by", ADA), ANA)
    attack("another title", opening(made.document, 14, "title", TITLE + "."), ANA)
    attack("the title as author", opening(made.document, 14, "author", TITLE), ANA)
    attack("a field that isn't sealed", opening(made.document, 10, "url", "https://example.org"), ANA)
    attack("a claim that seals nothing", opening(world.claim, 1, "by", ADA))
    attack("a document that seals nothing", opening(world.document, 14, "title", TITLE), BO)
    key_of_another = log.add(ANA, world.claim_record(by=sealed_source(BO, 50)))
    attack("sealed under another's kid", opening(key_of_another, 50, "by", ADA), ANA)
    second = log.add(BO, {**world.claim_record(by=sealed_source(BO, 51)), "corrects": made.claim, "reason": "x"})
    attack("the opening of the version before", opening(second, 1, "by", ADA))
    log.add(BO, opening(made.claim, 1, "by", ADA))
    log.add(BO, opening(second, 51, "by", ADA))


@world_case("disclosures by somebody else, one a leaf")
def _(world, log):
    made = Sealed(world, log)
    log.attack(AUTHORITY, BO, opening(made.document, 14, "title", TITLE), named="a reporter opens an editor's")
    index = log.attack(AUTHORITY, BO, opening(made.document, 9, "title", TITLE), named="and with a wrong salt")
    log.expected.append([index, MISMATCH])
    index = log.attack("signer.role", log.ledger, opening(made.claim, 1, "by", ADA), named="the ledger's key")
    log.expected.append([index, AUTHORITY])
    log.attack("signer.unknown", CELIA, opening(made.claim, 1, "by", ADA), named="a key that nobody enrolled")
    log.enrol(ANA, "celia", "reporter", CELIA, world.change)
    log.attack(AUTHORITY, CELIA, opening(made.claim, 1, "by", ADA), named="another reporter")
    log.add(ANA, opening(made.claim, 1, "by", ADA))


@world_case("a disclosure by another key of the recorder's, and what was sealed before")
def _(world, log):
    made = Sealed(world, log)
    log.enrol(ANA, "bo", "reporter", CELIA, world.change)
    log.add(CELIA, opening(made.claim, 1, "by", ADA))


@world_case("disclosures of nothing, one a leaf")
def _(world, log):
    made = Sealed(world, log)
    log.attack(MISSING, BO, opening(NOTHING, 1, "by", ADA), named="a target that is nowhere")
    log.attack(KIND, BO, opening(world.event, 1, "by", ADA), named="an event")
    log.attack(KIND, BO, opening(world.change, 1, "by", ADA), named="a change of the roster")
    opened = log.add(BO, opening(made.claim, 1, "by", ADA))
    log.attack(KIND, BO, opening(opened, 1, "by", ADA), named="a disclosure")
    log.attack(KIND, BO, {"kind": "withdrawal", "target": opened, "reason": "x"}, named="taken back by a withdrawal")


@world_case("disclosures of another form, one a leaf")
def _(world, log):
    made = Sealed(world, log)
    good = opening(made.claim, 1, "by", ADA)
    attack = lambda named, record: log.attack(MALFORMED, BO, record, named=named)  # noqa: E731
    for name in ("target", "field", "salt", "value"):
        attack(f"no {name}", without(good, name))
    attack("a field that can't be sealed", {**good, "field": "note"})
    attack("an outer source of a number too high", {**good, "field": "through.8"})
    attack("an outer source with a leading zero", {**good, "field": "through.00"})
    attack("a salt of 31 bytes", {**good, "salt": salt(1)[:31]})
    attack("a name alone", {**good, "value": "Ada Example"})
    attack("a reference", {**good, "value": {"entity": world.mara}})
    attack("a person with more", {**good, "value": {**ADA, "address": "unknown"}})
    attack("no passages", opening(made.claim, 3, "quote", []))
    attack("a size as text", opening(made.document, 12, "size", "12"))
    attack("a hash as text", opening(made.document, 10, "blake3", "12"))
    attack("a correction", {**good, "corrects": made.claim, "reason": "x"})


@world_case("disclosed passages that break the rules of a quote, one a leaf")
def _(world, log):
    for n, (named, wrong) in enumerate(
        [
            ("out of order", [passage(TEXT, "twelve injured"), passage(TEXT, "Briefing")]),
            ("overlapping", [passage(TEXT, "twelve injured"), passage(TEXT, "injured")]),
            ("of another length than its place", [passage(TEXT, "twelve injured", end=999)]),
            ("with a short prefix", [passage(TEXT, "twelve injured", prefix="x")]),
        ]
    ):
        target = log.add(BO, world.claim_record(quote=sealed(BO, 60 + n, "quote", wrong)))
        log.attack(INVALID, BO, opening(target, 60 + n, "quote", wrong), named=named)


@world_case("what sealed fields do in the rules of a claim")
def _(world, log):
    made = Sealed(world, log)
    source = lambda n: sealed_source(BO, n)  # noqa: E731
    quote = lambda n: sealed(BO, n, "quote", QUOTE)  # noqa: E731
    # A sealed text: passages keep the rules that need no document.
    far = passage(TEXT, "twelve injured", suffix="")
    log.add(BO, world.claim_record(document=made.document, quote=[far]))
    log.attack(
        INVALID, BO, world.claim_record(document=made.document, quote=[{**far, "prefix": ""}]), named="a short prefix"
    )
    audio = log.add(BO, without(document("sound", "audio"), "text"))
    log.attack(INVALID, BO, world.claim_record(document=audio, quote=quote(70)), named="a quote from no text")
    silent = {"silent": "not-mentioned"}
    log.attack(INVALID, BO, world.claim_record(silent, quote=quote(71)), named="a silence with a sealed quote")
    log.add(BO, without(world.claim_record(silent, by=source(72)), "quote"))
    log.attack(INVALID, BO, without(world.claim_record(by=source(73)), "quote"), named="no quote at all")
    log.add(BO, world.claim_record(by=source(74), office="dispatcher"))
    earlier = log.add(BO, world.claim_record(by=source(75)))
    log.add(BO, world.claim_record(by=source(76), revises=earlier))
    log.attack(INVALID, BO, world.claim_record(revises=earlier), named="revised by a named source")
    log.attack(INVALID, BO, world.claim_record(by=source(77), revises=world.claim), named="revises a named source")
    other = log.add(ANA, question(world.event, "others"))
    record = claim(other, world.document, source(78), world.claim_record()["answer"], through=[source(79)])
    log.add(BO, record)
