//! When a change of the roster holds: from the leaf with which enough editors have asked for it.

use super::{Roster, RosterLeaf, Signer};
use crate::hash::{Kid, RecordId};
use crate::position::Index;
use crate::record::{Handle, KeyChange, PolicyRecord};

/// A change of the roster or of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Of keys and roles.
    Key(KeyChange),
    /// Of format, phrases and approvals.
    Policy(PolicyRecord),
}

impl Change {
    /// The change that this one says was the last in force.
    pub fn previous(&self) -> RecordId {
        match self {
            Self::Key(change) => change.previous(),
            Self::Policy(policy) => policy.previous,
        }
    }

    /// Whether it holds at once by the signature of the key that it ends.
    pub(super) fn is_own_rotation(&self, signer: Kid) -> bool {
        matches!(self, Self::Key(change) if change.is_own_rotation(signer))
    }
}

/// A change that somebody asked for, and who did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The id of its record.
    pub id: RecordId,
    /// Where its record stands.
    pub at: Index,
    /// The key that signed the record.
    pub proposer: Kid,
    /// What is asked for.
    pub change: Change,
    /// The handles that asked for it: its signer first, then those who approved. None for a rotation by the rotated key, which needs nobody.
    pub votes: Vec<Handle>,
    /// The leaf from which it holds.
    pub holds_since: Option<Index>,
}

impl Roster {
    /// Whether the change needs more votes and can still get them.
    pub(super) fn is_waiting(&self, proposal: &Proposal) -> bool {
        proposal.holds_since.is_none() && Some(proposal.change.previous()) == self.previous
    }

    /// Takes an admitted change in. It holds at once when its signer is enough.
    pub(super) fn propose(&mut self, leaf: RosterLeaf<'_>, change: Change) {
        let RosterLeaf { index: at, id, kid: proposer, .. } = leaf;
        if change.is_own_rotation(proposer) {
            self.apply(&change, proposer, at);
            let proposal = Proposal { id, at, proposer, change, votes: Vec::new(), holds_since: Some(at) };
            self.proposals.insert(id, proposal);
            return;
        }
        let votes = self.handle_of(proposer).into_iter().collect();
        self.proposals.insert(id, Proposal { id, at, proposer, change, votes, holds_since: None });
        self.hold_when_complete(id, at);
    }

    /// Takes an admitted approval in.
    pub(super) fn approve(&mut self, leaf: RosterLeaf<'_>, of: RecordId) {
        let voter = self.handle_of(leaf.kid);
        if let (Some(proposal), Some(voter)) = (self.proposals.get_mut(&of), voter) {
            proposal.votes.push(voter);
            self.hold_when_complete(of, leaf.index);
        }
    }

    fn hold_when_complete(&mut self, id: RecordId, at: Index) {
        let approvals = self.approvals;
        let Some(proposal) = self.proposals.get_mut(&id).filter(|it| it.votes.len() as u64 >= approvals) else {
            return;
        };
        proposal.holds_since = Some(at);
        let (change, proposer) = (proposal.change.clone(), proposal.proposer);
        self.apply(&change, proposer, at);
        // Every other change that waits names an older one, and is void from here on.
        self.previous = Some(id);
    }

    fn handle_of(&self, kid: Kid) -> Option<Handle> {
        match self.signer(kid)? {
            Signer::Member(member) => Some(member.handle.clone()),
            Signer::Ledger(_) => None,
        }
    }
}
