"""Attacks on the rules of a claim, one a leaf."""

from .cases_reference import INVALID, world_case
from .fixtures import BO, TEXT, TWELVE, document, passage, quantity, without

MALFORMED = "statement.malformed"


def say(world, named, answer=None, code=INVALID, drop=(), **more):
    """A claim with something wrong."""
    world.log.attack(code, BO, without(world.claim_record(answer, **more), *drop), named=named)


@world_case("claims: sources")
def _(world, log):
    mara, witness = {"entity": world.mara}, {"unnamed": {"described": "a witness"}}
    say(world, "the same source by and through", through=[mara])
    say(world, "the same source twice through", through=[witness, {"entity": world.authority}, witness])
    say(world, "nobody with an office", by="nobody", office="harbour master")
    say(world, "own voice with an office", by="own-voice", office="harbour master")
    say(world, "nobody through somebody", by="nobody", through=[witness])
    say(world, "own voice as through", through=["own-voice"], code=MALFORMED)
    say(world, "through nobody", through=[], code=MALFORMED)
    say(world, "through nine", through=[{"unnamed": {"described": f"witness {n}"}} for n in range(9)], code=MALFORMED)
    say(world, "a source that is none", by="anonymous", code=MALFORMED)
    say(world, "a sealed source without its description", by={"sealed": bytes(32)}, code=MALFORMED)
    say(world, "an entity and unnamed", by={**mara, **witness}, code=MALFORMED)
    say(world, "0 unnamed", by={"unnamed": {"described": "witnesses", "count": 0}}, code=MALFORMED)
    say(world, "1,000,001 unnamed", by={"unnamed": {"described": "witnesses", "count": 1_000_001}}, code=MALFORMED)
    say(world, "unnamed without a description", by={"unnamed": {"count": 2}}, code=MALFORMED)
    log.add(BO, world.claim_record(through=[{"unnamed": {"described": f"witness {n}"}} for n in range(8)]))
    log.add(BO, world.claim_record(by=witness, through=[{"unnamed": {"described": "a witness", "count": 1}}]))


@world_case("claims: values of another type than the question's")
def _(world, log):
    values = {
        "quantity": {"exactly": "12"},
        "moment": "2025",
        "entity": world.mara,
        "yes-no": True,
        "choice": "calm",
        "text": "fog",
    }
    for type_ in values:
        more = {"options": ["calm", "rough"]} if type_ == "choice" else {}
        asked = world.ask(f"asked-{type_}", type_, **more)
        for name, value in values.items():
            if name != type_:
                say(world, f"{name} for {type_}", {"value": {name: value}}, question=asked)
        if type_ == "choice":
            say(world, "a choice that is no option", {"value": {"choice": "Calm"}}, question=asked)
        if type_ != "quantity":
            say(world, f"a denied {type_}", {"denies": {type_: values[type_]}}, question=asked)
            say(world, f"a unit for {type_}", {"value": {type_: values[type_]}}, question=asked, unit="people")
            say(world, f"a period for {type_}", {"value": {type_: values[type_]}}, question=asked, period="P1D")


@world_case("claims: lists")
def _(world, log):
    one, other = {"quantity": {"exactly": "1"}}, {"quantity": {"exactly": "2"}}
    many = world.ask("many", "quantity", many=True)
    say(world, "a list for one value", {"values": [one, other]})
    say(world, "a list of one for one value", {"values": [one]})
    say(world, "a value twice", {"values": [one, other, one]}, question=many)
    say(world, "an empty list", {"values": []}, question=many, code=MALFORMED)
    say(world, "complete is false", {"values": [one], "complete": False}, question=many, code=MALFORMED)
    say(world, "complete without a list", {"value": one, "complete": True}, question=many, code=MALFORMED)
    say(world, "a value and a silence", {"value": one, "silent": "declined"}, question=many, code=MALFORMED)
    say(world, "a value of another type in a list", {"values": [one, {"text": "two"}]}, question=many)
    say(world, "no answer", {}, code=MALFORMED)
    log.add(BO, world.claim_record({"values": [one, other]}, question=many))


@world_case("claims: quantities")
def _(world, log):
    distance = world.ask("distance", "quantity", measure=True, unit="kilometres")
    say(world, "between the wrong way", quantity("between", ["12", "10"]))
    say(world, "between the wrong way by a fraction", quantity("between", ["12.01", "12.001"]), question=distance)
    say(world, "nearly 0", quantity("nearly", "0"))
    say(world, "nearly 0.00", quantity("nearly", "0.00"))
    say(world, "fewer than 0", quantity("fewer-than", "0"))
    say(world, "fewer than 0 kilometres", quantity("fewer-than", "0.0"), question=distance)
    for form in ("exactly", "more-than", "at-least", "at-most", "fewer-than"):
        say(world, f"{form} 12.5 people", quantity(form, "12.5"))
    say(world, "between 1 and 12.5 people", quantity("between", ["1", "12.5"]))
    say(world, "12 people measured", quantity("measured", "12"))
    say(world, "a denied quantity that is empty", {"denies": {"quantity": {"fewer-than": "0"}}})
    for number in (
        "",
        "-1",
        "+1",
        "01",
        "1.",
        ".5",
        "1.1234567",
        "1e3",
        "1,000",
        "1 000",
        "1" + "0" * 31,
        "1" + "0" * 29 + "1" + "1",
        "١٢",
        "1" + "0" * 30 + ".1",
    ):
        say(world, f"the number {number!r}", quantity("exactly", number), question=distance, code=MALFORMED)
    say(world, "a number as an integer", quantity("exactly", 12), code=MALFORMED)
    say(world, "between one number", quantity("between", ["12"]), code=MALFORMED)
    say(world, "between three numbers", quantity("between", ["1", "2", "3"]), code=MALFORMED)
    say(world, "a form that is none", quantity("roughly", "12"), code=MALFORMED)
    say(world, "two forms", {"value": {"quantity": {"at-least": "1", "at-most": "2"}}}, code=MALFORMED)
    say(world, "a word that is none", {"value": {"quantity": "some"}}, code=MALFORMED)
    say(world, "a phrase without its language", quantity("phrase", {"text": "dozens"}), code=MALFORMED)
    log.add(BO, world.claim_record(quantity("fewer-than", "0.1"), question=distance))


