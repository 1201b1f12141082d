//! `approval`: an editor's consent to a change that waits for the quorum.

use crate::hash::RecordId;
use serde::{Deserialize, Serialize};

/// One more editor's vote for a change (docs/format/records.md, "approval").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The `key` or `policy` record.
    pub of: RecordId,
}
