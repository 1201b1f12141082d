//! `question`: the one point on which accounts can be compared.

use super::Kind;
use super::common::{Names, Problem, Reference, Scope, True, has_twins, optional_scope, some_items};
use super::quantity::Counting;
use super::text::{Period, Slug, Text};
use crate::hash::RecordId;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// What sort of answer a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerType {
    /// A number of some unit.
    Quantity,
    /// A date or time.
    Moment,
    /// A person, organisation, office, place or thing.
    Entity,
    /// Yes or no.
    YesNo,
    /// One of the question's options.
    Choice,
    /// Words, compared by people.
    Text,
}

impl AnswerType {
    /// The type's name in the signed bytes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quantity => "quantity",
            Self::Moment => "moment",
            Self::Entity => "entity",
            Self::YesNo => "yes-no",
            Self::Choice => "choice",
            Self::Text => "text",
        }
    }
}

impl fmt::Display for AnswerType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Which times of two answers can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AsOfRule {
    /// The state at one time.
    Snapshot,
    /// A count from a beginning up to a time: it may grow and not fall.
    Cumulative,
    /// A count over a length of time.
    Period,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// An event, by identity.
    Event(RecordId),
    /// A claim, by identity: a question on what somebody said.
    Claim(RecordId),
}

/// The one point on which accounts can be compared (docs/format/records.md, "question").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The recorder's short name for it.
    pub slug: Slug,
    /// The event that it is about; else `claim` is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<RecordId>,
    /// The claim that it is about; else `event` is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<RecordId>,
    /// The question in words, per language.
    pub asks: Names,
    /// What sort of answer it takes.
    #[serde(rename = "type")]
    pub answer_type: AnswerType,
    /// The unit of a quantity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// There for a quantity that isn't a count of whole things.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<True>,
    /// The options of a choice, 2 to 1,024.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "several_options")]
    pub options: Option<Vec<Text>>,
    /// There when a claim answers with a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub many: Option<True>,
    /// Places and population.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_scope")]
    pub scope: Option<Scope>,
    /// Which times can be compared.
    pub rule: AsOfRule,
    /// The length of the period, for the rule period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The recorder's remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// The version that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<RecordId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

fn several_options<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Text>>, D::Error> {
    let options: Vec<Text> = some_items(deserializer)?;
    if options.len() < 2 { Err(D::Error::custom("options are 2 to 1,024")) } else { Ok(Some(options)) }
}

impl Question {
    /// What the question is about; `None` in a record that breaks the rule that it is about exactly one thing.
    pub fn about(&self) -> Option<About> {
        match (self.event, self.claim) {
            (Some(event), None) => Some(About::Event(event)),
            (None, Some(claim)) => Some(About::Claim(claim)),
            _ => None,
        }
    }

    /// What a quantity counts.
    pub fn counting(&self) -> Counting {
        if self.measure.is_some() { Counting::Measure } else { Counting::Whole }
    }

    /// Whether another version asks for the same: what a correction must keep.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        let same_scope = match (&self.scope, &other.scope) {
            (Some(left), Some(right)) => left.same(right),
            (left, right) => left.is_none() && right.is_none(),
        };
        same_scope
            && (self.event, self.claim) == (other.event, other.claim)
            && (self.answer_type, self.rule) == (other.answer_type, other.rule)
            && (&self.unit, &self.measure) == (&other.unit, &other.measure)
            && (&self.options, &self.many) == (&other.options, &other.many)
            && self.period == other.period
    }

    pub(super) fn references(&self) -> Vec<Reference> {
        let mut references = Vec::new();
        references.extend(self.event.map(|id| Reference::new("event", id, Kind::Event)));
        references.extend(self.claim.map(|id| Reference::new("claim", id, Kind::Claim)));
        references.extend(self.scope.iter().flat_map(Scope::references));
        references
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut demand = |holds: bool, field: &'static str, words: &str| {
            if !holds {
                problems.push(Problem::new(field, words));
            }
        };
        let is_quantity = self.answer_type == AnswerType::Quantity;
        let is_choice = self.answer_type == AnswerType::Choice;
        demand(self.about().is_some(), "event", "a question is about one event or one claim");
        demand(self.unit.is_some() == is_quantity, "unit", "quantities have a unit, other answers have none");
        demand(is_quantity || self.measure.is_none(), "measure", "only quantities are measures");
        demand(self.options.is_some() == is_choice, "options", "choices have options, other answers have none");
        if let Some(options) = &self.options {
            demand(options.len() >= 2 && !has_twins(options), "options", "two or more different options");
        }
        let is_period = self.rule == AsOfRule::Period;
        demand(self.period.is_some() == is_period, "period", "the rule `period` has a period, other rules have none");
        demand(is_quantity || self.rule == AsOfRule::Snapshot, "rule", "only quantities are cumulative or of a period");
        problems.extend(self.scope.iter().flat_map(Scope::problems));
        problems
    }
}
