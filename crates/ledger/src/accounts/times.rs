//! Whether two claims are about the same time (docs/comparison.md, "Time").

use jiff::Span as Duration;
use jiff::civil::{Date, date};

use super::verdict::ReasonCode;
use super::view::ClaimView;
use super::words::time_words;
use crate::edtf::{Edtf, End, Span};
use crate::record::{AsOfRule, Period};

const DAY_S: i64 = 86_400;

/// The part of a day by which zones may shift where it begins and where it ends.
const EASTERNMOST_S: i64 = 14 * 3_600;
const WESTERNMOST_S: i64 = 12 * 3_600;

/// How the times of two claims lie to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Alignment {
    /// The same time, or none given on either side.
    Same,
    /// Times of different precision that can be the same.
    CanBeSame,
    /// A cumulative count at two times of which either may be the earlier.
    EitherOrder,
    /// A cumulative count; the left time is the earlier one.
    LeftEarlier,
    /// A cumulative count; the right time is the earlier one.
    RightEarlier,
    /// The left period is part of the right one.
    LeftIsPart,
    /// The right period is part of the left one.
    RightIsPart,
    /// They can't be compared.
    Apart(ReasonCode, String),
}

/// Holds the times of two claims against each other, by the rule of their question.
pub(super) fn align(left: &ClaimView<'_>, right: &ClaimView<'_>) -> Alignment {
    let lengths = (left.period().map(Length::of), right.period().map(Length::of));
    let same_length = lengths.0 == lengths.1;
    // What gives no answer is about no time; a briefing that doesn't mention a thing needs none.
    let timeless = |view: &ClaimView<'_>| view.as_of().is_none() && !view.answers();
    let span = |view: &ClaimView<'_>| view.as_of().map(Edtf::span);
    if same_length && (span(left) == span(right) || timeless(left) || timeless(right)) {
        return Alignment::Same;
    }
    let other_period = || {
        let words = |view: &ClaimView<'_>| view.period().map_or("no period".to_owned(), ToString::to_string);
        Alignment::Apart(ReasonCode::OtherPeriod, format!("other periods: {} and {}", words(left), words(right)))
    };
    let is_period = left.question.rule == AsOfRule::Period;
    if !same_length && !is_period {
        return other_period();
    }
    let (Some(a), Some(b)) = (left.as_of(), right.as_of()) else {
        return if same_length { not_given(left, right) } else { other_period() };
    };
    match left.question.rule {
        AsOfRule::Snapshot if a.span().overlaps(b.span()) => same_or_nearly(a.span() == b.span()),
        AsOfRule::Snapshot => different_times(a, b),
        AsOfRule::Cumulative => order(a.span(), b.span()),
        AsOfRule::Period if same_length => match (PeriodEnd::of(a), PeriodEnd::of(b)) {
            (Some(x), Some(y)) if x.can_coincide(y) => same_or_nearly(x == y),
            _ => different_times(a, b),
        },
        AsOfRule::Period => contained((a, lengths.0), (b, lengths.1)).unwrap_or_else(other_period),
    }
}

fn same_or_nearly(same: bool) -> Alignment {
    if same { Alignment::Same } else { Alignment::CanBeSame }
}

fn different_times(a: &Edtf, b: &Edtf) -> Alignment {
    Alignment::Apart(ReasonCode::DifferentTimes, format!("different times: {} and {}", time_words(a), time_words(b)))
}

fn not_given(left: &ClaimView<'_>, right: &ClaimView<'_>) -> Alignment {
    let given = left.as_of().or(right.as_of()).map_or(String::new(), time_words);
    Alignment::Apart(
        ReasonCode::TimeNotGiven,
        format!("one is about {given}, the other doesn't say what time it is about"),
    )
}

/// Which of two times of a cumulative count is the earlier one.
fn order(a: Span, b: Span) -> Alignment {
    if a == b {
        Alignment::Same
    } else if a.overlaps(b) {
        Alignment::EitherOrder
    } else if start(a) < start(b) {
        Alignment::LeftEarlier
    } else {
        Alignment::RightEarlier
    }
}

