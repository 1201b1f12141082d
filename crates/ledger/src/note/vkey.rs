//! The keys that verify notes, and their text form, the vkey.
//!
//! A vkey is `name+ID+base64(type | public key)`, with the ID as 8 hex digits: C2SP signed-note,
//! section "Verifier keys".

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    hash::Sha256,
    key::{PublicKey, PublicKeyBytes, SignatureBytes},
};

/// The first four bytes of SHA-256 over name, newline, type byte and public key.
///
/// It tells apart the keys of one name. It identifies nothing by itself: somebody else can make a
/// key with the same ID.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 4]);

/// A name that no key of a signed note can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key's name is not empty and has no space, control character or `+`")]
pub struct NameError;

/// A key whose signatures on notes can be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    kind: Kind,
    key: PublicKey,
}

/// What a key's signatures are over; the same key as another kind has another ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The text.
    Ed25519,
    /// The text with a time in front (C2SP tlog-cosignature v1.0.1, `cosignature/v1`).
    Cosignature,
}

/// Why a text is not the vkey of a key that can be used here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerifierError {
    /// It is not `name+ID+base64`, or not spelled as this key's vkey is.
    #[error("expected `name+key ID+base64`")]
    Malformed,
    /// The ID is not that of this name and key.
    #[error("the key ID does not belong to this name and key")]
    WrongId,
    /// The signature type is not one that Byline can check: 0x01 or 0x04.
    #[error("signature type {0:#04x} is not supported")]
    UnknownType(u8),
    /// The public key is not 32 bytes, not canonical, or not a point of prime order.
    #[error("the public key is not a valid Ed25519 key")]
    BadKey,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::Cosignature => 0x04,
        }
    }
}

impl Verifier {
    /// A key that signs the note's text itself, as a log does (type 0x01).
    pub fn ed25519(name: &str, key: PublicKey) -> Result<Self, NameError> {
        Self::new(name, Kind::Ed25519, key)
    }

    /// A key that signs that it saw the note at some time, as a witness does (type 0x04).
    pub fn cosigner(name: &str, key: PublicKey) -> Result<Self, NameError> {
        Self::new(name, Kind::Cosignature, key)
    }

    fn new(name: &str, kind: Kind, key: PublicKey) -> Result<Self, NameError> {
        check_name(name)?;
        Ok(Self { name: name.to_owned(), kind, key })
    }

    /// Whether it signs that it saw the note, as a witness does, and not the note itself.
    pub fn is_cosigner(&self) -> bool {
        matches!(self.kind, Kind::Cosignature)
    }

    /// The name of the key.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public key.
    pub fn key(&self) -> PublicKey {
        self.key
    }

    /// The ID of the key, for its name and kind.
    pub fn id(&self) -> KeyId {
        let hashed = [self.name.as_bytes(), b"\n", &self.type_and_key()].concat();
        let [a, b, c, d, ..] = *Sha256::of(&hashed).as_bytes();
        KeyId([a, b, c, d])
    }

    fn type_and_key(&self) -> Vec<u8> {
        [&[self.kind.byte()], &self.key.bytes().as_bytes()[..]].concat()
    }

    /// Checks a signature over a note's text: nothing if it is wrong, else the time that it states,
    /// if its kind states one.
    pub(super) fn verify(&self, text: &str, signature: &[u8]) -> Option<Option<u64>> {
        match self.kind {
            Kind::Ed25519 => self.verify_bytes(text.as_bytes(), signature).then_some(None),
            Kind::Cosignature => {
                let (time, signature) = signature.split_first_chunk()?;
                let time_s = u64::from_be_bytes(*time);
                let good = time_s >> 63 == 0 && self.verify_bytes(cosigned(text, time_s).as_bytes(), signature);
                good.then_some(Some(time_s))
            }
        }
    }

    fn verify_bytes(&self, signed: &[u8], signature: &[u8]) -> bool {
        let signature = signature.try_into().map(SignatureBytes::from_bytes);
        signature.is_ok_and(|signature| self.key.is_valid(signed, signature))
    }
}

/// What a cosignature signs: the note's text under a header with the time (C2SP tlog-cosignature v1.0.1, `cosignature/v1`).
pub(super) fn cosigned(text: &str, time_s: u64) -> String {
    format!("cosignature/v1\ntime {time_s}\n{text}")
}

/// Whether a name can be that of a key.
pub(crate) fn check_name(name: &str) -> Result<(), NameError> {
    let refused = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    if name.is_empty() || name.contains(refused) { Err(NameError) } else { Ok(()) }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}+{}", self.name, self.id(), STANDARD.encode(self.type_and_key()))
    }
}

impl FromStr for Verifier {
    type Err = VerifierError;

    fn from_str(vkey: &str) -> Result<Self, VerifierError> {
        // Base64 has `+` too, a name and an ID have not.
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(id), Some(base64)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(VerifierError::Malformed);
        };
        let bytes = STANDARD.decode(base64).map_err(|_| VerifierError::Malformed)?;
        let (&kind, key) = bytes.split_first().ok_or(VerifierError::Malformed)?;
        let kind = match kind {
            0x01 => Kind::Ed25519,
            0x04 => Kind::Cosignature,
            other => return Err(VerifierError::UnknownType(other)),
        };
        let key = PublicKeyBytes::from_bytes(key.try_into().map_err(|_| VerifierError::BadKey)?);
        let key = PublicKey::accept(key).map_err(|_| VerifierError::BadKey)?;
        let verifier = Self::new(name, kind, key).map_err(|_| VerifierError::Malformed)?;
        if id.len() == 8 && verifier.id().to_string() != id {
            return Err(VerifierError::WrongId);
        }
        if verifier.to_string() == vkey { Ok(verifier) } else { Err(VerifierError::Malformed) }
    }
}
