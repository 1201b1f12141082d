//! How two answers lie to each other, by their type (docs/comparison.md, "By type").

use std::collections::HashSet;

use super::casefile::Casefile;
use super::judgements::{Identity, Judgements};
use super::lists::{List, compare_lists};
use super::numbers::{NumberSet, Ratio};
use super::quantity::{InterpretError, interpret, interpret_denial};
use super::verdict::ReasonCode;
use super::words::{folded, group_digits, quantity_words, range_words, time_words, value_words};
use crate::edtf::Edtf;
use crate::hash::RecordId;
use crate::record::quantity::Counting;
use crate::record::{Answer, Quantity, Text, Value};

/// How two answers lie to each other, before it is asked how firmly they are held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// One answer.
    Same(ReasonCode, String),
    /// Both can be true.
    Meet(ReasonCode, String),
    /// They can't both be true.
    Exclude(ReasonCode, String),
    /// It takes a person to tell.
    Open(ReasonCode, String),
}

/// What two answers are compared by.
pub(super) struct Table<'a> {
    pub(super) casefile: &'a Casefile,
    pub(super) judgements: &'a Judgements,
    pub(super) counting: Counting,
    /// Whether the question allows several answers.
    pub(super) many: bool,
}

/// A quantity, or the denial of one.
#[derive(Clone, Copy)]
pub(super) struct Figure<'a> {
    pub(super) quantity: &'a Quantity,
    pub(super) denied: bool,
}

impl<'a> Figure<'a> {
    /// The quantity of an answer that has just one.
    pub(super) fn of(answer: &'a Answer) -> Option<Self> {
        match answer {
            Answer::Value(Value::Quantity(quantity)) => Some(Self { quantity, denied: false }),
            Answer::Denies(Value::Quantity(quantity)) => Some(Self { quantity, denied: true }),
            _ => None,
        }
    }

    pub(super) fn words(self) -> String {
        let words = quantity_words(self.quantity);
        if self.denied { format!("not {words}") } else { words }
    }

    /// Whether the words alone don't tell what numbers are meant.
    fn is_hedged(self) -> bool {
        use Quantity::{About, Measured, Nearly, Phrase};
        matches!(self.quantity, About(_) | Nearly(_) | Phrase(_) | Measured(_))
    }

    fn words_and_range(self, numbers: &NumberSet) -> String {
        if self.is_hedged() { format!("{} ({})", self.words(), range_words(numbers)) } else { self.words() }
    }
}

