//! What the plots of a report show, in shares of their width: how they are drawn is the affair of each form.
//!
//! Floats are good enough here: a plot is looked at, the figures stand beside it. All of them come from the same operations in the same order, so
//! the same records give the same bytes.

mod axis;
mod clocks;
mod series;

pub use clocks::{Lane, Timeline, timeline};
pub use series::{Series, SeriesLine, series};

use super::sheet_claim::counts;
use super::voice::Voice;
use super::{Report, RowPart};
use crate::messages::Line;
use axis::Axis;
use byline_ledger::hash::RecordId;
use byline_ledger::number::Amount;
use byline_ledger::record::{AnswerType, AsOfRule, Commitment};
use std::collections::HashSet;

/// How many answers are drawn on one axis.
const MOST_BARS: usize = 40;

/// The answers to a question of numbers on one axis.
#[derive(Debug)]
pub struct Intervals {
    /// What is counted.
    pub unit: Option<Line>,
    /// Where a label stands, in percent of the width, and what it says.
    pub ticks: Vec<(f64, String)>,
    pub bars: Vec<Bar>,
}

/// One answer as the numbers that it can stand for.
#[derive(Debug)]
pub struct Bar {
    pub claim: usize,
    pub source: Line,
    pub answer: Line,
    pub as_of: Option<Line>,
    /// Where each stretch begins and ends, in percent of the width. Without an end it goes on for ever.
    pub stretches: Vec<(f64, Option<f64>)>,
    /// Held less firmly than flatly.
    pub is_hedged: bool,
    /// Neither revised nor withdrawn.
    pub counts: bool,
    pub conflicts: bool,
}

/// The answers on one axis, where there are two or more in the question's own unit.
pub fn intervals(report: &Report<'_>, voice: &Voice<'_>, part: &RowPart<'_>) -> Option<Intervals> {
    let question = part.claims.first()?.question;
    if question.answer_type != AnswerType::Quantity {
        return None;
    }
    // Of a total that grows only the latest: the others are its course over time.
    let leading: HashSet<RecordId> = part.cells.iter().filter_map(|cell| cell.leading).collect();
    let is_total = question.rule == AsOfRule::Cumulative;
    let found = part.claims.iter().filter(|view| view.claim.unit.is_none() && !view.is_withdrawn());
    let found = found.filter(|view| !is_total || leading.contains(&view.identity));
    let found = found.filter_map(|view| Some((view, view.numbers()?.ok()?)));
    let found: Vec<_> = found.take(MOST_BARS + 1).collect();
    if !(2..=MOST_BARS).contains(&found.len()) {
        return None;
    }
    let ends = found.iter().flat_map(|(_, numbers)| {
        let ends = numbers.stretches().flat_map(|(low, high)| [Some(low.at()), high.map(|high| high.at())]);
        ends.flatten().map(float).collect::<Vec<f64>>()
    });
    let axis = Axis::from_zero(ends.fold(0.0, f64::max));
    let bars = found.iter().map(|(view, numbers)| Bar {
        claim: report.number(view.identity).unwrap_or_default(),
        source: voice.source(&view.claim.by, view.claim.document),
        answer: voice.answer(&view.claim.answer, view.unit()),
        as_of: view.as_of().map(|time| Line::ours(voice.messages.time(time))),
        stretches: numbers
            .stretches()
            .map(|(low, high)| (axis.place(float(low.at())), high.map(|high| axis.place(float(high.at())))))
            .collect(),
        is_hedged: view.claim.commitment != Commitment::Flat,
        counts: counts(view),
        conflicts: !part.against(view.identity).0.is_empty(),
    });
    Some(Intervals {
        unit: question.unit.as_ref().map(|unit| Line::theirs(unit, None)),
        ticks: axis.ticks(voice.messages),
        bars: bars.collect(),
    })
}

fn float(amount: Amount) -> f64 {
    amount.to_string().parse().unwrap_or(0.0)
}
