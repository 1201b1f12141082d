//! `report` for other programs: what the files hold is pinned in tests/exports, and validated there; here is what the command does.

use crate::scratch::{NOW, Scratch};
use expect_test::expect;
use std::fs;

const FORMS: [&str; 6] = ["prov-json", "prov-n", "json-ld", "trig", "web-annotation", "ninjs"];

/// One claim as PROV-N, whole: what the log testifies on top, what the record says in its bundle.
#[test]
fn one_claim_as_provenance() {
    let scratch = Scratch::with_records();
    let report = scratch.run("-C desk report --as json").json();
    let claims = report["claims"].as_array().unwrap();
    let denial = claims.iter().find(|claim| claim["act"] == "deny").unwrap();
    let id = denial["id"].as_str().unwrap();
    expect![[r#"
        $ byline -C desk report --claim b3:[id] --as prov-n
        document
          prefix at <https://example.org/desk/>
          prefix byline <https://byline.example/terms#>

          agent(at:ledger, [prov:type='byline:Ledger', prov:label="example.org/desk", byline:origin="example.org/desk", byline:ledgerKey="SHA256:[key]"])
          entity(at:checkpoint/20, [prov:type='prov:Collection', prov:type='byline:Checkpoint', byline:size="20" %% xsd:integer, byline:root="[hash]", byline:audit="The whole ledger was audited before this report was written: every check passed.", byline:verifiedMeans="that these recorders signed these records, that the ledger logged them in this order no later than it says, and that nobody changed, dropped or backdated one since", byline:verifiedDoesNotMean="that a claim is true, that a source is right, or that a document tells the truth. A signature proves something about the recorder only, never about the source", byline:note="Byline lays accounts beside each other. It does not say who is right."])
          wasGeneratedBy(at:checkpoint/20, -, 2025-06-15T08:00:00Z)
          wasAttributedTo(at:checkpoint/20, at:ledger)
          entity(at:[base64], [prov:type='byline:Event', prov:label="Fire in the harbour"@en, byline:when="2025-06-13/2025-06-14"])
          entity(at:[base64], [prov:type='byline:Question', prov:label="Was the fire started on purpose?"@en, byline:answerType="yes-no", byline:about='at:[base64]'])
          entity(at:[base64], [prov:type='byline:Document', prov:label="Bulletin 3", byline:language="en", byline:mediaType="text/plain; charset=utf-8", byline:sha256="[hash]", byline:blake3="[hash]", byline:bytes="291" %% xsd:integer])
          entity(at:[base64], [prov:type='prov:Bundle', prov:type='byline:Claim', prov:label="C1", byline:claim='at:[base64]', byline:status="in force", byline:entry="12" %% xsd:integer, byline:loggedAt="2025-06-15T08:00:00Z" %% xsd:dateTime, byline:signedWith="SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM"])
          agent(at:recorder/ana, [prov:type='prov:Person', prov:type='byline:Recorder', prov:label="ana", byline:handle="ana"])
          wasAttributedTo(at:[base64], at:recorder/ana)
          wasGeneratedBy(at:[base64], -, 2025-06-15T08:00:00Z)
          hadMember(at:checkpoint/20, at:[base64])
          wasDerivedFrom(at:[base64], at:[base64])

          bundle at:[base64]
            entity(at:[base64], [prov:type='byline:Statement', prov:label="Was the fire started on purpose? Harbour Office — says flatly (denies): no (as of 2025-06-14)", byline:question='at:[base64]', byline:act="deny", byline:commitment="flat", byline:answer="no", byline:asOf="2025-06-14"])
            agent(at:[base64], [prov:type='prov:Organization', prov:type='byline:Organisation', prov:label="Harbour Office"@en])
            wasAttributedTo(at:[base64], at:[base64])
            entity(at:[base64])
            entity(at:[base64], [prov:type='byline:Quote', byline:exact="It was not started on purpose."@en, byline:start="128" %% xsd:integer, byline:end="158" %% xsd:integer])
            wasDerivedFrom(at:[base64], at:[base64], [prov:type='prov:Quotation'])
            wasDerivedFrom(at:[base64], at:[base64], [prov:type='byline:Reports'])
          endBundle
        endDocument
    "#]].assert_eq(&scratch.run(&format!("-C desk report --claim {id} --as prov-n")).to_string());
}

#[test]
fn the_name_of_the_file_tells_the_form() {
    let scratch = Scratch::with_records();
    for (file, begins) in [
        ("fire.provn", "document\n"),
        ("fire.jsonld", "{\n  \"@context\": \"https://schema.org\""),
        ("fire.trig", "@prefix this:"),
    ] {
        scratch.done(&format!("-C desk report -o {file}"));
        assert!(scratch.read(file).starts_with(begins), "{file}");
    }
    let written = scratch.run("-C desk report -o fire.anno.json --as web-annotation --format json").json();
    assert_eq!((&written["as"], &written["claims"]), (&"web-annotation".into(), &5.into()));
    let refused = scratch.refused("-C desk report -o fire.rdf");
    assert!(refused.contains("name the file .html, .md, .txt, .json, .csv, .provn, .jsonld or .trig"), "{refused}");
    assert!(!scratch.path("fire.rdf").exists());
}

/// The same ledger, checkpoint and options give the same bytes: at any time, from a copy, and later as of then.
#[test]
fn exports_can_be_made_again() {
    let scratch = Scratch::with_records();
    let before: Vec<String> = FORMS.iter().map(|form| scratch.done(&format!("-C desk report --as {form}"))).collect();
    for (form, before) in FORMS.iter().zip(&before) {
        let again = format!("-C desk report --as {form}");
        assert_eq!(scratch.run_at(NOW + 86_400, &again).stdout, *before, "{form}");
        assert_eq!(scratch.copy().done(&again), *before, "{form}");
    }
    scratch.done("-C desk withdraw 11 --reason 'The wrong page' --yes --key ana");
    for (form, before) in FORMS.iter().zip(&before) {
        assert_eq!(scratch.done(&format!("-C desk report --as {form} --as-of 20")), *before, "{form}");
        assert!(scratch.done(&format!("-C desk report --as {form}")) != *before, "{form}");
    }
}

/// A ledger that fails is exported by whoever insists, and every file says so.
#[test]
fn an_export_of_a_ledger_that_fails() {
    let scratch = Scratch::with_records();
    let archived = fs::read_dir(scratch.path("desk/archive")).unwrap().next().unwrap().unwrap().path();
    let file = fs::read_dir(archived).unwrap().next().unwrap().unwrap().path();
    fs::write(file, "Other words.").unwrap();
    for form in FORMS {
        assert_eq!(scratch.run(&format!("-C desk report --as {form} -o fire")).code, Some(2), "{form}");
        assert!(!scratch.path("fire").exists(), "{form}");
        let export = scratch.done(&format!("-C desk report --even-if-failing --as {form}"));
        assert!(export.contains("The ledger failed its audit when this report was written: document.hash"), "{form}");
    }
}

/// A file for people has none of the bold type that a terminal shows.
#[test]
fn files_hold_no_colours() {
    let scratch = Scratch::with_records();
    for (form, file) in [("text", "fire.txt"), ("ninjs", "fire.ninjs"), ("markdown", "fire.md")] {
        scratch.done(&format!("-C desk report --as {form} -o {file}"));
        let text = scratch.read(file);
        assert!(!text.contains('\u{1b}') && !text.contains("\\u001b"), "{form}");
    }
}
