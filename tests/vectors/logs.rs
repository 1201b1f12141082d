//! statements.json: every form of a record, and every attack on a small log.

use crate::golden::{self, Fields as _, json, leaves};
use byline_ledger::audit::{Check, Replay};
use byline_ledger::cose::Sign1;
use byline_ledger::finding::{Finding, Place};
use byline_ledger::position::Index;
use byline_ledger::statement::Unverified;
use serde_json::Value;
use std::collections::BTreeMap;
use std::num::NonZero;

#[test]
fn every_form_of_a_record_is_read_and_written_again() {
    let log = &json("statements.json")["valid"];
    let leaves = leaves(log);
    assert_eq!(log.list("statements").len(), leaves.len());
    for (vector, leaf) in log.list("statements").iter().zip(&leaves) {
        let name = vector.text("name");
        let statement = Unverified::parse(leaf).unwrap_or_else(|error| panic!("{name}: {error}"));
        let header = statement.header();
        assert_eq!(statement.id().to_string(), vector.text("id"), "{name}");
        assert_eq!(header.issuer, vector.text("iss"), "{name}");
        assert_eq!(header.subject, vector.text("sub"), "{name}");
        assert_eq!(header.signed_at.as_s(), vector.number("iat"), "{name}");
        let again = Sign1 {
            protected: byline_ledger::cbor::encode(header),
            payload: statement.record().encode(),
            signature: Sign1::decode(leaf).unwrap().signature,
        };
        assert_eq!(again.encode(), *leaf, "{name}");
        let payload = byline_ledger::cbor::decode_value(&again.payload).unwrap();
        assert_eq!(golden::record(&payload), vector["record"], "{name}");
    }
    assert_eq!(findings_of(log), []);
}

/// What the auditor's own code finds in the leaves of a log.
fn replay(log: &Value, at_once: usize) -> Vec<Finding> {
    let leaves = leaves(log);
    let leaves: Vec<&[u8]> = leaves.iter().map(Vec::as_slice).collect();
    let mut replay = Replay::default();
    let mut findings = Vec::new();
    for run in leaves.chunks(at_once) {
        for leaf in replay.check(run, NonZero::<usize>::MIN) {
            findings.extend(replay.judge(leaf).into_iter().flat_map(|judged| judged.findings));
        }
    }
    if log["whole"].as_bool().unwrap() {
        findings.extend(replay.end());
    }
    findings
}

fn findings_of(log: &Value) -> Vec<(u64, &'static str)> {
    let mut found: Vec<_> = replay(log, 1).into_iter().map(|finding| (at(&finding), finding.code.name())).collect();
    found.sort_unstable();
    found
}

fn at(finding: &Finding) -> u64 {
    match finding.place {
        Place::Leaf(index) => index.get(),
        ref place => panic!("a leaf's finding at {place}"),
    }
}

fn expected(log: &Value) -> Vec<(u64, &str)> {
    log.list("findings").iter().map(|one| (one[0].as_u64().unwrap(), one[1].as_str().unwrap())).collect()
}

