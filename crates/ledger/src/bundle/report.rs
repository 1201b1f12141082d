//! What the verification of a proof says: one line per check, and all findings.

use crate::checkpoint::Checkpoint;
use crate::finding::{Code, Finding, Outcome, Verdict};
use crate::hash::{Kid, RecordId};
use crate::position::{Index, Size};
use crate::record::{Handle, Kind};
use crate::time::Timestamp;

macro_rules! checks {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $title:literal, $counted:literal, [$($code:ident),+];)*) => {
        /// A check of a proof, in the order of docs/reference.md. Those of an audit that it shares have the same names.
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

            /// What it counts, in the plural.
            pub fn counted(self) -> &'static str {
                match self {
                    $(Self::$name => $counted,)*
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
    /// Whether it is of the ledger that the reader means.
    Ledger = "ledger", "the ledger is the one you pinned", "keys", [LedgerMismatch];
    /// Whether the file holds what it needs.
    Proof = "proof", "the proof has the entries that it needs and no others", "entries", [ProofMalformed];
    /// Whether the ledger signed its checkpoint.
    Checkpoint = "checkpoint", "the checkpoint is signed by the ledger", "checkpoints", [CheckpointSignature, CheckpointWitness];
    /// Whether it is the tree that was seen before.
    Consistency = "consistency", "the log is the one that you saw before", "earlier checkpoints", [LogFork];
    /// Whether the entries are in the tree.
    Root = "root", "every entry here is in the tree that the ledger signed", "entries", [TreeRoot];
    /// Whether every entry is a statement in its one form.
    Statements = "statements", "every entry here is a statement in its one form", "entries", [StatementMalformed, StatementHeader];
    /// Whether seals and times agree.
    Chain = "chain", "the records stand between their seals, in chain and time", "records",
        [ChainBroken, ChainTime, ChainUnsealed, RecordDuplicate, StatementTime];
    /// Whether every signature is valid.
    Signatures = "signatures", "every statement here is signed by the key it names", "entries", [StatementSignature];
    /// Whether every signer was allowed to.
    Signers = "signers", "every signer was in the roster, with the role, at that point", "entries",
        [SignerUnknown, SignerRevoked, SignerRole, RosterChange];
    /// Whether every record keeps the rules of its kind.
    Records = "records", "every record keeps the rules of its kind", "records", [RecordInvalid];
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
}

/// What no proof of single records shows, so that nobody can have checked it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Beyond {
    /// Whether the record was corrected, withdrawn, disputed or disclosed.
    Later,
    /// What the record refers to.
    References,
    /// Documents and quotes.
    Evidence,
    /// All other entries.
    Log,
    /// Who signed the record: a proof of inclusion alone doesn't hold the roster.
    Signer,
}

impl Beyond {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Later => "later",
            Self::References => "references",
            Self::Evidence => "evidence",
            Self::Log => "log",
            Self::Signer => "signer",
        }
    }

    /// In words, without an end.
    pub fn words(self) -> &'static str {
        match self {
            Self::Later => "whether these records were corrected, withdrawn or disputed by others, then or later",
            Self::References => "what they refer to, and what they correct",
            Self::Evidence => "the archived documents, and whether the quotes stand in them",
            Self::Log => "all other entries of the log",
            Self::Signer => "who signed it, whether he could, and when it was logged",
        }
    }
}

/// A record that a bundle is about, as the bundle gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// Where it stands.
    pub index: Index,
    /// Its id.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// Who signed it, by the roster; `None` for the ledger itself and for a key that isn't in it.
    pub handle: Option<Handle>,
    /// With which key.
    pub kid: Kid,
    /// When, by the signer's clock.
    pub signed_at: Timestamp,
    /// When it was logged: the time of its closing seal.
    pub logged_at: Option<Timestamp>,
}

/// A known witness that cosigned the checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// The witness's name.
    pub witness: String,
    /// When it says that it saw the checkpoint, in seconds since 1970.
    pub time_s: Option<u64>,
}

/// What the verification of a proof found.
///
/// A report without findings shows that each proven record was signed by a key that was in the roster for it at that point, was logged when it says, and is in the tree
/// that the ledger signed. It does *not* show what [`Report::beyond`] lists, nor that any claim is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The checkpoint, as far as it could be read.
    pub checkpoint: Option<Checkpoint>,
    /// The ledger's key at that checkpoint.
    pub ledger_key: Option<Kid>,
    /// The time of the last seal.
    pub sealed_at: Option<Timestamp>,
    /// The records that it is about.
    pub proven: Vec<Proven>,
    /// One line per check, in the order of [`Check::ALL`].
    pub lines: Vec<Line>,
    /// Everything that is wrong, in the order of the log.
    pub findings: Vec<Finding>,
    /// What such a proof doesn't show.
    pub beyond: Vec<Beyond>,
    /// The known witnesses that cosigned the checkpoint.
    pub cosigned: Vec<Cosigned>,
    /// What the reader may want to know and is no fault.
    pub notes: Vec<String>,
}

impl Report {
    /// The verdict on everything that such a proof can show.
    pub fn verdict(&self) -> Verdict {
        Verdict::of(&self.findings, self.lines.iter().map(|line| &line.outcome))
    }

    /// The line of a check, if such a proof has it.
    pub fn line(&self, check: Check) -> Option<&Line> {
        self.lines.iter().find(|line| line.check == check)
    }

    /// The number of entries that the checkpoint covers.
    pub fn size(&self) -> Size {
        self.checkpoint.as_ref().map_or(Size::ZERO, |checkpoint| checkpoint.size)
    }
}
