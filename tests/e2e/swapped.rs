//! Another ledger in a folder that the auditor knows from an earlier visit.

use crate::scratch::{NOW, Scratch, words};
use expect_test::expect;
use std::fs;

/// A folder that the auditor saw with the ledger of example.org/desk in it, and that holds somebody else's now.
fn swapped() -> Scratch {
    let scratch = Scratch::with_ledger();
    scratch.done("-C desk verify");
    fs::rename(scratch.path("desk"), scratch.path("real")).unwrap();
    let command = "init desk --origin example.org/other --handle carl --key carl";
    let elsewhere =
        scratch.run_command(scratch.command().env("BYLINE_STATE", scratch.path("forger")).args(words(command)));
    assert_eq!(elsewhere.code, Some(0), "{elsewhere}");
    scratch
}

#[test]
fn it_is_an_alarm_with_both_shown() {
    let scratch = swapped();
    expect![[r#"
        $ byline verify desk
        Audit of example.org/other in desk
          2 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          failed         the ledger is the one you pinned (1 key)
          (13 other checks)

        1 finding:
          ledger.mismatch at the ledger: in this folder you saw example.org/desk before, and now it is example.org/other

        ALARM: this folder held another ledger when you saw it last: it was swapped.
          It held example.org/desk, with the key SHA256:[key]
          The checkpoint that you saw last, on 2025-06-15T08:00:00Z:
            | example.org/desk
            | 4
            | [base64]
            |
            | — example.org/desk [base64]
          It holds example.org/other, with the key SHA256:[key]
          The checkpoint of this log:
            | example.org/other
            | 2
            | [base64]
            |
            | — example.org/other [base64]
          Did you put this ledger here yourself? Then:  byline trust forget --folder desk
          That keeps what you know of both. Else keep a copy of this folder, and ask whoever has access to it.

        What to do:
          ledger.mismatch: ask the newsroom, by another way than the folder came, which ledger and which key are theirs. Only if they confirm another one: `byline trust forget`, then pin it

        note: ledger.key lies in this folder, the ledger's private key: who has it can sign as the ledger. If the ledger isn't yours, tell the newsroom: `byline copy` writes a copy without it

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("verify desk").told());
    let json = scratch.run("verify desk --quick --format json").json();
    assert_eq!(json["verdict"], "failed");
    assert_eq!(json["folder_was"]["origin"], "example.org/desk");
    assert!(json["folder_was"]["checkpoint"].as_str().unwrap().starts_with("example.org/desk\n4\n"));
    // To pin the key of the one that is there now doesn't silence it.
    scratch.done(&format!("-C desk trust pin {}", json["ledger_key"].as_str().unwrap()));
    assert_eq!(scratch.run("verify desk").code, Some(1));
    // The known one is still known, wherever it is.
    assert_eq!(scratch.run("verify real").code, Some(0));
    let run = scratch.run("verify desk");
    assert_eq!(run.code, Some(1), "{run}");
}

#[test]
fn a_folder_that_was_reused_on_purpose() {
    let scratch = swapped();
    expect![[r#"
        $ byline trust forget --folder desk
        Forgot that desk held example.org/desk; all else that you know of it stays
    "#]]
    .assert_eq(&scratch.run("trust forget --folder desk").to_string());
    let run = scratch.run("verify desk");
    assert_eq!(run.code, Some(3), "{run}");
    assert!(run.stdout.contains("FIRST CONTACT"), "{run}");
    expect![[r#"
        $ byline trust forget --folder desk
        --- stderr
        byline: error: you have seen no ledger in desk
        byline: hint: `byline trust list` shows where you saw which
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("trust forget --folder desk").to_string());
    // What was known of the other stays.
    assert_eq!(scratch.run("verify real").code, Some(0));
    expect![[r#"
        $ byline trust forget --folder desk example.org/desk
        --- stderr
        error: the argument '--folder <DIR>' cannot be used with '[ORIGIN]'

        Usage: byline trust forget --folder <DIR> [ORIGIN]

        For more information, try '--help'.
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("trust forget --folder desk example.org/desk").to_string());
}

#[test]
fn forgetting_the_ledger_ends_it_too() {
    let scratch = swapped();
    scratch.done("trust forget example.org/desk");
    assert_eq!(scratch.run("verify desk").code, Some(3));
}

/// Whoever makes a new ledger where an old one was knows what he does.
#[test]
fn a_new_ledger_of_one_s_own() {
    let scratch = Scratch::with_ledger();
    scratch.done("-C desk verify");
    fs::remove_dir_all(scratch.path("desk")).unwrap();
    scratch.done("init desk --origin example.org/second --handle ana --key ana");
    assert_eq!(scratch.run("verify desk").code, Some(0));
}

/// Copies of one ledger in many folders are no matter, and a copy that is replaced by a newer one isn't either.
#[test]
fn many_copies_of_one_ledger() {
    let scratch = Scratch::with_ledger();
    scratch.done("-C desk verify");
    for (number, time) in (0..20).zip(NOW..) {
        let name = format!("copy-{number}");
        crate::scratch::copy_folder(&scratch.path("desk"), &scratch.path(&name));
        assert_eq!(scratch.run_at(time, &format!("verify {name}")).code, Some(0));
    }
    let listed = scratch.done("trust");
    assert_eq!(listed.matches("  in ").count(), 16, "{listed}");
    scratch.dossiers();
    scratch.done("-C desk record fire.toml --yes --key ana");
    fs::remove_dir_all(scratch.path("copy-3")).unwrap();
    crate::scratch::copy_folder(&scratch.path("desk"), &scratch.path("copy-3"));
    assert_eq!(scratch.run("verify copy-3").code, Some(0));
}
