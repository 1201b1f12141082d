//! What stands in a record, and what came of it, is told wherever the record is shown.

use crate::scratch::{NOW, Scratch};
use expect_test::expect;

/// A promise under a condition, found in the bulletin.
const PROMISE: &str = r#"
[question.rebuild]
event = "fire"
ask = "Does the Harbour Office intend to rebuild the quay?"
type = "yes-no"

[[claim.rebuild]]
by = "harbour-office"
act = "promise"
commit = "probable"
answer = true
said = 2025-06-14
condition = "if there is money"
note = "Nobody says where the money would come from."
quote = "It was not started on purpose."
"#;

/// The files of the desk, and more in the dossier on the fire.
fn with_more(more: &str) -> Scratch {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.write("fire.toml", scratch.read("fire.toml") + more);
    scratch
}

#[test]
fn everything_that_is_signed_is_shown_before() {
    let scratch = with_more(PROMISE);
    expect![[r#"
        $ byline -C desk record fire.toml --dry-run --key ana
        ana signs 12 records:
          entities   harbour-office, harbour
          event      fire
          questions  boats, deliberate, moved, rebuild
          document   bulletin
          as of 2025-06-14, where nothing else is said:
          claim.boats (line 43): Harbour Office says flatly: 41 boats
              “At 02:00 we counted 41 boats lost.”
          claim.deliberate (line 48): Harbour Office says flatly: no
              “It was not started on purpose.”
              denies
          claim.moved (line 54): Harbour Office says flatly: more than 1,200 people
              “More than 1,200 people were moved”
          claim.rebuild (line 64): Harbour Office says probably: yes
              “It was not started on purpose.”
              promises; said 2025-06-14
              only under a condition: if there is money
              note: Nobody says where the money would come from.
        Dry run: 12 records would be signed, 0 are recorded already. Nothing was signed.
    "#]]
    .assert_eq(&scratch.run("-C desk record fire.toml --dry-run --key ana").to_string());
    scratch.done("-C desk record fire.toml --yes --key ana");
    let boats = scratch.run("-C desk search boats --kind claim --format json").json()["hits"][0]["id"].clone();
    let boats = &boats.as_str().unwrap()[..15];
    let revision = format!(
        "[[claim.boats]]\nby = \"harbour-office\"\nanswer = 34\nas_of = 2025-06-15\nrevises = \"{boats}\"\nquote = \"At 02:00 we counted 41 boats lost.\"\n"
    );
    scratch.write("fire.toml", scratch.read("fire.toml") + &revision);
    expect![[r#"
        $ byline -C desk record fire.toml --dry-run --key ana
        ana signs 1 record:
          as of 2025-06-15, where nothing else is said:
          claim.boats (line 73): Harbour Office says flatly: 34 boats
              “At 02:00 we counted 41 boats lost.”
              REVISES what Harbour Office said before: 41
          from the ledger: b3:[id] is ana's claim b3:[id]
        Dry run: 1 record would be signed, 12 are recorded already. Nothing was signed.
        --- stderr
          ⚠ the figure 34 is not in the quote
            ╭─[fire.toml:75:10]
         74 │ by = "harbour-office"
         75 │ answer = 34
            ·          ──
         76 │ as_of = 2025-06-15
            ╰────
          help: the question counts boats; if the words say it otherwise, `as_said` keeps them

    "#]]
    .assert_eq(&scratch.run("-C desk record fire.toml --dry-run --key ana").to_string());
    // A document that stands in the ledger keeps the name of its own voice.
    scratch.write(
        "more.toml",
        "[dossier]\ndocument = \"bulletin\"\nlang = \"en\"\n[[claim.deliberate]]\nby = \"own voice\"\nanswer = false\nas_of = 2025-06-14\nquote = \"It was not started on purpose.\"\n",
    );
    expect![[r#"
        $ byline -C desk record more.toml --dry-run --key ana
        ana signs 1 record:
          as of 2025-06-14, where nothing else is said:
          claim.deliberate (line 4): own voice of Harbour Office says flatly: no
              “It was not started on purpose.”
          from the ledger: deliberate is ana's question b3:[id]
          from the ledger: bulletin is ana's document b3:[id]
        Dry run: 1 record would be signed, 0 are recorded already. Nothing was signed.
    "#]]
    .assert_eq(&scratch.run("-C desk record more.toml --dry-run --key ana").to_string());
}

#[test]
fn a_claim_is_shown_as_words_first() {
    let scratch = with_more(PROMISE);
    scratch.done("-C desk record fire.toml --yes --key ana");
    let index = scratch.run("-C desk search money --kind claim --format json").json()["hits"][0]["index"].to_string();
    expect![[r#"
        $ byline -C desk show 15
        claim b3:[id]
          entry 15, signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
          signed 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z

          Does the Harbour Office intend to rebuild the quay?
            Harbour Office says probably: yes, as of 2025-06-14
            “It was not started on purpose.”
            promises; said 2025-06-14
            only under a condition: if there is money
            note: Nobody says where the money would come from.
            in Bulletin 3

          as it was signed:
          act          promise
          answer
            value
              yes-no       true
          as_of        2025-06-14
          basis        read
          by
            entity       b3:[id]  harbour-office: Harbour Office
          commitment   probable
          condition    if there is money
          document     b3:[id]  bulletin: Bulletin 3, 291 bytes
          kind         claim
          note         Nobody says where the money would come from.
          question     b3:[id]  rebuild: Does the Harbour Office intend to rebuild the quay?
          quote
            -
              end          158
              exact        It was not started on purpose.
              prefix       e broke out at 23:40 on Friday. 
              start        128
              suffix       
                           At 02:00 we counted 41 boats lo
          said         2025-06-14
    "#]]
    .assert_eq(&scratch.run(&format!("-C desk show {index}")).to_string());
}

#[test]
fn what_was_withdrawn_is_marked_where_it_is_found_and_proven() {
    let scratch = Scratch::with_records();
    let index = scratch.run("-C desk search boats --kind claim --format json").json()["hits"][0]["index"].to_string();
    scratch.done(&format!("-C desk withdraw {index} --reason 'Another harbour.' --yes --key ana"));
    expect![[r#"
        $ byline -C desk search boats --kind claim
            11  b3:[id]  claim     ana          “At 02:00 we counted 41 boats lost.”
                WITHDRAWN at entry 20
                quote: At 02:00 we counted 41 boats lost.
        1 record found
    "#]]
    .assert_eq(&scratch.run("-C desk search boats --kind claim").to_string());
    let marks = scratch.run("-C desk search boats --kind claim --format json").json()["hits"][0]["marks"].to_string();
    expect![[r#"[{"index":20,"mark":"withdrawn","words":"WITHDRAWN at entry 20"}]"#]].assert_eq(&marks);
    expect![[r#"
        $ byline -C desk prove 11 -o boats.byline
        Wrote a proof of 1 record to boats.byline: bundle, 3786 bytes
          entry 11: WITHDRAWN at entry 20, which the file doesn't show
          of example.org/desk at 22 entries
          `byline verify boats.byline` checks it, by whoever knows the ledger's key SHA256:[key]
    "#]]
    .assert_eq(&scratch.run(&format!("-C desk prove {index} -o boats.byline")).to_string());
}

#[test]
fn a_blank_is_no_reason() {
    let scratch = Scratch::with_records();
    let before = scratch.ledger();
    expect![[r#"
        $ byline -C desk withdraw fire --reason ' ' --yes --key ana
        --- stderr
        error: invalid value ' ' for '--reason <REASON>': it has no words in it

        For more information, try '--help'.
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk withdraw fire --reason ' ' --yes --key ana").to_string());
    let run = scratch.run("-C desk judge checked fire --because '\t' --yes --key ana");
    assert_eq!(run.code, Some(2), "{run}");
    let blank = with_more("[entity.pier]\nkind = \"place\"\nname = \"  \"\n");
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × `name` has no words in it
            ╭─[fire.toml:60:8]
         59 │ kind = "place"
         60 │ name = "  "
            ·        ────
            ╰────
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
        --- exit 2
    "#]]
    .assert_eq(&blank.run("-C desk record fire.toml --yes --key ana").to_string());
    crate::scratch::assert_same(&before, &scratch.ledger());
}

/// Who was judged the same as another is found by either name.
#[test]
fn one_source_by_each_of_its_names() {
    let scratch = with_more(
        "[entity.mole-office]\nkind = \"organisation\"\nname = \"Office of the Mole\"\n\
         [[claim.deliberate]]\nby = \"mole-office\"\nanswer = false\nquote = \"It was not started on purpose.\"\n",
    );
    scratch.done("-C desk record fire.toml --yes --key ana");
    scratch.done("-C desk judge same harbour-office mole-office --because 'One office, two names.' --yes --key ana");
    let by_first = scratch.done("-C desk diff fire harbour-office");
    for name in ["mole-office", "'office of the mole'"] {
        assert_eq!(scratch.done(&format!("-C desk diff fire {name}")), by_first, "{name}");
    }
    scratch.done("-C desk explain fire deliberate mole-office");
}

/// The dossier that the program itself prints is one that can be recorded, without a word of reproach.
#[test]
fn the_example_is_recorded_as_it_is() {
    let scratch = Scratch::with_ledger();
    let example = scratch.done("record --example");
    let lines = example.lines().skip_while(|line| !line.contains("article.txt, a text"));
    let text: Vec<&str> = lines.filter_map(|line| line.strip_prefix("#     ")).take(2).collect();
    scratch.write("article.txt", text.join("\n") + "\n");
    scratch.write("first.toml", &example);
    expect![[r#"
        $ byline -C desk record first.toml --yes --key ana
        ana signs 9 records:
          entities   gazette, harbour-office, moss
          event      fire
          questions  boats, deliberate
          document   article
          as of 2025-06-14, where nothing else is said:
          claim.boats (line 55): Harbour Office says flatly: at least 41 boats
              “The harbour office said on Saturday that at least 41 boats had burned.”
          claim.deliberate (line 60): Ida Moss says flatly: no
              “"Nobody started it on purpose," the mayor, Ida Moss, told the paper.”
              denies
        Recorded 9 records, entries 4 to 12, sealed at 2025-06-15T08:00:00Z by entry 13
    "#]]
    .assert_eq(&scratch.run("-C desk record first.toml --yes --key ana").to_string());
}

/// The feed of a site says of an older entry what came of it, and when.
#[test]
fn the_feed_marks_what_was_withdrawn_since() {
    let scratch = Scratch::with_records();
    let index = scratch.run("-C desk search boats --kind claim --format json").json()["hits"][0]["index"].to_string();
    let withdraw = format!("-C desk withdraw {index} --reason 'Another harbour.' --yes --key ana");
    assert_eq!(scratch.run_at(NOW + 3_600, &withdraw).code, Some(0));
    scratch.done("-C desk report --all -o site");
    // The page for auditors shows no records, and speaks of none.
    let auditor = scratch.read("site/auditor.html");
    assert!(auditor.contains("byline copy") && !auditor.contains("quotes above"), "{auditor}");
    let feed = scratch.read("site/feed.xml");
    let entry = feed.split("<entry>").find(|entry| entry.contains("New: Harbour Office: 41 boats")).unwrap();
    assert!(entry.contains("How many boats were lost? [withdrawn]</title>"), "{entry}");
    assert!(entry.contains("<published>2025-06-15T08:00:00Z</published>"), "{entry}");
    assert!(entry.contains("<updated>2025-06-15T09:00:00Z</updated>"), "{entry}");
}

/// A report on one source says how its own answers lie to those of others, and not how others lie to each other.
#[test]
fn a_report_on_a_source_is_about_its_answers() {
    let scratch = with_more(
        "[entity.union]\nkind = \"organisation\"\nname = \"Dockers\"\n[entity.mayor]\nkind = \"person\"\nname = \"Ida Moss\"\n\
         [[claim.boats]]\nby = \"union\"\nanswer = 34\nquote = \"At 02:00 we counted 41 boats lost.\"\n\
         [[claim.boats]]\nby = \"mayor\"\nanswer = { at_least = 30 }\nquote = \"At 02:00 we counted 41 boats lost.\"\n",
    );
    scratch.done("-C desk record fire.toml --yes --key ana");
    let outcome = |source: &str| {
        let report = scratch.done(&format!("-C desk report fire {source} --as text"));
        report
            .lines()
            .find(|line| line.contains("between Harbour Office and Dockers"))
            .map(|line| line.trim().to_owned())
    };
    assert_eq!(outcome("").as_deref(), Some("CONFLICT: between Harbour Office and Dockers"));
    let union = scratch.done("-C desk report fire --source union --as text");
    assert!(union.contains("CONFLICT: between Dockers and Harbour Office"), "{union}");
    assert_eq!(outcome("--source mayor"), None);
    let mayor = scratch.done("-C desk report fire --source mayor --as text");
    assert!(mayor.contains("compatible: "), "{mayor}");
}
