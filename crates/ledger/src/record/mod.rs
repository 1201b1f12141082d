//! Records: what a statement says. One file a kind; the bytes are specified in docs/format/records.md.
//!
//! A value of these types has the right shape, and every text in it the form of its field. What can be judged from the record alone is
//! in each kind's `problems`; what needs the log is in [`crate::state`].

pub mod answer;
pub mod approval;
pub mod claim;
pub mod common;
pub mod disclosure;
pub mod document;
pub mod entity;
pub mod event;
pub mod judgement;
pub mod key;
pub mod ledger;
pub mod policy;
pub mod quantity;
pub mod question;
pub mod seal;
pub mod sealed;
pub mod text;
pub mod withdrawal;

pub use answer::{Answer, Silence, Value};
pub use approval::Approval;
pub use claim::{Act, Basis, Claim, Commitment, Cue, Medium, Passage, Source, Speech, SpeechForm, Translation};
pub use common::{CorrectionNote, Names, Problem, Reference, Scope, True};
pub use disclosure::Disclosure;
pub use document::{Document, ExtractedText};
pub use entity::{Entity, EntityType, NameKind, OtherName};
pub use event::Event;
pub use judgement::{Judgement, Opinion};
pub use key::{
    Compromise, Enrolment, KeyChange, LedgerKey, Revocation, Role, RoleChange, Rotation, ledger_proof_bytes,
    proof_bytes,
};
pub use ledger::{Founder, LedgerRecord};
pub use policy::PolicyRecord;
pub use quantity::{Counting, Phrase, Quantity};
pub use question::{AnswerType, AsOfRule, Question};
pub use seal::Seal;
pub use sealed::{Person, Salt, Sealable, SealedContent, SealedField, SealedSource, SealedValue};
pub use text::{Context, FormError, Handle, Lang, Origin, Period, Slug, Text};
pub use withdrawal::Withdrawal;

use crate::cbor::{self, DecodeError};
use crate::hash::{RecordId, SealedHash};
use serde::Serialize;
use std::fmt;

/// One record of any kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Record {
    /// Entry 0.
    Ledger(LedgerRecord),
    /// One change of the roster.
    Key(KeyChange),
    /// An editor's consent to a change.
    Approval(Approval),
    /// Format, phrases and approvals, from here on.
    Policy(PolicyRecord),
    /// The ledger's own: closes a commit.
    Seal(Seal),
    /// A person, organisation, office, place or thing.
    Entity(Entity),
    /// Something that happened, is said to have happened, or may happen.
    Event(Event),
    /// The one point on which accounts can be compared.
    Question(Question),
    /// Archived evidence.
    Document(Document),
    /// One answer by one source to one question, found in one document.
    Claim(Claim),
    /// Disregard a record, and why.
    Withdrawal(Withdrawal),
    /// A signed opinion of a person on one or two records.
    Judgement(Judgement),
    /// Opens a sealed place of an earlier record.
    Disclosure(Disclosure),
}

/// The kind of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// [`Record::Ledger`]
    Ledger,
    /// [`Record::Key`]
    Key,
    /// [`Record::Approval`]
    Approval,
    /// [`Record::Policy`]
    Policy,
    /// [`Record::Seal`]
    Seal,
    /// [`Record::Entity`]
    Entity,
    /// [`Record::Event`]
    Event,
    /// [`Record::Question`]
    Question,
    /// [`Record::Document`]
    Document,
    /// [`Record::Claim`]
    Claim,
    /// [`Record::Withdrawal`]
    Withdrawal,
    /// [`Record::Judgement`]
    Judgement,
    /// [`Record::Disclosure`]
    Disclosure,
}

