//! Proofs that a leaf is in a tree, and that one tree is the beginning of another.
//!
//! Each kind has one walk from the root downwards, straight from RFC 6962 section 2.1. The plan
//! takes it to know the nodes, the verifier takes it to know on which side each hash belongs.

use serde::{Deserialize, Serialize};

use super::{Node, Span, empty_root, join, node_hash};
use crate::{
    hash::TreeHash,
    position::{Index, Size},
};

/// Why a proof can't be made or doesn't hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The proof has too few or too many hashes for this position.
    #[error("the proof has {got} hashes where this position needs {want}")]
    WrongLength {
        /// How many hashes belong there.
        want: usize,
        /// How many there are.
        got: usize,
    },
    /// The proof leads to another root than that of the (new) tree.
    #[error("the proof leads to another root")]
    WrongRoot,
    /// The proof leads to another root than that of the old tree.
    #[error("the proof leads to another root of the old tree")]
    WrongOldRoot,
    /// The index is not in the tree, or the old tree is larger than the new one.
    #[error("there is no such position in this tree")]
    OutOfRange,
}

/// Where a hash of a proof stands, seen from the node that it is hashed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// One hash of a proof: the subtree that it is the root of, and its side.
#[derive(Debug, Clone, Copy)]
struct Step {
    side: Side,
    span: Span,
}

/// Which nodes make up an inclusion proof (RFC 6962 section 2.1.1).
#[derive(Debug, Clone)]
pub struct InclusionPlan {
    spans: Vec<Span>,
    nodes: Vec<Node>,
}

/// Shows that a leaf stands at an index in the tree with a certain root (RFC 6962 section 2.1.1).
///
/// It shows nothing about any other leaf, nor who signed that root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InclusionProof {
    /// The hashes from the leaf's sibling up to the root's child.
    pub hashes: Vec<TreeHash>,
}

/// Which nodes make up a consistency proof (RFC 6962 section 2.1.2).
#[derive(Debug, Clone)]
pub struct ConsistencyPlan {
    spans: Vec<Span>,
    nodes: Vec<Node>,
}

/// Shows that the leaves of an old tree are the first leaves of a new one, unchanged
/// (RFC 6962 section 2.1.2).
///
/// It doesn't show what the leaves are, nor that nobody was shown a third tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConsistencyProof {
    /// The hashes, the one deepest in the tree first.
    pub hashes: Vec<TreeHash>,
}

impl InclusionPlan {
    /// Plans the proof of the leaf at `index` in the tree of `size` leaves.
    pub fn new(index: Index, size: Size) -> Result<Self, ProofError> {
        let spans: Vec<_> = inclusion_steps(index, size)?.iter().map(|step| step.span).collect();
        let nodes = nodes_of(&spans);
        Ok(Self { spans, nodes })
    }

    /// The nodes to fetch.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Makes the proof from the hashes of [`InclusionPlan::nodes`], in the same order.
    ///
    /// # Panics
    ///
    /// If there is not one hash for each node.
    pub fn finish(&self, hashes: &[TreeHash]) -> InclusionProof {
        InclusionProof { hashes: roots_of(&self.spans, hashes) }
    }
}

impl InclusionProof {
    /// Checks that the leaf with this leaf hash stands at `index` in the tree of `size` leaves with
    /// this root.
    pub fn verify(&self, leaf: TreeHash, index: Index, size: Size, root: TreeHash) -> Result<(), ProofError> {
        if self.root(leaf, index, size)? == root { Ok(()) } else { Err(ProofError::WrongRoot) }
    }

    /// The root that the leaf with this leaf hash has at `index` in a tree of `size` leaves.
    pub fn root(&self, leaf: TreeHash, index: Index, size: Size) -> Result<TreeHash, ProofError> {
        let steps = inclusion_steps(index, size)?;
        check_length(steps.len(), &self.hashes)?;
        Ok(steps.iter().zip(&self.hashes).fold(leaf, |hash, (step, &other)| match step.side {
            Side::Left => node_hash(other, hash),
            Side::Right => node_hash(hash, other),
        }))
    }
}

impl ConsistencyPlan {
    /// Plans the proof that the first `old` of `new` leaves are the old tree.
    pub fn new(old: Size, new: Size) -> Result<Self, ProofError> {
        let walk = ConsistencyWalk::new(old, new)?;
        let spans: Vec<_> = walk.start.into_iter().chain(walk.steps.iter().map(|step| step.span)).collect();
        let nodes = nodes_of(&spans);
        Ok(Self { spans, nodes })
    }

    /// The nodes to fetch.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Makes the proof from the hashes of [`ConsistencyPlan::nodes`], in the same order.
    ///
    /// # Panics
    ///
    /// If there is not one hash for each node.
    pub fn finish(&self, hashes: &[TreeHash]) -> ConsistencyProof {
        ConsistencyProof { hashes: roots_of(&self.spans, hashes) }
    }
}

