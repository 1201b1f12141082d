//! Every byte of every file under log/: changed, doubled, swapped with a neighbour, and cut off with all behind it.

use super::Ledger;
use std::num::NonZero;

/// The bits that are changed: all eight of each byte of the checkpoints, where one may be a matter of case or of base64; one of each byte of all other files.
fn bits(name: &str, at: usize) -> Vec<u8> {
    match name {
        "checkpoint" | "checkpoint.cose" => (0..8).collect(),
        _ => vec![(at % 8) as u8],
    }
}

/// What is done at one byte of a file: in words, with what the file is then.
fn damages(name: &str, bytes: &[u8], at: usize) -> Vec<(String, Vec<u8>)> {
    let mut damages: Vec<(String, Vec<u8>)> = Vec::new();
    for bit in bits(name, at) {
        let mut changed = bytes.to_vec();
        changed[at] ^= 1 << bit;
        damages.push((format!("bit {bit} changed"), changed));
    }
    let (before, after) = bytes.split_at(at);
    damages.push(("cut off, with all behind it".to_owned(), before.to_vec()));
    if Ledger::is_superseded(name) {
        // It has to be an exact prefix, and nothing else is asked of it.
        return damages;
    }
    damages.push(("doubled".to_owned(), [before, &after[..1], after].concat()));
    // In pairs, so that every byte is in one: an audit takes some milliseconds.
    if let [first, second, ..] = after
        && first != second
        && (at.is_multiple_of(2) || !name.starts_with("tile/entries/"))
    {
        damages.push(("swapped with the next".to_owned(), [before, &[*second, *first], &after[2..]].concat()));
    }
    damages
}

/// Tries every damage of one share of all bytes, and says which was not found.
fn unfound(ledger: &Ledger, share: usize, shares: usize) -> Vec<String> {
    let mut unfound = Vec::new();
    for (name, bytes) in &ledger.files {
        for at in (share..bytes.len()).step_by(shares) {
            for (what, damaged) in damages(name, bytes, at) {
                ledger.put(name, &damaged);
                if !ledger.is_found() {
                    unfound.push(format!("byte {at} of {name} {what}"));
                }
            }
        }
        ledger.restore(name);
    }
    ledger.assert_whole();
    unfound
}

#[test]
fn every_byte_of_every_file() {
    let ledger = Ledger::new();
    let shares = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        let worker = |share: usize| {
            let copy = ledger.copy();
            scope.spawn(move || unfound(&copy, share, shares))
        };
        let workers: Vec<_> = (0..shares).map(worker).collect();
        for worker in workers {
            assert_eq!(worker.join().unwrap(), Vec::<String>::new());
        }
    });
}
