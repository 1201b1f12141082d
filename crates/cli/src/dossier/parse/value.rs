//! Single values: from what stands in the file to the types of a record.

use super::section::clip;
use crate::dossier::spelling::did_you_mean;
use crate::dossier::tree::{Name, Zone};
use byline_ledger::edtf::{Edtf, EdtfError, EdtfProblem, PartOfMonth};
use byline_ledger::record::{Handle, Lang, Period, Slug, Text};
use toml::de::DeValue;
use toml::value::{Datetime, Offset, Time};
use unicode_normalization::UnicodeNormalization as _;

/// What is wrong with a value, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    pub message: String,
    pub help: Option<String>,
}

impl Flaw {
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }

    pub fn plain(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }
}

/// What a value is, in words.
pub fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A text as it was typed.
pub fn verbatim(key: &str, text: &str) -> Result<Text, Flaw> {
    if !text.is_empty() && text.trim().is_empty() {
        return Err(Flaw::plain(format!("`{key}` has no words in it")));
    }
    Text::new(text).map_err(|_| match text.len() {
        0 => Flaw::plain(format!("`{key}` is empty: leave it out")),
        bytes => Flaw::plain(format!("`{key}` has {bytes} bytes; a text has at most 16,384")),
    })
}

/// A text in Unicode NFC.
pub fn label(key: &str, text: &str) -> Result<Text, Flaw> {
    verbatim(key, &text.nfc().collect::<String>())
}

/// A slug of the dossier's own.
pub fn slug(text: &str) -> Result<Slug, Flaw> {
    Slug::new(text).map_err(|_| {
        Flaw::new(
            format!("`{}` is not a slug", clip(text)),
            "a slug has 1 to 64 of a-z, 0-9 and -, and doesn't begin with -",
        )
    })
}

/// A reference: slug, handle/slug or id.
pub fn name(text: &str) -> Result<Name, Flaw> {
    if let Some(digits) = text.strip_prefix("b3:") {
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit));
        return match digits.len() {
            8..=64 if is_hex => Ok(Name::Id(digits.to_owned())),
            _ => Err(Flaw::new(
                format!("`{}` is not an id", clip(text)),
                "an id is b3: and its first 8 or more digits, as `byline log` and `byline diff` show it",
            )),
        };
    }
    let name = match text.split_once('/') {
        Some((handle, slug)) => {
            Handle::new(handle).and_then(|handle| Slug::new(slug).map(|slug| Name::Of(handle, slug)))
        }
        None => Slug::new(text).map(Name::Slug),
    };
    name.map_err(|_| {
        Flaw::new(
            format!("`{}` names nothing", clip(text)),
            "write a slug (a-z, 0-9 and -), another recorder's as handle/slug, or an id as b3:..",
        )
    })
}

/// A language tag.
pub fn lang(text: &str) -> Result<Lang, Flaw> {
    Lang::new(text).map_err(|_| {
        Flaw::new(format!("`{}` is not a language", clip(text)), "write a tag such as en, it, uk, be-Latn or en-GB")
    })
}

/// One of a few words.
pub fn choice<T: Copy>(key: &str, text: &str, choices: &[(&str, T)]) -> Result<T, Flaw> {
    if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text) {
        return Ok(*value);
    }
    let words = choices.iter().map(|(word, _)| *word);
    let help = match did_you_mean(text, words.clone()) {
        Some(meant) => format!("did you mean \"{meant}\"?"),
        None => format!("one of {}", words.collect::<Vec<_>>().join(", ")),
    };
    Err(Flaw::new(format!("`{key}` can't be {:?}", clip(text)), help))
}

