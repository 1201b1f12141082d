"""References, and the rules of the single kinds but the claim's (admission.md)."""

from . import keys
from .claims import answer_values, check_claim, check_passages, check_places
from .roster import CHANGES
from .sealed import BYTES, SEALING_KINDS, commitment, is_place, places
from .state import IDENTITY_KINDS, SLUG_KINDS

PLACES = ("place", "organisation")
_ANY = ("entity", "event", "question", "document", "claim")
OPINIONS = {
    **dict.fromkeys(("same", "different", "unsure"), ("entity", "event", "question")),
    "part-or-kind": ("entity",),
    **dict.fromkeys(("agree", "conflict", "distinct-sources"), ("claim",)),
    **dict.fromkeys(("disputed", "checked"), _ANY),
}
"""What each opinion can be on."""

ALONE = ("disputed", "checked")
"""Opinions on one record; all others are on two."""

QUESTION_KEEPS = ("event", "claim", "type", "unit", "measure", "options", "many", "scope", "rule", "period")


def references(statement):
    """Every id in a record that must stand at a lower index: path, id, the kinds that the field demands,
    whether it names a version rather than an identity.
    """
    record, kind = statement.record, statement.kind
    found = []

    def add(path, target, *kinds, any_version=False):
        if target is not None:
            found.append((path, target, kinds, any_version))

    def add_all(path, targets, *kinds):
        for n, target in enumerate(targets or []):
            add(f"{path}[{n}]", target, *kinds)

    if kind == "approval":
        add("of", record["of"], *CHANGES, any_version=True)
    elif kind == "entity":
        add("speaks_for", record.get("speaks_for"), "entity")
        add("part_of", record.get("part_of"), "entity")
        add_all("consists_of", record.get("consists_of"), "entity")
    elif kind == "event":
        add_all("where", record.get("where"), "entity")
    elif kind == "question":
        add("event", record.get("event"), "event")
        add("claim", record.get("claim"), "claim")
    elif kind == "document":
        add("publisher", record.get("publisher"), "entity")
    elif kind == "claim":
        add("question", record["question"], "question")
        add("document", record["document"], "document")
        for n, source in enumerate([record["by"], *record.get("through", [])]):
            if isinstance(source, dict):
                add(f"through[{n - 1}]" if n else "by", source.get("entity"), "entity")
        add("in.with", record.get("in", {}).get("with"), "entity")
        for value in answer_values(record["answer"]):
            if isinstance(value, dict):
                add("answer", value.get("entity"), "entity")
        add("revises", record.get("revises"), "claim")
    elif kind == "withdrawal":
        add("target", record["target"], *IDENTITY_KINDS, any_version=True)
    elif kind == "disclosure":
        add("target", record["target"], *SEALING_KINDS, any_version=True)
    elif kind == "judgement":
        add_all("on", record["on"], *OPINIONS[record["opinion"]])
    if "scope" in record:
        add_all("scope.places", record["scope"].get("places"), "entity")
    add("corrects", record.get("corrects"), kind, any_version=True)
    return found


def check_own_rules(judgement, state, statement, signer, index):
    """The rules of a record's own kind."""
    record, kind = statement.record, statement.kind
    if kind in ("ledger", "seal"):
        {"ledger": _ledger, "seal": _seal}[kind](judgement, state, statement, index)
        return
    if kind in ("key", "policy", "approval"):
        _roster(judgement, state.roster, statement, signer, index)
        return
    if kind in ("withdrawal", "disclosure"):
        {"withdrawal": _withdrawal, "disclosure": _disclosure}[kind](judgement, state, statement, signer)
        return
    if "corrects" in record:
        _correction(judgement, state, statement, signer)
        judgement.valid("reason" in record, "a correction gives no reason")
    else:
        judgement.valid("reason" not in record or "revises" in record, "a reason without a correction")
        taken = kind in SLUG_KINDS and (kind, signer.handle, record["slug"]) in state.slugs
        judgement.valid(not taken, f"the slug {record.get('slug')} is taken")
    {
        "entity": _entity,
        "event": _event,
        "question": _question,
        "document": _document,
        "claim": check_claim,
        "judgement": _judgement,
    }[kind](judgement, state, record)


def _ledger(judgement, state, statement, index):
    record = statement.record
    judgement.valid(index == 0, "a ledger record behind entry 0")
    change = _roster_rules(judgement)
    public = [record["key"], *(editor["key"] for editor in record["editors"])]
    change(all(map(keys.is_acceptable, public)), "a key is not acceptable")
    change(len(set(public)) == len(public), "a key stands twice")
    for editor in record["editors"]:
        message = keys.proof_message(record["origin"], editor["handle"], "editor", editor["key"])
        good = keys.is_valid_signature(editor["key"], editor["proof"], message)
        change(good, f"the proof of {editor['handle']} is not valid")
    handles = {editor["handle"] for editor in record["editors"]}
    change(len(handles) >= record["approvals"], "fewer editors than approvals")


def _roster(judgement, roster, statement, signer, index):
    record, kind = statement.record, statement.kind
    if kind != "approval":
        problem = roster.change_problem(kind, record, statement.kid, index)
    elif record["of"] in roster.asked:
        problem = roster.approval_problem(record["of"], signer.handle, index)
    else:
        return  # The reference is judged by itself.
    judgement.demand(problem is None, "roster.change", problem)
    if kind == "policy" and record["format"] == 1:
        judgement.valid(record["phrases"] == "phrases/1", "format 1 has the phrases phrases/1")


