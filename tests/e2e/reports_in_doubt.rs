//! Reports that are as the program made them and still not to be relied on, and those that are not whole.

use crate::report_proofs::{findings, inside, outcome, verified, with_report};
use crate::scratch::Scratch;
use std::fs;

/// The page is as the program made it, and its ledger was not in order: nobody who asks the program hears "passed".
#[test]
fn a_report_of_a_failing_ledger_fails() {
    let scratch = Scratch::with_records();
    let archived = scratch.ledger().into_keys().find(|name| name.starts_with("archive/")).unwrap();
    scratch.write(&format!("desk/{archived}"), "Fiction: another text.");
    scratch.done("-C desk report --even-if-failing -o failing.html");
    for arguments in ["verify failing.html", "-C desk verify failing.html"] {
        let found = verified(&scratch, arguments, 1);
        assert_eq!(outcome(&found, "audited")["outcome"], "failed");
        assert_eq!(outcome(&found, "page")["outcome"], "passed");
        let findings = findings(&found);
        assert_eq!(findings.len(), 1, "{findings:?}");
        // The document has a name, beside its hash.
        assert!(findings[0].starts_with("report.failing: the report says that the ledger failed its audit when it was written: document.hash: the archived document `"), "{findings:?}");
    }
    assert!(scratch.read("failing.html").contains("the archived document `"));
}

#[test]
fn a_report_that_was_cut_is_a_damaged_one() {
    let scratch = with_report();
    let page = fs::read(scratch.path("fire.html")).unwrap();
    for length in [2_000, page.len() / 2, page.len() - 20] {
        fs::write(scratch.path("cut.html"), &page[..length]).unwrap();
        let found = verified(&scratch, "verify cut.html", 1);
        assert_eq!(
            findings(&found),
            [format!("report.malformed: it is cut: it ends after {length} bytes, within the page")]
        );
    }
    // Another page is still none of ours.
    scratch.write("other.html", "<!DOCTYPE html><html><head><title>Ferry times");
    assert_eq!(scratch.run("verify other.html").code, Some(2));
}

/// What carries no proof is the page's own word: a root in it is no fork of the ledger.
#[test]
fn a_report_without_proof_shows_no_fork() {
    let scratch = with_report();
    let page = scratch.read("fire.html");
    let root = inside(&page)["root"].as_str().unwrap().to_owned();
    let (before, proof) = page.split_once("<script id=\"byline-proof\"").unwrap();
    let (_, behind) = proof.split_once("</script>").unwrap();
    let without = format!("{before}{behind}").replace("\"proof\":\"whole\"", "\"proof\":\"not-proven\"");
    scratch.write("forged.html", without.replace(&root, &"0".repeat(64)));
    let found = verified(&scratch, "-C desk verify forged.html", 1);
    assert!(findings(&found)[0].starts_with("report.changed: at 20 entries the report has the root 0000"), "{found}");
    assert_eq!(outcome(&found, "complete")["outcome"], "not checked");
}
