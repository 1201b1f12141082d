//! The part of a bundle's verification that looks at what the ledger signed as a whole: whose it is, and its checkpoint.

use super::Verification;
use crate::bundle::{Bundle, Check, Cosigned, Report, Tally};
use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::finding::{Code, Finding};
use crate::key::PublicKey;
use crate::note::{NoteError, Verifier};
use crate::record::Origin;

impl Verification<'_> {
    /// Whether it is the ledger that the reader means.
    pub(super) fn check_identity(&mut self, origin: &Origin, keys: &[PublicKey]) {
        self.tally.count(Check::Ledger, 1);
        if let Some(checkpoint) =
            self.report.checkpoint.as_ref().filter(|checkpoint| checkpoint.origin != origin.as_str())
        {
            let words = format!("the checkpoint is that of {}, entry 0 names {origin}", checkpoint.origin);
            self.tally.find(Finding::on_ledger(Code::LedgerMismatch, words));
        }
        let Some(current) = keys.last() else {
            return self.tally.not_checked(&[Check::Ledger], "entry 0 was refused, so the ledger has no key");
        };
        self.report.pin = Some(*current);
        let told = self.expectations.told;
        let pinned = self.expectations.pinned.or(keys.iter().find(|key| Some(key.kid()) == told).copied());
        match (&pinned, told) {
            (None, Some(told)) => {
                let words = format!("you gave {told}, this ledger's key is {}", current.kid());
                self.tally.find(Finding::on_ledger(Code::LedgerMismatch, words));
            }
            (None, None) => {
                let words = format!(
                    "no key is pinned for {origin}; it calls itself {}: compare that with a copy from elsewhere",
                    current.kid()
                );
                self.tally.not_checked(&[Check::Ledger], &words);
            }
            (Some(pinned), _) if !keys.contains(pinned) => {
                let words = format!("you pinned {}, this ledger's key is {}", pinned.kid(), current.kid());
                self.tally.find(Finding::on_ledger(Code::LedgerMismatch, words));
            }
            (Some(pinned), _) if pinned != current => self.report.notes.push(format!(
                "the key that you pinned, {}, was replaced by the quorum: {} is the ledger's key at this checkpoint",
                pinned.kid(),
                current.kid()
            )),
            (Some(_), _) => {}
        }
    }

    /// Checks the checkpoint by the ledger's key at its size.
    pub(super) fn open_checkpoint(&mut self, bundle: &Bundle, origin: &Origin, key: Option<PublicKey>) {
        let Some(key) = key.or(self.expectations.pinned) else {
            return self.tally.not_checked(&[Check::Checkpoint], "entry 0 was refused, so the ledger has no key");
        };
        let witnesses = &self.expectations.witnesses;
        let (note, origin) = (bundle.checkpoint().as_bytes(), origin.as_str());
        match check_note(note, origin, key, witnesses, &mut self.tally, &mut self.report) {
            Ok(()) => {}
            // The statements that nobody could judge may have brought another key.
            Err(CheckpointError::NotByLedger | CheckpointError::Note(NoteError::NoKnownSignature))
                if self.report.later.is_some() =>
            {
                let why = "not signed by the last key that was known; a later format may have replaced it";
                self.tally.not_checked(&[Check::Checkpoint], why);
            }
            Err(error) => self.tally.find(refused(&error)),
        }
    }
}

/// Checks the signatures of the ledger and of known witnesses on a note.
///
/// A cosignature that fails is a finding of its own, and doesn't hide the ledger's signature.
///
/// # Errors
/// When the ledger's signature doesn't hold.
pub(crate) fn check_note(
    note: &[u8],
    origin: &str,
    key: PublicKey,
    witnesses: &[Verifier],
    tally: &mut Tally,
    report: &mut Report,
) -> Result<(), CheckpointError> {
    report.ledger_key = Some(key.kid());
    let mut opened = SignedCheckpoint::open(note, origin, key, witnesses);
    if let Err(CheckpointError::Note(NoteError::BadSignature { name, id })) = &opened
        && witnesses.iter().any(|witness| witness.name() == name && witness.id() == *id)
    {
        let words = format!("the cosignature by {name} ({id}) does not verify");
        tally.find(Finding::on_ledger(Code::CheckpointWitness, words));
        opened = SignedCheckpoint::open(note, origin, key, &[]);
    }
    let signed = opened?;
    tally.count(Check::Checkpoint, 1);
    report.cosigned = signed.cosignatures().iter().map(Cosigned::of).collect();
    report.notes.extend(signed.ignored().iter().map(|line| {
        format!(
            "the checkpoint has a signature line of an unknown key, {:?}: ignored, as the signed-note format demands",
            line.name
        )
    }));
    Ok(())
}

/// What is found where the ledger's signature doesn't hold.
pub(crate) fn refused(error: &CheckpointError) -> Finding {
    Finding::on_ledger(Code::CheckpointSignature, format!("the checkpoint is refused: {error}"))
}
