//! All sources on one event: a row for each question, a column for each source.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::super::casefile::Casefile;
use super::super::compare::compare;
use super::super::judgements::Judgements;
use super::super::verdict::{ReasonCode, Verdict};
use super::super::view::ClaimView;
use super::behind::behind;
use super::document::{DocumentView, documents_of, one_document};
use super::groups::{AnswerGroup, group};
use super::sources::{Column, SourceKey, columns_of};
use super::summary::{Summary, summarise};
use super::{ClaimPair, asked, claims_on};
use crate::edtf::Span;
use crate::hash::RecordId;

/// How many different leading answers to one question are held against each other: their pairs grow with the square.
pub const MOST_GROUPS: usize = 100;

/// How many pairs of columns of one row are looked through for a time that both speak of.
const MOST_ALIGNED: usize = 200;

/// All sources on an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The event, by identity.
    pub event: RecordId,
    /// Who answers.
    pub columns: Vec<Column>,
    /// What is asked, in the order of the log.
    pub rows: Vec<Row>,
}

/// All answers to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The question; several where they are judged the same.
    pub questions: Vec<RecordId>,
    /// The cells with a claim, in the order of the columns. A column without a cell is *not recorded*.
    pub cells: Vec<Cell>,
    /// The claims that are neither revised nor withdrawn, by what they say.
    pub groups: Vec<AnswerGroup>,
    /// Every two groups with a leading claim.
    pub pairs: Vec<GroupPair>,
    /// Conflicts of two groups of which at least one has no leading claim, found without holding every two against each other: a count of one source that
    /// falls, and different sources as of the very same time.
    pub behind: Vec<GroupPair>,
    /// Columns whose leading claims are about different times, at the last time that both speak of.
    pub aligned: Vec<ClaimPair>,
    /// How many groups are not held against the others: those with a leading claim beyond `MOST_GROUPS`, and those beyond `MOST_GROUPS` of the same time.
    pub not_compared: usize,
    /// What it comes to.
    pub summary: Summary,
}

/// What one source answers to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The column.
    pub column: usize,
    /// The claim that leads: an answer before a silence, then the latest as-of, then the source's own document, then the
    /// first that was logged. Nothing if all are revised or withdrawn.
    pub leading: Option<RecordId>,
    /// Other claims that count, in the same order.
    pub others: Vec<RecordId>,
    /// Claims that the source itself has changed since.
    pub revised: Vec<RecordId>,
    /// Claims to be disregarded.
    pub withdrawn: Vec<RecordId>,
    /// The leading claim against the same source at the same time in other documents.
    pub relays: Vec<ClaimPair>,
}

/// Two groups of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupPair {
    /// The place of the first in the row's groups.
    pub left: usize,
    /// The place of the second.
    pub right: usize,
    /// How any claim of the one lies to any of the other, as far as they are of different sources.
    pub verdict: Verdict,
}

impl Row {
    /// The cell in a column; without one it is *not recorded*.
    pub fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.binary_search_by_key(&column, |cell| cell.column).ok().map(|place| &self.cells[place])
    }

    /// The group in which a column's leading claim stands.
    pub fn group_of(&self, column: usize) -> Option<usize> {
        self.groups.iter().position(|group| group.columns.contains(&column))
    }

    /// The verdict on the leading claims of two columns in different groups; nothing where one group has both, as they say the same.
    pub fn between(&self, a: usize, b: usize) -> Option<&Verdict> {
        let (a, b) = (self.group_of(a)?, self.group_of(b)?);
        let is_pair = |pair: &&GroupPair| (pair.left, pair.right) == (a.min(b), a.max(b));
        self.pairs.iter().find(is_pair).map(|pair| &pair.verdict)
    }
}

/// What `diff` shows of an event when nothing more is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllSources {
    /// Several documents: who says what.
    Matrix(Matrix),
    /// One document only: who answers in it, and how many of them are named.
    OneDocument(DocumentView),
}

/// All sources on an event; where all claims come from one document, that document.
pub fn all_sources(casefile: &Casefile, judgements: &Judgements, event: RecordId) -> AllSources {
    match documents_of(casefile, judgements, event)[..] {
        [document] => AllSources::OneDocument(one_document(casefile, judgements, event, document)),
        _ => AllSources::Matrix(matrix(casefile, judgements, event)),
    }
}