impl Kind {
    /// The kind's name in the signed bytes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ledger => "ledger",
            Self::Key => "key",
            Self::Approval => "approval",
            Self::Policy => "policy",
            Self::Seal => "seal",
            Self::Entity => "entity",
            Self::Event => "event",
            Self::Question => "question",
            Self::Document => "document",
            Self::Claim => "claim",
            Self::Withdrawal => "withdrawal",
            Self::Judgement => "judgement",
            Self::Disclosure => "disclosure",
        }
    }

    /// Whether records of this kind carry a slug of their recorder's.
    pub fn has_slug(self) -> bool {
        matches!(self, Self::Entity | Self::Event | Self::Question | Self::Document)
    }

    /// Whether a leaf of this kind counts in a seal's roster hash.
    pub fn is_roster(self) -> bool {
        matches!(self, Self::Ledger | Self::Key | Self::Approval | Self::Policy)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Record {
    /// The kind of this record.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Ledger(_) => Kind::Ledger,
            Self::Key(_) => Kind::Key,
            Self::Approval(_) => Kind::Approval,
            Self::Policy(_) => Kind::Policy,
            Self::Seal(_) => Kind::Seal,
            Self::Entity(_) => Kind::Entity,
            Self::Event(_) => Kind::Event,
            Self::Question(_) => Kind::Question,
            Self::Document(_) => Kind::Document,
            Self::Claim(_) => Kind::Claim,
            Self::Withdrawal(_) => Kind::Withdrawal,
            Self::Judgement(_) => Kind::Judgement,
            Self::Disclosure(_) => Kind::Disclosure,
        }
    }

    /// The slug, where this kind has one.
    pub fn slug(&self) -> Option<&Slug> {
        match self {
            Self::Entity(record) => Some(&record.slug),
            Self::Event(record) => Some(&record.slug),
            Self::Question(record) => Some(&record.slug),
            Self::Document(record) => Some(&record.slug),
            Self::Ledger(_)
            | Self::Key(_)
            | Self::Approval(_)
            | Self::Policy(_)
            | Self::Seal(_)
            | Self::Claim(_)
            | Self::Withdrawal(_)
            | Self::Judgement(_)
            | Self::Disclosure(_) => None,
        }
    }

    /// The version that this record corrects, with the reason.
    pub fn correction(&self) -> CorrectionNote<'_> {
        let (corrects, reason) = match self {
            Self::Entity(record) => (&record.corrects, &record.reason),
            Self::Event(record) => (&record.corrects, &record.reason),
            Self::Question(record) => (&record.corrects, &record.reason),
            Self::Document(record) => (&record.corrects, &record.reason),
            Self::Claim(record) => (&record.corrects, &record.reason),
            Self::Judgement(record) => (&record.corrects, &record.reason),
            Self::Ledger(_)
            | Self::Key(_)
            | Self::Approval(_)
            | Self::Policy(_)
            | Self::Seal(_)
            | Self::Withdrawal(_)
            | Self::Disclosure(_) => (&None, &None),
        };
        CorrectionNote { corrects: corrects.as_ref(), reason: reason.as_ref() }
    }

    /// Every identity that the record refers to, with the field and the kind that must stand there.
    ///
    /// `corrects` and the target of a withdrawal or disclosure are not among them, for they name a version; nor what a judgement is on, which can be of several
    /// kinds.
    pub fn references(&self) -> Vec<Reference> {
        match self {
            Self::Entity(record) => record.references(),
            Self::Event(record) => record.references(),
            Self::Question(record) => record.references(),
            Self::Document(record) => record.references(),
            Self::Claim(record) => record.references(),
            Self::Ledger(_)
            | Self::Key(_)
            | Self::Approval(_)
            | Self::Policy(_)
            | Self::Seal(_)
            | Self::Withdrawal(_)
            | Self::Judgement(_)
            | Self::Disclosure(_) => Vec::new(),
        }
    }

    /// Every id that the record names, of whatever: what must be known to judge it.
    pub fn mentions(&self) -> Vec<RecordId> {
        let mut ids: Vec<_> = self.references().iter().map(|reference| reference.id).collect();
        ids.extend(self.correction().corrects);
        match self {
            Self::Approval(approval) => ids.push(approval.of),
            Self::Withdrawal(withdrawal) => ids.push(withdrawal.target),
            Self::Judgement(judgement) => ids.extend(&judgement.on),
            Self::Disclosure(disclosure) => ids.push(disclosure.target),
            _ => {}
        }
        ids
    }

    /// The places of the record that are sealed, each with its commitment.
    pub fn sealed(&self) -> Vec<(SealedField, SealedHash)> {
        match self {
            Self::Claim(claim) => claim.sealed(),
            Self::Document(document) => document.sealed(),
            _ => Vec::new(),
        }
    }

    /// What is wrong with the record, as far as it can be told from the record alone (code `record.invalid`).
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = match self {
            Self::Entity(record) => record.problems(),
            Self::Event(record) => record.problems(),
            Self::Question(record) => record.problems(),
            Self::Document(record) => record.problems(),
            Self::Claim(record) => record.problems(),
            Self::Judgement(record) => record.problems(),
            Self::Disclosure(record) => record.problems(),
            Self::Policy(record) => record.problems(),
            Self::Ledger(_) | Self::Key(_) | Self::Approval(_) | Self::Seal(_) | Self::Withdrawal(_) => Vec::new(),
        };
        let correction = self.correction();
        if correction.corrects.is_some() && correction.reason.is_none() {
            problems.push(Problem::new("reason", "a correction gives its reason"));
        }
        let revises = matches!(self, Self::Claim(claim) if claim.revises.is_some());
        if correction.reason.is_some() && correction.corrects.is_none() && !revises {
            problems.push(Problem::new("reason", "a reason stands only with `corrects` or `revises`"));
        }
        problems
    }

    /// The canonical bytes: the payload of a statement.
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(self)
    }

    /// Decodes exactly the bytes that [`Record::encode`] gives.
    ///
    /// # Errors
    /// For every other byte string, and for a kind that this version doesn't know.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        cbor::decode_with(bytes, Self::from_value)
    }

    fn from_value(mut value: ciborium::Value) -> Result<Self, DecodeError> {
        use ciborium::Value;
        let Value::Map(fields) = &mut value else {
            return Err(DecodeError::Shape("a record is a map".to_owned()));
        };
        let place = fields.iter().position(|(key, _)| key.as_text() == Some("kind"));
        let kind = match place.map(|place| fields.remove(place).1) {
            Some(Value::Text(kind)) => kind,
            _ => return Err(DecodeError::Shape("a record has a text field `kind`".to_owned())),
        };
        Ok(match kind.as_str() {
            "ledger" => Self::Ledger(cbor::from_value(value)?),
            "key" => Self::Key(cbor::from_value(value)?),
            "approval" => Self::Approval(cbor::from_value(value)?),
            "policy" => Self::Policy(cbor::from_value(value)?),
            "seal" => Self::Seal(cbor::from_value(value)?),
            "entity" => Self::Entity(cbor::from_value(value)?),
            "event" => Self::Event(cbor::from_value(value)?),
            "question" => Self::Question(cbor::from_value(value)?),
            "document" => Self::Document(cbor::from_value(value)?),
            "claim" => Self::Claim(cbor::from_value(value)?),
            "withdrawal" => Self::Withdrawal(cbor::from_value(value)?),
            "judgement" => Self::Judgement(cbor::from_value(value)?),
            "disclosure" => Self::Disclosure(cbor::from_value(value)?),
            other => return Err(DecodeError::Shape(format!("unknown kind {:?}", clip(other)))),
        })
    }
}

fn clip(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