impl Table<'_> {
    /// Holds two answers against each other that both answer.
    pub(super) fn answers(&self, left: &Answer, right: &Answer) -> Outcome {
        match (left, right) {
            (Answer::Value(left), Answer::Value(right)) => match self.values(left, right) {
                Outcome::Exclude(..) if self.many => {
                    Outcome::Meet(ReasonCode::SeveralAnswers, "the question allows several answers".to_owned())
                }
                outcome => outcome,
            },
            (Answer::Denies(_), _) | (_, Answer::Denies(_)) => self.denials(left, right),
            (Answer::Values { .. }, _) | (_, Answer::Values { .. }) => {
                compare_lists(&as_list(left), &as_list(right), self)
            }
            (Answer::Silent(_), _) | (_, Answer::Silent(_)) => {
                Outcome::Open(ReasonCode::NeedsJudgement, "one of them is no answer".to_owned())
            }
        }
    }

    /// A denial against a list excludes nothing but what it denies; that takes a person.
    fn denials(&self, left: &Answer, right: &Answer) -> Outcome {
        match (Figure::of(left), Figure::of(right)) {
            (Some(left), Some(right)) => self.figures(left, right),
            _ if left == right => Outcome::Same(ReasonCode::SameAnswer, "the same denial".to_owned()),
            _ => Outcome::Open(ReasonCode::NeedsJudgement, "a denial and a list need a judgement".to_owned()),
        }
    }

    /// Holds two values against each other.
    pub(super) fn values(&self, left: &Value, right: &Value) -> Outcome {
        let words = |value: &Value| value_words(self.casefile, value);
        let same = |both: String| Outcome::Same(ReasonCode::SameAnswer, format!("both say {both}"));
        match (left, right) {
            (Value::Quantity(left), Value::Quantity(right)) => {
                self.figures(Figure { quantity: left, denied: false }, Figure { quantity: right, denied: false })
            }
            (Value::Moment(left), Value::Moment(right)) => moments(left, right),
            (Value::Entity(left), Value::Entity(right)) => self.entities(*left, *right),
            (Value::YesNo(a), Value::YesNo(b)) if a == b => same(words(left)),
            (Value::YesNo(_), Value::YesNo(_)) => {
                Outcome::Exclude(ReasonCode::OppositeAnswers, "opposite answers, yes and no".to_owned())
            }
            (Value::Choice(a), Value::Choice(b)) if folded(a.as_str()) == folded(b.as_str()) => same(words(left)),
            (Value::Choice(a), Value::Choice(b)) => {
                Outcome::Exclude(ReasonCode::DifferentOptions, format!("different options: {a} and {b}"))
            }
            (Value::Text(a), Value::Text(b)) => texts(a, b),
            _ => Outcome::Open(ReasonCode::OtherForm, "answers of different sorts".to_owned()),
        }
    }

    fn interpret(&self, figure: Figure<'_>) -> Result<NumberSet, InterpretError> {
        let policy = self.casefile.policy();
        if figure.denied {
            interpret_denial(policy, figure.quantity, self.counting)
        } else {
            interpret(policy, figure.quantity, self.counting)
        }
    }

    /// The numbers of two figures, or why there are none.
    pub(super) fn numbers(&self, left: Figure<'_>, right: Figure<'_>) -> Result<(NumberSet, NumberSet), Outcome> {
        let open = |error: InterpretError| Outcome::Open(ReasonCode::NotInterpreted, error.to_string());
        match (self.interpret(left), self.interpret(right)) {
            (Ok(a), Ok(b)) => Ok((a, b)),
            // One error for both orders: the words may differ, the outcome not.
            (Err(error), _) | (_, Err(error)) => Err(open(error)),
        }
    }

    fn figures(&self, left: Figure<'_>, right: Figure<'_>) -> Outcome {
        let same_words = left.denied == right.denied && left.quantity == right.quantity;
        let both = || Outcome::Same(ReasonCode::SameAnswer, format!("both say {}", left.words()));
        let (a, b) = match self.numbers(left, right) {
            Ok(numbers) => numbers,
            Err(_) if same_words => return both(),
            Err(open) => return open,
        };
        if a == b {
            let words = || format!("{} and {} stand for the same numbers", left.words(), right.words());
            return if same_words { both() } else { Outcome::Same(ReasonCode::SameAnswer, words()) };
        }
        self.different_figures((left, &a), (right, &b))
    }

    /// Two figures that stand for different numbers.
    fn different_figures(&self, (left, a): (Figure<'_>, &NumberSet), (right, b): (Figure<'_>, &NumberSet)) -> Outcome {
        if let (Quantity::Exactly(m), Quantity::Exactly(n)) = (left.quantity, right.quantity)
            && !left.denied
            && !right.denied
            && m.is_rounding_of(*n)
        {
            let words = format!("{} and {} are one number, more and less exact", left.words(), right.words());
            return Outcome::Meet(ReasonCode::Rounding, words);
        }
        let Some(shared) = a.intersection(b) else {
            let times = ratio_words(a.ratio(b), "; the greater is at least", "times the lesser");
            let (left, right) = (left.words_and_range(a), right.words_and_range(b));
            return Outcome::Exclude(
                ReasonCode::NoCommonNumber,
                format!("no number fits both: {left}, and {right}{times}"),
            );
        };
        let figures = (left.quantity.figure(), right.quantity.figure());
        let ratio = match figures {
            (Some(m), Some(n)) if !left.denied && !right.denied => Ratio::of(m.amount(), n.amount()),
            _ => None,
        };
        let times = ratio_words(ratio, "; the greater figure is", "times the lesser");
        let within = |inner: Figure<'_>, outer: Figure<'_>, numbers: &NumberSet| {
            if outer.denied {
                format!("{} is not ruled out by \"{}\"{times}", inner.words(), outer.words())
            } else if outer.is_hedged() {
                format!("{} lies within {} ({}){times}", inner.words(), range_words(numbers), outer.words())
            } else {
                format!("{} lies within \"{}\"{times}", inner.words(), outer.words())
            }
        };
        if a.is_subset(b) {
            Outcome::Meet(ReasonCode::Within, within(left, right, b))
        } else if b.is_subset(a) {
            Outcome::Meet(ReasonCode::Within, within(right, left, a))
        } else {
            let (left, right) = (left.words_and_range(a), right.words_and_range(b));
            let shared = range_words(&shared);
            Outcome::Meet(ReasonCode::Overlap, format!("both fit {shared}: {left}, and {right}{times}"))
        }
    }

    fn entities(&self, left: RecordId, right: RecordId) -> Outcome {
        let names = |a, b| (self.casefile.name(a), self.casefile.name(b));
        let (a, b) = names(left, right);
        let judged = self.judgements.identity_relation(left, right);
        if left == right {
            return Outcome::Same(ReasonCode::SameAnswer, format!("both say {a}"));
        }
        if judged.identity == Identity::Same {
            return Outcome::Same(ReasonCode::SameAnswer, format!("{a} and {b} are judged the same"));
        }
        for (inner, outer) in [(left, right), (right, left)] {
            if self.lies_in(inner, outer) {
                let (inner, outer) = names(inner, outer);
                let words = format!("one is broader: {inner} is part or kind of {outer}");
                return Outcome::Meet(ReasonCode::Broader, words);
            }
        }
        match judged.identity {
            Identity::Different => {
                let also = if judged.same.is_empty() { "" } else { ", though somebody judged them the same" };
                Outcome::Exclude(ReasonCode::DifferentEntities, format!("{a} and {b} are judged different{also}"))
            }
            _ => {
                let words = format!("identity not judged: nobody has said whether {a} and {b} are the same");
                Outcome::Open(ReasonCode::IdentityNotJudged, words)
            }
        }
    }

    /// Whether one entity is judged, or recorded by the gazetteer, to be part or kind of another, over any number of steps.
    fn lies_in(&self, inner: RecordId, outer: RecordId) -> bool {
        let goal = self.judgements.leader(outer);
        let mut seen = HashSet::from([self.judgements.leader(inner)]);
        let mut open = vec![self.judgements.leader(inner)];
        while let Some(next) = open.pop() {
            for member in self.judgements.class(next) {
                let steps = self.casefile.wholes_of(member).iter().chain(self.judgements.wholes_of(member));
                for whole in steps.map(|whole| self.judgements.leader(*whole)) {
                    if whole == goal {
                        return true;
                    }
                    if seen.insert(whole) {
                        open.push(whole);
                    }
                }
            }
        }
        false
    }
}

