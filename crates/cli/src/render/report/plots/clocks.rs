//! The timeline: when things happened, were said, published, recorded and logged.

use super::super::EventPart;
use super::super::voice::Voice;
use crate::messages::Line;
use byline_ledger::edtf::Edtf;
use byline_ledger::time::Timestamp;
use std::collections::BTreeMap;

const DAY_S: i64 = 86_400;

/// A plain date may begin 14 hours before it does in UTC, and end 12 hours after: half of each is left out again for a plot.
const EAST_S: i64 = 14 * 3_600;
const WEST_S: i64 = 12 * 3_600;

/// A gap is left out when it is longer than this part of the whole.
const LONG_GAP: f64 = 0.4;

/// How many gaps are left out at most.
const MOST_GAPS: usize = 3;

/// The width of a gap that is left out, in percent.
const GAP_WIDTH: f64 = 6.0;

/// How many marks a clock has, and how wide each is at least where there would be more, in percent: then marks that touch run together.
const MOST_MARKS: usize = 200;
const COARSE: f64 = 100.0 / MOST_MARKS as f64;

/// The times of an event, clock by clock.
#[derive(Debug)]
pub struct Timeline {
    pub lanes: Vec<Lane>,
    /// Stretches of time that are drawn: where each begins and ends, in percent, and the days that it begins and ends with.
    pub stretches: Vec<(f64, f64, String, String)>,
}

/// One clock.
#[derive(Debug)]
pub struct Lane {
    pub name: String,
    /// Where each mark begins and ends, in percent, and how many times it stands for.
    pub marks: Vec<(f64, f64, usize)>,
    /// In words, for those who don't see it.
    pub words: Line,
}

/// A time from its first second to its last.
type Stretch = (i64, i64);

/// The times of an event.
pub fn timeline(voice: &Voice<'_>, event: &EventPart<'_>) -> Option<Timeline> {
    let claims = || event.rows.iter().flat_map(|row| &row.claims);
    let documents: BTreeMap<_, _> =
        claims().filter_map(|view| Some((view.claim.document, view.document()?.published.as_ref()?))).collect();
    let stamp = |time: Timestamp| i64::try_from(time.as_s()).ok().map(|second| (second, second));
    let lanes: [(&str, Vec<Stretch>); 6] = [
        (
            "clock.event",
            event.case.event().and_then(|event| event.when.as_ref()).and_then(stretch).into_iter().collect(),
        ),
        ("clock.as-of", claims().filter_map(|view| stretch(view.as_of()?)).collect()),
        ("clock.said", claims().filter_map(|view| stretch(view.claim.said.as_ref()?)).collect()),
        ("clock.published", documents.values().filter_map(|time| stretch(time)).collect()),
        ("clock.recorded", claims().filter_map(|view| stamp(view.logged.signed_at)).collect()),
        ("clock.logged", claims().filter_map(|view| stamp(view.logged.logged_at)).collect()),
    ];
    let scale = Scale::of(lanes.iter().flat_map(|(_, times)| times))?;
    let lanes = lanes.into_iter().filter(|(_, times)| !times.is_empty());
    let lanes: Vec<Lane> = lanes.map(|(key, times)| lane(voice, &scale, key, &times)).collect();
    (lanes.len() > 1).then(|| Timeline { lanes, stretches: scale.labels(voice) })
}

/// The seconds that a time covers; one end alone stands for itself.
pub(super) fn stretch(time: &Edtf) -> Option<Stretch> {
    let is_instant = time.as_str().contains('T');
    let (east, west) = if is_instant { (0, 0) } else { (EAST_S, WEST_S) };
    let span = time.span();
    let start = span.earliest_s().map(|second| second + east);
    let end = span.latest_s().map(|second| second - west);
    Some((start.or(end)?, end.or(start)?))
}

fn lane(voice: &Voice<'_>, scale: &Scale, key: &str, times: &[Stretch]) -> Lane {
    let mut marks: BTreeMap<Stretch, usize> = BTreeMap::new();
    times.iter().for_each(|time| *marks.entry(*time).or_default() += 1);
    let day = |second: Option<i64>| second.map(iso_day).unwrap_or_default();
    let (first, last) =
        (day(times.iter().map(|(start, _)| *start).min()), day(times.iter().map(|(_, end)| *end).max()));
    let slots = [
        ("clock", voice.say(key)),
        ("count", Line::ours(voice.messages.whole(times.len() as u64))),
        ("range", Line::ours(voice.messages.days(&first, &last))),
    ];
    Lane {
        name: voice.messages.text(key),
        marks: run_together(marks.into_iter().map(|((from, to), count)| (scale.place(from), scale.place(to), count))),
        words: voice.messages.line("plot.timeline-aria", &slots),
    }
}

/// Marks in the order of their beginnings, as many as can be told apart.
fn run_together(marks: impl Iterator<Item = (f64, f64, usize)>) -> Vec<(f64, f64, usize)> {
    let marks: Vec<_> = marks.collect();
    if marks.len() <= MOST_MARKS {
        return marks;
    }
    let mut wide: Vec<(f64, f64, usize)> = Vec::new();
    for (from, to, count) in marks {
        let (from, to) = ((from / COARSE).floor() * COARSE, (to / COARSE).floor() * COARSE + COARSE);
        match wide.last_mut() {
            Some(last) if from < last.1 => *last = (last.0, last.1.max(to), last.2 + count),
            _ => wide.push((from, to, count)),
        }
    }
    wide
}

