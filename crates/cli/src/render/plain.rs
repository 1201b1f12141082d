//! The provenance report as plain text: for a mail, a terminal, a printer that knows nothing else.

use super::layout::{Page, Piece, Tone};
use super::markdown::runs_from_right;
use super::report::sheet::{ClaimSheet, EventSheet, Field, QuestionSheet, Sheet};
use crate::messages::{self, Line, Messages};
use crate::ui::shown;

/// The width of every report, whatever the terminal: the same ledger and options give the same bytes.
const WIDTH: usize = 80;

/// Where the value of a field begins.
const HANG: usize = 4;

/// The whole report.
pub fn report(sheet: &Sheet, messages: &Messages) -> String {
    let mut page = Page::new(WIDTH);
    head(&mut page, sheet, messages);
    for event in &sheet.events {
        if sheet.events.len() > 1 {
            title(&mut page, &event.title.plain());
            facts(&mut page, event, messages);
        }
        glance(&mut page, event, messages);
        event.questions.iter().for_each(|one| question(&mut page, one, messages));
    }
    documents(&mut page, sheet, messages);
    if !sheet.opinions.is_empty() {
        title(&mut page, &messages.text("part.opinions"));
        say(&mut page, 0, &messages.text("opinion.intro"));
        bullets(&mut page, &sheet.opinions);
    }
    title(&mut page, &messages.text("part.check"));
    fields(&mut page, 0, &sheet.ledger, messages);
    bullets(&mut page, &sheet.check);
    page.into_text()
}

fn say(page: &mut Page, indent: usize, text: &str) {
    page.line(indent, Tone::Plain, text);
}

fn tell(page: &mut Page, indent: usize, line: &Line) {
    page.hanging(indent, "", indent.max(2), &Piece::shown(words(line)));
}

/// A line, harmless. Where our own words run from right to left, all others are isolated: their direction is their own (Unicode UAX #9, FSI and PDI).
fn words(line: &Line) -> String {
    let is_ours =
        |piece: &messages::Piece| matches!(piece, messages::Piece::Ours(text) if text.chars().any(runs_from_right));
    let is_apart = line.pieces().iter().any(is_ours);
    let harmless = |piece: &messages::Piece| {
        let text = shown(&Line::of(piece.clone()).plain()).replace(['\n', '\t'], " ");
        if is_apart && !matches!(piece, messages::Piece::Ours(_)) { format!("\u{2068}{text}\u{2069}") } else { text }
    };
    line.pieces().iter().map(harmless).collect()
}

fn title(page: &mut Page, text: &str) {
    page.gap();
    say(page, 0, &text.to_uppercase());
    page.gap();
}

fn bullets(page: &mut Page, lines: &[Line]) {
    for line in lines {
        page.hanging(0, "-", 2, &Piece::shown(words(line)));
    }
}

fn fields(page: &mut Page, indent: usize, fields: &[Field], messages: &Messages) {
    for field in fields {
        named(page, indent, messages, &Line::ours(&field.name), &field.value);
    }
}

/// A fact with its name before it.
fn named(page: &mut Page, indent: usize, messages: &Messages, name: &Line, value: &Line) {
    tell(page, indent, &messages.labelled(name.clone(), value.clone()));
}

fn head(page: &mut Page, sheet: &Sheet, messages: &Messages) {
    if let Some(findings) = &sheet.failing {
        say(page, 0, &messages.text("page.failing"));
        say(page, 0, &messages.text("page.failing-why"));
        bullets(page, findings);
        page.gap();
    }
    say(page, 0, &messages.text("page.kicker").to_uppercase());
    say(page, 0, &sheet.title().plain());
    page.gap();
    if let [event] = &sheet.events[..] {
        facts(page, event, messages);
    }
    say(page, 0, &messages.text("page.no-judge"));
    for partial in sheet.partial.iter().chain(&sheet.left_out) {
        tell(page, 0, partial);
    }
    page.gap();
    for (number, name, more) in &sheet.tally {
        let more = more.as_ref().map(|more| format!(" ({more})")).unwrap_or_default();
        say(page, 2, &format!("{number} {name}{more}"));
    }
    page.gap();
    for (title, words) in [
        ("verified.means-title", messages.line("verified.means", &[])),
        ("verified.means-not-title", messages.line("verified.means-not", &[])),
        ("verified.status-title", sheet.audited.clone()),
    ] {
        named(page, 0, messages, &messages.line(title, &[]), &words);
    }
    bullets(page, &sheet.not_checked);
}

fn facts(page: &mut Page, event: &EventSheet, messages: &Messages) {
    fields(page, 0, &event.facts, messages);
    bullets(page, &event.marks);
}

fn glance(page: &mut Page, event: &EventSheet, messages: &Messages) {
    title(page, &messages.text("part.glance"));
    if event.questions.is_empty() {
        say(page, 0, &messages.text("page.no-claims"));
    }
    for question in &event.questions {
        say(page, 0, &format!("{} {}", question.name, question.asks.plain()));
        outcome(page, question, messages);
    }
    if event.more_questions > 0 {
        let more = event.more_questions as u64;
        let name = messages.counted("tally.questions", more, &[]).plain();
        say(page, 0, &format!("+ {} {name}", messages.whole(more)));
    }
}

