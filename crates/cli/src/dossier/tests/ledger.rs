//! What a dossier comes to when the ledger has something already.

use super::{BASE, LOOK, PAPER, Shelf, disk, errors_with, file, planned};
use crate::dossier::build::Evidence;
use crate::dossier::*;
use byline_ledger::hash::Blake3;
use byline_ledger::record::{Answer, Record, Value};
use expect_test::expect;

const CLAIM: &str = "[[claim.boats]]\nby = \"mayor\"\nanswer = 41\nquote = \"41 boats burned\"\n";

fn base_and_claim() -> String {
    format!("{BASE}{CLAIM}")
}

/// A ledger in which Ana recorded the base and one claim.
fn recorded() -> Shelf {
    let mut shelf = Shelf::default();
    let plan = planned(&shelf, "ana", &base_and_claim());
    shelf.take_in("ana", plan);
    shelf
}

fn whats(plan: &Plan) -> Vec<&str> {
    plan.drafts.iter().map(|planned| planned.what.as_str()).collect()
}

/// The id of the claim in [`recorded`], as far as the messages show it.
fn claim_id(shelf: &Shelf) -> String {
    let plan = planned(shelf, "ana", &base_and_claim());
    let claim = plan.unchanged.iter().find(|unchanged| unchanged.what == "claim.boats").unwrap();
    claim.recorded_as.to_string().chars().take(15).collect()
}

/// Printed errors without ids, which are hashes of everything.
fn without_ids(text: &str) -> String {
    let mut parts = text.split("b3:");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        out.push_str("b3:..");
        out.push_str(part.trim_start_matches(|char: char| char.is_ascii_hexdigit()));
    }
    out
}

#[test]
fn everything_stands_behind_what_it_refers_to() {
    let text = format!(
        "{CLAIM}revises = \"first\"\nas_of = 2025-11-10\n[[claim.boats]]\nlabel = \"first\"\nby = \"mayor\"\nanswer = 40\n\
         quote = \"41 boats burned\"\n[entity.quay]\nkind = \"place\"\nname = \"Quay\"\npart_of = \"town\"\n\
         [entity.town]\nkind = \"place\"\nname = \"Town\"\n{BASE}"
    );
    let plan = planned(&Shelf::default(), "ana", &text);
    let want = [
        "entity.town",
        "entity.quay",
        "entity.mayor",
        "event.fire",
        "question.boats",
        "question.open",
        "question.who",
        "question.state",
        "document.paper",
        "claim.boats",
        "claim.boats",
    ];
    assert_eq!(whats(&plan), want);
    let lines: Vec<usize> = plan.drafts.iter().map(|planned| planned.line).collect();
    assert_eq!(lines[9..], [7, 1], "the claim that is revised comes first");
    let subject = |at: usize| plan.drafts[at].draft.header().subject.clone();
    assert_eq!(subject(0), "entity:ana/town");
    assert_eq!(subject(9), plan.drafts[4].draft.id().to_string());
    let paper = Evidence { hash: Blake3::of(PAPER.as_bytes()), bytes: PAPER.into() };
    assert_eq!(plan.archive, [paper]);
}

#[test]
fn the_same_again_is_nothing() {
    let shelf = recorded();
    let plan = planned(&shelf, "ana", &base_and_claim());
    assert_eq!(whats(&plan), [""; 0]);
    assert_eq!((plan.unchanged.len(), plan.archive.len(), plan.looked_up.len()), (8, 0, 0));
}

