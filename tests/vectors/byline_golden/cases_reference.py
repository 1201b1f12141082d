"""Attacks on references, corrections and slugs."""

from byline_format.statement import parse

from .cases import case
from .fixtures import (
    ANA,
    BO,
    CELIA,
    TEXT,
    TWELVE,
    World,
    claim,
    document,
    entity,
    event,
    passage,
    quantity,
    question,
    small_log,
    without,
)

MISSING, KIND, CYCLE = "reference.missing", "reference.kind", "reference.cycle"
STALE, AUTHORITY, CHANGED = "correction.stale", "correction.authority", "correction.changed"
INVALID = "record.invalid"
NOTHING = bytes(range(32))


def world_case(name):
    """A case that gets a world and adds to its third commit, which is then sealed."""

    def register(make):
        def sealed():
            world = World()
            make(world, world.log)
            world.log.seal()
            return world.log

        case(name)(sealed)
        return make

    return register


def every_reference(world, target):
    """The field's name, a key and a record for each field that refers to something; the field names `target`."""
    yield "entity speaks_for", ANA, entity("a", speaks_for=target)
    yield "entity part_of", ANA, entity("b", "place", part_of=target)
    yield "entity consists_of", ANA, entity("c", "place", consists_of=[target])
    yield "event where", ANA, event("d", where=[target])
    yield "question event", ANA, question(target, "e")
    yield "question claim", ANA, {**without(question(b"", "f"), "event"), "claim": target}
    yield "question scope", ANA, question(world.event, "g", scope={"places": [target]})
    yield "document publisher", ANA, document(slug="h", publisher=target)
    yield "claim question", ANA, world.claim_record(question=target)
    yield "claim document", ANA, world.claim_record(document=target)
    yield "claim by", ANA, world.claim_record(by={"entity": target})
    yield "claim through", ANA, world.claim_record(through=[{"entity": target}])
    yield "claim in with", ANA, world.claim_record(**{"in": {"form": "interview", "with": target}})
    yield "claim scope", ANA, world.claim_record(scope={"places": [target]})
    yield "claim revises", ANA, world.claim_record(revises=target)


@world_case("references to nothing, one a leaf")
def _(world, log):
    for named, key, record in every_reference(world, NOTHING):
        log.attack(MISSING, key, record, named=named)
    for record in (entity("i"), event("j"), question(world.event, "k"), document(slug="l"), world.claim_record()):
        log.attack(MISSING, ANA, {**record, "corrects": NOTHING, "reason": "x"}, named=f"{record['kind']} corrects")


@world_case("references to another kind, one a leaf")
def _(world, log):
    wrong = {"entity": world.question, "event": world.mara, "question": world.mara, "document": world.question}
    for named, key, record in every_reference(world, NOTHING):
        target = wrong["entity"]
        if named in ("question event", "claim question", "claim document"):
            target = wrong[named.split()[1]]
        record = next(record for name, _, record in every_reference(world, target) if name == named)
        log.attack(KIND, key, record, named=named)
    for record in (entity("i"), event("j"), question(world.event, "k"), document(slug="l"), world.claim_record()):
        sub = log.sub(ANA, record)  # Everything corrected here was signed by ana, so no other sub could be meant.
        record = {**record, "corrects": wrong.get(record["kind"], world.mara), "reason": "x"}
        log.attack(KIND, ANA, record, sub=sub, named=f"{record['kind']} corrects")


@world_case("references to entry 0, to a seal and to a change of the roster")
def _(world, log):
    for index in (0, 1, 2):
        log.attack(KIND, ANA, event("d", where=[parse(log.leaves[index]).id]), named=f"leaf {index}")


@world_case("references to a later version, one a leaf")
def _(world, log):
    person = log.add(ANA, entity("mara-velin", corrects=world.mara, reason="x"))
    night = log.add(BO, event(corrects=world.event, reason="x"))
    asked = log.add(ANA, question(world.event, corrects=world.question, reason="x"))
    paper = log.add(BO, document(corrects=world.document, reason="x"))
    said = log.add(BO, world.claim_record(corrects=world.claim, reason="x"))
    log.attack(KIND, ANA, entity("a", speaks_for=person), named="entity")
    log.attack(KIND, ANA, question(night, "b"), named="event")
    log.attack(KIND, ANA, world.claim_record(question=asked), named="question")
    log.attack(KIND, ANA, world.claim_record(document=paper), named="document")
    log.attack(KIND, ANA, world.claim_record(revises=said), named="claim")
    log.add(ANA, entity("a", speaks_for=world.mara))


@world_case("references to a leaf above")
def _(world, log):
    later = log.sign(ANA, entity("lamp", "thing"))
    log.attack(MISSING, BO, event("night", where=[parse(later).id]))
    log.append(later)


@world_case("a refused record is missing for those that refer to it")
def _(world, log):
    refused = log.sign(ANA, entity("mara-velin"))
    log.refused(refused, INVALID)
    log.attack(MISSING, BO, event("night", where=[parse(refused).id]))


