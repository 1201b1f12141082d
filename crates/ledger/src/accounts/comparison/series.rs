//! One source over time.

use std::collections::HashMap;

use super::super::casefile::Casefile;
use super::super::compare::compare;
use super::super::judgements::Judgements;
use super::super::verdict::{Label, ReasonCode, Verdict};
use super::super::view::ClaimView;
use super::super::words::time_words;
use super::groups::{AnswerKey, Terms};
use super::matrix::can_be_one_time;
use super::sources::SourceKey;
use super::{asked, claims_on};
use crate::hash::RecordId;

/// One source on an event over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The event, by identity.
    pub event: RecordId,
    /// The source.
    pub source: SourceKey,
    /// What it said, question by question in the order of the log.
    pub series: Vec<Series>,
}

/// One source on one question, with one unit, scope and period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The question; several where they are judged the same.
    pub questions: Vec<RecordId>,
    /// Its claims in the order of their as-of, those without one first; claims of one time in the order of the log.
    pub steps: Vec<Step>,
}

/// One claim of a series, and what it changes. Corrections by the recorder are marks of the claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The claim.
    pub claim: RecordId,
    /// The claim that it is held against: the one before, or the one that it revises.
    pub previous: Option<RecordId>,
    /// What changes.
    pub change: Change,
    /// The verdict on both.
    pub verdict: Option<Verdict>,
    /// What changes, in words.
    pub words: String,
}

/// What a claim changes in a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// It is the first.
    First,
    /// The same answer.
    Same,
    /// The same time in another document.
    Relay,
    /// The source says that it changed its answer.
    Revised,
    /// A cumulative count, not fallen.
    Growth,
    /// A cumulative count that fell, and nobody says why.
    SilentDrop,
    /// Another answer.
    Changed,
    /// It gives no answer.
    Silent,
    /// It is withdrawn, and nothing is held against it.
    Withdrawn,
}

impl Change {
    /// Its name, for scripts; never reworded.
    pub fn code(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Same => "same",
            Self::Relay => "relay",
            Self::Revised => "revised",
            Self::Growth => "growth",
            Self::SilentDrop => "silent-drop",
            Self::Changed => "changed",
            Self::Silent => "silent",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What one source said on an event, and when it changed.
pub fn over_time(casefile: &Casefile, judgements: &Judgements, event: RecordId, source: &SourceKey) -> Timeline {
    let mut series = Vec::new();
    for questions in asked(casefile, judgements, event) {
        let mut by_terms: Vec<Vec<ClaimView<'_>>> = Vec::new();
        let mut place_of = HashMap::new();
        for view in claims_on(casefile, &questions) {
            if SourceKey::of(judgements, &view) != *source {
                continue;
            }
            let place = *place_of.entry(Terms::of(judgements, &view)).or_insert(by_terms.len());
            if place == by_terms.len() {
                by_terms.push(Vec::new());
            }
            by_terms[place].push(view);
        }
        for mut claims in by_terms {
            // The claims come in the order of the log, and sorting keeps it within one time.
            claims.sort_by_key(|view| view.as_of().map(|time| time.span().earliest_s().unwrap_or(i64::MIN)));
            let steps = steps(casefile, judgements, &claims);
            series.push(Series { questions: questions.clone(), steps });
        }
    }
    Timeline { event, source: source.clone(), series }
}

fn steps(casefile: &Casefile, judgements: &Judgements, claims: &[ClaimView<'_>]) -> Vec<Step> {
    let mut steps = Vec::with_capacity(claims.len());
    let mut last: Option<ClaimView<'_>> = None;
    for view in claims {
        let revised = view.claim.revises.and_then(|id| casefile.claim(id));
        let previous = revised.or(last);
        let bench = (casefile, judgements);
        steps.push(step(bench, view, previous.as_ref(), revised.is_some()));
        if !view.is_withdrawn() && view.answers() {
            last = Some(*view);
        }
    }
    steps
}

fn step(
    (casefile, judgements): (&Casefile, &Judgements),
    view: &ClaimView<'_>,
    previous: Option<&ClaimView<'_>>,
    is_revision: bool,
) -> Step {
    let answer = |view: &ClaimView<'_>| match view.as_of() {
        Some(time) => format!("{} as of {}", view.answer_words(), time_words(time)),
        None => view.answer_words(),
    };
    let alone = |change, words: String| Step { claim: view.identity, previous: None, change, verdict: None, words };
    if view.is_withdrawn() {
        return alone(Change::Withdrawn, format!("withdrawn: {}", answer(view)));
    }
    if !view.answers() {
        return alone(Change::Silent, answer(view));
    }
    let Some(previous) = previous else { return alone(Change::First, answer(view)) };
    let verdict = compare(casefile, judgements, previous, view);
    let key = |view: &ClaimView<'_>| AnswerKey::of(casefile, judgements, view);
    // Words that stand for no numbers can't be compared; in two documents on one time they are no change of mind all the same.
    let is_elsewhere = previous.claim.document != view.claim.document && can_be_one_time(previous, view);
    let is_uncompared = verdict.label == Label::Unaligned && is_elsewhere;
    let change = match verdict.reason {
        _ if is_revision => Change::Revised,
        _ if verdict.relay.is_some() || is_uncompared => Change::Relay,
        ReasonCode::CumulativeFall => Change::SilentDrop,
        _ if verdict.label == Label::Agree || key(previous) == key(view) => Change::Same,
        ReasonCode::Growth => Change::Growth,
        _ => Change::Changed,
    };
    let both = format!("{}, then {}", answer(previous), answer(view));
    let words = match change {
        Change::Revised => format!("the source revised its answer: {both}"),
        Change::Relay if verdict.relay.is_none() => format!("the same time in another document, not compared: {both}"),
        Change::Relay => verdict.words.clone(),
        Change::SilentDrop => format!("fell without a word: {both}"),
        Change::Same => format!("unchanged: {both}"),
        Change::Growth => format!("grew: {both}"),
        _ => format!("changed: {both}"),
    };
    Step { claim: view.identity, previous: Some(previous.identity), change, verdict: Some(verdict), words }
}
