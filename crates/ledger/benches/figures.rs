//! The figures of docs/benchmarks.md: `make bench`.
//!
//! The machine may be shared, so what counts are the ratios within one run. Each figure is the median of several rounds, with the fastest beside it.

#![allow(clippy::unwrap_used, reason = "a benchmark that can't do its work should stop")]

mod ledger_of;

use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::{AllSources, all_sources};
use byline_ledger::cose::Sign1;
use byline_ledger::ledger::{AuditOptions, Criteria, Ledger, LedgerWriter, Phrase, audit_folder};
use byline_ledger::record::Kind;
use byline_ledger::statement::Unverified;
use ed25519_dalek::Signature;
use ledger_of::{at, editor, grow, ledger_key, new_ledger, statements_to_append};
use std::num::NonZero;
use std::path::Path;
use std::time::{Duration, Instant};

fn main() {
    let scale: u64 = std::env::var("BYLINE_BENCH_CLAIMS").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    println!("Byline's figures on this machine, {} threads\n", threads());
    single_appends(&folder.path().join("single"));
    big_commits(&folder.path().join("big"));
    let small = folder.path().join("small");
    let large = folder.path().join("large");
    new_ledger(&small);
    grow(&small, 1_000);
    new_ledger(&large);
    let (took, size) = (timed(|| grow(&large, scale)), Ledger::open(&large).unwrap().head().size);
    println!("a ledger of {size} statements, signed and appended in commits of 10,000   {:>9}", show(took));
    verification(&large);
    opening(&small, &large);
    comparing(&large);
    // For measuring the program itself on the same ledger.
    if let Some(kept) = std::env::var_os("BYLINE_BENCH_KEEP") {
        std::fs::rename(&large, kept).unwrap();
    }
}

/// From opening the ledger on: what `byline diff EVENT` and `byline search WORDS` do before they print.
fn comparing(path: &Path) {
    println!();
    let compared = rounds(11, || {
        timed(|| {
            let ledger = Ledger::open(path).unwrap();
            let lookup = ledger.lookup().unwrap();
            let event = lookup.by_slug(Kind::Event, None, &"event-77".parse().unwrap()).unwrap()[0].id();
            let casefile = Casefile::new(lookup.about_event(event).unwrap());
            assert!(matches!(all_sources(&casefile, &casefile.judgements(), event), AllSources::OneDocument(_)));
        })
    });
    print("opening it, gathering one of 200 events and comparing all its sources", compared);
    let found = rounds(11, || {
        timed(|| {
            let ledger = Ledger::open(path).unwrap();
            let lookup = ledger.lookup().unwrap();
            let criteria = Criteria { words: Phrase::new("CLAIM 777"), ..Criteria::default() };
            assert_eq!(lookup.search(&criteria).unwrap().count(), 1);
        })
    });
    print("opening it and finding one record by two of its words", found);
}

