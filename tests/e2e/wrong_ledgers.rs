//! Folders that can't be used: what is wrong is said, and nothing is appended.

use crate::scratch::Scratch;
use expect_test::expect;
use std::fs::{self, File};

pub const RECORD: &str = "-C desk record dock.toml --yes --key ben";

/// A ledger in which ben hasn't recorded yet.
pub fn scratch() -> Scratch {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.done("-C desk record fire.toml --yes --key ana");
    scratch
}

#[test]
fn a_folder_that_is_no_ledger() {
    let scratch = scratch();
    expect![[r#"
        $ byline -C nowhere record dock.toml --yes --key ben
        --- stderr
        byline: error: can't open the ledger nowhere: nowhere is not a ledger: it has no byline.toml
        byline: hint: make one with `byline init`, or name another with --ledger DIR
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C nowhere record dock.toml --yes --key ben"));
    expect![[r#"
        $ byline -C home log
        --- stderr
        byline: error: can't open the ledger home: home is not a ledger: it has no byline.toml
        byline: hint: make one with `byline init`, or name another with --ledger DIR
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C home log"));
    fs::create_dir(scratch.path("empty")).unwrap();
    expect![[r#"
        $ byline -C empty show 0
        --- stderr
        byline: error: can't open the ledger empty: empty is not a ledger: it has no byline.toml
        byline: hint: make one with `byline init`, or name another with --ledger DIR
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C empty show 0"));
    expect![[r#"
        $ byline -C empty verify
        --- stderr
        byline: error: can't open the ledger empty: empty is not a ledger: it has no log/checkpoint
        byline: hint: make one with `byline init`, or name another with --ledger DIR
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C empty verify"));
    expect![[r#"
        $ byline -C dock.toml verify
        --- stderr
        byline: error: can't open the ledger dock.toml: can't read dock.toml/log/checkpoint.cose: Not a directory (os error 20)
        byline: hint: look at the disk, and at who may read and write there
        --- exit 2
    "#]].assert_eq(&scratch.refused("-C dock.toml verify"));
    expect![[r#"
        $ byline log
        --- stderr
        byline: error: this folder is no ledger, nor is any above it
        byline: hint: name one with --ledger DIR, or make one with `byline init DIR`
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("log"));
    assert_eq!(fs::read_dir(scratch.path("empty")).unwrap().count(), 0);
}

#[test]
fn somebody_else_is_writing() {
    let scratch = scratch();
    let lock = File::create(scratch.path("desk/lock")).unwrap();
    lock.lock().unwrap();
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: can't append to desk: another process is writing to desk
        byline: hint: wait until the other process is done, then try again
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused(RECORD));
    // Reading goes on meanwhile.
    scratch.done("-C desk verify");
    scratch.done("-C desk record dock.toml --dry-run --key ben");
    drop(lock);
    scratch.done(RECORD);
}

#[test]
fn a_later_version_wrote_it() {
    let scratch = scratch();
    scratch.edit("desk/byline.toml", "format = 1", "format = 2");
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: can't open the ledger desk: byline.toml has format 2; this program knows format 1
        byline: hint: a later version of Byline wrote it: install that one
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused(RECORD));
    expect![[r#"
        $ byline -C desk log
        --- stderr
        byline: error: can't open the ledger desk: byline.toml has format 2; this program knows format 1
        byline: hint: a later version of Byline wrote it: install that one
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk log"));
    expect![[r#"
        $ byline -C desk verify
        --- stderr
        byline: error: can't open the ledger desk: byline.toml has format 2; this program knows format 1
        byline: hint: a later version of Byline wrote it: install that one
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk verify").to_string());
}

#[test]
fn a_byline_toml_that_was_touched() {
    let scratch = scratch();
    scratch.edit("desk/byline.toml", "example.org/desk", "example.org/other");
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: can't open the ledger desk: the checkpoint is refused: the note is not signed by any known key
        byline: hint: `byline verify` says what is wrong with it
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused(RECORD));
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          15 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          failed         the ledger is the one you pinned (1 key)
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
          passed         the archived documents are the ones recorded (1 document)
          passed         every quote stands where it is said to stand (3 passages)

        1 finding:
          ledger.mismatch at file byline.toml: byline.toml names example.org/other with the key SHA256:[key], entry 0 names example.org/desk with the key SHA256:[key]

        What to do:
          ledger.mismatch: ask the newsroom, by another way than the folder came, which ledger and which key are theirs. Only if they confirm another one: `byline trust forget`, then pin it

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("-C desk verify").to_string());
    scratch.write("desk/byline.toml", "hello");
    expect![[r#"
        $ byline -C desk log
        --- stderr
        byline: error: can't open the ledger desk: byline.toml is not the three lines format, origin and key that `byline init` writes
        byline: hint: put byline.toml back as it was; `byline verify` checks the log in spite of it
        --- exit 2
    "#]].assert_eq(&scratch.refused("-C desk log"));
}

#[test]
fn a_ledger_without_its_own_key() {
    let scratch = scratch();
    let key = scratch.read("desk/ledger.key");
    fs::remove_file(scratch.path("desk/ledger.key")).unwrap();
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: desk has no ledger.key, so nothing can be recorded in it
        byline: hint: a copy of example.org/desk has none: record in the folder that it was made of; if this is that one, put the key back from its backup
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused(RECORD));
    scratch.write("desk/ledger.key", scratch.read("carl"));
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: can't append to desk: the ledger's key file holds another key than the ledger's
        byline: hint: put back the ledger.key that `byline init` made, or the newest one if the ledger's key was replaced since
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused(RECORD));
    scratch.write("desk/ledger.key", scratch.read("dora"));
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: desk/ledger.key is no OpenSSH key without passphrase
        byline: hint: put back the ledger.key that `byline init` made, or the newest one if the ledger's key was replaced since
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused(RECORD));
    scratch.write("desk/ledger.key", "");
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: desk/ledger.key is no OpenSSH key without passphrase
        byline: hint: put back the ledger.key that `byline init` made, or the newest one if the ledger's key was replaced since
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused(RECORD));
    // Who only reads needs none.
    scratch.done("-C desk verify");
    scratch.write("desk/ledger.key", key);
    scratch.done(RECORD);
}
