//! `checkpoint` and `consistency`: that a log only grew, and that one did not.

use crate::scratch::Scratch;
use expect_test::expect;
use std::fs;

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
