//! `search`: records by words, and by what they are about.

use crate::scratch::Scratch;
use expect_test::expect;

/// A ledger with the fire, and what ben recorded in Ukrainian.
fn desk() -> Scratch {
    Scratch::with_records()
}

#[test]
fn words_whatever_their_case_accents_and_script() {
    let desk = desk();
    expect![[r#"
        $ byline -C desk search LOST
             7  b3:[id]  question  ana          boats: How many boats were lost?
                asks: How many boats were lost?
            11  b3:[id]  claim     ana          “At 02:00 we counted 41 boats lost.”
                quote: At 02:00 we counted 41 boats lost.
        2 records found
    "#]]
    .assert_eq(&desk.run("-C desk search LOST").to_string());
    // The harbour is called порт in Ukrainian: its other names are looked for too.
    expect![[r#"
        $ byline -C desk search harbour --kind entity
             4  b3:[id]  entity    ana          harbour-office: Harbour Office
                names: Harbour Office
             5  b3:[id]  entity    ana          harbour: the harbour
                names: the harbour
            15  b3:[id]  entity    ben          harbour-office: the port, as the paper puts it
                slug: harbour-office
        3 records found
    "#]]
    .assert_eq(&desk.run("-C desk search harbour --kind entity").to_string());
    expect![[r#"
        $ byline -C desk search Порт
             5  b3:[id]  entity    ana          harbour: the harbour
                names: порт
             6  b3:[id]  event     ana          fire: Fire in the harbour
                titles: Fire in the harbour (as the harbour)
            15  b3:[id]  entity    ben          harbour-office: the port, as the paper puts it
                names: порт
        3 records found
    "#]]
    .assert_eq(&desk.run("-C desk search Порт").to_string());
    expect![[r#"
        $ byline -C desk search count* --kind claim
            11  b3:[id]  claim     ana          “At 02:00 we counted 41 boats lost.”
                quote: At 02:00 we counted 41 boats lost.
        1 record found
    "#]]
    .assert_eq(&desk.run("-C desk search 'count*' --kind claim").to_string());
    expect![[r#"
        $ byline -C desk search unicorn
        Nothing found
    "#]]
    .assert_eq(&desk.run("-C desk search unicorn").to_string());
}

#[test]
fn by_source_event_signer_date_and_label() {
    let desk = desk();
    let found = |options: &str| {
        let hits = desk.run(&format!("-C desk search {options} --format json")).json();
        assert_eq!(hits["byline"], "search/1");
        let of = |hit: &serde_json::Value| format!("{} {}", hit["index"], hit["kind"].as_str().unwrap());
        hits["hits"].as_array().unwrap().iter().map(of).collect::<Vec<_>>().join(", ")
    };
    expect!["11 claim, 12 claim, 13 claim"].assert_eq(&found("--source ana/harbour-office"));
    expect!["11 claim, 12 claim, 13 claim"].assert_eq(&found("--source 'HARBOUR OFFICE'"));
    expect!["6 event, 7 question, 8 question, 9 question, 11 claim, 12 claim, 13 claim, 17 claim, 18 claim"]
        .assert_eq(&found("--event fire"));
    expect!["17 claim, 18 claim"].assert_eq(&found("--event fire --signer ben"));
    expect![[""]].assert_eq(&found("--signer ben --kind question"));
    expect!["11 claim, 12 claim, 13 claim, 17 claim, 18 claim"].assert_eq(&found("--kind claim --date 2025-06-14"));
    expect![[""]].assert_eq(&found("--kind claim --since 2025-06-15"));
    expect!["6 event"].assert_eq(&found("--until 2025-06-13"));
    expect!["11 claim, 17 claim"].assert_eq(&found("--label conflict"));
    expect!["11 claim"].assert_eq(&found("boats --label conflict --signer ana"));
}

#[test]
fn many_hits_are_limited() {
    let desk = desk();
    expect![[r#"
        $ byline -C desk search --event fire --limit 2
             6  b3:[id]  event     ana          fire: Fire in the harbour
             7  b3:[id]  question  ana          boats: How many boats were lost?
        The first 2 of more: narrow it down, or raise --limit
    "#]]
    .assert_eq(&desk.run("-C desk search --event fire --limit 2").to_string());
}

#[test]
fn without_an_index_the_log_is_read() {
    let desk = desk();
    let search = "-C desk search --event fire lost";
    let with = desk.run(search).stdout;
    std::fs::remove_dir_all(desk.path("desk/index")).unwrap();
    assert_eq!(desk.run(search).stdout, with);
    // A file where the index would be: it can't be built.
    std::fs::remove_dir_all(desk.path("desk/index")).unwrap();
    desk.write("desk/index", "in the way");
    let run = desk.run(search);
    assert_eq!((run.stdout, run.code), (with, Some(0)));
    assert!(run.stderr.starts_with("byline: reading the log instead of the index"), "{}", run.stderr);
}

#[test]
fn what_can_not_be_looked_for() {
    let desk = desk();
    for wrong in [
        "",
        "--kind unicorn",
        "--source nobody-at-all",
        "--event flood",
        "--date yesterday",
        "--signer Ana",
        "...",
        "--source the",
    ] {
        expect_file(&desk, wrong);
    }
}

fn expect_file(desk: &Scratch, wrong: &str) {
    let run = desk.run(&format!("-C desk search {wrong}"));
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{run}");
    assert!(run.stderr.starts_with("byline: error: ") && run.stderr.contains("byline: hint: "), "{run}");
}

#[test]
fn hostile_text_is_escaped() {
    let desk = desk();
    desk.edit(
        "fire.toml",
        "name = \"Harbour Office\"",
        "name = \"Harbour \u{202e}Office\\u001b[31m\"\nreason = \"test\"",
    );
    desk.done("-C desk record fire.toml --yes --key ana");
    let run = desk.run("-C desk search office --kind entity --signer ana");
    assert!(run.stdout.contains("Harbour \\u{202e}Office\\u{1b}[31m"), "{run}");
    assert!(!run.stdout.contains(['\u{202e}', '\u{1b}']), "{run}");
}
