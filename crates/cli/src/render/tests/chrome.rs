//! The words around the records are in the page's language, whatever the records are.

use super::report::with_report;
use crate::messages::{Language, Messages};
use crate::render::html::{self, Carried, Frame, Inside, Kept, Maker, State};
use crate::render::report::sheet::Sheet;
use crate::render::report::{Audited, Options, Remark};
use crate::render::testkit::Story;
use byline_ledger::hash::{RecordId, SealedHash, TreeHash};
use byline_ledger::position::Size;
use byline_ledger::record::judgement::Opinion;
use byline_ledger::record::sealed::SealedSource;
use byline_ledger::record::{Judgement, Record, Sealable, Source, Withdrawal};
use byline_ledger::time::Timestamp;
use scraper::{ElementRef, Html, Node};

/// The corrected harbour fire with sealed quotes and sources, a claim withdrawn, one disputed, one checked, and two judged to agree.
fn story() -> Story {
    let commitment = SealedHash::from_bytes([7; 32]);
    let seal = |record: &mut Record| {
        let Record::Claim(claim) = record else { return };
        if matches!(claim.by, Source::Unnamed(_)) {
            claim.by = Source::Sealed(SealedSource { commitment, described: "a docker".parse().unwrap() });
            claim.quote = Some(Sealable::Sealed(commitment));
        }
    };
    let story = Story::corrected_harbour_fire().changed(seal);
    let ids: Vec<RecordId> = {
        let of_ana = story.records().iter().filter(|logged| logged.handle.as_str() == "ana");
        of_ana.filter(|logged| matches!(logged.record, Record::Claim(_))).map(|logged| logged.id).collect()
    };
    let judged = |opinion, on: &[RecordId]| {
        let because = "I read it twice.".parse().unwrap();
        Record::Judgement(Judgement { opinion, on: on.to_vec(), because, corrects: None, reason: None })
    };
    let withdrawal = Withdrawal { target: ids[0], reason: "It is from another day.".parse().unwrap() };
    let (story, _) = story.with("ana", Record::Withdrawal(withdrawal));
    let (story, _) = story.with("ben", judged(Opinion::Disputed, &ids[1..2]));
    let (story, _) = story.with("ben", judged(Opinion::Checked, &ids[2..3]));
    story.with("ben", judged(Opinion::Agree, &ids[3..5])).0
}

fn remark(about: &str, words: &str) -> Remark {
    Remark { about: about.to_owned(), words: words.to_owned() }
}

fn page(language: Language, audited: Audited) -> String {
    let options = Options { language, audited, ..Options::default() };
    with_report(&story(), "harbour-fire", &options, |report| {
        let messages = Messages::of(language);
        let shows = State { size: Size::small(9), root: TreeHash::from_bytes([7; 32]), sealed_at: Timestamp::EPOCH };
        let (maker, options) = (Maker::this(language), options.clone());
        let (events, growth, proof) = (Vec::new(), None, Kept::Whole);
        let inside = Inside { options, events, maker, shows, growth, proof, in_site: false };
        html::page(&Sheet::new(report, &messages), &messages, &Carried { proof: None, inside }, &Frame::default())
    })
}

/// The text of an element without what is marked as somebody else's: words of records, code, and what has a language of its own.
fn chrome(element: ElementRef<'_>, into: &mut String) {
    for child in element.children() {
        match (child.value(), ElementRef::wrap(child)) {
            (Node::Text(text), _) => into.push_str(text),
            (_, Some(inner)) => {
                let name = inner.value().name();
                let is_theirs = inner.attr("lang").is_some()
                    || ["bdi", "code", "q", "blockquote", "script", "style", "title"].contains(&name);
                into.push(' ');
                if !is_theirs {
                    chrome(inner, into);
                }
                into.push(' ');
            }
            _ => {}
        }
    }
}

#[test]
fn no_english_word_stands_around_the_records() {
    let why = "1 of 3 documents are not on this machine";
    let audits = [
        Audited::No,
        Audited::Yes { not_checked: vec![remark("documents", why)] },
        Audited::Failed { findings: vec![remark("quote.mismatch", "other words stand there")] },
    ];
    // Names of programs and of forms; the names of claims and questions are a letter and a number.
    let known = ["Byline", "byline", "verify", "JSON", "UTC", "BLAKE", "SHA"];
    for language in [Language::Ukrainian, Language::Russian, Language::Arabic] {
        for audited in &audits {
            let page = Html::parse_document(&page(language, audited.clone()));
            let mut text = String::new();
            chrome(page.root_element(), &mut text);
            let words = text.split(|character: char| !character.is_ascii_alphabetic());
            let strange: Vec<&str> = words.filter(|word| word.len() > 1 && !known.contains(word)).collect();
            assert_eq!(strange, Vec::<&str>::new(), "{}", language.tag());
            let messages = Messages::of(language);
            for status in ["corrected", "withdrawn", "disputed", "checked", "sealed", "revised"] {
                assert!(text.contains(&messages.text(&format!("status.{status}"))), "{status}");
            }
        }
    }
}

/// The audit's own words are English, and marked so, behind a sentence in the page's language.
#[test]
fn words_of_the_audit_are_marked_as_english() {
    let not_checked = vec![remark("documents", "1 of 3 documents are not on this machine")];
    let french = page(Language::French, Audited::Yes { not_checked });
    let want = "les documents archivés sont ceux qui ont été enregistrés\u{a0}: <bdi lang=\"en\">1 of 3 documents are not on this machine</bdi>";
    assert!(french.contains(want));
    let findings = vec![remark("quote.mismatch", "other words stand there")];
    let arabic = page(Language::Arabic, Audited::Failed { findings });
    let want = "لم يثبت: كل اقتباس يرد حيث ذُكر أنه يرد \u{2014} <bdi lang=\"en\">other words stand there</bdi>";
    assert!(arabic.contains(want));
}

/// Quotation marks are the page's, and stand outside of the isolated words.
#[test]
fn quotation_marks_are_those_of_the_page() {
    for (language, open, close) in [
        (Language::English, "\u{201c}", "\u{201d}"),
        (Language::French, "«\u{a0}", "\u{a0}»"),
        (Language::German, "„", "\u{201c}"),
        (Language::Arabic, "«", "»"),
    ] {
        let page = page(language, Audited::No);
        let quotes = page.matches("<q ").count();
        assert!(quotes > 5);
        assert_eq!(
            (page.matches(&format!("{open}<q ")).count(), page.matches(&format!("</q>{close}")).count()),
            (quotes, quotes)
        );
    }
    assert!(html::STYLE.contains("q { quotes: none; }"));
}