/// Where a span begins in seconds. Of two disjoint ones at most one has no known beginning.
fn start(span: Span) -> i64 {
    span.earliest_s().unwrap_or(i64::MIN)
}

/// The length of a period, in one unit for all that are equal: a day is 24 hours, a year is 12 months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length<'a> {
    Seconds(i64),
    Months(i64),
    /// A night, a polling day: equal only to itself.
    Word(&'a str),
}

impl<'a> Length<'a> {
    fn of(period: &'a Period) -> Self {
        let text = period.as_str();
        let counted = |rest: &str, units: &[(char, i64)]| {
            let unit = rest.chars().last()?;
            let (_, size) = units.iter().find(|(name, _)| *name == unit)?;
            let number: i64 = rest.strip_suffix(unit)?.parse().ok()?;
            Some(number * size)
        };
        let clock = text.strip_prefix("PT").and_then(|rest| counted(rest, &[('H', 3_600), ('M', 60), ('S', 1)]));
        let days = || text.strip_prefix('P').and_then(|rest| counted(rest, &[('D', DAY_S), ('W', 7 * DAY_S)]));
        let months = || text.strip_prefix('P').and_then(|rest| counted(rest, &[('M', 1), ('Y', 12)]));
        match clock.or_else(days) {
            Some(seconds) => Self::Seconds(seconds),
            None => months().map_or(Self::Word(text), Self::Months),
        }
    }

    /// How many seconds a period of this length has that ends there; `None` for a word.
    fn seconds_before(self, end_s: i64) -> Option<i64> {
        match self {
            Self::Seconds(seconds) => Some(seconds),
            Self::Word(_) => None,
            Self::Months(months) => {
                let end = day(end_s.div_euclid(DAY_S))?;
                let begin = end.checked_sub(Duration::new().try_months(months).ok()?).ok()?;
                Some(i64::from((end - begin).get_days()) * DAY_S)
            }
        }
    }
}

fn day(since_1970: i64) -> Option<Date> {
    date(1970, 1, 1).checked_add(Duration::new().try_days(since_1970).ok()?).ok()
}

/// When a period ends, as far as the as-of tells: a stretch of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PeriodEnd {
    zoned: bool,
    first_s: i64,
    last_s: i64,
}

impl PeriodEnd {
    /// The end of a period with this as-of: its last day, or its last second. `None` where that isn't known.
    fn of(as_of: &Edtf) -> Option<Self> {
        let End::At(last) = as_of.span().end() else { return None };
        Some(if as_of.span().is_zoned() {
            Self { zoned: true, first_s: last, last_s: last }
        } else {
            // Midnight behind that day: dates are compared as days, in whatever zone they are.
            let end = (last + 1) * DAY_S;
            Self { zoned: false, first_s: end, last_s: end }
        })
    }

    fn can_coincide(self, other: Self) -> bool {
        let (a, b) = alike(self, other);
        a.first_s <= b.last_s && b.first_s <= a.last_s
    }

    /// The same end in seconds: some time on that day, somewhere.
    fn in_some_zone(self) -> Self {
        if self.zoned {
            return self;
        }
        Self { zoned: true, first_s: self.first_s - DAY_S - EASTERNMOST_S, last_s: self.last_s + WESTERNMOST_S - 1 }
    }
}

fn alike(a: PeriodEnd, b: PeriodEnd) -> (PeriodEnd, PeriodEnd) {
    if a.zoned == b.zoned { (a, b) } else { (a.in_some_zone(), b.in_some_zone()) }
}

