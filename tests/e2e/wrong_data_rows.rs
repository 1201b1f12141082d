//! `import`: columns and rows that make no claims.

use crate::importing::{BOATS, DELIBERATE, csv, desk};
use crate::wrong_data_files::refused;
use expect_test::expect;

#[test]
fn columns_that_are_no_fields() {
    let table = csv(BOATS).replace("answer", "anwser").replace("quote", "Wortlaut");
    refused(
        "claims.csv",
        &table,
        "",
        expect![[r#"
            $ byline -C desk import claims.csv --with shared.toml --yes --key ana
            --- stderr
              × a claim has no field `anwser`
               ╭─[claims.csv:1:23]
             1 │ question,by,act,as_of,anwser,hedge,Wortlaut
               ·                       ──────
             2 │ boats,harbour-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
               ╰────
              help: did you mean `answer`?

              × a claim has no field `Wortlaut`
               ╭─[claims.csv:1:36]
             1 │ question,by,act,as_of,anwser,hedge,Wortlaut
               ·                                    ────────
             2 │ boats,harbour-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
               ╰────
              help: say which field it is: `--column FIELD='Wortlaut'`; or leave it out: `--ignore 'Wortlaut'`
            byline: error: 2 errors in claims.csv; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
    refused(
        "claims.csv",
        csv(BOATS),
        "--column answer=Zahl --set by=harbour-office",
        expect![[r#"
            $ byline -C desk import claims.csv --with shared.toml --column answer=Zahl --set by=harbour-office --yes --key ana
            --- stderr
              × the file has no column `Zahl`
               ╭─[claims.csv:1:1]
             1 │ question,by,act,as_of,answer,hedge,quote
               · ────────
             2 │ boats,harbour-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
               ╰────
              help: its columns are question, by, act, as_of, answer, hedge, quote

              × `by` is set for all rows already
               ╭─[claims.csv:1:10]
             1 │ question,by,act,as_of,answer,hedge,quote
               ·          ──
             2 │ boats,harbour-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
               ╰────
              help: leave the column out: `--ignore 'by'`
            byline: error: 2 errors in claims.csv; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
    refused(
        "claims.csv",
        csv(BOATS),
        "--ignore question",
        expect![[r#"
            $ byline -C desk import claims.csv --with shared.toml --ignore question --yes --key ana
            --- stderr
              × this row doesn't say which question it answers: `question` is missing
               ╭─[claims.csv:2:1]
             1 │ question,by,act,as_of,answer,hedge,quote
             2 │ boats,harbour-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
               · ───────────────────────────────────────────────────────────────────────
               ╰────
              help: add a column `question` with the slug of a question, or `--set question=SLUG` for all rows
            byline: error: 1 error in claims.csv; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
}

#[test]
fn answers_of_another_type_or_form() {
    let rows = [
        BOATS.replace("41,,", "many,,"),
        BOATS.replace("41,,", "100.000,,"),
        BOATS.replace("41,,", "\"100,000\",,"),
        BOATS.replace("41,,", &format!("1{},,", "0".repeat(31))),
        BOATS.replace("41,,", "41,abuot,"),
        DELIBERATE.replace("false", "no"),
        BOATS.replace("2025-06-14", "14.6.2025"),
    ];
    refused(
        "claims.csv",
        csv(&rows.concat()),
        "",
        expect![[r#"
            $ byline -C desk import claims.csv --with shared.toml --yes --key ana
            --- stderr
              × `many` is not a number
               ╭─[claims.csv:2:34]
             1 │ question,by,act,as_of,answer,hedge,quote
             2 │ boats,harbour-office,,2025-06-14,many,,At 02:00 we counted 41 boats lost.
               ·                                  ────
             3 │ boats,harbour-office,,2025-06-14,100.000,,At 02:00 we counted 41 boats lost.
               ╰────
              help: write 190 or 100_000; decimals as a text, "5.1"; a word for a number as { phrase =
                    "dozens" }

              × `100.000` is 100 here
               ╭─[claims.csv:3:34]
             2 │ boats,harbour-office,,2025-06-14,many,,At 02:00 we counted 41 boats lost.
             3 │ boats,harbour-office,,2025-06-14,100.000,,At 02:00 we counted 41 boats lost.
               ·                                  ───────
             4 │ boats,harbour-office,,2025-06-14,"100,000",,At 02:00 we counted 41 boats lost.
               ╰────
              help: for thousands write 100_000

              × `100,000` is not a number
               ╭─[claims.csv:4:34]
             3 │ boats,harbour-office,,2025-06-14,100.000,,At 02:00 we counted 41 boats lost.
             4 │ boats,harbour-office,,2025-06-14,"100,000",,At 02:00 we counted 41 boats lost.
               ·                                  ─────────
             5 │ boats,harbour-office,,2025-06-14,[hash],,At 02:00 we counted 41 boats lost.
               ╰────
              help: write 190 or 100_000; decimals as a text, "5.1"; a word for a number as { phrase =
                    "dozens" }

              × `[hash]` is not a number: a number is at most 10^30
               ╭─[claims.csv:5:34]
             4 │ boats,harbour-office,,2025-06-14,"100,000",,At 02:00 we counted 41 boats lost.
             5 │ boats,harbour-office,,2025-06-14,[hash],,At 02:00 we counted 41 boats lost.
               ·                                  ────────────────────────────────
             6 │ boats,harbour-office,,2025-06-14,41,abuot,At 02:00 we counted 41 boats lost.
               ╰────
              help: write 190 or 100_000; decimals as a text, "5.1"; a word for a number as { phrase =
                    "dozens" }

              × `abuot` is no way to hedge a quantity
               ╭─[claims.csv:6:34]
             5 │ boats,harbour-office,,2025-06-14,[hash],,At 02:00 we counted 41 boats lost.
             6 │ boats,harbour-office,,2025-06-14,41,abuot,At 02:00 we counted 41 boats lost.
               ·                                  ──
             7 │ deliberate,harbour-office,deny,2025-06-14,no,,It was not started on purpose.
               ╰────
              help: did you mean `about`?

              × this question takes a yes-no, not a text
               ╭─[claims.csv:7:43]
             6 │ boats,harbour-office,,2025-06-14,41,abuot,At 02:00 we counted 41 boats lost.
             7 │ deliberate,harbour-office,deny,2025-06-14,no,,It was not started on purpose.
               ·                                           ──
             8 │ boats,harbour-office,,14.6.2025,41,,At 02:00 we counted 41 boats lost.
               ╰────
              help: write true or false; how sure the source is goes into `commit`

              × `14.6.2025` is not a date
               ╭─[claims.csv:8:23]
             7 │ deliberate,harbour-office,deny,2025-06-14,no,,It was not started on purpose.
             8 │ boats,harbour-office,,14.6.2025,41,,At 02:00 we counted 41 boats lost.
               ·                       ─────────
               ╰────
              help: write 2025-11-09, or in quotation marks "2025-11", "2025-11-09~" (about),
                    "2025-11-08/2025-11-09" (from, to), "../2025-11-09" (until), "early 2025-11",
                    "2025-11-09T08:00+02:00"
            byline: error: 7 errors in claims.csv; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
    let json = |answer: &str| {
        format!(
            "{{\"question\":\"boats\",\"by\":\"harbour-office\",\"answer\":{answer},\"quote\":\"41 boats lost\"}}\n"
        )
    };
    let rows = [json("100.000"), json(&format!("1{}", "0".repeat(31))), json("true"), json("1e3")];
    refused(
        "claims.jsonl",
        rows.concat(),
        "",
        expect![[r#"
            $ byline -C desk import claims.jsonl --with shared.toml --yes --key ana
            --- stderr
              × `100.000` is not exact: as a number it is 100 and a fraction
               ╭─[claims.jsonl:1:52]
             1 │ {"question":"boats","by":"harbour-office","answer":100.000,"quote":"41 boats lost"}
               ·                                                    ───────
             2 │ {"question":"boats","by":"harbour-office","answer":[hash],"quote":"41 boats lost"}
               ╰────
              help: for 100 thousand write 100_000; for a number with decimals a text: "100.000"

              × `[hash]` is not a number: a number is at most 10^30
               ╭─[claims.jsonl:2:52]
             1 │ {"question":"boats","by":"harbour-office","answer":100.000,"quote":"41 boats lost"}
             2 │ {"question":"boats","by":"harbour-office","answer":[hash],"quote":"41 boats lost"}
               ·                                                    ────────────────────────────────
             3 │ {"question":"boats","by":"harbour-office","answer":true,"quote":"41 boats lost"}
               ╰────
              help: write 190 or 100_000; decimals as a text, "5.1"; a word for a number as { phrase =
                    "dozens" }

              × a number is expected, not true or false
               ╭─[claims.jsonl:3:52]
             2 │ {"question":"boats","by":"harbour-office","answer":[hash],"quote":"41 boats lost"}
             3 │ {"question":"boats","by":"harbour-office","answer":true,"quote":"41 boats lost"}
               ·                                                    ────
             4 │ {"question":"boats","by":"harbour-office","answer":1e3,"quote":"41 boats lost"}
               ╰────
              help: write 190, { more_than = 190 }, { at_least = 190 }, { at_most = 190 }, { fewer_than = 190
                    }, { about = 190 }, { nearly = 190 }, { between = [180, 200] }, { phrase = "dozens" }, {
                    measured = "5.1" } or { none = true }

              × `1e3` is not exact: as a number it is 1e3 and a fraction
               ╭─[claims.jsonl:4:52]
             3 │ {"question":"boats","by":"harbour-office","answer":true,"quote":"41 boats lost"}
             4 │ {"question":"boats","by":"harbour-office","answer":1e3,"quote":"41 boats lost"}
               ·                                                    ───
               ╰────
              help: write a number with decimals as a text: "1e3"
            byline: error: 4 errors in claims.jsonl; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
}

#[test]
fn names_and_quotes_that_are_not_there() {
    let rows = [
        BOATS.replace("harbour-office", "harbor-office"),
        BOATS.replace("boats,", "boat,"),
        BOATS.replace("we counted", "she counted"),
        BOATS.replace("boats,", ","),
        BOATS.replace(",harbour-office,,", ",,,"),
    ];
    refused(
        "claims.csv",
        csv(&rows.concat()),
        "",
        expect![[r#"
            $ byline -C desk import claims.csv --with shared.toml --yes --key ana
            --- stderr
              × no entity `harbor-office` in this dossier, nor in the ledger
               ╭─[claims.csv:2:7]
             1 │ question,by,act,as_of,answer,hedge,quote
             2 │ boats,harbor-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
               ·       ─────────────
             3 │ boat,harbour-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
               ╰────
              help: did you mean "harbour-office"?

              × this claim answers no question: `boat` is neither in this dossier nor in the ledger
               ╭─[claims.csv:3:1]
             2 │ boats,harbor-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
             3 │ boat,harbour-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
               · ────
             4 │ boats,harbour-office,,2025-06-14,41,,At 02:00 she counted 41 boats lost.
               ╰────
              help: did you mean "boats"?

              × the quote is not in the document
               ╭─[claims.csv:4:38]
             3 │ boat,harbour-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
             4 │ boats,harbour-office,,2025-06-14,41,,At 02:00 she counted 41 boats lost.
               ·                                      ───────────────────────────────────
             5 │ ,harbour-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
               ╰────
              help: the nearest passage is at line 6: At 02:00 we counted 41 boats lost

              × this row doesn't say which question it answers: `question` is missing
               ╭─[claims.csv:5:1]
             4 │ boats,harbour-office,,2025-06-14,41,,At 02:00 she counted 41 boats lost.
             5 │ ,harbour-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
               · ──────────────────────────────────────────────────────────────────
             6 │ boats,,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
               ╰────
              help: add a column `question` with the slug of a question, or `--set question=SLUG` for all rows

              × this row doesn't say who answers: `by` is missing
               ╭─[claims.csv:6:1]
             5 │ ,harbour-office,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
             6 │ boats,,,2025-06-14,41,,At 02:00 we counted 41 boats lost.
               · ─────────────────────────────────────────────────────────
               ╰────
              help: by = "slug" of who answers, "own voice" (the document's publisher or author), "nobody
                    named" (a passive), or { unnamed = "an official" }
            byline: error: 5 errors in claims.csv; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
}

#[test]
fn a_fault_in_each_of_many_rows_is_counted_and_soon_given_up() {
    let scratch = desk();
    scratch.write("claims.csv", csv(&BOATS.replace("we counted", "she counted").repeat(5_000)));
    let refused = scratch.refused("-C desk import claims.csv --with shared.toml --yes --key ana");
    assert!(refused.contains("and 180 more\nbyline: error: 200 errors in claims.csv; nothing was signed"), "{refused}");
}
