//! What an auditor knows of ledgers, and what is said when a ledger contradicts it: whole transcripts, as a stranger would read them.

use crate::scratch::Scratch;
use expect_test::expect;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

/// A ledger that the auditor has seen with its first 15 entries, and that has 20 now.
fn seen() -> Scratch {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.done("-C desk record fire.toml --yes --key ana");
    scratch.done("-C desk verify");
    scratch
}

/// The log as it was given to somebody: `log/` under another name, and nothing else.
fn hand_out(scratch: &Scratch, name: &str) {
    copy(&scratch.path("desk/log"), &scratch.path(name));
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

/// The fingerprint of the ledger's key, as it stands in what `verify` prints.
fn fingerprint(scratch: &Scratch) -> String {
    scratch.run("-C desk verify --format json").json()["ledger_key"].as_str().unwrap().to_owned()
}

#[test]
fn a_first_contact() {
    let scratch = seen();
    hand_out(&scratch, "copy");
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
    let scratch = seen();
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
        byline: hint: give the whole key, or name the ledger's folder with --ledger DIR
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
fn a_rollback() {
    let scratch = seen();
    let old = scratch.copy();
    scratch.done("-C desk record dock.toml --yes --key ben");
    scratch.done("-C desk verify");
    copy(&old.path("desk"), &scratch.path("older"));
    expect![[r#"
        $ byline verify older
        Audit of example.org/desk in older
          15 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (8 files)
          passed         all entries give the root that the ledger signed (1 root)
          failed         the log only grew since you last saw it (1 earlier checkpoint)
          passed         every entry is a statement in its one form (15 entries)
          passed         every statement and seal agrees with the chain before it (15 entries)
          passed         every statement is signed by the key it names (15 entries)
          passed         every signer was in the roster, with the role, at that point (15 entries)
          passed         every record keeps the rules, and what it refers to exists (15 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (15 entries)
          passed         the archived documents are the ones recorded (1 document)
          passed         every quote stands where it is said to stand (3 passages)

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
    "#]].assert_eq(&scratch.run("verify older").to_string());
    // The memory is not moved back by it.
    let run = scratch.run("verify desk");
    assert_eq!(run.code, Some(0), "{run}");
}

#[test]
fn a_fork() {
    let scratch = seen();
    // Somebody goes on from a backup, and the two histories part.
    let other = scratch.copy();
    scratch.done("-C desk record dock.toml --yes --key ben");
    scratch.done("-C desk verify");
    other.run_at(crate::scratch::NOW + 60, "-C desk withdraw fire --reason 'a second history' --yes --key ana");
    other.run_at(crate::scratch::NOW + 90, "-C desk record dock.toml --yes --key ben");
    copy(&other.path("desk"), &scratch.path("forked"));
    expect![[r#"
        $ byline verify forked
        Audit of example.org/desk in forked
          22 entries, root [hash], last sealed 2025-06-15T08:01:30Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (12 files)
          passed         all entries give the root that the ledger signed (1 root)
          failed         the log only grew since you last saw it (1 earlier checkpoint)
          passed         every entry is a statement in its one form (22 entries)
          passed         every statement and seal agrees with the chain before it (22 entries)
          passed         every statement is signed by the key it names (22 entries)
          passed         every signer was in the roster, with the role, at that point (22 entries)
          passed         every record keeps the rules, and what it refers to exists (22 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (22 entries)
          passed         the archived documents are the ones recorded (2 documents)
          passed         every quote stands where it is said to stand (5 passages)

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
    "#]].assert_eq(&scratch.run("verify forked").to_string());
    let json = scratch.run("verify forked --format json").json();
    assert!(json["seen"]["checkpoint"].as_str().unwrap().starts_with("example.org/desk\n20\n"));
    assert!(json["checkpoint"].as_str().unwrap().starts_with("example.org/desk\n"));
}

#[test]
fn a_swapped_key() {
    let scratch = seen();
    fs::rename(scratch.path("desk"), scratch.path("real")).unwrap();
    // Another ledger that says it is this one.
    let command = "init desk --origin example.org/desk --handle carl --key carl";
    let elsewhere = scratch.run_command(
        scratch.command().env("BYLINE_STATE", scratch.path("forger")).args(crate::scratch::words(command)),
    );
    assert_eq!(elsewhere.code, Some(0), "{elsewhere}");
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          2 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          failed         the ledger is the one you pinned (1 key)
          failed         the checkpoint is signed by the ledger (0 checkpoints)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (4 files)
          passed         all entries give the root that the ledger signed (1 root)
          failed         the log only grew since you last saw it (1 earlier checkpoint)
          passed         every entry is a statement in its one form (2 entries)
          passed         every statement and seal agrees with the chain before it (2 entries)
          passed         every statement is signed by the key it names (2 entries)
          passed         every signer was in the roster, with the role, at that point (2 entries)
          passed         every record keeps the rules, and what it refers to exists (2 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (2 entries)
          not applicable the archived documents are the ones recorded: no document is recorded
          not applicable every quote stands where it is said to stand: no quote is recorded

        4 findings:
          ledger.mismatch at the ledger: you pinned SHA256:[key], this ledger's key is SHA256:[key]
          log.rollback at the ledger: the checkpoint that you saw last has 15 entries, this log has only 2
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
          log.rollback: ask for a newer copy: it may be an old one. If there is none, entries that you saw were withheld: show both checkpoints to others
          checkpoint.signature: get the folder again from its source; if that has it too, somebody changed it: ask the newsroom

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("-C desk verify").to_string());
}

#[test]
fn making_a_second_ledger_of_a_name_doesn_t_move_the_pin() {
    let scratch = seen();
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

#[test]
fn since_an_older_checkpoint() {
    let scratch = seen();
    fs::copy(scratch.path("desk/log/checkpoint"), scratch.path("old")).unwrap();
    scratch.done("-C desk record dock.toml --yes --key ben");
    scratch.forget();
    let key = fingerprint(&scratch);
    scratch.done(&format!("-C desk trust pin {key}"));
    expect![[r#"
        $ byline verify desk --since old
        Audit of example.org/desk in desk
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
    .assert_eq(&scratch.run("verify desk --since old").to_string());
    // An older ledger than the checkpoint.
    let earlier = seen();
    fs::copy(scratch.path("desk/log/checkpoint"), earlier.path("new")).unwrap();
    expect![[r#"
        $ byline verify desk --since new
        Audit of example.org/desk in desk
          15 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (8 files)
          passed         all entries give the root that the ledger signed (1 root)
          failed         the log only grew since you last saw it (2 earlier checkpoints)
          passed         every entry is a statement in its one form (15 entries)
          passed         every statement and seal agrees with the chain before it (15 entries)
          passed         every statement is signed by the key it names (15 entries)
          passed         every signer was in the roster, with the role, at that point (15 entries)
          passed         every record keeps the rules, and what it refers to exists (15 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (15 entries)
          passed         the archived documents are the ones recorded (1 document)
          passed         every quote stands where it is said to stand (3 passages)

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
        .assert_eq(&earlier.run("verify desk --since new").to_string());
    scratch.edit("old", "\n15\n", "\n14\n");
    expect![[r#"
        $ byline verify desk --since old
        --- stderr
        byline: error: old is no checkpoint of this ledger: the signature by example.org/desk ([key id]) does not verify
        byline: hint: give a copy of the ledger's log/checkpoint from an earlier day, as it was signed
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("verify desk --since old").to_string());
    expect![[r#"
        $ byline verify desk --since fire.toml
        --- stderr
        byline: error: fire.toml is no checkpoint of this ledger: signature line 1 is malformed
        byline: hint: give a copy of the ledger's log/checkpoint from an earlier day, as it was signed
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("verify desk --since fire.toml").to_string());
    expect![[r#"
        $ byline verify desk --since nowhere
        --- stderr
        byline: error: can't read nowhere: No such file or directory (os error 2)
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("verify desk --since nowhere").to_string());
}

#[test]
fn the_same_verdict_everywhere() {
    let scratch = seen();
    scratch.done("-C desk record dock.toml --yes --key ben");
    let report = |arguments: &str| {
        let mut json = scratch.run(&format!("{arguments} --format json")).json();
        for varying in ["folder", "seen"] {
            json.as_object_mut().unwrap().remove(varying);
        }
        json
    };
    let first = report("verify desk");
    for threads in [1, 2, 3, 16] {
        assert_eq!(report(&format!("verify desk --threads {threads}"))["findings"], first["findings"]);
    }
    let whole = report("verify desk --threads 1");
    assert_eq!(report("verify desk --threads 8"), whole);
    // Without the index, on a copy, on one that can't be written to.
    fs::remove_dir_all(scratch.path("desk/index")).unwrap();
    assert_eq!(report("verify desk"), whole);
    assert!(!scratch.path("desk/index").exists());
    copy(&scratch.path("desk"), &scratch.path("copied"));
    assert_eq!(report("verify copied"), whole);
    lock(&scratch.path("copied"), 0o555);
    assert_eq!(report("verify copied"), whole);
    assert_eq!(report("-C copied verify"), whole);
    lock(&scratch.path("copied"), 0o755);
    // A bare log has no documents beside it; all else is the same.
    hand_out(&scratch, "bare");
    let bare = report("verify bare");
    assert_eq!(bare, report("verify desk/log"));
    let outcomes = |json: &serde_json::Value| -> Vec<(String, String)> {
        let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        json["checks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|check| (word(&check["check"]), word(&check["outcome"])))
            .collect()
    };
    for (bare, whole) in std::iter::zip(outcomes(&bare), outcomes(&whole)) {
        let want = if matches!(bare.0.as_str(), "documents" | "quotes") { "not checked" } else { whole.1.as_str() };
        assert_eq!(bare.1, want, "{}", bare.0);
    }
    // A bare log into which something was put that isn't of it.
    scratch.write("bare/byline.toml", scratch.read("desk/byline.toml"));
    let findings = report("verify bare")["findings"].to_string();
    assert!(findings.contains("log.stray") && findings.contains("log/byline.toml"), "{findings}");
}

/// Sets the permissions of everything below a folder.
fn lock(folder: &std::path::Path, mode: u32) {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => lock(&path, mode),
            false => fs::set_permissions(&path, fs::Permissions::from_mode(mode & 0o666)).unwrap(),
        }
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
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
