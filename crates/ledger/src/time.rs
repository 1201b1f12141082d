//! Points in time as the log knows them: whole seconds, UTC.
//!
//! Nothing here reads a clock. Whoever needs the present takes it as an argument.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, Time, date};
use serde::{Deserialize, Serialize};

/// The day that every count of seconds in Byline begins with.
const EPOCH: Date = date(1970, 1, 1);

/// Seconds in a day; POSIX time has no leap seconds.
const DAY_S: u64 = 86_400;

/// Seconds since 1970-01-01T00:00:00Z without leap seconds, at most the end of the year 9999.
///
/// This is the `iat` of a statement (RFC 8392, section 3.1.6: a NumericDate) and the time of a seal. It says what a
/// signer's clock said, and nothing about whether that clock was right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Timestamp(u64);

/// A count of seconds that lies after the year 9999, where RFC 3339 ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{seconds} seconds after 1970 are beyond the year 9999")]
pub struct BeyondYear9999 {
    /// The count that was given, in seconds.
    pub seconds: u64,
}

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);

    /// 9999-12-31T23:59:59Z, the last second that RFC 3339 can write.
    pub const MAX: Self = Self(253_402_300_799);

    /// Takes a count of seconds since 1970.
    ///
    /// # Errors
    ///
    /// If it lies after the year 9999.
    pub const fn from_s(seconds: u64) -> Result<Self, BeyondYear9999> {
        if seconds <= Self::MAX.0 { Ok(Self(seconds)) } else { Err(BeyondYear9999 { seconds }) }
    }

    /// Seconds since 1970.
    pub const fn as_s(self) -> u64 {
        self.0
    }

    /// The time that many seconds later, or [`Timestamp::MAX`] if there is none.
    #[must_use]
    pub fn plus_s(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(seconds).min(Self::MAX.0))
    }
}

impl TryFrom<u64> for Timestamp {
    type Error = BeyondYear9999;

    fn try_from(seconds: u64) -> Result<Self, BeyondYear9999> {
        Self::from_s(seconds)
    }
}

impl From<Timestamp> for u64 {
    fn from(time: Timestamp) -> Self {
        time.0
    }
}

/// Writes RFC 3339 in UTC, `2025-11-09T08:00:00Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = i64::try_from(self.0 / DAY_S).expect("safe: MAX has 2,932,896 days");
        let second = i32::try_from(self.0 % DAY_S).expect("safe: less than a day");
        let day = EPOCH.checked_add(days.days()).expect("safe: MAX is within jiff's years");
        let time = Time::midnight() + second.seconds();
        write!(f, "{day}T{time}Z")
    }
}

/// A bare number of seconds says nothing to whoever reads a failed test.
impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_shown_as_rfc_3339() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (1, "1970-01-01T00:00:01Z"),
            (86_399, "1970-01-01T23:59:59Z"),
            (86_400, "1970-01-02T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_762_675_200, "2025-11-09T08:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] {
            let time = Timestamp::from_s(seconds).unwrap();
            assert_eq!(time.to_string(), text);
            assert_eq!(time.as_s(), seconds);
        }
    }

    #[test]
    fn ends_with_the_year_9999() {
        let beyond = BeyondYear9999 { seconds: 253_402_300_800 };
        assert_eq!(Timestamp::from_s(253_402_300_800), Err(beyond));
        assert_eq!(beyond.to_string(), "253402300800 seconds after 1970 are beyond the year 9999");
        assert_eq!(Timestamp::MAX.plus_s(1), Timestamp::MAX);
        assert_eq!(Timestamp::EPOCH.plus_s(u64::MAX), Timestamp::MAX);
        assert_eq!(Timestamp::EPOCH.plus_s(300), Timestamp(300));
    }

    #[test]
    fn is_a_plain_number_in_records() {
        let time = Timestamp(1_762_675_200);
        assert_eq!(serde_json::to_string(&time).unwrap(), "1762675200");
        assert_eq!(serde_json::from_str::<Timestamp>("1762675200").unwrap(), time);
        for refused in ["-1", "1.0", "\"0\"", "253402300800", "null"] {
            assert!(serde_json::from_str::<Timestamp>(refused).is_err(), "{refused}");
        }
    }
}
