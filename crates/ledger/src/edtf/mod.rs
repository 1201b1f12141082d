//! Times that people speak of: the Extended Date/Time Format, levels 0 and 1 (ISO 8601-2:2019; Library of Congress,
//! 2019), as docs/format/encoding.md narrows it.
//!
//! A source says "in November" or "on the night of the 8th"; an [`Edtf`] keeps exactly that much precision as text,
//! and a [`Span`] is what the text covers, for comparing.

mod error;
mod parse;
mod span;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::error::{EdtfError, EdtfProblem};
pub use self::span::{End, Span};

/// A date, a time with a zone, or an interval, as text of the Extended Date/Time Format.
///
/// ```text
/// 2025   2025-11   2025-11-09   202X   20XX   2025-XX   2025-11-XX   2025-XX-XX
/// 2025-21 (spring)  2025-22 (summer)  2025-23 (autumn)  2025-24 (winter)
/// each of these with ? (uncertain), ~ (approximate) or % (both) behind it
/// 2025-11-09T08:00Z   2025-11-09T08:00:00+02:00
/// A/B   ../B   A/..   /B   A/     two of the above; .. is an open end, nothing an unknown one
/// ```
///
/// Years go from 0001 to 9999. Having the value means that the text has this form, that its dates exist in the
/// Gregorian calendar and that an interval does not end before it starts. Two values are equal when their texts are;
/// whether they speak of the same time is a question for their [`Span`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Edtf {
    text: Box<str>,
    span: Span,
    approximate: bool,
    uncertain: bool,
}

impl Edtf {
    /// The text, as it was read.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What the text covers. Qualifiers are no part of it: "about 9 November" covers the 9th, and how much more was
    /// meant nobody knows.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Whether the source, or the recorder, says "about" (`~` or `%`) at either end.
    pub fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// Whether the source, or the recorder, is not sure (`?` or `%`) of either end.
    pub fn is_uncertain(&self) -> bool {
        self.uncertain
    }

    /// The days that "early", "mid" or "late" in a month are taken for, as an interval: nobody named a day, so both ends are approximate.
    ///
    /// # Errors
    ///
    /// If there is no such month in the years 0001 to 9999.
    pub fn part_of_month(part: PartOfMonth, year: i16, month: i8) -> Result<Self, EdtfError> {
        let first = Date::new(year, month, 1).map_err(|_| EdtfError::at(0, EdtfProblem::NoSuchMonth))?;
        let (from, to) = match part {
            PartOfMonth::Early => (1, 10),
            PartOfMonth::Mid => (11, 20),
            PartOfMonth::Late => (21, first.days_in_month()),
        };
        format!("{year:04}-{month:02}-{from:02}~/{year:04}-{month:02}-{to:02}~").parse()
    }

    /// Which third of which month (`2025-11`) it is, if it is what [`Edtf::part_of_month`] makes of one.
    pub fn as_part_of_month(&self) -> Option<(PartOfMonth, &str)> {
        let month = self.text.get(..7)?;
        let (year, number) = month.split_once('-')?;
        let (year, number) = (year.parse().ok()?, number.parse().ok()?);
        let parts = [PartOfMonth::Early, PartOfMonth::Mid, PartOfMonth::Late];
        let is_it = |part: &PartOfMonth| Self::part_of_month(*part, year, number).is_ok_and(|days| days == *self);
        parts.into_iter().find(is_it).map(|part| (part, month))
    }
}

/// A third of a month, as newspapers use them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartOfMonth {
    /// The days 1 to 10.
    Early,
    /// The days 11 to 20.
    Mid,
    /// The days from 21 on.
    Late,
}

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        let parsed = parse::text(text)?;
        Ok(Self { text: text.into(), span: parsed.span, approximate: parsed.approximate, uncertain: parsed.uncertain })
    }
}

impl TryFrom<String> for Edtf {
    type Error = EdtfError;

    fn try_from(text: String) -> Result<Self, EdtfError> {
        text.parse()
    }
}

impl From<Edtf> for String {
    fn from(time: Edtf) -> Self {
        time.text.into()
    }
}

/// Writes exactly the text that was read.
impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests;
