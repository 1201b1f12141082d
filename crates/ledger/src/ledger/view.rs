//! Reading a ledger: its records by position, id, slug and subject.
//!
//! Every leaf that comes from here is in the tree of the ledger's signed checkpoint. That its own signature is valid, and that it was admitted by the
//! rules, is what the audit shows, not this.

use super::{CONFIG_FILE, Config, ConfigError, INDEXER, Point, Term, signer_handle};
use crate::accounts::LoggedRecord;
use crate::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use crate::hash::{LeafDigest, RecordId};
use crate::key::PublicKey;
use crate::position::{Index, Size};
use crate::record::{Handle, Kind, Origin, Record, Slug};
use crate::state::{Boundary, Roster, RosterLeaf, boundary_of};
use crate::statement::{Logged, Unverified};
use crate::store::{CallerError, Head, IdPrefix, LogError, LogIndex, OpenError, Reader, Reason};
use crate::time::Timestamp;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Why a ledger can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// There is no byline.toml.
    #[error("{} is not a ledger: it has no byline.toml", .0.display())]
    NotALedger(PathBuf),
    /// byline.toml can't be read.
    #[error("can't read {}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// byline.toml can't be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The log can't be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The disk.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// A leaf can't be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// A leaf is no statement: run the audit.
    #[error("the entry at index {0} is no statement")]
    NotAStatement(Index),
    /// The last leaf is no seal: run the audit.
    #[error("the log does not end with a seal")]
    NoSeal,
}

/// A ledger that is open for reading, at one checkpoint.
#[derive(Debug)]
pub struct Ledger {
    config: Config,
    key: PublicKey,
    reader: Reader,
    checkpoint: String,
}

impl Ledger {
    /// Opens the ledger in a folder: the cost is the same for any size.
    ///
    /// A ledger whose key was replaced tells so in its roster, which is looked up and replayed then. Whether every step of that was in order is
    /// what the audit shows.
    ///
    /// # Errors
    /// When it isn't a ledger, was written by a later program, or its checkpoint or right edge is damaged.
    pub fn open(path: &Path) -> Result<Self, ViewError> {
        let config = read_config(path)?;
        let by_first_key = |note: &[u8]| open_checkpoint(&config.origin, config.key, note);
        match Reader::open(path, &by_first_key) {
            Ok(reader) => Ok(Self::of(config.clone(), config.key, reader)),
            Err(OpenError::Checkpoint(refused)) => {
                Self::open_replaced(path, &config)?.ok_or(OpenError::Checkpoint(refused).into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a ledger whose checkpoint is by another key than entry 0's, if the roster has that key for the ledger's.
    fn open_replaced(path: &Path, config: &Config) -> Result<Option<Self>, ViewError> {
        let claimed = |note: &[u8]| -> Result<Head, CallerError> {
            let claimed = Checkpoint::unsigned(note).ok_or("the checkpoint can't be read")?;
            Ok(Head { size: claimed.size, root: claimed.root })
        };
        let Ok(reader) = Reader::open(path, &claimed) else { return Ok(None) };
        let ledger = Self::of(config.clone(), config.key, reader);
        let roster = ledger.lookup()?.current_roster()?;
        let Some(key) = roster.ledger_key().copied().filter(|key| *key != config.key) else { return Ok(None) };
        let is_good = open_checkpoint(&config.origin, key, ledger.reader.raw().checkpoint()).is_ok();
        Ok(is_good.then(|| Self { key, ..ledger }))
    }

    /// A view of what a writer has published, and the key that is the ledger's there.
    pub(super) fn of(config: Config, key: PublicKey, reader: Reader) -> Self {
        let checkpoint = String::from_utf8_lossy(reader.raw().checkpoint()).into_owned();
        Self { config, key, reader, checkpoint }
    }

    /// The ledger's current key: byline.toml's, unless the quorum has put another one in its place.
    pub fn key(&self) -> PublicKey {
        self.key
    }

    /// What byline.toml says.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Size and root of the tree.
    pub fn head(&self) -> Head {
        self.reader.head()
    }

    /// The checkpoint, as it is published.
    pub fn checkpoint(&self) -> &str {
        &self.checkpoint
    }

    /// The reader below.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Opens the index, or builds it, or does without: see [`Lookup::reasons`].
    ///
    /// # Errors
    /// When the log itself can't be read.
    pub fn lookup(&self) -> Result<Lookup<'_>, ViewError> {
        Ok(Lookup::of(self, LogIndex::open(&self.reader, INDEXER)?))
    }

    /// Builds the index anew, whatever is there.
    ///
    /// # Errors
    /// When the log itself can't be read.
    pub fn rebuild_index(&self) -> Result<Lookup<'_>, ViewError> {
        Ok(Lookup::of(self, LogIndex::rebuild(&self.reader, INDEXER)?))
    }

    /// The record at a position.
    ///
    /// # Errors
    /// When there is none, or the leaf is no statement.
    pub fn at(&self, index: Index) -> Result<Located, ViewError> {
        let leaf = self.reader.leaf(index)?;
        Located::read(index, &leaf)
    }

    /// The seal below a commit boundary, or nothing when the leaf below the size is no seal.
    ///
    /// # Errors
    /// When the leaf can't be read.
    pub fn boundary(&self, size: Size) -> Result<Option<Boundary>, ViewError> {
        let Some(index) = size.index_of_last().filter(|index| index.in_size(self.head().size)) else {
            return Ok(None);
        };
        let leaf = self.reader.leaf(index)?;
        let located = Located::read(index, &leaf)?;
        Ok(boundary_of(located.record(), located.logged.header(), LeafDigest::of(&leaf), index))
    }
}

pub(super) fn read_config(path: &Path) -> Result<Config, ViewError> {
    let file = path.join(CONFIG_FILE);
    let text = fs::read_to_string(&file).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => ViewError::NotALedger(path.to_owned()),
        _ => ViewError::Read { path: file.clone(), source },
    })?;
    Ok(Config::parse(&text)?)
}

