//! How many independent sources stand behind an answer, as far as that can be counted.

use std::collections::{HashMap, HashSet};

use super::super::judgements::Judgements;
use super::super::view::ClaimView;
use super::super::words::{folded, group_digits};
use crate::hash::{Blake3, RecordId};
use crate::record::Source;
use crate::record::claim::Unnamed;

/// Up to so many unnamed sources it is looked for those that are judged distinct: the work grows with the square.
const MOST_UNNAMED: usize = 64;

/// Who stands behind some claims. Five outlets that carry one governor are five documents and one origin.
///
/// That origins are different says nothing of whether they know it from each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origins {
    /// Named origins, those judged the same once, in the order of the log.
    pub named: Vec<RecordId>,
    /// At most so many unnamed persons, where a number is given. They may be among the named. What one document says of "two
    /// officials" is said of the same two, however often it lets them speak.
    pub unnamed_at_most: u64,
    /// Unnamed sources whose number isn't given.
    pub unnamed_uncounted: u64,
    /// Unnamed sources that somebody judged to be distinct: each from each other, and from all the named. So many are origins of their own.
    pub unnamed_distinct: u64,
    /// At least so many sealed sources: one, and one more for each whom somebody judged distinct from all counted before.
    pub sealed: u64,
    /// At most so many: each claim by a sealed source could be another's.
    pub sealed_at_most: u64,
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
        let (mut documents, mut bytes) = (HashSet::new(), HashSet::<Blake3>::new());
        let (mut named, mut unnamed) = (Groups::default(), Groups::default());
        let mut sealed = Vec::new();
        for view in claims {
            match &view.claim.by {
                Source::Entity(id) => named.add(judgements.leader(*id), view.identity, None),
                Source::Unnamed(who) => unnamed.add(UnnamedKey::of(view, who), view.identity, who.count),
                Source::Sealed(_) => {
                    origins.sealed_at_most += 1;
                    if sealed.iter().all(|other| judgements.sources_are_distinct(*other, view.identity)) {
                        sealed.push(view.identity);
                    }
                }
                Source::OwnVoice => origins.own_voice += 1,
                Source::Nobody => origins.nobody += 1,
            }
            let document = view.claim.document;
            let new = documents.insert(document);
            let blake3 = view.document().and_then(|document| document.blake3.open());
            if new && blake3.is_none_or(|blake3| bytes.insert(*blake3)) {
                origins.documents.push(document);
            }
        }
        for group in &unnamed.groups {
            match group.count {
                Some(count) => origins.unnamed_at_most = origins.unnamed_at_most.saturating_add(count),
                None => origins.unnamed_uncounted += 1,
            }
        }
        origins.unnamed_distinct = distinct(judgements, &named, &unnamed);
        origins.named = named.groups.into_iter().map(|group| group.key).collect();
        origins.sealed = sealed.len() as u64;
        origins
    }

    /// How many independent origins there are at the least: the named, and the unnamed who are judged distinct.
    pub fn at_least(&self) -> u64 {
        self.named.len() as u64 + self.unnamed_distinct
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
        if self.unnamed_distinct > 0 {
            parts.push(format!("{} of the unnamed judged distinct", group_digits(&self.unnamed_distinct.to_string())));
        }
        match (self.sealed, self.sealed_at_most) {
            (_, 0) => {}
            (least, most) if least == most => parts.push(format!("{} sealed", group_digits(&most.to_string()))),
            (least, most) => parts.push(format!("{least} to {} sealed", group_digits(&most.to_string()))),
        }
        parts.push(count(self.documents.len() as u64, "document", "documents"));
        parts.join(", ")
    }
}

/// The unnamed sources of one document that it describes in the same words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct UnnamedKey {
    bytes: Option<Blake3>,
    document: Option<RecordId>,
    described: String,
}

impl UnnamedKey {
    fn of(view: &ClaimView<'_>, who: &Unnamed) -> Self {
        let bytes = view.document().and_then(|document| document.blake3.open().copied());
        let document = bytes.is_none().then_some(view.claim.document);
        Self { bytes, document, described: folded(who.described.as_str()) }
    }
}

/// Claims by who answers, in the order of the log.
struct Groups<K> {
    groups: Vec<Group<K>>,
    place_of: HashMap<K, usize>,
}

struct Group<K> {
    key: K,
    claims: Vec<RecordId>,
    /// The greatest number that is given.
    count: Option<u64>,
}

impl<K> Default for Groups<K> {
    fn default() -> Self {
        Self { groups: Vec::new(), place_of: HashMap::new() }
    }
}

impl<K: Clone + Eq + std::hash::Hash> Groups<K> {
    fn add(&mut self, key: K, claim: RecordId, count: Option<u64>) {
        let place = *self.place_of.entry(key.clone()).or_insert(self.groups.len());
        if place == self.groups.len() {
            self.groups.push(Group { key, claims: Vec::new(), count: None });
        }
        let group = &mut self.groups[place];
        group.claims.push(claim);
        group.count = group.count.max(count);
    }
}

/// How many of the unnamed are judged distinct from each other and from all the named: as many as can be found from one of them on.
fn distinct(judgements: &Judgements, named: &Groups<RecordId>, unnamed: &Groups<UnnamedKey>) -> u64 {
    if !judgements.tells_sources_apart() {
        return 0;
    }
    let apart =
        |a: &[RecordId], b: &[RecordId]| a.iter().any(|x| b.iter().any(|y| judgements.sources_are_distinct(*x, *y)));
    let of_its_own = |group: &&Group<UnnamedKey>| named.groups.iter().all(|name| apart(&group.claims, &name.claims));
    let candidates: Vec<&Group<UnnamedKey>> = unnamed.groups.iter().take(MOST_UNNAMED).filter(of_its_own).collect();
    let from = |first: usize| {
        let mut taken = vec![candidates[first]];
        for candidate in &candidates {
            if taken.iter().all(|other| apart(&candidate.claims, &other.claims)) {
                taken.push(candidate);
            }
        }
        taken.len() as u64
    };
    let most = (0..candidates.len()).map(from).max().unwrap_or(0);
    // Somebody unnamed beside nobody else was told apart from nobody.
    if named.groups.is_empty() && most == 1 { 0 } else { most }
}

#[cfg(test)]
mod tests;
