//! `verify report.html`: a report by itself and against the ledger; good ones, forged ones, and those that carry no proof.

use crate::scratch::{NOW, Scratch, copy_folder, redacted};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use byline_ledger::bundle;
use expect_test::expect;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib;
use scraper::{Html, Selector};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// What a page says where not all of its ledger was checked.
const NOT_ALL: &str = r#""audited":{"yes":{"not_checked":[{"about":"documents","words":"all"}]}}"#;

/// A ledger with records, and its report.
pub fn with_report() -> Scratch {
    let scratch = Scratch::with_records();
    scratch.done("-C desk report -o fire.html");
    scratch
}

/// The verification of a file, for programs, which has to end with this code.
pub fn verified(scratch: &Scratch, arguments: &str, code: i32) -> Value {
    let run = scratch.run(&format!("{arguments} --format json"));
    assert_eq!(run.code, Some(code), "{arguments}\n{run}");
    run.json()
}

/// The findings: code, index and words.
pub fn findings(value: &Value) -> Vec<String> {
    let finding = |finding: &Value| {
        let (code, words) = (finding["code"].as_str().unwrap(), finding["words"].as_str().unwrap());
        match finding["index"].as_u64() {
            Some(index) => format!("{code} {index}: {words}"),
            None => format!("{code}: {words}"),
        }
    };
    value["findings"].as_array().unwrap().iter().map(finding).collect()
}

pub fn outcome<'a>(value: &'a Value, check: &str) -> &'a Value {
    let mut lines = value["checks"].as_array().unwrap().iter().rev();
    lines.find(|line| line["check"] == check).unwrap_or_else(|| panic!("no line {check}"))
}

