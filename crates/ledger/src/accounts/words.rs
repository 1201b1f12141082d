//! Answers, sources and times in plain English words, for every view alike.
//!
//! They hold text of records: hostile until it is escaped.

use unicode_normalization::UnicodeNormalization;

use super::casefile::Casefile;
use super::numbers::NumberSet;
use super::view::ClaimView;
use crate::edtf::{Edtf, PartOfMonth};
use crate::hash::RecordId;
use crate::record::claim::Unnamed;
use crate::record::{Answer, Claim, Commitment, Passage, Quantity, SealedSource, Silence, Source, Value};

/// What stands between the pieces of a quote.
pub const QUOTE_JOINT: &str = " [...] ";

/// The same text in NFC, with every run of white space as one space and none at the ends: how texts are compared.
pub fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

/// The same text with commas in whole numbers of four digits and more: `at least 100,001`. Decimals stay as they are.
pub fn group_digits(text: &str) -> String {
    let mut grouped = String::with_capacity(text.len() + 4);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let digits = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let (number, after) = from.split_at(digits);
        grouped.push_str(before);
        let is_fraction = grouped.ends_with('.');
        for (place, digit) in number.chars().enumerate() {
            if place > 0 && (number.len() - place).is_multiple_of(3) && !is_fraction {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        rest = after;
    }
    grouped + rest
}

/// How far a source commits itself: `says flatly`.
pub fn commitment_words(commitment: Commitment) -> &'static str {
    match commitment {
        Commitment::Flat => "says flatly",
        Commitment::Probable => "says probably",
        Commitment::Possible => "says possibly",
        Commitment::None => "commits to nothing",
    }
}

/// A quantity as it was said: `more than 100,000`, `"dozens"`.
pub fn quantity_words(quantity: &Quantity) -> String {
    let words = match quantity {
        Quantity::Exactly(n) => n.to_string(),
        Quantity::MoreThan(n) => format!("more than {n}"),
        Quantity::AtLeast(n) => format!("at least {n}"),
        Quantity::AtMost(n) => format!("at most {n}"),
        Quantity::FewerThan(n) => format!("fewer than {n}"),
        Quantity::About(n) => format!("about {n}"),
        Quantity::Nearly(n) => format!("nearly {n}"),
        Quantity::Between(from, to) => format!("between {from} and {to}"),
        // A phrase is evidence: nothing in it is changed.
        Quantity::Phrase(phrase) => return format!("\"{}\"", phrase.text),
        Quantity::Measured(n) => format!("{n}, measured"),
        Quantity::None => "none".to_owned(),
    };
    group_digits(&words)
}

/// A set of numbers for people: `171 to 209`, `at least 100,001`, `190`.
pub fn range_words(numbers: &NumberSet) -> String {
    let words = numbers.in_words();
    group_digits(words.strip_prefix("exactly ").or_else(|| words.strip_prefix("from ")).unwrap_or(&words))
}

/// A time for people: `2025-06-14 08:00+02:00`. Dates stay as they are, and seconds are left out where they are zero.
pub fn time_words(time: &Edtf) -> String {
    if let Some((part, month)) = time.as_part_of_month() {
        let part = match part {
            PartOfMonth::Early => "early",
            PartOfMonth::Mid => "mid",
            PartOfMonth::Late => "late",
        };
        return format!("{part} {month}");
    }
    let part = |part: &str| match part.split_once('T') {
        Some((date, clock)) => match clock.split_at_checked(5) {
            Some((minutes, rest)) => format!("{date} {minutes}{}", rest.strip_prefix(":00").unwrap_or(rest)),
            None => part.to_owned(),
        },
        None => part.to_owned(),
    };
    let parts: Vec<String> = time.as_str().split('/').map(part).collect();
    parts.join("/")
}

/// One value of an answer.
pub fn value_words(casefile: &Casefile, value: &Value) -> String {
    match value {
        Value::Quantity(quantity) => quantity_words(quantity),
        Value::Moment(moment) => time_words(moment),
        Value::Entity(id) => casefile.name(*id),
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Choice(text) | Value::Text(text) => text.to_string(),
    }
}

/// An answer: `more than 100,000`, `not 19,870`, `net loft, ice house, and no more`, `not mentioned`.
pub fn answer_words(casefile: &Casefile, answer: &Answer) -> String {
    match answer {
        Answer::Silent(Silence::NotMentioned) => "not mentioned".to_owned(),
        Answer::Silent(Silence::Declined) => "declined to answer".to_owned(),
        Answer::Value(value) => value_words(casefile, value),
        Answer::Denies(value) => format!("not {}", value_words(casefile, value)),
        Answer::Values { values, complete } => {
            let items: Vec<String> = values.iter().map(|value| value_words(casefile, value)).collect();
            let end = if *complete { ", and no more" } else { "" };
            format!("{}{end}", items.join(", "))
        }
    }
}

