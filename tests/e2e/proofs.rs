//! `prove` and `verify FILE`: proofs that leave the ledger, and what others make of them.

use crate::scratch::Scratch;
use expect_test::expect;
use std::fs;

/// A ledger with records, and a proof of one claim in every form.
pub fn with_proofs() -> Scratch {
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

        FIRST CONTACT: you have pinned no key for example.org/desk, so this may be anybody's.
          It calls itself by the key SHA256:[key]
          Compare that with what the newsroom says elsewhere: on its site, in print, on the telephone.
          If it is the same, and only then:  byline verify fire.byline --ledger-key SHA256:[key]
          or, for all that comes from it:    byline trust pin 'ssh-ed25519 [base64]' --origin example.org/desk

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
              "index": 6,
              "marks": []
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
          "advice": [],
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
