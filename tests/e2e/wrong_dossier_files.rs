//! Files that are no dossier or no document, and people who may not sign one.

use crate::scratch::{Scratch, assert_same};
use expect_test::expect;

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
        byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
        byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
                byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
                byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
                byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
                byline: hint: `byline record --example` shows how one is written; docs/dossier.md has the whole syntax
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
