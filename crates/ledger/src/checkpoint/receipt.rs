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

use coset::{
    CoseSign1, CoseSign1Builder, Header, HeaderBuilder, TaggedCborSerializable as _, cbor::value::Value, iana,
};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::hash::{Kid, TreeHash};

/// CWT claims (RFC 9597), with the claims iss and sub (RFC 8392).
const CWT_CLAIMS: i64 = 15;
const ISSUER: i64 = 1;
const SUBJECT: i64 = 2;

/// The kind of tree (RFC 9942), and its value for the tree of RFC 9162 with SHA-256.
const VERIFIABLE_DATA_STRUCTURE: i64 = 395;
const RFC9162_SHA256: i64 = 1;

/// Why a signed root is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// It is no COSE_Sign1 with a root and an Ed25519 signature.
    #[error("not a signed root in COSE")]
    Malformed,
    /// Its header or its encoding is not the one that this log and key give.
    #[error("not the canonical signed root of this log and key, from byte {offset}")]
    NotCanonical {
        /// The first byte that differs.
        offset: usize,
    },
    /// The signature is wrong.
    #[error("the signature of the root does not verify")]
    BadSignature,
}

/// Signs a root with the ledger's key, whose kid is given.
///
/// The same values always give the same bytes.
pub fn encode_root_receipt(origin: &str, kid: Kid, root: TreeHash, key: &SigningKey) -> Vec<u8> {
    let mut receipt = unsigned(origin, kid, root);
    receipt.signature = key.sign(&receipt.tbs_data(b"")).to_bytes().to_vec();
    encode(receipt)
}

/// Reads a signed root of the log of this name and checks its signature by the ledger's key.
///
/// It says nothing about the size of the tree: compare the root with that of a checkpoint.
pub fn open_root_receipt(bytes: &[u8], origin: &str, kid: Kid, key: &VerifyingKey) -> Result<TreeHash, ReceiptError> {
    let read = CoseSign1::from_tagged_slice(bytes).map_err(|_| ReceiptError::Malformed)?;
    let root = read.payload.and_then(|root| root.try_into().ok()).ok_or(ReceiptError::Malformed)?;
    let root = TreeHash::from_bytes(root);
    let signature = Signature::from_slice(&read.signature).map_err(|_| ReceiptError::Malformed)?;

    // Nothing but the root and the signature is open, so all other bytes are known.
    let mut receipt = unsigned(origin, kid, root);
    let signed = receipt.tbs_data(b"");
    receipt.signature = read.signature;
    let canonical = encode(receipt);
    if canonical != bytes {
        let offset = canonical.iter().zip(bytes).take_while(|(want, got)| want == got).count();
        return Err(ReceiptError::NotCanonical { offset });
    }
    key.verify_strict(&signed, &signature).map_err(|_| ReceiptError::BadSignature)?;
    Ok(root)
}

fn unsigned(origin: &str, kid: Kid, root: TreeHash) -> CoseSign1 {
    CoseSign1Builder::new().protected(header(origin, kid)).payload(root.as_bytes().to_vec()).build()
}

/// The header, in the order of the encoded labels: 01, 04, 0f, 19 018b.
fn header(origin: &str, kid: Kid) -> Header {
    let claims = [ISSUER, SUBJECT].map(|claim| (Value::from(claim), Value::from(origin)));
    HeaderBuilder::new()
        .algorithm(iana::Algorithm::EdDSA)
        .key_id(kid.as_bytes().to_vec())
        .value(CWT_CLAIMS, Value::Map(claims.to_vec()))
        .value(VERIFIABLE_DATA_STRUCTURE, Value::from(RFC9162_SHA256))
        .build()
}

fn encode(receipt: CoseSign1) -> Vec<u8> {
    receipt.to_tagged_vec().expect("safe: nothing in the header stands there twice")
}
