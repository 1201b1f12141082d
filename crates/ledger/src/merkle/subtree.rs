//! Proofs over a part of a tree: a leaf in a subtree, and a subtree in a larger tree (draft-ietf-plants-merkle-tree-certs, "Subtrees").
//!
//! Byline makes no such proofs. Logs of the same tree hand them out, and whoever has one can check it here.

use super::{InclusionProof, ProofError, empty_root, node_hash};
use crate::hash::TreeHash;
use crate::position::{Index, Size};

/// The leaves from `start` up to and without `end` of a larger tree, where they make up a tree of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subtree {
    start: u64,
    end: u64,
}

impl Subtree {
    /// The subtree over these leaves; the one without leaves is allowed.
    ///
    /// # Errors
    /// `OutOfRange` where the end is before the start, or the start is no multiple of the least power of two that the leaves fit into: then they are
    /// no subtree.
    pub fn new(start: Size, end: Size) -> Result<Self, ProofError> {
        let (start, end) = (start.get(), end.get());
        let width = end.checked_sub(start).ok_or(ProofError::OutOfRange)?;
        match start % width.next_power_of_two() {
            0 => Ok(Self { start, end }),
            _ => Err(ProofError::OutOfRange),
        }
    }

    /// Checks that a leaf of the larger tree is in this subtree, which has this root.
    ///
    /// # Errors
    /// Where the leaf isn't among these, or the proof doesn't lead to the root. It says nothing of the larger tree.
    pub fn verify_inclusion(
        self,
        proof: &InclusionProof,
        leaf: TreeHash,
        index: Index,
        root: TreeHash,
    ) -> Result<(), ProofError> {
        let within = index.get().checked_sub(self.start).and_then(Index::new).ok_or(ProofError::OutOfRange)?;
        let size = Size::new(self.end - self.start).ok_or(ProofError::OutOfRange)?;
        proof.verify(leaf, within, size, root)
    }

    /// Checks that this subtree, with `root`, is a part of the tree of `size` leaves with `tree_root`.
    ///
    /// The subtree without leaves is a part of every tree, and needs an empty proof.
    ///
    /// # Errors
    /// Where the subtree reaches beyond the tree, or the proof leads to another root of either.
    pub fn verify_consistency(
        self,
        proof: &[TreeHash],
        root: TreeHash,
        size: Size,
        tree_root: TreeHash,
    ) -> Result<(), ProofError> {
        if self.end > size.get() {
            return Err(ProofError::OutOfRange);
        }
        if self.start == self.end {
            let is_nothing = proof.is_empty() && root == empty_root();
            return if is_nothing { Ok(()) } else { Err(ProofError::WrongOldRoot) };
        }
        let mut path = Path { first: self.start, last: self.end - 1, tree_last: size.get() - 1 };
        path.climb_to_whole_subtrees();
        let mut hashes = proof.iter().copied();
        let start = if path.first == path.last { Some(root) } else { hashes.next() };
        let too_short = ProofError::WrongLength { want: 1, got: proof.len() };
        let start = start.ok_or(too_short)?;
        let (mut part, mut whole) = (start, start);
        for other in hashes {
            if path.tree_last == 0 {
                return Err(ProofError::WrongRoot);
            }
            if path.last & 1 == 1 || path.last == path.tree_last {
                if path.first < path.last {
                    part = node_hash(other, part);
                }
                whole = node_hash(other, whole);
                // A node at the right edge of the tree has no sibling on these levels.
                while path.last & 1 == 0 {
                    path.up();
                }
            } else {
                whole = node_hash(whole, other);
            }
            path.up();
        }
        match (part == root, whole == tree_root && path.tree_last == 0) {
            (true, true) => Ok(()),
            (false, _) => Err(ProofError::WrongOldRoot),
            (true, false) => Err(ProofError::WrongRoot),
        }
    }
}

/// The numbers of three nodes on one level: over the subtree's first and last leaf, and over the tree's last.
struct Path {
    first: u64,
    last: u64,
    tree_last: u64,
}

impl Path {
    fn up(&mut self) {
        self.first >>= 1;
        self.last >>= 1;
        self.tree_last >>= 1;
    }

    /// Goes up to the largest node that ends where the subtree ends, and is a node of the tree too.
    fn climb_to_whole_subtrees(&mut self) {
        let at_the_edge = self.last == self.tree_last;
        while self.first != self.last && (at_the_edge || self.last & 1 == 1) {
            self.up();
        }
    }
}
