//! sled, held at arm's length.
//!
//! sled 0.34 can panic when its files are damaged, in any call and even when it is closed, or open them without an
//! error and miss what was there. So every call is guarded against a panic, and nothing that comes out is believed
//! without a checksum.

use std::{
    cell::Cell,
    fs::{self, File, OpenOptions, TryLockError},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use super::{pages::Values, reason::Reason};

/// What sled may keep of what it read.
const CACHE_BYTES: u64 = 2 << 20;
/// sled begins to forget what it read only after many thousand accesses. So it is closed and opened again after so many reads, each of which may have
/// brought 16 pages into memory.
const MOST_READS: usize = 2048;
/// How often sled's own lock is tried for.
const MOST_TRIES: usize = 200;
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

/// The database in `index/`, which no other process uses meanwhile.
#[derive(Debug)]
pub(super) struct Disk {
    /// There until the database is closed.
    db: Option<sled::Db>,
    reads: usize,
    folder: PathBuf,
    /// Our own lock, for sled's can't be told from its other errors. Closing the file unlocks it.
    _lock: File,
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic on this thread is the index's and will be caught.
///
/// A program may ask this in its panic hook and stay silent.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

fn guard<T>(call: impl FnOnce() -> sled::Result<T>) -> Result<T, Reason> {
    let outer = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    GUARDED.set(outer);
    match result {
        Ok(result) => result.map_err(reason_of),
        Err(_) => Err(Reason::Damaged("sled panicked".to_owned())),
    }
}

fn reason_of(error: sled::Error) -> Reason {
    use std::io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    match error {
        sled::Error::Io(error)
            if matches!(
                error.kind(),
                FileTooLarge | PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull
            ) =>
        {
            Reason::Unavailable(error.to_string())
        }
        other => Reason::Damaged(other.to_string()),
    }
}

/// Opens the database in a folder that we have locked.
///
/// sled's own lock outlives the database that held it by a moment, as long as one of sled's threads still works on it. So it is waited for: nobody
/// else can hold it.
pub(super) fn open_sled(path: &Path) -> Result<sled::Db, Reason> {
    let config = sled::Config::new().path(path).cache_capacity(CACHE_BYTES).flush_every_ms(None);
    let mut tries_left = MOST_TRIES;
    loop {
        match guard(|| config.open()) {
            Err(Reason::Damaged(words)) if tries_left > 0 && words.contains("could not acquire lock") => {
                tries_left -= 1;
                thread::sleep(BETWEEN_TRIES);
            }
            result => return result,
        }
    }
}

impl Disk {
    /// Locks and opens the index in a ledger folder, making it if there is none.
    pub fn open(ledger: &Path) -> Result<Self, Reason> {
        let folder = ledger.join("index");
        let unavailable = |error: std::io::Error| Reason::Unavailable(error.to_string());
        if !folder.is_dir() {
            private_folder(&folder).map_err(unavailable)?;
        }
        let lock = folder.join("lock");
        let lock = OpenOptions::new().write(true).create(true).truncate(false).open(lock).map_err(unavailable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Reason::Locked),
            Err(TryLockError::Error(error)) => return Err(unavailable(error)),
        }
        Ok(Self { db: None, reads: 0, folder, _lock: lock })
    }

    fn db(&mut self) -> Result<&sled::Db, Reason> {
        if self.db.is_none() {
            self.db = Some(open_sled(&self.folder.join("sled"))?);
        }
        self.db.as_ref().ok_or(Reason::Locked)
    }

    /// Whether nothing was ever stored.
    pub fn is_new(&self) -> bool {
        !self.folder.join("sled").exists()
    }

    /// The database, to read from.
    fn read_db(&mut self) -> Result<&sled::Db, Reason> {
        self.reads += 1;
        if MOST_READS < self.reads {
            self.reopen();
        }
        self.db()
    }

    pub fn get(&mut self, name: &[u8]) -> Result<Option<sled::IVec>, Reason> {
        let db = self.read_db()?;
        guard(|| db.get(name))
    }

    pub fn put(&mut self, name: &[u8], value: Vec<u8>) -> Result<(), Reason> {
        let db = self.db()?;
        guard(|| db.insert(name, value).map(drop))
    }

    pub fn remove(&mut self, name: &[u8]) -> Result<(), Reason> {
        let db = self.db()?;
        guard(|| db.remove(name).map(drop))
    }

    /// Removes everything whose name begins like this.
    pub fn remove_all(&mut self, prefix: &[u8]) -> Result<(), Reason> {
        let db = self.db()?;
        guard(|| db.scan_prefix(prefix).keys().try_for_each(|name| db.remove(name?).map(drop)))
    }

    pub fn flush(&mut self) -> Result<(), Reason> {
        let db = self.db()?;
        guard(|| db.flush().map(drop))
    }

    /// Removes everything, files and all.
    pub fn clear(&mut self) -> Result<(), Reason> {
        self.close();
        let path = self.folder.join("sled");
        match fs::remove_dir_all(&path) {
            Err(error) if path.exists() => Err(Reason::Unavailable(error.to_string())),
            _ => Ok(()),
        }
    }

    /// Closes the database, to open it again when it is needed.
    pub fn reopen(&mut self) {
        self.reads = 0;
        self.close();
    }

    fn close(&mut self) {
        let db = self.db.take();
        // What couldn't be written is noticed when it is read.
        let _ = guard(|| {
            drop(db);
            Ok(())
        });
    }
}

impl Values for Disk {
    fn floor(&mut self, name: &[u8]) -> Result<Option<(sled::IVec, sled::IVec)>, Reason> {
        let db = self.read_db()?;
        guard(|| db.range(..=name).next_back().transpose())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        self.close();
    }
}

fn private_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix sets a mode"))]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
