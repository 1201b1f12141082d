//! Reading the format, one byte after the other.

use std::ops::RangeInclusive;

use jiff::civil::{Date, date};

use super::error::{EdtfError, EdtfProblem};
use super::span::{End, Sort, Span};

/// No text of the format is longer; two times with seconds and offsets and a slash have 51 bytes.
pub(super) const MAX_BYTES: usize = 64;

/// How far the clocks of a zone are ahead of UTC, in seconds.
const ZONES_S: RangeInclusive<i64> = -12 * 3_600..=14 * 3_600;

/// What a text says.
pub(super) struct Parsed {
    pub span: Span,
    pub approximate: bool,
    pub uncertain: bool,
}

/// Reads a whole text.
pub(super) fn text(text: &str) -> Result<Parsed, EdtfError> {
    if text.is_empty() {
        return Err(EdtfError::at(0, EdtfProblem::NoDate));
    }
    if text.len() > MAX_BYTES {
        return Err(EdtfError::at(MAX_BYTES, EdtfProblem::TooLong));
    }
    match text.split_once('/') {
        Some((start, end)) => interval(start, end),
        None => point(text, 0),
    }
}

/// Reads an interval from the texts before and behind its slash.
fn interval(start: &str, end: &str) -> Result<Parsed, EdtfError> {
    let end_at = start.len() + 1;
    let (from, to) = match (missing(start), missing(end)) {
        (None, None) => (point(start, 0)?, point(end, end_at)?),
        (Some(start), None) => return Ok(point(end, end_at)?.from(start)),
        (None, Some(end)) => return Ok(point(start, 0)?.to(end)),
        (Some(_), Some(_)) => return Err(EdtfError::at(0, EdtfProblem::NoDate)),
    };
    if from.span.is_zoned() != to.span.is_zoned() {
        return Err(EdtfError::at(end_at, EdtfProblem::MixedInterval));
    }
    if let (End::At(from), End::At(to)) = (from.span.start(), to.span.end())
        && to < from
    {
        return Err(EdtfError::at(end_at, EdtfProblem::Reversed));
    }
    Ok(Parsed {
        approximate: from.approximate || to.approximate,
        uncertain: from.uncertain || to.uncertain,
        span: from.to(to.span.end()).span,
    })
}

/// What stands for an end without a date, if this does.
fn missing(end: &str) -> Option<End> {
    match end {
        ".." => Some(End::Open),
        "" => Some(End::Unknown),
        _ => None,
    }
}

impl Parsed {
    fn from(self, start: End) -> Self {
        Self { span: self.span.with_start(start), ..self }
    }

    fn to(self, end: End) -> Self {
        Self { span: self.span.with_end(end), ..self }
    }
}

/// Reads a date or a time that begins at byte `start` of the text.
fn point(text: &str, start: usize) -> Result<Parsed, EdtfError> {
    let body = text.strip_suffix(['?', '~', '%']).unwrap_or(text);
    let qualifier = &text[body.len()..];
    let span = match body.split_once('T') {
        Some(_) if !qualifier.is_empty() => {
            return Err(EdtfError::at(start + body.len(), EdtfProblem::QualifiedTime));
        }
        Some((day, clock)) => time(day, clock, start)?,
        None => Reader::whole(body, start, Reader::date)?,
    };
    Ok(Parsed { span, approximate: matches!(qualifier, "~" | "%"), uncertain: matches!(qualifier, "?" | "%") })
}

/// Reads the date before a `T`, which begins at byte `start` of the text, and the time and zone behind it.
fn time(day: &str, clock: &str, start: usize) -> Result<Span, EdtfError> {
    let clock_at = start + day.len() + 1;
    let span = Reader::whole(day, start, Reader::date)?;
    let (End::At(first), true) = (span.start(), span.start() == span.end()) else {
        return Err(EdtfError::at(clock_at - 1, EdtfProblem::NoDay));
    };
    let second = Reader::whole(clock, clock_at, |reader| Ok(reader.clock()? - reader.offset()?))?;
    let instant = End::At(first * 86_400 + second);
    Ok(Span::new(Sort::Instants, instant, instant))
}

