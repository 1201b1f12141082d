//! Comparisons as text for a terminal.

mod bars;
mod changes;
mod document;
mod explain;
mod grid;
mod ledgers;
mod matrix;
mod series;
mod two;

pub use changes::{Since, changes};
pub use document::one_document;
pub use explain::{explained_cell, explanation, reading};
pub use ledgers::two_ledgers;
pub use matrix::all_sources;
pub use series::over_time;
pub use two::two_sources;

use super::case::Case;
use super::layout::{Page, Piece, Tone};
use super::shown::Shown;
use super::words;
use byline_ledger::accounts::comparison::SummaryKind;
use byline_ledger::accounts::verdict::{Label, Verdict};
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::accounts::words::time_words;
use byline_ledger::hash::RecordId;

/// In which column the words behind a label begin.
const LABEL_COLUMN: usize = 18;

/// What every view begins with.
fn head(page: &mut Page, case: &Case<'_>, shown: &Shown, title: &str) {
    page.line(0, Tone::Faint, words::NO_JUDGE);
    page.gap();
    page.line(0, Tone::Strong, &format!("{} ({})", case.casefile.name(case.event), case.slug(case.event)));
    let when = case
        .event()
        .and_then(|event| event.when.as_ref())
        .map(|when| format!("{}; ", time_words(when)))
        .unwrap_or_default();
    let ledger = case.ledger;
    let sealed =
        format!("{when}as logged in {}, {}, sealed {}", ledger.origin, words::entries(ledger.size), ledger.sealed_at);
    page.line(0, Tone::Plain, &sealed);
    for mark in case.casefile.marks(case.event) {
        page.line(2, Tone::Strong, &words::mark(case, case.event, &mark));
    }
    for told in &shown.told {
        page.line(0, Tone::Strong, &format!("{told}."));
    }
    if !shown.only.is_empty() {
        let labels: Vec<&str> = shown.only.iter().map(|label| words::label(*label)).collect();
        page.line(0, Tone::Strong, &format!("Only verdicts with the label {}.", labels.join(" or ")));
    }
    if !title.is_empty() {
        page.gap();
        page.line(0, Tone::Plain, title);
    }
    page.gap();
}

/// The questions of a row: drawn line, text, form, and what was corrected of them.
fn question(page: &mut Page, case: &Case<'_>, questions: &[RecordId]) {
    let slugs: Vec<String> = questions.iter().map(|id| case.slug(*id)).collect();
    page.gap();
    page.rule(&slugs.join(" = "));
    let mut told = Vec::new();
    for id in questions {
        let name = case.casefile.name(*id);
        let form = case.casefile.question(*id).map(words::question_form).unwrap_or_default();
        // Questions that are judged the same are often worded alike.
        if !told.contains(&(name.clone(), form.clone())) {
            page.line(0, Tone::Strong, &name);
            page.line(0, Tone::Faint, &form);
            told.push((name, form));
        }
        for mark in case.casefile.marks(*id) {
            page.line(2, Tone::Strong, &words::mark(case, *id, &mark));
        }
    }
}

fn tone_of(label: Label) -> Tone {
    match label {
        Label::Conflict => Tone::Alarm,
        Label::Agree | Label::Compatible => Tone::Strong,
        Label::Silent | Label::Unaligned => Tone::Faint,
    }
}

fn tone_of_summary(kind: SummaryKind) -> Tone {
    match kind {
        SummaryKind::Conflict => Tone::Alarm,
        SummaryKind::Agree | SummaryKind::Compatible => Tone::Strong,
        _ => Tone::Faint,
    }
}

/// A verdict: the label, the reason's code and words.
fn verdict(page: &mut Page, indent: usize, verdict: &Verdict) {
    let label = Piece::new(tone_of(verdict.label), words::label(verdict.label));
    page.labelled(indent, &label, indent + LABEL_COLUMN - 2, &words::reason(verdict));
}

/// The answer as said, and the set that it was read as.
fn answer(view: &ClaimView<'_>) -> String {
    match words::set(view) {
        Some(set) => format!("{} = {set}", words::answer(view)),
        None => words::answer(view),
    }
}

/// When, where and as what it is recorded, in the order in which a reader asks.
fn circumstances(view: &ClaimView<'_>) -> Vec<String> {
    let mut parts: Vec<String> = words::times(view).into_iter().collect();
    parts.push(words::document(view));
    parts.extend(words::manner(view));
    parts.push(words::short(view.identity));
    parts
}

/// The words and the marks of a claim.
fn evidence(page: &mut Page, case: &Case<'_>, indent: usize, view: &ClaimView<'_>) {
    if let Some(quote) = view.quote_text() {
        page.hanging(indent, "", indent + 1, &Piece::plain(format!("\u{201c}{quote}\u{201d}")));
    }
    for mark in view.marks() {
        page.hanging(indent, "", indent + 2, &Piece::new(Tone::Strong, words::mark(case, view.identity, &mark)));
    }
    for mark in words::leaning(case, view) {
        page.hanging(indent, "", indent + 2, &Piece::new(Tone::Strong, mark));
    }
}

/// What people have judged, at the end of a view.
fn opinions(page: &mut Page, case: &Case<'_>) {
    let opinions = case.opinions();
    if opinions.is_empty() {
        return;
    }
    page.gap();
    page.rule("opinions of the newsroom");
    for (logged, judgement) in opinions {
        page.hanging(0, "", 2, &Piece::plain(words::opinion(case, logged, judgement)));
    }
}

/// A claim whole: who says what, when and where, in which words.
fn claim(page: &mut Page, case: &Case<'_>, indent: usize, view: &ClaimView<'_>) {
    let says = words::says(view).map(|says| format!(" {says}")).unwrap_or_default();
    let who = format!("{}{says}: {}", view.source_words(), answer(view));
    page.hanging(indent, "", indent + 2, &Piece::new(Tone::Strong, who));
    page.hanging(indent + 2, "", indent + 4, &Piece::plain(circumstances(view).join(" \u{b7} ")));
    evidence(page, case, indent + 2, view);
}
