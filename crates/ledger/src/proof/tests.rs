use super::*;
use crate::bundle::testkit::*;
use crate::bundle::{Check, Expectations, Report};
use crate::checkpoint::Checkpoint;
use crate::cose::Envelope;
use crate::finding::{Outcome, Verdict};
use crate::merkle::ConsistencyPlan;
use crate::position::Size;
use ciborium::Value;

/// The record that is proven.
const INDEX: u64 = 7;

fn pinned() -> Expectations {
    Expectations { pinned: Some(key(LEDGER).public()), ..Expectations::default() }
}

fn tlog_proof(log: &Log, signer: u8) -> TlogProof {
    let extra = Some(log.leaves[INDEX as usize].clone());
    TlogProof { extra, index: place(INDEX), path: log.path(INDEX), checkpoint: log.checkpoint(signer) }
}

fn receipt(log: &Log) -> Receipt {
    Receipt::from_root(&log.signed_root(), place(INDEX), log.size(), log.path(INDEX)).unwrap()
}

fn transparent(log: &Log) -> TransparentStatement {
    TransparentStatement { statement: log.leaves[INDEX as usize].clone(), receipts: vec![receipt(log).encode()] }
}

fn checkpoint_at(log: &Log, size: usize) -> Checkpoint {
    let mut part = Log { state: log.state.clone(), leaves: log.leaves.clone(), boundaries: Vec::new(), ledger: LEDGER };
    part.leaves.truncate(size);
    Checkpoint { origin: origin().to_string(), size: part.size(), root: part.root() }
}

fn growth(log: &Log, old: usize) -> Consistency {
    let old = Size::small(u32::try_from(old).unwrap());
    let plan = ConsistencyPlan::new(old, log.size()).unwrap();
    let hashes: Vec<_> = plan.nodes().iter().map(|node| log.node(*node)).collect();
    Consistency { old, proof: plan.finish(&hashes), checkpoint: log.checkpoint(LEDGER) }
}

/// A path that leads nowhere: it shows neither that the log grew nor that it didn't.
fn changed_path(log: &Log) -> Consistency {
    let mut proof = growth(log, 5);
    let mut bytes = *proof.proof.hashes[1].as_bytes();
    bytes[0] ^= 1;
    proof.proof.hashes[1] = crate::hash::TreeHash::from_bytes(bytes);
    proof
}

fn judge(form: Form, file: &[u8], statement: Option<&[u8]>) -> Report {
    match form {
        Form::TlogProof => verify_tlog_proof(file, statement, &pinned()),
        Form::Receipt => verify_receipt(file, statement, &pinned()),
        Form::TransparentStatement => verify_transparent(file, &pinned()),
        Form::Consistency => verify_consistency(file, Some(&checkpoint_at(&Log::small(), 5)), &pinned()),
        Form::Bundle => crate::bundle::verify(file, &pinned()),
    }
}

/// A receipt with something else in its parts.
fn changed(receipt: &Receipt, change: impl FnOnce(&mut Envelope)) -> Vec<u8> {
    let mut envelope = Envelope::decode(&receipt.encode(), 65_535).unwrap();
    change(&mut envelope);
    envelope.encode()
}

/// Takes label 395 out of a protected header, or puts another value there.
fn with_tree(envelope: &mut Envelope, value: Option<i64>) {
    let header: Value = ciborium::from_reader(&envelope.protected[..]).unwrap();
    let mut pairs = header.into_map().unwrap();
    pairs.retain(|(label, _)| *label != Value::from(395));
    pairs.extend(value.map(|value| (Value::from(395), Value::from(value))));
    envelope.protected = crate::cbor::encode_value(&Value::Map(pairs)).unwrap();
}

#[test]
fn each_form_is_told_by_its_beginning() {
    let log = Log::small();
    for (file, form) in [
        (log.bundle(&[INDEX]).encode(), Form::Bundle),
        (tlog_proof(&log, LEDGER).to_string().into_bytes(), Form::TlogProof),
        (receipt(&log).encode(), Form::Receipt),
        (transparent(&log).encode().unwrap(), Form::TransparentStatement),
        // A statement without receipts proves nothing, and is told so.
        (log.leaves[INDEX as usize].clone(), Form::TransparentStatement),
        (growth(&log, 5).to_string().into_bytes(), Form::Consistency),
    ] {
        assert_eq!(Form::of(&file), Some(form));
    }
    assert_eq!(Form::of(b"example.org/desk\n12\n"), None);
    assert_eq!(Form::of(b""), None);
}