#[test]
fn a_report_is_checked_without_the_ledger() {
    let scratch = with_report();
    let desk = scratch.path("desk");
    fs::rename(&desk, scratch.path("away")).unwrap();
    expect![[r#"
        $ byline verify fire.html
        Report in fire.html, of example.org/desk, 20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]
          carries the proof of 14 records
          made by byline 0.1.0

          passed         the ledger is the one you pinned (1 key)
          passed         the proof has the entries that it needs and no others (19 entries)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the log is the one that you saw before: you have not seen this log before
          passed         every entry here is in the tree that the ledger signed (19 entries)
          passed         every entry here is a statement in its one form (19 entries)
          passed         the records stand between their seals, in chain and time (14 records)
          passed         every statement here is signed by the key it names (19 entries)
          passed         every signer was in the roster, with the role, at that point (19 entries)
          passed         every record keeps the rules of its kind (14 records)
          passed         the report carries what it was made from (1 report)
          passed         the report is what Byline makes of these records (1 report)

        Not checked:
          what the report says of an audit of the ledger: that is its writer's word
          whether a record of these events is missing, or was corrected or withdrawn since: name the ledger with -C to see
          what they refer to, and what they correct
          the archived documents, and whether the quotes stand in them
          all other entries of the log

        PASSED: this is the report that Byline makes of these records, and they are proven. This says what was
        recorded; it does not say that any claim is true.
    "#]].assert_eq(&scratch.run("verify fire.html").to_string());
    fs::rename(scratch.path("away"), desk).unwrap();
    let run = scratch.run("-C desk verify fire.html").to_string();
    assert!(run.contains("  passed         no record of these events is missing, and none is too many ("), "{run}");
    assert!(!run.contains("name the ledger with -C"), "{run}");
    // First contact.
    scratch.forget();
    let found = verified(&scratch, "verify fire.html", 3);
    assert!(outcome(&found, "ledger")["why"].as_str().unwrap().starts_with("no key is pinned for example.org/desk"));
    assert_eq!(outcome(&found, "page")["outcome"], "passed");
}

/// Whatever is changed by hand, in the words, in what is inside or in the script, it is found, and where.
#[test]
fn a_report_that_was_edited_by_hand() {
    let scratch = with_report();
    let good = scratch.read("fire.html");
    let mut places = Vec::new();
    for (old, new) in [
        ("<title>Fire", "<title>Fine"),
        ("counted 41 boats", "counted 14 boats"),
        ("says flatly", "says probably"),
        ("\"audited\":{\"yes\":{\"not_checked\":[]}}", NOT_ALL),
        ("\"site\":false", "\"site\":true"),
        ("\"program\":\"byline", "\"program\":\"bylime"),
        ("checkPage();", "checkPage( );"),
        ("</html>\n", "</html>"),
        ("</html>\n", "</html>\n<p>More"),
        // An editor puts a mark before it, or other ends to its lines.
        ("<!DOCTYPE", "\u{feff}<!DOCTYPE"),
        ("{\n", "{\r\n"),
    ] {
        let edited = good.replacen(old, new, 1);
        assert!(edited != good, "{old}");
        scratch.write("edited.html", edited);
        let found = verified(&scratch, "verify edited.html", 1);
        let findings = findings(&found);
        assert_eq!((findings.len(), &outcome(&found, "page")["outcome"]), (1, &Value::from("failed")), "{findings:?}");
        // Where in bytes changes with every word of the style sheet.
        let (before, behind) = findings[0].split_once(" byte ").unwrap();
        let behind = behind.trim_start_matches(|digit: char| digit.is_ascii_digit());
        places.push(redacted(&format!("{before} byte{behind}"), Path::new("/nowhere")));
    }
    expect![[r#"
        report.changed: it first differs at byte: it has "=\"no-referrer\"><title>Fine in the harbour</title><style>/* One style she", where Byline writes "=\"no-referrer\"><title>Fire in the harbour</title><style>/* One style she"
        report.changed: it first differs at byte within #table1: it has "en\">At 02:00 we counted 14 boats lost.</q>”</p><p class=\"meta\"><a href=\"", where Byline writes "en\">At 02:00 we counted 41 boats lost.</q>”</p><p class=\"meta\"><a href=\""
        report.changed: it first differs at byte within #c1: it has "<span class=\"says\">says probably</span>: 41 <bdi>boats</bdi></h4><blockq", where Byline writes "<span class=\"says\">says flatly</span>: 41 <bdi>boats</bdi></h4><blockquo"
        report.changed: it first differs at byte within #glance1: it has "his report was written: every check passed.</p><details><summary>Ledger<", where Byline writes "his report was written: nothing failed, but not all was checked:</p><ul"
        report.changed: it first differs at byte: it has ">Skip to the report</a><header class=\"top\"><p class=\"kicker\">Provenance", where Byline writes ">Skip to the report</a><nav class=\"home\"><a href=\"../index.html\">All eve"
        report.changed: it first differs at byte within #byline-options: it has "ade_by\":{\"program\":\"bylime 0.1.0\",\"layout\":\"[hash]\"},\"size\":20", where Byline writes "ade_by\":{\"program\":\"byline 0.1.0\",\"layout\":\"[hash]\"},\"size\":20"
        report.changed: it first differs at byte within #byline-words: it has "eturn list; } checkPage( ); })(); </script></body></html>", where Byline writes "eturn list; } checkPage(); })(); </script></body></html>"
        report.changed: it ends at byte within #byline-words, where Byline writes more
        report.changed: it goes on behind byte, where Byline's page ends
        report.changed: it first differs at byte: it has "\\u{feff}<!DOCTYPE html><html lang=\"en\" dir=\"ltr\"><head>", where Byline writes "<!DOCTYPE html><html lang=\"en\" dir=\"ltr\"><head><"
        report.changed: it first differs at byte: it has "g is fetched. */ :root { color-scheme: light dark; --paper: #fdfcfa", where Byline writes "g is fetched. */ :root { color-scheme: light dark; --paper: #fdfcfa;"
    "#]].assert_eq(&(places.join("\n") + "\n"));
}

#[test]
fn a_report_of_another_version_is_told_apart() {
    let scratch = with_report();
    scratch.edit("fire.html", "\"program\":\"byline 0.1.0\"", "\"program\":\"byline 9.9.9\"");
    scratch.edit("fire.html", "<main id=\"report\">", "<main class=\"new\" id=\"report\">");
    let found = verified(&scratch, "verify fire.html", 3);
    let page = outcome(&found, "page");
    let why = page["why"].as_str().unwrap();
    assert!(why.starts_with("it says that byline 9.9.9 (layout "), "{why}");
    assert!(why.ends_with("which lays pages out otherwise: verify it with that program"), "{why}");
    // Its records are proven all the same.
    assert_eq!(outcome(&found, "signatures")["outcome"], "passed");
}

/// Somebody leaves a withdrawal out and makes a whole page without it: the page alone can't tell, and the ledger does.
#[test]
fn a_report_that_leaves_a_record_out() {
    let scratch = with_report();
    scratch.done("-C desk withdraw 11 --reason 'The wrong page' --yes --key ana");
    scratch.done("-C desk report --as-of 20 -o old.html");
    scratch.done("-C desk report -o new.html");
    let [old, new] = ["old.html", "new.html"].map(|name| inside(&scratch.read(name)));
    let [old_root, new_root] = [&old, &new].map(|inside| inside["root"].as_str().unwrap());
    let page = scratch.read("old.html");
    let growth = format!("\"growth\":{}", old["growth"]);
    let page = page.replace(&growth, "\"growth\":null").replace("\"size\":20", "\"size\":22");
    let page = page.replace("20 entries", "22 entries").replace(old_root, new_root);
    scratch.write("forged.html", hashed_anew(&page));
    let found = verified(&scratch, "verify forged.html", 0);
    assert_eq!(outcome(&found, "page")["outcome"], "passed");
    let never_shown = found["never_shown"].as_array().unwrap();
    assert!(never_shown.iter().any(|one| one["what"] == "complete"));
    let found = verified(&scratch, "-C desk verify forged.html", 1);
    assert_eq!(findings(&found), ["report.incomplete 20: this record belongs to the report, and is not in it"]);
}

pub fn inside(page: &str) -> Value {
    let page = Html::parse_document(page);
    let options = page.select(&Selector::parse("#byline-options").unwrap()).next().unwrap();
    serde_json::from_str(&options.text().collect::<String>()).unwrap()
}

/// The page with the hash of its own words as they are now: a forger can do that.
fn hashed_anew(page: &str) -> String {
    let read = Html::parse_document(page);
    let texts = |selector: &str| -> String {
        read.select(&Selector::parse(selector).unwrap()).flat_map(|element| element.text()).collect()
    };
    let words: Value = serde_json::from_str(&texts("#byline-words")).unwrap();
    let hash = byline_ledger::hash::Sha256::of(texts("body > :not(#self-check, script)").as_bytes());
    page.replace(words["text"].as_str().unwrap(), &hash.to_string())
}

/// A report as of an earlier day, and one that is behind the ledger.
#[test]
fn what_came_since_is_told() {
    let scratch = with_report();
    scratch.done("-C desk withdraw 11 --reason 'The wrong page' --yes --key ana");
    scratch.done("-C desk report --as-of 20 -o earlier.html");
    for name in ["fire.html", "earlier.html"] {
        let found = verified(&scratch, &format!("-C desk verify {name}"), 0);
        let later = &found["later"];
        assert_eq!(*later, serde_json::json!([{ "index": 20, "kind": "withdrawal", "on_another": true }]), "{name}");
    }
    let found = verified(&scratch, "verify earlier.html", 0);
    assert_eq!((&found["size"], &found["shows"]["size"]), (&22.into(), &20.into()));
    assert_eq!(outcome(&found, "earlier")["outcome"], "passed");
    let run = scratch.run("-C desk verify fire.html").to_string();
    assert!(run.contains("note: 1 record was logged on the same events since, 1 of which"), "{run}");
    // An earlier state that the log never had.
    let root = inside(&scratch.read("earlier.html"))["root"].as_str().unwrap().to_owned();
    let other = root.replacen(&root[..4], if root.starts_with("0000") { "1111" } else { "0000" }, 1);
    scratch.write("earlier.html", hashed_anew(&scratch.read("earlier.html").replace(&root, &other)));
    let found = verified(&scratch, "verify earlier.html", 1);
    assert!(
        findings(&found)[0]
            .starts_with("tree.root: the tree of 20 entries that the report shows is none of this log's")
    );
}

/// Every page of a site about an event or a source proves itself, and can be held against the ledger; one that was edited fails.
#[test]
fn pages_of_a_site_prove_themselves() {
    let scratch = with_report();
    scratch.done("-C desk report --all -o site");
    for file in ["site/sources/ana-harbour-office.html", "site/events/ana-fire.html"] {
        for arguments in [format!("verify {file}"), format!("-C desk verify {file}")] {
            let found = verified(&scratch, &arguments, 0);
            assert_eq!(
                (&found["carries_proof"], &outcome(&found, "page")["outcome"]),
                (&true.into(), &"passed".into())
            );
        }
    }
    let source = "site/sources/ana-harbour-office.html";
    let good = scratch.read(source);
    for (old, new) in [("<title>", "<title>Not "), ("41 boats lost", "14 boats lost"), ("says flatly", "says probably")]
    {
        scratch.write(source, good.replacen(old, new, 1));
        let found = verified(&scratch, &format!("verify {source}"), 1);
        assert!(findings(&found)[0].starts_with("report.changed: it first differs at byte "), "{old}");
    }
    scratch.write(source, good);
    // A claim that was logged since: the page is good, and not of today.
    scratch.done("-C desk withdraw 11 --reason 'The wrong page' --yes --key ana");
    let run = scratch.run(&format!("-C desk verify {source}")).to_string();
    assert!(run.contains("note: 1 record was logged on the same events since"), "{run}");
}

/// An event too big for a page to prove: the page stays small, says that it carries no proof, and is checked against the ledger.
#[test]
fn a_big_event_has_a_bounded_page() {
    let scratch = Scratch::with_records();
    let row = |number: usize| format!("boats,harbour-office,{number},told\n");
    let rows: String = (100..4_200).map(row).collect();
    scratch.write("rows.csv", format!("question,by,answer,basis\n{rows}"));
    let set = "--set document=bulletin --set as_of=2025-06-15 --set also=true";
    scratch.done(&format!("-C desk import rows.csv {set} --yes --key ana"));
    scratch.done("-C desk report --unaudited -o big.html");
    let page = scratch.read("big.html");
    assert!(page.len() < 8 << 20, "{}", page.len());
    assert!(page.contains("This page carries no proof: its records are too many for one page."));
    let found = verified(&scratch, "verify big.html", 3);
    let why = outcome(&found, "page")["why"].as_str().unwrap();
    assert!(why.starts_with("it carries no proof, as its records are too many for one page"), "{why}");
    assert_eq!(outcome(&verified(&scratch, "-C desk verify big.html", 0), "page")["outcome"], "passed");
    scratch.edit("big.html", "<title>", "<title>Not ");
    let found = verified(&scratch, "-C desk verify big.html", 1);
    assert!(findings(&found)[0].starts_with("report.changed: it first differs at byte "));
    scratch.forget();
    let found = verified(&scratch, "-C desk verify big.html", 1);
    assert!(outcome(&found, "ledger")["why"].as_str().unwrap().starts_with("no key is pinned"));
}

#[test]
fn the_wrong_ledger_or_an_old_copy() {
    let scratch = with_report();
    copy_folder(&scratch.path("desk"), &scratch.path("old"));
    scratch.done("-C desk withdraw 11 --reason 'The wrong page' --yes --key ana");
    scratch.done("-C desk report -o fire.html");
    let found = verified(&scratch, "-C old verify fire.html", 3);
    let why = outcome(&found, "complete")["why"].as_str().unwrap();
    assert_eq!(why, "this copy of the ledger has 20 entries only, and the report is of 22");
    // The same ledger went on differently from the old copy: it signed two histories.
    scratch.run_at(NOW + 60, "-C old withdraw 12 --reason 'Another page' --yes --key ana");
    let found = verified(&scratch, "-C old verify fire.html", 1);
    assert!(findings(&found)[0].starts_with("log.fork: at 22 entries the report has the root "));
    scratch.done("init other --origin example.org/other --handle ana --key ana");
    expect![[r#"
        $ byline -C other verify fire.html
        --- stderr
        byline: error: other is the ledger of example.org/other, and the report is of example.org/desk
        byline: hint: name the ledger that the report was made from with -C
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C other verify fire.html").to_string());
}

/// Bytes as a page carries its proof.
fn packed(bytes: &[u8], level: u8) -> String {
    STANDARD.encode(compress_to_vec_zlib(bytes, level))
}

#[test]
fn a_page_that_carries_something_else() {
    let scratch = with_report();
    let good = scratch.read("fire.html");
    let proof = &good[good.find("vnd.byline.proof\">").unwrap() + 18..];
    let proof = &proof[..proof.find('<').unwrap()];
    for (name, edited, words) in [
        ("options cut", good.replacen("report-page/1\"", "report-page/1", 1), "#byline-options can't be read"),
        ("later form", good.replacen("report-page/1", "report-page/2", 1), "it is of the form \"report-page/2\""),
        ("no base64", good.replacen(proof, &proof[1..], 1), "#byline-proof can't be read: it is no base64"),
        ("no zlib", good.replacen(proof, "AAAA", 1), "#byline-proof can't be read: zlib can't unpack it"),
        ("too much", good.replacen(proof, &packed(&vec![0; bundle::LIMIT_BYTES + 1], 1), 1), "zlib can't unpack it"),
        ("no proof", good.replacen("id=\"byline-proof\"", "id=\"byline-prof\"", 1), "says otherwise of the proof"),
    ] {
        scratch.write("edited.html", edited);
        let found = verified(&scratch, "verify edited.html", 1);
        let findings = findings(&found);
        assert!(findings[0].starts_with("report.malformed: ") && findings[0].contains(words), "{name}: {findings:?}");
    }
    let mut latin = good.clone().into_bytes();
    latin.push(0xe9);
    scratch.write("edited.html", latin);
    assert_eq!(findings(&verified(&scratch, "verify edited.html", 1)), ["report.malformed: it is not UTF-8"]);
    let bundle = decompress_to_vec_zlib(&STANDARD.decode(proof).unwrap()).unwrap();
    // The same proof in another form: packed otherwise, and with something behind it.
    let behind = [STANDARD.decode(proof).unwrap(), vec![0; 3]].concat();
    for other in [packed(&bundle, 1), STANDARD.encode(behind)] {
        scratch.write("edited.html", good.replacen(proof, &other, 1));
        let findings = findings(&verified(&scratch, "verify edited.html", 1));
        assert!(findings.len() == 1 && findings[0].starts_with("report.changed: it first differs"), "{findings:?}");
    }
    scratch.write("edited.html", good.replacen(proof, &packed(b"no bundle", 6), 1));
    assert!(findings(&verified(&scratch, "verify edited.html", 1))[0].starts_with("proof.malformed"));
    scratch.write("page.html", "<!DOCTYPE html><title>A page</title>");
    let refused = scratch.run("verify page.html");
    assert_eq!(refused.code, Some(2));
}
