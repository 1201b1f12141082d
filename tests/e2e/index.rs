//! The index can be deleted, damaged, swapped or held by somebody else: the answers stay the same.

use crate::scratch::{NOW, Scratch};
use expect_test::expect;
use std::fs;

/// What is asked of the index: by slug, by id, and in a recording that adds nothing.
fn answers(scratch: &Scratch) -> (Vec<String>, String) {
    let mut answers = Vec::new();
    let mut words = String::new();
    for arguments in
        ["-C desk show fire", "-C desk show ben/harbour-office", "-C desk record dock.toml --yes --key ben"]
    {
        let run = scratch.run(arguments);
        assert_eq!(run.code, Some(0), "{run}");
        answers.push(run.stdout);
        words.push_str(&run.stderr);
    }
    (answers, words)
}

fn sled_files(scratch: &Scratch) -> Vec<std::path::PathBuf> {
    let mut files = std::collections::BTreeMap::new();
    crate::scratch::collect(&scratch.path("desk/index/sled"), "", &mut files);
    files.retain(|_, bytes| !bytes.is_empty());
    files.into_keys().map(|name| scratch.path("desk/index/sled").join(name)).collect()
}

#[test]
fn deleted() {
    let scratch = Scratch::with_records();
    let (want, words) = answers(&scratch);
    assert_eq!(words, "");
    fs::remove_dir_all(scratch.path("desk/index")).unwrap();
    let words = "byline: the index was built anew: there was no index\n";
    assert_eq!(answers(&scratch), (want.clone(), words.to_owned()));
    assert_eq!(answers(&scratch), (want, String::new()));
}

#[test]
fn truncated_or_damaged() {
    let made = Scratch::with_records();
    let (want, _) = answers(&made);
    type Damage = fn(&mut Vec<u8>);
    let damages: [(&str, Damage); 4] = [
        ("emptied", Vec::clear),
        ("cut in half", |bytes| bytes.truncate(bytes.len() / 2)),
        ("flipped everywhere", |bytes| bytes.iter_mut().for_each(|byte| *byte ^= 0x10)),
        ("flipped here and there", |bytes| bytes.iter_mut().skip(40).step_by(97).for_each(|byte| *byte ^= 1)),
    ];
    for (what, damage) in damages {
        let scratch = made.copy();
        for path in sled_files(&scratch) {
            let mut bytes = fs::read(&path).unwrap();
            damage(&mut bytes);
            fs::write(&path, bytes).unwrap();
        }
        let (got, words) = answers(&scratch);
        assert_eq!(got, want, "{what}");
        assert!(words.starts_with("byline: the index was built anew: "), "{what}: {words:?}");
        assert!(!words.contains("panicked at"), "{what}: {words:?}");
        // Then it is whole again.
        assert_eq!(answers(&scratch), (want.clone(), String::new()), "{what}");
    }
}

#[test]
fn of_another_ledger() {
    let scratch = Scratch::with_records();
    let (want, _) = answers(&scratch);
    scratch.done("init other --origin example.org/other --handle ana --key ana");
    scratch.done("-C other record fire.toml --yes --key ana");
    fs::remove_dir_all(scratch.path("desk/index")).unwrap();
    fs::rename(scratch.path("other/index"), scratch.path("desk/index")).unwrap();
    let (got, words) = answers(&scratch);
    assert_eq!(got, want);
    expect![[r#"
        byline: the index was built anew: the index was made from another log
    "#]]
    .assert_eq(&words);
}

#[test]
fn of_a_longer_log() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.done("-C desk record fire.toml --yes --key ana");
    let short = scratch.copy();
    scratch.done("-C desk record dock.toml --yes --key ben");
    fs::remove_dir_all(short.path("desk/index")).unwrap();
    fs::rename(scratch.path("desk/index"), short.path("desk/index")).unwrap();
    let run = short.run("-C desk show fire");
    expect![[r#"
        byline: the index was built anew: the index covers 20 entries, more than the log has
    "#]]
    .assert_eq(&run.stderr);
    assert_eq!(run.code, Some(0));
}

#[test]
fn held_by_another_process() {
    let scratch = Scratch::with_records();
    let (want, _) = answers(&scratch);
    let lock = fs::File::create(scratch.path("desk/index/lock")).unwrap();
    lock.lock().unwrap();
    let (got, words) = answers(&scratch);
    assert_eq!(got, want);
    expect![[r#"
        byline: reading the log instead of the index: another process is using the index
        byline: reading the log instead of the index: another process is using the index
        byline: reading the log instead of the index: another process is using the index
    "#]]
    .assert_eq(&words);
    // Writing doesn't need it either.
    scratch.edit("dock.toml", "answer = 38", "answer = 38\nnote = \"Read twice.\"\nalso = true");
    let run = scratch.run_at(NOW + 60, "-C desk record dock.toml --yes --key ben");
    assert_eq!(run.code, Some(0), "{run}");
    expect![[r#"
        $ byline -C desk index rebuild
        --- stderr
        byline: error: the index was not built: another process is using the index
        byline: hint: every command works without it, by reading the log
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk index rebuild").to_string());
    drop(lock);
    scratch.done("-C desk verify");
    assert_eq!(scratch.run("-C desk show fire").stderr, "");
}