/// Somebody not named: `two crane operators, at most 2`.
fn unnamed_words(unnamed: &Unnamed) -> String {
    match unnamed.count {
        Some(count) => format!("unnamed: {}, at most {}", unnamed.described, group_digits(&count.to_string())),
        None => format!("unnamed: {}", unnamed.described),
    }
}

/// A source, where its document matters for the own voice.
pub fn source_words(casefile: &Casefile, source: &Source, document: RecordId) -> String {
    match source {
        Source::Entity(id) => casefile.name(*id),
        Source::Unnamed(unnamed) => unnamed_words(unnamed),
        Source::Sealed(sealed) => sealed_words(casefile, sealed),
        Source::OwnVoice => {
            let publisher = casefile.document(document).and_then(|document| document.publisher);
            format!("own voice of {}", casefile.name(publisher.unwrap_or(document)))
        }
        Source::Nobody => "attributed to nobody named".to_owned(),
    }
}

/// Somebody sealed: `a sealed source (described as "a dispatcher")`, with the name in front once it was disclosed.
fn sealed_words(casefile: &Casefile, sealed: &SealedSource) -> String {
    match casefile.disclosed_person(sealed.commitment) {
        None => format!("a sealed source (described as \u{201c}{}\u{201d})", sealed.described),
        Some(person) => {
            let office = person.office.as_ref().map(|office| format!(", {office}")).unwrap_or_default();
            format!("{}{office} (disclosed; was sealed as \u{201c}{}\u{201d})", person.name, sealed.described)
        }
    }
}

/// All sources of a claim, the innermost first: `Lampara, through Dockers' Union`.
pub fn sources_words(casefile: &Casefile, claim: &Claim) -> String {
    let words: Vec<String> = claim.sources().map(|source| source_words(casefile, source, claim.document)).collect();
    words.join(", through ")
}

/// The words of the document, its pieces joined by ` [...] `; nothing where nothing is quoted, or the quote is sealed.
pub fn quote_text(claim: &Claim) -> Option<String> {
    claim.quote.as_ref()?.open().map(|passages| passages_text(passages))
}

fn passages_text(passages: &[Passage]) -> String {
    passages.iter().map(|passage| passage.exact.as_str()).collect::<Vec<_>>().join(QUOTE_JOINT)
}

impl ClaimView<'_> {
    /// Who says it: `Lampara, through Dockers' Union`.
    pub fn source_words(&self) -> String {
        sources_words(self.casefile, self.claim)
    }

    /// The answer as it was said: `more than 100,000`.
    pub fn answer_words(&self) -> String {
        answer_words(self.casefile, &self.claim.answer)
    }

    /// The numbers that the answer stands for: `at least 100,001`; nothing for other answers, and the reason where a phrase
    /// is not known.
    pub fn range_words(&self) -> Option<String> {
        self.numbers().map(|numbers| match numbers {
            Ok(numbers) => range_words(&numbers),
            Err(error) => format!("not interpreted: {error}"),
        })
    }

    /// The passages of the quote, those of a sealed one once they were disclosed.
    pub fn passages(&self) -> &[Passage] {
        self.claim.quote.as_ref().and_then(|quote| self.casefile.seen(quote).value()).map_or(&[], Vec::as_slice)
    }

    /// The words of the document; nothing where nothing is quoted, or the quote is sealed and wasn't disclosed.
    pub fn quote_text(&self) -> Option<String> {
        let passages = self.passages();
        (!passages.is_empty()).then(|| passages_text(passages))
    }

    /// The document's title, or its slug.
    pub fn document_words(&self) -> String {
        self.casefile.name(self.claim.document)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_get_commas() {
        for (text, want) in [
            ("", ""),
            ("190", "190"),
            ("1000", "1,000"),
            ("at least 100001", "at least 100,001"),
            ("20000 to 99999", "20,000 to 99,999"),
            ("5.1000001 or 1234.5678", "5.1000001 or 1,234.5678"),
            ("1000000000000000000000000000000", "1,000,000,000,000,000,000,000,000,000,000"),
            ("più di 12345 è", "più di 12,345 è"),
        ] {
            assert_eq!(group_digits(text), want);
        }
    }

    #[test]
    fn times_are_written_for_people() {
        for (time, want) in [
            ("2025-06-14", "2025-06-14"),
            ("2025-11~", "2025-11~"),
            ("2025-06-14T08:00:00+02:00", "2025-06-14 08:00+02:00"),
            ("2025-06-14T08:00Z", "2025-06-14 08:00Z"),
            ("2025-06-14T08:00:30Z", "2025-06-14 08:00:30Z"),
            ("2025-06-14T08:00:00Z/2025-06-14T09:30Z", "2025-06-14 08:00Z/2025-06-14 09:30Z"),
            ("../2025-06-14", "../2025-06-14"),
        ] {
            assert_eq!(time_words(&time.parse().unwrap()), want);
        }
    }

    #[test]
    fn texts_are_folded_in_white_space_and_nfc_only() {
        assert_eq!(folded("  a\u{a0}b\n c "), "a b c");
        assert_eq!(folded("e\u{301}"), "é");
        assert_ne!(folded("Fire"), folded("fire"));
    }
}
