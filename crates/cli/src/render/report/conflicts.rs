//! Which claims of a row conflict with which: looked up once for each row, however many claims it has.

use super::super::case::ClaimPairs;
use byline_ledger::accounts::comparison::Row;
use byline_ledger::accounts::verdict::{Label, Verdict};
use byline_ledger::hash::RecordId;
use std::collections::{HashMap, HashSet};

/// How many conflicts of one claim are named.
pub const MOST_AGAINST: usize = 40;

/// The conflicts of a row.
#[derive(Debug)]
pub struct Conflicts {
    /// Claims that conflict with the same: each alone, or all of one group.
    sets: Vec<Vec<RecordId>>,
    set_of: HashMap<RecordId, usize>,
    /// For each set those that it conflicts with.
    against: Vec<Vec<(usize, Verdict)>>,
}

impl Conflicts {
    /// Looks the conflicts of a row up.
    pub fn of(row: &Row, pairs: &ClaimPairs) -> Self {
        let conflicts = || pairs.pairs.iter().filter(|pair| pair.verdict.label == Label::Conflict);
        let mut this = Self { sets: Vec::new(), set_of: HashMap::new(), against: Vec::new() };
        if conflicts().next().is_none() {
            return this;
        }
        if !pairs.are_all {
            row.groups.iter().for_each(|group| this.add(group.claims.clone()));
        }
        // Two sets conflict once, whichever of their claims were compared.
        let mut seen = HashSet::new();
        for pair in conflicts() {
            let [left, right] = [pair.left, pair.right].map(|id| this.set(id));
            for (one, other) in [(left, right), (right, left)] {
                if seen.insert((one, other)) {
                    this.against[one].push((other, pair.verdict.clone()));
                }
            }
        }
        this
    }

    fn add(&mut self, claims: Vec<RecordId>) {
        self.set_of.extend(claims.iter().map(|id| (*id, self.sets.len())));
        self.sets.push(claims);
        self.against.push(Vec::new());
    }

    fn set(&mut self, id: RecordId) -> usize {
        if let Some(set) = self.set_of.get(&id) {
            return *set;
        }
        self.add(vec![id]);
        self.sets.len() - 1
    }

    /// The claims that conflict with this one, at most [`MOST_AGAINST`], and how many more there are.
    pub fn against(&self, claim: RecordId) -> (Vec<(RecordId, &Verdict)>, usize) {
        let sets = self.set_of.get(&claim).map_or(&[][..], |set| self.against[*set].as_slice());
        let mut found = Vec::new();
        for (set, verdict) in sets {
            let room = MOST_AGAINST - found.len();
            found.extend(self.sets[*set].iter().take(room).map(|id| (*id, verdict)));
        }
        let all: usize = sets.iter().map(|(set, _)| self.sets[*set].len()).sum();
        let more = all - found.len();
        (found, more)
    }
}
