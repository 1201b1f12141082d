//! All sources on an event.

use super::bars::bars;
use super::grid::grid;
use super::{LABEL_COLUMN, answer, circumstances, evidence, head, opinions, question, tone_of, tone_of_summary};
use crate::render::case::{Case, Folded, folded};
use crate::render::layout::{Page, Piece, Tone};
use crate::render::shown::Shown;
use crate::render::words;
use byline_ledger::accounts::comparison::{ClaimPair, GroupPair, Matrix, Row};
use byline_ledger::accounts::verdict::{Fidelity, Label};
use byline_ledger::accounts::view::ClaimView;
use std::collections::BTreeSet;
use std::collections::HashSet;

/// How many claims that say the same are written out under one answer.
const MOST_MEMBERS: usize = 8;

/// How many verdicts on one question are written out, the conflicts first.
const MOST_PAIRS: usize = 60;

/// All sources on an event: the grid, then question by question the words and the verdicts.
pub fn all_sources(case: &Case<'_>, matrix: &Matrix, shown: &Shown, width: usize) -> String {
    let all = shown.all;
    let mut page = Page::new(width);
    let folded = folded(case, &matrix.columns, &matrix.rows);
    let rows: Vec<&Row> = matrix.rows.iter().filter(|row| all || !row.cells.is_empty()).collect();
    head(&mut page, case, shown, &counted(case, matrix));
    grid(&mut page, case, &matrix.columns, &rows.iter().copied().cloned().collect::<Vec<_>>(), &folded, all);
    for row in rows {
        details(&mut page, case, row, shown);
    }
    if matrix.rows.is_empty() {
        page.gap();
        page.line(0, Tone::Strong, "There is nothing to show.");
    }
    opinions(&mut page, case);
    if !all && shown.only.is_empty() {
        tell_folded(&mut page, case, matrix, &folded);
    }
    page.into_text()
}

fn counted(case: &Case<'_>, matrix: &Matrix) -> String {
    let cells = matrix.rows.iter().flat_map(|row| &row.cells);
    let ids =
        cells.flat_map(|cell| cell.leading.iter().chain(&cell.others).chain(&cell.revised).chain(&cell.withdrawn));
    let claims: Vec<_> = ids.filter_map(|id| case.casefile.claim(*id)).collect();
    let documents: BTreeSet<_> = claims.iter().map(|view| view.claim.document).collect();
    let is_here = |place: &usize| matrix.rows.iter().any(|row| row.cell(*place).is_some());
    let columns: Vec<usize> = (0..matrix.columns.len()).filter(is_here).collect();
    let named = columns.iter().filter(|place| matrix.columns[**place].key.is_named()).count();
    format!(
        "{} on {} in {}; {named} named {}, {}. A letter stands for an answer: the same letter, the same answer.",
        words::count(claims.len(), "claim"),
        words::count(matrix.rows.len(), "question"),
        words::count(documents.len(), "document"),
        if named == 1 { "source" } else { "sources" },
        words::count(columns.len() - named, "other"),
    )
}

fn details(page: &mut Page, case: &Case<'_>, row: &Row, shown: &Shown) {
    question(page, case, &row.questions);
    let kind = row.summary.kind;
    let label = Piece::new(tone_of_summary(kind), words::outcome(kind));
    page.labelled(0, &label, LABEL_COLUMN, words::summary(&row.summary));
    let letters = case.letters(row);
    let pairs = case.group_pairs(row);
    if words::hidden_conflict(row, &pairs) {
        page.line(0, Tone::Alarm, words::HIDDEN_CONFLICT);
    }
    let (pairs, pairs_left_out) = chosen(pairs, shown);
    let mut told: Vec<usize> =
        (0..row.groups.len()).filter(|place| is_told(case, row, &pairs, *place, shown)).collect();
    told.sort_by_key(|place| (letters[*place].len(), &letters[*place]));
    let numbers = told.iter().filter_map(|place| {
        let view = case.casefile.claim(*row.groups[*place].claims.first()?)?;
        Some((letters[*place].as_str(), view))
    });
    bars(page, numbers);
    for place in &told {
        answer_block(page, case, row, &letters, *place);
    }
    if shown.only.is_empty() {
        earlier(page, case, row, &told);
        past(page, case, row);
    }
    verdicts(page, case, row, &letters, &pairs, shown);
    if pairs_left_out > 0 {
        let words = format!("and {}: --all shows them", words::count(pairs_left_out, "more pair"));
        page.line(2, Tone::Faint, &words);
    }
    beyond_pairs(page, case, row, shown);
}

