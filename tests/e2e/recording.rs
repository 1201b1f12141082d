//! `record`: what is shown, signed and appended, and what isn't.

use crate::scratch::{NOW, Scratch, assert_same};
use expect_test::expect;

#[test]
fn a_dossier_is_shown_then_signed_once() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    let empty = scratch.ledger();
    expect![[r#"
        $ byline -C desk record fire.toml --dry-run --key ana
        ana signs 10 records:
          entities   harbour-office, harbour
          event      fire
          questions  boats, deliberate, moved
          document   bulletin
          as of 2025-06-14, where nothing else is said:
          claim.boats (line 43): Harbour Office says flatly: 41 boats
              “At 02:00 we counted 41 boats lost.”
          claim.deliberate (line 48): Harbour Office says flatly: no
              “It was not started on purpose.”
              denies
          claim.moved (line 54): Harbour Office says flatly: more than 1,200 people
              “More than 1,200 people were moved”
        Dry run: 10 records would be signed, 0 are recorded already. Nothing was signed.
    "#]]
    .assert_eq(&scratch.run("-C desk record fire.toml --dry-run --key ana").to_string());
    assert_same(&empty, &scratch.ledger());
    // Nobody is there to say yes.
    let run = scratch.run("-C desk record fire.toml --key ana");
    assert_eq!(run.code, Some(2));
    expect![[r#"
        byline: error: nobody is there to confirm: nothing was signed
        byline: hint: add --yes
    "#]]
    .assert_eq(&run.stderr);
    assert_same(&empty, &scratch.ledger());
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        ana signs 10 records:
          entities   harbour-office, harbour
          event      fire
          questions  boats, deliberate, moved
          document   bulletin
          as of 2025-06-14, where nothing else is said:
          claim.boats (line 43): Harbour Office says flatly: 41 boats
              “At 02:00 we counted 41 boats lost.”
          claim.deliberate (line 48): Harbour Office says flatly: no
              “It was not started on purpose.”
              denies
          claim.moved (line 54): Harbour Office says flatly: more than 1,200 people
              “More than 1,200 people were moved”
        Recorded 10 records, entries 4 to 13, sealed at 2025-06-15T08:00:00Z by entry 14
    "#]]
    .assert_eq(&scratch.run("-C desk record fire.toml --yes --key ana").to_string());
    let once = scratch.ledger();
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        Nothing to add: all 10 records of this dossier are recorded already
          entity.harbour-office as b3:[id]
          entity.harbour as b3:[id]
          event.fire as b3:[id]
          .. and 7 more
    "#]]
    .assert_eq(&scratch.run("-C desk record fire.toml --yes --key ana").to_string());
    assert_same(&once, &scratch.ledger());
}

#[test]
fn a_reporter_builds_on_what_the_editor_recorded() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.done("-C desk record fire.toml --yes --key ana");
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        ben signs 4 records:
          entity     harbour-office
          document   dock
          as of 2025-06-14, where nothing else is said:
          claim.boats (line 17): the port, as the paper puts it says flatly: 38 boats
              “Згоріли 38 човнів, кажуть у порту.”
          claim.deliberate (line 22): the port, as the paper puts it is silent: declined to answer
              “Про причину там не говорять.”
          from the ledger: boats is ana's question b3:[id]
          from the ledger: deliberate is ana's question b3:[id]
        Recorded 4 records, entries 15 to 18, sealed at 2025-06-15T08:00:00Z by entry 19
        --- stderr
          ⚠ the ledger has an entity of this name: `ana/harbour` (b3:[id])
            ╭─[dock.toml:13:9]
         12 │ 
         13 │ [entity.harbour-office]
            ·         ──────────────
         14 │ kind = "organisation"
            ╰────
          help: if it is the same, write `ana/harbour` and define none here, or sign `byline judge same`
                afterwards; else `byline judge different`

    "#]]
    .assert_eq(&scratch.run("-C desk record dock.toml --yes --key ben").to_string());
}

#[test]
fn a_key_with_a_passphrase_signs_too() {
    let scratch = Scratch::new();
    scratch.dossiers();
    scratch.done("init desk --origin example.org/desk --handle dora --key dora --passphrase-file dora.pass");
    scratch.done("-C desk record fire.toml --yes --key dora --passphrase-file dora.pass");
    scratch.done("-C desk verify");
}

#[test]
fn the_key_in_the_configuration_folder_needs_no_name() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    expect![[r#"
        $ byline -C desk record fire.toml --yes
        --- stderr
        byline: error: can't read the key [scratch]/config/key: No such file or directory (os error 2)
        byline: hint: name your key with --key FILE, or make one with `byline key new`
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes"));
    scratch.write("config/key", scratch.read("ana"));
    scratch.done("-C desk record fire.toml --yes");
}

#[test]
fn changed_content_is_a_correction_only_with_a_reason() {
    let scratch = Scratch::with_records();
    scratch.edit("fire.toml", "name = \"Harbour Office\"", "name = \"Harbour Office of Vellamar\"");
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × entity `harbour-office` is recorded as b3:[id], with another content (names)
            ╭─[fire.toml:15:9]
         14 │ 
         15 │ [entity.harbour-office]
            ·         ──────────────
         16 │ kind = "organisation"
            ╰────
          help: to correct it, add `reason = ".."`; for another thing take another slug; else put back
                what was recorded
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes --key ana"));
    scratch.edit("fire.toml", "of Vellamar\"", "of Vellamar\"\nreason = \"Its full name.\"");
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        ana signs 1 record:
          entity.harbour-office (line 15) CORRECTS the version in force: Its full name.
              changes names
        Recorded 1 record, entry 20, sealed at 2025-06-15T08:00:00Z by entry 21
        9 more were recorded already, word for word
    "#]]
    .assert_eq(&scratch.run("-C desk record fire.toml --yes --key ana").to_string());
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        Nothing to add: all 10 records of this dossier are recorded already
          entity.harbour-office as b3:[id]
          entity.harbour as b3:[id]
          event.fire as b3:[id]
          .. and 7 more
    "#]]
    .assert_eq(&scratch.run("-C desk record fire.toml --yes --key ana").to_string());
    scratch.done("-C desk verify");
}

#[test]
fn a_claim_is_corrected_by_its_id() {
    let scratch = Scratch::with_records();
    let shown = scratch.run("-C desk show 11 --format json").json();
    let id = shown["id"].as_str().unwrap();
    let correction = format!(
        "[dossier]\ndocument = \"bulletin\"\nlang = \"en\"\nas_of = 2025-06-14\n\n[[claim.boats]]\ncorrects = \"{id}\"\n\
         reason = \"It is a count of the office's own.\"\nby = \"harbour-office\"\nact = \"announce\"\nanswer = 41\n\
         quote = \"we counted 41 boats lost\"\n"
    );
    scratch.write("correction.toml", &correction);
    expect![[r#"
        $ byline -C desk record correction.toml --yes --key ana
        ana signs 1 record:
          as of 2025-06-14, where nothing else is said:
          claim.boats (line 6) CORRECTS the version in force: It is a count of the office's own.
              changes act, quote
          claim.boats (line 6): Harbour Office says flatly: 41 boats
              “we counted 41 boats lost”
              announces
          from the ledger: boats is ana's question b3:[id]
          from the ledger: bulletin is ana's document b3:[id]
          from the ledger: harbour-office is ana's entity b3:[id]
          from the ledger: b3:[id] is ana's claim b3:[id]
        Recorded 1 record, entry 20, sealed at 2025-06-15T08:00:00Z by entry 21
    "#]]
    .assert_eq(&scratch.run("-C desk record correction.toml --yes --key ana").to_string());
    expect![[r#"
        $ byline -C desk record correction.toml --yes --key ana
        Nothing to add: the one record of this dossier is recorded already
          claim.boats as b3:[id]
    "#]]
    .assert_eq(&scratch.run("-C desk record correction.toml --yes --key ana").to_string());
    // A reporter may not correct what an editor recorded.
    scratch
        .write("bens.toml", correction.replace("\"harbour-office\"", "\"ana/harbour-office\"").replace("= 41", "= 42"));
    let before = scratch.ledger();
    let run = scratch.run("-C desk record bens.toml --yes --key ben");
    assert_eq!(run.code, Some(2));
    expect![[r#"
          ⚠ the figure 42 is not in the quote
            ╭─[bens.toml:11:10]
         10 │ act = "announce"
         11 │ answer = 42
            ·          ──
         12 │ quote = "we counted 41 boats lost"
            ╰────
          help: the question counts boats; if the words say it otherwise, `as_said` keeps them

        byline: error: can't append to desk: refused: ana recorded it, and ben is no editor (correction.authority)
        byline: hint: nothing was appended
    "#]]
    .assert_eq(&run.stderr);
    assert_same(&before, &scratch.ledger());
    scratch.done("-C desk verify");
}

#[test]
fn a_clock_that_can_not_be_right_is_asked_about() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    let empty = scratch.ledger();
    for (now, words) in [
        (
            NOW - 3600,
            expect![[r#"
                $ byline -C desk record fire.toml --yes --key ana
                --- stderr
                byline: error: can't append to desk: the clock says 2025-06-15T07:00:00Z, the last commit was sealed at 2025-06-15T08:00:00Z
                byline: hint: if the clock is right, add --clock-is-right
                --- exit 2
            "#]],
        ),
        (
            NOW + 40 * 86_400,
            expect![[r#"
                $ byline -C desk record fire.toml --yes --key ana
                --- stderr
                byline: error: can't append to desk: the clock says 2025-07-25T08:00:00Z, the last commit was sealed at 2025-06-15T08:00:00Z
                byline: hint: if the clock is right, add --clock-is-right
                --- exit 2
            "#]],
        ),
    ] {
        let run = scratch.run_at(now, "-C desk record fire.toml --yes --key ana");
        words.assert_eq(&run.to_string());
        assert_same(&empty, &scratch.ledger());
        let copy = scratch.copy();
        let run = copy.run_at(now, "-C desk record fire.toml --yes --clock-is-right --key ana");
        assert_eq!(run.code, Some(0), "{run}");
        copy.done("-C desk verify");
    }
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
        byline: error: the clock is wrong: 253402300800 seconds after 1970 are beyond the year 9999
        --- exit 2
    "#]]
    .assert_eq(&scratch.run_at(253_402_300_800, "-C desk record fire.toml --yes --key ana").to_string());
}

#[test]
fn warnings_stand_beside_the_result() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.edit("fire.toml", "answer = 41", "answer = 40");
    expect![[r#"
        $ byline -C desk record fire.toml --dry-run --key ana
        ana signs 10 records:
          entities   harbour-office, harbour
          event      fire
          questions  boats, deliberate, moved
          document   bulletin
          as of 2025-06-14, where nothing else is said:
          claim.boats (line 43): Harbour Office says flatly: 40 boats
              “At 02:00 we counted 41 boats lost.”
          claim.deliberate (line 48): Harbour Office says flatly: no
              “It was not started on purpose.”
              denies
          claim.moved (line 54): Harbour Office says flatly: more than 1,200 people
              “More than 1,200 people were moved”
        Dry run: 10 records would be signed, 0 are recorded already. Nothing was signed.
        --- stderr
          ⚠ the figure 40 is not in the quote
            ╭─[fire.toml:45:10]
         44 │ by = "harbour-office"
         45 │ answer = 40
            ·          ──
         46 │ quote = "At 02:00 we counted 41 boats lost."
            ╰────
          help: the question counts boats; if the words say it otherwise, `as_said` keeps them

    "#]]
    .assert_eq(&scratch.run("-C desk record fire.toml --dry-run --key ana").to_string());
}
