//! ARCHITECTURE.md's table of untrusted bytes names the fuzz targets that there are.

use crate::top;
use std::collections::BTreeSet;

/// Where targets stand.
const TARGETS: [&str; 3] = ["tests/fuzz/targets.rs", "crates/ledger/src/store/fuzz.rs", "crates/cli/src/fuzz.rs"];

fn read(name: &str) -> String {
    std::fs::read_to_string(top().join(name)).unwrap()
}

/// The names of the targets in the source.
fn targets() -> BTreeSet<String> {
    let sources = TARGETS.map(read);
    let parts = sources.iter().flat_map(|source| source.split("name: \"").skip(1));
    parts.map(|part| part.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn every_fuzz_target_stands_in_the_table_of_untrusted_bytes() {
    let page = read("docs/ARCHITECTURE.md");
    let table = page.split("## Where untrusted bytes enter").nth(1).unwrap().split("\n\n").nth(1).unwrap();
    let cells = table.lines().skip(2).map(|row| row.split(" | ").nth(3).unwrap_or_default());
    let named: Vec<String> =
        cells.flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect();
    let named_once: BTreeSet<String> = named.iter().cloned().collect();
    assert_eq!(named.len(), named_once.len(), "a target stands in one row");
    assert_eq!(named_once, targets());
}
