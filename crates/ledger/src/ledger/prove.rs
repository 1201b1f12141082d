//! Making proofs from a ledger: reads what a plan asks for, and checks the result before anybody gets it.

use super::view::ViewError;
use super::{Located, Lookup};
use crate::bundle::{self, Bundle, Closing, Expectations, Plan, PlanError, ProvenLeaf};
use crate::finding::{Finding, Verdict};
use crate::position::Index;
use crate::record::Record;
use crate::store::LogError;

/// Why a proof can't be made.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// The log can't be read.
    #[error(transparent)]
    View(#[from] ViewError),
    /// What was asked for can't be planned.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A seal is proven with what it closes.
    #[error("entry {0} is a seal, which is proven with the records that it closes")]
    Seal(Index),
    /// The log doesn't prove it: run the audit.
    #[error("the log does not prove it: {}", .0.first().map_or("", |finding| finding.words.as_str()))]
    Refused(Vec<Finding>),
}

impl From<LogError> for ProveError {
    fn from(error: LogError) -> Self {
        Self::View(error.into())
    }
}

impl Lookup<'_> {
    /// Makes the bundle that proves the records at these indexes (docs/format/bundle.md), and verifies it.
    ///
    /// # Errors
    /// When the log can't be read or doesn't prove them, and when one is a seal.
    pub fn bundle(&self, indexes: &[Index]) -> Result<Bundle, ProveError> {
        let ledger = self.ledger();
        let proven = indexes.iter().map(|index| self.proven_leaf(*index)).collect::<Result<Vec<_>, _>>()?;
        let roster = self.roster()?;
        let plan = Plan::new(&proven, roster.iter().map(|located| located.index), ledger.head().size)?;
        let leaves = plan.leaves().map(|index| ledger.reader().leaf(index)).collect::<Result<Vec<_>, _>>()?;
        let hashes = ledger.reader().nodes(plan.nodes())?;
        let bundle = plan.finish(leaves, &hashes, ledger.checkpoint().to_owned());
        // The leaves and nodes came from a disk, and show nothing before they were checked against the signed root.
        let expectations = Expectations { pinned: Some(ledger.config().key), ..Expectations::default() };
        let report = bundle::verify(&bundle.encode(), &expectations);
        match report.verdict() {
            Verdict::Passed => Ok(bundle),
            _ => Err(ProveError::Refused(report.findings)),
        }
    }

    fn proven_leaf(&self, index: Index) -> Result<ProvenLeaf, ProveError> {
        let located = self.ledger().at(index)?;
        if matches!(located.record(), Record::Seal(_)) {
            return Err(ProveError::Seal(index));
        }
        let seal = self.closing_seal(index)?;
        Ok(ProvenLeaf { index, after: located.logged.header().after.0, closing: closing(&seal) })
    }
}

fn closing(seal: &Located) -> Option<Closing> {
    match seal.record() {
        Record::Seal(record) => Some(Closing { index: seal.index, first: record.first.as_index()? }),
        _ => None,
    }
}
