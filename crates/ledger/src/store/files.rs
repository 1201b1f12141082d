//! Named objects, and a folder of files that holds them durably.
//!
//! The rest of the store sees only [`Objects`]: read, list, write and append named objects. A
//! folder is one implementation; an object store with conditional writes can be another, without a
//! change above.

use std::{
    collections::{BTreeSet, HashSet},
    fmt, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::system::{Access, Handle, Kind, Os, System};

/// A file operation that failed.
#[derive(Debug, thiserror::Error)]
#[error("can't {action} {}", .path.display())]
pub struct StoreError {
    /// What was tried, as a verb: "read", "write".
    pub action: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// What the operating system said.
    pub source: io::Error,
}

impl StoreError {
    /// Whether the disk works and the file is not what was asked for: too long, or no regular file.
    pub fn is_about_contents(&self) -> bool {
        matches!(self.source.kind(), io::ErrorKind::FileTooLarge | io::ErrorKind::InvalidData)
    }
}

/// An append that failed, and what is known of the object since.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Nothing was appended, or only a part of the bytes.
    #[error(transparent)]
    NotWhole(StoreError),
    /// All bytes were written, but nobody knows whether they will last.
    #[error(transparent)]
    Unknown(StoreError),
}

/// An object found by [`Objects::list`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Its name, with `/` between the parts. Bytes that are not UTF-8 are shown as U+FFFD.
    pub name: String,
    /// A file and its length, or something that doesn't belong in a ledger.
    pub kind: Kind,
}

/// A place that holds named objects.
///
/// Names are relative, with `/` between their parts. No operation follows a symbolic link at the
/// end of a name.
pub trait Objects: fmt::Debug + Send + Sync {
    /// Reads a whole object; nothing if there is none of that name.
    ///
    /// # Errors
    /// When it can't be read, is no regular file, or is longer than `limit` bytes.
    fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, StoreError>;

    /// Lists the objects whose names begin with `folder` and a slash, at every depth, sorted by name.
    ///
    /// # Errors
    /// When a folder can't be read.
    fn list(&self, folder: &str) -> Result<Vec<Listed>, StoreError>;

    /// Writes new objects, each of which a reader sees whole or not at all.
    ///
    /// They are durable only after [`Objects::sync`]: a power failure before it can leave an object torn or missing,
    /// and an old one of that name would be lost with it.
    ///
    /// # Errors
    /// When one can't be written; the others may have been.
    fn write(&self, objects: &[(String, Vec<u8>)]) -> Result<(), StoreError>;

    /// Writes objects of which even a power failure leaves the old or the new contents, whole.
    ///
    /// Which of them it leaves is sure only after [`Objects::sync`].
    ///
    /// # Errors
    /// When one can't be written; the others may have been.
    fn replace(&self, objects: &[(String, Vec<u8>)]) -> Result<(), StoreError>;

    /// Makes everything durable that was written, replaced or removed before.
    ///
    /// # Errors
    /// When it can't. This is final: no later write, append or sync succeeds, since a second try
    /// could report success for data that is lost.
    fn sync(&self) -> Result<(), StoreError>;

    /// Appends to an existing object if its length is still `seen`, durably on return.
    ///
    /// # Errors
    /// When the object has another length, or the bytes can't be written or made durable.
    fn append(&self, name: &str, seen: u64, bytes: &[u8]) -> Result<(), AppendError>;

    /// Removes objects; one that isn't there is removed already.
    ///
    /// # Errors
    /// When one can't be removed.
    fn remove(&self, names: &[String]) -> Result<(), StoreError>;
}

/// The folder for drafts, beside the public one: a draft inside it would look like a tile.
const SCRATCH: &str = "scratch";

/// From this many files waiting for a sync on, they are synced at once, to bound the open files.
const MOST_UNSYNCED: usize = 256;

/// A folder on disk.
///
/// Objects are written to `scratch/` first and renamed into their place. What is under `log/`, and
/// `byline.toml`, may be read by others; everything else by the owner alone, unless the folder is one for others.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    /// Whether all of it may be read by others.
    is_public: bool,
    system: Arc<dyn System>,
    state: Mutex<State>,
}

