//! The facts of a claim in the words of a language. What a record says stays in its own words, and is marked as such.

use super::options::Remark;
use crate::messages::{Line, Messages};
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::SourceKey;
use byline_ledger::accounts::disclosed::Seen;
use byline_ledger::accounts::numbers::NumberSet;
use byline_ledger::accounts::verdict::{Label, ReasonCode};
use byline_ledger::accounts::view::{ClaimView, Mark};
use byline_ledger::hash::RecordId;
use byline_ledger::number::Amount;
use byline_ledger::record::sealed::Disclosable;
use byline_ledger::record::{
    Act, Answer, AsOfRule, Commitment, Document, Judgement, Names, Quantity, Question, Record, Scope, Sealable,
    SealedField, Silence, Source, Text, Value,
};

/// Speaks of records in one language.
#[derive(Debug, Clone, Copy)]
pub struct Voice<'a> {
    pub messages: &'a Messages,
    pub casefile: &'a Casefile,
}

impl<'a> Voice<'a> {
    /// A message without slots, as a line.
    pub fn say(&self, key: &str) -> Line {
        self.messages.line(key, &[])
    }

    /// What a thing is called, in the reader's language if it has a name in it, else in English, else in whatever it has.
    pub fn name(&self, id: RecordId) -> Line {
        let record = self.casefile.thing(id).map(|thing| &thing.current().record);
        match record {
            Some(Record::Entity(entity)) => self.in_language(&entity.names),
            Some(Record::Event(event)) => self.in_language(&event.titles),
            Some(Record::Question(question)) => self.in_language(&question.asks),
            Some(Record::Document(document)) => self.title(document),
            _ => Line::code(crate::render::words::short(id)),
        }
    }

    /// A field that can be sealed, as a reader may see it: the value, "sealed", or what was disclosed, marked as such.
    pub fn seen<T: Disclosable>(&self, field: &Sealable<T>, line: impl Fn(&T) -> Line) -> Line {
        match self.casefile.seen(field) {
            Seen::Open(value) => line(value),
            Seen::Sealed => self.say("sealed.sealed"),
            Seen::Disclosed(value) => self.messages.line("sealed.disclosed", &[("value", line(value))]),
        }
    }

    fn sealed_field(&self, field: SealedField) -> Line {
        self.say(match field {
            SealedField::By => "sealed.by",
            SealedField::Through(_) => "sealed.through",
            SealedField::Quote => "sealed.quote",
            SealedField::Blake3 => "sealed.blake3",
            SealedField::Sha256 => "sealed.sha256",
            SealedField::Size => "sealed.size",
            SealedField::Text => "sealed.text",
            SealedField::Url => "sealed.url",
            SealedField::Title => "sealed.title",
            SealedField::Author => "sealed.author",
        })
    }

    fn title(&self, document: &Document) -> Line {
        match document.title.as_ref().and_then(|title| self.casefile.seen(title).value()) {
            Some(title) => Line::theirs(title, Some(&document.lang)),
            None => Line::theirs(&document.slug, None),
        }
    }

    fn in_language(&self, names: &Names) -> Line {
        let wanted = self.messages.language().tag();
        let has = |tag: &str| names.iter().find(|(lang, _)| lang.as_str() == tag);
        let of_script = || names.iter().find(|(lang, _)| lang.as_str().split('-').next() == Some(wanted));
        let best = has(wanted).or_else(of_script).or_else(|| has("en")).or_else(|| names.iter().next());
        best.map(|(lang, name)| Line::theirs(name, Some(lang))).unwrap_or_default()
    }

    /// Several names, with commas between.
    pub fn names(&self, ids: &[RecordId]) -> Line {
        self.messages.listed(ids.iter().map(|id| self.name(*id)))
    }

    /// A number, exactly as it is.
    fn amount(&self, amount: Amount) -> Line {
        Line::ours(self.messages.number(&amount.to_string()))
    }

    /// A quantity as it was said.
    fn quantity(&self, quantity: &Quantity) -> Line {
        let number = |n: &byline_ledger::number::Decimal| Line::ours(self.messages.number(&n.to_string()));
        let with = |key: &str, n| self.messages.line(key, &[("n", number(n))]);
        match quantity {
            Quantity::Exactly(n) => number(n),
            Quantity::MoreThan(n) => with("answer.more-than", n),
            Quantity::AtLeast(n) => with("answer.at-least", n),
            Quantity::AtMost(n) => with("answer.at-most", n),
            Quantity::FewerThan(n) => with("answer.fewer-than", n),
            Quantity::About(n) => with("answer.about", n),
            Quantity::Nearly(n) => with("answer.nearly", n),
            Quantity::Measured(n) => with("answer.measured", n),
            Quantity::Between(low, high) => {
                self.messages.line("answer.between", &[("low", number(low)), ("high", number(high))])
            }
            // A phrase is evidence: nothing in it is changed.
            Quantity::Phrase(phrase) => self.messages.quoted(Line::theirs(&phrase.text, Some(&phrase.lang))),
            Quantity::None => self.say("answer.none"),
        }
    }