fn threads() -> NonZero<usize> {
    std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

fn timed(work: impl FnOnce()) -> Duration {
    let since = Instant::now();
    work();
    since.elapsed()
}

/// The median and the fastest of several rounds.
fn rounds(count: usize, mut work: impl FnMut() -> Duration) -> (Duration, Duration) {
    let mut took: Vec<_> = (0..count).map(|_| work()).collect();
    took.sort_unstable();
    (took[count / 2], took[0])
}

fn show(took: Duration) -> String {
    match took.as_secs_f64() {
        seconds if seconds >= 1.0 => format!("{seconds:.2} s"),
        seconds if seconds >= 0.001 => format!("{:.2} ms", seconds * 1e3),
        seconds => format!("{:.1} us", seconds * 1e6),
    }
}

fn print(what: &str, (median, fastest): (Duration, Duration)) {
    println!("{what:<72} {:>9}   (fastest {})", show(median), show(fastest));
}

fn single_appends(path: &Path) {
    new_ledger(path);
    grow(path, 10);
    let mut writer = LedgerWriter::open(path, ledger_key()).unwrap();
    let mut number = 0;
    let took = rounds(200, || {
        number += 1;
        let statements = statements_to_append(&writer, 1, number);
        timed(|| {
            writer.append(&statements, at(100 + number)).unwrap();
        })
    });
    print("one durable append: one claim, its seal, synced, published", took);
    writer.close().unwrap();
}

fn big_commits(path: &Path) {
    new_ledger(path);
    grow(path, 10);
    let mut writer = LedgerWriter::open(path, ledger_key()).unwrap();
    let mut number = 1_000;
    let mut signing = Vec::new();
    let appending = rounds(3, || {
        number += 100_000;
        let mut statements = Vec::new();
        signing.push(timed(|| statements = statements_to_append(&writer, 10_000, number)));
        timed(|| {
            writer.append(&statements, at(200 + number)).unwrap();
        })
    });
    signing.sort_unstable();
    print("10,000 statements in one commit, signed before", appending);
    print("10,000 statements in one commit, signing counted", (appending.0 + signing[1], appending.1 + signing[0]));
    writer.close().unwrap();
}

fn verification(path: &Path) {
    let ledger = Ledger::open(path).unwrap();
    let mut leaves = Vec::new();
    ledger
        .reader()
        .visit::<byline_ledger::store::LogError>(Default::default(), |_, leaf| {
            leaves.push(leaf.to_vec());
            Ok(())
        })
        .unwrap();
    let count = leaves.len() as u64;
    let options = || AuditOptions { pinned: Some(ledger_key().public()), ..AuditOptions::on(threads()) };
    let (mut audits, mut bare) = (Vec::new(), Vec::new());
    // In turns, so that whatever else the machine does weighs on both.
    for _ in 0..3 {
        bare.push(bare_loop(&leaves));
        audits.push(timed(|| assert!(audit_folder(path, options(), &mut |_, _| {}).unwrap().findings.is_empty())));
    }
    audits.sort_unstable();
    bare.sort_unstable();
    let rate = |took: Duration| count as f64 / took.as_secs_f64();
    println!("\nverification of {count} statements");
    println!(
        "  byline verify, everything                      {:>9.0} statements/s   ({})",
        rate(audits[1]),
        show(audits[1])
    );
    println!(
        "  a bare loop of verify_strict, as many threads  {:>9.0} statements/s   ({})",
        rate(bare[1]),
        show(bare[1])
    );
    println!(
        "  ratio of the times                             {:>9.2}",
        audits[1].as_secs_f64() / bare[1].as_secs_f64()
    );
}

/// How long nothing but the signatures takes: the parts are taken out beforehand, the keys decompressed.
fn bare_loop(leaves: &[Vec<u8>]) -> Duration {
    let keys = [ledger_key().public(), editor().public()];
    let part = |leaf: &Vec<u8>| {
        let statement = Sign1::decode(leaf).unwrap();
        let kid = Unverified::parse(leaf).unwrap().kid();
        let key = *keys.iter().find(|key| key.kid() == kid).unwrap();
        (key, statement.signed_bytes(), Signature::from_bytes(statement.signature.as_bytes()))
    };
    let parts: Vec<_> = leaves.iter().map(part).collect();
    timed(|| {
        std::thread::scope(|scope| {
            for run in parts.chunks(parts.len().div_ceil(threads().get())) {
                scope.spawn(move || {
                    for (key, signed, signature) in run {
                        assert!(key.verifying_key().verify_strict(signed, signature).is_ok());
                    }
                });
            }
        });
    })
}

fn opening(small: &Path, large: &Path) {
    println!();
    let mut medians = Vec::new();
    for path in [small, large] {
        let size = Ledger::open(path).unwrap().head().size;
        let id = {
            let ledger = Ledger::open(path).unwrap();
            ledger.at(byline_ledger::position::Index::small(20)).unwrap().id().to_string()
        };
        let took = rounds(41, || {
            timed(|| {
                let ledger = Ledger::open(path).unwrap();
                let lookup = ledger.lookup().unwrap();
                let found = lookup.by_prefix(&id[3..19]).unwrap();
                assert_eq!(found.len(), 1);
                lookup.logged_at(found[0].index).unwrap();
            })
        });
        medians.push(took.0);
        print(&format!("opening a ledger of {size} statements and showing one record by id"), took);
    }
    println!("  ratio of the times {:.2}", medians[1].as_secs_f64() / medians[0].as_secs_f64());
}
