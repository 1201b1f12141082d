//! The part of an audit that looks at what the ledger signed as a whole: whose it is, its checkpoint and its signed root.

use super::{Audit, Check, words_of};
use crate::checkpoint::{CheckpointError, claimed_root, open_root_receipt};
use crate::finding::{Code, Finding};
use crate::key::PublicKey;
use crate::note::NoteError;
use crate::record::Origin;
use crate::state::{Roster, State};

impl Audit {
    /// Holds entry 0 against byline.toml.
    pub(super) fn check_config(&mut self) {
        self.counts.insert(Check::Ledger, 1);
        if let (Some((config_origin, config_key)), Some((origin, key)), true) =
            (&self.expectations.config, &self.named, self.is_named_by_log)
            && (config_origin != origin || config_key != key)
        {
            let words = format!(
                "byline.toml names {config_origin} with the key {}, entry 0 names {origin} with the key {}",
                config_key.kid(),
                key.kid()
            );
            self.find(Finding::in_file("byline.toml", Code::LedgerMismatch, words));
        }
    }

    /// Holds the ledger's name against the one that the auditor found in this place before.
    pub(super) fn check_place(&mut self) {
        let (Some(before), Some((origin, _))) = (&self.expectations.place_of, &self.named) else { return };
        let words = format!("in this folder you saw {before} before, and now it is {origin}");
        self.find(Finding::on_ledger(Code::LedgerMismatch, words));
    }

    /// Goes on where nothing says what ledger this is. What is wrong with entry 0 is said when its turn comes.
    pub(super) fn open_unknown(&mut self, has_entries: bool) {
        let why = "entry 0 does not say what ledger this is, and there is no byline.toml that does";
        if self.checkpoint.is_none() || !has_entries {
            self.find(Finding::on_ledger(Code::LedgerMismatch, why));
            return self.unchecked_all(why);
        }
        for check in [Check::Ledger, Check::Checkpoint] {
            self.unchecked.insert(check, why.to_owned());
        }
    }

    /// Whose ledger it is, now that the log was replayed: the pinned key is one of its keys, and the current one signed the checkpoint.
    pub(super) fn close_identity(&mut self) {
        let Some((origin, named)) = self.named.clone() else { return };
        let roster = self.replay.state().map(State::roster);
        let mut keys: Vec<_> = roster.into_iter().flat_map(Roster::ledger_keys).map(|ledgers| ledgers.key).collect();
        if keys.is_empty() {
            keys.push(named);
            // Without the log's own word on its keys the auditor's is the last one.
            keys.extend(self.expectations.pinned.filter(|pinned| self.is_without_start() && *pinned != named));
        }
        let current = *keys.last().expect("safe: it has the named key at least");
        self.ledger_key = Some(current);
        if let Some(told) = self.expectations.told {
            self.expectations.pinned = keys.iter().find(|key| key.kid() == told).copied();
        }
        let is_unlike_told = self.expectations.told.is_some() && self.expectations.pinned.is_none();
        let trusted = match self.expectations.pinned {
            // Only a replay brings the other keys of the ledger.
            None if is_unlike_told && self.is_without_start() => {
                let words = "none of the keys that are known without reading the log has the fingerprint that you gave";
                self.unchecked.insert(Check::Ledger, words.to_owned());
                current
            }
            None if is_unlike_told => {
                let told = self.expectations.told.map(|told| told.to_string()).unwrap_or_default();
                let words = format!("you gave {told}, this ledger's key is {}", current.kid());
                self.find(Finding::on_ledger(Code::LedgerMismatch, words));
                current
            }
            None => {
                let words = format!(
                    "no key is pinned for {origin}; it calls itself {}: compare that with a copy from elsewhere",
                    current.kid()
                );
                self.unchecked.insert(Check::Ledger, words);
                current
            }
            Some(pinned) if keys.contains(&pinned) => {
                if pinned != current {
                    self.notes.push(format!(
                        "the key that you pinned, {}, was replaced by the quorum: {} is the ledger's key now",
                        pinned.kid(),
                        current.kid()
                    ));
                }
                current
            }
            // What the log says of its own key counts only where the auditor has none to trust.
            Some(pinned) => {
                let words = format!("you pinned {}, this ledger's key is {}", pinned.kid(), current.kid());
                self.find(Finding::on_ledger(Code::LedgerMismatch, words));
                pinned
            }
        };
        self.close_checkpoint(&origin, trusted);
        self.close_receipt(&origin, trusted);
        // What is signed by a key that isn't the one to trust is nobody's word.
        self.is_signed &= !is_unlike_told;
    }

