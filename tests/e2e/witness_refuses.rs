//! What a witness refuses to sign: a second history, a proof from elsewhere, anything when it doesn't know what it signed.

use crate::scratch::{NOW, copy_folder};
use crate::witness::scratch;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use expect_test::expect;
use std::fs;
use std::path::PathBuf;

#[test]
fn one_history_only() {
    let scratch = scratch();
    let other = scratch.copy();
    scratch.done("-C desk record dock.toml --yes --key ben");
    scratch.done("witness sign w1 desk");
    // An old copy, from before.
    copy_folder(&other.path("desk"), &scratch.path("older"));
    expect![[r#"
        $ byline witness sign w1 older
        REFUSED: the checkpoint has 15 entries, and this witness cosigned one with 20 already: a rollback
          What this witness cosigned last, on 2025-06-15T08:00:00Z:
            | example.org/desk
            | 20
            | [base64]
            |
            | — example.org/desk [base64]
            | — w1.example/w [base64]
          What it was asked to cosign:
            | example.org/desk
            | 15
            | [base64]
            |
            | — example.org/desk [base64]
        Nothing was signed. Keep both, ask the newsroom, and show both to the auditors who rely on you: an old copy is innocent,
        two histories are not.
        --- exit 1
    "#]].assert_eq(&scratch.run("witness sign w1 older").to_string());
    // Another history of the same size, and of a larger one.
    other.run_at(NOW + 60, "-C desk record dock.toml --yes --key ben");
    copy_folder(&other.path("desk"), &scratch.path("same-size"));
    expect![[r#"
        $ byline witness sign w1 same-size
        REFUSED: this witness cosigned another root at 20 entries already: a fork
          What this witness cosigned last, on 2025-06-15T08:00:00Z:
            | example.org/desk
            | 20
            | [base64]
            |
            | — example.org/desk [base64]
            | — w1.example/w [base64]
          What it was asked to cosign:
            | example.org/desk
            | 20
            | [base64]
            |
            | — example.org/desk [base64]
        Nothing was signed. Keep both, ask the newsroom, and show both to the auditors who rely on you: an old copy is innocent,
        two histories are not.
        --- exit 1
    "#]].assert_eq(&scratch.run("witness sign w1 same-size").to_string());
    other.run_at(NOW + 90, "-C desk withdraw fire --reason 'a second history' --yes --key ana");
    copy_folder(&other.path("desk"), &scratch.path("longer"));
    let refused = scratch.run("witness sign w1 longer");
    assert_eq!(refused.code, Some(1), "{refused}");
    assert!(refused.stdout.starts_with("REFUSED: the new tree is not shown to continue"), "{refused}");
    // It goes on with the first.
    scratch.done("witness sign w1 desk");
    assert_eq!(scratch.run("witness sign w1 desk --format json").json()["size"], 20);
}

#[test]
fn a_proof_from_another_size() {
    let scratch = scratch();
    scratch.done("witness sign w1 desk");
    scratch.done("-C desk record dock.toml --yes --key ben");
    scratch.done("-C desk witness request --output from-0");
    expect![[r#"
        $ byline witness sign w1 from-0
        --- stderr
        byline: error: the proof is from 0 entries on, and this witness cosigned 15 last
        byline: hint: ask for a request from there: `byline witness request --old 15`
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness sign w1 from-0").to_string());
    scratch.done("-C desk witness request --old 15 --output from-15");
    // Somebody changes a hash of the proof on the way.
    let request = scratch.read("from-15");
    let hash = request.lines().nth(1).unwrap();
    scratch.write("changed", request.replacen(hash, &STANDARD.encode([7; 32]), 1));
    let refused = scratch.run("witness sign w1 changed");
    assert_eq!(refused.code, Some(1), "{refused}");
    scratch.done("witness sign w1 from-15");
    expect![[r#"
        $ byline -C desk witness request --old 99
        --- stderr
        byline: error: the log has 20 entries, and the witness cosigned 99
        byline: hint: this is an older copy: get the newest
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk witness request --old 99").to_string());
}

#[test]
fn what_a_witness_doesn_t_do() {
    let scratch = scratch();
    expect![[r#"
        $ byline witness new w1 --name w1.example/w --no-passphrase
        --- stderr
        byline: error: w1 is not empty
        byline: hint: name a folder that doesn't exist yet, or an empty one
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness new w1 --name w1.example/w --no-passphrase").to_string());
    expect![[r#"
        $ byline witness new w4 --name 'a b' --no-passphrase
        --- stderr
        byline: error: --name a b: a key's name is not empty and has no space, control character or `+`
        byline: hint: give it a URL without scheme, such as example.net/witness
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness new w4 --name 'a b' --no-passphrase").to_string());
    expect![[r#"
        $ byline witness sign nowhere desk
        --- stderr
        byline: error: nowhere is no witness's folder: it has no good witness.vkey
        byline: hint: `byline witness new` makes one
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness sign nowhere desk").to_string());
    expect![[r#"
        $ byline witness sign w1 fire.toml
        --- stderr
        byline: error: fire.toml is no request to a witness: line 1 of the proof is malformed
        byline: hint: name a ledger's folder, or what `byline witness request` wrote
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness sign w1 fire.toml").to_string());
    // A clock that runs backwards.
    scratch.done("witness sign w1 desk");
    expect![[r#"
        $ byline witness sign w1 desk
        --- stderr
        byline: error: the clock says 2025-06-15T07:59:59Z, and this witness signed at 2025-06-15T08:00:00Z already
        byline: hint: put the clock right: a witness vouches for its time
        --- exit 2
    "#]]
    .assert_eq(&scratch.run_at(NOW - 1, "witness sign w1 desk").to_string());
    // Another process is at work.
    let lock = fs::File::create(scratch.path("w1/lock")).unwrap();
    lock.lock().unwrap();
    expect![[r#"
        $ byline witness sign w1 desk
        --- stderr
        byline: error: another process is writing to w1
        byline: hint: wait until the other process is done, then try again
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness sign w1 desk").to_string());
    drop(lock);
    // A ledger that nobody vouched for.
    scratch.forget();
    expect![[r#"
        $ byline witness sign w1 desk
        --- stderr
        byline: error: you have pinned no key for example.org/desk, so this may be anybody's ledger
        byline: hint: compare its key with a copy from elsewhere, then `byline trust pin`
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness sign w1 desk").to_string());
}

#[test]
fn a_witness_that_lost_its_memory_signs_nothing() {
    let scratch = scratch();
    scratch.done("witness sign w1 desk");
    let cosigned: Vec<PathBuf> =
        fs::read_dir(scratch.path("w1/cosigned")).unwrap().map(|it| it.unwrap().path()).collect();
    let [file] = cosigned.as_slice() else { panic!("{cosigned:?}") };
    let note = fs::read_to_string(file).unwrap();
    fs::write(file, note.replace("\n15\n", "\n14\n")).unwrap();
    let run = scratch.run("witness sign w1 desk");
    assert_eq!(run.code, Some(2), "{run}");
    assert!(run.stderr.contains("is damaged, so nobody knows what this witness cosigned"), "{run}");
    fs::write(file, note).unwrap();
    scratch.done("witness sign w1 desk");
}