@world_case("claims: what is the question's own")
def _(world, log):
    scoped = world.ask("scoped", "quantity", rule="period", period="P1D", scope={"population": "crew"})
    say(world, "the question's unit", question=scoped, unit="people")
    say(world, "the question's period", question=scoped, period="P1D")
    say(world, "the question's scope", question=scoped, scope={"population": "crew"})
    say(world, "an empty scope", scope={}, code=MALFORMED)
    log.add(
        BO,
        world.claim_record(question=scoped, unit="persons", period="P1W", scope={"population": "crew and passengers"}),
    )


@world_case("claims: silence, quotes and acts")
def _(world, log):
    said = {"silent": "not-mentioned"}
    declined = {"silent": "declined"}
    cue = {"text": "said", "lang": "en"}
    recording = log.add(BO, without(document("sound", "recording"), "text"))
    say(world, "not mentioned with a quote", said)
    say(world, "not mentioned with a cue", said, drop=("quote",), cue=cue)
    say(world, "not mentioned by nobody", said, drop=("quote",), by="nobody")
    say(world, "an answer without a quote", drop=("quote",))
    say(world, "heard without a quote, of a document with text", drop=("quote",), basis="heard")
    say(world, "declined without a quote", declined, drop=("quote",), act="decline", commitment="none")
    say(world, "a quote of a document without text", document=recording)
    say(world, "an empty quote", quote=[], code=MALFORMED)
    say(world, "declined with another act", declined, commitment="none")
    say(world, "the act decline with an answer", act="decline", commitment="none")
    say(
        world, "the act decline with a silence of the document", said, drop=("quote",), act="decline", commitment="none"
    )
    for act in ("ask", "demand"):
        say(world, f"the act {act} with a commitment", act=act, commitment="possible")
    say(world, "declined with a commitment", declined, act="decline", commitment="flat")
    say(world, "an act that is none", act="whisper", code=MALFORMED)
    say(world, "a commitment that is none", commitment="certain", code=MALFORMED)
    say(world, "a basis that is none", basis="seen", code=MALFORMED)
    say(world, "a silence that is none", {"silent": "unknown"}, code=MALFORMED)
    log.add(BO, without(world.claim_record(said, by={"unnamed": {"described": "witnesses"}}), "quote"))
    log.add(BO, without(world.claim_record(TWELVE, document=recording), "quote"))


@world_case("claims: passages")
def _(world, log):
    good = passage(TEXT, "twelve injured")
    start, end, chars = good["start"], good["end"], len(TEXT)

    def quote(named, *passages, code=INVALID, **more):
        say(world, named, quote=list(passages), code=code, **more)

    def changed(**parts):
        return {**good, **parts}

    quote("end before start", changed(start=end, end=start))
    quote("end is start", changed(end=start))
    quote("no length and no text", changed(exact="", end=start), code=MALFORMED)
    quote("behind the text", changed(start=chars, end=chars + 14, suffix="", prefix=TEXT[-32:]))
    quote("at the end of the numbers", changed(start=2**64 - 15, end=2**64 - 1, suffix=""))
    quote("end beyond the text by one", {**passage(TEXT, TEXT[-7:]), "end": chars + 1, "exact": TEXT[-7:] + "!"})
    quote("a code point too few", changed(exact=good["exact"][:-1]))
    quote("a code point too many", changed(exact=good["exact"] + "s"))
    quote("a prefix of 31", changed(prefix=good["prefix"][1:]))
    quote("a prefix of 33", changed(prefix="x" + good["prefix"]))
    quote("no prefix", changed(prefix=""))
    quote("a suffix of 31", changed(suffix=good["suffix"][:-1]))
    quote("a suffix of 33", changed(suffix=good["suffix"] + "x"))
    quote("a suffix behind the end of the text", {**passage(TEXT, TEXT[-7:]), "suffix": "x"})
    quote("a prefix before the start of the text", {**passage(TEXT, TEXT[:8]), "prefix": "x"})
    quote("out of order", passage(TEXT, "children"), good)
    quote("overlapping by one", passage(TEXT, "twelve i"), passage(TEXT, "injured"))
    quote("the same passage twice", good, good)
    quote("no start", without(good, "start"), code=MALFORMED)
    quote("start is negative", changed(start=-1), code=MALFORMED)
    quote("a field more", {**good, "page": 1}, code=MALFORMED)
    log.add(BO, world.claim_record(quote=[changed(exact="twelve wounded")]))


@world_case("claims: a passage of 4,096 code points stands, one of 4,097 does not")
def _(world, log):
    text = "я" * 5_000
    paper = log.add(BO, document(text, "long"))

    def long(length):
        return {"exact": text[:length], "prefix": "", "suffix": text[:32], "start": 0, "end": length}

    log.add(BO, world.claim_record(document=paper, quote=[long(4_096)]))
    say(world, "4,097", document=paper, quote=[long(4_097)])


@world_case("claims: a passage that is not in the text stands in the log: the text is not asked")
def _(world, log):
    good = passage(TEXT, "twelve injured")
    log.add(BO, world.claim_record(quote=[{**good, "exact": "twenty wounded"}]))
