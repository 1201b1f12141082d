//! One claim as it stands now, with everything that a reader must see beside it.

use std::fmt;

use super::LoggedRecord;
use super::casefile::{Casefile, Thing};
use super::numbers::NumberSet;
use super::quantity::{InterpretError, interpret, interpret_denial};
use crate::edtf::Edtf;
use crate::hash::RecordId;
use crate::record::{
    Answer, Claim, Commitment, Document, Handle, Period, Question, Record, Scope, SealedField, Source, Text, Value,
};

/// A claim in its version in force, with its question.
#[derive(Clone, Copy)]
pub struct ClaimView<'a> {
    /// The id of its first version.
    pub identity: RecordId,
    /// The version in force, as logged.
    pub logged: &'a LoggedRecord,
    /// What it says.
    pub claim: &'a Claim,
    /// The question that it answers, in force.
    pub question: &'a Question,
    /// All its versions.
    pub thing: Thing<'a>,
    pub(super) casefile: &'a Casefile,
}

/// Shows the claim alone: the casefile behind it has no end.
impl fmt::Debug for ClaimView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClaimView").field("identity", &self.identity).field("claim", &self.claim).finish()
    }
}

/// What a reader must know of a record before believing what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// The recorder was wrong before.
    Corrected {
        /// The version that is no longer in force, by its own id.
        version: RecordId,
        /// The version that took its place.
        by: RecordId,
        /// Why.
        reason: Option<String>,
    },
    /// The source itself changed its answer since.
    Revised {
        /// The later claim, by identity.
        by: RecordId,
    },
    /// The source itself changed an earlier answer into this one.
    Revises {
        /// The earlier claim, by identity.
        earlier: RecordId,
        /// Why, if it is said.
        reason: Option<String>,
    },
    /// It is to be disregarded.
    Withdrawn {
        /// The withdrawal, by its own id.
        by: RecordId,
        /// Why, if it is said.
        reason: Option<String>,
    },
    /// Some of it is sealed, and nobody has opened it.
    Sealed {
        /// Which fields.
        fields: Vec<SealedField>,
    },
    /// A field that was sealed when it was signed, and opened later.
    Disclosed {
        /// Which field.
        field: SealedField,
        /// The disclosure, by its own id.
        by: RecordId,
        /// Who disclosed it.
        handle: Handle,
        /// Why, if it is said.
        note: Option<String>,
    },
    /// Somebody else disagrees: an opinion, not a correction.
    Disputed {
        /// The judgement, by its own id.
        by: RecordId,
        /// Whose opinion.
        handle: Handle,
        /// Why.
        because: String,
    },
    /// Somebody compared it with its evidence.
    Checked {
        /// The judgement, by its own id.
        by: RecordId,
        /// Whose opinion.
        handle: Handle,
        /// What was checked.
        because: String,
    },
}

impl Mark {
    /// The mark in one word; never reworded.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Corrected { .. } => "corrected",
            Self::Revised { .. } => "revised",
            Self::Revises { .. } => "revises",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Sealed { .. } => "sealed",
            Self::Disclosed { .. } => "disclosed",
            Self::Disputed { .. } => "disputed",
            Self::Checked { .. } => "checked",
        }
    }
}

impl<'a> ClaimView<'a> {
    pub(super) fn of(casefile: &'a Casefile, thing: Thing<'a>) -> Option<Self> {
        let logged = thing.current();
        let Record::Claim(claim) = &logged.record else { return None };
        let question = casefile.question(claim.question)?;
        Some(Self { identity: thing.identity(), logged, claim, question, thing, casefile })
    }

    /// The document that it was found in, if it is here.
    pub fn document(&self) -> Option<&'a Document> {
        self.casefile.document(self.claim.document)
    }

    /// The unit that counts: the claim's own, else the question's.
    pub fn unit(&self) -> Option<&'a Text> {
        self.claim.unit.as_ref().or(self.question.unit.as_ref())
    }

    /// The scope that counts: the claim's own, else the question's.
    pub fn scope(&self) -> Option<&'a Scope> {
        self.claim.scope.as_ref().or(self.question.scope.as_ref())
    }

    /// The period that counts: the claim's own, else the question's.
    pub fn period(&self) -> Option<&'a Period> {
        self.claim.period.as_ref().or(self.question.period.as_ref())
    }

    /// What time the answer is about.
    pub fn as_of(&self) -> Option<&'a Edtf> {
        self.claim.as_of.as_ref()
    }

    /// Whether it gives an answer: not a silence, and not words that commit to nothing.
    pub fn answers(&self) -> bool {
        !matches!(self.claim.answer, Answer::Silent(_)) && self.claim.commitment != Commitment::None
    }

    /// The numbers that the answer stands for, by the log's phrase policy; `None` for other answers.
    ///
    /// A list of quantities has no one set.
    pub fn numbers(&self) -> Option<Result<NumberSet, InterpretError>> {
        let (policy, counting) = (self.casefile.policy(), self.question.counting());
        match &self.claim.answer {
            Answer::Value(Value::Quantity(quantity)) => Some(interpret(policy, quantity, counting)),
            Answer::Denies(Value::Quantity(quantity)) => Some(interpret_denial(policy, quantity, counting)),
            _ => None,
        }
    }

    /// The innermost source, if it is named: its origin.
    pub fn named_source(&self) -> Option<RecordId> {
        match self.claim.by {
            Source::Entity(id) => Some(id),
            _ => None,
        }
    }

    /// Whether the document is the source's own: it says there what it says at first hand.
    pub fn is_first_hand(&self) -> bool {
        let publisher = self.document().and_then(|document| document.publisher);
        self.claim.through.is_none() && publisher.is_some() && publisher == self.named_source()
    }

    /// Whether the source itself changed its answer since.
    pub fn is_revised(&self) -> bool {
        self.casefile.revised_by(self.identity).is_some()
    }

    /// Whether it is to be disregarded.
    pub fn is_withdrawn(&self) -> bool {
        self.thing.withdrawn().is_some()
    }

    /// Corrected, revised, withdrawn: what every view shows beside it.
    pub fn marks(&self) -> Vec<Mark> {
        let mut marks = self.casefile.marks(self.identity);
        marks.extend(self.casefile.revised_by(self.identity).map(|by| Mark::Revised { by }));
        marks.extend(self.claim.revises.map(|earlier| {
            // A correction needs the reason for itself; what is left belongs to the revision.
            let reason = self.claim.reason.as_ref().filter(|_| self.claim.corrects.is_none());
            Mark::Revises { earlier, reason: reason.map(ToString::to_string) }
        }));
        marks
    }
}

impl Casefile {
    /// What every view shows beside a record of any kind: that it was corrected or withdrawn.
    pub fn marks(&self, id: RecordId) -> Vec<Mark> {
        let Some(thing) = self.thing(id) else { return Vec::new() };
        let corrected = thing.superseded().map(|old| Mark::Corrected {
            version: old.version.id,
            by: old.corrected_by.id,
            reason: old.corrected_by.record.correction().reason.map(ToString::to_string),
        });
        let withdrawn = thing.withdrawn().map(|by| Mark::Withdrawn { by: by.id, reason: by.reason.clone() });
        let sealed = self.sealed_marks(&thing.current().record);
        corrected.chain(withdrawn).chain(sealed).chain(self.opinion_marks(thing.identity())).collect()
    }
}
