//! Files under log/ and a journal that were touched: what is wrong is said, and nothing is appended.

use crate::scratch::Scratch;
use crate::wrong_ledgers::{RECORD, scratch};
use expect_test::expect;
use std::fs;

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
          tile.malformed at file log/tile/entries/000.p/14: the bundle is missing
          tile.malformed at file log/tile/entries/000.p/2: this partial file of an earlier size can't be read, or what took its place can't
          tile.malformed at file log/tile/entries/000.p/4: this partial file of an earlier size can't be read, or what took its place can't
          tile.malformed at file log/tile/0/000.p/2: this partial file of an earlier size can't be read, or what took its place can't
          tile.malformed at file log/tile/0/000.p/4: this partial file of an earlier size can't be read, or what took its place can't

        THIS COPY IS DAMAGED OR FORGED: the ledger's key has not signed its checkpoint.
          That says nothing against the ledger. Get another copy, best from somebody else, and compare.

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

        THIS COPY IS DAMAGED OR WAS CHANGED: its checkpoint is the ledger's, and its files are not what that signs.
          That says nothing against the ledger. Get another copy, best from somebody else, and compare.

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
          statement.signature at index 11: the signature of SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM is not valid
          chain.broken at index 14: the seal was made over other entries than these: `after` has another head
          chain.unsealed at index 14: the leaves from index 4 on are closed by no seal
          tree.root at file log/checkpoint: the entries give [hash], the checkpoint says [hash]
          tile.malformed at file log/tile/0/000.p/15: hash 11 of the tile is not that of the entries below it

        THIS COPY IS DAMAGED OR WAS CHANGED: its checkpoint is the ledger's, and its files are not what that signs.
          That says nothing against the ledger. Get another copy, best from somebody else, and compare.

        What to do:
          statement.signature: treat the record as never made, and compare with another copy: if that has the same, ask its recorder
          chain.broken: don't use this copy: entries before it were changed, reordered or dropped, or it was signed elsewhere. Get one from somebody else and compare
          chain.unsealed: don't use this copy: it was cut off, or somebody added to it. Get it again from its source
          tree.root: don't use this copy. Get one from somebody else and compare; if that has it too, show it to the newsroom and to others
          tile.malformed: get the file again. If `all entries give the root` passed, the entries themselves are whole

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

/// Changes one bit of a file.
fn flip(scratch: &Scratch, name: &str, at: usize) {
    let mut bytes = fs::read(scratch.path(name)).unwrap();
    bytes[at] ^= 1;
    fs::write(scratch.path(name), bytes).unwrap();
}
