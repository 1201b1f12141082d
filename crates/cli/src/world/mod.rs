//! The outside world: the clock, randomness, folders of the user, key files. Only this part of the program asks for them.

pub mod directory;
pub mod keys;
pub mod memory;
pub mod output;

use crate::failure::Failure;
use byline_ledger::time::Timestamp;
use std::env;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// The time by this machine's clock, or the one in BYLINE_NOW (seconds since 1970): for demonstrations and tests that must come out the same.
///
/// # Errors
/// When the clock is before 1970 or after 9999, or BYLINE_NOW is no number.
pub fn now() -> Result<Timestamp, Failure> {
    let seconds = match env::var("BYLINE_NOW") {
        Ok(text) => text.parse().map_err(|_| Failure::new("BYLINE_NOW is no number of seconds since 1970"))?,
        Err(_) => SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_secs()).unwrap_or_default(),
    };
    Timestamp::from_s(seconds).map_err(|error| Failure::new(format!("the clock is wrong: {error}")))
}

/// A file that was named on the command line, of at most so many bytes.
pub fn read_limited(file: &Path, limit_bytes: u64) -> Result<Vec<u8>, Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("can't read {}: {error}", file.display()));
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(failed)?;
    opened.take(limit_bytes + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit_bytes {
        return Err(Failure::new(format!("{} has more than {limit_bytes} bytes", file.display())));
    }
    Ok(bytes)
}

/// The user's folder for what a program remembers: BYLINE_STATE, else XDG's state folder.
pub fn state_folder() -> Option<PathBuf> {
    folder("BYLINE_STATE", "XDG_STATE_HOME", ".local/state")
}

/// The user's folder for keys and settings: BYLINE_CONFIG, else XDG's configuration folder.
pub fn config_folder() -> Option<PathBuf> {
    folder("BYLINE_CONFIG", "XDG_CONFIG_HOME", ".config")
}

fn folder(own: &str, xdg: &str, below_home: &str) -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set(own)
        .or_else(|| set(xdg).map(|folder| folder.join("byline")))
        .or_else(|| set("HOME").map(|home| home.join(below_home).join("byline")))
}
