//! What a question comes to, in the words of a language.

use super::options::Part;
use super::voice::Voice;
use super::{EventPart, RowPart, claims_of};
use crate::messages::Line;
use byline_ledger::accounts::comparison::{ClaimPair, GroupPair, Matrix, Row, SummaryKind};
use byline_ledger::accounts::verdict::{Label, ReasonCode, Verdict};
use byline_ledger::hash::RecordId;
use byline_ledger::record::{Answer, Silence};
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
#[derive(Clone, Copy)]
struct Edge<'a> {
    left: usize,
    right: usize,
    verdict: &'a Verdict,
}

/// What a row comes to.
pub fn outcome(voice: &Voice<'_>, about: &Part, event: &EventPart<'_>, part: &RowPart<'_>) -> Outcome {
    let row = event.row(part);
    if let Part::Source(key) = about
        && let Some(column) = event.matrix.columns.iter().position(|column| column.key == *key)
    {
        return of_one(voice, &event.matrix, row, column);
    }
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

/// What a row comes to for one source: how its answer lies to those of the others.
fn of_one(voice: &Voice<'_>, matrix: &Matrix, row: &Row, column: usize) -> Outcome {
    let leading = row.cell(column).and_then(|cell| voice.casefile.claim(cell.leading?));
    let edges = edges_of(row, column);
    let has = |label: Label| edges.iter().any(|edge| edge.verdict.label == label);
    let is_shared = row.group_of(column).is_some_and(|group| row.groups[group].columns.len() > 1);
    let name = || voice.source_key(&matrix.columns[column].key);
    let (kind, words) = match &leading {
        None => (SummaryKind::Silent, voice.say("outcome-words.own-gone")),
        Some(view) if !view.answers() => (SummaryKind::Silent, voice.say("outcome-words.own-silent")),
        Some(_) if has(Label::Conflict) => (SummaryKind::Conflict, conflict(voice, matrix, &edges)),
        Some(_) if is_shared || has(Label::Agree) => (SummaryKind::Agree, voice.say("outcome-words.agree-plain")),
        Some(_) if has(Label::Compatible) => {
            let slots = [("reason", reason(voice, &edges, Label::Compatible))];
            (SummaryKind::Compatible, voice.messages.line("outcome-words.compatible", &slots))
        }
        Some(_) if has(Label::Unaligned) => {
            let slots = [("reason", reason(voice, &edges, Label::Unaligned))];
            (SummaryKind::NotComparable, voice.messages.line("outcome-words.not-comparable", &slots))
        }
        Some(_) => (SummaryKind::OneSource, voice.messages.line("outcome-words.one-source", &[("name", name())])),
    };
    let own: HashSet<RecordId> = row.cell(column).into_iter().flat_map(claims_of).collect();
    let is_own = |pair: &GroupPair| {
        [pair.left, pair.right].iter().any(|group| row.groups[*group].claims.iter().any(|claim| own.contains(claim)))
    };
    let hidden = kind != SummaryKind::Conflict && row.behind.iter().any(is_own);
    let label = voice.messages.text(&format!("outcome.{}", kind.code()));
    Outcome { kind, label, words, hidden: hidden.then(|| voice.say("outcome.hidden")) }
}

/// Which sources conflict, a few of them by name.
fn conflict(voice: &Voice<'_>, matrix: &Matrix, edges: &[Edge<'_>]) -> Line {
    let messages = voice.messages;
    let name = |column: usize| voice.source_key(&matrix.columns[column].key);
    let conflicts: Vec<&Edge<'_>> = edges.iter().filter(|edge| edge.verdict.label == Label::Conflict).collect();
    let named = conflicts.iter().take(NAMED_CONFLICTS);
    let pairs =
        named.map(|edge| messages.line("outcome-words.conflict", &[("a", name(edge.left)), ("b", name(edge.right))]));
    let more = conflicts.len().saturating_sub(NAMED_CONFLICTS) as u64;
    let more = (more > 0).then(|| messages.counted("outcome-words.more", more, &[]));
    messages.in_a_row(pairs.chain(more))
}

fn words(voice: &Voice<'_>, matrix: &Matrix, row: &Row) -> Line {
    let messages = voice.messages;
    let name = |column: usize| voice.source_key(&matrix.columns[column].key);
    let key = format!("outcome-words.{}", row.summary.kind.code());
    let edges = edges(row);
    match row.summary.kind {
        SummaryKind::Silent => match declining(voice, row) {
            Some(column) => messages.line("outcome-words.declined", &[("name", name(column))]),
            None => voice.say(&key),
        },
        SummaryKind::NotRecorded | SummaryKind::NoNamedSource => voice.say(&key),
        SummaryKind::OneSource | SummaryKind::OneOrigin => {
            let named = answering(voice, row).into_iter().find(|column| matrix.columns[*column].key.is_named());
            messages.line(&key, &[("name", named.map(name).unwrap_or_default())])
        }
        SummaryKind::Conflict => conflict(voice, matrix, &edges),
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

/// The first column whose source declined to answer.
fn declining(voice: &Voice<'_>, row: &Row) -> Option<usize> {
    let declined = |id: RecordId| {
        voice.casefile.claim(id).is_some_and(|view| view.claim.answer == Answer::Silent(Silence::Declined))
    };
    row.cells.iter().find(|cell| cell.leading.is_some_and(declined)).map(|cell| cell.column)
}

/// All verdicts on the leading claims of two columns, one for each pair of groups, and those at another common time.
fn edges(row: &Row) -> Vec<Edge<'_>> {
    let of_groups = row.pairs.iter().filter_map(|pair| {
        let (left, right) = (row.groups[pair.left].columns.first()?, row.groups[pair.right].columns.first()?);
        Some(Edge { left: *left, right: *right, verdict: &pair.verdict })
    });
    of_groups.chain(aligned(row)).collect()
}

/// The verdicts on one column's leading claim, one for each other group, and those at another common time.
fn edges_of(row: &Row, column: usize) -> Vec<Edge<'_>> {
    let of_groups = row.pairs.iter().filter_map(|pair| {
        let (left, right) = (&row.groups[pair.left].columns, &row.groups[pair.right].columns);
        let other = match (left.contains(&column), right.contains(&column)) {
            (true, _) => right.first(),
            (_, true) => left.first(),
            _ => None,
        };
        Some(Edge { left: column, right: *other?, verdict: &pair.verdict })
    });
    let is_own = |edge: &Edge<'_>| edge.left == column || edge.right == column;
    of_groups.chain(aligned(row).into_iter().filter(is_own)).collect()
}

/// The verdicts on two columns at a time that both speak of.
fn aligned(row: &Row) -> Vec<Edge<'_>> {
    let mut column_of = HashMap::new();
    for cell in row.cells.iter().filter(|_| !row.aligned.is_empty()) {
        column_of.extend(cell.leading.iter().chain(&cell.others).map(|claim| (*claim, cell.column)));
    }
    let column = |claim: RecordId| column_of.get(&claim).copied();
    let edge = |pair: &'_ ClaimPair| (column(pair.left), column(pair.right));
    let pairs = row.aligned.iter().filter_map(|pair| match edge(pair) {
        (Some(left), Some(right)) => Some(Edge { left, right, verdict: &pair.verdict }),
        _ => None,
    });
    pairs.collect()
}
