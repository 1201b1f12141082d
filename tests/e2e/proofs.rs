//! `prove`, `verify FILE`, `checkpoint`, `consistency`: proofs that leave the ledger, and what others make of them.

use crate::scratch::Scratch;
use expect_test::expect;
use std::fs;

/// A ledger with records, and a proof of one claim in every form.
fn with_proofs() -> Scratch {
    let scratch = Scratch::with_records();
    scratch.done("-C desk prove event:fire -o fire.byline");
    scratch.done("-C desk prove event:fire -o fire.tlog-proof");
    scratch.done("-C desk prove event:fire -o fire.receipt --as receipt");
    scratch.done("-C desk prove event:fire -o fire.statement --as statement");
    scratch.done("-C desk prove event:fire -o fire.transparent --as transparent-statement");
    scratch
}

#[test]
fn a_bundle_is_checked_without_the_ledger() {
    let scratch = Scratch::with_records();
    expect![[r#"
        $ byline -C desk prove event:fire ana/harbour -o fire.byline
        Wrote a proof of 2 records to fire.byline: bundle, 3973 bytes
          of example.org/desk at 20 entries
          `byline verify fire.byline` checks it, by whoever knows the ledger's key SHA256:[key]
    "#]]
    .assert_eq(&scratch.run("-C desk prove event:fire ana/harbour -o fire.byline").to_string());
    // Nothing of the ledger is left but what its reader remembers of its key.
    fs::remove_dir_all(scratch.path("desk")).unwrap();
    expect![[r#"
        $ byline verify fire.byline
        Bundle in fire.byline, of example.org/desk, 20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          entry 5: entity b3:[id]
            harbour: the harbour
            signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM, 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z

          entry 6: event b3:[id]
            fire: Fire in the harbour
            signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM, 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z

          passed         the ledger is the one you pinned (1 key)
          passed         the proof has the entries that it needs and no others (7 entries)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the log is the one that you saw before: you have not seen this log before
          passed         every entry here is in the tree that the ledger signed (7 entries)
          passed         every entry here is a statement in its one form (7 entries)
          passed         the records stand between their seals, in chain and time (2 records)
          passed         every statement here is signed by the key it names (7 entries)
          passed         every signer was in the roster, with the role, at that point (7 entries)
          passed         every record keeps the rules of its kind (2 records)

        Not checked, as no such proof shows it:
          whether these records were corrected, withdrawn or disputed by others, then or later
          what they refer to, and what they correct
          the archived documents, and whether the quotes stand in them
          all other entries of the log

        PASSED: everything that this proof can show holds. This says what was recorded;
        it does not say that any claim is true.
    "#]].assert_eq(&scratch.run("verify fire.byline").to_string());
}

#[test]
fn without_a_pinned_key_it_is_first_contact() {
    let scratch = with_proofs();
    scratch.forget();
    expect![[r#"
        $ byline verify fire.byline
        Bundle in fire.byline, of example.org/desk, 20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          entry 6: event b3:[id]
            fire: Fire in the harbour
            signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM, 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z

          not checked    the ledger is the one you pinned: no key is pinned for example.org/desk; it calls itself SHA256:[key]: compare that with a copy from elsewhere
          passed         the proof has the entries that it needs and no others (6 entries)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the log is the one that you saw before: you have not seen this log before
          passed         every entry here is in the tree that the ledger signed (6 entries)
          passed         every entry here is a statement in its one form (6 entries)
          passed         the records stand between their seals, in chain and time (1 record)
          passed         every statement here is signed by the key it names (6 entries)
          passed         every signer was in the roster, with the role, at that point (6 entries)
          passed         every record keeps the rules of its kind (1 record)

        Not checked, as no such proof shows it:
          whether these records were corrected, withdrawn or disputed by others, then or later
          what they refer to, and what they correct
          the archived documents, and whether the quotes stand in them
          all other entries of the log

        NOT ALL CHECKED: nothing failed, but see the lines above that say "not checked".
        --- exit 3
    "#]].assert_eq(&scratch.run("verify fire.byline").to_string());
    expect![[r#"
        $ byline verify fire.receipt --statement fire.statement
        Receipt in fire.receipt

          entry 6: event b3:[id]
            fire: Fire in the harbour
            names the key SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM and the time 2025-06-15T08:00:00Z, which are not checked here

          not checked    the ledger is the one you pinned: no key is pinned for this ledger, and the proof doesn't hold one: pin it, or give it with --ledger-key
          passed         the proof has the entries that it needs and no others (1 entry)
          not checked    the checkpoint is signed by the ledger: no key is pinned for this ledger, and the proof doesn't hold one: pin it, or give it with --ledger-key
          not checked    every entry here is in the tree that the ledger signed: no key is pinned for this ledger, and the proof doesn't hold one: pin it, or give it with --ledger-key
          passed         every entry here is a statement in its one form (1 entry)

        Not checked, as no such proof shows it:
          who signed it, whether he could, and when it was logged
          whether these records were corrected, withdrawn or disputed by others, then or later
          what they refer to, and what they correct
          the archived documents, and whether the quotes stand in them
          all other entries of the log

        NOT ALL CHECKED: nothing failed, but see the lines above that say "not checked".
        --- exit 3
    "#]].assert_eq(&scratch.run("verify fire.receipt --statement fire.statement").to_string());
}

#[test]
fn the_public_forms_show_less_and_say_so() {
    let scratch = with_proofs();
    expect![[r#"
        $ byline verify fire.tlog-proof
        Tlog-proof in fire.tlog-proof, of example.org/desk, 20 entries, root [hash]
          ledger key SHA256:[key]

          entry 6: event b3:[id]
            fire: Fire in the harbour
            names the key SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM and the time 2025-06-15T08:00:00Z, which are not checked here

          passed         the ledger is the one you pinned (1 key)
          passed         the proof has the entries that it needs and no others (1 entry)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the log is the one that you saw before: you have not seen this log before
          passed         every entry here is in the tree that the ledger signed (1 entry)
          passed         every entry here is a statement in its one form (1 entry)

        Not checked, as no such proof shows it:
          who signed it, whether he could, and when it was logged
          whether these records were corrected, withdrawn or disputed by others, then or later
          what they refer to, and what they correct
          the archived documents, and whether the quotes stand in them
          all other entries of the log

        PASSED: everything that this proof can show holds. This says what was recorded;
        it does not say that any claim is true.
    "#]].assert_eq(&scratch.run("verify fire.tlog-proof").to_string());
    expect![[r#"
        $ byline verify fire.receipt --statement fire.statement
        Receipt in fire.receipt, of example.org/desk, 20 entries, root [hash]
          ledger key SHA256:[key]

          entry 6: event b3:[id]
            fire: Fire in the harbour
            names the key SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM and the time 2025-06-15T08:00:00Z, which are not checked here

          passed         the ledger is the one you pinned (1 key)
          passed         the proof has the entries that it needs and no others (1 entry)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          passed         every entry here is in the tree that the ledger signed (1 entry)
          passed         every entry here is a statement in its one form (1 entry)

        note: the size of 20 entries is the receipt's own word: its signature covers the root alone

        Not checked, as no such proof shows it:
          who signed it, whether he could, and when it was logged
          whether these records were corrected, withdrawn or disputed by others, then or later
          what they refer to, and what they correct
          the archived documents, and whether the quotes stand in them
          all other entries of the log

        PASSED: everything that this proof can show holds. This says what was recorded;
        it does not say that any claim is true.
    "#]].assert_eq(&scratch.run("verify fire.receipt --statement fire.statement").to_string());
    expect![[r#"
        $ byline verify fire.receipt
        Receipt in fire.receipt

          not checked    the ledger is the one you pinned: a receipt doesn't hold its statement: give it with --statement
          passed         the proof has the entries that it needs and no others (1 entry)
          not checked    the checkpoint is signed by the ledger: a receipt doesn't hold its statement: give it with --statement
          not checked    every entry here is in the tree that the ledger signed: a receipt doesn't hold its statement: give it with --statement
          not checked    every entry here is a statement in its one form: a receipt doesn't hold its statement: give it with --statement

        Not checked, as no such proof shows it:
          who signed it, whether he could, and when it was logged
          whether these records were corrected, withdrawn or disputed by others, then or later
          what they refer to, and what they correct
          the archived documents, and whether the quotes stand in them
          all other entries of the log

        NOT ALL CHECKED: nothing failed, but see the lines above that say "not checked".
        --- exit 3
    "#]].assert_eq(&scratch.run("verify fire.receipt").to_string());
    expect![[r#"
        $ byline verify fire.transparent
        Transparent statement in fire.transparent, of example.org/desk, 20 entries, root [hash]
          ledger key SHA256:[key]

          entry 6: event b3:[id]
            fire: Fire in the harbour
            names the key SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM and the time 2025-06-15T08:00:00Z, which are not checked here

          passed         the ledger is the one you pinned (1 key)
          passed         the proof has the entries that it needs and no others (1 entry)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          passed         every entry here is in the tree that the ledger signed (1 entry)
          passed         every entry here is a statement in its one form (1 entry)

        note: the size of 20 entries is the receipt's own word: its signature covers the root alone

        Not checked, as no such proof shows it:
          who signed it, whether he could, and when it was logged
          whether these records were corrected, withdrawn or disputed by others, then or later
          what they refer to, and what they correct
          the archived documents, and whether the quotes stand in them
          all other entries of the log

        PASSED: everything that this proof can show holds. This says what was recorded;
        it does not say that any claim is true.
    "#]].assert_eq(&scratch.run("verify fire.transparent").to_string());
    expect![[r#"
        $ byline verify fire.statement
        Transparent statement in fire.statement

          not checked    the ledger is the one you pinned: the proof can't be read
          failed         the proof has the entries that it needs and no others (0 entries)
          not checked    the checkpoint is signed by the ledger: the proof can't be read
          not checked    every entry here is in the tree that the ledger signed: the proof can't be read
          not checked    every entry here is a statement in its one form: the proof can't be read

        1 finding:
          proof.malformed: the statement has no receipts, so it proves nothing about a log

        Not checked, as no such proof shows it:
          who signed it, whether he could, and when it was logged
          whether these records were corrected, withdrawn or disputed by others, then or later
          what they refer to, and what they correct
          the archived documents, and whether the quotes stand in them
          all other entries of the log

        FAILED: this file proves nothing (docs/reference.md lists the codes).
        --- exit 1
    "#]]
    .assert_eq(&scratch.run("verify fire.statement").to_string());
}

#[test]
fn a_changed_proof_fails() {
    let scratch = with_proofs();
    let mut bytes = fs::read(scratch.path("fire.byline")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    scratch.write("fire.byline", &bytes);
    let run = scratch.run("verify fire.byline --format json");
    assert_eq!(run.code, Some(1), "{run}");
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
fn as_json() {
    let scratch = with_proofs();
    expect![[r#"
        $ byline -C desk prove event:fire -o fire.byline --format json
        {
          "as": "bundle",
          "byline": "prove/1",
          "bytes": 3475,
          "file": "fire.byline",
          "origin": "example.org/desk",
          "records": [
            {
              "id": "b3:[id]",
              "index": 6
            }
          ],
          "root": "[hash]",
          "size": 20
        }
    "#]]
    .assert_eq(&scratch.run("-C desk prove event:fire -o fire.byline --format json").to_string());
    expect![[r#"
        $ byline verify fire.byline --format json
        {
          "byline": "verify-proof/1",
          "checks": [
            {
              "check": "ledger",
              "count": 1,
              "counted": "keys",
              "outcome": "passed",
              "title": "the ledger is the one you pinned",
              "why": null
            },
            {
              "check": "proof",
              "count": 6,
              "counted": "entries",
              "outcome": "passed",
              "title": "the proof has the entries that it needs and no others",
              "why": null
            },
            {
              "check": "checkpoint",
              "count": 1,
              "counted": "checkpoints",
              "outcome": "passed",
              "title": "the checkpoint is signed by the ledger",
              "why": null
            },
            {
              "check": "consistency",
              "count": 0,
              "counted": "earlier checkpoints",
              "outcome": "not applicable",
              "title": "the log is the one that you saw before",
              "why": "you have not seen this log before"
            },
            {
              "check": "root",
              "count": 6,
              "counted": "entries",
              "outcome": "passed",
              "title": "every entry here is in the tree that the ledger signed",
              "why": null
            },
            {
              "check": "statements",
              "count": 6,
              "counted": "entries",
              "outcome": "passed",
              "title": "every entry here is a statement in its one form",
              "why": null
            },
            {
              "check": "chain",
              "count": 1,
              "counted": "records",
              "outcome": "passed",
              "title": "the records stand between their seals, in chain and time",
              "why": null
            },
            {
              "check": "signatures",
              "count": 6,
              "counted": "entries",
              "outcome": "passed",
              "title": "every statement here is signed by the key it names",
              "why": null
            },
            {
              "check": "signers",
              "count": 6,
              "counted": "entries",
              "outcome": "passed",
              "title": "every signer was in the roster, with the role, at that point",
              "why": null
            },
            {
              "check": "records",
              "count": 1,
              "counted": "records",
              "outcome": "passed",
              "title": "every record keeps the rules of its kind",
              "why": null
            }
          ],
          "cosigned": [],
          "file": "fire.byline",
          "findings": [],
          "form": "bundle",
          "later_format": null,
          "ledger_key": "SHA256:[key]",
          "never_shown": [
            {
              "what": "later",
              "words": "whether these records were corrected, withdrawn or disputed by others, then or later"
            },
            {
              "what": "references",
              "words": "what they refer to, and what they correct"
            },
            {
              "what": "evidence",
              "words": "the archived documents, and whether the quotes stand in them"
            },
            {
              "what": "log",
              "words": "all other entries of the log"
            }
          ],
          "notes": [],
          "origin": "example.org/desk",
          "records": [
            {
              "by": "ana",
              "id": "b3:[id]",
              "index": 6,
              "key": "SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM",
              "kind": "event",
              "logged_at": "2025-06-15T08:00:00Z",
              "signed_at": "2025-06-15T08:00:00Z",
              "suspect_since": null
            }
          ],
          "root": "[hash]",
          "sealed_at": "2025-06-15T08:00:00Z",
          "size": 20,
          "verdict": "passed"
        }
    "#]]
    .assert_eq(&scratch.run("verify fire.byline --format json").to_string());
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
fn the_log_only_grew() {
    let scratch = Scratch::with_ledger();
    let note = scratch.done("-C desk checkpoint");
    assert_eq!(note, scratch.read("desk/log/checkpoint"));
    let json = scratch.run("-C desk checkpoint --format json").json();
    assert_eq!(
        (&json["byline"], &json["size"], &json["note"]),
        (&"checkpoint/1".into(), &4.into(), &note.clone().into())
    );
    scratch.write("old.checkpoint", note);
    scratch.done("-C desk verify");
    scratch.dossiers();
    scratch.done("-C desk record fire.toml --yes --key ana");
    let proof = scratch.done("-C desk consistency old.checkpoint");
    assert!(proof.starts_with("old 4\n"), "{proof}");
    assert!(proof.ends_with(&scratch.read("desk/log/checkpoint")), "{proof}");
    expect![[r#"
        $ byline -C desk consistency old.checkpoint -o grown.consistency
        Wrote a proof that 4 entries are the first of 15 to grown.consistency
    "#]]
    .assert_eq(&scratch.run("-C desk consistency old.checkpoint -o grown.consistency").to_string());
    expect![[r#"
        $ byline verify grown.consistency
        Consistency proof in grown.consistency, of example.org/desk, 15 entries, root [hash]
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the proof has the entries that it needs and no others (1 entry)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          passed         the log is the one that you saw before (1 earlier checkpoint)

        Not checked, as no such proof shows it:
          all other entries of the log

        PASSED: everything that this proof can show holds. This says what was recorded;
        it does not say that any claim is true.
    "#]]
    .assert_eq(&scratch.run("verify grown.consistency").to_string());
}

#[test]
fn a_log_that_did_not_only_grow() {
    let scratch = Scratch::with_ledger();
    let log = fs::read(scratch.path("desk/log/checkpoint")).unwrap();
    let forked = String::from_utf8(log).unwrap();
    let root = forked.lines().nth(2).unwrap();
    scratch.write("forked.checkpoint", forked.replace(root, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="));
    expect![[r#"
        $ byline -C desk consistency forked.checkpoint
        FAILED, log.fork: this log does not continue the one of the checkpoint in forked.checkpoint: the proof leads to another root
        Keep both: docs/reference.md says what it means, under "Findings".
        --- exit 1
    "#]].assert_eq(&scratch.run("-C desk consistency forked.checkpoint").to_string());
    let longer = forked.replacen("\n4\n", "\n9\n", 1);
    scratch.write("longer.checkpoint", longer);
    expect![[r#"
        $ byline -C desk consistency longer.checkpoint
        FAILED, log.rollback: the checkpoint in longer.checkpoint has 9 entries, this log has 4
        Keep both: docs/reference.md says what it means, under "Findings".
        --- exit 1
    "#]]
    .assert_eq(&scratch.run("-C desk consistency longer.checkpoint").to_string());
    scratch.write("notes.txt", "mine");
    expect![[r#"
        $ byline -C desk consistency notes.txt
        --- stderr
        byline: error: notes.txt is no checkpoint
        byline: hint: `byline checkpoint` prints one; keep it as it is, with its signatures
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk consistency notes.txt").to_string());
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
