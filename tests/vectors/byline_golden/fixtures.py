"""The people, records and texts that the vectors share. All of it is invented."""

from byline_format import hashing
from byline_format.sealed import commitment

from .builder import Log, TestKey

LEDGER, ANA, BO, CELIA, OTHER, OUTSIDER = (
    TestKey(name) for name in ("ledger", "ana", "bo", "celia", "other", "outsider")
)
ALL_KEYS = (LEDGER, ANA, BO, CELIA, OTHER, OUTSIDER)

TEXT = (
    "Briefing of the harbour authority, 9 November. The ferry “Vesna” ran aground at 04:20 off Port Almar 🌊. "
    "“We counted twelve injured, among them two children,” said Mara Velin, spokeswoman of the authority. "
    "Раніше говорили про десятки. Nobody is missing, she added; a lawyer of the owner declined to comment. "
    "The ferry was about 14.5 kilometres from its course.\n"
)
"""One text for all quotes: letters of one, two, three and four bytes, so that code points are neither bytes nor
UTF-16 units.
"""


def passage(text, exact, **parts):
    """A passage that stands in the text."""
    start = text.index(exact)
    end = start + len(exact)
    whole = {
        "exact": exact,
        "prefix": text[max(0, start - 32) : start],
        "suffix": text[end : end + 32],
        "start": start,
        "end": end,
    }
    return {**whole, **parts}


def entity(slug, type_="person", **more):
    """An entity with one name."""
    return {"kind": "entity", "slug": slug, "type": type_, "names": {"en": slug.replace("-", " ").title()}, **more}


def event(slug="ferry-aground", **more):
    """An event with one title."""
    return {"kind": "event", "slug": slug, "titles": {"en": "The ferry Vesna runs aground"}, **more}


def question(event_id, slug="injured", type_="quantity", **more):
    """A question about an event; a quantity counts people."""
    whole = {
        "kind": "question",
        "slug": slug,
        "event": event_id,
        "asks": {"en": f"{slug}?"},
        "type": type_,
        "rule": "snapshot",
    }
    if type_ == "quantity":
        whole["unit"] = "people"
    return {**whole, **more}


def document(text=TEXT, slug="briefing", **more):
    """A document that is itself text."""
    data = text.encode("utf-8")
    return {
        "kind": "document",
        "slug": slug,
        "type": "briefing",
        "lang": "en",
        "blake3": hashing.blake3(data),
        "sha256": hashing.sha256(data),
        "size": len(data),
        "media_type": "text/plain",
        "text": {"blake3": hashing.blake3(data), "chars": len(text), "extractor": "plain-text", "version": "1"},
        **more,
    }


def claim(question_id, document_id, by, answer, **more):
    """A claim read in the briefing, with a quote."""
    return {
        "kind": "claim",
        "question": question_id,
        "document": document_id,
        "by": by,
        "act": "say",
        "commitment": "flat",
        "answer": answer,
        "quote": [passage(TEXT, "twelve injured")],
        "basis": "read",
        **more,
    }


def without(record, *names):
    """The record without some fields."""
    return {name: value for name, value in record.items() if name not in names}


def quantity(form, content):
    """An answer that is one quantity."""
    return {"value": {"quantity": {form: content}}}


TWELVE = quantity("exactly", "12")


def withdrawal(target, **more):
    """Disregard a record."""
    return {"kind": "withdrawal", "target": target, "reason": "A mistake.", **more}


def judgement(opinion, *on, **more):
    """An opinion on one or two records."""
    return {"kind": "judgement", "opinion": opinion, "on": list(on), "because": "I looked.", **more}


ADA = {"name": "Ada Example", "office": "dispatcher"}
TITLE = "Minutes of the night shift"


def salt(n):
    """Salts that anybody can read here: they protect nothing."""
    return hashing.sha256(f"byline test vectors, salt {n}".encode())


def sealed(key, n, field, value):
    """A field sealed by a key with salt number n."""
    return {"sealed": commitment(key.kid, salt(n), field, value)}


def sealed_source(key, n, field="by", value=None, described="somebody on duty that night"):
    """A source sealed by a key with salt number n."""
    held = sealed(key, n, field, ADA if value is None else value)["sealed"]
    return {"sealed": {"commitment": held, "described": described}}


def sealed_document(key, n, slug="minutes", **more):
    """A document whose bytes, title and author are sealed, with the salts from n on."""
    record = document(slug=slug, title=TITLE, author="Ada Example")
    for place, field in enumerate(("blake3", "sha256", "size", "text", "title", "author")):
        record[field] = sealed(key, n + place, field, record[field])
    return {**record, **more}


def opening(target, n, field, value, **more):
    """What opens a place that was sealed with salt number n."""
    return {"kind": "disclosure", "target": target, "field": field, "salt": salt(n), "value": value, **more}


QUOTE = [passage(TEXT, "twelve injured")]


def small_log():
    """Entry 0 with the editor ana; then the reporter bo enrolled: two commits. The log and the change that
    enrolled bo.
    """
    log = Log(LEDGER, [("ana", ANA)])
    first = log.begin()
    log.seal()
    change = log.enrol(ANA, "bo", "reporter", BO, first)
    log.seal()
    return log, change


class World:
    """A log with one of everything, closed by a seal, and the ids of what is in it."""

    def __init__(self):
        log, self.change = small_log()
        self.log = log
        self.mara = log.add(ANA, entity("mara-velin"))
        self.authority = log.add(ANA, entity("harbour-authority", "organisation"))
        self.event = log.add(BO, event())
        self.question = log.add(ANA, question(self.event))
        self.document = log.add(BO, document())
        self.claim = log.add(BO, self.claim_record())
        log.seal()

    def claim_record(self, answer=None, **more):
        """A claim of Mara Velin's on the number of the injured."""
        record = claim(self.question, self.document, {"entity": self.mara}, TWELVE if answer is None else answer)
        return {**record, **more}

    def ask(self, slug, type_, **more):
        """Adds a further question to the open commit. Its id."""
        return self.log.add(ANA, question(self.event, slug, type_, **more))
