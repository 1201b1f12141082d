//! Finding the records of a ledger: by id, slug and subject.

use super::view::{Ledger, Located, ViewError};
use super::{Point, Term};
use crate::hash::RecordId;
use crate::position::{Index, Size};
use crate::record::{Handle, Kind, Record, Slug};
use crate::state::Roster;
use crate::store::{IdPrefix, LogIndex, Reason};
use crate::time::Timestamp;
use std::cell::Cell;
use std::panic::resume_unwind;
use std::rc::Rc;
use std::thread::ScopedJoinHandle;

/// From so many leaves on, reading them is shared among threads.
const MANY_LEAVES: usize = 128;
/// How many threads read: a disk answers several at once, whatever the number of processors.
const READING_THREADS: usize = 4;

/// A ledger with its index open, as it stands now or as it stood at an [earlier point](Lookup::as_of).
#[derive(Debug)]
pub struct Lookup<'a> {
    ledger: &'a Ledger,
    index: Rc<LogIndex<'a>>,
    /// The leaves from one to a seal that closes them, and its time: records are mostly asked for in their order.
    sealed: Cell<Option<(Index, Index, Timestamp)>>,
    size: Size,
}

impl<'a> Lookup<'a> {
    pub(super) fn of(ledger: &'a Ledger, index: LogIndex<'a>) -> Self {
        Self { ledger, index: Rc::new(index), sealed: Cell::default(), size: ledger.head().size }
    }

    /// The same ledger as it stood at a point: nothing that was logged later is found, be it a claim, a correction or a withdrawal.
    #[must_use]
    pub fn as_of(&self, point: &Point) -> Self {
        let size = point.head.size.min(self.size);
        Self { ledger: self.ledger, index: Rc::clone(&self.index), sealed: self.sealed.clone(), size }
    }

    /// How many entries of the log this lookup knows.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The ledger.
    pub fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// Why the index was built anew or isn't on disk; usually empty.
    pub fn reasons(&self) -> Vec<Reason> {
        self.index.reasons()
    }