fn outcome(page: &mut Page, question: &QuestionSheet, messages: &Messages) {
    let outcome = &question.outcome;
    let label = if outcome.has_conflict() { outcome.label.to_uppercase() } else { outcome.label.clone() };
    named(page, HANG, messages, &Line::ours(label), &outcome.words);
    if let Some(hidden) = &outcome.hidden {
        tell(page, HANG, hidden);
    }
}

fn question(page: &mut Page, question: &QuestionSheet, messages: &Messages) {
    page.gap();
    page.rule(&format!("{} {}", question.name, question.asks.plain()));
    outcome(page, question, messages);
    for (slug, form, marks) in &question.forms {
        let takes = messages.line("question.takes", &[("form", form.clone())]);
        named(page, 0, messages, slug, &takes);
        bullets(page, marks);
    }
    if let Some(series) = &question.series {
        let none = series.drops.is_empty();
        say(page, 0, &messages.text(if none { "plot.no-drops" } else { "plot.drops" }));
        for drop in &series.drops {
            let claim = drop.claim.map(|claim| Line::ours(" ").then(Line::claim(claim))).unwrap_or_default();
            let fell = messages.listed([drop.source.clone(), drop.words.clone()]).then(claim);
            named(page, 2, messages, &Line::ours(&drop.day), &fell);
        }
        if series.more_drops > 0 {
            say(page, 2, &format!("+ {}", messages.whole(series.more_drops as u64)));
        }
    }
    for pair in &question.pairs {
        let label = if pair.is_conflict { pair.label.to_uppercase() } else { pair.label.clone() };
        let why = messages.labelled(Line::code(pair.code), pair.reason.clone());
        let both = Line::joined([pair.left.clone(), pair.right.clone()], " / ");
        named(page, 0, messages, &both, &messages.listed([Line::ours(label), why]));
    }
    question.pair_notes.iter().for_each(|note| tell(page, 0, note));
    question.claims.iter().for_each(|one| claim(page, one, messages));
    if let Some(rest) = &question.not_written {
        tell(page, 0, rest);
    }
}

fn claim(page: &mut Page, claim: &ClaimSheet, messages: &Messages) {
    page.gap();
    let through = format!("{}{} ", messages.text("punctuation.comma"), messages.text("source.through"));
    let mut who = Line::claim(claim.number).and(" ").then(Line::joined(claim.chain.iter().cloned(), &through));
    if let Some(says) = &claim.says {
        who = who.and(" ").then(says.clone());
    }
    let mut answer = claim.answer.clone();
    if let Some(set) = &claim.read_as {
        answer = answer.and(" (").then(messages.line("answer.read-as", &[("set", set.clone())])).and(")");
    }
    named(page, 0, messages, &who, &answer);
    for (now, before, _) in &claim.older {
        let slots = [("now", now.clone()), ("before", before.clone())];
        tell(page, HANG, &messages.line("claim.instead", &slots));
    }
    claim.marks.iter().for_each(|mark| tell(page, HANG, mark));
    let pieces: Vec<&str> = claim.quote.iter().map(|passage| passage.exact.as_str()).collect();
    if !pieces.is_empty() {
        tell(page, HANG, &messages.quoted(Line::theirs(pieces.join(" [...] "), None)));
    }
    for (by, words, _) in &claim.translations {
        named(page, HANG, messages, by, &messages.quoted(Line::theirs(words, None)));
    }
    let found = messages.listed(std::iter::once(claim.document.clone()).chain(claim.place.clone()));
    named(page, HANG, messages, &messages.line("claim.where", &[]), &found);
    fields(page, HANG, &claim.fields, messages);
    for (name, time) in &claim.clocks {
        let time = time.clone().unwrap_or_else(|| messages.text("clock.not-given"));
        named(page, HANG, messages, &Line::ours(name), &Line::ours(time));
    }
    fields(page, HANG, &claim.recording, messages);
    let against = messages.line("claim.against", &[]);
    if claim.against.is_empty() {
        named(page, HANG, messages, &against, &messages.line("claim.against-none", &[]));
    }
    for (who, pair) in &claim.against {
        let other = pair.right.clone().and(" ").then(who.clone());
        let why = messages.labelled(Line::ours(pair.label.to_uppercase()), pair.reason.clone());
        named(page, HANG, messages, &against, &messages.listed([other, why]));
    }
    if claim.more_against > 0 {
        let more = messages.counted("count.more-claims", claim.more_against as u64, &[]).plain();
        named(page, HANG, messages, &against, &Line::ours(more));
    }
}

fn documents(page: &mut Page, sheet: &Sheet, messages: &Messages) {
    if sheet.documents.is_empty() {
        return;
    }
    title(page, &messages.text("part.documents"));
    for document in &sheet.documents {
        page.gap();
        say(page, 0, &format!("{} ({})", document.title.plain(), document.slug.plain()));
        bullets(page, &document.marks);
        fields(page, HANG, &document.fields, messages);
        document.checks.iter().for_each(|check| tell(page, HANG, check));
    }
    if let Some(more) = &sheet.more_documents {
        page.gap();
        say(page, 0, &more.plain());
    }
}
