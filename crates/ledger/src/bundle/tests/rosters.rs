//! Bundles of ledgers whose keys come and go, and of ledgers that take in what they should refuse: all of it as vectors for the other verifiers.

use super::{judged, pinned};
use crate::bundle::testkit::*;
use crate::bundle::{Bundle, Expectations, Later, Report, verify};
use crate::finding::Verdict;
use crate::record::{Record, Role};
use crate::statement::{Draft, Header};
use serde_json::Value;

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

fn rotated(cases: &mut Cases) {
    let mut log = changed(|log| (BEN, log.rotation(BEN, BEN_NEXT, Role::Reporter)));
    let after = logged(&mut log, BEN_NEXT, 350, "crane");
    cases.good("good: signed before the key was rotated", log.bundle(&[4]));
    cases.good("good: signed by the key that it was rotated to", log.bundle(&[after]));
    cases.good("good: a rotation", log.bundle(&[6]));
    cases.bad(
        "the rotation left out, of a record by the new key",
        without(&log, after, 6),
        &["chain.broken@7", "signer.unknown@8", "chain.broken@9"],
    );
    cases.bad("the rotation left out, of a record by the old key", without(&log, 4, 6), &["chain.broken@9"]);
    let late = smuggled(&mut log, BEN, 450, entity("pier"));
    cases.bad("signed by a key that was rotated", log.bundle(&[late]), &["signer.revoked@10"]);
    let again = log.rotation(BEN, BEN + 20, Role::Reporter);
    let second = smuggled(&mut log, BEN, 550, again);
    cases.bad("a rotated key rotates once more", log.bundle(&[second]), &["signer.revoked@12"]);
}

fn revoked(cases: &mut Cases) {
    let mut log = changed(|log| (ANA, log.revocation(BEN)));
    let late = smuggled(&mut log, BEN, 350, entity("pier"));
    cases.good("good: logged before its key was revoked", log.bundle(&[4]));
    cases.good("good: a revocation", log.bundle(&[6]));
    cases.bad("signed by a revoked key", log.bundle(&[late]), &["signer.revoked@8"]);
    cases.bad("the revocation left out", without(&log, late, 6), &["chain.broken@7", "chain.broken@9"]);
    cases.bad("the revocation left out, of a record from before", without(&log, 4, 6), &["chain.broken@9"]);
    let mut log = with_ben();
    let early = log.sign(BEN, 3, 250, entity("pier"));
    let revocation = log.revocation(BEN);
    log.record(ANA, 260, revocation);
    log.seal(300);
    log.force_bytes(early.bytes());
    log.seal(400);
    cases.bad("signed before the revocation and logged after it", log.bundle(&[8]), &["signer.revoked@8"]);
    let mut log = changed(|log| (BEN, log.rotation(BEN, BEN_NEXT, Role::Reporter)));
    let revocation = log.revocation(BEN);
    log.record(ANA, 350, revocation);
    log.seal(400);
    let late = smuggled(&mut log, BEN_NEXT, 450, entity("pier"));
    cases.bad("signed by the successor of a revoked key", log.bundle(&[late]), &["signer.revoked@10"]);
}

fn compromised(cases: &mut Cases) {
    let mut log = with_ben();
    let second = logged(&mut log, BEN, 250, "crane");
    let compromise = log.compromise(BEN, second);
    log.record(ANA, 350, compromise);
    log.seal(400);
    cases.good("good: signed before its key was in other hands", log.bundle(&[4]));
    cases.good("good, suspect: signed since its key was in other hands", log.bundle(&[second]));
    cases.good("good, one of them suspect", log.bundle(&[4, second]));
    cases.bad("that a key was in other hands left out", without(&log, second, 8), &["chain.broken@9"]);
    let late = smuggled(&mut log, BEN, 450, entity("pier"));
    cases.bad("signed by a key that was in other hands", log.bundle(&[late]), &["signer.revoked@10"]);
    let mut log = changed(|log| (BEN, log.rotation(BEN, BEN_NEXT, Role::Reporter)));
    let by_next = logged(&mut log, BEN_NEXT, 350, "crane");
    let compromise = log.compromise(BEN, 6);
    log.record(ANA, 450, compromise);
    log.seal(500);
    cases.good("good, suspect: signed by what a key in other hands was rotated to", log.bundle(&[4, by_next]));
    let mut log = changed(|log| (BEN, log.rotation(BEN, BEN_NEXT, Role::Reporter)));
    let by_next = logged(&mut log, BEN_NEXT, 350, "crane");
    let compromise = log.compromise(BEN, 7);
    log.record(ANA, 450, compromise);
    log.seal(500);
    cases.good("good: rotated before the key was in other hands", log.bundle(&[4, by_next]));
    let future = log.compromise(BEN_NEXT, 900);
    let future = smuggled(&mut log, ANA, 550, future);
    cases.bad("in other hands from an index to come", log.bundle(&[future]), &["roster.change@12"]);
}

