//! A report as a sheet: what stands on top of it, and its events.

use super::limits::{MOST_COLUMNS, MOST_DOCUMENTS, Room};
use super::options::{Audited, Part};
use super::sheet::{EventSheet, Field, Sheet};
use super::sheet_question::question_sheet;
use super::voice::Voice;
use super::{EventPart, Report, plots, sheet_end};
use crate::messages::Line;
use crate::render::words;
use byline_ledger::hash::RecordId;
use std::collections::HashMap;

/// The whole report.
pub fn sheet(report: &Report<'_>, voice: &Voice<'_>) -> Sheet {
    let messages = voice.messages;
    let mut room = Room::of(report);
    let documents = if report.options.has_documents { report.documents() } else { Vec::new() };
    let places: Places = documents.iter().take(MOST_DOCUMENTS).enumerate().map(|(place, id)| (*id, place)).collect();
    let events = report.events.iter().map(|event| event_sheet(report, voice, event, &places, &mut room)).collect();
    let (failing, not_checked) = match &report.options.audited {
        Audited::Failed { findings } => (Some(findings.iter().map(|one| voice.found(one)).collect()), Vec::new()),
        Audited::Yes { not_checked } => (None, not_checked.iter().map(|one| voice.not_checked(one)).collect()),
        Audited::No => (None, Vec::new()),
    };
    let audited = match &report.options.audited {
        Audited::No => messages.line("verified.not-audited", &[("command", Line::code("byline verify"))]),
        Audited::Yes { not_checked } if not_checked.is_empty() => voice.say("verified.audited"),
        Audited::Yes { .. } => voice.say("verified.audited-partly"),
        Audited::Failed { .. } => voice.say("verified.failed"),
    };
    let (documents, more_documents) = sheet_end::documents(report, voice, &documents);
    Sheet {
        failing,
        partial: partial(report, voice),
        left_out: left_out(report, voice),
        tally: tally(report, voice),
        audited,
        not_checked,
        events,
        documents,
        more_documents,
        opinions: sheet_end::opinions(report, voice),
        ledger: sheet_end::ledger(report, voice),
        check: sheet_end::check(report, voice),
    }
}

/// The place of each document in the list of documents.
pub type Places = HashMap<RecordId, usize>;

fn partial(report: &Report<'_>, voice: &Voice<'_>) -> Option<Line> {
    let messages = voice.messages;
    let with = |key: &str, name| messages.line(key, &[("name", name)]);
    let mut parts = Vec::new();
    parts.extend(match &report.options.part {
        Part::All => None,
        Part::Source(key) => Some(with("page.only-source", voice.source_key(key))),
        Part::Document(id) => Some(with("page.only-document", voice.name(*id))),
        Part::Claim(id) => Some(with("page.only-claim", Line::code(words::short(*id)))),
    });
    if let Some(kind) = report.options.only {
        let label = voice.say(&format!("outcome.{}", kind.code()));
        parts.push(messages.line("page.only-label", &[("label", label)]));
    }
    if !report.options.has_documents {
        parts.push(voice.say("page.no-documents"));
    }
    (!parts.is_empty()).then(|| messages.line("page.partial", &[("what", messages.in_a_row(parts))]))
}

/// What is said on top where a page can't hold all claims.
fn left_out(report: &Report<'_>, voice: &Voice<'_>) -> Option<Line> {
    let all = report.claims().count();
    let written = report.claims().filter(|view| report.is_written(view.identity)).count();
    let number = |number: usize| Line::ours(voice.messages.whole(number as u64));
    let slots = [("written", number(written)), ("all", number(all))];
    (written < all).then(|| voice.messages.line("page.left-out", &slots))
}

fn tally(report: &Report<'_>, voice: &Voice<'_>) -> Vec<(String, String, Option<String>)> {
    let (sources, named) = report.sources();
    let one = |key: &str, number: usize| {
        let number = number as u64;
        (voice.messages.whole(number), voice.messages.counted(key, number, &[]).plain(), None)
    };
    let mut of_sources = one("tally.sources", sources);
    of_sources.2 = Some(voice.messages.counted("tally.named", named as u64, &[]).plain());
    vec![
        of_sources,
        one("tally.documents", report.documents().len()),
        one("tally.claims", report.claims().count()),
        one("tally.questions", report.questions()),
    ]
}

/// The claim by its name in the report; else by the beginning of its id.
pub fn claim_line(report: &Report<'_>, id: RecordId) -> Line {
    report.number(id).map_or_else(|| Line::code(words::short(id)), Line::claim)
}

/// The marks of a record.
pub fn marks(report: &Report<'_>, voice: &Voice<'_>, identity: RecordId) -> Vec<Line> {
    let marks = report.casefile.marks(identity);
    marks.iter().map(|mark| voice.mark(identity, mark, |id| claim_line(report, id))).collect()
}

fn event_sheet(
    report: &Report<'_>,
    voice: &Voice<'_>,
    event: &EventPart<'_>,
    documents: &Places,
    room: &mut Room,
) -> EventSheet {
    let mut facts = Vec::new();
    let mut add = |key: &str, value: Line| facts.push(Field { name: voice.messages.text(key), value });
    if let Some(record) = event.case.event() {
        if let Some(when) = &record.when {
            add("page.when", Line::ours(voice.messages.time(when)));
        }
        if let Some(places) = &record.places {
            add("page.where", voice.names(places));
        }
        if let Some(note) = &record.note {
            add("page.note", Line::theirs(note, None));
        }
    }
    let shown = &event.columns[..event.columns.len().min(MOST_COLUMNS)];
    let columns = shown.iter().map(|place| {
        let column = &event.matrix.columns[*place];
        let speaks = column.speaks_for.map(|id| voice.messages.line("matrix.speaks-for", &[("name", voice.name(id))]));
        (voice.source_key(&column.key), speaks)
    });
    let columns = columns.collect();
    let rows = event.rows.iter();
    let questions: Vec<_> =
        rows.map_while(|part| question_sheet(report, voice, (event, part), documents, room)).collect();
    EventSheet {
        title: voice.name(event.case.event),
        facts,
        marks: marks(report, voice, event.case.event),
        columns,
        more_questions: event.rows.len() - questions.len(),
        questions,
        timeline: plots::timeline(voice, event),
    }
}
