//! A small log in memory, made by the rules of admission, for the tests of proofs.

mod damages;
mod rosters;

pub(crate) use self::damages::unfound;
pub(crate) use self::rosters::of_version;

use super::{Bundle, Closing, Leaf, Plan, ProvenLeaf};
use crate::checkpoint::{Checkpoint, encode_root_receipt};
use crate::hash::TreeHash;
use crate::key::{SecretKey, SignatureBytes};
use crate::merkle::{Frontier, InclusionPlan, InclusionProof, Node, leaf_hash, node_hash};
use crate::position::{Index, Size};
use crate::record::*;
use crate::state::{Boundary, State, admit, seal_draft};
use crate::statement::{After, Draft, Header, Statement, Unverified};
use crate::time::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

pub(crate) fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed(&Zeroizing::new([seed; 32]))
}

pub(crate) const LEDGER: u8 = 1;
pub(crate) const ANA: u8 = 2;
pub(crate) const BEN: u8 = 3;
pub(crate) const CARL: u8 = 4;

pub(crate) fn at(seconds: u64) -> Timestamp {
    Timestamp::from_s(1_762_700_000 + seconds).unwrap()
}

pub(crate) fn origin() -> Origin {
    "example.org/desk".parse().unwrap()
}

/// Whose key a seed gives: ana's are 2, 12, 22 and so on.
pub(crate) fn handle(seed: u8) -> Handle {
    let handle = match seed % 10 {
        ANA => "ana",
        BEN => "ben",
        CARL => "carl",
        _ => "nobody",
    };
    handle.parse().unwrap()
}

/// A log in memory, made by the rules of admission.
pub(crate) struct Log {
    pub(crate) state: State,
    pub(crate) leaves: Vec<Vec<u8>>,
    pub(crate) boundaries: Vec<Boundary>,
    /// The seed of the ledger's key.
    pub(crate) ledger: u8,
}

impl Log {
    /// A log whose one editor is ana.
    pub(crate) fn found() -> Self {
        Self::found_by(&[ANA], 1)
    }

    /// A log with these editors, of whom so many have to agree.
    pub(crate) fn found_by(editors: &[u8], approvals: u64) -> Self {
        let editor = |seed: &u8| Founder {
            handle: handle(*seed),
            key: key(*seed).public().bytes(),
            proof: consent(*seed, Role::Editor),
            name: None,
            age: None,
        };
        let record = LedgerRecord {
            format: 1,
            origin: origin(),
            name: "A desk".parse().unwrap(),
            key: key(LEDGER).public().bytes(),
            approvals,
            editors: editors.iter().map(editor).collect(),
            phrases: "phrases/1".to_owned(),
        };
        let state = State::start(origin(), &key(LEDGER).public().bytes());
        let mut log = Self { state, leaves: Vec::new(), boundaries: Vec::new(), ledger: LEDGER };
        let header = Header {
            kid: key(LEDGER).public().kid(),
            issuer: origin().to_string(),
            subject: origin().to_string(),
            signed_at: at(0),
            after: After::new(Size::ZERO, log.state.head()),
        };
        log.append(&Draft::new(header, Record::Ledger(record)).unwrap().sign(&key(LEDGER)));
        log.seal(0);
        log
    }

    pub(crate) fn append(&mut self, statement: &Statement) {
        let admitted = admit(&self.state, statement).unwrap();
        self.state.append(admitted);
        self.leaves.push(statement.bytes().to_vec());
    }

    pub(crate) fn seal(&mut self, seconds: u64) {
        let ledger = key(self.ledger);
        let seal = seal_draft(&self.state, ledger.public().kid(), at(seconds)).sign(&ledger);
        self.append(&seal);
        self.boundaries.push(self.state.last_boundary().unwrap());
    }

