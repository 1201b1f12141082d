//! The provenance report as Markdown.

mod claim;
mod escape;
mod paper;

use super::report::{Audited, Report, VERIFIED_DOES_NOT_MEAN, VERIFIED_MEANS};
use super::words;
use byline_ledger::accounts::comparison::{ClaimPair, Row};
use byline_ledger::accounts::verdict::Label;
use byline_ledger::accounts::words::time_words;
use byline_ledger::hash::RecordId;
use byline_ledger::record::{Document, Sealable, Text};
use paper::{Paper, Safe, code, strong, text};

/// How many verdicts on one question are written out.
const MOST_PAIRS: usize = 300;

/// The whole report.
pub fn report(report: &Report<'_>) -> String {
    let mut paper = Paper::default();
    head(&mut paper, report);
    glance(&mut paper, report);
    for (place, row) in report.matrix.rows.iter().enumerate() {
        question(&mut paper, report, place, row);
    }
    documents(&mut paper, report);
    opinions(&mut paper, report);
    check(&mut paper, report);
    paper.into_text()
}

fn head(paper: &mut Paper, report: &Report<'_>) {
    let case = &report.case;
    paper.heading(1, &text(&format!("Provenance report: {}", case.casefile.name(case.event))));
    paper.paragraph(&strong(words::NO_JUDGE));
    paper.list(&[
        Safe::joined([strong("\u{201c}Verified\u{201d} means"), text(&format!("{VERIFIED_MEANS}."))]),
        Safe::joined([strong("It does not mean"), text(&format!("{VERIFIED_DOES_NOT_MEAN}."))]),
        match report.audited {
            Audited::No => Safe::joined([strong("Not checked again."), text(&report.audited.words())]),
            Audited::Yes { .. } => Safe::joined([strong("Audited."), text(&report.audited.words())]),
        },
    ]);
    let ledger = report.ledger();
    let (sources, named) = report.sources();
    let event = case.event();
    let row = |name: &str, value: Safe| vec![text(name), value];
    let mut rows = vec![
        row("Event", Safe::joined([code(&case.slug(case.event)), code(&case.event.to_string())])),
        row("Ledger", Safe::joined([code(&ledger.origin), text(&ledger.name)])),
        row(
            "Checkpoint",
            Safe::joined([text(&words::entries(ledger.size)), text("with the root"), code(&ledger.root)]),
        ),
        row("Ledger's key", code(&ledger.key)),
        row("Last sealed", code(&ledger.sealed_at.to_string())),
        row(
            "Content",
            text(&format!(
                "{} by {} ({named} named) in {} on {}",
                words::count(report.claims.len(), "claim"),
                words::count(sources, "source"),
                words::count(report.documents().len(), "document"),
                words::count(report.matrix.rows.len(), "question"),
            )),
        ),
    ];
    if let Some(when) = event.and_then(|event| event.when.as_ref()) {
        rows.insert(1, row("When", text(&time_words(when))));
    }
    let places: Vec<String> =
        event.and_then(|event| event.places.as_ref()).into_iter().flatten().map(|id| case.casefile.name(*id)).collect();
    if !places.is_empty() {
        rows.insert(2, row("Where", text(&places.join(", "))));
    }
    paper.table(&["This report", ""], &rows);
    paper.list(&marks(report, case.event));
}

fn marks(report: &Report<'_>, identity: RecordId) -> Vec<Safe> {
    let marks = report.case.casefile.marks(identity);
    marks.iter().map(|mark| strong(&words::mark(&report.case, identity, mark))).collect()
}

/// The questions with their outcome.
fn glance(paper: &mut Paper, report: &Report<'_>) {
    paper.heading(2, &text("At a glance"));
    let rows: Vec<Vec<Safe>> = (report.matrix.rows.iter().enumerate())
        .map(|(place, row)| vec![text(&format!("Q{}", place + 1)), text(&asks(report, row)), outcome(report, row)])
        .collect();
    paper.table(&["", "Question", "What the answers come to"], &rows);
}

fn asks(report: &Report<'_>, row: &Row) -> String {
    let asked: Vec<String> = row.questions.iter().map(|id| report.case.casefile.name(*id)).collect();
    asked.join(" = ")
}

fn outcome(report: &Report<'_>, row: &Row) -> Safe {
    let hidden = words::hidden_conflict(row, &report.case.group_pairs(row));
    Safe::joined([
        strong(words::outcome(row.summary.kind)),
        text(words::summary(&row.summary)),
        if hidden { strong(words::HIDDEN_CONFLICT) } else { Safe::default() },
    ])
}

fn question(paper: &mut Paper, report: &Report<'_>, place: usize, row: &Row) {
    let case = &report.case;
    paper.heading(2, &text(&format!("Q{} {}", place + 1, asks(report, row))));
    for id in &row.questions {
        let form = case.casefile.question(*id).map(words::question_form).unwrap_or_default();
        paper.paragraph(&Safe::joined([code(&case.slug(*id)), text(&format!("takes: {form}"))]));
        paper.list(&marks(report, *id));
    }
    paper.paragraph(&outcome(report, row));
    let claims = report.claims_of_row(row);
    if claims.is_empty() {
        return;
    }
    let rows: Vec<Vec<Safe>> = claims.iter().map(|view| claim::row(report, view)).collect();
    paper.table(&["", "Source", "Answer", "Read as", "How firmly", "As of", "Status"], &rows);
    pairs(paper, report, place, &claims.iter().map(|view| view.identity).collect::<Vec<_>>());
    for view in &claims {
        claim::section(paper, report, place, view);
    }
}

