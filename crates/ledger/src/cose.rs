//! `COSE_Sign1` as Byline writes it (RFC 9052 section 4.2): tag 18, an empty unprotected header, a payload, 64 bytes of signature.

use crate::key::SignatureBytes;
use ciborium::Value;
use coset::{CoseSign1, SignatureContext, TaggedCborSerializable as _, sig_structure_data};

/// The parts of a `COSE_Sign1`; what the protected header and the payload say is not looked at here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign1 {
    /// The protected header, as its byte string holds it.
    pub protected: Vec<u8>,
    /// The payload.
    pub payload: Vec<u8>,
    /// The signature: not checked.
    pub signature: SignatureBytes,
}

/// Why bytes are not such a structure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CoseError {
    /// Not a tagged `COSE_Sign1`.
    #[error("not a COSE_Sign1: {0}")]
    Structure(String),
    /// The payload is detached.
    #[error("the payload is missing")]
    NoPayload,
    /// The signature doesn't have 64 bytes.
    #[error("the signature has {bytes} bytes, not 64")]
    SignatureLength {
        /// How many it has.
        bytes: usize,
    },
    /// A `COSE_Sign1`, but not in its one encoding, or with something in the unprotected header.
    #[error("not canonical at byte {offset}")]
    NotCanonical {
        /// Where the bytes first differ from the canonical ones.
        offset: usize,
    },
}

impl Sign1 {
    /// Reads exactly the bytes that [`Sign1::encode`] gives.
    ///
    /// # Errors
    /// For every other byte string.
    pub fn decode(bytes: &[u8]) -> Result<Self, CoseError> {
        let parsed = CoseSign1::from_tagged_slice(bytes).map_err(|error| CoseError::Structure(error.to_string()))?;
        let protected = parsed.protected.original_data.unwrap_or_default();
        let payload = parsed.payload.ok_or(CoseError::NoPayload)?;
        let signature: [u8; 64] = (parsed.signature.as_slice())
            .try_into()
            .map_err(|_| CoseError::SignatureLength { bytes: parsed.signature.len() })?;
        let sign1 = Self { protected, payload, signature: SignatureBytes::from_bytes(signature) };
        let canonical = sign1.encode();
        if canonical == bytes {
            return Ok(sign1);
        }
        let offset = std::iter::zip(&canonical, bytes).take_while(|(want, got)| want == got).count();
        Err(CoseError::NotCanonical { offset })
    }

    /// The bytes: tag 18 and an array of four, canonical.
    pub fn encode(&self) -> Vec<u8> {
        let parts = Value::Array(vec![
            Value::Bytes(self.protected.clone()),
            Value::Map(Vec::new()),
            Value::Bytes(self.payload.clone()),
            Value::Bytes(self.signature.as_bytes().to_vec()),
        ]);
        let mut bytes = vec![TAG];
        bytes.extend_from_slice(&crate::cbor::encode(&parts));
        bytes
    }

    /// The bytes that the signature is over.
    pub fn signed_bytes(&self) -> Vec<u8> {
        signed_bytes(&self.protected, &self.payload)
    }
}

/// The parts of a `COSE_Sign1` in its widest form: something may stand in the unprotected header, and the payload may be detached.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    /// The protected header, as its byte string holds it.
    pub protected: Vec<u8>,
    /// The unprotected header: a map.
    pub unprotected: Value,
    /// The payload, unless it is detached.
    pub payload: Option<Vec<u8>>,
    /// The signature: not checked.
    pub signature: Vec<u8>,
}

