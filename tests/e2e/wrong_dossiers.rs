//! Dossiers that are wrong: each is refused with file, line and what to do, and nothing is signed or appended.

use crate::scratch::Scratch;
use expect_test::{Expect, expect};

/// Changes one place in `fire.toml`, and records it into a ledger that has nothing yet.
pub fn refused(old: &str, new: &str, transcript: Expect) {
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
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
            byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
        byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk record fire.toml --yes --key ana"));
}