#[test]
fn every_attack_on_a_proof_of_inclusion_is_found() {
    let (log, other) = (Log::small(), Log::with_last("pier"));
    let leaf = &log.leaves[INDEX as usize];
    let proof = tlog_proof(&log, LEDGER);
    let good = receipt(&log);
    let text = |change: &dyn Fn(&mut TlogProof)| {
        let mut proof = proof.clone();
        change(&mut proof);
        proof.to_string().into_bytes()
    };
    let two = TransparentStatement { receipts: vec![good.encode(), receipt(&other).encode()], ..transparent(&log) };
    // The fork has the same record at the same place, so a receipt of its tree would hold: it is the path that isn't its own.
    let mixed = Receipt::from_root(&other.signed_root(), place(INDEX), log.size(), log.path(INDEX)).unwrap();
    let of_other = TransparentStatement { receipts: vec![mixed.encode()], ..transparent(&log) };
    let moved = Receipt::from_root(&log.signed_root(), place(6), log.size(), log.path(INDEX)).unwrap();
    let swapped = Receipt::from_root(&log.signed_root(), place(INDEX), log.size(), log.path(6)).unwrap();
    let short = Receipt::from_root(&log.signed_root(), place(INDEX), log.size(), log.path(8)).unwrap();
    let (root, at) = (log.root().as_bytes().to_vec(), format!("tree.root@{INDEX}"));
    let (tree, signature) = (at.as_str(), "checkpoint.signature");
    let cases: Vec<(&str, Form, Vec<u8>, Vec<&str>)> = vec![
        ("good tlog-proof", Form::TlogProof, text(&|_| ()), vec![]),
        ("tlog-proof at another index", Form::TlogProof, text(&|proof| proof.index = place(8)), vec!["tree.root@8"]),
        ("tlog-proof with a swapped path", Form::TlogProof, text(&|proof| proof.path = log.path(8)), vec![tree]),
        ("tlog-proof with a short path", Form::TlogProof, text(&|proof| proof.path.hashes.truncate(2)), vec![tree]),
        (
            "tlog-proof of another tree",
            Form::TlogProof,
            text(&|proof| proof.checkpoint = other.checkpoint(LEDGER)),
            vec![tree],
        ),
        (
            "tlog-proof of another statement",
            Form::TlogProof,
            text(&|proof| proof.extra = Some(log.leaves[8].clone())),
            vec![tree],
        ),
        ("tlog-proof by another key", Form::TlogProof, tlog_proof(&log, ANA).to_string().into_bytes(), vec![signature]),
        (
            "tlog-proof with a leading zero",
            Form::TlogProof,
            proof.to_string().replace("index 7", "index 07").into_bytes(),
            vec!["proof.malformed"],
        ),
        (
            "tlog-proof with CRLF",
            Form::TlogProof,
            proof.to_string().replace("index 7\n", "index 7\r\n").into_bytes(),
            vec!["proof.malformed"],
        ),
        ("good receipt", Form::Receipt, good.encode(), vec![]),
        ("receipt at another index", Form::Receipt, moved.encode(), vec![signature, "tree.root@6"]),
        ("receipt with a short path", Form::Receipt, short.encode(), vec![tree]),
        ("receipt with a swapped path", Form::Receipt, swapped.encode(), vec![signature, tree]),
        ("receipt with the root of another tree", Form::Receipt, mixed.encode(), vec![signature, tree]),
        (
            "receipt with the payload attached",
            Form::Receipt,
            changed(&good, |it| it.payload = Some(root.clone())),
            vec!["proof.malformed"],
        ),
        ("receipt without vds", Form::Receipt, changed(&good, |it| with_tree(it, None)), vec!["proof.malformed"]),
        (
            "receipt of another tree algorithm",
            Form::Receipt,
            changed(&good, |it| with_tree(it, Some(2))),
            vec!["proof.malformed"],
        ),
        (
            "receipt with vds in the unprotected header",
            Form::Receipt,
            changed(&good, |it| {
                with_tree(it, None);
                it.unprotected.as_map_mut().unwrap().push((Value::from(395), Value::from(1)));
            }),
            vec!["proof.malformed"],
        ),
        (
            "receipt with two proofs",
            Form::Receipt,
            changed(&good, |it| {
                let proofs = it.unprotected.as_map_mut().unwrap()[0].1.as_map_mut().unwrap();
                let items = proofs[0].1.as_array_mut().unwrap();
                items.push(items[0].clone());
            }),
            vec!["proof.malformed"],
        ),
        ("good transparent statement", Form::TransparentStatement, transparent(&log).encode().unwrap(), vec![]),
        (
            "transparent statement with a second receipt of a fork",
            Form::TransparentStatement,
            two.encode().unwrap(),
            vec![],
        ),
        (
            "transparent statement with the root of another tree",
            Form::TransparentStatement,
            of_other.encode().unwrap(),
            vec![signature, tree],
        ),
        ("statement without receipts", Form::TransparentStatement, leaf.clone(), vec!["proof.malformed"]),
    ];
    let mut written = Vec::new();
    for (name, form, file, want) in cases {
        let statement = (form == Form::Receipt).then_some(leaf.as_slice());
        let report = judge(form, &file, statement);
        assert_eq!(codes(&report), want, "{name}");
        let verdict = if want.is_empty() { Verdict::Passed } else { Verdict::Failed };
        assert_eq!(report.verdict(), verdict, "{name}");
        let with: Vec<(&str, &[u8])> = statement.map(|leaf| ("statement", leaf)).into_iter().collect();
        written.push(vector(name, form.name(), &file, &with, &codes(&report)));
    }
    // Strangers judge the same files: the page of Python, and scitt-cose.
    expect_test::expect_file!["../../../../tests/vectors/proofs/inclusion.json"].assert_eq(&vectors(&written));
}

