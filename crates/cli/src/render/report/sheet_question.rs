//! One question in words: its row of the table, its plots, the verdicts on its claims, and these.

use super::limits::{MOST_COLUMNS, MOST_LETTERS, MOST_NAMED, Room};
use super::outcome::outcome;
use super::plots;
use super::sheet::{CellSheet, NumbersSheet, PairSheet, QuestionSheet};
use super::sheet_claim::{claim_sheet, counts, status};
use super::sheet_parts::{Places, claim_line, marks};
use super::voice::Voice;
use super::{EventPart, Report, RowPart, claims_of};
use crate::messages::{Language, Line};
use byline_ledger::accounts::comparison::{Cell, ClaimPair};
use byline_ledger::accounts::verdict::{Label, Verdict};
use byline_ledger::hash::RecordId;
use byline_ledger::record::Commitment;
use std::collections::HashMap;

/// A question whole; nothing if there is no room for it.
pub fn question_sheet(
    report: &Report<'_>,
    voice: &Voice<'_>,
    (event, part): (&EventPart<'_>, &RowPart<'_>),
    documents: &Places,
    room: &mut Room,
) -> Option<QuestionSheet> {
    let number = room.ask()?;
    let row = event.row(part);
    let forms = row.questions.iter().map(|id| {
        let form = report.casefile.question(*id).map(|question| voice.form(question)).unwrap_or_default();
        (Line::code(event.case.slug(*id)), form, marks(report, voice, *id))
    });
    let (cells, more_sources) = cells(report, voice, (event, part));
    let in_table = room.take_cells(cells.len());
    let written = part.claims.iter().filter(|view| report.is_written(view.identity));
    let claims: Vec<_> =
        written.map(|view| claim_sheet(report, voice, (part, view), documents, room.against)).collect();
    let rest = part.claims.len() - claims.len();
    let (pairs, pair_notes) = pairs(report, voice, (event, part), room.pairs);
    Some(QuestionSheet {
        name: format!("Q{number}"),
        asks: Line::joined(row.questions.iter().map(|id| voice.name(*id)), " = "),
        forms: forms.collect(),
        outcome: outcome(voice, &report.options.part, event, part),
        in_table,
        cells,
        more_sources,
        intervals: room.plot(|| plots::intervals(report, voice, part)),
        series: room.plot(|| plots::series(report, voice, event, part)),
        pairs,
        pair_notes,
        claims,
        not_written: (rest > 0).then(|| voice.messages.counted("count.not-written", rest as u64, &[])),
    })
}

/// The cells of a row that have a column, and how many have none.
fn cells(
    report: &Report<'_>,
    voice: &Voice<'_>,
    (event, part): (&EventPart<'_>, &RowPart<'_>),
) -> (Vec<CellSheet>, usize) {
    let row = event.row(part);
    let letters = if row.groups.len() <= MOST_LETTERS { event.case.letters(row) } else { Vec::new() };
    let groups = row.groups.iter().zip(&letters);
    let letter_of: HashMap<RecordId, &String> =
        groups.flat_map(|(group, letter)| group.claims.iter().map(move |id| (*id, letter))).collect();
    let letter = |id: RecordId| letter_of.get(&id).map(|letter| (*letter).clone());
    let place_of = |cell: &Cell| event.columns.binary_search(&cell.column).ok().filter(|place| *place < MOST_COLUMNS);
    let with_column = part.cells.iter().filter_map(|cell| Some((place_of(cell)?, cell)));
    let cells: Vec<CellSheet> =
        with_column.filter_map(|(column, cell)| cell_sheet(report, voice, part, cell, column, &letter)).collect();
    let more = part.cells.iter().filter(|cell| place_of(cell).is_none()).count();
    (cells, more)
}

