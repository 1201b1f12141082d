//! What can be found again in the log: positions by record id and by term.
//!
//! The index holds nothing that isn't in the log and can be deleted at any time. It is stamped with the size and root
//! that it was built for, and each of its values is bound to the leaves that it is about, so an index that is damaged
//! or belongs to another log is built anew. Where it can't be kept on disk, it is built in memory and answers the same.
//!
//! A term is any text or bytes that the caller will ask for: a slug, the identity of an event with a tag before it.
//! Terms and ids are stored by the first 8 bytes of their hash, so what is found must be confirmed at the leaf. What
//! is not found is not there.

use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{
    hash::RecordId,
    position::{Index, Size},
};

use self::{
    build::{catch_up, extend, load},
    disk::Disk,
    run::{Family, Posting, spans},
};
use super::{log_files::LogError, reader::Reader};

mod build;
mod disk;
mod run;
#[cfg(test)]
mod tests;

pub use disk::is_guarded;

const TERM_CONTEXT: &str = "byline.v1 2026-11-22 index term";
/// Roughly how many bytes of checked runs are kept in memory.
const KEPT_BYTES: usize = 48 << 20;

/// What one leaf is found by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Postings {
    /// Its record id.
    pub id: Option<RecordId>,
    /// Its terms, in any order.
    pub terms: Vec<Vec<u8>>,
    /// Words in it, in any order. They are many, so they are kept apart, for whoever looks for words.
    pub words: Vec<Vec<u8>>,
}

/// Says what a leaf is found by.
#[derive(Clone, Copy)]
pub struct Indexer<'a> {
    /// Changes whenever `postings` gives something else for the same leaf.
    pub version: u32,
    /// The postings of a leaf.
    pub postings: &'a dyn Fn(Index, &[u8]) -> Postings,
}

impl fmt::Debug for Indexer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Indexer").field("version", &self.version).finish_non_exhaustive()
    }
}

/// Why an index on disk was built anew, or not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There was none.
    New,
    /// It was made by another version of the program.
    Format,
    /// It covers more leaves than the log has.
    Ahead {
        /// How many leaves it covers.
        indexed: Size,
    },
    /// It was made from another log.
    Foreign,
    /// Something in it is wrong.
    Damaged(String),
    /// Another process is using it.
    Locked,
    /// It can't be written here.
    Unavailable(String),
}

impl Reason {
    /// Whether an index could be kept on disk if it were built anew.
    fn can_rebuild(&self) -> bool {
        !matches!(self, Self::Locked | Self::Unavailable(_))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => f.write_str("there was no index"),
            Self::Format => f.write_str("the index was made by another version"),
            Self::Ahead { indexed } => write!(f, "the index covers {indexed} entries, more than the log has"),
            Self::Foreign => f.write_str("the index was made from another log"),
            Self::Damaged(what) => write!(f, "the index is damaged ({what})"),
            Self::Locked => f.write_str("another process is using the index"),
            Self::Unavailable(why) => write!(f, "the index can't be kept on disk ({why})"),
        }
    }
}

/// The beginning of a record id, of at least 8 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdPrefix {
    low: u64,
    high: u64,
}

impl IdPrefix {
    /// Takes 8 to 64 lowercase hex digits, without `b3:`; nothing for any other text.
    ///
    /// Only the first 16 digits are looked at when searching.
    pub fn new(digits: &str) -> Option<Self> {
        let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if !(8..=64).contains(&digits.len()) || !digits.as_bytes().iter().all(is_digit) {
            return None;
        }
        let used = &digits[..digits.len().min(16)];
        let free_bits = 64 - 4 * used.len() as u32;
        let low = u64::from_str_radix(used, 16).ok()? << free_bits;
        let high = low | u64::MAX.checked_shr(64 - free_bits).unwrap_or(0);
        Some(Self { low, high })
    }
}

impl From<RecordId> for IdPrefix {
    fn from(id: RecordId) -> Self {
        let key = key_of_id(id);
        Self { low: key, high: key }
    }
}

/// The index of a log at one checkpoint.
#[derive(Debug)]
pub struct LogIndex<'a> {
    reader: &'a Reader,
    indexer: Indexer<'a>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    reasons: Vec<Reason>,
    held: Held,
}

#[derive(Debug)]
enum Held {
    /// On disk, up to the reader's size; with runs that were read and checked.
    Disk { disk: Disk, kept: HashMap<[u8; 17], sled::IVec>, kept_bytes: usize, merged: HashMap<Family, Merged> },
    /// In memory, by key and position.
    Memory(Batch),
}

/// After so many searches the small runs are merged: there may be 255 of them, each to be searched apart.
const SEARCHES_BEFORE_MERGING: usize = 64;

/// How often a family was searched, and its small runs in one, once that pays.
#[derive(Debug, Default)]
struct Merged {
    searches: usize,
    postings: Option<Vec<Posting>>,
}

