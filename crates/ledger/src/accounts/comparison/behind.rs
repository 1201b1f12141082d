//! Conflicts of answers that don't lead, in rows with too many answers to hold every two of them against each other.

use std::collections::{HashMap, HashSet};

use super::super::casefile::Casefile;
use super::super::compare::compare;
use super::super::judgements::Judgements;
use super::super::verdict::Label;
use super::super::view::ClaimView;
use super::groups::{AnswerGroup, Terms};
use super::matrix::{GroupPair, MOST_GROUPS, can_be_one_time};
use super::sources::SourceKey;
use crate::edtf::Span;
use crate::record::AsOfRule;

/// What is found behind the leading answers of a row.
pub(super) struct Behind {
    /// The conflicts.
    pub pairs: Vec<GroupPair>,
    /// The groups that were too many as of one time to be held against the others of that time.
    pub left_out: HashSet<usize>,
}

/// The conflicts among answers of which at least one leads nowhere: one source's answers that follow each other in time, as in a count that falls, and
/// different sources' answers as of the very same time. The work grows with the number of answers, not with its square; what it doesn't find is
/// a conflict of two times that overlap without being the same.
pub(super) fn behind(casefile: &Casefile, judgements: &Judgements, groups: &[AnswerGroup]) -> Behind {
    let answers: Vec<(usize, ClaimView<'_>)> = groups
        .iter()
        .enumerate()
        .flat_map(|(place, group)| group.claims.iter().map(move |id| (place, *id)))
        .filter_map(|(place, id)| Some((place, casefile.claim(id)?)))
        .filter(|(_, view)| view.answers())
        .collect();
    let mut found = HashMap::new();
    let mut hold = |(left, a): (usize, &ClaimView<'_>), (right, b): (usize, &ClaimView<'_>)| {
        let ((left, a), (right, b)) = if left <= right { ((left, a), (right, b)) } else { ((right, b), (left, a)) };
        let both_lead = [left, right].iter().all(|place| !groups[*place].columns.is_empty());
        if left == right || both_lead || found.contains_key(&(left, right)) {
            return;
        }
        let verdict = compare(casefile, judgements, a, b);
        if verdict.label == Label::Conflict {
            found.insert((left, right), GroupPair { left, right, verdict });
        }
    };
    for series in by_source(judgements, &answers) {
        for pair in series.windows(2) {
            let ((left, a), (right, b)) = (pair[0], pair[1]);
            // Where the source itself says that it changed its answer, nothing is behind it.
            let is_announced = b.claim.revises.is_some();
            if !is_announced && (a.question.rule == AsOfRule::Cumulative || can_be_one_time(a, b)) {
                hold((*left, a), (*right, b));
            }
        }
    }
    let (times, left_out) = by_time(judgements, &answers);
    for together in times {
        for (nth, (left, a)) in together.iter().enumerate() {
            let others = together[nth + 1..].iter();
            let apart = others.filter(|(_, b)| SourceKey::of(judgements, a) != SourceKey::of(judgements, b));
            apart.for_each(|(right, b)| hold((*left, a), (*right, b)));
        }
    }
    let mut pairs: Vec<GroupPair> = found.into_values().collect();
    pairs.sort_by_key(|pair| (pair.left, pair.right));
    Behind { pairs, left_out }
}

type Answer<'a> = (usize, ClaimView<'a>);

/// Each source's answers on one unit, scope and period in the order of their time, and of the log within one time.
fn by_source<'v, 'a>(judgements: &Judgements, answers: &'v [Answer<'a>]) -> Vec<Vec<&'v Answer<'a>>> {
    let mut series: HashMap<(SourceKey, Terms), Vec<&Answer<'a>>> = HashMap::new();
    for answer in answers {
        let key = (SourceKey::of(judgements, &answer.1), Terms::of(judgements, &answer.1));
        series.entry(key).or_default().push(answer);
    }
    let mut series: Vec<_> = series.into_values().collect();
    for answers in &mut series {
        answers.sort_by_key(|(_, view)| {
            (view.as_of().map(|time| time.span().earliest_s().unwrap_or(i64::MIN)), view.thing.first().index)
        });
    }
    series
}

/// Answers as of the very same time, and the groups that were left out: of each time at most [`MOST_GROUPS`] are taken. Of each group two answers of
/// different sources stand for all, for one of them is of another source than any answer it is held against.
fn by_time<'v, 'a>(judgements: &Judgements, answers: &'v [Answer<'a>]) -> (Vec<Vec<&'v Answer<'a>>>, HashSet<usize>) {
    let mut times: HashMap<Option<Span>, Vec<&Answer<'a>>> = HashMap::new();
    let mut taken: HashMap<(Option<Span>, usize), HashSet<SourceKey>> = HashMap::new();
    let mut groups_at: HashMap<Option<Span>, usize> = HashMap::new();
    let mut left_out = HashSet::new();
    for answer in answers {
        let (place, view) = answer;
        let time = view.as_of().map(|time| time.span());
        let groups = groups_at.entry(time).or_default();
        let sources = taken.entry((time, *place)).or_default();
        if sources.is_empty() {
            if *groups == MOST_GROUPS {
                left_out.insert(*place);
                continue;
            }
            *groups += 1;
        }
        if sources.len() < 2 && sources.insert(SourceKey::of(judgements, view)) {
            times.entry(time).or_default().push(answer);
        }
    }
    (times.into_values().collect(), left_out)
}
