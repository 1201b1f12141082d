//! What a question comes to, in the words of a language.

use super::voice::Voice;
use super::{EventPart, RowPart};
use crate::messages::Line;
use byline_ledger::accounts::comparison::{Matrix, Row, SummaryKind};
use byline_ledger::accounts::verdict::{Label, ReasonCode, Verdict};
use byline_ledger::hash::RecordId;
use std::collections::{HashMap, HashSet};

/// How many conflicts an outcome names.
const NAMED_CONFLICTS: usize = 3;

/// What a question comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub kind: SummaryKind,
    /// In a word or two.
    pub label: String,
    /// In a sentence.
    pub words: Line,
    /// Said where the leading answers don't conflict, while others do.
    pub hidden: Option<Line>,
}

impl Outcome {
    /// Whether there is a conflict, in the leading answers or behind them.
    pub fn has_conflict(&self) -> bool {
        self.kind == SummaryKind::Conflict || self.hidden.is_some()
    }
}

/// The verdict on the leading claims of two columns.
struct Edge<'a> {
    left: usize,
    right: usize,
    verdict: &'a Verdict,
}

/// What a row comes to.
pub fn outcome(voice: &Voice<'_>, event: &EventPart<'_>, part: &RowPart<'_>) -> Outcome {
    let row = event.row(part);
    let kind = row.summary.kind;
    let hidden =
        kind != SummaryKind::Conflict && part.pairs.pairs.iter().any(|pair| pair.verdict.label == Label::Conflict);
    Outcome {
        kind,
        label: voice.messages.text(&format!("outcome.{}", kind.code())),
        words: words(voice, &event.matrix, row),
        hidden: hidden.then(|| voice.say("outcome.hidden")),
    }
}

fn words(voice: &Voice<'_>, matrix: &Matrix, row: &Row) -> Line {
    let messages = voice.messages;
    let name = |column: usize| voice.source_key(&matrix.columns[column].key);
    let key = format!("outcome-words.{}", row.summary.kind.code());
    let edges = edges(row);
    match row.summary.kind {
        SummaryKind::NotRecorded | SummaryKind::Silent | SummaryKind::NoNamedSource => voice.say(&key),
        SummaryKind::OneSource | SummaryKind::OneOrigin => {
            let named = answering(voice, row).into_iter().find(|column| matrix.columns[*column].key.is_named());
            messages.line(&key, &[("name", named.map(name).unwrap_or_default())])
        }
        SummaryKind::Conflict => {
            let conflicts: Vec<&Edge<'_>> = edges.iter().filter(|edge| edge.verdict.label == Label::Conflict).collect();
            let named = conflicts.iter().take(NAMED_CONFLICTS);
            let pairs = named.map(|edge| messages.line(&key, &[("a", name(edge.left)), ("b", name(edge.right))]));
            let more = conflicts.len().saturating_sub(NAMED_CONFLICTS) as u64;
            let more = (more > 0).then(|| messages.counted("outcome-words.more", more, &[]));
            messages.in_a_row(pairs.chain(more))
        }
        SummaryKind::Compatible => messages.line(&key, &[("reason", reason(voice, &edges, Label::Compatible))]),
        SummaryKind::NotComparable => messages.line(&key, &[("reason", reason(voice, &edges, Label::Unaligned))]),
        SummaryKind::Agree => agree(voice, matrix, row),
    }
}

fn reason(voice: &Voice<'_>, edges: &[Edge<'_>], label: Label) -> Line {
    let mut seen: HashSet<ReasonCode> = HashSet::new();
    let reasons = edges.iter().filter(|edge| edge.verdict.label == label).map(|edge| edge.verdict.reason);
    let each: Vec<Line> =
        reasons.filter(|reason| seen.insert(*reason)).take(2).map(|reason| voice.reason(reason)).collect();
    voice.messages.in_a_row(each)
}

fn agree(voice: &Voice<'_>, matrix: &Matrix, row: &Row) -> Line {
    let answers = |id: &RecordId| voice.casefile.claim(*id).is_some_and(|view| view.answers());
    let named = answering(voice, row).into_iter().filter(|column| matrix.columns[*column].key.is_named()).count();
    let leads =
        row.groups.iter().filter(|group| !group.columns.is_empty() && group.claims.first().is_some_and(answers));
    let most = leads.map(|group| group.origins.named.len()).max().unwrap_or(0);
    match most {
        0 | 1 => voice.say("outcome-words.agree-plain"),
        most if most >= named => voice.messages.counted("outcome-words.agree", most as u64, &[]),
        most => {
            let slots = [most, named].map(|n| Line::ours(voice.messages.whole(n as u64)));
            let [some, n] = slots;
            voice.messages.line("outcome-words.agree-some", &[("some", some), ("n", n)])
        }
    }
}

/// The columns whose leading claim gives an answer.
fn answering(voice: &Voice<'_>, row: &Row) -> Vec<usize> {
    let answers = |id: RecordId| voice.casefile.claim(id).is_some_and(|view| view.answers());
    row.cells.iter().filter(|cell| cell.leading.is_some_and(answers)).map(|cell| cell.column).collect()
}

/// All verdicts on the leading claims of two columns, one for each pair of groups, and those at another common time.
fn edges(row: &Row) -> Vec<Edge<'_>> {
    let of_groups = row.pairs.iter().filter_map(|pair| {
        let (left, right) = (row.groups[pair.left].columns.first()?, row.groups[pair.right].columns.first()?);
        Some(Edge { left: *left, right: *right, verdict: &pair.verdict })
    });
    let mut column_of = HashMap::new();
    for cell in row.cells.iter().filter(|_| !row.aligned.is_empty()) {
        column_of.extend(cell.leading.iter().chain(&cell.others).map(|claim| (*claim, cell.column)));
    }
    let column = |claim: RecordId| column_of.get(&claim).copied();
    let aligned = row.aligned.iter();
    let at_common_times = aligned
        .filter_map(|pair| Some(Edge { left: column(pair.left)?, right: column(pair.right)?, verdict: &pair.verdict }));
    of_groups.chain(at_common_times).collect()
}