/// A written draft: its path, the open file, and the name of the object that it will be.
type Draft<'a> = (PathBuf, Box<dyn Handle>, &'a str);

#[derive(Debug, Default)]
struct State {
    /// Folders that are known to be there.
    known: HashSet<PathBuf>,
    /// Renamed files whose contents may not be on the disk yet.
    files: Vec<(PathBuf, Box<dyn Handle>)>,
    /// Folders whose names may not be on the disk yet.
    folders: BTreeSet<PathBuf>,
    /// A sync failed, so nothing may be promised any more.
    failed: bool,
}

impl Folder {
    /// The folder at a path, which need not exist yet to be read as empty.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self::on(Arc::new(Os), root.into())
    }

    /// The folder at a path, with nothing in it that others may not read.
    pub fn handed_out(root: impl Into<PathBuf>) -> Self {
        Self { is_public: true, ..Self::new(root) }
    }

    pub(super) fn on(system: Arc<dyn System>, root: PathBuf) -> Self {
        Self { root, is_public: false, system, state: Mutex::default() }
    }

    /// Removes the folder for drafts, which is empty when everything was written.
    ///
    /// # Errors
    /// When it can't be removed.
    pub fn leave(&self) -> Result<(), StoreError> {
        self.clear_scratch()?;
        let path = self.root.join(SCRATCH);
        match std::fs::remove_dir(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => Err(failure("remove", path, source)),
            _ => Ok(()),
        }
    }

    /// Where the folder is.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// Removes drafts that a crash left behind. Only the one writer may do so.
    pub(super) fn clear_scratch(&self) -> Result<(), StoreError> {
        let drafts: Vec<String> = self.list(SCRATCH)?.into_iter().map(|it| it.name).collect();
        self.remove(&drafts)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is changed after each system call, never half.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn access(&self, name: &str) -> Access {
        if self.is_public || name == "byline.toml" || name == "log" || name.starts_with("log/") {
            Access::Public
        } else {
            Access::Private
        }
    }

    /// Creates the folders that lead to an object, and remembers them for the next sync.
    fn prepare(&self, state: &mut State, name: &str) -> Result<(), StoreError> {
        let above = name.match_indices('/').map(|(end, _)| &name[..end]);
        let mut parent = self.root.clone();
        for folder in above {
            let path = self.root.join(folder);
            if !state.known.contains(&path) {
                match self.system.create_folder(&path, self.access(folder)) {
                    Err(source) if source.kind() != io::ErrorKind::AlreadyExists => {
                        return Err(failure("create", path, source));
                    }
                    // One that is there may be a dead writer's, which didn't sync it.
                    _ => state.folders.insert(parent.clone()),
                };
                state.known.insert(path.clone());
            }
            parent = path;
        }
        Ok(())
    }

    /// Writes drafts of objects, and makes the folders that these will be in.
    fn drafts<'a>(&self, state: &mut State, objects: &'a [(String, Vec<u8>)]) -> Result<Vec<Draft<'a>>, StoreError> {
        alive(state, &self.root)?;
        let mut drafts = Vec::with_capacity(objects.len());
        for (number, (name, contents)) in objects.iter().enumerate() {
            let draft = format!("{SCRATCH}/{number}");
            self.prepare(state, &draft)?;
            self.prepare(state, name)?;
            let path = self.root.join(draft);
            let written = self.system.create(&path, self.access(name)).and_then(|mut file| {
                file.write(contents)?;
                Ok(file)
            });
            match written {
                Ok(file) => drafts.push((path, file, name.as_str())),
                Err(source) => return Err(failure("write", path, source)),
            }
        }
        Ok(drafts)
    }

    /// Gives a draft its real name.
    fn publish(&self, state: &mut State, draft: &Path, name: &str) -> Result<PathBuf, StoreError> {
        let path = self.root.join(name);
        self.system.rename(draft, &path).map_err(|source| failure("write", path.clone(), source))?;
        state.folders.insert(parent_of(&path));
        Ok(path)
    }

    fn sync_all(&self, state: &mut State) -> Result<(), StoreError> {
        alive(state, &self.root)?;
        // Contents before names, so that a durable name never stands for nothing.
        let files = std::mem::take(&mut state.files);
        let folders = std::mem::take(&mut state.folders);
        let synced = files
            .iter()
            .try_for_each(|(path, file)| sync(path, || file.sync()))
            .and_then(|()| folders.iter().try_for_each(|path| sync(path, || self.system.sync_folder(path))));
        state.failed |= synced.is_err();
        synced
    }
}

