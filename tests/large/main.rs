//! A ledger of a hundred thousand statements: it verifies, and damage anywhere in it is found.
//!
//! One audit reports everything that is wrong, so one run over many damaged files shows for each of them that it is found.

#![allow(clippy::unwrap_used, reason = "a test that can't do its work should stop")]

#[path = "../../crates/ledger/benches/ledger_of/mod.rs"]
#[allow(dead_code, reason = "the benchmarks use the rest of it")]
mod ledger_of;

use byline_ledger::audit::{Report, Verdict};
use byline_ledger::finding::Place;
use byline_ledger::ledger::{AuditOptions, Ledger, audit_folder};
use byline_ledger::log::{TILE_WIDTH, TileFile, TileKind};
use ledger_of::{grow, ledger_key, new_ledger};
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};

const CLAIMS: u64 = 100_000;

fn audit(path: &Path) -> Report {
    let threads = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let options = AuditOptions { pinned: Some(ledger_key().public()), ..AuditOptions::on(threads) };
    audit_folder(path, options, &mut |_, _| {}).unwrap()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// A few numbers that look like chance and are the same every time.
fn scattered(seed: u64) -> u64 {
    let mixed = (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

#[test]
fn a_large_ledger_verifies_and_damage_anywhere_in_it_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    grow(&path, CLAIMS);
    let size = Ledger::open(&path).unwrap().head().size;
    assert!(size.get() > CLAIMS);
    let report = audit(&path);
    assert_eq!(report.findings, []);
    assert_eq!(report.verdict(), Verdict::Passed);

    // A commit that was closed properly leaves nothing in the journal that could repair what is damaged now.
    let log = path.join("log");
    let mut damaged = Vec::new();
    for (number, file) in files_below(&log).into_iter().enumerate() {
        let name = file.strip_prefix(&log).unwrap().to_str().unwrap().to_owned();
        let Ok(tile) = name.parse::<TileFile>() else { continue };
        // Every third file; of a bundle a byte in the middle of its first statement, so that the entries behind it can still be told apart.
        if number % 3 != 0 {
            continue;
        }
        let mut bytes = fs::read(&file).unwrap();
        let place = match tile.id().kind {
            TileKind::Entries => 200 + (scattered(number as u64) % 100) as usize,
            TileKind::Hashes { .. } => (scattered(number as u64) % bytes.len() as u64) as usize,
        };
        bytes[place] ^= 1 << (number % 8);
        fs::write(&file, bytes).unwrap();
        damaged.push((name, tile));
    }
    assert!(damaged.len() > 200, "{}", damaged.len());
    let report = audit(&path);
    assert_eq!(report.verdict(), Verdict::Failed);
    for (name, tile) in &damaged {
        let found = report.findings.iter().any(|finding| match &finding.place {
            Place::File(file) => *file == format!("log/{name}"),
            Place::Leaf(index) => {
                tile.id().kind == TileKind::Entries && index.get() / u64::from(TILE_WIDTH) == tile.id().number
            }
            Place::Ledger => false,
        });
        assert!(found, "{name}");
    }
}
