//! The pages of a run: a stretch of its postings, stored under the first posting that it may have.
//!
//! ```text
//! name    family 1 | be64 the run's first leaf | be64 leaves | from: bound
//! value   to: bound | group .. | checksum 32
//! bound   be64 key | be32 place
//! group   be64 key | be16 count | be32 place, count times
//! ```
//!
//! A page has all postings of its run from its own bound up to the next page's, which it names; the first begins at zero, and the last ends with a
//! bound of ones. So a page proves what is absent as well as what is there, and one that is lost leaves a gap that shows.
//!
//! The checksum also covers the name, and a hash of the tree over the run's leaves. So a page that is damaged, stands in another's place, or was
//! made from other leaves is noticed when it is read.

use super::spans::{Family, Span};
use crate::hash::TreeHash;

const CONTEXT: &str = "byline.v1 2026-11-26 index page";
const BOUND: usize = 12;
const CHECKSUM: usize = 32;
/// What a group takes before its places.
const GROUP: usize = 10;
const PLACE: usize = 4;
/// Roughly how long a page becomes. sled reads up to 16 values at once, so small ones are read fastest.
const PAGE_BYTES: usize = 1000;

/// One posting: a key, and where in the run a leaf stands that has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    /// The beginning of an id, or the hash of a term.
    pub key: u64,
    /// How many leaves stand before it in its run.
    pub place: u32,
}

impl Posting {
    /// Before all postings.
    pub const FIRST: Self = Self { key: 0, place: 0 };
    /// Behind all postings: no run has so many leaves.
    pub const END: Self = Self { key: u64::MAX, place: u32::MAX };

    fn bytes(self) -> [u8; BOUND] {
        let mut bytes = [0; BOUND];
        bytes[..8].copy_from_slice(&self.key.to_be_bytes());
        bytes[8..].copy_from_slice(&self.place.to_be_bytes());
        bytes
    }

    fn from_bytes(bytes: [u8; BOUND]) -> Self {
        let [a, b, c, d, e, f, g, h, i, j, k, l] = bytes;
        Self { key: u64::from_be_bytes([a, b, c, d, e, f, g, h]), place: u32::from_be_bytes([i, j, k, l]) }
    }
}

/// The name of a page, in the order of runs and postings.
pub(super) type Name = [u8; 29];

/// Which run: of what, over which leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub family: Family,
    pub span: Span,
    /// What binds it to its leaves: the node over them or, for the last run, the root of the tree up to its end.
    pub tree: TreeHash,
}

impl Run {
    /// What the names of all its pages begin with.
    pub fn prefix(family: Family, span: Span) -> [u8; 17] {
        let mut prefix = [0; 17];
        prefix[0] = family.tag();
        prefix[1..9].copy_from_slice(&span.first.to_be_bytes());
        prefix[9..].copy_from_slice(&span.leaves.to_be_bytes());
        prefix
    }

    /// The name of the page that begins with this posting.
    pub fn name(&self, from: Posting) -> Name {
        let mut name = [0; 29];
        name[..17].copy_from_slice(&Self::prefix(self.family, self.span));
        name[17..].copy_from_slice(&from.bytes());
        name
    }

    /// The posting with which the page of this name begins, if it is one of the run's.
    pub fn begin_of(&self, name: &[u8]) -> Option<Posting> {
        let from = name.strip_prefix(&Self::prefix(self.family, self.span))?;
        Some(Posting::from_bytes(from.try_into().ok()?))
    }

    fn checksum(&self, from: Posting, contents: &[u8]) -> [u8; CHECKSUM] {
        let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
        hasher.update(&self.name(from)).update(self.tree.as_bytes()).update(contents);
        hasher.finalize().into()
    }

    /// The contents of the page that begins with this posting; nothing if its checksum or form is wrong.
    pub fn open<'p>(&self, from: Posting, value: &'p [u8]) -> Option<IndexPage<'p>> {
        let (contents, found) = value.split_last_chunk::<CHECKSUM>()?;
        let page = (self.checksum(from, contents) == *found).then(|| IndexPage::parse(contents))??;
        (from < page.to).then_some(page)
    }
}

/// The contents of a page of the index, in the one form that they can have.
///
/// This says nothing of whether they belong to a log: a checksum behind them does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct IndexPage<'p> {
    to: Posting,
    groups: &'p [u8],
}

