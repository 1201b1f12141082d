//! Checking a bundle without a log, by the rules of an audit (docs/format/bundle.md, "What is checked").

mod leaves;
mod signed;

use self::leaves::Read;
pub(crate) use self::signed::check_note;
use super::{Beyond, Bundle, Check, Proven, ProvenLeaf, Report, Tally};
use crate::checkpoint::Checkpoint;
use crate::finding::{Code, Finding};
use crate::hash::LeafDigest;
use crate::key::PublicKey;
use crate::note::Verifier;
use crate::position::Index;
use crate::record::{LedgerRecord, Record};
use crate::state::{Known, PartialState, Signer, unsigned};
use crate::statement::{Statement, Unverified};
use std::collections::BTreeMap;

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
    let beyond = [Beyond::Later, Beyond::References, Beyond::Evidence, Beyond::Log];
    let mut verification = Verification { expectations, tally: Tally::default(), report: Report::empty(&beyond) };
    match Bundle::decode(bytes) {
        Ok(bundle) => verification.run(&bundle),
        Err(error) => {
            verification.tally.refuse(Check::ALL, format!("the file is not a bundle in its one form: {error}"));
        }
    }
    verification.report.close(verification.tally, Check::ALL)
}

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
            Some(checkpoint) => {
                self.check_inclusion(bundle, &checkpoint);
                self.check_leaves(&leaves, &proven, checkpoint.size);
            }
            None => self.tally.not_checked(&[Check::Proof, Check::Root], "the checkpoint can't be read"),
        }
        match founding(&leaves) {
            Ok(record) => {
                let (origin, keys) = (record.origin.clone(), self.judge(&leaves, &proven, record));
                self.check_identity(&origin, &keys);
                self.open_checkpoint(bundle, &origin, keys.last().copied());
            }
            Err(finding) => {
                self.tally.find(finding);
                let all =
                    [Check::Ledger, Check::Checkpoint, Check::Chain, Check::Signatures, Check::Signers, Check::Records];
                self.tally.not_checked(&all, "entry 0 does not say what ledger this is");
            }
        }
        self.tally.compare(self.report.checkpoint.as_ref(), self.expectations.seen.as_ref());
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
                    self.tally.find(finding);
                    state.pass(LeafDigest::of(&leaf.leaf.statement));
                }
                Ok(statement) => {
                    let closing = proven.and_then(|proven| proven.closing);
                    let known = closing.map_or(Known::Roster, |closing| Known::Seals { commit_start: closing.first });
                    state.take(&statement, known).into_iter().for_each(|finding| self.tally.find(finding));
                }
            }
            let key = state.roster().ledger_key().copied();
            keys.extend(key.filter(|key| keys.last() != Some(key)));
        }
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
