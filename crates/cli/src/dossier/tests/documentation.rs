//! docs/dossier.md says what the program does.

use super::errors_with;
use crate::dossier::tests::Shelf;

/// Every TOML block of the page.
fn blocks() -> Vec<String> {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/dossier.md")).unwrap();
    let mut blocks = Vec::new();
    for part in page.split("```toml\n").skip(1) {
        blocks.push(part.split("```").next().unwrap().to_owned());
    }
    blocks
}

#[test]
fn every_example_is_read() {
    let blocks = blocks();
    assert!(blocks.len() > 8);
    for block in blocks {
        let errors = errors_with(&Shelf::default(), &block);
        // Most examples name things that stand elsewhere; none has a wrong form.
        let wrong: Vec<&str> = errors
            .lines()
            .filter(|line| line.trim_start().starts_with('×'))
            .filter(|line| {
                ![
                    "in this dossier, nor in the ledger",
                    "neither in this dossier",
                    "can't read",
                    "the ledger has no",
                    "`as_of` is missing",
                    "`document` is missing",
                ]
                .iter()
                .any(|known| line.contains(known))
            })
            .collect();
        assert!(wrong.is_empty(), "{block}\n{errors}");
    }
}