fn replaced(cases: &mut Cases) {
    let mut log = changed(|log| (ANA, log.rotation(BEN, BEN_NEXT, Role::Reporter)));
    let after = logged(&mut log, BEN_NEXT, 350, "crane");
    cases.good("good: signed before an editor replaced the lost key", log.bundle(&[4]));
    cases.good("good: signed by the key that an editor put in its place", log.bundle(&[after, 6]));
    let late = smuggled(&mut log, BEN, 450, entity("pier"));
    cases.bad("signed by a key that was replaced", log.bundle(&[late]), &["signer.revoked@10"]);
    let again = log.enrolment(BEN_NEXT, Role::Reporter);
    let again = smuggled(&mut log, ANA, 550, again);
    cases.bad("a key enrolled twice", log.bundle(&[again]), &["roster.change@12"]);
}

fn roles(cases: &mut Cases) {
    let mut log = changed(|log| (ANA, log.role_change(BEN, Role::Editor)));
    let enrolment = log.enrolment(CARL, Role::Reporter);
    log.record(BEN, 350, enrolment);
    log.seal(400);
    cases.good("good: a reporter's record, who became an editor", log.bundle(&[4]));
    cases.good("good: an enrolment by a reporter who became an editor", log.bundle(&[8]));
    cases.bad(
        "the change of the role left out",
        without(&log, 8, 6),
        &["chain.broken@7", "signer.role@8", "roster.change@8", "chain.broken@9"],
    );
    let back = log.role_change(BEN, Role::Reporter);
    log.record(ANA, 450, back);
    log.seal(500);
    let revocation = log.revocation(CARL);
    let revocation = smuggled(&mut log, BEN, 550, revocation);
    cases.bad("a revocation by an editor who became a reporter", log.bundle(&[revocation]), &["signer.role@12"]);
    let promotion = log.role_change(BEN, Role::Editor);
    let promotion = smuggled(&mut log, BEN, 650, promotion);
    cases.bad("a reporter makes himself an editor", log.bundle(&[promotion]), &["signer.role@14"]);
    log.append(&log.sign(BEN, log.boundaries.len(), 750, entity("pier")));
    let (first, chain) = (log.state.commit_start().into(), log.state.roster().chain());
    log.force(ANA, 800, Record::Seal(crate::record::Seal { first, roster: (chain.count, chain.hash) }));
    cases.bad("a seal by an editor", log.bundle(&[16]), &["signer.role@17"]);
}

