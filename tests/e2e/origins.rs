//! Circular reporting made visible: five outlets on one briefing, through the program.

use crate::scratch::Scratch;
use expect_test::expect;
use serde_json::Value;
use std::fmt::Write as _;

/// The governor's own briefing, and five outlets that carry it, one of them otherwise; then two papers that quote officials.
fn scratch() -> Scratch {
    let scratch = Scratch::with_ledger();
    let mut dossier = "[dossier]\nlang = \"en\"\nas_of = 2025-06-14\n\n\
        [entity.governor]\nkind = \"person\"\nname = \"the governor\"\n\
        [event.outage]\ntitle = \"Outage\"\n\
        [question.without-power]\nevent = \"outage\"\nask = \"How many households were without power?\"\nunit = \"households\"\n\
        [question.deliberate]\nevent = \"outage\"\nask = \"Was the line cut on purpose?\"\ntype = \"yes-no\"\n"
        .to_owned();
    let mut document = |slug: &str, publisher: &str, text: &str| {
        scratch.write(&format!("{slug}.txt"), format!("{slug}\n\n{text}\n"));
        let _ =
            writeln!(dossier, "[document.{slug}]\nfile = \"{slug}.txt\"\nkind = \"news\"\nlang = \"en\"\n{publisher}");
    };
    document("briefing", "publisher = \"governor\"", "5,000 households are without power.");
    for outlet in 1..=4 {
        document(&format!("outlet-{outlet}"), "", "The governor speaks of 5,000 households without power.");
    }
    document("outlet-5", "", "The governor speaks of dozens of households without power.");
    document("paper-1", "", "An official said that the line was cut on purpose.");
    document("paper-2", "", "An official said that the line was cut on purpose.");
    let mut claim = |question: &str, document: &str, by: &str, answer: &str, quote: &str| {
        let _ = writeln!(
            dossier,
            "[[claim.{question}]]\ndocument = \"{document}\"\nby = {by}\nanswer = {answer}\nquote = \"{quote}\"\n"
        );
    };
    claim("without-power", "briefing", "\"governor\"", "5_000", "5,000 households are without power.");
    for outlet in 1..=4 {
        let document = format!("outlet-{outlet}");
        claim("without-power", &document, "\"governor\"", "5_000", "The governor speaks of 5,000 households");
    }
    let dozens = "{ phrase = \"dozens\" }";
    claim("without-power", "outlet-5", "\"governor\"", dozens, "The governor speaks of dozens of households");
    for paper in ["paper-1", "paper-2"] {
        let official = "{ unnamed = \"an official\", count = 1 }";
        claim("deliberate", paper, official, "true", "An official said that the line was cut on purpose.");
    }
    claim("deliberate", "paper-1", "\"own voice\"", "true", "the line was cut on purpose");
    claim("deliberate", "paper-2", "\"nobody named\"", "true", "the line was cut on purpose");
    scratch.write("outage.toml", dossier);
    scratch.done("-C desk record outage.toml --yes --key ana");
    scratch
}

fn rows(scratch: &Scratch) -> Value {
    scratch.run("-C desk diff outage --format json").json()["rows"].clone()
}

