//! `byline verify --quick`: what is new since the last visit, and what it says that it didn't look at.

use crate::scratch::{NOW, Scratch, copy_folder};
use expect_test::expect;
use std::fs;

/// A ledger that the auditor has seen with its first 15 entries, and that has 20 now.
fn grown() -> Scratch {
    let scratch = Scratch::seen();
    scratch.done("-C desk record dock.toml --yes --key ben");
    scratch
}

#[test]
fn what_is_new() {
    let scratch = grown();
    expect![[r#"
        $ byline verify desk --quick
        Quick look at example.org/desk in desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]
          you saw it last with 15 entries, on 2025-06-15T08:00:00Z: 5 entries are new
          last audit of all entries: 15 entries, on 2025-06-15T08:00:00Z

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          not checked    every file of the log is exact, and none is missing or extra: those at the right edge and those of new entries are; older ones, and extra ones, were not looked for
          not checked    all entries give the root that the ledger signed: the 5 new entries and the tree that you saw give it; the 15 entries before were not read again
          passed         the log only grew since you last saw it (1 earlier checkpoint)
          not checked    every entry is a statement in its one form: passed for the 5 new entries, not checked for the 15 before
          not checked    every statement and seal agrees with the chain before it: passed for the 5 new entries, except whether one stands below as well; not checked for the 15 before
          not checked    every statement is signed by the key it names: passed for the 5 new entries, not checked for the 15 before
          not checked    every signer was in the roster, with the role, at that point: passed for the 5 new entries, not checked for the 15 before
          not checked    every record keeps the rules, and what it refers to exists: rules of their own kind passed for the 5 new entries; what they refer to, and the 15 before, not checked
          not checked    sealed places hold only commitments, and what was disclosed is what was sealed: only commitments in the 5 new entries; what they disclose, and the 15 before, not checked
          not checked    the archived documents are the ones recorded: no document was opened
          not checked    every quote stands where it is said to stand: no quote was looked for

        NOT ALL CHECKED: nothing wrong was found at the right edge of the tree and in the entries that are new (5).
        The 15 before them were not read again, and no document was opened. `byline verify` reads all entries and documents.
        --- exit 3
    "#]].assert_eq(&scratch.run_at(NOW + 60, "verify desk --quick").to_string());
    // The next one goes on from there.
    expect![[r#"
        $ byline verify desk --quick
        Quick look at example.org/desk in desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]
          you saw it last with 20 entries, on 2025-06-15T08:01:00Z: 0 entries are new
          last audit of all entries: 15 entries, on 2025-06-15T08:00:00Z

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          not checked    every file of the log is exact, and none is missing or extra: those at the right edge and those of new entries are; older ones, and extra ones, were not looked for
          not checked    all entries give the root that the ledger signed: no entry is new, and the 20 that you saw were not read again
          passed         the log only grew since you last saw it (1 earlier checkpoint)
          not checked    every entry is a statement in its one form: no entry is new, and the 20 that you saw were not read again
          not checked    every statement and seal agrees with the chain before it: no entry is new, and the 20 that you saw were not read again
          not checked    every statement is signed by the key it names: no entry is new, and the 20 that you saw were not read again
          not checked    every signer was in the roster, with the role, at that point: no entry is new, and the 20 that you saw were not read again
          not checked    every record keeps the rules, and what it refers to exists: no entry is new, and the 20 that you saw were not read again
          not checked    sealed places hold only commitments, and what was disclosed is what was sealed: no entry is new, and the 20 that you saw were not read again
          not checked    the archived documents are the ones recorded: no document was opened
          not checked    every quote stands where it is said to stand: no quote was looked for

        NOT ALL CHECKED: nothing wrong was found at the right edge of the tree and in the entries that are new (0).
        The 20 before them were not read again, and no document was opened. `byline verify` reads all entries and documents.
        --- exit 3
    "#]].assert_eq(&scratch.run_at(NOW + 120, "verify desk --quick").to_string());
    expect![[r#"
        $ byline trust
        example.org/desk  SHA256:[key]
          seen 2025-06-15T08:02:00Z: 20 entries, root [hash]
          last audit of all entries 2025-06-15T08:00:00Z: 15 entries
          in [scratch]/desk
    "#]]
    .assert_eq(&scratch.run("trust").to_string());
    let json = scratch.run("verify desk --quick --format json").json();
    assert_eq!(json["verdict"], "not checked");
    expect![[r#"
        {
          "from": 20,
          "new": 0,
          "whole": {
            "at": "2025-06-15T08:00:00Z",
            "size": 15
          },
          "why_not": null
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&json["quick"]).unwrap());
    let outcomes: Vec<_> = json["checks"].as_array().unwrap().iter().map(|check| check["outcome"].clone()).collect();
    let passed = ["ledger", "checkpoint", "consistency"];
    for (check, outcome) in json["checks"].as_array().unwrap().iter().zip(outcomes) {
        let name = check["check"].as_str().unwrap();
        let want = match name {
            name if passed.contains(&name) => "passed",
            "witnesses" => "not applicable",
            _ => "not checked",
        };
        assert_eq!(outcome, want, "{name}");
    }
}

#[test]
fn with_nothing_to_start_from() {
    let scratch = grown();
    scratch.forget();
    expect![[r#"
        $ byline verify desk --quick
        Quick look at example.org/desk in desk
          20 entries, root [hash]
          ledger key SHA256:[key]
          no entry was read: there is nothing to start from: this is the first contact with this ledger
          you have made no audit of all its entries yet

          not checked    the ledger is the one you pinned: no key is pinned for example.org/desk; it calls itself SHA256:[key]: compare that with a copy from elsewhere
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          not checked    every file of the log is exact, and none is missing or extra: no entry was read
          not checked    all entries give the root that the ledger signed: no entry was read
          not applicable the log only grew since you last saw it: you have not seen this log before
          not checked    every entry is a statement in its one form: no entry was read
          not checked    every statement and seal agrees with the chain before it: no entry was read
          not checked    every statement is signed by the key it names: no entry was read
          not checked    every signer was in the roster, with the role, at that point: no entry was read
          not checked    every record keeps the rules, and what it refers to exists: no entry was read
          not checked    sealed places hold only commitments, and what was disclosed is what was sealed: no entry was read
          not checked    the archived documents are the ones recorded: no entry was read
          not checked    every quote stands where it is said to stand: no entry was read

        note: ledger.key lies in this folder, the ledger's private key: who has it can sign as the ledger. If the ledger isn't yours, tell the newsroom: `byline copy` writes a copy without it

        FIRST CONTACT: you have pinned no key for example.org/desk, so this may be anybody's ledger.
          It calls itself by the key SHA256:[key]
          Compare that with what the newsroom says elsewhere: on its site, in print, on the telephone.
          If it is the same, and only then:  byline trust pin SHA256:[key]

        NOT ALL CHECKED: nothing but the checkpoint and the right edge of the tree was looked at.
        `byline verify` reads all entries and documents.
        --- exit 3
    "#]].assert_eq(&scratch.run("verify desk --quick").to_string());
    // Nothing is remembered of it.
    assert_eq!(scratch.done("trust"), "You have pinned no ledger's key\n");
    let key = scratch.run("verify desk --quick --format json").json()["ledger_key"].as_str().unwrap().to_owned();
    scratch.done(&format!("-C desk trust pin {key}"));
    expect![[r#"
        $ byline verify desk --quick
        Quick look at example.org/desk in desk
          20 entries, root [hash]
          ledger key SHA256:[key]
          no entry was read: there is nothing to start from: you have its key, and have not seen its log yet
          you have made no audit of all its entries yet

          (14 other checks)

        NOT ALL CHECKED: nothing but the checkpoint and the right edge of the tree was looked at.
        `byline verify` reads all entries and documents.
        --- exit 3
    "#]]
    .assert_eq(&scratch.run("verify desk --quick").told());
    assert!(scratch.done("trust").contains("not seen yet"));
}

#[test]
fn a_fork_and_a_rollback() {
    let scratch = grown();
    let other = scratch.copy();
    scratch.done("-C desk withdraw fire --reason 'one history' --yes --key ana");
    let older = scratch.path("older");
    copy_folder(&other.path("desk"), &older);
    assert_eq!(scratch.run("-C desk verify --quick").code, Some(3));
    expect![[r#"
        $ byline verify older --quick
        Quick look at example.org/desk in older
          20 entries, root [hash]
          ledger key SHA256:[key]
          no entry was read: the log is shorter than the one that you saw
          last audit of all entries: 15 entries, on 2025-06-15T08:00:00Z

          failed         the log only grew since you last saw it (1 earlier checkpoint)
          (13 other checks)

        1 finding:
          log.rollback at the ledger: the checkpoint that you saw last has 22 entries, this log has only 20

        ALARM: this log is shorter than the one that you saw: it was rolled back.
          The checkpoint that you saw last, on 2025-06-15T08:00:00Z:
            | example.org/desk
            | 22
            | [base64]
            |
            | — example.org/desk [base64]
          The checkpoint of this log:
            | example.org/desk
            | 20
            | [base64]
            |
            | — example.org/desk [base64]
          Keep both, and a copy of this folder: what a ledger signed it can't unsign.

        What to do:
          log.rollback: ask for a newer copy: it may be an old one. If there is none, entries that you saw were withheld: show both checkpoints to others

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("verify older --quick").told());
    other.run_at(NOW + 60, "-C desk withdraw fire --reason 'a second history' --yes --key ana");
    other.run_at(NOW + 90, "-C desk withdraw dock --reason 'a third entry' --yes --key ben");
    copy_folder(&other.path("desk"), &scratch.path("forked"));
    expect![[r#"
        $ byline verify forked --quick
        Quick look at example.org/desk in forked
          24 entries, root [hash]
          ledger key SHA256:[key]
          no entry was read: the log is another one than the one that you saw
          last audit of all entries: 15 entries, on 2025-06-15T08:00:00Z

          failed         the log only grew since you last saw it (1 earlier checkpoint)
          (13 other checks)

        1 finding:
          log.fork at the ledger: the checkpoint that you saw last has the root [hash] at 22 entries, this log has [hash] there

        ALARM: this log is another one than the one that you saw: it was forked.
          The checkpoint that you saw last, on 2025-06-15T08:00:00Z:
            | example.org/desk
            | 22
            | [base64]
            |
            | — example.org/desk [base64]
          The checkpoint of this log:
            | example.org/desk
            | 24
            | [base64]
            |
            | — example.org/desk [base64]
          Keep both, and a copy of this folder: what a ledger signed it can't unsign.

        What to do:
          log.fork: keep both checkpoints and a copy of both folders, and show them to the newsroom and to other auditors. Only going on from an old backup does this innocently, and the newsroom has to say so in public

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("verify forked --quick").told());
    // Neither moved the memory.
    assert_eq!(scratch.run("-C desk verify").code, Some(0));
}

/// Every file of the log, one bit changed in it, as a quick look sees it: found, or a file that it says it didn't look at.
#[test]
fn damage() {
    let scratch = grown();
    let mut unfound = Vec::new();
    let names: Vec<String> = scratch.ledger().into_keys().filter(|name| name.starts_with("log/")).collect();
    for name in names {
        let path = scratch.path("desk").join(&name);
        let whole = fs::read(&path).unwrap();
        let mut bytes = whole.clone();
        let last = bytes.len() - 40;
        bytes[last] ^= 1;
        fs::write(&path, bytes).unwrap();
        let run = scratch.run("verify desk --quick");
        match run.code {
            Some(1) => {}
            _ => unfound.push((name.clone(), run.code)),
        }
        fs::write(&path, whole).unwrap();
    }
    // Only the partial files of smaller sizes, which it doesn't look for.
    let old = [2, 4, 15].map(|width| format!(".p/{width}"));
    assert!(unfound.iter().all(|(name, _)| old.iter().any(|old| name.ends_with(old.as_str()))), "{unfound:?}");
    assert_eq!(unfound.len(), 6, "{unfound:?}");
    let bundle = scratch.path("desk/log/tile/entries/000.p/20");
    let mut bytes = fs::read(&bundle).unwrap();
    let last = bytes.len() - 40;
    bytes[last] ^= 1;
    fs::write(&bundle, bytes).unwrap();
    expect![[r#"
        $ byline verify desk --quick
        Quick look at example.org/desk in desk
          20 entries, root [hash]
          ledger key SHA256:[key]
          no entry was read: a file that is needed for that is damaged
          last audit of all entries: 15 entries, on 2025-06-15T08:00:00Z

          failed         every file of the log is exact, and none is missing or extra (0 files)
          (13 other checks)

        1 finding:
          tile.malformed at file log/tile/entries/000.p/20: log/tile/entries/000.p/20 is not what the checkpoint signs

        THIS COPY IS DAMAGED OR WAS CHANGED: its checkpoint is the ledger's, and its files are not what that signs.
          That says nothing against the ledger. Get another copy, best from somebody else, and compare.

        What to do:
          tile.malformed: get the file again. If `all entries give the root` passed, the entries themselves are whole

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("verify desk --quick").told());
}

/// Statements after earlier commits than the last visit, a new key of a person and of the ledger: all are followed.
#[test]
fn a_roster_that_changes() {
    let scratch = grown();
    scratch.done("key request --origin example.org/desk --handle carl --key carl --output carl.request");
    scratch.done("-C desk key enrol carl.request --yes --key ana");
    scratch.done("-C desk withdraw dock --reason 'by an editor' --yes --key ana");
    assert_eq!(scratch.run("-C desk verify --quick").code, Some(3));
    scratch.done("-C desk key rotate-ledger --yes --key ana");
    let run = scratch.run("-C desk verify --quick");
    assert_eq!(run.code, Some(3), "{run}");
    assert!(run.stdout.contains("was replaced by the quorum"), "{run}");
    scratch.done("-C desk key revoke carl --yes --key ana");
    let run = scratch.run("-C desk verify --quick");
    assert_eq!(run.code, Some(3), "{run}");
    assert!(!run.stdout.contains("was replaced by the quorum"), "{run}");
    assert_eq!(scratch.run("-C desk verify").code, Some(0));
}

#[test]
fn combinations() {
    let scratch = grown();
    fs::copy(scratch.path("desk/log/checkpoint"), scratch.path("old")).unwrap();
    scratch.done("-C desk withdraw fire --reason 'changed' --yes --key ana");
    // An older checkpoint is held against the tree, which costs nothing.
    let json = scratch.run("verify desk --quick --since old --format json").json();
    let consistency = json["checks"].as_array().unwrap().iter().find(|check| check["check"] == "consistency").unwrap();
    assert_eq!((&consistency["outcome"], &consistency["count"]), (&"passed".into(), &2.into()));
    // Without the index, and from a bare copy of the log.
    fs::remove_dir_all(scratch.path("desk/index")).unwrap();
    copy_folder(&scratch.path("desk/log"), &scratch.path("bare"));
    assert_eq!(scratch.run("verify bare --quick").code, Some(3));
    assert!(!scratch.path("desk/index").exists());
    expect![[r#"
        $ byline verify old --quick
        --- stderr
        byline: error: old is a file, and --quick goes on from your last visit to a ledger's folder
        byline: hint: leave --quick out: a proof is checked whole, and at once
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("verify old --quick").to_string());
    expect![[r#"
        $ byline verify desk --quick --statement old
        --- stderr
        byline: error: --statement is for a receipt or a tlog-proof, and this is a ledger's folder
        byline: hint: name the file with the proof
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("verify desk --quick --statement old").to_string());
    let request = scratch.read("ben.request");
    let key = request.lines().find_map(|line| line.strip_prefix("key = \"")).unwrap().trim_end_matches('"');
    scratch.write("ben.pub", key);
    expect![[r#"
        $ byline verify desk --quick --ledger-key ben.pub
        --- stderr
        byline: error: --quick goes on from what you saw of the ledger under the key SHA256:[key]
        byline: hint: leave --ledger-key out, or leave --quick out to check the whole ledger by the other key
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("verify desk --quick --ledger-key ben.pub").to_string());
}
