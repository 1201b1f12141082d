//! Reports of more than a page can hold: bounded in every direction, and saying what is left out.

use super::report::with_report;
use crate::dossier::DossierFile;
use crate::messages::{Language, Messages};
use crate::render::report::limits::{MOST_CLAIMS, MOST_COLUMNS, MOST_DOCUMENTS, MOST_QUESTIONS};
use crate::render::report::sheet::Sheet;
use crate::render::report::{Options, Report};
use crate::render::testkit::Story;
use crate::render::{markdown, plain};
use std::fmt::Write as _;

/// An event with these questions, each answered otherwise by each of these sources, in a document of its own where there are several.
fn story(questions: usize, sources: usize, documents: usize) -> Story {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "[dossier]\nlang = \"en\"\nas_of = 2025-11-09\n[event.flood]\ntitle = \"Flood\"\n".to_owned();
    for nth in 0..documents {
        std::fs::write(folder.path().join(format!("{nth}.txt")), format!("{nth}: so say they all.\n")).unwrap();
        write!(text, "[document.d{nth}]\nfile = \"{nth}.txt\"\nkind = \"note\"\nlang = \"en\"\n").unwrap();
    }
    for nth in 0..sources {
        write!(text, "[entity.e{nth}]\nkind = \"person\"\nname = \"Person {nth}\"\n").unwrap();
    }
    for nth in 0..questions {
        write!(
            text,
            "[question.q{nth}]\nevent = \"flood\"\nask = \"How many boats at pier {nth}?\"\nunit = \"boats\"\n"
        )
        .unwrap();
    }
    for (question, source) in (0..questions).flat_map(|question| (0..sources).map(move |source| (question, source))) {
        let document = source % documents;
        write!(
            text,
            "[[claim.q{question}]]\nby = \"e{source}\"\nanswer = {}\ndocument = \"d{document}\"\nquote = \"so say they all\"\n",
            100 + source
        )
        .unwrap();
    }
    let file = DossierFile::new(folder.path().join("flood.toml"), text.into_bytes()).unwrap();
    Story::default().recorded("ana", &file)
}

fn with_flood<T>(story: &Story, read: impl FnOnce(&Report<'_>, &Sheet, &Messages) -> T) -> T {
    with_report(story, "flood", &Options::default(), |report| {
        let messages = Messages::of(Language::English);
        read(report, &Sheet::new(report, &messages), &messages)
    })
}

#[test]
fn many_questions_of_many_sources() {
    with_flood(&story(90, 26, 1), |report, sheet, messages| {
        let event = &sheet.events[0];
        assert_eq!((report.claims().count(), event.questions.len(), event.columns.len()), (2_340, 90, MOST_COLUMNS));
        let note = "There is more here than a page can hold: 2,000 of 2,340 claims are written out";
        assert!(sheet.left_out.as_ref().unwrap().plain().starts_with(note));
        let written: usize = event.questions.iter().map(|question| question.claims.len()).sum();
        assert_eq!(written, MOST_CLAIMS);
        // A row stands in the table whole or not at all: half of one would say of the rest that nothing is recorded.
        let in_table: Vec<usize> =
            event.questions.iter().filter(|one| one.in_table).map(|one| one.cells.len()).collect();
        assert!(in_table.iter().all(|cells| *cells == MOST_COLUMNS) && in_table.len() == 83, "{in_table:?}");
        assert!(event.questions.iter().all(|question| question.more_sources == 2));
        // The more there are, the less each has.
        assert!(event.questions.iter().all(|question| question.pairs.len() == 44 && question.pair_notes.len() == 2));
        let claims = || event.questions.iter().flat_map(|question| &question.claims);
        assert!(claims().all(|claim| claim.against.len() == 4 && claim.more_against > 0));
        let cells = || event.questions.iter().flat_map(|question| &question.cells);
        assert!(cells().all(|cell| cell.conflicts.named.len() == 6 && cell.conflicts.more > 0));
        let plots = event.questions.iter().filter(|question| question.intervals.is_some()).count();
        assert_eq!(plots, 90);
        for text in [markdown::report(sheet, messages), plain::report(sheet, messages)] {
            assert!(text.contains("There is more here than a page can hold") && text.len() < 4 << 20, "{}", text.len());
        }
    });
}

#[test]
fn one_question_to_sources_and_documents_without_end() {
    with_flood(&story(1, 520, 520), |report, sheet, messages| {
        assert_eq!(report.documents().len(), 520);
        assert_eq!(sheet.documents.len(), MOST_DOCUMENTS);
        let more = sheet.more_documents.as_ref().unwrap().plain();
        assert_eq!(more, "And 20 more: the report as JSON has them.");
        let question = &sheet.events[0].questions[0];
        assert_eq!((question.cells.len(), question.more_sources), (MOST_COLUMNS, 496));
        assert!(question.claims.iter().all(|claim| claim.document_place.is_none_or(|place| place < MOST_DOCUMENTS)));
        assert!(question.pairs.len() <= 300 && question.intervals.is_none());
        for text in [markdown::report(sheet, messages), plain::report(sheet, messages)] {
            assert!(text.contains(&more));
        }
    });
}

#[test]
fn questions_without_end() {
    with_flood(&story(510, 1, 1), |_, sheet, _| {
        let event = &sheet.events[0];
        assert_eq!((event.questions.len(), event.more_questions), (MOST_QUESTIONS, 10));
        // No claim is written out, or linked to, whose question isn't there.
        let numbers: Vec<usize> =
            event.questions.iter().flat_map(|question| &question.claims).map(|claim| claim.number).collect();
        assert_eq!(numbers, (1..=MOST_QUESTIONS).collect::<Vec<_>>());
    });
}