/// Which of two periods can be part of the other, if one can.
fn contained(left: (&Edtf, Option<Length<'_>>), right: (&Edtf, Option<Length<'_>>)) -> Option<Alignment> {
    let (a, b) = alike(PeriodEnd::of(left.0)?, PeriodEnd::of(right.0)?);
    let (length_a, length_b) = (left.1?.seconds_before(a.last_s)?, right.1?.seconds_before(b.last_s)?);
    let lies_in = |part: PeriodEnd, part_s: i64, whole: PeriodEnd, whole_s: i64| {
        // The whole ends from 0 to (whole - part) seconds after the part, else one sticks out at either side.
        let (least, most) = (whole.first_s - part.last_s, whole.last_s - part.first_s);
        part_s < whole_s && least <= whole_s - part_s && most >= 0
    };
    if lies_in(a, length_a, b, length_b) {
        Some(Alignment::LeftIsPart)
    } else if lies_in(b, length_b, a, length_a) {
        Some(Alignment::RightIsPart)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(text: &str) -> Period {
        text.parse().unwrap()
    }

    fn edtf(text: &str) -> Edtf {
        text.parse().unwrap()
    }

    #[test]
    fn lengths_are_equal_whatever_their_unit() {
        for (a, b, equal) in [
            ("PT24H", "P1D", true),
            ("P7D", "P1W", true),
            ("P12M", "P1Y", true),
            ("P1M", "PT1M", false),
            ("P1M", "P30D", false),
            ("night", "night", true),
            ("night", "P1D", false),
            ("P99999W", "P99999W", true),
        ] {
            assert_eq!(Length::of(&length(a)) == Length::of(&length(b)), equal, "{a} {b}");
        }
    }

    #[test]
    fn one_period_in_another() {
        use Alignment::{LeftIsPart, RightIsPart};
        for (a, length_a, b, length_b, want) in [
            ("2025-11-09", "PT24H", "2025-11-09", "P7D", Some(LeftIsPart)),
            ("2025-11-03", "PT24H", "2025-11-09", "P7D", Some(LeftIsPart)),
            ("2025-11-02", "PT24H", "2025-11-09", "P7D", None),
            ("2025-11-10", "PT24H", "2025-11-09", "P7D", None),
            ("2025-11", "P1M", "2025-11-01", "P1D", Some(RightIsPart)),
            ("2025-11", "P1M", "2025-10-31", "P1D", None),
            ("2025-11", "P1M", "2025", "P1Y", Some(LeftIsPart)),
            ("2025-11-09", "P1D", "2025-11-09T08:00Z", "PT12H", Some(RightIsPart)),
            ("2025-11-09T08:00Z", "PT12H", "2025-11-09T08:00Z", "PT24H", Some(LeftIsPart)),
            ("2025-11-09T08:00Z", "PT12H", "2025-11-10T08:00Z", "PT24H", None),
            ("2025-11-09", "night", "2025-11-09", "P1D", None),
            ("2025-11-09/..", "P1D", "2025-11-09", "P1W", None),
            ("0001-01-01", "P99999Y", "2025-11-09", "P1D", None),
        ] {
            let (length_a, length_b) = (length(length_a), length(length_b));
            let got = contained((&edtf(a), Some(Length::of(&length_a))), (&edtf(b), Some(Length::of(&length_b))));
            assert_eq!(got, want, "{a} {length_a} {b} {length_b}");
        }
    }

    #[test]
    fn ends_of_periods() {
        for (a, b, coincide) in [
            ("2025-11-09", "2025-11-09", true),
            ("2025-11-09", "2025-11-08", false),
            ("2025-11-08/2025-11-09", "2025-11-09", true),
            ("2025-11-08/2025-11-09", "2025-11-09/2025-11-10", false),
            ("2025-11-09", "2025-11-09T08:00Z", true),
            ("2025-11-09", "2025-11-10T11:59:59Z", true),
            ("2025-11-09", "2025-11-10T12:00:00Z", false),
            ("2025-11-09", "2025-11-08T10:00:00Z", true),
            ("2025-11-09", "2025-11-08T09:59:59Z", false),
            ("2025-11-09T08:00Z", "2025-11-09T10:00+02:00", true),
            ("2025-11-09T08:00Z", "2025-11-09T08:01Z", false),
        ] {
            let (x, y) = (PeriodEnd::of(&edtf(a)).unwrap(), PeriodEnd::of(&edtf(b)).unwrap());
            assert_eq!((x.can_coincide(y), y.can_coincide(x)), (coincide, coincide), "{a} {b}");
        }
    }
}
