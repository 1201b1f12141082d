//! Folders that can't be used: what is wrong is said, and nothing is appended.

use crate::scratch::{Scratch, assert_same, words};
use expect_test::expect;
use std::fs::{self, File};
use std::process::Command;

const RECORD: &str = "-C desk record dock.toml --yes --key ben";

/// A ledger in which ben hasn't recorded yet.
fn scratch() -> Scratch {
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
        byline: error: can't read the ledger's key desk/ledger.key: No such file or directory (os error 2)
        byline: hint: only who holds the key of example.org/desk can append to it
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

#[test]
fn a_checkpoint_that_was_touched() {
    let scratch = scratch();
    scratch.edit("desk/log/checkpoint", "\n15\n", "\n14\n");
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: can't open the ledger desk: the checkpoint is refused: the signature by example.org/desk ([key id]) does not verify
        byline: hint: `byline verify` says what is wrong with it
        --- exit 2
    "#]].assert_eq(&scratch.refused(RECORD));
    expect![[r#"
        $ byline -C desk log
        --- stderr
        byline: error: can't open the ledger desk: the checkpoint is refused: the signature by example.org/desk ([key id]) does not verify
        byline: hint: `byline verify` says what is wrong with it
        --- exit 2
    "#]].assert_eq(&scratch.refused("-C desk log"));
    expect![[r#"
        $ byline -C desk show fire
        --- stderr
        byline: error: can't open the ledger desk: the checkpoint is refused: the signature by example.org/desk ([key id]) does not verify
        byline: hint: `byline verify` says what is wrong with it
        --- exit 2
    "#]].assert_eq(&scratch.refused("-C desk show fire"));
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          14 entries, root [hash]
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          failed         the checkpoint is signed by the ledger (0 checkpoints)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          failed         every file of the log is exact, and none is missing or extra (6 files)
          not checked    all entries give the root that the ledger signed: not checked from index 0 on: the bundle there is unusable
          not applicable the log only grew since you last saw it: you have not seen this log before
          not checked    every entry is a statement in its one form: not checked from index 0 on: the bundle there is unusable
          not checked    every statement and seal agrees with the chain before it: not checked from index 0 on: the bundle there is unusable
          not checked    every statement is signed by the key it names: not checked from index 0 on: the bundle there is unusable
          not checked    every signer was in the roster, with the role, at that point: not checked from index 0 on: the bundle there is unusable
          not checked    every record keeps the rules, and what it refers to exists: not checked from index 0 on: the bundle there is unusable
          not checked    sealed places hold only commitments, and what was disclosed is what was sealed: not checked from index 0 on: the bundle there is unusable
          not applicable the archived documents are the ones recorded: no document is recorded
          not applicable every quote stands where it is said to stand: no quote is recorded

        6 findings:
          checkpoint.signature at file log/checkpoint: the checkpoint is refused: the signature by example.org/desk ([key id]) does not verify
          tile.malformed at file log/tile/0/000.p/2: this partial file of an earlier size can't be read, or what took its place can't
          tile.malformed at file log/tile/0/000.p/4: this partial file of an earlier size can't be read, or what took its place can't
          tile.malformed at file log/tile/entries/000.p/14: the bundle is missing
          tile.malformed at file log/tile/entries/000.p/2: this partial file of an earlier size can't be read, or what took its place can't
          tile.malformed at file log/tile/entries/000.p/4: this partial file of an earlier size can't be read, or what took its place can't

        What to do:
          checkpoint.signature: get the folder again from its source; if that has it too, somebody changed it: ask the newsroom
          tile.malformed: get the file again. If `all entries give the root` passed, the entries themselves are whole

        note: 2 files of a later size are not committed, and were not looked at

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("-C desk verify").to_string());
    fs::remove_file(scratch.path("desk/log/checkpoint")).unwrap();
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: can't open the ledger desk: desk is not a ledger: it has no log/checkpoint
        byline: hint: make one with `byline init`, or name another with --ledger DIR
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused(RECORD));
    expect![[r#"
        $ byline -C desk verify
        --- stderr
        byline: error: can't open the ledger desk: desk is not a ledger: it has no log/checkpoint
        byline: hint: make one with `byline init`, or name another with --ledger DIR
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk verify"));
}

#[test]
fn a_tile_that_was_touched() {
    let scratch = scratch();
    flip(&scratch, "desk/log/tile/0/000.p/15", 70);
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: can't open the ledger desk: the tiles in log/ don't give the root that the checkpoint signs
        byline: hint: `byline verify` says what is wrong with it
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused(RECORD));
    expect![[r#"
        $ byline -C desk log
        --- stderr
        byline: error: can't open the ledger desk: the tiles in log/ don't give the root that the checkpoint signs
        byline: hint: `byline verify` says what is wrong with it
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk log"));
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          15 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          failed         every file of the log is exact, and none is missing or extra (8 files)
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

        2 findings:
          tile.malformed at file log/tile/0/000.p/15: hash 2 of the tile is not that of the entries below it
          tile.malformed at file log/tile/0/000.p/4: this partial file of an earlier size is no prefix of what took its place

        What to do:
          tile.malformed: get the file again. If `all entries give the root` passed, the entries themselves are whole

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("-C desk verify").to_string());
    fs::remove_file(scratch.path("desk/log/tile/0/000.p/15")).unwrap();
    expect![[r#"
        $ byline -C desk log
        --- stderr
        byline: error: can't open the ledger desk: log/tile/0/000.p/15 is missing
        byline: hint: `byline verify` says what is wrong with it
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk log"));
}

#[test]
fn a_bundle_that_was_touched() {
    let scratch = scratch();
    let bundle = fs::read(scratch.path("desk/log/tile/entries/000.p/15")).unwrap();
    let quote = b"we counted 41 boats";
    let at = bundle.windows(quote.len()).position(|window| window == quote).unwrap();
    flip(&scratch, "desk/log/tile/entries/000.p/15", at + quote.len() - 8);
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: can't append to desk: log/tile/entries/000.p/15 is not what the checkpoint signs
        byline: hint: `byline verify` says what is wrong with it
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused(RECORD));
    expect![[r#"
        $ byline -C desk log
             0  b3:[id]  ledger    the ledger   example.org/desk (example.org/desk)
             1  ──────── sealed 2025-06-15T08:00:00Z ────────
             2  b3:[id]  key       ana          enrols ben as reporter
             3  ──────── sealed 2025-06-15T08:00:00Z ────────
             4  b3:[id]  entity    ana          harbour-office: Harbour Office
             5  b3:[id]  entity    ana          harbour: the harbour
             6  b3:[id]  event     ana          fire: Fire in the harbour
             7  b3:[id]  question  ana          boats: How many boats were lost?
             8  b3:[id]  question  ana          deliberate: Was the fire started on purpose?
             9  b3:[id]  question  ana          moved: How many people were moved?
            10  b3:[id]  document  ana          bulletin: Bulletin 3, 291 bytes
        --- stderr
        byline: error: can't open the ledger desk: log/tile/entries/000.p/15 is not what the checkpoint signs
        byline: hint: `byline verify` says what is wrong with it
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk log").to_string());
    expect![[r#"
        $ byline -C desk show fire
        event b3:[id]
          entry 6, signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
          signed 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z

          kind         event
          slug         fire
          titles
            en           Fire in the harbour
          when         2025-06-13/2025-06-14
          where
            - b3:[id]  harbour: the harbour
    "#]]
    .assert_eq(&scratch.run("-C desk show fire").to_string());
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          15 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          failed         every file of the log is exact, and none is missing or extra (8 files)
          failed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (15 entries)
          failed         every statement and seal agrees with the chain before it (15 entries)
          failed         every statement is signed by the key it names (15 entries)
          passed         every signer was in the roster, with the role, at that point (15 entries)
          passed         every record keeps the rules, and what it refers to exists (15 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (15 entries)
          passed         the archived documents are the ones recorded (1 document)
          passed         every quote stands where it is said to stand (2 passages)

        5 findings:
          tree.root at file log/checkpoint: the entries give [hash], the checkpoint says [hash]
          tile.malformed at file log/tile/0/000.p/15: hash 11 of the tile is not that of the entries below it
          statement.signature at index 11: the signature of SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM is not valid
          chain.broken at index 14: the seal was made over other entries than these: `after` has another head
          chain.unsealed at index 14: the leaves from index 4 on are closed by no seal

        What to do:
          tree.root: don't use this copy. Get one from somebody else and compare; if that has it too, show it to the newsroom and to others
          tile.malformed: get the file again. If `all entries give the root` passed, the entries themselves are whole
          statement.signature: treat the record as never made, and compare with another copy: if that has the same, ask its recorder
          chain.broken: don't use this copy: entries before it were changed, reordered or dropped, or it was signed elsewhere. Get one from somebody else and compare
          chain.unsealed: don't use this copy: it was cut off, or somebody added to it. Get it again from its source

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("-C desk verify").to_string());
}

#[test]
fn a_journal_that_was_touched_or_lost() {
    let scratch = scratch();
    let journal = fs::read(scratch.path("desk/journal")).unwrap();
    flip(&scratch, "desk/journal", 20);
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: can't append to desk: the journal's header is damaged
        byline: hint: reading goes on; to write, put back the newest copy of the whole folder: a log that goes on from an older one is a second history
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused(RECORD));
    scratch.done("-C desk verify");
    fs::remove_file(scratch.path("desk/journal")).unwrap();
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: can't append to desk: the journal is missing
        byline: hint: reading goes on; to write, put back the newest copy of the whole folder: a log that goes on from an older one is a second history
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused(RECORD));
    scratch.write("desk/journal", journal);
    scratch.done(RECORD);
}

#[test]
fn a_log_that_is_an_old_copy() {
    let scratch = scratch();
    let old = scratch.copy();
    scratch.done(RECORD);
    fs::remove_dir_all(scratch.path("desk/log")).unwrap();
    fs::rename(old.path("desk/log"), scratch.path("desk/log")).unwrap();
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: can't append to desk: the journal continues a log of size 20, and the checkpoint has size 15
        byline: hint: reading goes on; to write, put back the newest copy of the whole folder: a log that goes on from an older one is a second history
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused(RECORD));
}

/// A folder that the program may read and not write to. Root may write anywhere, so there the program runs as somebody else.
#[cfg(unix)]
#[test]
fn a_folder_that_is_read_only() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    let scratch = scratch();
    let is_root = fs::metadata(scratch.path("desk")).unwrap().uid() == 0;
    let binary = scratch.path("byline");
    // A copy may still be open for writing in a process that another test started meanwhile, and can't be run then; a link is never written.
    let program = env!("CARGO_BIN_EXE_byline");
    fs::hard_link(program, &binary).or_else(|_| fs::copy(program, &binary).map(drop)).unwrap();
    if is_root && Command::new("true").uid(65_534).gid(65_534).status().is_err() {
        return eprintln!("SKIPPED: root can't become somebody else here");
    }
    scratch.done("-C desk log");
    let allow = |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    allow(&scratch.path("."), 0o755);
    each(&scratch.path("desk"), &mut |path| allow(path, if path.is_dir() { 0o555 } else { 0o444 }));
    let run = |arguments: &str| {
        let mut command = Command::new(&binary);
        scratch.settle(&mut command);
        if is_root {
            command.uid(65_534).gid(65_534);
        }
        command.args(words(arguments)).env("BYLINE_STATE", scratch.path("nobodys-state"));
        scratch.run_command(&mut command)
    };
    let before = scratch.ledger();
    allow(&scratch.path("ben"), 0o644);
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: can't append to desk: can't open desk/lock: Permission denied (os error 13)
        byline: hint: look at the disk, and at who may read and write there
        --- exit 2
    "#]]
    .assert_eq(&run(RECORD).to_string());
    assert_eq!(run("-C desk log").code, Some(0));
    expect![[r#"
        byline: reading the log instead of the index: the index can't be kept on disk (Permission denied (os error 13))
    "#]]
    .assert_eq(&run("-C desk show 0").stderr);
    expect![[r#"
        $ byline -C desk index rebuild
        --- stderr
        byline: error: the index was not built: the index can't be kept on disk (Permission denied (os error 13))
        byline: hint: every command works without it, by reading the log
        --- exit 2
    "#]]
    .assert_eq(&run("-C desk index rebuild").to_string());
    expect![[r#"
        $ byline -C desk record dock.toml --dry-run --key ben
        ben signs 4 records:
          entity     harbour-office
          document   dock
          as of 2025-06-14, where nothing else is said:
          claim.boats (line 17): the port, as the paper puts it says flatly: 38 boats
              “Згоріли 38 човнів, кажуть у порту.”
          claim.deliberate (line 22): the port, as the paper puts it is silent: declined to answer
              “Про причину там не говорять.”
          from the ledger: boats is ana's question b3:[id]
          from the ledger: deliberate is ana's question b3:[id]
        Dry run: 4 records would be signed, 0 are recorded already. Nothing was signed.
        --- stderr
        byline: reading the log instead of the index: the index can't be kept on disk (Permission denied (os error 13))
    "#]]
    .assert_eq(&run("-C desk record dock.toml --dry-run --key ben").to_string());
    assert_eq!(run("-C desk verify").code, Some(3), "{}", run("-C desk verify"));
    let run = run("init new --origin example.org/new --handle ben --key ben");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.starts_with("byline: error: can't make a ledger in new: can't create "), "{run}");
    assert!(!scratch.path("new").exists());
    assert_same(&before, &scratch.ledger());
    each(&scratch.path("desk"), &mut |path| allow(path, 0o755));
}

/// A disk that takes no more, as a limit on the size of files: a write beyond it fails as one on a full disk does.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full() {
    let scratch = scratch();
    scratch.done("-C desk index rebuild");
    let limited = |blocks: u32, arguments: &str| {
        let mut command = Command::new("/bin/sh");
        scratch.settle(&mut command);
        let program = env!("CARGO_BIN_EXE_byline");
        // Ignored, the signal becomes an error of the write.
        command.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec {program} {arguments}")]);
        scratch.run_command(&mut command)
    };
    let before = scratch.ledger();
    let journal_is_full = limited(2, RECORD);
    assert_eq!(journal_is_full.code, Some(2));
    expect![[r#"
        byline: reading the log instead of the index: the index can't be kept on disk (File too large (os error 27))
        byline: error: can't append to desk: nothing was recorded: can't append to desk/journal: File too large (os error 27)
        byline: hint: look at the disk, then try again: what is recorded already is not added twice
    "#]].assert_eq(&journal_is_full.stderr);
    let after = scratch.ledger();
    let public = |name: &&String| name.starts_with("log/");
    for name in before.keys().filter(public) {
        assert!(before[name] == after[name], "{name} changed");
    }
    scratch.done("-C desk verify");
    scratch.done(RECORD);
    scratch.done("-C desk verify");
    let run = limited(0, "-C desk key new fresh --no-passphrase");
    assert_eq!(run.code, Some(2), "{run}");
}

/// The whole of a small disk is used up. It takes the right to mount one, so it isn't tried everywhere.
#[cfg(target_os = "linux")]
#[test]
fn a_small_disk_that_is_full() {
    let scratch = scratch();
    let script = format!(
        "mkdir disk && mount -t tmpfs -o size=2m tmpfs disk || exit 77\n\
         rm -rf desk/index && cp -r desk disk/desk && (cat /dev/zero > disk/filler 2>/dev/null || true)\n\
         {0} -C disk/desk {1}\necho \"exit $?\"\nrm disk/filler\n{0} -C disk/desk {1} > /dev/null\necho \"exit $?\"\n{0} -C disk/desk verify > /dev/null\necho \"exit $?\"\n",
        env!("CARGO_BIN_EXE_byline"),
        RECORD.strip_prefix("-C desk ").unwrap(),
    );
    let mut command = Command::new("unshare");
    scratch.settle(&mut command);
    command.env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin").args(["--mount", "--map-root-user", "sh", "-c", &script]);
    match command.output() {
        Ok(output) if output.status.code() == Some(0) => {
            let text = format!(
                "{}--- stderr\n{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
            expect![[r#"
                exit 2
                exit 0
                exit 0
                --- stderr
                byline: error: can't append to disk/desk: can't write disk/desk/scratch/0: No space left on device (os error 28)
                byline: hint: look at the disk, and at who may read and write there
                byline: the index was built anew: there was no index
            "#]].assert_eq(&text);
        }
        tried => eprintln!("SKIPPED: no disk can be mounted here ({tried:?})"),
    }
}

#[cfg(unix)]
fn each(folder: &std::path::Path, act: &mut dyn FnMut(&std::path::Path)) {
    let entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    for path in entries {
        if path.is_dir() {
            each(&path, act);
        } else {
            act(&path);
        }
    }
    act(folder);
}

/// Changes one bit of a file.
fn flip(scratch: &Scratch, name: &str, at: usize) {
    let mut bytes = fs::read(scratch.path(name)).unwrap();
    bytes[at] ^= 1;
    fs::write(scratch.path(name), bytes).unwrap();
}
