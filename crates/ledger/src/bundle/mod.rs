//! A bundle: one file that proves records of a log to somebody who has nothing else but the ledger's key (docs/format/bundle.md).
//!
//! [`Plan`] says which leaves and nodes a bundle needs, the caller fetches them, and the plan makes the bundle. [`verify`](fn@verify) checks one, without a log, and by
//! the same rules as an audit.

mod plan;
mod report;
mod verify;

pub use plan::{Closing, Plan, PlanError, ProvenLeaf};
pub use report::{Beyond, Check, Cosigned, Later, Line, Proven, Report};
pub(crate) use report::{NOT_SIGNED, Tally};
pub use verify::{Expectations, verify};
pub(crate) use verify::{check_note, refused};

use crate::cbor::{self, DecodeError};
use crate::merkle::InclusionProof;
use crate::note::NOTE_LIMIT_BYTES;
use crate::position::Index;
use crate::statement::MAX_STATEMENT_BYTES;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What every bundle of this version says of itself.
pub const FORMAT: &str = "byline bundle 1";

/// This version.
pub const VERSION: u64 = 1;

/// The longest bundle that is read, in bytes.
pub const LIMIT_BYTES: usize = 64 * 1024 * 1024;

/// The most leaves, and the most proven records, of a bundle.
pub const LEAVES_LIMIT: usize = 65_536;

/// The longest inclusion path: no tree of fewer than 2^63 leaves has a longer one.
const PATH_LIMIT: usize = 63;

/// The first key of every bundle of every version, after the head of a map.
const FIRST_KEY: &[u8] = b"\x66format";

/// What bundles of all versions say of themselves; the version follows, in decimal.
const FORMAT_OF_ANY: &str = "byline bundle ";

/// A file that has the form of a bundle. What it says is not checked: [`verify`](fn@verify) does that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    #[serde(deserialize_with = "known_format")]
    format: String,
    /// The leaves, ascending by index.
    #[serde(deserialize_with = "ascending_leaves")]
    leaves: Vec<Leaf>,
    /// The indexes of the records that it is about, ascending.
    #[serde(deserialize_with = "ascending_indexes")]
    proven: Vec<Index>,
    /// The signed note.
    #[serde(deserialize_with = "short_note")]
    checkpoint: String,
}

/// One leaf of a bundle, with its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Where it stands.
    pub index: Index,
    /// The statement, byte for byte.
    pub statement: Vec<u8>,
    /// That it stands there, in the tree of the checkpoint.
    pub path: InclusionProof,
}

impl Bundle {
    /// Puts a bundle together from leaves in ascending order.
    fn new(leaves: Vec<Leaf>, proven: Vec<Index>, checkpoint: String) -> Self {
        Self { format: FORMAT.to_owned(), leaves, proven, checkpoint }
    }

    /// Reads a bundle: exactly the bytes that [`Bundle::encode`] gives.
    ///
    /// # Errors
    /// For every other byte string.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        cbor::decode_large(bytes, LIMIT_BYTES)
    }

    /// The file's bytes.
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(self)
    }

    /// Whether a file begins as bundles of this version or another do.
    pub fn is_likely(bytes: &[u8]) -> bool {
        matches!(bytes, [0xa1..=0xb7, rest @ ..] if rest.starts_with(FIRST_KEY))
    }

    /// The version of a bundle, if it says that it is a later one than this program knows. Nothing else of it is looked at.
    pub fn later_version(bytes: &[u8]) -> Option<u64> {
        let text =
            bytes.strip_prefix(&[*bytes.first()?]).filter(|_| Self::is_likely(bytes))?.strip_prefix(FIRST_KEY)?;
        let [head @ 0x60..=0x77, text @ ..] = text else { return None };
        let format = text.get(..usize::from(head - 0x60)).and_then(|text| std::str::from_utf8(text).ok())?;
        let digits = format.strip_prefix(FORMAT_OF_ANY)?;
        let version = digits.parse::<u64>().ok().filter(|version| version.to_string() == digits)?;
        Some(version).filter(|version| *version > VERSION)
    }

    /// The leaves, ascending by index.
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// The leaf with this index.
    pub fn leaf(&self, index: Index) -> Option<&Leaf> {
        let place = self.leaves.binary_search_by_key(&index, |leaf| leaf.index).ok()?;
        self.leaves.get(place)
    }

    /// The indexes of the records that it is about, ascending.
    pub fn proven(&self) -> &[Index] {
        &self.proven
    }

    /// The signed note.
    pub fn checkpoint(&self) -> &str {
        &self.checkpoint
    }

    /// The origin that the checkpoint names, on nobody's word but the file's: to look up which key is trusted for it.
    pub fn claimed_origin(&self) -> Option<&str> {
        self.checkpoint.lines().next()
    }
}

impl Serialize for Leaf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.index, Bytes(&self.statement), &self.path).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Leaf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (index, statement, path) = <(Index, ByteBuf, InclusionProof)>::deserialize(deserializer)?;
        if MAX_STATEMENT_BYTES < statement.0.len() {
            return Err(D::Error::custom("a leaf is longer than 65,535 bytes"));
        }
        if PATH_LIMIT < path.hashes.len() {
            return Err(D::Error::custom("a path has more than 63 hashes"));
        }
        Ok(Self { index, statement: statement.0, path })
    }
}

/// A byte string on its way out: serde would write a slice as an array of numbers.
struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// A byte string on its way in.
struct ByteBuf(Vec<u8>);

impl<'de> Deserialize<'de> for ByteBuf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = ByteBuf;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a byte string")
            }
            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<ByteBuf, E> {
                Ok(ByteBuf(bytes.to_vec()))
            }
            fn visit_byte_buf<E: serde::de::Error>(self, bytes: Vec<u8>) -> Result<ByteBuf, E> {
                Ok(ByteBuf(bytes))
            }
        }
        deserializer.deserialize_byte_buf(Visitor)
    }
}

fn known_format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let format = String::deserialize(deserializer)?;
    if format == FORMAT {
        return Ok(format);
    }
    let format: String = format.chars().take(40).collect();
    Err(D::Error::custom(format!("the format {format:?} is not known; this program knows {FORMAT:?}")))
}

fn ascending_leaves<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Leaf>, D::Error> {
    let leaves = Vec::<Leaf>::deserialize(deserializer)?;
    if !(2..=LEAVES_LIMIT).contains(&leaves.len()) {
        return Err(D::Error::custom("a bundle has 2 to 65,536 leaves"));
    }
    if !leaves.windows(2).all(|pair| pair[0].index < pair[1].index) {
        return Err(D::Error::custom("the leaves don't ascend by index"));
    }
    Ok(leaves)
}

fn ascending_indexes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Index>, D::Error> {
    let indexes = Vec::<Index>::deserialize(deserializer)?;
    if !(1..=LEAVES_LIMIT).contains(&indexes.len()) {
        return Err(D::Error::custom("a bundle proves 1 to 65,536 records"));
    }
    if !indexes.windows(2).all(|pair| pair[0] < pair[1]) {
        return Err(D::Error::custom("the proven indexes don't ascend"));
    }
    Ok(indexes)
}

fn short_note<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let note = String::deserialize(deserializer)?;
    if NOTE_LIMIT_BYTES < note.len() {
        return Err(D::Error::custom("the checkpoint is longer than 1,000,000 bytes"));
    }
    Ok(note)
}

#[cfg(test)]
pub(crate) mod testkit;
#[cfg(test)]
mod tests;
