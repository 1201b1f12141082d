//! The first screen: which event, how much there is, and what "verified" means.

use super::lines::{fields, heading, line, list};
use crate::messages::{Line, Messages};
use crate::render::report::sheet::{EventSheet, Sheet};
use maud::{Markup, html};

/// The head of the page.
pub fn header(sheet: &Sheet, messages: &Messages, title: &Line) -> Markup {
    html! {
        header.top {
            @if let Some(findings) = &sheet.failing {
                div.failing role="alert" {
                    p.loud { (messages.text("page.failing")) }
                    p { (messages.text("page.failing-why")) }
                    (list("findings", findings))
                }
            }
            p.kicker { (messages.text("page.kicker")) }
            h1 { (line(title)) }
            @if let [event] = &sheet.events[..] { (facts(event)) }
            p.no-judge { (messages.text("page.no-judge")) }
        }
    }
}

fn facts(event: &EventSheet) -> Markup {
    html! {
        @if !event.facts.is_empty() {
            dl.when { @for field in &event.facts { div { dt { (field.name) } dd { (line(&field.value)) } } } }
        }
        (list("marks", &event.marks))
    }
}

/// The head of one event among several.
pub fn event_head(event: &EventSheet) -> Markup {
    html! { (heading(2, None, line(&event.title))) (facts(event)) }
}

/// How much there is.
pub fn tally(sheet: &Sheet) -> Markup {
    html! {
        @for note in sheet.partial.iter().chain(&sheet.left_out) { p.partial { (line(note)) } }
        ul.tally {
            @for (number, name, more) in &sheet.tally {
                li {
                    span.number { (number) } " " span.name { (name) }
                    @if let Some(more) = more { " " span.more { (more) } }
                }
            }
        }
    }
}

/// What it is worth.
pub fn verified(sheet: &Sheet, messages: &Messages) -> Markup {
    html! {
        div.verified {
            div {
                h2 { (messages.text("verified.means-title")) }
                p { (messages.text("verified.means")) }
            }
            div.not {
                h2 { (messages.text("verified.means-not-title")) }
                p { (messages.text("verified.means-not")) }
            }
            div.status {
                h2 { (messages.text("verified.status-title")) }
                p { (line(&sheet.audited)) }
                (list("not-checked", &sheet.not_checked))
                (ledger(sheet))
            }
        }
    }
}

/// Ledger and checkpoint in short: whole at the end.
fn ledger(sheet: &Sheet) -> Markup {
    html! { details { summary { (sheet.ledger.first().map(|field| field.name.clone()).unwrap_or_default()) } (fields(&sheet.ledger)) } }
}
