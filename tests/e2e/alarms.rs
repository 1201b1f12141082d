//! A ledger that contradicts what the auditor knows of it: transcripts as a stranger would read them.

use crate::scratch::{NOW, Scratch, copy_folder, words};
use expect_test::expect;
use std::fs;

#[test]
fn a_rollback() {
    let scratch = Scratch::seen();
    let old = scratch.copy();
    scratch.done("-C desk record dock.toml --yes --key ben");
    scratch.done("-C desk verify");
    copy_folder(&old.path("desk"), &scratch.path("older"));
    expect![[r#"
        $ byline verify older
        Audit of example.org/desk in older
          15 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          failed         the log only grew since you last saw it (1 earlier checkpoint)
          (13 other checks)

        1 finding:
          log.rollback at the ledger: the checkpoint that you saw last has 20 entries, this log has only 15

        ALARM: this log is shorter than the one that you saw: it was rolled back.
          The checkpoint that you saw last, on 2025-06-15T08:00:00Z:
            | example.org/desk
            | 20
            | [base64]
            |
            | — example.org/desk [base64]
          The checkpoint of this log:
            | example.org/desk
            | 15
            | [base64]
            |
            | — example.org/desk [base64]
          Keep both, and a copy of this folder: what a ledger signed it can't unsign.

        What to do:
          log.rollback: ask for a newer copy: it may be an old one. If there is none, entries that you saw were withheld: show both checkpoints to others

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("verify older").told());
    // The memory is not moved back by it.
    let run = scratch.run("verify desk");
    assert_eq!(run.code, Some(0), "{run}");
}

#[test]
fn a_fork() {
    let scratch = Scratch::seen();
    // Somebody goes on from a backup, and the two histories part.
    let other = scratch.copy();
    scratch.done("-C desk record dock.toml --yes --key ben");
    scratch.done("-C desk verify");
    other.run_at(NOW + 60, "-C desk withdraw fire --reason 'a second history' --yes --key ana");
    other.run_at(NOW + 90, "-C desk record dock.toml --yes --key ben");
    copy_folder(&other.path("desk"), &scratch.path("forked"));
    expect![[r#"
        $ byline verify forked
        Audit of example.org/desk in forked
          22 entries, root [hash], last sealed 2025-06-15T08:01:30Z
          ledger key SHA256:[key]

          failed         the log only grew since you last saw it (1 earlier checkpoint)
          (13 other checks)

        1 finding:
          log.fork at the ledger: the checkpoint that you saw last has the root [hash] at 20 entries, this log has [hash] there

        ALARM: this log is another one than the one that you saw: it was forked.
          The checkpoint that you saw last, on 2025-06-15T08:00:00Z:
            | example.org/desk
            | 20
            | [base64]
            |
            | — example.org/desk [base64]
          The checkpoint of this log:
            | example.org/desk
            | 22
            | [base64]
            |
            | — example.org/desk [base64]
          Keep both, and a copy of this folder: what a ledger signed it can't unsign.

        What to do:
          log.fork: keep both checkpoints and a copy of both folders, and show them to the newsroom and to other auditors. Only going on from an old backup does this innocently, and the newsroom has to say so in public

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("verify forked").told());
    let json = scratch.run("verify forked --format json").json();
    assert!(json["seen"]["checkpoint"].as_str().unwrap().starts_with("example.org/desk\n20\n"));
    assert!(json["checkpoint"].as_str().unwrap().starts_with("example.org/desk\n"));
}

#[test]
fn a_swapped_key() {
    let scratch = Scratch::seen();
    fs::rename(scratch.path("desk"), scratch.path("real")).unwrap();
    // Another ledger that says it is this one.
    let command = "init desk --origin example.org/desk --handle carl --key carl";
    let elsewhere =
        scratch.run_command(scratch.command().env("BYLINE_STATE", scratch.path("forger")).args(words(command)));
    assert_eq!(elsewhere.code, Some(0), "{elsewhere}");
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          2 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          failed         the ledger is the one you pinned (1 key)
          failed         the checkpoint is signed by the ledger (0 checkpoints)
          not checked    the log only grew since you last saw it: the checkpoint here isn't shown to be the ledger's, so it says nothing against the checkpoint that you saw last
          (11 other checks)

        3 findings:
          ledger.mismatch at the ledger: you pinned SHA256:[key], this ledger's key is SHA256:[key]
          checkpoint.signature at file log/checkpoint: the checkpoint is refused: the note is not signed by any known key
          checkpoint.signature at file log/checkpoint.cose: the signed root is refused: the header is not that of a root of this log by this key

        ALARM: this is not the ledger that you know: its key is another one.
          The key that you trust:  SHA256:[key]
          The key of this ledger:  SHA256:[key]
          The checkpoint that you saw last, on 2025-06-15T08:00:00Z:
            | example.org/desk
            | 15
            | [base64]
            |
            | — example.org/desk [base64]
          The checkpoint of this log:
            | example.org/desk
            | 2
            | [base64]
            |
            | — example.org/desk [base64]
          Keep both, and a copy of this folder: what a ledger signed it can't unsign.

        What to do:
          ledger.mismatch: ask the newsroom, by another way than the folder came, which ledger and which key are theirs. Only if they confirm another one: `byline trust forget`, then pin it
          checkpoint.signature: get the folder again from its source; if that has it too, somebody changed it: ask the newsroom

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("-C desk verify").told());
}

/// The checkpoint is the very one that was seen: what lies under it here was changed, and that says nothing against the ledger.
#[test]
fn a_damaged_copy_is_no_fork() {
    let scratch = Scratch::seen();
    let path = scratch.path("desk/log/tile/entries/000.p/15");
    let mut bundle = fs::read(&path).unwrap();
    let at = bundle.len() / 2;
    bundle[at] ^= 1;
    fs::write(&path, bundle).unwrap();
    fs::remove_file(scratch.path("desk/journal")).unwrap();
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          15 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          failed         every file of the log is exact, and none is missing or extra (8 files)
          failed         all entries give the root that the ledger signed (1 root)
          not checked    the log only grew since you last saw it: the entries here don't give the root that the ledger signed, so this can't be said
          failed         every statement and seal agrees with the chain before it (15 entries)
          failed         every statement is signed by the key it names (15 entries)
          failed         every record keeps the rules, and what it refers to exists (15 entries)
          (8 other checks)

        6 findings:
          statement.signature at index 8: the signature of SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM is not valid
          reference.missing at index 12: question: b3:[id] is not in the log
          chain.broken at index 14: the seal was made over other entries than these: `after` has another head
          chain.unsealed at index 14: the leaves from index 4 on are closed by no seal
          tree.root at file log/checkpoint: the entries give [hash], the checkpoint says [hash]
          tile.malformed at file log/tile/0/000.p/15: hash 8 of the tile is not that of the entries below it

        THIS COPY IS DAMAGED OR WAS CHANGED: its checkpoint is the ledger's, and its files are not what that signs.
          That says nothing against the ledger. Get another copy, best from somebody else, and compare.

        What to do:
          statement.signature: treat the record as never made, and compare with another copy: if that has the same, ask its recorder
          reference.missing: look first whether that entry has a finding of its own. If it hasn't, the record counts as if it weren't there: ask its recorder
          chain.broken: don't use this copy: entries before it were changed, reordered or dropped, or it was signed elsewhere. Get one from somebody else and compare
          chain.unsealed: don't use this copy: it was cut off, or somebody added to it. Get it again from its source
          tree.root: don't use this copy. Get one from somebody else and compare; if that has it too, show it to the newsroom and to others
          tile.malformed: get the file again. If `all entries give the root` passed, the entries themselves are whole

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("-C desk verify").told());
    let json = scratch.run("-C desk verify --format json").json();
    assert_eq!(json["checkpoint"], json["seen"]["checkpoint"]);
    // A quick look doesn't call it one either.
    let json = scratch.run("-C desk verify --quick --format json").json();
    assert_eq!(json["findings"][0]["code"], "tile.malformed");
}

