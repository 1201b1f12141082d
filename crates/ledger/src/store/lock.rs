//! One writer at a time.
//!
//! The lock is held by the operating system on the file `lock` and ends with the process, however
//! that ends. Readers take no lock.

use std::{
    collections::HashSet,
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::StoreError;

/// The right to write to a folder, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    /// Closing the file gives the lock back.
    file: File,
}

/// Why a folder can't be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process, or another part of this one, is writing.
    #[error("another process is writing to {}", .0.display())]
    Held(PathBuf),
    /// The lock file can't be opened or locked.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

/// The folders that this process is writing to.
///
/// On some systems a file lock belongs to the process, so that a second one in it would succeed.
static HERE: Mutex<Option<HashSet<PathBuf>>> = Mutex::new(None);

fn here() -> MutexGuard<'static, Option<HashSet<PathBuf>>> {
    HERE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Lock {
    /// Locks a folder by the file `lock` in it.
    ///
    /// # Errors
    /// When it is locked already, or the lock file can't be made.
    pub fn take(folder: &Path) -> Result<Self, LockError> {
        let failed = |action| move |source: io::Error| StoreError { action, path: folder.join("lock"), source };
        let path = fs::canonicalize(folder).map_err(failed("open"))?;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path.join("lock"))
            .map_err(failed("open"))?;
        if !here().get_or_insert_with(HashSet::new).insert(path.clone()) {
            return Err(LockError::Held(folder.to_owned()));
        }
        // From here on dropping the guard takes the folder off the list again.
        let lock = Self { path, file };
        match lock.file.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => Err(LockError::Held(folder.to_owned())),
            Err(TryLockError::Error(source)) => Err(failed("lock")(source).into()),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A failure changes nothing: closing the file unlocks it too.
        let _ = self.file.unlock();
        if let Some(held) = here().as_mut() {
            held.remove(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_refused_until_the_first_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path()).unwrap();
        let second = Lock::take(&folder.path().join("."));
        assert!(matches!(second, Err(LockError::Held(_))), "{second:?}");
        drop(first);
        Lock::take(folder.path()).unwrap();
    }

    #[test]
    fn a_lock_of_the_operating_system_counts_too() {
        // Another open file stands for another process.
        let folder = tempfile::tempdir().unwrap();
        let other = File::create(folder.path().join("lock")).unwrap();
        other.lock().unwrap();
        let refused = Lock::take(folder.path());
        assert!(matches!(refused, Err(LockError::Held(_))), "{refused:?}");
        drop(other);
        Lock::take(folder.path()).unwrap();
    }

    #[test]
    fn a_folder_that_is_not_there_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let error = Lock::take(&folder.path().join("nowhere")).unwrap_err();
        assert!(error.to_string().ends_with("nowhere/lock"), "{error}");
    }
}
