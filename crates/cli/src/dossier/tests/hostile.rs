//! Whatever a file holds, there is a plan or there are errors.

use super::{BASE, LOOK, Shelf, disk};
use crate::dossier::data::{self, Form, Mapping};
use crate::dossier::*;
use proptest::prelude::*;

const CLAIMS: &str = r#"
[[claim.boats]]
label = "first"
by = "mayor"
answer = { more_than = 40 }
quote = '41 boats [...] "open"'
in = { form = "interview", with = "mayor" }
[[claim.boats]]
by = "mayor"
through = [{ unnamed = "a sailor", count = 2 }]
revises = "first"
scope = { places = ["mayor"], population = "boats" }
as_of = "early 2025-11"
answer = { phrase = "dozens" }
quote = ["41 boats", "The harbour is"]
translations = [{ lang = "it", text = "..", by = "Ana" }]
[[claim.who]]
by = "own voice"
answer = ["mayor"]
complete = true
quote = "More than 100,000 people came"
"#;

/// A dossier that is right, with all that a claim can have.
pub fn whole() -> String {
    format!("{BASE}{CLAIMS}")
}

pub fn plans_or_refuses(bytes: Vec<u8>) {
    match DossierFile::new("desk/dossier.toml", bytes) {
        Err(errors) => shows(&errors.show(LOOK)),
        Ok(file) => ends(&file, Shelf::default().plan("ana", &file, &disk)),
    }
}

/// The same of a data file behind a dossier that is right.
pub fn imports_or_refuses(bytes: &[u8], form: Form, mapping: &Mapping) {
    let file = super::file(BASE).with_data("desk/rows", bytes);
    match data::read(bytes, form) {
        Err(faults) => shows(&file.data_errors(faults).show(LOOK)),
        Ok(sheet) => ends(&file, Shelf::default().import("ana", &file, (&sheet, mapping), &disk)),
    }
}

fn ends(file: &DossierFile, plan: Result<Plan, PlanError>) {
    match plan {
        Ok(plan) => shows(&file.show_warnings(&plan.warnings, LOOK)),
        Err(PlanError::Dossier(errors)) => {
            assert!(!errors.faults().is_empty());
            shows(&errors.show(LOOK));
        }
        Err(PlanError::Ledger(refusal)) => panic!("{refusal}"),
    }
}

fn shows(text: &str) {
    assert!(!text.contains('\u{1b}'), "nothing acts on the terminal");
}

/// The seeds of the fuzz targets are right, so that damage to them reaches what stands behind the first check.
#[test]
fn the_data_files_that_are_damaged_are_right() {
    let fixture =
        |name: &str| std::fs::read(format!("{}/../../tests/fixtures/fuzz/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let csv = Form::Csv { delimiter: b',' };
    let mapping = Mapping::parse(std::str::from_utf8(&fixture("mapping.toml")).unwrap()).unwrap();
    for (name, form, mapping, rows) in [
        ("rows.csv", csv, &Mapping::default(), 5),
        ("rows.jsonl", Form::JsonLines, &Mapping::default(), 3),
        ("rows.csv", csv, &mapping, 5),
    ] {
        let bytes = fixture(name);
        let file = super::file(BASE).with_data("desk/rows", &bytes);
        let sheet = data::read(&bytes, form).unwrap();
        match Shelf::default().import("ana", &file, (&sheet, mapping), &disk) {
            Ok(plan) => {
                let claims = plan.drafts.iter().filter(|planned| planned.what.starts_with("claim.")).count();
                assert_eq!(claims, rows, "{name}");
            }
            Err(PlanError::Dossier(errors)) => panic!("{name}: {}", errors.show(LOOK)),
            Err(PlanError::Ledger(refusal)) => panic!("{name}: {refusal}"),
        }
    }
}

/// Pieces that dossiers are made of, to put where they don't belong.
const PIECES: [&str; 24] = [
    "[",
    "]]",
    "\"",
    "=",
    "{",
    "}",
    "\n",
    ",",
    ".",
    "true",
    "100.000",
    "-1",
    "2025-11-09",
    "08:00:00",
    "\"b3:00000000\"",
    "\"first\"",
    "\"own voice\"",
    "[[claim.boats]]",
    "[entity.mayor]",
    "[question.boats]",
    "\u{1b}",
    "é",
    "'''",
    "99999999999999999999",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn lines_moved_and_lost(order in proptest::collection::vec(any::<proptest::sample::Index>(), 0..60)) {
        let text = format!("{BASE}{CLAIMS}");
        let lines: Vec<&str> = text.lines().collect();
        let mixed: Vec<&str> = order.iter().map(|index| *index.get(&lines)).collect();
        plans_or_refuses(mixed.join("\n").into_bytes());
    }

    #[test]
    fn values_in_other_places(swaps in proptest::collection::vec(any::<(proptest::sample::Index, proptest::sample::Index)>(), 1..6)) {
        let text = format!("{BASE}{CLAIMS}");
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (to, from) in swaps {
            let value = from.get(&lines).split_once(" = ").map(|(_, value)| value.to_owned());
            let line = to.index(lines.len());
            if let (Some(value), Some((key, _))) = (value, lines[line].clone().split_once(" = ")) {
                lines[line] = format!("{key} = {value}");
            }
        }
        plans_or_refuses(lines.join("\n").into_bytes());
    }

    #[test]
    fn pieces_anywhere(edits in proptest::collection::vec((any::<proptest::sample::Index>(), 0..PIECES.len(), 0..12_usize), 1..4)) {
        let mut text = format!("{BASE}{CLAIMS}");
        for (at, piece, cut) in edits {
            let mut start = at.index(text.len());
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            let mut end = (start + cut).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            text.replace_range(start..end, PIECES[piece]);
        }
        plans_or_refuses(text.into_bytes());
    }

    #[test]
    fn bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        plans_or_refuses(bytes);
    }
}

#[test]
fn the_dossier_that_is_damaged_here_is_right() {
    let plan = super::planned(&Shelf::default(), "ana", &whole());
    assert_eq!(plan.drafts.len(), 10);
}

#[test]
fn deep_and_long_files() {
    plans_or_refuses("[".repeat(100_000).into_bytes());
    plans_or_refuses(format!("a = {}", "[".repeat(100_000)).into_bytes());
    plans_or_refuses(format!("a{} = 1", ".a".repeat(50_000)).into_bytes());
    let chain: String = (0..3_000)
        .map(|at| format!("[entity.e{at}]\nkind = \"place\"\nname = \"E\"\npart_of = \"e{}\"\n", at + 1))
        .collect();
    plans_or_refuses(chain.into_bytes());
}
