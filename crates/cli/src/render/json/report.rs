//! `report/1`: the provenance report for programs.

use super::{claim, document, event, id, ledger, opinions, source_key, verdict};
use crate::render::case::Case;
use crate::render::report::{Audited, Report, VERIFIED_DOES_NOT_MEAN, VERIFIED_MEANS};
use crate::render::words::NO_JUDGE;
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::hash::RecordId;
use serde_json::{Value, json};

/// The whole report.
pub fn report(report: &Report<'_>) -> Value {
    let case = &report.case;
    let (sources, named) = report.sources();
    let not_checked = match report.audited {
        Audited::No => Value::Null,
        Audited::Yes { not_checked } => json!(not_checked),
    };
    let mut claims = Vec::new();
    for (place, row) in report.matrix.rows.iter().enumerate() {
        claims.extend(report.claims_of_row(row).iter().map(|view| one_claim(report, place, view)));
    }
    json!({
        "byline": "report/1",
        "note": NO_JUDGE,
        "verified": {
            "means": VERIFIED_MEANS, "does_not_mean": VERIFIED_DOES_NOT_MEAN, "words": report.audited.words(),
            "audited": *report.audited != Audited::No, "not_checked": not_checked,
        },
        "ledger": ledger(report.ledger()),
        "event": event(case),
        "counts": {
            "sources": sources, "named_sources": named, "documents": report.documents().len(),
            "claims": report.claims.len(), "questions": report.matrix.rows.len(),
        },
        "columns": report.matrix.columns.iter().map(|column| source_key(case, &column.key)).collect::<Value>(),
        "rows": report.matrix.rows.iter().map(|row| super::diff::row(case, row)).collect::<Value>(),
        "claims": claims,
        "documents": report.documents().iter().map(|one| one_document(case, *one)).collect::<Value>(),
        "opinions": opinions(case),
        "check": { "ledger": "byline verify", "root": report.ledger().root, "ledger_key": report.ledger().key },
    })
}

fn one_claim(report: &Report<'_>, place: usize, view: &ClaimView<'_>) -> Value {
    let mut value = claim(&report.case, view);
    let against: Value = (report.against(place, view.identity).iter())
        .map(|(other, against)| {
            let mut value = verdict(against);
            if let Value::Object(fields) = &mut value {
                fields.insert("claim".to_owned(), id(*other));
            }
            value
        })
        .collect();
    if let Value::Object(fields) = &mut value {
        fields.insert("name".to_owned(), json!(report.name(view.identity)));
        fields.insert("contradicted_by".to_owned(), against);
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
