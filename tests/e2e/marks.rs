//! Four acts that are not the same: the recorder corrects, a record is withdrawn, the source revises, somebody disputes. Every view says which.

use crate::scratch::Scratch;
use expect_test::expect;

/// Ana's count of boats is corrected, the moved are withdrawn, the source revises whether it was on purpose, and ben disputes the count.
fn scratch() -> Scratch {
    let scratch = Scratch::with_records();
    let json = scratch.run("-C desk log --format json").json();
    let id = |index: usize| json["entries"][index]["id"].as_str().unwrap().to_owned();
    let (boats, deliberate) = (id(11), id(12));
    scratch.write(
        "more.toml",
        format!(
            "[dossier]\ndocument = \"ana/bulletin\"\nas_of = 2025-06-14\n\n\
             [[claim.boats]]\ncorrects = \"{boats}\"\nreason = \"Read too fast.\"\nby = \"ana/harbour-office\"\n\
             answer = {{ about = 41 }}\nquote = \"At 02:00 we counted 41 boats lost.\"\n\n\
             [[claim.deliberate]]\nrevises = \"{deliberate}\"\nreason = \"The office changed its mind\"\n\
             by = \"ana/harbour-office\"\nanswer = true\nas_of = 2025-06-15\n\
             quote = \"It was not started on purpose.\"\n"
        ),
    );
    scratch.done("-C desk record more.toml --yes --key ana");
    scratch.done("-C desk withdraw 13 --reason 'Another fire' --yes --key ana");
    scratch.done("-C desk judge disputed 11 --because 'I counted 38 myself' --yes --key ben");
    scratch
}

#[test]
fn the_log_marks_them() {
    let scratch = scratch();
    expect![[r#"
        $ byline -C desk log --from 11
            11  b3:[id]  claim     ana          “At 02:00 we counted 41 boats lost.”
                                                   CORRECTED at entry 20
                                                   DISPUTED by ben at entry 25
            12  b3:[id]  claim     ana          “It was not started on purpose.”
                                                   REVISED by the source at entry 21
            13  b3:[id]  claim     ana          “More than 1,200 people were moved”
                                                   WITHDRAWN at entry 23
            14  ──────── sealed 2025-06-15T08:00:00Z ────────
            15  b3:[id]  entity    ben          harbour-office: the port, as the paper puts it
            16  b3:[id]  document  ben          dock: news article, 222 bytes
            17  b3:[id]  claim     ben          “Згоріли 38 човнів, кажуть у порту.”
            18  b3:[id]  claim     ben          “Про причину там не говорять.”
            19  ──────── sealed 2025-06-15T08:00:00Z ────────
            20  b3:[id]  claim     ana          “At 02:00 we counted 41 boats lost.” (corrects an earlier version)
                                                   DISPUTED by ben at entry 25
            21  b3:[id]  claim     ana          “It was not started on purpose.” (the source revises an earlier answer)
            22  ──────── sealed 2025-06-15T08:00:00Z ────────
            23  b3:[id]  withdrawal ana          withdraws b3:[id]: Another fire
            24  ──────── sealed 2025-06-15T08:00:00Z ────────
            25  b3:[id]  judgement ben          disputed on b3:[id]: I counted 38 myself
            26  ──────── sealed 2025-06-15T08:00:00Z ────────
    "#]]
    .assert_eq(&scratch.run("-C desk log --from 11").to_string());
    let entries = scratch.run("-C desk log --format json").json()["entries"].clone();
    let marks = |index: usize| -> Vec<String> {
        let marks = entries[index]["marks"].as_array().unwrap();
        marks.iter().map(|mark| mark["mark"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        [marks(11), marks(12), marks(13), marks(7)],
        [
            vec!["corrected".to_owned(), "disputed".to_owned()],
            vec!["revised".to_owned()],
            vec!["withdrawn".to_owned()],
            vec![],
        ]
    );
}

#[test]
fn a_record_shown_alone_has_them() {
    let scratch = scratch();
    let head = |what: &str| -> String {
        let shown = scratch.run(&format!("-C desk show {what}")).to_string();
        shown.lines().take_while(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
    };
    expect![[r#"
        $ byline -C desk show 11
        claim b3:[id]
          entry 11, signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
          signed 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z
          CORRECTED at entry 20 by b3:[id]
          DISPUTED by ben at entry 25
        $ byline -C desk show 12
        claim b3:[id]
          entry 12, signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
          signed 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z
          REVISED by the source at entry 21
        $ byline -C desk show 13
        claim b3:[id]
          entry 13, signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
          signed 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z
          WITHDRAWN at entry 23: Another fire
    "#]]
    .assert_eq(&[head("11"), head("12"), head("13")].concat());
    let shown = scratch.run("-C desk show 12 --format json").json();
    assert_eq!(shown["marks"][0]["mark"], "revised");
}

/// The comparison and the report, for people and for programs.
#[test]
fn comparisons_and_reports_mark_them() {
    let scratch = scratch();
    for (command, is_json) in [
        ("diff --all", false),
        ("diff --format json", true),
        ("diff fire ana/harbour-office --all", false),
        ("diff fire ana/harbour-office ben/harbour-office --all", false),
        ("report", false),
        ("report --as json", true),
    ] {
        let view = scratch.done(&format!("-C desk {command}"));
        let marks = match is_json {
            true => ["\"corrected\"", "\"withdrawn\"", "\"revised\"", "\"revises\"", "\"disputed\""],
            false => [
                "CORRECTED at entry",
                "WITHDRAWN at entry",
                "REVISED since by the source",
                "REVISES the source",
                "DISPUTED",
            ],
        };
        for mark in marks {
            assert!(view.contains(mark), "{mark} is missing in {command}:\n{view}");
        }
    }
}

/// Things that claims lean on are marked too: the source, the question, the document, the event.
#[test]
fn what_a_claim_leans_on_is_marked() {
    let scratch = Scratch::with_records();
    for what in ["ana/harbour-office", "ana/bulletin", "ana/fire"] {
        scratch.done(&format!("-C desk withdraw {what} --reason 'No such thing' --yes --key ana"));
    }
    for command in ["diff --format json", "report --as json"] {
        let view = scratch.run(&format!("-C desk {command}")).json();
        // A report may be of several events.
        let event = if view["event"].is_null() { &view["events"][0] } else { &view["event"] };
        let event = &event["marks"][0]["mark"];
        let documents = view["documents"].as_array().unwrap();
        let document = documents.iter().find(|document| document["slug"] == "ana/bulletin").unwrap();
        assert_eq!((event, &document["marks"][0]["mark"]), (&"withdrawn".into(), &"withdrawn".into()), "{command}");
    }
    for command in ["diff --all", "report"] {
        let view = scratch.done(&format!("-C desk {command}"));
        assert!(view.matches("WITHDRAWN at entry").count() >= 3, "{command}:\n{view}");
    }
}
