//! Reading the golden files.

use serde_json::Value;
use std::path::PathBuf;

/// The folder of the golden files.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/golden")
}

/// One of the JSON files.
pub fn json(name: &str) -> Value {
    let path = folder().join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// The bytes that hexadecimal digits stand for.
pub fn unhex(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(2) && text.is_ascii(), "{text:?}");
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// The hexadecimal digits of bytes.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A field of the golden files.
pub trait Fields {
    /// A text.
    fn text(&self, name: &str) -> &str;
    /// A list.
    fn list(&self, name: &str) -> &[Value];
    /// A number that is never negative.
    fn number(&self, name: &str) -> u64;
    /// Bytes, written as hexadecimal digits.
    fn bytes(&self, name: &str) -> Vec<u8>;
    /// 32 bytes, written as hexadecimal digits.
    fn bytes32(&self, name: &str) -> [u8; 32];
}

impl Fields for Value {
    fn text(&self, name: &str) -> &str {
        self[name].as_str().unwrap_or_else(|| panic!("no text {name}"))
    }

    fn list(&self, name: &str) -> &[Value] {
        self[name].as_array().unwrap_or_else(|| panic!("no list {name}"))
    }

    fn number(&self, name: &str) -> u64 {
        self[name].as_u64().unwrap_or_else(|| panic!("no number {name}"))
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        unhex(self.text(name))
    }

    fn bytes32(&self, name: &str) -> [u8; 32] {
        self.bytes(name).try_into().unwrap()
    }
}

/// The leaves of a log.
pub fn leaves(log: &Value) -> Vec<Vec<u8>> {
    log.list("leaves").iter().map(|leaf| unhex(leaf.as_str().unwrap())).collect()
}

/// A CBOR value as the golden files write it: byte strings as `h'..'`, a map as a list of pairs, in the order of the encoding.
pub fn readable(value: &ciborium::Value) -> Value {
    match value {
        ciborium::Value::Integer(number) => integer(i128::from(*number)),
        ciborium::Value::Bytes(bytes) => Value::from(format!("h'{}'", hex(bytes))),
        ciborium::Value::Text(text) => Value::from(text.as_str()),
        ciborium::Value::Bool(truth) => Value::from(*truth),
        ciborium::Value::Array(items) => items.iter().map(readable).collect(),
        ciborium::Value::Map(pairs) => {
            pairs.iter().map(|(key, value)| Value::from(vec![readable(key), readable(value)])).collect()
        }
        other => panic!("{other:?} has no place in the format"),
    }
}

fn integer(number: i128) -> Value {
    if let Ok(number) = u64::try_from(number) {
        return Value::from(number);
    }
    // What is below -2^63 is a float to serde_json, on both sides of a comparison.
    i64::try_from(number).map_or_else(|_| Value::from(number as f64), Value::from)
}

/// A record as the golden files write it: like [`readable`], but a map is an object.
pub fn record(value: &ciborium::Value) -> Value {
    match value {
        ciborium::Value::Map(pairs) => {
            pairs.iter().map(|(key, value)| (key.as_text().unwrap().to_owned(), record(value))).collect()
        }
        ciborium::Value::Array(items) => items.iter().map(record).collect(),
        other => readable(other),
    }
}
