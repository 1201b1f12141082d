//! The leaves of a log, judged one after the other: the part of an audit that needs no files.

use super::leaves::{self, CheckedLeaf, Keys, LeafOutcome};
use super::words_of;
use crate::finding::{Code, Finding};
use crate::position::Index;
use crate::record::Record;
use crate::state::{State, admit, unsigned};
use crate::statement::{Statement, StatementError};
use std::num::NonZero;

/// Judges a log leaf by leaf, as docs/format/admission.md says.
///
/// It finds exactly what is in the leaves themselves. It doesn't compare them with a tree, a checkpoint or an archive, and takes origin and key from
/// entry 0's own word.
#[derive(Debug, Default)]
pub struct Replay {
    keys: Keys,
    progress: Progress,
}

#[derive(Debug, Default)]
enum Progress {
    #[default]
    Nothing,
    /// What the leaves so far say.
    Under(Box<State>),
    /// A policy moved the format's version to one that this program doesn't know: nothing from this index on is judged.
    Unknown(Box<State>),
    /// Entry 0 is no ledger record. There is neither a key nor a chain, so nothing behind it is judged.
    Stopped,
}

/// What was said of one leaf.
#[derive(Debug)]
pub struct Judged {
    /// Where it stands.
    pub index: Index,
    /// Everything that is wrong, at this leaf or, with a seal, at those that it closes.
    pub findings: Vec<Finding>,
    /// The statement, if it was admitted.
    pub admitted: Option<Box<Statement>>,
}

impl Judged {
    fn refused(index: Index, finding: Finding) -> Self {
        Self { index, findings: vec![finding], admitted: None }
    }
}

impl Replay {
    /// Reads the next leaves and checks their signatures, on several threads. Hand each of them to [`Replay::judge`], in order.
    pub fn check(&mut self, entries: &[&[u8]], threads: NonZero<usize>) -> Vec<CheckedLeaf> {
        leaves::check(entries, &mut self.keys, threads)
    }

    /// Judges the next leaf; `None` behind an entry 0 that is no ledger record, and from [`Replay::unknown_from`] on, where nothing can be
    /// judged.
    pub fn judge(&mut self, leaf: CheckedLeaf) -> Option<Judged> {
        if let Progress::Nothing = self.progress {
            match found(&leaf.outcome) {
                Ok(state) => self.progress = Progress::Under(Box::new(state)),
                Err(finding) => {
                    self.progress = Progress::Stopped;
                    return Some(Judged::refused(Index::ZERO, finding));
                }
            }
        }
        let Progress::Under(state) = &mut self.progress else { return None };
        let judged = judge(state, leaf);
        if state.has_unknown_format()
            && let Progress::Under(state) = std::mem::take(&mut self.progress)
        {
            self.progress = Progress::Unknown(state);
        }
        Some(judged)
    }

    /// The first index at which nothing is judged, because the format in force there is not known; and that format.
    pub fn unknown_from(&self) -> Option<(Index, u64)> {
        match &self.progress {
            Progress::Unknown(state) => Some((state.next(), state.roster().format())),
            _ => None,
        }
    }

    /// Whether entry 0 is no ledger record, so that nothing behind it is judged.
    pub fn is_stopped(&self) -> bool {
        matches!(self.progress, Progress::Stopped)
    }

    /// The finding that only the end of the log can show: leaves that no seal closes.
    pub fn end(&self) -> Option<Finding> {
        let Progress::Under(state) = &self.progress else { return None };
        let state = Some(state).filter(|state| state.has_open_commit())?;
        let last = Index::new(state.next().get() - 1)
            .expect("safe: an open commit has a leaf, and an index less one is an index");
        let words = format!("the leaves from index {} on are closed by no seal", state.commit_start());
        Some(Finding::at(last, Code::ChainUnsealed, words))
    }

    /// What the leaves so far say; `None` before entry 0, and behind one that is no ledger record.
    pub fn state(&self) -> Option<&State> {
        match &self.progress {
            Progress::Under(state) | Progress::Unknown(state) => Some(state),
            Progress::Nothing | Progress::Stopped => None,
        }
    }
}

/// The state before entry 0, by what entry 0 says.
fn found(entry: &LeafOutcome) -> Result<State, Finding> {
    let record = match entry {
        LeafOutcome::Malformed(error) => return Err(malformed(Index::ZERO, error)),
        LeafOutcome::Unsigned(unverified) => unverified.record(),
        LeafOutcome::Signed(statement) => statement.record(),
    };
    match record {
        Record::Ledger(record) => Ok(State::start(record.origin.clone(), &record.key)),
        record => {
            let words = format!("entry 0 is a record of the kind {}, and not a ledger", record.kind());
            Err(Finding::at(Index::ZERO, Code::LedgerMismatch, words))
        }
    }
}

/// Judges one leaf and steps the chain.
fn judge(state: &mut State, leaf: CheckedLeaf) -> Judged {
    let at = state.next();
    let statement = match leaf.outcome {
        LeafOutcome::Signed(statement) => statement,
        LeafOutcome::Malformed(error) => {
            state.skip(leaf.digest);
            return Judged::refused(at, malformed(at, &error));
        }
        LeafOutcome::Unsigned(unverified) => {
            let finding = unsigned(state.roster(), at, &unverified);
            state.skip(leaf.digest);
            return Judged::refused(at, finding);
        }
    };
    match admit(state, &statement) {
        Err(findings) => {
            state.skip(leaf.digest);
            Judged { index: at, findings, admitted: None }
        }
        Ok(admitted) => {
            let findings = admitted.late().to_vec();
            state.append(admitted);
            Judged { index: at, findings, admitted: Some(statement) }
        }
    }
}

fn malformed(at: Index, error: &StatementError) -> Finding {
    Finding::at(at, error.code(), words_of(error))
}
