//! Views of which only a part is asked for, and of what changed.

use super::shown;
use crate::render::json;
use crate::render::shown::Shown;
use crate::render::testkit::{Story, blotted, source};
use crate::render::text;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::{changes, matrix, over_time};
use byline_ledger::accounts::verdict::Label;
use byline_ledger::position::Size;
use expect_test::expect_file;

fn only(label: Label) -> Shown {
    Shown { only: vec![label], ..Shown::default() }
}

#[test]
fn conflicts_alone() {
    let story = Story::harbour_fire();
    let case = story.case("harbour-fire");
    let shown = only(Label::Conflict);
    let mut matrix = matrix(case.casefile, case.judgements, case.event);
    let rows = matrix.rows.len();
    shown.narrow_matrix(&case, &mut matrix);
    assert!(!matrix.rows.is_empty() && matrix.rows.len() < rows);
    expect_file!["conflicts-80.txt"].assert_eq(&blotted(&text::all_sources(&case, &matrix, &shown, 80)));
}

#[test]
fn a_series_of_which_only_the_conflicts_are_shown() {
    let story = Story::of("ana", "losses/losses.toml");
    let case = story.case("losses");
    let staff = source(&case, "General Staff of the Armed Forces of Ukraine");
    let mut timeline = over_time(case.casefile, case.judgements, case.event, &staff);
    only(Label::Conflict).narrow_timeline(&mut timeline);
    let steps: Vec<_> = timeline.series.iter().map(|series| series.steps.len()).collect();
    // Two silent drops, and three revisions that say that they take something back.
    assert_eq!(steps, [1, 1, 1, 1, 1]);
}

/// After Ana's corrections: what came since Ben's dossier, and since Ana's first.
#[test]
fn what_came_since() {
    let story = Story::corrected_harbour_fire();
    let case = story.case("harbour-fire");
    for (name, by) in [("since-ben-80.txt", "ben"), ("since-ana-160.txt", "ana")] {
        let width = if name.ends_with("-80.txt") { 80 } else { 160 };
        let last = story.last_of_first_dossier(by);
        let size = Size::new(last.get() + 1).unwrap();
        let before = Casefile::new(story.records().iter().filter(|logged| logged.index <= last).cloned().collect());
        let found = changes(&before, case.casefile, case.event, size);
        let since = text::Since { size: size.get(), sealed_at: Some(case.ledger.sealed_at), root: None };
        expect_file![name].assert_eq(&blotted(&text::changes(&case, &found, &since, &shown(false), width)));
        let value = json::changes(&case, &found, &since);
        let told: usize =
            value["rows"].as_array().unwrap().iter().map(|row| row["changes"].as_array().unwrap().len()).sum();
        assert_eq!(told, found.rows.iter().map(|row| row.changes.len()).sum::<usize>());
    }
}
