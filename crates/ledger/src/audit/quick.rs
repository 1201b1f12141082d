//! A quick audit: the right edge of the tree, and what is new since the auditor's last visit.
//!
//! It goes on from a checkpoint that the auditor remembers. The tree of that time and the new leaves must give the root that is signed now, which
//! shows that nothing below was changed when the new root was signed. What lies below on the disk is not read again, and that is said, check by check.

use super::{Audit, Check, Outcome, Replay};
use crate::checkpoint::Checkpoint;
use crate::finding::{Code, Finding};
use crate::hash::TreeHash;
use crate::log::{TILE_WIDTH, TileBuilder, TileFile, TileKind, decode_entries, edge_files};
use crate::position::{Index, Size};
use crate::state::State;
use crate::statement::Unverified;
use std::collections::BTreeSet;

/// What an auditor remembers of his last visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The checkpoint that he found good.
    pub checkpoint: Checkpoint,
    /// Where the leaves of the roster stood, in order.
    pub roster: Vec<Index>,
}

/// What a quick audit goes on from: all of it was held against the tree whose checkpoint is audited now.
#[derive(Debug)]
pub struct Start {
    /// The right edge of the tree at the last visit.
    pub builder: TileBuilder,
    /// The leaf that stood last then.
    pub seal: Vec<u8>,
    /// The leaves of the roster, each with its index.
    pub roster: Vec<(Index, Vec<u8>)>,
}

/// How much a quick audit looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quick {
    /// The size from which on entries were read; nothing where there was nothing to start from.
    pub from: Option<Size>,
    /// How many entries are new since then.
    pub new: u64,
    /// Why no entry was read, where that is so.
    pub why_not: Option<String>,
}

impl Audit {
    /// Makes this audit a quick one that goes on from an earlier visit, or that reads no entry, and why. Call it right after [`Audit::begin`];
    /// there is no listing then, nor evidence.
    pub fn go_on(&mut self, start: Result<Start, String>) {
        match start.and_then(|start| self.resumed(start)) {
            Ok(()) => {
                let from = self.builder.size();
                self.quick =
                    Some(Quick { from: Some(from), new: self.size().get().saturating_sub(from.get()), why_not: None });
            }
            Err(why) => self.without_start(why),
        }
    }

    fn resumed(&mut self, start: Start) -> Result<(), String> {
        let (origin, _) = self.named.clone().ok_or("nothing says what ledger this is")?;
        let size = start.builder.size();
        let seal = size.index_of_last().ok_or("you have seen nothing of this log but its name")?;
        self.replay = Replay::resume(origin, (seal, &start.seal), &start.roster)
            .map_err(|error| format!("what you remember of the roster doesn't fit the log: {error}"))?;
        let root = start.builder.root();
        self.earlier_roots.insert(size, root);
        let key = self.replay.state().and_then(|state| state.roster().ledger_key()).copied();
        self.commit_roots.extend(key.map(|key| (root, key)));
        self.builder = start.builder;
        Ok(())
    }

    /// Reads no entries.
    fn without_start(&mut self, why: String) {
        self.broken_off = true;
        for check in Check::ALL {
            if !matches!(check, Check::Ledger | Check::Checkpoint | Check::Witnesses | Check::Consistency) {
                self.unchecked.insert(*check, "no entry was read".to_owned());
            }
        }
        self.quick = Some(Quick { from: None, new: 0, why_not: Some(why) });
    }

    /// Says that a file which even a quick audit needs is damaged.
    pub fn edge_damaged(&mut self, file: Option<TileFile>, words: &str) {
        let finding = match file {
            Some(file) => Finding::in_file(format!("log/{file}"), Code::TileMalformed, words),
            None => Finding::in_file("log/checkpoint", Code::TreeRoot, words),
        };
        self.find(finding);
    }

    /// Counts the hash tiles at the right edge of the tree that are the same as at the last visit: they give its root with those that are new.
    pub fn edge_read(&mut self) {
        let (from, size) = (self.builder.size(), self.size());
        let kinds = edge_files(size).map(|file| file.id().kind).filter(|kind| *kind != TileKind::Entries);
        let same = kinds.filter(|kind| kind.count(from) == kind.count(size)).count();
        *self.counts.entry(Check::Files).or_default() += same as u64;
    }

