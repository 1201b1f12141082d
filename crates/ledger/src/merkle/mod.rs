//! The Merkle tree of RFC 6962 section 2.1, with SHA-256.
//!
//! Nothing here reads anything: a plan says which nodes it needs, the caller fetches them, and the
//! plan makes the proof out of them. A proof built from nodes that came from a disk shows nothing
//! until it was verified against a signed root.

mod frontier;
mod proof;
mod subtree;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vector_tests;

use sha2::Digest as _;

pub use self::{
    frontier::{Frontier, FrontierError},
    proof::{ConsistencyPlan, ConsistencyProof, InclusionPlan, InclusionProof, ProofError},
    subtree::Subtree,
};
use crate::hash::{Sha256, TreeHash};

/// The hash of a leaf: SHA-256 over 0x00 and the entry.
pub fn leaf_hash(entry: &[u8]) -> TreeHash {
    let hash = sha2::Sha256::new().chain_update([0]).chain_update(entry);
    TreeHash::from_bytes(hash.finalize().into())
}

/// The hash of an inner node: SHA-256 over 0x01 and the hashes of its two children.
pub fn node_hash(left: TreeHash, right: TreeHash) -> TreeHash {
    let mut bytes = [1; 65];
    bytes[1..33].copy_from_slice(left.as_bytes());
    bytes[33..].copy_from_slice(right.as_bytes());
    TreeHash::from_bytes(sha2::Sha256::digest(bytes).into())
}

/// The root of the tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> TreeHash {
    TreeHash::from_bytes(*Sha256::of(b"").as_bytes())
}

/// A complete subtree: the node over the leaves from `number * 2^level` up to
/// `(number + 1) * 2^level`.
///
/// Its hash stays the same however the log grows, since all of its leaves are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// Height above the leaves; a leaf hash has level 0. At most 62.
    pub level: u8,
    /// Position among the nodes of its level, from the left, counted from 0.
    pub number: u64,
}

/// The leaves under one node of a tree, which may be a node at the right edge.
///
/// `begin` is a multiple of a power of two that is not smaller than the number of leaves, because
/// spans come from splitting a tree as RFC 6962 does. So the complete subtrees that make up a span
/// are those of its length's binary digits, the largest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    begin: u64,
    end: u64,
}

impl Span {
    /// The two children: the left one has the largest power of two of leaves that leaves some over
    /// for the right one. A span of a single leaf has none.
    fn children(self) -> (Self, Self) {
        let middle = self.begin + (1 << (self.end - self.begin - 1).ilog2());
        (Self { end: middle, ..self }, Self { begin: middle, ..self })
    }

    /// The complete subtrees that make up the span, from the left.
    fn nodes(self) -> impl Iterator<Item = Node> {
        let mut begin = self.begin;
        std::iter::from_fn(move || {
            let level = (self.end - begin).checked_ilog2()?;
            let number = begin >> level;
            begin += 1 << level;
            Some(Node { level: level as u8, number })
        })
    }

    /// How many nodes [`Span::nodes`] gives.
    fn node_count(self) -> usize {
        (self.end - self.begin).count_ones() as usize
    }
}

/// The root over the complete subtrees of a span, from the left; nothing if there are none.
///
/// Each subtree is larger than all to its right together, so they join from the right.
fn join(subtrees: &[TreeHash]) -> Option<TreeHash> {
    subtrees.iter().copied().rev().reduce(|right, left| node_hash(left, right))
}
