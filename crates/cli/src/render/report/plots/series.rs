//! A total over time: what each source gave, and where it fell.

use super::super::voice::Voice;
use super::super::{EventPart, RowPart};
use super::axis::Axis;
use super::clocks::{iso_day, stretch};
use super::float;
use crate::messages::Line;
use byline_ledger::accounts::comparison::SourceKey;
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::record::AsOfRule;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many sources are drawn.
const MOST_LINES: usize = 6;

/// How many points of a source are drawn beside falls.
const MOST_POINTS: usize = 400;

/// How many falls of a source are marked.
const MOST_FALLS: usize = 200;

/// How many falls are named.
const MOST_DROPS: usize = 100;

/// A total over time.
#[derive(Debug)]
pub struct Series {
    pub unit: Option<Line>,
    /// Labels of the axis of numbers: in percent from the bottom.
    pub ticks: Vec<(f64, String)>,
    /// The first and the last day.
    pub days: (String, String),
    pub lines: Vec<SeriesLine>,
    pub drops: Vec<Drop>,
    pub more_drops: usize,
}

/// One source.
#[derive(Debug)]
pub struct SeriesLine {
    /// Percent from the left, and from the bottom; and whether the answer is hedged, so that more numbers fit it.
    pub points: Vec<(f64, f64, bool)>,
    /// Points at which the total fell.
    pub falls: Vec<(f64, f64)>,
    pub words: Line,
}

/// A total that fell.
#[derive(Debug)]
pub struct Drop {
    pub source: Line,
    pub claim: Option<usize>,
    pub day: String,
    pub words: Line,
    /// What is said of it: that the source revised it.
    pub mark: Option<String>,
}

/// A point: when, and the least number that it can be.
struct Point<'a, 'b> {
    second: i64,
    number: f64,
    /// Whether more numbers than this one fit the answer.
    is_hedged: bool,
    fell_from: Option<&'b ClaimView<'a>>,
    view: &'b ClaimView<'a>,
}

/// A total over time, where one source gave it three times or more.
pub fn series(
    report: &super::super::Report<'_>,
    voice: &Voice<'_>,
    event: &EventPart<'_>,
    part: &RowPart<'_>,
) -> Option<Series> {
    let question = part.claims.first()?.question;
    if question.rule != AsOfRule::Cumulative {
        return None;
    }
    let lines = by_source(event, part);
    if lines.iter().all(|(_, points)| points.len() < 3) {
        return None;
    }
    let all = || lines.iter().flat_map(|(_, points)| points);
    let (first, last) = (all().map(|point| point.second).min()?, all().map(|point| point.second).max()?);
    let axis = Axis::from_zero(all().map(|point| point.number).fold(0.0, f64::max));
    let place = |point: &Point<'_, '_>| {
        let share = (point.second - first) as f64 / ((last - first).max(1)) as f64;
        (2.0 + share * 96.0, axis.place(point.number))
    };
    let day = |second| voice.messages.short_date(&iso_day(second));
    let mut drops = Vec::new();
    let drawn = lines.iter().map(|(column, points)| {
        let source = voice.source_key(&event.matrix.columns[*column].key);
        drops.extend(points.iter().filter_map(|point| drop_of(report, voice, &source, point)));
        SeriesLine {
            points: thinned(points)
                .into_iter()
                .map(|point| (place(point).0, place(point).1, point.is_hedged))
                .collect(),
            falls: falls(points).into_iter().map(|nth| place(&points[nth])).collect(),
            words: words(voice, source, points),
        }
    });
    let drawn: Vec<SeriesLine> = drawn.collect();
    let more_drops = drops.len().saturating_sub(MOST_DROPS);
    drops.truncate(MOST_DROPS);
    Some(Series {
        unit: question.unit.as_ref().map(|unit| Line::theirs(unit, None)),
        ticks: axis.ticks(voice.messages),
        days: (day(first), day(last)),
        lines: drawn,
        drops,
        more_drops,
    })
}