#[test]
fn growth_is_shown_and_a_fork_is_not() {
    let (log, fork) = (Log::small(), Log::with_last("pier"));
    let mut written = Vec::new();
    for (name, proof, old, want) in [
        ("good: 5 to 12", growth(&log, 5), checkpoint_at(&log, 5), &[][..]),
        ("good: 0 to 12", growth(&log, 0), checkpoint_at(&log, 0), &[]),
        ("good: 12 to 12", growth(&log, 12), checkpoint_at(&log, 12), &[]),
        ("fork behind the old size", growth(&fork, 5), checkpoint_at(&log, 5), &[]),
        ("fork before the old size", growth(&fork, 11), checkpoint_at(&log, 11), &["log.fork"]),
        (
            "a root of another size",
            growth(&log, 5),
            Checkpoint { size: Size::small(5), ..checkpoint_at(&log, 7) },
            &["log.fork"],
        ),
        ("a changed path of growth", changed_path(&log), checkpoint_at(&log, 5), &["proof.malformed"]),
    ] {
        let file = proof.to_string().into_bytes();
        let report = verify_consistency(&file, Some(&old), &pinned());
        assert_eq!(codes(&report), want, "{name}");
        written.push(vector(name, "consistency", &file, &[("old", old.to_string().as_bytes())], &codes(&report)));
    }
    expect_test::expect_file!["../../../../tests/vectors/proofs/consistency.json"].assert_eq(&vectors(&written));
    // Another beginning under a checkpoint that the ledger didn't sign is nothing against it.
    let unsigned = Consistency { checkpoint: fork.checkpoint(LEDGER + 1), ..growth(&fork, 11) };
    let report = verify_consistency(unsigned.to_string().as_bytes(), Some(&checkpoint_at(&log, 11)), &pinned());
    assert_eq!(codes(&report), ["checkpoint.signature"]);
    // Without an old checkpoint of that size, nothing is shown.
    let file = growth(&log, 5).to_string().into_bytes();
    for old in [None, Some(checkpoint_at(&log, 7))] {
        let report = verify_consistency(&file, old.as_ref(), &pinned());
        assert_eq!((codes(&report), report.verdict()), (vec![], Verdict::Incomplete));
    }
}

