//! Documents that are wrong, and files that are no dossiers.

use super::{BASE, Shelf, errors, errors_with};
use expect_test::expect;

#[test]
fn documents() {
    expect![[r#"
          × can't read desk/missing.txt: entity not found
            ╭─[desk/dossier.toml:33:8]
         32 │ [document.missing]
         33 │ file = "missing.txt"
            ·        ─────────────
         34 │ kind = "news article"
            ╰────
          help: a file is named relative to the dossier

          × latin.txt isn't UTF-8 text (line 1)
            ╭─[desk/dossier.toml:38:8]
         37 │ [document.latin]
         38 │ file = "latin.txt"
            ·        ───────────
         39 │ kind = "news article"
            ╰────
          help: save it as UTF-8; if it isn't a text, let a tool extract one and add `text = "extracted.txt"` and
                `extractor = "pdftotext 24.02.0"`

          × [document.scan] lacks `extractor`
            ╭─[desk/dossier.toml:42:11]
         41 │ 
         42 │ [document.scan]
            ·           ────
         43 │ file = "scan.pdf"
            ╰────
          help: say what made the text: `extractor = "pdftotext 24.02.0"`

          × `pdftotext` is not a name and a version
            ╭─[desk/dossier.toml:51:13]
         50 │ text = "paper.txt"
         51 │ extractor = "pdftotext"
            ·             ───────────
         52 │ kind = "scan"
            ╰────
          help: write `extractor = "pdftotext 24.02.0"`

          × [document.nothing] lacks `file`
            ╭─[desk/dossier.toml:55:11]
         54 │ 
         55 │ [document.nothing]
            ·           ───────
         56 │ kind = "scan"
            ╰────
          help: `file = "article.txt"`, beside the dossier

          × [document.nothing] lacks `lang`
            ╭─[desk/dossier.toml:55:11]
         54 │ 
         55 │ [document.nothing]
            ·           ───────
         56 │ kind = "scan"
            ╰────
          help: the language of the document: `lang = "it"`

        6 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[document.missing]
file = "missing.txt"
kind = "news article"
lang = "en"

[document.latin]
file = "latin.txt"
kind = "news article"
lang = "it"

[document.scan]
file = "scan.pdf"
text = "paper.txt"
kind = "scan"
lang = "en"

[document.scan-2]
file = "scan.pdf"
text = "paper.txt"
extractor = "pdftotext"
kind = "scan"
lang = "en"

[document.nothing]
kind = "scan"
publisher = "nobody-known"
"#,
    ));
}

#[test]
fn what_is_not_toml() {
    expect![[r#"
          × string values must be quoted, expected literal string
            ╭─[desk/dossier.toml:33:9]
         32 │ [event.storm]
         33 │ title = “The storm”
            ·         ───────────
         34 │ when = 2025-11
            ╰────
          help: put texts in straight quotation marks: ".."

          × invalid date, expected `-` (MM-DD)
            ╭─[desk/dossier.toml:34:8]
         33 │ title = “The storm”
         34 │ when = 2025-11
            ·        ───────
         35 │ 
            ╰────
          help: write a whole date like 2025-11-09, one that the calendar has; anything else in quotation marks:
                "2025-11", "2025-11-09~"

          × unexpected key or value, expected newline, `#`
            ╭─[desk/dossier.toml:37:15]
         36 │ [event.flood]
         37 │ title = "The "big" flood"
            ·               ▲
         38 │ when = 2025-02-30
            ╰────
          help: the file isn't TOML here; texts stand in quotation marks, and " inside of them is written \"

          × invalid date, expected day between 01 and 28
            ╭─[desk/dossier.toml:38:8]
         37 │ title = "The "big" flood"
         38 │ when = 2025-02-30
            ·        ──────────
            ╰────
          help: write a whole date like 2025-11-09, one that the calendar has; anything else in quotation marks:
                "2025-11", "2025-11-09~"

        4 errors in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors(
        r#"[event.storm]
title = “The storm”
when = 2025-11

[event.flood]
title = "The "big" flood"
when = 2025-02-30
"#,
    ));
}

#[test]
fn the_zone_is_one() {
    let text = BASE.replace("lang = \"en\"\nas_of", "zone = \"CET\"\nlang = \"en\"\nas_of");
    expect![[r#"
          × `zone` is Z or an offset from UTC such as +02:00
           ╭─[desk/dossier.toml:3:8]
         2 │ document = "paper"
         3 │ zone = "CET"
           ·        ─────
         4 │ lang = "en"
           ╰────

        1 error in desk/dossier.toml; nothing was signed
    "#]]
    .assert_eq(&errors_with(&Shelf::default(), &text));
}

#[test]
fn nothing_is_planned_for_an_empty_dossier() {
    assert_eq!(errors_with(&Shelf::default(), ""), "no error: 0 records");
}
