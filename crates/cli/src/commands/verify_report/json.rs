//! The verification of a report for programs (docs/reference.md, "JSON").

use super::Report;
use crate::commands::verify::advised;
use crate::commands::verify_file::json::{check, findings, proof};
use serde_json::{Value, json};
use std::path::Path;

/// The report as `verify-report/1`.
pub fn of(file: &Path, report: &Report) -> Value {
    let inside = report.carried.as_ref().map(|carried| &carried.inside);
    let lines = report
        .lines
        .iter()
        .map(|line| check((line.check.name(), line.check.title(), line.check.counted()), &line.outcome, line.count));
    let of_proof = report.proof.iter().flat_map(|proof| &proof.lines);
    let of_proof = of_proof
        .map(|line| check((line.check.name(), line.check.title(), line.check.counted()), &line.outcome, line.count));
    let later = report
        .later
        .iter()
        .map(|one| json!({ "index": one.index.get(), "kind": one.kind, "on_another": one.is_on_another }));
    let mut value = json!({
        "byline": "verify-report/1",
        "file": file.display().to_string(),
        "verdict": report.verdict().name(),
        "made_by": inside.map(|inside| inside.maker.program.as_str()),
        "shows": inside.map(|inside| json!({ "size": inside.shows.size.get(), "root": inside.shows.root.to_string() })),
        "options": inside.map(|inside| inside.options.to_json(&inside.events)),
        "carries_proof": report.proof.is_some(),
        "checks": of_proof.chain(lines).collect::<Value>(),
        "findings": findings(&report.findings),
        "advice": advised(&report.findings),
        "later": later.collect::<Value>(),
        "never_shown": report.never_shown.iter().map(|(what, words)| json!({ "what": what, "words": words })).collect::<Value>(),
    });
    // Of the proof: origin, size, root, key, records, as `verify-proof/1` has them.
    if let (Some(found), Some(fields)) = (&report.proof, value.as_object_mut()) {
        fields.extend(proof(found));
    }
    value
}
