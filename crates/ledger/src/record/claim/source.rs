//! Who answers, or who says that somebody answers.

use super::super::sealed::SealedSource;
use super::super::text::Text;
use crate::hash::RecordId;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use std::ops::RangeInclusive;

/// How many the unnamed may be.
pub(super) const UNNAMED: RangeInclusive<u64> = 1..=1_000_000;

/// Who answers, or who says that somebody answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A named person or body, by identity.
    Entity(RecordId),
    /// Somebody described, and not named.
    Unnamed(Unnamed),
    /// One person or body whom the recorder knows and doesn't name.
    Sealed(SealedSource),
    /// The document's publisher or author.
    OwnVoice,
    /// A passive that names nobody.
    Nobody,
}

/// Somebody described, and not named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unnamed {
    /// The public description.
    pub described: Text,
    /// How many they are, where that is said: 1 to 1,000,000.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "known_count")]
    pub count: Option<u64>,
}

fn known_count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let count = u64::deserialize(deserializer)?;
    if UNNAMED.contains(&count) { Ok(Some(count)) } else { Err(D::Error::custom("unnamed sources are 1 to 1,000,000")) }
}

impl Source {
    /// Whether two claims by these are by the same source, as far as a revision demands it. Who a sealed one is can't be told.
    pub fn may_be(&self, other: &Self) -> bool {
        self == other || matches!((self, other), (Self::Sealed(_), Self::Sealed(_)))
    }

    /// Whether it is a person or body, named or not.
    pub(super) fn is_somebody(&self) -> bool {
        matches!(self, Self::Entity(_) | Self::Unnamed(_) | Self::Sealed(_))
    }
}