/// A length of time: `24h`, `7 days`, `PT24H`, or a word such as `night`.
pub fn period(text: &str) -> Result<Period, Flaw> {
    if let Ok(period) = Period::new(text) {
        return Ok(period);
    }
    let text = text.trim();
    let unit_at = text.find(|char: char| !char.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let pattern = match unit.trim().to_lowercase().as_str() {
        "s" | "second" | "seconds" => Some(("PT", "S")),
        "min" | "minute" | "minutes" => Some(("PT", "M")),
        "h" | "hour" | "hours" => Some(("PT", "H")),
        "d" | "day" | "days" => Some(("P", "D")),
        "w" | "week" | "weeks" => Some(("P", "W")),
        "month" | "months" => Some(("P", "M")),
        "y" | "year" | "years" => Some(("P", "Y")),
        _ => None,
    };
    let number = number.trim_start_matches('0');
    let period = pattern.and_then(|(before, behind)| Period::new(format!("{before}{number}{behind}")).ok());
    period.ok_or_else(|| {
        Flaw::new(
            format!("`{}` is not a length of time", clip(text)),
            "write \"24h\", \"30min\", \"7d\", \"2 weeks\", \"3 months\", \"1y\", or a word such as \"night\"",
        )
    })
}

/// How dates are written, for whoever wrote one in another way.
const DATES: &str = "write 2025-11-09, or in quotation marks \"2025-11\", \"2025-11-09~\" (about), \"2025-11-08/2025-11-09\" \
                     (from, to), \"../2025-11-09\" (until), \"early 2025-11\", \"2025-11-09T08:00+02:00\"";

/// A date, a time or an interval.
pub fn moment(value: &DeValue<'_>, zone: &Zone) -> Result<Edtf, Flaw> {
    let text = match value {
        DeValue::Datetime(datetime) => date_and_time(datetime, zone)?,
        DeValue::String(text) => match part_of_month(text.trim()) {
            Some(edtf) => return Ok(edtf),
            None => with_zone(text.trim(), zone)?,
        },
        DeValue::Integer(number) if number.radix() == 10 && number.as_str().len() == 4 => number.as_str().to_owned(),
        other => return Err(Flaw::new(format!("a date is expected, not {}", kind_of(other)), DATES)),
    };
    text.parse().map_err(|error: EdtfError| {
        // What the form is, the help says better.
        let why = match error.problem {
            EdtfProblem::NotADigit | EdtfProblem::NotAHyphen | EdtfProblem::NotAColon | EdtfProblem::NoDate => {
                String::new()
            }
            other => format!(": {other}"),
        };
        Flaw::new(format!("`{}` is not a date{why}", clip(&text)), DATES)
    })
}

/// A date of TOML as EDTF.
fn date_and_time(datetime: &Datetime, zone: &Zone) -> Result<String, Flaw> {
    let Some(date) = datetime.date else {
        return Err(Flaw::new("a time of day needs its date", "write 2025-11-09T08:00:00"));
    };
    let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    let Some(Time { hour, minute, second, nanosecond }) = datetime.time else { return Ok(day) };
    if nanosecond.is_some_and(|fraction| fraction > 0) {
        return Err(Flaw::plain("a time has no fractions of a second"));
    }
    let seconds = second.map(|second| format!(":{second:02}")).unwrap_or_default();
    let offset = match datetime.offset {
        Some(Offset::Z) => "Z".to_owned(),
        Some(Offset::Custom { minutes }) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60)
        }
        None => zone.0.clone().ok_or_else(no_zone)?,
    };
    Ok(format!("{day}T{hour:02}:{minute:02}{seconds}{offset}"))
}

fn no_zone() -> Flaw {
    Flaw::new(
        "a time needs its zone",
        "add +02:00 or Z to the time, or `zone = \"+02:00\"` to [dossier] for all of them",
    )
}

/// Gives a zone to the times of a text that have none.
fn with_zone(text: &str, zone: &Zone) -> Result<String, Flaw> {
    let add = |point: &str| {
        let clock = point.split_once('T').map(|(_, clock)| clock);
        match clock.filter(|clock| !clock.contains(['Z', '+', '-'])) {
            None => Ok(point.to_owned()),
            Some(_) => zone.0.as_ref().map(|zone| format!("{point}{zone}")).ok_or_else(no_zone),
        }
    };
    match text.split_once('/') {
        Some((from, to)) => Ok(format!("{}/{}", add(from)?, add(to)?)),
        None => add(text),
    }
}