#[test]
fn without_a_key_or_a_statement_it_is_not_all_checked() {
    let log = Log::small();
    let not_checked = |report: &Report| -> Vec<Check> {
        assert_eq!((codes(report), report.verdict()), (vec![], Verdict::Incomplete));
        let open = |outcome: &Outcome| matches!(outcome, Outcome::NotChecked(_));
        report.lines.iter().filter(|line| open(&line.outcome)).map(|line| line.check).collect()
    };
    let nobody = Expectations::default();
    let proof = tlog_proof(&log, LEDGER).to_string().into_bytes();
    assert_eq!(not_checked(&verify_tlog_proof(&proof, None, &nobody)), [Check::Ledger, Check::Checkpoint]);
    let bare = TlogProof { extra: None, ..tlog_proof(&log, LEDGER) }.to_string().into_bytes();
    assert_eq!(not_checked(&verify_tlog_proof(&bare, None, &pinned())), [Check::Root, Check::Statements]);
    assert_eq!(codes(&verify_tlog_proof(&bare, Some(&log.leaves[8]), &pinned())), ["tree.root@7"]);
    assert_eq!(verify_tlog_proof(&bare, Some(&log.leaves[7]), &pinned()).verdict(), Verdict::Passed);
    let of_all = [Check::Ledger, Check::Checkpoint, Check::Root, Check::Statements];
    assert_eq!(not_checked(&verify_receipt(&receipt(&log).encode(), None, &pinned())), of_all);
    let transparent = transparent(&log).encode().unwrap();
    assert_eq!(
        not_checked(&verify_transparent(&transparent, &nobody)),
        [Check::Ledger, Check::Checkpoint, Check::Root]
    );
}

/// The proofs that scitt-cose made of the same log (tests/vectors/test_proofs.py writes them): its labels stand in another order.
#[test]
fn proofs_by_a_stranger_are_accepted() {
    let text = include_str!("../../../../tests/vectors/proofs/by-scitt-cose.json");
    let vectors: serde_json::Value = serde_json::from_str(text).unwrap();
    let unhex = |text: &str| -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    };
    let vectors = vectors["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 4);
    for vector in vectors {
        let name = vector["name"].as_str().unwrap();
        let file = unhex(vector["file"].as_str().unwrap());
        let statement = vector["statement"].as_str().map(unhex);
        let form = Form::of(&file).unwrap();
        assert_eq!(form.name(), vector["form"].as_str().unwrap(), "{name}");
        let report = judge(form, &file, statement.as_deref());
        assert_eq!((codes(&report), report.verdict()), (vec![], Verdict::Passed), "{name}");
        let is_foreign = name.ends_with("of another application");
        let outcome = &report.line(Check::Statements).unwrap().outcome;
        assert_eq!(matches!(outcome, Outcome::NotApplicable(_)), is_foreign, "{name}");
    }
}

/// Tries every small damage: none of it passes, and nothing panics; `may_pass` names what nothing authenticates.
fn every_damage_is_found(form: Form, file: &[u8], statement: Option<&[u8]>, may_pass: &(dyn Fn(&[u8]) -> bool + Sync)) {
    let passes = |file: &[u8]| judge(form, file, statement).verdict() == Verdict::Passed;
    assert!(passes(file), "{}", form.name());
    assert_eq!(unfound(file, &|file| !passes(file) || may_pass(file)), Vec::<String>::new(), "{}", form.name());
}

#[test]
fn every_small_damage_is_found() {
    let log = Log::small();
    let leaf = log.leaves[INDEX as usize].as_slice();
    let nothing = |_: &[u8]| false;
    every_damage_is_found(Form::TlogProof, tlog_proof(&log, LEDGER).to_string().as_bytes(), None, &nothing);
    every_damage_is_found(Form::Consistency, growth(&log, 5).to_string().as_bytes(), None, &nothing);
    // The size of the tree is not under the signature of a receipt (RFC 9942): another one can need the same path, and gives the same root.
    let good = receipt(&log);
    let same_root = |read: &Receipt| {
        read.claimed_size() != good.claimed_size() && read.verify(leaf, &key(LEDGER).public()) == Ok(log.root())
    };
    let receipt_may = |file: &[u8]| Receipt::decode(file).is_ok_and(|read| same_root(&read));
    every_damage_is_found(Form::Receipt, &good.encode(), Some(leaf), &receipt_may);
    let transparent_may = |file: &[u8]| {
        let read = TransparentStatement::decode(file).unwrap();
        read.statement == leaf && receipt_may(&read.receipts[0])
    };
    every_damage_is_found(Form::TransparentStatement, &transparent(&log).encode().unwrap(), None, &transparent_may);
}