@world_case("a record signed with a bad signature is missing")
def _(world, log):
    refused = log.sign(ANA, entity("lamp", "thing"), signer=CELIA)
    log.refused(refused, "statement.signature")
    log.attack(MISSING, BO, event("night", where=[parse(refused).id]))


@world_case("an entity as an answer: nothing, another kind, a later version")
def _(world, log):
    who = world.ask("who", "entity")
    second = log.add(ANA, entity("mara-velin", corrects=world.mara, reason="x"))
    for code, target in ((MISSING, NOTHING), (KIND, world.event), (KIND, second)):
        log.attack(code, BO, claim(who, world.document, "own-voice", {"value": {"entity": target}}))
    log.add(BO, claim(who, world.document, "own-voice", {"value": {"entity": world.mara}}))


@world_case("corrections of a version that is no longer in force")
def _(world, log):
    records = {
        "entity": (ANA, entity("mara-velin"), world.mara),
        "event": (BO, event(), world.event),
        "question": (ANA, question(world.event), world.question),
        "document": (BO, document(), world.document),
        "claim": (BO, world.claim_record(), world.claim),
    }
    for kind, (key, record, first) in records.items():
        second = log.add(key, {**record, "corrects": first, "reason": "second"})
        log.attack(STALE, key, {**record, "corrects": first, "reason": "stale"}, named=kind)
        log.add(key, {**record, "corrects": second, "reason": "third"})


@world_case("a reporter corrects what an editor signed")
def _(world, log):
    log.attack(AUTHORITY, BO, entity("mara-velin", corrects=world.mara, reason="x"), named="entity")
    log.attack(AUTHORITY, BO, question(world.event, corrects=world.question, reason="x"), named="question")
    own = log.add(ANA, world.claim_record())
    log.attack(AUTHORITY, BO, world.claim_record(corrects=own, reason="x"), named="claim")


@world_case("a reporter corrects an editor's correction of his own record, and may")
def _(world, log):
    second = log.add(ANA, event(corrects=world.event, reason="An editor may."))
    log.add(BO, event(corrects=second, reason="It is his."))


@world_case("a correction changes what it keeps: slugs")
def _(world, log):
    for key, record, first in [
        (ANA, entity("mara"), world.mara),
        (BO, event("ferry"), world.event),
        (ANA, question(world.event, "hurt"), world.question),
        (BO, document(slug="paper"), world.document),
    ]:
        log.attack(CHANGED, key, {**record, "corrects": first, "reason": "x"}, named=record["kind"])


@world_case("a correction changes what it keeps: a question's fields, a claim's question")
def _(world, log):
    other = log.add(BO, event("other-event"))
    fix = {"corrects": world.question, "reason": "x"}
    for named, record in [
        ("event", question(other, **fix)),
        ("unit", question(world.event, unit="persons", **fix)),
        ("measure", question(world.event, measure=True, **fix)),
        ("many", question(world.event, many=True, **fix)),
        ("scope", question(world.event, scope={"population": "crew"}, **fix)),
        ("rule", question(world.event, rule="cumulative", **fix)),
        ("type", question(world.event, type_="text", **fix)),
        ("event, now a claim", {**without(question(world.event, **fix), "event"), "claim": world.claim}),
    ]:
        log.attack(CHANGED, ANA, record, named=named)
    weather = world.ask("weather", "choice", options=["calm", "rough"])
    log.attack(
        CHANGED,
        ANA,
        question(world.event, "weather", "choice", options=["rough", "calm"], corrects=weather, reason="x"),
        named="options",
    )
    nightly = world.ask("nightly", "quantity", rule="period", period="P1D")
    log.attack(
        CHANGED,
        ANA,
        question(world.event, "nightly", rule="period", period="P1W", corrects=nightly, reason="x"),
        named="period",
    )
    again = world.ask("injured-again", "quantity")
    log.attack(
        CHANGED, BO, world.claim_record(question=again, corrects=world.claim, reason="x"), named="the claim's question"
    )


@world_case("a correction without a reason, a reason without a correction")
def _(world, log):
    for key, record, first in [
        (ANA, entity("mara-velin"), world.mara),
        (BO, event(), world.event),
        (ANA, question(world.event), world.question),
        (BO, document(), world.document),
        (BO, world.claim_record(), world.claim),
    ]:
        log.attack(INVALID, key, {**record, "corrects": first}, named=f"{record['kind']} without a reason")
        fresh = {**record, "reason": "x"} if record["kind"] == "claim" else {**record, "slug": "fresh", "reason": "x"}
        log.attack(INVALID, key, fresh, named=f"{record['kind']} with nothing but a reason")


@world_case("a slug that the same handle used for the same kind")
def _(world, log):
    log.attack(INVALID, ANA, entity("mara-velin", "place"), named="entity")
    log.attack(INVALID, BO, event(when="2025"), named="event")
    log.attack(INVALID, ANA, question(world.event, type_="text"), named="question")
    log.attack(INVALID, BO, document("another text"), named="document")


