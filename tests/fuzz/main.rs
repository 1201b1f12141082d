//! Every parser of untrusted bytes, fed with damaged input: none may panic, and what one accepts is in its one form.
//!
//! ```sh
//! cargo test -p byline-ledger --test fuzz                    # some rounds of each, the same on every run
//! FUZZ_SECONDS=60 cargo test -p byline-ledger --test fuzz    # so long for each target, another start each time: make fuzz
//! ```
//!
//! The seeds are the golden files. An input that made a target fail is written to tests/fuzz/corpus/TARGET/, and is tried first from then on.
//! Parsers that a package keeps to itself have their targets there: crates/ledger/src/store/fuzz.rs, crates/cli/src/fuzz.rs.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should say where")]

mod harness;
mod mutate;
mod seeds;
mod targets;

use std::process::ExitCode;

fn main() -> ExitCode {
    // A panic is caught and reported with its input.
    std::panic::set_hook(Box::new(|_| ()));
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    match harness::run_all(targets::ALL, only.as_deref()) {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
