//! What the preview reminds of: nothing wrong by itself, but worth another look before it is signed for ever.

use super::Builder;
use crate::dossier::tree::{ClaimItem, QuestionItem};
use byline_ledger::edtf::{Edtf, End};
use byline_ledger::number::Decimal;
use byline_ledger::record::{Act, Claim, Quantity, Record, Source, Value};

impl Builder<'_> {
    /// How sure a source is belongs to the claim, not into the question.
    pub(super) fn remind_question(&mut self, item: &QuestionItem) {
        let asks: Vec<&str> =
            item.asks.iter().filter(|(lang, _)| lang.as_str().starts_with("en")).map(|(_, ask)| ask.as_str()).collect();
        if let Some(word) = asks.iter().find_map(|ask| modal(ask)) {
            let message = format!("the question has \"{word}\" in it");
            let help = "ask whether it is so; how sure a source is goes into the claim: `commit = \"possible\"`";
            self.warn(item.head.place("asks"), message, help);
        }
    }

    pub(super) fn remind_claim(&mut self, item: &ClaimItem<'_>, claim: &Claim, question: &Record, document: &Record) {
        let quote: Vec<&str> = claim.quote.iter().flatten().map(|passage| passage.exact.as_str()).collect();
        let Record::Question(question) = question else { return };
        let quote = quote.join(" … ");
        for value in claim.answer.values() {
            let Value::Quantity(quantity) = value else { continue };
            for figure in
                figures(quantity).into_iter().filter(|figure| !quote.is_empty() && !stands_in(*figure, &quote))
            {
                let message = format!("the figure {figure} is not in the quote");
                let help = format!(
                    "the question counts {}; if the words say it otherwise, `as_said` keeps them",
                    unit(claim, question)
                );
                self.warn(item.head.place("answer"), message, help);
            }
        }
        if claim.by == Source::OwnVoice && claim.cue.is_some() {
            let help = "words that attribute belong to somebody: is there a source, or \"nobody named\"?";
            self.warn(item.head.place("cue"), "a cue of attribution, and the document's own voice", help);
        }
        if let (Some(cue), Some(text)) = (&claim.cue, self.texts.get(&claim.document))
            && !text.has(cue.text.as_str())
        {
            self.warn(
                item.head.place("cue"),
                "the cue is not in the document",
                "it is the reporting verb, word for word",
            );
        }
        let Record::Document(document) = document else { return };
        let Some(published) = &document.published else { return };
        let looks_back = matches!(claim.act, Act::Say | Act::Claim | Act::Confirm | Act::Deny | Act::Estimate);
        if looks_back && claim.as_of.as_ref().is_some_and(|as_of| is_after(as_of, published)) {
            let message = format!("the answer is about a time after the document was published ({published})");
            self.warn(
                item.head.place("as_of"),
                message,
                "check `as_of`; for what is to come there is `act = \"predict\"`",
            );
        }
        if claim.said.as_ref().is_some_and(|said| is_after(said, published)) {
            let message = format!("it was said after the document was published ({published})");
            self.warn(item.head.place("said"), message, "check `said`");
        }
    }
}

fn unit<'a>(claim: &'a Claim, question: &'a byline_ledger::record::Question) -> &'a str {
    claim.unit.as_ref().or(question.unit.as_ref()).map_or("things", |unit| unit.as_str())
}

/// A word for what may be, in an English question.
fn modal(ask: &str) -> Option<&str> {
    let words: Vec<&str> = ask.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let is_month = *word == "May" && (at > 0 || words.get(1).is_some_and(|next| next.parse::<u32>().is_ok()));
        let modals = ["can", "could", "may", "might", "possible", "possibly"];
        (!is_month && modals.contains(&word.to_lowercase().as_str())).then_some(*word)
    })
}

/// Whether all of one time lies after another, as far as both are whole days.
fn is_after(late: &Edtf, early: &Edtf) -> bool {
    let (late, early) = (late.span(), early.span());
    match (late.start(), early.end(), late.is_zoned() || early.is_zoned()) {
        (End::At(late), End::At(early), false) => late > early,
        _ => false,
    }
}

