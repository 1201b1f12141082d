mod rosters;

use super::testkit::*;
use super::*;
use crate::checkpoint::Checkpoint;
use crate::finding::{Code, Outcome, Verdict};
use crate::position::Size;
use crate::record::Kind;

fn pinned() -> Expectations {
    Expectations { pinned: Some(key(LEDGER).public()), ..Expectations::default() }
}

fn judged(bundle: &Bundle) -> Report {
    verify(&bundle.encode(), &pinned())
}

fn indexes(bundle: &Bundle) -> Vec<u64> {
    bundle.leaves().iter().map(|leaf| leaf.index.get()).collect()
}

#[test]
fn every_set_of_records_is_proven_by_exactly_its_leaves() {
    let log = Log::small();
    for (proven, leaves) in [
        // Entry 0 stands after nothing; the roster and the last seal are always there.
        (&[0][..], &[0, 1, 5, 11][..]),
        (&[2], &[0, 1, 2, 4, 5, 11]),
        (&[5], &[0, 4, 5, 6, 11]),
        (&[7], &[0, 5, 6, 7, 9, 11]),
        // Signed after an earlier commit than the last one.
        (&[8], &[0, 4, 5, 8, 9, 11]),
        (&[10], &[0, 5, 9, 10, 11]),
        (&[2, 3, 7, 8, 10], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ] {
        let bundle = log.bundle(proven);
        assert_eq!(indexes(&bundle), leaves, "{proven:?}");
        let report = judged(&bundle);
        assert_eq!((codes(&report), report.verdict()), (vec![], Verdict::Passed), "{proven:?}");
        assert_eq!(report.proven.iter().map(|one| one.index.get()).collect::<Vec<_>>(), proven);
        assert_eq!(Bundle::decode(&bundle.encode()), Ok(bundle));
    }
}

#[test]
fn says_who_signed_and_when_it_was_logged() {
    let log = Log::small();
    let report = judged(&log.bundle(&[7]));
    let [proven] = &report.proven[..] else { panic!("{report:?}") };
    assert_eq!(proven.id, log.statement(7).id());
    assert_eq!((proven.kind, proven.handle.clone()), (Kind::Entity, Some(handle(BEN))));
    assert_eq!((proven.signed_at, proven.logged_at), (at(250), Some(at(300))));
    assert_eq!((report.size(), report.sealed_at), (Size::small(12), Some(at(400))));
    assert_eq!(report.ledger_key, Some(key(LEDGER).public().kid()));
}

#[test]
fn without_a_pinned_key_it_is_not_all_checked() {
    let report = verify(&Log::small().bundle(&[7]).encode(), &Expectations::default());
    assert_eq!((codes(&report), report.verdict()), (vec![], Verdict::Incomplete));
    let not_checked = |line: &&Line| matches!(line.outcome, Outcome::NotChecked(_));
    let lines: Vec<Check> = report.lines.iter().filter(not_checked).map(|line| line.check).collect();
    assert_eq!(lines, [Check::Ledger]);
}

#[test]
fn a_fork_shows_by_the_checkpoint_of_the_same_size() {
    let (log, fork) = (Log::small(), Log::with_last("pier"));
    let seen = |log: &Log| Some(Checkpoint { origin: origin().to_string(), size: log.size(), root: log.root() });
    let bundle = fork.bundle(&[7]).encode();
    assert_eq!(verify(&bundle, &Expectations { seen: seen(&fork), ..pinned() }).verdict(), Verdict::Passed);
    let report = verify(&bundle, &Expectations { seen: seen(&log), ..pinned() });
    assert_eq!(codes(&report), ["log.fork"]);
}

#[test]
fn every_attack_is_found() {
    let log = Log::small();
    let other = Log::with_last("pier");
    let good = log.bundle(&[7]);
    let with = |change: &dyn Fn(&mut Bundle)| {
        let mut bundle = good.clone();
        change(&mut bundle);
        bundle
    };
    let attacks: Vec<(&str, Bundle, &[&str])> = vec![
        ("surplus seal", log.bundle_of(&[0, 4, 5, 6, 7, 9, 11], &[7], LEDGER), &["proof.malformed@4"]),
        ("surplus record", log.bundle_of(&[0, 5, 6, 7, 8, 9, 11], &[7], LEDGER), &["proof.malformed@8"]),
        (
            "the signer's enrolment left out",
            log.bundle_of(&[0, 6, 7, 9, 11], &[7], LEDGER),
            &["chain.broken@6", "signer.unknown@7", "chain.broken@9", "chain.broken@11"],
        ),
        (
            "a roster leaf that nobody seems to need left out",
            log.bundle_of(&[0, 9, 10, 11], &[10], LEDGER),
            &["chain.broken@9", "chain.broken@10", "chain.broken@11"],
        ),
        ("no entry 0", log.bundle_of(&[5, 6, 7, 9, 11], &[7], LEDGER), &["proof.malformed@0"]),
        ("no closing seal", log.bundle_of(&[0, 5, 6, 7, 11], &[7], LEDGER), &["proof.malformed@7"]),
        ("no seal before", log.bundle_of(&[0, 5, 7, 9, 11], &[7], LEDGER), &["proof.malformed@6", "chain.broken@7"]),
        ("no last seal", log.bundle_of(&[0, 5, 6, 7, 9], &[7], LEDGER), &["proof.malformed@11"]),
        ("a seal as the record", log.bundle_of(&[0, 5, 6, 9, 11], &[6], LEDGER), &["proof.malformed@6"]),
        ("checkpoint by another key", log.bundle_of(&indexes(&good), &[7], ANA), &["checkpoint.signature"]),
        ("checkpoint of a fork", with(&|bundle| bundle.checkpoint = other.checkpoint(LEDGER)), &["tree.root@0"]),
        (
            "record of a fork",
            with(&|bundle| *bundle = Bundle { checkpoint: log.checkpoint(LEDGER), ..other.bundle(&[7]) }),
            &["tree.root@0"],
        ),
        (
            "wrong index",
            with(&|bundle| {
                bundle.leaves[3].index = place(8);
                bundle.proven = vec![place(8)];
            }),
            &["tree.root@8"],
        ),
        (
            "swapped path",
            with(&|bundle| {
                let path = bundle.leaves[4].path.clone();
                bundle.leaves[4].path = std::mem::replace(&mut bundle.leaves[3].path, path);
            }),
            &["tree.root@7", "tree.root@9"],
        ),
        ("short path", with(&|bundle| bundle.leaves[3].path.hashes.truncate(2)), &["tree.root@7"]),
        (
            "long path",
            with(&|bundle| {
                let hash = bundle.leaves[3].path.hashes[0];
                bundle.leaves[3].path.hashes.push(hash);
            }),
            &["tree.root@7"],
        ),
        ("swapped statements", with(&|bundle| bundle.leaves[3].statement = log.leaves[8].clone()), &["tree.root@7"]),
        ("unsorted leaves", with(&|bundle| bundle.leaves.swap(3, 4)), &["proof.malformed"]),
        ("a leaf twice", with(&|bundle| bundle.leaves.insert(3, bundle.leaves[3].clone())), &["proof.malformed"]),
        ("a record twice", with(&|bundle| bundle.proven.push(place(7))), &["proof.malformed"]),
        ("no record", with(&|bundle| bundle.proven.clear()), &["proof.malformed"]),
        ("a record that is not there", with(&|bundle| bundle.proven.push(place(8))), &["proof.malformed@8"]),
        ("another format", with(&|bundle| bundle.format = "byline bundle 0".to_owned()), &["proof.malformed"]),
        (
            "a later format, not in decimal",
            with(&|bundle| bundle.format = "byline bundle 02".to_owned()),
            &["proof.malformed"],
        ),
    ];
    let mut written = Vec::new();
    for proven in [&[0][..], &[2], &[5], &[7], &[8], &[10], &[2, 3, 7, 8, 10]] {
        let bundle = log.bundle(proven);
        written.push(bundle_vector(&format!("good: {proven:?}"), &bundle.encode(), &judged(&bundle)));
    }
    for (attack, bundle, want) in attacks {
        let report = judged(&bundle);
        let got = codes(&report);
        assert_eq!(report.verdict(), Verdict::Failed, "{attack}");
        for code in want {
            assert!(got.contains(&(*code).to_owned()), "{attack}: {code} is not in {got:?}");
        }
        written.push(bundle_vector(attack, &bundle.encode(), &report));
    }
    // The Python verifier judges the same files.
    expect_test::expect_file!["../../../../tests/vectors/proofs/bundles.json"].assert_eq(&vectors(&written));
}

#[test]
fn another_ledgers_key_is_not_this_one() {
    let report = verify(
        &Log::small().bundle(&[7]).encode(),
        &Expectations { pinned: Some(key(ANA).public()), ..Expectations::default() },
    );
    assert_eq!(codes(&report), ["ledger.mismatch"]);
}

#[test]
fn every_small_damage_is_found() {
    let bytes = Log::small().bundle(&[7]).encode();
    assert!(Bundle::is_likely(&bytes));
    assert_eq!(verify(&bytes, &pinned()).verdict(), Verdict::Passed);
    // Whose version was damaged into a later one is not judged, and said to be of that.
    let is_found = |file: &[u8]| match Bundle::later_version(file) {
        Some(version) => verify(file, &pinned()).later == Some(Later { version, from: None }),
        None => verify(file, &pinned()).verdict() == Verdict::Failed,
    };
    assert_eq!(unfound(&bytes, &is_found), Vec::<String>::new());
}

#[test]
fn every_code_of_a_proof_belongs_to_one_check() {
    for code in Code::ALL {
        assert!(Check::ALL.iter().filter(|check| check.codes().contains(code)).count() <= 1, "{code}");
    }
}

#[test]
fn no_lie_about_lengths_takes_memory() {
    // A map of four whose list of leaves claims to have 2^40 of them.
    let mut bytes = Bundle::new(Vec::new(), Vec::new(), String::new()).encode();
    let place = bytes.windows(7).position(|window| window == b"\x66leaves").unwrap() + 7;
    bytes.splice(place..=place, [0x9b, 0, 0, 1, 0, 0, 0, 0, 0]);
    assert!(Bundle::decode(&bytes).is_err());
}
