//! Claims that are wrong, and what is said about them.

use super::{BASE, Shelf, errors, errors_with};
use expect_test::expect;

#[test]
fn a_claim_without_by() {
    expect![[r#"
          × [[claim.boats]] doesn't say who answers: `by` is missing
            ╭─[desk/dossier.toml:32:1]
         31 │ options = ["calm", "rough"]
         32 │ [[claim.boats]]
            · ───────────────
         33 │ answer = 41
            ╰────
          help: by = "slug" of who answers, "own voice" (the document's publisher or author), "nobody named" (a
                passive), or { unnamed = "an official" }

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
answer = 41
quote = "41 boats burned"
"#,
    ));
}

#[test]
fn a_claim_that_answers_no_question() {
    expect![[r#"
          × this claim answers no question: `boat` is neither in this dossier nor in the ledger
            ╭─[desk/dossier.toml:32:9]
         31 │ options = ["calm", "rough"]
         32 │ [[claim.boat]]
            ·         ────
         33 │ by = "mayor"
            ╰────
          help: did you mean "boats"?

          × this claim answers no question: `weather` is neither in this dossier nor in the ledger
            ╭─[desk/dossier.toml:37:9]
         36 │ 
         37 │ [[claim.weather]]
            ·         ───────
         38 │ by = "mayor"
            ╰────
          help: define it as [question.weather], or name what the ledger has

        2 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boat]]
by = "mayor"
answer = 41
quote = "41 boats burned"

[[claim.weather]]
by = "mayor"
answer = 41
quote = "41 boats burned"
"#,
    ));
}

#[test]
fn an_unknown_source() {
    expect![[r#"
          × no entity `major` in this dossier, nor in the ledger
            ╭─[desk/dossier.toml:33:6]
         32 │ [[claim.boats]]
         33 │ by = "major"
            ·      ───────
         34 │ answer = 41
            ╰────
          help: did you mean "mayor"?

          × `Own Voice` names nothing
            ╭─[desk/dossier.toml:38:6]
         37 │ [[claim.boats]]
         38 │ by = "Own Voice"
            ·      ───────────
         39 │ answer = 41
            ╰────
          help: did you mean "own voice"?

          × no entity `fisherman` in this dossier, nor in the ledger
            ╭─[desk/dossier.toml:43:6]
         42 │ [[claim.boats]]
         43 │ by = "fisherman"
            ·      ───────────
         44 │ answer = 41
            ╰────
          help: define it as [entity.fisherman], or name what the ledger has

        3 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "major"
answer = 41
quote = "41 boats burned"

[[claim.boats]]
by = "Own Voice"
answer = 41
quote = "41 boats burned"

[[claim.boats]]
by = "fisherman"
answer = 41
quote = "41 boats burned"
"#,
    ));
}

#[test]
fn a_quote_that_is_not_there() {
    expect![[r#"
          × the quote is not in the document
            ╭─[desk/dossier.toml:35:9]
         34 │ answer = 41
         35 │ quote = "the mayor told that 41 boats had burned"
            ·         ─────────────────────────────────────────
         36 │ 
            ╰────
          help: the nearest passage is at line 1: The mayor said that 41 boats burned

          × the quote is not in the document
            ╭─[desk/dossier.toml:40:9]
         39 │ answer = 41
         40 │ quote = "quelque chose d'autre"
            ·         ───────────────────────
            ╰────
          help: nothing like it is there; is it the right document?

        2 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "mayor"
answer = 41
quote = "the mayor told that 41 boats had burned"

[[claim.boats]]
by = "own voice"
answer = 41
quote = "quelque chose d'autre"
"#,
    ));
}

#[test]
fn a_quote_that_stands_twice() {
    expect![[r#"
          × the quote stands more than once in the document: at lines 1 and 2
            ╭─[desk/dossier.toml:35:9]
         34 │ answer = 41
         35 │ quote = "mayor said"
            ·         ────────────
            ╰────
          help: quote more words around it, so that one place is meant

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "mayor"
answer = 41
quote = "mayor said"
"#,
    ));
}

#[test]
fn pieces_out_of_order() {
    expect![[r#"
          × "41 boats" is not in the document behind the piece before it
            ╭─[desk/dossier.toml:35:9]
         34 │ answer = 41
         35 │ quote = "The harbour is [...] 41 boats"
            ·         ───────────────────────────────
            ╰────
          help: it stands before, at line 1: put the pieces in the order of the text

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "mayor"
answer = 41
quote = "The harbour is [...] 41 boats"
"#,
    ));
}

