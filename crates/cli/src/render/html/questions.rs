//! The questions: at a glance with their outcome, then one by one with plots, verdicts and claims.

use super::lines::{heading, line, list, sign};
use super::{claim, plots};
use crate::messages::Messages;
use crate::render::report::outcome::Outcome;
use crate::render::report::sheet::{EventSheet, PairSheet, QuestionSheet};
use maud::{Markup, html};

/// What a question comes to, as a label that can be told without colour.
pub fn badge(outcome: &Outcome) -> Markup {
    let code = outcome.kind.code();
    html! {
        span class={ "badge " (code) } { (sign(code)) (outcome.label) }
    }
}

fn outcome_words(outcome: &Outcome) -> Markup {
    html! {
        (badge(outcome)) " " span.why { (line(&outcome.words)) }
        @if let Some(hidden) = &outcome.hidden { " " strong.hidden-conflict { (line(hidden)) } }
    }
}

/// The questions with their outcome in words.
pub fn glance(messages: &Messages, event: &EventSheet) -> Markup {
    html! {
        ol.glance {
            @for question in &event.questions {
                li .has-conflict[question.outcome.has_conflict()] {
                    a.asks href=(format!("#{}", question.name.to_lowercase())) { (line(&question.asks)) }
                    span.outcome { (outcome_words(&question.outcome)) }
                }
            }
        }
        @if event.questions.is_empty() { p { (messages.text("page.no-claims")) } }
    }
}

/// One question, with a link back to the table of its event.
pub fn section(messages: &Messages, question: &QuestionSheet, level: usize, nth: usize) -> Markup {
    html! {
        section.question id=(question.name.to_lowercase()) {
            (heading(level, None, html! { span.num { (question.name) } " " (line(&question.asks)) }))
            p.outcome { (outcome_words(&question.outcome)) }
            @for (slug, form, marks) in &question.forms {
                p.form { (line(slug)) " \u{b7} " (line(&messages.line("question.takes", &[("form", form.clone())]))) }
                (list("marks", marks))
            }
            @if let Some(intervals) = &question.intervals { (plots::intervals(messages, intervals)) }
            @if let Some(series) = &question.series { (plots::series(messages, series)) }
            (pairs(messages, question))
            @for one in &question.claims { (claim::article(messages, one, level + 1)) }
            @if let Some(rest) = &question.not_written { p.note { (line(rest)) } }
            p.back { a href=(format!("#table{nth}")) { (messages.text("claim.back")) } }
        }
    }
}

fn pairs(messages: &Messages, question: &QuestionSheet) -> Markup {
    html! {
        @if !question.pairs.is_empty() {
            details.pairs open[question.pairs.len() <= 6] {
                summary { (messages.text("question.pairs")) }
                table {
                    thead { tr {
                        th scope="col" { (messages.text("table.claims")) }
                        th scope="col" { (messages.text("table.label")) }
                        th scope="col" { (messages.text("table.reason")) }
                    } }
                    tbody { @for pair in &question.pairs { (pair_row(pair)) } }
                }
            }
        }
        @for note in &question.pair_notes { p.note { (line(note)) } }
    }
}

fn pair_row(pair: &PairSheet) -> Markup {
    html! {
        tr {
            th scope="row" { (line(&pair.left)) " / " (line(&pair.right)) }
            td { (verdict_label(pair)) }
            td { (line(&pair.reason)) }
        }
    }
}

/// A verdict's label; a conflict stands out without colour, by its weight and a sign before it.
fn verdict_label(pair: &PairSheet) -> Markup {
    html! {
        @if pair.is_conflict { strong.clash { (pair.label) } } @else { (pair.label) }
    }
}