impl<'p> IndexPage<'p> {
    /// Takes keys in ascending order, each with its places in ascending order, all below the bound; nothing for anything else.
    pub fn parse(contents: &'p [u8]) -> Option<Self> {
        let (to, groups) = contents.split_first_chunk::<BOUND>()?;
        let page = Self { to: Posting::from_bytes(*to), groups };
        let (mut rest, mut last) = (groups, None);
        while let Some(((key, places), behind)) = first_group(rest) {
            let of_group = places.iter().map(|place| Posting { key, place: u32::from_be_bytes(*place) });
            // A key has one group, and a group has places.
            if places.is_empty() || last.is_some_and(|last: Posting| key <= last.key) {
                return None;
            }
            for posting in of_group {
                if last.is_some_and(|last| posting <= last) {
                    return None;
                }
                last = Some(posting);
            }
            rest = behind;
        }
        (rest.is_empty() && last.is_none_or(|last| last < page.to)).then_some(page)
    }

    /// The contents of a value that [`Run::open`] has taken before.
    pub fn of_checked(value: &'p [u8]) -> Option<Self> {
        let (contents, _) = value.split_last_chunk::<CHECKSUM>()?;
        let (to, groups) = contents.split_first_chunk::<BOUND>()?;
        Some(Self { to: Posting::from_bytes(*to), groups })
    }

    /// Where the next page begins.
    pub fn to(&self) -> Posting {
        self.to
    }

    /// The postings, in ascending order.
    pub fn postings(&self) -> impl Iterator<Item = Posting> + use<'p> {
        self.postings_from(0)
    }

    /// The postings from a key on.
    pub fn postings_from(&self, key: u64) -> impl Iterator<Item = Posting> + use<'p> {
        let mut rest = self.groups;
        let groups = std::iter::from_fn(move || {
            let (group, behind) = first_group(rest)?;
            rest = behind;
            Some(group)
        });
        groups.skip_while(move |(it, _)| *it < key).flat_map(|(key, places)| {
            places.iter().map(move |place| Posting { key, place: u32::from_be_bytes(*place) })
        })
    }

    /// The contents as bytes again.
    #[cfg(test)]
    pub fn encode(&self) -> Vec<u8> {
        encode(&self.postings().collect::<Vec<_>>(), self.to)
    }
}

/// A key and its places.
type Group<'p> = (u64, &'p [[u8; PLACE]]);

/// The first group, and what is behind it; nothing where no whole group stands.
fn first_group(bytes: &[u8]) -> Option<(Group<'_>, &[u8])> {
    let (key, rest) = bytes.split_first_chunk()?;
    let (count, rest) = rest.split_first_chunk()?;
    let (places, behind) = rest.split_at_checked(PLACE * usize::from(u16::from_be_bytes(*count)))?;
    Some(((u64::from_be_bytes(*key), places.as_chunks().0), behind))
}

fn encode(postings: &[Posting], to: Posting) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(PAGE_BYTES + CHECKSUM);
    bytes.extend(to.bytes());
    for group in postings.chunk_by(|one, next| one.key == next.key) {
        bytes.extend(group[0].key.to_be_bytes());
        bytes.extend(u16::try_from(group.len()).expect("safe: a page has fewer postings").to_be_bytes());
        bytes.extend(group.iter().flat_map(|posting| posting.place.to_be_bytes()));
    }
    bytes
}

/// A page as it is stored: its name, and its value.
pub(super) type Stored = (Name, Vec<u8>);

/// Makes pages of the postings of a run, which come in ascending order.
#[derive(Debug)]
pub(super) struct RunWriter {
    run: Run,
    from: Posting,
    postings: Vec<Posting>,
    length: usize,
}

impl RunWriter {
    pub fn new(run: Run) -> Self {
        Self { run, from: Posting::FIRST, postings: Vec::new(), length: BOUND }
    }

    /// Takes the next posting; the same one twice counts once. Gives the page that it found full.
    #[must_use]
    pub fn add(&mut self, posting: Posting) -> Option<Stored> {
        let last = self.postings.last();
        if last == Some(&posting) {
            return None;
        }
        let is_new = last.is_none_or(|last| last.key != posting.key);
        let adds = if is_new { GROUP + PLACE } else { PLACE };
        let full = (PAGE_BYTES < self.length + adds + CHECKSUM).then(|| self.close(posting));
        self.length += if full.is_some() { GROUP + PLACE } else { adds };
        self.postings.push(posting);
        full
    }

    /// The last page.
    pub fn finish(mut self) -> Stored {
        self.close(Posting::END)
    }

    fn close(&mut self, to: Posting) -> Stored {
        let mut value = encode(&self.postings, to);
        value.extend(self.run.checksum(self.from, &value));
        let name = self.run.name(self.from);
        self.postings.clear();
        (self.from, self.length) = (to, BOUND);
        (name, value)
    }
}
