//! What can be wrong with a time.

use super::parse::MAX_BYTES;

/// A text that is no time, and where it stops being one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem} (at byte {offset})")]
pub struct EdtfError {
    /// Bytes from the start of the text.
    pub offset: usize,
    /// What is wrong there.
    pub problem: EdtfProblem,
}

/// What can be wrong with a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EdtfProblem {
    /// There is nothing, or an interval without any date.
    #[error("a date is missing")]
    NoDate,
    /// More than 64 bytes.
    #[error("a date or interval has at most {MAX_BYTES} bytes")]
    TooLong,
    /// Something other than a digit.
    #[error("a digit is expected: dates are written like 2025, 2025-11 or 2025-11-09")]
    NotADigit,
    /// Something other than a hyphen between year, month and day.
    #[error("a hyphen is expected: dates are written like 2025, 2025-11 or 2025-11-09")]
    NotAHyphen,
    /// Something other than a colon between hours, minutes and seconds.
    #[error("a colon is expected: times are written like 2025-11-09T08:00+02:00")]
    NotAColon,
    /// More text where the date, the time or the interval is complete.
    #[error("nothing more is expected")]
    TrailingText,
    /// A year with a sign or the prefix Y, or 0000.
    #[error("years go from 0001 to 9999")]
    NoSuchYear,
    /// A number that is neither a month nor a season.
    #[error("a month is 01 to 12, a season 21 (spring) to 24 (winter)")]
    NoSuchMonth,
    /// A day that its month does not have.
    #[error("this month has the days 01 to {days}")]
    NoSuchDay {
        /// Days of the month.
        days: i8,
    },
    /// Hours, minutes or seconds out of range; there is no 24:00 and no leap second.
    #[error("a time is 00:00:00 to 23:59:59")]
    NoSuchTime,
    /// An offset that is no zone's.
    #[error("an offset from UTC is -12:00 to +14:00, and never -00:00")]
    NoSuchOffset,
    /// A time of day behind something else than a whole date.
    #[error("a time stands behind a whole date, like 2025-11-09T08:00+02:00")]
    NoDay,
    /// A time of day without a zone.
    #[error("a time needs its zone: Z or an offset like +02:00")]
    NoZone,
    /// A digit missing in another place than levels 0 and 1 allow.
    #[error("unspecified digits are written 202X, 20XX, 2025-XX, 2025-11-XX or 2025-XX-XX")]
    Unspecified,
    /// `?`, `~` or `%` behind a time with a zone.
    #[error("only dates can be uncertain or approximate: give an interval instead")]
    QualifiedTime,
    /// A date at one end, a time at the other.
    #[error("an interval goes from date to date or from time to time")]
    MixedInterval,
    /// The start is after the end.
    #[error("the interval ends before it starts")]
    Reversed,
}

impl EdtfError {
    pub(super) fn at(offset: usize, problem: EdtfProblem) -> Self {
        Self { offset, problem }
    }
}
