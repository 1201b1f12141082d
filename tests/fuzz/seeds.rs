//! Good input to begin with: the golden files of tests/vectors.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Where a target's seeds come from.
#[derive(Debug, Clone, Copy)]
pub enum Seeds {
    /// The values in cbor.json.
    Cbor,
    /// The leaves of the valid log in statements.json.
    Statements,
    /// The first leaves of that log as a bundle of entries.
    Log,
    /// The proofs of this form in proofs/.
    Proofs(&'static str),
    /// A file of the small ledger.
    File(&'static str),
    /// These texts.
    Texts(&'static [&'static str]),
}

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

fn json(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(vectors().join(name)).unwrap()).unwrap()
}

fn unhex(text: &Value) -> Vec<u8> {
    let text = text.as_str().unwrap();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// The seeds; never none.
pub fn of(seeds: Seeds) -> Vec<Vec<u8>> {
    match seeds {
        Seeds::Cbor => {
            json("golden/cbor.json")["canonical"].as_array().unwrap().iter().map(|it| unhex(&it["hex"])).collect()
        }
        Seeds::Statements => {
            let valid = &json("golden/statements.json")["valid"];
            valid["leaves"].as_array().unwrap().iter().map(unhex).collect()
        }
        Seeds::Log => {
            let valid = &json("golden/statements.json")["valid"];
            let leaves: Vec<_> = valid["leaves"].as_array().unwrap().iter().take(8).map(unhex).collect();
            vec![byline_ledger::log::encode_entries(&leaves).unwrap()]
        }
        Seeds::Proofs(form) => {
            let files = ["bundles.json", "inclusion.json", "consistency.json", "by-scitt-cose.json"];
            let all =
                files.iter().flat_map(|file| json(&format!("proofs/{file}"))["vectors"].as_array().unwrap().clone());
            let found: Vec<_> = all.filter(|it| it["form"] == form).map(|it| unhex(&it["file"])).collect();
            assert!(!found.is_empty(), "{form}");
            found
        }
        Seeds::File(name) => vec![fs::read(vectors().join("golden/log-small").join(name)).unwrap()],
        Seeds::Texts(texts) => texts.iter().map(|text| text.as_bytes().to_vec()).collect(),
    }
}
