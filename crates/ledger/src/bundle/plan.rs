//! Which leaves a bundle holds, and making one (docs/format/bundle.md, "Which leaves").

use super::{Bundle, LEAVES_LIMIT, Leaf};
use crate::hash::TreeHash;
use crate::merkle::{InclusionPlan, Node, ProofError};
use crate::position::{Claimed, Index, Size};
use std::collections::BTreeSet;

/// A record to be proven, with the seals that it stands between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProvenLeaf {
    /// Where it stands.
    pub index: Index,
    /// The size that its header's `after` names.
    pub after: Claimed,
    /// The seal that closes it, if there is one.
    pub closing: Option<Closing>,
}

/// A seal, as the one that closes a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// Where the seal stands.
    pub index: Index,
    /// The first leaf that it closes.
    pub first: Index,
}

impl ProvenLeaf {
    /// The seals that must be there with it.
    fn seals(&self) -> impl Iterator<Item = Index> {
        let latest = self.closing.map_or(self.index, |closing| closing.first);
        // An `after` that no statement may have asks for no leaf; it is found broken for itself.
        let after = self.after.as_size().filter(|size| size.get() <= latest.get()).and_then(Size::index_of_last);
        self.closing.map(|closing| closing.index).into_iter().chain(after)
    }
}

/// The leaves that a bundle on these records holds, apart from those of the roster; ascending, each once.
pub(super) fn leaves_apart_from_roster(proven: &[ProvenLeaf], size: Size) -> BTreeSet<Index> {
    let own = proven.iter().flat_map(|leaf| leaf.seals().chain([leaf.index]));
    own.chain(size.index_of_last()).collect()
}

/// Why a bundle can't be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// There is nothing to prove.
    #[error("a proof is about one record or more")]
    Nothing,
    /// It would hold too many leaves.
    #[error("the proof would hold {leaves} entries; the limit is {LEAVES_LIMIT}")]
    TooMany {
        /// How many.
        leaves: usize,
    },
    /// A leaf is not in the tree.
    #[error("entry {index} is not in the tree of {size} entries")]
    OutOfRange {
        /// Which.
        index: Index,
        /// The size of the tree.
        size: Size,
    },
}

/// Which leaves and nodes a bundle needs.
///
/// What is made from it shows nothing by itself: the leaves and nodes came from a disk. Verify it before handing it out.
#[derive(Debug, Clone)]
pub struct Plan {
    proven: Vec<Index>,
    leaves: Vec<(Index, InclusionPlan)>,
    nodes: Vec<Node>,
}

impl Plan {
    /// Plans a bundle on these records, in the tree of this size, whose roster's leaves stand at these indexes.
    ///
    /// # Errors
    /// When there is nothing to prove, too much, or a leaf is not in the tree.
    pub fn new(proven: &[ProvenLeaf], roster: impl IntoIterator<Item = Index>, size: Size) -> Result<Self, PlanError> {
        let mut indexes = leaves_apart_from_roster(proven, size);
        indexes.extend(roster);
        if proven.is_empty() {
            return Err(PlanError::Nothing);
        }
        if LEAVES_LIMIT < indexes.len() {
            return Err(PlanError::TooMany { leaves: indexes.len() });
        }
        let planned = |index| {
            let plan = InclusionPlan::new(index, size);
            plan.map(|plan| (index, plan)).map_err(|_: ProofError| PlanError::OutOfRange { index, size })
        };
        let leaves = indexes.into_iter().map(planned).collect::<Result<Vec<_>, _>>()?;
        let nodes: BTreeSet<Node> = leaves.iter().flat_map(|(_, plan)| plan.nodes().iter().copied()).collect();
        let proven: BTreeSet<Index> = proven.iter().map(|leaf| leaf.index).collect();
        Ok(Self { proven: proven.into_iter().collect(), leaves, nodes: nodes.into_iter().collect() })
    }

    /// The leaves to fetch.
    pub fn leaves(&self) -> impl Iterator<Item = Index> {
        self.leaves.iter().map(|(index, _)| *index)
    }

    /// The nodes to fetch, each once.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Makes the bundle from the leaves and the hashes, each in the order in which they were asked for, and the checkpoint's note.
    ///
    /// # Panics
    /// If there is not one leaf for each of [`Plan::leaves`], and one hash for each of [`Plan::nodes`].
    pub fn finish(self, leaves: Vec<Vec<u8>>, hashes: &[TreeHash], checkpoint: String) -> Bundle {
        assert_eq!((leaves.len(), hashes.len()), (self.leaves.len(), self.nodes.len()), "one answer for each question");
        let Self { proven, leaves: planned, nodes } = self;
        let hash_of = |node: &Node| {
            let place = nodes.binary_search(node).expect("safe: the nodes of all paths were asked for");
            hashes[place]
        };
        let leaf = |((index, plan), statement): ((Index, InclusionPlan), Vec<u8>)| {
            let hashes: Vec<TreeHash> = plan.nodes().iter().map(hash_of).collect();
            Leaf { index, statement, path: plan.finish(&hashes) }
        };
        Bundle::new(planned.into_iter().zip(leaves).map(leaf).collect(), proven, checkpoint)
    }
}
