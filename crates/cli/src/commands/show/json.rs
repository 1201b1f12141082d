//! A record for programs (docs/reference.md, "JSON").

use super::{Shown, judged};
use crate::commands::standing::Standing;
use byline_ledger::ledger::Located;
use byline_ledger::record::{Handle, Record};
use ciborium::Value;
use serde_json::{Map, json};

/// The record as `show/1`.
pub fn of(shown: &Shown) -> serde_json::Value {
    let found = &shown.found;
    let header = found.logged.header();
    json!({
        "byline": "show/1",
        "index": found.index.get(),
        "id": found.id().to_string(),
        "identity": shown.versions.first().map(|first| first.id().to_string()),
        "by": found.handle.as_ref().map(Handle::as_str),
        "key": header.kid.to_string(),
        "signed_at": header.signed_at.to_string(),
        "logged_at": shown.logged_at.to_string(),
        "after": { "size": header.after.0.get(), "head": header.after.1.to_string() },
        "withdrawn_by": shown.withdrawal.as_ref().map(|withdrawal| withdrawal.id().to_string()),
        "corrected_by": shown.newer().map(|newer| newer.id().to_string()),
        "marks": shown.standing.iter().map(Standing::json).collect::<serde_json::Value>(),
        "opinions": shown.opinions.iter().map(opinion_json).collect::<serde_json::Value>(),
        "disclosures": shown.disclosures.iter().filter_map(disclosure_json).collect::<Vec<_>>(),
        "record": shown.fields,
    })
}

fn opinion_json(located: &Located) -> serde_json::Value {
    let on: Vec<String> = judged(located).iter().map(ToString::to_string).collect();
    let (opinion, because) = match located.record() {
        Record::Judgement(judgement) => (judgement.opinion.name(), judgement.because.as_str()),
        _ => ("", ""),
    };
    json!({
        "index": located.index.get(), "by": located.handle.as_ref().map(Handle::as_str), "opinion": opinion, "on": on,
        "because": because,
    })
}

/// A disclosure of something in the record that is shown.
fn disclosure_json(disclosure: &Located) -> Option<serde_json::Value> {
    let Record::Disclosure(record) = disclosure.record() else { return None };
    Some(json!({
        "id": disclosure.id().to_string(), "index": disclosure.index.get(), "field": record.field().to_string(),
        "by": disclosure.handle.as_ref().map(Handle::as_str), "value": field_json(&record.field().to_string(), &record.value.to_cbor()),
    }))
}

/// A record as JSON: ids as the rest of the program takes them, other bytes in hexadecimal.
pub fn to_json(value: &Value) -> serde_json::Value {
    field_json("", value)
}

/// Fields whose 32 bytes are no record id.
const HASHES: [&str; 7] = ["blake3", "sha256", "key", "roster", "sealed", "commitment", "salt"];

pub fn field_json(field: &str, value: &Value) -> serde_json::Value {
    match value {
        Value::Integer(number) => json!(i64::try_from(i128::from(*number)).unwrap_or_default()),
        Value::Bytes(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let is_id = bytes.len() == 32 && !HASHES.contains(&field);
            json!(if is_id { format!("b3:{hex}") } else { hex })
        }
        Value::Text(text) => json!(text),
        Value::Bool(truth) => json!(truth),
        Value::Array(items) => items.iter().map(|item| field_json(field, item)).collect(),
        Value::Map(pairs) => {
            let pair = |(key, value): &(Value, Value)| {
                let field = key.as_text().unwrap_or_default();
                (field.to_owned(), field_json(field, value))
            };
            serde_json::Value::Object(pairs.iter().map(pair).collect::<Map<_, _>>())
        }
        _ => serde_json::Value::Null,
    }
}
