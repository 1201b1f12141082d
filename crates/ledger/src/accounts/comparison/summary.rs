//! What a row comes to, in a few words.

use std::collections::{HashMap, HashSet};

use super::super::casefile::Casefile;
use super::super::verdict::{Label, Verdict};
use super::groups::AnswerGroup;
use super::matrix::Row;
use super::sources::Column;
use crate::hash::RecordId;

/// What the answers to one question come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SummaryKind {
    /// No claim counts.
    NotRecorded,
    /// Claims, and none of them answers.
    Silent,
    /// Answers, and none of them by a named source.
    NoNamedSource,
    /// One named source answers, in one document.
    OneSource,
    /// One named source answers, in several documents.
    OneOrigin,
    /// Several named sources, of whom no two can be compared.
    NotComparable,
    /// Several named sources, and all that can be compared agree.
    Agree,
    /// Several named sources, some of whose answers differ, and no two of which conflict.
    Compatible,
    /// Two answers conflict.
    Conflict,
}

impl SummaryKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::NotRecorded,
        Self::Silent,
        Self::NoNamedSource,
        Self::OneSource,
        Self::OneOrigin,
        Self::NotComparable,
        Self::Agree,
        Self::Compatible,
        Self::Conflict,
    ];

    /// Its name, for scripts; never reworded.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotRecorded => "not-recorded",
            Self::Silent => "silent",
            Self::NoNamedSource => "no-named-source",
            Self::OneSource => "one-source",
            Self::OneOrigin => "one-origin",
            Self::NotComparable => "not-comparable",
            Self::Agree => "agree",
            Self::Compatible => "compatible",
            Self::Conflict => "conflict",
        }
    }
}

/// What a row comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// For scripts and colours.
    pub kind: SummaryKind,
    /// For people: a sentence without a full stop.
    pub words: String,
}

impl Summary {
    pub(super) fn not_recorded() -> Self {
        Self { kind: SummaryKind::NotRecorded, words: "not recorded".to_owned() }
    }
}

/// The verdict on two columns, wherever it was found.
struct Edge<'a> {
    left: usize,
    right: usize,
    verdict: &'a Verdict,
}

/// How many conflicts a summary names.
const NAMED_CONFLICTS: usize = 3;

/// Says what a row comes to. Its own summary isn't looked at.
pub(super) fn summarise(casefile: &Casefile, columns: &[Column], row: &Row) -> Summary {
    let leading: Vec<(usize, RecordId)> =
        row.cells.iter().filter_map(|cell| Some((cell.column, cell.leading?))).collect();
    if leading.is_empty() {
        return Summary::not_recorded();
    }
    let name = |column: usize| columns[column].key.words(casefile);
    let answers = |id: &RecordId| casefile.claim(*id).is_some_and(|view| view.answers());
    let answering: Vec<usize> = leading.iter().filter(|(_, id)| answers(id)).map(|(column, _)| *column).collect();
    let summary = |kind, words| Summary { kind, words };
    if answering.is_empty() {
        return summary(SummaryKind::Silent, "nobody answers".to_owned());
    }
    let edges = edges(row);
    let conflicts: Vec<&Edge<'_>> = edges.iter().filter(|edge| edge.verdict.label == Label::Conflict).collect();
    if !conflicts.is_empty() {
        let named = conflicts.iter().take(NAMED_CONFLICTS);
        let pairs: Vec<String> = named.map(|edge| format!("{} and {}", name(edge.left), name(edge.right))).collect();
        let more = conflicts.len().saturating_sub(NAMED_CONFLICTS);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        return summary(SummaryKind::Conflict, format!("conflict between {}{more}", pairs.join("; between ")));
    }
    let named: Vec<usize> = answering.iter().copied().filter(|column| columns[*column].key.is_named()).collect();
    match named[..] {
        [] => summary(SummaryKind::NoNamedSource, "no named source answers".to_owned()),
        [one] => one_source(casefile, row, one, &name(one)),
        _ => several(casefile, row, &edges, &named),
    }
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
    let at_common_times = row
        .aligned
        .iter()
        .filter_map(|pair| Some(Edge { left: column(pair.left)?, right: column(pair.right)?, verdict: &pair.verdict }));
    of_groups.chain(at_common_times).collect()
}

fn one_source(casefile: &Casefile, row: &Row, column: usize, name: &str) -> Summary {
    let relays = row.cell(column).into_iter().flat_map(|cell| &cell.relays);
    let claims = relays.flat_map(|pair| [pair.left, pair.right]).filter_map(|id| casefile.claim(id));
    // Records of the same bytes are one document.
    let documents: HashSet<_> = claims
        .map(|view| view.document().and_then(|document| document.blake3.open().copied()).ok_or(view.claim.document))
        .collect();
    if documents.len() < 2 {
        return Summary { kind: SummaryKind::OneSource, words: format!("only one named source answers: {name}") };
    }
    let words = format!("1 origin, {} documents: {name}", documents.len());
    Summary { kind: SummaryKind::OneOrigin, words }
}

/// `named` are the columns of named sources that answer, at least two.
fn several(casefile: &Casefile, row: &Row, edges: &[Edge<'_>], named: &[usize]) -> Summary {
    let counts = |edge: &&Edge<'_>| named.contains(&edge.left) && named.contains(&edge.right);
    let with = |label: Label| edges.iter().filter(counts).find(move |edge| edge.verdict.label == label);
    if let Some(edge) = with(Label::Compatible) {
        let words = format!("compatible: {}", edge.verdict.words);
        return Summary { kind: SummaryKind::Compatible, words };
    }
    let answered = |group: &&AnswerGroup| {
        let first = group.claims.first().and_then(|id| casefile.claim(*id));
        !group.columns.is_empty() && first.is_some_and(|view| view.answers())
    };
    let most = row.groups.iter().filter(answered).map(|group| group.origins.named.len()).max().unwrap_or(0);
    if most > 1 || with(Label::Agree).is_some() {
        let words = match row.groups.iter().filter(answered).find(|group| group.origins.named.len() == most && most > 1)
        {
            Some(group) if most == named.len() => format!("agree: {}", group.origins.words()),
            Some(group) => {
                format!("{most} of {} named sources agree: {}", named.len(), group.origins.words())
            }
            None => "agree".to_owned(),
        };
        return Summary { kind: SummaryKind::Agree, words };
    }
    let words = with(Label::Unaligned)
        .map_or("not comparable".to_owned(), |edge| format!("not comparable: {}", edge.verdict.words));
    Summary { kind: SummaryKind::NotComparable, words }
}
