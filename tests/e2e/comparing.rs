//! `diff` and `report`.

use crate::scratch::{NOW, Scratch};
use expect_test::expect;
use std::fs;

#[test]
fn an_event_or_source_that_is_not_there() {
    let scratch = Scratch::with_records();
    expect![[r#"
        $ byline -C desk diff flood
        --- stderr
        byline: error: there is no event "flood"
        byline: hint: name one of fire (Fire in the harbour)
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk diff flood").to_string());
    expect![[r#"
        $ byline -C desk diff fire mayor
        --- stderr
        byline: error: there is no source "mayor" on this event
        byline: hint: name one of ana/harbour-office (Harbour Office), ben/harbour-office (the port, as the paper puts it)
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk diff fire mayor").to_string());
    expect![[r#"
        $ byline -C desk diff fire harbour-office
        --- stderr
        byline: error: "harbour-office" can be 2 sources
        byline: hint: name one of ana/harbour-office (Harbour Office), ben/harbour-office (the port, as the paper puts it)
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk diff fire harbour-office").to_string());
    expect![[r#"
        $ byline -C desk diff fire ana/harbour-office 'Harbour Office'
        --- stderr
        byline: error: "ana/harbour-office" and "Harbour Office" are one source
        byline: hint: with one source alone, `byline diff` shows it over time
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk diff fire ana/harbour-office 'Harbour Office'").to_string());
    expect![[r#"
        $ byline -C desk report flood
        --- stderr
        byline: error: there is no event "flood"
        byline: hint: name one of fire (Fire in the harbour)
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk report flood").to_string());
    let empty = Scratch::with_ledger();
    expect![[r#"
        $ byline -C desk diff
        --- stderr
        byline: error: no event is recorded yet
        byline: hint: `byline record` records one
        --- exit 2
    "#]]
    .assert_eq(&empty.run("-C desk diff").to_string());
    expect![[r#"
        $ byline -C desk report
        --- stderr
        byline: error: no event is recorded yet
        byline: hint: `byline record` records one
        --- exit 2
    "#]]
    .assert_eq(&empty.run("-C desk report").to_string());
}

#[test]
fn two_sources_by_slug_and_by_name() {
    let scratch = Scratch::with_records();
    let run = scratch.run("-C desk diff fire ana/harbour-office ben/harbour-office");
    expect![[r#"
        $ byline -C desk diff fire ana/harbour-office ben/harbour-office
        Byline lays accounts beside each other. It does not say who is right.

        Fire in the harbour (ana/fire)
        2025-06-13/2025-06-14; as logged in example.org/desk, 20 entries, sealed 2025-06-15T08:00:00Z

        Harbour Office and the port, as the paper puts it, side by side: 1 CONFLICT, 1 silent

        ── ana/boats ───────────────────────────────────────────────────────────────────────────────────────
        How many boats were lost?
        quantity of boats, at one time

         Harbour Office                                  │ the port, as the paper puts it
         says flatly: 41 boats                           │ says flatly: 38 boats
         “At 02:00 we counted 41 boats lost.”            │ “Згоріли 38 човнів, кажуть у порту.”
         as of 2025-06-14 · Bulletin 3 (en) ·            │ as of 2025-06-14 · dock (uk) · b3:[id]
         b3:[id]                                     │

         CONFLICT        no-common-number: no number fits both: 41, and 38

        Folded away: 2 questions that only Harbour Office answers. --all shows them.
    "#]]
    .assert_eq(&run.to_string());
    let by_name = scratch.run("-C desk diff fire 'harbour OFFICE' 'the port'");
    assert_eq!(by_name.stdout, run.stdout);
}

/// The views say in JSON which they are.
#[test]
fn the_views_for_programs() {
    let scratch = Scratch::with_records();
    for (arguments, version, view) in [
        ("diff", "diff/1", "all-sources"),
        ("diff fire ana/harbour-office", "diff/1", "over-time"),
        ("diff fire ana/harbour-office ben/harbour-office", "diff/1", "two-sources"),
        ("report", "report/1", ""),
    ] {
        let value = scratch.run(&format!("-C desk {arguments} --format json")).json();
        assert_eq!(value["byline"].as_str(), Some(version), "{arguments}");
        assert_eq!(value["view"].as_str().unwrap_or_default(), view, "{arguments}");
        assert_eq!(value["ledger"]["origin"], "example.org/desk", "{arguments}");
    }
}

/// The same ledger gives the same bytes, at any time and from a copy; a withdrawal gives others.
#[test]
fn a_report_comes_out_the_same() {
    let scratch = Scratch::with_records();
    let report = scratch.done("-C desk report --as json");
    assert_eq!(scratch.run_at(NOW + 86_400, "-C desk report --as json").stdout, report);
    assert_eq!(scratch.copy().done("-C desk report --as json"), report);
    expect![[r#"
        $ byline -C desk report -o fire.json
        Wrote a report of 5 claims to fire.json
    "#]]
    .assert_eq(&scratch.run("-C desk report -o fire.json").to_string());
    assert_eq!(scratch.read("fire.json"), report);
    scratch.done("-C desk report --output fire.md");
    assert_eq!(scratch.read("fire.md"), scratch.done("-C desk report"));
    scratch.done("-C desk report --as markdown -o fire.txt");
    assert_eq!(scratch.read("fire.txt"), scratch.read("fire.md"));
    scratch.done("-C desk withdraw 11 --reason 'The wrong page' --yes --key ana");
    let report = scratch.done("-C desk report");
    assert!(report.contains("**WITHDRAWN at entry 20 by ana: The wrong page**"), "{report}");
}

#[test]
fn a_report_that_can_not_be_written() {
    let scratch = Scratch::with_records();
    expect![[r#"
        $ byline -C desk report -o fire.pdf
        --- stderr
        byline: error: a report can't be written as .pdf
        byline: hint: name the file .md or .json, or choose with --as
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk report -o fire.pdf").to_string());
    expect![[r#"
        $ byline -C desk report -o nowhere/fire.md
        --- stderr
        byline: error: can't write nowhere/fire.md: No such file or directory (os error 2)
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk report -o nowhere/fire.md").to_string());
}

#[test]
fn a_report_of_a_ledger_that_was_audited_first() {
    let scratch = Scratch::with_records();
    let words = |scratch: &Scratch| {
        let report = scratch.run("-C desk report --verify --as json").json();
        report["verified"]["words"].as_str().unwrap().to_owned()
    };
    expect!["The whole ledger was audited before this report was written: every check passed."]
        .assert_eq(&words(&scratch));
    let stranger = scratch.copy();
    stranger.forget();
    let told = words(&stranger);
    assert!(told.contains("not all was checked: the ledger is the one you pinned: no key is pinned"), "{told}");

    let archive = scratch.path("desk/archive");
    fs::remove_dir_all(&archive).unwrap();
    assert!(words(&scratch).contains("not all was checked"));
    let entries = scratch.path("desk/log/tile/entries/000.p/20");
    let mut bytes = fs::read(&entries).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&entries, bytes).unwrap();
    expect![[r#"
        $ byline -C desk report --verify -o fire.md
        --- stderr
        byline: error: the ledger fails its audit: no report was written
        byline: hint: `byline verify` lists what is wrong with it
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk report --verify -o fire.md").to_string());
    assert!(!scratch.path("fire.md").exists());
}