impl Objects for Folder {
    fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.root.join(name);
        self.system.read(&path, limit).map_err(|source| failure("read", path, source))
    }

    fn list(&self, folder: &str) -> Result<Vec<Listed>, StoreError> {
        let mut found = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            let path = self.root.join(&folder);
            let listed = self.system.list(&path).map_err(|source| failure("list", path, source))?;
            for (name, kind) in listed.unwrap_or_default() {
                let name = format!("{folder}/{name}");
                if kind == Kind::Folder {
                    folders.push(name);
                } else {
                    found.push(Listed { name, kind });
                }
            }
        }
        found.sort();
        Ok(found)
    }

    fn write(&self, objects: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
        let state = &mut *self.state();
        for batch in objects.chunks(MOST_UNSYNCED) {
            let drafts = self.drafts(state, batch)?;
            for (draft, file, name) in drafts {
                let path = self.publish(state, &draft, name)?;
                state.files.push((path, file));
            }
            if state.files.len() >= MOST_UNSYNCED {
                self.sync_all(state)?;
            }
        }
        Ok(())
    }

    fn replace(&self, objects: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
        let state = &mut *self.state();
        for batch in objects.chunks(MOST_UNSYNCED) {
            // All are written before the first is synced: the disk works on them together.
            let drafts = self.drafts(state, batch)?;
            let synced = drafts.iter().try_for_each(|(draft, file, _)| sync(draft, || file.sync()));
            state.failed |= synced.is_err();
            synced?;
            for (draft, _, name) in drafts {
                self.publish(state, &draft, name)?;
            }
        }
        Ok(())
    }

    fn sync(&self) -> Result<(), StoreError> {
        self.sync_all(&mut self.state())
    }

    fn append(&self, name: &str, seen: u64, bytes: &[u8]) -> Result<(), AppendError> {
        let state = &mut *self.state();
        alive(state, &self.root).map_err(AppendError::NotWhole)?;
        let path = self.root.join(name);
        let written = self.system.open_end(&path).and_then(|mut file| {
            let length = file.length()?;
            if length != seen {
                return Err(io::Error::other(format!(
                    "its length is {length} instead of {seen}: somebody else wrote to it"
                )));
            }
            file.write(bytes)?;
            Ok(file)
        });
        let file = written.map_err(|source| AppendError::NotWhole(failure("append to", path.clone(), source)))?;
        sync(&path, || file.sync()).map_err(|error| {
            state.failed = true;
            AppendError::Unknown(error)
        })
    }

    fn remove(&self, names: &[String]) -> Result<(), StoreError> {
        let state = &mut *self.state();
        alive(state, &self.root)?;
        for name in names {
            let path = self.root.join(name);
            match self.system.remove(&path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(failure("remove", path, source));
                }
                _ => state.folders.insert(parent_of(&path)),
            };
        }
        Ok(())
    }
}

fn failure(action: &'static str, path: PathBuf, source: io::Error) -> StoreError {
    StoreError { action, path, source }
}

fn sync(path: &Path, call: impl FnOnce() -> io::Result<()>) -> Result<(), StoreError> {
    call().map_err(|source| failure("sync", path.to_owned(), source))
}

/// Refuses to go on after a failed sync.
fn alive(state: &State, root: &Path) -> Result<(), StoreError> {
    if !state.failed {
        return Ok(());
    }
    let source = io::Error::other("an earlier sync failed, so it is unknown what the disk holds");
    Err(failure("write to", root.to_owned(), source))
}

fn parent_of(path: &Path) -> PathBuf {
    path.parent().expect("safe: an object's path is longer than its folder's").to_owned()
}

#[cfg(test)]
mod tests;
