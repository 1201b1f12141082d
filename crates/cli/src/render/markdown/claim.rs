//! One claim in the report: who, what, in which words, where, when, recorded by whom, against whom, and how to check it.

use super::paper::{Paper, Safe, line, strong, strong_line, struck_line, text};
use crate::messages::line::claim_name;
use crate::messages::{Line, Messages};
use crate::render::report::sheet::{ClaimSheet, PairSheet};

/// A claim in the table of its question.
pub fn row(claim: &ClaimSheet, messages: &Messages) -> Vec<Safe> {
    let optional = |one: &Option<Line>| one.as_ref().map(line).unwrap_or_default();
    let status = match claim.status.is_empty() {
        true => messages.text("claim.in-force"),
        false => messages.listed(claim.status.iter().map(|(_, word)| Line::ours(word))).plain(),
    };
    vec![
        text(&claim_name(claim.number)),
        chain(claim, messages),
        if claim.counts { line(&claim.answer) } else { struck_line(&claim.answer) },
        optional(&claim.read_as),
        optional(&claim.says),
        optional(&claim.as_of),
        text(&status),
    ]
}

fn chain(claim: &ClaimSheet, messages: &Messages) -> Safe {
    let through = format!("{}{} ", messages.text("punctuation.comma"), messages.text("source.through"));
    line(&Line::joined(claim.chain.iter().cloned(), &through))
}

/// A verdict's label.
pub fn label(pair: &PairSheet) -> Safe {
    if pair.is_conflict { strong(&pair.label.to_uppercase()) } else { text(&pair.label) }
}

/// A claim whole.
pub fn section(paper: &mut Paper, claim: &ClaimSheet, messages: &Messages) {
    let says = claim.says.as_ref().map(line).unwrap_or_default();
    paper.heading(
        3,
        &Safe::joined([
            text(&claim_name(claim.number)),
            chain(claim, messages),
            says,
            text("\u{2014}"),
            line(&claim.answer),
        ]),
    );
    let older = claim.older.iter().map(|(now, before, version)| {
        let slots = [("now", Line::ours("\u{1}")), ("before", Line::ours("\u{2}"))];
        let words = messages.line("claim.instead", &slots).plain();
        let pieces = words.split_inclusive(['\u{1}', '\u{2}']).flat_map(|piece| {
            let (ours, slot) = match piece.chars().last() {
                Some('\u{1}') => (&piece[..piece.len() - 1], strong_line(now)),
                Some('\u{2}') => (&piece[..piece.len() - 1], struck_line(before)),
                _ => (piece, Safe::default()),
            };
            [text(ours), slot]
        });
        Safe::joined(pieces.chain([line(version)]).collect::<Vec<_>>())
    });
    let marks = claim.marks.iter().map(strong_line);
    paper.list(&older.chain(marks).collect::<Vec<_>>());
    quote(paper, claim, messages);
    let mut lines = vec![field(messages, &messages.text("claim.where"), found(claim, messages))];
    if let Some(set) = &claim.read_as {
        lines.push(field(messages, &messages.text("table.read-as"), line(set)));
    }
    lines.extend(claim.fields.iter().map(|one| field(messages, &one.name, line(&one.value))));
    lines.push(field(messages, &messages.text("clock.title"), text(&clocks(claim, messages))));
    lines.extend(claim.recording.iter().map(|one| field(messages, &one.name, line(&one.value))));
    lines.extend(against(claim, messages));
    paper.list(&lines);
}

fn field(messages: &Messages, name: &str, value: Safe) -> Safe {
    Safe::joined([strong(&messages.label(name)), value])
}

fn quote(paper: &mut Paper, claim: &ClaimSheet, messages: &Messages) {
    let pieces: Vec<&str> = claim.quote.iter().map(|passage| passage.exact.as_str()).collect();
    if !pieces.is_empty() {
        paper.quotation(&line(&messages.quoted(Line::theirs(pieces.join(" [...] "), None))));
    }
    for (by, words, _) in &claim.translations {
        let words = messages.quoted(Line::theirs(words, None));
        paper.paragraph(&Safe::joined([text(&messages.label(&by.plain())), line(&words)]));
    }
}

fn found(claim: &ClaimSheet, messages: &Messages) -> Safe {
    line(&messages.listed(std::iter::once(claim.document.clone()).chain(claim.place.clone())))
}

fn clocks(claim: &ClaimSheet, messages: &Messages) -> String {
    let clock = |(name, time): &(String, Option<String>)| {
        Line::ours(format!("{name} {}", time.clone().unwrap_or_else(|| messages.text("clock.not-given"))))
    };
    messages.in_a_row(claim.clocks.iter().map(clock)).plain()
}

fn against(claim: &ClaimSheet, messages: &Messages) -> Vec<Safe> {
    let name = messages.text("claim.against");
    if claim.against.is_empty() {
        return vec![field(messages, &name, text(&messages.text("claim.against-none")))];
    }
    let one = |(who, pair): &(Line, PairSheet)| {
        let value = Safe::joined([
            line(&pair.right),
            line(who),
            label(pair),
            super::paper::code(pair.code),
            line(&pair.reason),
        ]);
        field(messages, &name, value)
    };
    let mut lines: Vec<Safe> = claim.against.iter().map(one).collect();
    if claim.more_against > 0 {
        lines.push(line(&messages.counted("count.more-claims", claim.more_against as u64, &[])));
    }
    lines
}
