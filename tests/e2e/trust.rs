//! What an auditor knows of ledgers: first contact, pinned keys, and what is no ledger.

use crate::scratch::{Scratch, copy_folder};
use expect_test::expect;
use std::fs;

/// The fingerprint of the ledger's key, as it stands in what `verify` prints.
fn fingerprint(scratch: &Scratch) -> String {
    scratch.run("-C desk verify --format json").json()["ledger_key"].as_str().unwrap().to_owned()
}

#[test]
fn a_first_contact() {
    let scratch = Scratch::seen();
    copy_folder(&scratch.path("desk/log"), &scratch.path("copy"));
    scratch.forget();
    expect![[r#"
        $ byline verify copy
        Audit of example.org/desk in copy
          15 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          not checked    the ledger is the one you pinned: no key is pinned for example.org/desk; it calls itself SHA256:[key]: compare that with a copy from elsewhere
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (8 files)
          passed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (15 entries)
          passed         every statement and seal agrees with the chain before it (15 entries)
          passed         every statement is signed by the key it names (15 entries)
          passed         every signer was in the roster, with the role, at that point (15 entries)
          passed         every record keeps the rules, and what it refers to exists (15 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (15 entries)
          not checked    the archived documents are the ones recorded: 1 of 1 documents are not on this machine
          not checked    every quote stands where it is said to stand: 3 of 3 passages stand in texts of which no good copy is on this machine

        FIRST CONTACT: you have pinned no key for example.org/desk, so this may be anybody's ledger.
          It calls itself by the key SHA256:[key]
          Compare that with what the newsroom says elsewhere: on its site, in print, on the telephone.
          If it is the same, and only then:  byline trust pin SHA256:[key]

        NOT ALL CHECKED: nothing failed, but see the lines above that say "not checked".
        --- exit 3
    "#]].assert_eq(&scratch.run("verify copy").to_string());
    // Nothing is remembered of a ledger that nobody has vouched for.
    expect![[r#"
        $ byline trust
        You have pinned no ledger's key
    "#]]
    .assert_eq(&scratch.run("trust").to_string());
    let json = scratch.run("verify desk --format json").json();
    assert_eq!((&json["first_contact"], &json["verdict"]), (&true.into(), &"not checked".into()));

    let key = fingerprint(&scratch);
    expect![[r#"
        $ byline -C copy trust pin SHA256:[key]
        Pinned SHA256:[key] for example.org/desk
    "#]]
    .assert_eq(&scratch.run(&format!("-C copy trust pin {key}")).to_string());
    let run = scratch.run("verify desk");
    assert_eq!(run.code, Some(0), "{run}");
    expect![[r#"
        $ byline trust list
        example.org/desk  SHA256:[key]
          seen 2025-06-15T08:00:00Z: 15 entries, root [hash]
          last audit of all entries 2025-06-15T08:00:00Z: 15 entries
          in [scratch]/desk
    "#]]
    .assert_eq(&scratch.run("trust list").to_string());
    expect![[r#"
        $ byline trust forget example.org/desk
        Forgot example.org/desk: the next audit will be a first contact
    "#]]
    .assert_eq(&scratch.run("trust forget example.org/desk").to_string());
    expect![[r#"
        $ byline trust forget example.org/desk
        --- stderr
        byline: error: you know nothing of example.org/desk
        byline: hint: `byline trust list` shows what you know
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("trust forget example.org/desk").to_string());
}

#[test]
fn only_the_right_key_is_pinned() {
    let scratch = Scratch::seen();
    scratch.forget();
    expect![[r#"
        $ byline -C desk trust pin SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk
        --- stderr
        byline: error: the ledger in desk has another key: SHA256:[key]
        byline: hint: don't pin it: this is not the ledger that you were told of, or you mistyped its key
        --- exit 2
    "#]]
    .assert_eq(&scratch.run(&format!("-C desk trust pin {}", crate::scratch::BEN)).to_string());
    expect![[r#"
        $ byline trust pin SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk --origin example.org/desk
        --- stderr
        byline: error: a fingerprint alone is no key
        byline: hint: a file that holds the key is checked by it: `byline verify FILE --ledger-key SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk`; to pin it, give the whole key, or name the ledger's folder with -C DIR
        --- exit 2
    "#]]
    .assert_eq(&scratch.run(&format!("trust pin {} --origin example.org/desk", crate::scratch::BEN)).to_string());
    expect![[r#"
        $ byline trust pin nowhere.pub --origin example.org/desk
        --- stderr
        byline: error: can't read the key nowhere.pub: No such file or directory (os error 2)
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("trust pin nowhere.pub --origin example.org/desk").to_string());
    // The key may come before the folder.
    let key = scratch.read("desk/byline.toml").split('"').nth(3).unwrap().to_owned();
    scratch.done(&format!("trust pin '{key}' --origin example.org/desk"));
    let run = scratch.run("verify desk");
    assert_eq!(run.code, Some(0), "{run}");
    // The same again is no matter, another is.
    scratch.done(&format!("-C desk trust pin {}", fingerprint(&scratch)));
}

#[test]
fn what_is_no_ledger_is_said() {
    let scratch = Scratch::new();
    fs::create_dir(scratch.path("empty")).unwrap();
    expect![[r#"
        $ byline verify empty
        --- stderr
        byline: error: can't open the ledger empty: empty is not a ledger: it has no log/checkpoint
        byline: hint: make one with `byline init`, or name another with --ledger DIR
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("verify empty").to_string());
    expect![[r#"
        $ byline verify nowhere
        --- stderr
        byline: error: nowhere is neither a file nor a folder
        byline: hint: name a ledger's folder, a bare copy of its log/, or a file with a proof or a report
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("verify nowhere").to_string());
    expect![[r#"
        $ byline trust
        You have pinned no ledger's key
    "#]]
    .assert_eq(&scratch.run("trust").to_string());
}