fn quorum(cases: &mut Cases) {
    let mut log = Log::found_by(&[ANA, BEN], 2);
    let enrolment = log.enrolment(CARL, Role::Reporter);
    let of = log.record(ANA, 50, enrolment);
    log.seal(100);
    let early = smuggled(&mut log, CARL, 150, entity("pier"));
    cases.bad("signed by somebody whose enrolment waits", log.bundle(&[early]), &["signer.unknown@4"]);
    log.approve(BEN, 250, of);
    log.seal(300);
    let after = logged(&mut log, CARL, 350, "crane");
    cases.good("good: signed by somebody whom two editors enrolled", log.bundle(&[after]));
    cases.good("good: an enrolment and its approval", log.bundle(&[2, 6]));
    cases.bad(
        "the approval left out",
        without(&log, after, 6),
        &["chain.broken@7", "signer.unknown@8", "chain.broken@9"],
    );
    cases.bad(
        "the enrolment that was approved left out",
        without(&log, after, 2),
        &["reference.missing@6", "chain.broken@7", "signer.unknown@8"],
    );
    let (enrolled, revocation) = (of, log.revocation(CARL));
    let of = log.record(ANA, 550, revocation);
    log.seal(600);
    let still = logged(&mut log, CARL, 610, "quay");
    cases.good("good: signed while the revocation waits", log.bundle(&[still]));
    let own = smuggled(&mut log, ANA, 650, Record::Approval(crate::record::Approval { of }));
    cases.bad("an editor approves what he asked for himself", log.bundle(&[own]), &["roster.change@14"]);
    let twice = smuggled(&mut log, BEN, 700, Record::Approval(crate::record::Approval { of: enrolled }));
    cases.bad("an approval of what holds already", log.bundle(&[twice]), &["roster.change@16"]);
    let reporters = smuggled(&mut log, CARL, 750, Record::Approval(crate::record::Approval { of }));
    cases.bad("an approval by a reporter", log.bundle(&[reporters]), &["signer.role@18"]);
    let fewer = log.role_change(BEN, Role::Reporter);
    let fewer = smuggled(&mut log, ANA, 950, fewer);
    cases.bad("a change that leaves too few editors", log.bundle(&[fewer]), &["roster.change@20"]);
    let mut log = Log::found_by(&[ANA, BEN], 2);
    let backup = log.enrolment(ANA_NEXT, Role::Editor);
    let backup = log.record(ANA, 50, backup);
    log.approve(BEN, 60, backup);
    log.seal(100);
    let enrolment = log.enrolment(CARL, Role::Reporter);
    let of = log.record(ANA, 150, enrolment);
    log.seal(200);
    let second = smuggled(&mut log, ANA_NEXT, 250, Record::Approval(crate::record::Approval { of }));
    cases.bad("a quorum of one editor's two keys", log.bundle(&[second]), &["roster.change@7"]);
    let carls = smuggled(&mut log, CARL, 350, entity("pier"));
    cases.bad("signed with that quorum alone", log.bundle(&[carls]), &["roster.change@7", "signer.unknown@9"]);
    let mut log = Log::found_by(&[ANA, BEN], 2);
    let alone = log.policy(1, 1);
    log.record(ANA, 50, alone);
    log.seal(100);
    let enrolment = log.enrolment(CARL, Role::Reporter);
    log.record(ANA, 150, enrolment);
    log.seal(200);
    let carls = smuggled(&mut log, CARL, 250, entity("pier"));
    cases.bad("a policy without its quorum", log.bundle(&[carls]), &["signer.unknown@6"]);
}

fn ledger_keys(cases: &mut Cases) {
    let mut log = changed(|log| (ANA, log.role_change(BEN, Role::Editor)));
    let next = log.next_ledger_key(LEDGER_NEXT);
    log.record(ANA, 350, next);
    log.ledger = LEDGER_NEXT;
    log.seal(400);
    let once = logged(&mut log, BEN, 450, "crane");
    cases.good("good: sealed before the ledger's key was replaced", log.bundle(&[4]));
    cases.good("good: sealed by the ledger's next key", log.bundle(&[once]));
    cases.good("good: the replacement of the ledger's key", log.bundle(&[8]));
    cases.bad(
        "the checkpoint by the ledger's former key",
        {
            let mut bundle = log.bundle(&[once]);
            bundle.checkpoint = log.checkpoint(LEDGER);
            bundle
        },
        &["checkpoint.signature"],
    );
    cases.bad(
        "the replacement of the ledger's key left out",
        without(&log, once, 8),
        &["signer.unknown@9", "signer.unknown@11", "checkpoint.signature"],
    );
    let mut dishonest = Log {
        state: log.state.clone(),
        leaves: log.leaves.clone(),
        boundaries: log.boundaries.clone(),
        ledger: LEDGER,
    };
    dishonest.append(&dishonest.sign(BEN, 6, 550, entity("quay")));
    dishonest.force_seal(600, |_| ());
    dishonest.ledger = LEDGER_NEXT;
    cases.bad("a seal by the ledger's former key", dishonest.bundle(&[12]), &["signer.revoked@13"]);
    let last_key = log.next_ledger_key(LEDGER_LAST);
    log.record(BEN, 550, last_key);
    log.ledger = LEDGER_LAST;
    log.seal(600);
    let twice = logged(&mut log, ANA, 650, "quay");
    cases.good("good: records under all three keys of the ledger", log.bundle(&[4, once, twice]));
    cases.bad(
        "one of two replacements left out",
        without(&log, twice, 8),
        &["checkpoint.signature", "signer.unknown@15"],
    );
}

