//! The state of a log of which only some leaves are at hand, as in a bundle (docs/format/bundle.md).

use super::admit::{Sight, judge};
use super::{Boundary, Roster, State};
use crate::finding::Finding;
use crate::hash::LeafDigest;
use crate::key::PublicKeyBytes;
use crate::position::{Index, Size};
use crate::record::{Kind, Origin, Record};
use crate::statement::Statement;
use crate::time::Timestamp;

/// What a log says at an index, as far as the leaves of its roster and some others show it.
///
/// It judges by the same rules as [`admit`](fn@super::admit), apart from those that need a leaf which is not at hand. Where leaves are missing before a seal, it takes the
/// seal's word for the chain's head and for where its commit starts.
#[derive(Debug, Clone)]
pub struct PartialState {
    state: State,
    /// Whether leaves are missing since the last seal that was taken.
    has_gap: bool,
}

/// What is known about the surroundings of a leaf that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// The seals that it stands between; its commit starts here, by the word of the seal that closes it.
    Seals {
        /// Where its commit starts.
        commit_start: Index,
    },
    /// The roster below it.
    Roster,
}

impl PartialState {
    /// The state before entry 0 of the log with this origin and this key in entry 0.
    pub fn start(origin: Origin, ledger_key: &PublicKeyBytes) -> Self {
        Self { state: State::start(origin, ledger_key), has_gap: false }
    }

    /// Goes on from the end of a commit, without what stands below but the roster's leaves.
    pub fn resume(state: State) -> Self {
        Self { state, has_gap: false }
    }

    /// What is known here.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The same, as the state that it is.
    pub fn into_state(self) -> State {
        self.state
    }

    /// Says what seal stands below an earlier size, if it is one.
    pub fn bring_boundary(&mut self, size: Size, boundary: Option<Boundary>) {
        self.state.facts.bring_boundary(size, boundary);
    }

    /// Who may sign at the next leaf.
    pub fn roster(&self) -> &Roster {
        self.state.roster()
    }

    /// Steps over leaves that are not at hand, up to this index; nothing where it was reached.
    pub fn skip_to(&mut self, index: Index) {
        if self.state.next < index {
            self.state.next = index;
            self.has_gap = true;
        }
    }

    /// Takes the next leaf, and says what is wrong with it as far as this state shows it.
    ///
    /// A statement that is refused changes nothing; what refers to it later is judged without it, as in an audit.
    ///
    /// Each code is said once for a leaf. A seal that is taken has findings on those under it.
    pub fn take(&mut self, statement: &Statement, known: Known) -> Vec<Finding> {
        let sight = match (statement.record(), known) {
            (Record::Seal(seal), _) => {
                let start = seal.first.as_index().unwrap_or(self.state.next);
                self.believe(start);
                if self.has_gap {
                    self.state.head = statement.header().after.1;
                }
                Sight::Seals
            }
            (_, Known::Seals { commit_start }) => {
                self.believe(commit_start);
                Sight::Seals
            }
            (_, Known::Roster) => Sight::Roster,
        };
        match judge(&self.state, statement, sight) {
            Err(findings) => {
                self.state.skip(statement.leaf_digest());
                findings
            }
            Ok(admitted) => {
                let late = admitted.late().to_vec();
                match statement.record().kind() {
                    Kind::Seal => {
                        self.state.append(admitted);
                        self.has_gap = false;
                    }
                    kind if kind.is_roster() => self.state.append(admitted),
                    _ => self.append_bare(statement),
                }
                late
            }
        }
    }

    /// Takes a leaf in that is no statement, or has no valid signature: it steps the chain.
    pub fn pass(&mut self, leaf: LeafDigest) {
        self.state.skip(leaf);
    }

    /// Takes a record in by its id alone: what it corrects may not be at hand, so nothing may be judged by its identity.
    fn append_bare(&mut self, statement: &Statement) {
        let index = self.state.next;
        self.state.skip(statement.leaf_digest());
        self.state.facts.add_bare(statement.id());
        self.state.open.push((index, statement.header().signed_at));
    }

    /// Believes a seal's word that the open commit starts here: only where seals may be missing, and never backwards.
    fn believe(&mut self, start: Index) {
        if !self.has_gap || start <= self.state.commit_start() || self.state.next < start {
            return;
        }
        // Nobody asks for the head of a boundary that is only the start of a commit, and times run on from the seal before.
        let sealed_at = self.state.last.map_or(Timestamp::EPOCH, |last| last.sealed_at);
        self.state.last = Some(Boundary { size: start.size_before(), head: self.state.head, sealed_at });
        self.state.open.retain(|(index, _)| start <= *index);
    }
}
