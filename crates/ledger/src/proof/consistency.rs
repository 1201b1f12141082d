//! That a log only grew: what a C2SP witness takes as a request (tlog-witness v1.0.0, "add-checkpoint"), kept as a file.
//!
//! ```text
//! old 5                            the size of the checkpoint that one has
//! /iLb..                           the consistency proof of RFC 6962 section 2.1.2, up to 63 hashes
//!                                  an empty line
//! example.org/desk                 the newer checkpoint, with its signature lines
//! ```

use crate::hash::TreeHash;
use crate::merkle::ConsistencyProof;
use crate::note::NOTE_LIMIT_BYTES;
use crate::position::Size;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// The longest proof that is read, in bytes: a note and 63 hashes.
pub const LIMIT_BYTES: usize = NOTE_LIMIT_BYTES + 4096;

/// The most hashes that such a proof has.
const HASHES_LIMIT: usize = 63;

/// That the tree of a checkpoint continues the one of `old` entries.
///
/// Nothing of it is checked, and it doesn't hold the old root: [`super::verify_consistency`] is given the old checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consistency {
    /// The old size.
    pub old: Size,
    /// The proof.
    pub proof: ConsistencyProof,
    /// The newer signed note.
    pub checkpoint: String,
}

/// Why a text is no consistency proof.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConsistencyError {
    /// Longer than `LIMIT_BYTES`.
    #[error("the proof has {bytes} bytes, more than {LIMIT_BYTES}")]
    TooLong {
        /// How long it is, in bytes.
        bytes: usize,
    },
    /// It is no UTF-8.
    #[error("the proof is no text")]
    NotText,
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

impl Consistency {
    /// Reads a proof: exactly the bytes that its text form has.
    ///
    /// # Errors
    /// For every other text.
    pub fn parse(bytes: &[u8]) -> Result<Self, ConsistencyError> {
        if LIMIT_BYTES < bytes.len() {
            return Err(ConsistencyError::TooLong { bytes: bytes.len() });
        }
        let text = str::from_utf8(bytes).map_err(|_| ConsistencyError::NotText)?;
        let (head, checkpoint) = text.split_once("\n\n").ok_or(ConsistencyError::NoCheckpoint)?;
        let mut lines = head.split('\n').zip(1..);
        let old = lines.next().and_then(|(line, _)| Size::new(line.strip_prefix("old ")?.parse().ok()?));
        let old = old.ok_or(ConsistencyError::Line { line: 1 })?;
        let mut hashes = Vec::new();
        for (line, number) in lines {
            let hash = STANDARD.decode(line).ok().and_then(|hash| hash.try_into().ok());
            let hash = hash.filter(|_| hashes.len() < HASHES_LIMIT);
            hashes.push(TreeHash::from_bytes(hash.ok_or(ConsistencyError::Line { line: number })?));
        }
        let proof = Self { old, proof: ConsistencyProof { hashes }, checkpoint: checkpoint.to_owned() };
        // Signs and leading zeros of the size, and whatever else has two spellings.
        let own = proof.to_string();
        if own == text {
            return Ok(proof);
        }
        let same = std::iter::zip(own.split('\n'), text.split('\n')).take_while(|(own, line)| own == line).count();
        Err(ConsistencyError::Line { line: same + 1 })
    }
}

impl fmt::Display for Consistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.proof.hashes {
            writeln!(f, "{}", STANDARD.encode(hash.as_bytes()))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn goes_out_and_in() {
        for hashes in [vec![], vec![TreeHash::from_bytes([7; 32]); 63]] {
            let proof = Consistency {
                old: Size::small(7),
                proof: ConsistencyProof { hashes },
                checkpoint: "a\n\nb\n".to_owned(),
            };
            assert_eq!(Consistency::parse(proof.to_string().as_bytes()), Ok(proof));
        }
    }

    #[test]
    fn refuses_every_other_text() {
        let hash = STANDARD.encode([7; 32]);
        let many = format!("old 1\n{}\nx", format!("{hash}\n").repeat(64));
        let line = |line| ConsistencyError::Line { line };
        for (what, text, error) in [
            ("empty", "", ConsistencyError::NoCheckpoint),
            ("another word", "new 1\n\nx", line(1)),
            ("leading zero", "old 01\n\nx", line(1)),
            ("sign", "old +1\n\nx", line(1)),
            ("negative", "old -1\n\nx", line(1)),
            ("two spaces", "old  1\n\nx", line(1)),
            ("carriage return", "old 1\r\n\nx", line(1)),
            ("too large", "old 9223372036854775808\n\nx", line(1)),
            ("no empty line", &format!("old 1\n{hash}\n"), ConsistencyError::NoCheckpoint),
            ("short hash", "old 1\nAAAA\n\nx", line(2)),
            ("a second line that is no hash", &format!("old 1\n{hash}\n{hash}=\n\nx"), line(3)),
            ("trailing bits", &format!("old 1\n{}\n\nx", hash.replace("c=", "d=")), line(2)),
            ("too many", &many, line(65)),
        ] {
            assert_eq!(Consistency::parse(text.as_bytes()), Err(error), "{what}");
        }
        assert_eq!(Consistency::parse(b"old 1\n\n\xff"), Err(ConsistencyError::NotText));
        let bytes = LIMIT_BYTES + 1;
        assert_eq!(Consistency::parse(&vec![b'a'; bytes]), Err(ConsistencyError::TooLong { bytes }));
    }

    proptest! {
        #[test]
        fn parsing_never_panics(bytes: Vec<u8>, text in "(old )?[0-9]{0,3}\n([A-Za-z0-9+/]{43}=\n){0,3}\n?.{0,9}") {
            let _ = Consistency::parse(&bytes);
            if let Ok(proof) = Consistency::parse(text.as_bytes()) {
                prop_assert_eq!(proof.to_string(), text);
            }
        }
    }
}
