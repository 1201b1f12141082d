//! Two sources side by side.

use super::{answer, circumstances, head, opinions, question, verdict};
use crate::render::case::Case;
use crate::render::layout::{Page, Piece, Tone};
use crate::render::shown::Shown;
use crate::render::words;
use byline_ledger::accounts::comparison::{ClaimPair, TwoRow, TwoSources};
use byline_ledger::accounts::verdict::Label;
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::hash::RecordId;

/// How many further claims of a side, and how many further verdicts, are written out.
const MOST_OTHERS: usize = 12;

/// Two sources on an event, question by question.
pub fn two_sources(case: &Case<'_>, two: &TwoSources, shown: &Shown, width: usize) -> String {
    let mut page = Page::new(width);
    let names = [two.left.words(case.casefile), two.right.words(case.casefile)];
    let title = format!("{} and {}, side by side: {}", names[0], names[1], totals(two));
    head(&mut page, case, shown, &title);
    let is_shared = |row: &&TwoRow| answers(case, &row.left) && answers(case, &row.right);
    let rows: Vec<&TwoRow> = two.rows.iter().filter(|row| shown.all || is_shared(row)).collect();
    for row in &rows {
        question(&mut page, case, &row.questions);
        sides(&mut page, case, row, &names);
        others(&mut page, case, row, shown);
    }
    if rows.is_empty() {
        page.gap();
        page.line(0, Tone::Strong, "There is no question that both answer.");
    }
    opinions(&mut page, case);
    fold(&mut page, case, two, &names, shown.all);
    page.into_text()
}

fn answers(case: &Case<'_>, ids: &[RecordId]) -> bool {
    case.claims(ids).iter().any(ClaimView::answers)
}

/// How the leading claims lie to each other, in numbers.
fn totals(two: &TwoSources) -> String {
    let verdicts: Vec<Label> =
        two.rows.iter().filter_map(|row| row.leading.as_ref()).map(|pair| pair.verdict.label).collect();
    let of = |label: Label| verdicts.iter().filter(|other| **other == label).count();
    let labels = [Label::Conflict, Label::Agree, Label::Compatible, Label::Unaligned, Label::Silent];
    let parts: Vec<String> = (labels.iter())
        .filter(|label| of(**label) > 0)
        .map(|label| format!("{} {}", of(*label), words::label(*label)))
        .collect();
    match parts.is_empty() {
        true => "no question in common".to_owned(),
        false => parts.join(", "),
    }
}

fn sides(page: &mut Page, case: &Case<'_>, row: &TwoRow, names: &[String; 2]) {
    let width = ((page.width() - 5) / 2).min(76);
    let side = |name: &String, ids: &[RecordId]| {
        let mut pieces = vec![Piece::new(Tone::Strong, name.clone())];
        match case.claims(ids).split_first() {
            Some((leading, _)) => pieces.extend(one_side(case, leading)),
            None => pieces.push(Piece::new(Tone::Faint, "not recorded")),
        }
        (width, pieces)
    };
    page.gap();
    page.row(1, &[side(&names[0], &row.left), side(&names[1], &row.right)], " \u{2502} ");
    page.gap();
    if let Some(pair) = &row.leading {
        verdict(page, 1, &pair.verdict);
    }
}

pub(super) fn one_side(case: &Case<'_>, view: &ClaimView<'_>) -> Vec<Piece> {
    let mut pieces = vec![Piece::new(Tone::Strong, said(view))];
    if view.claim.through.is_some() {
        pieces.push(Piece::plain(view.source_words()));
    }
    pieces.extend(view.quote_text().map(|quote| Piece::plain(format!("\u{201c}{quote}\u{201d}"))));
    pieces.push(Piece::new(Tone::Faint, circumstances(view).join(" \u{b7} ")));
    pieces.extend(view.marks().iter().map(|mark| Piece::new(Tone::Strong, words::mark(case, view.identity, mark))));
    pieces.extend(words::leaning(case, view).into_iter().map(|mark| Piece::new(Tone::Strong, mark)));
    pieces
}

fn said(view: &ClaimView<'_>) -> String {
    match words::says(view) {
        Some(says) => format!("{says}: {}", answer(view)),
        None => answer(view),
    }
}

/// Verdicts on other claims of the two, and what is past.
pub(super) fn others(page: &mut Page, case: &Case<'_>, row: &TwoRow, shown: &Shown) {
    let mut pairs: Vec<&ClaimPair> = row.others.iter().collect();
    pairs.sort_by_key(|pair| pair.verdict.label != Label::Conflict);
    for pair in pairs.iter().take(MOST_OTHERS) {
        page.gap();
        page.hanging(
            1,
            "",
            3,
            &Piece::plain(format!("{}  /  {}", words::brief(case, pair.left), words::brief(case, pair.right))),
        );
        verdict(page, 3, &pair.verdict);
    }
    if pairs.len() > MOST_OTHERS {
        let more = words::count(pairs.len() - MOST_OTHERS, "more pair");
        page.gap();
        page.line(1, Tone::Faint, &format!("and {more}: --format json has them"));
    }
    if !shown.only.is_empty() {
        return;
    }
    for view in case.claims(&row.past) {
        page.gap();
        page.line(1, Tone::Faint, "no longer counts:");
        super::claim(page, case, 3, &view);
    }
}

fn fold(page: &mut Page, case: &Case<'_>, two: &TwoSources, names: &[String; 2], all: bool) {
    if all {
        return;
    }
    let only = |name: &String, own: fn(&TwoRow) -> &[RecordId], other: fn(&TwoRow) -> &[RecordId]| {
        let count = two.rows.iter().filter(|row| answers(case, own(row)) && !answers(case, other(row))).count();
        (count > 0).then(|| format!("{} that only {name} answers", words::count(count, "question")))
    };
    let silent = two.rows.iter().filter(|row| !answers(case, &row.left) && !answers(case, &row.right)).count();
    let parts: Vec<String> = [
        only(&names[0], |row| &row.left, |row| &row.right),
        only(&names[1], |row| &row.right, |row| &row.left),
        (silent > 0).then(|| format!("{} that neither answers", words::count(silent, "question"))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !parts.is_empty() {
        page.gap();
        page.line(0, Tone::Faint, &format!("Folded away: {}. --all shows them.", parts.join("; ")));
    }
}
