//! Changes of the roster, for logs in which keys come and go, and leaves that no honest ledger takes in.

use super::{Log, at, consent, handle, key, origin};
use crate::cbor;
use crate::cose::{Sign1, signed_bytes};
use crate::hash::{LeafDigest, RecordId};
use crate::position::Claimed;
use crate::record::*;
use crate::state::Boundary;
use crate::statement::{Statement, Unverified};

impl Log {
    fn previous(&self) -> RecordId {
        self.state.roster().previous().unwrap()
    }

    pub(crate) fn enrolment(&self, seed: u8, role: Role) -> Record {
        Record::Key(KeyChange::Enrol(Enrolment {
            handle: handle(seed),
            role,
            key: key(seed).public().bytes(),
            proof: consent(seed, role),
            previous: self.previous(),
            name: None,
            age: None,
            reason: None,
        }))
    }

    pub(crate) fn rotation(&self, old: u8, new: u8, role: Role) -> Record {
        Record::Key(KeyChange::Rotate(Rotation {
            kid: key(old).public().kid(),
            handle: handle(old),
            role,
            key: key(new).public().bytes(),
            proof: consent(new, role),
            previous: self.previous(),
            age: None,
            reason: None,
        }))
    }

    pub(crate) fn revocation(&self, seed: u8) -> Record {
        let (kid, handle) = (key(seed).public().kid(), handle(seed));
        Record::Key(KeyChange::Revoke(Revocation { kid, handle, previous: self.previous(), reason: None }))
    }

    pub(crate) fn compromise(&self, seed: u8, since: u64) -> Record {
        let (kid, handle, since) = (key(seed).public().kid(), handle(seed), Claimed::from(since));
        Record::Key(KeyChange::Compromised(Compromise { kid, handle, since, previous: self.previous(), reason: None }))
    }

    pub(crate) fn role_change(&self, seed: u8, role: Role) -> Record {
        let handle = handle(seed);
        Record::Key(KeyChange::Role(RoleChange { handle, role, previous: self.previous(), reason: None }))
    }

    pub(crate) fn next_ledger_key(&self, seed: u8) -> Record {
        let new = key(seed);
        let proof = new.sign(&ledger_proof_bytes(&origin(), new.public().kid()));
        Record::Key(KeyChange::LedgerKey(LedgerKey::new(new.public().bytes(), proof, self.previous(), None)))
    }

    pub(crate) fn policy(&self, format: u64, approvals: u64) -> Record {
        let phrases = "phrases/1".parse().unwrap();
        Record::Policy(PolicyRecord { format, phrases, approvals, previous: self.previous(), reason: None })
    }

    /// Signs a record after the last commit and appends it.
    pub(crate) fn record(&mut self, signer: u8, seconds: u64, record: Record) -> RecordId {
        let statement = self.sign(signer, self.boundaries.len(), seconds, record);
        self.append(&statement);
        statement.id()
    }

    pub(crate) fn approve(&mut self, signer: u8, seconds: u64, of: RecordId) {
        self.record(signer, seconds, Record::Approval(Approval { of }));
    }

    /// Appends a record that is refused: what a dishonest ledger takes in all the same.
    pub(crate) fn force(&mut self, signer: u8, seconds: u64, record: Record) -> RecordId {
        let statement = self.sign(signer, self.boundaries.len(), seconds, record);
        self.force_bytes(statement.bytes());
        statement.id()
    }

    pub(crate) fn force_bytes(&mut self, leaf: &[u8]) {
        self.state.skip(LeafDigest::of(leaf));
        self.leaves.push(leaf.to_vec());
    }

    /// Appends a seal that this change makes a bad one.
    pub(crate) fn force_seal(&mut self, seconds: u64, change: impl FnOnce(&mut Seal)) {
        let signer = key(self.ledger);
        let draft = crate::state::seal_draft(&self.state, signer.public().kid(), at(seconds));
        let Record::Seal(mut record) = draft.record().clone() else { panic!("a seal") };
        change(&mut record);
        let draft = crate::statement::Draft::new(draft.header().clone(), Record::Seal(record)).unwrap();
        self.force_bytes(draft.sign(&signer).bytes());
    }

    /// The end of a commit as everybody but the state sees it, for what is signed behind a seal that is refused.
    pub(crate) fn believe_last(&mut self, seconds: u64) {
        let size = self.state.next().size_before();
        self.boundaries.push(Boundary { size, head: self.state.head(), sealed_at: at(seconds) });
    }
}

/// The same statement in another version of the format, with a valid signature.
pub(crate) fn of_version(version: u64, statement: &Statement, signer: u8) -> Vec<u8> {
    let sign1 = Sign1::decode(statement.bytes()).unwrap();
    let mut header: ciborium::Value = ciborium::from_reader(&sign1.protected[..]).unwrap();
    for (label, value) in header.as_map_mut().unwrap() {
        if *label == ciborium::Value::from(3) {
            *value = ciborium::Value::from(format!("application/vnd.byline.record+cbor; version={version}"));
        }
    }
    let protected = cbor::encode_value(&header).unwrap();
    let signature = key(signer).sign(&signed_bytes(&protected, &sign1.payload));
    let leaf = Sign1 { protected, payload: sign1.payload, signature }.encode();
    assert!(Unverified::parse(&leaf).is_err());
    leaf
}
