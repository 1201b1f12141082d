//! Text of records that means ill is shown, and does nothing.

use super::all;
use crate::render::testkit::Story;
use crate::ui::columns;
use byline_ledger::record::{Names, Record, Sealable, Source, Text};
use std::collections::BTreeMap;

/// A terminal's escape, a bidirectional override, line breaks, a backspace, Markdown, HTML, and a word without end.
pub const EVIL: &str = "\u{1b}[2J\u{1b}]0;t\u{7}\u{202e}evil\u{2069}\r\n# heading\n\u{8}<script>alert(1)</script> **b** `c` | d \
                        [x](javascript:y) ![i](http://e.example/) &amp; \u{9b}31m \u{feff}\u{200b}\u{e0041} \
                        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// The harbour fire with this in every text that has no form of its own.
pub fn story(words: &str) -> Story {
    Story::corrected_harbour_fire().changed(|record| spoil(record, words))
}

/// Puts this into every text of a record that has no form of its own.
pub fn spoil(record: &mut Record, words: &str) {
    let evil = || -> Text { words.parse().unwrap() };
    let names = || Names::new(BTreeMap::from([("en".parse().unwrap(), evil())])).unwrap();
    match record {
        Record::Entity(entity) => {
            entity.names = names();
            entity.office = Some(evil());
            entity.same_as = Some(vec![evil()]);
            entity.note = Some(evil());
        }
        Record::Event(event) => {
            event.titles = names();
            event.note = Some(evil());
        }
        Record::Question(question) => {
            question.asks = names();
            question.unit = question.unit.as_ref().map(|_| evil());
            question.note = Some(evil());
            question.reason = question.reason.as_ref().map(|_| evil());
        }
        Record::Document(document) => {
            document.title = Some(evil().into());
            document.document_type = evil();
            document.media_type = evil();
            (document.url, document.author, document.dateline) =
                (Some(evil().into()), Some(evil().into()), Some(evil()));
            (document.tool, document.note) = (Some(evil()), Some(evil()));
        }
        Record::Claim(claim) => {
            if let Source::Unnamed(unnamed) = &mut claim.by {
                unnamed.described = evil();
            }
            if let Some(Sealable::Open(passages)) = &mut claim.quote {
                for passage in passages {
                    passage.exact = evil();
                }
            }
            (claim.part, claim.condition, claim.note, claim.office) =
                (Some(evil()), Some(evil()), Some(evil()), Some(evil()));
            (claim.asked, claim.as_said, claim.gist) = (Some(evil()), Some(evil()), Some(evil()));
            claim.reason = claim.reason.as_ref().map(|_| evil());
        }
        _ => {}
    }
}

/// The colours of a page: no other escape sequence may be in it.
const OURS: [&str; 6] = ["[0m", "[1m", "[2m", "[22m", "[31m", "[39m"];

#[test]
fn a_terminal_stays_as_it_was() {
    for width in [40, 80, 160] {
        let shown = all(&story(EVIL), "harbour-fire", true, width);
        let escapes = shown.split('\u{1b}').skip(1);
        let strange: Vec<&str> = escapes.filter(|rest| !OURS.iter().any(|code| rest.starts_with(code))).collect();
        assert_eq!(strange, Vec::<&str>::new());
        let plain = anstream::adapter::strip_str(&shown).to_string();
        for line in plain.lines() {
            assert_eq!(crate::ui::shown(line), line);
            assert!(columns(line) <= width, "{line}");
        }
        // What is escaped is still there to be read, however the lines break.
        assert!(plain.replace([' ', '\n', '\u{2502}'], "").contains("\\u{1b}[2J"));
    }
}
