//! `key rotate-ledger` is stopped between any two of its steps: the ledger can be read and written to, and says what to do.
//!
//! It makes the new key's file, commits the change sealed by it, publishes that, and moves the file to its place.

use crate::scratch::{Scratch, copy_folder, words};
use expect_test::expect;
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Instant;

const ROTATE: &str = "-C desk key rotate-ledger --yes --key ana";

/// A ledger before and after its key was replaced, and the two keys.
struct Replaced {
    before: Scratch,
    after: Scratch,
    old: String,
    new: String,
}

fn replaced() -> Replaced {
    let before = Scratch::with_ledger();
    before.done("-C desk verify");
    let after = before.copy();
    after.done(ROTATE);
    let (old, new) = (before.read("desk/ledger.key"), after.read("desk/ledger.key"));
    assert_ne!(old, new);
    Replaced { before, after, old, new }
}

/// Whether others can read the ledger and its own people write to it, twice.
fn assert_usable(scratch: &Scratch, what: &str) {
    let verify = scratch.run("-C desk verify");
    assert_eq!(verify.code, Some(0), "{what}\n{verify}");
    for _ in 0..2 {
        let run = scratch.run(ROTATE);
        assert_eq!(run.code, Some(0), "{what}\n{run}");
        let verify = scratch.run("-C desk verify");
        assert_eq!(verify.code, Some(0), "{what}\n{verify}");
    }
}

#[test]
fn before_the_change_was_asked_for() {
    let Replaced { before, new, .. } = replaced();
    before.write("desk/ledger-next-0011223344556677.key", &new);
    expect![[r#"
        $ byline -C desk key rotate-ledger --yes --key ana
        Replaced the ledger's key at entry 4: SHA256:[key]
        --- stderr
        byline: desk/ledger-next-[hash].key is the key of no change that waits: a program that made it was stopped. Remove it
    "#]].assert_eq(&before.run(ROTATE).to_string());
    assert_usable(&before, "a key of no change");
    // A file that was not written to its end is no key.
    before.write("desk/ledger-next-0011223344556677.key", &new[..100]);
    assert_usable(&before, "half a key");
}

#[test]
fn between_the_commit_and_the_move() {
    let Replaced { after, old, new, .. } = replaced();
    after.write("desk/ledger.key", &old);
    after.write("desk/ledger-next-0011223344556677.key", &new);
    assert_eq!(after.run("-C desk verify").code, Some(0));
    let request = "-C desk key revoke ben --yes --key ana";
    expect![[r#"
        $ byline -C desk key revoke ben --yes --key ana
        Revoked a key of ben at entry 6: SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk
        --- stderr
        byline: the ledger's new key is in its place now: the program that replaced it was stopped before that
    "#]]
    .assert_eq(&after.run(request).to_string());
    assert_eq!(after.read("desk/ledger.key"), new);
    assert!(!after.path("desk/ledger-next-0011223344556677.key").exists());
    assert_usable(&after, "a key that wasn't moved");
}

#[test]
fn the_new_key_is_lost_after_the_commit() {
    let Replaced { after, old, .. } = replaced();
    after.write("desk/ledger.key", &old);
    assert_eq!(after.run("-C desk verify").code, Some(0));
    expect![[r#"
        $ byline -C desk key rotate-ledger --yes --key ana
        --- stderr
        byline: error: can't append to desk: the ledger's key file holds another key than the ledger's
        byline: hint: put back the ledger.key that `byline init` made, or the newest one if the ledger's key was replaced since
        --- exit 2
    "#]].assert_eq(&after.refused(ROTATE));
}

/// The change is in the journal, and log/ is still the one before: a writer was killed before it published the commit.
#[test]
fn between_the_commit_and_its_publication() {
    let Some((scratch, new)) = in_the_journal_alone() else { panic!("no program was killed in time") };
    assert_eq!(scratch.run("-C desk verify").code, Some(0));
    fs::rename(&new, scratch.path("kept-key")).unwrap();
    expect![[r#"
        $ byline -C desk key rotate-ledger --yes --key ana
        --- stderr
        byline: error: can't append to desk: can't sign the checkpoint of a commit that was under way: the key that sealed it is not here
        byline: hint: the log goes on under a new key of the ledger: put back its file ledger-next-*.key from a copy of the folder
        --- exit 2
    "#]].assert_eq(&scratch.run(ROTATE).to_string());
    assert_eq!(scratch.run("-C desk verify").code, Some(0));
    // It is put back.
    fs::rename(scratch.path("kept-key"), &new).unwrap();
    expect![[r#"
        $ byline -C desk key revoke ben --yes --key ana
        Revoked a key of ben at entry 6: SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk
        --- stderr
        byline: the ledger's new key is in its place now: the program that replaced it was stopped before that
    "#]]
    .assert_eq(&scratch.run("-C desk key revoke ben --yes --key ana").to_string());
    assert_usable(&scratch, "a commit in the journal");
}

/// A folder in which the change is in the journal alone, and the file of its new key.
fn in_the_journal_alone() -> Option<(Scratch, PathBuf)> {
    let start = Scratch::with_ledger();
    start.done("-C desk verify");
    let journal = fs::metadata(start.path("desk/journal")).unwrap().len();
    for _ in 0..50 {
        let scratch = start.copy();
        let mut child =
            scratch.command().args(words(ROTATE)).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while child.try_wait().unwrap().is_none()
            && fs::metadata(scratch.path("desk/journal")).unwrap().len() <= journal
        {}
        child.kill().unwrap();
        child.wait().unwrap();
        let entries = fs::read_dir(scratch.path("desk")).unwrap().map(|entry| entry.unwrap().path());
        let next =
            entries.into_iter().find(|path| path.file_name().unwrap().to_string_lossy().starts_with("ledger-next-"));
        let has_frame = fs::metadata(scratch.path("desk/journal")).unwrap().len() > journal;
        let Some(next) = next.filter(|_| has_frame) else { continue };
        // Whatever of the commit was published is taken back: the disk has only what was synced.
        fs::remove_dir_all(scratch.path("desk/log")).unwrap();
        copy_folder(&start.path("desk/log"), &scratch.path("desk/log"));
        return Some((scratch, next));
    }
    None
}

/// The program is killed at many moments, and the ledger goes on each time.
#[test]
fn at_any_moment() {
    const KILLS: u32 = 24;
    let scratch = Scratch::with_ledger();
    let since = Instant::now();
    scratch.done(ROTATE);
    let usual = since.elapsed();
    let mut killed = 0;
    for number in 0..KILLS {
        let mut child =
            scratch.command().args(words(ROTATE)).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(usual * number / KILLS);
        child.kill().unwrap();
        killed += u32::from(child.wait().unwrap().code().is_none());
        let verify = scratch.run("-C desk verify");
        assert_eq!(verify.code, Some(0), "{number}\n{verify}");
        let run = scratch.run(ROTATE);
        assert_eq!(run.code, Some(0), "{number}\n{run}");
    }
    assert!(killed > 0);
    assert_usable(&scratch, "after all");
}
