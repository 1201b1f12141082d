//! Claims whose source, question, document or quote is wrong, and what is said about them.

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