def _roster_rules(judgement):
    return lambda holds, words: judgement.demand(holds, "roster.change", words)


def _seal(judgement, state, statement, index):
    record = statement.record
    first = record["first"]
    judgement.demand(
        first == state.open_start and first < index,
        "chain.broken",
        f"first is {first}, the open commit starts at {state.open_start}",
    )
    judgement.demand(
        record["roster"] == [state.roster.count, state.roster.hash],
        "chain.broken",
        "the roster is not count and hash of the roster leaves below",
    )
    last = state.last_seal_time()
    judgement.demand(last is None or statement.iat >= last, "chain.time", "the seal is earlier than the one before it")


def _correction(judgement, state, statement, signer):
    record = statement.record
    target = state.version(record["corrects"], statement.kind)
    if target is None:
        return
    _standing(judgement, state, record["corrects"], signer)
    keeps = {"question": ("slug", *QUESTION_KEEPS), "claim": ("question",), "judgement": ("on",)}
    keeps = keeps.get(statement.kind, ("slug",))
    for name in keeps:
        kept = record.get(name) == target.record.get(name)
        judgement.demand(kept, "correction.changed", f"a correction keeps {name}")


def _standing(judgement, state, version, signer):
    """Whether a version is in force, and whether the signer may correct or withdraw it."""
    identity = state.records[version].identity
    stale = state.in_force[identity] != version or identity in state.withdrawn
    judgement.demand(not stale, "correction.stale", "the version is no longer in force")
    entitled = signer.role == "editor" or signer.handle == state.records[identity].handle
    judgement.demand(
        entitled, "correction.authority", f"{signer.handle} neither signed the first record nor is an editor"
    )


def _withdrawal(judgement, state, statement, signer):
    if statement.record["target"] in state.records:
        _standing(judgement, state, statement.record["target"], signer)


def _disclosure(judgement, state, statement, signer):
    record = statement.record
    target = state.records.get(record["target"])
    if target is not None and target.kind in SEALING_KINDS:
        sealed = dict(places(target.kind, target.record)).get(record["field"])
        opened = commitment(target.kid, record["salt"], record["field"], record["value"])
        judgement.demand(sealed == opened, "sealed.mismatch", f"{record['field']} was not sealed as this")
        entitled = signer.role == "editor" or signer.handle == target.handle
        judgement.demand(
            entitled, "disclosure.authority", f"{signer.handle} neither signed the target nor is an editor"
        )
    if record["field"] == "quote":
        check_passages(judgement, record["value"])


def _judgement(judgement, state, record):
    opinion, on = record["opinion"], record["on"]
    judgement.valid(len(on) == (1 if opinion in ALONE else 2), f"{opinion} is an opinion on another number of records")
    judgement.valid(len(set(on)) == len(on) or len(on) != 2, "a record is not judged against itself")
    kinds = {state.records[one].kind for one in on if one in state.records}
    judgement.demand(len(kinds) <= 1, "reference.kind", "the records are of different kinds")


def _entity(judgement, state, record):
    within = record.get("consists_of", [])
    named = within + [record[name] for name in ("part_of",) if name in record]
    judgement.valid(not named or record["type"] in PLACES, f"a {record['type']} has no parts and is no part")
    judgement.valid(len(set(named)) == len(named), "part_of and consists_of name an entity twice")
    target = state.version(record.get("corrects"), "entity")
    if target is None:
        return  # Nothing below refers to a first record, so it closes no circle.
    for field in ("part_of", "consists_of", "speaks_for"):
        circle = _reaches(state, target.identity, record, field)
        judgement.demand(not circle, "reference.cycle", f"through {field} the entity reaches itself")


def _reaches(state, own, record, field):
    """Whether an entity with this record reaches itself through one field of the versions in force."""
    waiting, seen = _targets(record, field), set()
    while waiting:
        identity = waiting.pop()
        if identity == own:
            return True
        if identity not in seen:
            seen.add(identity)
            waiting += _targets(state.current(identity, "entity") or {}, field)
    return False


def _targets(record, field):
    value = record.get(field, [])
    return list(value) if isinstance(value, list) else [value]


def _event(judgement, state, record):
    where = record.get("where", [])
    judgement.valid(len(set(where)) == len(where), "where names an entity twice")


def _question(judgement, state, record):
    valid = judgement.valid
    valid(("event" in record) != ("claim" in record), "a question is about an event or about a claim")
    quantity = record["type"] == "quantity"
    valid(("unit" in record) == quantity, "a unit belongs to a quantity, and a quantity has one")
    valid(quantity or "measure" not in record, "measure belongs to a quantity")
    valid(("options" in record) == (record["type"] == "choice"), "options belong to a choice, and a choice has them")
    options = record.get("options", [])
    valid(len(set(options)) == len(options), "an option stands twice")
    valid(("period" in record) == (record["rule"] == "period"), "a period belongs to the rule period, which has one")
    valid(quantity or record["rule"] == "snapshot", "the rule is snapshot unless the type is quantity")
    check_places(judgement, record)


def _document(judgement, state, record):
    text = record.get("text")
    sealed = {is_place(record[name]) for name in BYTES if name in record}
    judgement.valid(len(sealed) == 1, "blake3, sha256, size and text are sealed all or none")
    if text is not None and len(sealed) == 1 and True not in sealed and text["extractor"] == "plain-text":
        judgement.valid(text["chars"] <= record["size"], "more code points than bytes")
        judgement.valid(text["blake3"] == record["blake3"], "a plain text is its own extracted text")
