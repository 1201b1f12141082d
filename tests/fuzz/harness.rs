//! Runs parsers over damaged input. The fuzz test of the library uses it, and so do the tests of what a package keeps to itself.

use super::mutate::{Random, mutated};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How many inputs a target gets where no time is given.
const ROUNDS: u64 = 400;

/// One parser.
pub struct Target {
    pub name: &'static str,
    /// Good input to begin with; never none.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Panics if something doesn't hold.
    pub check: fn(&[u8]),
}

/// Runs the targets whose names hold `only`, prints how many inputs each got, and says how many failed.
pub fn run_all(targets: &[Target], only: Option<&str>) -> usize {
    let seconds: Option<u64> =
        std::env::var("FUZZ_SECONDS").ok().map(|text| text.parse().expect("FUZZ_SECONDS is a number"));
    let mut failed = 0;
    for target in targets.iter().filter(|target| only.is_none_or(|only| target.name.contains(only))) {
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
    failed
}

/// How many inputs a target got, and what went wrong with the last of them.
fn run(target: &Target, seconds: Option<u64>) -> (u64, Option<(String, PathBuf)>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/corpus").join(target.name);
    let mut seeds = kept(&folder);
    let kept = seeds.len();
    seeds.extend((target.seeds)());
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
        let name = input
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        let file = folder.join(format!("{name:016x}"));
        if u64::try_from(kept).unwrap() < rounds {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, &input).unwrap();
        }
        return (rounds, Some((words.unwrap_or_default(), file)));
    }
}

/// The inputs that once made the target fail, and others worth keeping.
fn kept(folder: &Path) -> Vec<Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Another start for each run that has time.
fn since_1970() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}
