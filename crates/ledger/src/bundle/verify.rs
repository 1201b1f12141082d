//! Checking a bundle without a log, by the rules of an audit (docs/format/bundle.md, "What is checked").

mod leaves;
mod signed;

use self::leaves::Read;
use super::{Beyond, Bundle, Check, Cosigned, Line, Proven, ProvenLeaf, Report};
use crate::checkpoint::Checkpoint;
use crate::finding::{Code, Finding, Outcome};
use crate::hash::LeafDigest;
use crate::key::PublicKey;
use crate::note::Verifier;
use crate::position::Index;
use crate::record::{LedgerRecord, Record};
use crate::state::{Known, PartialState, Signer, unsigned};
use crate::statement::{Statement, Unverified};
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What the reader of a proof knows before looking: all of it may be missing.
#[derive(Debug, Clone, Default)]
pub struct Expectations {
    /// The ledger's key that the reader pinned, or was told.
    pub pinned: Option<PublicKey>,
    /// The last checkpoint of this log that the reader saw.
    pub seen: Option<Checkpoint>,
    /// The witnesses that the reader knows.
    pub witnesses: Vec<Verifier>,
}

/// Checks a bundle. It needs no log and no network, and trusts nothing in the file.
pub fn verify(bytes: &[u8], expectations: &Expectations) -> Report {
    let mut verification = Verification::new(expectations);
    match Bundle::decode(bytes) {
        Ok(bundle) => verification.run(&bundle),
        Err(error) => {
            let words = format!("the file is not a bundle in its one form: {error}");
            verification.findings.push(Finding::on_ledger(Code::ProofMalformed, words));
            verification.not_checked(Check::ALL, "the proof can't be read");
        }
    }
    verification.finish()
}

struct Verification<'a> {
    expectations: &'a Expectations,
    checkpoint: Option<Checkpoint>,
    ledger_key: Option<PublicKey>,
    report: Parts,
    findings: Vec<Finding>,
    counts: BTreeMap<Check, u64>,
    unchecked: BTreeMap<Check, String>,
    not_applicable: BTreeMap<Check, String>,
}

/// What the report says beside checks and findings.
#[derive(Default)]
struct Parts {
    sealed_at: Option<Timestamp>,
    proven: Vec<Proven>,
    cosigned: Vec<Cosigned>,
    notes: Vec<String>,
}

impl<'a> Verification<'a> {
    fn new(expectations: &'a Expectations) -> Self {
        Self {
            expectations,
            checkpoint: None,
            ledger_key: None,
            report: Parts::default(),
            findings: Vec::new(),
            counts: BTreeMap::new(),
            unchecked: BTreeMap::new(),
            not_applicable: BTreeMap::new(),
        }
    }

    fn not_checked(&mut self, checks: &[Check], why: &str) {
        for check in checks {
            self.unchecked.entry(*check).or_insert_with(|| why.to_owned());
        }
    }

    fn run(&mut self, bundle: &Bundle) {
        self.checkpoint = Checkpoint::unsigned(bundle.checkpoint().as_bytes());
        let leaves = self.read(bundle);
        let proven = self.proven(bundle, &leaves);
        match self.checkpoint.clone() {
            Some(checkpoint) => {
                self.check_inclusion(bundle, &checkpoint);
                self.check_leaves(&leaves, &proven, checkpoint.size);
            }
            None => self.not_checked(&[Check::Proof, Check::Root], "the checkpoint can't be read"),
        }
        match founding(&leaves) {
            Ok(record) => {
                let (origin, keys) = (record.origin.clone(), self.judge(&leaves, &proven, record));
                self.check_identity(&origin, &keys);
                self.open_checkpoint(bundle, &origin, keys.last().copied());
            }
            Err(finding) => {
                self.findings.push(finding);
                let all =
                    [Check::Ledger, Check::Checkpoint, Check::Chain, Check::Signatures, Check::Signers, Check::Records];
                self.not_checked(&all, "entry 0 does not say what ledger this is");
            }
        }
        self.check_seen();
    }

