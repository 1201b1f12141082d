//! Reading a ledger, while others may write to it.

use std::{
    collections::HashMap,
    fmt,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    hash::TreeHash,
    log::{TILE_WIDTH, TileBuilder, TileFile},
    merkle::{Frontier, Node},
    position::{Index, Size},
};

use super::{
    archive::Archive,
    bare::BareLog,
    files::{Folder, Listed, Objects, StoreError},
    journal,
    log_files::{Head, LogError, LogFiles, place_of_leaf, read_file, rebuild},
    writer::{OpenCheckpoint, OpenError},
};

pub(super) const CHECKPOINT: &str = "log/checkpoint";
pub(super) const COSE: &str = "log/checkpoint.cose";

/// A checkpoint is a few hundred bytes, and some thousands for each large cosignature.
const LONGEST_CHECKPOINT_BYTES: u64 = 1 << 20;

pub(super) fn read_checkpoint(objects: &dyn Objects) -> Result<Option<Vec<u8>>, StoreError> {
    objects.read(CHECKPOINT, LONGEST_CHECKPOINT_BYTES)
}

/// Something about a ledger that its reader may want to know and that is no fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The journal holds commits that are not published: a writer is at work, or died.
    Unpublished {
        /// How many entries.
        entries: u64,
    },
    /// The journal can't be used, and why. A reader needs it only to repair files that a power failure tore.
    Journal(String),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unpublished { entries } => {
                write!(f, "{entries} entries in the journal are not published yet; the next writer publishes them")
            }
            Self::Journal(reason) => write!(f, "the journal was not used: {reason}"),
        }
    }
}

/// The folder `log/` as it is, nothing of it checked.
///
/// It is for whoever checks everything, such as an audit; all others take a [`Reader`].
#[derive(Debug, Clone)]
pub struct RawLog {
    objects: Arc<dyn Objects>,
    is_bare: bool,
    checkpoint: Vec<u8>,
    cose: Option<Vec<u8>>,
}

impl RawLog {
    /// Takes the checkpoint in its two forms, which stays the same while others write.
    ///
    /// # Errors
    /// When it can't be read, or there is none.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let folder = Arc::new(Folder::new(path));
        match Self::open_on(folder, path) {
            Err(OpenError::NotALedger(_)) => {}
            opened => return opened,
        }
        let bare = BareLog::new(path).ok_or_else(|| OpenError::NotALedger(path.to_owned()))?;
        Ok(Self { is_bare: true, ..Self::open_on(Arc::new(bare), path)? })
    }

    pub(super) fn open_on(objects: Arc<dyn Objects>, path: &Path) -> Result<Self, OpenError> {
        // It is written after the checkpoint, so reading it first never gives a newer one.
        let cose = objects.read(COSE, LONGEST_CHECKPOINT_BYTES)?;
        let checkpoint = read_checkpoint(&*objects)?.ok_or_else(|| OpenError::NotALedger(path.to_owned()))?;
        Ok(Self { objects, is_bare: false, checkpoint, cose })
    }

    /// Whether the folder is the one that is `log/` in a ledger, by whatever name, and nothing else.
    pub fn is_bare(&self) -> bool {
        self.is_bare
    }

    /// The bytes of `checkpoint`.
    pub fn checkpoint(&self) -> &[u8] {
        &self.checkpoint
    }

    /// The bytes of `checkpoint.cose`, if it is there. It may be one commit older than the checkpoint.
    pub fn cose(&self) -> Option<&[u8]> {
        self.cose.as_deref()
    }

    /// Everything in `log/` that is no folder, with names relative to it, sorted.
    ///
    /// # Errors
    /// When a folder can't be read.
    pub fn list(&self) -> Result<Vec<Listed>, StoreError> {
        let mut listed = self.objects.list("log")?;
        for it in &mut listed {
            it.name.drain(.."log/".len());
        }
        Ok(listed)
    }

    /// The bytes of a file in `log/`, at most `limit`; nothing if it is not there.
    ///
    /// # Errors
    /// When it can't be read, is longer, or is no regular file.
    pub fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.objects.read(&format!("log/{name}"), limit)
    }

    /// The bytes of a tile or bundle, as wide as its name says and otherwise unchecked; nothing if it is missing or is no such file.
    ///
    /// A partial one that is gone is the beginning of the full one that took its place: a writer may have removed it meanwhile.
    ///
    /// # Errors
    /// When the disk can't be read.
    pub fn tile(&self, file: TileFile) -> Result<Option<Vec<u8>>, StoreError> {
        match read_file(&*self.objects, file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(LogError::Unreadable(error)) if !error.is_about_contents() => Err(error),
            // What is longer than any such file, or no file at all, is as good as missing.
            Err(_) => Ok(None),
        }
    }

    /// A reader of the tree that the checkpoint claims, whoever signed it: what it gives is in that tree, and the checkpoint remains to be checked.
    ///
    /// # Errors
    /// When the right edge of the tree doesn't give its root.
    pub fn reader(&self, path: &Path, claimed: Head) -> Result<Reader, LogError> {
        let files = LogFiles::open(Arc::clone(&self.objects), claimed)?;
        Ok(Reader { objects: Arc::clone(&self.objects), path: path.to_owned(), raw: self.clone(), files })
    }

    /// What the journal says should stand in files of the tree of this size that may not be on the disk yet.
    ///
    /// A file that differs from it was torn by a power failure, and the next writer repairs it. Nothing here is checked.
    pub fn repairs(&self, published: Size) -> HashMap<TileFile, Vec<u8>> {
        rebuild(&*self.objects, published)
    }
}

