//! The part of a bundle's verification that looks at what the ledger signed as a whole: whose it is, and its checkpoint.

use super::Verification;
use crate::bundle::{Bundle, Check, Cosigned};
use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::finding::{Code, Finding};
use crate::key::PublicKey;
use crate::note::{NoteError, Verified, Verifier};
use crate::record::Origin;

impl Verification<'_> {
    /// Whether it is the ledger that the reader means.
    pub(super) fn check_identity(&mut self, origin: &Origin, keys: &[PublicKey]) {
        self.counts.insert(Check::Ledger, 1);
        if let Some(checkpoint) = self.checkpoint.as_ref().filter(|checkpoint| checkpoint.origin != origin.as_str()) {
            let words = format!("the checkpoint is that of {}, entry 0 names {origin}", checkpoint.origin);
            self.findings.push(Finding::on_ledger(Code::LedgerMismatch, words));
        }
        let Some(current) = keys.last() else {
            return self.not_checked(&[Check::Ledger], "entry 0 was refused, so the ledger has no key");
        };
        match &self.expectations.pinned {
            None => {
                let words = format!(
                    "no key is pinned for {origin}; it calls itself {}: compare that with a copy from elsewhere",
                    current.kid()
                );
                self.not_checked(&[Check::Ledger], &words);
            }
            Some(pinned) if !keys.contains(pinned) => {
                let words = format!("you pinned {}, this ledger's key is {}", pinned.kid(), current.kid());
                self.findings.push(Finding::on_ledger(Code::LedgerMismatch, words));
            }
            Some(_) => {}
        }
    }

    /// Checks the checkpoint by the ledger's key at its size.
    pub(super) fn open_checkpoint(&mut self, bundle: &Bundle, origin: &Origin, key: Option<PublicKey>) {
        self.ledger_key = key;
        let Some(key) = key.or(self.expectations.pinned) else {
            return self.not_checked(&[Check::Checkpoint], "entry 0 was refused, so the ledger has no key");
        };
        let note = bundle.checkpoint().as_bytes();
        let opened = open_note(note, origin, key, &self.expectations.witnesses, &mut self.findings);
        match opened {
            Ok(signed) => {
                self.counts.insert(Check::Checkpoint, 1);
                let cosigned = |line: &Verified| Cosigned { witness: line.by.name().to_owned(), time_s: line.time_s };
                self.report.cosigned = signed.cosignatures().iter().map(cosigned).collect();
                self.report.notes.extend(signed.ignored().iter().map(|line| {
                    format!(
                        "the checkpoint has a signature line of an unknown key, {:?}: ignored, as the signed-note format demands",
                        line.name
                    )
                }));
            }
            Err(error) => {
                let words = format!("the checkpoint is refused: {error}");
                self.findings.push(Finding::on_ledger(Code::CheckpointSignature, words));
            }
        }
    }

    /// Compares the checkpoint with the one that the reader saw before: only one of the same size can be compared.
    pub(super) fn check_seen(&mut self) {
        let (Some(checkpoint), Some(seen)) = (&self.checkpoint, &self.expectations.seen) else {
            let why = "you have not seen this log before".to_owned();
            self.not_applicable.insert(Check::Consistency, why);
            return;
        };
        if seen.size != checkpoint.size || seen.origin != checkpoint.origin {
            let why = format!("you saw it at {} entries, and a proof shows one tree only", seen.size);
            self.not_applicable.insert(Check::Consistency, why);
            return;
        }
        self.counts.insert(Check::Consistency, 1);
        if seen.root != checkpoint.root {
            let words =
                format!("at {} entries you saw the root {}, here it is {}", seen.size, seen.root, checkpoint.root);
            self.findings.push(Finding::on_ledger(Code::LogFork, words));
        }
    }
}

/// Opens the note; a cosignature that fails is a finding of its own, and doesn't hide the ledger's signature.
fn open_note(
    note: &[u8],
    origin: &Origin,
    key: PublicKey,
    witnesses: &[Verifier],
    findings: &mut Vec<Finding>,
) -> Result<SignedCheckpoint, CheckpointError> {
    match SignedCheckpoint::open(note, origin.as_str(), key, witnesses) {
        Err(CheckpointError::Note(NoteError::BadSignature { name, id }))
            if witnesses.iter().any(|witness| witness.name() == name && witness.id() == id) =>
        {
            let words = format!("the cosignature by {name} ({id}) does not verify");
            findings.push(Finding::on_ledger(Code::CheckpointWitness, words));
            SignedCheckpoint::open(note, origin.as_str(), key, &[])
        }
        opened => opened,
    }
}
