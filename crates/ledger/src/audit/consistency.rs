//! The part of an audit that holds the log against checkpoints that the auditor knows: whether it only grew since.
//!
//! A fork is proof against the ledger for everybody, so it takes two things that the ledger signed and that contradict each other. A copy whose
//! checkpoint it didn't sign, or whose entries don't give the root that it signed, contradicts nothing: that copy is damaged or forged, and its
//! own findings say so (docs/format/log.md, "A checkpoint kept from before").

use super::{Audit, Check, Earlier, words_of};
use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::finding::{Code, Finding};
use crate::hash::TreeHash;
use crate::key::PublicKey;
use crate::merkle::empty_root;
use crate::note::NoteError;
use crate::position::Size;

impl Audit {
    pub(super) fn close_consistency(&mut self) {
        for earlier in std::mem::take(&mut self.expectations.earlier) {
            *self.counts.entry(Check::Consistency).or_default() += 1;
            self.close_earlier(&earlier);
        }
    }

    fn close_earlier(&mut self, earlier: &Earlier) {
        let Some(checkpoint) = self.checkpoint.clone() else { return };
        let Earlier { checkpoint: seen, what, .. } = earlier;
        if let Err(why) = self.check_earlier(earlier) {
            return self.not_compared(format!("{what} counts for nothing: {why}"));
        }
        if !self.is_signed {
            let why = format!("the checkpoint here isn't shown to be the ledger's, so it says nothing against {what}");
            return self.not_compared(why);
        }
        if seen.size > checkpoint.size {
            let words = format!("{what} has {} entries, this log has only {}", seen.size, checkpoint.size);
            return self.find(Finding::on_ledger(Code::LogRollback, words));
        }
        let root = self.signed_root_at(seen.size);
        if let Some(root) = root.filter(|root| *root != seen.root) {
            let words =
                format!("{what} has the root {} at {} entries, this log has {root} there", seen.root, seen.size);
            return self.find(Finding::on_ledger(Code::LogFork, words));
        }
        // The checkpoint may be the very one that was seen: the log that lies under it here is not the one that it signs.
        if self.is_other_tree() {
            let why = "the entries here don't give the root that the ledger signed, so this can't be said".to_owned();
            return self.not_compared(why);
        }
        if root.is_none() {
            self.not_compared(format!("the log could not be read as far as {what}"));
        }
    }

    fn not_compared(&mut self, why: String) {
        self.unchecked.insert(Check::Consistency, why);
    }

    /// The root that the tree under the present checkpoint had at an earlier size, as far as what is here shows it.
    fn signed_root_at(&self, size: Size) -> Option<TreeHash> {
        let checkpoint = self.checkpoint.as_ref()?;
        if size == checkpoint.size {
            return Some(checkpoint.root);
        }
        if size == Size::ZERO {
            return Some(empty_root());
        }
        // A quick audit takes it from hash tiles that give the checkpoint's root; else it is that of the first entries, if all of them give that root.
        let is_shown = self.quick.is_some() || self.is_whole_tree();
        self.earlier_roots.get(&size).copied().filter(|_| is_shown)
    }

    /// Whether all entries were read and give the checkpoint's root.
    fn is_whole_tree(&self) -> bool {
        !self.broken_off && self.checkpoint.as_ref().is_some_and(|checkpoint| checkpoint.root == self.builder.root())
    }

    /// Whether all entries were read and give another root than the checkpoint's.
    fn is_other_tree(&self) -> bool {
        !self.broken_off && !self.is_whole_tree()
    }

    /// Whether the log can't be the one that was seen before, whoever signed its checkpoint: then that it isn't signed by a key that is known is no
    /// gap in what is known, but what is wrong.
    pub(super) fn is_contradicted(&self) -> bool {
        let Some(checkpoint) = &self.checkpoint else { return false };
        self.expectations.earlier.iter().filter(|earlier| self.check_earlier(earlier).is_ok()).any(|earlier| {
            let seen = &earlier.checkpoint;
            seen.size > checkpoint.size || self.signed_root_at(seen.size).is_some_and(|root| root != seen.root)
        })
    }

    /// Whether a note is signed by the key that was the ledger's at its size: what anybody else signed proves nothing against the ledger.
    fn check_earlier(&self, earlier: &Earlier) -> Result<(), String> {
        let Earlier { checkpoint: seen, note: Some(note), .. } = earlier else { return Ok(()) };
        let keys = self.replay.state().map_or(&[][..], |state| state.roster().ledger_keys());
        let is_known = |key: &PublicKey| keys.iter().any(|it| it.key == *key);
        let key = match self.expectations.pinned.filter(|pinned| !is_known(pinned)) {
            Some(pinned) => Some(pinned),
            None => keys.iter().rev().find(|it| it.since.get() < seen.size.get()).map(|it| it.key),
        };
        let key = key.or(self.named.as_ref().map(|(_, named)| *named)).ok_or("no key is known to check it by")?;
        match SignedCheckpoint::open(note.as_bytes(), &seen.origin, key, &[]) {
            Ok(_) => Ok(()),
            Err(CheckpointError::NotByLedger | CheckpointError::Note(NoteError::NoKnownSignature)) => {
                Err(format!("the ledger's key at {} entries, {}, has not signed it", seen.size, key.kid()))
            }
            Err(error) => Err(words_of(&error)),
        }
    }
}
