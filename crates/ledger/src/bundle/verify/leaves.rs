//! The part of a bundle's verification that looks at its leaves as leaves: which are there, and whether the tree has them.

use super::Verification;
use crate::bundle::plan::{Closing, ProvenLeaf, leaves_apart_from_roster};
use crate::bundle::{Bundle, Check, Leaf};
use crate::checkpoint::Checkpoint;
use crate::finding::{Code, Finding};
use crate::merkle::leaf_hash;
use crate::position::{Index, Size};
use crate::record::{Kind, Record};
use crate::statement::{StatementError, Unverified};
use std::collections::BTreeSet;

/// A leaf of the bundle, after reading.
pub(super) struct Read<'a> {
    pub(super) leaf: &'a Leaf,
    /// The statement, or why it is none.
    pub(super) statement: Result<Unverified, StatementError>,
}

impl Read<'_> {
    pub(super) fn index(&self) -> Index {
        self.leaf.index
    }

    pub(super) fn kind(&self) -> Option<Kind> {
        self.statement.as_ref().ok().map(|statement| statement.record().kind())
    }

    /// As a seal, with the first leaf that it closes.
    pub(super) fn closing(&self) -> Option<Closing> {
        match self.statement.as_ref().ok()?.record() {
            Record::Seal(seal) => Some(Closing { index: self.index(), first: seal.first.as_index()? }),
            _ => None,
        }
    }
}

impl Verification<'_> {
    /// Reads the leaves as statements. What is wrong with them is said when they are judged.
    pub(super) fn read<'b>(&mut self, bundle: &'b Bundle) -> Vec<Read<'b>> {
        self.tally.count(Check::Statements, bundle.leaves().len());
        let read = |leaf: &'b Leaf| Read { leaf, statement: Unverified::parse(&leaf.statement) };
        bundle.leaves().iter().map(read).collect()
    }

    /// The proven records that are here, each with the seal in the bundle that closes it.
    pub(super) fn proven(&mut self, bundle: &Bundle, leaves: &[Read<'_>]) -> Vec<ProvenLeaf> {
        let seals: Vec<Closing> = leaves.iter().filter_map(Read::closing).collect();
        let mut proven = Vec::with_capacity(bundle.proven().len());
        for index in bundle.proven().iter().copied() {
            let Ok(place) = leaves.binary_search_by_key(&index, Read::index) else {
                let words = "the proven record is not in the proof";
                self.tally.find(Finding::at(index, Code::ProofMalformed, words));
                continue;
            };
            let Ok(statement) = &leaves[place].statement else { continue };
            let next = seals.get(seals.partition_point(|seal| seal.index <= index)).copied();
            let closing = next.filter(|seal| seal.first <= index);
            proven.push(ProvenLeaf { index, after: statement.header().after.0, closing });
        }
        proven
    }

    pub(super) fn check_inclusion(&mut self, bundle: &Bundle, checkpoint: &Checkpoint) {
        self.tally.count(Check::Root, bundle.leaves().len());
        for Leaf { index, statement, path } in bundle.leaves() {
            if let Err(error) = path.verify(leaf_hash(statement), *index, checkpoint.size, checkpoint.root) {
                self.tally.find(Finding::at(*index, Code::TreeRoot, error.to_string()));
            }
        }
    }

    /// Whether the leaves are the ones that the format names, as far as it is a known one.
    pub(super) fn check_leaves(&mut self, bundle: &Bundle, leaves: &[Read<'_>], proven: &[ProvenLeaf], size: Size) {
        self.tally.count(Check::Proof, leaves.len());
        let later_from = self.report.later.and_then(|later| later.from);
        let is_known = |index: Index| later_from.is_none_or(|from| index < from);
        let seals: BTreeSet<Index> = leaves.iter().filter_map(Read::closing).map(|seal| seal.index).collect();
        for leaf in proven.iter().filter(|leaf| is_known(leaf.index)) {
            // The seal that closes it may be of a later format than is known here.
            let next_is_known = || seals.range(leaf.index..).any(|seal| *seal != leaf.index && is_known(*seal));
            if leaf.closing.is_none() && (later_from.is_none() || next_is_known()) {
                self.refuse_leaf(leaf.index, "the seal that closes this record is not in the proof");
            }
        }
        let wanted = leaves_apart_from_roster(proven, size);
        let here: BTreeSet<Index> = leaves.iter().map(Read::index).collect();
        for index in wanted.difference(&here).filter(|index| is_known(**index)) {
            self.refuse_leaf(*index, "this entry is missing: it is a seal that the proof needs");
        }
        // Which seals a record needs is not known where the record can't be read.
        let are_all_read = proven.len() == bundle.proven().len();
        for leaf in leaves.iter().filter(|leaf| is_known(leaf.index())) {
            let (index, kind) = (leaf.index(), leaf.kind());
            if kind == Some(Kind::Seal) && proven.iter().any(|one| one.index == index) {
                self.refuse_leaf(index, "a seal is not proven by itself, but with the records that it closes");
            }
            // What is no statement was found to be none; whether it belongs here can't be told.
            if are_all_read && !wanted.contains(&index) && kind.is_some_and(|kind| !kind.is_roster()) {
                self.refuse_leaf(index, "this entry has no place in the proof");
            }
            if Some(index) == size.index_of_last() {
                self.check_last(leaf);
            }
        }
    }

    fn refuse_leaf(&mut self, index: Index, words: &str) {
        self.tally.find(Finding::at(index, Code::ProofMalformed, words));
    }

    /// The last leaf of the log is a seal, and its time is that of the log.
    fn check_last(&mut self, leaf: &Read<'_>) {
        match &leaf.statement {
            Ok(seal) if leaf.kind() == Some(Kind::Seal) => self.report.sealed_at = Some(seal.header().signed_at),
            Ok(_) => {
                let words = "the last entry of the log is no seal";
                self.tally.find(Finding::at(leaf.index(), Code::ChainUnsealed, words));
            }
            Err(_) => {}
        }
    }
}
