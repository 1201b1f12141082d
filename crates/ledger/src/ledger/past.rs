//! A ledger as it stood at an earlier commit.

use super::view::{Located, ViewError, open_signed};
use super::{Ledger, Lookup};
use crate::checkpoint::CheckpointError;
use crate::position::{Index, Size};
use crate::record::Record;
use crate::store::Head;
use crate::time::Timestamp;

/// A point at which the log ended with a seal: what its checkpoint said then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// Size and root of the tree.
    pub head: Head,
    /// The time of the seal, by the ledger's clock.
    pub sealed_at: Timestamp,
}

/// Why a log has no such point.
#[derive(Debug, thiserror::Error)]
pub enum PointError {
    /// It isn't that long.
    #[error("the log has {have} entries, not {wanted}")]
    TooLong {
        /// The size that was asked for.
        wanted: Size,
        /// The log's own.
        have: Size,
    },
    /// The size lies within a commit.
    #[error("at {wanted} entries the log was in the middle of a commit")]
    WithinCommit {
        /// The size that was asked for.
        wanted: Size,
        /// Where the commit before ended; 0 for the first.
        before: Size,
        /// Where this commit ends.
        after: Size,
    },
    /// There was no log yet.
    #[error("the log begins at {first}")]
    BeforeTheLog {
        /// The time of its first seal.
        first: Timestamp,
    },
    /// The checkpoint isn't this ledger's.
    #[error("the checkpoint can't be used: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The ledger signed it, and this log has another root at that size.
    #[error("the checkpoint of {0} entries is signed by the ledger, but is not of this log's history")]
    OtherHistory(Size),
    /// The log can't be read.
    #[error(transparent)]
    View(#[from] ViewError),
}

impl<'a> Lookup<'a> {
    /// Where this lookup stands: everything that it finds lies below.
    ///
    /// # Errors
    /// When the log can't be read or doesn't end with a seal.
    pub fn point(&self) -> Result<Point, ViewError> {
        let seal = self.size().index_of_last().ok_or(ViewError::NoSeal)?;
        self.point_of(seal)
    }

    /// The point at which the log had this many entries.
    ///
    /// # Errors
    /// When it is longer than the log, or lies within a commit.
    pub fn point_at(&self, size: Size) -> Result<Point, PointError> {
        if size > self.size() {
            return Err(PointError::TooLong { wanted: size, have: self.size() });
        }
        let Some(last) = size.index_of_last() else {
            return Err(PointError::WithinCommit {
                wanted: size,
                before: Size::ZERO,
                after: self.end_of_commit(Index::ZERO)?.0,
            });
        };
        let (after, seal) = self.end_of_commit(last)?;
        if after == size {
            return Ok(self.point_of(seal.index)?);
        }
        let Record::Seal(record) = seal.record() else { return Err(ViewError::NoSeal.into()) };
        let before = Size::new(record.first.get()).unwrap_or(Size::ZERO);
        Err(PointError::WithinCommit { wanted: size, before, after })
    }

    /// The last point whose seal is of this time or earlier.
    ///
    /// # Errors
    /// When the log's first seal is later.
    pub fn point_by(&self, time: Timestamp) -> Result<Point, PointError> {
        // The audit shows that the times of seals never go back; so a search by halves finds the first one that is later.
        let (mut low, mut high) = (0, self.size().get());
        let mut found = None;
        while low < high {
            let middle = Index::new(low + (high - low) / 2).ok_or(ViewError::NoSeal)?;
            let seal = self.closing_seal(middle)?;
            if seal.logged.header().signed_at <= time {
                low = seal.index.get() + 1;
                found = Some(seal.index);
            } else {
                high = middle.get();
            }
        }
        match found {
            Some(seal) => Ok(self.point_of(seal)?),
            None => {
                let first = self.closing_seal(Index::ZERO)?.logged.header().signed_at;
                Err(PointError::BeforeTheLog { first })
            }
        }
    }

    /// The point that a checkpoint of this ledger signs. What it says is held against the log as it is now.
    ///
    /// # Errors
    /// When it isn't signed by the ledger's key, counts more entries than the log has, or has another root.
    pub fn point_of_checkpoint(&self, note: &[u8]) -> Result<Point, PointError> {
        let origin = &self.ledger().config().origin;
        let roster = self.current_roster()?;
        // It was signed by the key that was the ledger's then: any of them.
        let by_former = || roster.ledger_keys().iter().find_map(|it| open_signed(origin, it.key, note).ok());
        let signed = open_signed(origin, self.ledger().key(), note).or_else(|error| by_former().ok_or(error))?;
        let point = self.point_at(signed.size())?;
        if point.head.root == signed.root() { Ok(point) } else { Err(PointError::OtherHistory(signed.size())) }
    }

    fn point_of(&self, seal: Index) -> Result<Point, ViewError> {
        let located = self.ledger().at(seal)?;
        let size = seal.size_with().ok_or(ViewError::NoSeal)?;
        let Record::Seal(_) = located.record() else { return Err(ViewError::NoSeal) };
        Ok(Point { head: self.ledger().head_at(size)?, sealed_at: located.logged.header().signed_at })
    }

    /// Where the commit ends that a leaf belongs to, with its seal.
    fn end_of_commit(&self, index: Index) -> Result<(Size, Located), ViewError> {
        let seal = self.closing_seal(index)?;
        Ok((seal.index.size_with().ok_or(ViewError::NoSeal)?, seal))
    }
}

impl Ledger {
    /// The head that the log had at an earlier size.
    fn head_at(&self, size: Size) -> Result<Head, ViewError> {
        Ok(Head { size, root: self.reader().root_at(size)? })
    }
}