fn cell_sheet(
    report: &Report<'_>,
    voice: &Voice<'_>,
    part: &RowPart<'_>,
    cell: &Cell,
    column: usize,
    letter: &dyn Fn(RecordId) -> Option<String>,
) -> Option<CellSheet> {
    let view = report.casefile.claim(*claims_of(cell).first()?)?;
    let numbers = |ids: &[RecordId]| -> Vec<usize> { ids.iter().filter_map(|id| report.number(*id)).collect() };
    let (against, more_against) = cell.leading.map(|leading| part.against(leading)).unwrap_or_default();
    let conflicts: Vec<RecordId> = against.iter().map(|(id, _)| *id).collect();
    let shown = view.identity;
    let rest = |ids: &[RecordId]| -> NumbersSheet {
        let ids: Vec<RecordId> = ids.iter().copied().filter(|id| *id != shown).collect();
        let mut named = numbers(&ids[..ids.len().min(MOST_NAMED)]);
        named.sort_unstable();
        NumbersSheet { more: ids.len() - named.len(), named }
    };
    let conflicts = rest(&conflicts);
    let lang = view.document().map(|document| document.lang.clone());
    Some(CellSheet {
        column,
        claim: report.number(shown)?,
        letter: letter(shown),
        answer: voice.answer(&view.claim.answer, view.unit()),
        counts: counts(&view),
        status: status(voice, &view),
        read_as: voice.set(&view),
        says: (view.claim.commitment != Commitment::Flat).then(|| voice.says(&view)).flatten(),
        when: view.as_of().map(|time| Line::ours(voice.messages.time(time))),
        quote: view.quote_text().map(|text| (text, lang)),
        conflicts: NumbersSheet { more: conflicts.more + more_against, ..conflicts },
        others: rest(&cell.others),
        revised: rest(&cell.revised),
        withdrawn: rest(&cell.withdrawn),
    })
}

/// A verdict in words.
pub fn pair_sheet(
    report: &Report<'_>,
    voice: &Voice<'_>,
    (left, right): (RecordId, RecordId),
    verdict: &Verdict,
) -> PairSheet {
    let is_english = voice.messages.language() == Language::English;
    PairSheet {
        left: claim_line(report, left),
        right: claim_line(report, right),
        is_conflict: verdict.label == Label::Conflict,
        label: voice.label(verdict.label),
        code: verdict.reason.code(),
        reason: if is_english { Line::theirs(&verdict.words, None) } else { voice.reason(verdict.reason) },
    }
}

/// The verdicts that are shown, and what isn't.
/// The verdicts on claims of a question, conflicts first, as many as have room; and what is said below them.
fn pairs(
    report: &Report<'_>,
    voice: &Voice<'_>,
    (event, part): (&EventPart<'_>, &RowPart<'_>),
    most: usize,
) -> (Vec<PairSheet>, Vec<Line>) {
    let order = |label: Label| match label {
        Label::Conflict => 0,
        Label::Agree => 1,
        Label::Compatible => 2,
        Label::Unaligned => 3,
        Label::Silent => 4,
    };
    let at = |id: RecordId| report.number(id).unwrap_or(usize::MAX);
    let is_here = |pair: &&ClaimPair| report.number(pair.left).is_some() || report.number(pair.right).is_some();
    let mut sorted: Vec<&ClaimPair> = part.pairs.pairs.iter().filter(is_here).collect();
    sorted.sort_by_key(|pair| {
        (order(pair.verdict.label), at(pair.left).min(at(pair.right)), at(pair.left).max(at(pair.right)))
    });
    let shown = sorted.iter().take(most);
    let pairs = shown.map(|pair| pair_sheet(report, voice, (pair.left, pair.right), &pair.verdict)).collect();
    let mut notes = Vec::new();
    if sorted.len() > most {
        notes.push(voice.messages.counted("count.more-pairs", (sorted.len() - most) as u64, &[]));
    }
    if !part.pairs.are_all {
        notes.push(voice.say("question.all-pairs"));
    }
    let not_compared = event.row(part).not_compared;
    if not_compared > 0 {
        notes.push(voice.messages.counted("count.not-compared", not_compared as u64, &[]));
    }
    (pairs, notes)
}
