//! ids.json: keys, ids, chain, roster and tree.

use crate::golden::{Fields as _, hex, json, leaves};
use byline_ledger::audit::Replay;
use byline_ledger::chain::RosterChain;
use byline_ledger::cose::{Sign1, signed_bytes};
use byline_ledger::hash::{Blake3, LeafDigest, Sha256};
use byline_ledger::key::{PublicKey, PublicKeyBytes, SecretKey, SignatureBytes};
use byline_ledger::ledger::{parse_ssh_text, ssh_text};
use byline_ledger::merkle::{Frontier, leaf_hash};
use byline_ledger::position::Index;
use byline_ledger::record::{Role, proof_bytes};
use byline_ledger::statement::Unverified;
use coset::TaggedCborSerializable as _;
use std::num::NonZero;
use std::process::Command;
use zeroize::Zeroizing;

#[test]
fn seeds_give_keys_and_kids() {
    for vector in json("ids.json").list("keys") {
        let name = vector.text("name");
        let public = SecretKey::from_seed(&Zeroizing::new(vector.bytes32("seed"))).public();
        assert_eq!(public.bytes(), PublicKeyBytes::from_bytes(vector.bytes32("key")), "{name}");
        assert_eq!(PublicKey::accept(public.bytes()), Ok(public), "{name}");
        assert_eq!(hex(public.kid().as_bytes()), vector.text("kid"), "{name}");
        assert_eq!(public.kid().to_string(), vector.text("fingerprint"), "{name}");
        assert_eq!(ssh_text(&public.bytes()), vector.text("ssh"), "{name}");
        assert_eq!(parse_ssh_text(vector.text("ssh")), Ok(public), "{name}");
    }
}

#[test]
fn keys_that_are_not_acceptable() {
    for vector in json("ids.json").list("not_acceptable") {
        let key = PublicKeyBytes::from_bytes(vector.bytes32("key"));
        assert!(PublicKey::accept(key).is_err(), "{}", vector.text("name"));
    }
}

#[test]
fn a_new_key_consents() {
    let vector = &json("ids.json")["proof"];
    let key = PublicKey::accept(PublicKeyBytes::from_bytes(vector.bytes32("key"))).unwrap();
    let role = [Role::Editor, Role::Reporter].into_iter().find(|role| role.name() == vector.text("role")).unwrap();
    let (origin, handle) = (vector.text("origin").parse().unwrap(), vector.text("handle").parse().unwrap());
    let message = proof_bytes(&origin, &handle, role, key.kid());
    assert_eq!(hex(&message), vector.text("message"));
    let signature = SignatureBytes::from_bytes(vector.bytes("signature").try_into().unwrap());
    assert!(key.is_valid(&message, signature));
}

#[test]
fn hashes_of_a_text() {
    let vector = &json("ids.json")["hashes"];
    let input = vector.text("input").as_bytes();
    assert_eq!(Blake3::of(input).to_string(), vector.text("blake3"));
    assert_eq!(Blake3::of_large(input).to_string(), vector.text("blake3"));
    assert_eq!(Sha256::of(input).to_string(), vector.text("sha256"));
}

#[test]
fn records_have_the_ids_of_what_was_signed() {
    let vectors = json("ids.json");
    let leaves = leaves(&vectors["log"]);
    assert_eq!(vectors.list("records").len(), leaves.len());
    for (vector, leaf) in vectors.list("records").iter().zip(&leaves) {
        let index = vector.number("index");
        let statement = Unverified::parse(leaf).unwrap();
        assert_eq!(statement.id().to_string(), vector.text("id"), "{index}");
        assert_eq!(statement.record().kind().name(), vector.text("kind"), "{index}");
        assert_eq!(hex(&statement.record().encode()), vector.text("payload"), "{index}");
        let sign1 = Sign1::decode(leaf).unwrap();
        assert_eq!(hex(&sign1.protected), vector.text("protected"), "{index}");
        assert_eq!(hex(&signed_bytes(&sign1.protected, &sign1.payload)), vector.text("sig_structure"), "{index}");
        assert_eq!(LeafDigest::of(leaf).to_string(), vector.text("blake3_of_leaf"), "{index}");
        assert_eq!(leaf_hash(leaf).to_string(), vector.text("tree_leaf"), "{index}");
    }
}

#[test]
fn a_strangers_cose_reads_the_same_parts() {
    for leaf in leaves(&json("statements.json")["valid"]) {
        let theirs = coset::CoseSign1::from_tagged_slice(&leaf).unwrap();
        let ours = Unverified::parse(&leaf).unwrap();
        assert_eq!(theirs.protected.header.alg, Some(coset::Algorithm::Assigned(coset::iana::Algorithm::EdDSA)));
        assert_eq!(theirs.protected.header.key_id, ours.kid().as_bytes());
        assert!(theirs.unprotected.is_empty());
        assert_eq!(theirs.payload, Some(ours.record().encode()));
        let sign1 = Sign1::decode(&leaf).unwrap();
        assert_eq!(theirs.tbs_data(&[]), sign1.signed_bytes());
        assert_eq!(theirs.signature, sign1.signature.as_bytes());
    }
}

#[test]
fn chain_roster_and_tree_grow_alike() {
    let vectors = json("ids.json");
    let leaves = leaves(&vectors["log"]);
    let mut replay = Replay::default();
    let mut frontier = Frontier::new();
    let (mut heads, mut roots) = (Vec::new(), Vec::new());
    let mut rosters = vec![(0, hex(&[0; 32]))];
    for leaf in &leaves {
        let checked = replay.check(&[leaf], NonZero::<usize>::MIN).pop().unwrap();
        assert_eq!(replay.judge(checked).unwrap().findings, []);
        frontier.push(leaf_hash(leaf));
        let state = replay.state().unwrap();
        heads.push(state.head().to_string());
        roots.push((state.next().get(), frontier.root().to_string()));
        let chain = state.roster().chain();
        if rosters.last().is_some_and(|(count, _)| *count < chain.count) {
            rosters.push((chain.count, chain.hash.to_string()));
        }
    }
    let of = |list: &str, number: &str, hash: &str| -> Vec<(u64, String)> {
        vectors.list(list).iter().map(|one| (one.number(number), one.text(hash).to_owned())).collect()
    };
    assert_eq!(of("chain", "size", "head")[1..], (1..).zip(heads).collect::<Vec<_>>());
    assert_eq!(of("tree", "size", "root"), roots);
    assert_eq!(of("rosters", "count", "hash"), rosters);
    let start = byline_ledger::chain::start(
        vectors["log"].text("origin"),
        &parse_ssh_text(vectors["log"].text("key")).unwrap().bytes(),
    );
    assert_eq!(start.to_string(), vectors.list("chain")[0].text("head"));
    assert_eq!(RosterChain::START.hash.to_string(), vectors.list("rosters")[0].text("hash"));
    assert_ne!(RosterChain::START.with(Index::ZERO, Unverified::parse(&leaves[0]).unwrap().id()), RosterChain::START);
}

#[test]
fn ssh_keygen_shows_the_same_fingerprints() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.pub");
    for vector in json("ids.json").list("keys") {
        std::fs::write(&file, format!("{} {}\n", vector.text("ssh"), vector.text("name"))).unwrap();
        let run = Command::new("ssh-keygen").arg("-lf").arg(&file).output();
        let run = run.expect("this test needs ssh-keygen (Debian: apt-get install openssh-client)");
        let shown = String::from_utf8(run.stdout).unwrap();
        assert_eq!(shown.split(' ').nth(1), Some(vector.text("fingerprint")), "{shown}");
    }
}
