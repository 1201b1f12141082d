//! The part of an audit that looks at what the ledger signed as a whole: whose it is, its checkpoint, its signed root, and the checkpoint
//! that the auditor saw before.

use super::{Audit, Check, words_of};
use crate::checkpoint::{Checkpoint, SignedCheckpoint, open_root_receipt};
use crate::finding::{Code, Finding};
use crate::hash::TreeHash;
use crate::key::PublicKey;
use crate::position::Size;
use crate::record::Origin;
use crate::state::State;

impl Audit {
    pub(super) fn check_identity(&mut self, from_log: Option<&(Origin, PublicKey)>, origin: &Origin, key: &PublicKey) {
        self.counts.insert(Check::Ledger, 1);
        if let (Some((config_origin, config_key)), Some(_)) = (self.expectations.config.clone(), from_log)
            && (config_origin != *origin || config_key != *key)
        {
            let words = format!(
                "byline.toml names {config_origin} with the key {}, entry 0 names {origin} with the key {}",
                config_key.kid(),
                key.kid()
            );
            self.find(Finding::in_file("byline.toml", Code::LedgerMismatch, words));
        }
        match self.expectations.pinned {
            None => {
                let words = format!(
                    "no key is pinned for {origin}; it calls itself {}: compare that with a copy from elsewhere",
                    key.kid()
                );
                self.unchecked.insert(Check::Ledger, words);
            }
            Some(pinned) if pinned != *key => {
                let words = format!("you pinned {}, this ledger's key is {}", pinned.kid(), key.kid());
                self.find(Finding::on_ledger(Code::LedgerMismatch, words));
            }
            Some(_) => {}
        }
    }

    /// Goes on where nothing says what ledger this is. What is wrong with entry 0 is said when its turn comes.
    pub(super) fn open_unknown(&mut self, checkpoint: &[u8], has_entries: bool) {
        let why = "entry 0 does not say what ledger this is, and there is no byline.toml that does";
        self.checkpoint = Checkpoint::unsigned(checkpoint);
        if self.checkpoint.is_none() || !has_entries {
            self.find(Finding::on_ledger(Code::LedgerMismatch, why));
            return self.unchecked_all(why);
        }
        for check in [Check::Ledger, Check::Checkpoint] {
            self.unchecked.insert(check, why.to_owned());
        }
    }

    pub(super) fn open_checkpoint(&mut self, bytes: &[u8], origin: &Origin, key: PublicKey) {
        match SignedCheckpoint::open(bytes, origin.as_str(), key, &[]) {
            Ok(signed) => {
                self.counts.insert(Check::Checkpoint, 1);
                for line in signed.ignored() {
                    self.notes.push(format!(
                        "the checkpoint has a signature line of an unknown key, {:?}: ignored, as the signed-note format demands",
                        line.name
                    ));
                }
                self.checkpoint = Some(signed.checkpoint().clone());
            }
            Err(error) => {
                let words = format!("the checkpoint is refused: {}", words_of(&error));
                self.find(Finding::in_file("log/checkpoint", Code::CheckpointSignature, words));
                self.checkpoint = Checkpoint::unsigned(bytes);
                if self.checkpoint.is_none() {
                    self.unchecked_all("the checkpoint can't be read, so the log's size is not known");
                }
            }
        }
    }

    pub(super) fn open_receipt(&mut self, receipt: Option<&[u8]>, origin: &Origin, key: PublicKey) {
        let file = "log/checkpoint.cose";
        match receipt.map(|bytes| open_root_receipt(bytes, origin.as_str(), key)) {
            None => self.find(Finding::in_file(file, Code::CheckpointSignature, "the file is missing")),
            Some(Err(error)) => {
                let words = format!("the signed root is refused: {}", words_of(&error));
                self.find(Finding::in_file(file, Code::CheckpointSignature, words));
            }
            Some(Ok(root)) => self.receipt_root = Some(root),
        }
    }

    pub(super) fn close_receipt(&mut self, root: TreeHash) {
        let Some(receipt) = self.receipt_root.filter(|receipt| *receipt != root) else { return };
        if self.commit_roots.contains(&receipt) {
            self.notes.push("checkpoint.cose is of an earlier commit; the next commit renews it".to_owned());
        } else {
            let words = format!("it signs the root {receipt}, which is that of no commit of this log");
            self.find(Finding::in_file("log/checkpoint.cose", Code::CheckpointSignature, words));
        }
    }

    pub(super) fn close_consistency(&mut self, checkpoint: &Checkpoint) {
        let Some(seen) = self.expectations.seen.clone() else { return };
        self.counts.insert(Check::Consistency, 1);
        if seen.size > checkpoint.size {
            let words = format!("you saw {} entries before, now there are {}", seen.size, checkpoint.size);
            return self.find(Finding::on_ledger(Code::LogRollback, words));
        }
        let root = if seen.size == Size::ZERO { Some(seen.root) } else { self.seen_root };
        match root {
            Some(root) if root != seen.root => {
                let words =
                    format!("at {} entries you saw the root {}, this log has {root} there", seen.size, seen.root);
                self.find(Finding::on_ledger(Code::LogFork, words));
            }
            Some(_) => {}
            None => {
                self.unchecked.insert(Check::Consistency, "the log could not be read as far as you saw it".to_owned());
            }
        }
    }

    /// Keeps the root at this size where it will be asked for: at the checkpoint seen before, and at the ends of commits when
    /// checkpoint.cose signs another root than the checkpoint.
    pub(super) fn note_root(&mut self) {
        let size = self.builder.size();
        let seen = self.expectations.seen.as_ref().is_some_and(|seen| seen.size == size);
        let is_boundary = self.replay.state().and_then(State::last_boundary).is_some_and(|last| last.size == size);
        let published = self.checkpoint.as_ref().map(|checkpoint| checkpoint.root);
        let looks_for_commit = is_boundary && self.receipt_root.is_some() && self.receipt_root != published;
        if !seen && !looks_for_commit {
            return;
        }
        let root = self.builder.root();
        if seen {
            self.seen_root = Some(root);
        }
        if looks_for_commit {
            self.commit_roots.insert(root);
        }
    }
}
