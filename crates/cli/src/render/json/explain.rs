//! `explain/1`: how claims were read, and the rules that they went through.

use super::{claims_and_documents, id, ledger, question, verdict};
use crate::render::case::Case;
use crate::render::explained::ExplainedCell;
use crate::render::words::NO_JUDGE;
use byline_ledger::accounts::explain::{Explanation, RuleStep};
use byline_ledger::accounts::reading::Reading;
use byline_ledger::hash::RecordId;
use serde_json::{Value, json};

/// The version of both.
const VERSION: &str = "explain/1";

/// Two claims, rule by rule.
pub fn explanation(case: &Case<'_>, explanation: &Explanation) -> Value {
    let readings = [&explanation.left, &explanation.right];
    let more = json!({
        "rules": explanation.steps.iter().map(step).collect::<Value>(), "verdict": verdict(&explanation.verdict),
    });
    whole(case, &readings, &[], more)
}

/// One claim.
pub fn reading(case: &Case<'_>, reading: &Reading) -> Value {
    whole(case, &[reading], &[], json!({}))
}

/// One cell.
pub fn explained_cell(case: &Case<'_>, cell: &ExplainedCell) -> Value {
    let against = cell.against.iter().map(|pair| json!({ "claim": id(pair.right), "verdict": verdict(&pair.verdict) }));
    let others: Vec<RecordId> = cell.against.iter().map(|pair| pair.right).collect();
    let readings: Vec<&Reading> = cell.readings.iter().collect();
    whole(case, &readings, &others, json!({ "more": cell.more, "against": against.collect::<Value>() }))
}

/// What all of them have, with the claims that were read and `others`.
fn whole(case: &Case<'_>, readings: &[&Reading], others: &[RecordId], more: Value) -> Value {
    let read = readings.iter().map(|reading| reading.claim);
    let (claims, documents) = claims_and_documents(case, read.chain(others.iter().copied()));
    let mut questions: Vec<_> = Vec::new();
    for view in readings.iter().filter_map(|reading| case.casefile.claim(reading.claim)) {
        if !questions.contains(&view.claim.question) {
            questions.push(view.claim.question);
        }
    }
    let mut value = json!({
        "byline": VERSION, "note": NO_JUDGE, "ledger": ledger(case.ledger),
        "readings": readings.iter().map(|reading| one(reading)).collect::<Value>(),
        "questions": questions.into_iter().map(|one| question(case, one)).collect::<Value>(),
        "claims": claims, "documents": documents,
    });
    if let (Value::Object(fields), Value::Object(more)) = (&mut value, more) {
        fields.extend(more);
    }
    value
}

fn one(reading: &Reading) -> Value {
    json!({
        "claim": id(reading.claim), "sources": reading.sources, "answer": reading.answer, "steps": reading.steps,
        "interval": reading.interval, "time": reading.time,
    })
}

fn step(step: &RuleStep) -> Value {
    json!({
        "rule": step.rule.code(), "asks": step.rule.asks(), "words": step.words,
        "label": step.settles.map(|(label, _)| label.name()), "reason": step.settles.map(|(_, reason)| reason.code()),
    })
}
