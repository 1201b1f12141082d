//! How many independent sources stand behind an answer, as far as that can be counted.

use std::collections::HashSet;

use super::super::judgements::Judgements;
use super::super::view::ClaimView;
use super::super::words::group_digits;
use crate::hash::{Blake3, RecordId};
use crate::record::Source;

/// Who stands behind some claims. Five outlets that carry one governor are five documents and one origin.
///
/// That origins are different says nothing of whether they know it from each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origins {
    /// Named origins, those judged the same once, in the order of the log.
    pub named: Vec<RecordId>,
    /// At most so many unnamed persons, where a number is given. They may be among the named.
    pub unnamed_at_most: u64,
    /// Claims of unnamed sources whose number isn't given.
    pub unnamed_uncounted: u64,
    /// Claims in the own voice of a document: shown, never counted as origins.
    pub own_voice: u64,
    /// Claims for which nobody is named: shown, never counted as origins.
    pub nobody: u64,
    /// The documents, those with the same bytes once, in the order of the log.
    pub documents: Vec<RecordId>,
}

impl Origins {
    /// Counts the sources of these claims.
    pub fn of<'a>(judgements: &Judgements, claims: impl IntoIterator<Item = &'a ClaimView<'a>>) -> Self {
        let mut origins = Self::default();
        let (mut named, mut documents, mut bytes) = (HashSet::new(), HashSet::new(), HashSet::<Blake3>::new());
        for view in claims {
            match &view.claim.by {
                Source::Entity(id) => {
                    let id = judgements.leader(*id);
                    if named.insert(id) {
                        origins.named.push(id);
                    }
                }
                Source::Unnamed(unnamed) => match unnamed.count {
                    Some(count) => origins.unnamed_at_most = origins.unnamed_at_most.saturating_add(count),
                    None => origins.unnamed_uncounted += 1,
                },
                Source::OwnVoice => origins.own_voice += 1,
                Source::Nobody => origins.nobody += 1,
            }
            let document = view.claim.document;
            let new = documents.insert(document);
            if new && view.document().is_none_or(|document| bytes.insert(document.blake3)) {
                origins.documents.push(document);
            }
        }
        origins
    }

    /// In words: `2 origins, 3 documents`; `no named origin, at most 3 unnamed, 1 document`.
    pub fn words(&self) -> String {
        let count = |number: u64, one: &str, more: &str| match number {
            1 => format!("1 {one}"),
            number => format!("{} {more}", group_digits(&number.to_string())),
        };
        let mut parts = vec![match self.named.len() {
            0 => "no named origin".to_owned(),
            named => count(named as u64, "origin", "origins"),
        }];
        if self.unnamed_at_most > 0 {
            parts.push(format!("at most {} unnamed", group_digits(&self.unnamed_at_most.to_string())));
        }
        if self.unnamed_uncounted > 0 {
            parts.push("unnamed sources without a number".to_owned());
        }
        parts.push(count(self.documents.len() as u64, "document", "documents"));
        parts.join(", ")
    }
}
