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
        byline: hint: name the file .html, .md, .txt, .json, .csv, .provn, .jsonld or .trig, or choose with --as
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
        let report = scratch.run("-C desk report --as json").json();
        report["verified"]["words"].as_str().unwrap().to_owned()
    };
    expect!["The whole ledger was audited before this report was written: every check passed."]
        .assert_eq(&words(&scratch));
    let stranger = scratch.copy();
    stranger.forget();
    // What only this auditor remembers is no part of a report: it is the same for everybody.
    assert_eq!(stranger.done("-C desk report --as json"), scratch.done("-C desk report --as json"));
    let unaudited = scratch.run("-C desk report --unaudited --as json").json();
    assert_eq!(unaudited["verified"]["audited"], false);

    let archive = scratch.path("desk/archive");
    fs::remove_dir_all(&archive).unwrap();
    assert!(words(&scratch).contains("not all was checked"));
    let entries = scratch.path("desk/log/tile/entries/000.p/20");
    let mut bytes = fs::read(&entries).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&entries, bytes).unwrap();
    expect![[r#"
        $ byline -C desk report -o fire.md
        --- stderr
        byline: error: the ledger fails its audit: no report was written
        byline: hint: `byline verify` lists what is wrong with it; --even-if-failing writes a report that says so in red on top
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk report -o fire.md").to_string());
    assert!(!scratch.path("fire.md").exists());
}

/// An earlier state is named by its size, a time, or a checkpoint that somebody kept; whatever came later doesn't count.
#[test]
fn an_event_as_it_stood_earlier() {
    let scratch = Scratch::with_records();
    let then = scratch.done("-C desk diff");
    fs::copy(scratch.path("desk/log/checkpoint"), scratch.path("kept")).unwrap();
    assert_eq!(
        scratch.run_at(NOW + 86_400, "-C desk withdraw 11 --reason 'The wrong page' --yes --key ana").code,
        Some(0)
    );
    let now = scratch.done("-C desk diff");
    assert!(now.contains("WITHDRAWN at entry 20 by ana: The wrong page") && !then.contains("WITHDRAWN"), "{now}");
    for when in ["20", "2025-06-15", "2025-06-15T08:00:00Z", "2025-06-16T09:59:59+02:00", "kept"] {
        let shown = scratch.done(&format!("-C desk diff --as-of {when}"));
        let said = "This is an earlier state: the ledger has 22 entries now.\n";
        assert_eq!((shown.matches(said).count(), shown.replace(said, "")), (1, then.clone()), "{when}");
    }
    for when in ["22", "2025-06-16", "2025-06-16T08:00:00Z", "desk/log/checkpoint"] {
        assert_eq!(scratch.done(&format!("-C desk diff --as-of {when}")), now, "{when}");
    }
}

#[test]
fn a_state_that_the_ledger_never_had() {
    let scratch = Scratch::with_records();
    scratch.write("desk.txt", "no checkpoint");
    for (when, told) in [
        (
            "19",
            "at 19 entries the log was in the middle of a commit\nbyline: hint: the commit before ends at 15, this one at 20",
        ),
        ("21", "the log has 20 entries, not 21\nbyline: hint: is this copy of the ledger an old one?"),
        ("2025-06-14", "the log begins at 2025-06-15T08:00:00Z\nbyline: hint: name a later time"),
        ("2025-06-31", "\"2025-06-31\" is no time: "),
        ("2025-06-15T08:00:00", "\"2025-06-15T08:00:00\" is no time: "),
        ("yesterday", "\"yesterday\" is no state of the ledger: No such file or directory"),
        ("desk.txt", "the ledger has no state \"desk.txt\": the checkpoint can't be used: "),
    ] {
        for option in ["--as-of", "--since"] {
            if option == "--since" && when == "2025-06-14" {
                continue;
            }
            let run = scratch.run(&format!("-C desk diff fire {option} {when}"));
            assert!(run.code == Some(2) && run.stderr.contains(told), "{run}");
        }
    }
    let everything = scratch.done("-C desk diff fire --since 2025-06-14");
    assert!(everything.contains("Since the log began:"), "{everything}");
}

/// What came to an event between two states, with the questions that come to something else by it.
#[test]
fn what_came_to_an_event_since() {
    let scratch = Scratch::with_records();
    fs::copy(scratch.path("desk/log/checkpoint"), scratch.path("kept")).unwrap();
    assert_eq!(scratch.run("-C desk diff fire --since kept --exit-code").code, Some(0));
    assert_eq!(
        scratch.run_at(NOW + 3_600, "-C desk withdraw 11 --reason 'The wrong page' --yes --key ana").code,
        Some(0)
    );
    let run = scratch.run("-C desk diff fire --since kept --exit-code");
    expect![[r#"
        $ byline -C desk diff fire --since kept --exit-code
        Byline lays accounts beside each other. It does not say who is right.

        Fire in the harbour (ana/fire)
        2025-06-13/2025-06-14; as logged in example.org/desk, 22 entries, sealed 2025-06-15T09:00:00Z

        Since 20 entries, sealed 2025-06-15T08:00:00Z: 1 record withdrawn; 1 question with another outcome

        ── ana/boats ───────────────────────────────────────────────────────────────────────────────────────
        How many boats were lost?
        quantity of boats, at one time

        before: CONFLICT          between Harbour Office and the port, as the paper puts it
        now: one source           only one named source answers: the port, as the paper puts it

         WITHDRAWN   entry 20 by ana, logged 2025-06-15T09:00:00Z
                     Harbour Office says flatly: 41 boats
                       as of 2025-06-14 · Bulletin 3 (en) · b3:[id]
                       “At 02:00 we counted 41 boats lost.”
                       WITHDRAWN at entry 20 by ana: The wrong page
        --- exit 1
    "#]]
    .assert_eq(&run.to_string());
    for same in ["--since 20", "--since 2025-06-15T08:59:59Z", "--since 20 --until 22", "--since 20 --until 2025-06-15"]
    {
        assert_eq!(scratch.run(&format!("-C desk diff fire {same} --exit-code")).stdout, run.stdout, "{same}");
    }
    assert_eq!(scratch.done("-C desk diff fire --since 4 --until 15").matches("WITHDRAWN").count(), 0);
    let value = scratch.run("-C desk diff fire --since kept --format json").json();
    assert_eq!(value["view"], "changes");
    assert_eq!(value["since"]["size"], 20);
    assert_eq!(value["rows"][0]["changes"][0]["change"], "withdrawn");
}

/// Filters leave out, say so, and leave the marks of what remains; `--only` and `--exit-code` are for scripts.
#[test]
fn a_part_of_an_event() {
    let scratch = Scratch::with_records();
    let claims = |arguments: &str| {
        let value = scratch.run(&format!("-C desk diff {arguments} --format json")).json();
        value["claims"].as_array().unwrap().len()
    };
    for (arguments, count) in [
        ("fire", 5),
        ("fire --question boats", 2),
        ("fire -q 'how many'", 3),
        ("fire -q boats -q deliberate", 4),
        ("fire --lang uk", 2),
        ("fire -l en -l uk", 5),
        ("fire --source ana/harbour-office", 3),
        ("fire -s ana/harbour-office -q boats", 1),
        ("fire --only conflict", 2),
        ("fire --only agree", 0),
        ("fire --document bulletin", 3),
    ] {
        assert_eq!(claims(arguments), count, "{arguments}");
    }
    let told = scratch.done("-C desk diff fire --lang uk");
    assert!(told.contains("Only language uk: 3 claims left out."), "{told}");
    for (arguments, code) in [
        ("fire", 1),
        ("fire -q moved", 0),
        ("fire --only conflict", 1),
        ("fire --only agree,silent", 1),
        ("fire --only agree", 0),
        ("fire ana/harbour-office", 0),
        ("fire ana/harbour-office ben/harbour-office", 1),
    ] {
        assert_eq!(scratch.run(&format!("-C desk diff {arguments} --exit-code")).code, Some(code), "{arguments}");
        assert_eq!(scratch.run(&format!("-C desk diff {arguments}")).code, Some(0), "{arguments}");
    }
    for (arguments, told) in [
        (
            "fire -q flood",
            "there is no question \"flood\" on this event\nbyline: hint: name one of boats (How many boats were lost?), ",
        ),
        ("fire -s mayor", "there is no source \"mayor\" on this event"),
        ("fire -l klingonish!", "\"klingonish!\" is no language: "),
        (
            "fire --document almanac",
            "found in a document \"almanac\"\nbyline: hint: name one of bulletin (Bulletin 3), dock (dock)",
        ),
        ("fire --since 15 --only conflict", "--only can't go with --since: what changed has no label"),
        ("fire --only wrong", "invalid value 'wrong'"),
    ] {
        let run = scratch.run(&format!("-C desk diff {arguments}"));
        assert!(run.code == Some(2) && run.stderr.contains(told), "{run}");
    }
}

/// Two ledgers share no ids: a URI makes entities one, words and form make questions one, and a name alone nothing.
#[test]
fn one_event_in_two_ledgers() {
    let scratch = Scratch::with_records();
    scratch.done("init paper --origin example.org/paper --handle carl --key carl");
    let theirs = scratch.read("fire.toml").replace("answer = 41", "answer = 40");
    scratch.write("theirs.toml", theirs);
    scratch.done("-C paper record theirs.toml --yes --key carl");
    let run = scratch.run("-C desk diff fire --with paper --exit-code");
    expect![[r#"
        $ byline -C desk diff fire --with paper --exit-code
        Byline lays accounts beside each other. It does not say who is right.

        Fire in the harbour (ana/fire)
        2025-06-13/2025-06-14; as logged in example.org/desk, 20 entries, sealed 2025-06-15T08:00:00Z

        Beside Fire in the harbour (carl/fire) as logged in example.org/paper, 13 entries, sealed
          2025-06-15T08:00:00Z. 3 questions asked in both; of the same source: 4 answers only here, 3
          answers only there.

        ── ana/boats = carl/boats ──────────────────────────────────────────────────────────────────────────
        How many boats were lost?
        quantity of boats, at one time

        only there:
          Harbour Office says flatly: 40 boats
            as of 2025-06-14 · Bulletin 3 (en) · b3:[id]
            “At 02:00 we counted 41 boats lost.”

        only here:
          Harbour Office says flatly: 41 boats
            as of 2025-06-14 · Bulletin 3 (en) · b3:[id]
            “At 02:00 we counted 41 boats lost.”

        only here:
          the port, as the paper puts it says flatly: 38 boats
            as of 2025-06-14 · dock (uk) · b3:[id]
            “Згоріли 38 човнів, кажуть у порту.”

        ── ana/deliberate = carl/deliberate ────────────────────────────────────────────────────────────────
        Was the fire started on purpose?
        yes-no, at one time

        only there:
          Harbour Office says flatly (denies): no
            as of 2025-06-14 · Bulletin 3 (en) · b3:[id]
            “It was not started on purpose.”

        only here:
          Harbour Office says flatly (denies): no
            as of 2025-06-14 · Bulletin 3 (en) · b3:[id]
            “It was not started on purpose.”

        ── ana/moved = carl/moved ──────────────────────────────────────────────────────────────────────────
        How many people were moved?
        quantity of people, at one time

        only there:
          Harbour Office says flatly: more than 1,200 people = at least 1,201
            as of 2025-06-14 · Bulletin 3 (en) · b3:[id]
            “More than 1,200 people were moved”

        only here:
          Harbour Office says flatly: more than 1,200 people = at least 1,201
            as of 2025-06-14 · Bulletin 3 (en) · b3:[id]
            “More than 1,200 people were moved”

        ── what is the same in both ────────────────────────────────────────────────────────────────────────
        Asked in the same words and form: ana/boats = carl/boats, ana/deliberate = carl/deliberate,
          ana/moved = carl/moved
        Named alike, and not taken as the same unless you say so: --same
          ana/harbour-office=carl/harbour-office, --same ana/harbour=carl/harbour
        --- exit 1
    "#]]
    .assert_eq(&run.to_string());
    assert_eq!(scratch.run("-C desk diff fire --with paper:fire --exit-code").stdout, run.stdout);
    let one = "-C desk diff fire --with paper --same ana/harbour-office=harbour-office";
    let said = scratch.done(one);
    assert!(said.contains("1 CONFLICT, 2 AGREE"), "{said}");
    assert!(said.contains("You said so: ana/harbour-office = carl/harbour-office"), "{said}");
    let value = scratch.run(&format!("{one} --format json --only conflict")).json();
    assert_eq!(value["view"], "two-ledgers");
    assert_eq!(value["rows"].as_array().unwrap().len(), 1);
    assert_eq!(value["other_ledger"]["origin"], "example.org/paper");

    // The same office by its URI, without a word more.
    for (ledger, key) in [("desk", "ana"), ("paper", "carl")] {
        let dossier = "[entity.harbour-office]\nkind = \"organisation\"\nname = \"Harbour Office\"\n\
                       same_as = [\"wikidata:Q1\"]\nreason = \"Its URI\"\n";
        scratch.write("uri.toml", dossier);
        scratch.done(&format!("-C {ledger} record uri.toml --yes --key {key}"));
    }
    let by_uri = scratch.done("-C desk diff fire --with paper");
    assert!(by_uri.contains("1 CONFLICT, 2 AGREE") && by_uri.contains("wikidata:Q1"), "{by_uri}");
    for (arguments, told) in [
        ("--with desk", "desk is a copy of the same ledger"),
        ("--with nowhere", "can't open the ledger nowhere"),
        ("--with paper:flood", "there is no event \"flood\""),
        ("--with paper --same boats", "\"boats\" is no pair"),
        ("--with paper --same boats=harbour-office", "there is no entity or question \"harbour-office\" there"),
        ("--with paper --same ships=boats", "there is no entity or question \"ships\" here"),
    ] {
        let run = scratch.run(&format!("-C desk diff fire {arguments}"));
        assert!(run.code == Some(2) && run.stderr.contains(told), "{run}");
    }
}