/// `early 2025-11`
fn part_of_month(text: &str) -> Option<Edtf> {
    let (part, month) = text.split_once(' ')?;
    let part = match part {
        "early" => PartOfMonth::Early,
        "mid" => PartOfMonth::Mid,
        "late" => PartOfMonth::Late,
        _ => return None,
    };
    let (year, month) = month.trim().split_once('-')?;
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) {
        return None;
    }
    Edtf::part_of_month(part, year.parse().ok()?, month.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str, zone: &str) -> Result<String, String> {
        let value = DeValue::parse(toml).unwrap();
        let zone = Zone((!zone.is_empty()).then(|| zone.to_owned()));
        moment(value.get_ref(), &zone).map(|edtf| edtf.to_string()).map_err(|flaw| flaw.message)
    }

    #[test]
    fn dates_and_times() {
        for (toml, zone, want) in [
            ("2025-11-09", "", "2025-11-09"),
            ("2025-11-09T08:00:00Z", "+02:00", "2025-11-09T08:00:00Z"),
            ("2025-11-09T08:00:00-03:30", "", "2025-11-09T08:00:00-03:30"),
            ("2025-11-09T08:00:00", "+02:00", "2025-11-09T08:00:00+02:00"),
            ("2025-11-09 08:00:00", "Z", "2025-11-09T08:00:00Z"),
            ("2025-11-09T08:00", "Z", "2025-11-09T08:00Z"),
            ("2025", "", "2025"),
            ("\"2025-11\"", "", "2025-11"),
            ("\"2025-11-09~\"", "", "2025-11-09~"),
            ("\"../2025\"", "", "../2025"),
            ("\"early 2025-10\"", "", "2025-10-01~/2025-10-10~"),
            ("\"mid 2025-10\"", "", "2025-10-11~/2025-10-20~"),
            ("\"late 2024-02\"", "", "2024-02-21~/2024-02-29~"),
            ("\"2025-11-09T08:00/2025-11-09T10:00\"", "+02:00", "2025-11-09T08:00+02:00/2025-11-09T10:00+02:00"),
            ("\"2025-11-09T08:00-01:00/..\"", "+02:00", "2025-11-09T08:00-01:00/.."),
        ] {
            assert_eq!(read(toml, zone), Ok(want.to_owned()), "{toml}");
        }
    }

    #[test]
    fn what_is_not_a_date() {
        for (toml, want) in [
            ("08:00:00", "a time of day needs its date"),
            ("2025-11-09T08:00:00", "a time needs its zone"),
            ("\"2025-11-09T08:00\"", "a time needs its zone"),
            ("2025-11-09T08:00:00.5Z", "a time has no fractions of a second"),
            ("\"yesterday\"", "`yesterday` is not a date"),
            ("\"2025-02-30\"", "`2025-02-30` is not a date: this month has the days 01 to 28"),
            ("\"early 2025-13\"", "`early 2025-13` is not a date"),
            ("true", "a date is expected, not true or false"),
            ("20251109", "a date is expected, not a number"),
        ] {
            assert_eq!(read(toml, ""), Err(want.to_owned()), "{toml}");
        }
    }

    #[test]
    fn lengths_of_time() {
        for (text, want) in [
            ("24h", Some("PT24H")),
            ("24 hours", Some("PT24H")),
            ("30min", Some("PT30M")),
            ("7d", Some("P7D")),
            ("07 days", Some("P7D")),
            ("2 weeks", Some("P2W")),
            ("3 months", Some("P3M")),
            ("1y", Some("P1Y")),
            ("PT24H", Some("PT24H")),
            ("night", Some("night")),
            ("30m", None),
            ("h", Some("h")),
            ("24", None),
            ("", None),
            ("0h", None),
            ("1.5h", None),
            ("all night", None),
        ] {
            assert_eq!(period(text).ok().map(|period| period.to_string()).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn references() {
        for text in ["lavrov", "ana/lavrov", "b3:01234567", "b3:0123456789abcdef"] {
            assert_eq!(name(text).map(|name| name.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "Lavrov", "a b", "ana/", "/lavrov", "a/b/c", "b3:", "b3:0123", "b3:012345678Z", "b3:THE-ID"] {
            assert!(name(text).is_err(), "{text}");
        }
    }
}
