//! `entity`: a person, organisation, office, place or thing.

use super::common::{Names, Problem, Reference, has_twins, optional_items};
use super::text::{Lang, Slug, Text};
use super::{Kind, text};
use crate::hash::RecordId;
use serde::{Deserialize, Serialize};

/// What sort of thing an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityType {
    /// A human being.
    Person,
    /// A body: a ministry, a company, an army, a newspaper.
    Organisation,
    /// An office that persons hold.
    Office,
    /// A place of any size.
    Place,
    /// Anything else, such as a model of drone.
    Thing,
}

/// How a further name relates to the leading one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// The name in the language of the thing itself.
    Endonym,
    /// The name in another language.
    Exonym,
    /// The name rewritten in another script.
    Transliteration,
    /// A name of the past.
    Former,
    /// Any other name.
    Alias,
}

/// A further name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherName {
    /// The name.
    pub name: Text,
    /// Its language and script.
    pub lang: Lang,
    /// How it relates to the leading one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<NameKind>,
}

/// A person, organisation, office, place or thing (docs/format/records.md, "entity").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// The recorder's short name for it.
    pub slug: Slug,
    /// What sort of thing it is.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// The leading name per language and script.
    pub names: Names,
    /// Further names.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_items")]
    pub also: Option<Vec<OtherName>>,
    /// The office that a person holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Text>,
    /// Whom it speaks for: groups columns, is never identity or origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaks_for: Option<RecordId>,
    /// The larger thing that it belongs to, by the newsroom's gazetteer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<RecordId>,
    /// The things that it is made of.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_items")]
    pub consists_of: Option<Vec<RecordId>>,
    /// The same thing elsewhere: URIs, or CURIEs such as `wikidata:Q58217`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_items")]
    pub same_as: Option<Vec<text::Text>>,
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

impl Entity {
    pub(super) fn references(&self) -> Vec<Reference> {
        let mut references = Vec::new();
        references.extend(self.speaks_for.map(|id| Reference::new("speaks_for", id, Kind::Entity)));
        references.extend(self.part_of.map(|id| Reference::new("part_of", id, Kind::Entity)));
        let parts = self.consists_of.iter().flatten();
        references.extend(parts.map(|id| Reference::new("consists_of", *id, Kind::Entity)));
        references
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let has_parts = matches!(self.entity_type, EntityType::Place | EntityType::Organisation);
        if !has_parts && self.part_of.is_some() {
            problems.push(Problem::new("part_of", "only places and organisations are part of something"));
        }
        if !has_parts && self.consists_of.is_some() {
            problems.push(Problem::new("consists_of", "only places and organisations consist of something"));
        }
        if let Some(parts) = &self.consists_of {
            if has_twins(parts) {
                problems.push(Problem::new("consists_of", "an entity stands twice"));
            }
            if self.part_of.is_some_and(|whole| parts.contains(&whole)) {
                problems.push(Problem::new("part_of", "the whole is also named as a part"));
            }
        }
        problems
    }
}