    /// Judges the leaves upwards. Gives the ledger's keys, the first one first.
    fn judge(&mut self, leaves: &[Read<'_>], proven: &[ProvenLeaf], founding: &LedgerRecord) -> Vec<PublicKey> {
        let mut state = PartialState::start(founding.origin.clone(), &founding.key);
        let mut keys: Vec<PublicKey> = Vec::new();
        let proven: BTreeMap<Index, ProvenLeaf> = proven.iter().map(|leaf| (leaf.index, *leaf)).collect();
        for leaf in leaves {
            let at = leaf.index();
            state.skip_to(at);
            let Some(unverified) = &leaf.statement else {
                state.pass(LeafDigest::of(&leaf.leaf.statement));
                continue;
            };
            let proven = proven.get(&at);
            if let Some(proven) = proven {
                self.note_proven(leaves, &state, proven, unverified);
            }
            match checked(&state, at, unverified) {
                Err(finding) => {
                    self.findings.push(finding);
                    state.pass(LeafDigest::of(&leaf.leaf.statement));
                }
                Ok(statement) => {
                    let closing = proven.and_then(|proven| proven.closing);
                    let known = closing.map_or(Known::Roster, |closing| Known::Seals { commit_start: closing.first });
                    self.findings.extend(state.take(&statement, known));
                }
            }
            let key = state.roster().ledger_key().copied();
            keys.extend(key.filter(|key| keys.last() != Some(key)));
        }
        for check in [Check::Signatures, Check::Signers] {
            self.counts.insert(check, leaves.len() as u64);
        }
        for check in [Check::Chain, Check::Records] {
            self.counts.insert(check, self.report.proven.len() as u64);
        }
        keys
    }

    fn note_proven(&mut self, leaves: &[Read<'_>], state: &PartialState, proven: &ProvenLeaf, statement: &Unverified) {
        let (header, record) = (statement.header(), statement.record());
        let handle = match state.roster().signer(header.kid) {
            Some(Signer::Member(member)) => Some(member.handle.clone()),
            _ => None,
        };
        let seal = proven.closing.and_then(|closing| leaves.binary_search_by_key(&closing.index, Read::index).ok());
        let seal = seal.and_then(|place| leaves[place].statement.as_ref());
        self.report.proven.push(Proven {
            index: proven.index,
            id: statement.id(),
            kind: record.kind(),
            handle,
            kid: header.kid,
            signed_at: header.signed_at,
            logged_at: seal.map(|seal| seal.header().signed_at),
        });
    }

    fn finish(mut self) -> Report {
        self.findings.sort();
        self.findings.dedup();
        let failed: BTreeSet<Code> = self.findings.iter().map(|finding| finding.code).collect();
        let line = |check: &Check| {
            let outcome = if check.codes().iter().any(|code| failed.contains(code)) {
                Outcome::Failed
            } else if let Some(why) = self.unchecked.get(check) {
                Outcome::NotChecked(why.clone())
            } else if let Some(why) = self.not_applicable.get(check) {
                Outcome::NotApplicable(why.clone())
            } else {
                Outcome::Passed
            };
            Line { check: *check, outcome, count: self.counts.get(check).copied().unwrap_or_default() }
        };
        let lines = Check::ALL.iter().map(line).collect();
        Report {
            lines,
            checkpoint: self.checkpoint,
            ledger_key: self.ledger_key.map(|key| key.kid()),
            sealed_at: self.report.sealed_at,
            proven: self.report.proven,
            findings: self.findings,
            beyond: vec![Beyond::Later, Beyond::References, Beyond::Evidence, Beyond::Log],
            cosigned: self.report.cosigned,
            notes: self.report.notes,
        }
    }
}

/// Entry 0, if it is there and is a ledger record.
fn founding<'a>(leaves: &'a [Read<'_>]) -> Result<&'a LedgerRecord, Finding> {
    let first = leaves.first().filter(|leaf| leaf.index() == Index::ZERO);
    let Some(first) = first else {
        return Err(Finding::at(Index::ZERO, Code::ProofMalformed, "entry 0 is missing"));
    };
    match first.statement.as_ref().map(Unverified::record) {
        Some(Record::Ledger(record)) => Ok(record),
        _ => Err(Finding::at(Index::ZERO, Code::LedgerMismatch, "entry 0 is no ledger record")),
    }
}

/// Checks the signature of a leaf by the roster below it; entry 0 brings its own key.
fn checked(state: &PartialState, at: Index, unverified: &Unverified) -> Result<Statement, Finding> {
    let key = match unverified.record() {
        Record::Ledger(record) if at == Index::ZERO => PublicKey::accept(record.key).ok(),
        _ => state.roster().signer(unverified.kid()).map(|signer| *signer.key()),
    };
    let verified = key.and_then(|key| unverified.clone().verify(&key).ok());
    verified.ok_or_else(|| unsigned(state.roster(), at, unverified))
}