/// The postings of some leaves, by key and position.
#[derive(Debug, Default)]
struct Batch {
    ids: Vec<Posting>,
    terms: Vec<Posting>,
    words: Vec<Posting>,
}

impl Batch {
    fn add(&mut self, indexer: Indexer<'_>, index: Index, leaf: &[u8]) {
        let postings = (indexer.postings)(index, leaf);
        self.ids.extend(postings.id.map(|id| (key_of_id(id), index.get())));
        self.terms.extend(postings.terms.iter().map(|term| (key_of_term(term), index.get())));
        self.words.extend(postings.words.iter().map(|word| (key_of_term(word), index.get())));
    }

    fn of(&self, family: Family) -> &[Posting] {
        match family {
            Family::Ids => &self.ids,
            Family::Terms => &self.terms,
            Family::Words => &self.words,
        }
    }

    fn families(&mut self) -> [(Family, &mut Vec<Posting>); 3] {
        [(Family::Ids, &mut self.ids), (Family::Terms, &mut self.terms), (Family::Words, &mut self.words)]
    }
}

/// Why something on disk didn't work out.
enum Trouble {
    /// The index: build it anew, or do without.
    Index(Reason),
    /// The log itself, where nothing helps.
    Log(LogError),
}

impl From<Reason> for Trouble {
    fn from(reason: Reason) -> Self {
        Self::Index(reason)
    }
}

impl From<LogError> for Trouble {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}

impl<'a> LogIndex<'a> {
    /// Opens the index in the reader's ledger folder and brings it up to date, or builds it anew, or in memory.
    ///
    /// # Errors
    /// When the log can't be read. Trouble with the index is no error, see [`LogIndex::reasons`].
    pub fn open(reader: &'a Reader, indexer: Indexer<'a>) -> Result<Self, LogError> {
        let mut reasons = Vec::new();
        let held = match Disk::open(reader.path()) {
            Ok(mut disk) => match catch_up(&mut disk, reader, indexer) {
                Ok(()) => Held::on(disk),
                Err(Trouble::Index(reason)) => renew(disk, reader, indexer, reason, &mut reasons)?,
                Err(Trouble::Log(error)) => return Err(error),
            },
            Err(reason) => in_memory(reader, indexer, reason, &mut reasons)?,
        };
        Ok(Self { reader, indexer, state: Mutex::new(State { reasons, held }) })
    }

    /// Builds the index anew on disk, whatever is there.
    ///
    /// # Errors
    /// When the log can't be read. Where the index can't be kept on disk, [`LogIndex::reasons`] says so.
    pub fn rebuild(reader: &'a Reader, indexer: Indexer<'a>) -> Result<Self, LogError> {
        let mut reasons = Vec::new();
        let held = match Disk::open(reader.path()) {
            Ok(disk) => renew(disk, reader, indexer, Reason::New, &mut reasons)?,
            Err(reason) => in_memory(reader, indexer, reason, &mut reasons)?,
        };
        Ok(Self { reader, indexer, state: Mutex::new(State { reasons, held }) })
    }

    /// Builds the index in memory and leaves the disk alone.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn in_memory(reader: &'a Reader, indexer: Indexer<'a>) -> Result<Self, LogError> {
        let held = Held::in_memory(reader, indexer)?;
        Ok(Self { reader, indexer, state: Mutex::new(State { reasons: vec![], held }) })
    }

    /// Why the index was built anew or isn't on disk, in the order in which it came up; usually empty.
    pub fn reasons(&self) -> Vec<Reason> {
        self.state().reasons.clone()
    }

    /// Where records stand whose ids begin like this, in order. Digits after the 16th are for the caller to compare.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn by_id(&self, prefix: IdPrefix) -> Result<Vec<Index>, LogError> {
        self.find(Family::Ids, prefix.low, prefix.high)
    }

    /// Where leaves stand that have this term, in order; rarely also one with another term.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn by_term(&self, term: &[u8]) -> Result<Vec<Index>, LogError> {
        let key = key_of_term(term);
        self.find(Family::Terms, key, key)
    }

    /// Where leaves stand that have this word, in order; rarely also one with another word.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn by_word(&self, word: &[u8]) -> Result<Vec<Index>, LogError> {
        let key = key_of_term(word);
        self.find(Family::Words, key, key)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic of sled's is caught before it gets here, and no other leaves the state half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, family: Family, low: u64, high: u64) -> Result<Vec<Index>, LogError> {
        let state = &mut *self.state();
        loop {
            let reason = match state.held.find(self.reader, family, low, high) {
                Ok(mut found) => {
                    found.sort_unstable();
                    return Ok(found);
                }
                Err(Trouble::Log(error)) => return Err(error),
                Err(Trouble::Index(reason)) => reason,
            };
            // At most one rebuild for a damage: the second time the disk is no good.
            let was_rebuilt = state.reasons.iter().any(|it| matches!(it, Reason::Damaged(_)));
            let held = std::mem::replace(&mut state.held, Held::Memory(Batch::default()));
            state.held = match held {
                Held::Disk { disk, .. } if !was_rebuilt => {
                    renew(disk, self.reader, self.indexer, reason, &mut state.reasons)?
                }
                _ => in_memory(self.reader, self.indexer, reason, &mut state.reasons)?,
            };
        }
    }
}

