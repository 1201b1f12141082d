//! C2SP tlog-proof: an inclusion proof and a checkpoint, as text.
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! extra 0oRY..                     the statement, base64; the specification lets an application put here what it likes
//! index 7
//! /iLb..                           the path, the leaf's sibling first
//!                                  an empty line
//! example.org/desk                 the checkpoint, with its signature lines
//! ```

use crate::hash::TreeHash;
use crate::merkle::InclusionProof;
use crate::note::NOTE_LIMIT_BYTES;
use crate::position::Index;
use crate::statement::MAX_STATEMENT_BYTES;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

pub(super) const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1\n";

/// The longest proof that is read, in bytes: a note, a statement in base64, and a path.
pub const LIMIT_BYTES: usize = NOTE_LIMIT_BYTES + 2 * MAX_STATEMENT_BYTES;

/// That an entry is in the tree of a checkpoint.
///
/// Nothing of it is checked: [`super::verify_tlog_proof`] does that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlogProof {
    /// What the application put there, authenticated by nothing in the format. Byline puts the statement there: a verifier hashes it as the leaf, so it is
    /// authenticated after all.
    pub extra: Option<Vec<u8>>,
    /// Where the entry stands.
    pub index: Index,
    /// The path from its leaf to the root.
    pub path: InclusionProof,
    /// The signed note.
    pub checkpoint: String,
}

/// Why a text is no tlog-proof.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlogProofError {
    /// Longer than `LIMIT_BYTES`.
    #[error("the proof has {bytes} bytes, more than {LIMIT_BYTES}")]
    TooLong {
        /// How long it is, in bytes.
        bytes: usize,
    },
    /// It is no UTF-8.
    #[error("the proof is no text")]
    NotText,
    /// It doesn't begin with the line that names its format.
    #[error("the proof doesn't begin with c2sp.org/tlog-proof@v1")]
    FirstLine,
    /// It has no empty line with a checkpoint behind it.
    #[error("the proof has no checkpoint behind an empty line")]
    NoCheckpoint,
    /// A line is not what stands at its place.
    #[error("line {line} of the proof is malformed")]
    Line {
        /// Which, counted from 1.
        line: usize,
    },
}

impl TlogProof {
    /// Reads a proof: exactly the bytes that its text form has.
    ///
    /// # Errors
    /// For every other text.
    pub fn parse(bytes: &[u8]) -> Result<Self, TlogProofError> {
        if LIMIT_BYTES < bytes.len() {
            return Err(TlogProofError::TooLong { bytes: bytes.len() });
        }
        let text = str::from_utf8(bytes).map_err(|_| TlogProofError::NotText)?;
        let rest = text.strip_prefix(FIRST_LINE).ok_or(TlogProofError::FirstLine)?;
        let (head, checkpoint) = rest.split_once("\n\n").ok_or(TlogProofError::NoCheckpoint)?;
        // The first line is the format's own.
        let mut lines = head.split('\n').zip(2..).peekable();
        let mut extra = None;
        if let Some((line, number)) = lines.next_if(|(line, _)| line.starts_with("extra ")) {
            let decoded = line.strip_prefix("extra ").and_then(|text| STANDARD.decode(text).ok());
            extra = Some(decoded.ok_or(TlogProofError::Line { line: number })?);
        }
        let (line, number) = lines.next().ok_or(TlogProofError::Line { line: 3 })?;
        let index = line.strip_prefix("index ").and_then(|text| Index::new(text.parse().ok()?));
        let index = index.ok_or(TlogProofError::Line { line: number })?;
        let mut hashes = Vec::new();
        for (line, number) in lines {
            let hash = STANDARD.decode(line).ok().and_then(|hash| hash.try_into().ok());
            hashes.push(TreeHash::from_bytes(hash.ok_or(TlogProofError::Line { line: number })?));
        }
        let proof = Self { extra, index, path: InclusionProof { hashes }, checkpoint: checkpoint.to_owned() };
        // Signs and leading zeros of the index, and whatever else has two spellings.
        let own = proof.to_string();
        if own == text {
            return Ok(proof);
        }
        let same = std::iter::zip(own.split('\n'), text.split('\n')).take_while(|(own, line)| own == line).count();
        Err(TlogProofError::Line { line: same + 1 })
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FIRST_LINE)?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.path.hashes {
            writeln!(f, "{}", STANDARD.encode(hash.as_bytes()))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