@world_case("a slug that another handle or another kind used stands")
def _(world, log):
    log.add(BO, entity("mara-velin"))
    log.add(ANA, event("mara-velin"))
    log.add(ANA, event())
    log.add(BO, question(world.event))


@case("a slug of an identity whose slug came from an earlier key of the same handle")
def _():
    log, change = small_log()
    log.add(BO, entity("lamp", "thing"))
    log.enrol(ANA, "bo", "reporter", CELIA, change)
    log.attack(INVALID, CELIA, entity("lamp", "place"))
    log.seal()
    return log


def cycle_case(name):
    """A case that gets a log with four places."""

    def register(build):
        def make():
            log, _ = small_log()
            build(log, *(log.add(ANA, entity(f"place-{n}", "place")) for n in range(4)))
            log.seal()
            return log

        case(f"cycle: {name}")(make)
        return build

    return register


def correct(log, version, number, code=None, **fields):
    """Corrects place number `number`; refused with `code`, if given."""
    record = entity(f"place-{number}", "place", corrects=version, reason="x", **fields)
    if code is None:
        return log.add(ANA, record)
    return log.attack(code, ANA, record)


@cycle_case("through each field, to itself")
def _(log, a, b, c, d):
    correct(log, a, 0, CYCLE, part_of=a)
    correct(log, a, 0, CYCLE, consists_of=[b, a])
    correct(log, a, 0, CYCLE, speaks_for=a)


@cycle_case("through part_of, over three")
def _(log, a, b, c, d):
    correct(log, a, 0, part_of=b)
    correct(log, b, 1, part_of=c)
    correct(log, c, 2, CYCLE, part_of=a)
    correct(log, c, 2, part_of=d)


@cycle_case("through consists_of, over two branches")
def _(log, a, b, c, d):
    correct(log, a, 0, consists_of=[b, c])
    correct(log, b, 1, consists_of=[d])
    correct(log, c, 2, consists_of=[d])
    correct(log, d, 3, CYCLE, consists_of=[a])


@cycle_case("through speaks_for, over two")
def _(log, a, b, c, d):
    correct(log, a, 0, speaks_for=b)
    correct(log, b, 1, CYCLE, speaks_for=a)


@cycle_case("of different fields is none")
def _(log, a, b, c, d):
    correct(log, a, 0, part_of=b)
    correct(log, b, 1, consists_of=[a])
    correct(log, c, 2, speaks_for=d)
    correct(log, d, 3, part_of=c)


@cycle_case("a correction that takes the link back opens the way")
def _(log, a, b, c, d):
    second = correct(log, a, 0, part_of=b)
    correct(log, b, 1, CYCLE, part_of=a)
    correct(log, second, 0)
    correct(log, b, 1, part_of=a)


@world_case("a claim is held against the document in force, not against its first version")
def _(world, log):
    shorter = TEXT[:160]
    log.add(BO, document(shorter, corrects=world.document, reason="Cut."))
    log.attack(
        INVALID, BO, world.claim_record(quote=[passage(TEXT, "lawyer")]), named="behind the end of the text in force"
    )
    log.add(BO, world.claim_record(quote=[passage(shorter, "Vesna")]))
    log.attack(
        INVALID,
        BO,
        world.claim_record(quote=[passage(TEXT, TEXT[140:160])]),
        named="a suffix that the text in force has not",
    )


@world_case("revisions")
def _(world, log):
    log.add(BO, world.claim_record(quantity("exactly", "13"), revises=world.claim))
    other = world.ask("missing", "quantity")
    log.attack(INVALID, BO, world.claim_record(question=other, revises=world.claim), named="of another question")
    log.attack(
        INVALID, BO, world.claim_record(by={"entity": world.authority}, revises=world.claim), named="by another source"
    )
    log.attack(
        INVALID, BO, world.claim_record(corrects=world.claim, revises=world.claim, reason="x"), named="of itself"
    )
    log.add(BO, world.claim_record(TWELVE, revises=world.claim, reason="allowed"))


@world_case("several rules at once: a correction")
def _(world, log):
    log.add(ANA, question(world.event, corrects=world.question, reason="x"))
    wrong = question(world.event, "hurt", rule="cumulative", period="P1D", corrects=world.question)
    index = log.attack(STALE, BO, wrong)
    log.expected += [[index, AUTHORITY], [index, CHANGED], [index, INVALID]]


@world_case(
    "several rules at once: references that are missing and of the wrong kind, and what can be judged without them"
)
def _(world, log):
    wrong = world.claim_record(question=NOTHING, document=world.mara, by="nobody", through=[{"entity": world.event}])
    index = log.attack(MISSING, BO, wrong)
    log.expected += [[index, KIND], [index, INVALID]]
    # What needs the question or the document is not judged: the type of the value, the quote that is missing.
    unknown = without(world.claim_record({"value": {"text": "x"}}, question=NOTHING), "quote")
    log.attack(MISSING, BO, {**unknown, "document": NOTHING, "unit": "people"})