/// The points of each source that is drawn, with its place among the columns of the event.
fn by_source<'a, 'b>(event: &EventPart<'_>, part: &'b RowPart<'a>) -> Vec<(usize, Vec<Point<'a, 'b>>)> {
    let mut by_column: BTreeMap<usize, Vec<&'b ClaimView<'a>>> = BTreeMap::new();
    let columns = event.matrix.columns.iter().enumerate();
    let column_of: HashMap<&SourceKey, usize> = columns.map(|(place, column)| (&column.key, place)).collect();
    for view in part.claims.iter().filter(|view| !view.is_withdrawn() && view.claim.unit.is_none()) {
        if let Some(column) = column_of.get(&event.case.source(view)) {
            by_column.entry(*column).or_default().push(view);
        }
    }
    let lines = by_column.iter().map(|(column, views)| (*column, points(views)));
    lines.filter(|(_, points)| !points.is_empty()).take(MOST_LINES).collect()
}

/// A source's line in words: how many claims, and what the first and the last of them say.
fn words(voice: &Voice<'_>, source: Line, points: &[Point<'_, '_>]) -> Line {
    let count = voice.messages.counted("count.claims", points.len() as u64, &[]);
    let answer = |point: &Point<'_, '_>| voice.answer(&point.view.claim.answer, point.view.unit());
    match points {
        [] => source,
        [one] => {
            voice.messages.line("plot.series-one", &[("source", source), ("count", count), ("answer", answer(one))])
        }
        [first, .., last] => {
            let slots = [("source", source), ("count", count), ("first", answer(first)), ("last", answer(last))];
            voice.messages.line("plot.series-aria", &slots)
        }
    }
}

/// The claims of a source in the order of their times, and from which claim the total fell.
fn points<'a, 'b>(views: &[&'b ClaimView<'a>]) -> Vec<Point<'a, 'b>> {
    let mut points: Vec<Point<'a, 'b>> = views
        .iter()
        .filter_map(|view| {
            let (_, second) = stretch(view.as_of()?)?;
            let numbers = view.numbers()?.ok()?;
            let is_hedged = numbers.high() != Some(numbers.low());
            Some(Point { second, number: float(numbers.low()), is_hedged, fell_from: None, view })
        })
        .collect();
    points.sort_by_key(|point| (point.second, point.view.thing.first().index));
    for nth in 1..points.len() {
        if points[nth].number < points[nth - 1].number {
            points[nth].fell_from = Some(points[nth - 1].view);
        }
    }
    points
}

/// The places of falls, as many as a plot can show, from the first on.
fn falls(points: &[Point<'_, '_>]) -> BTreeSet<usize> {
    let fell = |nth: &usize| points[*nth].fell_from.is_some();
    let all: Vec<usize> = (0..points.len()).filter(fell).collect();
    let every = all.len().div_ceil(MOST_FALLS).max(1);
    all.into_iter().step_by(every).collect()
}

/// So many points as a plot can show; marked falls, and the points before them, always.
fn thinned<'p, 'a, 'b>(points: &'p [Point<'a, 'b>]) -> Vec<&'p Point<'a, 'b>> {
    let every = points.len().div_ceil(MOST_POINTS).max(1);
    let falls = falls(points);
    let is_fall = |nth: usize| falls.contains(&nth);
    let keeps = |nth: usize| nth.is_multiple_of(every) || nth + 1 == points.len() || is_fall(nth) || is_fall(nth + 1);
    points.iter().enumerate().filter(|(nth, _)| keeps(*nth)).map(|(_, point)| point).collect()
}

fn drop_of(report: &super::super::Report<'_>, voice: &Voice<'_>, source: &Line, point: &Point<'_, '_>) -> Option<Drop> {
    let before = point.fell_from?;
    let answer = |view: &ClaimView<'_>| voice.bare_answer(&view.claim.answer);
    let slots = [("before", answer(before)), ("after", answer(point.view))];
    let is_revision = before.is_revised() || point.view.claim.revises.is_some();
    Some(Drop {
        source: source.clone(),
        claim: report.number(point.view.identity),
        day: point.view.as_of().map(|time| voice.messages.time(time)).unwrap_or_default(),
        words: voice.messages.line("plot.drop", &slots),
        mark: is_revision.then(|| voice.messages.text("status.revised")),
    })
}
