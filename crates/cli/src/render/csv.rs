//! The claims of a report as CSV (RFC 4180): one line for each claim, for a spreadsheet.
//!
//! A spreadsheet runs what begins like a formula, so a field of a record that begins so gets an apostrophe before it. The report as JSON has the
//! exact text.

use super::json::plain_name;
use super::report::{EventPart, Report, RowPart};
use super::words;
use byline_ledger::accounts::view::ClaimView;
use std::io::{self, Write};

/// The columns.
const HEAD: [&str; 26] = [
    "name",
    "event",
    "question",
    "asks",
    "source",
    "chain",
    "act",
    "commitment",
    "answer",
    "unit",
    "read_as_from",
    "read_as_to",
    "as_of",
    "said",
    "quote",
    "quote_language",
    "document",
    "published",
    "status",
    "contradicted_by",
    "recorded_by",
    "recorded_at",
    "logged_at",
    "entry",
    "record",
    "identity",
];

/// Writes the claims, with a line of names first.
///
/// # Errors
/// When they can't be written.
pub fn claims(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    write!(out, "{}", line(HEAD.iter().map(|name| (*name).to_owned())))?;
    for event in &report.events {
        for part in &event.rows {
            for view in &part.claims {
                write!(out, "{}", line(fields(report, event, part, view).into_iter()))?;
            }
        }
    }
    Ok(())
}

fn fields(report: &Report<'_>, event: &EventPart<'_>, part: &RowPart<'_>, view: &ClaimView<'_>) -> [String; 26] {
    let claim = view.claim;
    let text = |value: Option<String>| value.unwrap_or_default();
    let numbers = view.numbers().and_then(Result::ok);
    let codes: Vec<&str> = view.marks().iter().map(|mark| mark.code()).collect();
    let against: Vec<String> = part.against(view.identity).0.iter().map(|(id, _)| report.name(*id)).collect();
    [
        report.name(view.identity),
        event.case.slug(event.case.event),
        event.case.slug(claim.question),
        report.casefile.name(claim.question),
        event.case.source(view).words(report.casefile),
        view.source_words(),
        plain_name(&claim.act),
        plain_name(&claim.commitment),
        view.answer_words(),
        text(view.unit().map(ToString::to_string)),
        text(numbers.as_ref().map(|numbers| numbers.low().to_string())),
        text(numbers.as_ref().and_then(|numbers| numbers.high()).map(|high| high.to_string())),
        text(claim.as_of.as_ref().map(ToString::to_string)),
        text(claim.said.as_ref().map(ToString::to_string)),
        text(view.quote_text()),
        text(view.document().map(|document| document.lang.to_string())),
        words::document(view),
        text(view.document().and_then(|document| document.published.as_ref()).map(ToString::to_string)),
        if codes.is_empty() { "in force".to_owned() } else { codes.join(" ") },
        against.join(" "),
        view.logged.handle.to_string(),
        view.logged.signed_at.to_string(),
        view.logged.logged_at.to_string(),
        view.logged.index.to_string(),
        view.logged.id.to_string(),
        view.identity.to_string(),
    ]
}

fn line(fields: impl Iterator<Item = String>) -> String {
    let fields: Vec<String> = fields.map(|field| quoted(&field)).collect();
    fields.join(",") + "\r\n"
}

/// A field: in quotation marks where it must be, and never a formula. Control characters are shown escaped, but for line breaks and tabs.
fn quoted(field: &str) -> String {
    let shown = crate::ui::shown(field);
    let guard = if shown.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
    match shown.contains([',', '"', '\n', '\t']) || !guard.is_empty() {
        true => format!("\"{guard}{}\"", shown.replace('"', "\"\"")),
        false => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        for (field, want) in [
            ("", ""),
            ("34", "34"),
            ("a, b", "\"a, b\""),
            ("a \"b\"\nc", "\"a \"\"b\"\"\nc\""),
            ("=1+1", "\"'=1+1\""),
            ("-25", "\"'-25\""),
            ("@x", "\"'@x\""),
            ("a\u{1b}[2J\r", "a\\u{1b}[2J\\u{d}"),
            ("\u{202e}=", "\\u{202e}="),
        ] {
            assert_eq!(quoted(field), want);
        }
    }
}
