//! The columns of a comparison: who answers.

use std::collections::HashMap;

use super::super::casefile::Casefile;
use super::super::judgements::Judgements;
use super::super::view::ClaimView;
use super::super::words::folded;
use crate::hash::RecordId;
use crate::record::Source;

/// Who answers, as far as a comparison tells sources apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKey {
    /// A named source; all that are judged the same are one, under the first of them.
    Entity(RecordId),
    /// Everybody who is described in the same words. They need not be the same persons.
    Unnamed(String),
    /// Every sealed source that is described in the same words, and by name where that was disclosed. They need not be the same persons.
    Sealed {
        /// What the public may know.
        described: String,
        /// Who it is, once that was disclosed.
        disclosed: Option<String>,
    },
    /// The own voice of a publisher, or of a document whose publisher isn't known.
    OwnVoice(RecordId),
    /// A passive that names nobody.
    Nobody,
}

impl SourceKey {
    /// Whose answer a claim is.
    pub fn of(judgements: &Judgements, view: &ClaimView<'_>) -> Self {
        match &view.claim.by {
            Source::Entity(id) => Self::Entity(judgements.leader(*id)),
            Source::Unnamed(unnamed) => Self::Unnamed(folded(unnamed.described.as_str())),
            Source::Sealed(sealed) => Self::Sealed {
                described: folded(sealed.described.as_str()),
                disclosed: (view.casefile.disclosed_person(sealed.commitment))
                    .map(|person| folded(person.name.as_str())),
            },
            Source::OwnVoice => {
                let publisher = view.document().and_then(|document| document.publisher);
                Self::OwnVoice(publisher.map_or(view.claim.document, |publisher| judgements.leader(publisher)))
            }
            Source::Nobody => Self::Nobody,
        }
    }

    /// The key of a named source.
    pub fn entity(judgements: &Judgements, entity: RecordId) -> Self {
        Self::Entity(judgements.leader(entity))
    }

    /// Whether it is a named source, and so an origin.
    pub fn is_named(&self) -> bool {
        matches!(self, Self::Entity(_))
    }

    /// What stands at the head of the column.
    pub fn words(&self, casefile: &Casefile) -> String {
        match self {
            Self::Entity(id) => casefile.name(*id),
            Self::Unnamed(described) => format!("unnamed: {described}"),
            Self::Sealed { described, disclosed: None } => format!("sealed: {described}"),
            Self::Sealed { disclosed: Some(name), .. } => format!("{name} (disclosed)"),
            Self::OwnVoice(id) => format!("own voice of {}", casefile.name(*id)),
            Self::Nobody => "nobody named".to_owned(),
        }
    }

    /// Named sources come first, then the unnamed, the sealed, own voices, and nobody.
    fn rank(&self) -> u8 {
        match self {
            Self::Entity(_) => 0,
            Self::Unnamed(_) => 1,
            Self::Sealed { .. } => 2,
            Self::OwnVoice(_) => 3,
            Self::Nobody => 4,
        }
    }
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Who answers.
    pub key: SourceKey,
    /// Whom it speaks for. It puts columns side by side and says nothing of identity or origin.
    pub speaks_for: Option<RecordId>,
}

/// The columns that these claims need: named sources first, those that speak for one side together, else in the order in which
/// they first stand here.
pub fn columns_of(casefile: &Casefile, judgements: &Judgements, claims: &[ClaimView<'_>]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut seen = HashMap::new();
    for view in claims {
        let key = SourceKey::of(judgements, view);
        if seen.insert(key.clone(), ()).is_some() {
            continue;
        }
        let speaks_for = match &key {
            SourceKey::Entity(id) => casefile.entity(*id).and_then(|entity| entity.speaks_for),
            _ => None,
        };
        columns.push(Column { key, speaks_for });
    }
    let side = |column: &Column| match (&column.key, column.speaks_for) {
        (SourceKey::Entity(id), None) => Some(*id),
        (_, side) => side.map(|side| judgements.leader(side)),
    };
    let mut first_of_side = HashMap::new();
    for (place, column) in columns.iter().enumerate() {
        first_of_side.entry(side(column)).or_insert(place);
    }
    columns.sort_by_cached_key(|column| (column.key.rank(), first_of_side.get(&side(column)).copied()));
    columns
}
