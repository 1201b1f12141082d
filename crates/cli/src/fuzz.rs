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
use crate::render::html::{self, Carried, Inside, Kept, Maker, State};
use crate::render::report::options::Part;
use crate::render::report::{Audited, Options, Remark};
use crate::world::keys;
use crate::world::memory::stored;
use byline_ledger::accounts::comparison::{SourceKey, SummaryKind};
use byline_ledger::hash::{RecordId, TreeHash};
use byline_ledger::position::Size;
use byline_ledger::time::Timestamp;
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
    Target { name: "report-page", seeds: pages, check: page },
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

/// What pages carry: with a proof and without, of all and of a part.
fn pages() -> Vec<Vec<u8>> {
    let id = RecordId::from_bytes([3; 32]);
    let sealed = SourceKey::Sealed { described: "an officer <b>".to_owned(), disclosed: Some("Ada".to_owned()) };
    let remark = Remark { about: "witnesses".to_owned(), words: "nobody was asked".to_owned() };
    let audited = Audited::Yes { not_checked: vec![remark] };
    let whole = Options { audited, ..Options::default() };
    let part = Options { part: Part::Source(sealed), only: Some(SummaryKind::Conflict), ..Options::default() };
    let page = |options: Options, proof: Option<Vec<u8>>| {
        let kept = if proof.is_some() { Kept::Whole } else { Kept::TooLarge };
        let shows = State { size: Size::small(76), root: TreeHash::from_bytes([7; 32]), sealed_at: Timestamp::EPOCH };
        let growth = proof.is_some().then(|| vec![TreeHash::from_bytes([9; 32])]);
        let maker = Maker::this(options.language);
        let inside = Inside { options, events: vec![id], maker, shows, growth, proof: kept, in_site: false };
        html::elements(&Carried { proof, inside }).into_string().into_bytes()
    };
    vec![page(whole, Some(b"a bundle".to_vec())), page(part, None)]
}

/// What a page carries is written in the one form that says the same.
fn page(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(carried) = Carried::read(text) {
        assert_eq!(Carried::read(&html::elements(&carried).into_string()), Ok(carried), "another page");
    }
}

fn key_file(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(key) = keys::parse_unencrypted(text) {
        let _ = key.public().kid();
    }
}
