//! What the log says so far, and which statement may stand next (docs/format/admission.md).
//!
//! [`admit`](fn@admit) is the one place that decides. The writer asks it before a statement is appended, the auditor asks the same function of every
//! leaf in turn. It judges by the state alone, which is what all lower leaves say.

mod admit;
mod correction;
mod facts;
mod partial;
mod roster;
mod seal;
mod sealed;

pub use admit::{Admitted, admit, unsigned};
pub use facts::{Fact, Facts, Need};
pub use partial::{Known, PartialState};
pub use roster::{Change, End, Ending, LedgersKey, Member, Proposal, Roster, RosterLeaf, Signer, Suspicion};
pub use seal::seal_draft;

use crate::chain::{self, RosterChain};
use crate::hash::{ChainHead, LeafDigest, RecordId};
use crate::key::PublicKeyBytes;
use crate::position::{Index, Size};
use crate::record::{Origin, Record};
use crate::statement::{Statement, Unverified};
use crate::time::Timestamp;

/// The end of the log's last commit, or of an earlier one: what a statement can stand `after`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boundary {
    /// How many leaves there are: the last one is a seal.
    pub size: Size,
    /// The chain's head after them.
    pub head: ChainHead,
    /// The time of that seal.
    pub sealed_at: Timestamp,
}

/// What the log says at an index: what all lower leaves say.
#[derive(Debug, Clone)]
pub struct State {
    origin: Origin,
    /// Where the next leaf will stand.
    next: Index,
    head: ChainHead,
    /// The end of the last commit; `None` before the first.
    last: Option<Boundary>,
    /// The leaves since then, with the time each was signed.
    open: Vec<(Index, Timestamp)>,
    roster: Roster,
    facts: Facts,
}

impl State {
    /// The state before entry 0 of the log with this origin and this key in entry 0.
    pub fn start(origin: Origin, ledger_key: &PublicKeyBytes) -> Self {
        Self {
            head: chain::start(origin.as_str(), ledger_key),
            origin,
            next: Index::ZERO,
            last: None,
            open: Vec::new(),
            roster: Roster::default(),
            facts: Facts::complete(),
        }
    }

    /// The state at the end of a commit, for a writer who has not read the whole log.
    ///
    /// `roster` is replayed from the roster's own leaves, whose number and hash the last seal testifies. What else lower leaves say is asked for
    /// through [`State::needs`] and brought by [`State::facts_mut`].
    ///
    /// # Errors
    /// When the roster's leaves are not the ones that the seal counts.
    pub fn resume(origin: Origin, last: Boundary, sealed: RosterChain, roster: Roster) -> Result<Self, RosterDiffers> {
        if roster.chain() != sealed {
            return Err(RosterDiffers { sealed: sealed.count, found: roster.chain().count });
        }
        let next = Index::new(last.size.get()).expect("safe: a size is below 2^63, like an index");
        let facts = Facts::on_demand(last);
        Ok(Self { origin, next, head: last.head, last: Some(last), open: Vec::new(), roster, facts })
    }

    /// The log's origin.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Where the next leaf will stand.
    pub fn next(&self) -> Index {
        self.next
    }

    /// The chain over all leaves so far.
    pub fn head(&self) -> ChainHead {
        self.head
    }

    /// The end of the last commit.
    pub fn last_boundary(&self) -> Option<Boundary> {
        self.last
    }

    /// Where the open commit starts.
    pub fn commit_start(&self) -> Index {
        self.last.map_or(Index::ZERO, |last| Index::new(last.size.get()).expect("safe: a size is below 2^63"))
    }

    /// Whether there are leaves that no seal closes yet.
    pub fn has_open_commit(&self) -> bool {
        self.next > self.commit_start()
    }

    /// The latest time at which a statement of the open commit was signed.
    pub fn latest_signed_at(&self) -> Option<Timestamp> {
        self.open.iter().map(|(_, signed_at)| *signed_at).max()
    }

    /// Who may sign.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// Whether a format is in force that this program doesn't know: then it can't judge what comes next, nor write it.
    pub fn has_unknown_format(&self) -> bool {
        self.roster.format() > crate::record::ledger::FORMAT
    }

    /// What is known of the records.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What must be brought before this statement can be judged; empty for a state that has read the whole log.
    ///
    /// Asked again after the facts were brought: one fact can lead to the next.
    pub fn needs(&self, statement: &Unverified) -> Vec<Need> {
        facts::needs(self, statement)
    }

    /// Where brought facts go.
    pub fn facts_mut(&mut self) -> &mut Facts {
        &mut self.facts
    }

    /// Takes an admitted statement in.
    pub fn append(&mut self, admitted: Admitted<'_>) {
        let index = self.next;
        let statement = admitted.statement();
        self.step(statement.leaf_digest());
        let (id, signed_at) = (statement.id(), statement.header().signed_at);
        match statement.record() {
            record if record.kind().is_roster() => {
                self.roster.take(RosterLeaf { index, id, kid: statement.header().kid, record });
            }
            Record::Seal(_) => {
                let last = Boundary { size: self.next.size_before(), head: self.head, sealed_at: signed_at };
                self.last = Some(last);
                self.open.clear();
                self.facts.add_boundary(last);
                self.facts.add_bare(id);
                return;
            }
            record => {
                // Withdrawals end what they name; all other kinds here are things that later records can refer to.
                let handle = admitted.handle().expect("safe: only people sign these kinds");
                self.facts.add(index, id, handle, statement.header().kid, record);
                self.open.push((index, signed_at));
                return;
            }
        }
        self.facts.add_bare(id);
        self.open.push((index, signed_at));
    }

    /// Steps over a leaf that was refused: it stands in the chain and changes nothing else.
    pub fn skip(&mut self, leaf: LeafDigest) {
        self.step(leaf);
    }

    fn step(&mut self, leaf: LeafDigest) {
        self.head = chain::step(self.head, leaf);
        self.next = self.next.next().expect("safe: no log has 2^63 leaves");
    }

    /// Whether a record with this id stands in the log.
    fn has_id(&self, id: RecordId) -> bool {
        self.facts.has_id(id)
    }
}

/// The roster's leaves are not the ones that the last seal counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the last seal counts {sealed} roster leaves with another hash than the {found} that were found")]
pub struct RosterDiffers {
    /// How many the seal counts.
    pub sealed: u64,
    /// How many were found.
    pub found: u64,
}

impl Statement {
    /// The statement's own boundary, if it is a seal that stands at this index with this head before it.
    pub fn boundary_after(&self, index: Index) -> Option<Boundary> {
        boundary_of(self.record(), self.header(), self.leaf_digest(), index)
    }
}

/// The boundary that a seal makes: its `after` gives the head before it, its bytes the step.
pub fn boundary_of(
    record: &Record,
    header: &crate::statement::Header,
    leaf: LeafDigest,
    index: Index,
) -> Option<Boundary> {
    let Record::Seal(_) = record else { return None };
    let size = index.size_with()?;
    Some(Boundary { size, head: chain::step(header.after.1, leaf), sealed_at: header.signed_at })
}
