//! COSE receipts (RFC 9942): that a leaf is in the tree whose root the ledger signed.
//!
//! ```cddl
//! receipt = #6.18([
//!   protected   : bstr .cbor { 1 => -8, 4 => bstr, 15 => { 1 => tstr, 2 => tstr }, 395 => 1 },
//!   unprotected : { 396 => { -1 => [ bstr .cbor [ size: uint, index: uint, path: [ * bstr .size 32 ] ] ] } },
//!   payload     : nil,
//!   signature   : bstr .size 64,
//! ])
//! ```
//!
//! The signature is over the root, which the verifier computes from leaf and path, and is the one in `checkpoint.cose`: so anybody can make receipts, without a key.

use crate::cbor;
use crate::cose::{CoseError, Envelope, Sign1, signed_bytes};
use crate::hash::TreeHash;
use crate::key::{PublicKey, SignatureBytes};
use crate::merkle::{InclusionProof, ProofError, leaf_hash};
use crate::position::{Index, Size};
use ciborium::Value;

/// Labels of RFC 9052, RFC 9597 and RFC 9942, and a claim of RFC 8392.
const ALGORITHM: i64 = 1;
const CRITICAL: i64 = 2;
const KEY_ID: i64 = 4;
const CWT_CLAIMS: i64 = 15;
const VERIFIABLE_DATA_STRUCTURE: i64 = 395;
const PROOFS: i64 = 396;
const INCLUSION: i64 = -1;
const ISSUER: i64 = 1;

/// EdDSA as RFC 9053 and as RFC 9864 call it, and the tree of RFC 9162 with SHA-256.
const EDDSA: [i64; 2] = [-8, -19];
const RFC9162_SHA256: i64 = 1;

/// The longest receipt that is read, in bytes. The largest tree needs some 2,500.
pub const LIMIT_BYTES: usize = 65_535;

/// A receipt. Nothing of it is checked but its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    protected: Vec<u8>,
    issuer: Option<String>,
    kid: Option<Vec<u8>>,
    size: Size,
    index: Index,
    path: InclusionProof,
    signature: SignatureBytes,
}

