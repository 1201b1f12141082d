//! What a provenance report says, in whatever form it is written.

use super::case::{Case, ClaimPairs, LedgerFacts};
use byline_ledger::accounts::comparison::{ClaimPair, Matrix, Row};
use byline_ledger::accounts::verdict::{Label, Verdict};
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::hash::RecordId;
use std::collections::{BTreeMap, BTreeSet};

/// What "verified" means.
pub const VERIFIED_MEANS: &str = "that these recorders signed these records, that the ledger logged them in this order no later than it says, and \
                                  that nobody changed, dropped or backdated one since";

/// What "verified" doesn't mean.
pub const VERIFIED_DOES_NOT_MEAN: &str = "that a claim is true, that a source is right, or that a document tells the truth. A signature proves \
                                          something about the recorder only, never about the source";

/// What was done about the signatures before the report was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audited {
    /// Nothing: the report was made from the ledger as it lies there.
    No,
    /// The whole ledger was audited, and nothing failed.
    Yes {
        /// What could not be checked, and why. Empty: all of it was checked.
        not_checked: Vec<String>,
    },
}

impl Audited {
    /// In a sentence or two.
    pub fn words(&self) -> String {
        match self {
            Self::No => "Signatures, hashes and quotes were not checked again when this report was written. The command \u{201c}byline verify\u{201d} checks them, \
                         on the ledger or on a copy of it."
                .to_owned(),
            Self::Yes { not_checked } if not_checked.is_empty() => {
                "The whole ledger was audited before this report was written: every check passed.".to_owned()
            }
            Self::Yes { not_checked } => format!(
                "The whole ledger was audited before this report was written: nothing failed, but not all was checked: {}.",
                not_checked.join("; ")
            ),
        }
    }
}

/// An event with all that is claimed about it, ready to be written down.
#[derive(Debug)]
pub struct Report<'a> {
    pub case: Case<'a>,
    pub audited: &'a Audited,
    pub matrix: &'a Matrix,
    /// One for each row of the matrix.
    pub pairs: Vec<ClaimPairs>,
    /// All claims, row by row, the leading ones first.
    pub claims: Vec<ClaimView<'a>>,
    /// The number of each claim in the report, from 1.
    numbers: BTreeMap<RecordId, usize>,
}

impl<'a> Report<'a> {
    /// Gathers what the report says.
    pub fn new(case: Case<'a>, audited: &'a Audited, matrix: &'a Matrix) -> Self {
        let claims: Vec<ClaimView<'a>> = matrix.rows.iter().flat_map(|row| case.claims(&claims_of(row))).collect();
        let numbers = claims.iter().enumerate().map(|(nth, view)| (view.identity, nth + 1)).collect();
        let pairs = matrix.rows.iter().map(|row| case.claim_pairs(row)).collect();
        Self { case, audited, matrix, pairs, claims, numbers }
    }

    /// The state of the ledger.
    pub fn ledger(&self) -> &'a LedgerFacts {
        self.case.ledger
    }

    /// What a claim is called in the report: `C7`.
    pub fn name(&self, claim: RecordId) -> String {
        self.numbers.get(&claim).map_or_else(|| super::words::short(claim), |number| format!("C{number}"))
    }

    /// The claims of a row.
    pub fn claims_of_row(&self, row: &Row) -> Vec<ClaimView<'a>> {
        self.case.claims(&claims_of(row))
    }

    /// The claims that conflict with this one, each with the verdict. Where a row is compared by leading claims only, those that say the same
    /// as a leading one conflict with the same.
    pub fn against(&self, place: usize, claim: RecordId) -> Vec<(RecordId, Verdict)> {
        let (row, pairs) = (&self.matrix.rows[place], &self.pairs[place]);
        let others = |id: RecordId| match pairs.are_all {
            true => vec![id],
            false => {
                let group = row.groups.iter().find(|group| group.claims.contains(&id));
                group.map_or_else(|| vec![id], |group| group.claims.clone())
            }
        };
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for ClaimPair { left, right, verdict } in
            pairs.pairs.iter().filter(|pair| pair.verdict.label == Label::Conflict)
        {
            let (left, right) = (others(*left), others(*right));
            let other = match (left.contains(&claim), right.contains(&claim)) {
                (true, _) => right,
                (_, true) => left,
                _ => continue,
            };
            found.extend(other.into_iter().filter(|id| seen.insert(*id)).map(|id| (id, verdict.clone())));
        }
        found
    }

    /// How many sources, and how many of them are named.
    pub fn sources(&self) -> (usize, usize) {
        let columns = &self.matrix.columns;
        (columns.len(), columns.iter().filter(|column| column.key.is_named()).count())
    }

    /// The documents of all claims, in the order in which they first stand in the report.
    pub fn documents(&self) -> Vec<RecordId> {
        let mut seen = BTreeSet::new();
        self.claims.iter().map(|view| view.claim.document).filter(|id| seen.insert(*id)).collect()
    }
}

/// All claims of a row, column by column.
fn claims_of(row: &Row) -> Vec<RecordId> {
    let of_cell = row
        .cells
        .iter()
        .flat_map(|cell| cell.leading.iter().chain(&cell.others).chain(&cell.revised).chain(&cell.withdrawn));
    of_cell.copied().collect()
}
