//! What an audit says: one line per check, and all findings.

use super::Quick;
use crate::checkpoint::Checkpoint;
use crate::finding::{Code, Finding};
pub use crate::finding::{Outcome, Verdict};
use crate::hash::Kid;
use crate::key::PublicKey;
use crate::position::Index;
use crate::time::Timestamp;

macro_rules! checks {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $title:literal, [$($code:ident),+];)*) => {
        /// A check of the audit, in the order of docs/reference.md.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Check {
            $($(#[$doc])* $name,)*
        }

        impl Check {
            /// All checks.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The check's stable name.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $slug,)*
                }
            }

            /// What it checks, as a sentence without its end.
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)*
                }
            }

            /// The codes of its findings.
            pub fn codes(self) -> &'static [Code] {
                match self {
                    $(Self::$name => &[$(Code::$code,)+],)*
                }
            }
        }
    };
}

checks! {
    /// Whether it is the ledger that the auditor means.
    Ledger = "ledger", "the ledger is the one you pinned", [LedgerMismatch];
    /// Whether the ledger signed its checkpoint.
    Checkpoint = "checkpoint", "the checkpoint is signed by the ledger", [CheckpointSignature];
    /// Whether those whom the auditor trusts saw the same log.
    Witnesses = "witnesses", "the witnesses that you named saw this checkpoint too", [CheckpointWitness];
    /// Whether every file is exactly what it should be.
    Files = "files", "every file of the log is exact, and none is missing or extra", [TileMalformed, LogStray];
    /// Whether the tree gives the signed root.
    Root = "root", "all entries give the root that the ledger signed", [TreeRoot];
    /// Whether the log only grew since it was last seen.
    Consistency = "consistency", "the log only grew since you last saw it", [LogFork, LogRollback];
    /// Whether every entry is a statement in its one form.
    Statements = "statements", "every entry is a statement in its one form", [StatementMalformed, StatementHeader];
    /// Whether chain, seals and times agree.
    Chain = "chain", "every statement and seal agrees with the chain before it",
        [ChainBroken, ChainTime, ChainUnsealed, RecordDuplicate, StatementTime];
    /// Whether every signature is valid.
    Signatures = "signatures", "every statement is signed by the key it names", [StatementSignature];
    /// Whether every signer was allowed to.
    Signers = "signers", "every signer was in the roster, with the role, at that point",
        [SignerUnknown, SignerRevoked, SignerRole, RosterChange];
    /// Whether every record keeps the rules.
    Records = "records", "every record keeps the rules, and what it refers to exists",
        [ReferenceMissing, ReferenceKind, ReferenceCycle, CorrectionAuthority, CorrectionStale, CorrectionChanged, RecordInvalid];
    /// Whether sealed places hold commitments, and disclosures open them.
    Sealed = "sealed", "sealed places hold only commitments, and what was disclosed is what was sealed",
        [SealedContent, SealedReused, SealedMismatch, DisclosureAuthority];
    /// Whether the archived evidence is what was recorded.
    Documents = "documents", "the archived documents are the ones recorded", [DocumentHash];
    /// Whether the quotes stand in the evidence.
    Quotes = "quotes", "every quote stands where it is said to stand", [QuoteMismatch];
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which check.
    pub check: Check,
    /// How it came out.
    pub outcome: Outcome,
    /// How many things were looked at.
    pub count: u64,
    /// What was counted, in the plural: "entries", "files", ..
    pub counted: &'static str,
}

/// What an audit found.
///
/// A report without findings shows that nothing was changed, dropped, forked or backdated beyond the 300 seconds that clocks may differ, and that every quote stands in
/// the evidence that is here. It does *not* show that any claim is true, that a signer is the person he says he is, or that nothing was left unrecorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The checkpoint that was audited, as far as it could be read.
    pub checkpoint: Option<Checkpoint>,
    /// The same as it is published: the signed note, whole. Hostile bytes where its signature is refused.
    pub note: Vec<u8>,
    /// Whether the ledger's key signed it: the pinned one or its successor, and without a pin the one that the log names.
    pub is_signed: bool,
    /// The ledger's key by which it was judged: its current one, where the log could be replayed.
    pub ledger_key: Option<Kid>,
    /// The same key. Who trusts this report pins it from now on: the log was replayed from entry 0, and if a key was pinned, through that one.
    pub pin: Option<PublicKey>,
    /// The key that the auditor pinned or was told, whole, also where he was told its fingerprint alone: a SHA-256 commits to the key.
    pub pinned: Option<PublicKey>,
    /// The good cosignatures of the witnesses that the auditor named, the earliest first.
    pub cosignatures: Vec<Cosignature>,
    /// The time of the last seal.
    pub sealed_at: Option<Timestamp>,
    /// Where the leaves of the roster stand, where every leaf was judged: what a quick audit goes on from at the next visit.
    pub roster: Option<Vec<Index>>,
    /// How much was looked at, where the audit was a quick one.
    pub quick: Option<Quick>,
    /// One line per check, in the order of [`Check::ALL`].
    pub lines: Vec<Line>,
    /// Everything that is wrong, in the order of the log.
    pub findings: Vec<Finding>,
    /// What the auditor may want to know and is no fault.
    pub notes: Vec<String>,
}

/// A witness saw this checkpoint at this time, and everything under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosignature {
    /// The witness's name in the auditor's policy. Hostile text.
    pub witness: String,
    /// The name under which it signs.
    pub key_name: String,
    /// When it saw the checkpoint, by its own clock; nothing for a time after the year 9999.
    pub time: Option<Timestamp>,
}

impl Report {
    /// The verdict on the whole.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(&self.findings, self.lines.iter().map(|line| &line.outcome))
    }

    /// The line of a check.
    pub fn line(&self, check: Check) -> &Line {
        self.lines.iter().find(|line| line.check == check).expect("safe: a report has a line for every check")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_belongs_to_exactly_one_check() {
        // These belong to proofs and reports alone.
        let of_an_audit = |code: &&Code| !["proof", "report"].iter().any(|start| code.name().starts_with(start));
        for code in Code::ALL.iter().filter(of_an_audit) {
            let checks = Check::ALL.iter().filter(|check| check.codes().contains(code)).count();
            assert_eq!(checks, 1, "{code}");
        }
    }
}