#[test]
fn floats_are_refused() {
    expect![[r#"
          × `100.000` is not exact: to TOML it is 100 and a fraction
            ╭─[desk/dossier.toml:34:10]
         33 │ by = "mayor"
         34 │ answer = 100.000
            ·          ───────
         35 │ quote = "41 boats burned"
            ╰────
          help: for 100 thousand write 100_000; for a number with decimals a text: "100.000"

          × `5.1` is not exact: to TOML it is 5 and a fraction
            ╭─[desk/dossier.toml:39:10]
         38 │ by = "own voice"
         39 │ answer = { about = 5.1 }
            ·          ───────────────
         40 │ quote = "41 boats burned"
            ╰────
          help: write a number with decimals as a text: "5.1"

        2 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "mayor"
answer = 100.000
quote = "41 boats burned"

[[claim.boats]]
by = "own voice"
answer = { about = 5.1 }
quote = "41 boats burned"
"#,
    ));
}

#[test]
fn answers_of_the_wrong_type() {
    expect![[r#"
          × `many` is not a number
            ╭─[desk/dossier.toml:34:10]
         33 │ by = "mayor"
         34 │ answer = "many"
            ·          ──────
         35 │ quote = "41 boats burned"
            ╰────
          help: write 190 or 100_000; decimals as a text, "5.1"; a word for a number as { phrase = "dozens" }

          × `moar_than` is no way to hedge a quantity
            ╭─[desk/dossier.toml:39:10]
         38 │ by = "own voice"
         39 │ answer = { moar_than = 3 }
            ·          ─────────────────
         40 │ quote = "41 boats burned"
            ╰────
          help: did you mean `more_than`?

          × this question takes a yes-no, not a text
            ╭─[desk/dossier.toml:44:10]
         43 │ by = "mayor"
         44 │ answer = "yes"
            ·          ─────
         45 │ quote = 'The harbour is "open"'
            ╰────
          help: write true or false; how sure the source is goes into `commit`

          × this question takes one answer, not a list
            ╭─[desk/dossier.toml:49:10]
         48 │ by = "own voice"
         49 │ answer = [true, false]
            ·          ─────────────
         50 │ quote = 'The harbour is "open"'
            ╰────
          help: give one value; or give the question `many = true`, if one answer may name several

          × this question takes an entity, not a number
            ╭─[desk/dossier.toml:54:10]
         53 │ by = "mayor"
         54 │ answer = 3
            ·          ─
         55 │ quote = 'The harbour is "open"'
            ╰────
          help: write the slug of an entity in quotation marks

          × "ruff" is not an option of this question
            ╭─[desk/dossier.toml:59:10]
         58 │ by = "mayor"
         59 │ answer = "ruff"
            ·          ──────
         60 │ quote = 'The harbour is "open"'
            ╰────
          help: the options are "calm", "rough"

          × `denies` is for quantities, and this question takes a yes-no
            ╭─[desk/dossier.toml:64:10]
         63 │ by = { unnamed = "a sailor" }
         64 │ denies = true
            ·          ────
         65 │ quote = 'The harbour is "open"'
            ╰────
          help: a yes-no is denied with `answer = false`

        7 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "mayor"
answer = "many"
quote = "41 boats burned"

[[claim.boats]]
by = "own voice"
answer = { moar_than = 3 }
quote = "41 boats burned"

[[claim.open]]
by = "mayor"
answer = "yes"
quote = 'The harbour is "open"'

[[claim.open]]
by = "own voice"
answer = [true, false]
quote = 'The harbour is "open"'

[[claim.who]]
by = "mayor"
answer = 3
quote = 'The harbour is "open"'

[[claim.state]]
by = "mayor"
answer = "ruff"
quote = 'The harbour is "open"'

[[claim.open]]
by = { unnamed = "a sailor" }
denies = true
quote = 'The harbour is "open"'
"#,
    ));
}

