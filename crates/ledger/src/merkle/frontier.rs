//! The right edge of a growing tree.

use super::{Node, Span, empty_root, join, node_hash};
use crate::{
    hash::TreeHash,
    position::{Index, Size},
};

/// The right edge of a tree: the roots of its complete subtrees, the largest first.
///
/// It is all that is needed to append leaves and to know the root; for n leaves it holds as many
/// hashes as n has binary ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frontier {
    size: Size,
    subtrees: Vec<TreeHash>,
}

/// Hashes were given for a frontier, but not as many as its size has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the right edge of this tree has {want} hashes, not {got}")]
pub struct FrontierError {
    /// How many hashes the frontier of that size has.
    pub want: usize,
    /// How many were given.
    pub got: usize,
}

impl Default for Frontier {
    fn default() -> Self {
        Self::new()
    }
}

impl Frontier {
    /// The edge of the tree without leaves.
    pub const fn new() -> Self {
        Self { size: Size::ZERO, subtrees: Vec::new() }
    }

    /// The nodes that the edge of a tree of this size consists of, from the left.
    pub fn nodes(size: Size) -> Vec<Node> {
        Span { begin: 0, end: size.get() }.nodes().collect()
    }

    /// The edge of a tree of this size, from the hashes of [`Frontier::nodes`] in the same order.
    ///
    /// The hashes are taken as they are. Compare [`Frontier::root`] with a signed root before
    /// building on them.
    pub fn from_hashes(size: Size, hashes: Vec<TreeHash>) -> Result<Self, FrontierError> {
        let want = size.get().count_ones() as usize;
        if hashes.len() != want {
            return Err(FrontierError { want, got: hashes.len() });
        }
        Ok(Self { size, subtrees: hashes })
    }

    /// Appends a leaf, given its leaf hash, and says where it stands.
    ///
    /// Costs one node hash on average and at most one for each level of the tree.
    pub fn push(&mut self, leaf: TreeHash) -> Index {
        let index = self.size.index_of_next();
        let mut hash = leaf;
        // Each trailing one of the size is a complete subtree that this leaf completes to the next
        // larger one.
        for _ in 0..self.size.get().trailing_ones() {
            let left = self.subtrees.pop().expect("safe: one subtree for each one of the size");
            hash = node_hash(left, hash);
        }
        self.subtrees.push(hash);
        self.size = index.size_with().expect("safe: no log has 2^63 leaves");
        index
    }

    /// The number of leaves.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The root of the tree.
    pub fn root(&self) -> TreeHash {
        join(&self.subtrees).unwrap_or_else(empty_root)
    }

    /// The hashes of [`Frontier::nodes`] for this size, in the same order.
    pub fn hashes(&self) -> &[TreeHash] {
        &self.subtrees
    }
}
