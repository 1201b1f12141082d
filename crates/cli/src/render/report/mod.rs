//! What a provenance report says, in whatever form and language it is written.
//!
//! [`Report`] picks and numbers what belongs to it, [`voice`] has the words for it in the reader's language, [`sheet`] puts them in order. HTML,
//! Markdown and plain text are made from the sheet, JSON and CSV from the report. All of it is a function of the records, the state of the ledger
//! and the [`Options`]: nothing else comes in, so that a report can be made again and compared.

mod choice;
mod conflicts;
pub mod limits;
pub mod options;
pub mod outcome;
pub mod plots;
pub mod sheet;
mod sheet_claim;
mod sheet_end;
mod sheet_parts;
mod sheet_question;
pub mod voice;

use super::case::{Case, ClaimPairs, LedgerFacts};
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::{Cell, Matrix, Row, SummaryKind, matrix};
use byline_ledger::accounts::judgements::Judgements;
use byline_ledger::accounts::verdict::{Label, Verdict};
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::hash::RecordId;
use conflicts::Conflicts;
use options::Part;
pub use options::{Audited, Options, Remark};
use std::collections::{BTreeMap, BTreeSet};

/// What "verified" means.
pub const VERIFIED_MEANS: &str = "that these recorders signed these records, that the ledger logged them in this order no later than it says, and \
                                  that nobody changed, dropped or backdated one since";

/// What "verified" doesn't mean.
pub const VERIFIED_DOES_NOT_MEAN: &str = "that a claim is true, that a source is right, or that a document tells the truth. A signature proves \
                                          something about the recorder only, never about the source";

/// Events with what is claimed about them, ready to be written down.
#[derive(Debug)]
pub struct Report<'a> {
    pub ledger: &'a LedgerFacts,
    pub casefile: &'a Casefile,
    pub options: &'a Options,
    pub events: Vec<EventPart<'a>>,
    /// The number of each claim in the report, from 1; those that are written out whole come first.
    numbers: BTreeMap<RecordId, usize>,
}

/// One event of a report.
#[derive(Debug)]
pub struct EventPart<'a> {
    pub case: Case<'a>,
    pub matrix: Matrix,
    /// Places of the columns that have a cell here.
    pub columns: Vec<usize>,
    pub rows: Vec<RowPart<'a>>,
}

/// One question of a report.
#[derive(Debug)]
pub struct RowPart<'a> {
    /// Its place in the matrix.
    pub place: usize,
    /// The cells with the claims that belong to the report.
    pub cells: Vec<Cell>,
    /// These claims, column by column, the leading ones first.
    pub claims: Vec<ClaimView<'a>>,
    /// The verdicts on all claims of the row, whether they belong to the report or not.
    pub pairs: ClaimPairs,
    conflicts: Conflicts,
}

impl<'a> Report<'a> {
    /// Gathers what the report says.
    pub fn new(
        ledger: &'a LedgerFacts,
        casefile: &'a Casefile,
        judgements: &'a Judgements,
        events: &[RecordId],
        options: &'a Options,
    ) -> Self {
        let case = |event| Case { ledger, casefile, judgements, event };
        let events: Vec<EventPart<'a>> = events.iter().map(|event| EventPart::new(case(*event), options)).collect();
        let numbers = choice::numbers(&events);
        Self { ledger, casefile, options, events, numbers }
    }

    /// Of a part of several events, keeps only those in which something fits.
    pub fn keep_fitting(&mut self) {
        if self.options.is_partial() {
            self.events.retain(|event| !event.rows.is_empty());
        }
    }

    /// The number of a claim, if it is in the report.
    pub fn number(&self, claim: RecordId) -> Option<usize> {
        self.numbers.get(&claim).copied()
    }

    /// Whether a claim is written out whole.
    pub fn is_written(&self, claim: RecordId) -> bool {
        self.number(claim).is_some_and(|number| number <= limits::MOST_CLAIMS)
    }

    /// What a claim is called in the report: `C7`.
    pub fn name(&self, claim: RecordId) -> String {
        self.number(claim).map_or_else(|| super::words::short(claim), crate::messages::line::claim_name)
    }

