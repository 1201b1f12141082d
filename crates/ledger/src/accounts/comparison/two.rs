//! Two sources side by side.

use std::collections::HashMap;

use super::super::casefile::Casefile;
use super::super::judgements::Judgements;
use super::super::verdict::ReasonCode;
use super::super::view::ClaimView;
use super::matrix::{counts, in_order};
use super::sources::SourceKey;
use super::{ClaimPair, asked, claims_on};
use crate::edtf::Span;
use crate::hash::RecordId;

/// Up to so many pairs all claims of one source are held against all of the other; beyond, only those at equal times.
const FEW_PAIRS: usize = 400;

/// Two sources on an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoSources {
    /// The event, by identity.
    pub event: RecordId,
    /// The one source.
    pub left: SourceKey,
    /// The other.
    pub right: SourceKey,
    /// The questions that at least one of them has a claim on, in the order of the log.
    pub rows: Vec<TwoRow>,
}

/// Two sources on one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoRow {
    /// The question; several where they are judged the same.
    pub questions: Vec<RecordId>,
    /// The claims of the one that count, the leading one first. Empty: not recorded.
    pub left: Vec<RecordId>,
    /// The claims of the other that count.
    pub right: Vec<RecordId>,
    /// Claims of both that are revised or withdrawn.
    pub past: Vec<RecordId>,
    /// The leading claims of both.
    pub leading: Option<ClaimPair>,
    /// Other pairs that are about the same time, or a cumulative count at two times, the latest of the left side first.
    pub others: Vec<ClaimPair>,
}

/// Two sources on an event.
pub fn two_sources(
    casefile: &Casefile,
    judgements: &Judgements,
    event: RecordId,
    left: &SourceKey,
    right: &SourceKey,
) -> TwoSources {
    let row = |questions: Vec<RecordId>| {
        let claims = claims_on(casefile, &questions);
        let side = |key: &SourceKey| -> Vec<ClaimView<'_>> {
            claims.iter().filter(|view| SourceKey::of(judgements, view) == *key).copied().collect()
        };
        two_row(casefile, judgements, questions, side(left), side(right))
    };
    let rows = asked(casefile, judgements, event).into_iter().filter_map(row).collect();
    TwoSources { event, left: left.clone(), right: right.clone(), rows }
}

fn current(claims: Vec<ClaimView<'_>>) -> Vec<ClaimView<'_>> {
    in_order(claims.into_iter().filter(counts).collect())
}

pub(super) fn two_row(
    casefile: &Casefile,
    judgements: &Judgements,
    questions: Vec<RecordId>,
    left: Vec<ClaimView<'_>>,
    right: Vec<ClaimView<'_>>,
) -> Option<TwoRow> {
    if left.is_empty() && right.is_empty() {
        return None;
    }
    let past: Vec<RecordId> =
        left.iter().chain(&right).filter(|view| !counts(view)).map(|view| view.identity).collect();
    let (left, right) = (current(left), current(right));
    let pair = |(a, b): (&ClaimView<'_>, &ClaimView<'_>)| ClaimPair::of(casefile, judgements, a, b);
    let candidates = if left.len().saturating_mul(right.len()) <= FEW_PAIRS {
        left.iter().flat_map(|a| right.iter().map(move |b| (a, b))).collect()
    } else {
        at_equal_times(&left, &right)
    };
    let leading = left.first().zip(right.first());
    let others = candidates
        .into_iter()
        .filter(|(a, b)| leading.is_none_or(|(x, y)| (a.identity, b.identity) != (x.identity, y.identity)))
        .map(pair)
        .filter(|pair| pair.verdict.reason != ReasonCode::DifferentTimes)
        .collect();
    let ids = |claims: &[ClaimView<'_>]| claims.iter().map(|view| view.identity).collect();
    Some(TwoRow { questions, left: ids(&left), right: ids(&right), past, leading: leading.map(pair), others })
}

/// The first claims of both at each time that both speak of.
fn at_equal_times<'a, 'b>(
    left: &'a [ClaimView<'b>],
    right: &'a [ClaimView<'b>],
) -> Vec<(&'a ClaimView<'b>, &'a ClaimView<'b>)> {
    let mut times: HashMap<Option<Span>, &ClaimView<'_>> = HashMap::new();
    let time = |view: &ClaimView<'_>| view.as_of().map(|time| time.span());
    for view in right {
        times.entry(time(view)).or_insert(view);
    }
    left.iter().filter_map(|view| Some((view, *times.get(&time(view))?))).collect()
}
