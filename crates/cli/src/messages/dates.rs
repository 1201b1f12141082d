//! Dates and times in the form of a language.
//!
//! What a date looks like depends on how exact it is and on what it is used for: languages put an article, a preposition or a case to it. So a message
//! file has a template for each use of each sort of date, and names of months and seasons in as many forms as its templates ask for.

use super::{Line, Message, Messages, Part};
use byline_ledger::edtf::{Edtf, PartOfMonth};
use byline_ledger::time::Timestamp;

/// Approximate, uncertain, both.
const QUALIFIERS: [char; 3] = ['~', '?', '%'];

/// What a date is used for: the form of its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Alone.
    Plain,
    /// Alone, and approximate.
    About,
    /// The start of a range.
    From,
    /// The same, where the end names the year too.
    FromInYear,
    /// The same, where the end names month and year too.
    FromInMonth,
    /// The end of a range.
    To,
    /// The start of a stretch without end.
    Since,
    /// The end of a stretch without start.
    Until,
}

impl Use {
    fn form(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::About => "about",
            Self::From => "from",
            Self::FromInYear => "from-in-year",
            Self::FromInMonth => "from-in-month",
            Self::To => "to",
            Self::Since => "since",
            Self::Until => "until",
        }
    }
}

/// A date, without what qualifies it: its message, the note on what is unknown of it, and what fills its slots.
#[derive(Debug, Clone, Copy)]
struct Date<'a> {
    key: &'static str,
    unknown: Option<&'static str>,
    year: u16,
    /// The last year of a decade or century, or of a winter.
    last: u16,
    /// Two digits, of a month or a season.
    month: &'a str,
    day: &'a str,
}

impl<'a> Date<'a> {
    /// Nothing if it is no date of docs/format/encoding.md, "Times", or has a clock.
    fn read(text: &'a str) -> Option<Self> {
        if text.contains('T') {
            return None;
        }
        let parts: Vec<&str> = text.split('-').collect();
        let date = |key, unknown, month, day| {
            let year = parts.first()?.parse().ok()?;
            Some(Self { key, unknown, year, last: year, month, day })
        };
        let years = |digits: &str, key, count: u16| {
            let year = digits.parse::<u16>().ok()? * count;
            Some(Self { key, unknown: None, year, last: year + count - 1, month: "", day: "" })
        };
        match parts[..] {
            [year] if year.ends_with("XX") => years(year.strip_suffix("XX")?, "date.century", 100),
            [year] if year.ends_with('X') => years(year.strip_suffix('X')?, "date.decade", 10),
            [_] => date("date.year", None, "", ""),
            [_, "XX"] => date("date.year", Some("date.no-month"), "", ""),
            [_, "XX", "XX"] => date("date.year", Some("date.no-day-nor-month"), "", ""),
            // A winter begins in December and goes on in the next year. There is none after 9999.
            [_, "24"] => date("date.winter", None, "", "").map(|winter| Self { last: winter.year + 1, ..winter }),
            [_, season @ ("21" | "22" | "23")] => date("date.season", None, season, ""),
            [_, month] => date("date.month", None, month, ""),
            [_, month, "XX"] => date("date.month", Some("date.no-day"), month, ""),
            [_, month, day] => date("date.day", None, month, day),
            _ => None,
        }
    }

    fn is_in_month_of(&self, other: &Self) -> bool {
        self.is_in_year_of(other) && self.month == other.month && self.key == "date.day"
    }

    fn is_in_year_of(&self, other: &Self) -> bool {
        let is_plain = |date: &Self| date.unknown.is_none() && ["date.day", "date.month"].contains(&date.key);
        is_plain(self) && self.key == other.key && is_plain(other) && self.year == other.year
    }
}

impl Messages {
    /// A time as a source gives it, whole: with its preposition where it is a range.
    pub fn time(&self, time: &Edtf) -> String {
        if let Some((part, month)) = time.as_part_of_month()
            && let Some(month) = Date::read(month)
        {
            let form = match part {
                PartOfMonth::Early => "early",
                PartOfMonth::Mid => "mid",
                PartOfMonth::Late => "late",
            };
            return self.date(&Date { key: "date.third", ..month }, form);
        }
        match time.as_str().split_once('/') {
            None => self.one_time(time.as_str(), Use::Plain),
            Some(("..", to)) => self.one_time(to, Use::Until),
            Some((from, "..")) => self.one_time(from, Use::Since),
            Some(("", to)) => self.text_of("date.no-start", &[("date", &self.one_time(to, Use::Until))]),
            Some((from, "")) => self.text_of("date.no-end", &[("date", &self.one_time(from, Use::Since))]),
            Some((from, to)) => self.range(from, to),
        }
    }

    /// A stretch of days, `2025-06-14` to `2025-06-16`, both of it.
    pub fn days(&self, from: &str, to: &str) -> String {
        if from == to { self.one_time(from, Use::Plain) } else { self.range(from, to) }
    }

    /// A point in time of the log, in UTC.
    pub fn stamp(&self, time: Timestamp) -> String {
        let text = time.to_string();
        match text.split_once('T') {
            Some((date, clock)) => {
                let minutes = clock.get(..5).unwrap_or(clock);
                self.clock(date, &format!("{minutes}Z"), Use::Plain)
            }
            None => text,
        }
    }

