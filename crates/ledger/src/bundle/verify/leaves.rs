//! The part of a bundle's verification that looks at its leaves as leaves: which are there, and whether the tree has them.

use super::Verification;
use crate::bundle::plan::{Closing, ProvenLeaf, leaves_apart_from_roster};
use crate::bundle::{Bundle, Check, Leaf};
use crate::checkpoint::Checkpoint;
use crate::finding::{Code, Finding};
use crate::merkle::leaf_hash;
use crate::position::{Index, Size};
use crate::record::{Kind, Record};
use crate::statement::Unverified;
use std::collections::BTreeSet;

/// A leaf of the bundle, after reading.
pub(super) struct Read<'a> {
    pub(super) leaf: &'a Leaf,
    /// Nothing if it is no statement.
    pub(super) statement: Option<Unverified>,
}

impl Read<'_> {
    pub(super) fn index(&self) -> Index {
        self.leaf.index
    }

    pub(super) fn kind(&self) -> Option<Kind> {
        self.statement.as_ref().map(|statement| statement.record().kind())
    }

    /// As a seal, with the first leaf that it closes.
    pub(super) fn closing(&self) -> Option<Closing> {
        match self.statement.as_ref()?.record() {
            Record::Seal(seal) => Some(Closing { index: self.index(), first: seal.first.as_index()? }),
            _ => None,
        }
    }
}

impl Verification<'_> {
    /// Reads the leaves as statements.
    pub(super) fn read<'b>(&mut self, bundle: &'b Bundle) -> Vec<Read<'b>> {
        self.tally.count(Check::Statements, bundle.leaves().len());
        let mut leaves = Vec::with_capacity(bundle.leaves().len());
        for leaf in bundle.leaves() {
            let statement = Unverified::parse(&leaf.statement);
            if let Err(error) = &statement {
                self.tally.find(Finding::at(leaf.index, error.code(), error.to_string()));
            }
            leaves.push(Read { leaf, statement: statement.ok() });
        }
        leaves
    }

    /// The proven records, each with the seal in the bundle that closes it.
    pub(super) fn proven(&mut self, bundle: &Bundle, leaves: &[Read<'_>]) -> Vec<ProvenLeaf> {
        let seals: Vec<Closing> = leaves.iter().filter_map(Read::closing).collect();
        let mut proven = Vec::with_capacity(bundle.proven().len());
        for index in bundle.proven().iter().copied() {
            let malformed = |words: &str| Finding::at(index, Code::ProofMalformed, words);
            let Ok(place) = leaves.binary_search_by_key(&index, Read::index) else {
                self.tally.find(malformed("the proven record is not in the proof"));
                continue;
            };
            if leaves[place].kind() == Some(Kind::Seal) {
                self.tally.find(malformed("a seal is not proven by itself, but with the records that it closes"));
            }
            let Some(statement) = &leaves[place].statement else { continue };
            let next = seals.get(seals.partition_point(|seal| seal.index <= index)).copied();
            let closing = next.filter(|seal| seal.first <= index);
            if closing.is_none() {
                self.tally.find(malformed("the seal that closes this record is not in the proof"));
            }
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

    /// Whether the leaves are the ones that the format names.
    pub(super) fn check_leaves(&mut self, leaves: &[Read<'_>], proven: &[ProvenLeaf], size: Size) {
        self.tally.count(Check::Proof, leaves.len());
        let wanted = leaves_apart_from_roster(proven, size);
        let here: BTreeSet<Index> = leaves.iter().map(Read::index).collect();
        for index in wanted.difference(&here) {
            let words = "this entry is missing: it is a seal that the proof needs";
            self.tally.find(Finding::at(*index, Code::ProofMalformed, words));
        }
        for leaf in leaves {
            let kind = leaf.kind();
            // What is no statement was found to be none; whether it belongs here can't be told.
            if !wanted.contains(&leaf.index()) && kind.is_some_and(|kind| !kind.is_roster()) {
                let words = "this entry has no place in the proof";
                self.tally.find(Finding::at(leaf.index(), Code::ProofMalformed, words));
            }
            if Some(leaf.index()) == size.index_of_last() {
                match (&leaf.statement, kind) {
                    (Some(seal), Some(Kind::Seal)) => self.report.sealed_at = Some(seal.header().signed_at),
                    (Some(_), _) => {
                        let words = "the last entry of the log is no seal";
                        self.tally.find(Finding::at(leaf.index(), Code::ChainUnsealed, words));
                    }
                    (None, _) => {}
                }
            }
        }
    }
}