/// Whether an answer is written out: it leads, or is part of a verdict. With a choice of labels only those count.
fn is_told(case: &Case<'_>, row: &Row, pairs: &[GroupPair], place: usize, shown: &Shown) -> bool {
    let group = &row.groups[place];
    let has = |pair: &&GroupPair| shown.has(pair.verdict.label) && (pair.left == place || pair.right == place);
    let in_pair = || pairs.iter().any(|pair| has(&pair));
    if !shown.only.is_empty() {
        let within = || case.within(&case.claims(&group.claims)).is_some_and(|verdict| shown.has(verdict.label));
        return in_pair() || within();
    }
    let answers = case.claims(&group.claims).first().is_some_and(ClaimView::answers);
    shown.all || (answers && (!group.columns.is_empty() || in_pair()))
}

/// What the source has changed since, or is to be disregarded.
fn past(page: &mut Page, case: &Case<'_>, row: &Row) {
    let past = row.cells.iter().flat_map(|cell| cell.revised.iter().chain(&cell.withdrawn));
    for view in past.filter_map(|id| case.casefile.claim(*id)) {
        page.gap();
        page.line(2, Tone::Faint, "no longer counts:");
        super::claim(page, case, 4, &view);
    }
}

/// An answer: its letter, how it is held, how many stand behind it, then the claims.
fn answer_block(page: &mut Page, case: &Case<'_>, row: &Row, letters: &[String], place: usize) {
    let group = &row.groups[place];
    let claims = case.claims(&group.claims);
    let Some(first) = claims.first() else { return };
    let mut heading = vec![answer(first)];
    heading.extend(words::held(first).map(str::to_owned));
    if first.answers() {
        heading.push(group.origins.words());
    }
    page.gap();
    page.hanging(2, &letters[place], 5, &Piece::new(Tone::Strong, heading.join(" \u{b7} ")));
    for view in claims.iter().take(MOST_MEMBERS) {
        let mut parts = vec![view.source_words()];
        parts.extend(words::act(view).map(str::to_owned));
        parts.extend(circumstances(view));
        parts.extend(relayed(row, view).map(str::to_owned));
        page.hanging(5, "", 7, &Piece::plain(parts.join(" \u{b7} ")));
        evidence(page, case, 7, view);
    }
    if claims.len() > MOST_MEMBERS {
        page.line(
            5,
            Tone::Faint,
            &format!(
                "and {} that say the same: --format json has them",
                words::count(claims.len() - MOST_MEMBERS, "claim")
            ),
        );
    }
}

