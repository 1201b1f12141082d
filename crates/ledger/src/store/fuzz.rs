//! Parsers of files that only the store reads, over damaged input: `make fuzz`.

#[path = "../../../../tests/fuzz/harness.rs"]
mod harness;
#[path = "../../../../tests/fuzz/mutate.rs"]
mod mutate;

use super::{index, journal};
use harness::Target;

const TARGETS: &[Target] = &[
    Target { name: "journal", seeds: journal::fuzz::seeds, check: journal::fuzz::check },
    Target { name: "index-page", seeds: index::fuzz::seeds, check: index::fuzz::check },
];

#[test]
fn damaged_files() {
    assert_eq!(harness::run_all(TARGETS, None), 0);
}
