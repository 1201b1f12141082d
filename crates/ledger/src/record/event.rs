//! `event`: something that happened, is said to have happened, or may happen.

use super::Kind;
use super::common::{Names, Problem, Reference, has_twins, optional_items};
use super::text::{Slug, Text};
use crate::edtf::Edtf;
use crate::hash::RecordId;
use serde::{Deserialize, Serialize};

/// Something that happened, is said to have happened, or may happen (docs/format/records.md, "event").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The recorder's short name for it.
    pub slug: Slug,
    /// A title per language.
    pub titles: Names,
    /// When, as far as the newsroom frames it; accounts of when are claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Edtf>,
    /// Where: entities.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none", deserialize_with = "optional_items")]
    pub places: Option<Vec<RecordId>>,
    /// The recorder's remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// The version that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<RecordId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

impl Event {
    pub(super) fn references(&self) -> Vec<Reference> {
        self.places.iter().flatten().map(|id| Reference::new("where", *id, Kind::Entity)).collect()
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        let twins = self.places.as_ref().is_some_and(|places| has_twins(places));
        twins.then(|| Problem::new("where", "a place stands twice")).into_iter().collect()
    }
}