    /// The records whose ids begin with these 8 to 64 hexadecimal digits.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn by_prefix(&self, digits: &str) -> Result<Vec<Located>, ViewError> {
        let Some(prefix) = IdPrefix::new(digits) else { return Ok(Vec::new()) };
        let wanted = format!("b3:{digits}");
        let mut found = self.read_all(self.index.by_id(prefix)?)?;
        found.retain(|located| located.id().to_string().starts_with(&wanted));
        Ok(found)
    }

    /// The record with this id.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn by_id(&self, id: RecordId) -> Result<Option<Located>, ViewError> {
        let text = id.to_string();
        Ok(self.by_prefix(text.trim_start_matches("b3:"))?.into_iter().next())
    }

    /// The records that have a term, in the order of the log.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn by_term(&self, term: &Term) -> Result<Vec<Located>, ViewError> {
        let mut found = self.read_all(self.places(term)?)?;
        found.retain(|located| super::terms::terms(located.logged.header(), located.record()).contains(term));
        Ok(found)
    }

    /// Where leaves may stand that have a term, in order.
    pub(super) fn positions(&self, term: &Term) -> Result<Vec<Index>, ViewError> {
        let found = self.places(term)?;
        Ok(found.into_iter().filter(|index| index.in_size(self.size)).collect())
    }

    /// The same at the whole ledger.
    fn places(&self, term: &Term) -> Result<Vec<Index>, ViewError> {
        let (bytes, index) = (term.bytes(), &self.index);
        Ok(if term.is_rare() { index.by_rare_term(&bytes)? } else { index.by_term(&bytes)? })
    }

    /// Where leaves may stand that have a word, in order.
    pub(super) fn positions_of_word(&self, word: &str) -> Result<Vec<Index>, ViewError> {
        let found = self.index.by_word(word.as_bytes())?;
        Ok(found.into_iter().filter(|index| index.in_size(self.size)).collect())
    }

    /// Every position that this lookup knows.
    pub(super) fn all_positions(&self) -> Vec<Index> {
        (0..self.size.get()).filter_map(Index::new).collect()
    }

    /// Reads the leaves that this lookup knows, in the order given; many of them on several threads.
    fn read_all(&self, mut places: Vec<Index>) -> Result<Vec<Located>, ViewError> {
        places.retain(|index| index.in_size(self.size));
        let ledger = self.ledger;
        let read = move |places: &[Index]| places.iter().map(|index| ledger.at(*index)).collect();
        if places.len() < MANY_LEAVES {
            return read(&places);
        }
        let parts: Vec<Result<Vec<Located>, ViewError>> = std::thread::scope(|scope| {
            let chunks = places.chunks(places.len().div_ceil(READING_THREADS));
            let threads: Vec<_> = chunks.map(|part| scope.spawn(move || read(part))).collect();
            let join = |thread: ScopedJoinHandle<'_, _>| thread.join().unwrap_or_else(|panic| resume_unwind(panic));
            threads.into_iter().map(join).collect()
        });
        let mut all = Vec::with_capacity(places.len());
        for part in parts {
            all.extend(part?);
        }
        Ok(all)
    }

    /// All versions of the identity that a version belongs to, the first one first; empty when there is no such record.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn versions(&self, id: RecordId) -> Result<Vec<Located>, ViewError> {
        let Some(some) = self.by_id(id)? else { return Ok(Vec::new()) };
        let mut versions = vec![self.first_version(some)?];
        while let Some(last) = versions.last() {
            match self.by_term(&Term::Corrects(last.id()))?.into_iter().next() {
                Some(later) => versions.push(later),
                None => break,
            }
        }
        Ok(versions)
    }

    /// The first version of the identity that a version belongs to.
    pub(super) fn first_version(&self, version: Located) -> Result<Located, ViewError> {
        let mut first = version;
        // References and corrections point to lower indexes, so the walk ends.
        while let Some(corrected) = first.record().correction().corrects.copied() {
            match self.by_id(corrected)? {
                Some(earlier) => first = earlier,
                None => break,
            }
        }
        Ok(first)
    }

    /// The withdrawal of a version in force, if there is one.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn withdrawal(&self, version: RecordId) -> Result<Option<Located>, ViewError> {
        Ok(self.by_term(&Term::Withdraws(version))?.into_iter().next())
    }

    /// The disclosures of sealed places of a version, in the order of the log.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn disclosures(&self, version: RecordId) -> Result<Vec<Located>, ViewError> {
        self.by_term(&Term::Discloses(version))
    }

    /// The first versions of what a slug names: one handle's, or everybody's.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn by_slug(&self, kind: Kind, handle: Option<&Handle>, slug: &Slug) -> Result<Vec<Located>, ViewError> {
        match handle {
            Some(handle) => self.by_term(&Term::Slug(kind, handle.clone(), slug.clone())),
            None => self.by_term(&Term::AnySlug(kind, slug.clone())),
        }
    }

    /// When a leaf was logged: the time of the seal that closes it.
    ///
    /// # Errors
    /// When the log can't be read or doesn't end with a seal.
    pub fn logged_at(&self, index: Index) -> Result<Timestamp, ViewError> {
        if let Some((first, seal, sealed_at)) = self.sealed.get()
            && (first..=seal).contains(&index)
        {
            return Ok(sealed_at);
        }
        let seal = self.closing_seal(index)?;
        let sealed_at = seal.logged.header().signed_at;
        self.sealed.set(Some((index, seal.index, sealed_at)));
        Ok(sealed_at)
    }

    /// The seal that closes a leaf; a seal itself counts as closed by itself.
    ///
    /// # Errors
    /// When the log can't be read or doesn't end with a seal.
    pub fn closing_seal(&self, index: Index) -> Result<Located, ViewError> {
        let term = Term::Kind(Kind::Seal).bytes();
        let mut from = Some(index);
        while let Some(place) = from.map(|from| self.index.next_with_term(&term, from)).transpose()?.flatten() {
            let located = self.ledger.at(place)?;
            if matches!(located.record(), Record::Seal(_)) {
                return Ok(located);
            }
            from = place.next();
        }
        Err(ViewError::NoSeal)
    }

    /// Who may sign, now.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn current_roster(&self) -> Result<Roster, ViewError> {
        Ok(Roster::replay(self.roster()?.iter().map(Located::roster_leaf)))
    }

    /// The leaves of the roster, in the order of the log.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn roster(&self) -> Result<Vec<Located>, ViewError> {
        let mut leaves = Vec::new();
        for kind in [Kind::Ledger, Kind::Key, Kind::Approval, Kind::Policy] {
            leaves.extend(self.by_term(&Term::Kind(kind))?);
        }
        leaves.sort_by_key(|located| located.index);
        Ok(leaves)
    }
}
