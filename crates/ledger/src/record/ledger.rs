//! `ledger`: entry 0.

use super::text::{Handle, Origin, Text};
use crate::hash::Kid;
use crate::key::{PublicKeyBytes, SignatureBytes};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// The one format that this program knows.
pub const FORMAT: u64 = 1;

/// The one phrase policy that this program knows.
pub const PHRASES: &str = "phrases/1";

/// Entry 0: what the log is, its key and its first editors (docs/format/records.md, "ledger").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerRecord {
    /// The format's version.
    #[serde(deserialize_with = "known_format")]
    pub format: u64,
    /// The log's name in every header and checkpoint.
    pub origin: Origin,
    /// The log's name for people.
    pub name: Text,
    /// The ledger's own public key.
    pub key: PublicKeyBytes,
    /// How many editors a roster or policy change needs, 1 to 32.
    #[serde(deserialize_with = "few_approvals")]
    pub approvals: u64,
    /// The first editors, 1 to 64 keys.
    #[serde(deserialize_with = "few_founders")]
    pub editors: Vec<Founder>,
    /// How phrases like "dozens" are read as numbers.
    #[serde(deserialize_with = "known_phrases")]
    pub phrases: String,
}

/// One key of a first editor, with its consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Founder {
    /// Who.
    pub handle: Handle,
    /// The key.
    pub key: PublicKeyBytes,
    /// The key's signature over [`super::proof_bytes`] with the role editor.
    pub proof: SignatureBytes,
    /// A display name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// An age recipient for sealed openings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<Text>,
}

impl Founder {
    /// The key's id.
    pub fn kid(&self) -> Kid {
        self.key.kid()
    }
}

fn known_format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    match u64::deserialize(deserializer)? {
        FORMAT => Ok(FORMAT),
        other => Err(D::Error::custom(format!("format {other} is not known; this program knows format 1"))),
    }
}

fn known_phrases<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let phrases = String::deserialize(deserializer)?;
    if phrases == PHRASES { Ok(phrases) } else { Err(D::Error::custom("the phrase policy is not phrases/1")) }
}

pub(super) fn few_approvals<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let approvals = u64::deserialize(deserializer)?;
    if (1..=32).contains(&approvals) { Ok(approvals) } else { Err(D::Error::custom("approvals are 1 to 32")) }
}

fn few_founders<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Founder>, D::Error> {
    let founders = Vec::deserialize(deserializer)?;
    if (1..=64).contains(&founders.len()) { Ok(founders) } else { Err(D::Error::custom("first editors are 1 to 64")) }
}
