//! Who may sign, by position in the log.

use crate::chain::RosterChain;
use crate::hash::{Kid, RecordId};
use crate::key::{KeyError, PublicKey};
use crate::position::Index;
use crate::record::{Handle, KeyChange, LedgerRecord, Origin, Record, Role, Text, proof_bytes};
use std::collections::{BTreeMap, HashMap};

/// One key in the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Whose key.
    pub handle: Handle,
    /// What it may sign.
    pub role: Role,
    /// The key.
    pub key: PublicKey,
    /// The leaf that brought it in.
    pub since: Index,
    /// The display name given there.
    pub name: Option<Text>,
}

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

/// The roster at an index: the ledger's key, the people's keys, and what the next change must name as `previous`.
#[derive(Debug, Clone)]
pub struct Roster {
    ledger: Option<PublicKey>,
    approvals: u64,
    previous: Option<RecordId>,
    members: HashMap<Kid, Member>,
    roles: BTreeMap<Handle, Role>,
    chain: RosterChain,
}

impl Default for Roster {
    fn default() -> Self {
        Self {
            ledger: None,
            approvals: 1,
            previous: None,
            members: HashMap::new(),
            roles: BTreeMap::new(),
            chain: RosterChain::START,
        }
    }
}

impl Roster {
    /// The roster that these admitted roster leaves make, lowest index first.
    pub fn replay<'a>(leaves: impl IntoIterator<Item = (Index, RecordId, &'a Record)>) -> Self {
        let mut roster = Self::default();
        for (index, id, record) in leaves {
            match record {
                Record::Ledger(record) => roster.found(index, id, record),
                Record::Key(change) => roster.enrol(index, id, change),
                _ => {}
            }
        }
        roster
    }

    /// The ledger's current key; `None` before entry 0.
    pub fn ledger_key(&self) -> Option<&PublicKey> {
        self.ledger.as_ref()
    }

    /// How many editors a change needs.
    pub fn approvals(&self) -> u64 {
        self.approvals
    }

    /// What the next change that needs the quorum must name.
    pub fn previous(&self) -> Option<RecordId> {
        self.previous
    }

    /// Count and hash of the roster's leaves: what the next seal must say.
    pub fn chain(&self) -> RosterChain {
        self.chain
    }

    /// Who holds the key.
    pub fn signer(&self, kid: Kid) -> Option<Signer<'_>> {
        match &self.ledger {
            Some(key) if key.kid() == kid => Some(Signer::Ledger(key)),
            _ => self.members.get(&kid).map(Signer::Member),
        }
    }

    /// All keys of people, oldest first.
    pub fn members(&self) -> Vec<&Member> {
        let mut members: Vec<_> = self.members.values().collect();
        members.sort_by(|left, right| (left.since, &left.handle).cmp(&(right.since, &right.handle)));
        members
    }

    /// The role of a handle.
    pub fn role(&self, handle: &Handle) -> Option<Role> {
        self.roles.get(handle).copied()
    }

    /// What is wrong with entry 0's keys (code `roster.change`).
    pub(super) fn founding_problems(record: &LedgerRecord) -> Vec<String> {
        let mut problems = Vec::new();
        if let Err(error) = PublicKey::accept(record.key) {
            problems.push(format!("the ledger's key is not acceptable: {error}"));
        }
        let mut kids = vec![record.key.kid()];
        for founder in &record.editors {
            if kids.contains(&founder.kid()) {
                problems.push(format!("the key of {} stands twice", founder.handle));
            }
            kids.push(founder.kid());
            let signed = proof_bytes(&record.origin, &founder.handle, Role::Editor, founder.kid());
            if let Err(words) = proven(PublicKey::accept(founder.key), &signed, founder.proof) {
                problems.push(format!("the key of {} {words}", founder.handle));
            }
        }
        let mut handles: Vec<_> = record.editors.iter().map(|founder| &founder.handle).collect();
        handles.sort_unstable();
        handles.dedup();
        if (handles.len() as u64) < record.approvals {
            problems.push(format!(
                "{} approvals need as many editors, and there are {}",
                record.approvals,
                handles.len()
            ));
        }
        problems
    }

    /// What is wrong with an enrolment at this point (code `roster.change`).
    pub(super) fn enrolment_problems(&self, origin: &Origin, change: &KeyChange) -> Vec<String> {
        let mut problems = Vec::new();
        if Some(change.previous) != self.previous {
            let last = self.previous.map_or_else(|| "none".to_owned(), |id| id.to_string());
            problems.push(format!("`previous` is {}, the last change in force is {last}", change.previous));
        }
        let kid = change.kid();
        if self.signer(kid).is_some() {
            problems.push(format!("the key {kid} was enrolled before"));
        }
        let signed = proof_bytes(origin, &change.handle, change.role, kid);
        if let Err(words) = proven(PublicKey::accept(change.key), &signed, change.proof) {
            problems.push(format!("the key of {} {words}", change.handle));
        }
        if let Some(role) = self.role(&change.handle).filter(|role| *role != change.role) {
            problems.push(format!("{} is {role}, not {}", change.handle, change.role));
        }
        problems
    }

    pub(super) fn found(&mut self, index: Index, id: RecordId, record: &LedgerRecord) {
        self.chain = self.chain.with(index, id);
        self.ledger = PublicKey::accept(record.key).ok();
        self.approvals = record.approvals;
        self.previous = Some(id);
        for founder in &record.editors {
            if let Ok(key) = PublicKey::accept(founder.key) {
                self.insert(founder.handle.clone(), Role::Editor, key, index, founder.name.clone());
            }
        }
    }

    /// Takes an admitted enrolment in. With one approval it holds at once; with more it waits for approvals, which this version doesn't know.
    pub(super) fn enrol(&mut self, index: Index, id: RecordId, change: &KeyChange) {
        self.chain = self.chain.with(index, id);
        if self.approvals > 1 {
            return;
        }
        if let Ok(key) = PublicKey::accept(change.key) {
            self.insert(change.handle.clone(), change.role, key, index, change.name.clone());
            self.previous = Some(id);
        }
    }

    fn insert(&mut self, handle: Handle, role: Role, key: PublicKey, since: Index, name: Option<Text>) {
        self.roles.insert(handle.clone(), role);
        self.members.insert(key.kid(), Member { handle, role, key, since, name });
    }
}

fn proven(key: Result<PublicKey, KeyError>, signed: &[u8], proof: crate::key::SignatureBytes) -> Result<(), String> {
    match key {
        Err(error) => Err(format!("is not acceptable: {error}")),
        Ok(key) if !key.is_valid(signed, proof) => Err("has not signed its enrolment".to_owned()),
        Ok(_) => Ok(()),
    }
}
