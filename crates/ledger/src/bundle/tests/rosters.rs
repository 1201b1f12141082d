//! Bundles of ledgers whose keys come and go, and of ledgers that take in what they should refuse: all of it as vectors for the other verifiers.

use super::{judged, pinned};
use crate::bundle::testkit::*;
use crate::bundle::{Bundle, Expectations, Later, Report, verify};
use crate::finding::Verdict;
use crate::record::{Record, Role};
use crate::statement::{Draft, Header};
use serde_json::Value;

mod later;
mod ledgers;
mod people;

use later::later;
use ledgers::{chains, forks, founding, ledger_keys};
use people::{compromised, quorum, replaced, revoked, roles, rotated};

/// The next keys of the people and of the ledger.
const ANA_NEXT: u8 = ANA + 10;

const BEN_NEXT: u8 = BEN + 10;

const LEDGER_NEXT: u8 = LEDGER + 10;

const LEDGER_LAST: u8 = LEDGER + 20;

/// A bundle by its name, and all that has to be found in it.
struct Case {
    name: String,
    bundle: Bundle,
    want: Vec<String>,
}

#[derive(Default)]
struct Cases(Vec<Case>);

impl Cases {
    fn good(&mut self, name: &str, bundle: Bundle) {
        self.bad(name, bundle, &[]);
    }

    fn bad(&mut self, name: &str, bundle: Bundle, want: &[&str]) {
        self.0.push(Case { name: name.to_owned(), bundle, want: want.iter().map(|one| (*one).to_owned()).collect() });
    }
}

/// The bundle on this record without one of the leaves that belong to it.
fn without(log: &Log, proven: u64, missing: u64) -> Bundle {
    let mut bundle = log.bundle(&[proven]);
    bundle.leaves.retain(|leaf| leaf.index != place(missing));
    bundle
}

fn last(log: &Log) -> u64 {
    log.leaves.len() as u64 - 1
}

/// A log with ana as its editor and ben as a reporter, who recorded something: index 5.
fn with_ben() -> Log {
    let mut log = Log::found();
    log.enrol(BEN, 50);
    log.seal(100);
    log.append(&log.sign(BEN, 2, 150, entity("mole")));
    log.seal(200);
    assert_eq!(last(&log), 5);
    log
}

/// What a key signs before and after this change, signed at index 6 and in force from there.
fn changed(change: impl FnOnce(&Log) -> (u8, Record)) -> Log {
    let mut log = with_ben();
    let (signer, record) = change(&log);
    log.record(signer, 250, record);
    log.seal(300);
    log
}

/// Appends a record, whoever signs it, and seals it. Gives its index.
fn logged(log: &mut Log, signer: u8, seconds: u64, slug: &str) -> u64 {
    log.append(&log.sign(signer, log.boundaries.len(), seconds, entity(slug)));
    log.seal(seconds + 50);
    last(log) - 1
}

/// The same for a record that is refused.
fn smuggled(log: &mut Log, signer: u8, seconds: u64, record: Record) -> u64 {
    log.force(signer, seconds, record);
    log.seal(seconds + 50);
    last(log) - 1
}

fn cases() -> Vec<Case> {
    let mut cases = Cases::default();
    for build in [rotated, revoked, compromised, replaced, roles, quorum, ledger_keys, forks, chains, founding] {
        build(&mut cases);
    }
    cases.0
}

#[test]
fn every_change_of_a_key_is_judged_as_the_whole_log_is() {
    let mut written: Vec<Value> = Vec::new();
    for Case { name, bundle, want } in cases() {
        let report = judged(&bundle);
        let got = codes(&report);
        let verdict = if want.is_empty() { Verdict::Passed } else { Verdict::Failed };
        assert_eq!(report.verdict(), verdict, "{name}: {got:?}");
        let missing: Vec<&String> = want.iter().filter(|code| !got.contains(code)).collect();
        assert!(missing.is_empty(), "{name}: {missing:?} not in {got:?}");
        for finding in &report.findings {
            assert!(report.lines.iter().any(|line| line.check.codes().contains(&finding.code)), "{name}: {finding:?}");
        }
        let is_suspect = report.proven.iter().any(|one| one.suspect_since.is_some());
        assert_eq!(is_suspect, name.contains("suspect"), "{name}: {:?}", report.notes);
        written.push(bundle_vector(&name, &bundle.encode(), &report));
    }
    for (name, bundle, later) in later() {
        let report = judged(&bundle);
        assert_eq!(
            (codes(&report), report.verdict(), report.later),
            (vec![], Verdict::Incomplete, Some(later)),
            "{name}"
        );
        written.push(bundle_vector(name, &bundle.encode(), &report));
    }
    // The Python and the JavaScript verifiers judge the same files.
    expect_test::expect_file!["../../../../../tests/vectors/proofs/rosters.json"].assert_eq(&vectors(&written));
}

#[test]
fn each_of_the_ledgers_keys_can_be_the_pinned_one() {
    let mut log = with_ben();
    let next = log.next_ledger_key(LEDGER_NEXT);
    log.record(ANA, 350, next);
    log.ledger = LEDGER_NEXT;
    log.seal(400);
    let bundle = log.bundle(&[4]).encode();
    let by = |seed: u8| verify(&bundle, &Expectations { pinned: Some(key(seed).public()), ..Expectations::default() });
    let notes = |report: &Report| report.notes.clone();
    assert_eq!((by(LEDGER_NEXT).verdict(), notes(&by(LEDGER_NEXT))), (Verdict::Passed, vec![]));
    let replaced = format!(
        "the key that you pinned, {}, was replaced by the quorum: {} is the ledger's key at this checkpoint",
        key(LEDGER).public().kid(),
        key(LEDGER_NEXT).public().kid()
    );
    assert_eq!((by(LEDGER).verdict(), notes(&by(LEDGER))), (Verdict::Passed, vec![replaced]));
    assert_eq!(codes(&by(ANA)), ["ledger.mismatch"]);
}

#[test]
fn says_since_when_a_key_was_in_other_hands() {
    let mut log = with_ben();
    let second = logged(&mut log, BEN, 250, "crane");
    let compromise = log.compromise(BEN, second);
    log.record(ANA, 350, compromise);
    log.seal(400);
    let kid = key(BEN).public().kid();
    let known =
        format!("the key {kid} of ben was in other hands since index 6, as the change says that holds from index 8;");
    for (proven, what, suspect) in [
        (&[4][..], "nothing that it signed since then is in this proof", vec![None]),
        (&[6], "what it signed since then is suspect: index 6", vec![Some(place(6))]),
        (&[4, 6], "what it signed since then is suspect: index 6", vec![None, Some(place(6))]),
    ] {
        let report = verify(&log.bundle(proven).encode(), &pinned());
        assert_eq!(report.notes, [format!("{known} {what}")]);
        assert_eq!(report.proven.iter().map(|one| one.suspect_since).collect::<Vec<_>>(), suspect);
    }
}