    /// Signs a record that stands after this many commits.
    pub(crate) fn sign(&self, signer: u8, commits: usize, seconds: u64, record: Record) -> Statement {
        let subject = match record.slug() {
            Some(slug) => Header::subject_of_thing(record.kind(), &handle(signer), slug),
            None => origin().to_string(),
        };
        let after = self.boundaries[commits - 1];
        let header = Header {
            kid: key(signer).public().kid(),
            issuer: Header::issuer_of(&origin(), &handle(signer)),
            subject,
            signed_at: at(seconds),
            after: After::new(after.size, after.head),
        };
        Draft::new(header, record).unwrap().sign(&key(signer))
    }

    pub(crate) fn enrol(&mut self, seed: u8, seconds: u64) {
        let record = self.enrolment(seed, Role::Reporter);
        self.record(ANA, seconds, record);
    }

    /// Index 0 and 1 found it; 2 and 3 are ana's, 5 enrols ben, 7 and 8 are ben's, 10 is ana's and 4, 6, 9, 11 are seals.
    pub(crate) fn small() -> Self {
        Self::with_last("quay")
    }

    pub(crate) fn with_last(slug: &str) -> Self {
        let mut log = Self::found();
        log.append(&log.sign(ANA, 1, 50, event("fire")));
        log.append(&log.sign(ANA, 1, 60, entity("harbour")));
        log.seal(100);
        log.enrol(BEN, 150);
        log.seal(200);
        log.append(&log.sign(BEN, 3, 250, entity("mole")));
        log.append(&log.sign(BEN, 2, 260, entity("crane")));
        log.seal(300);
        log.append(&log.sign(ANA, 4, 350, entity(slug)));
        log.seal(400);
        log
    }

    pub(crate) fn size(&self) -> Size {
        Size::small(u32::try_from(self.leaves.len()).unwrap())
    }

    pub(crate) fn root(&self) -> TreeHash {
        let mut frontier = Frontier::new();
        for leaf in &self.leaves {
            frontier.push(leaf_hash(leaf));
        }
        frontier.root()
    }

    pub(crate) fn checkpoint(&self, signer: u8) -> String {
        let checkpoint = Checkpoint { origin: origin().to_string(), size: self.size(), root: self.root() };
        checkpoint.sign(&key(signer)).unwrap().note().to_owned()
    }

    pub(crate) fn node(&self, node: Node) -> TreeHash {
        if node.level == 0 {
            return leaf_hash(&self.leaves[usize::try_from(node.number).unwrap()]);
        }
        let child = |number| self.node(Node { level: node.level - 1, number });
        node_hash(child(2 * node.number), child(2 * node.number + 1))
    }

    pub(crate) fn path(&self, index: u64) -> InclusionProof {
        let plan = InclusionPlan::new(place(index), self.size()).unwrap();
        let hashes: Vec<TreeHash> = plan.nodes().iter().map(|node| self.node(*node)).collect();
        plan.finish(&hashes)
    }

    /// The bytes of checkpoint.cose.
    pub(crate) fn signed_root(&self) -> Vec<u8> {
        encode_root_receipt(origin().as_str(), self.root(), &key(self.ledger))
    }

    pub(crate) fn statement(&self, index: u64) -> Unverified {
        Unverified::parse(&self.leaves[usize::try_from(index).unwrap()]).unwrap()
    }

    pub(crate) fn proven(&self, index: u64) -> ProvenLeaf {
        let closing = (index + 1..self.size().get()).find_map(|at| match self.statement(at).record() {
            Record::Seal(seal) => Some(Closing { index: place(at), first: seal.first.as_index().unwrap() }),
            _ => None,
        });
        ProvenLeaf { index: place(index), after: self.statement(index).header().after.0, closing }
    }

    /// The leaves at these indexes and no others, as a bundle on some of them.
    pub(crate) fn bundle_of(&self, leaves: &[u64], proven: &[u64], signer: u8) -> Bundle {
        let leaf = |index: u64| {
            let statement = self.leaves[usize::try_from(index).unwrap()].clone();
            Leaf { index: place(index), statement, path: self.path(index) }
        };
        let proven = proven.iter().map(|index| place(*index)).collect();
        Bundle::new(leaves.iter().map(|index| leaf(*index)).collect(), proven, self.checkpoint(signer))
    }

