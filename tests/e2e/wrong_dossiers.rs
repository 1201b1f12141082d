//! Dossiers that are wrong: each is refused with file, line and what to do, and nothing is signed or appended.

use crate::scratch::{Scratch, assert_same};
use expect_test::{Expect, expect};

/// Changes one place in `fire.toml`, and records it into a ledger that has nothing yet.
fn refused(old: &str, new: &str, transcript: Expect) {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.edit("fire.toml", old, new);
    transcript.assert_eq(&scratch.refused("-C desk record fire.toml --yes --key ana"));
}

/// As [`refused`], for a dossier that builds on what ana and ben recorded.
fn refused_later(dossier: &str, transcript: Expect) {
    let scratch = Scratch::with_records();
    let head = "[dossier]\ndocument = \"dock\"\nlang = \"uk\"\nas_of = 2025-06-14\n\n";
    scratch.write("more.toml", format!("{head}{dossier}"));
    // Carl may sign in this ledger, and has recorded nothing.
    scratch.done("key request --origin example.org/desk --handle carl --key carl --output carl.request");
    scratch.done("-C desk key enrol carl.request --yes --key ana");
    transcript.assert_eq(&scratch.refused("-C desk record more.toml --yes --key carl"));
}

#[test]
fn a_slug_that_nobody_has() {
    refused(
        "publisher = \"harbour-office\"",
        "publisher = \"harbor-office\"",
        expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × no entity `harbor-office` in this dossier, nor in the ledger
            ╭─[fire.toml:13:13]
         12 │ title = "Bulletin 3"
         13 │ publisher = "harbor-office"
            ·             ───────────────
         14 │ 
            ╰────
          help: did you mean "harbour-office"?
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]],
    );
    refused(
        "where = \"harbour\"",
        "where = \"kremlin\"",
        expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × no entity `kremlin` in this dossier, nor in the ledger
            ╭─[fire.toml:26:9]
         25 │ when = "2025-06-13/2025-06-14"
         26 │ where = "kremlin"
            ·         ─────────
         27 │ 
            ╰────
          help: define it as [entity.kremlin], or name what the ledger has
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]],
    );
    refused_later(
        "[[claim.boats]]\nby = \"ben/kremlin\"\nanswer = 1\nquote = \"Згоріли\"\n",
        expect![[r#"
        $ byline -C desk record more.toml --yes --key carl
        --- stderr
          × the ledger has no entity `ben/kremlin`
           ╭─[more.toml:7:6]
         6 │ [[claim.boats]]
         7 │ by = "ben/kremlin"
           ·      ─────────────
         8 │ answer = 1
           ╰────
          help: recorders and their slugs: `byline log`
        byline: error: 1 error in more.toml; nothing was signed
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]],
    );
}

#[test]
fn a_slug_that_two_people_have() {
    refused_later(
        "[[claim.boats]]\nby = \"harbour-office\"\nanswer = 38\nquote = \"Згоріли 38 човнів\"\n",
        expect![[r#"
        $ byline -C desk record more.toml --yes --key carl
        --- stderr
          × `harbour-office` is ambiguous
           ╭─[more.toml:7:6]
         6 │ [[claim.boats]]
         7 │ by = "harbour-office"
           ·      ────────────────
         8 │ answer = 38
           ╰────
          help: write one of ana/harbour-office, ben/harbour-office
        byline: error: 1 error in more.toml; nothing was signed
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]],
    );
}

#[test]
fn a_claim_that_does_not_say_who_answers() {
    refused(
        "by = \"harbour-office\"\nanswer = 41\n",
        "answer = 41\n",
        expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × [[claim.boats]] doesn't say who answers: `by` is missing
            ╭─[fire.toml:43:1]
         42 │ 
         43 │ [[claim.boats]]
            · ───────────────
         44 │ answer = 41
            ╰────
          help: by = "slug" of who answers, "own voice" (the document's publisher or author), "nobody
                named" (a passive), or { unnamed = "an official" }
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]],
    );
}