/// The day of a second since 1970, `2025-06-14`.
pub(super) fn iso_day(second: i64) -> String {
    let start = jiff::civil::date(1970, 1, 1);
    let day = start.checked_add(jiff::Span::new().days(second.div_euclid(DAY_S)));
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Time from left to right, without the long stretches in which nothing is.
#[derive(Debug)]
struct Scale {
    /// The first and last second of each piece, and where it begins and ends, in percent.
    pieces: Vec<(i64, i64, f64, f64)>,
}

impl Scale {
    /// Nothing without times.
    fn of<'a>(times: impl Iterator<Item = &'a Stretch>) -> Option<Self> {
        let mut times: Vec<Stretch> = times.copied().collect();
        times.sort_unstable();
        let (first, _) = *times.first()?;
        let last = times.iter().map(|(_, end)| *end).max()?;
        // Gaps that nothing covers, the longest first.
        let (mut gaps, mut covered) = (Vec::new(), first);
        for (start, end) in &times {
            if *start > covered {
                gaps.push((covered, *start));
            }
            covered = covered.max(*end);
        }
        gaps.sort_by_key(|(from, to)| std::cmp::Reverse(to - from));
        let mut left = (last - first) as f64;
        let mut cut = Vec::new();
        for (from, to) in gaps.into_iter().take(MOST_GAPS) {
            let length = (to - from) as f64;
            if length > left * LONG_GAP && length > DAY_S as f64 {
                cut.push((from, to));
                left -= length;
            }
        }
        cut.sort_unstable();
        let mut pieces = Vec::new();
        let mut start = first;
        for (from, to) in &cut {
            pieces.push((start, *from));
            start = *to;
        }
        pieces.push((start, last));
        Some(Self::laid_out(&pieces, &times))
    }

    /// Each piece is as wide as it has times, more or less.
    fn laid_out(pieces: &[(i64, i64)], times: &[Stretch]) -> Self {
        let weight = |(from, to): &(i64, i64)| {
            let mut starts: Vec<i64> =
                times.iter().map(|(start, _)| *start).filter(|start| (from..=to).contains(&start)).collect();
            starts.dedup();
            1.0 + (starts.len().min(20) as f64)
        };
        let all: f64 = pieces.iter().map(weight).sum();
        let room = 98.0 - GAP_WIDTH * (pieces.len() as f64 - 1.0);
        let mut at = 1.0;
        let mut laid_out = Vec::new();
        for piece in pieces {
            let width = room * weight(piece) / all;
            laid_out.push((piece.0, piece.1, at, at + width));
            at += width + GAP_WIDTH;
        }
        Self { pieces: laid_out }
    }

    fn place(&self, second: i64) -> f64 {
        let piece = self.pieces.iter().find(|(_, to, ..)| second <= *to).or(self.pieces.last());
        let Some((from, to, left, right)) = piece else { return 0.0 };
        if to == from {
            return (left + right) / 2.0;
        }
        let share = (second - from) as f64 / (to - from) as f64;
        left + share.clamp(0.0, 1.0) * (right - left)
    }

    fn labels(&self, voice: &Voice<'_>) -> Vec<(f64, f64, String, String)> {
        let label = |(from, to, left, right): &(i64, i64, f64, f64)| {
            let [from, to] = [*from, *to].map(|second| voice.messages.short_date(&iso_day(second)));
            (*left, *right, from, to)
        };
        self.pieces.iter().map(label).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Stretch {
        stretch(&text.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_day_lasts_a_day() {
        assert_eq!(at("1970-01-02"), (86_400, 2 * 86_400 - 1));
        assert_eq!(at("1970-01-01T01:00Z"), (3_600, 3_600));
        assert_eq!(at("1970-01-02/.."), (86_400, 86_400));
        assert_eq!(iso_day(-1), "1969-12-31");
        assert_eq!(iso_day(1_762_675_200), "2025-11-09");
    }

    #[test]
    fn many_marks_run_together_and_none_is_lost() {
        let few: Vec<_> = (0..200).map(|nth| (f64::from(nth) / 2.0, f64::from(nth) / 2.0, 1)).collect();
        assert_eq!(run_together(few.clone().into_iter()), few);
        let many = (0..50_000_u32).map(|nth| (f64::from(nth) / 500.0, f64::from(nth) / 500.0 + f64::from(nth % 3), 1));
        let drawn = run_together(many);
        assert!(drawn.len() <= MOST_MARKS, "{}", drawn.len());
        assert!(drawn.windows(2).all(|pair| pair[0].1 <= pair[1].0));
        assert_eq!(drawn.iter().map(|(.., count)| count).sum::<usize>(), 50_000);
        // A stretch over all of it leaves one mark.
        let long = [(0.0, 100.0, 1)].into_iter().chain((0..300).map(|nth| (f64::from(nth) / 3.0, 1.0, 1)));
        assert_eq!(run_together(long).len(), 1);
    }

    #[test]
    fn long_gaps_are_left_out_and_order_is_kept() {
        let times = [at("2025-06-13/2025-06-14"), at("2025-06-15"), at("2026-11-26T10:00Z"), at("2026-11-26T10:05Z")];
        let scale = Scale::of(times.iter()).unwrap();
        assert_eq!(scale.pieces.len(), 2);
        let places: Vec<f64> = times.iter().flat_map(|(from, to)| [scale.place(*from), scale.place(*to)]).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!(places[0] >= 1.0 && places[7] <= 99.0, "{places:?}");
        let one = [at("2026-11-26T10:00Z")];
        assert!(Scale::of(one.iter()).unwrap().place(one[0].0) > 0.0);
        assert!(Scale::of([].iter()).is_none());
    }
}
