//! The comparison of numbers and times against definitions that are slow and obviously right.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::testkit::*;
use super::verdict::{Label, ReasonCode};
use crate::record::{Answer, AnswerType, AsOfRule, Claim, Quantity, Question, Record, Source, Value};

/// Beyond this, every quantity of these tests has either all numbers or none.
const MOST: u64 = 120;

/// Whether a whole number fits a quantity, by what the words mean.
fn fits(quantity: &Quantity, n: u64) -> bool {
    let whole = |number: &crate::number::Decimal| number.to_string().parse::<u64>().unwrap();
    match quantity {
        Quantity::Exactly(x) => n == whole(x),
        Quantity::MoreThan(x) => n > whole(x),
        Quantity::AtLeast(x) => n >= whole(x),
        Quantity::AtMost(x) => n <= whole(x),
        Quantity::FewerThan(x) => n < whole(x),
        // Outwards: 9 x / 10 rounded down, 11 x / 10 rounded up.
        Quantity::About(x) => whole(x) * 9 / 10 <= n && n <= (whole(x) * 11).div_ceil(10),
        Quantity::Nearly(x) => whole(x) * 9 / 10 <= n && n < whole(x),
        Quantity::Between(x, y) => whole(x) <= n && n <= whole(y),
        Quantity::Phrase(_) => (24..=99).contains(&n),
        Quantity::Measured(_) => unreachable!("no count is measured"),
        Quantity::None => n == 0,
    }
}

/// A quantity that some number fits, and whether it is denied.
fn any_figure() -> impl Strategy<Value = (Quantity, bool)> {
    (1_u64..60, 0_u64..40, 0..11, prop::bool::weighted(0.2)).prop_map(|(a, more, form, denied)| {
        let (n, m) = (a.into(), (a + more).into());
        let quantity = match form {
            0 | 1 => Quantity::Exactly(n),
            2 => Quantity::MoreThan(n),
            3 => Quantity::AtLeast(n),
            4 => Quantity::AtMost(n),
            5 => Quantity::FewerThan(n),
            6 => Quantity::About(n),
            7 => Quantity::Nearly(n),
            8 => Quantity::Between(n, m),
            9 => phrase("en", "dozens"),
            _ => Quantity::None,
        };
        (quantity, denied)
    })
}

fn members((quantity, denied): &(Quantity, bool)) -> BTreeSet<u64> {
    (0..=MOST).filter(|n| fits(quantity, *n) != *denied).collect()
}

fn answer((quantity, denied): &(Quantity, bool)) -> Answer {
    let value = Value::Quantity(quantity.clone());
    if *denied { Answer::Denies(value) } else { Answer::Value(value) }
}

/// A time, in hours since some midnight: whole days of the calendar, or an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Days(i64, i64),
    Hour(i64),
}

impl When {
    fn text(self) -> String {
        let day = |day: i64| format!("2025-11-{:02}", day + 10);
        match self {
            Self::Days(first, last) if first == last => day(first),
            Self::Days(first, last) => format!("{}/{}", day(first), day(last)),
            Self::Hour(hour) => format!("{}T{:02}:00Z", day(hour.div_euclid(24)), hour.rem_euclid(24)),
        }
    }

    /// All hours at which it may be this time, somewhere on earth.
    fn hours(self) -> BTreeSet<i64> {
        match self {
            Self::Days(first, last) => (first * 24 - 14..(last + 1) * 24 + 12).collect(),
            Self::Hour(hour) => BTreeSet::from([hour]),
        }
    }

    /// Whether there is a time at which it may be both. Days against days are days of the calendar.
    fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::Days(a, b), Self::Days(c, d)) => (a..=b).any(|day| (c..=d).contains(&day)),
            _ => self.hours().intersection(&other.hours()).next().is_some(),
        }
    }

    /// The hours at which a period that is "as of" this may end: the midnight behind its last day; against an instant, any hour of that
    /// day, somewhere.
    fn ends(self, against_instant: bool) -> BTreeSet<i64> {
        match self {
            Self::Days(_, last) if against_instant => (last * 24 - 14..(last + 1) * 24 + 12).collect(),
            Self::Days(_, last) => BTreeSet::from([(last + 1) * 24]),
            Self::Hour(hour) => BTreeSet::from([hour]),
        }
    }
}

fn any_when() -> impl Strategy<Value = When> {
    prop_oneof![
        (0_i64..4, 0_i64..3).prop_map(|(first, more)| When::Days(first, first + more)),
        (-20_i64..120).prop_map(When::Hour),
    ]
}

