//! `withdrawal`: disregard a record, and why.

use super::text::Text;
use crate::hash::RecordId;
use serde::{Deserialize, Serialize};

/// Ends an identity: no earlier version revives (docs/format/records.md, "withdrawal").
///
/// Nothing is deleted; every view marks what was withdrawn, and later references to it are admitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The version in force of what is withdrawn, by its own id.
    pub target: RecordId,
    /// Why.
    pub reason: Text,
}