    pub(crate) fn bundle(&self, proven: &[u64]) -> Bundle {
        let leaves: Vec<ProvenLeaf> = proven.iter().map(|index| self.proven(*index)).collect();
        let roster = (0..self.size().get()).filter(|index| self.statement(*index).record().kind().is_roster());
        let plan = Plan::new(&leaves, roster.map(place), self.size()).unwrap();
        let leaves = plan.leaves().map(|index| self.leaves[usize::try_from(index.get()).unwrap()].clone()).collect();
        let hashes: Vec<TreeHash> = plan.nodes().iter().map(|node| self.node(*node)).collect();
        plan.finish(leaves, &hashes, self.checkpoint(self.ledger))
    }
}

/// That a person's new key is to have this role.
pub(crate) fn consent(seed: u8, role: Role) -> SignatureBytes {
    key(seed).sign(&proof_bytes(&origin(), &handle(seed), role, key(seed).public().kid()))
}

pub(crate) fn place(index: u64) -> Index {
    Index::new(index).unwrap()
}

pub(crate) fn names(name: &str) -> Names {
    Names::new(BTreeMap::from([("en".parse().unwrap(), name.parse().unwrap())])).unwrap()
}

pub(crate) fn event(slug: &str) -> Record {
    let slug = slug.parse().unwrap();
    Record::Event(Event {
        slug,
        titles: names("A fire"),
        when: None,
        places: None,
        note: None,
        corrects: None,
        reason: None,
    })
}

pub(crate) fn entity(slug: &str) -> Record {
    Record::Entity(Entity {
        slug: slug.parse().unwrap(),
        entity_type: EntityType::Place,
        names: names("A place"),
        also: None,
        office: None,
        speaks_for: None,
        part_of: None,
        consists_of: None,
        same_as: None,
        note: None,
        corrects: None,
        reason: None,
    })
}

/// The findings as `code@index`, `code` alone where it is of no leaf.
pub(crate) fn codes(report: &super::Report) -> Vec<String> {
    let text = |finding: &crate::finding::Finding| match &finding.place {
        crate::finding::Place::Leaf(index) => format!("{}@{index}", finding.code),
        _ => finding.code.to_string(),
    };
    report.findings.iter().map(text).collect()
}

/// One vector: a file, what goes with it, and what a verifier who pinned the ledger's key finds.
pub(crate) fn vector(name: &str, form: &str, file: &[u8], with: &[(&str, &[u8])], findings: &[String]) -> Value {
    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("{byte:02x}")).collect() };
    let mut fields = json!({ "name": name, "form": form, "file": hex(file), "findings": findings });
    for (name, bytes) in with {
        fields[*name] = json!(hex(bytes));
    }
    fields
}

/// A vector of a bundle, with all that its verifier has to say: the findings, what is suspect and since when, and what is of a later version.
pub(crate) fn bundle_vector(name: &str, file: &[u8], report: &super::Report) -> Value {
    let mut fields = vector(name, "bundle", file, &[], &codes(report));
    let suspect = report.proven.iter().filter_map(|one| Some(json!([one.index.get(), one.suspect_since?.get()])));
    let suspect: Vec<Value> = suspect.collect();
    if !suspect.is_empty() {
        fields["suspect"] = json!(suspect);
    }
    if let Some(later) = report.later {
        fields["later"] = json!({ "version": later.version, "from": later.from.map(Index::get) });
    }
    fields
}

/// The vectors as a file: one on each line.
pub(crate) fn vectors(all: &[Value]) -> String {
    let key = crate::ledger::ssh_text(&key(LEDGER).public().bytes());
    let lines: Vec<String> = all.iter().map(Value::to_string).collect();
    format!("{{\"key\": {}, \"vectors\": [\n{}\n]}}\n", json!(key), lines.join(",\n"))
}