impl Envelope {
    /// Reads exactly the bytes that [`Envelope::encode`] gives, at most `limit` of them.
    ///
    /// # Errors
    /// For every other byte string.
    pub fn decode(bytes: &[u8], limit: usize) -> Result<Self, CoseError> {
        let no = |words: &str| CoseError::Structure(words.to_owned());
        if limit < bytes.len() {
            return Err(no("too long"));
        }
        let rest = bytes.strip_prefix(&[TAG]).ok_or_else(|| no("the tag 18 is missing"))?;
        let value: Value = ciborium::de::from_reader_with_recursion_limit(rest, 2 * crate::cbor::MAX_DEPTH)
            .map_err(|_| no("not well-formed CBOR"))?;
        let parts: [Value; 4] = (value.into_array().ok())
            .and_then(|parts| parts.try_into().ok())
            .ok_or_else(|| no("not an array of four"))?;
        let [Value::Bytes(protected), unprotected @ Value::Map(_), payload, Value::Bytes(signature)] = parts else {
            return Err(no("not a byte string, a map, a payload and a byte string"));
        };
        let payload = match payload {
            Value::Bytes(payload) => Some(payload),
            Value::Null => None,
            _ => return Err(no("the payload is neither a byte string nor nil")),
        };
        crate::cbor::encode_value(&unprotected).map_err(|error| CoseError::Structure(error.to_string()))?;
        let envelope = Self { protected, unprotected, payload, signature };
        let canonical = envelope.encode();
        if canonical == bytes {
            return Ok(envelope);
        }
        let offset = std::iter::zip(&canonical, bytes).take_while(|(want, got)| want == got).count();
        Err(CoseError::NotCanonical { offset })
    }

    /// The bytes: tag 18 and an array of four, canonical.
    ///
    /// # Panics
    /// When the unprotected header holds something that canonical CBOR has no place for.
    pub fn encode(&self) -> Vec<u8> {
        let bytes_of = |bytes: &Vec<u8>| crate::cbor::encode(&Value::Bytes(bytes.clone()));
        let unprotected = crate::cbor::encode_value(&self.unprotected);
        let unprotected = unprotected.expect("safe: the header was read, or made of numbers and byte strings");
        let payload = self.payload.as_ref().map_or(vec![NIL], bytes_of);
        [vec![TAG, 0x84], bytes_of(&self.protected), unprotected, payload, bytes_of(&self.signature)].concat()
    }
}

/// The tag 18 of a `COSE_Sign1`, and nil. Neither has a place in `cbor`.
const TAG: u8 = 0xd2;
const NIL: u8 = 0xf6;

/// The `Sig_structure` of RFC 9052 section 4.4, with an empty `external_aad`.
pub fn signed_bytes(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    // coset takes the original bytes where it has them, and never looks at the parsed header then.
    let protected =
        coset::ProtectedHeader { original_data: Some(protected.to_vec()), header: coset::Header::default() };
    sig_structure_data(SignatureContext::CoseSign1, protected, None, &[], payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Sign1 {
        // {1: -8} and the payload "words".
        Sign1 {
            protected: vec![0xa1, 1, 0x27],
            payload: b"words".to_vec(),
            signature: SignatureBytes::from_bytes([7; 64]),
        }
    }

    #[test]
    fn the_bytes_are_those_of_the_rfc() {
        let bytes = sample().encode();
        let mut want = vec![0xd2, 0x84, 0x43, 0xa1, 0x01, 0x27, 0xa0, 0x45];
        want.extend_from_slice(b"words");
        want.extend_from_slice(&[0x58, 0x40]);
        want.extend_from_slice(&[7; 64]);
        assert_eq!(bytes, want);
        assert_eq!(Sign1::decode(&bytes), Ok(sample()));
    }

    #[test]
    fn the_signed_bytes_are_those_of_the_rfc() {
        let mut want = vec![0x84, 0x6a];
        want.extend_from_slice(b"Signature1");
        want.extend_from_slice(&[0x43, 0xa1, 0x01, 0x27, 0x40, 0x45]);
        want.extend_from_slice(b"words");
        assert_eq!(sample().signed_bytes(), want);
    }

    #[test]
    fn every_changed_byte_is_refused_or_read_as_other_parts() {
        let bytes = sample().encode();
        for at in 0..bytes.len() {
            for change in 1..=255u8 {
                let mut damaged = bytes.clone();
                damaged[at] ^= change;
                if let Ok(read) = Sign1::decode(&damaged) {
                    assert_ne!(read, sample());
                    assert_eq!(read.encode(), damaged);
                }
            }
            assert!(Sign1::decode(&bytes[..at]).is_err(), "cut at {at}");
        }
        assert!(Sign1::decode(&[bytes.as_slice(), &[0]].concat()).is_err());
    }

    #[test]
    fn nothing_stands_in_the_unprotected_header() {
        let mut bytes = sample().encode();
        // {4: h''} instead of {}.
        bytes.splice(6..7, [0xa1, 0x04, 0x40]);
        assert!(matches!(Sign1::decode(&bytes), Err(CoseError::NotCanonical { .. } | CoseError::Structure(_))));
    }
}
