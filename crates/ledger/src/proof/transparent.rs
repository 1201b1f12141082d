//! Transparent statements (RFC 9943): a signed statement with its receipts in the unprotected header.
//!
//! Without them it is the leaf, byte for byte: a log empties the unprotected header before it takes a statement in.

use crate::cose::{CoseError, Envelope};
use crate::statement::MAX_STATEMENT_BYTES;
use ciborium::Value;

/// The COSE header label of RFC 9942.
const RECEIPTS: i64 = 394;

/// The longest transparent statement that is read, in bytes: a statement and some receipts.
pub const LIMIT_BYTES: usize = 4 * MAX_STATEMENT_BYTES;

/// The most receipts that are read.
pub const RECEIPTS_LIMIT: usize = 16;

/// A statement with receipts. Nothing of it is checked but its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransparentStatement {
    /// The statement: the leaf of the log.
    pub statement: Vec<u8>,
    /// The receipts, at least one.
    pub receipts: Vec<Vec<u8>>,
}

/// Why bytes are no transparent statement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransparentError {
    /// It is no COSE_Sign1 in its one encoding.
    #[error(transparent)]
    Cose(#[from] CoseError),
    /// It is a signed statement, and has no receipts.
    #[error("the statement has no receipts, so it proves nothing about a log")]
    NoReceipts,
    /// The unprotected header is not label 394 with an array of byte strings, or holds more.
    #[error("the unprotected header is not label 394 with 1 to 16 receipts alone")]
    Unprotected,
}

impl TransparentStatement {
    /// Reads one: all but the protected header and the payload is in its one encoding.
    ///
    /// # Errors
    /// When it has another form.
    pub fn decode(bytes: &[u8]) -> Result<Self, TransparentError> {
        let mut envelope = Envelope::decode(bytes, LIMIT_BYTES)?;
        let unprotected = std::mem::replace(&mut envelope.unprotected, Value::Map(Vec::new()));
        let pairs = unprotected.into_map().map_err(|_| TransparentError::Unprotected)?;
        if pairs.is_empty() {
            return Err(TransparentError::NoReceipts);
        }
        let [(label, Value::Array(items))] = &pairs[..] else { return Err(TransparentError::Unprotected) };
        if *label != Value::from(RECEIPTS) || !(1..=RECEIPTS_LIMIT).contains(&items.len()) {
            return Err(TransparentError::Unprotected);
        }
        let receipt = |item: &Value| item.as_bytes().cloned().ok_or(TransparentError::Unprotected);
        let receipts = items.iter().map(receipt).collect::<Result<_, _>>()?;
        Ok(Self { statement: envelope.encode(), receipts })
    }

    /// The bytes.
    ///
    /// # Errors
    /// When the statement is no COSE_Sign1 with an empty unprotected header.
    pub fn encode(&self) -> Result<Vec<u8>, TransparentError> {
        let mut envelope = Envelope::decode(&self.statement, MAX_STATEMENT_BYTES)?;
        if envelope.unprotected != Value::Map(Vec::new()) {
            return Err(TransparentError::Unprotected);
        }
        let receipts = self.receipts.iter().map(|receipt| Value::Bytes(receipt.clone())).collect();
        envelope.unprotected = Value::Map(vec![(Value::from(RECEIPTS), Value::Array(receipts))]);
        Ok(envelope.encode())
    }
}