#[test]
fn a_changed_thing_wants_a_reason() {
    let shelf = recorded();
    let changed = base_and_claim().replace("How many boats burned?", "How many boats were lost?");
    expect![[r#"
          × question `boats` is recorded as b3:.., with another content (asks)
            ╭─[desk/dossier.toml:15:11]
         14 │ title = "The fire"
         15 │ [question.boats]
            ·           ─────
         16 │ event = "fire"
            ╰────
          help: to correct it, add `reason = ".."`; for another thing take another slug; else put back what was
                recorded

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&without_ids(&errors_with(&shelf, &changed)));
    let corrected = changed.replace("unit = \"boats\"", "unit = \"boats\"\nreason = \"Lost, not burned.\"");
    let plan = planned(&shelf, "ana", &corrected);
    assert_eq!(whats(&plan), ["question.boats"]);
    let known = plan.drafts[0].corrects.clone().unwrap();
    let correction = plan.drafts[0].draft.record().correction();
    assert_eq!(correction.corrects, Some(&known.in_force));
    assert_eq!(correction.reason.unwrap().as_str(), "Lost, not burned.");
    // Recorded, it is the version in force, and the dossier with its reason says nothing new.
    let mut shelf = shelf;
    shelf.take_in("ana", plan);
    let again = planned(&shelf, "ana", &corrected);
    assert_eq!((whats(&again).len(), again.unchanged.len()), (0, 8));
}

#[test]
fn what_a_correction_can_t_change() {
    let shelf = recorded();
    let other_unit = base_and_claim().replace("unit = \"boats\"", "unit = \"ships\"\nreason = \"Ships.\"");
    expect![[r#"
          × question `boats` asks for something else than in b3:.. (unit)
            ╭─[desk/dossier.toml:15:11]
         14 │ title = "The fire"
         15 │ [question.boats]
            ·           ─────
         16 │ event = "fire"
            ╰────
          help: a correction keeps event, type, unit, options, many, scope and period: give this question a slug of
                its own

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&without_ids(&errors_with(&shelf, &other_unit)));
    let other_file =
        base_and_claim().replace("paper.txt\"", "other.txt\"\nreason = \"It changed.\"").replace(CLAIM, "");
    expect![[r#"
          × the file of document `paper` is not the one recorded as b3:..
           ╭─[desk/dossier.toml:6:8]
         5 │ [document.paper]
         6 │ file = "other.txt"
           ·        ───────────
         7 │ reason = "It changed."
           ╰────
          help: quotes are measured in the file as it was: restore it, or give the new version a slug of its own

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&without_ids(&errors_with(&shelf, &other_file)));
    let nothing = format!("{BASE}[entity.sea]\nkind = \"place\"\nname = \"Sea\"\nreason = \"Why not.\"\n");
    expect![[r#"
          × there is no entity `sea` of yours to correct
            ╭─[desk/dossier.toml:35:10]
         34 │ name = "Sea"
         35 │ reason = "Why not."
            ·          ──────────
            ╰────
          help: `reason` is for corrections: leave it out

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&without_ids(&errors_with(&shelf, &nothing)));
}

#[test]
fn a_changed_claim_wants_a_word() {
    let shelf = recorded();
    let changed = base_and_claim().replace("answer = 41", "answer = 42");
    expect![[r#"
          × you recorded this source here otherwise, as b3:..: exactly 41, as of 2025-11-09, "41 boats
          │ burned"
            ╭─[desk/dossier.toml:32:1]
         31 │ options = ["calm", "rough"]
         32 │ [[claim.boats]]
            · ───────────────
         33 │ by = "mayor"
            ╰────
          help: if that was wrong, add `corrects = "b3:.."` and `reason = ".."`; if this is a further
                claim, add `also = true`

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&without_ids(&errors_with(&shelf, &changed)));

    // A further claim.
    let also = planned(&shelf, "ana", &format!("{changed}also = true\n"));
    assert_eq!(whats(&also), ["claim.boats"]);
    assert_eq!(also.drafts[0].corrects, None);

    // The older one is still there: a further claim as well.
    let both = planned(&shelf, "ana", &format!("{}{}", base_and_claim(), CLAIM.replace("41\n", "42\n")));
    assert_eq!(whats(&both), ["claim.boats"]);

    // A correction, and the same again.
    let correction = format!("{changed}corrects = \"{}\"\nreason = \"A slip.\"\n", claim_id(&shelf));
    let plan = planned(&shelf, "ana", &correction);
    let Record::Claim(claim) = plan.drafts[0].draft.record() else { panic!("{:?}", whats(&plan)) };
    assert!(matches!(&claim.answer, Answer::Value(Value::Quantity(_))));
    assert_eq!(claim.corrects, plan.drafts[0].corrects.as_ref().map(|known| known.in_force));
    let mut shelf = shelf;
    shelf.take_in("ana", plan);
    let again = planned(&shelf, "ana", &correction);
    assert_eq!((whats(&again).len(), again.unchanged.len()), (0, 8));
}

#[test]
fn wrong_corrections_and_revisions_of_claims() {
    let shelf = recorded();
    let id = claim_id(&shelf);
    let claim = |question: &str, more: &str| {
        format!("[[claim.{question}]]\nby = \"mayor\"\nanswer = true\nquote = \"41 boats burned\"\n{more}\n")
    };
    let text = format!(
        "{BASE}{}{}{}",
        claim("open", &format!("corrects = \"{id}\"\nreason = \"A slip.\"")),
        claim("open", &format!("revises = \"{id}\"\nas_of = 2025-11-08")),
        CLAIM.replace("41\n", "42\n") + &format!("corrects = \"{id}\"\n"),
    );
    expect![[r#"
          × `b3:..` answers another question
            ╭─[desk/dossier.toml:36:12]
         35 │ quote = "41 boats burned"
         36 │ corrects = "b3:.."
            ·            ─────────────────
         37 │ reason = "A slip."
            ╰────
          help: a correction keeps the question: is it the right id?

          × the claim revised answers another question, or has another source
            ╭─[desk/dossier.toml:42:11]
         41 │ quote = "41 boats burned"
         42 │ revises = "b3:.."
            ·           ─────────────────
         43 │ as_of = 2025-11-08
            ╰────
          help: `revises` is for a source that changed its own answer; what others say is a claim of its own

          × a correction gives its reason
            ╭─[desk/dossier.toml:48:12]
         47 │ quote = "41 boats burned"
         48 │ corrects = "b3:.."
            ·            ─────────────────
            ╰────
          help: add `reason = ".."`

        3 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&without_ids(&errors_with(&shelf, &text)));
}

#[test]
fn own_things_come_first_then_the_only_other_one() {
    let mut shelf = recorded();
    let bare = "[dossier]\ndocument = \"paper\"\nlang = \"en\"\nas_of = 2025-11-09\n";
    // Ben has nothing of his own: everything is Ana's.
    let plan = planned(&shelf, "ben", &format!("{bare}{CLAIM}"));
    assert_eq!(whats(&plan), ["claim.boats"]);
    let looked_up: Vec<String> =
        plan.looked_up.iter().map(|found| format!("{} is {}'s", found.name, found.known.handle)).collect();
    assert_eq!(looked_up, ["boats is ana's", "paper is ana's", "mayor is ana's"]);
    // Ben gets a mayor, so Cleo has two to choose from; Ben and Ana have their own.
    let mayor = "[entity.mayor]\nkind = \"person\"\nname = \"Another mayor\"\n";
    let plan = planned(&shelf, "ben", mayor);
    shelf.take_in("ben", plan);
    let text = format!("{bare}{CLAIM}");
    for (me, owner) in [("ana", None), ("ben", Some("ben"))] {
        let plan = planned(&shelf, me, &text);
        let mayor = plan.looked_up.iter().find(|found| found.name == "mayor").unwrap();
        assert_eq!(mayor.known.handle.as_str(), owner.unwrap_or("ana"));
    }
    let cleo = shelf.plan("cleo", &file(&text), &disk);
    let Err(PlanError::Dossier(errors)) = cleo else { panic!("ambiguous") };
    expect![[r#"
          × `mayor` is ambiguous
           ╭─[desk/dossier.toml:6:6]
         5 │ [[claim.boats]]
         6 │ by = "mayor"
           ·      ───────
         7 │ answer = 41
           ╰────
          help: write one of ana/mayor, ben/mayor

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&format!("{}{errors}\n", errors.show(LOOK)));
    let named = text.replace("\"mayor\"", "\"ben/mayor\"");
    assert_eq!(whats(&planned(&shelf, "cleo", &named)), ["claim.boats"]);
}

#[test]
fn a_text_that_is_not_in_the_archive() {
    let mut shelf = Shelf::default();
    let mut plan = planned(&shelf, "ana", BASE);
    plan.archive.clear();
    shelf.take_in("ana", plan);
    let text = format!("[dossier]\ndocument = \"paper\"\nas_of = 2025-11-09\n{CLAIM}");
    expect![[r#"
          × the text of document `paper` is not in the archive of this ledger
           ╭─[desk/dossier.toml:7:9]
         6 │ answer = 41
         7 │ quote = "41 boats burned"
           ·         ─────────────────
           ╰────
          help: define the document here with its file: the same content is not recorded twice

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors_with(&shelf, &text));
    // With the file in the dossier, the archive is mended.
    let plan = planned(&shelf, "ana", &base_and_claim());
    assert_eq!((whats(&plan), plan.archive.len()), (vec!["claim.boats"], 1));
}

#[test]
fn reminders() {
    let text = format!(
        "{BASE}[question.sink]\nevent = \"fire\"\nask = \"Can it sink?\"\ntype = \"yes-no\"\n\
         [[claim.boats]]\nby = \"own voice\"\ncue = \"shouts\"\nanswer = {{ more_than = 120_000 }}\nas_of = 2025-11-10\nsaid = 2025-11-11\n\
         quote = \"More than 100,000 people came\"\n[[claim.boats]]\nby = \"mayor\"\nanswer = {{ phrase = \"oodles\" }}\nquote = \"41 boats\"\n"
    );
    let file = file(&text);
    let plan = planned(&Shelf::default(), "ana", &text);
    expect![[r#"
          ⚠ the question has "Can" in it
            ╭─[desk/dossier.toml:34:7]
         33 │ event = "fire"
         34 │ ask = "Can it sink?"
            ·       ──────────────
         35 │ type = "yes-no"
            ╰────
          help: ask whether it is so; how sure a source is goes into the claim: `commit = "possible"`

          ⚠ a cue of attribution, and the document's own voice
            ╭─[desk/dossier.toml:38:7]
         37 │ by = "own voice"
         38 │ cue = "shouts"
            ·       ────────
         39 │ answer = { more_than = 120_000 }
            ╰────
          help: words that attribute belong to somebody: is there a source, or "nobody named"?

          ⚠ the cue "shouts" is not in the document
            ╭─[desk/dossier.toml:38:7]
         37 │ by = "own voice"
         38 │ cue = "shouts"
            ·       ────────
         39 │ answer = { more_than = 120_000 }
            ╰────
          help: it is the reporting verb, word for word

          ⚠ the figure 120000 is not in the quote
            ╭─[desk/dossier.toml:39:10]
         38 │ cue = "shouts"
         39 │ answer = { more_than = 120_000 }
            ·          ───────────────────────
         40 │ as_of = 2025-11-10
            ╰────
          help: the question counts boats; if the words say it otherwise, `as_said` keeps them

          ⚠ the answer is about a time after the document was published (2025-11-09)
            ╭─[desk/dossier.toml:40:9]
         39 │ answer = { more_than = 120_000 }
         40 │ as_of = 2025-11-10
            ·         ──────────
         41 │ said = 2025-11-11
            ╰────
          help: check `as_of`; for what is to come there is `act = "predict"`

          ⚠ it was said after the document was published (2025-11-09)
            ╭─[desk/dossier.toml:41:8]
         40 │ as_of = 2025-11-10
         41 │ said = 2025-11-11
            ·        ──────────
         42 │ quote = "More than 100,000 people came"
            ╰────
          help: check `said`

          ⚠ the phrase "oodles" is not known; in `en` there are tens, dozens, scores, hundreds, thousands, tens of
          │ thousands
            ╭─[desk/dossier.toml:45:10]
         44 │ by = "mayor"
         45 │ answer = { phrase = "oodles" }
            ·          ─────────────────────
         46 │ quote = "41 boats"
            ╰────
          help: the words are kept, but no comparison knows their numbers

        7 warnings
    "#]]
    .assert_eq(&format!("{}{} warnings\n", file.show_warnings(&plan.warnings, LOOK), plan.warnings.len()));
}

#[test]
fn a_ledger_that_can_t_be_read_is_no_fault_of_the_dossier() {
    struct Broken;
    impl Directory for Broken {
        fn by_slug(
            &self,
            _: byline_ledger::record::Kind,
            _: Option<&byline_ledger::record::Handle>,
            _: &byline_ledger::record::Slug,
        ) -> Result<Vec<Known>, Refusal> {
            Err("no such disk".into())
        }
        fn by_id(&self, _: &str) -> Result<Vec<Known>, Refusal> {
            Err("no such disk".into())
        }
        fn claims(
            &self,
            _: byline_ledger::hash::RecordId,
            _: byline_ledger::hash::RecordId,
        ) -> Result<Vec<Known>, Refusal> {
            Err("no such disk".into())
        }
        fn entities_named(&self, _: &str) -> Result<Vec<Known>, Refusal> {
            Err("no such disk".into())
        }
        fn is_withdrawn(&self, _: byline_ledger::hash::RecordId) -> Result<bool, Refusal> {
            Err("no such disk".into())
        }
        fn archived(&self, _: Blake3) -> Result<Option<Vec<u8>>, Refusal> {
            Err("no such disk".into())
        }
    }
    let me = "ana".parse().unwrap();
    let world = World {
        me: &me,
        directory: &Broken,
        draft: &|record, subject| super::shelf::draft(&me, record, subject),
        read: &disk,
        progress: &|_, _| {},
    };
    let error = plan(&file(&format!("[dossier]\n{CLAIM}")), &world).unwrap_err();
    assert_eq!(error.to_string(), "no such disk");
}

/// The first dossier once more, after its claim was corrected by another: nothing is signed, and nothing undone.
#[test]
fn what_was_corrected_since_is_not_signed_again() {
    let mut shelf = recorded();
    let id = claim_id(&shelf);
    let corrected = format!("{BASE}{}", CLAIM.replace("= 41\n", "= { at_least = 41 }\n"));
    let plan = planned(&shelf, "ana", &format!("{corrected}corrects = \"{id}\"\nreason = \"Misread.\"\n"));
    shelf.take_in("ana", plan);
    let renamed =
        base_and_claim().replace("name = \"The mayor\"", "name = \"The Mayor of Querance\"\nreason = \"Her office.\"");
    assert_ne!(renamed, base_and_claim());
    let plan = planned(&shelf, "ana", &renamed);
    shelf.take_in("ana", plan);
    let plan = planned(&shelf, "ana", &base_and_claim());
    assert_eq!(whats(&plan), [""; 0]);
    expect![[r#"
        reminders:
          ⚠ entity `mayor` was corrected since, as b3:.. (names)
            ╭─[desk/dossier.toml:10:9]
          9 │ published = 2025-11-09
         10 │ [entity.mayor]
            ·         ─────
         11 │ kind = "person"
            ╰────
          help: nothing is signed for it; write here what is in force

          ⚠ you corrected this claim since, as b3:..: at least 41, as of 2025-11-09, "41 boats burned"
            ╭─[desk/dossier.toml:32:1]
         31 │ options = ["calm", "rough"]
         32 │ [[claim.boats]]
            · ───────────────
         33 │ by = "mayor"
            ╰────
          help: nothing is signed for it: take it out here, or write what is in force; only to go back to it, add
                `corrects = "b3:.."` and `reason = ".."`

    "#]]
    .assert_eq(&format!("reminders:\n{}", without_ids(&file(&base_and_claim()).show_warnings(&plan.warnings, LOOK))));
}

/// And after it was withdrawn.
#[test]
fn what_was_withdrawn_since_is_not_signed_again() {
    let mut shelf = recorded();
    let claim = planned(&shelf, "ana", &base_and_claim());
    let claim = claim.unchanged.iter().find(|unchanged| unchanged.what == "claim.boats").unwrap().recorded_as;
    shelf.withdrawn.push(claim);
    let plan = planned(&shelf, "ana", &base_and_claim());
    assert_eq!(whats(&plan), [""; 0]);
    expect![[r#"
        reminders:
          ⚠ claim.boats was withdrawn since it was recorded as b3:..
            ╭─[desk/dossier.toml:32:1]
         31 │ options = ["calm", "rough"]
         32 │ [[claim.boats]]
            · ───────────────
         33 │ by = "mayor"
            ╰────
          help: nothing is signed for it, and it stays withdrawn: take it out here

    "#]]
    .assert_eq(&format!("reminders:\n{}", without_ids(&file(&base_and_claim()).show_warnings(&plan.warnings, LOOK))));
}

/// A name match proposes.
#[test]
fn two_of_one_name_are_reminded_of() {
    let more = "[entity.guild]\nkind = \"person\"\nname = \"THE  MAYOR\"\n[entity.other]\nkind = \"person\"\nname = \"the guild\"\n";
    let text = format!("{BASE}{more}");
    let plan = planned(&Shelf::default(), "ana", &text);
    let mut told = file(&text).show_warnings(&plan.warnings, LOOK);
    told.push_str("and to another recorder:\n");
    let plan = planned(&recorded(), "ben", &base_and_claim());
    told.push_str(&file(&base_and_claim()).show_warnings(&plan.warnings, LOOK));
    expect![[r#"
          ⚠ `guild` has the same name as `mayor`
            ╭─[desk/dossier.toml:32:9]
         31 │ options = ["calm", "rough"]
         32 │ [entity.guild]
            ·         ─────
         33 │ kind = "person"
            ╰────
          help: if they are one, define it once; if they are two, a second name or an office tells them apart

        and to another recorder:
          ⚠ the ledger has an entity of this name: `ana/mayor` (b3:..)
            ╭─[desk/dossier.toml:10:9]
          9 │ published = 2025-11-09
         10 │ [entity.mayor]
            ·         ─────
         11 │ kind = "person"
            ╰────
          help: if it is the same, write `ana/mayor` and define none here, or sign `byline judge same` afterwards;
                else `byline judge different`

    "#]]
    .assert_eq(&without_ids(&told));
    assert_eq!(planned(&recorded(), "ana", &base_and_claim()).warnings, []);
}

/// Hours count too, where the document's day has passed everywhere.
#[test]
fn an_hour_after_publication_is_reminded_of() {
    let claim = |as_of: &str| format!("{BASE}{CLAIM}as_of = {as_of}\n");
    let reminders = |as_of: &str| planned(&Shelf::default(), "ana", &claim(as_of)).warnings.len();
    assert_eq!(["2062-11-09T20:00:00Z", "2025-11-11T20:00:00Z", "2025-11-09T20:00:00Z"].map(reminders), [1, 1, 0]);
}
