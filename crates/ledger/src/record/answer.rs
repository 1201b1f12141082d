//! The answer of a claim.

use super::common::{MAX_ITEMS, Problem, Reference, True};
use super::quantity::{Counting, Quantity};
use super::question::{AnswerType, Question};
use super::{Kind, Text};
use crate::edtf::Edtf;
use crate::hash::RecordId;
use serde::{Deserialize, Serialize};

/// An answer that gives no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Silence {
    /// The document was read whole and says nothing on it.
    NotMentioned,
    /// The source was asked, or spoke of it, and would not answer.
    Declined,
}

/// One typed value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A number, as the source hedged it.
    Quantity(Quantity),
    /// A date or time.
    Moment(Edtf),
    /// An entity, by identity.
    Entity(RecordId),
    /// Yes or no.
    YesNo(bool),
    /// One of the question's options.
    Choice(Text),
    /// Words.
    Text(Text),
}

impl Value {
    /// The type of question that this value answers.
    pub fn answer_type(&self) -> AnswerType {
        match self {
            Self::Quantity(_) => AnswerType::Quantity,
            Self::Moment(_) => AnswerType::Moment,
            Self::Entity(_) => AnswerType::Entity,
            Self::YesNo(_) => AnswerType::YesNo,
            Self::Choice(_) => AnswerType::Choice,
            Self::Text(_) => AnswerType::Text,
        }
    }
}

/// What a claim answers (docs/format/records.md, "answer").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub enum Answer {
    /// No answer.
    Silent(Silence),
    /// One value.
    Value(Value),
    /// Only that it is not this.
    Denies(Value),
    /// Several values.
    Values {
        /// 1 to 1,024, none twice.
        values: Vec<Value>,
        /// Whether the source says that this is all.
        complete: bool,
    },
}

/// The answer as it is signed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    silent: Option<Silence>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    denies: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    values: Option<Vec<Value>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    complete: Option<True>,
}

impl TryFrom<Wire> for Answer {
    type Error = &'static str;

    fn try_from(wire: Wire) -> Result<Self, Self::Error> {
        let Wire { silent, value, denies, values, complete } = wire;
        match (silent, value, denies, values, complete) {
            (Some(silence), None, None, None, None) => Ok(Self::Silent(silence)),
            (None, Some(value), None, None, None) => Ok(Self::Value(value)),
            (None, None, Some(value), None, None) => Ok(Self::Denies(value)),
            (None, None, None, Some(values), complete) if (1..=MAX_ITEMS).contains(&values.len()) => {
                Ok(Self::Values { values, complete: complete.is_some() })
            }
            _ => Err("an answer is exactly one of silent, value, denies, or 1 to 1,024 values"),
        }
    }
}

impl From<Answer> for Wire {
    fn from(answer: Answer) -> Self {
        let mut wire = Self { silent: None, value: None, denies: None, values: None, complete: None };
        match answer {
            Answer::Silent(silence) => wire.silent = Some(silence),
            Answer::Value(value) => wire.value = Some(value),
            Answer::Denies(value) => wire.denies = Some(value),
            Answer::Values { values, complete } => {
                wire.values = Some(values);
                wire.complete = True::when(complete);
            }
        }
        wire
    }
}

impl Answer {
    /// The values that it holds, in order; none for a silence.
    pub fn values(&self) -> &[Value] {
        match self {
            Self::Silent(_) => &[],
            Self::Value(value) | Self::Denies(value) => std::slice::from_ref(value),
            Self::Values { values, .. } => values,
        }
    }

    /// The entities that it names.
    pub(super) fn references(&self) -> Vec<Reference> {
        let entity = |value: &Value| match value {
            Value::Entity(id) => Some(Reference::new("answer", *id, Kind::Entity)),
            _ => None,
        };
        self.values().iter().filter_map(entity).collect()
    }

    /// What is wrong with it by itself.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut say = |words: &str| problems.push(Problem::new("answer", words));
        if matches!(self, Self::Denies(value) if value.answer_type() != AnswerType::Quantity) {
            say("only a quantity can be denied as such; deny a yes-no with false");
        }
        if let Self::Values { values, .. } = self
            && values.iter().enumerate().any(|(at, value)| values[..at].contains(value))
        {
            say("a value stands twice");
        }
        for value in self.values() {
            if let Value::Quantity(quantity) = value
                && let Err(error) = quantity.check(Counting::Measure)
            {
                say(&error.to_string());
            }
        }
        problems
    }

    /// What is wrong with it as an answer to this question.
    pub fn problems_for(&self, question: &Question) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut say = |words: String| problems.push(Problem::new("answer", words));
        if matches!(self, Self::Values { .. }) && question.many.is_none() {
            say("the question takes one answer, not a list".to_owned());
        }
        for value in self.values() {
            if value.answer_type() != question.answer_type {
                say(format!("the question takes a {}, not a {}", question.answer_type, value.answer_type()));
                continue;
            }
            match value {
                Value::Choice(choice) if !question.options.iter().flatten().any(|option| option == choice) => {
                    say(format!("{choice:?} is not one of the question's options"));
                }
                Value::Quantity(quantity) if question.counting() == Counting::Whole => {
                    if let Err(error) = quantity.check(Counting::Whole) {
                        say(error.to_string());
                    }
                }
                _ => {}
            }
        }
        problems
    }
}
