//! Every parser of untrusted bytes, fed with damaged input: none may panic, and what one accepts is in its one form.
//!
//! ```sh
//! cargo test -p byline-ledger --test fuzz                    # some rounds of each, the same on every run
//! FUZZ_SECONDS=60 cargo test -p byline-ledger --test fuzz    # so long for each target, another start each time: make fuzz
//! ```
//!
//! The seeds are the golden files. An input that made a target fail is written to tests/fuzz/corpus/TARGET/, and is tried first from then on.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should say where")]

mod mutate;
mod seeds;
mod targets;

use mutate::{Random, mutated};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use targets::Target;

/// How many inputs a target gets where no time is given.
const ROUNDS: u64 = 400;

fn main() -> ExitCode {
    let seconds: Option<u64> =
        std::env::var("FUZZ_SECONDS").ok().map(|text| text.parse().expect("FUZZ_SECONDS is a number"));
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    // A panic is caught and reported with its input.
    std::panic::set_hook(Box::new(|_| ()));
    let mut failed = 0;
    for target in targets::ALL.iter().filter(|target| only.as_deref().is_none_or(|only| target.name.contains(only))) {
        let (rounds, failure) = run(target, seconds);
        match failure {
            None => println!("{:<24} {rounds} inputs", target.name),
            Some((words, file)) => {
                println!(
                    "{:<24} FAILED after {rounds} inputs: {words}; the input is in {}",
                    target.name,
                    file.display()
                );
                failed += 1;
            }
        }
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// How many inputs a target got, and what went wrong with the last of them.
fn run(target: &Target, seconds: Option<u64>) -> (u64, Option<(String, PathBuf)>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/corpus").join(target.name);
    let mut seeds = seeds::kept(&folder);
    let kept = seeds.len();
    seeds.extend(seeds::of(target.seeds));
    let mut random = Random::new(seconds.map_or(1, |_| since_1970()));
    let end = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut rounds = 0;
    loop {
        let input = match seeds.get(usize::try_from(rounds).unwrap()) {
            Some(seed) => seed.clone(),
            None if end.map_or(ROUNDS <= rounds, |end| end <= Instant::now()) => return (rounds, None),
            None => mutated(&seeds, &mut random),
        };
        rounds += 1;
        let Err(panic) = catch_unwind(AssertUnwindSafe(|| (target.check)(&input))) else { continue };
        let words = panic.downcast_ref::<String>().cloned();
        let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
        let file = folder.join(byline_ledger::hash::Blake3::of(&input).to_string());
        if u64::try_from(kept).unwrap() < rounds {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, &input).unwrap();
        }
        return (rounds, Some((words.unwrap_or_default(), file)));
    }
}

/// Another start for each run that has time.
fn since_1970() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}