/// A place in one date or time.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the bytes begin in the whole text, for errors.
    start: usize,
}

impl<'a> Reader<'a> {
    /// Reads one thing that takes the whole of `text`, which begins at byte `start`.
    fn whole<T>(
        text: &'a str,
        start: usize,
        read: impl FnOnce(&mut Self) -> Result<T, EdtfError>,
    ) -> Result<T, EdtfError> {
        let mut reader = Self { bytes: text.as_bytes(), at: 0, start };
        let value = read(&mut reader)?;
        match reader.peek() {
            None => Ok(value),
            Some(b'X') => Err(reader.error(EdtfProblem::Unspecified)),
            Some(_) => Err(reader.error(EdtfProblem::TrailingText)),
        }
    }

    fn error(&self, problem: EdtfProblem) -> EdtfError {
        EdtfError::at(self.start + self.at, problem)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Steps over one byte, which must be `wanted`.
    fn expect(&mut self, wanted: u8, problem: EdtfProblem) -> Result<(), EdtfError> {
        if self.peek() != Some(wanted) {
            return Err(self.error(problem));
        }
        self.at += 1;
        Ok(())
    }

    /// Steps over `XX`, if it stands here.
    fn take_unspecified(&mut self) -> bool {
        let found = self.bytes[self.at..].starts_with(b"XX");
        if found {
            self.at += 2;
        }
        found
    }

    fn digit(&mut self) -> Result<i16, EdtfError> {
        match self.peek() {
            Some(digit @ b'0'..=b'9') => {
                self.at += 1;
                Ok(i16::from(digit - b'0'))
            }
            Some(b'X') => Err(self.error(EdtfProblem::Unspecified)),
            _ => Err(self.error(EdtfProblem::NotADigit)),
        }
    }

    /// Reads a number of two digits, which must be at most `max`.
    fn two_digits(&mut self, max: i16, problem: EdtfProblem) -> Result<i16, EdtfError> {
        let start = self.at;
        let number = self.digit()? * 10 + self.digit()?;
        if number > max {
            self.at = start;
            return Err(self.error(problem));
        }
        Ok(number)
    }

    /// Reads a date of any precision into the days that it covers.
    fn date(&mut self) -> Result<Span, EdtfError> {
        let (year, last_year) = self.year()?;
        if self.at == self.bytes.len() {
            return Ok(days(date(year, 1, 1), date(last_year, 12, 31)));
        }
        if year != last_year {
            return Err(self.error(EdtfProblem::Unspecified));
        }
        self.expect(b'-', EdtfProblem::NotAHyphen)?;
        if self.take_unspecified() {
            if self.peek() == Some(b'-') {
                self.at += 1;
                if !self.take_unspecified() {
                    return Err(self.error(EdtfProblem::Unspecified));
                }
            }
            return Ok(days(date(year, 1, 1), date(year, 12, 31)));
        }
        let month_at = self.at;
        let month = self.two_digits(24, EdtfProblem::NoSuchMonth)?;
        if (21..=24).contains(&month) {
            return Ok(season(year, month));
        }
        let no_month = EdtfError::at(self.start + month_at, EdtfProblem::NoSuchMonth);
        let first = civil(year, month, 1).ok_or(no_month)?;
        self.day(first)
    }

    /// Reads four digits, the last or the last two of which may be unspecified: the first and the last year meant.
    fn year(&mut self) -> Result<(i16, i16), EdtfError> {
        if matches!(self.peek(), Some(b'-' | b'+' | b'Y')) {
            return Err(self.error(EdtfProblem::NoSuchYear));
        }
        let start = self.at;
        let century = self.digit()? * 10 + self.digit()?;
        let (first, last) = if self.take_unspecified() {
            (century * 100, century * 100 + 99)
        } else {
            let decade = century * 10 + self.digit()?;
            if self.peek() == Some(b'X') {
                self.at += 1;
                (decade * 10, decade * 10 + 9)
            } else {
                let year = decade * 10 + self.digit()?;
                (year, year)
            }
        };
        if first == 0 {
            self.at = start;
            return Err(self.error(EdtfProblem::NoSuchYear));
        }
        Ok((first, last))
    }

    /// Reads what may follow a month that begins at `first`: nothing, a day, or an unspecified day.
    fn day(&mut self, first: Date) -> Result<Span, EdtfError> {
        if self.at == self.bytes.len() {
            return Ok(days(first, first.last_of_month()));
        }
        self.expect(b'-', EdtfProblem::NotAHyphen)?;
        if self.take_unspecified() {
            return Ok(days(first, first.last_of_month()));
        }
        let problem = EdtfProblem::NoSuchDay { days: first.days_in_month() };
        let no_day = self.error(problem);
        let day = self.two_digits(31, problem)?;
        let day = civil(first.year(), first.month().into(), day).ok_or(no_day)?;
        Ok(days(day, day))
    }

    /// Reads hours and minutes, perhaps seconds: seconds since midnight.
    fn clock(&mut self) -> Result<i64, EdtfError> {
        let hours = self.two_digits(23, EdtfProblem::NoSuchTime)?;
        self.expect(b':', EdtfProblem::NotAColon)?;
        let minutes = self.two_digits(59, EdtfProblem::NoSuchTime)?;
        let mut seconds = 0;
        if self.peek() == Some(b':') {
            self.at += 1;
            seconds = self.two_digits(59, EdtfProblem::NoSuchTime)?;
        }
        Ok(i64::from(hours) * 3_600 + i64::from(minutes) * 60 + i64::from(seconds))
    }

    /// Reads a zone: how many seconds its clocks are ahead of UTC.
    fn offset(&mut self) -> Result<i64, EdtfError> {
        let start = self.at;
        let sign = match self.peek() {
            Some(b'Z') => {
                self.at += 1;
                return Ok(0);
            }
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Err(self.error(EdtfProblem::NoZone)),
        };
        self.at += 1;
        let hours = self.two_digits(14, EdtfProblem::NoSuchOffset)?;
        self.expect(b':', EdtfProblem::NotAColon)?;
        let minutes = self.two_digits(59, EdtfProblem::NoSuchOffset)?;
        let offset_s = sign * (i64::from(hours) * 3_600 + i64::from(minutes) * 60);
        // RFC 3339 lets -00:00 say that the zone is not known: then the text would be no instant.
        if !ZONES_S.contains(&offset_s) || (sign < 0 && offset_s == 0) {
            self.at = start;
            return Err(self.error(EdtfProblem::NoSuchOffset));
        }
        Ok(offset_s)
    }
}

/// A date of the Gregorian calendar, if it exists.
fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The span from one day to another.
fn days(first: Date, last: Date) -> Span {
    let since_epoch = |day: Date| End::At(i64::from((day - date(1970, 1, 1)).get_days()));
    Span::new(Sort::Days, since_epoch(first), since_epoch(last))
}

/// The months of a season, 21 to 24: those of the northern hemisphere, each in the order of its year.
///
/// Winter is the last season of its year, and so ends in the next February (in the year 9999 with the calendar).
fn season(year: i16, season: i16) -> Span {
    let month = (season - 20) * 3;
    let first = civil(year, month, 1);
    let last = if season == 24 { civil(year + 1, 2, 1) } else { civil(year, month + 2, 1) };
    let first = first.expect("safe: the months 3, 6, 9 and 12 of a year that was read");
    days(first, last.map_or(date(9999, 12, 31), Date::last_of_month))
}
