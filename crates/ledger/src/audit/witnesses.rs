//! The part of an audit that asks whether others saw the same checkpoint: the cosignatures that the auditor's policy asks for.

use super::{Audit, Check, Cosignature};
use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::finding::{Code, Finding};
use crate::key::PublicKey;
use crate::note::{NoteError, Verified, Verifier};
use crate::policy::{Policy, Standing, Witness};
use crate::record::Origin;
use crate::time::Timestamp;

impl Audit {
    /// Opens the checkpoint with the witnesses of the policy. One whose cosignature fails is a finding, and the checkpoint is judged without it.
    pub(super) fn open_cosigned(
        &mut self,
        origin: &Origin,
        key: PublicKey,
    ) -> Result<SignedCheckpoint, CheckpointError> {
        let bytes = self.signed.0.clone();
        let bytes = bytes.as_slice();
        let Some(policy) = self.expectations.policy.clone() else {
            return SignedCheckpoint::open(bytes, origin.as_str(), key, &[]);
        };
        if !self.is_for(&policy, origin, key) {
            return SignedCheckpoint::open(bytes, origin.as_str(), key, &[]);
        }
        let mut known: Vec<Verifier> = policy.witnesses().iter().map(|witness| witness.key.clone()).collect();
        // One key in two roles would let the ledger be its own witness.
        known.retain(|witness| witness.key() != key);
        if known.len() < policy.witnesses().len() {
            self.notes.push(
                "a witness of your policy has the ledger's own key: its cosignature counts for nothing".to_owned(),
            );
        }
        let signed = loop {
            match SignedCheckpoint::open(bytes, origin.as_str(), key, &known) {
                Err(CheckpointError::Note(NoteError::BadSignature { name, id }))
                    if known.iter().any(|it| it.name() == name && it.id() == id) =>
                {
                    known.retain(|it| it.name() != name || it.id() != id);
                    let words = format!("the cosignature of the witness {name} ({id}) does not verify");
                    self.find(Finding::in_file("log/checkpoint", Code::CheckpointWitness, words));
                }
                opened => break opened?,
            }
        };
        self.count_cosignatures(&policy, signed.cosignatures());
        Ok(signed)
    }

    /// Whether the policy is for this log; says so where it isn't.
    fn is_for(&mut self, policy: &Policy, origin: &Origin, key: PublicKey) -> bool {
        match policy.standing(origin.as_str(), key) {
            Standing::Any | Standing::Named => true,
            Standing::OtherLogs(logs) => {
                let why = format!("your policy is for other logs: {}", logs.join(", "));
                self.unchecked.insert(Check::Witnesses, why);
                false
            }
            Standing::OtherKeys(keys) => {
                let kids: Vec<_> = keys.iter().map(|key| key.kid().to_string()).collect();
                let words = format!(
                    "your policy names {origin} with the key {}, this ledger has {}",
                    kids.join(" or "),
                    key.kid()
                );
                self.find(Finding::on_ledger(Code::LedgerMismatch, words));
                self.unchecked.insert(Check::Witnesses, "your policy names another key for this log".to_owned());
                false
            }
        }
    }

    fn count_cosignatures(&mut self, policy: &Policy, good: &[Verified]) {
        let latest = |key: &Verifier| good.iter().filter(|it| it.by == *key).filter_map(|it| it.time_s).max();
        let tally = policy.tally(|key| good.iter().any(|it| it.by == *key));
        self.cosignatures = (tally.cosigned.iter())
            .map(|witness| Cosignature {
                witness: witness.name.to_string(),
                key_name: witness.key.name().to_owned(),
                time: latest(&witness.key).and_then(|time_s| Timestamp::from_s(time_s).ok()),
            })
            .collect();
        self.cosignatures.sort_by_key(|cosignature| cosignature.time);
        self.counts.insert(Check::Witnesses, tally.cosigned.len() as u64);
        if !tally.is_reached {
            let rule = policy.rule();
            let why = format!("the quorum {rule} is not reached: {}", said(&tally.cosigned, &tally.missing));
            self.unchecked.insert(Check::Witnesses, why);
        } else if !policy.asks_for_cosignatures() && tally.cosigned.is_empty() {
            self.counts.remove(&Check::Witnesses);
        }
    }
}

/// Who cosigned, and who didn't.
fn said(cosigned: &[&Witness], missing: &[&Witness]) -> String {
    let names = |witnesses: &[&Witness]| {
        let names: Vec<_> = witnesses.iter().map(|witness| witness.name.to_string()).collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
    };
    format!("cosigned by {}; not by {}", names(cosigned), names(missing))
}
