//! `explain`: how words became a set, and which rule settled a label.

use crate::scratch::Scratch;
use crate::worked_cases;
use expect_test::expect;
use serde_json::Value;

/// The claims of a worked case, in the order of the log.
fn claims(scratch: &Scratch, number: u8) -> (String, String) {
    let diff = scratch.run("-C desk diff cases --format json").json();
    let pair = &worked_cases::row(&diff, number)["pairs"][0];
    let id = |side: &str| pair[side].as_str().unwrap().to_owned();
    (id("left"), id("right"))
}

fn explained(scratch: &Scratch, number: u8) -> String {
    let (left, right) = claims(scratch, number);
    scratch.run(&format!("-C desk explain {left} {right}")).to_string()
}

#[test]
fn rule_by_rule() {
    let scratch = worked_cases::scratch();
    expect![[r#"
        $ byline -C desk explain b3:[id] b3:[id]
        Byline lays accounts beside each other. It does not say who is right.

        ── the first claim ─────────────────────────────────────────────────────────────────────────────────
        How many clashes were there on the river front?
        Eastern command says flatly: 190 clashes
        as of 2025-11-09 · east (en) · b3:[id]
          “We count 190 clashes on the river front today.”
          - Eastern command answers, and is the origin
          - 190: one number
          - as of 2025-11-09, a day of the calendar; against a time with a zone from 2025-11-08T10:00:00Z to
            2025-11-10T11:59:59Z

        ── the second claim ────────────────────────────────────────────────────────────────────────────────
        How many clashes were there on the river front?
        Western command says flatly: about 190 clashes
        as of 2025-11-09 · west (en) · b3:[id]
          “There were about 190 clashes on the river front.”
          - Western command answers, and is the origin
          - about 190: a tenth of it to either side
          - whole things are counted: ends are rounded outwards to whole numbers
          - so it stands for 171 to 209: [171, 209]
          - as of 2025-11-09, a day of the calendar; against a time with a zone from 2025-11-08T10:00:00Z to
            2025-11-10T11:59:59Z

        ── the rules, in their order ───────────────────────────────────────────────────────────────────────

         1.  Is it the same question?
             both answer "How many clashes were there on the river front?"

         2.  Do unit and scope agree?
             both count clashes; no scope on either side

         3.  Are they about the same time?
             a snapshot, which needs the same time; as of 2025-11-09 and 2025-11-09: the same time

         4.  Does one of them give no answer?
             both answer

         5.  What do the answers say?
             both can be true: 190 lies within 171 to 209 (about 190)

         6.  How firmly are they held?
             both flatly; it changes nothing here
             this settles it: compatible (within)

         7.  Whose answers are they?
             two origins: Eastern command and Western command

        compatible
        within: 190 lies within 171 to 209 (about 190)
    "#]]
    .assert_eq(&explained(&scratch, 7));
    expect![[r#"
        $ byline -C desk explain b3:[id] b3:[id]
        Byline lays accounts beside each other. It does not say who is right.

        ── the first claim ─────────────────────────────────────────────────────────────────────────────────
        How many residents were without power, as the governor and the utility count?
        the governor says flatly: more than 100,000 residents
        as of 2025-11-09 08:00+02:00 · town (en) · b3:[id]
          “more than 100,000 residents were without power at 08:00”
          - the governor answers, and is the origin
          - more than 100,000: every number above it, and not itself
          - whole things are counted: the next number is the next whole one
          - so it stands for at least 100,001: [100001, ∞)
          - as of 2025-11-09 08:00+02:00, the instant 2025-11-09T06:00:00Z

        ── the second claim ────────────────────────────────────────────────────────────────────────────────
        How many residents were without power, as the governor and the utility count?
        the utility says flatly: "tens of thousands" residents
        as of 2025-11-09 08:00+02:00 · town (en) · b3:[id]
          “tens of thousands of residents were without power at 08:00”
          - the utility answers, and is the origin
          - "tens of thousands": a phrase in en, read by the policy phrases/1
          - so it stands for 20,000 to 99,999: [20000, 99999]
          - as of 2025-11-09 08:00+02:00, the instant 2025-11-09T06:00:00Z

        ── the rules, in their order ───────────────────────────────────────────────────────────────────────

         1.  Is it the same question?
             both answer "How many residents were without power, as the governor and the utility count?"

         2.  Do unit and scope agree?
             both count residents; no scope on either side

         3.  Are they about the same time?
             a snapshot, which needs the same time; as of 2025-11-09 08:00+02:00 and 2025-11-09 08:00+02:00:
             the same time

         4.  Does one of them give no answer?
             both answer

         5.  What do the answers say?
             they exclude each other: no number fits both: more than 100,000, and "tens of thousands"
             (20,000 to 99,999)

         6.  How firmly are they held?
             both flatly; neither only calls it possible: a conflict
             this settles it: CONFLICT (no-common-number)

         7.  Whose answers are they?
             two origins: the governor and the utility

        CONFLICT
        no-common-number: no number fits both: more than 100,000, and "tens of thousands" (20,000 to
          99,999)
    "#]]
    .assert_eq(&explained(&scratch, 11));
    expect![[r#"
        $ byline -C desk explain b3:[id] b3:[id]
        Byline lays accounts beside each other. It does not say who is right.

        ── the first claim ─────────────────────────────────────────────────────────────────────────────────
        How many clashes were there?
        Eastern command says flatly: 190 clashes
        as of 2025-11-09 · east (en) · b3:[id]
          “On the whole front there were 190 clashes.”
          - Eastern command answers, and is the origin
          - 190: one number
          - as of 2025-11-09, a day of the calendar; against a time with a zone from 2025-11-08T10:00:00Z to
            2025-11-10T11:59:59Z

        ── the second claim ────────────────────────────────────────────────────────────────────────────────
        How many clashes were there?
        Western command says flatly: 73 attacks repelled
        as of 2025-11-09 · west (en) · b3:[id]
          “At Stepove 73 attacks were repelled.”
          - Western command answers, and is the origin
          - 73: one number
          - as of 2025-11-09, a day of the calendar; against a time with a zone from 2025-11-08T10:00:00Z to
            2025-11-10T11:59:59Z

        ── the rules, in their order ───────────────────────────────────────────────────────────────────────

         1.  Is it the same question?
             both answer "How many clashes were there?"

         2.  Do unit and scope agree?
             other unit and scope: clashes and attacks repelled; the whole front and Stepove
             this settles it: not comparable (other-unit-and-scope)

        not comparable
        other-unit-and-scope: other unit and scope: clashes and attacks repelled; the whole front and
          Stepove
    "#]]
    .assert_eq(&explained(&scratch, 8));
    expect![[r#"
        $ byline -C desk explain b3:[id] b3:[id]
        Byline lays accounts beside each other. It does not say who is right.

        ── the first claim ─────────────────────────────────────────────────────────────────────────────────
        Which village was entered?
        Eastern command says flatly: Рыбное
        as of 2025-11-09 · east (en) · b3:[id]
          “The village that our units entered today is Рыбное.”
          - Eastern command answers, and is the origin
          - compared by identity, never by name
          - judged the same as Рибне
          - as of 2025-11-09, a day of the calendar; against a time with a zone from 2025-11-08T10:00:00Z to
            2025-11-10T11:59:59Z

        ── the second claim ────────────────────────────────────────────────────────────────────────────────
        Which village was entered?
        Western command says flatly: Рибне
        as of 2025-11-09 · west (en) · b3:[id]
          “The village that they entered today is Рибне.”
          - Western command answers, and is the origin
          - compared by identity, never by name
          - judged the same as Рыбное
          - as of 2025-11-09, a day of the calendar; against a time with a zone from 2025-11-08T10:00:00Z to
            2025-11-10T11:59:59Z

        ── the rules, in their order ───────────────────────────────────────────────────────────────────────

         1.  Is it the same question?
             both answer "Which village was entered?"

         2.  Do unit and scope agree?
             no unit on either side; no scope on either side

         3.  Are they about the same time?
             a snapshot, which needs the same time; as of 2025-11-09 and 2025-11-09: the same time

         4.  Does one of them give no answer?
             both answer

         5.  What do the answers say?
             the same answer: Рыбное and Рибне are judged the same

         6.  How firmly are they held?
             both flatly; the same commitment: agreement
             this settles it: AGREE (same-answer)

         7.  Whose answers are they?
             two origins: Eastern command and Western command

        AGREE
        same-answer: Рыбное and Рибне are judged the same, with the same commitment
    "#]]
    .assert_eq(&explained(&scratch, 5));
    expect![[r#"
        $ byline -C desk explain b3:[id] b3:[id]
        Byline lays accounts beside each other. It does not say who is right.

        ── the first claim ─────────────────────────────────────────────────────────────────────────────────
        How many clashes were there in the evening hours?
        Western command says flatly: more than 190 clashes
        as of 2025-11-09 · paper (en) · b3:[id]
          “over 190 clashes in the evening hours”
          - Western command answers, and is the origin
          - more than 190: every number above it, and not itself
          - whole things are counted: the next number is the next whole one
          - so it stands for at least 191: [191, ∞)
          - as of 2025-11-09, a day of the calendar; against a time with a zone from 2025-11-08T10:00:00Z to
            2025-11-10T11:59:59Z

        ── the second claim ────────────────────────────────────────────────────────────────────────────────
        How many clashes were there in the evening hours?
        Western command says flatly: 191 clashes
        as of 2025-11-09 · west (en) · b3:[id]
          “The front saw 191 clashes in the evening hours.”
          - Western command answers, and is the origin
          - 191: one number
          - as of 2025-11-09, a day of the calendar; against a time with a zone from 2025-11-08T10:00:00Z to
            2025-11-10T11:59:59Z

        ── the rules, in their order ───────────────────────────────────────────────────────────────────────

         1.  Is it the same question?
             both answer "How many clashes were there in the evening hours?"

         2.  Do unit and scope agree?
             both count clashes; no scope on either side

         3.  Are they about the same time?
             a snapshot, which needs the same time; as of 2025-11-09 and 2025-11-09: the same time

         4.  Does one of them give no answer?
             both answer

         5.  What do the answers say?
             both can be true: 191 lies within "more than 190"

         6.  How firmly are they held?
             both flatly; it changes nothing here

         7.  Whose answers are they?
             one origin, Western command, in two documents: relayed differently, and no agreement or
             conflict of sources
             this settles it: compatible (relay)

        compatible
        relay: one origin in two documents, relayed differently: 191 lies within "more than 190"
    "#]]
    .assert_eq(&explained(&scratch, 20));
}

/// In every worked case one rule settles the label, and to what `diff` says.
#[test]
fn every_case_is_settled_by_one_rule() {
    let scratch = worked_cases::scratch();
    let diff = scratch.run("-C desk diff cases --format json").json();
    for row in diff["rows"].as_array().unwrap() {
        let Some(pair) = row["pairs"].get(0) else { continue };
        let (left, right) = (pair["left"].as_str().unwrap(), pair["right"].as_str().unwrap());
        let explained = scratch.run(&format!("-C desk explain {left} {right} --format json")).json();
        assert_eq!(explained["byline"], "explain/1");
        let rules = explained["rules"].as_array().unwrap();
        let settled: Vec<&Value> = rules.iter().filter(|rule| !rule["reason"].is_null()).collect();
        assert_eq!(settled.len(), 1, "{explained}");
        assert_eq!((&settled[0]["label"], &settled[0]["reason"]), (&pair["label"], &pair["reason"]), "{explained}");
        assert_eq!(explained["verdict"]["words"], pair["words"]);
    }
}

#[test]
fn one_claim_and_what_is_none() {
    let scratch = Scratch::with_records();
    expect![[r#"
        $ byline -C desk explain 13
        ── how it was read ─────────────────────────────────────────────────────────────────────────────────
        How many people were moved?
        Harbour Office says flatly: more than 1,200 people
        as of 2025-06-14 · Bulletin 3 (en) · b3:[id]
          “More than 1,200 people were moved”
          - Harbour Office answers, and is the origin
          - more than 1,200: every number above it, and not itself
          - whole things are counted: the next number is the next whole one
          - so it stands for at least 1,201: [1201, ∞)
          - as of 2025-06-14, a day of the calendar; against a time with a zone from 2025-06-13T10:00:00Z to
            2025-06-15T11:59:59Z
    "#]]
    .assert_eq(&scratch.run("-C desk explain 13").to_string());
    expect![[r#"
        $ byline -C desk explain 13 harbour
        --- stderr
        byline: error: "harbour" is of kind entity, and only claims are compared
        byline: hint: `byline diff` shows the ids of claims
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk explain 13 harbour").to_string());
    let one = scratch.run("-C desk explain 13 --format json").json();
    assert_eq!(one["readings"][0]["interval"], "[1201, \u{221e})");
}

/// A cell is named as in `diff`: its answers, how they were read, and how the leading one lies to what the others answer.
#[test]
fn one_cell() {
    let scratch = worked_cases::scratch();
    let (left, right) = claims(&scratch, 7);
    expect![[r#"
        $ byline -C desk explain cases case-07 eastern
        Byline lays accounts beside each other. It does not say who is right.

        ── the answer that leads, and how it was read ──────────────────────────────────────────────────────
        How many clashes were there on the river front?
        Eastern command says flatly: 190 clashes
        as of 2025-11-09 · east (en) · b3:[id]
          “We count 190 clashes on the river front today.”
          - Eastern command answers, and is the origin
          - 190: one number
          - as of 2025-11-09, a day of the calendar; against a time with a zone from 2025-11-08T10:00:00Z to
            2025-11-10T11:59:59Z

        ── against what the others answer ──────────────────────────────────────────────────────────────────
        Western command says flatly: about 190 clashes
          compatible      within: 190 lies within 171 to 209 (about 190)

        With a second source, `byline explain` goes through the rules for the two, one by one.
    "#]]
    .assert_eq(&scratch.run("-C desk explain cases case-07 eastern").to_string());
    let json = scratch.run("-C desk explain cases case-07 eastern --format json").json();
    assert_eq!(json["readings"].as_array().unwrap().len(), 1);
    assert_eq!((&json["readings"][0]["claim"], &json["more"]), (&Value::from(left.clone()), &Value::from(0)));
    assert_eq!(json["against"][0]["claim"], Value::from(right.clone()));
    assert_eq!(json["against"][0]["verdict"]["reason"], "within");
    let named = scratch.run("-C desk explain cases case-07 eastern western --format json").json();
    assert_eq!(named, scratch.run(&format!("-C desk explain {left} {right} --format json")).json());
}

#[test]
fn a_cell_that_is_not_there() {
    let scratch = worked_cases::scratch();
    let mut told = String::new();
    for cell in [
        "front case-07 eastern",
        "cases clashes eastern",
        "cases case-07 nowhere",
        "cases case-01 petrel",
        "cases case-07 eastern eastern",
    ] {
        told += &scratch.run(&format!("-C desk explain {cell}")).to_string();
    }
    expect![[r#"
        $ byline -C desk explain front case-07 eastern
        --- stderr
        byline: error: there is no event "front"
        byline: hint: name one of cases (Worked cases)
        --- exit 2
        $ byline -C desk explain cases clashes eastern
        --- stderr
        byline: error: "clashes" can be 4 questions
        byline: hint: name one of case-07 (How many clashes were there on the river front?), case-08 (How many clashes were there?), case-19 (How many clashes were there at the northern bend?), case-20 (How many clashes were there in the evening hours?)
        --- exit 2
        $ byline -C desk explain cases case-07 nowhere
        --- stderr
        byline: error: there is no source "nowhere" on this event
        byline: hint: name one of east-command (Eastern command), west-command (Western command), river-monitor (River monitor), governor (the governor), mayor (the mayor), utility (the utility), county (the county), hospital (the county's hospital)
        --- exit 2
        $ byline -C desk explain cases case-01 petrel
        --- stderr
        byline: error: there is no source "petrel" on this event
        byline: hint: name one of east-command (Eastern command), west-command (Western command), river-monitor (River monitor), governor (the governor), mayor (the mayor), utility (the utility), county (the county), hospital (the county's hospital)
        --- exit 2
        $ byline -C desk explain cases case-07 eastern eastern
        --- stderr
        byline: error: "eastern" and "eastern" are one source
        byline: hint: with one source alone, `byline explain` shows its cell
        --- exit 2
    "#]].assert_eq(&told);
}
