//! A copy of a ledger for others: all that it takes to check it, and nothing that is anybody's secret.
//!
//! `log/` as the published checkpoint needs it, `byline.toml`, and the archived documents and texts that the log names in the open. What a
//! sealed place names stays here, as do the keys, the openings and the journal. The checkpoint is written last, so what a stopped program leaves is no
//! copy yet, and the next one completes it.

use super::{CONFIG_FILE, LEDGER_KEY_FILE, Ledger, ViewError};
use crate::checkpoint::Checkpoint;
use crate::hash::{Blake3, TreeHash};
use crate::log::{TILE_WIDTH, TileBuilder, TileContents};
use crate::position::{Index, Size};
use crate::record::{Record, SealedValue};
use crate::statement::Unverified;
use crate::store::{
    Archive, ArchiveError, Folder, Head, Lock, LockError, LogError, Objects as _, OpenError, RawLog, StoreError,
    make_folder, superseded_files,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOut {
    /// The tree of the copy.
    pub head: Head,
    /// How many entries the copy had before.
    pub before: Size,
    /// How many files of the log were written, its checkpoint in both forms among them.
    pub files: u64,
    /// How many archived documents and texts are in the copy.
    pub documents: u64,
    /// How many of them were written now.
    pub new_documents: u64,
    /// How many the log names that are not in this ledger's archive.
    pub absent: u64,
}

/// Why no copy was written. A copy that was there before is still whole.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The copy would lie in the ledger that it is of.
    #[error("{} lies in the ledger itself", .0.display())]
    Inside(PathBuf),
    /// There is something else.
    #[error("{} is neither empty nor a copy of a ledger", .0.display())]
    NotACopy(PathBuf),
    /// There is a ledger that is written to.
    #[error("{} is no copy but a ledger with its own key or journal", .0.display())]
    Original(PathBuf),
    /// There is a copy of another ledger.
    #[error("{} is a copy of another ledger", .0.display())]
    OtherLedger(PathBuf),
    /// There is a copy of this ledger that is not the beginning of it.
    #[error("{} is a copy of another history of this ledger: at {size} entries it has the root {root}", path.display())]
    OtherHistory {
        /// The copy.
        path: PathBuf,
        /// How many entries it has.
        size: Size,
        /// Their root.
        root: TreeHash,
    },
    /// There is a copy that is newer.
    #[error("{} has {have} entries, and this ledger only {size}", path.display())]
    Longer {
        /// The copy.
        path: PathBuf,
        /// How many entries it has.
        have: Size,
        /// How many the ledger has.
        size: Size,
    },
    /// There is a damaged copy.
    #[error("the copy in {} is damaged", path.display())]
    Damaged {
        /// The copy.
        path: PathBuf,
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Somebody else is writing a copy there.
    #[error(transparent)]
    Locked(#[from] LockError),
    /// The ledger can't be read.
    #[error(transparent)]
    View(#[from] ViewError),
    /// An archived document of the ledger can't be used.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<LogError> for CopyError {
    fn from(error: LogError) -> Self {
        Self::View(error.into())
    }
}

/// Writes a copy of a ledger, as it is published now, into a new folder, or brings the copy there up to date.
///
/// Each leaf is held against the signed root on its way. `progress` is told how many entries of how many were read.
///
/// # Errors
/// When there is something else, when the ledger or an archived document of it is damaged, or when a file can't be written.
pub fn hand_out(
    ledger: &Ledger,
    to: &Path,
    with_documents: bool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<HandedOut, CopyError> {
    refuse_inside(ledger, to)?;
    seen(ledger, to)?;
    make_folder(to)?;
    let lock = Lock::take(to)?;
    // Only now nobody else can write there any more.
    let before = seen(ledger, to)?;
    let folder = Arc::new(Folder::handed_out(to));
    let mut handed = HandedOut { head: ledger.head(), before, files: 0, documents: 0, new_documents: 0, absent: 0 };
    folder.replace(&[(CONFIG_FILE.to_owned(), ledger.config().to_string().into_bytes())])?;
    let named = write_log(ledger, &folder, &mut handed, progress)?;
    if with_documents {
        write_documents(ledger, &folder, named, &mut handed)?;
    }
    folder.sync()?;
    write_checkpoint(ledger, &folder, &mut handed)?;
    folder.remove(&superseded_files(&*folder, before, handed.head.size)?)?;
    folder.sync()?;
    folder.leave()?;
    drop(lock);
    // Whoever takes the lock meanwhile holds it on a file that is gone: he finds a whole copy.
    match fs::remove_file(to.join("lock")) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(failed("remove", to.join("lock"), source).into())
        }
        _ => Ok(handed),
    }
}

fn failed(action: &'static str, path: PathBuf, source: io::Error) -> StoreError {
    StoreError { action, path, source }
}

/// Refuses a place in the ledger's own folder, where a copy would be stray.
fn refuse_inside(ledger: &Ledger, to: &Path) -> Result<(), CopyError> {
    let real = |path: &Path| fs::canonicalize(path).map_err(|source| failed("open", path.to_owned(), source));
    let own = real(ledger.reader().path())?;
    let absolute = std::path::absolute(to).map_err(|source| failed("open", to.to_owned(), source))?;
    let is_inside =
        absolute.ancestors().find_map(|above| fs::canonicalize(above).ok()).is_some_and(|it| it.starts_with(&own));
    if is_inside { Err(CopyError::Inside(to.to_owned())) } else { Ok(()) }
}

/// How many entries the copy has that is there: none where there is nothing, or what a stopped program left.
fn seen(ledger: &Ledger, to: &Path) -> Result<Size, CopyError> {
    let names: Vec<String> = match fs::read_dir(to) {
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(Size::ZERO),
        Err(source) => return Err(failed("list", to.to_owned(), source).into()),
        Ok(entries) => entries
            .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
            .collect::<Result<_, _>>()
            .map_err(|source| failed("list", to.to_owned(), source))?,
    };
    let is_there = |name: &str| names.iter().any(|it| it == name);
    if [LEDGER_KEY_FILE, "journal", "openings"].into_iter().any(is_there) {
        return Err(CopyError::Original(to.to_owned()));
    }
    // A program that is stopped at once leaves no more than these.
    if names.iter().all(|name| ["lock", "scratch"].contains(&name.as_str())) {
        return Ok(Size::ZERO);
    }
    let folder = Folder::new(to);
    let own = ledger.config().to_string().into_bytes();
    match folder.read(CONFIG_FILE, own.len() as u64 + 1) {
        Ok(Some(config)) if config == own => {}
        Ok(None) => return Err(CopyError::NotACopy(to.to_owned())),
        Ok(Some(_)) => return Err(CopyError::OtherLedger(to.to_owned())),
        Err(error) if error.is_about_contents() => return Err(CopyError::OtherLedger(to.to_owned())),
        Err(error) => return Err(error.into()),
    }
    match RawLog::open(to) {
        Ok(raw) => continued(ledger, to, &raw),
        Err(OpenError::NotALedger(_)) => Ok(Size::ZERO),
        Err(error) => Err(CopyError::Damaged { path: to.to_owned(), source: error.into() }),
    }
}

/// The size of a copy that this ledger continues. Its signature needn't be asked: what it says is held against the ledger's own tree.
fn continued(ledger: &Ledger, to: &Path, raw: &RawLog) -> Result<Size, CopyError> {
    let damaged = |source| CopyError::Damaged { path: to.to_owned(), source };
    let claimed =
        Checkpoint::unsigned(raw.checkpoint()).ok_or_else(|| damaged("its checkpoint can't be read".into()))?;
    let Checkpoint { size, root, .. } = claimed;
    let own = ledger.head().size;
    if own < size {
        return Err(CopyError::Longer { path: to.to_owned(), have: size, size: own });
    }
    if ledger.reader().root_at(size)? != root {
        return Err(CopyError::OtherHistory { path: to.to_owned(), size, root });
    }
    raw.reader(to, Head { size, root }).map_err(|error| damaged(error.into()))?;
    Ok(size)
}

/// Writes the bundles and tiles that are new, and gives the hashes of all that the log names in the open.
fn write_log(
    ledger: &Ledger,
    folder: &Folder,
    handed: &mut HandedOut,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<BTreeSet<Blake3>, CopyError> {
    let (before, size) = (handed.before, handed.head.size);
    let mut builder = match before {
        Size::ZERO => TileBuilder::new(),
        before => ledger.reader().builder_at(before)?,
    };
    let mut named = BTreeSet::new();
    let mut files = 0;
    let mut write = |made: Vec<TileContents>| -> Result<(), StoreError> {
        files += made.len() as u64;
        folder.write(&made.into_iter().map(|it| (format!("log/{}", it.file), it.bytes)).collect::<Vec<_>>())
    };
    ledger.reader().visit(Index::ZERO, |index, leaf| {
        named.extend(named_by(leaf));
        let done = index.get() + 1;
        if !index.in_size(before) {
            builder.append(leaf).expect("safe: an entry of a bundle is no longer than a bundle takes");
        }
        if done % u64::from(TILE_WIDTH) == 0 {
            write(builder.take_full())?;
            progress(done, size.get());
        }
        Ok::<_, CopyError>(())
    })?;
    if before < size {
        write(builder.take_files())?;
    }
    handed.files += files;
    match builder.root() == handed.head.root {
        true => Ok(named),
        false => Err(LogError::Root.into()),
    }
}

/// The hashes of archived bytes that a statement names in the open, or opens.
fn named_by(leaf: &[u8]) -> Vec<Blake3> {
    let Ok(statement) = Unverified::parse(leaf) else { return Vec::new() };
    match statement.record() {
        Record::Document(document) => {
            let text = document.text.as_ref().and_then(|text| text.open()).map(|text| text.blake3);
            document.blake3.open().copied().into_iter().chain(text).collect()
        }
        Record::Disclosure(disclosure) => match &disclosure.value {
            SealedValue::Blake3(hash) => vec![*hash],
            SealedValue::Text(text) => vec![text.blake3],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn write_documents(
    ledger: &Ledger,
    folder: &Arc<Folder>,
    named: BTreeSet<Blake3>,
    handed: &mut HandedOut,
) -> Result<(), CopyError> {
    let (own, copy) = (ledger.reader().archive(), Archive::new(Arc::clone(folder) as _));
    for hash in named {
        let Some(bytes) = own.get(hash)? else {
            handed.absent += 1;
            continue;
        };
        handed.documents += 1;
        // One that is damaged there is written again.
        if !matches!(copy.get(hash), Ok(Some(_))) {
            copy.put_unsynced(bytes)?;
            handed.new_documents += 1;
        }
    }
    Ok(())
}

/// Writes what makes it a copy: everything that the checkpoint needs is durable by now.
fn write_checkpoint(ledger: &Ledger, folder: &Folder, handed: &mut HandedOut) -> Result<(), CopyError> {
    let raw = ledger.reader().raw();
    folder.replace(&[("log/checkpoint".to_owned(), raw.checkpoint().to_vec())])?;
    handed.files += 1;
    if let Some(cose) = raw.cose() {
        folder.replace(&[("log/checkpoint.cose".to_owned(), cose.to_vec())])?;
        handed.files += 1;
    }
    Ok(folder.sync()?)
}
