//! `report/1`: the provenance report for programs.

use super::{claim, document, event, id, ledger, opinions, source_key, verdict};
use crate::render::case::Case;
use crate::render::report::{Audited, EventPart, Report, RowPart, VERIFIED_DOES_NOT_MEAN, VERIFIED_MEANS};
use crate::render::words::NO_JUDGE;
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::hash::RecordId;
use serde_json::{Value, json};

/// The whole report: of one event as `report/1` always had it, of several with `events`.
pub fn report(report: &Report<'_>) -> Value {
    let (sources, named) = report.sources();
    let not_checked = match &report.options.audited {
        Audited::Yes { not_checked } => json!(not_checked),
        Audited::No | Audited::Failed { .. } => Value::Null,
    };
    let failed = match &report.options.audited {
        Audited::Failed { findings } => json!(findings),
        Audited::No | Audited::Yes { .. } => Value::Null,
    };
    let ids: Vec<RecordId> = report.events.iter().map(|event| event.case.event).collect();
    let mut value = json!({
        "byline": "report/1",
        "note": NO_JUDGE,
        "verified": {
            "means": VERIFIED_MEANS, "does_not_mean": VERIFIED_DOES_NOT_MEAN, "words": report.options.audited.words(),
            "audited": report.options.audited != Audited::No, "not_checked": not_checked, "failed": failed,
        },
        "options": report.options.to_json(&ids),
        "ledger": ledger(report.ledger),
        "counts": {
            "sources": sources, "named_sources": named, "documents": report.documents().len(),
            "claims": report.claims().count(), "questions": report.questions(),
        },
        "events": report.events.iter().map(one_event).collect::<Value>(),
        "claims": claims(report),
        "check": { "ledger": "byline verify", "root": report.ledger.root, "ledger_key": report.ledger.key },
    });
    if let (Value::Object(fields), Some(first)) = (&mut value, report.events.first()) {
        fields.insert("opinions".to_owned(), opinions(&first.case));
        let documents = if report.options.has_documents { report.documents() } else { Vec::new() };
        let documents = documents.into_iter().map(|one| one_document(&first.case, one)).collect();
        fields.insert("documents".to_owned(), documents);
    }
    value
}

fn one_event(part: &EventPart<'_>) -> Value {
    let case = &part.case;
    let mut value = event(case);
    if let Value::Object(fields) = &mut value {
        let columns = part.matrix.columns.iter().map(|column| source_key(case, &column.key)).collect();
        fields.insert("columns".to_owned(), columns);
        let rows = part.rows.iter().map(|row| crate::render::json::diff::row(case, part.row(row))).collect();
        fields.insert("rows".to_owned(), rows);
    }
    value
}

fn claims(report: &Report<'_>) -> Value {
    let mut claims = Vec::new();
    for event in &report.events {
        for row in &event.rows {
            claims.extend(row.claims.iter().map(|view| one_claim(report, &event.case, row, view)));
        }
    }
    Value::Array(claims)
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
