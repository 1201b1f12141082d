//! The roster as the pages define it, computed anew from the whole list of leaves for every question: slow, and obviously right.

use crate::hash::{Kid, RecordId};
use crate::position::Index;
use crate::record::{Handle, KeyChange, Record, Role};
use std::collections::BTreeSet;

/// One admitted leaf.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    pub(super) index: Index,
    pub(super) id: RecordId,
    pub(super) kid: Kid,
    pub(super) record: Record,
}

/// A change that holds: the leaf that asked for it, and the one from which it holds.
#[derive(Clone, Copy)]
struct Held<'a> {
    asked: &'a Leaf,
    from: Index,
    by_quorum: bool,
}

/// Everything that the leaves say.
pub(super) struct Naive<'a>(pub(super) &'a [Leaf]);

impl<'a> Naive<'a> {
    /// All changes that hold, in the order in which they came to.
    fn held(&self) -> Vec<Held<'a>> {
        let mut held: Vec<Held<'a>> = Vec::new();
        for (place, leaf) in self.0.iter().enumerate() {
            let asked = match &leaf.record {
                Record::Approval(approval) => self.0.iter().find(|it| it.id == approval.of),
                Record::Key(_) | Record::Policy(_) => Some(leaf),
                _ => None,
            };
            let Some(asked) = asked else { continue };
            if matches!(&asked.record, Record::Key(change) if change.is_own_rotation(asked.kid)) {
                held.push(Held { asked, from: leaf.index, by_quorum: false });
                continue;
            }
            let voters: BTreeSet<Handle> = (self.0[..=place].iter())
                .filter(|it| {
                    it.id == asked.id || matches!(&it.record, Record::Approval(approval) if approval.of == asked.id)
                })
                .filter_map(|it| self.owner(&held, it.kid))
                .collect();
            if voters.len() as u64 >= self.approvals_of(&held) {
                held.push(Held { asked, from: leaf.index, by_quorum: true });
            }
        }
        held
    }

    /// Whose key it is, given what holds.
    fn owner(&self, held: &[Held<'_>], kid: Kid) -> Option<Handle> {
        let Record::Ledger(founding) = &self.0[0].record else { return None };
        let founder =
            founding.editors.iter().find(|founder| founder.kid() == kid).map(|founder| founder.handle.clone());
        founder.or_else(|| {
            held.iter().find_map(|it| match &it.asked.record {
                Record::Key(KeyChange::Enrol(new)) if new.key.kid() == kid => Some(new.handle.clone()),
                Record::Key(KeyChange::Rotate(new)) if new.key.kid() == kid => Some(new.handle.clone()),
                _ => None,
            })
        })
    }

    fn approvals_of(&self, held: &[Held<'_>]) -> u64 {
        let Record::Ledger(founding) = &self.0[0].record else { return 1 };
        let mut policies = held.iter().filter_map(|it| match &it.asked.record {
            Record::Policy(policy) => Some(policy.approvals),
            _ => None,
        });
        policies.next_back().unwrap_or(founding.approvals)
    }

    pub(super) fn approvals(&self) -> u64 {
        self.approvals_of(&self.held())
    }

    pub(super) fn previous(&self) -> RecordId {
        self.held().iter().rfind(|it| it.by_quorum).map_or(self.0[0].id, |it| it.asked.id)
    }

    pub(super) fn holds(&self, id: RecordId) -> bool {
        self.held().iter().any(|it| it.asked.id == id)
    }

    pub(super) fn handle(&self, kid: Kid) -> Option<Handle> {
        self.owner(&self.held(), kid)
    }

    pub(super) fn role(&self, handle: &Handle) -> Option<Role> {
        let Record::Ledger(founding) = &self.0[0].record else { return None };
        let first = founding.editors.iter().any(|founder| founder.handle == *handle).then_some(Role::Editor);
        let mut later = self.held().into_iter().filter_map(|it| match &it.asked.record {
            Record::Key(KeyChange::Enrol(new)) if new.handle == *handle => Some(new.role),
            Record::Key(KeyChange::Role(new)) if new.handle == *handle => Some(new.role),
            _ => None,
        });
        later.next_back().or(first)
    }

    /// The key of the rotation that this key signed, if that stands no higher than an index, and where it stands.
    fn next(&self, kid: Kid, no_higher: Index) -> Option<(Kid, Index)> {
        self.0.iter().filter(|leaf| leaf.index <= no_higher).find_map(|leaf| match &leaf.record {
            Record::Key(KeyChange::Rotate(rotation)) if rotation.kid == kid && leaf.kid == kid => {
                Some((rotation.key.kid(), leaf.index))
            }
            _ => None,
        })
    }

    fn line(&self, kid: Kid, no_higher: Index) -> Vec<Kid> {
        let mut line = vec![kid];
        while let Some((next, _)) = self.next(line[line.len() - 1], no_higher) {
            line.push(next);
        }
        line
    }

    /// The keys that a change ends when it holds from an index.
    fn ended_by(&self, asked: &Leaf, from: Index) -> Vec<Kid> {
        let Record::Key(change) = &asked.record else { return Vec::new() };
        match change {
            KeyChange::Rotate(rotation) if rotation.kid == asked.kid => vec![rotation.kid],
            KeyChange::Rotate(rotation) => self.line(rotation.kid, from),
            KeyChange::Revoke(named) => self.line(named.kid, from),
            KeyChange::Compromised(named) => {
                let mut ended = vec![named.kid];
                if self.next(named.kid, from).is_some_and(|(_, at)| at.get() >= named.since.get()) {
                    let successors = &self.line(named.kid, from)[1..];
                    ended.extend(successors.iter().take_while(|kid| **kid != asked.kid));
                }
                ended
            }
            KeyChange::Enrol(_) | KeyChange::LedgerKey(_) | KeyChange::Role(_) => Vec::new(),
        }
    }

    /// All people's keys that ever held.
    pub(super) fn keys(&self) -> Vec<Kid> {
        let Record::Ledger(founding) = &self.0[0].record else { return Vec::new() };
        let brought = self.held().into_iter().filter_map(|it| match &it.asked.record {
            Record::Key(KeyChange::LedgerKey(_)) => None,
            Record::Key(change) => change.new_key().map(|key| key.kid()),
            _ => None,
        });
        founding.editors.iter().map(|founder| founder.kid()).chain(brought).collect()
    }

    pub(super) fn is_living(&self, kid: Kid) -> bool {
        let ends = |it: &Held<'_>| self.ended_by(it.asked, it.from).contains(&kid);
        self.keys().contains(&kid) && !self.held().iter().any(ends)
    }

    pub(super) fn ledger_keys(&self) -> Vec<Kid> {
        let Record::Ledger(founding) = &self.0[0].record else { return Vec::new() };
        let later = self.held().into_iter().filter_map(|it| match &it.asked.record {
            Record::Key(KeyChange::LedgerKey(new)) => Some(new.key.kid()),
            _ => None,
        });
        std::iter::once(founding.key.kid()).chain(later).collect()
    }

    /// How many editors have a living key.
    pub(super) fn editors(&self) -> u64 {
        let living = self.keys().into_iter().filter(|kid| self.is_living(*kid));
        let handles: BTreeSet<Handle> = living.filter_map(|kid| self.handle(kid)).collect();
        handles.iter().filter(|handle| self.role(handle) == Some(Role::Editor)).count() as u64
    }

    /// Whether the rules let this leaf stand next, its signer being a living editor, or the key that rotates.
    pub(super) fn admits(&self, leaf: &Leaf) -> bool {
        match &leaf.record {
            Record::Approval(approval) => {
                let Some(asked) = self.0.iter().find(|it| it.id == approval.of) else { return false };
                let asks_already = self.0.iter().any(|it| {
                    let votes =
                        it.id == asked.id || matches!(&it.record, Record::Approval(other) if other.of == asked.id);
                    votes && self.handle(it.kid) == self.handle(leaf.kid)
                });
                !self.holds(asked.id) && !asks_already && self.allows(&Leaf { index: leaf.index, ..asked.clone() })
            }
            _ => self.allows(leaf),
        }
    }

    /// Whether a change could be asked for now.
    fn allows(&self, leaf: &Leaf) -> bool {
        let is_new = |kid: Kid| !self.keys().contains(&kid) && !self.ledger_keys().contains(&kid);
        let whose = |kid: Kid, handle: &Handle| self.keys().contains(&kid) && self.handle(kid).as_ref() == Some(handle);
        let ends_something = |kid: Kid| self.line(kid, leaf.index).into_iter().any(|kid| self.is_living(kid));
        let (previous, fits) = match &leaf.record {
            Record::Policy(policy) => (policy.previous, true),
            Record::Key(change) => (
                change.previous(),
                match change {
                    KeyChange::Enrol(new) => {
                        is_new(new.key.kid()) && self.role(&new.handle).is_none_or(|role| role == new.role)
                    }
                    KeyChange::LedgerKey(new) => is_new(new.key.kid()),
                    KeyChange::Rotate(rotation) => {
                        let own = rotation.kid == leaf.kid;
                        is_new(rotation.key.kid())
                            && whose(rotation.kid, &rotation.handle)
                            && self.role(&rotation.handle) == Some(rotation.role)
                            && (own || ends_something(rotation.kid))
                    }
                    KeyChange::Revoke(named) => whose(named.kid, &named.handle) && ends_something(named.kid),
                    KeyChange::Compromised(named) => {
                        whose(named.kid, &named.handle) && named.since.get() <= leaf.index.get()
                    }
                    KeyChange::Role(new) => self.role(&new.handle).is_some_and(|role| role != new.role),
                },
            ),
            _ => return false,
        };
        previous == self.previous() && fits && self.leaves_enough_editors(leaf)
    }

    /// Whether enough editors would be left if the change held at once.
    fn leaves_enough_editors(&self, leaf: &Leaf) -> bool {
        // The same log, in which one editor is enough for this one change.
        let mut leaves = self.0.to_vec();
        let Record::Ledger(founding) = &mut leaves[0].record else { return false };
        let wanted = match &leaf.record {
            Record::Policy(policy) => policy.approvals,
            _ => self.approvals(),
        };
        let mut after = Vec::new();
        let held = self.held();
        founding.approvals = 1;
        after.push(leaves[0].clone());
        // Only what holds, in the order in which it came to, and nothing that waits.
        for it in &held {
            let mut asked = it.asked.clone();
            asked.index = it.from;
            if let Record::Policy(policy) = &mut asked.record {
                policy.approvals = 1;
            }
            after.push(asked);
        }
        after.push(match &leaf.record {
            Record::Policy(policy) => Leaf {
                record: Record::Policy(crate::record::PolicyRecord { approvals: 1, ..policy.clone() }),
                ..leaf.clone()
            },
            _ => leaf.clone(),
        });
        Naive(&after).editors() >= wanted
    }
}
