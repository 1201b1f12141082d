//! What the verification of a proof says: one line per check, and all findings.

use crate::checkpoint::Checkpoint;
use crate::finding::{Code, Finding, Outcome, Verdict};
use crate::hash::{Kid, RecordId};
use crate::key::PublicKey;
use crate::note::Verified;
use crate::position::{Index, Size};
use crate::record::{Handle, Kind};
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

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
    Statements = "statements", "every entry here is a statement in its one form", "entries",
        [SealedContent, StatementMalformed, StatementHeader];
    /// Whether seals and times agree.
    Chain = "chain", "the records stand between their seals, in chain and time", "records",
        [ChainBroken, ChainTime, ChainUnsealed, RecordDuplicate, StatementTime];
    /// Whether every signature is valid.
    Signatures = "signatures", "every statement here is signed by the key it names", "entries", [StatementSignature];
    /// Whether every signer was allowed to.
    Signers = "signers", "every signer was in the roster, with the role, at that point", "entries",
        [SignerUnknown, SignerRevoked, SignerRole, RosterChange, ReferenceMissing, ReferenceKind];
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
    /// From which index on that key was in other hands, if this record stands there or above: then it is suspect, and no fault.
    pub suspect_since: Option<Index>,
}

/// What a later version of the format makes of a proof: it isn't judged, and needs a later program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Later {
    /// Which version.
    pub version: u64,
    /// The first index at which nothing is judged; `None` when the file itself is of that version.
    pub from: Option<Index>,
}

/// A known witness that cosigned the checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// The witness's name.
    pub witness: String,
    /// When it says that it saw the checkpoint, in seconds since 1970.
    pub time_s: Option<u64>,
}

impl Cosigned {
    /// What a good cosignature says.
    pub(crate) fn of(line: &Verified) -> Self {
        Self { witness: line.by.name().to_owned(), time_s: line.time_s }
    }
}

/// Why a checkpoint is not held against an earlier one.
pub(crate) const NOT_SIGNED: &str =
    "the checkpoint here isn't shown to be the ledger's, so it says nothing against the one that you saw";

/// What a verification has found so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    findings: Vec<Finding>,
    counts: BTreeMap<Check, u64>,
    unchecked: BTreeMap<Check, String>,
    not_applicable: BTreeMap<Check, String>,
}

impl Tally {
    /// Something is wrong.
    pub(crate) fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// So many things were looked at.
    pub(crate) fn count(&mut self, check: Check, count: usize) {
        self.counts.insert(check, count as u64);
    }

    /// These checks can't be made, and why.
    pub(crate) fn not_checked(&mut self, checks: &[Check], why: &str) {
        for check in checks {
            self.unchecked.entry(*check).or_insert_with(|| why.to_owned());
        }
    }

    /// There is nothing to check, and why.
    pub(crate) fn not_applicable(&mut self, check: Check, why: &str) {
        self.not_applicable.insert(check, why.to_owned());
    }

    /// The file is no such proof, so nothing else of it can be looked at.
    pub(crate) fn refuse(&mut self, checks: &[Check], words: String) {
        self.find(Finding::on_ledger(Code::ProofMalformed, words));
        self.not_checked(checks, "the proof can't be read");
    }

    /// Whether the ledger's key is shown to have signed the checkpoint: what anybody else signed contradicts nothing that the ledger signed.
    pub(crate) fn is_signed(&self) -> bool {
        let refused = [Code::LedgerMismatch, Code::CheckpointSignature];
        !self.unchecked.contains_key(&Check::Checkpoint)
            && !self.findings.iter().any(|finding| refused.contains(&finding.code))
    }

    /// Compares the checkpoint with the one that the reader saw before: only one of the same size can be compared, once its signature was looked at.
    pub(crate) fn compare(&mut self, checkpoint: Option<&Checkpoint>, seen: Option<&Checkpoint>) {
        let (Some(checkpoint), Some(seen)) = (checkpoint, seen) else {
            return self.not_applicable(Check::Consistency, "you have not seen this log before");
        };
        if seen.size != checkpoint.size || seen.origin != checkpoint.origin {
            let why = format!("you saw it at {} entries, and a proof shows one tree only", seen.size);
            return self.not_applicable(Check::Consistency, &why);
        }
        if !self.is_signed() {
            return self.not_checked(&[Check::Consistency], NOT_SIGNED);
        }
        self.count(Check::Consistency, 1);
        if seen.root != checkpoint.root {
            let words =
                format!("at {} entries you saw the root {}, here it is {}", seen.size, seen.root, checkpoint.root);
            self.find(Finding::on_ledger(Code::LogFork, words));
        }
    }
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
    /// The same key, where the proof holds it: who has compared its fingerprint pins it.
    pub pin: Option<PublicKey>,
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
    /// What isn't judged because it is of a later version of the format.
    pub later: Option<Later>,
    /// The known witnesses that cosigned the checkpoint.
    pub cosigned: Vec<Cosigned>,
    /// What the reader may want to know and is no fault.
    pub notes: Vec<String>,
}

impl Report {
    /// Nothing yet.
    pub(crate) fn empty(beyond: &[Beyond]) -> Self {
        Self {
            checkpoint: None,
            ledger_key: None,
            pin: None,
            sealed_at: None,
            proven: Vec::new(),
            lines: Vec::new(),
            findings: Vec::new(),
            beyond: beyond.to_vec(),
            later: None,
            cosigned: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// With what was found by these checks.
    pub(crate) fn close(mut self, tally: Tally, checks: &[Check]) -> Self {
        let Tally { mut findings, counts, unchecked, not_applicable } = tally;
        findings.sort();
        findings.dedup();
        let failed: BTreeSet<Code> = findings.iter().map(|finding| finding.code).collect();
        let line = |check: &Check| {
            let outcome = if check.codes().iter().any(|code| failed.contains(code)) {
                Outcome::Failed
            } else if let Some(why) = unchecked.get(check) {
                Outcome::NotChecked(why.clone())
            } else if let Some(why) = not_applicable.get(check) {
                Outcome::NotApplicable(why.clone())
            } else {
                Outcome::Passed
            };
            Line { check: *check, outcome, count: counts.get(check).copied().unwrap_or_default() }
        };
        self.lines = checks.iter().map(line).collect();
        self.findings = findings;
        self
    }

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