#[test]
fn five_outlets_on_one_briefing_are_six_documents_and_one_origin() {
    let scratch = scratch();
    let row = rows(&scratch)[0].clone();
    assert_eq!(row["outcome"]["words"], "1 origin, 6 documents: the governor");
    assert_eq!(row["outcome"]["code"], "one-origin");
    let relays: Vec<&str> =
        row["cells"][0]["relays"].as_array().unwrap().iter().map(|pair| pair["relay"].as_str().unwrap()).collect();
    assert_eq!(relays, ["faithful", "faithful", "faithful", "faithful", "different"]);
    let behind: Vec<&str> =
        row["answers"].as_array().unwrap().iter().map(|answer| answer["origins"]["words"].as_str().unwrap()).collect();
    assert_eq!(behind, ["1 origin, 5 documents", "1 origin, 1 document"]);
    // No pair of one source is an agreement or a conflict of sources.
    assert!(row["pairs"].as_array().unwrap().iter().all(|pair| pair["reason"] == "relay"));
    let view = scratch.done("-C desk diff outage");
    let of_row: Vec<&str> = view.lines().skip_while(|line| !line.contains("ana/without-power")).collect();
    let of_row: Vec<&str> = of_row.into_iter().take_while(|line| !line.contains("ana/deliberate")).collect();
    expect![[r#"
        ── ana/without-power ───────────────────────────────────────────────────────────────────────────────
        How many households were without power?
        quantity of households, at one time
        one origin        1 origin, 6 documents: the governor

          A  ···························································●  5,000
          B  ······················├╌╌╌╌╌╌╌╌╌┤···························  "dozens" = 24 to 99
             axis from 0 to 5,000 households, logarithmic; ╌ is approximate, ▶ goes on

          A  5,000 households · says flatly · 1 origin, 5 documents
             the governor · as of 2025-06-14 · briefing (en) · b3:[id]
               “5,000 households are without power.”
             the governor · as of 2025-06-14 · outlet-1 (en) · b3:[id] · relayed faithfully
               “The governor speaks of 5,000 households”
             the governor · as of 2025-06-14 · outlet-2 (en) · b3:[id] · relayed faithfully
               “The governor speaks of 5,000 households”
             the governor · as of 2025-06-14 · outlet-3 (en) · b3:[id] · relayed faithfully
               “The governor speaks of 5,000 households”
             the governor · as of 2025-06-14 · outlet-4 (en) · b3:[id] · relayed faithfully
               “The governor speaks of 5,000 households”

          B  "dozens" households = 24 to 99 · says flatly · 1 origin, 1 document
             the governor · as of 2025-06-14 · outlet-5 (en) · b3:[id] · relayed differently
               “The governor speaks of dozens of households”

          A AGREE                relay: one origin in two documents, relayed faithfully: both say 5,000,
                                 with the same commitment
          A / B compatible       relay: one origin in two documents, relayed differently: no number fits
                                 both: 5,000, and "dozens" (24 to 99); the greater is at least 50 times the
                                 lesser
    "#]]
    .assert_eq(&crate::scratch::redacted(&of_row.join("\n"), &scratch.path("")));
}

/// Own voice and nobody named never count; unnamed sources count "at most"; a judgement tells them apart.
#[test]
fn a_judgement_that_sources_are_distinct_changes_the_count() {
    let scratch = scratch();
    let words = |scratch: &Scratch| rows(scratch)[1]["answers"][0]["origins"]["words"].as_str().unwrap().to_owned();
    assert_eq!(words(&scratch), "no named origin, at most 2 unnamed, 2 documents");
    let diff = scratch.run("-C desk diff outage --format json").json();
    let claims = diff["claims"].as_array().unwrap();
    let unnamed: Vec<&str> = claims
        .iter()
        .filter(|claim| claim["by"]["kind"] == "unnamed")
        .map(|claim| claim["id"].as_str().unwrap())
        .collect();
    let judge = format!("judge distinct-sources {} {} --because 'I met both'", unnamed[0], unnamed[1]);
    scratch.done(&format!("-C desk {judge} --yes --key ben"));
    assert_eq!(words(&scratch), "no named origin, at most 2 unnamed, 2 of the unnamed judged distinct, 2 documents");
    let origins = rows(&scratch)[1]["answers"][0]["origins"].clone();
    assert_eq!((&origins["at_least"], &origins["own_voice"], &origins["nobody"]), (&2.into(), &1.into(), &1.into()));
}

/// Two recorders who archive the same page have one document.
#[test]
fn the_same_bytes_are_said_to_be_the_same() {
    let scratch = scratch();
    scratch.write(
        "again.toml",
        "[document.copy]\nfile = \"outlet-5.txt\"\nkind = \"news\"\nlang = \"en\"\n\
         [[claim.without-power]]\ndocument = \"copy\"\nby = \"governor\"\nas_of = 2025-06-14\nanswer = { phrase = \"hundreds\" }\n\
         quote = \"The governor speaks of dozens of households\"\n",
    );
    scratch.done("-C desk record again.toml --yes --key ben");
    let row = rows(&scratch)[0].clone();
    let same: Vec<&str> = row["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|pair| pair["words"].as_str().filter(|words| words.contains("same archived bytes")))
        .collect();
    expect![[r#"no number fits both: "dozens" (24 to 99), and "hundreds" (200 to 999); the greater is at least 2 times the lesser (both are found in the same archived bytes)"#]].assert_eq(&same.join("\n"));
    assert_eq!(row["outcome"]["words"], "1 origin, 6 documents: the governor");
}
