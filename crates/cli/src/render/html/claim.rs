//! One claim whole.

use super::lines::{facts, fields, heading, line, list};
use crate::messages::Messages;
use crate::messages::line::claim_name;
use crate::render::report::sheet::ClaimSheet;
use crate::ui::shown;
use maud::{Markup, html};

/// A claim: who, what, in which words, where, when, by whom recorded, against whom, and how to check it.
pub fn article(messages: &Messages, claim: &ClaimSheet, level: usize) -> Markup {
    html! {
        article.claim id=(format!("c{}", claim.number)) .gone[!claim.counts] .conflict[!claim.against.is_empty()] {
            (heading(level, None, title(messages, claim)))
            (older(claim))
            (list("marks", &claim.marks))
            (quote(messages, claim))
            (found(messages, claim))
            (fields(&claim.fields))
            (clocks(messages, claim))
            (against(messages, claim))
            dl.fields.proof { (facts(&claim.recording)) }
        }
    }
}

fn title(messages: &Messages, claim: &ClaimSheet) -> Markup {
    html! {
        a.num href=(format!("#c{}", claim.number)) { (claim_name(claim.number)) }
        @for (nth, link) in claim.chain.iter().enumerate() {
            " " @if nth > 0 { span.through { (messages.text("source.through")) } " " }
            (line(link))
        }
        @if let Some(says) = &claim.says { " " span.says { (line(says)) } }
        (messages.label("")) " "
        @if claim.counts { (line(&claim.answer)) } @else { s { (line(&claim.answer)) } }
        @if let Some(set) = &claim.read_as {
            " " span.set { "(" (line(&messages.line("answer.read-as", &[("set", set.clone())]))) ")" }
        }
        @for (code, word) in &claim.status { " " span class={ "state " (code) } { (word) } }
    }
}

/// What is in force beside what it took the place of, struck.
fn older(claim: &ClaimSheet) -> Markup {
    html! {
        @for (now, before, version) in &claim.older {
            p.older {
                ins { (line(now)) } " " del { (line(before)) } " " small { (line(version)) }
            }
        }
    }
}

/// The words in their context, then translations, which are marked as such.
fn quote(messages: &Messages, claim: &ClaimSheet) -> Markup {
    let lang = claim.quote_lang.as_ref().map(|lang| lang.as_str());
    html! {
        @if !claim.quote.is_empty() {
            blockquote lang=[lang] dir="auto" {
                @for (nth, passage) in claim.quote.iter().enumerate() {
                    @match nth {
                        0 if passage.prefix.is_empty() => {}
                        0 => span.context { "\u{2026}" (shown(&passage.prefix)) },
                        _ => { " " span.gap { "[\u{2026}]" } " " }
                    }
                    mark { (shown(&passage.exact)) }
                    @if nth + 1 == claim.quote.len() && !passage.suffix.is_empty() {
                        span.context { (shown(&passage.suffix)) "\u{2026}" }
                    }
                }
            }
        }
        @for (by, text, lang) in &claim.translations {
            div.translation {
                p.by { (line(by)) }
                blockquote lang=(lang.as_str()) dir="auto" { (shown(text)) }
            }
        }
        @if claim.quote.is_empty() { p.no-quote { (messages.text("claim.no-quote")) } }
    }
}

fn found(messages: &Messages, claim: &ClaimSheet) -> Markup {
    let document = html! {
        @match claim.document_place {
            Some(place) => a href=(format!("#d{}", place + 1)) { (line(&claim.document)) },
            None => { (line(&claim.document)) }
        }
    };
    html! {
        p.found {
            span.name { (messages.text("claim.where")) } " " (document)
            @if let Some(place) = &claim.place { (messages.text("punctuation.comma")) (line(place)) }
        }
    }
}

fn clocks(messages: &Messages, claim: &ClaimSheet) -> Markup {
    html! {
        dl.clocks aria-label=(messages.text("clock.title")) {
            @for (name, time) in &claim.clocks {
                dt { (name) }
                @match time {
                    Some(time) => dd { (time) },
                    None => dd.none { (messages.text("clock.not-given")) },
                }
            }
        }
    }
}

/// What contradicts it: who, and why.
fn against(messages: &Messages, claim: &ClaimSheet) -> Markup {
    html! {
        div.against {
            span.name { (messages.text("claim.against")) } " "
            @if claim.against.is_empty() { (messages.text("claim.against-none")) } @else {
                ul {
                    @for (who, pair) in &claim.against {
                        li {
                            (line(&pair.right)) " " (line(who)) (messages.label("")) " " (line(&pair.reason))
                        }
                    }
                    @if claim.more_against > 0 {
                        li { (line(&messages.counted("count.more-claims", claim.more_against as u64, &[]))) }
                    }
                }
            }
        }
    }
}
