//! Records made by hand for the tests of this module.

use std::collections::BTreeMap;

use super::LoggedRecord;
use super::casefile::Casefile;
use super::compare::compare;
use super::judgements::{Judgements, Opinion, Relation};
use super::verdict::Verdict;
use crate::hash::{Blake3, Kid, RecordId, Sha256};
use crate::position::Index;
use crate::record::{
    Act, Answer, AnswerType, AsOfRule, Basis, Claim, Commitment, Document, Entity, EntityType, Event, Names, Quantity,
    Question, Record, Scope, Silence, Source, Text, True, Value,
};
use crate::time::Timestamp;

pub(super) fn text(words: &str) -> Text {
    words.parse().unwrap()
}

pub(super) fn names(name: &str) -> Names {
    Names::new(BTreeMap::from([("en".parse().unwrap(), text(name))])).unwrap()
}

pub(super) fn exactly(number: u64) -> Answer {
    quantity(Quantity::Exactly(number.into()))
}

pub(super) fn quantity(quantity: Quantity) -> Answer {
    Answer::Value(Value::Quantity(quantity))
}

pub(super) fn phrase(lang: &str, words: &str) -> Quantity {
    Quantity::Phrase(crate::record::Phrase { lang: lang.parse().unwrap(), text: text(words) })
}

pub(super) fn yes() -> Answer {
    Answer::Value(Value::YesNo(true))
}

pub(super) fn no() -> Answer {
    Answer::Value(Value::YesNo(false))
}

pub(super) fn moment(words: &str) -> Answer {
    Answer::Value(Value::Moment(words.parse().unwrap()))
}

pub(super) fn not_mentioned() -> Answer {
    Answer::Silent(Silence::NotMentioned)
}

pub(super) fn declined() -> Answer {
    Answer::Silent(Silence::Declined)
}

pub(super) fn list(items: &[Value], complete: bool) -> Answer {
    Answer::Values { values: items.to_vec(), complete }
}

pub(super) fn choice(option: &str) -> Value {
    Value::Choice(text(option))
}

/// A log in the making: every record gets the next index and an id from it, ten seconds after the last.
#[derive(Default)]
pub(super) struct Desk {
    pub(super) records: Vec<LoggedRecord>,
    pub(super) opinions: Vec<Opinion>,
    next: u32,
}

impl Desk {
    /// A log whose ids begin with this number: no two such logs share one.
    pub(super) fn starting_at(next: u32) -> Self {
        Self { next, ..Self::default() }
    }

    fn place(&mut self) -> (Index, RecordId, Timestamp) {
        let number = self.next;
        self.next += 1;
        let mut bytes = [7; 32];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        (Index::small(number), RecordId::from_bytes(bytes), Timestamp::EPOCH.plus_s(u64::from(number) * 10))
    }

    pub(super) fn add(&mut self, record: Record) -> RecordId {
        let (index, id, time) = self.place();
        let handle = "ana".parse().unwrap();
        let kid = Kid::of_blob(b"ana's key");
        self.records.push(LoggedRecord { index, id, handle, kid, signed_at: time, logged_at: time.plus_s(1), record });
        id
    }

    pub(super) fn judge(&mut self, handle: &str, relation: Relation, first: RecordId, second: RecordId) {
        let (index, id, _) = self.place();
        let handle = handle.parse().unwrap();
        self.opinions.push(Opinion { index, id, handle, relation, first, second, reason: None });
    }

    pub(super) fn entity(&mut self, name: &str) -> RecordId {
        self.add(Record::Entity(entity(name)))
    }

    pub(super) fn part(&mut self, name: &str, whole: RecordId) -> RecordId {
        self.add(Record::Entity(Entity { part_of: Some(whole), ..entity(name) }))
    }

    pub(super) fn event(&mut self) -> RecordId {
        self.add(Record::Event(Event {
            slug: "front".parse().unwrap(),
            titles: names("The front"),
            when: None,
            places: None,
            note: None,
            corrects: None,
            reason: None,
        }))
    }

    pub(super) fn question(&mut self, event: RecordId, answer_type: AnswerType) -> RecordId {
        self.add(Record::Question(question(event, answer_type)))
    }

