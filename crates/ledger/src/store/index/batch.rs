//! The postings of some leaves, in memory.

use super::{
    Indexer,
    page::Posting,
    prefix::key_of_id,
    spans::{Family, Span},
};
use crate::position::Index;

const TERM_CONTEXT: &str = "byline.v1 2026-11-22 index term";

/// A key, and the position of a leaf that has it.
type At = (u64, u64);

/// The postings of some leaves, by key and position once they are sorted.
#[derive(Debug, Default)]
pub(super) struct Batch {
    ids: Vec<At>,
    terms: Vec<At>,
    rare: Vec<At>,
    words: Vec<At>,
}

impl Batch {
    /// Adds a leaf.
    pub fn add(&mut self, indexer: Indexer<'_>, index: Index, leaf: &[u8]) {
        let postings = (indexer.postings)(index, leaf);
        let at = |term: &Vec<u8>| (key_of_term(term), index.get());
        self.ids.extend(postings.id.map(|id| (key_of_id(id), index.get())));
        self.terms.extend(postings.terms.iter().map(at));
        self.rare.extend(postings.rare.iter().map(at));
        self.words.extend(postings.words.iter().map(at));
    }

    /// Adds one posting of a run over these leaves.
    pub fn put(&mut self, family: Family, span: Span, posting: Posting) {
        self.of_mut(family).push((posting.key, span.first + u64::from(posting.place)));
    }

    /// Puts everything in order.
    pub fn sort(&mut self) {
        for family in Family::ALL {
            let postings = self.of_mut(family);
            postings.sort_unstable();
            postings.dedup();
        }
    }

    /// The postings as a run over these leaves has them.
    pub fn postings(&self, family: Family, span: Span) -> impl Iterator<Item = Posting> {
        self.of(family).iter().map(move |(key, index)| Posting {
            key: *key,
            place: u32::try_from(index - span.first).expect("safe: no run has so many leaves"),
        })
    }

    /// The positions whose keys lie between these two, inclusive.
    pub fn find(&self, family: Family, low: u64, high: u64) -> impl Iterator<Item = Index> {
        let postings = self.of(family);
        let begin = postings.partition_point(|(key, _)| *key < low);
        let matching = postings[begin..].iter().take_while(move |(key, _)| *key <= high);
        matching.filter_map(|(_, index)| Index::new(*index))
    }

    /// The first position of a key that is not below this one.
    pub fn next(&self, family: Family, key: u64, from: Index) -> Option<Index> {
        let postings = self.of(family);
        let at = postings.partition_point(|posting| *posting < (key, from.get()));
        postings.get(at).filter(|(it, _)| *it == key).and_then(|(_, index)| Index::new(*index))
    }

    fn of(&self, family: Family) -> &Vec<At> {
        match family {
            Family::Ids => &self.ids,
            Family::Terms => &self.terms,
            Family::Rare => &self.rare,
            Family::Words => &self.words,
        }
    }

    fn of_mut(&mut self, family: Family) -> &mut Vec<At> {
        match family {
            Family::Ids => &mut self.ids,
            Family::Terms => &mut self.terms,
            Family::Rare => &mut self.rare,
            Family::Words => &mut self.words,
        }
    }
}

/// What the index knows of a term or a word.
pub(super) fn key_of_term(term: &[u8]) -> u64 {
    let hash = blake3::derive_key(TERM_CONTEXT, term);
    u64::from_be_bytes(*hash.first_chunk().expect("safe: a hash has 32 bytes"))
}
