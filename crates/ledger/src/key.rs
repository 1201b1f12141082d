//! Ed25519 keys and the one rule for a valid signature (docs/format/statement.md, "Keys" and "Signature").

mod batch;

pub use batch::{Signed, valid_signatures};

use crate::hash::Kid;
use curve25519_dalek::edwards::CompressedEdwardsY;
use ed25519_dalek::{Signature, Signer as _, VerifyingKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use zeroize::Zeroizing;

macro_rules! byte_string {
    ($(#[$doc:meta])* $name:ident, $length:literal, $expected:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// Takes the bytes as they are.
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_bytes(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl de::Visitor<'_> for Visitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expected)
                    }
                    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<$name, E> {
                        bytes.try_into().map($name).map_err(|_| E::invalid_length(bytes.len(), &self))
                    }
                }
                deserializer.deserialize_bytes(Visitor)
            }
        }
    };
}

byte_string!(
    /// The 32 bytes of an Ed25519 public key as a record has them: not yet found acceptable.
    PublicKeyBytes, 32, "a byte string of 32 bytes"
);
byte_string!(
    /// The 64 bytes of an Ed25519 signature: not yet found valid.
    SignatureBytes, 64, "a byte string of 64 bytes"
);

impl fmt::Debug for PublicKeyBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kid())
    }
}

impl fmt::Debug for SignatureBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a signature")
    }
}

impl PublicKeyBytes {
    /// The SSH public key blob of this key (RFC 8709 section 4).
    pub fn ssh_blob(&self) -> Vec<u8> {
        let mut blob = Vec::with_capacity(51);
        for part in [b"ssh-ed25519".as_slice(), &self.0] {
            blob.extend_from_slice(&u32::try_from(part.len()).expect("safe: 11 and 32").to_be_bytes());
            blob.extend_from_slice(part);
        }
        blob
    }

    /// The key's id: SHA-256 of its SSH public key blob.
    pub fn kid(&self) -> Kid {
        Kid::of_blob(&self.ssh_blob())
    }
}

/// Why a public key is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The bytes are no point of the curve, or not its canonical encoding.
    #[error("not the canonical encoding of a point")]
    Encoding,
    /// The point is not in the subgroup of prime order, so that one signature could be valid for several messages or under some libraries only.
    #[error("not a point of prime order")]
    Order,
}

/// A public key that was found acceptable: canonical, and of prime order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey {
    key: VerifyingKey,
    kid: Kid,
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kid)
    }
}

impl PublicKey {
    /// Accepts a key, which takes some 15 microseconds.
    ///
    /// # Errors
    /// When its encoding isn't canonical or its point isn't of prime order. dalek's `verify_strict` alone would let
    /// points of mixed order through (curve25519-dalek issue 626).
    pub fn accept(bytes: PublicKeyBytes) -> Result<Self, KeyError> {
        let point = CompressedEdwardsY(bytes.0).decompress().ok_or(KeyError::Encoding)?;
        if point.compress().0 != bytes.0 {
            return Err(KeyError::Encoding);
        }
        if point.is_small_order() || !point.is_torsion_free() {
            return Err(KeyError::Order);
        }
        let key = VerifyingKey::from_bytes(&bytes.0).map_err(|_| KeyError::Encoding)?;
        Ok(Self { key, kid: bytes.kid() })
    }

    /// The key's id.
    pub fn kid(&self) -> Kid {
        self.kid
    }

    /// The 32 bytes.
    pub fn bytes(&self) -> PublicKeyBytes {
        PublicKeyBytes(self.key.to_bytes())
    }

    /// The same key, for modules that speak to ed25519-dalek directly.
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.key
    }

    /// Whether this is a valid signature of the message: the format's one rule.
    ///
    /// It proves that the holder of the secret key signed these bytes, and nothing about when, or whether they are true.
    pub fn is_valid(&self, message: &[u8], signature: SignatureBytes) -> bool {
        self.key.verify_strict(message, &Signature::from_bytes(&signature.0)).is_ok()
    }
}

/// A secret key; it is wiped from memory when it goes.
pub struct SecretKey {
    // ed25519-dalek wipes its key on drop (feature zeroize, on by default).
    key: ed25519_dalek::SigningKey,
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the secret key of {}", self.public().kid())
    }
}

impl SecretKey {
    /// The key of a 32-byte seed (RFC 8032 section 5.1.5).
    pub fn from_seed(seed: &Zeroizing<[u8; 32]>) -> Self {
        Self { key: ed25519_dalek::SigningKey::from_bytes(seed) }
    }

    /// The public half. A key made from a seed is always acceptable.
    pub fn public(&self) -> PublicKey {
        let key = self.key.verifying_key();
        PublicKey { key, kid: PublicKeyBytes(key.to_bytes()).kid() }
    }