fn forks(cases: &mut Cases) {
    let (mut log, mut fork) = (with_ben(), with_ben());
    logged(&mut log, BEN, 250, "crane");
    logged(&mut fork, BEN, 250, "pier");
    let beside = fork.sign(BEN, 4, 350, entity("quay"));
    log.force_bytes(beside.bytes());
    log.seal(400);
    cases.bad("signed after a seal of a fork", log.bundle(&[8]), &["chain.broken@8"]);
    let mut seal = log.bundle(&[6]);
    let closing = seal.leaves.iter().position(|leaf| leaf.index == place(7)).unwrap();
    seal.leaves[closing].statement = fork.leaves[7].clone();
    cases.bad("the seal of a fork", seal, &["tree.root@7"]);
    let mut log = with_ben();
    let (issuer, subject) = ("example.net/other/ben".to_owned(), "entity:ben/pier".to_owned());
    let after = log.sign(BEN, 3, 250, entity("pier")).header().after;
    let header = Header { kid: key(BEN).public().kid(), issuer, subject, signed_at: at(250), after };
    log.force_bytes(Draft::new(header, entity("pier")).unwrap().sign(&key(BEN)).bytes());
    log.seal(300);
    cases.bad("a statement of another ledger", log.bundle(&[6]), &["statement.header@6"]);
}

fn chains(cases: &mut Cases) {
    let mut log = with_ben();
    log.append(&log.sign(BEN, 3, 250, entity("pier")));
    log.force_seal(300, |seal| seal.first = 5.into());
    cases.bad("a seal that closes what was closed", log.bundle(&[6]), &["chain.broken@6"]);
    cases.bad("a seal that closes what was closed, both of them here", log.bundle(&[4, 6]), &["chain.broken@7"]);
    let mut log = with_ben();
    log.append(&log.sign(BEN, 3, 250, entity("pier")));
    log.force_seal(300, |seal| seal.roster.0 += 1);
    cases.bad("a seal that counts one leaf of the roster too many", log.bundle(&[6]), &["chain.broken@7"]);
    log.believe_last(300);
    log.force_bytes(log.sign(BEN, 4, 350, entity("quay")).bytes());
    log.force_seal(400, |_| ());
    cases.bad("signed after a seal that is refused", log.bundle(&[8]), &["chain.broken@8"]);
    cases.good("good: signed a moment after its seal", {
        let mut log = with_ben();
        log.append(&log.sign(BEN, 3, 600, entity("pier")));
        log.seal(300);
        log.bundle(&[6])
    });
    let mut log = with_ben();
    log.append(&log.sign(BEN, 3, 1000, entity("pier")));
    let signer = key(LEDGER);
    let seal = crate::state::seal_draft(&log.state, signer.public().kid(), at(300)).sign(&signer);
    log.force_bytes(seal.bytes());
    cases.bad("signed long after it was logged", log.bundle(&[6]), &["statement.time@6"]);
    let mut log = with_ben();
    logged(&mut log, BEN, 1000, "crane");
    log.force_bytes(log.sign(BEN, 4, 400, entity("pier")).bytes());
    log.seal(1100);
    cases.bad("signed long before the seal that it stands after", log.bundle(&[8]), &["statement.time@8"]);
    let mut log = with_ben();
    let again = log.leaves[4].clone();
    log.force_bytes(&again);
    log.seal(300);
    cases.bad("a record twice in the log, both of them here", log.bundle(&[4, 6]), &["record.duplicate@6"]);
}

