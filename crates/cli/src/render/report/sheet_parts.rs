//! A report as a sheet: first screen, table, questions, documents, and how to check it.

use super::options::{Audited, Part};
use super::outcome::outcome;
use super::plots;
use super::sheet::{
    CellSheet, DocumentSheet, EventSheet, Field, MOST_COLUMNS, MOST_QUESTIONS, NumbersSheet, PairSheet, QuestionSheet,
    Sheet,
};
use super::sheet_claim::{claim_sheet, counts, recorded};
use super::voice::Voice;
use super::{EventPart, Report, RowPart, claims_of};
use crate::messages::{Language, Line};
use crate::render::words;
use byline_ledger::accounts::comparison::{Cell, ClaimPair, Row};
use byline_ledger::accounts::verdict::{Label, Verdict};
use byline_ledger::hash::RecordId;
use byline_ledger::record::{Commitment, Document, Sealable};
use std::collections::HashMap;

/// How many verdicts on one question are written out.
const MOST_PAIRS: usize = 300;

/// Up to so many different answers to a question have letters.
const MOST_LETTERS: usize = 200;

/// How many other claims of a source a cell names.
const MOST_NAMED: usize = 12;

/// How many cells the tables of a report have together; beyond, questions are only listed.
const MOST_CELLS: usize = 4_000;

/// The whole report.
pub fn sheet(report: &Report<'_>, voice: &Voice<'_>) -> Sheet {
    let messages = voice.messages;
    let mut budget = Budget { cells: MOST_CELLS, questions: MOST_QUESTIONS, asked: 0 };
    let documents = report.documents();
    let places: Places = documents.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    let events = report.events.iter().map(|event| event_sheet(report, voice, event, &places, &mut budget)).collect();
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
    let documents = match report.options.has_documents {
        true => documents.iter().filter_map(|id| document_sheet(report, voice, *id)).collect(),
        false => Vec::new(),
    };
    Sheet {
        failing,
        partial: partial(report, voice),
        tally: tally(report, voice),
        audited,
        not_checked,
        events,
        documents,
        opinions: opinions(report, voice),
        ledger: ledger(report, voice),
        check: check(report, voice),
    }
}

/// The place of each document in the list of documents.
pub type Places = HashMap<RecordId, usize>;

/// What may still be written out.
struct Budget {
    cells: usize,
    questions: usize,
    /// How many questions were named so far.
    asked: usize,
}

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
    budget: &mut Budget,
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
    let mut questions = Vec::new();
    for part in &event.rows {
        if budget.questions == 0 {
            break;
        }
        budget.questions -= 1;
        budget.asked += 1;
        questions.push(question_sheet(report, voice, (event, part), documents, budget));
    }
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

fn question_sheet(
    report: &Report<'_>,
    voice: &Voice<'_>,
    (event, part): (&EventPart<'_>, &RowPart<'_>),
    documents: &Places,
    budget: &mut Budget,
) -> QuestionSheet {
    let row = event.row(part);
    let forms = row.questions.iter().map(|id| {
        let form = report.casefile.question(*id).map(|question| voice.form(question)).unwrap_or_default();
        (Line::code(event.case.slug(*id)), form, marks(report, voice, *id))
    });
    // Letters tell a few answers apart, not thousands.
    let letters = if row.groups.len() <= MOST_LETTERS { event.case.letters(row) } else { Vec::new() };
    let groups = row.groups.iter().zip(&letters);
    let letter_of: HashMap<RecordId, &String> =
        groups.flat_map(|(group, letter)| group.claims.iter().map(move |id| (*id, letter))).collect();
    let letter = |id: RecordId| letter_of.get(&id).map(|letter| (*letter).clone());
    let place_of = |column: usize| event.columns.binary_search(&column).ok();
    let in_table = |cell: &&Cell| place_of(cell.column).is_some_and(|place| place < MOST_COLUMNS);
    let more_sources = part.cells.iter().filter(|cell| !in_table(cell)).count();
    let cells = part.cells.iter().filter(in_table).take(budget.cells).filter_map(|cell| {
        let column = place_of(cell.column)?;
        cell_sheet(report, voice, part, cell, column, &letter)
    });
    let cells: Vec<CellSheet> = cells.collect();
    budget.cells -= cells.len();
    let written = part.claims.iter().filter(|view| report.is_written(view.identity));
    let claims: Vec<_> = written.map(|view| claim_sheet(report, voice, part, view, documents)).collect();
    let rest = part.claims.len() - claims.len();
    let (pairs, pair_notes) = pairs(report, voice, part, event.row(part));
    QuestionSheet {
        name: format!("Q{}", budget.asked),
        asks: Line::joined(row.questions.iter().map(|id| voice.name(*id)), " = "),
        forms: forms.collect(),
        outcome: outcome(voice, event, part),
        cells,
        more_sources,
        intervals: plots::intervals(report, voice, part),
        series: plots::series(report, voice, event, part),
        pairs,
        pair_notes,
        claims,
        not_written: (rest > 0).then(|| voice.messages.counted("count.not-written", rest as u64, &[])),
    }
}

