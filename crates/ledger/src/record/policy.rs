//! `policy`: format, phrases and approvals, from the point where it comes into force.

use super::common::Problem;
use super::ledger::{FORMAT, PHRASES, few_approvals};
use super::text::Text;
use crate::hash::RecordId;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// The ledger's policy as a whole (docs/format/records.md, "policy").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyRecord {
    /// The format's version: may be one that this program doesn't know.
    #[serde(deserialize_with = "some_format")]
    pub format: u64,
    /// How phrases are read as numbers.
    pub phrases: Text,
    /// How many editors a change needs, 1 to 32.
    #[serde(deserialize_with = "few_approvals")]
    pub approvals: u64,
    /// The last change in force that needed the quorum; at first entry 0.
    pub previous: RecordId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

impl PolicyRecord {
    /// What is wrong with it by itself.
    pub(super) fn problems(&self) -> Vec<Problem> {
        match (self.format, self.phrases.as_str()) {
            (FORMAT, phrases) if phrases != PHRASES => {
                vec![Problem::new("phrases", "format 1 has the phrase policy phrases/1 and no other")]
            }
            _ => Vec::new(),
        }
    }
}

fn some_format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let format = u64::deserialize(deserializer)?;
    let is_in_range = (1..=u64::from(u32::MAX)).contains(&format);
    if is_in_range { Ok(format) } else { Err(D::Error::custom("a format is 1 to 4294967295")) }
}
