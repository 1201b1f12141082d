//! The provenance report as one HTML page: no network, no scripts needed, readable on paper.
//!
//! The page is a function of its [`Sheet`] and of what it carries inside ([`Carried`]). Nothing in it may run or be fetched: the
//! Content-Security-Policy allows the one style sheet by its hash, and nothing else.

mod claim;
mod first;
pub mod lines;
mod matrix;
mod plots;
mod questions;

use crate::messages::{Line, Messages};
use crate::render::report::sheet::{EventSheet, Sheet};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use byline_ledger::hash::Sha256;
use lines::{heading, line};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The one style sheet of all pages.
pub const STYLE: &str = include_str!("style.css");

/// What a page carries inside, so that it can be made again and compared: inert, whatever its bytes.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    /// The proof of its records.
    pub proof: Option<Vec<u8>>,
    /// The options of the report, as JSON.
    pub options: Option<String>,
}

/// The media type of the proof inside of a page.
const PROOF_TYPE: &str = "application/vnd.byline.proof";

/// The media type of the options inside of a page.
const OPTIONS_TYPE: &str = "application/vnd.byline.options+json";

/// What surrounds a report that is a page of a site.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Where the index is.
    pub home: Option<&'static str>,
    /// What the page is called, where it isn't by its events.
    pub title: Option<Line>,
}

/// The whole report.
pub fn page(sheet: &Sheet, messages: &Messages, carried: &Carried, frame: &Frame) -> String {
    let title = frame.title.clone().unwrap_or_else(|| sheet.title());
    let body = html! {
        a.skip href="#report" { (messages.text("page.skip")) }
        @if let Some(home) = frame.home { nav.home { a href=(home) { (messages.text("site.home")) } } }
        (first::header(sheet, messages, &title))
        main #report {
            (first::screen(sheet, messages))
            @for (nth, event) in sheet.events.iter().enumerate() { (event_part(sheet, messages, nth, event)) }
            (documents(sheet, messages))
            (opinions(sheet, messages))
            (check(sheet, messages))
        }
        (inert(carried))
    };
    document(messages, &title.plain(), "default-src 'none'", &Extras::default(), &body)
}

/// What a page of a site has beyond a report.
#[derive(Debug, Clone, Default)]
pub struct Extras {
    /// Elements of its head.
    pub head: Option<String>,
    /// Its one script, allowed by its hash.
    pub script: Option<&'static str>,
}

/// A page around its body. `policy` is the Content-Security-Policy before style and script.
pub fn document(messages: &Messages, title: &str, policy: &str, extras: &Extras, body: &Markup) -> String {
    let language = messages.language();
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::of(text.as_bytes()).as_bytes()));
    let mut policy = format!("{policy}; style-src {}; base-uri 'none'; form-action 'none'", hash(STYLE));
    if let Some(script) = extras.script {
        policy += &format!("; script-src {}", hash(script));
    }
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag()) dir=(language.direction()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (crate::ui::shown_line(title)) }
                @if let Some(head) = &extras.head { (PreEscaped(head)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (body)
                @if let Some(script) = extras.script { script { (PreEscaped(script)) } }
            }
        }
    };
    page.into_string() + "\n"
}

/// The parts of one event: its glance, table, timeline and questions.
fn event_part(sheet: &Sheet, messages: &Messages, nth: usize, event: &EventSheet) -> Markup {
    let level = if sheet.events.len() > 1 { 3 } else { 2 };
    html! {
        section.event id=(format!("e{}", nth + 1)) {
            @if level == 3 { (first::event_head(messages, event)) }
            section aria-labelledby=(format!("glance{}", nth + 1)) {
                (heading(level, Some(&format!("glance{}", nth + 1)), html! { (messages.text("part.glance")) }))
                (questions::glance(messages, event))
            }
            section aria-labelledby=(format!("table{}", nth + 1)) {
                (heading(level, Some(&format!("table{}", nth + 1)), html! { (messages.text("part.matrix")) }))
                (matrix::table(messages, event, nth + 1))
            }
            @if let Some(timeline) = &event.timeline {
                section.timeline aria-labelledby=(format!("time{}", nth + 1)) {
                    (heading(level, Some(&format!("time{}", nth + 1)), html! { (messages.text("part.timeline")) }))
                    (plots::timeline(messages, timeline))
                }
            }
            section.questions aria-labelledby=(format!("questions{}", nth + 1)) {
                (heading(level, Some(&format!("questions{}", nth + 1)), html! { (messages.text("part.questions")) }))
                @for question in &event.questions { (questions::section(messages, event, question, level + 1, nth + 1)) }
            }
        }
    }
}

fn documents(sheet: &Sheet, messages: &Messages) -> Markup {
    html! {
        @if !sheet.documents.is_empty() {
            section.documents aria-labelledby="documents" {
                (heading(2, Some("documents"), html! { (messages.text("part.documents")) }))
                @for (nth, document) in sheet.documents.iter().enumerate() {
                    article id=(format!("d{}", nth + 1)) {
                        (heading(3, None, line(&document.title)))
                        p.slug { (line(&document.slug)) }
                        (lines::list("marks", &document.marks))
                        (lines::fields(&document.fields))
                        p.checks {
                            span.name { (messages.text("document.check")) } " "
                            @for check in &document.checks { (line(check)) " " }
                        }
                    }
                }
            }
        }
    }
}

fn opinions(sheet: &Sheet, messages: &Messages) -> Markup {
    html! {
        @if !sheet.opinions.is_empty() {
            section aria-labelledby="opinions" {
                (heading(2, Some("opinions"), html! { (messages.text("part.opinions")) }))
                p { (messages.text("opinion.intro")) }
                (lines::list("opinions", &sheet.opinions))
            }
        }
    }
}

fn check(sheet: &Sheet, messages: &Messages) -> Markup {
    html! {
        section.check aria-labelledby="check" {
            (heading(2, Some("check"), html! { (messages.text("part.check")) }))
            (lines::fields(&sheet.ledger))
            (lines::list("steps", &sheet.check))
        }
    }
}

/// What the page carries. A browser neither shows nor runs it, and none of its bytes can end the element: base64, and JSON without `<`.
fn inert(carried: &Carried) -> Markup {
    html! {
        @if let Some(proof) = &carried.proof {
            script #byline-proof type=(PROOF_TYPE) { (PreEscaped(STANDARD.encode(proof))) }
        }
        @if let Some(options) = &carried.options {
            script #byline-options type=(OPTIONS_TYPE) { (PreEscaped(json_inert(options))) }
        }
    }
}

/// The same JSON without a character that HTML could take for markup.
fn json_inert(json: &str) -> String {
    json.replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e")
}
