//! `verify --since OLD`: the log continues a checkpoint that somebody kept, by whichever key was the ledger's then.

use crate::scratch::{NOW, Scratch, copy_folder};
use expect_test::expect;
use std::fs;

/// A ledger whose key was replaced twice; `old-1`, `old-2`, `old-3` are checkpoints by its three keys, and only the last is pinned.
fn replaced() -> Scratch {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    let keep = |name: &str| scratch.write(name, scratch.read("desk/log/checkpoint"));
    keep("old-1");
    copy_folder(&scratch.path("desk"), &scratch.path("first-key"));
    scratch.done("-C desk key rotate-ledger --yes --key ana");
    keep("old-2");
    scratch.done("-C desk record fire.toml --yes --key ana");
    scratch.done("-C desk key rotate-ledger --yes --key ana");
    scratch.done("-C desk record dock.toml --yes --key ben");
    keep("old-3");
    scratch.done("-C desk withdraw fire --reason 'a later entry' --yes --key ana");
    scratch.forget();
    let key = scratch.run("verify desk --format json").json()["ledger_key"].as_str().unwrap().to_owned();
    scratch.done(&format!("-C desk trust pin {key}"));
    scratch
}

#[test]
fn every_key_of_its_time_counts() {
    let scratch = replaced();
    for old in ["old-1", "old-2", "old-3"] {
        let run = scratch.run(&format!("verify desk --since {old}"));
        assert_eq!(run.code, Some(0), "{old}\n{run}");
        assert!(run.stdout.contains("passed         the log only grew since you last saw it"), "{old}\n{run}");
    }
    // Also where nothing is pinned, or the first key is given.
    scratch.forget();
    let run = scratch.run("verify desk --since old-2");
    assert!(run.stdout.contains("passed         the log only grew since you last saw it"), "{run}");
    let first_key = scratch.read("desk/byline.toml").split('"').nth(3).unwrap().to_owned();
    scratch.done(&format!("verify desk --ledger-key '{first_key}' --since old-2"));
}

/// Whoever holds a former key of the ledger can still sign, but not for a time that wasn't its own.
#[test]
fn a_former_key_proves_nothing_later() {
    let scratch = replaced();
    scratch.run_at(NOW + 60, "-C first-key record fire.toml --yes --key ana");
    scratch.run_at(NOW + 60, "-C first-key record dock.toml --yes --key ben");
    fs::copy(scratch.path("first-key/log/checkpoint"), scratch.path("forged")).unwrap();
    let run = scratch.run("verify desk --since forged");
    assert_eq!(run.code, Some(3), "{run}");
    let line = run.stdout.lines().find(|line| line.contains("the log only grew")).unwrap();
    expect!["  not checked    the log only grew since you last saw it: the checkpoint of --since counts for nothing: the ledger's key at 20 entries, SHA256:[key], has not signed it"].assert_eq(&crate::scratch::redacted(line, &scratch.path("")));
}

#[test]
fn a_fork_from_before_the_key_was_replaced() {
    let scratch = replaced();
    let other = Scratch::with_ledger();
    fs::remove_dir_all(other.path("desk")).unwrap();
    copy_folder(&scratch.path("first-key"), &other.path("desk"));
    let note = scratch.read("old-2");
    let size: u64 = note.lines().nth(1).unwrap().parse().unwrap();
    assert_eq!(size, 6);
    other.run_at(NOW + 60, "-C desk key rotate-ledger --yes --key ana");
    fs::copy(other.path("desk/log/checkpoint"), scratch.path("other")).unwrap();
    assert!(scratch.read("other").starts_with("example.org/desk\n6\n"));
    // It is by a key that this log has never heard of.
    let run = scratch.run("verify desk --since other");
    assert_eq!(run.code, Some(3), "{run}");
}

#[test]
fn since_an_older_checkpoint() {
    let scratch = Scratch::seen();
    fs::copy(scratch.path("desk/log/checkpoint"), scratch.path("old")).unwrap();
    scratch.done("-C desk record dock.toml --yes --key ben");
    scratch.forget();
    let key = scratch.run("-C desk verify --format json").json()["ledger_key"].as_str().unwrap().to_owned();
    scratch.done(&format!("-C desk trust pin {key}"));
    expect![[r#"
        $ byline verify desk --since old
        Audit of example.org/desk in desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          (14 other checks)

        PASSED: nothing was changed, dropped, backdated or forked. This says who recorded what, and when;
        it does not say that any claim is true.
    "#]]
    .assert_eq(&scratch.run("verify desk --since old").told());
    // An older ledger than the checkpoint.
    let earlier = Scratch::seen();
    fs::copy(scratch.path("desk/log/checkpoint"), earlier.path("new")).unwrap();
    expect![[r#"
        $ byline verify desk --since new
        Audit of example.org/desk in desk
          15 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          failed         the log only grew since you last saw it (2 earlier checkpoints)
          (13 other checks)

        1 finding:
          log.rollback at the ledger: the checkpoint of --since has 20 entries, this log has only 15

        ALARM: this log is shorter than the one that you saw: it was rolled back.
          The checkpoint that you saw last, on 2025-06-15T08:00:00Z:
            | example.org/desk
            | 15
            | [base64]
            |
            | — example.org/desk [base64]
          The checkpoint of --since:
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
    "#]]
        .assert_eq(&earlier.run("verify desk --since new").told());
    scratch.edit("old", "\n15\n", "\n14\n");
    expect![[r#"
        $ byline verify desk --since old
        --- stderr
        byline: error: old is no checkpoint of this ledger: the signature by example.org/desk ([key id]) does not verify
        byline: hint: give a copy of the ledger's log/checkpoint from an earlier day, as it was signed
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("verify desk --since old").told());
    expect![[r#"
        $ byline verify desk --since fire.toml
        --- stderr
        byline: error: fire.toml is no checkpoint of this ledger: signature line 1 is malformed
        byline: hint: give a copy of the ledger's log/checkpoint from an earlier day, as it was signed
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("verify desk --since fire.toml").told());
    expect![[r#"
        $ byline verify desk --since nowhere
        --- stderr
        byline: error: can't read nowhere: No such file or directory (os error 2)
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("verify desk --since nowhere").told());
}
