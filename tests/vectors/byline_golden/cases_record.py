"""Attacks on the rules of entities, events, questions and documents."""

from .cases_reference import INVALID, world_case
from .fixtures import ANA, BO, document, entity, event, question, without

MALFORMED = "statement.malformed"


@world_case("entities: parts")
def _(world, log):
    port = log.add(ANA, entity("port", "place"))
    pier = log.add(ANA, entity("pier", "place"))
    for type_ in ("person", "office", "thing"):
        log.attack(INVALID, ANA, entity(type_, type_, part_of=port), named=f"a {type_} is part of a place")
        log.attack(INVALID, ANA, entity(type_, type_, consists_of=[port]), named=f"a {type_} consists of a place")
    log.attack(INVALID, ANA, entity("coast", "place", consists_of=[port, pier, port]), named="a part stands twice")
    log.add(ANA, entity("coast", "place", consists_of=[port, pier]))
    log.add(ANA, entity("fleet", "organisation", consists_of=[world.authority], part_of=port))


@world_case("entities: shapes")
def _(world, log):
    also = {"name": "M.", "lang": "en"}
    log.attack(MALFORMED, ANA, entity("a", also=[{**also, "how": "nickname"}]), named="how is no word of the list")
    log.attack(MALFORMED, ANA, entity("a", also=[without(also, "lang")]), named="another name without its language")
    log.attack(MALFORMED, ANA, entity("a", same_as="wikidata:Q0"), named="same_as is no array")
    log.attack(MALFORMED, ANA, entity("a", part_of=[world.authority]), named="part_of is an array")
    log.attack(MALFORMED, ANA, entity("a", names={"en": ["A"]}), named="a name is an array")


@world_case("events: a place twice")
def _(world, log):
    log.attack(INVALID, ANA, event("a", where=[world.authority, world.authority]))
    log.add(ANA, event("a", where=[world.authority, world.mara]))


@world_case("questions")
def _(world, log):
    def ask(named, type_="quantity", drop=(), code=INVALID, **more):
        log.attack(code, ANA, without(question(world.event, "asked", type_, **more), *drop), named=named)

    ask("about an event and a claim", claim=world.claim)
    ask("about nothing", drop=("event",))
    ask("a quantity without a unit", drop=("unit",))
    for type_ in ("moment", "entity", "yes-no", "text"):
        ask(f"a unit for the type {type_}", type_, unit="people")
        ask(f"a measure of the type {type_}", type_, measure=True)
        ask(f"options for the type {type_}", type_, options=["a", "b"])
        ask(f"the rule cumulative for the type {type_}", type_, rule="cumulative")
        ask(f"the rule period for the type {type_}", type_, rule="period", period="P1D")
    ask("a choice without options", "choice")
    ask("a choice with a unit", "choice", options=["a", "b"], unit="people")
    ask("options for a quantity", options=["a", "b"])
    ask("an option twice", "choice", options=["a", "b", "a"])
    ask("one option", "choice", options=["a"], code=MALFORMED)
    ask("the rule period without a period", rule="period")
    ask("a period with the rule snapshot", period="P1D")
    ask("a period with the rule cumulative", rule="cumulative", period="P1D")
    for period in ("P0D", "P1", "PT1D", "P1H", "P1D12H", "P100000D", "p1d", "Night", "-night", "P-1D", "PT"):
        ask(f"the period {period!r}", rule="period", period=period, code=MALFORMED)
    ask("measure is false", measure=False, code=MALFORMED)
    ask("many is false", many=False, code=MALFORMED)
    ask("an empty scope", scope={}, code=MALFORMED)
    ask("a scope with a place twice", scope={"places": [world.authority, world.authority]})
    ask("asks nothing", asks={}, code=MALFORMED)
    ask("a type that is none", "number", code=MALFORMED)
    ask("a rule that is none", rule="average", code=MALFORMED)


@world_case("documents")
def _(world, log):
    def paper(named, code=INVALID, text=None, **more):
        record = document(slug="paper", **more)
        record["text"] = {**record["text"], **(text or {})}
        log.attack(code, BO, record, named=named)

    whole = document()
    paper("plain text of another hash", text={"blake3": whole["sha256"]})
    paper("plain text of more code points than bytes", text={"chars": whole["size"] + 1})
    paper("a size of 2^64 - 1 as text", size="18446744073709551615", code=MALFORMED)
    paper("a text without its extractor", text={"extractor": ""}, code=MALFORMED)
    paper("a hash of 20 bytes", blake3=bytes(20), code=MALFORMED)
    paper("a language that is none", lang="english", code=MALFORMED)
    paper("no media type", media_type="", code=MALFORMED)
    record = document(slug="page", media_type="text/html")
    record["text"] = {"blake3": bytes(32), "chars": 10, "extractor": "readability", "version": "1"}
    log.add(BO, record)
