//! The file `checkpoint.cose`: the root of the tree, signed as the receipts of RFC 9942 are.
//!
//! ```cddl
//! root-receipt = #6.18([
//!   protected   : bstr .cbor { 1 => -8, 4 => bstr .size 32, 15 => { 1 => tstr, 2 => tstr }, 395 => 1 },
//!   unprotected : {},
//!   payload     : bstr .size 32,
//!   signature   : bstr .size 64,
//! ])
//! ```
//!
//! A receipt has no payload and an inclusion proof in the unprotected header (label 396). Neither is
//! under the signature in its own place: what is signed is `["Signature1", protected, h'', root]`.
//! So this one signature serves the receipts of all leaves, and anybody can make them.

use ciborium::Value;

use crate::{
    cbor,
    cose::{CoseError, Sign1, signed_bytes},
    hash::{Kid, TreeHash},
    key::{PublicKey, SecretKey},
};

/// Labels of the protected header: RFC 9052 section 3.1, RFC 9597, RFC 9942.
const ALGORITHM: i64 = 1;
const KEY_ID: i64 = 4;
const CWT_CLAIMS: i64 = 15;
const VERIFIABLE_DATA_STRUCTURE: i64 = 395;

/// Claims: RFC 8392.
const ISSUER: i64 = 1;
const SUBJECT: i64 = 2;

/// EdDSA (RFC 9053), and the tree of RFC 9162 with SHA-256 (RFC 9942).
const EDDSA: i64 = -8;
const RFC9162_SHA256: i64 = 1;

/// Why a signed root is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// It is no canonical COSE_Sign1 with a payload and nothing in the unprotected header.
    #[error(transparent)]
    Cose(#[from] CoseError),
    /// The protected header is not the one for this log and key.
    #[error("the header is not that of a root of this log by this key")]
    Header,
    /// The payload can't be a root.
    #[error("the payload has {bytes} bytes, not 32")]
    Root {
        /// Its length.
        bytes: usize,
    },
    /// The signature is wrong.
    #[error("the signature of the root does not verify")]
    BadSignature,
}

/// Signs a root with the ledger's key.
///
/// The same values always give the same bytes.
pub fn encode_root_receipt(origin: &str, root: TreeHash, key: &SecretKey) -> Vec<u8> {
    let (protected, payload) = (header(origin, key.public().kid()), root.as_bytes().to_vec());
    let signature = key.sign(&signed_bytes(&protected, &payload));
    Sign1 { protected, payload, signature }.encode()
}

/// Reads a signed root of the log of this name and checks its signature by the ledger's key.
///
/// It says nothing about the size of the tree: compare the root with that of a checkpoint.
pub fn open_root_receipt(bytes: &[u8], origin: &str, key: PublicKey) -> Result<TreeHash, ReceiptError> {
    let receipt = Sign1::decode(bytes)?;
    if receipt.protected != header(origin, key.kid()) {
        return Err(ReceiptError::Header);
    }
    let root = receipt.payload[..].try_into().map_err(|_| ReceiptError::Root { bytes: receipt.payload.len() })?;
    if key.is_valid(&receipt.signed_bytes(), receipt.signature) {
        Ok(TreeHash::from_bytes(root))
    } else {
        Err(ReceiptError::BadSignature)
    }
}

/// The root that a receipt names, with nothing checked: to know which commit to hold it against.
pub fn claimed_root(bytes: &[u8]) -> Option<TreeHash> {
    Some(TreeHash::from_bytes(Sign1::decode(bytes).ok()?.payload[..].try_into().ok()?))
}

/// The bytes of the protected header: everything in it follows from the log and the key.
fn header(origin: &str, kid: Kid) -> Vec<u8> {
    let map = |pairs: &[(i64, Value)]| {
        Value::Map(pairs.iter().map(|(label, value)| (Value::from(*label), value.clone())).collect())
    };
    cbor::encode(&map(&[
        (ALGORITHM, Value::from(EDDSA)),
        (KEY_ID, Value::Bytes(kid.as_bytes().to_vec())),
        (CWT_CLAIMS, map(&[(ISSUER, Value::from(origin)), (SUBJECT, Value::from(origin))])),
        (VERIFIABLE_DATA_STRUCTURE, Value::from(RFC9162_SHA256)),
    ]))
}
