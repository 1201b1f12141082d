//! What can be found again in the log: positions by record id and by term.
//!
//! The index holds nothing that isn't in the log and can be deleted at any time. It is stamped with the size and root
//! that it was built for, and each of its values is bound to the leaves that it is about, so an index that is damaged
//! or belongs to another log is built anew. Where it can't be kept on disk, it is built in memory and answers the same.
//!
//! It is a number of runs, each over a stretch of leaves ([`mod@spans`]) and of sorted postings in pages ([`page`]). Finding something reads a page or two of
//! each run, and the runs are few however long the log is.
//!
//! A term is any text or bytes that the caller will ask for: a slug, the identity of an event with a tag before it.
//! Terms and ids are stored by the first 8 bytes of their hash, so what is found must be confirmed at the leaf. What
//! is not found is not there.

use std::{
    fmt,
    ops::ControlFlow,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{
    hash::RecordId,
    position::{Index, Size},
};

use self::{
    batch::{Batch, key_of_term},
    build::{Trees, catch_up, extend},
    disk::Disk,
    page::Posting,
    pages::Pages,
    reason::Trouble,
    spans::{Family, spans},
};
use super::{log_files::LogError, reader::Reader};

mod batch;
mod build;
mod disk;
#[cfg(test)]
pub(super) mod fuzz;
mod page;
mod pages;
mod prefix;
#[cfg(test)]
mod properties;
mod reason;
mod spans;
#[cfg(test)]
mod tests;

pub use disk::is_guarded;
pub use prefix::IdPrefix;
pub use reason::Reason;

/// What one leaf is found by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Postings {
    /// Its record id.
    pub id: Option<RecordId>,
    /// Its terms, in any order.
    pub terms: Vec<Vec<u8>>,
    /// Terms that few leaves have and that are asked for at many. They are kept apart, so that finding nothing costs little.
    pub rare: Vec<Vec<u8>>,
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
    /// On disk, up to the reader's size.
    Disk { pages: Pages<Disk>, trees: Trees },
    /// In memory.
    Memory(Batch),
}

impl<'a> LogIndex<'a> {
    /// Opens the index in the reader's ledger folder and brings it up to date, or builds it anew, or in memory.
    ///
    /// # Errors
    /// When the log can't be read. Trouble with the index is no error, see [`LogIndex::reasons`].
    pub fn open(reader: &'a Reader, indexer: Indexer<'a>) -> Result<Self, LogError> {
        let mut reasons = Vec::new();
        let held = match Disk::open(reader.path()) {
            Ok(disk) => {
                let mut pages = Pages::new(disk);
                match catch_up(&mut pages, reader, indexer) {
                    Ok(()) => Held::on(pages, reader),
                    Err(Trouble::Index(reason)) => renew(pages.into_values(), reader, indexer, reason, &mut reasons)?,
                    Err(Trouble::Log(error)) => return Err(error),
                }
            }
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

    /// Where leaves stand that have this term among their rare ones, in order; rarely also one with another term.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn by_rare_term(&self, term: &[u8]) -> Result<Vec<Index>, LogError> {
        let key = key_of_term(term);
        self.find(Family::Rare, key, key)
    }

    /// The first leaf from this one on that has a term; rarely one with another term.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn next_with_term(&self, term: &[u8], from: Index) -> Result<Option<Index>, LogError> {
        let key = key_of_term(term);
        self.ask(|held| held.next(self.reader, Family::Terms, key, from))
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
        self.ask(|held| held.find(self.reader, family, low, high))
    }

    /// Asks what is held, and once more after a damage.
    fn ask<T>(&self, question: impl Fn(&mut Held) -> Result<T, Trouble>) -> Result<T, LogError> {
        let state = &mut *self.state();
        loop {
            let reason = match question(&mut state.held) {
                Ok(answer) => return Ok(answer),
                Err(Trouble::Log(error)) => return Err(error),
                Err(Trouble::Index(reason)) => reason,
            };
            // At most one rebuild for a damage: the second time the disk is no good.
            let was_rebuilt = state.reasons.iter().any(|it| matches!(it, Reason::Damaged(_)));
            let held = std::mem::replace(&mut state.held, Held::Memory(Batch::default()));
            state.held = match held {
                Held::Disk { pages, .. } if !was_rebuilt => {
                    renew(pages.into_values(), self.reader, self.indexer, reason, &mut state.reasons)?
                }
                _ => in_memory(self.reader, self.indexer, reason, &mut state.reasons)?,
            };
        }
    }

    /// How many pages were read from the disk since the index was opened.
    #[cfg(test)]
    fn loaded(&self) -> u64 {
        match &self.state().held {
            Held::Disk { pages, .. } => pages.loaded,
            Held::Memory(_) => 0,
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
    let cleared = disk.clear();
    let mut pages = Pages::new(disk);
    let built = cleared.map_err(Trouble::Index).and_then(|()| extend(&mut pages, reader, indexer, Size::ZERO));
    match built {
        Ok(()) => Ok(Held::on(pages, reader)),
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
    fn on(pages: Pages<Disk>, reader: &Reader) -> Self {
        Self::Disk { pages, trees: Trees::new(reader.head().size) }
    }

    fn in_memory(reader: &Reader, indexer: Indexer<'_>) -> Result<Self, LogError> {
        let mut batch = Batch::default();
        reader.visit(Index::ZERO, |index, leaf| {
            batch.add(indexer, index, leaf);
            Ok::<_, LogError>(())
        })?;
        batch.sort();
        Ok(Self::Memory(batch))
    }

    /// Where leaves stand whose keys lie between these two, inclusive, in order.
    fn find(&mut self, reader: &Reader, family: Family, low: u64, high: u64) -> Result<Vec<Index>, Trouble> {
        let mut found: Vec<Index> = Vec::new();
        match self {
            Self::Memory(batch) => found.extend(batch.find(family, low, high)),
            Self::Disk { pages, trees } => {
                let (from, last) = (Posting { key: low, place: 0 }, Posting { key: high, place: u32::MAX });
                for span in spans(reader.head().size.get()) {
                    pages.scan(&trees.run(reader, family, span)?, from, last, |posting| {
                        found.extend(Index::new(span.first + u64::from(posting.place)));
                        ControlFlow::Continue(())
                    })?;
                }
            }
        }
        if low != high {
            found.sort_unstable();
        }
        Ok(found)
    }

    /// The first leaf from this one on that has a key.
    fn next(&mut self, reader: &Reader, family: Family, key: u64, from: Index) -> Result<Option<Index>, Trouble> {
        let (pages, trees) = match self {
            Self::Memory(batch) => return Ok(batch.next(family, key, from)),
            Self::Disk { pages, trees } => (pages, trees),
        };
        let mut found = None;
        for span in spans(reader.head().size.get()).into_iter().filter(|span| from.get() < span.end()) {
            let skipped = from.get().saturating_sub(span.first);
            let from = Posting { key, place: u32::try_from(skipped).expect("safe: no run has so many leaves") };
            pages.scan(&trees.run(reader, family, span)?, from, Posting { key, place: u32::MAX }, |posting| {
                found = Index::new(span.first + u64::from(posting.place));
                ControlFlow::Break(())
            })?;
            if found.is_some() {
                break;
            }
        }
        Ok(found)
    }
}
