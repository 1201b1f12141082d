use super::*;
use crate::checkpoint::Checkpoint;
use crate::finding::{Code, Outcome, Verdict};
use crate::hash::TreeHash;
use crate::key::SecretKey;
use crate::merkle::{Frontier, Node, leaf_hash, node_hash};
use crate::position::Size;
use crate::record::*;
use crate::state::{Boundary, State, admit, seal_draft};
use crate::statement::{After, Draft, Header, Statement, Unverified};
use crate::time::Timestamp;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed(&Zeroizing::new([seed; 32]))
}

const LEDGER: u8 = 1;
const ANA: u8 = 2;
const BEN: u8 = 3;

fn at(seconds: u64) -> Timestamp {
    Timestamp::from_s(1_762_700_000 + seconds).unwrap()
}

fn origin() -> Origin {
    "example.org/desk".parse().unwrap()
}

fn handle(seed: u8) -> Handle {
    if seed == ANA { "ana" } else { "ben" }.parse().unwrap()
}

/// A log in memory, made by the rules of admission.
struct Log {
    state: State,
    leaves: Vec<Vec<u8>>,
    boundaries: Vec<Boundary>,
}

impl Log {
    fn found() -> Self {
        let founder = key(ANA);
        let proof = founder.sign(&proof_bytes(&origin(), &handle(ANA), Role::Editor, founder.public().kid()));
        let editor = Founder { handle: handle(ANA), key: founder.public().bytes(), proof, name: None, age: None };
        let record = LedgerRecord {
            format: 1,
            origin: origin(),
            name: "A desk".parse().unwrap(),
            key: key(LEDGER).public().bytes(),
            approvals: 1,
            editors: vec![editor],
            phrases: "phrases/1".to_owned(),
        };
        let state = State::start(origin(), &key(LEDGER).public().bytes());
        let mut log = Self { state, leaves: Vec::new(), boundaries: Vec::new() };
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

    fn append(&mut self, statement: &Statement) {
        let admitted = admit(&self.state, statement).unwrap();
        self.state.append(admitted);
        self.leaves.push(statement.bytes().to_vec());
    }

    fn seal(&mut self, seconds: u64) {
        let seal = seal_draft(&self.state, key(LEDGER).public().kid(), at(seconds)).sign(&key(LEDGER));
        self.append(&seal);
        self.boundaries.push(self.state.last_boundary().unwrap());
    }

    /// Signs a record that stands after this many commits.
    fn sign(&self, signer: u8, commits: usize, seconds: u64, record: Record) -> Statement {
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

    fn enrol(&mut self, seed: u8, seconds: u64) {
        let new = key(seed);
        let change = KeyChange {
            act: KeyAct::Enrol,
            handle: handle(seed),
            role: Role::Reporter,
            key: new.public().bytes(),
            proof: new.sign(&proof_bytes(&origin(), &handle(seed), Role::Reporter, new.public().kid())),
            previous: self.state.roster().previous().unwrap(),
            name: None,
            age: None,
        };
        let statement = self.sign(ANA, self.boundaries.len(), seconds, Record::Key(change));
        self.append(&statement);
    }

    /// Index 0 and 1 found it; 2 and 3 are ana's, 5 enrols ben, 7 and 8 are ben's, 10 is ana's and 4, 6, 9, 11 are seals.
    fn small() -> Self {
        Self::with_last("quay")
    }

    fn with_last(slug: &str) -> Self {
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

    fn size(&self) -> Size {
        Size::small(u32::try_from(self.leaves.len()).unwrap())
    }

    fn root(&self) -> TreeHash {
        let mut frontier = Frontier::new();
        for leaf in &self.leaves {
            frontier.push(leaf_hash(leaf));
        }
        frontier.root()
    }

    fn checkpoint(&self, signer: u8) -> String {
        let checkpoint = Checkpoint { origin: origin().to_string(), size: self.size(), root: self.root() };
        checkpoint.sign(&key(signer)).unwrap().note().to_owned()
    }

    fn node(&self, node: Node) -> TreeHash {
        if node.level == 0 {
            return leaf_hash(&self.leaves[usize::try_from(node.number).unwrap()]);
        }
        let child = |number| self.node(Node { level: node.level - 1, number });
        node_hash(child(2 * node.number), child(2 * node.number + 1))
    }

    fn statement(&self, index: u64) -> Unverified {
        Unverified::parse(&self.leaves[usize::try_from(index).unwrap()]).unwrap()
    }

    fn proven(&self, index: u64) -> ProvenLeaf {
        let closing = (index + 1..self.size().get()).find_map(|at| match self.statement(at).record() {
            Record::Seal(seal) => Some(Closing { index: place(at), first: seal.first.as_index().unwrap() }),
            _ => None,
        });
        ProvenLeaf { index: place(index), after: self.statement(index).header().after.0, closing }
    }

    /// The leaves at these indexes and no others, as a bundle on some of them.
    fn bundle_of(&self, leaves: &[u64], proven: &[u64], signer: u8) -> Bundle {
        let leaf = |index: u64| {
            let plan = crate::merkle::InclusionPlan::new(place(index), self.size()).unwrap();
            let hashes: Vec<TreeHash> = plan.nodes().iter().map(|node| self.node(*node)).collect();
            let statement = self.leaves[usize::try_from(index).unwrap()].clone();
            Leaf { index: place(index), statement, path: plan.finish(&hashes) }
        };
        let proven = proven.iter().map(|index| place(*index)).collect();
        Bundle::new(leaves.iter().map(|index| leaf(*index)).collect(), proven, self.checkpoint(signer))
    }

    fn bundle(&self, proven: &[u64]) -> Bundle {
        let leaves: Vec<ProvenLeaf> = proven.iter().map(|index| self.proven(*index)).collect();
        let roster = (0..self.size().get()).filter(|index| self.statement(*index).record().kind().is_roster());
        let plan = Plan::new(&leaves, roster.map(place), self.size()).unwrap();
        let leaves = plan.leaves().map(|index| self.leaves[usize::try_from(index.get()).unwrap()].clone()).collect();
        let hashes: Vec<TreeHash> = plan.nodes().iter().map(|node| self.node(*node)).collect();
        plan.finish(leaves, &hashes, self.checkpoint(LEDGER))
    }
}

fn place(index: u64) -> Index {
    Index::new(index).unwrap()
}

fn names(name: &str) -> Names {
    Names::new(BTreeMap::from([("en".parse().unwrap(), name.parse().unwrap())])).unwrap()
}

fn event(slug: &str) -> Record {
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

fn entity(slug: &str) -> Record {
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

fn pinned() -> Expectations {
    Expectations { pinned: Some(key(LEDGER).public()), ..Expectations::default() }
}

fn judged(bundle: &Bundle) -> Report {
    verify(&bundle.encode(), &pinned())
}

/// The findings as `code@index`, `code` alone for the ledger.
fn codes(report: &Report) -> Vec<String> {
    let text = |finding: &crate::finding::Finding| match &finding.place {
        crate::finding::Place::Leaf(index) => format!("{}@{index}", finding.code),
        _ => finding.code.to_string(),
    };
    report.findings.iter().map(text).collect()
}

fn indexes(bundle: &Bundle) -> Vec<u64> {
    bundle.leaves().iter().map(|leaf| leaf.index.get()).collect()
}

#[test]
fn every_set_of_records_is_proven_by_exactly_its_leaves() {
    let log = Log::small();
    for (proven, leaves) in [
        // Entry 0 stands after nothing; the roster and the last seal are always there.
        (&[0][..], &[0, 1, 5, 11][..]),
        (&[2], &[0, 1, 2, 4, 5, 11]),
        (&[5], &[0, 4, 5, 6, 11]),
        (&[7], &[0, 5, 6, 7, 9, 11]),
        // Signed after an earlier commit than the last one.
        (&[8], &[0, 4, 5, 8, 9, 11]),
        (&[10], &[0, 5, 9, 10, 11]),
        (&[2, 3, 7, 8, 10], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ] {
        let bundle = log.bundle(proven);
        assert_eq!(indexes(&bundle), leaves, "{proven:?}");
        let report = judged(&bundle);
        assert_eq!((codes(&report), report.verdict()), (vec![], Verdict::Passed), "{proven:?}");
        assert_eq!(report.proven.iter().map(|one| one.index.get()).collect::<Vec<_>>(), proven);
        assert_eq!(Bundle::decode(&bundle.encode()), Ok(bundle));
    }
}

#[test]
fn says_who_signed_and_when_it_was_logged() {
    let log = Log::small();
    let report = judged(&log.bundle(&[7]));
    let [proven] = &report.proven[..] else { panic!("{report:?}") };
    assert_eq!(proven.id, log.statement(7).id());
    assert_eq!((proven.kind, proven.handle.clone()), (Kind::Entity, Some(handle(BEN))));
    assert_eq!((proven.signed_at, proven.logged_at), (at(250), Some(at(300))));
    assert_eq!((report.size(), report.sealed_at), (Size::small(12), Some(at(400))));
    assert_eq!(report.ledger_key, Some(key(LEDGER).public().kid()));
}

#[test]
fn without_a_pinned_key_it_is_not_all_checked() {
    let report = verify(&Log::small().bundle(&[7]).encode(), &Expectations::default());
    assert_eq!((codes(&report), report.verdict()), (vec![], Verdict::Incomplete));
    let not_checked = |line: &&Line| matches!(line.outcome, Outcome::NotChecked(_));
    let lines: Vec<Check> = report.lines.iter().filter(not_checked).map(|line| line.check).collect();
    assert_eq!(lines, [Check::Ledger]);
}

#[test]
fn a_fork_shows_by_the_checkpoint_of_the_same_size() {
    let (log, fork) = (Log::small(), Log::with_last("pier"));
    let seen = |log: &Log| Some(Checkpoint { origin: origin().to_string(), size: log.size(), root: log.root() });
    let bundle = fork.bundle(&[7]).encode();
    assert_eq!(verify(&bundle, &Expectations { seen: seen(&fork), ..pinned() }).verdict(), Verdict::Passed);
    let report = verify(&bundle, &Expectations { seen: seen(&log), ..pinned() });
    assert_eq!(codes(&report), ["log.fork"]);
}

#[test]
fn every_attack_is_found() {
    let log = Log::small();
    let other = Log::with_last("pier");
    let good = log.bundle(&[7]);
    let with = |change: &dyn Fn(&mut Bundle)| {
        let mut bundle = good.clone();
        change(&mut bundle);
        bundle
    };
    let attacks: Vec<(&str, Bundle, &[&str])> = vec![
        ("surplus seal", log.bundle_of(&[0, 4, 5, 6, 7, 9, 11], &[7], LEDGER), &["proof.malformed@4"]),
        ("surplus record", log.bundle_of(&[0, 5, 6, 7, 8, 9, 11], &[7], LEDGER), &["proof.malformed@8"]),
        ("missing roster leaf", log.bundle_of(&[0, 4, 6, 11], &[10], LEDGER), &["proof.malformed@4"]),
        (
            "hidden enrolment",
            log.bundle_of(&[0, 9, 10, 11], &[10], LEDGER),
            &["chain.broken@9", "chain.broken@10", "chain.broken@11"],
        ),
        ("no entry 0", log.bundle_of(&[5, 6, 7, 9, 11], &[7], LEDGER), &["proof.malformed@0"]),
        ("no closing seal", log.bundle_of(&[0, 5, 6, 7, 11], &[7], LEDGER), &["proof.malformed@7"]),
        ("no seal before", log.bundle_of(&[0, 5, 7, 9, 11], &[7], LEDGER), &["proof.malformed@6", "chain.broken@7"]),
        ("no last seal", log.bundle_of(&[0, 5, 6, 7, 9], &[7], LEDGER), &["proof.malformed@11"]),
        ("a seal as the record", log.bundle_of(&[0, 5, 6, 9, 11], &[6], LEDGER), &["proof.malformed@6"]),
        ("checkpoint by another key", log.bundle_of(&indexes(&good), &[7], ANA), &["checkpoint.signature"]),
        ("checkpoint of a fork", with(&|bundle| bundle.checkpoint = other.checkpoint(LEDGER)), &["tree.root@0"]),
        (
            "record of a fork",
            with(&|bundle| *bundle = Bundle { checkpoint: log.checkpoint(LEDGER), ..other.bundle(&[7]) }),
            &["tree.root@0"],
        ),
        (
            "wrong index",
            with(&|bundle| {
                bundle.leaves[3].index = place(8);
                bundle.proven = vec![place(8)];
            }),
            &["tree.root@8"],
        ),
        (
            "swapped path",
            with(&|bundle| {
                let path = bundle.leaves[4].path.clone();
                bundle.leaves[4].path = std::mem::replace(&mut bundle.leaves[3].path, path);
            }),
            &["tree.root@7", "tree.root@9"],
        ),
        ("short path", with(&|bundle| bundle.leaves[3].path.hashes.truncate(2)), &["tree.root@7"]),
        (
            "long path",
            with(&|bundle| {
                let hash = bundle.leaves[3].path.hashes[0];
                bundle.leaves[3].path.hashes.push(hash);
            }),
            &["tree.root@7"],
        ),
        ("swapped statements", with(&|bundle| bundle.leaves[3].statement = log.leaves[8].clone()), &["tree.root@7"]),
        ("unsorted leaves", with(&|bundle| bundle.leaves.swap(3, 4)), &["proof.malformed"]),
        ("a leaf twice", with(&|bundle| bundle.leaves.insert(3, bundle.leaves[3].clone())), &["proof.malformed"]),
        ("a record twice", with(&|bundle| bundle.proven.push(place(7))), &["proof.malformed"]),
        ("no record", with(&|bundle| bundle.proven.clear()), &["proof.malformed"]),
        ("a record that is not there", with(&|bundle| bundle.proven.push(place(8))), &["proof.malformed@8"]),
        ("another format", with(&|bundle| bundle.format = "byline bundle 2".to_owned()), &["proof.malformed"]),
    ];
    for (attack, bundle, want) in attacks {
        let report = judged(&bundle);
        let got = codes(&report);
        assert_eq!(report.verdict(), Verdict::Failed, "{attack}");
        for code in want {
            assert!(got.contains(&(*code).to_owned()), "{attack}: {code} is not in {got:?}");
        }
    }
}

#[test]
fn another_ledgers_key_is_not_this_one() {
    let report = verify(
        &Log::small().bundle(&[7]).encode(),
        &Expectations { pinned: Some(key(ANA).public()), ..Expectations::default() },
    );
    assert_eq!(codes(&report), ["ledger.mismatch"]);
}

#[test]
fn every_changed_byte_is_found() {
    let bytes = Log::small().bundle(&[7]).encode();
    assert!(Bundle::is_likely(&bytes));
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        // One bit; another in the next byte, so that all are hit in turn.
        damaged[at] ^= 1 << (at % 8);
        assert_eq!(verify(&damaged, &pinned()).verdict(), Verdict::Failed, "byte {at}");
    }
    for cut in (0..bytes.len()).step_by(7) {
        assert_eq!(codes(&verify(&bytes[..cut], &pinned())), ["proof.malformed"], "cut at {cut}");
    }
    assert_eq!(codes(&verify(&[&bytes[..], &[0]].concat(), &pinned())), ["proof.malformed"]);
}

#[test]
fn every_code_of_a_proof_belongs_to_one_check() {
    for code in Code::ALL {
        assert!(Check::ALL.iter().filter(|check| check.codes().contains(code)).count() <= 1, "{code}");
    }
}

#[test]
fn no_lie_about_lengths_takes_memory() {
    // A map of four whose list of leaves claims to have 2^40 of them.
    let mut bytes = Bundle::new(Vec::new(), Vec::new(), String::new()).encode();
    let place = bytes.windows(7).position(|window| window == b"\x66leaves").unwrap() + 7;
    bytes.splice(place..=place, [0x9b, 0, 0, 1, 0, 0, 0, 0, 0]);
    assert!(Bundle::decode(&bytes).is_err());
}
