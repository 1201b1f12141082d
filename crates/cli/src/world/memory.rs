//! What this user remembers of ledgers: of each origin the pinned key, the last checkpoint seen, and whose cosignatures are asked for.
//!
//! So are the folders in which it was seen: another ledger in one of them may be a swapped one ([`place_of`], decision 0016).
//!
//! It lies outside of every ledger, so that a ledger that was rolled back, forked, re-keyed or swapped is noticed. The checkpoint is kept as it
//! was signed: beside the one that contradicts it, it shows everybody that the ledger signed two histories.

pub mod stored;

use super::read_limited;
use crate::failure::Failure;
use byline_ledger::checkpoint::SignedCheckpoint;
use byline_ledger::hash::Sha256;
use byline_ledger::key::PublicKey;
use byline_ledger::policy::Policy;
use byline_ledger::position::{Index, Size};
use byline_ledger::time::Timestamp;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What is remembered of one ledger.
#[derive(Debug, Clone)]
pub struct Known {
    /// The ledger's key.
    pub key: PublicKey,
    /// The folders in which it was seen, by their whole paths, the last one last.
    pub folders: Vec<String>,
    /// The last checkpoint seen.
    pub seen: Option<Seen>,
    /// The last audit of all entries.
    pub whole: Option<Whole>,
    /// The witness policy, as it was given.
    pub policy: Option<String>,
}

/// A checkpoint that was found good.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The checkpoint, signed by the key that was pinned then.
    pub signed: SignedCheckpoint,
    /// When it was seen.
    pub at: Timestamp,
    /// Where the leaves of the roster stood, if all leaves were judged: what a quick audit goes on from.
    pub roster: Option<Vec<Index>>,
}

/// An audit of all entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    /// How many there were.
    pub size: Size,
    /// When it was.
    pub at: Timestamp,
}

/// How many folders are remembered of one ledger.
const FOLDERS_LIMIT: usize = 16;

impl Known {
    /// A key, and nothing seen yet.
    pub fn key(key: PublicKey) -> Self {
        Self { key, folders: Vec::new(), seen: None, whole: None, policy: None }
    }

    /// The same ledger, seen in this folder too.
    #[must_use]
    pub fn in_folder(mut self, folder: &Path) -> Self {
        if let Some(place) = place(folder) {
            self.folders.retain(|known| *known != place);
            self.folders.push(place);
            let more = self.folders.len().saturating_sub(FOLDERS_LIMIT);
            self.folders.drain(..more);
        }
        self
    }

    /// The witness policy; it was read before it was kept.
    pub fn policy(&self) -> Option<Policy> {
        Policy::parse(self.policy.as_ref()?.as_bytes()).ok()
    }
}

/// What is remembered of the ledger with this origin.
///
/// # Errors
/// When the file is there and can't be used.
pub fn recall(origin: &str) -> Result<Option<Known>, Failure> {
    let Some(path) = path_of(origin) else { return Ok(None) };
    let Some((stored, known)) = read(&path)? else { return Ok(None) };
    if stored == origin { Ok(Some(known)) } else { Err(damaged(&path)) }
}

/// Everything that is remembered, by origin.
///
/// # Errors
/// When a file can't be used.
pub fn all() -> Result<Vec<(String, Known)>, Failure> {
    let mut found = Vec::new();
    for path in files()? {
        found.extend(read(&path)?);
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(found)
}

/// The files in which ledgers are remembered.
fn files() -> Result<Vec<PathBuf>, Failure> {
    let Some(folder) = folder() else { return Ok(Vec::new()) };
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| unusable("read", &folder, &error))?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unusable("read", &folder, &error))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(files)
}

/// Remembers a ledger.
///
/// # Errors
/// When the file can't be written.
pub fn keep(origin: &str, known: &Known) -> Result<(), Failure> {
    let Some(path) = path_of(origin) else { return Ok(()) };
    let text = stored::to_text(origin, known).map_err(Failure::new)?;
    write(&path, text.as_bytes()).map_err(|error| unusable("write", &path, &error))
}

/// Forgets a ledger; says whether there was anything to forget. What can't be read is forgotten too.
///
/// # Errors
/// When the file can't be removed.
pub fn forget(origin: &str) -> Result<bool, Failure> {
    let Some(path) = path_of(origin) else { return Ok(false) };
    match fs::remove_file(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(unusable("remove", &path, &error)),
    }
}

/// The ledger of another name that was seen in this folder, if one was: the one that was seen there last.
///
/// A memory that can't be read says nothing here: it is an error where its own ledger is looked up.
pub fn place_of(path: &Path, origin: &str) -> Option<(String, Known)> {
    let place = place(path)?;
    let is_here = |known: &Known| known.folders.contains(&place);
    let others = files().ok()?.into_iter().filter_map(|file| read(&file).ok().flatten());
    let here: Vec<_> = others.filter(|(_, known)| is_here(known)).collect();
    if here.iter().any(|(name, _)| name == origin) {
        return None;
    }
    here.into_iter().max_by_key(|(_, known)| known.seen.as_ref().map(|seen| seen.at))
}

/// Forgets which ledgers were seen in a folder, and says which: all else that is known of them stays. A memory that can't be read is passed over.
///
/// # Errors
/// When a file can't be used.
pub fn leave(path: &Path) -> Result<Vec<String>, Failure> {
    let Some(place) = place(path) else { return Ok(Vec::new()) };
    let mut left = Vec::new();
    for (origin, mut known) in files()?.into_iter().filter_map(|file| read(&file).ok().flatten()) {
        if known.folders.contains(&place) {
            known.folders.retain(|folder| *folder != place);
            keep(&origin, &known)?;
            left.push(origin);
        }
    }
    Ok(left)
}

/// A folder by its whole path; nothing for one that isn't there, or whose name is no text.
fn place(path: &Path) -> Option<String> {
    fs::canonicalize(path).ok()?.into_os_string().into_string().ok()
}

fn read(path: &Path) -> Result<Option<(String, Known)>, Failure> {
    if !path.try_exists().map_err(|error| unusable("read", path, &error))? {
        return Ok(None);
    }
    let text = String::from_utf8(read_limited(path, stored::LIMIT_BYTES)?).map_err(|_| damaged(path))?;
    stored::parse(&text).map(Some).ok_or_else(|| damaged(path))
}

fn damaged(path: &Path) -> Failure {
    Failure::new(format!("{} is damaged, and with it what you knew of a ledger", path.display()))
        .hint("compare the ledger's key with a copy from elsewhere, then move the file away and pin the key anew")
}

fn unusable(action: &str, path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("can't {action} {}: {error}", path.display()))
}

/// Renamed into place, so that a crash leaves the old memory or the new, never half of one.
fn write(path: &Path, contents: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    // Two processes may write at once.
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = File::create(&draft)?;
    file.write_all(contents)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    File::open(folder)?.sync_all()
}

fn folder() -> Option<PathBuf> {
    Some(super::state_folder()?.join("known"))
}

/// One file per origin, named by a hash because an origin may hold anything.
fn path_of(origin: &str) -> Option<PathBuf> {
    let name = Sha256::of(origin.as_bytes()).to_string();
    Some(folder()?.join(format!("{}.toml", &name[..32])))
}
