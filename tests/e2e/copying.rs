//! `byline copy`: what others get to check a ledger by, and nothing that they could sign with.

use crate::scratch::{NOW, Scratch, collect, words};
use byline_ledger::hash::Blake3;
use expect_test::expect;
use std::collections::BTreeMap;
use std::fs;

fn files(scratch: &Scratch, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(&scratch.path(folder), "", &mut files);
    files
}

/// What somebody sees who has never met the ledger.
fn by_a_stranger(scratch: &Scratch, arguments: &str) -> (Option<i32>, String) {
    let run =
        scratch.run_command(scratch.command().env("BYLINE_STATE", scratch.path("stranger")).args(words(arguments)));
    (run.code, run.stdout)
}

#[test]
fn a_copy_has_all_that_it_takes_and_no_secret() {
    let scratch = Scratch::with_records();
    // A sealed document lies in the archive under a hash that the log doesn't name.
    let sealed = b"Fiction: what the source wrote, sealed.";
    let hash = Blake3::of(sealed).to_string();
    scratch.write(&format!("desk/archive/{}/{hash}", &hash[..2]), sealed);
    scratch.write("desk/ledger-next-0011223344556677.key", scratch.read("desk/ledger.key"));
    expect![[r#"
        $ byline -C desk copy stick
        Copied example.org/desk to stick: 20 entries
          log/         4 files written
          archive/     2 documents and texts, 2 written
        It holds no key and nothing that is sealed: who has it can check everything, and sign nothing.
        Whoever receives it says:  byline verify stick --ledger-key SHA256:[key]
        and has that fingerprint by another way than the copy, such as the imprint.
    "#]]
    .assert_eq(&scratch.run("-C desk copy stick").to_string());
    let (copy, original) = (files(&scratch, "stick"), files(&scratch, "desk"));
    for (name, bytes) in &copy {
        assert!(name == "byline.toml" || name.starts_with("log/") || name.starts_with("archive/"), "{name}");
        assert_eq!(Some(bytes), original.get(name), "{name}");
    }
    let of_the_log =
        |files: &BTreeMap<String, Vec<u8>>| files.keys().filter(|name| name.starts_with("log/tile/entries")).count();
    assert!(of_the_log(&copy) >= 1);
    assert!(copy.keys().any(|name| name.starts_with("archive/")));
    assert!(!copy.keys().any(|name| name.contains(&hash)), "{:?}", copy.keys());
    let secret: Vec<String> = scratch.read("desk/ledger.key").lines().skip(2).map(str::to_owned).collect();
    for (name, bytes) in &copy {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("PRIVATE KEY") && !secret.iter().any(|line| text.contains(line)), "{name}");
    }
    // It says of itself what the original does.
    let (code, said) = by_a_stranger(&scratch, "verify stick");
    let (own_code, own_said) = by_a_stranger(&scratch, "verify desk");
    // But for the partial files of earlier sizes, which nobody needs, and for the key.
    let but_for = |said: String, name: &str| {
        let said = said.replace(name, "");
        said.lines()
            .filter(|line| !line.contains("every file of the log") && !line.contains("ledger.key lies"))
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!((code, but_for(said.clone(), " in stick")), (own_code, but_for(own_said, " in desk")));
    assert_eq!(code, Some(3), "{said}");
    let json = scratch.run("-C desk copy stick --format json").json();
    assert_eq!((&json["size"], &json["size_before"]), (&json["size_before"], &json["size"]));
    assert_eq!((&json["new_documents"], &json["documents_absent"]), (&0.into(), &0.into()));
}

#[test]
fn a_copy_is_brought_up_to_date() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.done("-C desk copy stick --without-documents");
    scratch.done("-C desk record fire.toml --yes --key ana");
    scratch.done("-C desk copy stick");
    scratch.done("-C desk record dock.toml --yes --key ben");
    expect![[r#"
        $ byline -C desk copy stick
        Brought the copy of example.org/desk in stick from 15 to 20 entries
          log/         4 files written
          archive/     2 documents and texts, 1 written
        It holds no key and nothing that is sealed: who has it can check everything, and sign nothing.
        Whoever receives it says:  byline verify stick --ledger-key SHA256:[key]
        and has that fingerprint by another way than the copy, such as the imprint.
    "#]]
    .assert_eq(&scratch.run("-C desk copy stick").to_string());
    scratch.done("-C desk copy fresh");
    let (updated, fresh) = (files(&scratch, "stick"), files(&scratch, "fresh"));
    for (name, bytes) in &fresh {
        assert_eq!(updated.get(name), Some(bytes), "{name}");
    }
    assert_eq!(scratch.run("verify stick").code, Some(0));
    // Of a copy another one can be made.
    scratch.done("-C stick copy second");
    assert_eq!(files(&scratch, "second"), fresh);
    // Without its documents it is as good a log.
    scratch.done("-C desk copy bare --without-documents");
    assert!(!scratch.path("bare/archive").exists());
    assert_eq!(scratch.run("verify bare").code, Some(3));
}

/// The checkpoint comes last: what a stopped program leaves is no ledger yet, and the next run completes it.
#[test]
fn a_copy_that_was_not_finished_is_completed() {
    let scratch = Scratch::with_records();
    scratch.done("-C desk copy stick");
    let whole = files(&scratch, "stick");
    fs::remove_file(scratch.path("stick/log/checkpoint")).unwrap();
    fs::remove_file(scratch.path("stick/log/checkpoint.cose")).unwrap();
    let documents: Vec<&String> = whole.keys().filter(|name| name.starts_with("archive/")).collect();
    scratch.write(&format!("stick/{}", documents[0]), "torn");
    scratch.write("stick/scratch/0", "a draft");
    scratch.write("stick/lock", "");
    for name in whole.keys().filter(|name| name.starts_with("log/tile/0")) {
        fs::remove_file(scratch.path("stick").join(name)).unwrap();
    }
    scratch.done("-C desk copy stick");
    assert_eq!(files(&scratch, "stick"), whole);
}

#[test]
fn nothing_is_recorded_in_a_copy() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.done("-C desk copy stick");
    expect![[r#"
        $ byline -C stick record fire.toml --yes --key ana
        --- stderr
        byline: error: stick has no ledger.key, so nothing can be recorded in it
        byline: hint: a copy of example.org/desk has none: record in the folder that it was made of; if this is that one, put the key back from its backup
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C stick record fire.toml --yes --key ana").to_string());
}

#[test]
fn nothing_else_is_overwritten() {
    let scratch = Scratch::with_records();
    let refused = |to: &str| {
        let before = files(&scratch, to);
        let run = scratch.run(&format!("-C desk copy {to}"));
        assert_eq!(run.code, Some(2), "{run}");
        assert_eq!(files(&scratch, to), before);
        run.stderr
    };
    scratch.write("papers/mine.txt", "mine");
    expect![[r#"
        byline: error: can't copy the ledger to papers: papers is neither empty nor a copy of a ledger
        byline: hint: name a new folder, or a copy of this ledger: nothing else is overwritten
    "#]]
    .assert_eq(&refused("papers"));
    scratch.done("init other --origin example.org/other --handle carl --key carl");
    expect![[r#"
        byline: error: can't copy the ledger to other: other is no copy but a ledger with its own key or journal
        byline: hint: name a new folder, or a copy of this ledger: nothing else is overwritten
    "#]]
    .assert_eq(&refused("other"));
    fs::create_dir(scratch.path("desk/stick")).unwrap();
    expect![[r#"
        byline: error: can't copy the ledger to desk/stick: desk/stick lies in the ledger itself
        byline: hint: name a folder outside of the ledger
    "#]]
    .assert_eq(&refused("desk/stick"));
    fs::remove_dir(scratch.path("desk/stick")).unwrap();
    scratch.done("-C other copy theirs");
    expect![[r#"
        byline: error: can't copy the ledger to theirs: theirs is a copy of another ledger
        byline: hint: name a new folder, or a copy of this ledger: nothing else is overwritten
    "#]]
    .assert_eq(&refused("theirs"));
    // A copy that knows more, and one that knows something else.
    let older = scratch.copy();
    scratch.done("-C desk copy newer");
    let older_run = |arguments: &str| older.run_at(NOW + 60, arguments);
    scratch.done("-C desk withdraw fire --reason 'more' --yes --key ana");
    scratch.done("-C desk copy newer");
    let newer = scratch.path("newer").display().to_string();
    let run = older_run(&format!("-C desk copy {newer}"));
    assert_eq!(run.code, Some(2), "{run}");
    assert!(run.stderr.contains("entries, and this ledger only"), "{run}");
    let run = older_run("-C desk withdraw fire --reason 'a second history' --yes --key ana");
    assert_eq!(run.code, Some(0), "{run}");
    let before = files(&scratch, "newer");
    let run = older_run(&format!("-C desk copy {newer}"));
    assert_eq!(run.code, Some(2), "{run}");
    assert!(run.stderr.contains("a copy of another history of this ledger"), "{run}");
    assert_eq!(files(&scratch, "newer"), before);
}

/// A document that was damaged isn't handed out as if it were the one that was recorded.
#[test]
fn a_damaged_document_is_not_copied() {
    let scratch = Scratch::with_records();
    let name = files(&scratch, "desk").into_keys().find(|name| name.starts_with("archive/")).unwrap();
    scratch.write(&format!("desk/{name}"), "another text");
    let run = scratch.run("-C desk copy stick");
    assert_eq!(run.code, Some(2), "{run}");
    assert!(run.stderr.contains("is damaged"), "{run}");
    assert!(!scratch.path("stick/log/checkpoint").exists());
    scratch.done("-C desk copy stick --without-documents");
}
