//! The verification of a proof for programs (docs/reference.md, "JSON").

use byline_ledger::bundle::{Cosigned, Line, Proven, Report};
use byline_ledger::finding::{Finding, Outcome, Place};
use byline_ledger::position::Index;
use byline_ledger::proof::Form;
use byline_ledger::time::Timestamp;
use serde_json::{Value, json};
use std::path::Path;

/// The report as `verify-proof/1`.
pub fn of(file: &Path, form: Form, report: &Report) -> Value {
    let why = |outcome: &Outcome| match outcome {
        Outcome::NotChecked(why) | Outcome::NotApplicable(why) => json!(why),
        _ => Value::Null,
    };
    let check = |line: &Line| {
        json!({
            "check": line.check.name(), "title": line.check.title(), "outcome": line.outcome.name(), "why": why(&line.outcome),
            "count": line.count, "counted": line.check.counted(),
        })
    };
    let finding = |finding: &Finding| {
        let index = match &finding.place {
            Place::Leaf(index) => Some(index.get()),
            _ => None,
        };
        json!({ "code": finding.code.name(), "index": index, "words": finding.words })
    };
    let record = |proven: &Proven| {
        json!({
            "index": proven.index.get(), "id": proven.id.to_string(), "kind": proven.kind.name(),
            "by": proven.handle.as_ref().map(|handle| handle.as_str()), "key": proven.kid.to_string(),
            "signed_at": proven.signed_at.to_string(), "logged_at": proven.logged_at.map(|time| time.to_string()),
            "suspect_since": proven.suspect_since.map(Index::get),
        })
    };
    let cosigned = |one: &Cosigned| {
        let time = one.time_s.and_then(|time| Timestamp::from_s(time).ok());
        json!({ "witness": one.witness, "time": time.map(|time| time.to_string()) })
    };
    json!({
        "byline": "verify-proof/1",
        "file": file.display().to_string(),
        "form": form.name(),
        "verdict": report.verdict().name(),
        "origin": report.checkpoint.as_ref().map(|checkpoint| checkpoint.origin.as_str()),
        "size": report.checkpoint.as_ref().map(|checkpoint| checkpoint.size.get()),
        "root": report.checkpoint.as_ref().map(|checkpoint| checkpoint.root.to_string()),
        "ledger_key": report.ledger_key.map(|kid| kid.to_string()),
        "sealed_at": report.sealed_at.map(|time| time.to_string()),
        "records": report.proven.iter().map(record).collect::<Value>(),
        "later_format": report.later.map(|later| json!({ "version": later.version, "from": later.from.map(Index::get) })),
        "cosigned": report.cosigned.iter().map(cosigned).collect::<Value>(),
        "checks": report.lines.iter().map(check).collect::<Value>(),
        "findings": report.findings.iter().map(finding).collect::<Value>(),
        "never_shown": report.beyond.iter().map(|one| json!({ "what": one.name(), "words": one.words() })).collect::<Value>(),
        "notes": report.notes,
    })
}
