//! The index of a site.

use super::{Listed, Site, all_names, head};
use crate::messages::{Line, Messages};
use crate::render::html::lines::{heading, line, list};
use crate::render::html::{self, Extras};
use crate::render::report::sheet::Sheet;
use crate::render::report::voice::Voice;
use maud::{Markup, html};

/// Searches the lists of the index; without it they are all there.
const SEARCH: &str = include_str!("search.js");

/// The page.
pub fn page(site: &Site<'_>, messages: &Messages, sheet: &Sheet, events: &[Listed], sources: &[Listed]) -> String {
    let voice = Voice { messages, casefile: site.casefile };
    let name = Line::theirs(&site.ledger.name, None);
    let title = messages.line("site.title", &[("name", name.clone())]);
    let body = html! {
        a.skip href="#report" { (messages.text("page.skip")) }
        header.top {
            p.kicker { code { (site.ledger.origin) } }
            h1 { (line(&name)) }
            p { (messages.text("site.intro")) }
            p.no-judge { (messages.text("page.no-judge")) }
            p { (line(&sheet.audited)) }
            (list("not-checked", &sheet.not_checked))
            p.note { (messages.text("site.checks")) }
            nav { a href="auditor.html" { (messages.text("site.auditor")) } " \u{b7} " a href="feed.xml" { (messages.text("site.feed")) } }
        }
        main #report {
            form #search-form role="search" hidden {
                label for="search" { (messages.text("site.search")) } " "
                input #search type="search" autocomplete="off";
                p #search-none role="status" hidden { (messages.text("site.search-none")) }
            }
            section aria-labelledby="events" {
                (heading(2, Some("events"), html! { (messages.text("site.events")) }))
                ol.listed { @for event in events { (entry(site, &voice, event)) } }
            }
            section aria-labelledby="sources" {
                (heading(2, Some("sources"), html! { (messages.text("site.sources")) }))
                ol.listed { @for source in sources { (entry(site, &voice, source)) } }
                @if site.more_sources > 0 {
                    p.note { (line(&messages.counted("site.more-sources", site.more_sources as u64, &[]))) }
                }
            }
        }
    };
    let extras = Extras { script: Some(SEARCH), ..head() };
    html::document(messages, &title.plain(), "default-src 'none'", &extras, &body)
}

fn entry(site: &Site<'_>, voice: &Voice<'_>, one: &Listed) -> Markup {
    let messages = voice.messages;
    let when = site.casefile.event(one.id).and_then(|event| event.when.as_ref()).map(|when| messages.time(when));
    html! {
        li data-search=(all_names(site.casefile, one.id)) {
            a.asks href=(one.file) { (line(&voice.name(one.id))) }
            small {
                @if let Some(when) = when { (when) " \u{b7} " }
                (line(&messages.counted("count.claims", one.claims as u64, &[])))
            }
            @if one.conflicts > 0 {
                " " span.badge.conflict { (html::lines::sign("conflict")) (messages.label(&messages.text("outcome.conflict"))) " " (messages.whole(one.conflicts as u64)) }
            }
        }
    }
}