/// Anybody can write a smaller number into a checkpoint.
#[test]
fn an_edited_checkpoint_is_no_rollback() {
    let scratch = Scratch::seen();
    let checkpoint = scratch.read("desk/log/checkpoint");
    scratch.write("desk/log/checkpoint", checkpoint.replace("\n15\n", "\n4\n"));
    let run = scratch.run("-C desk verify");
    assert_eq!(run.code, Some(1), "{run}");
    assert!(!run.stdout.contains("ALARM") && !run.stdout.contains("log.rollback"), "{run}");
    assert!(run.stdout.contains("THIS COPY IS DAMAGED OR FORGED"), "{run}");
    assert!(run.stdout.contains("  not checked    the log only grew"), "{run}");
}

/// A quick look replays nothing that could bring another key: a log that can't be the known one and isn't signed by the known key is found all the same.
#[test]
fn a_quick_look_at_a_swapped_key() {
    let scratch = Scratch::seen();
    fs::rename(scratch.path("desk"), scratch.path("real")).unwrap();
    let command = "init desk --origin example.org/desk --handle carl --key carl";
    let elsewhere =
        scratch.run_command(scratch.command().env("BYLINE_STATE", scratch.path("forger")).args(words(command)));
    assert_eq!(elsewhere.code, Some(0), "{elsewhere}");
    let run = scratch.run("-C desk verify --quick --format json");
    assert_eq!(run.code, Some(1), "{run}");
    let json = run.json();
    let codes: Vec<_> = json["findings"].as_array().unwrap().iter().map(|finding| &finding["code"]).collect();
    assert_eq!(codes, ["checkpoint.signature", "checkpoint.signature"]);
}

#[test]
fn making_a_second_ledger_of_a_name_doesn_t_move_the_pin() {
    let scratch = Scratch::seen();
    expect![[r#"
        $ byline init twin --origin example.org/desk --handle carl --key carl
        --- stderr
        byline: error: you know a ledger named example.org/desk already, with the key SHA256:[key]
        byline: hint: give the new one another --origin; if the old one is gone for good: `byline trust forget example.org/desk`
        --- exit 2
    "#]].assert_eq(&scratch.run("init twin --origin example.org/desk --handle carl --key carl").to_string());
    let run = scratch.run("verify desk");
    assert_eq!(run.code, Some(0), "{run}");
}
