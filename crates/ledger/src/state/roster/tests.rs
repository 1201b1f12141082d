//! The replay against a reference that computes everything anew, over random changes of a small newsroom.

use super::naive::{Leaf, Naive};
use super::{Change, Roster, RosterLeaf};
use crate::hash::{Kid, RecordId};
use crate::key::SecretKey;
use crate::position::Index;
use crate::record::{
    Approval, Compromise, Enrolment, Founder, Handle, KeyChange, LedgerKey, LedgerRecord, Origin, PolicyRecord, Record,
    Revocation, Role, RoleChange, Rotation, ledger_proof_bytes, proof_bytes,
};
use proptest::prelude::*;
use zeroize::Zeroizing;

const HANDLES: [&str; 4] = ["ana", "bo", "celia", "dan"];
const KEYS: u8 = 12;

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed(&Zeroizing::new([seed; 32]))
}

fn kid(seed: u8) -> Kid {
    key(seed).public().kid()
}

fn origin() -> Origin {
    "example.org/desk".parse().unwrap()
}

fn handle(number: usize) -> Handle {
    HANDLES[number % HANDLES.len()].parse().unwrap()
}

fn role(number: usize) -> Role {
    if number.is_multiple_of(2) { Role::Editor } else { Role::Reporter }
}

/// ana (with a backup key), bo and celia are editors. The ledger's key is 100, the editors' are 0 to 3.
fn founding(approvals: u64) -> Leaf {
    let founder = |number: usize, seed: u8| Founder {
        handle: handle(number),
        key: key(seed).public().bytes(),
        proof: key(seed).sign(&proof_bytes(&origin(), &handle(number), Role::Editor, kid(seed))),
        name: None,
        age: None,
    };
    let record = LedgerRecord {
        format: 1,
        origin: origin(),
        name: "A desk".parse().unwrap(),
        key: key(100).public().bytes(),
        approvals,
        editors: vec![founder(0, 0), founder(0, 1), founder(1, 2), founder(2, 3)],
        phrases: "phrases/1".to_owned(),
    };
    Leaf { index: Index::ZERO, id: id(0), kid: kid(100), record: Record::Ledger(record) }
}

fn id(index: usize) -> RecordId {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&(index as u64).to_be_bytes());
    RecordId::from_bytes(bytes)
}

/// What somebody tries: numbers that are made into a record when the log so far is known.
#[derive(Debug, Clone)]
struct Attempt {
    act: u8,
    signer: u8,
    target: u8,
    new: u8,
    numbers: (usize, usize),
    /// Usually the last change in force is named; now and then another one.
    is_stale: bool,
}

fn attempt() -> impl Strategy<Value = Attempt> {
    let numbers = (0..40usize, 0..40usize);
    let parts = (0..16u8, 0..KEYS, 0..KEYS, 0..KEYS, numbers, prop::bool::weighted(0.05));
    parts.prop_map(|(act, signer, target, new, numbers, is_stale)| Attempt {
        act,
        signer,
        target,
        new,
        numbers,
        is_stale,
    })
}

/// The record of an attempt. Whose the target is and what role he has is right more often than not.
fn record(attempt: &Attempt, leaves: &[Leaf]) -> Record {
    let naive = Naive(leaves);
    let previous = if attempt.is_stale { id(0) } else { naive.previous() };
    let (first, second) = attempt.numbers;
    let (target, new) = (kid(attempt.target), key(attempt.new));
    let whose = naive.handle(target).filter(|_| !first.is_multiple_of(8)).unwrap_or_else(|| handle(first));
    let its_role = naive.role(&whose).filter(|_| !second.is_multiple_of(8)).unwrap_or_else(|| role(second));
    let proof = |handle: &Handle, role| new.sign(&proof_bytes(&origin(), handle, role, new.public().kid()));
    let (key, reason) = (new.public().bytes(), None);
    Record::Key(match attempt.act {
        0..=2 => {
            let handle = handle(first);
            let role = naive.role(&handle).filter(|_| !second.is_multiple_of(8)).unwrap_or_else(|| role(second));
            let proof = proof(&handle, role);
            KeyChange::Enrol(Enrolment { handle, role, key, proof, previous, name: None, age: None, reason })
        }
        3 => {
            let proof = new.sign(&ledger_proof_bytes(&origin(), new.public().kid()));
            KeyChange::LedgerKey(LedgerKey::new(key, proof, previous, reason))
        }
        4..=6 => {
            let proof = proof(&whose, its_role);
            let (kid, handle, role) = (target, whose, its_role);
            KeyChange::Rotate(Rotation { kid, handle, role, key, proof, previous, age: None, reason })
        }
        7 => KeyChange::Revoke(Revocation { kid: target, handle: whose, previous, reason }),
        8 | 9 => {
            let since = (second as u64).into();
            KeyChange::Compromised(Compromise { kid: target, handle: whose, since, previous, reason })
        }
        10 => KeyChange::Role(RoleChange { handle: handle(first), role: role(second), previous, reason }),
        11 => {
            let approvals = 1 + first as u64 % 3;
            let phrases = "phrases/1".parse().unwrap();
            return Record::Policy(PolicyRecord { format: 1, phrases, approvals, previous, reason });
        }
        _ => return Record::Approval(Approval { of: leaves[leaves.len() - 1 - first % leaves.len().min(4)].id }),
    })
}

