//! The views of the example stories, pinned.

mod bounds;
mod chrome;
mod contrast;
mod exports;
pub mod hostile;
mod html;
mod options;
mod pairs;
mod report;
mod scripts;

use super::shown::Shown;
use super::testkit::{Story, blotted, source};
use super::text;
use crate::ui::columns;
use byline_ledger::accounts::comparison::{AllSources, all_sources, one_document, over_time, two_sources};
use expect_test::expect_file;

pub fn shown(all: bool) -> Shown {
    Shown { all, ..Shown::default() }
}

/// What `byline diff EVENT` shows.
fn all(story: &Story, event: &str, all: bool, width: usize) -> String {
    let shown = shown(all);
    let case = story.case(event);
    match all_sources(case.casefile, case.judgements, case.event) {
        AllSources::Matrix(matrix) => text::all_sources(&case, &matrix, &shown, width),
        AllSources::OneDocument(view) => text::one_document(&case, &view, &shown, width),
    }
}

#[test]
fn the_harbour_fire_in_80_columns() {
    expect_file!["harbour-80.txt"].assert_eq(&blotted(&all(&Story::harbour_fire(), "harbour-fire", false, 80)));
}

#[test]
fn the_corrected_harbour_fire_in_160_columns_with_everything() {
    let shown = all(&Story::corrected_harbour_fire(), "harbour-fire", true, 160);
    expect_file!["harbour-corrected-160.txt"].assert_eq(&blotted(&shown));
}

#[test]
fn two_sources_side_by_side() {
    let story = Story::harbour_fire();
    let case = story.case("harbour-fire");
    let (office, mayor) = (source(&case, "Harbour Office of Vellamar"), source(&case, "Bruna Tessari"));
    let two = two_sources(case.casefile, case.judgements, case.event, &office, &mayor);
    expect_file!["two-80.txt"].assert_eq(&blotted(&text::two_sources(&case, &two, &shown(false), 80)));
}

#[test]
fn a_series_with_its_drops() {
    let story = Story::of("ana", "losses/losses.toml");
    let case = story.case("losses");
    let staff = source(&case, "General Staff of the Armed Forces of Ukraine");
    let timeline = over_time(case.casefile, case.judgements, case.event, &staff);
    expect_file!["series-80.txt"].assert_eq(&blotted(&text::over_time(&case, &timeline, &shown(false), 80)));
    expect_file!["losses-80.txt"].assert_eq(&blotted(&all(&story, "losses", false, 80)));
}

#[test]
fn one_document_alone() {
    let story = Story::of("ana", "2025-11-09/news.toml");
    expect_file!["strikes-80.txt"].assert_eq(&blotted(&all(&story, "strikes", false, 80)));
}

/// Whatever the width, no line is wider.
#[test]
fn every_view_keeps_to_the_width() {
    let story = Story::corrected_harbour_fire();
    let case = story.case("harbour-fire");
    let (left, right) = (source(&case, "Harbour Office of Vellamar"), source(&case, "Dockers' Union of Vellamar"));
    let two = two_sources(case.casefile, case.judgements, case.event, &left, &right);
    let timeline = over_time(case.casefile, case.judgements, case.event, &left);
    let document = case.claims(&two.rows[0].left)[0].claim.document;
    let one = one_document(case.casefile, case.judgements, case.event, document);
    for width in [40, 41, 57, 80, 100, 133, 160, 240] {
        let views = [
            all(&story, "harbour-fire", true, width),
            text::two_sources(&case, &two, &shown(true), width),
            text::over_time(&case, &timeline, &shown(true), width),
            text::one_document(&case, &one, &shown(true), width),
        ];
        for line in views.iter().flat_map(|view| view.lines()) {
            let plain = anstream::adapter::strip_str(line).to_string();
            assert!(columns(&plain) <= width, "{width}: {plain}");
        }
    }
}