fn cell_sheet(
    report: &Report<'_>,
    voice: &Voice<'_>,
    part: &RowPart<'_>,
    cell: &Cell,
    column: usize,
    letter: &dyn Fn(RecordId) -> Option<String>,
) -> Option<CellSheet> {
    let view = report.casefile.claim(*claims_of(cell).first()?)?;
    let numbers = |ids: &[RecordId]| -> Vec<usize> { ids.iter().filter_map(|id| report.number(*id)).collect() };
    let conflicts = match cell.leading {
        Some(leading) => part.against(leading).0.iter().map(|(id, _)| *id).collect(),
        None => Vec::new(),
    };
    let shown = view.identity;
    let rest = |ids: &[RecordId]| -> NumbersSheet {
        let ids: Vec<RecordId> = ids.iter().copied().filter(|id| *id != shown).collect();
        let named = numbers(&ids[..ids.len().min(MOST_NAMED)]);
        NumbersSheet { more: ids.len() - named.len(), named }
    };
    let lang = view.document().map(|document| document.lang.clone());
    Some(CellSheet {
        column,
        claim: report.number(shown)?,
        letter: letter(shown),
        answer: voice.answer(&view.claim.answer, view.unit()),
        counts: counts(&view),
        read_as: voice.set(&view),
        says: (view.claim.commitment != Commitment::Flat).then(|| voice.says(&view)).flatten(),
        when: view.as_of().map(|time| Line::ours(voice.messages.time(time))),
        quote: view.quote_text().map(|text| (text, lang)),
        conflicts: numbers(&conflicts),
        others: rest(&cell.others),
        revised: rest(&cell.revised),
        withdrawn: rest(&cell.withdrawn),
    })
}

/// A verdict in words.
pub fn pair_sheet(
    report: &Report<'_>,
    voice: &Voice<'_>,
    (left, right): (RecordId, RecordId),
    verdict: &Verdict,
) -> PairSheet {
    let is_english = voice.messages.language() == Language::English;
    PairSheet {
        left: claim_line(report, left),
        right: claim_line(report, right),
        is_conflict: verdict.label == Label::Conflict,
        label: voice.label(verdict.label),
        code: verdict.reason.code(),
        reason: if is_english { Line::theirs(&verdict.words, None) } else { voice.reason(verdict.reason) },
    }
}

/// The verdicts that are shown, and what isn't.
fn pairs(report: &Report<'_>, voice: &Voice<'_>, part: &RowPart<'_>, row: &Row) -> (Vec<PairSheet>, Vec<Line>) {
    let order = |label: Label| match label {
        Label::Conflict => 0,
        Label::Agree => 1,
        Label::Compatible => 2,
        Label::Unaligned => 3,
        Label::Silent => 4,
    };
    let at = |id: RecordId| report.number(id).unwrap_or(usize::MAX);
    let is_here = |pair: &&ClaimPair| report.number(pair.left).is_some() || report.number(pair.right).is_some();
    let mut sorted: Vec<&ClaimPair> = part.pairs.pairs.iter().filter(is_here).collect();
    sorted.sort_by_key(|pair| {
        (order(pair.verdict.label), at(pair.left).min(at(pair.right)), at(pair.left).max(at(pair.right)))
    });
    let shown = sorted.iter().take(MOST_PAIRS);
    let pairs = shown.map(|pair| pair_sheet(report, voice, (pair.left, pair.right), &pair.verdict)).collect();
    let mut notes = Vec::new();
    if sorted.len() > MOST_PAIRS {
        notes.push(voice.messages.counted("count.more-pairs", (sorted.len() - MOST_PAIRS) as u64, &[]));
    }
    if !part.pairs.are_all {
        notes.push(voice.say("question.all-pairs"));
    }
    if row.not_compared > 0 {
        notes.push(voice.messages.counted("count.not-compared", row.not_compared as u64, &[]));
    }
    (pairs, notes)
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

fn opinions(report: &Report<'_>, voice: &Voice<'_>) -> Vec<Line> {
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
    opinions.map(line).collect()
}

fn ledger(report: &Report<'_>, voice: &Voice<'_>) -> Vec<Field> {
    let ledger = report.ledger;
    let field = |key: &str, value: Line| Field { name: voice.messages.text(key), value };
    let entries = voice.messages.counted("count.entries", ledger.size, &[]);
    let root = [("entries", entries), ("root", Line::code(&ledger.root))];
    let events = report
        .events
        .iter()
        .map(|event| Line::code(event.case.slug(event.case.event)).and(" ").then(Line::code(event.case.event)));
    let mut fields = vec![
        field("ledger.origin", Line::code(&ledger.origin).and(" ").then(Line::theirs(&ledger.name, None))),
        field("ledger.checkpoint", voice.messages.line("ledger.root", &root)),
        field("ledger.key", Line::code(&ledger.key)),
        field("ledger.sealed", Line::ours(voice.messages.stamp(ledger.sealed_at))),
    ];
    if !report.events.is_empty() {
        fields.push(field("ledger.event", voice.messages.in_a_row(events)));
    }
    fields
}

fn check(report: &Report<'_>, voice: &Voice<'_>) -> Vec<Line> {
    let ledger = report.ledger;
    let entries = voice.messages.counted("count.entries", ledger.size, &[]);
    let copy = [
        ("copy", Line::code("byline copy")),
        ("files", Line::code("log/ archive/ byline.toml")),
        ("command", Line::code("byline verify")),
    ];
    vec![
        voice.messages.line("check.copy", &copy),
        voice.messages.line("check.key", &[("key", Line::code(&ledger.key))]),
        voice.messages.line("check.root", &[("entries", entries), ("root", Line::code(&ledger.root))]),
        voice.messages.line("check.show", &[("command", Line::code("byline show b3:.."))]),
        voice.say("check.files"),
    ]
}
