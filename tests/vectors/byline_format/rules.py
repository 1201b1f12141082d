"""References, and the rules of the single kinds but the claim's (admission.md)."""

from . import keys
from .claims import check_claim
from .refused import Refused
from .state import SLUG_KINDS

__all__ = ["Refused", "references", "check_own_rules"]

MAX_EDITOR_KEYS = 64
PLACES = ("place", "organisation")
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

    if kind == "entity":
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
    if "scope" in record:
        add_all("scope.places", record["scope"].get("places"), "entity")
    add("corrects", record.get("corrects"), kind, any_version=True)
    return found


def answer_values(answer):
    """The values of an answer, denied or not."""
    if "values" in answer:
        return answer["values"]
    return [answer[name] for name in ("value", "denies") if name in answer]


def check_own_rules(state, statement, signer, index):
    """The rules of a record's own kind. Raises Refused."""
    record = statement.record
    if statement.kind in ("ledger", "key", "seal"):
        {"ledger": _ledger, "key": _key, "seal": _seal}[statement.kind](state, statement, index)
        return
    if "corrects" in record:
        _correction(state, statement, signer)
    _valid("reason" in record or "corrects" not in record, "a correction gives no reason")
    _valid("reason" not in record or "corrects" in record or "revises" in record, "a reason without a correction")
    if statement.kind in SLUG_KINDS and "corrects" not in record:
        taken = (statement.kind, signer.handle, record["slug"]) in state.slugs
        _valid(not taken, f"the slug {record['slug']} is taken")
    {"entity": _entity, "event": _event, "question": _question, "document": _document, "claim": check_claim}[
        statement.kind
    ](state, record, statement)


def _valid(holds, words):
    if not holds:
        raise Refused("record.invalid", words)


def _ledger(state, statement, index):
    _valid(index == 0, "a ledger record behind entry 0")
    record = statement.record
    seen = {record["key"]}
    _roster(keys.is_acceptable(record["key"]), "the ledger's key is not acceptable")
    _roster(len(record["editors"]) <= MAX_EDITOR_KEYS, "more than 64 keys")
    for editor in record["editors"]:
        key, handle = editor["key"], editor["handle"]
        _roster(key not in seen, "a key stands twice")
        seen.add(key)
        _roster(keys.is_acceptable(key), f"a key of {handle} is not acceptable")
        message = keys.proof_message(record["origin"], handle, "editor", key)
        _roster(keys.is_valid_signature(key, editor["proof"], message), f"the proof of {handle} is not valid")
    handles = {editor["handle"] for editor in record["editors"]}
    _roster(len(handles) >= record["approvals"], "fewer editors than approvals")


def _key(state, statement, index):
    record = statement.record
    key, handle, role = record["key"], record["handle"], record["role"]
    _roster(record["previous"] == state.previous, "previous is not the last change in force")
    _roster(keys.is_acceptable(key), "the key is not acceptable")
    _roster(keys.kid(key) not in state.roster and key != state.ledger_key, "the key is in the roster, or the ledger's")
    message = keys.proof_message(state.origin, handle, role, key)
    _roster(keys.is_valid_signature(key, record["proof"], message), "the proof is not valid")
    _roster(state.role_of(handle) in (None, role), f"{handle} has another role")


def _roster(holds, words):
    if not holds:
        raise Refused("roster.change", words)


def _seal(state, statement, index):
    record = statement.record
    if record["first"] != state.open_start or record["first"] >= index:
        raise Refused("chain.broken", f"first is {record['first']}, the open commit starts at {state.open_start}")
    if record["roster"] != [state.roster_count, state.roster_hash]:
        raise Refused("chain.broken", "the roster is not count and hash of the roster leaves below")
    last = state.last_seal_time()
    if last is not None and statement.iat < last:
        raise Refused("chain.time", "the seal is earlier than the one before it")


def _correction(state, statement, signer):
    record = statement.record
    target = state.records[record["corrects"]]
    if state.in_force[target.identity] != record["corrects"]:
        raise Refused("correction.stale", "corrects a version that is no longer in force")
    if signer.handle != state.records[target.identity].handle and signer.role != "editor":
        raise Refused("correction.authority", f"{signer.handle} neither signed the first record nor is an editor")
    keeps = {"question": ("slug", *QUESTION_KEEPS), "claim": ("question",)}.get(statement.kind, ("slug",))
    for name in keeps:
        if record.get(name) != target.record.get(name):
            raise Refused("correction.changed", f"a correction keeps {name}")


def _entity(state, record, statement):
    within = record.get("consists_of", [])
    if within or "part_of" in record:
        _valid(record["type"] in PLACES, f"a {record['type']} has no parts and is no part")
    named = within + [record[name] for name in ("part_of",) if name in record]
    _valid(len(set(named)) == len(named), "part_of and consists_of name an entity twice")
    if "corrects" not in record:
        return  # Nothing below refers to a first record, so it closes no circle.
    own = state.records[record["corrects"]].identity
    for field in ("part_of", "consists_of", "speaks_for"):
        if _reaches(state, own, record, field):
            raise Refused("reference.cycle", f"through {field} the entity reaches itself")


def _reaches(state, own, record, field):
    """Whether an entity with this record reaches itself through one field of the versions in force."""
    waiting, seen = _targets(record, field), set()
    while waiting:
        identity = waiting.pop()
        if identity == own:
            return True
        if identity not in seen:
            seen.add(identity)
            waiting += _targets(state.current(identity), field)
    return False


def _targets(record, field):
    value = record.get(field, [])
    return list(value) if isinstance(value, list) else [value]


def _event(state, record, statement):
    where = record.get("where", [])
    _valid(len(set(where)) == len(where), "where names an entity twice")


def _question(state, record, statement):
    _valid(("event" in record) != ("claim" in record), "a question is about an event or about a claim")
    quantity = record["type"] == "quantity"
    _valid(("unit" in record) == quantity, "a unit belongs to a quantity, and a quantity has one")
    _valid(quantity or "measure" not in record, "measure belongs to a quantity")
    _valid(("options" in record) == (record["type"] == "choice"), "options belong to a choice, and a choice has them")
    options = record.get("options", [])
    _valid(len(set(options)) == len(options), "an option stands twice")
    _valid(
        ("period" in record) == (record["rule"] == "period"),
        "a period belongs to the rule period, and the rule has one",
    )
    _valid(quantity or record["rule"] == "snapshot", "the rule is snapshot unless the type is quantity")
    check_places(record)


def check_places(record):
    """Places in a scope, none twice."""
    places = record.get("scope", {}).get("places", [])
    _valid(len(set(places)) == len(places), "a scope names a place twice")


def _document(state, record, statement):
    if "text" not in record:
        return
    text = record["text"]
    if text["extractor"] == "plain-text":
        _valid(text["chars"] <= record["size"], "more code points than bytes")
        _valid(text["blake3"] == record["blake3"], "a plain text is its own extracted text")
