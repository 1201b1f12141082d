//! The provenance report as one HTML page: no network, no scripts needed, readable on paper.
//!
//! The page is a function of its [`Sheet`] and of what it carries inside ([`Carried`]). Nothing may be fetched, and nothing run but the script by which
//! it checks itself ([`check`]): the Content-Security-Policy allows the one style sheet and the one script by their hashes, and nothing else.

mod check;
mod claim;
mod first;
mod inside;
pub mod lines;
mod matrix;
mod plots;
mod questions;

use crate::messages::{Line, Messages};
use crate::render::case::LedgerFacts;
use crate::render::report::Report;
use crate::render::report::options::Part;
use crate::render::report::sheet::{EventSheet, Sheet};
use crate::render::report::voice::Voice;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::judgements::Judgements;
use byline_ledger::hash::Sha256;
#[cfg(test)]
pub use inside::elements;
pub use inside::{Carried, Inside, Kept, Maker, State};
use lines::{heading, line};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The one style sheet of all pages.
pub const STYLE: &str = include_str!("style.css");

/// What surrounds a report that is a page of a site.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Where the index is.
    pub home: Option<&'static str>,
    /// What the page is called, where it isn't by its events.
    pub title: Option<Line>,
}

/// A page as a function of records and of what it carries; nothing if nothing recorded fits what was asked for.
///
/// Whoever has the same records, the same state of the ledger and the same options gets the same bytes, be it the writer of a report or its verifier.
pub fn of_records(
    ledger: &LedgerFacts,
    casefile: &Casefile,
    judgements: &Judgements,
    carried: &Carried,
) -> Option<String> {
    let inside = &carried.inside;
    let mut report = Report::new(ledger, casefile, judgements, &inside.events, &inside.options);
    if !inside.in_site {
        report.keep_fitting();
    }
    (inside.in_site || report.questions() > 0).then(|| of_report(&report, carried))
}

/// The page of a report that was picked by the options that it carries.
pub fn of_report(report: &Report<'_>, carried: &Carried) -> String {
    let messages = Messages::of(report.options.language);
    let frame = match carried.inside.in_site {
        true => Frame { home: Some("../index.html"), title: source_title(report, &messages) },
        false => Frame::default(),
    };
    page(&Sheet::new(report, &messages), &messages, carried, &frame)
}

/// A page of a site that is about one source is called by the source.
fn source_title(report: &Report<'_>, messages: &Messages) -> Option<Line> {
    let Part::Source(key) = &report.options.part else { return None };
    let voice = Voice { messages, casefile: report.casefile };
    Some(messages.line("site.source-title", &[("name", voice.source_key(key))]))
}

/// Pages of so many claims are laid out at once, so that a picture of the whole page has all of them; on longer ones, what is out of sight waits.
const MOST_LAID_OUT: usize = 100;

/// The whole report.
pub fn page(sheet: &Sheet, messages: &Messages, carried: &Carried, frame: &Frame) -> String {
    let title = frame.title.clone().unwrap_or_else(|| sheet.title());
    let top = html! {
        a.skip href="#report" { (messages.text("page.skip")) }
        @if let Some(home) = frame.home { nav.home { a href=(home) { (messages.text("site.home")) } } }
        (first::header(sheet, messages, &title))
    };
    let claims = sheet.events.iter().flat_map(|event| &event.questions).map(|question| question.claims.len());
    let is_long = claims.sum::<usize>() > MOST_LAID_OUT;
    let main = html! {
        main #report class=[is_long.then_some("long")] {
            (first::tally(sheet))
            // What the questions come to is seen first, where they are one event's; then what "verified" means.
            @if sheet.events.len() != 1 { (first::verified(sheet, messages)) }
            @for (nth, event) in sheet.events.iter().enumerate() { (event_part(sheet, messages, nth, event)) }
            (documents(sheet, messages))
            (opinions(sheet, messages))
            (how_to_check(sheet, messages, carried.proof.is_some()))
        }
    };
    let body = html! {
        (top)
        (check::panel(messages, carried.inside.proof))
        (main)
        (inside::elements(carried))
        @if carried.proof.is_some() { (check::words(messages, &top.0, &main.0)) }
    };
    let script = carried.proof.is_some().then_some(check::SCRIPT);
    document(messages, &title.plain(), "default-src 'none'", &Extras { script, ..Extras::default() }, &body)
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
            @if level == 3 { (first::event_head(event)) }
            section aria-labelledby=(format!("glance{}", nth + 1)) {
                (heading(level, Some(&format!("glance{}", nth + 1)), html! { (messages.text("part.glance")) }))
                (questions::glance(messages, event))
            }
            @if level == 2 { (first::verified(sheet, messages)) }
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
                @for question in &event.questions { (questions::section(messages, question, level + 1, nth + 1)) }
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
                @if let Some(more) = &sheet.more_documents { p.note { (line(more)) } }
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

fn how_to_check(sheet: &Sheet, messages: &Messages, has_proof: bool) -> Markup {
    let page = has_proof.then(|| messages.line("check.page", &[("command", Line::code("byline verify report.html"))]));
    let steps: Vec<Line> = page.into_iter().chain(sheet.check.iter().cloned()).collect();
    html! {
        section.check aria-labelledby="check" {
            (heading(2, Some("check"), html! { (messages.text("part.check")) }))
            (lines::fields(&sheet.ledger))
            (lines::list("steps", &steps))
        }
    }
}