    /// What the checkpoint says; nothing of it is checked yet.
    pub fn claimed(&self) -> Option<&Checkpoint> {
        self.checkpoint.as_ref()
    }

    /// The root that the tree had at the size of an earlier checkpoint.
    pub fn earlier_root(&mut self, size: Size, root: TreeHash) {
        self.earlier_roots.insert(size, root);
    }

    /// The sizes below the last visit's that statements of a bundle stand after: hand in the leaf below each by [`Audit::earlier_seal`], before
    /// the bundle itself.
    pub fn earlier_seals(&self, file: TileFile, bytes: &[u8]) -> BTreeSet<Size> {
        let from = self.quick.as_ref().and_then(|quick| quick.from).unwrap_or(Size::ZERO);
        let entries = decode_entries(bytes, file.width()).unwrap_or_default();
        let new = entries.into_iter().skip(self.seen_of(file));
        let sizes = new.filter_map(|entry| Unverified::parse(entry).ok()?.header().after.0.as_size());
        sizes.filter(|size| *size < from).collect()
    }

    /// Takes the leaf that stood last at an earlier size.
    pub fn earlier_seal(&mut self, size: Size, leaf: &[u8]) {
        self.replay.bring_boundary(size, leaf);
    }

    /// How many entries of a bundle were seen already.
    pub(super) fn seen_of(&self, file: TileFile) -> usize {
        let begin = file.id().number.saturating_mul(u64::from(TILE_WIDTH));
        usize::try_from(self.builder.size().get().saturating_sub(begin)).unwrap_or(usize::MAX)
    }

    /// Whether nothing was replayed from entry 0 or from an earlier visit on, so that only a key which is known already can be asked for.
    pub(super) fn is_without_start(&self) -> bool {
        self.quick.as_ref().is_some_and(|quick| quick.from.is_none())
    }

    /// The outcome of a check in which nothing failed.
    pub(super) fn outcome_of_quick(&self, check: Check, count: u64, quick: &Quick) -> Outcome {
        let Some(from) = quick.from else {
            return self.passed_or_nothing(check, count);
        };
        let new = match quick.new {
            1 => "the new entry".to_owned(),
            new => format!("the {new} new entries"),
        };
        let why = match check {
            Check::Ledger | Check::Checkpoint | Check::Witnesses | Check::Consistency => {
                return self.passed_or_nothing(check, count);
            }
            Check::Files => {
                "those at the right edge and those of new entries are; older ones, and extra ones, were not looked for"
                    .to_owned()
            }
            Check::Documents => "no document was opened".to_owned(),
            Check::Quotes => "no quote was looked for".to_owned(),
            _ if quick.new == 0 => format!("no entry is new, and the {from} that you saw were not read again"),
            Check::Root => {
                format!("{new} and the tree that you saw give it; the {from} entries before were not read again")
            }
            Check::Statements | Check::Signatures | Check::Signers => {
                format!("passed for {new}, not checked for the {from} before")
            }
            Check::Chain => {
                format!("passed for {new}, except whether one stands below as well; not checked for the {from} before")
            }
            Check::Records => {
                format!(
                    "rules of their own kind passed for {new}; what they refer to, and the {from} before, not checked"
                )
            }
            Check::Sealed => {
                format!("only commitments in {new}; what they disclose, and the {from} before, not checked")
            }
        };
        Outcome::NotChecked(why)
    }

    /// The roster's leaves, where all leaves were judged.
    pub(super) fn judged_roster(&self) -> Option<Vec<Index>> {
        let is_whole = !self.broken_off && self.replay.unknown_from().is_none() && !self.replay.is_stopped();
        let ends_here = self.replay.state().map(State::next).is_some_and(|next| next.get() == self.size().get());
        (is_whole && ends_here).then(|| self.replay.roster().to_vec())
    }
}