/// Whether this key may sign the record at all: what admission asks before it asks the roster.
fn may_sign(naive: &Naive<'_>, signer: Kid, record: &Record) -> bool {
    let is_own = matches!(record, Record::Key(change) if change.is_own_rotation(signer));
    let role = naive.handle(signer).and_then(|handle| naive.role(&handle));
    naive.is_living(signer) && (is_own || role == Some(Role::Editor))
}

fn problems(roster: &Roster, leaf: &Leaf) -> Vec<String> {
    let change = match &leaf.record {
        Record::Key(change) => Change::Key(change.clone()),
        Record::Policy(policy) => Change::Policy(policy.clone()),
        Record::Approval(approval) if roster.proposal(approval.of).is_none() => return vec!["no change".to_owned()],
        Record::Approval(approval) => {
            let voter = roster.member(leaf.kid).map(|member| &member.handle);
            return roster.approval_problems(&origin(), approval.of, voter, leaf.index);
        }
        _ => return Vec::new(),
    };
    roster.change_problems(&origin(), &change, leaf.kid, leaf.index)
}

fn roster_leaf(leaf: &Leaf) -> RosterLeaf<'_> {
    RosterLeaf { index: leaf.index, id: leaf.id, kid: leaf.kid, record: &leaf.record }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_replay_says_what_the_whole_list_says(approvals in 1..4u64, attempts in prop::collection::vec(attempt(), 1..60)) {
        let mut leaves = vec![founding(approvals)];
        let mut roster = Roster::replay([roster_leaf(&leaves[0])]);
        for attempt in &attempts {
            let naive = Naive(&leaves);
            let record = record(attempt, &leaves);
            let signer = kid(attempt.signer);
            if !may_sign(&naive, signer, &record) {
                continue;
            }
            let leaf = Leaf { index: Index::small(leaves.len() as u32), id: id(leaves.len()), kid: signer, record };
            let found = problems(&roster, &leaf);
            prop_assert_eq!(found.is_empty(), naive.admits(&leaf), "{:?}: {:?}", leaf, found);
            if !found.is_empty() {
                continue;
            }
            roster.take(roster_leaf(&leaf));
            leaves.push(leaf);
            let naive = Naive(&leaves);
            prop_assert_eq!(roster.previous(), Some(naive.previous()));
            prop_assert_eq!(roster.approvals(), naive.approvals());
            let ledger: Vec<_> = roster.ledger_keys().iter().map(|it| it.key.kid()).collect();
            prop_assert_eq!(ledger, naive.ledger_keys());
            for seed in 0..KEYS {
                let (member, kid) = (roster.member(kid(seed)), kid(seed));
                prop_assert_eq!(member.is_some_and(|it| it.is_living()), naive.is_living(kid), "key {}", seed);
                prop_assert_eq!(member.map(|it| it.handle.clone()), naive.handle(kid));
                prop_assert_eq!(member.map(|it| it.role), naive.handle(kid).and_then(|it| naive.role(&it)));
            }
            prop_assert!(naive.editors() >= naive.approvals());
        }
        let again = Roster::replay(leaves.iter().map(roster_leaf));
        prop_assert_eq!(again.chain(), roster.chain());
        prop_assert_eq!(again.members(), roster.members());
    }
}
