//! `import`: files that are no CSV or JSON Lines.

use crate::importing::{BOATS, csv, desk};
use expect_test::{Expect, expect};

/// Imports a file that has to be refused.
pub fn refused(name: &str, contents: impl AsRef<[u8]>, options: &str, transcript: Expect) {
    let scratch = desk();
    scratch.write(name, contents);
    let options = if options.is_empty() { String::new() } else { format!(" {options}") };
    transcript
        .assert_eq(&scratch.refused(&format!("-C desk import {name} --with shared.toml{options} --yes --key ana")));
}

#[test]
fn another_encoding() {
    refused(
        "claims.csv",
        b"question,by,answer,quote\nboats,harbour-office,41,citt\xe0\n",
        "",
        expect![[r#"
            $ byline -C desk import claims.csv --with shared.toml --yes --key ana
            --- stderr
              × the file isn't UTF-8: here stands a byte 0xe0
               ╭─[claims.csv:2:29]
             1 │ question,by,answer,quote
             2 │ boats,harbour-office,41,citt�
               ·                             ─
               ╰────
              help: save it as UTF-8; in a spreadsheet that is "CSV UTF-8"
            byline: error: 1 error in claims.csv; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
    let utf_16: Vec<u8> = "\u{feff}question".encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(
        "claims.csv",
        utf_16,
        "",
        expect![[r#"
            $ byline -C desk import claims.csv --with shared.toml --yes --key ana
            --- stderr
              × the file isn't UTF-8: it looks like UTF-16
               ╭─[claims.csv:1:1]
             1 │ ��q?u?e?s?t?i?o?n?
               · ─
               ╰────
              help: save it as UTF-8; in a spreadsheet that is "CSV UTF-8"
            byline: error: 1 error in claims.csv; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
    // The mark that spreadsheets write before UTF-8 is no letter of the first column.
    let scratch = desk();
    scratch.write("claims.csv", format!("\u{feff}{}", csv(BOATS)));
    scratch.done("-C desk import claims.csv --with shared.toml --yes --key ana");
}

#[test]
fn wrong_quotation_marks() {
    refused(
        "claims.csv",
        csv(&BOATS.replace("At 02:00", "\"At 02:00")),
        "",
        expect![[r#"
            $ byline -C desk import claims.csv --with shared.toml --yes --key ana
            --- stderr
              × this quotation mark is never closed
               ╭─[claims.csv:2:38]
             1 │ question,by,act,as_of,answer,hedge,quote
             2 │ boats,harbour-office,,2025-06-14,41,,"At 02:00 we counted 41 boats lost.
               ·                                      ─
               ╰────
              help: close it, or write it twice if it belongs to the text
            byline: error: 1 error in claims.csv; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
    refused(
        "claims.csv",
        csv(&BOATS.replace("41 boats", "\"41\" boats")),
        "",
        expect![[r#"
            $ byline -C desk import claims.csv --with shared.toml --yes --key ana
            --- stderr
              × a quotation mark stands in a cell that doesn't begin with one
               ╭─[claims.csv:2:58]
             1 │ question,by,act,as_of,answer,hedge,quote
             2 │ boats,harbour-office,,2025-06-14,41,,At 02:00 we counted "41" boats lost.
               ·                                                          ─
               ╰────
              help: put the whole cell in quotation marks, and write each one inside of it twice: "the ""red""
                    boat"
            byline: error: 1 error in claims.csv; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
    refused(
        "claims.csv",
        csv(&BOATS.replace("At 02:00 we", "\"At 02:00\" we")),
        "",
        expect![[r#"
            $ byline -C desk import claims.csv --with shared.toml --yes --key ana
            --- stderr
              × something follows the quotation mark that closes the cell
               ╭─[claims.csv:2:48]
             1 │ question,by,act,as_of,answer,hedge,quote
             2 │ boats,harbour-office,,2025-06-14,41,,"At 02:00" we counted 41 boats lost.
               ·                                                ─
               ╰────
              help: put the whole cell in quotation marks, and write each one inside of it twice: "the ""red""
                    boat"
            byline: error: 1 error in claims.csv; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
}

#[test]
fn another_number_of_cells() {
    refused(
        "claims.csv",
        csv("moved,harbour-office,,2025-06-14,1200,,More than 1,200 people were moved\n"),
        "",
        expect![[r#"
            $ byline -C desk import claims.csv --with shared.toml --yes --key ana
            --- stderr
              × this row has 8 cells, and the header has 7 columns
               ╭─[claims.csv:2:1]
             1 │ question,by,act,as_of,answer,hedge,quote
             2 │ moved,harbour-office,,2025-06-14,1200,,More than 1,200 people were moved
               · ────────────────────────────────────────────────────────────────────────
               ╰────
              help: a cell with ',' in it stands in quotation marks: ".."
            byline: error: 1 error in claims.csv; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
    refused(
        "claims.csv",
        csv(BOATS).replace(',', ";"),
        "",
        expect![[r#"
            $ byline -C desk import claims.csv --with shared.toml --yes --key ana
            --- stderr
              × the header has one column
               ╭─[claims.csv:1:1]
             1 │ question;by;act;as_of;answer;hedge;quote
               · ────────────────────────────────────────
             2 │ boats;harbour-office;;2025-06-14;41;;At 02:00 we counted 41 boats lost.
               ╰────
              help: if ';' separates the columns, add `--delimiter ';'`
            byline: error: 1 error in claims.csv; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
    refused(
        "claims.csv",
        "",
        "",
        expect![[r#"
            $ byline -C desk import claims.csv --with shared.toml --yes --key ana
            --- stderr
              × the file is empty
               ╭─[claims.csv:1:1]
               ╰────
              help: the first line names the columns
            byline: error: 1 error in claims.csv; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
}

#[test]
fn lines_that_are_no_json_objects() {
    let rows = "[{\"question\": \"boats\"}]\n{\"question\": \"boats\",}\n{\"by\": 1, \"by\": 2}\n{\"question\": \"boats\", \"wer\": \"x\"}\n";
    refused(
        "claims.jsonl",
        rows,
        "",
        expect![[r#"
            $ byline -C desk import claims.jsonl --with shared.toml --yes --key ana
            --- stderr
              × this line is no JSON object: invalid type: sequence, expected an object
               ╭─[claims.jsonl:1:1]
             1 │ [{"question": "boats"}]
               · ─
             2 │ {"question": "boats",}
               ╰────
              help: JSON Lines has one object a line and no list around them; `jq -c '.[]'` makes it of a list

              × this line is no JSON object: trailing comma
               ╭─[claims.jsonl:2:22]
             1 │ [{"question": "boats"}]
             2 │ {"question": "boats",}
               ·                      ─
             3 │ {"by": 1, "by": 2}
               ╰────
              help: each line is one object: {"question": "boats", "by": "mayor", "answer": 12, ..}

              × this line is no JSON object: the field `by` stands twice
               ╭─[claims.jsonl:3:18]
             2 │ {"question": "boats",}
             3 │ {"by": 1, "by": 2}
               ·                  ─
             4 │ {"question": "boats", "wer": "x"}
               ╰────
              help: each line is one object: {"question": "boats", "by": "mayor", "answer": 12, ..}
            byline: error: 3 errors in claims.jsonl; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
    refused(
        "claims.jsonl",
        "{\"question\": \"boats\", \"wer\": \"\u{202e}x\"}\n",
        "",
        expect![[r#"
            $ byline -C desk import claims.jsonl --with shared.toml --yes --key ana
            --- stderr
              × a claim has no field `wer`
               ╭─[claims.jsonl:1:23]
             1 │ {"question": "boats", "wer": "�x"}
               ·                       ─────
               ╰────
              help: say which field it is: `--column FIELD='wer'`; or leave it out: `--ignore 'wer'`
            byline: error: 1 error in claims.jsonl; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
    let deep = format!("{{\"quote\": {}{}}}\n", "[".repeat(100), "]".repeat(100));
    refused(
        "claims.jsonl",
        deep,
        "",
        expect![[r#"
            $ byline -C desk import claims.jsonl --with shared.toml --yes --key ana
            --- stderr
              × lists and objects stand too deep in each other
               ╭─[claims.jsonl:1:11]
             1 │ {"quote": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}
               ·           ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
               ╰────
            byline: error: 1 error in claims.jsonl; nothing was signed
            byline: hint: docs/import.md and docs/dossier.md have the syntax
            --- exit 2
        "#]],
    );
}