    /// Signs a message: deterministic, so the same message gives the same bytes for ever.
    pub fn sign(&self, message: &[u8]) -> SignatureBytes {
        SignatureBytes(self.key.sign(message).to_bytes())
    }

    /// The same key, for modules that speak to ed25519-dalek directly.
    pub fn signing_key(&self) -> &ed25519_dalek::SigningKey {
        &self.key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
    use curve25519_dalek::scalar::Scalar;

    fn secret(seed: u8) -> SecretKey {
        SecretKey::from_seed(&Zeroizing::new([seed; 32]))
    }

    #[test]
    fn accepts_its_own_keys_and_signatures() {
        for seed in 0..20 {
            let key = secret(seed);
            let public = PublicKey::accept(key.public().bytes()).unwrap();
            assert_eq!(public, key.public());
            let signature = key.sign(b"words");
            assert!(public.is_valid(b"words", signature));
            assert!(!public.is_valid(b"word", signature));
            for bit in 0..512 {
                let mut bytes = *signature.as_bytes();
                bytes[bit / 8] ^= 1 << (bit % 8);
                assert!(!public.is_valid(b"words", SignatureBytes(bytes)), "bit {bit}");
            }
        }
    }

    #[test]
    fn refuses_keys_of_small_or_mixed_order() {
        for (at, torsion) in EIGHT_TORSION.iter().enumerate() {
            let small = PublicKeyBytes(torsion.compress().0);
            assert_eq!(PublicKey::accept(small).unwrap_err(), KeyError::Order, "small {at}");
            let mixed = PublicKeyBytes((ED25519_BASEPOINT_POINT * Scalar::from(7u8) + torsion).compress().0);
            assert_eq!(PublicKey::accept(mixed).is_ok(), at == 0, "mixed {at}");
        }
    }

    #[test]
    fn refuses_keys_that_are_not_canonical() {
        // y = p + 3: the same point as y = 3 would be, were it one; and p + 1, the identity written long.
        for low in [0xee, 0xf0] {
            let mut bytes = [0xff; 32];
            bytes[0] = low;
            bytes[31] = 0x7f;
            assert!(PublicKey::accept(PublicKeyBytes(bytes)).is_err(), "{low:x}");
        }
        assert_eq!(PublicKey::accept(PublicKeyBytes([2; 32])).unwrap_err(), KeyError::Encoding);
    }

    #[test]
    fn refuses_signatures_with_torsion_or_a_high_s() {
        let key = secret(1);
        let signature = key.sign(b"words");
        for torsion in &EIGHT_TORSION[1..] {
            let point = CompressedEdwardsY(signature.0[..32].try_into().unwrap()).decompress().unwrap();
            let mut bytes = signature.0;
            bytes[..32].copy_from_slice(&(point + torsion).compress().0);
            assert!(!key.public().is_valid(b"words", SignatureBytes(bytes)));
        }
        // s + L is the same scalar, written another way.
        const L: [u8; 32] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        let mut bytes = signature.0;
        let mut carry = 0u16;
        for (byte, add) in bytes[32..].iter_mut().zip(L) {
            carry += u16::from(*byte) + u16::from(add);
            *byte = carry as u8;
            carry >>= 8;
        }
        assert!(!key.public().is_valid(b"words", SignatureBytes(bytes)));
    }

    #[test]
    fn the_identity_as_r_is_refused() {
        // R = identity and s = k * a pass the bare equation for whoever knows a; the rule refuses them all the same.
        let key = secret(3);
        let mut identity = [0u8; 32];
        identity[0] = 1;
        use sha2::Digest as _;
        let public = key.public();
        let digest = sha2::Sha512::new()
            .chain_update(identity)
            .chain_update(public.bytes().as_bytes())
            .chain_update(b"words")
            .finalize();
        let k = Scalar::from_bytes_mod_order_wide(&digest.into());
        let s = k * key.signing_key().to_scalar();
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(&identity);
        bytes[32..].copy_from_slice(s.as_bytes());
        assert!(!public.is_valid(b"words", SignatureBytes(bytes)));
    }

    #[test]
    fn a_kid_is_the_ssh_fingerprint() {
        // The public key of RFC 8032 test 1. `ssh-keygen -lf` gives this fingerprint (tests/vectors checks it by the tool).
        let seed = Zeroizing::new([
            0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49,
            0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
        ]);
        let public = SecretKey::from_seed(&seed).public().bytes();
        assert_eq!(public.0[..4], [0xd7, 0x5a, 0x98, 0x01]);
        let blob = public.ssh_blob();
        assert_eq!(blob.len(), 51);
        assert_eq!(&blob[..15], b"\0\0\0\x0bssh-ed25519");
        assert_eq!(public.kid(), Kid::of_blob(&blob));
    }
}