/// A ledger that is open for reading, at one checkpoint.
///
/// Each leaf and hash that it gives is in the tree which that checkpoint signs. It takes no lock and never writes.
#[derive(Debug)]
pub struct Reader {
    objects: Arc<dyn Objects>,
    path: PathBuf,
    raw: RawLog,
    files: LogFiles,
}

impl Reader {
    /// Opens a ledger at its present checkpoint, which `open` has to accept.
    ///
    /// The cost is the same for any size.
    ///
    /// # Errors
    /// When the checkpoint is refused, or the right edge of the tree doesn't give its root.
    pub fn open(path: &Path, open: OpenCheckpoint<'_>) -> Result<Self, OpenError> {
        Self::open_on(Arc::new(Folder::new(path)), path, open)
    }

    pub(super) fn open_on(objects: Arc<dyn Objects>, path: &Path, open: OpenCheckpoint<'_>) -> Result<Self, OpenError> {
        let raw = RawLog::open_on(Arc::clone(&objects), path)?;
        let head = open(raw.checkpoint()).map_err(OpenError::Checkpoint)?;
        let files = LogFiles::open(Arc::clone(&objects), head)?;
        Ok(Self { objects, path: path.to_owned(), raw, files })
    }

    /// A reader of a tree that the caller knows to be published.
    pub(super) fn of_head(objects: Arc<dyn Objects>, path: &Path, head: Head) -> Result<Self, OpenError> {
        Self::open_on(objects, path, &|_| Ok(head))
    }

    /// Where the ledger is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The tree that the checkpoint signs.
    pub fn head(&self) -> Head {
        self.files.head()
    }

    /// The folder `log/` as it is, with the checkpoint's bytes.
    pub fn raw(&self) -> &RawLog {
        &self.raw
    }

    /// The archive of the ledger.
    pub fn archive(&self) -> Archive {
        Archive::new(Arc::clone(&self.objects))
    }

    /// One leaf.
    ///
    /// # Errors
    /// When the log has no such leaf, or its files are missing or damaged.
    pub fn leaf(&self, index: Index) -> Result<Vec<u8>, LogError> {
        self.files.leaf(index)
    }

    /// Shows the leaves from one index on, in order, to `visit`, until that returns an error.
    ///
    /// # Errors
    /// The visitor's, and those of [`Reader::leaf`].
    pub fn visit<E: From<LogError>>(
        &self,
        from: Index,
        visit: impl FnMut(Index, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.visit_range(from.get()..self.head().size.get(), visit)
    }

    /// Shows the leaves of a range as [`Reader::visit`] does.
    pub(super) fn visit_range<E: From<LogError>>(
        &self,
        range: Range<u64>,
        mut visit: impl FnMut(Index, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let size = self.head().size;
        let outside = || LogError::OutOfRange(size);
        let mut next = Index::new(range.start).ok_or_else(outside)?;
        while next.get() < range.end {
            let (number, skipped) = place_of_leaf(next);
            let bundle = self.files.bundle(number)?;
            let begin = number * u64::from(TILE_WIDTH);
            for (place, leaf) in bundle.entries().into_iter().enumerate().skip(skipped) {
                let index = Index::new(begin + place as u64).ok_or_else(outside)?;
                if range.end <= index.get() {
                    return Ok(());
                }
                visit(index, leaf)?;
                next = index.next().ok_or_else(outside)?;
            }
        }
        Ok(())
    }

    /// The hashes of complete subtrees, in the order asked for: what the plan of a proof needs.
    ///
    /// # Errors
    /// When the tree has no such node, or its files are missing or damaged.
    pub fn nodes(&self, nodes: &[Node]) -> Result<Vec<TreeHash>, LogError> {
        nodes.iter().map(|node| self.files.node(*node)).collect()
    }

    /// The root of the tree when it had this size, from the tree that it has now.
    ///
    /// # Errors
    /// When the tree is smaller, or its files are missing or damaged.
    pub fn root_at(&self, size: Size) -> Result<TreeHash, LogError> {
        let hashes = self.nodes(&Frontier::nodes(size))?;
        Frontier::from_hashes(size, hashes).map(|frontier| frontier.root()).map_err(|_| LogError::Root)
    }

    /// What goes on from the tree as it was at an earlier size: the files at its right edge, as they stand in the tree that it is now.
    ///
    /// # Errors
    /// When the tree is smaller, or its files are missing or damaged.
    pub fn builder_at(&self, size: Size) -> Result<TileBuilder, LogError> {
        self.files.builder_at(size)
    }

    /// What is worth knowing about the journal.
    pub fn notes(&self) -> Vec<Note> {
        match journal::read(&*self.objects) {
            Ok(Some(contents)) => {
                let entries = contents.end.get().saturating_sub(self.head().size.get());
                if entries == 0 { vec![] } else { vec![Note::Unpublished { entries }] }
            }
            Ok(None) => vec![],
            Err(error) => vec![Note::Journal(error.to_string())],
        }
    }
}
