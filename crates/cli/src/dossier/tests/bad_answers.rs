//! Answers that are wrong, and what is said about them.

use super::errors;
use expect_test::expect;

#[test]
fn floats_are_refused() {
    expect![[r#"
          × `100.000` is not exact: as a number it is 100 and a fraction
            ╭─[desk/dossier.toml:34:10]
         33 │ by = "mayor"
         34 │ answer = 100.000
            ·          ───────
         35 │ quote = "41 boats burned"
            ╰────
          help: for 100 thousand write 100_000; for a number with decimals a text: "100.000"

          × `5.1` is not exact: as a number it is 5 and a fraction
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
