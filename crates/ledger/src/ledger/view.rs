//! Reading a ledger: opening it, and its records by position.
//!
//! Every leaf that comes from here is in the tree of the ledger's signed checkpoint. That its own signature is valid, and that it was admitted by the
//! rules, is what the audit shows, not this.

use super::{CONFIG_FILE, Config, ConfigError, INDEXER, Lookup, signer_handle};
use crate::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use crate::hash::{LeafDigest, RecordId};
use crate::key::PublicKey;
use crate::position::{Index, Size};
use crate::record::{Handle, Origin, Record};
use crate::state::{Boundary, RosterLeaf, boundary_of};
use crate::statement::{Logged, Unverified};
use crate::store::{CallerError, Head, LogError, LogIndex, OpenError, Reader};
use std::fs;
use std::path::{Path, PathBuf};

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
