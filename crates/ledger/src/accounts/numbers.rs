//! Sets of numbers, as far as quantities need them: an interval from 0 on, or all that an interval leaves.

use std::cmp;
use std::fmt;

use crate::number::Amount;
use crate::record::quantity::Counting;

/// A set of numbers from 0 on; never empty.
///
/// It has one to three intervals, in order, with gaps between. Sets of whole numbers are kept with both ends in the set,
/// so two sets with the same numbers are `==`. Only sets of one [`Counting`] are compared: it is the question's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NumberSet {
    counting: Counting,
    parts: Vec<Interval>,
}

/// The numbers between two cuts, without a gap; at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Interval {
    low: Cut,
    /// `None`: it goes on for ever.
    high: Option<Cut>,
}

/// A place between numbers: just before one, or just after it.
///
/// An interval from one cut to another is closed at the numbers that the cuts keep in, and open at the others. So no
/// operation needs to tell open from closed ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cut {
    at: Amount,
    // Ordered after `at`: of one number, the cut before it comes first.
    after: bool,
}

impl Cut {
    /// The cut below a number: an interval that starts here has it, one that ends here has not.
    pub fn before(at: Amount) -> Self {
        Self { at, after: false }
    }

    /// The cut above a number: an interval that ends here has it, one that starts here has not.
    pub fn after(at: Amount) -> Self {
        Self { at, after: true }
    }

    /// The number that it lies beside.
    pub fn at(self) -> Amount {
        self.at
    }

    /// Whether it lies above its number.
    pub fn is_after(self) -> bool {
        self.after
    }
}

impl Interval {
    /// The numbers of `counting` between two cuts, if there are any.
    fn new(counting: Counting, low: Cut, high: Option<Cut>) -> Option<Self> {
        let (low, high) = match counting {
            Counting::Measure => (low, high),
            Counting::Whole => (Cut::before(first_whole(low)), high.map(|high| Cut::before(first_whole(high)))),
        };
        if high.is_some_and(|high| high <= low) {
            return None;
        }
        // A count that ends before 10 ends after 9; the cut after a positive whole number is meant in both cases.
        let high = match counting {
            Counting::Measure => high,
            Counting::Whole => high.map(|high| Cut::after(high.at.minus(Amount::ONE))),
        };
        Some(Self { low, high })
    }

    fn meets(self, other: Self) -> bool {
        let low = cmp::max(self.low, other.low);
        self.high.is_none_or(|high| low < high) && other.high.is_none_or(|high| low < high)
    }

    fn lies_in(self, other: Self) -> bool {
        let ends_in = match (self.high, other.high) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(high), Some(limit)) => high <= limit,
        };
        other.low <= self.low && ends_in
    }

    /// Its number, if it has one only.
    fn single(self) -> Option<Amount> {
        let only = !self.low.after && self.high == Some(Cut::after(self.low.at));
        only.then_some(self.low.at)
    }
}

/// The first whole number above a cut.
fn first_whole(cut: Cut) -> Amount {
    if cut.after { cut.at.floor().plus(Amount::ONE) } else { cut.at.ceil() }
}

impl NumberSet {
    /// The numbers between two cuts (without `high`: all above `low`), if there are any.
    pub fn interval(counting: Counting, low: Cut, high: Option<Cut>) -> Option<Self> {
        let part = Interval::new(counting, low, high)?;
        Some(Self { counting, parts: vec![part] })
    }

    /// All other numbers from 0 on, if there are any.
    #[must_use]
    pub fn complement(&self) -> Option<Self> {
        let starts = std::iter::once(Some(Cut::before(Amount::ZERO))).chain(self.parts.iter().map(|part| part.high));
        let ends = self.parts.iter().map(|part| Some(part.low)).chain(std::iter::once(None));
        let parts: Vec<Interval> =
            std::iter::zip(starts, ends).filter_map(|(start, end)| Interval::new(self.counting, start?, end)).collect();
        (!parts.is_empty()).then_some(Self { counting: self.counting, parts })
    }

    /// Whether some number is in both.
    pub fn intersects(&self, other: &Self) -> bool {
        self.parts.iter().any(|a| other.parts.iter().any(|b| a.meets(*b)))
    }

