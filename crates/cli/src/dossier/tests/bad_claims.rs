//! Claims that are wrong as a whole, and what is said about them.

use super::errors;
use expect_test::expect;

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
fn twenty_errors_are_printed_and_the_rest_counted() {
    let claims = "[[claim.boats]]\nanswer = 41\n".repeat(25);
    let printed = errors(&claims);
    assert_eq!(printed.matches("`by` is missing").count(), 20);
    assert!(printed.ends_with("and 5 more\n25 errors in desk/dossier.toml; nothing was signed\n"), "{printed}");
}
