//! Sorted runs: the postings of a stretch of leaves as one value.
//!
//! ```text
//! run     posting, sorted, none twice | .. | checksum 32
//! posting be64 key | be16 place from the run's first leaf
//! ```
//!
//! The checksum also covers which run it is and a hash of the tree over its leaves. So a run that is damaged, stands
//! in another's place, or was made from other leaves is noticed when it is read.

use crate::{hash::TreeHash, position::Index};

const CONTEXT: &str = "byline.v1 2026-11-22 index run";
const POSTING: usize = 10;
const CHECKSUM: usize = 32;

/// Leaves of a small run: those of one entry bundle.
pub(super) const SMALL: u64 = 256;
/// Leaves of a large run, which takes the place of 256 small ones.
pub(super) const LARGE: u64 = 65_536;

/// What the keys of a run are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Family {
    /// The first 8 bytes of record ids.
    Ids,
    /// Hashes of terms.
    Terms,
    /// Hashes of words.
    Words,
}

impl Family {
    pub const ALL: [Self; 3] = [Self::Ids, Self::Terms, Self::Words];
}

/// Which leaves a run is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Span {
    /// The position of the first.
    pub first: u64,
    /// How many, 1 to 65,536.
    pub leaves: u64,
}

impl Span {
    pub fn end(self) -> u64 {
        self.first + self.leaves
    }

    /// The level of the tree's node over exactly these leaves; nothing for the last run, which still grows.
    pub fn level(self) -> Option<u8> {
        match self.leaves {
            SMALL => Some(8),
            LARGE => Some(16),
            _ => None,
        }
    }

    /// The name under which the run is stored.
    pub fn name(self, family: Family) -> [u8; 17] {
        let mut name = [0; 17];
        name[0] = match family {
            Family::Ids => b'i',
            Family::Terms => b't',
            Family::Words => b'w',
        };
        name[1..9].copy_from_slice(&self.first.to_be_bytes());
        name[9..].copy_from_slice(&self.leaves.to_be_bytes());
        name
    }
}

/// The runs that cover the first `size` leaves: large ones, then small ones, then what is over.
pub(super) fn spans(size: u64) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut first = 0;
    while first < size {
        let left = size - first;
        let leaves = match left {
            LARGE.. => LARGE,
            SMALL.. => SMALL,
            _ => left,
        };
        spans.push(Span { first, leaves });
        first += leaves;
    }
    spans
}

/// One posting: a key, and the position of a leaf that has it.
pub(super) type Posting = (u64, u64);

/// Writes a run of these postings.
pub(super) fn encode(family: Family, span: Span, tree: TreeHash, postings: &mut Vec<Posting>) -> Vec<u8> {
    postings.sort_unstable();
    postings.dedup();
    let mut bytes = Vec::with_capacity(postings.len() * POSTING + CHECKSUM);
    for (key, index) in postings {
        let place = u16::try_from(*index - span.first).expect("safe: a run has at most 65,536 leaves");
        bytes.extend(key.to_be_bytes());
        bytes.extend(place.to_be_bytes());
    }
    let checksum = checksum(family, span, tree, &bytes);
    bytes.extend(checksum);
    bytes
}

/// The postings in a run's bytes, still encoded; nothing if the checksum is wrong.
pub(super) fn open(family: Family, span: Span, tree: TreeHash, bytes: &[u8]) -> Option<&[u8]> {
    let (postings, found) = bytes.split_last_chunk::<CHECKSUM>()?;
    (postings.len() % POSTING == 0 && checksum(family, span, tree, postings) == *found).then_some(postings)
}

fn checksum(family: Family, span: Span, tree: TreeHash, postings: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
    hasher.update(&span.name(family)).update(tree.as_bytes());
    if postings.len() < 256 * 1024 {
        hasher.update(postings);
    } else {
        hasher.update_rayon(postings);
    }
    hasher.finalize().into()
}

/// All postings of an opened run.
pub(super) fn decode(span: Span, postings: &[u8]) -> impl Iterator<Item = Posting> {
    postings.as_chunks::<POSTING>().0.iter().map(move |posting| (key_of(posting), span.first + place_of(posting)))
}

/// Adds the positions in an opened run whose keys lie between these two, inclusive.
pub(super) fn find(span: Span, postings: &[u8], low: u64, high: u64, found: &mut Vec<Index>) {
    let postings = postings.as_chunks::<POSTING>().0;
    let begin = postings.partition_point(|posting| key_of(posting) < low);
    let matching = postings[begin..].iter().take_while(|posting| key_of(posting) <= high);
    found.extend(matching.filter_map(|posting| Index::new(span.first + place_of(posting))));
}

fn key_of(posting: &[u8; POSTING]) -> u64 {
    u64::from_be_bytes(*posting.first_chunk().expect("safe: a posting begins with 8 bytes"))
}

fn place_of(posting: &[u8; POSTING]) -> u64 {
    u64::from(u16::from_be_bytes(*posting.last_chunk().expect("safe: a posting ends with 2 bytes")))
}
