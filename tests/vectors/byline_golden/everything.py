"""The valid half of statements.json: one log with every kind in force, and a claim for every form that a claim
can have.
"""

from byline_format import hashing, keys
from byline_format.statement import parse

from .builder import TestKey, approval_record, policy_record, role_record
from .encodings import readable
from .fixtures import (
    ADA,
    ANA,
    BO,
    CELIA,
    LEDGER,
    QUOTE,
    TEXT,
    TITLE,
    TWELVE,
    claim,
    document,
    entity,
    event,
    judgement,
    opening,
    passage,
    quantity,
    question,
    sealed,
    sealed_document,
    sealed_source,
    small_log,
    withdrawal,
    without,
)

ANA_TWO = TestKey("ana's second key")


class Everything:
    """The log, and a name for every statement in it."""

    def __init__(self):
        self.log, self.change = small_log()
        self.names = {
            0: "ledger",
            1: "seal of the first commit",
            2: "key: a reporter enrolled",
            3: "seal of the second commit",
        }
        self._roster()
        self._things()
        self._questions()
        self._documents()
        self._claims()
        self._opinions()
        self._sealed()
        self._changes()

    def add(self, name, key, record):
        """Adds a record under a name. Its id."""
        self.names[self.log.size] = name
        return self.log.add(key, record)

    def seal(self):
        """Closes the commit."""
        self.names[self.log.size] = f"seal over {self.log.boundary} to {self.log.size - 1}"
        self.log.seal()

    def _roster(self):
        log = self.log
        record = log.enrol_record("celia", "editor", CELIA, self.change, name="Celia Ro", age="age1" + "q" * 58)
        second = self.add("key: an editor enrolled, with name and age recipient", ANA, record)
        log.handles[CELIA.name] = "celia"
        record = log.enrol_record("ana", "editor", ANA_TWO, second)
        self.previous = self.add(
            "key: a second key of the same handle, proposed by the editor enrolled just before", CELIA, record
        )
        log.handles[ANA_TWO.name] = "ana"
        self.seal()

    def _changes(self):
        log, add = self.log, self.add
        key_three, key_four, next_ledger = (TestKey(f"everything {n}") for n in (3, 4, 5))
        record = log.rotate_record(BO, key_three, self.previous, age="age1" + "p" * 58, reason="a new laptop")
        add("key: a reporter rotates his own key", BO, record)
        last = add("key: a lost key rotated by an editor", ANA, log.rotate_record(key_three, key_four, self.previous))
        last = add("key: compromised", ANA, log.compromised_record(key_three, log.size - 1, last, reason="it was stolen"))
        last = add("key: revoked", CELIA, log.revoke_record(key_four, last))
        last = add("key: another role", CELIA, role_record("bo", "editor", last))
        last = add("policy: two approvals", CELIA, policy_record(last, approvals=2, reason="two of us from now on"))
        change = add("key: the ledger's next one, waiting", CELIA, log.ledger_key_record(next_ledger, last))
        self.seal()
        add("approval: the change holds with it", ANA, approval_record(change))
        log.ledger = next_ledger
        self.seal()

    def _things(self):
        add = self.add
        self.port = add(
            "entity: place",
            ANA,
            entity("port-almar", "place", names={"en": "Port Almar", "uk": "Порт-Альмар", "uk-Latn": "Port-Almar"}),
        )
        self.coast = add(
            "entity: place that consists of others", ANA_TWO, entity("west-coast", "place", consists_of=[self.port])
        )
        self.county = add("entity: place in a gazetteer", ANA, entity("almar-county", "place", part_of=self.coast))
        self.authority = add(
            "entity: organisation",
            BO,
            entity("harbour-authority", "organisation", same_as=["wikidata:Q0", "https://example.org/a"]),
        )
        self.office = add("entity: office", BO, entity("harbour-master", "office"))
        self.mara = add(
            "entity: person with every field",
            BO,
            entity(
                "mara-velin",
                "person",
                office="spokeswoman",
                speaks_for=self.authority,
                note="Not the painter.",
                also=[
                    {"name": "Мара Велін", "lang": "uk", "how": "transliteration"},
                    {"name": "M. Velin", "lang": "en"},
                    {"name": "Mara Toth", "lang": "en", "how": "former"},
                    {"name": "Port", "lang": "en", "how": "endonym"},
                    {"name": "Hafen", "lang": "de-AT", "how": "exonym"},
                    {"name": "Vel", "lang": "es-419", "how": "alias"},
                ],
            ),
        )
        self.ferry = add("entity: thing", CELIA, entity("ferry-vesna", "thing"))
        self.seal()
        self.event = add(
            "event with every field",
            BO,
            event(when="2025-11-09T04:20+01:00", where=[self.port, self.ferry], note="Time by the harbour."),
        )
        for n, when in enumerate(
            [
                "0001",
                "9999-24",
                "2025-11",
                "2025-11-09",
                "2025-11-09T04:20:59Z",
                "2025-21",
                "202X",
                "20XX",
                "2025-XX",
                "2025-11-XX",
                "2025-XX-XX",
                "2025?",
                "2025-11~",
                "2025-11-09%",
                "202X?",
                "2025-24~",
                "2025-11/2025",
                "2025-11-09/..",
                "../2025",
                "/2025-11?",
                "2025/",
                "2025-11-09T04:20Z/2025-11-09T05:20+01:00",
                "2025-11-09T00:00-12:00",
                "2024-02-29",
                "2000-02-29T23:59:59+14:00",
                "001X",
            ]
        ):
            add(f"event at the time {when}", BO, event(f"time-{n}", when=when))
        person = entity(
            "mara-velin",
            "person",
            office="spokeswoman",
            speaks_for=self.authority,
            corrects=self.mara,
            reason="Her office was wrong.",
        )
        second = add("entity: a correction by an editor of a reporter's record", CELIA, person)
        add(
            "entity: a correction of the correction by its first signer",
            BO,
            {**person, "corrects": second, "office": "press officer"},
        )
        self.seal()

    def _questions(self):
        ask = lambda name, slug, type_, **more: self.add(
            f"question: {name}", ANA, question(self.event, slug, type_, **more)
        )  # noqa: E731
        self.count = ask("quantity", "injured", "quantity")
        self.total = ask(
            "quantity, cumulative, with a scope of places",
            "passengers",
            "quantity",
            rule="cumulative",
            scope={"places": [self.port, self.county]},
        )
        self.nightly = ask(
            "quantity for a period",
            "crossings",
            "quantity",
            rule="period",
            period="P1D",
            unit="crossings",
            scope={"population": "ferries"},
        )
        ask("quantity for a period that is a word", "night-crossings", "quantity", rule="period", period="night")
        ask("quantity for a period of hours", "hourly-crossings", "quantity", rule="period", period="PT12H")
        self.distance = ask("quantity that measures", "distance", "quantity", measure=True, unit="kilometres")
        self.moment = ask("moment", "when", "moment")
        self.who = ask("entity, many", "responsible", "entity", many=True)
        self.yes = ask("yes-no", "signal", "yes-no", note="The distress signal.")
        self.choice = ask("choice", "weather", "choice", options=["calm", "rough", "unknown"])
        self.what = ask("text", "cause", "text", asks={"en": "What was the cause?", "uk": "Яка причина?"})
        self.add(
            "question: a correction that rewords what it asks",
            ANA,
            question(
                self.event, "cause", "text", asks={"en": "What caused it?"}, corrects=self.what, reason="Clearer words."
            ),
        )
        self.seal()

    def _documents(self):
        self.briefing = self.add(
            "document: plain text with every field",
            BO,
            document(
                TEXT,
                url="https://example.org/briefing",
                title="Briefing",
                publisher=self.authority,
                author="Mara Velin",
                dateline="Port Almar",
                published="2025-11-09",
                captured="2025-11-09T10:00Z",
                tool="recorder 1",
                note="Read aloud.",
            ),
        )
        self.audio = self.add(
            "document: without text",
            BO,
            without(document("not text", "recording", media_type="audio/ogg", type="recording"), "text"),
        )
        page = document("<p>A page</p>", "page", type="news article", lang="sr-Latn-RS", media_type="text/html")
        page["text"] = {**document("A page")["text"], "extractor": "readability", "version": "0.9"}
        self.page = self.add("document: text extracted from other bytes", BO, page)
        self.add(
            "document: a correction of its title",
            BO,
            {**page, "title": "A page", "corrects": self.page, "reason": "It had no title."},
        )
        self.seal()

    def _claims(self):
        by = {"entity": self.mara}
        add = lambda name, record, key=BO: self.add(f"claim: {name}", key, record)  # noqa: E731
        ask = lambda question_id, answer, by=by, **more: claim(
            question_id, self.briefing, by, answer, **more
        )  # noqa: E731
        first = add(
            "every optional field",
            ask(
                self.count,
                TWELVE,
                through=[{"entity": self.authority}, {"unnamed": {"described": "a reporter"}}],
                cue={"text": "said", "lang": "en"},
                unit="passengers",
                scope={"places": [self.port]},
                period="P1D",
                as_of="2025-11-09T04:20Z",
                said="2025-11-09",
                speech={"form": "direct", "spoken": "uk"},
                **{"in": {"form": "briefing", "with": self.authority}},
                office="spokeswoman",
                gist="Twelve.",
                translations=[{"lang": "de", "text": "zwölf Verletzte", "by": "ana"}],
                part="headline",
                condition="if the list is whole",
                asked="How many?",
                as_said="a dozen",
                note="Read twice.",
            ),
        )
        answers = [
            ("exactly", "0"),
            ("exactly", "12.000"),
            ("exactly", "1" + "0" * 30),
            ("more-than", "10"),
            ("at-least", "12"),
            ("at-most", "20"),
            ("fewer-than", "1"),
            ("about", "12.5"),
            ("nearly", "0.5"),
            ("between", ["10", "12"]),
            ("between", ["12", "12"]),
            ("phrase", {"text": "dozens", "lang": "en"}),
        ]
        for form, content in answers:
            add(f"quantity {form} {content}", ask(self.count, quantity(form, content)))
        add("quantity none", ask(self.count, {"value": {"quantity": "none"}}))
        add("measured", ask(self.distance, quantity("measured", "14.50")))
        add("a measure, exactly a fraction", ask(self.distance, quantity("exactly", "14.5")))
        add("a denied quantity", ask(self.count, {"denies": {"quantity": {"more-than": "12"}}}, act="deny"))
        add("a moment", ask(self.moment, {"value": {"moment": "2025-11-09T04:20+01:00"}}))
        add("an entity where many are wanted", ask(self.who, {"value": {"entity": self.authority}}))
        add("a list of entities", ask(self.who, {"values": [{"entity": self.authority}, {"entity": self.ferry}]}))
        add("a complete list", ask(self.who, {"values": [{"entity": self.authority}], "complete": True}))
        add("yes", ask(self.yes, {"value": {"yes-no": True}}, act="confirm"))
        add("no", ask(self.yes, {"value": {"yes-no": False}}, commitment="probable"))
        add("a choice", ask(self.choice, {"value": {"choice": "rough"}}, commitment="possible"))
        add("a text", ask(self.what, {"value": {"text": "fog"}}, commitment="none", act="predict"))
        add("not mentioned", without(ask(self.what, {"silent": "not-mentioned"}), "quote"))
        add("declined", ask(self.what, {"silent": "declined"}, act="decline", commitment="none"))
        add("told, without a quote", without(ask(self.yes, {"value": {"yes-no": True}}, basis="told"), "quote"))
        heard = claim(self.what, self.audio, by, {"value": {"text": "fog"}}, basis="heard")
        add("heard in a document without text", without(heard, "quote"))
        for name, source in [
            ("unnamed", {"unnamed": {"described": "witnesses", "count": 3}}),
            ("one unnamed", {"unnamed": {"described": "a lawyer"}}),
            ("own voice", "own-voice"),
            ("nobody", "nobody"),
        ]:
            add(f"by {name}", ask(self.count, TWELVE, source))
        add(
            "own voice through a source",
            ask(
                self.count, TWELVE, "own-voice", through=[{"unnamed": {"described": "a relative", "count": 1_000_000}}]
            ),
        )
        ends = [
            passage(TEXT, TEXT[:8]),
            passage(TEXT, "Port Almar 🌊"),
            passage(TEXT, "Раніше"),
            passage(TEXT, TEXT[-7:]),
        ]
        add("passages from the first code point to the last", ask(self.count, TWELVE, quote=ends))
        touching = [passage(TEXT, "twelve "), passage(TEXT, "injured")]
        add("passages that touch", ask(self.count, TWELVE, quote=touching))
        add("the acts ask and demand", ask(self.what, {"value": {"text": "fog"}}, act="ask", commitment="none"))
        self.seal()
        kept = ask(self.count, quantity("exactly", "13"))
        add("a correction", {**kept, "corrects": first, "reason": "Misheard."})
        add("a revision by the same source", ask(self.count, quantity("exactly", "14"), revises=first))
        add(
            "a revision with its reason",
            ask(self.count, quantity("exactly", "15"), revises=first, reason="A later list."),
        )
        about = without(question(self.event, "reaction", "text"), "event")
        asked = self.add("question: about a claim", ANA, {**about, "claim": first})
        add("an answer to a question about a claim", ask(asked, {"value": {"text": "anger"}}))
        self.seal()

    def _opinions(self):
        say = lambda n: claim(self.count, self.briefing, {"unnamed": {"described": f"a nurse, {n}"}}, TWELVE)  # noqa: E731
        one, other = self.add("claim: one nurse", BO, say("by phone")), self.add("claim: a nurse", BO, say("at the door"))
        for opinion, key, on in [
            ("same", ANA, (self.port, self.coast)),
            ("different", BO, (self.port, self.county)),
            ("unsure", BO, (self.mara, self.ferry)),
            ("part-or-kind", ANA, (self.port, self.county)),
            ("agree", ANA, (one, other)),
            ("conflict", BO, (one, other)),
            ("distinct-sources", BO, (one, other)),
            ("disputed", ANA, (one,)),
            ("checked", ANA, (self.briefing,)),
        ]:
            made = self.add(f"judgement: {opinion}", key, judgement(opinion, *on))
        self.add(
            "judgement: a correction", ANA, judgement("disputed", self.briefing, corrects=made, reason="Read again.")
        )
        self.add("withdrawal: of a claim", BO, withdrawal(other))
        self.seal()

    def _sealed(self):
        record = claim(self.count, self.briefing, sealed_source(BO, 1), TWELVE)
        record["through"] = [sealed_source(BO, 2, "through.0")]
        record["quote"] = sealed(BO, 3, "quote", QUOTE)
        said = self.add("claim: everything sealed that can be", BO, record)
        paper = document(title=TITLE, author="Ada Example")
        found = self.add("document: everything sealed that can be", ANA, sealed_document(ANA, 10))
        self.seal()
        self.add("disclosure: a source", BO, opening(said, 1, "by", ADA, note="She agreed."))
        self.add("disclosure: an outer source, by an editor", ANA, opening(said, 2, "through.0", ADA))
        self.add("disclosure: a quote", BO, opening(said, 3, "quote", QUOTE))
        for n, field in enumerate(("blake3", "sha256", "size", "text", "title", "author")):
            self.add(f"disclosure: {field}", ANA, opening(found, 10 + n, field, paper[field]))
        self.seal()

    def vectors(self):
        """The log, and each statement as it reads."""
        return {
            "origin": self.log.origin,
            "key": keys.ssh_text(LEDGER.public),
            "leaves": [leaf.hex() for leaf in self.log.leaves],
            "statements": [self._statement(index, leaf) for index, leaf in enumerate(self.log.leaves)],
            "findings": [],
            "whole": True,
        }

    def _statement(self, index, leaf):
        statement = parse(leaf)
        return {
            "index": index,
            "name": self.names[index],
            "id": hashing.id_text(statement.id),
            "iss": statement.iss,
            "sub": statement.sub,
            "iat": statement.iat,
            "after": [statement.after[0], statement.after[1].hex()],
            "kid": statement.kid.hex(),
            "record": as_json(statement.record),
        }


def as_json(value):
    """A record as JSON: byte strings as h'..', fields in the order of the encoding."""
    if isinstance(value, dict):
        return {name: as_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return readable(value)
