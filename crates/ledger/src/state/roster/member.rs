//! The keys of a roster, each with its time.

use crate::hash::Kid;
use crate::key::PublicKey;
use crate::position::{Index, runs};
use crate::record::{Handle, Role, Text};
use std::fmt;

/// One person's key that is or was in the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Whose key.
    pub handle: Handle,
    /// What he may sign now: all keys of one handle have one role.
    pub role: Role,
    /// The key.
    pub key: PublicKey,
    /// The leaf from which it holds: the enrolment, or the approval that completed it.
    pub since: Index,
    /// The display name given there.
    pub name: Option<Text>,
    /// The age recipient given there.
    pub age: Option<Text>,
    /// When and how its time ended; `None` while it is living.
    pub ended: Option<End>,
    /// The key that it rotated to by its own signature, and the leaf that did it.
    pub successor: Option<(Kid, Index)>,
}

impl Member {
    /// Whether its time has not ended.
    pub fn is_living(&self) -> bool {
        self.ended.is_none()
    }
}

/// The end of a key's time: what stands at a higher index, the key can't sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The leaf with which it ended.
    pub at: Index,
    /// How.
    pub how: Ending,
}

/// How a key's time ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It signed a rotation to another key.
    Rotated,
    /// Another key took its place: by the quorum, or as the ledger's next one.
    Replaced,
    /// It, or a key that it succeeded, was revoked.
    Revoked,
    /// It, or a key that it succeeded, was in other hands.
    Compromised,
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Rotated => "rotated",
            Self::Replaced => "replaced",
            Self::Revoked => "revoked",
            Self::Compromised => "compromised",
        })
    }
}

/// A key that is or was the ledger's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgersKey {
    /// The key.
    pub key: PublicKey,
    /// The leaf from which it holds: entry 0, or the leaf that completed the change.
    pub since: Index,
}

/// Keys that a `compromised` record in force names: what they signed from an index on is suspect. No finding, but to be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspicion {
    /// Whose keys.
    pub handle: Handle,
    /// The named key, and the successors that ended with it.
    pub keys: Vec<Kid>,
    /// The first index at which nothing that they signed can be relied on.
    pub since: Index,
    /// The leaf from which the change holds.
    pub declared: Index,
}

impl Suspicion {
    /// Whether what this key signed at this index is suspect.
    pub fn covers(&self, kid: Kid, index: Index) -> bool {
        self.since <= index && self.keys.contains(&kid)
    }

    /// In words, with the indexes of what the keys signed; `here` is what was looked through: "the log".
    pub fn words(&self, signed: impl IntoIterator<Item = Index>, here: &str) -> String {
        let Self { handle, since, declared, .. } = self;
        let mut at: Vec<Index> = signed.into_iter().filter(|index| since <= index).collect();
        at.sort_unstable();
        let key = self.keys.first().map(ToString::to_string).unwrap_or_default();
        let what = match at.len() {
            0 => format!("nothing that it signed since then is in {here}"),
            1 => format!("what it signed since then is suspect: index {}", runs(&at)),
            count => format!("{count} entries that it signed since then are suspect: indexes {}", runs(&at)),
        };
        format!(
            "the key {key} of {handle} was in other hands since index {since}, as the change says that holds from index {declared}; {what}"
        )
    }
}
