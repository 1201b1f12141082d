//! A record as it stands in a log.

use crate::hash::{Kid, RecordId};
use crate::position::Index;
use crate::record::{Handle, Record};
use crate::time::Timestamp;

/// A record as it stands in a log: what the comparison works on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedRecord {
    /// Its place in the log.
    pub index: Index,
    /// Its own id.
    pub id: RecordId,
    /// Who signed it.
    pub handle: Handle,
    /// With which key.
    pub kid: Kid,
    /// When, by the signer's clock.
    pub signed_at: Timestamp,
    /// The time of the seal that closes it.
    pub logged_at: Timestamp,
    /// What it says.
    pub record: Record,
}