#[test]
fn numbers_that_are_none() {
    expect![[r#"
          × `-3` is not a number
            ╭─[desk/dossier.toml:34:10]
         33 │ by = "mayor"
         34 │ answer = -3
            ·          ──
         35 │ quote = "41 boats burned"
            ╰────
          help: a quantity is never negative: ask for the loss, the fall, the debt

          × between 5 and 3 there is no number: the smaller one comes first
            ╭─[desk/dossier.toml:39:10]
         38 │ by = "own voice"
         39 │ answer = { between = [5, 3] }
            ·          ────────────────────
         40 │ quote = "41 boats burned"
            ╰────

          × 5.1 is no whole number, and the question counts whole things
            ╭─[desk/dossier.toml:44:10]
         43 │ by = { unnamed = "a sailor" }
         44 │ answer = "5.1"
            ·          ─────
         45 │ quote = "41 boats burned"
            ╰────

        3 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "mayor"
answer = -3
quote = "41 boats burned"

[[claim.boats]]
by = "own voice"
answer = { between = [5, 3] }
quote = "41 boats burned"

[[claim.boats]]
by = { unnamed = "a sailor" }
answer = "5.1"
quote = "41 boats burned"
"#,
    ));
}

#[test]
fn dates_that_are_none() {
    expect![[r#"
          × `2025-02-30` is not a date: this month has the days 01 to 28
            ╭─[desk/dossier.toml:34:9]
         33 │ by = "mayor"
         34 │ as_of = "2025-02-30"
            ·         ────────────
         35 │ answer = 41
            ╰────
          help: write 2025-11-09, or in quotation marks "2025-11", "2025-11-09~" (about), "2025-11-08/2025-11-09"
                (from, to), "../2025-11-09" (until), "early 2025-11", "2025-11-09T08:00+02:00"

          × a time needs its zone
            ╭─[desk/dossier.toml:40:9]
         39 │ by = "own voice"
         40 │ as_of = 2025-11-09T08:00:00
            ·         ───────────────────
         41 │ said = "yesterday"
            ╰────
          help: add +02:00 or Z to the time, or `zone = "+02:00"` to [dossier] for all of them

          × `yesterday` is not a date
            ╭─[desk/dossier.toml:41:8]
         40 │ as_of = 2025-11-09T08:00:00
         41 │ said = "yesterday"
            ·        ───────────
         42 │ answer = 41
            ╰────
          help: write 2025-11-09, or in quotation marks "2025-11", "2025-11-09~" (about), "2025-11-08/2025-11-09"
                (from, to), "../2025-11-09" (until), "early 2025-11", "2025-11-09T08:00+02:00"

        3 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "mayor"
as_of = "2025-02-30"
answer = 41
quote = "41 boats burned"

[[claim.boats]]
by = "own voice"
as_of = 2025-11-09T08:00:00
said = "yesterday"
answer = 41
quote = "41 boats burned"
"#,
    ));
}

#[test]
fn unknown_fields_and_words() {
    expect![[r#"
          × [[claim.boats]] lacks `answer`
            ╭─[desk/dossier.toml:32:1]
         31 │ options = ["calm", "rough"]
         32 │ [[claim.boats]]
            · ───────────────
         33 │ by = "mayor"
            ╰────
          help: give one of `answer`, `denies` (a figure), `silent = "not mentioned"`, `silent = "declined"`

          × [[claim.boats]] has no field `anwser`
            ╭─[desk/dossier.toml:34:1]
         33 │ by = "mayor"
         34 │ anwser = 41
            · ──────
         35 │ quote = "41 boats burned"
            ╰────
          help: did you mean `answer`?

          × `commit` can't be "posible"
            ╭─[desk/dossier.toml:36:10]
         35 │ quote = "41 boats burned"
         36 │ commit = "posible"
            ·          ─────────
         37 │ act = "whisper"
            ╰────
          help: did you mean "possible"?

          × `act` can't be "whisper"
            ╭─[desk/dossier.toml:37:7]
         36 │ commit = "posible"
         37 │ act = "whisper"
            ·       ─────────
         38 │ start = 12
            ╰────
          help: one of say, claim, confirm, deny, estimate, announce, denounce, warn, predict, judge, offer,
                promise, threaten, demand, ask, decline

          × [[claim.boats]] has no field `start`
            ╭─[desk/dossier.toml:38:1]
         37 │ act = "whisper"
         38 │ start = 12
            · ─────
            ╰────
          help: leave it out: the program finds it itself

        5 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "mayor"
anwser = 41
quote = "41 boats burned"
commit = "posible"
act = "whisper"
start = 12
"#,
    ));
}