impl ConsistencyProof {
    /// Checks that the tree of `old_size` leaves with `old_root` is the beginning of the tree of
    /// `new_size` leaves with `new_root`.
    ///
    /// Trees of the same size are consistent when they have the same root, and the tree without
    /// leaves is the beginning of every tree; both need an empty proof. RFC 6962 leaves the latter
    /// open.
    ///
    /// [`ProofError::WrongOldRoot`] is more than a bad proof: it shows that the new tree has another
    /// beginning, for the proof leads from that one to `new_root`.
    pub fn verify(
        &self,
        old_size: Size,
        old_root: TreeHash,
        new_size: Size,
        new_root: TreeHash,
    ) -> Result<(), ProofError> {
        let walk = ConsistencyWalk::new(old_size, new_size)?;
        check_length(walk.len(), &self.hashes)?;
        if old_size == Size::ZERO {
            return verify_from_empty(old_root, new_size, new_root);
        }
        let mut hashes = self.hashes.iter().copied();
        let first = if walk.start.is_some() { hashes.next() } else { Some(old_root) };
        let first = first.expect("safe: the length was checked");
        let (mut old, mut new) = (first, first);
        for (step, other) in walk.steps.iter().zip(hashes) {
            match step.side {
                Side::Left => (old, new) = (node_hash(other, old), node_hash(other, new)),
                // What stands to the right is not in the old tree.
                Side::Right => new = node_hash(new, other),
            }
        }
        if new != new_root {
            return Err(ProofError::WrongRoot);
        }
        if old == old_root { Ok(()) } else { Err(ProofError::WrongOldRoot) }
    }
}

fn verify_from_empty(old_root: TreeHash, new_size: Size, new_root: TreeHash) -> Result<(), ProofError> {
    if old_root != empty_root() {
        return Err(ProofError::WrongOldRoot);
    }
    if new_size == Size::ZERO && new_root != old_root {
        return Err(ProofError::WrongRoot);
    }
    Ok(())
}

/// PATH of RFC 6962 section 2.1.1: the siblings on the way from the leaf to the root.
fn inclusion_steps(index: Index, size: Size) -> Result<Vec<Step>, ProofError> {
    if !index.in_size(size) {
        return Err(ProofError::OutOfRange);
    }
    let mut steps = Vec::new();
    let mut span = Span { begin: 0, end: size.get() };
    while span.end - span.begin > 1 {
        let (left, right) = span.children();
        if index.get() < right.begin {
            steps.push(Step { side: Side::Right, span: right });
            span = left;
        } else {
            steps.push(Step { side: Side::Left, span: left });
            span = right;
        }
    }
    steps.reverse();
    Ok(steps)
}

/// PROOF of RFC 6962 section 2.1.2.
struct ConsistencyWalk {
    /// The subtree at the old tree's right end, unless that is the whole old tree, whose root the
    /// verifier has.
    start: Option<Span>,
    steps: Vec<Step>,
}

impl ConsistencyWalk {
    fn new(old: Size, new: Size) -> Result<Self, ProofError> {
        if new < old {
            return Err(ProofError::OutOfRange);
        }
        let mut steps = Vec::new();
        let mut span = Span { begin: 0, end: new.get() };
        if old == Size::ZERO {
            return Ok(Self { start: None, steps });
        }
        while old.get() < span.end {
            let (left, right) = span.children();
            if old.get() <= right.begin {
                steps.push(Step { side: Side::Right, span: right });
                span = left;
            } else {
                steps.push(Step { side: Side::Left, span: left });
                span = right;
            }
        }
        steps.reverse();
        let start = if span.begin == 0 { None } else { Some(span) };
        Ok(Self { start, steps })
    }

    fn len(&self) -> usize {
        usize::from(self.start.is_some()) + self.steps.len()
    }
}

fn check_length(want: usize, hashes: &[TreeHash]) -> Result<(), ProofError> {
    if hashes.len() == want {
        return Ok(());
    }
    Err(ProofError::WrongLength { want, got: hashes.len() })
}

fn nodes_of(spans: &[Span]) -> Vec<Node> {
    spans.iter().flat_map(|span| span.nodes()).collect()
}

/// The root of each span, from the hashes of all their nodes.
fn roots_of(spans: &[Span], mut hashes: &[TreeHash]) -> Vec<TreeHash> {
    let want: usize = spans.iter().map(|span| span.node_count()).sum();
    assert_eq!(hashes.len(), want, "one hash for each node of the plan");
    let root = |span: &Span| {
        let (own, rest) = hashes.split_at(span.node_count());
        hashes = rest;
        join(own).expect("safe: a span has at least one leaf")
    };
    spans.iter().map(root).collect()
}
