//! Cosignatures on a checkpoint: made by a witness, taken in by the ledger (C2SP tlog-cosignature v1.0.1, tlog-witness v1.0.0).

use super::SignedCheckpoint;
use crate::{
    key::SecretKey,
    note::{self, NoteError, SignError, SignatureLine, Verified, Verifier},
    time::Timestamp,
};

/// A checkpoint's note with cosignatures added to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// The new note: the same text, with the same signature by the ledger.
    pub note: String,
    /// The cosignatures that it has now and were offered: all of them good.
    pub added: Vec<Verified>,
    /// The lines of unknown keys, which were not taken.
    pub ignored: Vec<SignatureLine>,
}

impl SignedCheckpoint {
    /// Cosigns the checkpoint: "at this time this is the largest consistent tree of this log that I saw".
    ///
    /// The caller makes sure that this is true, and that it stays so: the state in which it is remembered has to be durable before the
    /// signature is given away.
    pub fn cosign(&self, name: &str, key: &SecretKey, time: Timestamp) -> Result<SignatureLine, SignError> {
        note::cosign(&self.checkpoint.to_string(), name, key, time.as_s())
    }

    /// Takes cosignatures of known witnesses into the note.
    ///
    /// What a witness signed before is replaced by what it signed now; all other lines stay. Lines of unknown keys are left out, as a
    /// client of a witness has to (tlog-witness, "add-checkpoint"): nobody could say whether they are good.
    ///
    /// # Errors
    /// When the cosignature of a known witness is wrong, when there is none of a known one, or when the note would have too many lines.
    pub fn with_cosignatures(&self, offered: &[SignatureLine], known: &[Verifier]) -> Result<Cosigned, NoteError> {
        let text = self.checkpoint.to_string();
        let opened = note::open(note::write(&text, offered).as_bytes(), known)?;
        let is_known = |line: &SignatureLine| known.iter().any(|key| key.name() == line.name && key.id() == line.id);
        let taken: Vec<_> = offered.iter().filter(|line| is_known(line)).cloned().collect();
        let (_, mut lines) = note::parse(self.note.as_bytes())?;
        lines.retain(|old| !taken.iter().any(|new| new.name == old.name && new.id == old.id));
        lines.extend(taken);
        let note = note::write(&text, &lines);
        note::parse(note.as_bytes())?;
        Ok(Cosigned { note, added: opened.verified, ignored: opened.ignored })
    }
}
