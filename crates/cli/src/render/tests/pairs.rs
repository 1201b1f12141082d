//! Every pair of claims on the harbour fire, as docs/examples/harbour-fire/EXPECTED.md lists them, from `diff/1`.

use crate::render::json;
use crate::render::testkit::Story;
use byline_ledger::accounts::comparison::matrix;
use expect_test::expect_file;
use serde_json::Value;
use std::collections::BTreeMap;

/// One line for each pair: question, who against whom, label, reason.
fn pairs(story: &Story) -> String {
    let case = story.case("harbour-fire");
    let value = json::all_sources(&case, &matrix(case.casefile, case.judgements, case.event));
    let names: BTreeMap<&str, String> = (value["claims"].as_array().unwrap().iter())
        .map(|claim| {
            let document = value["documents"].as_array().unwrap().iter().find(|one| one["id"] == claim["document"]);
            let slug = document.unwrap()["slug"].as_str().unwrap().split('/').next_back().unwrap();
            let answer = claim["answer"]["words"].as_str().unwrap();
            (claim["id"].as_str().unwrap(), format!("{} in {slug}: {answer}", claim["who"].as_str().unwrap()))
        })
        .collect();
    let name = |id: &Value| &names[id.as_str().unwrap()];
    let mut lines = Vec::new();
    for row in value["rows"].as_array().unwrap() {
        assert_eq!(row["pairs_of"], "all-claims");
        lines.push(format!(
            "# {}: {}",
            row["questions"][0]["slug"].as_str().unwrap(),
            row["outcome"]["words"].as_str().unwrap()
        ));
        for pair in row["pairs"].as_array().unwrap() {
            lines.push(format!(
                "{} | {} | {} | {}",
                name(&pair["left"]),
                name(&pair["right"]),
                pair["printed"].as_str().unwrap(),
                pair["reason"].as_str().unwrap(),
            ));
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn every_pair_is_as_expected() {
    expect_file!["pairs.txt"].assert_eq(&pairs(&Story::harbour_fire()));
}

/// The corrections change words and marks, and no label.
#[test]
fn corrections_change_no_label() {
    let labels = |story: &Story| -> Vec<String> {
        pairs(story).lines().filter_map(|line| Some(line.split_once(" | ")?.1.to_owned())).collect()
    };
    assert_eq!(labels(&Story::corrected_harbour_fire()), labels(&Story::harbour_fire()));
}
