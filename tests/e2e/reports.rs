//! `report`: whole and in part, in every form and language, of a ledger that fails.

use crate::scratch::{NOW, Scratch};
use expect_test::expect;
use std::fs;

/// Whoever wants it gets the report of a failing ledger, with red words on top of every form.
#[test]
fn a_report_of_a_ledger_that_fails() {
    let scratch = Scratch::with_records();
    let archived = fs::read_dir(scratch.path("desk/archive")).unwrap().next().unwrap().unwrap().path();
    let file = fs::read_dir(archived).unwrap().next().unwrap().unwrap().path();
    fs::write(file, "Other words.").unwrap();
    assert_eq!(scratch.run("-C desk report -o fire.html").code, Some(2));
    assert!(!scratch.path("fire.html").exists());
    for form in ["html", "markdown", "text"] {
        let report = scratch.done(&format!("-C desk report --even-if-failing --as {form}"));
        let before = &report[..report.find("Byline lays accounts").unwrap()];
        assert!(before.contains("THE LEDGER FAILS ITS AUDIT. Do not rely on this report."), "{form}");
        assert!(before.contains("document.hash"), "{form}");
    }
    let report = scratch.run("-C desk report --even-if-failing --as json").json();
    assert_eq!(report["verified"]["failed"][0]["about"], "document.hash");
}

/// A part of an event: one source, one document, one claim, one outcome; as the ledger stood.
#[test]
fn a_report_of_a_part() {
    let scratch = Scratch::with_records();
    let claims = |arguments: &str| -> usize {
        let report = scratch.run(&format!("-C desk report {arguments} --as json")).json();
        report["claims"].as_array().unwrap().len()
    };
    assert_eq!(claims(""), 5);
    let report = scratch.run("-C desk report --as json").json();
    let first = &report["claims"][0];
    let (id, document) = (first["id"].as_str().unwrap(), first["document"].as_str().unwrap());
    assert_eq!(claims(&format!("--claim {id}")), 1);
    assert_eq!(claims("--source ana/harbour-office"), 3);
    assert_eq!(claims("--document bulletin"), 3);
    assert!(claims(&format!("fire --document {document}")) >= 1);
    assert_eq!(claims("--only conflict"), 2);
    let bare = scratch.run("-C desk report --without-documents --as json").json();
    assert_eq!(bare["documents"].as_array().unwrap().len(), 0);
    let [page, text] = ["html", "text"].map(|form| scratch.done(&format!("-C desk report --as {form}")));
    scratch.done("-C desk withdraw 11 --reason 'The wrong page' --yes --key ana");
    assert_eq!(scratch.done("-C desk report --as text --as-of 20"), text);
    // The page carries another proof: the ledger signs its last checkpoint, and keeps no earlier one.
    let seen = |page: &str| page.split("<script").next().unwrap().to_owned();
    assert_eq!(seen(&scratch.done("-C desk report --as html --as-of 20")), seen(&page));
    assert!(seen(&scratch.done("-C desk report --as html")) != seen(&page));
}

#[test]
fn a_report_of_nothing() {
    let scratch = Scratch::with_records();
    expect![[r#"
        $ byline -C desk report --claim b3:[id]
        --- stderr
        byline: error: there is no claim "b3:[id]"
        byline: hint: `byline log` lists ids; give b3: and 8 digits or more
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk report --claim b3:00000000").to_string());
    expect![[r#"
        $ byline -C desk report --only silent
        --- stderr
        byline: error: nothing recorded fits what was asked for, so there is nothing to report
        byline: hint: leave out --only, --source, --document or --claim
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk report --only silent").to_string());
    let refused = scratch.refused("-C desk report --source nobody-known");
    assert!(refused.contains("there is no source \"nobody-known\" on this event"), "{refused}");
}

/// One page, the same at any time and from a copy, in every language.
#[test]
fn a_page_in_every_language() {
    let scratch = Scratch::with_records();
    for lang in ["en", "it", "fr", "de", "es", "uk", "ru", "ar"] {
        let page = scratch.done(&format!("-C desk report --lang {lang} --as html"));
        let direction = if lang == "ar" { "rtl" } else { "ltr" };
        assert!(page.contains(&format!("<html lang=\"{lang}\" dir=\"{direction}\">")), "{lang}");
        let again = format!("-C desk report --lang {lang} --as html");
        assert_eq!(scratch.run_at(NOW + 86_400, &again).stdout, page, "{lang}");
        assert_eq!(scratch.copy().done(&again), page, "{lang}");
    }
}
