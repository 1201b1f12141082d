//! The two BLAKE3 chains of the log: over all leaves, and over the roster's leaves (docs/format/log.md, "Hash chain" and "Seals").

use crate::hash::{ChainHead, LeafDigest, RecordId, RosterHash};
use crate::key::PublicKeyBytes;
use crate::position::Index;

const START: &str = "byline.v1 2026-11-22 chain start";
const STEP: &str = "byline.v1 2026-11-22 chain step";
const ROSTER: &str = "byline.v1 2026-11-22 roster";

/// head(0): the chain before any leaf, from the log's origin and entry 0's ledger key.
pub fn start(origin: &str, ledger_key: &PublicKeyBytes) -> ChainHead {
    let mut hasher = blake3::Hasher::new_derive_key(START);
    hasher.update(origin.as_bytes()).update(&[0]).update(ledger_key.as_bytes());
    ChainHead::from_bytes(hasher.finalize().into())
}

/// head(n+1), from head(n) and the digest of leaf n.
///
/// Leaves are hashed beforehand, on as many threads as there are; this step, which can't be, takes 64 bytes.
pub fn step(head: ChainHead, leaf: LeafDigest) -> ChainHead {
    let mut hasher = blake3::Hasher::new_derive_key(STEP);
    hasher.update(head.as_bytes()).update(leaf.as_bytes());
    ChainHead::from_bytes(hasher.finalize().into())
}

/// How many roster leaves there are, and the hash over them: what a seal says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RosterChain {
    /// Leaves of kind ledger, key, approval and policy so far, in force or not.
    pub count: u64,
    /// The hash over their indexes and ids.
    pub hash: RosterHash,
}

impl RosterChain {
    /// Before any leaf: a count of 0 and 32 zero bytes.
    pub const START: Self = Self { count: 0, hash: RosterHash::from_bytes([0; 32]) };

    /// With one more roster leaf.
    #[must_use]
    pub fn with(self, index: Index, id: RecordId) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key(ROSTER);
        hasher.update(self.hash.as_bytes()).update(&index.get().to_be_bytes()).update(id.as_bytes());
        Self { count: self.count + 1, hash: RosterHash::from_bytes(hasher.finalize().into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_counts() {
        let key = |byte| PublicKeyBytes::from_bytes([byte; 32]);
        let head = start("example.org/desk", &key(1));
        assert_ne!(head, start("example.org/desk", &key(2)));
        assert_ne!(head, start("example.org/des", &key(1)));
        let leaf = LeafDigest::of(b"leaf");
        assert_ne!(step(head, leaf), step(head, LeafDigest::of(b"lead")));
        assert_ne!(step(head, leaf), step(step(head, leaf), leaf));
        // A leaf's own hash as a head gives another step than the head itself: the order of the two parts counts.
        assert_ne!(
            step(ChainHead::from_bytes(*leaf.as_bytes()), LeafDigest::from_bytes(*head.as_bytes())),
            step(head, leaf)
        );
        let id = RecordId::from_bytes([7; 32]);
        let one = RosterChain::START.with(Index::ZERO, id);
        assert_eq!(one.count, 1);
        assert_ne!(one.hash, RosterChain::START.with(Index::small(1), id).hash);
    }
}
