//! The one writer of a ledger.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    log::{ENTRY_LIMIT_BYTES, TILE_WIDTH, TileBuilder, TileContents},
    position::Size,
};

use super::{
    archive::Archive,
    files::{AppendError, Folder, Objects, StoreError},
    journal::{self, Frame, Journal, JournalError},
    lock::{Lock, LockError},
    log_files::{CallerError, Head, LogError, LogFiles, name_of, superseded_files},
    reader::{CHECKPOINT, COSE, Reader, read_checkpoint},
};

/// From this many bytes of frames on the journal is emptied.
const LONGEST_JOURNAL_BYTES: u64 = 4 << 20;

/// So many leaves are turned into files before these are written, to bound the memory.
const LEAVES_AT_ONCE: usize = 64 * TILE_WIDTH as usize;

/// Why a ledger can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no checkpoint, so this is no ledger.
    #[error("{} is not a ledger: it has no log/checkpoint", .0.display())]
    NotALedger(PathBuf),
    /// Another process is writing to it.
    #[error(transparent)]
    Locked(#[from] LockError),
    /// A file can't be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal is damaged or belongs to another log.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The published log is damaged.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The checkpoint is refused.
    #[error("the checkpoint is refused")]
    Checkpoint(#[source] CallerError),
    /// A commit that was under way can't be published.
    #[error("can't sign the checkpoint of a commit that was under way")]
    Sign(#[source] CallerError),
}

/// Why a commit failed.
#[derive(Debug, thiserror::Error)]
#[error("{}", .recorded.message())]
pub struct CommitError {
    /// What became of the leaves.
    pub recorded: Recorded,
    /// What went wrong.
    pub source: CallerError,
}

/// What became of the leaves of a commit that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// Nothing was recorded.
    No,
    /// They are recorded, and the next writer publishes them.
    Yes,
    /// Nobody knows until the next writer opens the ledger.
    Unknown,
}

impl Recorded {
    /// What became of the leaves, in words.
    pub fn message(self) -> &'static str {
        match self {
            Self::No => "nothing was recorded",
            Self::Yes => "recorded, but not published yet",
            Self::Unknown => "it is unknown whether anything was recorded",
        }
    }
}

/// A signed checkpoint, in both of its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The bytes of `checkpoint`.
    pub checkpoint: Vec<u8>,
    /// The bytes of `checkpoint.cose`.
    pub cose: Vec<u8>,
}

/// Signs a tree, of which it is shown the last leaf. It must give the same bytes whenever it is asked for the same tree.
pub type Sign<'a> = &'a mut dyn FnMut(Head, &[u8]) -> Result<Signed, CallerError>;

/// Checks a checkpoint's signature and says what it signs.
pub type OpenCheckpoint<'a> = &'a dyn Fn(&[u8]) -> Result<Head, CallerError>;

/// [`Objects::write`] or [`Objects::replace`].
type WriteObjects = fn(&Folder, &[(String, Vec<u8>)]) -> Result<(), StoreError>;

/// A ledger that is open for writing.
///
/// Call [`Writer::close`] in the end. A writer that is dropped instead loses nothing, but leaves its
/// commits in the journal for the next one to go over.
#[derive(Debug)]
pub struct Writer {
    folder: Arc<Folder>,
    journal: Journal,
    builder: TileBuilder,
    head: Head,
    /// The size below which all files are durable.
    base: Size,
    /// A commit failed on the way, so this writer doesn't know the state of the disk any more.
    broken: bool,
    /// Held until the end; nothing in a test on a simulated disk.
    _lock: Option<Lock>,
}

impl Writer {
    /// Opens a ledger, first publishing the commits that a dead writer left in the journal.
    ///
    /// # Errors
    /// When somebody else is writing, when checkpoint, journal and log don't agree, or when a file can't be read or
    /// written.
    pub fn open(path: &Path, open: OpenCheckpoint<'_>, sign: Sign<'_>) -> Result<Self, OpenError> {
        let folder = Arc::new(Folder::new(path));
        // A look first, so that no lock file is left in a folder that is no ledger.
        read_checkpoint(&*folder)?.ok_or_else(|| OpenError::NotALedger(path.to_owned()))?;
        let lock = Lock::take(path)?;
        Self::open_on(folder, Some(lock), open, sign)
    }

    pub(super) fn open_on(
        folder: Arc<Folder>,
        lock: Option<Lock>,
        open: OpenCheckpoint<'_>,
        sign: Sign<'_>,
    ) -> Result<Self, OpenError> {
        folder.clear_scratch()?;
        let missing = || OpenError::NotALedger(folder.path().to_owned());
        let checkpoint = read_checkpoint(&*folder)?.ok_or_else(missing)?;
        let published = open(&checkpoint).map_err(OpenError::Checkpoint)?;
        let contents = journal::read(&*folder)?.ok_or(JournalError::Missing)?;
        contents.check(published.size, published.root)?;
        let base = Head { size: contents.base, root: contents.root };
        let builder = LogFiles::open(Arc::clone(&folder) as _, base)?.builder()?;
        let journal = Journal::rewrite(&*folder, &contents)?;
        let mut writer = Self { _lock: lock, ..Self::begin(folder, journal, builder, base) };
        writer.replay(&contents.frames, published, sign)?;
        writer.settle()?;
        Ok(writer)
    }

    /// A writer of a log of which everything is durable.
    pub(super) fn begin(folder: Arc<Folder>, journal: Journal, builder: TileBuilder, head: Head) -> Self {
        Self { folder, journal, builder, head, base: head.size, broken: false, _lock: None }
    }

