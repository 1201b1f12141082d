//! Judgements, corrections and withdrawals that can't stand: each is refused with what is wrong and what to do, and nothing is appended.

use crate::scratch::{Scratch, assert_same, redacted};
use expect_test::{Expect, expect};

/// The id of the record at an index.
fn id(scratch: &Scratch, index: u64) -> String {
    scratch.run(&format!("-C desk show {index} --format json")).json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn judgements_on_what_is_not_there_or_of_the_wrong_kind() {
    let scratch = Scratch::with_records();
    let judge = |words: &str| scratch.refused(&format!("-C desk judge {words} --because 'So it is' --yes --key ana"));
    let all: Vec<String> = [
        "same nowhere harbour",
        "same b3:00000000 harbour",
        "same harbour boats",
        "agree harbour ana/harbour-office",
        "part-or-kind boats moved",
        "disputed 0",
        "same harbour harbour",
        "same harbour",
        "checked harbour boats",
        "distinct-sources 11 12",
        "conflict 11 17",
    ]
    .into_iter()
    .map(judge)
    .collect();
    expect![[r#"
        $ byline -C desk judge same nowhere harbour --because 'So it is' --yes --key ana
        --- stderr
        byline: error: nothing is recorded under "nowhere"
        byline: hint: `byline log` lists what there is
        --- exit 2
        $ byline -C desk judge same b3:[id] harbour --because 'So it is' --yes --key ana
        --- stderr
        byline: error: nothing is recorded under "b3:[id]"
        byline: hint: `byline log` lists what there is
        --- exit 2
        $ byline -C desk judge same harbour boats --because 'So it is' --yes --key ana
        --- stderr
        byline: error: `same` is an opinion on two records of one kind, and these are of kind entity and of kind question
        --- exit 2
        $ byline -C desk judge agree harbour ana/harbour-office --because 'So it is' --yes --key ana
        --- stderr
        byline: error: `agree` is an opinion on records of kind claim, and this is none: entity harbour: the harbour
        byline: hint: `byline judge --help` has the opinions
        --- exit 2
        $ byline -C desk judge part-or-kind boats moved --because 'So it is' --yes --key ana
        --- stderr
        byline: error: `part-or-kind` is an opinion on records of kind entity, and this is none: question boats: How many boats were lost?
        byline: hint: `byline judge --help` has the opinions
        --- exit 2
        $ byline -C desk judge disputed 0 --because 'So it is' --yes --key ana
        --- stderr
        byline: error: `disputed` is an opinion on records of kind entity, event, question, document, claim, and this is none: ledger example.org/desk (example.org/desk)
        byline: hint: `byline judge --help` has the opinions
        --- exit 2
        $ byline -C desk judge same harbour harbour --because 'So it is' --yes --key ana
        --- stderr
        byline: error: can't append to desk: refused: on: a record is not judged against itself (record.invalid)
        byline: hint: nothing was appended
        --- exit 2
        $ byline -C desk judge same harbour --because 'So it is' --yes --key ana
        --- stderr
        byline: error: `same` is an opinion on 2 records, and 1 was named
        --- exit 2
        $ byline -C desk judge checked harbour boats --because 'So it is' --yes --key ana
        --- stderr
        byline: error: `checked` is an opinion on 1 record, and 2 were named
        --- exit 2
        $ byline -C desk judge distinct-sources 11 12 --because 'So it is' --yes --key ana
        --- stderr
        byline: error: both claims name their source
        byline: hint: whether two names are one source is `byline judge same` or `different`, on the entities
        --- exit 2
        $ byline -C desk judge conflict 11 17 --because 'So it is' --yes --key ana
        --- stderr
        byline: error: a quantity is compared by rules, and `conflict` is an opinion on words
        byline: hint: `byline explain CLAIM CLAIM` shows which rule decides; whoever doubts a claim signs `disputed`
        --- exit 2
    "#]].assert_eq(&all.concat());
}

#[test]
fn who_may_not_correct_or_withdraw_does_not() {
    let scratch = Scratch::with_records();
    expect![[r#"
        $ byline -C desk withdraw 11 --reason 'Not mine' --yes --key ben
        --- stderr
        byline: error: can't append to desk: refused: ana recorded it, and ben is no editor (correction.authority)
        byline: hint: nothing was appended
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk withdraw 11 --reason 'Not mine' --yes --key ben"));
    expect![[r#"
        $ byline -C desk withdraw 0 --reason 'All of it' --yes --key ana
        --- stderr
        byline: error: can't append to desk: refused: `target` names b3:[id], which is of a kind that can't be withdrawn (reference.kind)
        byline: hint: nothing was appended
        --- exit 2
    "#]].assert_eq(&scratch.refused("-C desk withdraw 0 --reason 'All of it' --yes --key ana"));
    let claim = id(&scratch, 11);
    scratch.write("more.toml", correction(&claim, "40"));
    expect![[r#"
          ⚠ the figure 40 is not in the quote
           ╭─[more.toml:5:10]
         4 │ by = "ana/harbour-office"
         5 │ answer = 40
           ·          ──
         6 │ document = "ana/bulletin"
           ╰────
          help: the question counts boats; if the words say it otherwise, `as_said` keeps them

        byline: error: can't append to desk: refused: ana recorded it, and ben is no editor (correction.authority)
        byline: hint: nothing was appended
    "#]]
    .assert_eq(&refused_late(&scratch, "-C desk record more.toml --yes --key ben"));
    // An editor may: a lost key must not freeze a mistake.
    scratch.done("-C desk withdraw 17 --reason 'The wrong page' --yes --key ana");
}

/// A dossier that corrects the office's count of boats.
fn correction(of: &str, answer: &str) -> String {
    format!(
        "[[claim.boats]]\ncorrects = \"{of}\"\nreason = \"Counted again\"\nby = \"ana/harbour-office\"\nanswer = {answer}\n\
         document = \"ana/bulletin\"\nas_of = 2025-06-14\nquote = \"At 02:00 we counted 41 boats lost.\"\n"
    )
}

/// Refused behind the preview: not a byte of the ledger changed. What went wrong.
fn refused_late(scratch: &Scratch, arguments: &str) -> String {
    let before = scratch.ledger();
    let run = scratch.run(arguments);
    assert_eq!(run.code, Some(2), "{run}");
    assert_same(&before, &scratch.ledger());
    redacted(&run.stderr, &scratch.path(""))
}

#[test]
fn versions_that_are_no_longer_in_force() {
    let scratch = Scratch::with_records();
    let correct = |of: &str, answer: &str| scratch.write("more.toml", correction(of, answer));
    correct(&id(&scratch, 11), "{ about = 41 }");
    scratch.done("-C desk record more.toml --yes --key ana");
    let second = id(&scratch, 20);
    correct(&second, "{ at_least = 41 }");
    scratch.done("-C desk record more.toml --yes --key ana");
    // Somebody who hasn't seen the third version builds on the second.
    correct(&second, "{ nearly = 41 }");
    expect![[r#"
        $ byline -C desk record more.toml --yes --key ana
        --- stderr
          × the version `b3:[id]…` is no longer in
          │ force
           ╭─[more.toml:2:12]
         1 │ [[claim.boats]]
         2 │ corrects = "b3:[id]"
           ·            ─────────────────────────────────────────────────────────────────────
         3 │ reason = "Counted again"
           ╰────
          help: b3:[id] is: look at it with `byline show`, and correct that
        byline: error: 1 error in more.toml; nothing was signed
        byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record more.toml --yes --key ana"));
    scratch.done("-C desk withdraw 11 --reason 'The wrong page' --yes --key ana");
    expect![[r#"
        $ byline -C desk withdraw 11 --reason Again --yes --key ana
        --- stderr
        byline: error: can't append to desk: refused: b3:[id] was withdrawn (correction.stale)
        byline: hint: nothing was appended
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk withdraw 11 --reason 'Again' --yes --key ana"));
    correct(&id(&scratch, 22), "{ nearly = 41 }");
    expect![[r#"
        byline: error: can't append to desk: refused: b3:[id] was withdrawn (correction.stale)
        byline: hint: nothing was appended
    "#]]
    .assert_eq(&refused_late(&scratch, "-C desk record more.toml --yes --key ana"));
}

#[test]
fn a_circle_of_parts() {
    let scratch = Scratch::with_records();
    let place = |slug: &str, part_of: &str, reason: &str| {
        format!("[entity.{slug}]\nkind = \"place\"\nname = \"{slug}\"\npart_of = \"{part_of}\"\n{reason}")
    };
    scratch.write("more.toml", format!("{}{}", place("mole", "pier", ""), place("pier", "mole", "")));
    expect![[r#"
        $ byline -C desk record more.toml --yes --key ana
        --- stderr
          × entity `mole` reaches itself through what it names
           ╭─[more.toml:1:9]
         1 │ [entity.mole]
           ·         ────
         2 │ kind = "place"
           ╰────
          help: `part_of`, `consists_of` and `speaks_for` can't go in a circle

          × entity `pier` reaches itself through what it names
           ╭─[more.toml:5:9]
         4 │ part_of = "pier"
         5 │ [entity.pier]
           ·         ────
         6 │ kind = "place"
           ╰────
          help: `part_of`, `consists_of` and `speaks_for` can't go in a circle
        byline: error: 2 errors in more.toml; nothing was signed
        byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record more.toml --yes --key ana"));
    // And one that closes only with what the ledger has.
    scratch.write("more.toml", place("mole", "harbour", ""));
    scratch.done("-C desk record more.toml --yes --key ana");
    scratch.write("more.toml", place("harbour", "mole", "reason = \"So it is\"\n"));
    expect![[r#"
        byline: error: can't append to desk: refused: part_of leads back to the entity itself (reference.cycle)
        byline: hint: nothing was appended
    "#]]
    .assert_eq(&refused_late(&scratch, "-C desk record more.toml --yes --key ana"));
}

#[test]
fn a_corrected_question_that_changes_its_unit() {
    let scratch = Scratch::with_records();
    scratch.edit("fire.toml", "unit = \"boats\"\n", "unit = \"ships\"\nreason = \"Ships, they say\"\n");
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × question `boats` asks for something else than in b3:[id] (unit)
            ╭─[fire.toml:28:11]
         27 │ 
         28 │ [question.boats]
            ·           ─────
         29 │ event = "fire"
            ╰────
          help: a correction keeps event, type, unit, options, many, scope and period: give this question
                a slug of its own
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes --key ana"));
}

/// Numbers that are none: nothing below nothing, bounds the wrong way round, and beyond 10^30.
#[test]
fn numbers_that_are_none() {
    let all: Vec<String> = [
        "{ nearly = 0 }",
        "{ fewer_than = 0 }",
        "{ between = [20, 10] }",
        "1_000_000_000_000_000_000_000_000_000_001",
        "{ more_than = \"2000000000000000000000000000000\" }",
    ]
    .into_iter()
    .map(|answer| {
        let scratch = Scratch::with_ledger();
        scratch.dossiers();
        scratch.edit("fire.toml", "answer = 41\n", &format!("answer = {answer}\n"));
        scratch.refused("-C desk record fire.toml --yes --key ana")
    })
    .collect();
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × no number is less than 0
            ╭─[fire.toml:45:10]
         44 │ by = "harbour-office"
         45 │ answer = { nearly = 0 }
            ·          ──────────────
         46 │ quote = "At 02:00 we counted 41 boats lost."
            ╰────
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
        --- exit 2
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × no number is less than 0
            ╭─[fire.toml:45:10]
         44 │ by = "harbour-office"
         45 │ answer = { fewer_than = 0 }
            ·          ──────────────────
         46 │ quote = "At 02:00 we counted 41 boats lost."
            ╰────
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
        --- exit 2
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × between 20 and 10 there is no number: the smaller one comes first
            ╭─[fire.toml:45:10]
         44 │ by = "harbour-office"
         45 │ answer = { between = [20, 10] }
            ·          ──────────────────────
         46 │ quote = "At 02:00 we counted 41 boats lost."
            ╰────
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
        --- exit 2
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × `[hash]` is not a number: a number is at most 10^30
            ╭─[fire.toml:45:10]
         44 │ by = "harbour-office"
         45 │ answer = 1_000_000_000_000_000_000_000_000_000_001
            ·          ─────────────────────────────────────────
         46 │ quote = "At 02:00 we counted 41 boats lost."
            ╰────
          help: write 190 or 100_000; decimals as a text, "5.1"; a word for a number as { phrase =
                "dozens" }
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
        --- exit 2
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × `[hash]` is not a number: a number is at most 10^30
            ╭─[fire.toml:45:10]
         44 │ by = "harbour-office"
         45 │ answer = { more_than = "[hash]" }
            ·          ─────────────────────────────────────────────────
         46 │ quote = "At 02:00 we counted 41 boats lost."
            ╰────
          help: write 190 or 100_000; decimals as a text, "5.1"; a word for a number as { phrase =
                "dozens" }
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
        --- exit 2
    "#]]
    .assert_eq(&all.concat());
}

/// Who contradicts somebody's opinion is told; both stay, and the negative one counts.
#[test]
fn contradicting_opinions_are_said_to_contradict() {
    let scratch = Scratch::with_records();
    let judge = |opinion: &str, key: &str| {
        let words = format!("{opinion} ana/harbour-office ben/harbour-office --because 'I looked' --yes --key {key}");
        scratch.run(&format!("-C desk judge {words}")).to_string()
    };
    judge("same", "ana");
    expect![[r#"
        $ byline -C desk judge different ana/harbour-office ben/harbour-office --because 'I looked' --yes --key ben
        Signed the opinion "different" on entity harbour-office: Harbour Office and entity harbour-office: the port, as the paper puts it at entry 22
        --- stderr
        byline: ana signed the contrary, "same", at entry 20: both are shown, and of two people's "different" counts
    "#]].assert_eq(&judge("different", "ben"));
    let views = scratch.done("-C desk diff");
    let lines: Vec<&str> = views.lines().skip_while(|line| !line.contains("opinions of the newsroom")).collect();
    expect![[r#"
        ── opinions of the newsroom ────────────────────────────────────────────────────────────────────────
        opinion of ana, entry 20: same: Harbour Office / the port, as the paper puts it; I looked
        opinion of ben, entry 22: different: Harbour Office / the port, as the paper puts it; I looked

        Folded away: 1 claim that gives no answer. --all shows them."#]]
    .assert_eq(&lines.join("\n"));
    check(
        &scratch,
        "show ana/harbour-office",
        expect![[r#"
        $ byline -C desk show ana/harbour-office
        entity b3:[id]
          entry 4, signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
          signed 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z
          opinion of ana at entry 20: same on b3:[id] and b3:[id]: I looked
          opinion of ben at entry 22: different on b3:[id] and b3:[id]: I looked

          kind         entity
          names
            en           Harbour Office
          slug         harbour-office
          type         organisation
    "#]],
    );
}

fn check(scratch: &Scratch, command: &str, transcript: Expect) {
    transcript.assert_eq(&scratch.run(&format!("-C desk {command}")).to_string());
}