pub(super) fn open_signed(origin: &Origin, key: PublicKey, note: &[u8]) -> Result<SignedCheckpoint, CheckpointError> {
    SignedCheckpoint::open(note, origin.as_str(), key, &[])
}

pub(super) fn open_checkpoint(origin: &Origin, key: PublicKey, note: &[u8]) -> Result<Head, CallerError> {
    let signed = open_signed(origin, key, note)?;
    Ok(Head { size: signed.size(), root: signed.root() })
}

/// A record and where it stands.
#[derive(Debug, Clone)]
pub struct Located {
    /// Where.
    pub index: Index,
    /// Who signed it; `None` for the ledger itself.
    pub handle: Option<Handle>,
    /// The statement.
    pub logged: Logged,
}

impl Located {
    fn read(index: Index, leaf: &[u8]) -> Result<Self, ViewError> {
        let statement = Unverified::parse(leaf).map_err(|_| ViewError::NotAStatement(index))?;
        let handle = signer_handle(statement.header());
        Ok(Self { index, handle, logged: statement.trust_the_log() })
    }

    /// The record.
    pub fn record(&self) -> &Record {
        self.logged.record()
    }

    /// The record's id.
    pub fn id(&self) -> RecordId {
        self.logged.id()
    }

    /// The leaf as [`crate::state::Roster::replay`] takes it.
    pub fn roster_leaf(&self) -> RosterLeaf<'_> {
        RosterLeaf { index: self.index, id: self.id(), kid: self.logged.header().kid, record: self.record() }
    }
}

/// A ledger with its index open, as it stands now or as it stood at an [earlier point](Lookup::as_of).
#[derive(Debug)]
pub struct Lookup<'a> {
    ledger: &'a Ledger,
    index: Rc<LogIndex<'a>>,
    seals: Rc<OnceCell<Vec<Index>>>,
    size: Size,
}

impl<'a> Lookup<'a> {
    fn of(ledger: &'a Ledger, index: LogIndex<'a>) -> Self {
        Self { ledger, index: Rc::new(index), seals: Rc::default(), size: ledger.head().size }
    }

    /// The same ledger as it stood at a point: nothing that was logged later is found, be it a claim, a correction or a withdrawal.
    #[must_use]
    pub fn as_of(&self, point: &Point) -> Self {
        let size = point.head.size.min(self.size);
        Self { ledger: self.ledger, index: Rc::clone(&self.index), seals: Rc::clone(&self.seals), size }
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
        let mut found = self.read_all(self.index.by_term(&term.bytes())?)?;
        found.retain(|located| super::terms::terms(located.logged.header(), located.record()).contains(term));
        Ok(found)
    }