/// All sources on an event, whatever the number of documents.
pub fn matrix(casefile: &Casefile, judgements: &Judgements, event: RecordId) -> Matrix {
    let rows: Vec<_> = asked(casefile, judgements, event)
        .into_iter()
        .map(|questions| {
            let claims = claims_on(casefile, &questions);
            (questions, claims)
        })
        .collect();
    let mut all: Vec<ClaimView<'_>> = rows.iter().flat_map(|(_, claims)| claims.iter().copied()).collect();
    all.sort_by_key(|claim| claim.thing.first().index);
    let columns = columns_of(casefile, judgements, &all);
    let place_of: HashMap<&SourceKey, usize> =
        columns.iter().enumerate().map(|(place, column)| (&column.key, place)).collect();
    let bench = Bench { casefile, judgements, columns: &columns, place_of };
    let rows = rows.into_iter().map(|(questions, claims)| bench.row(questions, &claims)).collect();
    Matrix { event, columns, rows }
}

/// What every row needs.
struct Bench<'a> {
    casefile: &'a Casefile,
    judgements: &'a Judgements,
    columns: &'a [Column],
    place_of: HashMap<&'a SourceKey, usize>,
}

impl Bench<'_> {
    fn row(&self, questions: Vec<RecordId>, claims: &[ClaimView<'_>]) -> Row {
        let mut by_column: Vec<(usize, Vec<ClaimView<'_>>)> = Vec::new();
        let mut place_in_row = HashMap::new();
        for view in claims {
            let Some(column) = self.place_of.get(&SourceKey::of(self.judgements, view)) else { continue };
            let place = *place_in_row.entry(*column).or_insert(by_column.len());
            if place == by_column.len() {
                by_column.push((*column, Vec::new()));
            }
            by_column[place].1.push(*view);
        }
        by_column.sort_by_key(|(column, _)| *column);
        let cells: Vec<Cell> = by_column.iter().map(|(column, claims)| self.cell(*column, claims)).collect();
        let leads: HashMap<RecordId, usize> =
            cells.iter().filter_map(|cell| Some((cell.leading?, cell.column))).collect();
        let current: Vec<ClaimView<'_>> = claims.iter().filter(|view| counts(view)).copied().collect();
        let groups = group(self.casefile, self.judgements, &current, |id| leads.get(&id).copied());
        let (pairs, mut left_out) = self.pairs(&groups, &leads);
        let aligned = self.aligned(&groups, &pairs, &cells);
        let behind = behind(self.casefile, self.judgements, &groups);
        left_out.extend(behind.left_out);
        let mut row = Row {
            questions,
            cells,
            groups,
            pairs,
            behind: behind.pairs,
            aligned,
            not_compared: left_out.len(),
            summary: Summary::not_recorded(),
        };
        row.summary = summarise(self.casefile, self.columns, &row);
        row
    }

    fn cell(&self, column: usize, claims: &[ClaimView<'_>]) -> Cell {
        let ids = |keep: &dyn Fn(&ClaimView<'_>) -> bool| -> Vec<RecordId> {
            claims.iter().filter(|view| keep(view)).map(|view| view.identity).collect()
        };
        let current = in_order(claims.iter().filter(|view| counts(view)).copied().collect());
        let relays = match current.split_first() {
            Some((leading, others)) => others
                .iter()
                .filter(|other| other.claim.document != leading.claim.document && can_be_one_time(leading, other))
                .map(|other| ClaimPair::of(self.casefile, self.judgements, leading, other))
                .filter(|pair| pair.verdict.relay.is_some())
                .collect(),
            None => Vec::new(),
        };
        Cell {
            column,
            leading: current.first().map(|view| view.identity),
            others: current.iter().skip(1).map(|view| view.identity).collect(),
            revised: ids(&|view| view.is_revised() && !view.is_withdrawn()),
            withdrawn: ids(&|view| view.is_withdrawn()),
            relays,
        }
    }

    /// Holds every two groups with a leading claim against each other, up to [`MOST_GROUPS`].
    fn pairs(&self, groups: &[AnswerGroup], leads: &HashMap<RecordId, usize>) -> (Vec<GroupPair>, HashSet<usize>) {
        let leading: Vec<(usize, ClaimView<'_>)> = groups
            .iter()
            .enumerate()
            .filter_map(|(place, group)| {
                let id = group.claims.iter().find(|id| leads.contains_key(id))?;
                Some((place, self.casefile.claim(*id)?))
            })
            .collect();
        let (compared, left_out) = leading.split_at(leading.len().min(MOST_GROUPS));
        let mut pairs = Vec::new();
        for (nth, (left, a)) in compared.iter().enumerate() {
            for (right, b) in &compared[nth + 1..] {
                let verdict = compare(self.casefile, self.judgements, a, b);
                pairs.push(GroupPair { left: *left, right: *right, verdict });
            }
        }
        (pairs, left_out.iter().map(|(place, _)| *place).collect())
    }

    /// For columns whose leading claims are about different times: the last time that both speak of.
    fn aligned(&self, groups: &[AnswerGroup], pairs: &[GroupPair], cells: &[Cell]) -> Vec<ClaimPair> {
        let cell_of: HashMap<usize, &Cell> = cells.iter().map(|cell| (cell.column, cell)).collect();
        let apart = pairs.iter().filter(|pair| pair.verdict.reason == ReasonCode::DifferentTimes);
        let columns = apart.flat_map(|pair| {
            let (left, right) = (&groups[pair.left].columns, &groups[pair.right].columns);
            left.iter().flat_map(move |a| right.iter().map(move |b| (*a, *b)))
        });
        let cells = columns.filter_map(|(a, b)| Some((*cell_of.get(&a)?, *cell_of.get(&b)?)));
        let with_choice = cells.filter(|(a, b)| !a.others.is_empty() || !b.others.is_empty()).take(MOST_ALIGNED);
        let mut times: HashMap<usize, HashMap<Span, RecordId>> = HashMap::new();
        with_choice
            .filter_map(|(a, b)| {
                let of_b = times.entry(b.column).or_insert_with(|| self.times(b));
                let (left, right) = self.claims_of(a).find_map(|view| {
                    let right = of_b.get(&view.as_of()?.span())?;
                    Some((view, self.casefile.claim(*right)?))
                })?;
                Some(ClaimPair::of(self.casefile, self.judgements, &left, &right))
            })
            .collect()
    }

    fn claims_of<'b>(&'b self, cell: &'b Cell) -> impl Iterator<Item = ClaimView<'b>> {
        cell.leading.iter().chain(&cell.others).filter_map(|id| self.casefile.claim(*id))
    }

    /// The claim that leads at each time.
    fn times(&self, cell: &Cell) -> HashMap<Span, RecordId> {
        let mut times = HashMap::new();
        for view in self.claims_of(cell) {
            if let Some(time) = view.as_of() {
                times.entry(time.span()).or_insert(view.identity);
            }
        }
        times
    }
}

/// Whether a claim counts: neither revised nor withdrawn.
pub(super) fn counts(view: &ClaimView<'_>) -> bool {
    !view.is_revised() && !view.is_withdrawn()
}

/// Whether two claims may be about one time: a quick look before they are compared.
pub(super) fn can_be_one_time(a: &ClaimView<'_>, b: &ClaimView<'_>) -> bool {
    match (a.as_of(), b.as_of()) {
        (Some(a), Some(b)) => a.span().overlaps(b.span()),
        _ => true,
    }
}

/// One source's claims, the leading one first: by [`precedence`], but where the first is somebody else's word for what the source says at
/// first hand, and both can be about one time, the source's own document leads.
pub(super) fn in_order(mut claims: Vec<ClaimView<'_>>) -> Vec<ClaimView<'_>> {
    claims.sort_by_cached_key(precedence);
    let Some(first) = claims.first().copied() else { return claims };
    let own = claims
        .iter()
        .position(|view| view.is_first_hand() && view.answers() == first.answers() && can_be_one_time(view, &first));
    if let Some(own) = own.filter(|_| !first.is_first_hand()) {
        let own = claims.remove(own);
        claims.insert(0, own);
    }
    claims
}

/// The order of one source's claims: answers before silences, the latest time first, the source's own document first.
fn precedence(view: &ClaimView<'_>) -> impl Ord + use<> {
    let time = view.as_of().map(|time| time.span().latest_s().unwrap_or(i64::MAX));
    (!view.answers(), Reverse(time), !view.is_first_hand(), view.thing.first().index)
}