fn pairs(paper: &mut Paper, report: &Report<'_>, place: usize, claims: &[RecordId]) {
    let pairs = &report.pairs[place];
    if pairs.pairs.is_empty() {
        return;
    }
    let order = |label: Label| match label {
        Label::Conflict => 0,
        Label::Agree => 1,
        Label::Compatible => 2,
        Label::Unaligned => 3,
        Label::Silent => 4,
    };
    let at = |id: RecordId| claims.iter().position(|claim| *claim == id);
    let mut sorted: Vec<&ClaimPair> = pairs.pairs.iter().collect();
    sorted.sort_by_key(|pair| {
        (order(pair.verdict.label), at(pair.left).min(at(pair.right)), at(pair.left).max(at(pair.right)))
    });
    let line = |pair: &&ClaimPair| {
        vec![
            text(&format!("{} / {}", report.name(pair.left), report.name(pair.right))),
            strong(words::label(pair.verdict.label)),
            code(pair.verdict.reason.code()),
            text(&pair.verdict.words),
        ]
    };
    let rows: Vec<Vec<Safe>> = sorted.iter().take(MOST_PAIRS).map(line).collect();
    paper.table(&["Claims", "Label", "Reason", "In words"], &rows);
    if sorted.len() > MOST_PAIRS {
        let more = words::count(sorted.len() - MOST_PAIRS, "more pair");
        paper.paragraph(&text(&format!("And {more}: the report as JSON has them.")));
    }
    if !pairs.are_all {
        paper.paragraph(&text(
            "Only leading claims are held against each other here, one for each answer: there are too many for all.",
        ));
    }
}

fn documents(paper: &mut Paper, report: &Report<'_>) {
    let documents = report.documents();
    if documents.is_empty() {
        return;
    }
    paper.heading(2, &text("Documents"));
    for id in documents {
        let Some(document) = report.case.casefile.document(id) else { continue };
        paper.heading(3, &Safe::joined([text(&report.case.casefile.name(id)), code(&report.case.slug(id))]));
        paper.list(&marks(report, id));
        paper.table(&["Document", ""], &document_rows(report, id, document));
    }
}

fn document_rows(report: &Report<'_>, id: RecordId, document: &Document) -> Vec<Vec<Safe>> {
    let mut rows = Vec::new();
    let mut add = |name: &str, value: Safe| rows.push(vec![text(name), value]);
    let kind = format!("{}, {}, {}", document.document_type, document.lang, document.media_type);
    add("Kind, language, media type", text(&kind));
    let casefile = report.case.casefile;
    let sealable = |field: &Option<Sealable<Text>>| field.as_ref().map(|field| words::seen(casefile.seen(field)));
    let optional = [
        ("Publisher", document.publisher.map(|publisher| report.case.casefile.name(publisher))),
        ("Author", sealable(&document.author)),
        ("Dateline", document.dateline.as_ref().map(ToString::to_string)),
        ("Published", document.published.as_ref().map(time_words)),
        ("Address", sealable(&document.url)),
        ("Captured", document.captured.as_ref().map(time_words)),
        ("Captured with", document.tool.as_ref().map(ToString::to_string)),
        ("Recorder's remark", document.note.as_ref().map(ToString::to_string)),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            add(name, text(&value));
        }
    }
    let bytes = match casefile.seen(&document.size).value() {
        Some(size) => words::count(usize::try_from(*size).unwrap_or(usize::MAX), "byte"),
        None => "sealed".to_owned(),
    };
    add("Bytes", text(&bytes));
    add("BLAKE3", code(&words::seen(casefile.seen(&document.blake3))));
    add("SHA-256", code(&words::seen(casefile.seen(&document.sha256))));
    if let Some(blake3) = casefile.seen(&document.blake3).value() {
        let file = words::archived_as(*blake3);
        add("Check", Safe::joined([code(&format!("b3sum {file}")), code(&format!("sha256sum {file}"))]));
    }
    if let Some(thing) = report.case.casefile.thing(id) {
        let current = thing.current();
        add("Recorded", claim::recorded(current));
        add("Record", code(&current.id.to_string()));
    }
    rows
}

fn opinions(paper: &mut Paper, report: &Report<'_>) {
    let opinions = report.case.opinions();
    if opinions.is_empty() {
        return;
    }
    paper.heading(2, &text("Opinions"));
    paper.paragraph(&text(
        "Signed opinions of members of the newsroom, by which the comparison goes. An opinion is its signer's.",
    ));
    let line = |(logged, judgement)| text(&words::opinion(&report.case, logged, judgement));
    paper.list(&opinions.into_iter().map(line).collect::<Vec<_>>());
}

fn check(paper: &mut Paper, report: &Report<'_>) {
    let ledger = report.ledger();
    paper.heading(2, &text("How to check this"));
    paper.list(&[
        Safe::joined([
            text("Get a copy of the ledger's folder and run"),
            code("byline verify"),
            text("there. It needs no network and trusts nothing in the folder."),
        ]),
        Safe::joined([
            text("Compare the ledger's key"),
            code(&ledger.key),
            text("with a copy that reached you by another way than this report."),
        ]),
        Safe::joined([
            text(&format!("The checkpoint of {} has the root", words::entries(ledger.size))),
            code(&ledger.root),
            text("(a later checkpoint of the same log has more entries and another root; verify shows that the one continues the other)."),
        ]),
        Safe::joined([
            code("byline show b3:.."),
            text("shows any record of this report, whole, by its id; that it is in the log under that root is part of what verify shows."),
        ]),
        text("Compare the archived documents with their hashes by the commands beside each, and their words with the quotes above."),
    ]);
}
