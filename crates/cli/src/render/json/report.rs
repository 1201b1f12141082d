//! `report/1`: the provenance report for programs.

use super::{claim, document, event, id, ledger, opinions, source_key, verdict};
use crate::render::case::Case;
use crate::render::late::Object;
use crate::render::report::{Audited, EventPart, Report, RowPart, VERIFIED_DOES_NOT_MEAN, VERIFIED_MEANS};
use crate::render::words::NO_JUDGE;
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::hash::RecordId;
use serde_json::{Value, json};

/// The whole report: of one event as `report/1` always had it, of several with `events`.
pub fn report<'b>(report: &'b Report<'_>) -> Object<'b> {
    let (sources, named) = report.sources();
    let documents = report.documents();
    let not_checked = match &report.options.audited {
        Audited::Yes { not_checked } => json!(not_checked),
        Audited::No | Audited::Failed { .. } => Value::Null,
    };
    let failed = match &report.options.audited {
        Audited::Failed { findings } => json!(findings),
        Audited::No | Audited::Yes { .. } => Value::Null,
    };
    let ids: Vec<RecordId> = report.events.iter().map(|event| event.case.event).collect();
    let all = Object::of(json!({
        "byline": "report/1",
        "note": NO_JUDGE,
        "verified": {
            "means": VERIFIED_MEANS, "does_not_mean": VERIFIED_DOES_NOT_MEAN, "words": report.options.audited.words(),
            "audited": report.options.audited != Audited::No, "not_checked": not_checked, "failed": failed,
        },
        "options": report.options.to_json(&ids),
        "ledger": ledger(report.ledger),
        "counts": {
            "sources": sources, "named_sources": named, "documents": documents.len(),
            "claims": report.claims().count(), "questions": report.questions(),
        },
        "check": { "ledger": "byline verify", "root": report.ledger.root, "ledger_key": report.ledger.key },
    }));
    let all = all.list("events", || report.events.iter().map(one_event)).list("claims", || claims(report));
    // Names, marks and opinions are the ledger's, whichever event they are looked up for.
    let Some(case) = report.events.first().map(|event| event.case) else { return all };
    let documents = if report.options.has_documents { documents } else { Vec::new() };
    all.with("opinions", opinions(&case)).list("documents", move || {
        let documents = documents.clone();
        documents.into_iter().map(move |one| one_document(&case, one))
    })
}

fn one_event<'b>(part: &'b EventPart<'_>) -> Object<'b> {
    let columns: Value = part.matrix.columns.iter().map(|column| source_key(&part.case, &column.key)).collect();
    let all = Object::of(event(&part.case)).with("columns", columns);
    all.list("rows", || part.rows.iter().map(|row| crate::render::json::diff::row(&part.case, part.row(row))))
}

fn claims<'b>(report: &'b Report<'_>) -> impl Iterator<Item = Value> + 'b {
    let rows = report.events.iter().flat_map(|event| event.rows.iter().map(move |row| (event, row)));
    rows.flat_map(move |(event, row)| row.claims.iter().map(move |view| one_claim(report, &event.case, row, view)))
}

fn one_claim(report: &Report<'_>, case: &Case<'_>, row: &RowPart<'_>, view: &ClaimView<'_>) -> Value {
    let mut value = claim(case, view);
    let (against, more) = row.against(view.identity);
    let against: Value = (against.into_iter())
        .map(|(other, against)| {
            let mut value = verdict(against);
            if let Value::Object(fields) = &mut value {
                fields.insert("claim".to_owned(), id(other));
            }
            value
        })
        .collect();
    if let Value::Object(fields) = &mut value {
        fields.insert("name".to_owned(), json!(report.name(view.identity)));
        fields.insert("contradicted_by".to_owned(), against);
        fields.insert("contradicted_by_more".to_owned(), json!(more));
        fields.insert("check".to_owned(), json!({ "show": format!("byline show {}", view.logged.id) }));
    }
    value
}

fn one_document(case: &Case<'_>, identity: RecordId) -> Value {
    let mut value = document(case, identity);
    if let (Value::Object(fields), Some(document)) = (&mut value, case.casefile.document(identity)) {
        let Some(blake3) = case.casefile.seen(&document.blake3).value() else { return value };
        let file = crate::render::words::archived_as(*blake3);
        let check =
            json!({ "archived_as": file, "b3sum": format!("b3sum {file}"), "sha256sum": format!("sha256sum {file}") });
        fields.insert("check".to_owned(), check);
    }
    value
}
