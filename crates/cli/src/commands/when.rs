//! What a person means by an earlier state of the ledger: a size, a time, or a checkpoint.

use super::unreadable;
use crate::failure::Failure;
use byline_ledger::ledger::{Lookup, Point, PointError};
use byline_ledger::position::Size;
use byline_ledger::time::Timestamp;
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::fs;
use std::io::Read as _;
use std::path::Path;

/// A signed checkpoint is some hundred bytes; with many cosignatures, some thousands.
const LONGEST_CHECKPOINT_BYTES: u64 = 1 << 20;

/// The ledger as it stood at a time, size or checkpoint; as it stands now if none is named.
///
/// # Errors
/// When there was no such state.
pub fn as_of<'a>(lookup: Lookup<'a>, when: Option<&str>) -> Result<Lookup<'a>, Failure> {
    match when {
        Some(when) => Ok(lookup.as_of(&point(&lookup, when)?)),
        None => Ok(lookup),
    }
}

/// The point of the log that is meant: by a number of entries, by an RFC 3339 time or a date in UTC (the last seal then or before), else by the
/// file of a checkpoint.
///
/// # Errors
/// When the log has no such point.
pub fn point(lookup: &Lookup<'_>, when: &str) -> Result<Point, Failure> {
    let found = if when.bytes().all(|byte| byte.is_ascii_digit()) {
        let size = when.parse().ok().and_then(Size::new);
        let size = size.ok_or_else(|| Failure::new(format!("{when:?} is no number of entries")).hint(FORMS))?;
        lookup.point_at(size)
    } else if let Some(time) = time(when)? {
        lookup.point_by(time)
    } else {
        lookup.point_of_checkpoint(&read(when)?)
    };
    found.map_err(|error| failure(lookup, when, &error))
}

/// As [`point`], or the time before the log began: whoever asks what came since then means all of it.
///
/// # Errors
/// When the log has no such point.
pub fn since(lookup: &Lookup<'_>, when: &str) -> Result<Option<Point>, Failure> {
    match time(when)? {
        Some(time) => match lookup.point_by(time) {
            Err(PointError::BeforeTheLog { .. }) => Ok(None),
            found => found.map(Some).map_err(|error| failure(lookup, when, &error)),
        },
        None => point(lookup, when).map(Some),
    }
}

const FORMS: &str = "give a number of entries (76), a date or a time with its zone (2025-06-14, 2025-06-14T08:00:00Z), or the file of a \
                     checkpoint";

/// A time with a zone, or the end of a day in UTC. Nothing if the text begins like neither.
fn time(text: &str) -> Result<Option<Timestamp>, Failure> {
    let looks_like_one =
        text.len() >= 10 && text.bytes().take(4).all(|byte| byte.is_ascii_digit()) && &text.as_bytes()[4..5] == b"-";
    if !looks_like_one || Path::new(text).exists() {
        return Ok(None);
    }
    let wrong = |why: String| Failure::new(format!("{text:?} is no time: {why}")).hint(FORMS);
    let instant = if text.len() == 10 {
        let day: Date = text.parse().map_err(|error| wrong(format!("{error}")))?;
        let next = day.checked_add(1.day()).and_then(|day| day.to_zoned(TimeZone::UTC));
        next.and_then(|next| next.timestamp().checked_sub(1.second())).map_err(|error| wrong(format!("{error}")))?
    } else {
        text.parse().map_err(|error: jiff::Error| wrong(format!("{error}")))?
    };
    let seconds = u64::try_from(instant.as_second()).map_err(|_| wrong("it is before 1970".to_owned()))?;
    Timestamp::from_s(seconds).map(Some).map_err(|error| wrong(error.to_string()))
}

fn read(file: &str) -> Result<Vec<u8>, Failure> {
    let wrong =
        |error: std::io::Error| Failure::new(format!("{file:?} is no state of the ledger: {error}")).hint(FORMS);
    let mut bytes = Vec::new();
    fs::File::open(file).map_err(wrong)?.take(LONGEST_CHECKPOINT_BYTES).read_to_end(&mut bytes).map_err(wrong)?;
    Ok(bytes)
}

fn failure(lookup: &Lookup<'_>, when: &str, error: &PointError) -> Failure {
    let failure = |hint: String| Failure::new(format!("the ledger has no state {when:?}: {error}")).hint(hint);
    match error {
        PointError::View(error) => unreadable(lookup.ledger().reader().path(), error),
        PointError::TooLong { .. } => failure("is this copy of the ledger an old one?".to_owned()),
        PointError::WithinCommit { before, after, .. } if before.get() == 0 => {
            failure(format!("its first commit ends at {after}"))
        }
        PointError::WithinCommit { before, after, .. } => {
            failure(format!("the commit before ends at {before}, this one at {after}: name one of these"))
        }
        PointError::BeforeTheLog { .. } => failure("name a later time".to_owned()),
        PointError::Checkpoint(_) => {
            failure("is it the checkpoint of another ledger? `byline verify` checks this one".to_owned())
        }
        PointError::OtherHistory(_) => {
            failure("keep both: the ledger signed two histories, or went on from an old backup".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_over_when_it_is_over_in_utc() {
        for (text, want) in [
            ("2025-06-14", Some("2025-06-14T23:59:59Z")),
            ("2024-02-29", Some("2024-02-29T23:59:59Z")),
            ("2025-06-14T08:00:00Z", Some("2025-06-14T08:00:00Z")),
            ("2025-06-14T08:00:00+02:00", Some("2025-06-14T06:00:00Z")),
            ("2025-06-14 08:00:00Z", Some("2025-06-14T08:00:00Z")),
            ("checkpoint-of-june", None),
            ("2025", None),
        ] {
            assert_eq!(time(text).unwrap().map(|time| time.to_string()).as_deref(), want, "{text}");
        }
        for text in
            ["2025-02-29", "2025-13-01", "2025-06-14T08:00:00", "2025-06-14T25:00:00Z", "1969-12-31", "2025-6-14x"]
        {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