/// Builds the index anew on disk or, where that doesn't work either, in memory.
fn renew(
    mut disk: Disk,
    reader: &Reader,
    indexer: Indexer<'_>,
    reason: Reason,
    reasons: &mut Vec<Reason>,
) -> Result<Held, LogError> {
    if !reason.can_rebuild() {
        return in_memory(reader, indexer, reason, reasons);
    }
    reasons.push(reason);
    let built = disk.clear().map_err(Trouble::Index).and_then(|()| extend(&mut disk, reader, indexer, Size::ZERO));
    match built {
        Ok(()) => Ok(Held::on(disk)),
        Err(Trouble::Index(reason)) => in_memory(reader, indexer, reason, reasons),
        Err(Trouble::Log(error)) => Err(error),
    }
}

fn in_memory(
    reader: &Reader,
    indexer: Indexer<'_>,
    reason: Reason,
    reasons: &mut Vec<Reason>,
) -> Result<Held, LogError> {
    reasons.push(reason);
    Held::in_memory(reader, indexer)
}

impl Held {
    fn on(disk: Disk) -> Self {
        Self::Disk { disk, kept: HashMap::new(), kept_bytes: 0, merged: HashMap::new() }
    }

    fn in_memory(reader: &Reader, indexer: Indexer<'_>) -> Result<Self, LogError> {
        let mut batch = Batch::default();
        reader.visit(Index::ZERO, |index, leaf| {
            batch.add(indexer, index, leaf);
            Ok::<_, LogError>(())
        })?;
        for (_, postings) in batch.families() {
            postings.sort_unstable();
            postings.dedup();
        }
        Ok(Self::Memory(batch))
    }

    fn find(&mut self, reader: &Reader, family: Family, low: u64, high: u64) -> Result<Vec<Index>, Trouble> {
        let mut found = Vec::new();
        match self {
            Self::Memory(batch) => find_sorted(batch.of(family), low, high, &mut found),
            Self::Disk { disk, kept, kept_bytes, merged } => {
                let size = reader.head().size;
                let merged = merged.entry(family).or_default();
                merged.searches += 1;
                for span in spans(size.get()) {
                    let is_large = span.leaves == run::LARGE;
                    if !is_large && merged.postings.is_some() {
                        continue;
                    }
                    let name = span.name(family);
                    if !kept.contains_key(&name) {
                        let run = load(disk, reader, family, span, size)?;
                        if *kept_bytes + run.len() > KEPT_BYTES {
                            (*kept_bytes, *kept) = (0, HashMap::new());
                        }
                        *kept_bytes += run.len();
                        kept.insert(name, run);
                    }
                    let checked = &kept[&name];
                    run::find(span, &checked[..checked.len() - 32], low, high, &mut found);
                }
                match &merged.postings {
                    Some(postings) => find_sorted(postings, low, high, &mut found),
                    None if merged.searches >= SEARCHES_BEFORE_MERGING => {
                        merged.postings = Some(merge(disk, reader, family, size)?);
                    }
                    None => {}
                }
            }
        }
        Ok(found)
    }
}

/// All small runs of a family in one.
fn merge(disk: &mut Disk, reader: &Reader, family: Family, size: Size) -> Result<Vec<Posting>, Trouble> {
    let mut postings = Vec::new();
    for span in spans(size.get()).into_iter().filter(|span| span.leaves != run::LARGE) {
        let run = load(disk, reader, family, span, size)?;
        postings.extend(run::decode(span, &run[..run.len() - 32]));
    }
    postings.sort_unstable();
    Ok(postings)
}

fn find_sorted(postings: &[Posting], low: u64, high: u64, found: &mut Vec<Index>) {
    let begin = postings.partition_point(|(key, _)| *key < low);
    let matching = postings[begin..].iter().take_while(|(key, _)| *key <= high);
    found.extend(matching.filter_map(|(_, index)| Index::new(*index)));
}

fn key_of_id(id: RecordId) -> u64 {
    u64::from_be_bytes(*id.as_bytes().first_chunk().expect("safe: an id has 32 bytes"))
}

fn key_of_term(term: &[u8]) -> u64 {
    let hash = blake3::derive_key(TERM_CONTEXT, term);
    u64::from_be_bytes(*hash.first_chunk().expect("safe: a hash has 32 bytes"))
}
