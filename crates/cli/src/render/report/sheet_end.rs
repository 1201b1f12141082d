//! What stands at the end of a report in words: documents, opinions, the ledger, and how to check it.

use super::Report;
use super::limits::{MOST_DOCUMENTS, MOST_OPINIONS};
use super::sheet::{DocumentSheet, Field};
use super::sheet_claim::recorded;
use super::sheet_parts::{claim_line, marks};
use super::voice::Voice;
use crate::messages::Line;
use crate::render::words;
use byline_ledger::hash::RecordId;
use byline_ledger::record::{Document, Sealable};

/// What the documents are, as many as have room, and how many more there are.
pub fn documents(report: &Report<'_>, voice: &Voice<'_>, ids: &[RecordId]) -> (Vec<DocumentSheet>, Option<Line>) {
    let shown = ids.iter().take(MOST_DOCUMENTS);
    let sheets = shown.filter_map(|id| document_sheet(report, voice, *id)).collect();
    (sheets, more(voice, ids.len(), MOST_DOCUMENTS))
}

/// How many more there are than have room.
fn more(voice: &Voice<'_>, all: usize, room: usize) -> Option<Line> {
    let more = all.saturating_sub(room) as u64;
    (more > 0).then(|| voice.messages.counted("count.more", more, &[]))
}

fn document_sheet(report: &Report<'_>, voice: &Voice<'_>, id: RecordId) -> Option<DocumentSheet> {
    let document = report.casefile.document(id)?;
    let blake3 = report.casefile.seen(&document.blake3).value();
    let checks = blake3.map(|blake3| {
        let file = words::archived_as(*blake3);
        vec![Line::code(format!("b3sum {file}")), Line::code(format!("sha256sum {file}"))]
    });
    let slug = report.events.first().map(|event| event.case.slug(id)).unwrap_or_default();
    Some(DocumentSheet {
        title: voice.name(id),
        slug: Line::code(slug),
        marks: marks(report, voice, id),
        fields: document_fields(report, voice, id, document),
        checks: checks.unwrap_or_default(),
    })
}

fn document_fields(report: &Report<'_>, voice: &Voice<'_>, id: RecordId, document: &Document) -> Vec<Field> {
    let theirs = |text: &Option<byline_ledger::record::Text>| text.as_ref().map(|text| Line::theirs(text, None));
    let sealable = |field: &Option<Sealable<byline_ledger::record::Text>>| {
        field.as_ref().map(|field| voice.seen(field, |text| Line::theirs(text, None)))
    };
    let time =
        |time: &Option<byline_ledger::edtf::Edtf>| time.as_ref().map(|time| Line::ours(voice.messages.time(time)));
    let fields = [
        ("document.kind", Some(Line::theirs(&document.document_type, None))),
        ("document.language", Some(voice.messages.name_of_language(&document.lang))),
        ("document.publisher", document.publisher.map(|publisher| voice.name(publisher))),
        ("document.author", sealable(&document.author)),
        ("document.dateline", theirs(&document.dateline)),
        ("document.published", time(&document.published)),
        ("document.address", sealable(&document.url)),
        ("document.captured", time(&document.captured)),
        ("document.tool", theirs(&document.tool)),
        ("document.note", theirs(&document.note)),
        ("document.media", Some(Line::theirs(&document.media_type, None))),
        ("document.size", Some(voice.seen(&document.size, |size| voice.messages.counted("count.bytes", *size, &[])))),
    ];
    let mut fields: Vec<Field> = fields
        .into_iter()
        .filter_map(|(key, value)| Some(Field { name: voice.messages.text(key), value: value? }))
        .collect();
    fields.push(Field { name: "BLAKE3".to_owned(), value: voice.seen(&document.blake3, |hash| Line::code(*hash)) });
    fields.push(Field { name: "SHA-256".to_owned(), value: voice.seen(&document.sha256, |hash| Line::code(*hash)) });
    if let Some(thing) = report.casefile.thing(id) {
        let current = thing.current();
        fields.push(Field { name: voice.messages.text("document.recorded"), value: recorded(voice, current) });
        fields.push(Field { name: voice.messages.text("document.record"), value: Line::code(current.id) });
    }
    fields
}

/// What people judged of two records of the event.
pub fn opinions(report: &Report<'_>, voice: &Voice<'_>) -> Vec<Line> {
    let Some(event) = report.events.first() else { return Vec::new() };
    let opinions = event.case.opinions().into_iter();
    let line = |(logged, judgement): (&byline_ledger::accounts::LoggedRecord, &byline_ledger::record::Judgement)| {
        voice.messages.line(
            "opinion.words",
            &[
                ("handle", Line::theirs(&logged.handle, None)),
                ("index", Line::ours(logged.index.to_string())),
                ("opinion", voice.opinion(judgement, |id| Some(claim_line(report, id)))),
                ("because", Line::theirs(&judgement.because, None)),
            ],
        )
    };
    let count = opinions.len();
    opinions.take(MOST_OPINIONS).map(line).chain(more(voice, count, MOST_OPINIONS)).collect()
}

/// The ledger and its checkpoint.
pub fn ledger(report: &Report<'_>, voice: &Voice<'_>) -> Vec<Field> {
    let ledger = report.ledger;
    let field = |key: &str, value: Line| Field { name: voice.messages.text(key), value };
    let entries = voice.messages.counted("count.entries", ledger.size, &[]);
    let root = [("entries", entries), ("root", Line::code(&ledger.root))];
    let events = report
        .events
        .iter()
        .map(|event| Line::code(event.case.slug(event.case.event)).and(" ").then(Line::code(event.case.event)));
    // A ledger without a name of its own is called by its origin.
    let name = (ledger.name != ledger.origin).then(|| Line::theirs(&ledger.name, None));
    let mut fields = vec![
        field("ledger.origin", Line::joined(std::iter::once(Line::code(&ledger.origin)).chain(name), " ")),
        field("ledger.checkpoint", voice.messages.line("ledger.root", &root)),
        field("ledger.key", Line::code(&ledger.key)),
        field("ledger.sealed", Line::ours(voice.messages.stamp(ledger.sealed_at))),
    ];
    if !report.events.is_empty() {
        fields.push(field("ledger.event", voice.messages.in_a_row(events)));
    }
    fields
}

/// How a reader can check it.
pub fn check(report: &Report<'_>, voice: &Voice<'_>) -> Vec<Line> {
    let ledger = report.ledger;
    let entries = voice.messages.counted("count.entries", ledger.size, &[]);
    let copy = [
        ("copy", Line::code("byline copy")),
        ("files", Line::code("log/ archive/ byline.toml")),
        ("command", Line::code("byline verify")),
    ];
    let mut steps = vec![
        voice.messages.line("check.copy", &copy),
        voice.messages.line("check.key", &[("key", Line::code(&ledger.key))]),
        voice.messages.line("check.root", &[("entries", entries), ("root", Line::code(&ledger.root))]),
    ];
    // The auditor's page of a site shows no records, and so no documents and quotes.
    if !report.events.is_empty() {
        steps.push(voice.messages.line("check.show", &[("command", Line::code("byline show b3:.."))]));
        steps.push(voice.say("check.files"));
    }
    steps
}