/// Whether a claim carries what its source says at first hand elsewhere.
fn relayed(row: &Row, view: &ClaimView<'_>) -> Option<&'static str> {
    let mut relays = row.cells.iter().flat_map(|cell| &cell.relays);
    let relay = relays.find(|pair| pair.right == view.identity)?;
    match relay.verdict.relay? {
        Fidelity::Faithful => Some("relayed faithfully"),
        Fidelity::Different => Some("relayed differently"),
    }
}

/// What is left out: mostly answers about other times.
fn earlier(page: &mut Page, case: &Case<'_>, row: &Row, told: &[usize]) {
    let told: HashSet<usize> = told.iter().copied().collect();
    let claims_of = |place: usize| case.claims(&row.groups[place].claims);
    let times = |place: usize| claims_of(place).first().and_then(|view| view.as_of()).map(|time| time.span());
    let told_times: HashSet<_> = told.iter().map(|place| times(*place)).collect();
    let places: Vec<usize> = (0..row.groups.len()).filter(|place| !told.contains(place)).collect();
    let claims = places.iter().flat_map(|place| claims_of(*place)).filter(ClaimView::answers).count();
    if claims == 0 {
        return;
    }
    let are_of_other_times = places.iter().all(|place| !told_times.contains(&times(*place)));
    let which = if are_of_other_times { "about other times: " } else { "that lead nowhere: --all shows them, " };
    let words =
        format!("{} {which}`byline diff EVENT SOURCE` shows a source over time", words::count(claims, "more answer"));
    page.gap();
    page.line(2, Tone::Faint, &words);
}

/// Whether verdicts with this label are written out.
fn is_shown(label: Label, options: &Shown) -> bool {
    let all = options.all || !options.only.is_empty();
    options.has(label) && (all || label != Label::Silent)
}

/// The verdicts that are written out, the conflicts first, and how many more there are.
fn chosen(pairs: Vec<GroupPair>, options: &Shown) -> (Vec<GroupPair>, usize) {
    let mut pairs: Vec<GroupPair> = pairs.into_iter().filter(|pair| is_shown(pair.verdict.label, options)).collect();
    pairs.sort_by_key(|pair| order(pair.verdict.label));
    let all = options.all || !options.only.is_empty();
    let left_out = if all { 0 } else { pairs.len().saturating_sub(MOST_PAIRS) };
    pairs.truncate(pairs.len() - left_out);
    (pairs, left_out)
}

fn verdicts(page: &mut Page, case: &Case<'_>, row: &Row, letters: &[String], pairs: &[GroupPair], options: &Shown) {
    page.gap();
    for (place, group) in row.groups.iter().enumerate() {
        let within = case.within(&case.claims(&group.claims)).filter(|verdict| is_shown(verdict.label, options));
        if let Some(verdict) = within {
            line(page, &letters[place], &verdict);
        }
    }
    for pair in pairs {
        line(page, &format!("{} / {}", letters[pair.left], letters[pair.right]), &pair.verdict);
    }
}

/// Columns at another time that both speak of, and what was not compared.
fn beyond_pairs(page: &mut Page, case: &Case<'_>, row: &Row, options: &Shown) {
    for pair in row.aligned.iter().filter(|pair| options.has(pair.verdict.label)) {
        aligned(page, case, pair);
    }
    if row.not_compared > 0 {
        let words =
            format!("{} beyond the first were not held against the others", words::count(row.not_compared, "answer"));
        page.line(2, Tone::Faint, &words);
    }
}

fn line(page: &mut Page, who: &str, verdict: &byline_ledger::accounts::verdict::Verdict) {
    let label = Piece::new(tone_of(verdict.label), format!("{who:<6} {}", words::label(verdict.label)));
    page.labelled(2, &label, 2 + 7 + LABEL_COLUMN - 2, &words::reason(verdict));
}

/// Two columns at the last time that both speak of.
fn aligned(page: &mut Page, case: &Case<'_>, pair: &ClaimPair) {
    let (Some(left), Some(right)) = (case.casefile.claim(pair.left), case.casefile.claim(pair.right)) else { return };
    let when = words::times(&left).unwrap_or_default();
    page.line(2, Tone::Plain, &format!("{} and {}, {when}:", left.source_words(), right.source_words()));
    super::verdict(page, 4, &pair.verdict);
}

/// Conflicts first: what a reader looks for.
fn order(label: Label) -> u8 {
    match label {
        Label::Conflict => 0,
        Label::Agree => 1,
        Label::Compatible => 2,
        Label::Unaligned => 3,
        Label::Silent => 4,
    }
}

fn tell_folded(page: &mut Page, case: &Case<'_>, matrix: &Matrix, folded: &Folded) {
    let mut parts = Vec::new();
    if folded.silences > 0 {
        parts.push(
            words::count(folded.silences, "claim that gives no answer")
                .replace("claim that gives no answers", "claims that give no answer"),
        );
    }
    if !folded.columns.is_empty() {
        let names: Vec<String> =
            folded.columns.iter().map(|place| matrix.columns[*place].key.words(case.casefile)).collect();
        parts.push(format!("{} without an answer ({})", words::count(names.len(), "source"), names.join(", ")));
    }
    if folded.rows > 0 {
        parts.push(format!("{} without a claim", words::count(folded.rows, "question")));
    }
    if !parts.is_empty() {
        page.gap();
        page.line(0, Tone::Faint, &format!("Folded away: {}. --all shows them.", parts.join("; ")));
    }
}
