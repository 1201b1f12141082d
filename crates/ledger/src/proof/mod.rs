//! Proofs in the forms of others, and of growth (docs/format/proofs.md): C2SP tlog-proof, RFC 9942 receipt, RFC 9943 transparent statement, and the C2SP
//! consistency proof that witnesses take.
//!
//! A proof of these forms shows that an entry is in the tree that the ledger signed. It holds no roster, so it doesn't show who signed the entry: a
//! [`crate::bundle`] does.

mod consistency;
mod receipt;
mod tlog_proof;
mod transparent;
mod verify;

pub use consistency::{Consistency, ConsistencyError, LIMIT_BYTES as CONSISTENCY_LIMIT_BYTES};
pub use receipt::{Receipt, ReceiptError};
pub use tlog_proof::{TlogProof, TlogProofError};
pub use transparent::{TransparentError, TransparentStatement};
pub use verify::{verify_consistency, verify_receipt, verify_tlog_proof, verify_transparent};

use crate::bundle::Bundle;

/// The form of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Byline's own, docs/format/bundle.md.
    Bundle,
    /// C2SP tlog-proof.
    TlogProof,
    /// A COSE receipt, RFC 9942.
    Receipt,
    /// A signed statement with receipts, RFC 9943.
    TransparentStatement,
    /// That a log only grew, C2SP tlog-witness.
    Consistency,
}

impl Form {
    /// The form that a file seems to have, by its beginning and its shape. Whether it really has it is for its parser to say.
    pub fn of(file: &[u8]) -> Option<Self> {
        if Bundle::is_likely(file) {
            Some(Self::Bundle)
        } else if file.starts_with(tlog_proof::FIRST_LINE.as_bytes()) {
            Some(Self::TlogProof)
        } else if file.starts_with(b"old ") {
            Some(Self::Consistency)
        } else if file.starts_with(&[0xd2, 0x84]) {
            Some(if Receipt::is_likely(file) { Self::Receipt } else { Self::TransparentStatement })
        } else {
            None
        }
    }

    /// The form's name in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bundle => "bundle",
            Self::TlogProof => "tlog-proof",
            Self::Receipt => "receipt",
            Self::TransparentStatement => "transparent statement",
            Self::Consistency => "consistency proof",
        }
    }
}

#[cfg(test)]
mod tests;