    /// Writes the files of whole frames again, and publishes those beyond the checkpoint.
    fn replay(&mut self, frames: &[Frame], published: Head, sign: Sign<'_>) -> Result<(), OpenError> {
        for frame in frames {
            // Some of them may be there, durably, and the partial ones that they took the place of gone. So they are
            // replaced, never overwritten by something that a power failure could tear.
            self.write_files(&frame.leaves, Folder::replace)?;
            let now = self.built();
            if now.size == published.size && now.root != published.root {
                return Err(LogError::Root.into());
            }
            if now.size < published.size {
                continue;
            }
            let last = frame.leaves.last().map_or(&[][..], Vec::as_slice);
            let signed = sign(now, last).map_err(OpenError::Sign)?;
            // Others may have added their signatures to a checkpoint that is there.
            if published.size < now.size {
                self.folder.replace(&[(CHECKPOINT.to_owned(), signed.checkpoint)])?;
            }
            self.folder.replace(&[(COSE.to_owned(), signed.cose)])?;
        }
        self.head = self.built();
        Ok(())
    }

    /// The published tree.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Where the ledger is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The archive of the ledger. What is put there is durable at once.
    pub fn archive(&self) -> Archive {
        Archive::new(Arc::clone(&self.folder) as _)
    }

    /// The ledger's objects, for private files beside the log.
    pub fn objects(&self) -> &dyn Objects {
        &*self.folder
    }

    /// A reader of what is published now.
    ///
    /// # Errors
    /// When the published log is damaged.
    pub fn reader(&self) -> Result<Reader, OpenError> {
        Reader::of_head(Arc::clone(&self.folder) as _, self.folder.path(), self.head)
    }

    /// Appends leaves, all or none: when this returns they are durable, signed and published.
    ///
    /// # Errors
    /// See [`Recorded`]. After an error that came from the disk this writer takes no more commits: open a new one.
    pub fn commit(&mut self, leaves: &[Vec<u8>], sign: Sign<'_>) -> Result<Head, CommitError> {
        let failed = |recorded| move |source: CallerError| CommitError { recorded, source };
        self.admit(leaves).map_err(|reason| failed(Recorded::No)(reason.into()))?;
        self.broken = true;
        self.journal.append(&*self.folder, leaves).map_err(|error| match error {
            AppendError::NotWhole(source) => failed(Recorded::No)(source.into()),
            AppendError::Unknown(source) => failed(Recorded::Unknown)(source.into()),
        })?;
        self.publish(leaves, sign).map_err(failed(Recorded::Yes))?;
        self.broken = false;
        if LONGEST_JOURNAL_BYTES < self.journal.frame_bytes() {
            self.broken = true;
            self.settle().map_err(|error| failed(Recorded::Yes)(error.into()))?;
            self.broken = false;
        }
        Ok(self.head)
    }

    /// Refuses what can't be a commit.
    fn admit(&self, leaves: &[Vec<u8>]) -> Result<(), &'static str> {
        if self.broken {
            return Err("an earlier commit failed: open the ledger again");
        }
        if leaves.is_empty() || u32::try_from(leaves.len()).is_err() {
            return Err("a commit has at least one entry and fewer than 2^32");
        }
        if leaves.iter().any(|leaf| ENTRY_LIMIT_BYTES < leaf.len()) {
            return Err("an entry has more than 65,535 bytes");
        }
        match self.head.size.checked_add(leaves.len() as u64) {
            Some(_) => Ok(()),
            None => Err("a log holds fewer than 2^63 entries"),
        }
    }

    fn publish(&mut self, leaves: &[Vec<u8>], sign: Sign<'_>) -> Result<(), CallerError> {
        self.write_files(leaves, Folder::write)?;
        let head = self.built();
        let signed = sign(head, leaves.last().map_or(&[][..], Vec::as_slice))?;
        self.folder.replace(&[(CHECKPOINT.to_owned(), signed.checkpoint)])?;
        self.folder.replace(&[(COSE.to_owned(), signed.cose)])?;
        self.head = head;
        Ok(())
    }

    /// Gives the bundles and tiles that these leaves complete or change to `write`.
    fn write_files(&mut self, leaves: &[Vec<u8>], write: WriteObjects) -> Result<(), StoreError> {
        let objects =
            |files: Vec<TileContents>| -> Vec<_> { files.into_iter().map(|it| (name_of(it.file), it.bytes)).collect() };
        for leaves in leaves.chunks(LEAVES_AT_ONCE) {
            for leaf in leaves {
                self.builder.append(leaf).expect("safe: the journal takes no leaf that is too long");
            }
            write(&self.folder, &objects(self.builder.take_full()))?;
        }
        write(&self.folder, &objects(self.builder.take_files()))
    }

    fn built(&self) -> Head {
        Head { size: self.builder.size(), root: self.builder.root() }
    }

    /// Makes everything durable, removes the partial files that full ones replaced, and empties the journal.
    fn settle(&mut self) -> Result<(), StoreError> {
        self.folder.sync()?;
        if self.journal.frame_bytes() == 0 {
            return Ok(());
        }
        self.folder.remove(&superseded_files(&*self.folder, self.base, self.head.size)?)?;
        self.journal = Journal::begin(&*self.folder, self.head.size, self.head.root)?;
        self.folder.sync()?;
        self.base = self.head.size;
        Ok(())
    }

    /// Closes the ledger: afterwards nothing depends on the journal.
    ///
    /// # Errors
    /// When the files can't be synced. Nothing that was acknowledged is lost then: it is in the journal.
    pub fn close(mut self) -> Result<(), StoreError> {
        if self.broken { Ok(()) } else { self.settle() }
    }
}
