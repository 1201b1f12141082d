//! Whatever is changed under log/ is found: every byte, every file, through the library and through the program.

mod bytes;

use crate::scratch::{Scratch, collect};
use byline_ledger::audit::{Earlier, Report, Verdict};
use byline_ledger::key::PublicKey;
use byline_ledger::ledger::{AuditOptions, CONFIG_FILE, Config, audit_folder};
use byline_ledger::log::{decode_entries, encode_entries};
use std::collections::BTreeMap;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};

/// A line as another signer's would be, which the signed-note specification tells a verifier to ignore.
const UNKNOWN_SIGNATURE: &str = "\u{2014} witness.example/w AAAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEFCQw==\n";

const DOSSIER: &str = r#"
[dossier]
document = "note"
lang = "en"
as_of = 2025-06-14
[document.note]
file = "note.txt"
kind = "note"
lang = "en"
[entity.office]
kind = "organisation"
name = "Office"
[event.fire]
title = "Fire"
[question.boats]
event = "fire"
ask = "How many boats?"
unit = "boats"
[[claim.boats]]
by = "office"
answer = 41
quote = "41 boats"
"#;

/// A ledger with every kind of record, in three commits and 10 entries, with the partial tiles of all three sizes.
struct Ledger {
    scratch: Scratch,
    /// The files of log/.
    files: BTreeMap<String, Vec<u8>>,
    key: PublicKey,
}

impl Ledger {
    fn new() -> Self {
        let scratch = Scratch::with_ledger();
        scratch.write("note.toml", DOSSIER);
        scratch.write("note.txt", "Fiction: we counted 41 boats.\n");
        scratch.done("-C desk record note.toml --yes --key ben");
        let config = Config::parse(&scratch.read(&format!("desk/{CONFIG_FILE}"))).unwrap();
        Self::of(scratch, config.key)
    }

    fn of(scratch: Scratch, key: PublicKey) -> Self {
        let mut files = BTreeMap::new();
        collect(&scratch.path("desk/log"), "", &mut files);
        Self { scratch, files, key }
    }

    fn copy(&self) -> Self {
        Self::of(self.scratch.copy(), self.key)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.scratch.path("desk/log").join(name)
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
    }

    fn restore(&self, name: &str) {
        self.put(name, &self.files[name]);
    }

    /// The audit, by somebody who knows the ledger's key. Nothing when there is no checkpoint to begin with.
    fn audit(&self) -> Option<Report> {
        let options = AuditOptions { pinned: Some(self.key), ..AuditOptions::on(NonZero::<usize>::MIN) };
        audit_folder(&self.scratch.path("desk"), options, &mut |_, _| ()).ok()
    }

    /// Whether the change that was made is found.
    fn is_found(&self) -> bool {
        self.audit().is_none_or(|report| report.verdict() == Verdict::Failed)
    }

    fn assert_whole(&self) {
        assert_eq!(self.audit().map(|report| report.verdict()), Some(Verdict::Passed));
    }

    /// Names of files that a smaller size left behind, and that needn't be there.
    fn is_superseded(name: &str) -> bool {
        name.rsplit_once(".p/").is_some_and(|(_, width)| width != "10")
    }
}

#[test]
fn the_ledger_is_one_that_can_be_tampered_with() {
    let ledger = Ledger::new();
    ledger.assert_whole();
    let names: Vec<&str> = ledger.files.keys().map(String::as_str).collect();
    let tiles = |kind: &str| [2, 4, 10].map(|width| format!("tile/{kind}/000.p/{width}"));
    let mut want: Vec<String> = ["checkpoint", "checkpoint.cose"].map(str::to_owned).into();
    want.extend(tiles("0").into_iter().chain(tiles("entries")));
    want.sort();
    assert_eq!(names, want);
}

