//! What this user remembers of ledgers: the pinned key, and the last checkpoint seen, of each origin.
//!
//! It lies outside of every ledger, so that a ledger that was rolled back, forked or swapped is noticed.

use crate::failure::Failure;
use byline_ledger::checkpoint::Checkpoint;
use byline_ledger::hash::Sha256;
use byline_ledger::key::PublicKey;
use byline_ledger::ledger::{parse_ssh_text, ssh_text};
use byline_ledger::position::Size;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::PathBuf;

/// What is remembered of one ledger.
#[derive(Debug, Clone)]
pub struct Known {
    /// The ledger's key.
    pub key: PublicKey,
    /// The last checkpoint seen.
    pub seen: Option<Checkpoint>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    origin: String,
    key: String,
    size: Option<u64>,
    root: Option<String>,
}

/// What is remembered of the ledger with this origin.
///
/// # Errors
/// When the file is there and can't be used.
pub fn recall(origin: &str) -> Result<Option<Known>, Failure> {
    let Some(path) = path_of(origin) else { return Ok(None) };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::new(format!("can't read {}: {error}", path.display()))),
    };
    let damaged = || {
        Failure::new(format!("{} is damaged, and with it what you knew of {origin}", path.display()))
            .hint("compare the ledger's key with a copy from elsewhere, then move the file away")
    };
    let stored: Stored = toml::from_str(&text).map_err(|_| damaged())?;
    if stored.origin != origin {
        return Err(damaged());
    }
    let key = parse_ssh_text(&stored.key).map_err(|_| damaged())?;
    let seen = match (stored.size, stored.root) {
        (Some(size), Some(root)) => Some(Checkpoint {
            origin: origin.to_owned(),
            size: Size::new(size).ok_or_else(damaged)?,
            root: root.parse().map_err(|_| damaged())?,
        }),
        _ => None,
    };
    Ok(Some(Known { key, seen }))
}

/// Remembers the key of a ledger and the checkpoint seen.
///
/// # Errors
/// When the file can't be written.
pub fn remember(origin: &str, known: &Known) -> Result<(), Failure> {
    let Some(path) = path_of(origin) else { return Ok(()) };
    let stored = Stored {
        origin: origin.to_owned(),
        key: ssh_text(&known.key.bytes()),
        size: known.seen.as_ref().map(|seen| seen.size.get()),
        root: known.seen.as_ref().map(|seen| seen.root.to_string()),
    };
    let text = toml::to_string(&stored).map_err(Failure::new)?;
    let failed = |error: std::io::Error| Failure::new(format!("can't write {}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    // Renamed into place, so that a crash leaves the old memory or the new, never half of one.
    let draft = path.with_extension("new");
    fs::write(&draft, text).and_then(|()| fs::rename(&draft, &path)).map_err(failed)
}

/// One file per origin, named by a hash because an origin may hold anything.
fn path_of(origin: &str) -> Option<PathBuf> {
    let name = Sha256::of(origin.as_bytes()).to_string();
    Some(super::state_folder()?.join("known").join(format!("{}.toml", &name[..32])))
}