    /// All claims, event by event and row by row.
    pub fn claims(&self) -> impl Iterator<Item = &ClaimView<'a>> {
        self.events.iter().flat_map(|event| &event.rows).flat_map(|row| &row.claims)
    }

    /// How many sources, and how many of them are named.
    pub fn sources(&self) -> (usize, usize) {
        let keys =
            self.events.iter().flat_map(|event| event.columns.iter().map(|place| &event.matrix.columns[*place].key));
        let keys: BTreeSet<_> = keys.collect();
        (keys.len(), keys.iter().filter(|key| key.is_named()).count())
    }

    /// How many questions.
    pub fn questions(&self) -> usize {
        self.events.iter().map(|event| event.rows.len()).sum()
    }

    /// The documents of all claims, in the order in which they first stand in the report.
    pub fn documents(&self) -> Vec<RecordId> {
        let mut seen = BTreeSet::new();
        self.claims().map(|view| view.claim.document).filter(|id| seen.insert(*id)).collect()
    }
}

impl<'a> EventPart<'a> {
    fn new(case: Case<'a>, options: &Options) -> Self {
        let matrix = matrix(case.casefile, case.judgements, case.event);
        let mut rows = Vec::new();
        for (place, row) in matrix.rows.iter().enumerate() {
            rows.extend(RowPart::new(&case, place, row, options));
        }
        let with_cells: BTreeSet<usize> =
            rows.iter().flat_map(|row: &RowPart<'_>| row.cells.iter().map(|cell| cell.column)).collect();
        Self { case, matrix, columns: with_cells.into_iter().collect(), rows }
    }

    /// The row of the matrix that a part of the report is about.
    pub fn row(&self, part: &RowPart<'_>) -> &Row {
        &self.matrix.rows[part.place]
    }
}

impl<'a> RowPart<'a> {
    /// Nothing if the row doesn't belong to the report.
    fn new(case: &Case<'a>, place: usize, row: &Row, options: &Options) -> Option<Self> {
        let belongs = |view: &ClaimView<'_>| match &options.part {
            Part::All => true,
            Part::Source(_) => options.part.is_source(&case.source(view)),
            Part::Document(id) => view.claim.document == *id,
            Part::Claim(id) => view.identity == *id,
        };
        let keep = |ids: &[RecordId]| -> Vec<RecordId> {
            ids.iter().copied().filter(|id| case.casefile.claim(*id).is_some_and(|view| belongs(&view))).collect()
        };
        let mut cells: Vec<Cell> = row.cells.clone();
        if options.part != Part::All {
            for cell in &mut cells {
                let rest = [keep(cell.leading.as_slice()), keep(&cell.others)].concat();
                cell.leading = rest.first().copied();
                cell.others = rest.into_iter().skip(1).collect();
                (cell.revised, cell.withdrawn) = (keep(&cell.revised), keep(&cell.withdrawn));
            }
            cells.retain(|cell| cell.leading.is_some() || !cell.revised.is_empty() || !cell.withdrawn.is_empty());
            if cells.is_empty() {
                return None;
            }
        }
        let pairs = case.claim_pairs(row);
        let is_wanted = match options.only {
            None => true,
            Some(kind) if kind == row.summary.kind => true,
            Some(SummaryKind::Conflict) => pairs.pairs.iter().any(|pair| pair.verdict.label == Label::Conflict),
            Some(_) => false,
        };
        if !is_wanted {
            return None;
        }
        let claims = cells.iter().flat_map(|cell| case.claims(&claims_of(cell))).collect();
        let conflicts = Conflicts::of(row, &pairs);
        Some(Self { place, cells, claims, pairs, conflicts })
    }

    /// The claims that conflict with this one, each with the verdict, and how many more there are. Where a row is compared by leading claims
    /// only, those that say the same as a leading one conflict with the same.
    pub fn against(&self, claim: RecordId) -> (Vec<(RecordId, &Verdict)>, usize) {
        self.conflicts.against(claim)
    }
}

/// All claims of a cell, the leading one first.
pub fn claims_of(cell: &Cell) -> Vec<RecordId> {
    cell.leading.iter().chain(&cell.others).chain(&cell.revised).chain(&cell.withdrawn).copied().collect()
}
