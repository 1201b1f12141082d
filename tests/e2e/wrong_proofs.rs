//! Proofs that are no proofs: changed, of what is not there, by a key in other hands, of a later version.

use crate::proofs::with_proofs;
use crate::scratch::Scratch;
use expect_test::expect;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn a_changed_proof_fails() {
    let scratch = with_proofs();
    let mut bytes = fs::read(scratch.path("fire.byline")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    scratch.write("fire.byline", &bytes);
    let run = scratch.run("verify fire.byline --format json");
    assert_eq!(run.code, Some(1), "{run}");
    // Each code that was found is explained once, as in the verification of a ledger.
    let codes = |list: &str| -> BTreeSet<String> {
        run.json()[list].as_array().unwrap().iter().map(|one| one["code"].to_string()).collect()
    };
    assert_eq!(codes("advice"), codes("findings"));
    assert!(run.json()["advice"][0]["what_to_do"].is_string(), "{run}");
    scratch.write("fire.byline", &bytes[..middle]);
    expect![[r#"
        $ byline verify fire.byline
        Bundle in fire.byline

          not checked    the ledger is the one you pinned: the proof can't be read
          failed         the proof has the entries that it needs and no others (0 entries)
          not checked    the checkpoint is signed by the ledger: the proof can't be read
          not checked    the log is the one that you saw before: the proof can't be read
          not checked    every entry here is in the tree that the ledger signed: the proof can't be read
          not checked    every entry here is a statement in its one form: the proof can't be read
          not checked    the records stand between their seals, in chain and time: the proof can't be read
          not checked    every statement here is signed by the key it names: the proof can't be read
          not checked    every signer was in the roster, with the role, at that point: the proof can't be read
          not checked    every record keeps the rules of its kind: the proof can't be read

        1 finding:
          proof.malformed: the file is not a bundle in its one form: not well-formed CBOR: the bytes end too early

        Not checked, as no such proof shows it:
          whether these records were corrected, withdrawn or disputed by others, then or later
          what they refer to, and what they correct
          the archived documents, and whether the quotes stand in them
          all other entries of the log

        FAILED: this file proves nothing (docs/reference.md lists the codes).
        --- exit 1
    "#]]
    .assert_eq(&scratch.run("verify fire.byline").to_string());
    scratch.write("notes.txt", "mine");
    expect![[r#"
        $ byline verify notes.txt
        --- stderr
        byline: error: notes.txt is no proof that Byline knows
        byline: hint: it checks reports as HTML, bundles (.byline), tlog-proofs, COSE receipts, transparent statements and consistency proofs
        --- exit 2
    "#]].assert_eq(&scratch.run("verify notes.txt").to_string());
}

#[test]
fn what_cannot_be_proven() {
    let scratch = Scratch::with_records();
    expect![[r#"
        $ byline -C desk prove 1 -o seal.byline
        --- stderr
        byline: error: can't prove it: entry 1 is a seal, which is proven with the records that it closes
        byline: hint: name a record that the seal closes
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk prove 1 -o seal.byline").to_string());
    expect![[r#"
        $ byline -C desk prove 0 2 -o two.receipt --as receipt
        --- stderr
        byline: error: a receipt proves one record, and "2" is a second one
        byline: hint: write a bundle, which proves many, or one file for each
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk prove 0 2 -o two.receipt --as receipt").to_string());
    expect![[r#"
        $ byline -C desk prove nobody -o nobody.byline
        --- stderr
        byline: error: nothing is recorded under "nobody"
        byline: hint: `byline log` lists what there is
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk prove nobody -o nobody.byline").to_string());
    assert!(!scratch.path("seal.byline").exists() && !scratch.path("two.receipt").exists());
}

#[test]
fn what_a_key_in_other_hands_signed_is_marked() {
    let scratch = Scratch::with_records();
    // ben's dossier begins at entry 15.
    scratch.done("-C desk key compromised SHA256:UCFaPsBYqt --since 16 --reason 'it was stolen' --yes --key ana");
    scratch.done("-C desk prove 15 16 -o bens.byline");
    expect![[r#"
        $ byline verify bens.byline
        Bundle in bens.byline, of example.org/desk, 22 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          entry 15: entity b3:[id]
            harbour-office: the port, as the paper puts it
            signed by ben with SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk, 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z

          entry 16: document b3:[id]
            dock: news article, 222 bytes
            signed by ben with SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk, 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z
            SUSPECT: this key was in other hands since entry 16, as was recorded later

          passed         the ledger is the one you pinned (1 key)
          passed         the proof has the entries that it needs and no others (8 entries)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the log is the one that you saw before: you have not seen this log before
          passed         every entry here is in the tree that the ledger signed (8 entries)
          passed         every entry here is a statement in its one form (8 entries)
          passed         the records stand between their seals, in chain and time (2 records)
          passed         every statement here is signed by the key it names (8 entries)
          passed         every signer was in the roster, with the role, at that point (8 entries)
          passed         every record keeps the rules of its kind (2 records)

        note: the key SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk of ben was in other hands since index 16, as the change says that holds from index 20; what it signed since then is suspect: index 16

        Not checked, as no such proof shows it:
          whether these records were corrected, withdrawn or disputed by others, then or later
          what they refer to, and what they correct
          the archived documents, and whether the quotes stand in them
          all other entries of the log

        PASSED: everything that this proof can show holds. This says what was recorded;
        it does not say that any claim is true.
    "#]].assert_eq(&scratch.run("verify bens.byline").to_string());
    let report = scratch.run("verify bens.byline --format json").json();
    let suspect: Vec<_> =
        report["records"].as_array().unwrap().iter().map(|one| one["suspect_since"].clone()).collect();
    assert_eq!(suspect, [serde_json::Value::Null, serde_json::json!(16)]);
}

#[test]
fn a_bundle_of_a_later_version_needs_a_later_program() {
    let scratch = with_proofs();
    let mut bytes = fs::read(scratch.path("fire.byline")).unwrap();
    let digit = bytes.windows(8).position(|window| window == b"bundle 1").unwrap() + 7;
    bytes[digit] = b'2';
    scratch.write("later.byline", &bytes);
    expect![[r#"
        $ byline verify later.byline
        --- stderr
        byline: error: later.byline is a bundle of version 2, and this program knows version 1
        byline: hint: a later version of Byline wrote it: install that one
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("verify later.byline").to_string());
}

/// What the library's vectors have of a ledger that went on to version 2: the program says from where on it can't judge.
#[test]
fn a_ledger_of_a_later_version_is_not_all_checked() {
    let scratch = Scratch::new();
    let vectors = include_str!("../vectors/proofs/rosters.json");
    let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
    let named = |one: &&serde_json::Value| one["name"] == "later: a record from before version 2";
    let file = vectors["vectors"].as_array().unwrap().iter().find(named).unwrap()["file"].as_str().unwrap();
    let bytes: Vec<u8> =
        (0..file.len()).step_by(2).map(|at| u8::from_str_radix(&file[at..at + 2], 16).unwrap()).collect();
    scratch.write("later.byline", &bytes);
    scratch.write("ledger.pub", vectors["key"].as_str().unwrap());
    expect![[r#"
        $ byline verify later.byline --ledger-key ledger.pub
        Bundle in later.byline, of example.org/desk, 11 entries, root [hash]
          ledger key SHA256:[key]

          entry 4: entity b3:[id]
            mole: A place
            signed by ben with SHA256:[key], 2025-11-09T14:55:50Z, logged 2025-11-09T14:56:40Z

          passed         the ledger is the one you pinned (1 key)
          not checked    the proof has the entries that it needs and no others: not checked from index 8 on: the format is 2 there, and this program knows format 1
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the log is the one that you saw before: you have not seen this log before
          passed         every entry here is in the tree that the ledger signed (7 entries)
          not checked    every entry here is a statement in its one form: not checked from index 8 on: the format is 2 there, and this program knows format 1
          not checked    the records stand between their seals, in chain and time: not checked from index 8 on: the format is 2 there, and this program knows format 1
          not checked    every statement here is signed by the key it names: not checked from index 8 on: the format is 2 there, and this program knows format 1
          not checked    every signer was in the roster, with the role, at that point: not checked from index 8 on: the format is 2 there, and this program knows format 1
          not checked    every record keeps the rules of its kind: not checked from index 8 on: the format is 2 there, and this program knows format 1

        Not checked, as no such proof shows it:
          whether these records were corrected, withdrawn or disputed by others, then or later
          what they refer to, and what they correct
          the archived documents, and whether the quotes stand in them
          all other entries of the log

        NOT ALL CHECKED: nothing failed, but it takes a later version of Byline to check the rest.
        --- exit 3
    "#]].assert_eq(&scratch.run("verify later.byline --ledger-key ledger.pub").to_string());
}
