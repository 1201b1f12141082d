//! Who may sign, by position in the log (docs/format/admission.md, "The quorum" and "key and policy").
//!
//! A roster is a pure replay of its own leaves: entry 0, and every admitted `key`, `approval` and `policy`. Nothing else in the log
//! changes it. `change` says what is wrong with a change, `effect` what it does when it holds, `quorum` when that is.

mod change;
mod effect;
mod member;
#[cfg(test)]
mod naive;
mod quorum;
#[cfg(test)]
mod tests;

pub use member::{End, Ending, LedgersKey, Member, Suspicion};
pub use quorum::{Change, Proposal};

use crate::chain::RosterChain;
use crate::hash::{Kid, RecordId};
use crate::key::PublicKey;
use crate::position::Index;
use crate::record::{Handle, LedgerRecord, Record, Role};
use std::collections::{BTreeMap, HashMap};

/// Who signs a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer<'a> {
    /// The ledger itself.
    Ledger(&'a PublicKey),
    /// A person.
    Member(&'a Member),
}

impl Signer<'_> {
    /// The key.
    pub fn key(&self) -> &PublicKey {
        match self {
            Self::Ledger(key) => key,
            Self::Member(member) => &member.key,
        }
    }
}

/// One admitted leaf of the roster, as [`Roster::replay`] takes it.
#[derive(Debug, Clone, Copy)]
pub struct RosterLeaf<'a> {
    /// Where it stands in the log.
    pub index: Index,
    /// Its record id.
    pub id: RecordId,
    /// The key that signed it.
    pub kid: Kid,
    /// The record; one of another kind than ledger, key, approval and policy changes nothing.
    pub record: &'a Record,
}

/// The roster at an index: the ledger's keys, the people's keys, the policy, and the changes that wait for the quorum.
#[derive(Debug, Clone)]
pub struct Roster {
    ledger: Vec<LedgersKey>,
    format: u64,
    phrases: String,
    approvals: u64,
    previous: Option<RecordId>,
    members: HashMap<Kid, Member>,
    roles: BTreeMap<Handle, Role>,
    proposals: HashMap<RecordId, Proposal>,
    suspicions: Vec<Suspicion>,
    chain: RosterChain,
}

impl Default for Roster {
    fn default() -> Self {
        Self {
            ledger: Vec::new(),
            format: crate::record::ledger::FORMAT,
            phrases: crate::record::ledger::PHRASES.to_owned(),
            approvals: 1,
            previous: None,
            members: HashMap::new(),
            roles: BTreeMap::new(),
            proposals: HashMap::new(),
            suspicions: Vec::new(),
            chain: RosterChain::START,
        }
    }
}

impl Roster {
    /// The roster that these leaves make: all admitted ledger, key, approval and policy leaves below some index, lowest first.
    ///
    /// It needs them all, each with its own index in the log, for positions and order count. It judges nothing: compare [`Roster::chain`] with a
    /// seal's `roster` to know that no leaf is missing and that all were admitted.
    pub fn replay<'a>(leaves: impl IntoIterator<Item = RosterLeaf<'a>>) -> Self {
        let mut roster = Self::default();
        for leaf in leaves {
            roster.take(leaf);
        }
        roster
    }

    /// Takes an admitted leaf in.
    pub(super) fn take(&mut self, leaf: RosterLeaf<'_>) {
        match leaf.record {
            Record::Ledger(record) => self.found(leaf, record),
            Record::Key(change) => self.propose(leaf, Change::Key(change.clone())),
            Record::Policy(policy) => self.propose(leaf, Change::Policy(policy.clone())),
            Record::Approval(approval) => self.approve(leaf, approval.of),
            _ => return,
        }
        self.chain = self.chain.with(leaf.index, leaf.id);
    }

    fn found(&mut self, leaf: RosterLeaf<'_>, record: &LedgerRecord) {
        let key = PublicKey::accept(record.key).ok();
        self.ledger.extend(key.map(|key| LedgersKey { key, since: leaf.index }));
        self.approvals = record.approvals;
        self.previous = Some(leaf.id);
        for founder in &record.editors {
            let details = (founder.name.clone(), founder.age.clone());
            self.bring(founder.handle.clone(), Role::Editor, founder.key, leaf.index, details);
        }
    }

    /// The ledger's current key; `None` before entry 0.
    pub fn ledger_key(&self) -> Option<&PublicKey> {
        self.ledger.last().map(|last| &last.key)
    }

    /// Every key that is or was the ledger's, the first one first: each but the first was put in the place of the one before by the quorum.
    pub fn ledger_keys(&self) -> &[LedgersKey] {
        &self.ledger
    }

    /// The format's version in force.
    pub fn format(&self) -> u64 {
        self.format
    }

    /// The phrase policy in force.
    pub fn phrases(&self) -> &str {
        &self.phrases
    }

    /// How many editors a change needs.
    pub fn approvals(&self) -> u64 {
        self.approvals
    }

    /// What the next change must name as the one before it.
    pub fn previous(&self) -> Option<RecordId> {
        self.previous
    }

    /// Count and hash of the roster's leaves: what the next seal must say.
    pub fn chain(&self) -> RosterChain {
        self.chain
    }

    /// Whose key it is or was; [`Roster::end_of`] says whether its time has ended.
    pub fn signer(&self, kid: Kid) -> Option<Signer<'_>> {
        match self.ledger.iter().find(|ledgers| ledgers.key.kid() == kid) {
            Some(ledgers) => Some(Signer::Ledger(&ledgers.key)),
            None => self.members.get(&kid).map(Signer::Member),
        }
    }

    /// The person's key with this id, living or not.
    pub fn member(&self, kid: Kid) -> Option<&Member> {
        self.members.get(&kid)
    }

    /// When and how the time of a key ended; `None` for a living one and for one that was never here.
    pub fn end_of(&self, kid: Kid) -> Option<End> {
        let ledgers = self.ledger.windows(2).find(|pair| pair[0].key.kid() == kid);
        match ledgers {
            Some(pair) => Some(End { at: pair[1].since, how: Ending::Replaced }),
            None => self.members.get(&kid)?.ended,
        }
    }

    /// All keys of people, living or not, oldest first.
    pub fn members(&self) -> Vec<&Member> {
        let mut members: Vec<_> = self.members.values().collect();
        members.sort_by(|left, right| {
            (left.since, &left.handle, left.key.kid()).cmp(&(right.since, &right.handle, right.key.kid()))
        });
        members
    }

    /// The role of a handle, also of one whose keys have all ended.
    pub fn role(&self, handle: &Handle) -> Option<Role> {
        self.roles.get(handle).copied()
    }

    /// The changes that wait for approvals and can still come into force, in the order of the log.
    pub fn waiting(&self) -> Vec<&Proposal> {
        let mut waiting: Vec<_> = self.proposals.values().filter(|proposal| self.is_waiting(proposal)).collect();
        waiting.sort_by_key(|proposal| proposal.at);
        waiting
    }

    /// The change that this `key` or `policy` record proposed.
    pub fn proposal(&self, id: RecordId) -> Option<&Proposal> {
        self.proposals.get(&id)
    }

    /// What was signed by keys in other hands, for an auditor to know.
    pub fn suspicions(&self) -> &[Suspicion] {
        &self.suspicions
    }
}