#[test]
fn signature_lines_of_unknown_keys_are_ignored_and_said_to_be() {
    let mut ledger = Ledger::new();
    let checkpoint = [ledger.files["checkpoint"].as_slice(), UNKNOWN_SIGNATURE.as_bytes()].concat();
    let begin = ledger.files["checkpoint"].len();
    ledger.put("checkpoint", &checkpoint);
    ledger.files.insert("checkpoint".to_owned(), checkpoint.clone());
    let says_ignored =
        |report: &Report| report.notes.iter().any(|note| note.contains("ignored") && note.contains("signature"));
    let report = ledger.audit().unwrap();
    assert_eq!(report.verdict(), Verdict::Passed);
    assert!(says_ignored(&report), "{:?}", report.notes);
    let mut ignored = 0;
    for at in begin - 1..checkpoint.len() {
        for bit in 0..8 {
            let mut bytes = checkpoint.clone();
            bytes[at] ^= 1 << bit;
            ledger.put("checkpoint", &bytes);
            let Some(report) = ledger.audit() else { continue };
            if report.verdict() != Verdict::Failed {
                assert!(at >= begin, "bit {bit} of byte {at} of the checkpoint");
                assert!(says_ignored(&report), "bit {bit} of byte {at}: {:?}", report.notes);
                ignored += 1;
            }
        }
    }
    assert!(ignored > 0);
}

#[test]
fn every_file_cut_lengthened_deleted_or_emptied() {
    let ledger = Ledger::new();
    for (name, bytes) in &ledger.files {
        let zero_more = [bytes.as_slice(), &[0]].concat();
        let line_more = [bytes.as_slice(), b"\n"].concat();
        let twice = [bytes.as_slice(), bytes].concat();
        let changes: [(&str, &[u8]); 7] = [
            ("emptied", b""),
            ("one byte shorter", &bytes[..bytes.len() - 1]),
            ("half", &bytes[..bytes.len() / 2]),
            ("without its first byte", &bytes[1..]),
            ("a zero longer", &zero_more),
            ("a line longer", &line_more),
            ("twice", &twice),
        ];
        for (what, changed) in changes {
            ledger.put(name, changed);
            assert!(ledger.is_found(), "{name} {what}");
        }
        fs::remove_file(ledger.path(name)).unwrap();
        assert_eq!(ledger.is_found(), !Ledger::is_superseded(name), "{name} deleted");
        // A folder in its place.
        fs::create_dir(ledger.path(name)).unwrap();
        assert_eq!(ledger.is_found(), !Ledger::is_superseded(name), "{name} is a folder");
        fs::remove_dir(ledger.path(name)).unwrap();
        ledger.restore(name);
    }
    ledger.assert_whole();
}

/// Every neighbouring pair of entries swapped, and every entry twice, within a bundle whose lengths stay right.
#[test]
fn entries_moved_within_a_bundle() {
    let ledger = Ledger::new();
    for name in ledger.files.keys().filter(|name| name.starts_with("tile/entries/")) {
        let width = name.rsplit('/').next().unwrap().parse().unwrap();
        let entries = decode_entries(&ledger.files[name], width).unwrap();
        for place in 0..entries.len() - 1 {
            let mut swapped = entries.clone();
            swapped.swap(place, place + 1);
            let mut doubled = entries.clone();
            doubled[place + 1] = doubled[place];
            for (what, changed) in [("swapped with the next", swapped), ("in the next one's place too", doubled)] {
                ledger.put(name, &encode_entries(&changed).unwrap());
                assert!(ledger.is_found(), "entry {place} of {name} {what}");
            }
        }
        ledger.restore(name);
    }
    ledger.assert_whole();
}

