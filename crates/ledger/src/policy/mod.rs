//! Witness policies: whose cosignatures make a checkpoint count (C2SP tlog-policy).
//!
//! ```text
//! log <vkey> [<url>]
//! witness <name> <vkey> [<url>]
//! group <name> any|all|<k> <member>...
//! quorum <name>|none
//! ```
//!
//! A policy is the auditor's own: it says whom the auditor believes to sign one history only. A quorum that was reached shows that these
//! witnesses saw no other tree of the log. It doesn't show that the records in it are true, and nothing when the witnesses act together
//! with the ledger.

mod parse;

#[cfg(test)]
mod tests;

use std::fmt;

pub use self::parse::{POLICY_LIMIT_BYTES, PolicyError, PolicyFault};
use crate::{key::PublicKey, note::Verifier};

/// A policy that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    groups: Vec<Group>,
    quorum: Option<Member>,
}

/// A log that a policy is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Its origin and key.
    pub key: Verifier,
    /// Where it is, for programs with a network.
    pub url: Option<Name>,
}

/// A witness that a policy names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Its name in the policy, which means nothing outside of it.
    pub name: Name,
    /// The name under which it signs, and its key (type 0x04).
    pub key: Verifier,
    /// Where it is, for programs with a network.
    pub url: Option<Name>,
}

/// A name in a policy: bytes, since the format gives those above 0x7F no meaning.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Vec<u8>);

/// Members of which so many have to have cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    name: Name,
    needed: usize,
    members: Vec<Member>,
}

/// What a group or the quorum counts: a witness or a group, by its place in the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Member {
    Witness(usize),
    Group(usize),
}

/// What a policy has to say of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It names no logs, so it is for any.
    Any,
    /// It names this log, with this key.
    Named,
    /// It names this log with other keys.
    OtherKeys(Vec<PublicKey>),
    /// It names other logs only.
    OtherLogs(Vec<String>),
}

/// Who cosigned, and whether that is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally<'a> {
    /// Whether the quorum is reached.
    pub is_reached: bool,
    /// The witnesses that cosigned, in the order of the policy.
    pub cosigned: Vec<&'a Witness>,
    /// Those that didn't.
    pub missing: Vec<&'a Witness>,
}

impl Policy {
    /// The witnesses, in the order of the policy.
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// The logs that it is for; any log when there are none.
    pub fn logs(&self) -> &[Log] {
        &self.logs
    }

    /// Whether it asks for cosignatures at all (`quorum none` doesn't).
    pub fn asks_for_cosignatures(&self) -> bool {
        self.quorum.is_some()
    }

    /// What it says of the log of this name and key.
    pub fn standing(&self, origin: &str, key: PublicKey) -> Standing {
        if self.logs.is_empty() {
            return Standing::Any;
        }
        let keys: Vec<_> = self.logs.iter().filter(|log| log.key.name() == origin).map(|log| log.key.key()).collect();
        if keys.contains(&key) {
            Standing::Named
        } else if keys.is_empty() {
            Standing::OtherLogs(self.logs.iter().map(|log| log.key.name().to_owned()).collect())
        } else {
            Standing::OtherKeys(keys)
        }
    }

    /// Counts the witnesses that cosigned.
    pub fn tally(&self, has_cosigned: impl Fn(&Verifier) -> bool) -> Tally<'_> {
        let signed: Vec<bool> = self.witnesses.iter().map(|witness| has_cosigned(&witness.key)).collect();
        // A group's members stand before it.
        let mut groups: Vec<bool> = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            let count = group.members.iter().filter(|member| holds(**member, &signed, &groups)).count();
            groups.push(group.needed <= count);
        }
        let of = |wanted: bool| {
            std::iter::zip(&self.witnesses, &signed).filter(|it| *it.1 == wanted).map(|(witness, _)| witness).collect()
        };
        Tally {
            is_reached: self.quorum.is_none_or(|member| holds(member, &signed, &groups)),
            cosigned: of(true),
            missing: of(false),
        }
    }

    /// The quorum in words: `w1`, `2 of (w1, w2, w3)`, `none`.
    pub fn rule(&self) -> String {
        self.quorum.map_or_else(|| "none".to_owned(), |member| self.words(member))
    }

    /// A name is a member of one group at most, so what this gives is no longer than the policy.
    fn words(&self, member: Member) -> String {
        match member {
            Member::Witness(at) => self.witnesses[at].name.to_string(),
            Member::Group(at) => {
                let group = &self.groups[at];
                let members: Vec<_> = group.members.iter().map(|member| self.words(*member)).collect();
                format!("{} of ({})", group.needed, members.join(", "))
            }
        }
    }
}

fn holds(member: Member, witnesses: &[bool], groups: &[bool]) -> bool {
    match member {
        Member::Witness(at) => witnesses[at],
        Member::Group(at) => groups[at],
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
