//! Why a label is what it is.

use super::{circumstances, evidence, tone_of};
use crate::render::case::Case;
use crate::render::explained::ExplainedCell;
use crate::render::layout::{Page, Piece, Tone};
use crate::render::words;
use byline_ledger::accounts::explain::{Explanation, RuleStep};
use byline_ledger::accounts::reading::Reading;

/// In which column what a rule saw begins.
const SAW_COLUMN: usize = 5;

/// Two claims, rule by rule.
pub fn explanation(case: &Case<'_>, explanation: &Explanation, width: usize) -> String {
    let mut page = Page::new(width);
    page.line(0, Tone::Faint, words::NO_JUDGE);
    one(&mut page, case, "the first claim", &explanation.left);
    one(&mut page, case, "the second claim", &explanation.right);
    page.gap();
    page.rule("the rules, in their order");
    for (nth, step) in explanation.steps.iter().enumerate() {
        rule(&mut page, nth + 1, step);
    }
    let verdict = &explanation.verdict;
    page.gap();
    page.line(0, tone_of(verdict.label), words::label(verdict.label));
    page.line(0, Tone::Plain, &words::reason(verdict));
    page.into_text()
}

/// One claim.
pub fn reading(case: &Case<'_>, reading: &Reading, width: usize) -> String {
    let mut page = Page::new(width);
    one(&mut page, case, "how it was read", reading);
    page.into_text()
}

/// One cell: how its claims were read, then how the leading one lies to what the others answer.
pub fn explained_cell(case: &Case<'_>, cell: &ExplainedCell, width: usize) -> String {
    let mut page = Page::new(width);
    page.line(0, Tone::Faint, words::NO_JUDGE);
    for (nth, reading) in cell.readings.iter().enumerate() {
        let title =
            if nth == 0 { "the answer that leads, and how it was read" } else { "another answer of this source" };
        one(&mut page, case, title, reading);
    }
    if cell.more > 0 {
        page.gap();
        page.line(2, Tone::Faint, &format!("and {}", words::count(cell.more, "more answer")));
    }
    page.gap();
    page.rule("against what the others answer");
    if cell.against.is_empty() {
        page.line(0, Tone::Plain, "Nobody else answers this question.");
    }
    for pair in &cell.against {
        let Some(other) = case.casefile.claim(pair.right) else { continue };
        let says = words::says(&other).map(|says| format!(" {says}")).unwrap_or_default();
        page.line(0, Tone::Plain, &format!("{}{says}: {}", other.source_words(), words::answer(&other)));
        super::verdict(&mut page, 2, &pair.verdict);
    }
    if !cell.against.is_empty() {
        page.gap();
        page.line(
            0,
            Tone::Faint,
            "With a second source, `byline explain` goes through the rules for the two, one by one.",
        );
    }
    page.into_text()
}

fn one(page: &mut Page, case: &Case<'_>, title: &str, reading: &Reading) {
    page.gap();
    page.rule(title);
    if let Some(view) = case.casefile.claim(reading.claim) {
        page.line(0, Tone::Strong, &case.casefile.name(view.claim.question));
        let says = words::says(&view).map(|says| format!(" {says}")).unwrap_or_default();
        page.line(0, Tone::Plain, &format!("{}{says}: {}", view.source_words(), words::answer(&view)));
        page.line(0, Tone::Faint, &circumstances(&view).join(" \u{b7} "));
        evidence(page, case, 2, &view);
    }
    let lines = reading.sources.iter().chain(&reading.steps).chain([&reading.time]);
    for line in lines {
        page.hanging(2, "- ", 4, &Piece::plain(line.clone()));
    }
}

fn rule(page: &mut Page, number: usize, step: &RuleStep) {
    page.gap();
    page.hanging(1, &format!("{number}."), SAW_COLUMN, &Piece::new(Tone::Strong, step.rule.asks()));
    page.hanging(SAW_COLUMN, "", SAW_COLUMN, &Piece::plain(step.words.clone()));
    if let Some((label, reason)) = step.settles {
        let words = format!("this settles it: {} ({reason})", words::label(label));
        page.hanging(SAW_COLUMN, "", SAW_COLUMN, &Piece::new(tone_of(label), words));
    }
}