/// The report is the same whoever makes it: with one thread or many, with an index or none, in place or on a bare copy of log/.
#[test]
fn every_verdict_is_the_same_for_everybody() {
    let ledger = Ledger::new();
    let archive = ledger.scratch.path("desk/archive");
    let audit = |path: &Path, threads: usize| {
        let threads = NonZero::new(threads).unwrap();
        audit_folder(path, AuditOptions { pinned: Some(ledger.key), ..AuditOptions::on(threads) }, &mut |_, _| ()).ok()
    };
    let desk = ledger.scratch.path("desk");
    let check = |what: &str| {
        let one = audit(&desk, 1);
        assert_eq!(audit(&desk, 8), one, "{what}: with 8 threads");
        let copy = tempfile::tempdir().unwrap();
        let copied = copy.path().join("copy");
        let mut files = BTreeMap::new();
        collect(&ledger.scratch.path("desk/log"), "log/", &mut files);
        collect(&archive, "archive/", &mut files);
        files.insert(CONFIG_FILE.to_owned(), fs::read(desk.join(CONFIG_FILE)).unwrap());
        for (name, bytes) in files {
            fs::create_dir_all(copied.join(&name).parent().unwrap()).unwrap();
            fs::write(copied.join(&name), bytes).unwrap();
        }
        // The journal repairs what it holds, and a copy has none: what it repaired is what a copy finds.
        if one.as_ref().is_some_and(|report| report.notes.iter().all(|note| !note.contains("journal"))) {
            assert_eq!(audit(&copied, 1), one, "{what}: on a copy");
        }
    };
    check("whole");
    for (name, bytes) in &ledger.files {
        for at in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[at] ^= 0x11;
            ledger.put(name, &changed);
            check(&format!("byte {at} of {name}"));
        }
        ledger.restore(name);
    }
    ledger.scratch.done("-C desk verify");
    let name = "tile/entries/000.p/10";
    let with_index = |damaged: bool| {
        if damaged {
            ledger.put(name, &ledger.files[name][1..]);
        }
        let run = ledger.scratch.run("-C desk verify --format json");
        ledger.restore(name);
        run.to_string()
    };
    let before = [false, true].map(with_index);
    fs::remove_dir_all(desk.join("index")).unwrap();
    assert_eq!([false, true].map(with_index), before, "without an index");
    fs::write(desk.join("index"), "no index").unwrap();
    assert_eq!([false, true].map(with_index), before, "with something else in its place");
}

#[test]
fn every_file_under_another_name() {
    let ledger = Ledger::new();
    for (name, bytes) in &ledger.files {
        let stem = name.split(".p/").next().unwrap();
        let others = [
            format!("{name}.bak"),
            format!(".{name}"),
            format!("x/{name}"),
            format!("{stem}.P/10"),
            "tile/0/000.p/7".to_owned(),
            "tile/0/000.p/010".to_owned(),
            "tile/0/000.p/0".to_owned(),
            "tile/0/000.p/256".to_owned(),
            "tile/entries/000.p/7".to_owned(),
            "tile/00/000.p/10".to_owned(),
            "tile/entries/x000/000".to_owned(),
        ];
        for other in others {
            ledger.put(&other, bytes);
            assert!(ledger.is_found(), "{name} as {other}");
            fs::remove_file(ledger.path(&other)).unwrap();
        }
        let _ = fs::remove_dir_all(ledger.path("x"));
    }
    // What belongs to a larger size is a commit under way: said, and no fault.
    ledger.put("tile/0/000.p/11", b"anything");
    let report = ledger.audit().unwrap();
    assert_eq!(report.verdict(), Verdict::Passed);
    assert_eq!(report.notes, ["1 file of a later size is not committed, and was not looked at"]);
    ledger.put("tile/1/000.p/1", b"anything");
    assert_eq!(ledger.audit().unwrap().notes, ["2 files of a later size are not committed, and were not looked at"]);
}

#[test]
fn every_two_files_swapped() {
    let ledger = Ledger::new();
    let names: Vec<&String> = ledger.files.keys().collect();
    for (place, first) in names.iter().enumerate() {
        for second in &names[place + 1..] {
            ledger.put(first, &ledger.files[*second]);
            ledger.put(second, &ledger.files[*first]);
            assert!(ledger.is_found(), "{first} and {second} swapped");
            ledger.restore(first);
            ledger.restore(second);
        }
    }
    ledger.assert_whole();
}

#[test]
fn a_file_of_another_ledger_with_the_same_name() {
    let ledger = Ledger::new();
    let other = Scratch::new();
    other.done("init desk --origin example.org/desk --handle ana --key ana");
    let mut files = BTreeMap::new();
    collect(&other.path("desk/log"), "", &mut files);
    for (name, bytes) in &files {
        ledger.put(name, bytes);
        assert!(ledger.is_found(), "{name} of another ledger");
        ledger.restore(name);
    }
    for (name, bytes) in &files {
        ledger.put(name, bytes);
    }
    assert!(ledger.is_found());
}

