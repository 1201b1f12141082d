//! One document: who answers in it, and how many of them are named.

use super::{claim, head, question};
use crate::render::case::Case;
use crate::render::layout::{Page, Tone};
use crate::render::shown::Shown;
use crate::render::words;
use byline_ledger::accounts::comparison::{DocumentView, documents_of};

/// Who answers what in one document.
pub fn one_document(case: &Case<'_>, view: &DocumentView, shown: &Shown, width: usize) -> String {
    let mut page = Page::new(width);
    let all = shown.all;
    let is_all = documents_of(case.casefile, case.judgements, case.event).len() == 1;
    let what = if is_all { "All of it is from one document" } else { "One document alone" };
    let title = format!(
        "{what}, so there are no accounts to compare: {} ({}). {}.",
        case.casefile.name(view.document),
        case.slug(view.document),
        view.words
    );
    head(&mut page, case, shown, &title);
    let mut silences = 0;
    for row in &view.rows {
        if !all && row.answers.is_empty() && row.withdrawn.is_empty() {
            silences += row.silent.len();
            continue;
        }
        question(&mut page, case, &row.questions);
        page.line(0, Tone::Plain, &row.words);
        page.gap();
        for answer in case.claims(&row.answers) {
            claim(&mut page, case, 2, &answer);
        }
        match all {
            true => case.claims(&row.silent).iter().for_each(|silent| claim(&mut page, case, 2, silent)),
            false => silences += row.silent.len(),
        }
        for gone in case.claims(&row.withdrawn) {
            page.line(2, Tone::Faint, "no longer counts:");
            claim(&mut page, case, 4, &gone);
        }
    }
    if silences > 0 {
        page.gap();
        let what = words::count(silences, "silence");
        page.line(0, Tone::Faint, &format!("Folded away: {what}. --all shows them."));
    }
    page.into_text()
}