    pub(super) fn document(&mut self, publisher: Option<RecordId>) -> RecordId {
        let bytes = [u8::try_from(self.next % 256).unwrap(), u8::try_from(self.next / 256).unwrap()];
        self.add(Record::Document(document(&bytes, publisher)))
    }

    pub(super) fn claim(&mut self, claim: Claim) -> RecordId {
        self.add(Record::Claim(claim))
    }

    pub(super) fn casefile(&self) -> Casefile {
        Casefile::new(self.records.clone())
    }

    pub(super) fn judgements(&self) -> Judgements {
        Judgements::new(self.opinions.clone())
    }

    /// The verdict on two claims, after a look at the other order.
    pub(super) fn compare(&self, left: RecordId, right: RecordId) -> Verdict {
        let (casefile, judgements) = (self.casefile(), self.judgements());
        let (left, right) = (casefile.claim(left).unwrap(), casefile.claim(right).unwrap());
        let verdict = compare(&casefile, &judgements, &left, &right);
        let mirrored = compare(&casefile, &judgements, &right, &left);
        assert_eq!((mirrored.label, mirrored.reason), (verdict.label, verdict.reason));
        verdict
    }
}

pub(super) fn entity(name: &str) -> Entity {
    Entity {
        slug: "an-entity".parse().unwrap(),
        entity_type: EntityType::Place,
        names: names(name),
        also: None,
        office: None,
        speaks_for: None,
        part_of: None,
        consists_of: None,
        same_as: None,
        note: None,
        corrects: None,
        reason: None,
    }
}

/// A snapshot of the event, with a unit if it is a quantity.
pub(super) fn question(event: RecordId, answer_type: AnswerType) -> Question {
    Question {
        slug: "a-question".parse().unwrap(),
        event: Some(event),
        claim: None,
        asks: names("How?"),
        answer_type,
        unit: (answer_type == AnswerType::Quantity).then(|| text("clashes")),
        measure: None,
        options: (answer_type == AnswerType::Choice).then(|| vec![text("a"), text("b"), text("c")]),
        many: None,
        scope: None,
        rule: AsOfRule::Snapshot,
        period: None,
        note: None,
        corrects: None,
        reason: None,
    }
}

pub(super) fn many(question: Question) -> Question {
    Question { many: Some(True), ..question }
}

pub(super) fn document(bytes: &[u8], publisher: Option<RecordId>) -> Document {
    Document {
        slug: "a-document".parse().unwrap(),
        document_type: text("briefing"),
        lang: "en".parse().unwrap(),
        blake3: Blake3::of(bytes).into(),
        sha256: Sha256::of(bytes).into(),
        size: (bytes.len() as u64).into(),
        media_type: text("text/plain"),
        text: None,
        url: None,
        title: None,
        publisher,
        author: None,
        dateline: None,
        published: None,
        captured: None,
        tool: None,
        note: None,
        corrects: None,
        reason: None,
    }
}

/// A flat claim as of 9 November 2025.
pub(super) fn claim(question: RecordId, document: RecordId, by: Source, answer: Answer) -> Claim {
    let is_decline = answer == declined();
    Claim {
        question,
        document,
        by,
        through: None,
        act: if is_decline { Act::Decline } else { Act::Say },
        cue: None,
        commitment: if is_decline { Commitment::None } else { Commitment::Flat },
        answer,
        unit: None,
        scope: None,
        period: None,
        as_of: Some("2025-11-09".parse().unwrap()),
        said: None,
        speech: None,
        medium: None,
        office: None,
        quote: None,
        gist: None,
        translations: None,
        basis: Basis::Read,
        part: None,
        condition: None,
        asked: None,
        as_said: None,
        note: None,
        corrects: None,
        revises: None,
        reason: None,
    }
}

pub(super) fn as_of(time: &str, claim: Claim) -> Claim {
    Claim { as_of: Some(time.parse().unwrap()), ..claim }
}

pub(super) fn places(ids: &[RecordId]) -> Option<Scope> {
    Some(Scope { places: Some(ids.to_vec()), population: None })
}
