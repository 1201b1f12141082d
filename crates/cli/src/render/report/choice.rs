//! Which claims of a report are written out whole, where there are more than a page can hold, and what number each claim has.

use super::limits::{MOST_CLAIMS, MOST_QUESTIONS};
use super::{EventPart, RowPart};
use byline_ledger::hash::RecordId;
use std::collections::{BTreeMap, BTreeSet};

/// Why a claim is written out: the lesser, the sooner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// It is its source's answer.
    Leads,
    /// It conflicts with another one.
    Conflicts,
    /// Its source changed it, or it was withdrawn.
    NoLongerCounts,
    /// It is one of many: the places that are left are dealt out question by question.
    Other(usize),
}

/// Numbers all claims, from 1. Up to [`MOST_CLAIMS`] are written out, and have the numbers up to there in the order of the page; the others have the
/// numbers beyond.
pub fn numbers(events: &[EventPart<'_>]) -> BTreeMap<RecordId, usize> {
    let rows = || events.iter().flat_map(|event| &event.rows);
    let in_order: Vec<RecordId> = rows().flat_map(|row| &row.claims).map(|view| view.identity).collect();
    // What stands with a question that has no room on the page can't be written out.
    let mut ranked: Vec<(Rank, usize)> = rows().take(MOST_QUESTIONS).flat_map(ranks).zip(0..).collect();
    ranked.sort_unstable();
    let written: BTreeSet<usize> = ranked.iter().take(MOST_CLAIMS).map(|(_, place)| *place).collect();
    let (first, rest): (Vec<usize>, Vec<usize>) = (0..in_order.len()).partition(|place| written.contains(place));
    first.into_iter().chain(rest).zip(1..).map(|(place, number)| (in_order[place], number)).collect()
}

/// The rank of each claim of a row, in the row's order.
fn ranks(row: &RowPart<'_>) -> Vec<Rank> {
    let leading: BTreeSet<RecordId> = row.cells.iter().filter_map(|cell| cell.leading).collect();
    let gone: BTreeSet<RecordId> =
        row.cells.iter().flat_map(|cell| cell.revised.iter().chain(&cell.withdrawn)).copied().collect();
    let mut others = 0;
    let rank = |id: RecordId| match () {
        () if leading.contains(&id) => Rank::Leads,
        () if !row.against(id).0.is_empty() => Rank::Conflicts,
        () if gone.contains(&id) => Rank::NoLongerCounts,
        () => {
            others += 1;
            Rank::Other(others)
        }
    };
    row.claims.iter().map(|view| view.identity).map(rank).collect()
}