    /// Where leaves may stand that have a term, in order.
    pub(super) fn positions(&self, term: &Term) -> Result<Vec<Index>, ViewError> {
        let found = self.index.by_term(&term.bytes())?;
        Ok(found.into_iter().filter(|index| index.in_size(self.size)).collect())
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

    fn read_all(&self, places: Vec<Index>) -> Result<Vec<Located>, ViewError> {
        let known = places.into_iter().filter(|index| index.in_size(self.size));
        known.map(|index| self.ledger.at(index)).collect()
    }

    /// All versions of the identity that a version belongs to, the first one first; empty when there is no such record.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn versions(&self, id: RecordId) -> Result<Vec<Located>, ViewError> {
        let Some(mut first) = self.by_id(id)? else { return Ok(Vec::new()) };
        // References and corrections point to lower indexes, so both walks end.
        while let Some(corrected) = first.record().correction().corrects.copied() {
            match self.by_id(corrected)? {
                Some(earlier) => first = earlier,
                None => break,
            }
        }
        let mut versions = vec![first];
        while let Some(last) = versions.last() {
            match self.by_term(&Term::Corrects(last.id()))?.into_iter().next() {
                Some(later) => versions.push(later),
                None => break,
            }
        }
        Ok(versions)
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

    /// Where all seals of the ledger stand, in order.
    pub(super) fn all_seals(&self) -> Result<&[Index], ViewError> {
        if let Some(seals) = self.seals.get() {
            return Ok(seals);
        }
        let found = self.index.by_term(&Term::Kind(Kind::Seal).bytes())?;
        Ok(self.seals.get_or_init(|| found))
    }

    /// When a leaf was logged: the time of the seal that closes it.
    ///
    /// # Errors
    /// When the log can't be read or doesn't end with a seal.
    pub fn logged_at(&self, index: Index) -> Result<Timestamp, ViewError> {
        Ok(self.closing_seal(index)?.logged.header().signed_at)
    }

    /// The seal that closes a leaf; a seal itself counts as closed by itself.
    ///
    /// # Errors
    /// When the log can't be read or doesn't end with a seal.
    pub fn closing_seal(&self, index: Index) -> Result<Located, ViewError> {
        let seals = self.all_seals()?;
        let from = seals.partition_point(|seal| *seal < index);
        for seal in &seals[from..] {
            let located = self.ledger.at(*seal)?;
            if matches!(located.record(), Record::Seal(_)) {
                return Ok(located);
            }
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

    /// Everything that is recorded about an event: its questions, the claims on them, questions on those claims, all that these
    /// refer to, every version of each, and what was withdrawn or judged of any of it.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn about_event(&self, event: RecordId) -> Result<Vec<LoggedRecord>, ViewError> {
        let mut gathering = Gathering { lookup: self, found: BTreeMap::new(), seen: BTreeSet::new() };
        gathering.identity(event)?;
        let mut open = vec![event];
        while let Some(about) = open.pop() {
            for question in self.by_term(&Term::QuestionsOn(about))? {
                gathering.identity(question.id())?;
                for claim in self.by_term(&Term::ClaimsOn(question.id()))? {
                    if gathering.identity(claim.id())? {
                        open.push(claim.id());
                    }
                }
            }
        }
        gathering.finish()
    }

    /// All versions of an identity, as the comparison takes them.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn history(&self, id: RecordId) -> Result<Vec<LoggedRecord>, ViewError> {
        self.versions(id)?.into_iter().map(|version| self.logged(version)).collect()
    }

    /// The record as the comparison takes it.
    fn logged(&self, located: Located) -> Result<LoggedRecord, ViewError> {
        let logged_at = self.logged_at(located.index)?;
        let handle = located.handle.clone().ok_or(ViewError::NotAStatement(located.index))?;
        Ok(LoggedRecord {
            index: located.index,
            id: located.id(),
            handle,
            kid: located.logged.header().kid,
            signed_at: located.logged.header().signed_at,
            logged_at,
            record: located.record().clone(),
        })
    }
}

/// Records on their way into a comparison.
struct Gathering<'a, 'b> {
    lookup: &'a Lookup<'b>,
    found: BTreeMap<Index, Located>,
    seen: BTreeSet<RecordId>,
}

impl Gathering<'_, '_> {
    /// Takes all versions of an identity and all that they refer to. Says whether it is new.
    fn identity(&mut self, id: RecordId) -> Result<bool, ViewError> {
        let mut open = vec![id];
        let new = !self.seen.contains(&id);
        while let Some(id) = open.pop() {
            if !self.seen.insert(id) {
                continue;
            }
            for version in self.lookup.versions(id)? {
                self.seen.insert(version.id());
                open.extend(version.record().references().iter().map(|reference| reference.id));
                let withdrawal = self.lookup.withdrawal(version.id())?;
                self.found.extend(withdrawal.map(|withdrawal| (withdrawal.index, withdrawal)));
                for disclosure in self.lookup.disclosures(version.id())? {
                    self.found.insert(disclosure.index, disclosure);
                }
                self.found.insert(version.index, version);
            }
            // What is judged the same as something here belongs to the comparison too.
            for judgement in self.lookup.by_term(&Term::JudgementsOn(id))? {
                if let Record::Judgement(record) = judgement.record() {
                    open.extend(&record.on);
                }
                open.push(judgement.id());
            }
        }
        Ok(new)
    }

    fn finish(self) -> Result<Vec<LoggedRecord>, ViewError> {
        self.found.into_values().map(|located| self.lookup.logged(located)).collect()
    }
}
