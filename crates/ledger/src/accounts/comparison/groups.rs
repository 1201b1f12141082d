//! Claims that say the same thing in the same way: one comparison serves all of them.

use std::collections::{BTreeSet, HashMap};

use super::super::casefile::Casefile;
use super::super::compare::scope_key;
use super::super::judgements::Judgements;
use super::super::numbers::NumberSet;
use super::super::quantity::interpret;
use super::super::view::ClaimView;
use super::super::words::folded;
use super::origins::Origins;
use crate::edtf::Span;
use crate::hash::RecordId;
use crate::record::quantity::Counting;
use crate::record::{Answer, Commitment, Period, Quantity, Silence, Value};

/// Claims with one answer, one commitment, one time and one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerGroup {
    /// The claims, in the order of the log; the first stands for all.
    pub claims: Vec<RecordId>,
    /// The columns in which one of them leads.
    pub columns: Vec<usize>,
    /// How many origins stand behind the answer.
    pub origins: Origins,
}

/// What two claims of one group have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct GroupKey {
    pub(super) terms: Terms,
    pub(super) answer: AnswerKey,
    as_of: Option<Span>,
    /// A claim that somebody judged against another stands for itself.
    judged: Option<RecordId>,
}

/// What a claim's answer is about, apart from the time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Terms {
    question: RecordId,
    unit: Option<String>,
    scope: Option<(BTreeSet<RecordId>, Option<String>)>,
    period: Option<Period>,
}

/// An answer and how firmly it is held.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct AnswerKey {
    commitment: Commitment,
    content: Content,
    condition: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Content {
    NotMentioned,
    Declined,
    Numbers(NumberSet),
    Denies(ValueKey),
    Value(ValueKey),
    List(Vec<ValueKey>, bool),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum ValueKey {
    Numbers(NumberSet),
    Quantity(Quantity),
    Moment(Span, bool, bool),
    Entity(RecordId),
    YesNo(bool),
    Words(String),
}

impl Terms {
    pub(super) fn of(judgements: &Judgements, view: &ClaimView<'_>) -> Self {
        Self {
            question: judgements.leader(view.claim.question),
            unit: view.unit().map(|unit| folded(unit.as_str())),
            scope: view.scope().map(|scope| scope_key(judgements, scope)),
            period: view.period().cloned(),
        }
    }
}

impl AnswerKey {
    pub(super) fn of(casefile: &Casefile, judgements: &Judgements, view: &ClaimView<'_>) -> Self {
        let value = |value: &Value| ValueKey::of(casefile, judgements, view.question.counting(), value);
        let content = match (&view.claim.answer, view.numbers()) {
            (_, Some(Ok(numbers))) => Content::Numbers(numbers),
            (Answer::Silent(Silence::NotMentioned), _) => Content::NotMentioned,
            (Answer::Silent(Silence::Declined), _) => Content::Declined,
            (Answer::Value(one), _) => Content::Value(value(one)),
            (Answer::Denies(denied), _) => Content::Denies(value(denied)),
            (Answer::Values { values, complete }, _) => {
                let mut keys: Vec<ValueKey> = values.iter().map(value).collect();
                // Any order will do, as long as it is always the same.
                keys.sort_by_cached_key(|key| format!("{key:?}"));
                Content::List(keys, *complete)
            }
        };
        let condition = view.claim.condition.as_ref().map(|condition| folded(condition.as_str()));
        Self { commitment: view.claim.commitment, content, condition }
    }
}

impl ValueKey {
    fn of(casefile: &Casefile, judgements: &Judgements, counting: Counting, value: &Value) -> Self {
        match value {
            Value::Quantity(quantity) => match interpret(casefile.policy(), quantity, counting) {
                Ok(numbers) => Self::Numbers(numbers),
                Err(_) => Self::Quantity(quantity.clone()),
            },
            Value::Moment(moment) => Self::Moment(moment.span(), moment.is_approximate(), moment.is_uncertain()),
            Value::Entity(id) => Self::Entity(judgements.leader(*id)),
            Value::YesNo(truth) => Self::YesNo(*truth),
            Value::Choice(words) | Value::Text(words) => Self::Words(folded(words.as_str())),
        }
    }
}

impl GroupKey {
    fn of(casefile: &Casefile, judgements: &Judgements, view: &ClaimView<'_>) -> Self {
        Self {
            terms: Terms::of(judgements, view),
            answer: AnswerKey::of(casefile, judgements, view),
            as_of: view.as_of().map(|time| time.span()),
            judged: judgements.is_judged_claim(view.identity).then_some(view.identity),
        }
    }
}

/// Puts claims that say the same together, in the order of the log. `leads_in` tells the column in which a claim leads.
pub(super) fn group(
    casefile: &Casefile,
    judgements: &Judgements,
    claims: &[ClaimView<'_>],
    leads_in: impl Fn(RecordId) -> Option<usize>,
) -> Vec<AnswerGroup> {
    let mut place_of = HashMap::new();
    let mut members: Vec<Vec<&ClaimView<'_>>> = Vec::new();
    for view in claims {
        let place = *place_of.entry(GroupKey::of(casefile, judgements, view)).or_insert(members.len());
        if place == members.len() {
            members.push(Vec::new());
        }
        members[place].push(view);
    }
    let finish = |members: Vec<&ClaimView<'_>>| {
        let claims: Vec<RecordId> = members.iter().map(|view| view.identity).collect();
        let columns = claims.iter().filter_map(|id| leads_in(*id)).collect();
        AnswerGroup { columns, origins: Origins::of(judgements, members), claims }
    };
    members.into_iter().map(finish).collect()
}
