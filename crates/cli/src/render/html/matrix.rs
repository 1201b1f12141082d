//! The table: a row for each question, a column for each source.

use super::lines::{claim_line, claim_link, clipped, line, quoted};
use super::questions::badge;
use crate::messages::{Line, Messages};
use crate::render::report::sheet::{CellSheet, EventSheet, NumbersSheet, QuestionSheet};
use maud::{Markup, html};

/// The table of an event. On a narrow page its rows become lists, so each cell names its source once more, and the roles are written out.
pub fn table(messages: &Messages, event: &EventSheet, nth: usize) -> Markup {
    let mark = Line::ours("\u{2260}");
    let is_wide = event.columns.len() > 4;
    html! {
        p.note { (line(&messages.line("matrix.intro", &[("mark", mark)]))) }
        div.scroll tabindex="0" role="region" aria-labelledby=(format!("table{nth}")) {
            table.matrix.wide[is_wide] role="table" {
                thead role="rowgroup" {
                    tr role="row" {
                        th.corner scope="col" role="columnheader" { (messages.text("matrix.question")) }
                        @for (name, speaks_for) in &event.columns {
                            th scope="col" role="columnheader" {
                                (line(name))
                                @if let Some(speaks_for) = speaks_for { br; small { (line(speaks_for)) } }
                            }
                        }
                    }
                }
                tbody role="rowgroup" { @for question in event.questions.iter().filter(|one| one.in_table) { (row(messages, event, question)) } }
            }
        }
        @let below = event.questions.iter().filter(|one| !one.in_table).count() as u64;
        @if below > 0 { p.note { (line(&messages.counted("count.not-in-table", below, &[]))) } }
        @if event.more_questions > 0 {
            p.note { "+ " (messages.whole(event.more_questions as u64)) " " (messages.counted("tally.questions", event.more_questions as u64, &[]).plain()) }
        }
    }
}

fn row(messages: &Messages, event: &EventSheet, question: &QuestionSheet) -> Markup {
    html! {
        tr role="row" .has-conflict[question.outcome.has_conflict()] {
            th scope="row" role="rowheader" {
                a.ref href=(format!("#{}", question.name.to_lowercase())) { (question.name) } " "
                span.asks { (line(&question.asks)) }
                div { (badge(&question.outcome)) }
                @if let Some(hidden) = &question.outcome.hidden { p.clash { (line(hidden)) } }
                @if question.more_sources > 0 {
                    small { (line(&messages.counted("count.more-sources", question.more_sources as u64, &[]))) }
                }
            }
            @for (place, (name, _)) in event.columns.iter().enumerate() {
                @match question.cells.iter().find(|cell| cell.column == place) {
                    Some(one) => { (cell(messages, name, one)) }
                    None => td.empty role="cell" { span.hidden { (messages.text("matrix.empty")) } },
                }
            }
        }
    }
}

fn cell(messages: &Messages, source: &Line, cell: &CellSheet) -> Markup {
    let is_conflict = !cell.conflicts.named.is_empty();
    html! {
        td role="cell" .conflict[is_conflict] {
            p.who { (line(source)) }
            p.answer {
                @if let Some(letter) = &cell.letter { span.letter { (letter) } " " }
                @if cell.counts { b { (line(&cell.answer)) } } @else { s { (line(&cell.answer)) } }
            }
            @if !cell.status.is_empty() {
                p.states { @for (_, word) in &cell.status { span.state { (word) } " " } }
            }
            @if let Some(set) = &cell.read_as { p.set { (line(&messages.line("answer.read-as", &[("set", set.clone())]))) } }
            @if let Some(says) = &cell.says { p.says { (line(says)) } }
            @if is_conflict {
                p.clash {
                    (line(&named(messages, "matrix.conflicts", &cell.conflicts)))
                }
            }
            @if let Some((text, lang)) = &cell.quote {
                p.words dir="auto" { (quoted(messages, &clipped(text), lang.as_ref())) }
            }
            p.meta {
                (claim_link(cell.claim))
                @if let Some(when) = &cell.when { " \u{b7} " (line(when)) }
            }
            @for (key, numbers) in [("matrix.others", &cell.others), ("matrix.revised", &cell.revised), ("matrix.withdrawn", &cell.withdrawn)] {
                @if !numbers.named.is_empty() { p.also { (line(&named(messages, key, numbers))) } }
            }
        }
    }
}

/// Claims by their numbers, and how many more there are.
fn named(messages: &Messages, key: &str, numbers: &NumbersSheet) -> Line {
    let mut claims = claim_line(messages, &numbers.named);
    if numbers.more > 0 {
        claims = claims.and(" ").then(messages.counted("outcome-words.more", numbers.more as u64, &[]));
    }
    messages.line(key, &[("claims", claims)])
}
