//! The few system calls that the store makes.
//!
//! They stand behind a trait so that the tests can put a simulated disk in their place, which
//! fails at any one call, or loses power there and forgets what was not synced.

use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::Path,
};

/// No file gets more room in memory before it is read.
const LARGEST_ROOM_BYTES: usize = 1 << 20;

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Everybody whom the user's umask lets.
    Public,
    /// The owner alone.
    Private,
}

/// What a name in a folder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A regular file of this many bytes.
    File {
        /// Its length in bytes.
        length: u64,
    },
    /// A folder.
    Folder,
    /// A symbolic link, a socket, a pipe or a device; none of them is followed or read.
    Other,
}

/// The system calls, each one step that either happens or doesn't.
pub(super) trait System: fmt::Debug + Send + Sync {
    /// Reads a regular file, at most `limit` bytes; nothing if there is no such file.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>>;
    /// The names in a folder; nothing if there is no such folder.
    fn list(&self, path: &Path) -> io::Result<Option<Vec<(String, Kind)>>>;
    /// Creates a file, or empties the one that is there.
    fn create(&self, path: &Path, access: Access) -> io::Result<Box<dyn Handle>>;
    /// Opens an existing file for writing at its end.
    fn open_end(&self, path: &Path) -> io::Result<Box<dyn Handle>>;
    /// Creates one folder in an existing one.
    fn create_folder(&self, path: &Path, access: Access) -> io::Result<()>;
    /// Gives a file or folder another name, replacing a file or an empty folder there.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder durable.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// A file that is open for writing.
pub(super) trait Handle: fmt::Debug + Send {
    /// The file's length in bytes.
    fn length(&self) -> io::Result<u64>;
    /// Writes all of the bytes.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Makes the contents durable, with the length.
    fn sync(&self) -> io::Result<()>;
}

/// The operating system.
#[derive(Debug)]
pub(super) struct Os;

/// Turns "not found" into nothing.
fn if_there<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

impl System for Os {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
        let Some(found) = if_there(fs::symlink_metadata(path))? else {
            return Ok(None);
        };
        // A pipe would hang, a link would lead out of the folder.
        if !found.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "not a regular file"));
        }
        let Some(file) = if_there(File::open(path))? else {
            return Ok(None);
        };
        // With room for all of it and for the end, reading takes one call; what the file says of its length is no promise.
        let expected = usize::try_from(found.len().min(limit)).unwrap_or(0).min(LARGEST_ROOM_BYTES);
        let mut bytes = Vec::with_capacity(expected + 1);
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        refuse_longer(bytes, limit).map(Some)
    }

    fn list(&self, path: &Path) -> io::Result<Option<Vec<(String, Kind)>>> {
        let Some(entries) = if_there(fs::read_dir(path))? else {
            return Ok(None);
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry?;
            // A partial tile may be removed between the listing and this look at it.
            let Some(metadata) = if_there(entry.metadata())? else {
                continue;
            };
            let kind = if metadata.is_file() {
                Kind::File { length: metadata.len() }
            } else if metadata.is_dir() {
                Kind::Folder
            } else {
                Kind::Other
            };
            found.push((entry.file_name().to_string_lossy().into_owned(), kind));
        }
        Ok(Some(found))
    }

    fn create(&self, path: &Path, access: Access) -> io::Result<Box<dyn Handle>> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        if access == Access::Private {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        #[cfg(not(unix))]
        let _ = access;
        Ok(Box::new(options.open(path)?))
    }

    fn open_end(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        Ok(Box::new(OpenOptions::new().append(true).open(path)?))
    }

    fn create_folder(&self, path: &Path, access: Access) -> io::Result<()> {
        #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix sets a mode"))]
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        if access == Access::Private {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        #[cfg(not(unix))]
        let _ = access;
        builder.create(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }
}

impl Handle for File {
    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        // The length counts as data; only times and the like are left out.
        self.sync_data()
    }
}

/// Refuses what is longer than the limit, of which at most one byte more was read.
pub(super) fn refuse_longer(bytes: Vec<u8>, limit: u64) -> io::Result<Vec<u8>> {
    if bytes.len() as u64 <= limit {
        return Ok(bytes);
    }
    Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("longer than {limit} bytes")))
}
