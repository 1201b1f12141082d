//! What a change of the roster does when it holds.

use super::{Change, End, Ending, LedgersKey, Member, Roster, Suspicion};
use crate::hash::Kid;
use crate::key::{PublicKey, PublicKeyBytes};
use crate::position::Index;
use crate::record::{Compromise, Handle, KeyChange, Role, Rotation, Text};
use std::collections::{BTreeSet, HashSet};

impl Roster {
    /// Does what the change says, from this leaf on.
    pub(super) fn apply(&mut self, change: &Change, proposer: Kid, at: Index) {
        let ended = self.ended_by(change, proposer);
        match change {
            Change::Key(KeyChange::Enrol(new)) => {
                self.bring(new.handle.clone(), new.role, new.key, at, (new.name.clone(), new.age.clone()));
            }
            Change::Key(KeyChange::LedgerKey(new)) => {
                let key = PublicKey::accept(new.key).ok();
                self.ledger.extend(key.map(|key| LedgersKey { key, since: at }));
            }
            Change::Key(KeyChange::Rotate(rotation)) => self.rotate(rotation, proposer, at, &ended),
            Change::Key(KeyChange::Revoke(_)) => self.end(&ended, End { at, how: Ending::Revoked }),
            Change::Key(KeyChange::Compromised(named)) => {
                self.end(&ended, End { at, how: Ending::Compromised });
                if let Some(since) = named.since.as_index() {
                    let handle = named.handle.clone();
                    self.suspicions.push(Suspicion { handle, keys: ended, since, declared: at });
                }
            }
            Change::Key(KeyChange::Role(change)) => {
                self.roles.insert(change.handle.clone(), change.role);
                let of_handle = self.members.values_mut().filter(|member| member.handle == change.handle);
                of_handle.for_each(|member| member.role = change.role);
            }
            Change::Policy(policy) => {
                self.format = policy.format;
                self.phrases = policy.phrases.as_str().to_owned();
                self.approvals = policy.approvals;
            }
        }
    }

    fn rotate(&mut self, rotation: &Rotation, proposer: Kid, at: Index, ended: &[Kid]) {
        let is_own = rotation.kid == proposer;
        self.end(ended, End { at, how: if is_own { Ending::Rotated } else { Ending::Replaced } });
        let Some(old) = self.members.get_mut(&rotation.kid) else { return };
        if is_own {
            old.successor = Some((rotation.key.kid(), at));
        }
        let age = rotation.age.clone().or_else(|| old.age.clone());
        let (handle, role, name) = (old.handle.clone(), old.role, old.name.clone());
        self.bring(handle, role, rotation.key, at, (name, age));
    }

    /// Brings a person's key in, with a display name and an age recipient.
    pub(super) fn bring(
        &mut self,
        handle: Handle,
        role: Role,
        key: PublicKeyBytes,
        since: Index,
        (name, age): (Option<Text>, Option<Text>),
    ) {
        let Ok(key) = PublicKey::accept(key) else { return };
        self.roles.insert(handle.clone(), role);
        let member = Member { handle, role, key, since, name, age, ended: None, successor: None };
        self.members.insert(key.kid(), member);
    }

    /// Ends the time of keys; one whose time is over keeps its own end.
    fn end(&mut self, keys: &[Kid], end: End) {
        for kid in keys {
            if let Some(member) = self.members.get_mut(kid) {
                member.ended.get_or_insert(end);
            }
        }
    }

    /// The keys whose time is over when the change holds, some of them perhaps before.
    pub(super) fn ended_by(&self, change: &Change, proposer: Kid) -> Vec<Kid> {
        match change {
            Change::Key(KeyChange::Rotate(rotation)) if rotation.kid == proposer => vec![rotation.kid],
            Change::Key(KeyChange::Rotate(rotation)) => self.with_successors(rotation.kid),
            Change::Key(KeyChange::Revoke(revocation)) => self.with_successors(revocation.kid),
            Change::Key(KeyChange::Compromised(named)) => self.compromised_with(named, proposer),
            Change::Key(KeyChange::Enrol(_) | KeyChange::LedgerKey(_) | KeyChange::Role(_)) | Change::Policy(_) => {
                Vec::new()
            }
        }
    }

    /// The key and all its successors.
    pub(super) fn with_successors(&self, kid: Kid) -> Vec<Kid> {
        let next = |kid: &Kid| Some(self.members.get(kid)?.successor?.0);
        std::iter::successors(Some(kid), next).collect()
    }

    /// The key that was in other hands, and its successors if it rotated to them since then; but not the key that says so.
    fn compromised_with(&self, named: &Compromise, proposer: Kid) -> Vec<Kid> {
        let rotated = self.members.get(&named.kid).and_then(|member| member.successor).map(|(_, at)| at);
        let mut keys = self.with_successors(named.kid);
        if rotated.is_none_or(|at| at.get() < named.since.get()) {
            keys.truncate(1);
        }
        let spared = keys.iter().skip(1).position(|kid| *kid == proposer);
        keys.truncate(spared.map_or(keys.len(), |place| place + 1));
        keys
    }

    /// How many handles of editors will have a living key when the change holds.
    pub(super) fn editors_after(&self, change: &Change, proposer: Kid) -> u64 {
        let ended: HashSet<Kid> = self.ended_by(change, proposer).into_iter().collect();
        let is_editor = |handle: &Handle| match change {
            Change::Key(KeyChange::Role(change)) if change.handle == *handle => change.role == Role::Editor,
            _ => self.role(handle) == Some(Role::Editor),
        };
        let living = self.members.values().filter(|member| member.is_living() && !ended.contains(&member.key.kid()));
        let mut editors: BTreeSet<&Handle> = living.map(|member| &member.handle).filter(|it| is_editor(it)).collect();
        match change {
            Change::Key(KeyChange::Enrol(new)) if new.role == Role::Editor => drop(editors.insert(&new.handle)),
            Change::Key(KeyChange::Rotate(rotation)) => {
                let handle = self.members.get(&rotation.kid).map(|member| &member.handle);
                editors.extend(handle.filter(|handle| is_editor(handle)));
            }
            _ => {}
        }
        editors.len() as u64
    }
}
