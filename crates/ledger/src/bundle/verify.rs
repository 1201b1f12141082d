//! Checking a bundle without a log, by the rules of an audit (docs/format/bundle.md, "What is checked").

mod leaves;
mod signed;

use self::leaves::Read;
pub(crate) use self::signed::{check_note, refused};
use super::{Beyond, Bundle, Check, Later, Proven, ProvenLeaf, Report, Tally, VERSION};
use crate::checkpoint::Checkpoint;
use crate::finding::{Code, Finding, Place};
use crate::hash::{Kid, LeafDigest};
use crate::key::PublicKey;
use crate::note::Verifier;
use crate::position::Index;
use crate::record::ledger::FORMAT;
use crate::record::{LedgerRecord, Record};
use crate::state::{Known, PartialState, Roster, Signer, unsigned};
use crate::statement::{Statement, StatementError, Unverified};
use std::collections::BTreeMap;

/// What the reader of a proof knows before looking: all of it may be missing.
#[derive(Debug, Clone, Default)]
pub struct Expectations {
    /// The ledger's key that the reader pinned, or was told.
    pub pinned: Option<PublicKey>,
    /// Its fingerprint, where the reader was told no more. A bundle holds the keys; other proofs don't, and can't be held against it.
    pub told: Option<Kid>,
    /// The last checkpoint of this log that the reader saw.
    pub seen: Option<Checkpoint>,
    /// The witnesses that the reader knows.
    pub witnesses: Vec<Verifier>,
}

/// Checks a bundle. It needs no log and no network, and trusts nothing in the file.
pub fn verify(bytes: &[u8], expectations: &Expectations) -> Report {
    let beyond = [Beyond::Later, Beyond::References, Beyond::Evidence, Beyond::Log];
    let mut verification = Verification { expectations, tally: Tally::default(), report: Report::empty(&beyond) };
    match (Bundle::decode(bytes), Bundle::later_version(bytes)) {
        (Ok(bundle), _) => verification.run(&bundle),
        (Err(_), Some(version)) => {
            verification.report.later = Some(Later { version, from: None });
            let why = format!("the file is of version {version} of bundles, and this program knows version {VERSION}");
            verification.tally.not_checked(Check::ALL, &why);
        }
        (Err(error), None) => {
            verification.tally.refuse(Check::ALL, format!("the file is not a bundle in its one form: {error}"));
        }
    }
    verification.report.close(verification.tally, Check::ALL)
}

/// The checks that are made of the leaves as statements.
const OF_LEAVES: [Check; 5] = [Check::Statements, Check::Chain, Check::Signatures, Check::Signers, Check::Records];

struct Verification<'a> {
    expectations: &'a Expectations,
    tally: Tally,
    report: Report,
}

impl<'a> Verification<'a> {
    fn run(&mut self, bundle: &Bundle) {
        self.report.checkpoint = Checkpoint::unsigned(bundle.checkpoint().as_bytes());
        let leaves = self.read(bundle);
        let proven = self.proven(bundle, &leaves);
        match self.report.checkpoint.clone() {
            Some(checkpoint) => self.check_inclusion(bundle, &checkpoint),
            None => self.tally.not_checked(&[Check::Proof, Check::Root], "the checkpoint can't be read"),
        }
        match founding(&leaves) {
            Founding::Ledger(record) => {
                let (origin, keys) = (record.origin.clone(), self.judge(&leaves, &proven, record));
                self.check_identity(&origin, &keys);
                self.open_checkpoint(bundle, &origin, keys.last().copied());
            }
            Founding::Later(version) => {
                self.report.later = Some(Later { version, from: Some(Index::ZERO) });
                let why = "entry 0 is of a later version of the format, so nothing here says what ledger this is";
                self.tally.not_checked(&[Check::Ledger, Check::Checkpoint], why);
            }
            Founding::Wrong(finding) => {
                self.tally.find(finding);
                let why = "entry 0 does not say what ledger this is";
                self.tally.not_checked(&[Check::Ledger, Check::Checkpoint], why);
                self.tally.not_checked(&OF_LEAVES, why);
            }
        }
        if let Some(checkpoint) = self.report.checkpoint.clone() {
            self.check_leaves(bundle, &leaves, &proven, checkpoint.size);
        }
        self.close_later();
        self.tally.compare(self.report.checkpoint.as_ref(), self.expectations.seen.as_ref());
    }

