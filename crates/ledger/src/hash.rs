//! Hashes, each with a type of its own: a leaf's digest is no tree node and no record id, although
//! all of them are 32 bytes.
//!
//! Text form: lowercase hex, apart from [`RecordId`] (`b3:` and hex) and [`Kid`] (as OpenSSH shows
//! a fingerprint). `FromStr` takes exactly what `Display` gives. In CBOR each is a byte string of
//! 32 bytes.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::Digest as _;

/// From this length on BLAKE3 gains by hashing on several threads; below it loses.
const PARALLEL_FROM_BYTES: usize = 256 * 1024;

/// A text that is not the text of a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {0}")]
pub struct HashTextError(&'static str);

macro_rules! hashes {
    ($($(#[$doc:meta])* $name:ident, $show:ident, $read:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 32]);

        impl $name {
            /// Takes the 32 bytes as they are.
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The 32 bytes.
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&$show(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = HashTextError;

            fn from_str(text: &str) -> Result<Self, HashTextError> {
                $read(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_bytes(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_bytes(Bytes32).map(Self)
            }
        }
    )+};
}

hashes! {
    /// A node of the Merkle tree: the hash of a leaf, of an inner node, or the root
    /// (SHA-256, RFC 6962 section 2.1).
    TreeHash, hex, unhex;
    /// The SHA-256 of some bytes, without any prefix.
    Sha256, hex, unhex;
    /// The BLAKE3 of some bytes, in the plain hash mode: what archived evidence is named by.
    Blake3, hex, unhex;
    /// The state of the hash chain after some number of leaves.
    ChainHead, hex, unhex;
    /// The BLAKE3 of one leaf, as the hash chain takes it in.
    LeafDigest, hex, unhex;
    /// The identity of a record: a hash over what was signed, not over the signature.
    RecordId, id_text, read_id;
    /// The hash over the places and ids of all roster leaves below a seal.
    RosterHash, hex, unhex;
    /// What stands in a sealed place: a SHA-256 over a salt and the value that is kept back (docs/format/records.md, "Sealed places").
    SealedHash, hex, unhex;
    /// The SHA-256 of a signer's SSH public key blob; `ssh-keygen -lf` shows the same.
    Kid, fingerprint, read_fingerprint;
}

impl Sha256 {
    /// Hashes the bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }
}

impl Blake3 {
    /// Hashes the bytes on this thread.
    pub fn of(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes).into())
    }

    /// Hashes the bytes as [`Blake3::of`] does, on several threads when there are many of them.
    pub fn of_large(bytes: &[u8]) -> Self {
        if bytes.len() < PARALLEL_FROM_BYTES {
            return Self::of(bytes);
        }
        Self(blake3::Hasher::new().update_rayon(bytes).finalize().into())
    }
}

impl LeafDigest {
    /// Hashes one leaf, byte for byte as it stands in the log.
    pub fn of(leaf: &[u8]) -> Self {
        Self(blake3::hash(leaf).into())
    }
}

impl Kid {
    /// Hashes an SSH public key blob (the part that is base64 in an OpenSSH `.pub` file).
    pub fn of_blob(blob: &[u8]) -> Self {
        Self(sha2::Sha256::digest(blob).into())
    }
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
        text
    })
}

fn unhex(text: &str) -> Result<[u8; 32], HashTextError> {
    read_hex(text).ok_or(HashTextError("64 lowercase hex digits"))
}

fn id_text(bytes: &[u8; 32]) -> String {
    format!("b3:{}", hex(bytes))
}

fn read_id(text: &str) -> Result<[u8; 32], HashTextError> {
    text.strip_prefix("b3:").and_then(read_hex).ok_or(HashTextError("`b3:` and 64 lowercase hex digits"))
}

fn fingerprint(bytes: &[u8; 32]) -> String {
    format!("SHA256:{}", STANDARD_NO_PAD.encode(bytes))
}

fn read_fingerprint(text: &str) -> Result<[u8; 32], HashTextError> {
    text.strip_prefix("SHA256:")
        .and_then(|base64| STANDARD_NO_PAD.decode(base64).ok())
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(HashTextError("`SHA256:` and 43 base64 characters"))
}

fn read_hex(text: &str) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = text.as_bytes().try_into().ok()?;
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = hex_digit(pair[0])? << 4 | hex_digit(pair[1])?;
    }
    Some(bytes)
}

fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// Reads a byte string of exactly 32 bytes, and no array of numbers in its place.
struct Bytes32;

impl de::Visitor<'_> for Bytes32 {
    type Value = [u8; 32];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a byte string of 32 bytes")
    }

    // Borrowed and owned bytes come here too, by the defaults of the trait.
    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<[u8; 32], E> {
        bytes.try_into().map_err(|_| E::invalid_length(bytes.len(), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counting() -> [u8; 32] {
        std::array::from_fn(|i| i as u8 * 7)
    }

    #[test]
    fn known_digests() {
        // FIPS 180-4 and the BLAKE3 test vectors, input "abc" and the empty input.
        assert_eq!(Sha256::of(b"abc").to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Blake3::of(b"").to_string(), "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
        assert_eq!(LeafDigest::of(b"abc").as_bytes(), Blake3::of(b"abc").as_bytes());
        assert_eq!(Kid::of_blob(b"abc").as_bytes(), Sha256::of(b"abc").as_bytes());
    }

    #[test]
    fn threads_don_t_change_a_digest() {
        for length in [PARALLEL_FROM_BYTES - 1, PARALLEL_FROM_BYTES, 3 * PARALLEL_FROM_BYTES + 5] {
            let bytes: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
            assert_eq!(Blake3::of_large(&bytes), Blake3::of(&bytes));
        }
    }

    #[test]
    fn text_goes_out_and_in() {
        let plain = "00070e151c232a31383f464d545b626970777e858c939aa1a8afb6bdc4cbd2d9";
        let leaf = TreeHash::from_bytes(counting());
        assert_eq!(leaf.to_string(), plain);
        assert_eq!(format!("{leaf:?}"), plain);
        assert_eq!(plain.parse(), Ok(leaf));
        let id = RecordId::from_bytes(counting());
        assert_eq!(id.to_string(), format!("b3:{plain}"));
        assert_eq!(format!("b3:{plain}").parse(), Ok(id));
        let kid = Kid::from_bytes(counting());
        assert_eq!(kid.to_string(), "SHA256:AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0tk");
        assert_eq!(kid.to_string().parse(), Ok(kid));
    }

    #[test]
    fn refuses_any_other_text() {
        let plain = TreeHash::from_bytes(counting()).to_string();
        let id = format!("b3:{plain}");
        for wrong in ["", &plain[1..], &plain.to_uppercase(), &id, &format!("{plain}0"), &"é".repeat(32)] {
            assert!(wrong.parse::<TreeHash>().is_err(), "{wrong}");
        }
        for wrong in [&plain, &id.to_uppercase(), &id[..66], &format!(" {id}"), &format!("b3:{id}")] {
            assert!(wrong.parse::<RecordId>().is_err(), "{wrong}");
        }
        let kid = Kid::from_bytes(counting()).to_string();
        let trailing_bits = format!("{}l", kid.strip_suffix('k').unwrap());
        for wrong in [&plain, &kid[7..], &format!("{kid}="), &trailing_bits, &kid[..49]] {
            assert!(wrong.parse::<Kid>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn cbor_is_a_byte_string_of_32_bytes() {
        let hash = Blake3::from_bytes(counting());
        let mut bytes = Vec::new();
        ciborium::into_writer(&hash, &mut bytes).unwrap();
        assert_eq!(bytes, [&[0x58, 32], &counting()[..]].concat());
        assert_eq!(ciborium::from_reader::<Blake3, _>(&bytes[..]).unwrap(), hash);

        let short = [&[0x58, 31], &counting()[..31]].concat();
        let long = [&[0x58, 33], &counting()[..], &[0]].concat();
        let text = [&[0x78, 32][..], &[b'a'; 32]].concat();
        let array = [&[0x98, 32][..], &[1; 32]].concat();
        for (what, wrong) in [("short", short), ("long", long), ("text", text), ("array", array)] {
            assert!(ciborium::from_reader::<Blake3, _>(&wrong[..]).is_err(), "{what}");
        }
    }
}