fn ratio_words(ratio: Option<Ratio>, before: &str, after: &str) -> String {
    ratio.map_or(String::new(), |ratio| format!("{before} {} {after}", group_digits(&ratio.to_string())))
}

fn as_list(answer: &Answer) -> List<'_> {
    let complete = matches!(answer, Answer::Values { complete: true, .. });
    List { values: answer.values(), complete }
}

fn moments(left: &Edtf, right: &Edtf) -> Outcome {
    let (a, b) = (left.span(), right.span());
    let hedges = |moment: &Edtf| (moment.is_approximate(), moment.is_uncertain());
    let hedged = hedges(left) != hedges(right);
    let (left_words, right_words) = (time_words(left), time_words(right));
    if a == b && !hedged {
        return Outcome::Same(ReasonCode::SameAnswer, format!("both say {left_words}"));
    }
    if a.is_disjoint(b) {
        return Outcome::Exclude(
            ReasonCode::NoCommonTime,
            format!("no time fits both: {left_words}, and {right_words}"),
        );
    }
    if a == b {
        let words = format!("{left_words} and {right_words} cover the same time, but not with the same certainty");
        return Outcome::Meet(ReasonCode::Overlap, words);
    }
    let within = |inner: &str, outer: &str| {
        let zone = if a.is_zoned() == b.is_zoned() { "" } else { " in some time zone" };
        Outcome::Meet(ReasonCode::Within, format!("{inner} lies within {outer}{zone}"))
    };
    if b.contains(a) {
        within(&left_words, &right_words)
    } else if a.contains(b) {
        within(&right_words, &left_words)
    } else {
        Outcome::Meet(ReasonCode::Overlap, format!("{left_words} and {right_words} overlap"))
    }
}

fn texts(left: &Text, right: &Text) -> Outcome {
    if folded(left.as_str()) == folded(right.as_str()) {
        Outcome::Same(ReasonCode::SameAnswer, format!("both say \"{left}\""))
    } else {
        Outcome::Open(ReasonCode::NeedsJudgement, "text needs a judgement: it is compared by people".to_owned())
    }
}
