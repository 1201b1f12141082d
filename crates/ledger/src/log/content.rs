//! What stands in the files of a log, byte by byte.
//!
//! ```text
//! tile      hash 32 | hash 32 | ..                       `width` times
//! bundle    length u16 BE | entry, `length` bytes | ..   `width` times
//! ```
//!
//! A file holds exactly as much as its width says and nothing after it: whatever else stood there
//! would be served under the log's name without being in the tree.

use crate::hash::TreeHash;

/// The longest entry that a bundle can hold, in bytes.
pub const ENTRY_LIMIT_BYTES: usize = 65_535;

/// Why a file's bytes are not what its name says, or can't be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// A tile has another length than its width of hashes.
    #[error("the tile has {got} bytes where its width needs {want}")]
    WrongLength {
        /// The length in bytes that belongs to the width.
        want: usize,
        /// The length in bytes that it has.
        got: usize,
    },
    /// A bundle ends before or within one of its entries.
    #[error("the bundle ends before its entry {entry} does")]
    Truncated {
        /// Position of the entry within the bundle, from 0.
        entry: u16,
    },
    /// Bytes follow the last entry of a bundle.
    #[error("{bytes} bytes follow the last entry of the bundle")]
    Trailing {
        /// How many.
        bytes: usize,
    },
    /// An entry is too long for a bundle.
    #[error("the entry has {bytes} bytes, more than 65,535")]
    EntryTooLong {
        /// Its length.
        bytes: usize,
    },
}

/// Writes a tile.
pub fn encode_hashes(hashes: &[TreeHash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

/// Reads a tile of exactly `width` hashes.
pub fn decode_hashes(bytes: &[u8], width: u16) -> Result<Vec<TreeHash>, TileError> {
    let want = usize::from(width) * 32;
    if bytes.len() != want {
        return Err(TileError::WrongLength { want, got: bytes.len() });
    }
    let (hashes, _) = bytes.as_chunks::<32>();
    Ok(hashes.iter().map(|&hash| TreeHash::from_bytes(hash)).collect())
}

/// Writes a bundle.
pub fn encode_entries<T: AsRef<[u8]>>(entries: &[T]) -> Result<Vec<u8>, TileError> {
    let mut bytes = Vec::new();
    for entry in entries {
        push_entry(&mut bytes, entry.as_ref())?;
    }
    Ok(bytes)
}

/// Writes one more entry at the end of a bundle.
pub(super) fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), TileError> {
    let length = u16::try_from(entry.len()).map_err(|_| TileError::EntryTooLong { bytes: entry.len() })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// Reads a bundle of exactly `width` entries. An entry may be empty.
pub fn decode_entries(bytes: &[u8], width: u16) -> Result<Vec<&[u8]>, TileError> {
    let mut entries = Vec::with_capacity(usize::from(width));
    let mut rest = bytes;
    for entry in 0..width {
        let (own, after) = split_entry(rest).ok_or(TileError::Truncated { entry })?;
        entries.push(own);
        rest = after;
    }
    if rest.is_empty() { Ok(entries) } else { Err(TileError::Trailing { bytes: rest.len() }) }
}

fn split_entry(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}
