//! Lines, lists and facts in HTML. Words of records are isolated: their direction and language are their own.

use crate::messages::line::claim_name;
use crate::messages::{Line, Messages, Piece};
use crate::render::report::limits::MOST_CLAIMS;
use crate::render::report::sheet::Field;
use crate::ui::shown;
use byline_ledger::record::Lang;
use maud::{Markup, html};
use unicode_segmentation::UnicodeSegmentation as _;

/// How much of a quote stands in a cell of the table, in graphemes.
const CELL_QUOTE: usize = 110;

/// A line of a report.
pub fn line(line: &Line) -> Markup {
    html! {
        @for piece in line.pieces() {
            @match piece {
                Piece::Ours(text) => { (text) }
                Piece::Theirs(text, lang) => { (theirs(text, lang.as_ref())) }
                Piece::Code(text) => { code { (shown(text)) } }
                Piece::Claim(number) => { (claim_link(*number)) }
            }
        }
    }
}

/// Words of a record within a line.
pub fn theirs(text: &str, lang: Option<&Lang>) -> Markup {
    html! { bdi lang=[lang.map(Lang::as_str)] { (shown(text)) } }
}

/// The number of a claim, with a link to it if it is written out.
pub fn claim_link(number: usize) -> Markup {
    let name = claim_name(number);
    html! {
        @if number <= MOST_CLAIMS { a href=(format!("#c{number}")) { (name) } } @else { span.ref { (name) } }
    }
}

/// Words of a document in the quotation marks of the page. What they stand in has `dir="auto"`, so that the marks run with the words.
pub fn quoted(messages: &Messages, text: &str, lang: Option<&Lang>) -> Markup {
    html! {
        @for piece in messages.quoted(Line::theirs(text, lang)).pieces() {
            @match piece {
                Piece::Theirs(text, lang) => q lang=[lang.as_ref().map(Lang::as_str)] { (shown(text)) },
                ours => { (line(&Line::of(ours.clone()))) }
            }
        }
    }
}

/// Numbers of claims with commas between, as a line.
pub fn claim_line(messages: &Messages, numbers: &[usize]) -> Line {
    messages.listed(numbers.iter().map(|number| Line::claim(*number)))
}

/// A heading of a level, with an id to link to.
pub fn heading(level: usize, id: Option<&str>, content: Markup) -> Markup {
    html! {
        @match level {
            1 => h1 id=[id] { (content) },
            2 => h2 id=[id] { (content) },
            3 => h3 id=[id] { (content) },
            4 => h4 id=[id] { (content) },
            5 => h5 id=[id] { (content) },
            _ => h6 id=[id] { (content) },
        }
    }
}

/// A list, if there is anything on it.
pub fn list(class: &str, lines: &[Line]) -> Markup {
    html! {
        @if !lines.is_empty() {
            ul class=(class) { @for one in lines { li { (line(one)) } } }
        }
    }
}

/// Facts with their names.
pub fn fields(fields: &[Field]) -> Markup {
    html! {
        @if !fields.is_empty() {
            dl.fields { (facts(fields)) }
        }
    }
}

/// The same as items of a list that is there already.
pub fn facts(fields: &[Field]) -> Markup {
    html! { @for field in fields { dt { (field.name) } dd { (line(&field.value)) } } }
}

/// The beginning of a quote, for a cell.
pub fn clipped(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.grapheme_indices(true).nth(CELL_QUOTE) {
        Some((at, _)) => format!("{}\u{2026}", text[..at].trim_end()),
        None => text,
    }
}

/// The sign beside a label: it can be told without colour. The label says the same in words.
pub fn sign(code: &str) -> Markup {
    let sign = match code {
        "conflict" => "\u{2260}",
        "agree" => "=",
        "compatible" => "\u{2248}",
        "one-source" | "one-origin" => "1",
        _ => "\u{2013}",
    };
    html! { span.sign aria-hidden="true" { (sign) } " " }
}