/// The figures that a quantity names.
fn figures(quantity: &Quantity) -> Vec<Decimal> {
    match quantity {
        Quantity::Between(from, to) => vec![*from, *to],
        other => other.figure().into_iter().collect(),
    }
}

/// Whether a figure stands in a text in some way of writing it: `100000`, `100.000`, `100,000`, `100 000`, `5,1`, `100 thousand`. A
/// figure up to twenty may stand in words.
fn stands_in(figure: Decimal, text: &str) -> bool {
    let wanted: String = figure.to_string().chars().filter(char::is_ascii_digit).collect();
    if figure <= Decimal::from(20) && !text.chars().any(|char| digit(char).is_some()) {
        return true;
    }
    let groups = groups(text);
    (0..groups.len()).any(|first| {
        let mut joined = String::new();
        for group in &groups[first..] {
            joined.push_str(&group.digits);
            let is_followed_by_word = group.behind == Behind::Word;
            let same_start = wanted.trim_end_matches('0') == joined.trim_matches('0') && wanted.len() > 3;
            if joined == wanted || (is_followed_by_word && same_start) {
                return true;
            }
            if group.behind != Behind::Digits || joined.len() > wanted.len() {
                return false;
            }
        }
        false
    })
}

/// A run of digits.
struct Group {
    digits: String,
    behind: Behind,
}

/// What follows a run of digits.
#[derive(PartialEq, Eq)]
enum Behind {
    /// One separator, and digits again: perhaps the same number.
    Digits,
    /// A word, perhaps "thousand".
    Word,
    Other,
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let Some(first) = digit(char) else { continue };
        let mut digits = String::from(first);
        while let Some(next) = chars.peek().copied().and_then(digit) {
            digits.push(next);
            chars.next();
        }
        let mut rest = chars.clone();
        let separator = rest.next();
        let next = rest.next();
        let separates = separator.is_some_and(|char| char.is_whitespace() || ".,'’_·٬٫".contains(char));
        let behind = match (separator, next) {
            (Some(_), Some(next)) if separates && digit(next).is_some() => Behind::Digits,
            (Some(char), Some(next)) if char.is_whitespace() && next.is_alphabetic() => Behind::Word,
            _ => Behind::Other,
        };
        groups.push(Group { digits, behind });
    }
    groups
}

/// A decimal digit of the scripts that news are written in, as an ASCII digit.
fn digit(char: char) -> Option<char> {
    let zero = match char {
        '0'..='9' => return Some(char),
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{966}'..='\u{96f}' => 0x966,
        '\u{9e6}'..='\u{9ef}' => 0x9e6,
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        _ => return None,
    };
    char::from_digit(u32::from(char) - zero, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_in_many_ways_of_writing() {
        for (figure, text, want) in [
            ("100000", "oltre 100.000 residenti", true),
            ("100000", "over 100,000 residents", true),
            ("100000", "100\u{202f}000 habitants", true),
            ("100000", "100 thousand", true),
            ("1300000", "1.3 million people", true),
            ("100000", "120,000 residents", false),
            ("190", "190 clashes", true),
            ("190", "over 1900 clashes", false),
            ("190", "in 2025 190 clashes", true),
            ("73", "dove sono stati respinti 73 attacchi", true),
            ("73", "dove sono stati respinti molti attacchi", false),
            ("10", "dieci località", true),
            ("10", "10 località", true),
            ("10", "12 località", false),
            ("5.1", "magnitudo 5,1", true),
            ("5.1", "magnitudo 51", true),
            ("80", "2022-02-25 tanks: 80", true),
            ("19870", "19870 літрів", true),
            ("120", "١٢٠ شخصا", true),
        ] {
            assert_eq!(stands_in(figure.parse().unwrap(), text), want, "{figure} in {text}");
        }
    }

    #[test]
    fn words_for_what_may_be() {
        for (ask, want) in [
            ("Can Trump and Putin meet?", Some("Can")),
            ("Will they meet, as is possible?", Some("possible")),
            ("How many were lost in May 2025?", None),
            ("May 2025: how many?", None),
            ("May they pass?", Some("May")),
            ("Who carried a canister?", None),
        ] {
            assert_eq!(modal(ask), want, "{ask}");
        }
    }
}
