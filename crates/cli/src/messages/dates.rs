//! Dates and times in the form of a language.

use super::{Line, Messages};
use byline_ledger::edtf::Edtf;
use byline_ledger::time::Timestamp;

impl Messages {
    /// A time as a source gives it. What has no form of its own in the language (a year with an unknown digit, a season) stays as it is written.
    pub fn time(&self, time: &Edtf) -> String {
        match time.as_str().split_once('/') {
            None => self.one_time(time.as_str()),
            Some(("" | "..", to)) => self.text_of("date.until", &[("to", &self.one_time(to))]),
            Some((from, "" | "..")) => self.text_of("date.since", &[("from", &self.one_time(from))]),
            Some((from, to)) => {
                self.text_of("date.between", &[("from", &self.one_time(from)), ("to", &self.one_time(to))])
            }
        }
    }

    /// A point in time of the log, in UTC.
    pub fn stamp(&self, time: Timestamp) -> String {
        let text = time.to_string();
        match text.split_once('T') {
            Some((date, clock)) => {
                let minutes = clock.get(..5).unwrap_or(clock);
                let time = self.text_of("date.time", &[("date", &self.date(date)), ("time", &self.digits(minutes))]);
                self.text_of("date.zone", &[("time", &time), ("zone", &self.text("date.utc"))])
            }
            None => text,
        }
    }

    /// A day, in figures: for the axis of a plot.
    pub fn short_date(&self, iso: &str) -> String {
        let parts: Vec<&str> = iso.split('-').collect();
        match parts[..] {
            [year, month, day] => {
                let slots = [("yyyy", year), ("mm", month), ("dd", day)].map(|(slot, text)| (slot, self.digits(text)));
                let slots: Vec<(&str, &str)> = slots.iter().map(|(slot, text)| (*slot, text.as_str())).collect();
                self.text_of("date.short", &slots)
            }
            _ => iso.to_owned(),
        }
    }

    fn text_of(&self, key: &str, slots: &[(&str, &str)]) -> String {
        let slots: Vec<(&str, Line)> =
            slots.iter().map(|(slot, text)| (*slot, Line::ours((*text).to_owned()))).collect();
        self.line(key, &slots).plain()
    }

    /// A date or a date with a clock, with what qualifies it.
    fn one_time(&self, text: &str) -> String {
        if let Some(plain) = text.strip_suffix('?') {
            return self.text_of("date.uncertain", &[("date", &self.one_time(plain))]);
        }
        if let Some(plain) = text.strip_suffix('~') {
            return self.text_of("date.about", &[("date", &self.one_time(plain))]);
        }
        if let Some(plain) = text.strip_suffix('%') {
            let about = self.text_of("date.about", &[("date", &self.one_time(plain))]);
            return self.text_of("date.uncertain", &[("date", &about)]);
        }
        match text.split_once('T') {
            None => self.date(text),
            Some((date, clock)) => self.clock(date, clock),
        }
    }

    fn clock(&self, date: &str, clock: &str) -> String {
        let at_zone = clock.find(['Z', '+', '-']).unwrap_or(clock.len());
        let (time, zone) = clock.split_at(at_zone);
        let time = time.strip_suffix(":00").filter(|short| short.contains(':')).unwrap_or(time);
        let zone = if zone == "Z" { self.text("date.utc") } else { self.digits(zone) };
        let time = self.text_of("date.time", &[("date", &self.date(date)), ("time", &self.digits(time))]);
        self.text_of("date.zone", &[("time", &time), ("zone", &zone)])
    }

    fn date(&self, text: &str) -> String {
        let parts: Vec<&str> = text.split('-').collect();
        let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !parts.iter().all(is_number) {
            return text.to_owned();
        }
        match parts[..] {
            [year, month, day] if self.month("month", month).is_some() => {
                let month = self.month("month", month).unwrap_or_default();
                let day = self.digits(day.trim_start_matches('0'));
                let day = if day == "1" && self.language().tag() == "fr" { "1er".to_owned() } else { day };
                self.text_of("date.day", &[("day", &day), ("month", &month), ("year", &self.digits(year))])
            }
            [year, month] if self.month("month-alone", month).is_some() => {
                let month = self.month("month-alone", month).unwrap_or_default();
                self.text_of("date.month", &[("month", &month), ("year", &self.digits(year))])
            }
            [year] => self.digits(year),
            _ => text.to_owned(),
        }
    }

    fn month(&self, section: &str, number: &str) -> Option<String> {
        let key = format!("{section}.{number}");
        self.messages.contains_key(&key).then(|| self.text(&key))
    }
}
