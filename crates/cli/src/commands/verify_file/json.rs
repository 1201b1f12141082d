//! The verification of a proof for programs (docs/reference.md, "JSON").

use crate::commands::verify::advised;
use byline_ledger::bundle::{Cosigned, Line, Proven, Report};
use byline_ledger::finding::{Finding, Outcome, Place};
use byline_ledger::position::Index;
use byline_ledger::proof::Form;
use byline_ledger::time::Timestamp;
use serde_json::{Map, Value, json};
use std::path::Path;

/// The report as `verify-proof/1`.
pub fn of(file: &Path, form: Form, report: &Report) -> Value {
    let line =
        |line: &Line| check((line.check.name(), line.check.title(), line.check.counted()), &line.outcome, line.count);
    let mut value = json!({
        "byline": "verify-proof/1",
        "file": file.display().to_string(),
        "form": form.name(),
        "verdict": report.verdict().name(),
        "checks": report.lines.iter().map(line).collect::<Value>(),
        "findings": findings(&report.findings),
        "advice": advised(&report.findings),
        "never_shown": report.beyond.iter().map(|one| json!({ "what": one.name(), "words": one.words() })).collect::<Value>(),
    });
    if let Some(fields) = value.as_object_mut() {
        fields.extend(proof(report));
    }
    value
}

/// What a proof is of: its ledger, checkpoint and records.
pub fn proof(report: &Report) -> Map<String, Value> {
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
    let fields = [
        ("origin", json!(report.checkpoint.as_ref().map(|checkpoint| checkpoint.origin.as_str()))),
        ("size", json!(report.checkpoint.as_ref().map(|checkpoint| checkpoint.size.get()))),
        ("root", json!(report.checkpoint.as_ref().map(|checkpoint| checkpoint.root.to_string()))),
        ("ledger_key", json!(report.ledger_key.map(|kid| kid.to_string()))),
        ("sealed_at", json!(report.sealed_at.map(|time| time.to_string()))),
        ("records", report.proven.iter().map(record).collect::<Value>()),
        (
            "later_format",
            json!(report.later.map(|later| json!({ "version": later.version, "from": later.from.map(Index::get) }))),
        ),
        ("cosigned", report.cosigned.iter().map(cosigned).collect::<Value>()),
        ("notes", json!(report.notes)),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// One check: its name, title and what it counts; how it came out.
pub fn check((name, title, counted): (&str, &str, &str), outcome: &Outcome, count: u64) -> Value {
    let why = match outcome {
        Outcome::NotChecked(why) | Outcome::NotApplicable(why) => json!(why),
        _ => Value::Null,
    };
    json!({ "check": name, "title": title, "outcome": outcome.name(), "why": why, "count": count, "counted": counted })
}

/// What is wrong.
pub fn findings(findings: &[Finding]) -> Value {
    let finding = |finding: &Finding| {
        let index = match &finding.place {
            Place::Leaf(index) => Some(index.get()),
            _ => None,
        };
        json!({ "code": finding.code.name(), "index": index, "words": finding.words })
    };
    findings.iter().map(finding).collect()
}
