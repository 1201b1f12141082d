//! The rules of a seal (docs/format/admission.md, "seal").

use super::State;
use crate::finding::{Code, Finding};
use crate::hash::Kid;
use crate::record::{Record, Seal};
use crate::statement::{After, Draft, Header};
use crate::time::Timestamp;

/// How far a signer's clock may differ from the ledger's, in seconds.
pub(super) const CLOCK_SLACK_S: u64 = 300;

/// What is wrong with this seal as the next leaf.
pub(super) fn problems(state: &State, seal: &Seal, sealed_at: Timestamp) -> Vec<(Code, String)> {
    let mut problems = Vec::new();
    let start = state.commit_start();
    if seal.first != start.into() || start >= state.next {
        let words = format!("`first` is {}, and the open commit is {start} to {}", seal.first, state.next);
        problems.push((Code::ChainBroken, words));
    }
    let chain = state.roster.chain();
    if seal.roster != (chain.count, chain.hash) {
        let words = format!("`roster` is not the count of {} and hash of the roster's leaves", chain.count);
        problems.push((Code::ChainBroken, words));
    }
    if let Some(last) = state.last.filter(|last| sealed_at < last.sealed_at) {
        problems.push((Code::ChainTime, format!("sealed at {sealed_at}, before the last seal's {}", last.sealed_at)));
    }
    problems
}

/// The statements of the open commit that were signed too long after this seal.
pub(super) fn late_statements(state: &State, sealed_at: Timestamp) -> Vec<Finding> {
    let limit = sealed_at.plus_s(CLOCK_SLACK_S);
    let late = state.open.iter().filter(|(_, signed_at)| *signed_at > limit);
    late.map(|(index, signed_at)| {
        let words = format!("signed at {signed_at}, more than 300 s after its seal's {sealed_at}");
        Finding::at(*index, Code::StatementTime, words)
    })
    .collect()
}

/// The seal that closes the open commit at this time, not yet signed.
///
/// Its time is the later one of `now` and the last seal's, so that seals never run backwards.
pub fn seal_draft(state: &State, ledger: Kid, now: Timestamp) -> Draft {
    let chain = state.roster.chain();
    let record = Record::Seal(Seal { first: state.commit_start().into(), roster: (chain.count, chain.hash) });
    let header = Header {
        kid: ledger,
        issuer: state.origin.to_string(),
        subject: state.origin.to_string(),
        signed_at: state.last.map_or(now, |last| now.max(last.sealed_at)),
        after: After::new(state.next.size_before(), state.head),
    };
    Draft::new(header, record).expect("safe: a seal is a few hundred bytes")
}
