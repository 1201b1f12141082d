//! `judgement`: a signed opinion of a person on one or two records.

use super::Kind;
use super::common::Problem;
use super::text::Text;
use crate::hash::RecordId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What somebody thinks of one or two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opinion {
    /// Two entities, events or questions are the same.
    Same,
    /// Two entities, events or questions are different.
    Different,
    /// It can't be told whether two entities, events or questions are the same.
    Unsure,
    /// The first entity is a part or a kind of the second.
    PartOrKind,
    /// Two claims say the same in other words.
    Agree,
    /// Two claims contradict each other.
    Conflict,
    /// The unnamed or sealed sources of two claims are distinct persons.
    DistinctSources,
    /// The record is disputed.
    Disputed,
    /// The record was checked against its evidence.
    Checked,
}

impl Opinion {
    /// The opinion's name in the signed bytes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Unsure => "unsure",
            Self::PartOrKind => "part-or-kind",
            Self::Agree => "agree",
            Self::Conflict => "conflict",
            Self::DistinctSources => "distinct-sources",
            Self::Disputed => "disputed",
            Self::Checked => "checked",
        }
    }

    /// How many records it is on.
    pub fn arity(self) -> usize {
        if matches!(self, Self::Disputed | Self::Checked) { 1 } else { 2 }
    }

    /// The kinds of records that it can be on.
    pub fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Same | Self::Different | Self::Unsure => &[Kind::Entity, Kind::Event, Kind::Question],
            Self::PartOrKind => &[Kind::Entity],
            Self::Agree | Self::Conflict | Self::DistinctSources => &[Kind::Claim],
            Self::Disputed | Self::Checked => &[Kind::Entity, Kind::Event, Kind::Question, Kind::Document, Kind::Claim],
        }
    }
}

impl fmt::Display for Opinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A signed opinion of a person on one or two records (docs/format/records.md, "judgement"). Views print it as "editor's opinion".
///
/// A later judgement of the same handle on the same records and matter replaces the earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// What he thinks.
    pub opinion: Opinion,
    /// Of which identities: one or two, as the opinion demands. The order counts for part-or-kind only.
    pub on: Vec<RecordId>,
    /// Why he thinks so.
    pub because: Text,
    /// The version that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<RecordId>,
    /// Why it was corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

impl Judgement {
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.on.len() != self.opinion.arity() {
            let words = format!(
                "`{}` is an opinion on {} record(s), not {}",
                self.opinion,
                self.opinion.arity(),
                self.on.len()
            );
            problems.push(Problem::new("on", words));
        }
        if self.on.len() == 2 && self.on[0] == self.on[1] {
            problems.push(Problem::new("on", "a record is not judged against itself"));
        }
        problems
    }
}