fn founding(cases: &mut Cases) {
    let leaves = [0, 1, 2, 4, 5, 11];
    let mut log = Log::small();
    log.leaves[0] = b"no statement".to_vec();
    cases.bad("entry 0 is no statement", log.bundle_of(&leaves, &[2], LEDGER), &["statement.malformed@0"]);
    log.leaves[0] = Log::small().leaves[3].clone();
    cases.bad("entry 0 is no ledger record", log.bundle_of(&leaves, &[2], LEDGER), &["ledger.mismatch@0"]);
    let mut log = Log::small();
    log.leaves[4] = b"no statement".to_vec();
    cases.bad(
        "the closing seal is no statement",
        log.bundle_of(&leaves, &[2], LEDGER),
        &["statement.malformed@4", "proof.malformed@2"],
    );
    let mut log = Log::small();
    log.leaves[5] = b"no statement".to_vec();
    cases.bad(
        "a leaf of the roster is no statement",
        log.bundle_of(&leaves, &[2], LEDGER),
        &["statement.malformed@5", "chain.broken@11"],
    );
    let mut log = Log::small();
    log.leaves[2] = b"no statement".to_vec();
    cases.bad("the record is no statement", log.bundle_of(&leaves, &[2], LEDGER), &["statement.malformed@2"]);
    let mut log = Log::small();
    let end = log.leaves[2].len() - 1;
    log.leaves[2][end] ^= 1;
    cases.bad("the record's signature is not valid", log.bundle_of(&leaves, &[2], LEDGER), &["statement.signature@2"]);
    let mut log = Log::small();
    let end = log.leaves[0].len() - 1;
    log.leaves[0][end] ^= 1;
    cases.bad("entry 0's signature is not valid", log.bundle_of(&leaves, &[2], LEDGER), &["statement.signature@0"]);
    let of_version_2 = of_version(2, &Log::small().sign(ANA, 1, 50, event("fire")), ANA);
    let mut log = Log::small();
    log.leaves[2] = of_version_2;
    cases.bad(
        "a statement of a version that never came into force",
        log.bundle_of(&leaves, &[2], LEDGER),
        &["statement.malformed@2"],
    );
}

/// A log in which a policy brings version 2 at index 8, and all behind it is of that version.
fn later_log() -> Log {
    let mut log = with_ben();
    log.append(&log.sign(BEN, 3, 250, entity("crane")));
    let policy = log.policy(2, 1);
    log.record(ANA, 260, policy);
    log.seal(300);
    let record = log.sign(BEN, 4, 350, entity("pier"));
    log.force_bytes(&of_version(2, &record, BEN));
    let signer = key(LEDGER);
    let seal = crate::state::seal_draft(&log.state, signer.public().kid(), at(400)).sign(&signer);
    log.force_bytes(&of_version(2, &seal, LEDGER));
    log
}

fn later() -> Vec<(&'static str, Bundle, Later)> {
    let log = later_log();
    let from_8 = Later { version: 2, from: Some(place(8)) };
    let by_unknown = |mut bundle: Bundle| {
        bundle.checkpoint = log.checkpoint(LEDGER_NEXT);
        bundle
    };
    let mut all_later = Log::small();
    all_later.leaves[0] = {
        let founding = Log::small().statement(0).verify(&key(LEDGER).public()).unwrap();
        of_version(2, &founding, LEDGER)
    };
    vec![
        ("later: a record from before version 2", log.bundle_of(&[0, 2, 3, 4, 5, 7, 10], &[4], LEDGER), from_8),
        ("later: a record whose seal is of version 2", log.bundle_of(&[0, 2, 5, 6, 7, 8, 10], &[6], LEDGER), from_8),
        ("later: the policy that brings version 2", log.bundle_of(&[0, 2, 5, 7, 8, 10], &[7], LEDGER), from_8),
        ("later: a record of version 2", log.bundle_of(&[0, 2, 7, 8, 9, 10], &[9], LEDGER), from_8),
        (
            "later: a checkpoint by a key that version 2 may have brought",
            by_unknown(log.bundle_of(&[0, 2, 7, 8, 9, 10], &[9], LEDGER)),
            from_8,
        ),
        (
            "later: a ledger that was founded in version 2",
            all_later.bundle_of(&[0, 1, 2, 4, 5, 11], &[2], LEDGER),
            Later { version: 2, from: Some(place(0)) },
        ),
        (
            "later: a bundle of version 2",
            Bundle { format: "byline bundle 2".to_owned(), ..log.bundle_of(&[0, 2, 5, 7, 8, 10], &[7], LEDGER) },
            Later { version: 2, from: None },
        ),
    ]
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