#[test]
fn one_answer_only() {
    expect![[r#"
          × a claim has one of `answer`, `denies` and `silent`: here `answer` stands already
            ╭─[desk/dossier.toml:35:10]
         34 │ answer = 41
         35 │ silent = "declined"
            ·          ──────────
         36 │ quote = "41 boats burned"
            ╰────

          × [[claim.boats]] lacks `answer`
            ╭─[desk/dossier.toml:38:1]
         37 │ 
         38 │ [[claim.boats]]
            · ───────────────
         39 │ by = "own voice"
            ╰────
          help: give one of `answer`, `denies` (a figure), `silent = "not mentioned"`, `silent = "declined"`

        2 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "mayor"
answer = 41
silent = "declined"
quote = "41 boats burned"

[[claim.boats]]
by = "own voice"
quote = "41 boats burned"
"#,
    ));
}

#[test]
fn what_a_record_itself_refuses() {
    expect![[r#"
          × an answer has the words that it was found in
            ╭─[desk/dossier.toml:32:1]
         31 │ options = ["calm", "rough"]
         32 │ [[claim.boats]]
            · ───────────────
         33 │ by = "mayor"
            ╰────
          help: add `quote = ".."`, word for word as in the document

          × the unit is the question's own: leave it out
            ╭─[desk/dossier.toml:34:8]
         33 │ by = "mayor"
         34 │ unit = "boats"
            ·        ───────
         35 │ answer = 41
            ╰────

          × only a source that is somebody has an office
            ╭─[desk/dossier.toml:39:10]
         38 │ by = "own voice"
         39 │ office = "editor"
            ·          ────────
         40 │ silent = "not mentioned"
            ╰────

          × what is not mentioned has neither quote nor cue
            ╭─[desk/dossier.toml:41:9]
         40 │ silent = "not mentioned"
         41 │ quote = "41 boats burned"
            ·         ─────────────────
         42 │ 
            ╰────

          × a source stands twice
            ╭─[desk/dossier.toml:45:11]
         44 │ by = "mayor"
         45 │ through = ["mayor"]
            ·           ─────────
         46 │ answer = true
            ╰────

          × a reason stands only with `corrects` or `revises`
            ╭─[desk/dossier.toml:47:10]
         46 │ answer = true
         47 │ reason = "because"
            ·          ─────────
         48 │ quote = 'The harbour is "open"'
            ╰────

        6 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "mayor"
unit = "boats"
answer = 41

[[claim.boats]]
by = "own voice"
office = "editor"
silent = "not mentioned"
quote = "41 boats burned"

[[claim.open]]
by = "mayor"
through = ["mayor"]
answer = true
reason = "because"
quote = 'The harbour is "open"'
"#,
    ));
}

#[test]
fn the_same_claim_twice() {
    expect![[r#"
          × the same claim stands already at line 32
            ╭─[desk/dossier.toml:37:1]
         36 │ 
         37 │ [[claim.boats]]
            · ───────────────
         38 │ by = "mayor"
            ╰────

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "mayor"
answer = 41
quote = "41 boats burned"

[[claim.boats]]
by = "mayor"
answer = 41
quote = "41 boats burned"
"#,
    ));
}

#[test]
fn revisions() {
    expect![[r#"
          × no claim of this dossier has the label `first`
            ╭─[desk/dossier.toml:34:11]
         33 │ by = "mayor"
         34 │ revises = "first"
            ·           ───────
         35 │ answer = 41
            ╰────
          help: give the earlier claim a `label`, or name it by its id: b3:..

          × claims revise each other in a circle
            ╭─[desk/dossier.toml:41:11]
         40 │ label = "a"
         41 │ revises = "b"
            ·           ───
         42 │ answer = 41
            ╰────

          × claims revise each other in a circle
            ╭─[desk/dossier.toml:48:11]
         47 │ label = "b"
         48 │ revises = "a"
            ·           ───
         49 │ answer = 42
            ╰────

          × claims revise each other in a circle
            ╭─[desk/dossier.toml:60:11]
         59 │ by = "own voice"
         60 │ revises = "c"
            ·           ───
         61 │ label = "c"
            ╰────

          × the label `c` stands twice
            ╭─[desk/dossier.toml:61:9]
         60 │ revises = "c"
         61 │ label = "c"
            ·         ───
         62 │ answer = true
            ╰────
          help: a label names one claim of the dossier

        5 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "mayor"
revises = "first"
answer = 41
quote = "41 boats burned"

[[claim.boats]]
by = "own voice"
label = "a"
revises = "b"
answer = 41
quote = "41 boats burned"

[[claim.boats]]
by = "own voice"
label = "b"
revises = "a"
answer = 42
quote = "41 boats burned"

[[claim.open]]
by = "mayor"
label = "c"
answer = true
quote = 'The harbour is "open"'

[[claim.open]]
by = "own voice"
revises = "c"
label = "c"
answer = true
quote = 'The harbour is "open"'
"#,
    ));
}

