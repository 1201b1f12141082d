//! The answers of all sources at a glance: a row for each question, a column for each source, in as many panels as the width asks for.

use super::tone_of_summary;
use crate::render::case::{Case, Folded};
use crate::render::layout::{Page, Piece, Tone};
use crate::render::words;
use byline_ledger::accounts::comparison::{Cell, Column, Row};
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::accounts::words::group_digits;

/// The narrowest cell that can be read.
const NARROWEST: usize = 12;

/// The widest cell that is of use.
const WIDEST: usize = 30;

/// What stands between two cells.
const BETWEEN: &str = " \u{2502} ";

/// Writes all rows that have an answer, for all columns that aren't folded away.
pub fn grid(page: &mut Page, case: &Case<'_>, columns: &[Column], rows: &[Row], folded: &Folded, all: bool) {
    let shown: Vec<usize> = (0..columns.len()).filter(|place| all || !folded.columns.contains(place)).collect();
    if shown.is_empty() {
        return;
    }
    let question_width = (page.width() / 5).clamp(14, 34);
    let room = page.width() - question_width;
    let most = (room / (NARROWEST + BETWEEN.chars().count())).max(1);
    let panels = shown.len().div_ceil(most);
    let in_panel = shown.len().div_ceil(panels);
    let width = (room / in_panel - BETWEEN.chars().count()).min(WIDEST);
    for (nth, panel) in shown.chunks(in_panel).enumerate() {
        page.gap();
        if panels > 1 {
            let first = nth * in_panel;
            let title = format!("Sources {} to {} of {}", first + 1, first + panel.len(), shown.len());
            page.line(0, Tone::Faint, &title);
        }
        let mut heads = vec![(question_width, vec![])];
        heads.extend(panel.iter().map(|place| (width, vec![head(case, &columns[*place])])));
        page.row(0, &heads, BETWEEN);
        for row in rows {
            let letters = case.letters(row);
            let cells: Vec<Vec<Piece>> = panel.iter().map(|place| cell(case, row, &letters, *place, all)).collect();
            if nth > 0 && cells.iter().all(Vec::is_empty) {
                continue;
            }
            let line = |width: usize| (width, vec![Piece::new(Tone::Faint, "\u{2500}".repeat(width))]);
            let mut ruled = vec![line(question_width)];
            ruled.extend(panel.iter().map(|_| line(width)));
            page.row(0, &ruled, "\u{2500}\u{253c}\u{2500}");
            let mut line = vec![(question_width, asked(case, row, nth == 0))];
            line.extend(cells.into_iter().map(|pieces| (width, pieces)));
            page.row(0, &line, BETWEEN);
        }
    }
}

fn head(case: &Case<'_>, column: &Column) -> Piece {
    let side = column.speaks_for.map(|side| format!(" (speaks for {})", case.casefile.name(side))).unwrap_or_default();
    Piece::new(Tone::Strong, format!("{}{side}", column.key.words(case.casefile)))
}

fn asked(case: &Case<'_>, row: &Row, with_outcome: bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = row.questions.iter().map(|id| Piece::plain(case.casefile.name(*id))).collect();
    if with_outcome {
        let kind = row.summary.kind;
        pieces.push(Piece::new(tone_of_summary(kind), words::outcome(kind)));
        if words::hidden_conflict(row, &case.group_pairs(row)) {
            pieces.push(Piece::new(Tone::Alarm, "and a CONFLICT"));
        }
    }
    pieces
}

/// The leading answer under the letter of its group, then what else the same source answers.
fn cell(case: &Case<'_>, row: &Row, letters: &[String], column: usize, all: bool) -> Vec<Piece> {
    let Some(cell) = row.cell(column) else { return Vec::new() };
    let mut pieces = Vec::new();
    if let Some(view) = cell.leading.and_then(|id| case.casefile.claim(id))
        && (all || view.answers())
    {
        pieces.push(Piece::plain(lettered(row, letters, &view)));
        pieces.extend(words::set(&view).map(|set| Piece::new(Tone::Faint, format!("= {set}"))));
    }
    pieces.extend(elsewhere(case, row, letters, cell));
    let before = case.claims(&cell.revised);
    pieces.extend(before.iter().map(|view| Piece::new(Tone::Faint, format!("revised: {}", view.answer_words()))));
    if !cell.withdrawn.is_empty() {
        pieces.push(Piece::new(Tone::Faint, words::count(cell.withdrawn.len(), "withdrawn claim")));
    }
    pieces
}

/// The other claims of a source: the answers that differ from its leading one, or how many there are.
fn elsewhere(case: &Case<'_>, row: &Row, letters: &[String], cell: &Cell) -> Vec<Piece> {
    let others = case.claims(&cell.others);
    let group = |view: &ClaimView<'_>| row.groups.iter().position(|group| group.claims.contains(&view.identity));
    let leading = cell.leading.and_then(|id| case.casefile.claim(id)).and_then(|view| group(&view));
    let other: Vec<_> = others.iter().filter(|view| view.answers() && group(view) != leading).collect();
    match other.len() {
        0 => Vec::new(),
        1 | 2 => other
            .into_iter()
            .map(|view| Piece::new(Tone::Faint, format!("also {}", lettered(row, letters, view))))
            .collect(),
        more => vec![Piece::new(Tone::Faint, format!("and {} more", group_digits(&more.to_string())))],
    }
}

fn lettered(row: &Row, letters: &[String], view: &ClaimView<'_>) -> String {
    let group = row.groups.iter().position(|group| group.claims.contains(&view.identity));
    let doubt = match view.claim.commitment {
        byline_ledger::record::Commitment::Probable => " (probably)",
        byline_ledger::record::Commitment::Possible => " (may be)",
        _ => "",
    };
    let letter = group.map(|group| format!("{} ", letters[group])).unwrap_or_default();
    format!("{letter}{}{doubt}", view.answer_words())
}
