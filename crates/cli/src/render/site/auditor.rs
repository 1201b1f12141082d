//! The page for auditors: the checkpoint, the key, the witnesses, and how to verify.

use super::Site;
use crate::messages::{Line, Messages};
use crate::render::html::lines::{fields, heading, line, list};
use crate::render::html::{self, Extras};
use crate::render::report::sheet::Sheet;
use crate::ui::shown;
use maud::html;

/// The page.
pub fn page(site: &Site<'_>, messages: &Messages, sheet: &Sheet) -> String {
    let title = messages.text("site.auditor");
    let witnesses = witnesses(site);
    let body = html! {
        a.skip href="#report" { (messages.text("page.skip")) }
        header.top {
            p.kicker { a href="index.html" { (messages.text("site.home")) } }
            h1 { (title) }
            p { (line(&sheet.audited)) }
            (list("not-checked", &sheet.not_checked))
            p.note { (messages.text("site.checks")) }
        }
        main #report {
            (fields(&sheet.ledger))
            pre dir="ltr" { (site.public_key) }
            @if let Some(checkpoint) = site.checkpoint {
                (heading(2, None, html! { (messages.text("ledger.checkpoint")) }))
                p { (messages.text("site.checkpoint-note")) }
                pre dir="ltr" { (shown(checkpoint)) }
                (heading(2, None, html! { (messages.text("site.witnesses")) }))
                @if witnesses.is_empty() { p { (messages.text("site.no-witnesses")) } }
                (list("witnesses", &witnesses))
            }
            section.check {
                (heading(2, None, html! { (messages.text("part.check")) }))
                (list("steps", &sheet.check))
            }
        }
    };
    html::document(messages, &title, "default-src 'none'", &Extras::default(), &body)
}

/// Who else signed the checkpoint, by the names on its signature lines. Whether they did, and who they are, an audit checks.
fn witnesses(site: &Site<'_>) -> Vec<Line> {
    let lines = site.checkpoint.unwrap_or_default().lines().filter_map(|line| line.strip_prefix("\u{2014} "));
    let names = lines.filter_map(|line| line.split(' ').next()).filter(|name| *name != site.ledger.origin);
    names.map(|name| Line::theirs(name, None)).collect()
}