    fn value(&self, value: &Value) -> Line {
        match value {
            Value::Quantity(quantity) => self.quantity(quantity),
            Value::Moment(moment) => Line::ours(self.messages.time(moment)),
            Value::Entity(id) => self.name(*id),
            Value::YesNo(true) => self.say("answer.yes"),
            Value::YesNo(false) => self.say("answer.no"),
            Value::Choice(text) | Value::Text(text) => Line::theirs(text, None),
        }
    }

    /// An answer without its unit.
    pub fn bare_answer(&self, answer: &Answer) -> Line {
        match answer {
            Answer::Silent(Silence::NotMentioned) => self.say("answer.not-mentioned"),
            Answer::Silent(Silence::Declined) => self.say("answer.declined"),
            Answer::Value(value) => self.value(value),
            Answer::Denies(value) => self.messages.line("answer.denies", &[("value", self.value(value))]),
            Answer::Values { values, complete } => {
                let all = self.messages.listed(values.iter().map(|value| self.value(value)));
                if *complete { self.messages.line("answer.complete", &[("values", all)]) } else { all }
            }
        }
    }

    /// An answer with its unit: `34 boats`.
    pub fn answer(&self, answer: &Answer, unit: Option<&Text>) -> Line {
        let bare = self.bare_answer(answer);
        match (answer, unit) {
            (Answer::Silent(_), _) | (_, None) => bare,
            (Answer::Value(Value::Quantity(Quantity::None)), Some(unit)) => {
                self.messages.line("answer.none-of", &[("unit", Line::theirs(unit, None))])
            }
            (_, Some(unit)) => {
                self.messages.line("answer.with-unit", &[("answer", bare), ("unit", Line::theirs(unit, None))])
            }
        }
    }

    /// The numbers that an answer was read as, where they aren't the answer itself.
    pub fn set(&self, view: &ClaimView<'_>) -> Option<Line> {
        let is_plain = match &view.claim.answer {
            Answer::Value(Value::Quantity(quantity)) => {
                matches!(quantity, Quantity::Exactly(_) | Quantity::None | Quantity::AtLeast(_) | Quantity::AtMost(_))
            }
            _ => false,
        };
        let numbers = view.numbers().filter(|_| !is_plain)?;
        Some(numbers.map_or_else(|_| self.say("set.unknown"), |numbers| self.numbers(&numbers)))
    }