#[test]
fn an_older_state_of_a_file() {
    let ledger = Ledger::new();
    let before = ledger.audit().unwrap().checkpoint;
    let mut old = BTreeMap::new();
    collect(&Scratch::with_ledger().path("desk/log"), "", &mut old);
    // Between two renames a crash leaves a receipt that is one commit old: said, and no fault.
    ledger.put("checkpoint.cose", &old["checkpoint.cose"]);
    let report = ledger.audit().unwrap();
    assert_eq!(report.verdict(), Verdict::Passed);
    assert_eq!(report.notes.len(), 1, "{:?}", report.notes);
    // An older checkpoint by itself is a smaller ledger. Who saw the larger one notices.
    ledger.put("checkpoint", &old["checkpoint"]);
    assert_eq!(ledger.audit().unwrap().verdict(), Verdict::Passed);
    let earlier = before
        .map(|checkpoint| Earlier { checkpoint, note: None, what: "the checkpoint before".to_owned() })
        .into_iter()
        .collect();
    let options = AuditOptions { pinned: Some(ledger.key), earlier, ..AuditOptions::on(NonZero::<usize>::MIN) };
    let report = audit_folder(&ledger.scratch.path("desk"), options, &mut |_, _| ()).unwrap();
    let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.name()).collect();
    assert_eq!(codes, ["log.rollback"]);
}

#[test]
fn links_are_no_files() {
    #[cfg(unix)]
    {
        let ledger = Ledger::new();
        for name in ledger.files.keys() {
            let elsewhere = ledger.scratch.path("elsewhere");
            fs::rename(ledger.path(name), &elsewhere).unwrap();
            std::os::unix::fs::symlink(&elsewhere, ledger.path(name)).unwrap();
            assert!(ledger.is_found(), "{name} is a link");
            fs::remove_file(ledger.path(name)).unwrap();
            ledger.restore(name);
        }
    }
}

#[test]
fn the_program_finds_it_too() {
    let ledger = Ledger::new();
    let places: Vec<(&str, usize)> =
        ledger.files.iter().flat_map(|(name, bytes)| (0..bytes.len()).map(move |at| (name.as_str(), at))).collect();
    for sample in 0..20 {
        let (name, at) = places[places.len() * sample / 20 + 7];
        let mut bytes = ledger.files[name].clone();
        bytes[at] ^= 0x04;
        ledger.put(name, &bytes);
        let run = ledger.scratch.run("-C desk verify");
        assert_eq!(run.code, Some(1), "byte {at} of {name}\n{run}");
        assert!(run.stdout.contains("\nFAILED: "), "{run}");
        assert_eq!(run.stderr, "");
        ledger.restore(name);
    }
    ledger.scratch.done("-C desk verify");
}

/// The same for what lies beside log/: nothing in there can make a bad log pass or a good one fail, but for byline.toml.
#[test]
fn what_lies_beside_the_log() {
    let ledger = Ledger::new();
    let desk = ledger.scratch.path("desk");
    for name in ["journal", "ledger.key", "lock"] {
        let path = desk.join(name);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, b"anything").unwrap();
        ledger.assert_whole();
        fs::remove_file(&path).unwrap();
        ledger.assert_whole();
        fs::write(&path, bytes).unwrap();
    }
    each_byte(&desk.join(CONFIG_FILE), |at| assert!(ledger.is_found(), "byte {at} of {CONFIG_FILE}"));
    fs::remove_file(desk.join(CONFIG_FILE)).unwrap();
    ledger.assert_whole();
}

/// Calls with each byte of a file changed in turn, then puts it back.
fn each_byte(path: &Path, check: impl Fn(usize)) {
    let bytes = fs::read(path).unwrap();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        fs::write(path, changed).unwrap();
        check(at);
    }
    fs::write(path, bytes).unwrap();
}
