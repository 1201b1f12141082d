//! Which key, and which waiting change, somebody means.

use crate::failure::Failure;
use byline_ledger::position::Size;
use byline_ledger::state::{Member, Proposal, Roster};

/// The key that is meant: by its fingerprint, or by the handle of somebody who has one living key.
pub fn key<'a>(roster: &'a Roster, words: &str) -> Result<&'a Member, Failure> {
    const DIGITS: usize = 8;
    let members = roster.members();
    let found: Vec<_> = match words.strip_prefix("SHA256:") {
        Some(digits) if digits.len() < DIGITS => {
            return Err(Failure::new(format!("{words} is too short for a fingerprint"))
                .hint("give SHA256: and at least 8 characters, as `byline key list` shows them"));
        }
        Some(_) => members.into_iter().filter(|member| member.key.kid().to_string().starts_with(words)).collect(),
        None => members.into_iter().filter(|it| it.handle.as_str() == words && it.is_living()).collect(),
    };
    match found[..] {
        [member] => Ok(member),
        [] => Err(Failure::new(format!("no key of {words:?} is in the roster"))
            .hint("name it by its fingerprint; `byline key list` shows them")),
        _ => Err(Failure::new(format!("{words} has {} keys that could be meant", found.len()))
            .hint("name one by its fingerprint; `byline key list` shows them")),
    }
}

/// The waiting change that is meant.
pub fn change<'a>(roster: &'a Roster, words: &str) -> Result<&'a Proposal, Failure> {
    const DIGITS: usize = 8;
    let by_index = words.parse().ok().and_then(Size::new).map(|size| size.get());
    let is_meant = |proposal: &&Proposal| match words.strip_prefix("b3:") {
        Some(digits) => digits.len() >= DIGITS && proposal.id.to_string().starts_with(words),
        None => by_index == Some(proposal.at.get()),
    };
    let found: Vec<_> = roster.waiting().into_iter().filter(is_meant).collect();
    match found[..] {
        [proposal] => Ok(proposal),
        _ => Err(Failure::new(format!("no change {words} waits for approvals"))
            .hint("`byline key list` shows those that do; a change is void when another one came into force after it")),
    }
}
