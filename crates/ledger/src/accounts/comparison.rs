//! Accounts of an event beside each other: the results that `diff` shows.
//!
//! All results are plain data: identities of claims, verdicts, counts. Names, words and quotes come from the
//! [`Casefile`] by these identities, so that text, JSON and Markdown are made from the same value.

mod behind;
mod changes;
mod document;
mod groups;
mod ledgers;
mod matrix;
mod origins;
mod series;
mod sources;
mod summary;
mod two;

pub use changes::{ChangeKind, ChangedRow, Changes, LoggedChange, changes};
pub use document::{DocumentRow, DocumentView, documents_of, one_document};
pub use groups::AnswerGroup;
pub use ledgers::{LedgersRow, Matched, MatchedBy, SourceInBoth, TwoLedgers, matched, two_ledgers};
pub use matrix::{AllSources, Cell, GroupPair, Matrix, Row, all_sources, matrix};
pub use origins::Origins;
pub use series::{Change, Series, Step, Timeline, over_time};
pub use sources::{Column, SourceKey, columns_of};
pub use summary::{Summary, SummaryKind};
pub use two::{TwoRow, TwoSources, two_sources};

use super::casefile::Casefile;
use super::compare::compare;
use super::judgements::Judgements;
use super::verdict::Verdict;
use super::view::ClaimView;
use crate::hash::RecordId;

/// Two claims, and how they lie to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimPair {
    /// The first claim.
    pub left: RecordId,
    /// The second claim.
    pub right: RecordId,
    /// How they lie to each other.
    pub verdict: Verdict,
}

impl ClaimPair {
    fn of(casefile: &Casefile, judgements: &Judgements, left: &ClaimView<'_>, right: &ClaimView<'_>) -> Self {
        let verdict = compare(casefile, judgements, left, right);
        Self { left: left.identity, right: right.identity, verdict }
    }
}

/// The questions of an event that are still asked, those that are judged the same together, in the order of the log.
pub fn asked(casefile: &Casefile, judgements: &Judgements, event: RecordId) -> Vec<Vec<RecordId>> {
    let mut rows: Vec<Vec<RecordId>> = Vec::new();
    let mut row_of = std::collections::HashMap::new();
    for question in casefile.questions_of(event) {
        if casefile.thing(question).is_none_or(|thing| thing.withdrawn().is_some()) {
            continue;
        }
        let row = *row_of.entry(judgements.leader(question)).or_insert(rows.len());
        if row == rows.len() {
            rows.push(Vec::new());
        }
        rows[row].push(question);
    }
    rows
}

/// The claims that answer these questions, in the order of the log, with withdrawn and revised ones.
pub fn claims_on<'a>(casefile: &'a Casefile, questions: &[RecordId]) -> Vec<ClaimView<'a>> {
    let mut claims: Vec<ClaimView<'a>> = questions.iter().flat_map(|question| casefile.claims_of(*question)).collect();
    claims.sort_by_key(|claim| claim.thing.first().index);
    claims
}

/// Every two of these claims, once. The work grows with the square of their number: it is for a few dozen.
pub fn every_pair(casefile: &Casefile, judgements: &Judgements, claims: &[ClaimView<'_>]) -> Vec<ClaimPair> {
    let pair = |(nth, left): (usize, &ClaimView<'_>)| -> Vec<ClaimPair> {
        claims[nth + 1..].iter().map(|right| ClaimPair::of(casefile, judgements, left, right)).collect()
    };
    claims.iter().enumerate().flat_map(pair).collect()
}

#[cfg(test)]
mod tests;