    /// Judges the leaves upwards. Gives the ledger's keys, the first one first.
    fn judge(&mut self, leaves: &[Read<'_>], proven: &[ProvenLeaf], founding: &LedgerRecord) -> Vec<PublicKey> {
        let mut state = PartialState::start(founding.origin.clone(), &founding.key);
        let mut keys: Vec<PublicKey> = Vec::new();
        let mut admitted: Vec<(Kid, Index)> = Vec::new();
        let proven: BTreeMap<Index, ProvenLeaf> = proven.iter().map(|leaf| (leaf.index, *leaf)).collect();
        for leaf in leaves {
            let at = leaf.index();
            state.skip_to(at);
            let unverified = match &leaf.statement {
                Ok(unverified) => unverified,
                Err(error) => {
                    self.tally.find(malformed(at, error));
                    state.pass(LeafDigest::of(&leaf.leaf.statement));
                    continue;
                }
            };
            let proven = proven.get(&at);
            if let Some(proven) = proven {
                self.note_proven(leaves, &state, proven, unverified);
            }
            match checked(&state, at, unverified) {
                Err(finding) => {
                    self.tally.find(finding);
                    state.pass(LeafDigest::of(&leaf.leaf.statement));
                }
                Ok(statement) => {
                    let closing = proven.and_then(|proven| proven.closing);
                    let known = closing.map_or(Known::Roster, |closing| Known::Seals { commit_start: closing.first });
                    let findings = state.take(&statement, known);
                    if findings.iter().all(|finding| finding.place != Place::Leaf(at)) {
                        admitted.push((statement.header().kid, at));
                    }
                    findings.into_iter().for_each(|finding| self.tally.find(finding));
                }
            }
            let key = state.roster().ledger_key().copied();
            keys.extend(key.filter(|key| keys.last() != Some(key)));
            if state.state().has_unknown_format() {
                self.report.later = Some(Later { version: state.roster().format(), from: Some(state.state().next()) });
                break;
            }
        }
        self.note_suspects(state.roster(), &admitted);
        for check in [Check::Signatures, Check::Signers] {
            self.tally.count(check, leaves.len());
        }
        for check in [Check::Chain, Check::Records] {
            self.tally.count(check, self.report.proven.len());
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
        let seal = seal.and_then(|place| leaves[place].statement.as_ref().ok());
        self.report.proven.push(Proven {
            index: proven.index,
            id: statement.id(),
            kind: record.kind(),
            handle,
            kid: header.kid,
            signed_at: header.signed_at,
            logged_at: seal.map(|seal| seal.header().signed_at),
            suspect_since: None,
        });
    }

    /// Says what was signed by keys that were in other hands.
    fn note_suspects(&mut self, roster: &Roster, admitted: &[(Kid, Index)]) {
        for suspicion in roster.suspicions() {
            let of_keys = admitted.iter().filter(|(kid, index)| suspicion.covers(*kid, *index));
            self.report.notes.push(suspicion.words(of_keys.map(|(_, index)| *index), "this proof"));
        }
        for proven in self.report.proven.iter_mut().filter(|one| admitted.contains(&(one.kid, one.index))) {
            let covering = roster.suspicions().iter().filter(|one| one.covers(proven.kid, proven.index));
            proven.suspect_since = covering.map(|suspicion| suspicion.since).min();
        }
    }

    /// Judges nothing of what is of a later version of the format, and says so.
    fn close_later(&mut self) {
        let Some(Later { version, from: Some(from) }) = self.report.later else { return };
        let why = format!(
            "not checked from index {from} on: the format is {version} there, and this program knows format {FORMAT}"
        );
        self.tally.not_checked(&[Check::Proof], &why);
        self.tally.not_checked(&OF_LEAVES, &why);
    }
}

/// What entry 0 of a bundle says.
enum Founding<'a> {
    /// Which ledger it is.
    Ledger(&'a LedgerRecord),
    /// That the ledger was founded in this later version of the format.
    Later(u64),
    /// Nothing: it is missing, no statement, or no ledger record.
    Wrong(Finding),
}

fn founding<'a>(leaves: &'a [Read<'_>]) -> Founding<'a> {
    let first = leaves.first().filter(|leaf| leaf.index() == Index::ZERO);
    let Some(first) = first else {
        return Founding::Wrong(Finding::at(Index::ZERO, Code::ProofMalformed, "entry 0 is missing"));
    };
    match first.statement.as_ref().map(Unverified::record) {
        Ok(Record::Ledger(record)) => Founding::Ledger(record),
        Ok(_) => Founding::Wrong(Finding::at(Index::ZERO, Code::LedgerMismatch, "entry 0 is no ledger record")),
        Err(StatementError::LaterVersion { version }) => Founding::Later(*version),
        Err(error) => Founding::Wrong(malformed(Index::ZERO, error)),
    }
}

fn malformed(at: Index, error: &StatementError) -> Finding {
    Finding::at(at, error.code(), error.to_string())
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