    fn close_checkpoint(&mut self, origin: &Origin, key: PublicKey) {
        match self.open_cosigned(origin, key) {
            Ok(signed) => {
                self.is_signed = true;
                self.counts.insert(Check::Checkpoint, 1);
                for line in signed.ignored() {
                    self.notes.push(format!(
                        "the checkpoint has a signature line of an unknown key, {:?}: ignored, as the signed-note format demands",
                        line.name
                    ));
                }
            }
            // No statement was read that could have put another key in its place.
            Err(CheckpointError::NotByLedger | CheckpointError::Note(NoteError::NoKnownSignature))
                if self.is_without_start() && !self.is_contradicted() =>
            {
                let words = "not signed by the key that is known; an audit of the whole log says whether another took its place";
                self.unchecked.insert(Check::Ledger, words.to_owned());
                self.unchecked.insert(Check::Checkpoint, words.to_owned());
            }
            // The statements that nobody could judge may have brought another key.
            Err(CheckpointError::NotByLedger | CheckpointError::Note(NoteError::NoKnownSignature))
                if self.replay.unknown_from().is_some() && !self.is_contradicted() =>
            {
                let words = "not signed by the last key that was known; a later format may have replaced it";
                self.unchecked.insert(Check::Checkpoint, words.to_owned());
            }
            Err(error) => {
                let words = format!("the checkpoint is refused: {}", words_of(&error));
                self.find(Finding::in_file("log/checkpoint", Code::CheckpointSignature, words));
                if self.expectations.policy.is_some() {
                    self.unchecked.insert(Check::Witnesses, "the ledger's own signature is refused".to_owned());
                }
            }
        }
    }

    /// The root in checkpoint.cose: of this checkpoint, or of an earlier commit and then by the key of that time.
    fn close_receipt(&mut self, origin: &Origin, key: PublicKey) {
        let file = "log/checkpoint.cose";
        let Some(bytes) = self.signed.1.take() else {
            return self.find(Finding::in_file(file, Code::CheckpointSignature, "the file is missing"));
        };
        let published = self.checkpoint.as_ref().map(|checkpoint| checkpoint.root);
        let claimed = claimed_root(&bytes);
        let earlier = claimed.filter(|root| Some(*root) != published);
        let of_that_time = earlier.and_then(|root| self.commit_roots.get(&root).copied());
        let is_pin_refused =
            self.expectations.pinned.is_some_and(|pinned| pinned == key && self.ledger_key != Some(key));
        let key = of_that_time.filter(|_| !is_pin_refused).unwrap_or(key);
        match open_root_receipt(&bytes, origin.as_str(), key) {
            // Said of the checkpoint already.
            Err(_) if self.unchecked.contains_key(&Check::Checkpoint) => {}
            Err(error) => {
                let words = format!("the signed root is refused: {}", words_of(&error));
                self.find(Finding::in_file(file, Code::CheckpointSignature, words));
            }
            Ok(_) if earlier.is_none() || self.broken_off => {}
            Ok(_) if of_that_time.is_some() => {
                self.notes.push("checkpoint.cose is of an earlier commit; the next commit renews it".to_owned());
            }
            Ok(_) if self.quick.is_some() => {
                let words =
                    "checkpoint.cose is of a commit that you saw before, and whether it is one was not looked up";
                self.unchecked.insert(Check::Checkpoint, words.to_owned());
            }
            Ok(root) => {
                let words = format!("it signs the root {root}, which is that of no commit of this log");
                self.find(Finding::in_file(file, Code::CheckpointSignature, words));
            }
        }
    }

    /// Lists what was signed by keys that were in other hands.
    pub(super) fn note_suspects(&mut self) {
        let Some(state) = self.replay.state() else { return };
        for suspicion in state.roster().suspicions() {
            if self.quick.is_some() {
                self.notes.push(format!(
                    "the key {} of {} was in other hands since index {}; an audit of the whole log lists what it signed since then",
                    suspicion.keys.first().map(ToString::to_string).unwrap_or_default(),
                    suspicion.handle,
                    suspicion.since
                ));
                continue;
            }
            let of_key = |kid| self.signed_at.get(kid).into_iter().flatten().copied();
            self.notes.push(suspicion.words(suspicion.keys.iter().flat_map(of_key), "the log"));
        }
    }

    /// Keeps the root at this size where it will be asked for: at the sizes of earlier checkpoints, and at the ends of commits when
    /// checkpoint.cose names another root than the checkpoint.
    pub(super) fn note_root(&mut self) {
        let size = self.builder.size();
        let is_earlier = self.expectations.earlier.iter().any(|earlier| earlier.checkpoint.size == size);
        let is_boundary = self.replay.state().and_then(State::last_boundary).is_some_and(|last| last.size == size);
        let key = self.replay.state().and_then(|state| state.roster().ledger_key()).copied();
        let key = key.filter(|_| is_boundary && self.looks_for_commit);
        if !is_earlier && key.is_none() {
            return;
        }
        let root = self.builder.root();
        if is_earlier {
            self.earlier_roots.entry(size).or_insert(root);
        }
        if let Some(key) = key {
            self.commit_roots.insert(root, key);
        }
    }
}
