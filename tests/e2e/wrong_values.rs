//! Answers in a dossier that are no value of their kind: refused with file, line and what to do.

use crate::wrong_dossiers::refused;
use expect_test::expect;

#[test]
fn an_answer_of_the_wrong_type() {
    refused(
        "answer = 41",
        "answer = \"many\"",
        expect![[r#"
            $ byline -C desk record fire.toml --yes --key ana
            --- stderr
              × `many` is not a number
                ╭─[fire.toml:45:10]
             44 │ by = "harbour-office"
             45 │ answer = "many"
                ·          ──────
             46 │ quote = "At 02:00 we counted 41 boats lost."
                ╰────
              help: write 190 or 100_000; decimals as a text, "5.1"; a word for a number as { phrase =
                    "dozens" }
            byline: error: 1 error in fire.toml; nothing was signed
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
            --- exit 2
        "#]],
    );
    refused(
        "answer = 41",
        "answer = true",
        expect![[r#"
            $ byline -C desk record fire.toml --yes --key ana
            --- stderr
              × a number is expected, not true or false
                ╭─[fire.toml:45:10]
             44 │ by = "harbour-office"
             45 │ answer = true
                ·          ────
             46 │ quote = "At 02:00 we counted 41 boats lost."
                ╰────
              help: write 190, { more_than = 190 }, { at_least = 190 }, { at_most = 190 }, { fewer_than = 190
                    }, { about = 190 }, { nearly = 190 }, { between = [180, 200] }, { phrase = "dozens" }, {
                    measured = "5.1" } or { none = true }
            byline: error: 1 error in fire.toml; nothing was signed
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
            --- exit 2
        "#]],
    );
    refused(
        "answer = false",
        "answer = \"no\"",
        expect![[r#"
            $ byline -C desk record fire.toml --yes --key ana
            --- stderr
              × this question takes a yes-no, not a text
                ╭─[fire.toml:51:10]
             50 │ act = "deny"
             51 │ answer = "no"
                ·          ────
             52 │ quote = "It was not started on purpose."
                ╰────
              help: write true or false; how sure the source is goes into `commit`
            byline: error: 1 error in fire.toml; nothing was signed
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
            --- exit 2
        "#]],
    );
    refused(
        "answer = 41",
        "answer = [41, 42]",
        expect![[r#"
            $ byline -C desk record fire.toml --yes --key ana
            --- stderr
              × this question takes one answer, not a list
                ╭─[fire.toml:45:10]
             44 │ by = "harbour-office"
             45 │ answer = [41, 42]
                ·          ────────
             46 │ quote = "At 02:00 we counted 41 boats lost."
                ╰────
              help: give one value; or give the question `many = true`, if one answer may name several
            byline: error: 1 error in fire.toml; nothing was signed
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
            --- exit 2
        "#]],
    );
}

#[test]
fn a_number_with_a_point() {
    refused(
        "answer = 41",
        "answer = 41.000",
        expect![[r#"
            $ byline -C desk record fire.toml --yes --key ana
            --- stderr
              × `41.000` is not exact: as a number it is 41 and a fraction
                ╭─[fire.toml:45:10]
             44 │ by = "harbour-office"
             45 │ answer = 41.000
                ·          ──────
             46 │ quote = "At 02:00 we counted 41 boats lost."
                ╰────
              help: for 41 thousand write 41_000; for a number with decimals a text: "41.000"
            byline: error: 1 error in fire.toml; nothing was signed
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
            --- exit 2
        "#]],
    );
    refused(
        "{ more_than = 1_200 }",
        "{ more_than = 1.2 }",
        expect![[r#"
            $ byline -C desk record fire.toml --yes --key ana
            --- stderr
              × `1.2` is not exact: as a number it is 1 and a fraction
                ╭─[fire.toml:56:10]
             55 │ by = "harbour-office"
             56 │ answer = { more_than = 1.2 }
                ·          ───────────────────
             57 │ quote = "More than 1,200 people were moved"
                ╰────
              help: write a number with decimals as a text: "1.2"
            byline: error: 1 error in fire.toml; nothing was signed
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
            --- exit 2
        "#]],
    );
}

#[test]
fn a_date_that_is_none() {
    refused(
        "as_of = 2025-06-14",
        "as_of = 2025-02-30",
        expect![[r#"
            $ byline -C desk record fire.toml --yes --key ana
            --- stderr
              × invalid date, expected day between 01 and 28
               ╭─[fire.toml:6:9]
             5 │ lang = "en"
             6 │ as_of = 2025-02-30
               ·         ──────────
             7 │ 
               ╰────
              help: write a whole date like 2025-11-09, one that the calendar has; anything else in quotation
                    marks: "2025-11", "2025-11-09~"
            byline: error: 1 error in fire.toml; nothing was signed
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
            --- exit 2
        "#]],
    );
    refused(
        "when = \"2025-06-13/2025-06-14\"",
        "when = \"2025-06-14/2025-06-13\"",
        expect![[r#"
            $ byline -C desk record fire.toml --yes --key ana
            --- stderr
              × `2025-06-14/2025-06-13` is not a date: the interval ends before it starts
                ╭─[fire.toml:25:8]
             24 │ title = "Fire in the harbour"
             25 │ when = "2025-06-14/2025-06-13"
                ·        ───────────────────────
             26 │ where = "harbour"
                ╰────
              help: write 2025-11-09, or in quotation marks "2025-11", "2025-11-09~" (about),
                    "2025-11-08/2025-11-09" (from, to), "../2025-11-09" (until), "early 2025-11",
                    "2025-11-09T08:00+02:00"
            byline: error: 1 error in fire.toml; nothing was signed
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
            --- exit 2
        "#]],
    );
    refused(
        "as_of = 2025-06-14",
        "as_of = \"14 June\"",
        expect![[r#"
            $ byline -C desk record fire.toml --yes --key ana
            --- stderr
              × `14 June` is not a date
               ╭─[fire.toml:6:9]
             5 │ lang = "en"
             6 │ as_of = "14 June"
               ·         ─────────
             7 │ 
               ╰────
              help: write 2025-11-09, or in quotation marks "2025-11", "2025-11-09~" (about),
                    "2025-11-08/2025-11-09" (from, to), "../2025-11-09" (until), "early 2025-11",
                    "2025-11-09T08:00+02:00"
            byline: error: 1 error in fire.toml; nothing was signed
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
            --- exit 2
        "#]],
    );
    refused(
        "as_of = 2025-06-14\n",
        "",
        expect![[r#"
            $ byline -C desk record fire.toml --yes --key ana
            --- stderr
              × what time is the answer about? `as_of` is missing
                ╭─[fire.toml:42:1]
             41 │ 
             42 │ [[claim.boats]]
                · ───────────────
             43 │ by = "harbour-office"
                ╰────
              help: add `as_of = 2025-11-09` to the claim, or to [dossier] for all of them

              × what time is the answer about? `as_of` is missing
                ╭─[fire.toml:47:1]
             46 │ 
             47 │ [[claim.deliberate]]
                · ────────────────────
             48 │ by = "harbour-office"
                ╰────
              help: add `as_of = 2025-11-09` to the claim, or to [dossier] for all of them

              × what time is the answer about? `as_of` is missing
                ╭─[fire.toml:53:1]
             52 │ 
             53 │ [[claim.moved]]
                · ───────────────
             54 │ by = "harbour-office"
                ╰────
              help: add `as_of = 2025-11-09` to the claim, or to [dossier] for all of them
            byline: error: 3 errors in fire.toml; nothing was signed
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
            --- exit 2
        "#]],
    );
}