    /// A day, short and so that it can't be taken for another one: for the axis of a plot.
    pub fn short_date(&self, iso: &str) -> String {
        match (Date::read(iso), self.messages.get("date.short")) {
            (Some(date), Some(Message::Plain(template))) => self.filled(&template.0, &date),
            _ => iso.to_owned(),
        }
    }

    fn text_of(&self, key: &str, slots: &[(&str, &str)]) -> String {
        let slots: Vec<(&str, Line)> =
            slots.iter().map(|(slot, text)| (*slot, Line::ours((*text).to_owned()))).collect();
        self.line(key, &slots).plain()
    }

    /// What qualifies both ends in the same way is said once, of the whole.
    fn range(&self, from: &str, to: &str) -> String {
        let [(from, of_from), (to, of_to)] = [from, to].map(|end| end.split_at(end.trim_end_matches(QUALIFIERS).len()));
        if of_from == of_to {
            return self.qualified(self.plain_range(from, to), of_to);
        }
        let [from, to] = [(from, of_from, Use::From), (to, of_to, Use::To)]
            .map(|(end, qualifier, used)| self.qualified(self.one_time(end, used), qualifier));
        self.text_of("date.range", &[("from", &from), ("to", &to)])
    }

    fn plain_range(&self, from: &str, to: &str) -> String {
        let start = match (Date::read(from), Date::read(to)) {
            (Some(start), Some(end)) if start.is_in_month_of(&end) => Use::FromInMonth,
            (Some(start), Some(end)) if start.is_in_year_of(&end) => Use::FromInYear,
            _ => Use::From,
        };
        self.text_of("date.range", &[("from", &self.one_time(from, start)), ("to", &self.one_time(to, Use::To))])
    }

    fn qualified(&self, mut words: String, qualifier: &str) -> String {
        if ["~", "%"].contains(&qualifier) {
            words = self.text_of("date.approximate", &[("date", &words)]);
        }
        if ["?", "%"].contains(&qualifier) {
            words = self.text_of("date.uncertain", &[("date", &words)]);
        }
        words
    }

    /// A date or a date with a clock, with what qualifies it.
    fn one_time(&self, text: &str, used: Use) -> String {
        let (plain, qualifier) = text.split_at(text.trim_end_matches(QUALIFIERS).len());
        match (plain.split_once('T'), qualifier, used) {
            (Some((date, clock)), _, _) => self.clock(date, clock, used),
            (None, "~", Use::Plain) => self.dated(plain, Use::About),
            (None, "%", Use::Plain) => self.qualified(self.dated(plain, Use::About), "?"),
            (None, _, _) => self.qualified(self.dated(plain, used), qualifier),
        }
    }

    fn clock(&self, date: &str, clock: &str, used: Use) -> String {
        let at_zone = clock.find(['Z', '+', '-']).unwrap_or(clock.len());
        let (time, zone) = clock.split_at(at_zone);
        let time = time.strip_suffix(":00").filter(|short| short.contains(':')).unwrap_or(time);
        let zone = match (zone.strip_prefix('+'), zone.strip_prefix('-')) {
            (Some(offset), _) => self.text_of("date.ahead", &[("offset", offset)]),
            (_, Some(offset)) => self.text_of("date.behind", &[("offset", offset)]),
            _ => self.text("date.utc"),
        };
        let time = self.text_of("date.time", &[("date", &self.dated(date, used)), ("time", time)]);
        self.text_of("date.zone", &[("time", &time), ("zone", &zone)])
    }

    fn dated(&self, text: &str, used: Use) -> String {
        let Some(date) = Date::read(text) else { return text.to_owned() };
        let words = self.date(&date, used.form());
        match date.unknown {
            Some(note) => self.text_of(note, &[("date", &words)]),
            None => words,
        }
    }

    fn date(&self, date: &Date<'_>, form: &str) -> String {
        match self.messages.get(date.key) {
            Some(Message::Forms(forms)) => {
                forms.get(form).map(|template| self.filled(&template.0, date)).unwrap_or_default()
            }
            _ => format!("[{}]", date.key),
        }
    }

    fn filled(&self, parts: &[Part], date: &Date<'_>) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Slot(slot) => self.slot(slot, date),
        };
        parts.iter().map(part).collect()
    }

    /// Slots for a day, a month or a season name the section that has the form in which it stands: `{month-to}`. Of days only those that differ are
    /// written down.
    fn slot(&self, slot: &str, date: &Date<'_>) -> String {
        let day = date.day.trim_start_matches('0');
        let named = |number: &str| self.messages.get(&format!("{slot}.{number}")).map(|_| format!("{slot}.{number}"));
        match slot {
            "year" => date.year.to_string(),
            "last" | "next" => date.last.to_string(),
            "dd" => date.day.to_owned(),
            "mm" => date.month.to_owned(),
            _ if slot.starts_with("day") => match named(day).or_else(|| named("other")) {
                Some(key) => self.text_of(&key, &[("day", day)]),
                None => day.to_owned(),
            },
            _ => self.text(&format!("{slot}.{}", date.month)),
        }
    }
}
