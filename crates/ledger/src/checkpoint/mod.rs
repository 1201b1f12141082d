//! The checkpoint: what the ledger's key signs about the whole log (C2SP tlog-checkpoint v1.0.0).
//!
//! ```text
//! example.org/desk                                 origin
//! 70000                                            size, decimal
//! gw31yQrqZZCcEOPrzX+bpy3nJ6QgngTKn8G1m0i62uU=      root, base64
//! ```
//!
//! The specification allows extension lines below. They are not written, and refused on reading:
//! cosignatures don't all cover them, and nobody audits them.

mod cosign;
mod receipt;

#[cfg(test)]
mod tests;

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};

pub use self::cosign::Cosigned;
pub use self::receipt::{ReceiptError, claimed_root, encode_root_receipt, open_root_receipt};
use crate::{
    hash::TreeHash,
    key::{PublicKey, SecretKey},
    merkle::empty_root,
    note::{self, NameError, NoteError, OpenedNote, SignError, SignatureLine, Verified, Verifier},
    position::Size,
};

/// What is said about a log: its name, its size and the root of its tree.
///
/// Its text form is the body of a checkpoint. By itself it is a claim by nobody; a
/// [`SignedCheckpoint`] is one by the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Checkpoint {
    /// The name of the log.
    pub origin: String,
    /// The number of its leaves.
    pub size: Size,
    /// The root of the tree over them.
    pub root: TreeHash,
}

/// A checkpoint whose signature by the ledger's key has been checked.
///
/// There is no way to one past the check. It shows that the holder of that key signed this root, not
/// that no other root was signed for this or another size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Box<str>,
    cosignatures: Vec<Verified>,
    ignored: Vec<SignatureLine>,
}

/// Why a text is not the body of a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// It has fewer than three lines, or the last one doesn't end.
    #[error("a checkpoint has three lines")]
    TooFewLines,
    /// It has extension lines.
    #[error("the checkpoint has extension lines")]
    Extension,
    /// The origin can't be the name of a key.
    #[error("the checkpoint's origin is malformed")]
    Origin,
    /// The size is not a decimal number without leading zeros below 2^63.
    #[error("the checkpoint's size is malformed")]
    Size,
    /// The root is not the base64 of 32 bytes.
    #[error("the checkpoint's root is malformed")]
    Root,
    /// The size is 0, and the root is not that of the empty tree.
    #[error("the checkpoint's root is not that of the empty tree")]
    EmptyRoot,
}

/// Why a signed checkpoint is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The note is malformed, or the signature of a known key on it is wrong.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The note's text is not that of a checkpoint.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// The log's name can't be that of a key.
    #[error(transparent)]
    Name(#[from] NameError),
    /// It is the checkpoint of another log.
    #[error("the checkpoint is that of {got}, not of {want}")]
    OtherOrigin {
        /// The log that it should be of.
        want: String,
        /// The log that it is of.
        got: String,
    },
    /// Known witnesses signed it, the ledger's key did not.
    #[error("the checkpoint is not signed by the ledger's key")]
    NotByLedger,
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, STANDARD.encode(self.root.as_bytes()))
    }
}

impl Checkpoint {
    /// Reads the body of a checkpoint, the text of a note.
    pub fn parse(text: &str) -> Result<Self, BodyError> {
        let mut lines = text.splitn(4, '\n');
        let (Some(origin), Some(size), Some(root), Some(rest)) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(BodyError::TooFewLines);
        };
        if !rest.is_empty() {
            return Err(BodyError::Extension);
        }
        note::check_name(origin).map_err(|_| BodyError::Origin)?;
        let size = read_size(size).ok_or(BodyError::Size)?;
        let root = STANDARD.decode(root).ok().and_then(|root| root.try_into().ok());
        let root = TreeHash::from_bytes(root.ok_or(BodyError::Root)?);
        if size == Size::ZERO && root != empty_root() {
            return Err(BodyError::EmptyRoot);
        }
        Ok(Self { origin: origin.to_owned(), size, root })
    }

    /// What the checkpoint in a note says, its signatures not looked at: good enough to know what should be there, and for nothing else.
    pub fn unsigned(note: &[u8]) -> Option<Self> {
        let (text, _) = str::from_utf8(note).ok()?.split_once("\n\n")?;
        Self::parse(&format!("{text}\n")).ok()
    }

    /// Signs the checkpoint with the ledger's key, under the log's name (signature type 0x01).
    ///
    /// The same checkpoint and key always give the same bytes. The caller makes sure that the ledger
    /// never signs two roots for one size.
    pub fn sign(&self, key: &SecretKey) -> Result<SignedCheckpoint, SignError> {
        let note = note::sign(&self.to_string(), &self.origin, key)?;
        Ok(SignedCheckpoint {
            checkpoint: self.clone(),
            note: note.into(),
            cosignatures: Vec::new(),
            ignored: Vec::new(),
        })
    }
}

/// A size as it is written: no sign and no leading zeros.
fn read_size(text: &str) -> Option<Size> {
    Size::new(text.parse().ok()?).filter(|size| size.to_string() == text)
}

impl SignedCheckpoint {
    /// Reads a checkpoint of the log of this name, and checks the signatures of the ledger's key,
    /// which has to be there, and of the known witnesses, which may be missing.
    ///
    /// A wrong signature by any of these keys refuses the checkpoint; lines of other keys are
    /// ignored and reported.
    pub fn open(note: &[u8], origin: &str, ledger: PublicKey, witnesses: &[Verifier]) -> Result<Self, CheckpointError> {
        let ledger = Verifier::ed25519(origin, ledger)?;
        let known: Vec<_> = std::iter::once(&ledger).chain(witnesses).cloned().collect();
        let OpenedNote { text, verified, ignored } = note::open(note, &known)?;
        let checkpoint = Checkpoint::parse(&text)?;
        if checkpoint.origin != origin {
            return Err(CheckpointError::OtherOrigin { want: origin.to_owned(), got: checkpoint.origin });
        }
        let (own, cosignatures): (Vec<_>, Vec<_>) = verified.into_iter().partition(|line| line.by == ledger);
        if own.is_empty() {
            return Err(CheckpointError::NotByLedger);
        }
        let note = str::from_utf8(note).expect("safe: an opened note is UTF-8").into();
        Ok(Self { checkpoint, note, cosignatures, ignored })
    }

    /// What was signed.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The log's name.
    pub fn origin(&self) -> &str {
        &self.checkpoint.origin
    }

    /// The size of the log.
    pub fn size(&self) -> Size {
        self.checkpoint.size
    }

    /// The root of the tree.
    pub fn root(&self) -> TreeHash {
        self.checkpoint.root
    }

    /// The whole note, byte for byte. Two notes of one checkpoint may differ, so it identifies
    /// nothing.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The good signatures of known witnesses. One witness may have several.
    pub fn cosignatures(&self) -> &[Verified] {
        &self.cosignatures
    }

    /// The signature lines of unknown keys, unchecked.
    pub fn ignored(&self) -> &[SignatureLine] {
        &self.ignored
    }
}