#[test]
fn single_brackets() {
    expect![[r#"
          × [claim.boats] needs double brackets
            ╭─[desk/dossier.toml:32:8]
         31 │ options = ["calm", "rough"]
         32 │ [claim.boats]
            ·        ─────
         33 │ by = "mayor"
            ╰────
          help: write [[claim.boats]]: a question may have many claims

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[claim.boats]
by = "mayor"
answer = 41
"#,
    ));
}

#[test]
fn corrections_need_an_id_that_is_there() {
    expect![[r#"
          × `b3:THE-ID` is not an id
            ╭─[desk/dossier.toml:34:12]
         33 │ by = "mayor"
         34 │ corrects = "b3:THE-ID"
            ·            ───────────
         35 │ answer = 41
            ╰────
          help: an id is b3: and its first 8 or more digits, as `byline log` and `byline diff` show it

          × the ledger has no claim `b3:0123456789`
            ╭─[desk/dossier.toml:40:12]
         39 │ by = "own voice"
         40 │ corrects = "b3:0123456789"
            ·            ───────────────
         41 │ reason = "A slip."
            ╰────
          help: `byline log` lists the ids

        2 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[[claim.boats]]
by = "mayor"
corrects = "b3:THE-ID"
answer = 41
quote = "41 boats burned"

[[claim.boats]]
by = "own voice"
corrects = "b3:0123456789"
reason = "A slip."
answer = 41
quote = "41 boats burned"
"#,
    ));
}

#[test]
fn a_statement_has_a_limit() {
    let translation = "é".repeat(8_000);
    let translations: Vec<String> = ["it", "fr", "de", "es", "uk"]
        .iter()
        .map(|lang| format!("{{ lang = \"{lang}\", text = \"{translation}\", by = \"Ana\" }}"))
        .collect();
    let claim = format!(
        "[[claim.boats]]\nby = \"mayor\"\nanswer = 41\nquote = \"41 boats burned\"\ntranslations = [{}]\n",
        translations.join(", ")
    );
    expect![[r#"
          × claim.boats would be a statement of 80784 bytes; at most 65,535 can be signed
            ╭─[desk/dossier.toml:32:1]
         31 │ options = ["calm", "rough"]
         32 │ [[claim.boats]]
            · ───────────────
         33 │ by = "mayor"
            ╰────
          help: shorten the quote, the note or the translations, or split it in two

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(&claim));
}

#[test]
fn a_claim_needs_a_time_and_a_document() {
    let bare = BASE.replace("document = \"paper\"\n", "").replace("as_of = 2025-11-09\n", "");
    let claim = "[[claim.boats]]\nby = \"mayor\"\nanswer = 41\nquote = \"41 boats burned\"\n";
    expect![[r#"
          × in which document was it found? `document` is missing
            ╭─[desk/dossier.toml:30:1]
         29 │ options = ["calm", "rough"]
         30 │ [[claim.boats]]
            · ───────────────
         31 │ by = "mayor"
            ╰────
          help: add `document = "slug"` to the claim, or to [dossier] for all of them

          × what time is the answer about? `as_of` is missing
            ╭─[desk/dossier.toml:30:1]
         29 │ options = ["calm", "rough"]
         30 │ [[claim.boats]]
            · ───────────────
         31 │ by = "mayor"
            ╰────
          help: add `as_of = 2025-11-09` to the claim, or to [dossier] for all of them

        2 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors_with(&Shelf::default(), &format!("{bare}{claim}")));
}

#[test]
fn twenty_errors_are_printed_and_the_rest_counted() {
    let claims = "[[claim.boats]]\nanswer = 41\n".repeat(25);
    let printed = errors(&claims);
    assert_eq!(printed.matches("`by` is missing").count(), 20);
    assert!(printed.ends_with("and 5 more\n25 errors in desk/dossier.toml; nothing was signed\n"), "{printed}");
}
