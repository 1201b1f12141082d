//! An audit for programs (docs/reference.md, "JSON").

use super::advice::{Advice, advice, codes_of};
use super::known::Before;
use crate::commands::verify_file::json::check;
use byline_ledger::audit::{Line, Report, Verdict};
use byline_ledger::finding::{Code, Finding, Place};
use serde_json::{Value, json};
use std::path::Path;

/// The report as `verify/1`.
pub fn of(path: &Path, before: &Before, report: &Report) -> Value {
    let cosignatures: Vec<_> = (report.cosignatures.iter())
        .map(|it| {
            json!({ "witness": it.witness, "key_name": it.key_name, "time": it.time.map(|time| time.to_string()) })
        })
        .collect();
    let line = |line: &Line| check((line.check.name(), line.check.title(), line.counted), &line.outcome, line.count);
    let seen = before.known.as_ref().and_then(|known| known.seen.as_ref());
    let verdict = match report.verdict() {
        Verdict::Passed => "passed",
        Verdict::Failed => "failed",
        Verdict::Incomplete => "not checked",
    };
    json!({
        "byline": "verify/1",
        "folder": path.display().to_string(),
        "verdict": verdict,
        "origin": report.checkpoint.as_ref().map(|checkpoint| checkpoint.origin.as_str()),
        "size": report.checkpoint.as_ref().map(|checkpoint| checkpoint.size.get()),
        "root": report.checkpoint.as_ref().map(|checkpoint| checkpoint.root.to_string()),
        "ledger_key": report.ledger_key.map(|kid| kid.to_string()),
        "pinned": before.pinned.map(|key| key.kid()).or(before.told).map(|kid| kid.to_string()),
        "first_contact": before.is_first_contact(),
        "checkpoint": String::from_utf8_lossy(&report.note),
        "seen": seen.map(|seen| json!({ "checkpoint": seen.signed.note(), "at": seen.at.to_string() })),
        "since": before.since.as_ref().map(|since| since.note.as_str()),
        "folder_was": before.place_of.as_ref().map(|(origin, known)| json!({
            "origin": origin, "ledger_key": known.key.kid().to_string(),
            "checkpoint": known.seen.as_ref().map(|seen| seen.signed.note()),
        })),
        "quick": report.quick.as_ref().map(|quick| json!({
            "from": quick.from.map(|from| from.get()), "new": quick.new, "why_not": quick.why_not,
            "whole": before.known.as_ref().and_then(|known| known.whole).map(|whole| json!({
                "size": whole.size.get(), "at": whole.at.to_string(),
            })),
        })),
        "cosignatures": cosignatures,
        "sealed_at": report.sealed_at.map(|time| time.to_string()),
        "checks": report.lines.iter().map(line).collect::<Value>(),
        "findings": report.findings.iter().map(finding).collect::<Value>(),
        "advice": advised(&report.findings),
        "notes": report.notes,
    })
}

fn finding(finding: &Finding) -> Value {
    let (index, file) = match &finding.place {
        Place::Leaf(index) => (Some(index.get()), None),
        Place::File(file) => (None, Some(file.as_str())),
        Place::Ledger => (None, None),
    };
    json!({ "code": finding.code.name(), "index": index, "file": file, "words": finding.words })
}

/// What each code that was found means and what to do about it, once for each.
pub fn advised(findings: &[Finding]) -> Value {
    let one = |code: Code| {
        let Advice { means, what_to_do } = advice(code);
        json!({ "code": code.name(), "means": means, "what_to_do": what_to_do })
    };
    codes_of(findings).into_iter().map(one).collect()
}