#[test]
fn a_quote_that_is_not_there_or_there_twice() {
    refused(
        "we counted 41 boats lost.\"",
        "we counted 41 boats burned.\"",
        expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × the quote is not in the document
            ╭─[fire.toml:46:9]
         45 │ answer = 41
         46 │ quote = "At 02:00 we counted 41 boats burned."
            ·         ──────────────────────────────────────
         47 │ 
            ╰────
          help: the nearest passage is at line 6: At 02:00 we counted 41 boats
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]],
    );
    refused(
        "\"It was not started on purpose.\"",
        "\"No boat was insured\"",
        expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × the quote stands more than once in the document: at lines 6 and 7
            ╭─[fire.toml:52:9]
         51 │ answer = false
         52 │ quote = "No boat was insured"
            ·         ─────────────────────
         53 │ 
            ╰────
          help: quote more words around it, so that one place is meant
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]],
    );
    refused(
        "\"It was not started on purpose.\"",
        "\"Who knows?\"",
        expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × the quote is not in the document
            ╭─[fire.toml:52:9]
         51 │ answer = false
         52 │ quote = "Who knows?"
            ·         ────────────
         53 │ 
            ╰────
          help: nothing like it is there; is it the right document?
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]],
    );
}

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
        byline: hint: docs/dossier.md has the syntax
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
            byline: hint: docs/dossier.md has the syntax
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
        byline: hint: docs/dossier.md has the syntax
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
        byline: hint: docs/dossier.md has the syntax
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
        byline: hint: docs/dossier.md has the syntax
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
        byline: hint: docs/dossier.md has the syntax
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
        byline: hint: docs/dossier.md has the syntax
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
            byline: hint: docs/dossier.md has the syntax
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
            byline: hint: docs/dossier.md has the syntax
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
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]],
    );
}