/// What two sources' claims come to, under a rule of time.
fn reason(rule: AsOfRule, answers: [Answer; 2], change: impl Fn([Claim; 2]) -> [Claim; 2]) -> (Label, ReasonCode) {
    let mut desk = Desk::default();
    let event = desk.event();
    let period = (rule == AsOfRule::Period).then(|| "PT24H".parse().unwrap());
    let ask = Question { rule, period, ..question(event, AnswerType::Quantity) };
    let question = desk.add(Record::Question(ask));
    let claims = answers.map(|answer| {
        let (source, document) = (desk.entity("source"), desk.document(None));
        claim(question, document, Source::Entity(source), answer)
    });
    let [left, right] = change(claims).map(|claim| desk.claim(claim));
    let verdict = desk.compare(left, right);
    (verdict.label, verdict.reason)
}

fn at(whens: [When; 2], [a, b]: [Claim; 2]) -> [Claim; 2] {
    [as_of(&whens[0].text(), a), as_of(&whens[1].text(), b)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn quantities_are_the_numbers_that_fit(left in any_figure(), right in any_figure()) {
        let (a, b) = (members(&left), members(&right));
        // A denial of what every number fits leaves none; the check of the record refuses nothing else here.
        prop_assume!(!a.is_empty() && !b.is_empty());
        let (label, reason) = reason(AsOfRule::Snapshot, [answer(&left), answer(&right)], |claims| claims);
        let want = if a == b {
            (Label::Agree, ReasonCode::SameAnswer)
        } else if reason == ReasonCode::Rounding {
            // Two plain figures; rounding has a reference of its own.
            prop_assert!(a.len() == 1 && b.len() == 1);
            (Label::Compatible, ReasonCode::Rounding)
        } else if a.is_subset(&b) || b.is_subset(&a) {
            (Label::Compatible, ReasonCode::Within)
        } else if a.intersection(&b).next().is_some() {
            (Label::Compatible, ReasonCode::Overlap)
        } else {
            (Label::Conflict, ReasonCode::NoCommonNumber)
        };
        prop_assert_eq!((label, reason), want);
    }

    #[test]
    fn snapshots_need_a_common_time(left in any_when(), right in any_when()) {
        let (_, reason) = reason(AsOfRule::Snapshot, [exactly(1), exactly(2)], |claims| at([left, right], claims));
        let want = if left.meets(right) { ReasonCode::NoCommonNumber } else { ReasonCode::DifferentTimes };
        prop_assert_eq!(reason, want, "{} {}", left.text(), right.text());
    }

    #[test]
    fn cumulative_counts_fall_where_the_later_is_less(left in any_when(), right in any_when()) {
        let (_, reason) = reason(AsOfRule::Cumulative, [exactly(30), exactly(20)], |claims| at([left, right], claims));
        let is_later = || left.hours().first() < right.hours().first();
        let want = if left == right {
            ReasonCode::NoCommonNumber
        } else if left.meets(right) || !is_later() {
            ReasonCode::Growth
        } else {
            ReasonCode::CumulativeFall
        };
        prop_assert_eq!(reason, want, "{} {}", left.text(), right.text());
    }

    #[test]
    fn periods_coincide_contain_each_other_or_neither(left in any_when(), right in any_when(), days in 1_i64..4) {
        let own = (days > 1).then(|| format!("P{days}D").parse().unwrap());
        let (_, reason) = reason(AsOfRule::Period, [exactly(30), exactly(20)], |claims| {
            let [a, b] = at([left, right], claims);
            [a, Claim { period: own.clone(), ..b }]
        });
        let mixed = matches!((left, right), (When::Days(..), When::Hour(_)) | (When::Hour(_), When::Days(..)));
        let pairs = || {
            let ends = right.ends(mixed);
            left.ends(mixed).into_iter().flat_map(move |a| ends.clone().into_iter().map(move |b| (a, b)))
        };
        let (short, long) = (24, days * 24);
        let lies_in = |(a, b): (i64, i64)| b - long <= a - short && a <= b;
        let want = if days == 1 {
            match pairs().any(|(a, b)| a == b) {
                true => ReasonCode::NoCommonNumber,
                false => ReasonCode::DifferentTimes,
            }
        } else if pairs().any(lies_in) {
            ReasonCode::PartExceedsWhole
        } else {
            ReasonCode::OtherPeriod
        };
        prop_assert_eq!(reason, want, "{} {} {}", left.text(), right.text(), days);
    }
}
