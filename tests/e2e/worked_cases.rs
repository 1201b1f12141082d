//! The worked cases of the comparison, through the program: a dossier is recorded, opinions are signed, and `diff` says what it must.

use crate::scratch::Scratch;
use serde_json::Value;

/// Case, the two answers, label, reason; the question of a case has its number as slug.
const CASES: [(u8, &str, &str, &str); 19] = [
    (1, "took it / a briefing, read whole, doesn't name the village", "silent", "not-mentioned"),
    (2, "took it / not true, our units hold it", "conflict", "opposite-answers"),
    (3, "took it / neither confirm nor deny", "silent", "declined"),
    (4, "took it / may have taken it", "compatible", "different-commitment"),
    (5, "Рыбное / Рибне, judged the same", "agree", "same-answer"),
    (6, "Рыбное / Rybne, nobody has judged", "unaligned", "identity-not-judged"),
    (7, "190 / about 190", "compatible", "within"),
    (8, "190 clashes on the front / 73 attacks at one village", "unaligned", "other-unit-and-scope"),
    (10, "more than 100,000 / 120,000, same hour", "compatible", "within"),
    (11, "more than 100,000 / tens of thousands", "conflict", "no-common-number"),
    (12, "more than 100,000 residents / 48,000 customers", "unaligned", "other-unit"),
    (13, "more than 100,000 at 08:00 / 60,000 at 20:00", "unaligned", "different-times"),
    (14, "6,301 as of 10 August / 6,438 as of 17 August, cumulative", "compatible", "growth"),
    (15, "a drone / a Petrel-3, judged a kind of drone", "compatible", "broader"),
    (16, "one side's air defence / the other side's forces", "conflict", "different-entities"),
    (17, "hit by debris / struck directly, as text", "unaligned", "needs-judgement"),
    (18, "20,000 / 19,870", "compatible", "rounding"),
    (19, "190 on 8 November / 210 on 9 November, a snapshot", "unaligned", "different-times"),
    (20, "over 190 in the paper / 191 in the source's own briefing", "compatible", "relay"),
];

/// A ledger with the worked cases and the opinions that they need.
pub fn scratch() -> Scratch {
    let scratch = Scratch::with_ledger();
    scratch.fixture("worked-cases");
    scratch.done("-C desk record cases.toml --yes --key ana");
    for opinion in [
        "same rybnoye rybne --because 'One village, in two languages'",
        "part-or-kind petrel drone --because 'A Petrel-3 is a drone'",
        "different west-air-defence east-forces --because 'Two sides'",
    ] {
        scratch.done(&format!("-C desk judge {opinion} --yes --key ana"));
    }
    scratch
}

/// The row of a case in `diff`.
pub fn row(diff: &Value, number: u8) -> &Value {
    let slug = format!("ana/case-{number:02}");
    let rows = diff["rows"].as_array().unwrap();
    rows.iter().find(|row| row["questions"][0]["slug"] == slug.as_str()).unwrap()
}

#[test]
fn every_case_has_its_label_and_reason() {
    let diff = scratch().run("-C desk diff cases --format json").json();
    assert_eq!(diff["rows"].as_array().unwrap().len(), 20);
    for (number, answers, label, reason) in CASES {
        let pairs = row(&diff, number)["pairs"].as_array().unwrap();
        assert_eq!(pairs.len(), 1, "{number}: {answers}");
        let pair = (&pairs[0]["label"], &pairs[0]["reason"]);
        assert_eq!(pair, (&label.into(), &reason.into()), "{number}: {answers}");
    }
    // 9: where nothing is recorded there is no claim, no cell and no label.
    let lonely = row(&diff, 9);
    assert_eq!((lonely["cells"].as_array().unwrap().len(), lonely["pairs"].as_array().unwrap().len()), (1, 0));
    assert_eq!(lonely["outcome"]["code"], "one-source");
}

/// 5 without the judgement is 6; and whoever judges against it wins.
#[test]
fn a_judgement_decides_and_a_negative_one_wins() {
    let scratch = scratch();
    let of_case_5 = || row(&scratch.run("-C desk diff cases --format json").json(), 5)["pairs"][0].clone();
    assert_eq!(of_case_5()["label"], "agree");
    scratch.done("-C desk judge different rybnoye rybne --because 'Two villages on the map' --yes --key ben");
    let pair = of_case_5();
    assert_eq!((&pair["label"], &pair["reason"]), (&"conflict".into(), &"different-entities".into()));
    assert_eq!(pair["words"], "Рыбное and Рибне are judged different, though somebody judged them the same");
    let diff = scratch.done("-C desk diff cases");
    assert!(diff.contains("opinion of ana, entry 88: same: Рыбное / Рибне; One village, in two languages"), "{diff}");
    assert!(diff.contains("different: Рыбное / Рибне; Two villages on the map"), "{diff}");
}

/// 20: the source's own document leads, and both are one origin.
#[test]
fn a_relay_is_one_origin() {
    let scratch = scratch();
    let diff = scratch.run("-C desk diff cases --format json").json();
    let row = row(&diff, 20);
    assert_eq!(row["outcome"]["words"], "1 origin, 2 documents: Western command");
    let leading = row["cells"][0]["leading"].as_str().unwrap();
    let claims = diff["claims"].as_array().unwrap();
    let claim = claims.iter().find(|claim| claim["id"] == leading).unwrap();
    assert_eq!((&claim["first_hand"], &claim["answer"]["words"]), (&true.into(), &"191".into()));
    assert_eq!(row["cells"][0]["relays"][0]["relay"], "different");
}
