//! `verify`: a ledger that passes, one that nobody has seen, documents that are not here or were touched.

use crate::scratch::Scratch;
use expect_test::expect;
use std::fs;

#[test]
fn a_ledger_that_passes() {
    let scratch = Scratch::with_records();
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (10 files)
          passed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (20 entries)
          passed         every statement and seal agrees with the chain before it (20 entries)
          passed         every statement is signed by the key it names (20 entries)
          passed         every signer was in the roster, with the role, at that point (20 entries)
          passed         every record keeps the rules, and what it refers to exists (20 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (20 entries)
          passed         the archived documents are the ones recorded (2 documents)
          passed         every quote stands where it is said to stand (5 passages)

        PASSED: nothing was changed, dropped, backdated or forked. This says who recorded what, and when;
        it does not say that any claim is true.
    "#]]
    .assert_eq(&scratch.run("-C desk verify").to_string());
    // Inside of the folder it needn't be named.
    let mut command = scratch.command();
    command.current_dir(scratch.path("desk/log")).arg("verify");
    expect![[r#"
        $ byline verify
        Audit of example.org/desk in [scratch]/desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (10 files)
          passed         all entries give the root that the ledger signed (1 root)
          passed         the log only grew since you last saw it (1 earlier checkpoint)
          passed         every entry is a statement in its one form (20 entries)
          passed         every statement and seal agrees with the chain before it (20 entries)
          passed         every statement is signed by the key it names (20 entries)
          passed         every signer was in the roster, with the role, at that point (20 entries)
          passed         every record keeps the rules, and what it refers to exists (20 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (20 entries)
          passed         the archived documents are the ones recorded (2 documents)
          passed         every quote stands where it is said to stand (5 passages)

        PASSED: nothing was changed, dropped, backdated or forked. This says who recorded what, and when;
        it does not say that any claim is true.
    "#]]
    .assert_eq(&scratch.run_command(&mut command).to_string());
}

#[test]
fn a_ledger_that_nobody_here_has_seen() {
    let scratch = Scratch::with_records();
    scratch.forget();
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          not checked    the ledger is the one you pinned: no key is pinned for example.org/desk; it calls itself SHA256:[key]: compare that with a copy from elsewhere
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (10 files)
          passed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (20 entries)
          passed         every statement and seal agrees with the chain before it (20 entries)
          passed         every statement is signed by the key it names (20 entries)
          passed         every signer was in the roster, with the role, at that point (20 entries)
          passed         every record keeps the rules, and what it refers to exists (20 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (20 entries)
          passed         the archived documents are the ones recorded (2 documents)
          passed         every quote stands where it is said to stand (5 passages)

        note: ledger.key lies in this folder, the ledger's private key: who has it can sign as the ledger. If the ledger isn't yours, tell the newsroom: `byline copy` writes a copy without it

        FIRST CONTACT: you have pinned no key for example.org/desk, so this may be anybody's ledger.
          It calls itself by the key SHA256:[key]
          Compare that with what the newsroom says elsewhere: on its site, in print, on the telephone.
          If it is the same, and only then:  byline trust pin SHA256:[key]

        NOT ALL CHECKED: nothing failed, but see the lines above that say "not checked".
        --- exit 3
    "#]].assert_eq(&scratch.run("-C desk verify").to_string());
    // An audit without a pin doesn't make one.
    assert_eq!(scratch.run("-C desk verify").code, Some(3));
    let config = scratch.read("desk/byline.toml");
    let key = config.lines().find_map(|line| line.strip_prefix("key = ")).unwrap().trim_matches('"');
    let run = scratch.run(&format!("-C desk verify --ledger-key '{key}'"));
    assert_eq!(run.code, Some(0), "{run}");
    let ana = scratch.run("-C desk verify --ledger-key ana");
    expect![[r#"
        $ byline -C desk verify --ledger-key ana
        --- stderr
        byline: error: --ledger-key ana: the key is not `ssh-ed25519 ` and base64
        byline: hint: give the text `ssh-ed25519 AAAA..`, a file that holds it, or its fingerprint `SHA256:[key]..`
        --- exit 2
    "#]]
    .assert_eq(&ana.to_string());
    expect![[r#"
        $ byline -C desk verify --ledger-key nowhere
        --- stderr
        byline: error: can't read the key nowhere: No such file or directory (os error 2)
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk verify --ledger-key nowhere").to_string());
}

#[test]
fn a_document_that_is_not_here_is_not_checked() {
    let scratch = Scratch::with_records();
    fs::remove_dir_all(scratch.path("desk/archive")).unwrap();
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (10 files)
          passed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (20 entries)
          passed         every statement and seal agrees with the chain before it (20 entries)
          passed         every statement is signed by the key it names (20 entries)
          passed         every signer was in the roster, with the role, at that point (20 entries)
          passed         every record keeps the rules, and what it refers to exists (20 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (20 entries)
          not checked    the archived documents are the ones recorded: 2 of 2 documents are not on this machine
          not checked    every quote stands where it is said to stand: 5 of 5 passages stand in texts of which no good copy is on this machine

        NOT ALL CHECKED: nothing failed, but see the lines above that say "not checked".
        --- exit 3
    "#]].assert_eq(&scratch.run("-C desk verify").to_string());
}

#[test]
fn a_document_that_was_touched() {
    let scratch = Scratch::with_records();
    let ledger = scratch.ledger();
    let touched =
        ledger.iter().find(|(name, bytes)| name.starts_with("archive/") && bytes.starts_with(b"This is fiction"));
    let (name, bytes) = touched.unwrap();
    scratch.write(&format!("desk/{name}"), String::from_utf8(bytes.clone()).unwrap().replace("41 boats", "14 boats"));
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (10 files)
          passed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (20 entries)
          passed         every statement and seal agrees with the chain before it (20 entries)
          passed         every statement is signed by the key it names (20 entries)
          passed         every signer was in the roster, with the role, at that point (20 entries)
          passed         every record keeps the rules, and what it refers to exists (20 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (20 entries)
          failed         the archived documents are the ones recorded (2 documents)
          not checked    every quote stands where it is said to stand: 3 of 5 passages stand in texts of which no good copy is on this machine

        2 findings:
          document.hash at index 10: the archived document `bulletin` ([hash]) has another BLAKE3, another SHA-256
          document.hash at index 10: the archived text of `bulletin` ([hash]) is not the one recorded

        What to do:
          document.hash: find the right file; until then don't rely on quotes from it. If nobody has it, ask the newsroom who could change the archive

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("-C desk verify").to_string());
}