    /// A set of numbers.
    pub fn numbers(&self, numbers: &NumberSet) -> Line {
        if let Some(left_out) = numbers.complement().and_then(|rest| rest.single())
            && numbers.stretches().count() == 2
        {
            return self.messages.line("set.but", &[("n", self.amount(left_out))]);
        }
        let stretch =
            |(low, high): (byline_ledger::accounts::numbers::Cut, Option<byline_ledger::accounts::numbers::Cut>)| {
                let (from_zero, above) = (low.at() == Amount::ZERO && !low.is_after(), low.is_after());
                let l = self.amount(low.at());
                let Some(high) = high else {
                    return match (from_zero, above) {
                        (true, _) => self.say("set.any"),
                        (_, true) => self.messages.line("set.more-than", &[("n", l)]),
                        (_, false) => self.messages.line("set.at-least", &[("n", l)]),
                    };
                };
                let h = self.amount(high.at());
                let both = |key| self.messages.line(key, &[("low", l.clone()), ("high", h.clone())]);
                match (from_zero, above, high.is_after()) {
                    (_, false, true) if low.at() == high.at() => l.clone(),
                    (true, _, true) => self.messages.line("set.at-most", &[("n", h)]),
                    (true, _, false) => self.messages.line("set.less-than", &[("n", h)]),
                    (false, false, true) => both("set.range"),
                    (false, true, true) => both("set.above-to"),
                    (false, false, false) => both("set.from-below"),
                    (false, true, false) => both("set.above-below"),
                }
            };
        let mut parts = numbers.stretches().map(stretch);
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |a, b| self.messages.line("set.or", &[("a", a), ("b", b)]))
    }

    /// How firmly a source says it. Nothing for a silence.
    pub fn held(&self, answer: &Answer, commitment: Commitment) -> Option<Line> {
        let key = match commitment {
            Commitment::Flat => "says.flat",
            Commitment::Probable => "says.probable",
            Commitment::Possible => "says.possible",
            Commitment::None => "says.none",
        };
        (!matches!(answer, Answer::Silent(_))).then(|| self.say(key))
    }

    /// How firmly a source says it, and what it does by that: `says flatly (denies)`.
    pub fn says(&self, view: &ClaimView<'_>) -> Option<Line> {
        let says = self.held(&view.claim.answer, view.claim.commitment)?;
        Some(match view.claim.act {
            Act::Say | Act::Decline => says,
            act => self.messages.line("says.act", &[("says", says), ("act", self.act(act))]),
        })
    }

    fn act(&self, act: Act) -> Line {
        let name = serde_json::to_value(act).ok().and_then(|value| value.as_str().map(str::to_owned));
        self.say(&format!("act.{}", name.unwrap_or_default()))
    }

    /// Who answers, as the head of a column.
    pub fn source_key(&self, key: &SourceKey) -> Line {
        match key {
            SourceKey::Entity(id) => self.name(*id),
            SourceKey::Unnamed(described) => {
                self.messages.line("source.unnamed", &[("described", Line::theirs(described, None))])
            }
            SourceKey::OwnVoice(id) => self.messages.line("source.own-voice", &[("name", self.name(*id))]),
            SourceKey::Sealed { described, disclosed } => self.sealed_source(described, disclosed.as_deref()),
            SourceKey::Nobody => self.say("source.nobody"),
        }
    }

    fn sealed_source(&self, described: &str, disclosed: Option<&str>) -> Line {
        let described = ("described", Line::theirs(described, None));
        match disclosed {
            Some(name) => self.messages.line("source.disclosed", &[described, ("name", Line::theirs(name, None))]),
            None => self.messages.line("source.sealed", &[described]),
        }
    }

    /// One link of a chain of attribution.
    pub fn source(&self, source: &Source, document: RecordId) -> Line {
        match source {
            Source::Entity(id) => self.name(*id),
            Source::Unnamed(unnamed) => {
                let described = Line::theirs(&unnamed.described, None);
                match unnamed.count {
                    Some(count) => {
                        let n = Line::ours(self.messages.whole(count));
                        self.messages.line("source.unnamed-count", &[("described", described), ("n", n)])
                    }
                    None => self.messages.line("source.unnamed", &[("described", described)]),
                }
            }
            Source::OwnVoice => {
                let publisher = self.casefile.document(document).and_then(|document| document.publisher);
                let name = self.name(publisher.unwrap_or(document));
                self.messages.line("source.own-voice", &[("name", name)])
            }
            Source::Sealed(sealed) => {
                let person = self.casefile.disclosed_person(sealed.commitment);
                self.sealed_source(sealed.described.as_str(), person.map(|person| person.name.as_str()))
            }
            Source::Nobody => self.say("source.nobody"),
        }
    }

    /// The chain of attribution, the innermost source first, with the office of the one who answers.
    pub fn chain(&self, view: &ClaimView<'_>) -> Vec<Line> {
        let mut links: Vec<Line> =
            view.claim.sources().map(|source| self.source(source, view.claim.document)).collect();
        let office = view.claim.office.as_ref().or_else(|| {
            let entity = view.named_source().and_then(|id| self.casefile.entity(id));
            entity.and_then(|entity| entity.office.as_ref())
        });
        if let (Some(office), Some(first)) = (office, links.first_mut()) {
            let slots = [("name", std::mem::take(first)), ("office", Line::theirs(office, None))];
            *first = self.messages.line("source.office", &slots);
        }
        links
    }

    /// Why a verdict is what it is.
    pub fn reason(&self, reason: ReasonCode) -> Line {
        self.say(&format!("reason.{}", reason.code()))
    }

    /// A label.
    pub fn label(&self, label: Label) -> String {
        self.messages.text(&format!("label.{}", label.name()))
    }

    /// What a question takes for an answer.
    pub fn form(&self, question: &Question) -> Line {
        let slots = [
            ("unit", question.unit.as_ref().map(|unit| Line::theirs(unit, None)).unwrap_or_default()),
            (
                "options",
                self.messages.listed(question.options.iter().flatten().map(|option| Line::theirs(option, None))),
            ),
        ];
        let mut parts = vec![self.messages.line(&format!("form.{}", question.answer_type.name()), &slots)];
        if question.many.is_some() {
            parts.push(self.say("form.many"));
        }
        parts.push(match question.rule {
            AsOfRule::Snapshot => self.say("form.snapshot"),
            AsOfRule::Cumulative => self.say("form.cumulative"),
            AsOfRule::Period => {
                let period = question.period.as_ref().map(|period| self.messages.period(period)).unwrap_or_default();
                self.messages.line("form.period", &[("period", period)])
            }
        });
        self.messages.in_a_row(parts)
    }

    /// Places and population.
    pub fn scope(&self, scope: &Scope) -> Line {
        let places = scope.places.iter().flatten().map(|id| self.name(*id));
        let population = scope.population.iter().map(|population| Line::theirs(population, None));
        self.messages.listed(places.chain(population))
    }

    /// A mark of a record, so that it can't be overlooked. `claim` gives a claim by its name in the report.
    pub fn mark(&self, identity: RecordId, mark: &Mark, claim: impl Fn(RecordId) -> Line) -> Line {
        let thing = self.casefile.thing(identity);
        let at = |index: byline_ledger::position::Index, handle: &byline_ledger::record::Handle| {
            [("index", Line::ours(index.to_string())), ("handle", Line::theirs(handle, None))]
        };
        let by = |handle: &byline_ledger::record::Handle| [("handle", Line::theirs(handle, None))];
        let (line, reason) = match mark {
            Mark::Corrected { version, reason, .. } => {
                let old = thing.and_then(|thing| thing.superseded().find(|old| old.version.id == *version));
                let line = match old {
                    Some(old) => {
                        self.messages.line("mark.corrected", &at(old.corrected_by.index, &old.corrected_by.handle))
                    }
                    None => self.say("mark.corrected-bare"),
                };
                (line, reason.clone())
            }
            Mark::Revised { by } => (self.messages.line("mark.revised", &[("claim", claim(*by))]), None),
            Mark::Revises { earlier, reason } => {
                (self.messages.line("mark.revises", &[("claim", claim(*earlier))]), reason.clone())
            }
            Mark::Withdrawn { reason, .. } => {
                let line = match thing.and_then(|thing| thing.withdrawn()) {
                    Some(by) => self.messages.line("mark.withdrawn", &at(by.index, &by.handle)),
                    None => self.say("mark.withdrawn-bare"),
                };
                (line, reason.clone())
            }
            Mark::Sealed { fields } => {
                let fields = self.messages.listed(fields.iter().map(|field| self.sealed_field(*field)));
                (self.messages.line("mark.sealed", &[("fields", fields)]), None)
            }
            Mark::Disclosed { field, handle, note, .. } => {
                let slots = [("handle", Line::theirs(handle, None)), ("field", self.sealed_field(*field))];
                (self.messages.line("mark.disclosed", &slots), note.clone())
            }
            Mark::Disputed { handle, because, .. } => {
                (self.messages.line("mark.disputed", &by(handle)), Some(because.clone()))
            }
            Mark::Checked { handle, because, .. } => {
                (self.messages.line("mark.checked", &by(handle)), Some(because.clone()))
            }
        };
        match reason {
            Some(reason) => {
                self.messages.line("mark.because", &[("mark", line), ("reason", Line::theirs(reason, None))])
            }
            None => line,
        }
    }

    /// What somebody holds of these records: `contradict each other — Rosa: 3 boats (C1) / Ugo: 4 boats (C2)`.
    pub fn opinion(&self, judgement: &Judgement, claim: impl Fn(RecordId) -> Option<Line>) -> Line {
        let name = |id: &RecordId| match self.casefile.claim(*id) {
            Some(view) => {
                let source = self.source(&view.claim.by, view.claim.document);
                let said = self.messages.labelled(source, self.answer(&view.claim.answer, view.unit()));
                match claim(*id) {
                    Some(number) => said.and(" (").then(number).and(")"),
                    None => said,
                }
            }
            None => self.name(*id),
        };
        let on = Line::joined(judgement.on.iter().map(name), " / ");
        let opinion = self.say(&format!("judgement.{}", judgement.opinion));
        self.messages.line("opinion.of", &[("opinion", opinion), ("on", on)])
    }

    /// What an audit could not check, and why. The reason is in the audit's own words, which are English.
    pub fn not_checked(&self, remark: &Remark) -> Line {
        self.messages.labelled(self.say(&format!("audit.{}", remark.check())), english(&remark.words))
    }

    /// What an audit found wrong: the code, the check that fails, and the audit's own words.
    pub fn found(&self, remark: &Remark) -> Line {
        let check = self.say(&format!("audit.{}", remark.check()));
        let fails = self.messages.line("audit.failed", &[("check", check)]);
        Line::code(&remark.about).and(" ").then(fails).and(" \u{2014} ").then(english(&remark.words))
    }
}

/// Words of the program in English, marked as such.
fn english(words: &str) -> Line {
    Line::theirs(words, "en".parse().ok().as_ref())
}
