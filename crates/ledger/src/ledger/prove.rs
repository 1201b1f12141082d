//! Making proofs from a ledger: reads what a plan asks for, and checks the result before anybody gets it.

use super::view::ViewError;
use super::{Ledger, Located, Lookup};
use crate::bundle::{self, Bundle, Closing, Expectations, Plan, PlanError, ProvenLeaf, Report};
use crate::checkpoint::{Checkpoint, open_root_receipt};
use crate::finding::{Finding, Verdict};
use crate::hash::TreeHash;
use crate::merkle::{ConsistencyPlan, Frontier, InclusionPlan, InclusionProof, ProofError};
use crate::position::{Index, Size};
use crate::proof::{self, Consistency, Receipt, TlogProof, TransparentStatement};
use crate::record::Record;
use crate::store::{LogError, Reader};

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
    /// checkpoint.cose is missing, has another form, or signs no tree of this log's last commits.
    #[error("checkpoint.cose doesn't sign this log's tree, nor that of the commit before")]
    SignedRoot,
    /// The log doesn't prove it: run the audit.
    #[error("the log does not prove it: {}", .0.first().map_or("", |finding| finding.words.as_str()))]
    Refused(Vec<Finding>),
}

/// Why it can't be shown that the log only grew.
#[derive(Debug, thiserror::Error)]
pub enum GrowthError {
    /// The log can't be read.
    #[error(transparent)]
    View(#[from] ViewError),
    /// The checkpoint is of another log.
    #[error("the checkpoint is that of {got}, and this is {want}")]
    OtherOrigin {
        /// This log.
        want: String,
        /// The checkpoint's.
        got: String,
    },
    /// It didn't only grow: it is shorter, or has another tree there.
    #[error(transparent)]
    Proof(#[from] ProofError),
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
        let expectations = Expectations { pinned: Some(ledger.key()), ..Expectations::default() };
        passed(bundle::verify(&bundle.encode(), &expectations))?;
        Ok(bundle)
    }

    /// Makes a C2SP tlog-proof that the record at this index is in the log, with the record in it.
    ///
    /// # Errors
    /// When the log can't be read or doesn't prove it.
    pub fn tlog_proof(&self, index: Index) -> Result<TlogProof, ProveError> {
        let ledger = self.ledger();
        let path = ledger.path(index, ledger.head().size)?;
        let extra = Some(ledger.reader().leaf(index)?);
        let proof = TlogProof { extra, index, path, checkpoint: ledger.checkpoint().to_owned() };
        let expectations = Expectations { pinned: Some(ledger.key()), ..Expectations::default() };
        passed(proof::verify_tlog_proof(proof.to_string().as_bytes(), None, &expectations))?;
        Ok(proof)
    }

    /// Makes an RFC 9942 receipt of the record at this index, from checkpoint.cose and without any key.
    ///
    /// # Errors
    /// When the log can't be read, doesn't prove it, or has no signed root for it.
    pub fn receipt(&self, index: Index) -> Result<Receipt, ProveError> {
        let ledger = self.ledger();
        let signed_root = ledger.reader().raw().cose().ok_or(ProveError::SignedRoot)?;
        let key = ledger.key();
        let root = open_root_receipt(signed_root, ledger.config().origin.as_str(), key);
        let size = ledger.recent_size(root.map_err(|_| ProveError::SignedRoot)?)?.ok_or(ProveError::SignedRoot)?;
        let path = ledger.path(index, size)?;
        let receipt = Receipt::from_root(signed_root, index, size, path).map_err(|_| ProveError::SignedRoot)?;
        let expectations = Expectations { pinned: Some(key), ..Expectations::default() };
        let leaf = ledger.reader().leaf(index)?;
        passed(proof::verify_receipt(&receipt.encode(), Some(&leaf), &expectations))?;
        Ok(receipt)
    }

    /// Makes an RFC 9943 transparent statement: the record at this index with its receipt.
    ///
    /// # Errors
    /// As [`Lookup::receipt`].
    pub fn transparent_statement(&self, index: Index) -> Result<Vec<u8>, ProveError> {
        let receipts = vec![self.receipt(index)?.encode()];
        let statement = self.ledger().reader().leaf(index)?;
        let transparent = TransparentStatement { statement, receipts };
        transparent.encode().map_err(|_| ViewError::NotAStatement(index).into())
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

impl Ledger {
    /// Proves that the log continues the one of this checkpoint.
    ///
    /// # Errors
    /// When it doesn't, or can't be read.
    pub fn growth_since(&self, old: &Checkpoint) -> Result<Consistency, GrowthError> {
        let (origin, head) = (self.config().origin.as_str(), self.head());
        if old.origin != origin {
            return Err(GrowthError::OtherOrigin { want: origin.to_owned(), got: old.origin.clone() });
        }
        let growth = growth_from(self.reader(), old.size)?;
        growth.proof.verify(old.size, old.root, head.size, head.root)?;
        Ok(growth)
    }

    fn path(&self, index: Index, size: Size) -> Result<InclusionProof, ProveError> {
        let plan = InclusionPlan::new(index, size).map_err(|_| PlanError::OutOfRange { index, size })?;
        Ok(plan.finish(&self.reader().nodes(plan.nodes())?))
    }

    /// The size of the tree with this root: the whole log, or the log before its last commit, which checkpoint.cose may still sign after a crash.
    fn recent_size(&self, root: TreeHash) -> Result<Option<Size>, ProveError> {
        let size = self.head().size;
        let last = size.index_of_last().map(|last| self.at(last)).transpose()?;
        let first = last.as_ref().and_then(closing).map(|closing| closing.first.size_before());
        for size in [Some(size), first].into_iter().flatten() {
            let hashes = self.reader().nodes(&Frontier::nodes(size))?;
            if Frontier::from_hashes(size, hashes).is_ok_and(|edge| edge.root() == root) {
                return Ok(Some(size));
            }
        }
        Ok(None)
    }
}

/// A proof that the log continues whatever tree of this size it is of: whoever has that tree's root can check it.
///
/// # Errors
/// When the log is shorter, or can't be read.
pub fn growth_from(reader: &Reader, old: Size) -> Result<Consistency, GrowthError> {
    let plan = ConsistencyPlan::new(old, reader.head().size)?;
    let proof = plan.finish(&reader.nodes(plan.nodes()).map_err(ViewError::from)?);
    let checkpoint = String::from_utf8_lossy(reader.raw().checkpoint()).into_owned();
    Ok(Consistency { old, proof, checkpoint })
}

/// What is made from a disk is handed out only if it holds.
fn passed(report: Report) -> Result<(), ProveError> {
    match report.verdict() {
        Verdict::Passed => Ok(()),
        _ => Err(ProveError::Refused(report.findings)),
    }
}

fn closing(seal: &Located) -> Option<Closing> {
    match seal.record() {
        Record::Seal(record) => Some(Closing { index: seal.index, first: record.first.as_index()? }),
        _ => None,
    }
}
