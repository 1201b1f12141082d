//! What a witness checks before it cosigns another log's checkpoint (C2SP tlog-witness v1.0.0).
//!
//! A witness remembers the largest tree of each log that it cosigned, and cosigns a new one only if that continues it. So two people who
//! both ask for its cosignature were shown one log. It doesn't look at the records.

use crate::{
    checkpoint::Checkpoint,
    hash::TreeHash,
    merkle::{ConsistencyProof, ProofError},
    position::Size,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::fmt;

/// The longest request that is read, in bytes: that of a note, and a proof.
pub const REQUEST_LIMIT_BYTES: usize = 1_010_000;

/// The most hashes of a consistency proof.
const MOST_HASHES: usize = 63;

/// A request to a witness, as it is sent to `add-checkpoint` (tlog-witness v1.0.0).
///
/// ```text
/// old <size>
/// <base64 of a hash of the consistency proof>     up to 63 lines
///                                                 an empty line
/// <the checkpoint, a signed note>
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The size that the witness cosigned last; 0 if it never did.
    pub old: Size,
    /// That the tree of that size is the beginning of the checkpoint's; empty from size 0.
    pub proof: ConsistencyProof,
    /// The signed checkpoint, unchecked.
    pub checkpoint: Vec<u8>,
}

/// Why bytes are no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// It is too long.
    #[error("a request has at most {REQUEST_LIMIT_BYTES} bytes")]
    TooLong,
    /// The first line is no `old` and a size.
    #[error("the first line is not `old ` and a size")]
    Old,
    /// A line of the proof is no hash.
    #[error("line {line} is no base64 of 32 bytes")]
    Hash {
        /// Which, counted from 1.
        line: usize,
    },
    /// There are too many hashes.
    #[error("a consistency proof has at most {MOST_HASHES} hashes")]
    TooMany,
    /// No empty line ends the proof.
    #[error("no empty line stands between the proof and the checkpoint")]
    NoCheckpoint,
}

/// Why a witness doesn't cosign a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It cosigned a larger tree.
    #[error("the checkpoint has {} entries, and this witness cosigned one with {} already: a rollback", .now.size, .last.size)]
    Rollback {
        /// What it cosigned last.
        last: Box<Checkpoint>,
        /// What it is asked to cosign.
        now: Box<Checkpoint>,
    },
    /// It cosigned another tree of this size.
    #[error("this witness cosigned another root at {} entries already: a fork", .now.size)]
    OtherRoot {
        /// What it cosigned last.
        last: Box<Checkpoint>,
        /// What it is asked to cosign.
        now: Box<Checkpoint>,
    },
    /// The proof begins at another size than the one cosigned last.
    #[error("the proof is from {got} entries on, and this witness cosigned {want} last")]
    OldSize {
        /// The size that it cosigned last.
        want: Size,
        /// The size that the proof is from.
        got: Size,
    },
    /// The proof doesn't hold: the new tree is no continuation of the old one, or the proof is another's.
    #[error("the new tree is not shown to continue the one cosigned last: {error}")]
    NotAContinuation {
        /// Why the proof doesn't hold.
        error: ProofError,
        /// What it cosigned last.
        last: Option<Box<Checkpoint>>,
        /// What it is asked to cosign.
        now: Box<Checkpoint>,
    },
}

/// Whether a witness may cosign a checkpoint, whose signature by the log was checked: it has to continue the one that was cosigned last.
///
/// # Errors
/// When it doesn't, or isn't shown to.
pub fn may_cosign(
    last: Option<&Checkpoint>,
    now: &Checkpoint,
    old: Size,
    proof: &ConsistencyProof,
) -> Result<(), Refusal> {
    let (last_size, last_root) = last.map_or((Size::ZERO, crate::merkle::empty_root()), |last| (last.size, last.root));
    if let Some(last) = last {
        let pair = || (Box::new(last.clone()), Box::new(now.clone()));
        if now.size < last.size {
            let (last, now) = pair();
            return Err(Refusal::Rollback { last, now });
        }
        if now.size == last.size && now.root != last.root {
            let (last, now) = pair();
            return Err(Refusal::OtherRoot { last, now });
        }
    }
    if old != last_size {
        return Err(Refusal::OldSize { want: last_size, got: old });
    }
    proof.verify(old, last_root, now.size, now.root).map_err(|error| Refusal::NotAContinuation {
        error,
        last: last.map(|last| Box::new(last.clone())),
        now: Box::new(now.clone()),
    })
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.proof.hashes {
            writeln!(f, "{}", STANDARD.encode(hash.as_bytes()))?;
        }
        write!(f, "\n{}", String::from_utf8_lossy(&self.checkpoint))
    }
}

impl Request {
    /// Reads exactly what [`Display`](fmt::Display) gives; the checkpoint is left unchecked.
    ///
    /// # Errors
    /// For every other text.
    pub fn parse(bytes: &[u8]) -> Result<Self, RequestError> {
        if REQUEST_LIMIT_BYTES < bytes.len() {
            return Err(RequestError::TooLong);
        }
        let (old, mut rest) = split_line(bytes).ok_or(RequestError::Old)?;
        let old = old.strip_prefix("old ").ok_or(RequestError::Old)?;
        let old = old.parse().ok().and_then(Size::new).filter(|size| size.to_string() == old);
        let old = old.ok_or(RequestError::Old)?;
        let mut hashes = Vec::new();
        loop {
            let (line, behind) = split_line(rest).ok_or(RequestError::NoCheckpoint)?;
            rest = behind;
            if line.is_empty() {
                break;
            }
            if hashes.len() == MOST_HASHES {
                return Err(RequestError::TooMany);
            }
            let hash = STANDARD.decode(line).ok().and_then(|hash| hash.try_into().ok());
            hashes.push(TreeHash::from_bytes(hash.ok_or(RequestError::Hash { line: hashes.len() + 2 })?));
        }
        Ok(Self { old, proof: ConsistencyProof { hashes }, checkpoint: rest.to_vec() })
    }
}

/// The first line, without its newline, and what stands behind it.
fn split_line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]))
}

#[cfg(test)]
mod tests;