    /// Whether `other` has all its numbers.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.parts.iter().all(|a| other.parts.iter().any(|b| a.lies_in(*b)))
    }

    /// The numbers that are in both, if there are any.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let shared = |a: &Interval, b: &Interval| {
            let high = match (a.high, b.high) {
                (Some(a), Some(b)) => Some(cmp::min(a, b)),
                (high, None) | (None, high) => high,
            };
            Interval::new(self.counting, cmp::max(a.low, b.low), high)
        };
        let parts: Vec<Interval> =
            self.parts.iter().flat_map(|a| other.parts.iter().filter_map(move |b| shared(a, b))).collect();
        (!parts.is_empty()).then_some(Self { counting: self.counting, parts })
    }

    /// Whether some number of this set is at most some number of `other`: a count that was in the one may have grown,
    /// or stayed, into the other.
    pub fn can_grow_into(&self, other: &Self) -> bool {
        let low = self.parts.first().map(|part| part.low);
        let high = other.parts.last().and_then(|part| part.high);
        high.is_none_or(|high| low.is_none_or(|low| low < high))
    }

    /// Where it begins: no number of it is less.
    pub fn low(&self) -> Amount {
        self.parts.first().map_or(Amount::ZERO, |part| part.low.at)
    }

    /// Where it ends: no number of it is greater. `None`: it goes on for ever.
    pub fn high(&self) -> Option<Amount> {
        self.parts.last().and_then(|part| part.high).map(|cut| cut.at)
    }

    /// Its stretches without a gap, in order: where each begins, and where it ends unless it goes on for ever.
    pub fn stretches(&self) -> impl Iterator<Item = (Cut, Option<Cut>)> {
        self.parts.iter().map(|part| (part.low, part.high))
    }

    /// Its number, if it has one only.
    pub fn single(&self) -> Option<Amount> {
        match self.parts[..] {
            [part] => part.single(),
            _ => None,
        }
    }

    /// How many times as large the numbers of one set are at the least, if no number is in both and it is 2 or more.
    pub fn ratio(&self, other: &Self) -> Option<Ratio> {
        if self.intersects(other) {
            return None;
        }
        let pairs = self
            .parts
            .iter()
            .flat_map(|a| other.parts.iter().map(move |b| if a.low < b.low { (a, b) } else { (b, a) }));
        let gaps = pairs.filter_map(|(lower, upper)| Some((lower.high?.at, upper.low.at)));
        let tenths = gaps.map(|(lesser, greater)| greater.ratio_tenths(lesser));
        // A gap that begins at 0 has no ratio, which is more than any other.
        let least = tenths.flatten().min()?;
        Ratio::from_tenths(least)
    }

    /// The same in words: `at least 100001`, `from 171 to 209`, `any number but 3`.
    pub fn in_words(&self) -> String {
        if let Some(left_out) = self.complement().and_then(|rest| rest.single())
            && self.parts.len() == 2
        {
            return format!("any number but {left_out}");
        }
        let parts: Vec<String> = self.parts.iter().map(|part| part.in_words()).collect();
        parts.join(" or ")
    }
}

impl Interval {
    fn in_words(self) -> String {
        if let Some(number) = self.single() {
            return format!("exactly {number}");
        }
        let from_zero = self.low == Cut::before(Amount::ZERO);
        let low = self.low.at;
        match (self.high, from_zero, self.low.after) {
            (None, true, _) => "any number".to_owned(),
            (None, false, true) => format!("more than {low}"),
            (None, false, false) => format!("at least {low}"),
            (Some(Cut { at, after: true }), true, _) => format!("at most {at}"),
            (Some(Cut { at, after: false }), true, _) => format!("less than {at}"),
            (Some(Cut { at, after: true }), false, false) => format!("from {low} to {at}"),
            (Some(Cut { at, after: true }), false, true) => format!("more than {low}, at most {at}"),
            (Some(Cut { at, after: false }), false, false) => format!("at least {low}, less than {at}"),
            (Some(Cut { at, after: false }), false, true) => format!("more than {low}, less than {at}"),
        }
    }
}

/// Writes intervals as in mathematics: `[100001, ∞)`, `{190}`, `[0, 2] ∪ [4, ∞)`.
impl fmt::Display for NumberSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, part) in self.parts.iter().enumerate() {
            if nth > 0 {
                f.write_str(" ∪ ")?;
            }
            part.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(number) = self.single() {
            return write!(f, "{{{number}}}");
        }
        let open = if self.low.after { '(' } else { '[' };
        match self.high {
            Some(high) => write!(f, "{open}{}, {}{}", self.low.at, high.at, if high.after { ']' } else { ')' }),
            None => write!(f, "{open}{}, ∞)", self.low.at),
        }
    }
}

/// How many times as large one number is as another: 2 or more, in tenths, rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio {
    tenths: u128,
}

impl Ratio {
    /// The ratio of the greater of two numbers to the lesser, if it is 2 or more and the lesser is not 0.
    pub fn of(a: Amount, b: Amount) -> Option<Self> {
        cmp::max(a, b).ratio_tenths(cmp::min(a, b)).and_then(Self::from_tenths)
    }

    fn from_tenths(tenths: u128) -> Option<Self> {
        (tenths >= 20).then_some(Self { tenths })
    }
}

/// Writes `2`, `2.6`; from ten on without decimal.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, tenth) = (self.tenths / 10, self.tenths % 10);
        if tenth == 0 || whole >= 10 { write!(f, "{whole}") } else { write!(f, "{whole}.{tenth}") }
    }
}

#[cfg(test)]
mod tests;