/// Why a receipt is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// It is no COSE_Sign1 in its one encoding.
    #[error(transparent)]
    Cose(#[from] CoseError),
    /// The payload is there. It would be the root, which a verifier must compute for himself.
    #[error("the payload of a receipt is detached, and this one is there")]
    Attached,
    /// The protected header.
    #[error("protected header: {0}")]
    Protected(&'static str),
    /// The unprotected header is not one inclusion proof.
    #[error("the unprotected header is not one inclusion proof: {0}")]
    Proof(&'static str),
    /// The path doesn't fit the place.
    #[error(transparent)]
    Path(#[from] ProofError),
    /// The signature over the root that leaf and path give is wrong: another leaf, place, path, root or key.
    #[error("leaf and path don't give a root that this key signed")]
    BadSignature,
}

impl Receipt {
    /// Makes a receipt from a signed root, the `checkpoint.cose` of the tree of this size.
    ///
    /// It holds when the path does; verify it before handing it out.
    ///
    /// # Errors
    /// When the signed root has another form.
    pub fn from_root(signed_root: &[u8], index: Index, size: Size, path: InclusionProof) -> Result<Self, ReceiptError> {
        let Sign1 { protected, signature, .. } = Sign1::decode(signed_root)?;
        let (issuer, kid) = read_protected(&protected)?;
        Ok(Self { protected, issuer, kid, size, index, path, signature })
    }

    /// Reads a receipt, by Byline or by somebody else.
    ///
    /// All but the protected header is in one encoding; that one is signed, so its bytes are taken as they are, as long as no label stands twice.
    ///
    /// # Errors
    /// When it has another form.
    pub fn decode(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let Envelope { protected, unprotected, payload, signature } = Envelope::decode(bytes, LIMIT_BYTES)?;
        let (issuer, kid) = read_protected(&protected)?;
        if payload.is_some() {
            return Err(ReceiptError::Attached);
        }
        let (size, index, path) = read_proofs(&unprotected)?;
        let signature: [u8; 64] =
            (signature.as_slice().try_into()).map_err(|_| CoseError::SignatureLength { bytes: signature.len() })?;
        let signature = SignatureBytes::from_bytes(signature);
        Ok(Self { protected, issuer, kid, size, index, path, signature })
    }

    /// The receipt's bytes.
    pub fn encode(&self) -> Vec<u8> {
        let proof = cbor::encode(&(self.size, self.index, &self.path));
        let proofs = Value::Map(vec![(Value::from(INCLUSION), Value::Array(vec![Value::Bytes(proof)]))]);
        let unprotected = Value::Map(vec![(Value::from(PROOFS), proofs)]);
        let protected = self.protected.clone();
        Envelope { protected, unprotected, payload: None, signature: self.signature.as_bytes().to_vec() }.encode()
    }

    /// Whether a COSE_Sign1 names a tree, as receipts do and statements don't.
    pub(super) fn is_likely(bytes: &[u8]) -> bool {
        let Ok(envelope) = Envelope::decode(bytes, LIMIT_BYTES) else { return false };
        let has = |map: &Value, label: i64| lookup(map, label).is_some();
        let protected: Option<Value> = ciborium::from_reader(&envelope.protected[..]).ok();
        has(&envelope.unprotected, PROOFS) || protected.is_some_and(|map| has(&map, VERIFIABLE_DATA_STRUCTURE))
    }

    /// Who says to have signed it: the issuer claim, which is the origin of a ledger.
    pub fn claimed_issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// The id of the key that is said to have signed it.
    pub fn claimed_kid(&self) -> Option<&[u8]> {
        self.kid.as_deref()
    }

    /// Where the leaf stands.
    pub fn index(&self) -> Index {
        self.index
    }

    /// The size of the tree, which the signature doesn't cover: another size with the same path can give the same root.
    pub fn claimed_size(&self) -> Size {
        self.size
    }

    /// Checks that the leaf is in a tree whose root this key signed, and gives that root.
    ///
    /// # Errors
    /// When the path has another length than its place needs, or the signature is not valid.
    pub fn verify(&self, leaf: &[u8], key: &PublicKey) -> Result<TreeHash, ReceiptError> {
        let root = self.path.root(leaf_hash(leaf), self.index, self.size)?;
        match key.is_valid(&signed_bytes(&self.protected, root.as_bytes()), self.signature) {
            true => Ok(root),
            false => Err(ReceiptError::BadSignature),
        }
    }
}

/// Issuer and kid, if the header is one of a receipt.
fn read_protected(bytes: &[u8]) -> Result<(Option<String>, Option<Vec<u8>>), ReceiptError> {
    let mut rest = bytes;
    let header: Value = ciborium::de::from_reader_with_recursion_limit(&mut rest, 16)
        .map_err(|_| ReceiptError::Protected("it is no CBOR"))?;
    let Value::Map(pairs) = &header else { return Err(ReceiptError::Protected("it is no map")) };
    if !rest.is_empty() {
        return Err(ReceiptError::Protected("bytes follow it"));
    }
    // Its labels are few, and none may stand twice, in whatever way it is written.
    if pairs.iter().enumerate().any(|(at, (label, _))| pairs[..at].iter().any(|(before, _)| before == label)) {
        return Err(ReceiptError::Protected("a label stands twice"));
    }
    if lookup(&header, CRITICAL).is_some() {
        return Err(ReceiptError::Protected("it has critical labels, which are not known here"));
    }
    if !number(&header, ALGORITHM).is_some_and(|algorithm| EDDSA.contains(&algorithm)) {
        return Err(ReceiptError::Protected("label 1 (alg) is not -8 or -19 (EdDSA)"));
    }
    if number(&header, VERIFIABLE_DATA_STRUCTURE) != Some(RFC9162_SHA256) {
        return Err(ReceiptError::Protected("label 395 (vds) is not 1 (RFC9162_SHA256)"));
    }
    let issuer = lookup(&header, CWT_CLAIMS).and_then(|claims| lookup(claims, ISSUER)).and_then(Value::as_text);
    let kid = lookup(&header, KEY_ID).and_then(Value::as_bytes);
    Ok((issuer.map(str::to_owned), kid.cloned()))
}

/// The one inclusion proof that is the whole unprotected header.
fn read_proofs(unprotected: &Value) -> Result<(Size, Index, InclusionProof), ReceiptError> {
    let only = |map: &Value, label: i64| -> Option<Value> {
        let pairs = map.as_map().filter(|pairs| pairs.len() == 1)?;
        (pairs[0].0 == Value::from(label)).then(|| pairs[0].1.clone())
    };
    let proofs = only(unprotected, PROOFS).ok_or(ReceiptError::Proof("its one label is 396"))?;
    let proofs = only(&proofs, INCLUSION).ok_or(ReceiptError::Proof("label 396 holds a map with -1 alone"))?;
    match proofs.as_array().map(Vec::as_slice) {
        Some([Value::Bytes(proof)]) => {
            let read = cbor::decode::<(Size, Index, InclusionProof)>(proof);
            read.map_err(|_| ReceiptError::Proof("it is not size, index and path in canonical CBOR"))
        }
        _ => Err(ReceiptError::Proof("-1 holds an array of one byte string")),
    }
}

fn lookup(map: &Value, label: i64) -> Option<&Value> {
    let (_, value) = map.as_map()?.iter().find(|(key, _)| *key == Value::from(label))?;
    Some(value)
}

fn number(map: &Value, label: i64) -> Option<i64> {
    lookup(map, label)?.as_integer().and_then(|number| number.try_into().ok())
}
