//! The provenance report.

use super::hostile::{self, EVIL};
use crate::dossier::DossierFile;
use crate::messages::{Language, Messages};
use crate::render::report::limits;
use crate::render::report::sheet::Sheet;
use crate::render::report::{Audited, Options, Remark, Report};
use crate::render::testkit::{Story, blotted};
use crate::render::{json, markdown};
use byline_ledger::accounts::view::ClaimView;
use expect_test::{expect, expect_file};
use pulldown_cmark::{Event, Options as Dialects, Parser};
use serde_json::Value;

/// The report of an event of a story, as somebody asked for it.
pub fn with_report<T>(story: &Story, event: &str, options: &Options, then: impl FnOnce(&Report<'_>) -> T) -> T {
    let case = story.case(event);
    then(&Report::new(case.ledger, case.casefile, case.judgements, &[case.event], options))
}

/// The same as a sheet in English.
pub fn with_sheet<T>(story: &Story, event: &str, then: impl FnOnce(&Sheet, &Messages) -> T) -> T {
    with_report(story, event, &Options::default(), |report| {
        let messages = Messages::of(Language::English);
        then(&Sheet::new(report, &messages), &messages)
    })
}

fn as_markdown(story: &Story, event: &str) -> String {
    with_sheet(story, event, markdown::report)
}

#[test]
fn the_corrected_harbour_fire() {
    let story = Story::corrected_harbour_fire();
    expect_file!["report.md"].assert_eq(&blotted(&as_markdown(&story, "harbour-fire")));
    assert_eq!(as_markdown(&story, "harbour-fire"), as_markdown(&Story::corrected_harbour_fire(), "harbour-fire"));
}

#[test]
fn what_was_checked_is_said() {
    let words = |not_checked: &[&str]| {
        let remark = |(about, words): (&str, &str)| Remark { about: about.to_owned(), words: words.to_owned() };
        let not_checked = not_checked.iter().map(|one| remark(one.split_once(": ").unwrap())).collect();
        Audited::Yes { not_checked }.words()
    };
    assert_eq!(words(&[]), "The whole ledger was audited before this report was written: every check passed.");
    assert_eq!(
        words(&["a: b", "c: d"]),
        "The whole ledger was audited before this report was written: nothing failed, but not all was checked: a: b; c: d."
    );
}

/// The corrected claim on the cause, for programs.
#[test]
fn a_claim_for_programs() {
    let story = Story::corrected_harbour_fire();
    let value = with_report(&story, "harbour-fire", &Options::default(), |report| {
        serde_json::to_value(json::report(report)).unwrap()
    });
    let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
    expect![[r#"["byline", "check", "claims", "counts", "documents", "events", "ledger", "note", "opinions", "options", "verified"]"#]].assert_eq(&format!("{keys:?}"));
    let mut claims = value["claims"].as_array().unwrap().iter();
    let cause = claims.find(|claim| claim["answer"]["words"] == "a welding spark").unwrap();
    expect_file!["claim.json"].assert_eq(&blotted(&(serde_json::to_string_pretty(cause).unwrap() + "\n")));
    let boats = value["claims"].as_array().unwrap().iter().find(|claim| claim["answer"]["words"] == "34").unwrap();
    let against: Vec<&Value> = boats["contradicted_by"].as_array().unwrap().iter().map(|one| &one["reason"]).collect();
    assert_eq!(against, ["no-common-number"]);
}

/// What a stranger's parser makes of a page, without its words.
fn shape(page: &str) -> Vec<String> {
    let parser = Parser::new_ext(page, Dialects::all() - Dialects::ENABLE_SMART_PUNCTUATION);
    let mut shape: Vec<String> = Vec::new();
    for event in parser {
        match event {
            // A text comes in as many pieces as it has escapes.
            Event::Text(_) => {
                if shape.last().is_none_or(|last| last != "text") {
                    shape.push("text".to_owned());
                }
            }
            Event::Code(_) => shape.push("code".to_owned()),
            other => shape.push(format!("{other:?}")),
        }
    }
    shape
}

/// Hostile text makes the same page as tame text: no heading, link, image, list or piece of HTML more.
#[test]
fn hostile_text_makes_no_markup() {
    let evil = shape(&as_markdown(&hostile::story(EVIL), "harbour-fire"));
    let tame = shape(&as_markdown(&hostile::story("tame"), "harbour-fire"));
    let first = std::iter::zip(&evil, &tame).position(|(evil, tame)| evil != tame);
    assert_eq!(first.map(|at| (&evil[at.saturating_sub(3)..at + 1], &tame[at])), None);
    assert_eq!(evil.len(), tame.len());
    assert_eq!(
        evil.iter().find(|event| event.contains("Html") || event.contains("Link") || event.contains("Image")),
        None
    );
}

/// Where a question has many claims, only leading ones are compared, and those that say the same are contradicted by the same.
/// A dossier with a long series of each of two counts, of which one falls near its end, and a third question that one person answers at the very end.
fn two_long_series(days: usize) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("paper.txt"), "So it was counted.\n").unwrap();
    let mut text = "[dossier]\ndocument = \"paper\"\nlang = \"en\"\n[document.paper]\nfile = \"paper.txt\"\nkind = \"data set\"\nlang = \"en\"\n\
                    [event.fire]\ntitle = \"Fire\"\n[entity.desk]\nkind = \"organisation\"\nname = \"Harbour Office\"\n"
        .to_owned();
    for what in ["boats", "nets", "cats"] {
        text.push_str(&format!(
            "[question.{what}]\nevent = \"fire\"\nask = \"How many {what} were lost?\"\nunit = \"{what}\"\ncumulative = true\n"
        ));
    }
    let claim = |what: &str, day: usize, count: usize| {
        let (year, month, day) = (2000 + day / 336, 1 + day / 28 % 12, 1 + day % 28);
        format!(
            "[[claim.{what}]]\nby = \"desk\"\nanswer = {count}\nas_of = {year}-{month:02}-{day:02}\nquote = \"So it was counted.\"\n"
        )
    };
    for what in ["boats", "nets"] {
        for day in 0..days {
            let falls = what == "nets" && day == days - 3;
            text.push_str(&claim(what, day, if falls { 2 * day - 5 } else { 2 * day }));
        }
    }
    text.push_str(&claim("cats", 3, 1));
    (folder, text)
}

/// A page holds so many claims: those that lead, those in a conflict, and of the others as many of each question.
#[test]
fn a_page_that_cannot_hold_all_claims_holds_the_telling_ones() {
    let days = 1_200;
    let (folder, text) = two_long_series(days);
    let file = DossierFile::new(folder.path().join("fire.toml"), text.into_bytes()).unwrap();
    let story = Story::default().recorded("ana", &file);
    with_report(&story, "fire", &Options::default(), |report| {
        let rows = &report.events[0].rows;
        let written: Vec<usize> =
            rows.iter().map(|row| row.claims.iter().filter(|view| report.is_written(view.identity)).count()).collect();
        assert_eq!(written.iter().sum::<usize>(), limits::MOST_CLAIMS);
        assert!(written[0].abs_diff(written[1]) <= 2 && written[2] == 1, "{written:?}");
        for row in rows {
            assert!(row.cells.iter().filter_map(|cell| cell.leading).all(|id| report.is_written(id)));
        }
        let in_conflict = |row: &&ClaimView<'_>| !rows[1].against(row.identity).0.is_empty();
        let falls: Vec<_> = rows[1].claims.iter().filter(in_conflict).collect();
        assert_eq!(falls.len(), 2);
        assert!(falls.iter().all(|view| report.is_written(view.identity)));
        let in_order = rows.iter().flat_map(|row| &row.claims).filter(|view| report.is_written(view.identity));
        assert!(in_order.map(|view| report.number(view.identity).unwrap()).eq(1..=limits::MOST_CLAIMS));
        assert_eq!(report.claims().count(), 2 * days + 1);
    });
}

/// A dossier in which each of these answers is somebody's.
fn answers_of_many(answers: &[u32]) -> String {
    let mut text = "[dossier]\ndocument = \"paper\"\nlang = \"en\"\nas_of = 2025-11-09\n[document.paper]\nfile = \"paper.txt\"\n\
                    kind = \"news article\"\nlang = \"en\"\npublished = 2025-11-09\n[event.fire]\ntitle = \"Fire\"\n[question.boats]\n\
                    event = \"fire\"\nask = \"How many boats burned?\"\nunit = \"boats\"\n"
        .to_owned();
    for (nth, _) in answers.iter().enumerate() {
        text.push_str(&format!("[entity.e{nth}]\nkind = \"person\"\nname = \"Person {nth}\"\n"));
    }
    for (nth, answer) in answers.iter().enumerate() {
        text.push_str(&format!("[[claim.boats]]\nby = \"e{nth}\"\nanswer = {answer}\nquote = \"So say they all.\"\n"));
    }
    text
}

#[test]
fn many_claims_on_a_question() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("paper.txt"), "So say they all.\n").unwrap();
    let text = answers_of_many(&[[41; 25].as_slice(), &[34]].concat());
    let file = DossierFile::new(folder.path().join("fire.toml"), text.into_bytes()).unwrap();
    let story = Story::default().recorded("ana", &file);
    with_report(&story, "fire", &Options::default(), |report| {
        let row = &report.events[0].rows[0];
        assert!(!row.pairs.are_all);
        let against: Vec<usize> = row.claims.iter().map(|view| row.against(view.identity).0.len()).collect();
        assert_eq!(against, [vec![1; 25], vec![25]].concat());
        assert_eq!(report.claims().count(), 26);
    });
}

#[test]
fn answers_that_are_not_held_against_each_other_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("paper.txt"), "So say they all.\n").unwrap();
    let text = answers_of_many(&(1..=103).map(|nth| nth * 1_000).collect::<Vec<_>>());
    let file = DossierFile::new(folder.path().join("fire.toml"), text.into_bytes()).unwrap();
    let page = as_markdown(&Story::default().recorded("ana", &file), "fire");
    assert!(page.contains("3 more answers were not held against the others."), "{page}");
}
