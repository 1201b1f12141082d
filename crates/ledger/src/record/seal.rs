//! `seal`: the ledger's own record, the last leaf of every commit.

use crate::hash::RosterHash;
use crate::position::Claimed;
use serde::{Deserialize, Serialize};

/// Closes a commit; its statement's time is when everything under it was logged (docs/format/records.md, "seal").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// The first leaf that it closes.
    pub first: Claimed,
    /// How many roster leaves stand below the seal, and the hash over them.
    pub roster: (u64, RosterHash),
}