#[test]
fn a_claim_that_answers_no_question() {
    refused(
        "[[claim.moved]]",
        "[[claim.injured]]",
        expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × this claim answers no question: `injured` is neither in this dossier nor in the ledger
            ╭─[fire.toml:54:9]
         53 │ 
         54 │ [[claim.injured]]
            ·         ───────
         55 │ by = "harbour-office"
            ╰────
          help: define it as [question.injured], or name what the ledger has
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]],
    );
    refused(
        "[[claim.moved]]",
        "[claim.moved]",
        expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × [claim.moved] needs double brackets
            ╭─[fire.toml:54:8]
         53 │ 
         54 │ [claim.moved]
            ·        ─────
         55 │ by = "harbour-office"
            ╰────
          help: write [[claim.moved]]: a question may have many claims
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]],
    );
    refused(
        "[[claim.moved]]\n",
        "[[claim]]\n",
        expect![[r#"
            $ byline -C desk record fire.toml --yes --key ana
            --- stderr
              × duplicate key
                ╭─[fire.toml:54:3]
             53 │ 
             54 │ [[claim]]
                ·   ─────
             55 │ by = "harbour-office"
                ╰────
              help: this name stands above already: a table or a field is written once, a claim as
                    [[claim.QUESTION]]
            byline: error: 1 error in fire.toml; nothing was signed
            byline: hint: docs/dossier.md has the syntax
            --- exit 2
        "#]],
    );
}

#[test]
fn a_statement_that_is_too_long() {
    // Each text is within its own limit; all of them together are not.
    let translation = format!("{{ lang = \"it\", text = \"{}\", by = \"ana\" }}", "a".repeat(4_000));
    let translations = vec![translation; 17].join(", ");
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.edit("fire.toml", "answer = 41\n", &format!("answer = 41\ntranslations = [{translations}]\n"));
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × claim.boats would be a statement of 69102 bytes; at most 65,535 can be signed
            ╭─[fire.toml:43:1]
         42 │ 
         43 │ [[claim.boats]]
            · ───────────────
         44 │ by = "harbour-office"
            ╰────
          help: shorten the quote, the note or the translations, or split it in two
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes --key ana"));
}

#[test]
fn a_document_that_is_no_text_or_not_there() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.write("bulletin.txt", b"The fire broke out\nat 23:40.\nWe counted 41 boats \xff\xfe.\n");
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × bulletin.txt isn't UTF-8 text (line 3)
            ╭─[fire.toml:9:8]
          8 │ [document.bulletin]
          9 │ file = "bulletin.txt"
            ·        ──────────────
         10 │ kind = "bulletin"
            ╰────
          help: save it as UTF-8; if it isn't a text, let a tool extract one and add `text =
                "extracted.txt"` and `extractor = "pdftotext 24.02.0"`
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes --key ana"));
    scratch.edit("fire.toml", "file = \"bulletin.txt\"", "file = \"bulletin.pdf\"");
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key ana
        --- stderr
          × can't read bulletin.pdf: No such file or directory (os error 2)
            ╭─[fire.toml:9:8]
          8 │ [document.bulletin]
          9 │ file = "bulletin.pdf"
            ·        ──────────────
         10 │ kind = "bulletin"
            ╰────
          help: a file is named relative to the dossier
        byline: error: 1 error in fire.toml; nothing was signed
        byline: hint: docs/dossier.md has the syntax
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes --key ana"));
}

#[test]
fn a_file_that_is_no_dossier() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.write("latin.toml", b"[entity.x]\nname = \"caf\xe9\"\n");
    scratch.write("words.toml", "Dear desk,\nplease record this.\n");
    scratch.write("quotes.toml", "[entity.x]\nkind = “person”\n");
    scratch.write("fields.toml", "[entity.x]\nkind = \"persn\"\nnmae = \"X\"\n[claims]\n");
    scratch.write("empty.toml", "");
    for (name, transcript) in [
        (
            "latin.toml",
            expect![[r#"
            $ byline -C desk record latin.toml --yes --key ana
            --- stderr
              × the dossier isn't UTF-8
               ╭─[latin.toml:2:12]
             1 │ [entity.x]
             2 │ name = "caf�"
               ·            ─
               ╰────
              help: save it as UTF-8 text
            byline: error: 1 error in latin.toml; nothing was signed
            byline: hint: docs/dossier.md has the syntax
            --- exit 2
        "#]],
        ),
        (
            "words.toml",
            expect![[r#"
            $ byline -C desk record words.toml --yes --key ana
            --- stderr
              × key with no value, expected `=`
               ╭─[words.toml:1:6]
             1 │ Dear desk,
               ·      ▲
             2 │ please record this.
               ╰────
              help: the file isn't TOML here; texts stand in quotation marks, and " inside of them is written
                    \"

              × key with no value, expected `=`
               ╭─[words.toml:2:8]
             1 │ Dear desk,
             2 │ please record this.
               ·        ▲
               ╰────
              help: the file isn't TOML here; texts stand in quotation marks, and " inside of them is written
                    \"
            byline: error: 2 errors in words.toml; nothing was signed
            byline: hint: docs/dossier.md has the syntax
            --- exit 2
        "#]],
        ),
        (
            "quotes.toml",
            expect![[r#"
            $ byline -C desk record quotes.toml --yes --key ana
            --- stderr
              × string values must be quoted, expected literal string
               ╭─[quotes.toml:2:8]
             1 │ [entity.x]
             2 │ kind = “person”
               ·        ────────
               ╰────
              help: put texts in straight quotation marks: ".."
            byline: error: 1 error in quotes.toml; nothing was signed
            byline: hint: docs/dossier.md has the syntax
            --- exit 2
        "#]],
        ),
        (
            "fields.toml",
            expect![[r#"
            $ byline -C desk record fields.toml --yes --key ana
            --- stderr
              × [entity.x] lacks `name`
               ╭─[fields.toml:1:9]
             1 │ [entity.x]
               ·         ─
             2 │ kind = "persn"
               ╰────
              help: give `name = ".."`, or `names = { en = "..", it = ".." }`

              × `kind` can't be "persn"
               ╭─[fields.toml:2:8]
             1 │ [entity.x]
             2 │ kind = "persn"
               ·        ───────
             3 │ nmae = "X"
               ╰────
              help: did you mean "person"?

              × [entity.x] has no field `nmae`
               ╭─[fields.toml:3:1]
             2 │ kind = "persn"
             3 │ nmae = "X"
               · ────
             4 │ [claims]
               ╰────
              help: did you mean `name`?

              × the dossier has no field `claims`
               ╭─[fields.toml:4:2]
             3 │ nmae = "X"
             4 │ [claims]
               ·  ──────
               ╰────
              help: did you mean `claim`?
            byline: error: 4 errors in fields.toml; nothing was signed
            byline: hint: docs/dossier.md has the syntax
            --- exit 2
        "#]],
        ),
        (
            "nowhere.toml",
            expect![[r#"
            $ byline -C desk record nowhere.toml --yes --key ana
            --- stderr
            byline: error: can't read the dossier nowhere.toml: No such file or directory (os error 2)
            --- exit 2
        "#]],
        ),
        (
            "desk",
            expect![[r#"
            $ byline -C desk record desk --yes --key ana
            --- stderr
            byline: error: can't read the dossier desk: Is a directory (os error 21)
            --- exit 2
        "#]],
        ),
    ] {
        transcript.assert_eq(&scratch.refused(&format!("-C desk record {name} --yes --key ana")));
    }
    let before = scratch.ledger();
    expect![[r#"
        $ byline -C desk record empty.toml --yes --key ana
        Nothing to add: this dossier has no records
    "#]]
    .assert_eq(&scratch.run("-C desk record empty.toml --yes --key ana").to_string());
    assert_same(&before, &scratch.ledger());
}

#[test]
fn everything_wrong_is_said_at_once() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.edit("fire.toml", "answer = 41", "answer = 41.5");
    scratch.edit("fire.toml", "answer = false", "answer = 0");
    scratch.edit("fire.toml", "More than 1,200", "Fewer than 1,200");
    let transcript = scratch.refused("-C desk record fire.toml --yes --key ana");
    assert!(transcript.contains("3 errors in fire.toml; nothing was signed"), "{transcript}");
    for line in ["fire.toml:45:10", "fire.toml:51:10", "fire.toml:57:9"] {
        assert!(transcript.contains(line), "{line}\n{transcript}");
    }
}

#[test]
fn somebody_who_may_not_sign() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key carl
        --- stderr
        byline: error: the key SHA256:pGw9BD+QNLcdHU5lYCkZ9yUJfNv2wB991GGyytxSHpo is not enrolled in this ledger
        byline: hint: make a request with `byline key request`, and let an editor enrol it with `byline key enrol`
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes --key carl"));
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key desk/ledger.key
        --- stderr
        byline: error: SHA256:[key] is the ledger's own key, which signs no records
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes --key desk/ledger.key"));
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key nobody
        --- stderr
        byline: error: can't read the key nobody: No such file or directory (os error 2)
        byline: hint: name your key with --key FILE, or make one with `byline key new`
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes --key nobody"));
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key bulletin.txt
        --- stderr
        byline: error: bulletin.txt is no OpenSSH private key
        byline: hint: `byline key new` or `ssh-keygen -t ed25519` makes one
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes --key bulletin.txt"));
}

#[test]
fn a_passphrase_that_is_wrong() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.write("wrong.pass", "not the passphrase\n");
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key dora --passphrase-file wrong.pass
        --- stderr
        byline: error: the passphrase of dora is wrong
        byline: hint: nothing was signed; try again
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes --key dora --passphrase-file wrong.pass"));
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key dora --passphrase-file nowhere
        --- stderr
        byline: error: can't read the passphrase file nowhere: No such file or directory (os error 2)
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes --key dora --passphrase-file nowhere"));
    expect![[r#"
        $ byline -C desk record fire.toml --yes --key dora
        --- stderr
        byline: error: the key dora has a passphrase and nobody is there to type it
        byline: hint: name a --passphrase-file
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes --key dora"));
}
