//! Parsers of what people and strangers give the program, over damaged input: `make fuzz`.
//!
//! They are the program's own, so their targets stand here and not in tests/fuzz, whose harness they use.

#[path = "../../../tests/fuzz/harness.rs"]
mod harness;
#[path = "../../../tests/fuzz/mutate.rs"]
mod mutate;

use crate::commands::key::request;
use crate::dossier::data::{Form, Mapping};
use crate::dossier::tests::hostile;
use crate::world::keys;
use crate::world::memory::stored;
use harness::Target;
use std::path::Path;

const TARGETS: &[Target] = &[
    Target { name: "dossier", seeds: dossiers, check: |bytes| hostile::plans_or_refuses(bytes.to_vec()) },
    Target { name: "csv", seeds: || files(&["fixtures/fuzz/rows.csv"]), check: |bytes| rows(bytes, b',') },
    Target { name: "json-lines", seeds: || files(&["fixtures/fuzz/rows.jsonl"]), check: json_lines },
    Target { name: "mapping", seeds: || files(&["fixtures/fuzz/mapping.toml"]), check: mapping },
    Target { name: "enrolment-request", seeds: || files(&["fixtures/fuzz/ben.request"]), check: enrolment_request },
    Target {
        name: "memory",
        seeds: || files(&["fixtures/fuzz/seen.toml", "fixtures/fuzz/pinned.toml"]),
        check: memory,
    },
    Target { name: "key-file", seeds: || files(&["fixtures/keys/ana", "fixtures/keys/dora"]), check: key_file },
];

#[test]
fn damaged_files() {
    assert_eq!(harness::run_all(TARGETS, None), 0);
}

fn files(names: &[&str]) -> Vec<Vec<u8>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    names.iter().map(|name| std::fs::read(tests.join(name)).unwrap()).collect()
}

fn dossiers() -> Vec<Vec<u8>> {
    let mut seeds = files(&["fixtures/dossiers/fire.toml", "fixtures/dossiers/dock.toml"]);
    seeds.push(hostile::whole().into_bytes());
    seeds
}

fn rows(bytes: &[u8], delimiter: u8) {
    hostile::imports_or_refuses(bytes, Form::Csv { delimiter }, &Mapping::default());
}

fn json_lines(bytes: &[u8]) {
    hostile::imports_or_refuses(bytes, Form::JsonLines, &Mapping::default());
}

/// A mapping that is read is used on rows that fit the one that it was made from.
fn mapping(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(mapping) = Mapping::parse(text) {
        hostile::imports_or_refuses(&files(&["fixtures/fuzz/rows.csv"])[0], Form::Csv { delimiter: b',' }, &mapping);
    }
}

fn enrolment_request(bytes: &[u8]) {
    if let Ok(request) = request::parse(bytes) {
        let _ = (request.origin.to_string(), request.key.kid(), request.proof.as_bytes().len());
    }
}

/// What is remembered is written in the one form that says the same.
fn memory(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some((origin, known)) = stored::parse(text) else { return };
    let written = stored::to_text(&origin, &known).unwrap();
    let (again, known_again) = stored::parse(&written).expect("what was written is read");
    assert_eq!((again, stored::to_text(&origin, &known_again).unwrap()), (origin, written), "another memory");
}

fn key_file(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(key) = keys::parse_unencrypted(text) {
        let _ = key.public().kid();
    }
}
