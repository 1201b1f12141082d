//! The leaves of a log, judged one after the other: the part of an audit that needs no files.

use super::leaves::{self, CheckedLeaf, Keys, LeafOutcome};
use super::words_of;
use crate::chain::RosterChain;
use crate::finding::{Code, Finding};
use crate::hash::LeafDigest;
use crate::position::{Index, Size};
use crate::record::{Origin, Record};
use crate::state::{Known, PartialState, Roster, RosterDiffers, RosterLeaf, State, admit, boundary_of, unsigned};
use crate::statement::{Statement, StatementError, Unverified};
use std::num::NonZero;

/// Judges a log leaf by leaf, as docs/format/admission.md says.
///
/// It finds exactly what is in the leaves themselves. It doesn't compare them with a tree, a checkpoint or an archive, and takes origin and key from
/// entry 0's own word.
#[derive(Debug, Default)]
pub struct Replay {
    keys: Keys,
    progress: Progress,
    /// Where the admitted leaves of the roster stand.
    roster: Vec<Index>,
}

#[derive(Debug, Default)]
enum Progress {
    #[default]
    Nothing,
    /// What the leaves so far say.
    Under(Box<State>),
    /// What the leaves say from an earlier visit on, and those of the roster before it.
    Onwards(Box<PartialState>),
    /// A policy moved the format's version to one that this program doesn't know: nothing from this index on is judged.
    Unknown(Box<State>),
    /// Entry 0 names this later version of the format as its own: nothing is judged at all.
    Later(u64),
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
    /// The statement, if all lower leaves are known and it was admitted.
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
            if let LeafOutcome::Malformed(StatementError::LaterVersion { version }) = leaf.outcome {
                self.progress = Progress::Later(version);
                return None;
            }
            match found(&leaf.outcome) {
                Ok(state) => self.progress = Progress::Under(Box::new(state)),
                Err(finding) => {
                    self.progress = Progress::Stopped;
                    return Some(Judged::refused(Index::ZERO, finding));
                }
            }
        }
        let count = self.state().map_or(0, |state| state.roster().chain().count);
        let judged = match &mut self.progress {
            Progress::Under(state) => judge(state, leaf),
            Progress::Onwards(state) => judge_onwards(state, leaf),
            Progress::Nothing | Progress::Unknown(_) | Progress::Later(_) | Progress::Stopped => return None,
        };
        if self.state().is_some_and(|state| count < state.roster().chain().count) {
            self.roster.push(judged.index);
        }
        if self.state().is_some_and(State::has_unknown_format) {
            self.progress = match std::mem::take(&mut self.progress) {
                Progress::Under(state) => Progress::Unknown(state),
                Progress::Onwards(state) => Progress::Unknown(Box::new(state.into_state())),
                other => other,
            };
        }
        Some(judged)
    }

    /// Goes on from the end of an earlier commit: its seal, and the leaves of the roster below, each with its index.
    ///
    /// From there on each leaf is judged by form, chain, time, signature, signer and the rules of its own kind; not by what it refers to below.
    ///
    /// # Errors
    /// When the seal is none, or counts other leaves of the roster than these.
    pub fn resume(origin: Origin, seal: (Index, &[u8]), roster: &[(Index, Vec<u8>)]) -> Result<Self, ResumeError> {
        let mut read = Vec::with_capacity(roster.len());
        for (index, leaf) in roster {
            read.push((*index, Unverified::parse(leaf)?.trust_the_log()));
        }
        let mut replay = Self::default();
        read.iter().for_each(|(_, logged)| replay.keys.learn(logged.record()));
        let leaves = read.iter().map(|(index, logged)| RosterLeaf {
            index: *index,
            id: logged.id(),
            kid: logged.header().kid,
            record: logged.record(),
        });
        let roster = Roster::replay(leaves);
        let statement = Unverified::parse(seal.1)?;
        let last = boundary_of(statement.record(), statement.header(), LeafDigest::of(seal.1), seal.0);
        let (Some(last), Record::Seal(record)) = (last, statement.record()) else { return Err(ResumeError::NoSeal) };
        let sealed = RosterChain { count: record.roster.0, hash: record.roster.1 };
        if roster.chain().count != read.len() as u64 {
            return Err(RosterDiffers { sealed: sealed.count, found: read.len() as u64 }.into());
        }
        let state = State::resume(origin, last, sealed, roster)?;
        replay.progress = Progress::Onwards(Box::new(PartialState::resume(state)));
        replay.roster = read.iter().map(|(index, _)| *index).collect();
        Ok(replay)
    }

    /// Whether it goes on from an earlier commit, and has not seen the leaves below.
    pub fn is_resumed(&self) -> bool {
        matches!(self.progress, Progress::Onwards(_))
    }

    /// Brings the seal below an earlier size than the one that was gone on from: a statement can stand after it.
    pub fn bring_boundary(&mut self, size: Size, seal: &[u8]) {
        let (Progress::Onwards(state), Some(index)) = (&mut self.progress, size.index_of_last()) else { return };
        if let Ok(statement) = Unverified::parse(seal) {
            let boundary = boundary_of(statement.record(), statement.header(), LeafDigest::of(seal), index);
            state.bring_boundary(size, boundary);
        }
    }

    /// Where the admitted leaves of the roster stand, in order.
    pub fn roster(&self) -> &[Index] {
        &self.roster
    }

    /// The first index at which nothing is judged, because the format in force there is not known; and that format.
    pub fn unknown_from(&self) -> Option<(Index, u64)> {
        match &self.progress {
            Progress::Unknown(state) => Some((state.next(), state.roster().format())),
            Progress::Later(version) => Some((Index::ZERO, *version)),
            _ => None,
        }
    }

    /// Whether entry 0 is no ledger record, so that nothing behind it is judged.
    pub fn is_stopped(&self) -> bool {
        matches!(self.progress, Progress::Stopped)
    }

    /// The finding that only the end of the log can show: leaves that no seal closes.
    pub fn end(&self) -> Option<Finding> {
        let state = match &self.progress {
            Progress::Under(state) => state,
            Progress::Onwards(state) => state.state(),
            _ => return None,
        };
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
            Progress::Onwards(state) => Some(state.state()),
            Progress::Nothing | Progress::Later(_) | Progress::Stopped => None,
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

/// Why nothing can be judged from an earlier commit on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResumeError {
    /// A leaf is no statement.
    #[error("a leaf that was seen before is no statement")]
    Statement(#[from] StatementError),
    /// The leaf below the size is no seal.
    #[error("the leaf that stood last is no seal")]
    NoSeal,
    /// The roster is another one.
    #[error(transparent)]
    Roster(#[from] RosterDiffers),
}

/// Judges one leaf without those below an earlier commit.
fn judge_onwards(state: &mut PartialState, leaf: CheckedLeaf) -> Judged {
    let at = state.state().next();
    match leaf.outcome {
        LeafOutcome::Signed(statement) => {
            let commit_start = state.state().commit_start();
            let findings = state.take(&statement, Known::Seals { commit_start });
            Judged { index: at, findings, admitted: None }
        }
        LeafOutcome::Malformed(error) => {
            state.pass(leaf.digest);
            Judged::refused(at, malformed(at, &error))
        }
        LeafOutcome::Unsigned(unverified) => {
            let finding = unsigned(state.roster(), at, &unverified);
            state.pass(leaf.digest);
            Judged::refused(at, finding)
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
