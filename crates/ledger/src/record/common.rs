//! What several kinds of records share.

use super::Kind;
use super::text::{Lang, Text};
use crate::hash::RecordId;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most items an array of a record may have.
pub const MAX_ITEMS: usize = 1_024;

/// One text per language and script, 1 to 64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Names(BTreeMap<Lang, Text>);

impl Names {
    /// The most languages that one map may have.
    pub const MOST: usize = 64;

    /// Takes 1 to 64 names.
    pub fn new(names: BTreeMap<Lang, Text>) -> Option<Self> {
        (1..=Self::MOST).contains(&names.len()).then_some(Self(names))
    }

    /// The text in the first of these languages that has one, else in the first language by tag.
    pub fn in_language<'a>(&'a self, wanted: &[&str]) -> &'a Text {
        wanted
            .iter()
            .find_map(|lang| self.0.iter().find(|(tag, _)| tag.as_str() == *lang))
            .or_else(|| self.0.iter().next())
            .map(|(_, name)| name)
            .expect("safe: a map of names is never empty")
    }

    /// All of them, in the order of their language tags.
    pub fn iter(&self) -> impl Iterator<Item = (&Lang, &Text)> {
        self.0.iter()
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = BTreeMap::deserialize(deserializer)?;
        Self::new(names).ok_or_else(|| D::Error::custom("a map of names has 1 to 64 entries"))
    }
}

/// An array of 1 to 1,024 items, for `#[serde(deserialize_with)]`.
///
/// # Errors
/// When it is empty or longer.
pub fn some_items<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let items = Vec::deserialize(deserializer)?;
    if (1..=MAX_ITEMS).contains(&items.len()) {
        Ok(items)
    } else {
        Err(D::Error::custom("an array has 1 to 1,024 items"))
    }
}

/// As [`some_items`], for a field that may be absent.
///
/// # Errors
/// When the array is there and empty, or longer than 1,024.
pub fn optional_items<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    some_items(deserializer).map(Some)
}

/// The value `true` of a field that is either true or absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "bool")]
pub struct True;

impl From<True> for bool {
    fn from(_: True) -> Self {
        true
    }
}

impl<'de> Deserialize<'de> for True {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match bool::deserialize(deserializer)? {
            true => Ok(Self),
            false => Err(D::Error::custom("false is written by leaving the field out")),
        }
    }
}

impl True {
    /// `Some(True)` for true.
    pub fn when(truth: bool) -> Option<Self> {
        truth.then_some(Self)
    }
}

/// What a question, or a claim of its own, is about: places, a population, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Entities, none twice. The order means nothing to a comparison.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_items")]
    pub places: Option<Vec<RecordId>>,
    /// A population in words, such as "households".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<Text>,
}

impl Scope {
    fn is_empty(&self) -> bool {
        self.places.is_none() && self.population.is_none()
    }

    /// What is wrong with it by itself.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.is_empty() {
            problems.push(Problem::new("scope", "a scope names places, a population, or both"));
        }
        if self.places.as_ref().is_some_and(|places| has_twins(places)) {
            problems.push(Problem::new("scope.places", "a place stands twice"));
        }
        problems
    }

    /// The references to its places.
    pub(super) fn references(&self) -> Vec<Reference> {
        self.places.iter().flatten().map(|id| Reference::new("scope.places", *id, Kind::Entity)).collect()
    }

    /// Whether both name the same places (in any order) and population.
    pub fn same(&self, other: &Self) -> bool {
        let places = |scope: &Self| scope.places.iter().flatten().copied().collect::<BTreeSet<_>>();
        places(self) == places(other) && self.population == other.population
    }
}

/// A scope that names something, for `#[serde(deserialize_with)]` of a field that may be absent.
///
/// # Errors
/// When the scope is there and empty.
pub(super) fn optional_scope<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Scope>, D::Error> {
    let scope = Scope::deserialize(deserializer)?;
    if scope.is_empty() {
        Err(D::Error::custom("a scope names places, a population, or both"))
    } else {
        Ok(Some(scope))
    }
}

/// Whether an item stands twice.
pub(super) fn has_twins<T: Ord>(items: &[T]) -> bool {
    items.iter().collect::<BTreeSet<_>>().len() < items.len()
}

/// An identity that a record refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The field that it stands in.
    pub field: &'static str,
    /// The identity: the id of the first record of its correction chain.
    pub id: RecordId,
    /// The kind that must stand there.
    pub kind: Kind,
}

impl Reference {
    /// A reference in a field.
    pub fn new(field: &'static str, id: RecordId, kind: Kind) -> Self {
        Self { field, id, kind }
    }
}

/// Something wrong with a record by itself (code `record.invalid`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The field.
    pub field: &'static str,
    /// What is wrong, in words.
    pub words: String,
}

impl Problem {
    /// A problem of a field.
    pub fn new(field: &'static str, words: impl Into<String>) -> Self {
        Self { field, words: words.into() }
    }
}

/// The correction that a record makes, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CorrectionNote<'a> {
    /// The version that it corrects, by its own id.
    pub corrects: Option<&'a RecordId>,
    /// Why.
    pub reason: Option<&'a Text>,
}
