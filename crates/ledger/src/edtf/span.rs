//! What a time covers, and how two of them lie to each other.

/// Seconds in an hour and in a day.
const HOUR_S: i64 = 3_600;
const DAY_S: i64 = 24 * HOUR_S;

/// Where a day begins first, and where it ends last: the zones go from UTC+14 to UTC-12.
const EASTERNMOST_S: i64 = 14 * HOUR_S;
const WESTERNMOST_S: i64 = 12 * HOUR_S;

/// An unbroken stretch of time, closed at both ends, where they are known.
///
/// A plain date is a day of the calendar without a zone; a time with a zone is an instant. Two spans of one sort
/// compare exactly. Of two different sorts, a date stands for every instant at which it is that date somewhere: from
/// midnight at UTC+14 to the midnight that ends it at UTC-12, fifty hours. So a date and an instant are disjoint only
/// if no zone could bring them together.
///
/// `==` says that two spans have the same ends, of the same sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    sort: Sort,
    start: End,
    end: End,
}

/// One end of a span: days or seconds since 1970-01-01, whichever its sort counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// It is known, and belongs to the span.
    At(i64),
    /// There is none.
    Open,
    /// There is one, and nobody says which.
    Unknown,
}

/// What the numbers of a span count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sort {
    /// Days of the calendar, in no particular zone.
    Days,
    /// Seconds of POSIX time.
    Instants,
}

impl Span {
    /// The caller has checked that the start is not after the end.
    pub(super) fn new(sort: Sort, start: End, end: End) -> Self {
        Self { sort, start, end }
    }

    /// The same span with another start, which the caller has checked.
    pub(super) fn with_start(self, start: End) -> Self {
        Self { start, ..self }
    }

    /// The same span with another end, which the caller has checked.
    pub(super) fn with_end(self, end: End) -> Self {
        Self { end, ..self }
    }

    /// Its start: a day if [`Span::is_zoned`] is false, else a second.
    pub fn start(self) -> End {
        self.start
    }

    /// Its last day or second.
    pub fn end(self) -> End {
        self.end
    }

    /// Whether its ends are instants; otherwise they are days without a zone.
    pub fn is_zoned(self) -> bool {
        self.sort == Sort::Instants
    }

    /// The first second since 1970 (UTC) that may belong to it, if it starts at a known time.
    pub fn earliest_s(self) -> Option<i64> {
        match self.as_instants().start {
            End::At(second) => Some(second),
            End::Open | End::Unknown => None,
        }
    }

    /// The last second since 1970 (UTC) that may belong to it, if it ends at a known time.
    pub fn latest_s(self) -> Option<i64> {
        match self.as_instants().end {
            End::At(second) => Some(second),
            End::Open | End::Unknown => None,
        }
    }

    /// Whether some day or instant may belong to both. An unknown end reaches as far as an open one.
    pub fn overlaps(self, other: Self) -> bool {
        let (a, b) = alike(self, other);
        a.low() <= b.high() && b.low() <= a.high()
    }

    /// Whether nothing can belong to both.
    pub fn is_disjoint(self, other: Self) -> bool {
        !self.overlaps(other)
    }

    /// Whether all of `other` lies within it, as far as its ends are known: a span with an unknown end contains only
    /// its equal.
    pub fn contains(self, other: Self) -> bool {
        if self == other {
            return true;
        }
        if self.start == End::Unknown || self.end == End::Unknown {
            return false;
        }
        let (a, b) = alike(self, other);
        a.low() <= b.low() && b.high() <= a.high()
    }

    fn low(self) -> i64 {
        match self.start {
            End::At(low) => low,
            End::Open | End::Unknown => i64::MIN,
        }
    }

    fn high(self) -> i64 {
        match self.end {
            End::At(high) => high,
            End::Open | End::Unknown => i64::MAX,
        }
    }

    /// The same in seconds, each date with all the zones it may be in.
    fn as_instants(self) -> Self {
        match self.sort {
            Sort::Instants => self,
            Sort::Days => Self {
                sort: Sort::Instants,
                start: self.start.map(|day| day * DAY_S - EASTERNMOST_S),
                end: self.end.map(|day| (day + 1) * DAY_S + WESTERNMOST_S - 1),
            },
        }
    }
}

impl End {
    fn map(self, change: impl FnOnce(i64) -> i64) -> Self {
        match self {
            Self::At(number) => Self::At(change(number)),
            Self::Open | Self::Unknown => self,
        }
    }
}

/// Both spans in one sort: their own if they share it, else instants.
fn alike(a: Span, b: Span) -> (Span, Span) {
    if a.sort == b.sort { (a, b) } else { (a.as_instants(), b.as_instants()) }
}
