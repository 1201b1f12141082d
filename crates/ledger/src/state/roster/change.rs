//! What is wrong with a change of the roster, and with an approval of one (code `roster.change`).

use super::{Change, Roster};
use crate::hash::{Kid, RecordId};
use crate::key::{KeyError, PublicKey, PublicKeyBytes, SignatureBytes};
use crate::position::Index;
use crate::record::{
    Compromise, Enrolment, Handle, KeyChange, LedgerRecord, Origin, Role, RoleChange, Rotation, ledger_proof_bytes,
    proof_bytes,
};

impl Roster {
    /// What is wrong with entry 0's keys.
    pub(in crate::state) fn founding_problems(record: &LedgerRecord) -> Vec<String> {
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

    /// What is wrong with a change that this key signs, at this index.
    pub(in crate::state) fn change_problems(
        &self,
        origin: &Origin,
        change: &Change,
        signer: Kid,
        at: Index,
    ) -> Vec<String> {
        let mut problems = Vec::new();
        if Some(change.previous()) != self.previous {
            let last = self.previous.map_or_else(|| "none".to_owned(), |id| id.to_string());
            problems.push(format!("`previous` is {}, the last change in force is {last}", change.previous()));
        }
        problems.extend(match change {
            Change::Key(KeyChange::Enrol(new)) => self.enrolment_problems(origin, new),
            Change::Key(KeyChange::LedgerKey(new)) => {
                let signed = ledger_proof_bytes(origin, new.key.kid());
                self.new_key_problems("the ledger's next key", new.key, &signed, new.proof)
            }
            Change::Key(KeyChange::Rotate(rotation)) => self.rotation_problems(origin, rotation, signer),
            Change::Key(KeyChange::Revoke(named)) => {
                let mut problems = self.whose_problems(named.kid, &named.handle);
                problems.extend(self.ended_problem(named.kid));
                problems
            }
            Change::Key(KeyChange::Compromised(named)) => self.compromise_problems(named, at),
            Change::Key(KeyChange::Role(change)) => self.role_problems(change),
            Change::Policy(policy) if policy.format < self.format => {
                vec![format!("the format is {} already, and {} is a lower one", self.format, policy.format)]
            }
            Change::Policy(_) => Vec::new(),
        });
        problems.extend(self.too_few_editors(change, signer));
        problems
    }

    /// What is wrong with an approval of a change that stands in the log, by this handle at this index.
    pub(in crate::state) fn approval_problems(
        &self,
        origin: &Origin,
        of: RecordId,
        voter: Option<&Handle>,
        at: Index,
    ) -> Vec<String> {
        let Some(proposal) = self.proposals.get(&of) else { return Vec::new() };
        if proposal.holds_since.is_some() {
            return vec!["the change holds already, and needs no approval".to_owned()];
        }
        if !self.is_waiting(proposal) {
            return vec!["the change is void: another one came into force since it was asked for".to_owned()];
        }
        let mut problems = Vec::new();
        if let Some(voter) = voter.filter(|voter| proposal.votes.contains(voter)) {
            problems.push(format!("{voter} has asked for this change before: two keys of one person are one vote"));
        }
        problems.extend(self.change_problems(origin, &proposal.change, proposal.proposer, at));
        problems
    }

    fn enrolment_problems(&self, origin: &Origin, new: &Enrolment) -> Vec<String> {
        let signed = proof_bytes(origin, &new.handle, new.role, new.key.kid());
        let mut problems = self.new_key_problems(&format!("the key of {}", new.handle), new.key, &signed, new.proof);
        if let Some(role) = self.role(&new.handle).filter(|role| *role != new.role) {
            problems.push(format!("{} is {role}, not {}", new.handle, new.role));
        }
        problems
    }

    fn rotation_problems(&self, origin: &Origin, rotation: &Rotation, signer: Kid) -> Vec<String> {
        let signed = proof_bytes(origin, &rotation.handle, rotation.role, rotation.key.kid());
        let whose = format!("the new key of {}", rotation.handle);
        let mut problems = self.new_key_problems(&whose, rotation.key, &signed, rotation.proof);
        problems.extend(self.whose_problems(rotation.kid, &rotation.handle));
        if let Some(member) = self.members.get(&rotation.kid).filter(|member| member.role != rotation.role) {
            problems.push(format!("{} is {}, and a rotation does not change that", member.handle, member.role));
        }
        if rotation.kid != signer {
            problems.extend(self.ended_problem(rotation.kid));
        }
        problems
    }

    fn compromise_problems(&self, named: &Compromise, at: Index) -> Vec<String> {
        let mut problems = self.whose_problems(named.kid, &named.handle);
        if named.since.get() > at.get() {
            problems.push(format!("`since` is {}, and the record stands at {at}", named.since));
        }
        problems
    }

    fn role_problems(&self, change: &RoleChange) -> Vec<String> {
        match self.role(&change.handle) {
            None => vec![format!("{} is not in the roster", change.handle)],
            Some(role) if role == change.role => vec![format!("{} is {role} already", change.handle)],
            Some(_) => Vec::new(),
        }
    }

    /// What is wrong with a key that was never here before.
    fn new_key_problems(&self, whose: &str, key: PublicKeyBytes, signed: &[u8], proof: SignatureBytes) -> Vec<String> {
        let mut problems = Vec::new();
        if self.signer(key.kid()).is_some() {
            problems.push(format!("the key {} was enrolled before", key.kid()));
        }
        if let Err(words) = proven(PublicKey::accept(key), signed, proof) {
            problems.push(format!("{whose} {words}"));
        }
        problems
    }

    fn whose_problems(&self, kid: Kid, handle: &Handle) -> Vec<String> {
        match self.members.get(&kid) {
            None => vec![format!("the key {kid} was never a person's in this roster")],
            Some(member) if member.handle != *handle => {
                vec![format!("the key {kid} is that of {}, not of {handle}", member.handle)]
            }
            Some(_) => Vec::new(),
        }
    }

    /// A key that is there, with nothing of it to end.
    fn ended_problem(&self, kid: Kid) -> Option<String> {
        let member = self.members.get(&kid)?;
        let is_living = |kid: &Kid| self.members.get(kid).is_some_and(|member| member.is_living());
        if self.with_successors(kid).iter().any(is_living) {
            return None;
        }
        let end = member.ended?;
        Some(format!("the time of the key {kid} ended at {} ({}), and that of its successors", end.at, end.how))
    }

    fn too_few_editors(&self, change: &Change, signer: Kid) -> Option<String> {
        let approvals = match change {
            Change::Policy(policy) => policy.approvals,
            Change::Key(_) => self.approvals,
        };
        let editors = self.editors_after(change, signer);
        (editors < approvals).then(|| {
            format!("that would leave {editors} editors with a living key, where a change needs {approvals} of them")
        })
    }
}

fn proven(key: Result<PublicKey, KeyError>, signed: &[u8], proof: SignatureBytes) -> Result<(), String> {
    match key {
        Err(error) => Err(format!("is not acceptable: {error}")),
        Ok(key) if !key.is_valid(signed, proof) => Err("has not signed its enrolment".to_owned()),
        Ok(_) => Ok(()),
    }
}
