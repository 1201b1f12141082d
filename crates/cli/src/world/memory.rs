//! What this user remembers of ledgers: of each origin the pinned key, the last checkpoint seen, and whose cosignatures are asked for.
//!
//! It lies outside of every ledger, so that a ledger that was rolled back, forked, re-keyed or swapped is noticed. The checkpoint is kept as it
//! was signed: beside the one that contradicts it, it shows everybody that the ledger signed two histories.

use crate::failure::Failure;
use byline_ledger::checkpoint::SignedCheckpoint;
use byline_ledger::hash::Sha256;
use byline_ledger::key::PublicKey;
use byline_ledger::ledger::{parse_ssh_text, ssh_text};
use byline_ledger::policy::Policy;
use byline_ledger::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What is remembered of one ledger.
#[derive(Debug, Clone)]
pub struct Known {
    /// The ledger's key.
    pub key: PublicKey,
    /// The last checkpoint seen.
    pub seen: Option<Seen>,
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
}

impl Known {
    /// A key, and nothing seen yet.
    pub fn key(key: PublicKey) -> Self {
        Self { key, seen: None, policy: None }
    }

    /// The witness policy; it was read before it was kept.
    pub fn policy(&self) -> Option<Policy> {
        Policy::parse(self.policy.as_ref()?.as_bytes()).ok()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    origin: String,
    key: String,
    seen_s: Option<u64>,
    checkpoint: Option<String>,
    policy: Option<String>,
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
    let Some(folder) = folder() else { return Ok(Vec::new()) };
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| unusable("read", &folder, &error))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unusable("read", &folder, &error))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            found.extend(read(&path)?);
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(found)
}

/// Remembers a ledger.
///
/// # Errors
/// When the file can't be written.
pub fn keep(origin: &str, known: &Known) -> Result<(), Failure> {
    let Some(path) = path_of(origin) else { return Ok(()) };
    let stored = Stored {
        origin: origin.to_owned(),
        key: ssh_text(&known.key.bytes()),
        seen_s: known.seen.as_ref().map(|seen| seen.at.as_s()),
        checkpoint: known.seen.as_ref().map(|seen| seen.signed.note().to_owned()),
        policy: known.policy.clone(),
    };
    let text = toml::to_string(&stored).map_err(Failure::new)?;
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

fn read(path: &Path) -> Result<Option<(String, Known)>, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable("read", path, &error)),
    };
    let stored: Stored = toml::from_str(&text).map_err(|_| damaged(path))?;
    let key = parse_ssh_text(&stored.key).map_err(|_| damaged(path))?;
    let seen = match (&stored.checkpoint, stored.seen_s) {
        (None, None) => None,
        (Some(note), Some(seen_s)) => {
            let signed =
                SignedCheckpoint::open(note.as_bytes(), &stored.origin, key, &[]).map_err(|_| damaged(path))?;
            Some(Seen { signed, at: Timestamp::from_s(seen_s).map_err(|_| damaged(path))? })
        }
        _ => return Err(damaged(path)),
    };
    if stored.policy.as_ref().is_some_and(|policy| Policy::parse(policy.as_bytes()).is_err()) {
        return Err(damaged(path));
    }
    Ok(Some((stored.origin, Known { key, seen, policy: stored.policy })))
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