#[test]
fn exactly_what_the_vectors_say_is_found_in_each_log() {
    let vectors = json("statements.json");
    let mut wrong = Vec::new();
    for log in vectors.list("logs") {
        let (found, expected) = (findings_of(log), expected(log));
        let words = |index: u64| log["leaves_named"][index.to_string()].as_str().unwrap_or("").to_owned();
        let lacking = expected.iter().filter(|one| !found.contains(one)).map(|one| (one, "is not found", words(one.0)));
        let extra = found.iter().filter(|one| !expected.contains(one)).map(|one| (one, "is found", words(one.0)));
        let differing: Vec<_> = lacking.chain(extra).map(|one| format!("  {one:?}")).collect();
        if found != expected {
            wrong.push(format!("{}:\n{}", log.text("name"), differing.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(vectors.list("logs").len(), 229);
}

#[test]
fn leaves_are_judged_alike_one_by_one_and_in_bundles() {
    for log in json("statements.json").list("logs") {
        assert_eq!(replay(log, 1), replay(log, 256), "{}", log.text("name"));
    }
}

/// How many attacks there are at least, by the layer that finds them. Those on files, notes and tiles are the damages of `test_vectors.py`.
const LEAST: [(Check, usize); 7] = [
    (Check::Ledger, 2),
    (Check::Statements, 300),
    (Check::Chain, 45),
    (Check::Signatures, 15),
    (Check::Signers, 50),
    (Check::Records, 280),
    (Check::Sealed, 45),
];

#[test]
fn every_layer_has_its_attacks() {
    let vectors = json("statements.json");
    let mut counts = BTreeMap::<Check, usize>::new();
    for log in vectors.list("logs") {
        for (index, code) in expected(log) {
            let check = Check::ALL.iter().find(|check| check.codes().iter().any(|known| known.name() == code));
            let check = check.unwrap_or_else(|| panic!("{}, index {index}: no code {code}", log.text("name")));
            *counts.entry(*check).or_default() += 1;
        }
    }
    println!("{counts:#?}");
    let few = LEAST.iter().filter(|(check, least)| counts.get(check).copied().unwrap_or_default() < *least);
    assert_eq!(few.collect::<Vec<_>>(), Vec::<&(Check, usize)>::new());
    assert!(counts.values().sum::<usize>() >= 700);
}

/// The codes that need records below an earlier visit: what a leaf refers to, corrects, discloses, or repeats.
const NEEDS_OLDER: [&str; 12] = [
    "correction.authority",
    "correction.changed",
    "correction.stale",
    "disclosure.authority",
    "record.duplicate",
    "record.invalid",
    "reference.cycle",
    "reference.kind",
    "reference.missing",
    "sealed.mismatch",
    "sealed.reused",
    "statement.header",
];

/// A log's findings, gone on from the end of a commit below all of them; nothing where nobody would go on from there.
fn resumed(log: &Value, leaves: &[Vec<u8>], from: usize) -> Option<Vec<(u64, &'static str)>> {
    let mut whole = Replay::default();
    for leaf in &leaves[..from] {
        for checked in whole.check(&[leaf.as_slice()], NonZero::<usize>::MIN) {
            let judged = whole.judge(checked)?;
            assert!(judged.findings.is_empty());
        }
    }
    let is_boundary = whole.state()?.last_boundary().is_some_and(|last| last.size.get() == from as u64);
    if !is_boundary || whole.unknown_from().is_some() {
        return None;
    }
    let place = |index: Index| usize::try_from(index.get()).unwrap();
    let roster: Vec<_> = whole.roster().iter().map(|index| (*index, leaves[place(*index)].clone())).collect();
    let last = Index::new(from as u64 - 1).unwrap();
    let origin = whole.state().unwrap().origin().clone();
    let mut replay = Replay::resume(origin, (last, &leaves[from - 1]), &roster).unwrap();
    let mut found = Vec::new();
    for leaf in &leaves[from..] {
        let after = Unverified::parse(leaf).ok().and_then(|it| it.header().after.0.as_size());
        if let Some(size) = after.filter(|size| size.get() < from as u64)
            && let Some(index) = size.index_of_last()
        {
            replay.bring_boundary(size, &leaves[place(index)]);
        }
        for checked in replay.check(&[leaf.as_slice()], NonZero::<usize>::MIN) {
            let findings = replay.judge(checked).into_iter().flat_map(|judged| judged.findings);
            found.extend(findings.map(|finding| (at(&finding), finding.code.name())));
        }
    }
    if log["whole"].as_bool().unwrap() {
        found.extend(replay.end().map(|finding| (at(&finding), finding.code.name())));
    }
    Some(found)
}

/// Whether a finding is what who reads everything says in other words: an approval of something older that is no change of the roster; and a
/// record again whose first form was refused by what needs older records.
fn is_other_name(found: (u64, &str), expected: &[(u64, &str)]) -> bool {
    match found {
        (index, "reference.missing") => expected.contains(&(index, "reference.kind")),
        (index, "record.duplicate") => {
            expected.iter().any(|(lower, code)| *lower < index && NEEDS_OLDER.contains(code))
        }
        _ => false,
    }
}

/// Whoever goes on from an earlier visit finds nothing else than who reads everything, and misses only what needs older records.
#[test]
fn from_an_earlier_visit_on_the_same_is_found() {
    let vectors = json("statements.json");
    let (mut wrong, mut starts, mut compared) = (Vec::new(), 0, 0);
    for log in vectors.list("logs") {
        let (leaves, expected) = (leaves(log), expected(log));
        let first = expected.iter().map(|(index, _)| *index).min().unwrap_or(leaves.len() as u64);
        for from in 1..=usize::try_from(first).unwrap() {
            let Some(found) = resumed(log, &leaves, from) else { continue };
            starts += 1;
            compared += found.len();
            let extra = found.iter().filter(|one| !expected.contains(one) && !is_other_name(**one, &expected));
            let lacking = expected.iter().filter(|one| !NEEDS_OLDER.contains(&one.1) && !found.contains(one));
            let differing: Vec<_> = extra.chain(lacking).collect();
            if !differing.is_empty() {
                wrong.push(format!("{} from {from}: {differing:?}", log.text("name")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(starts > 400 && compared > 1000, "{starts} starts, {compared} findings");
}
