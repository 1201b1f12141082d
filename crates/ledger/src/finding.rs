//! What a check finds: data, not errors. One bad entry doesn't hide the next.

use crate::position::Index;
use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// The stable name of what is wrong, for scripts and reports. Codes are never reworded (docs/reference.md).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// All codes, in the order in which a report lists its checks.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code's name.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }
    };
}

codes! {
    /// Entry 0 disagrees with byline.toml, or the ledger's key is not the pinned one nor its successor.
    LedgerMismatch = "ledger.mismatch",
    /// The checkpoint, or checkpoint.cose, isn't signed by the ledger's key.
    CheckpointSignature = "checkpoint.signature",
    /// A known witness's cosignature fails.
    CheckpointWitness = "checkpoint.witness",
    /// A tile or entry bundle is missing, has another length, or other hashes.
    TileMalformed = "tile.malformed",
    /// A file that has no place in log/.
    LogStray = "log.stray",
    /// The root over all leaves is not the checkpoint's.
    TreeRoot = "tree.root",
    /// An earlier checkpoint is not a prefix of this log.
    LogFork = "log.fork",
    /// The log is shorter than one seen before.
    LogRollback = "log.rollback",
    /// A leaf is no canonical statement.
    StatementMalformed = "statement.malformed",
    /// The protected header doesn't fit the signer and the record.
    StatementHeader = "statement.header",
    /// The signature isn't valid.
    StatementSignature = "statement.signature",
    /// The signing time is outside its bracket.
    StatementTime = "statement.time",
    /// The key is not in the roster.
    SignerUnknown = "signer.unknown",
    /// The key's time is over.
    SignerRevoked = "signer.revoked",
    /// The key's role doesn't allow this kind of record.
    SignerRole = "signer.role",
    /// A roster change out of order, without proof or without quorum.
    RosterChange = "roster.change",
    /// `after` or a seal disagrees with the chain.
    ChainBroken = "chain.broken",
    /// A seal's time is before the last one's.
    ChainTime = "chain.time",
    /// Leaves that no seal closes.
    ChainUnsealed = "chain.unsealed",
    /// The same record id at a lower index.
    RecordDuplicate = "record.duplicate",
    /// The record breaks a rule of its own kind.
    RecordInvalid = "record.invalid",
    /// A reference to something that isn't at a lower index.
    ReferenceMissing = "reference.missing",
    /// A reference to something of the wrong kind.
    ReferenceKind = "reference.kind",
    /// Entities that contain themselves.
    ReferenceCycle = "reference.cycle",
    /// A correction by somebody who may not make it.
    CorrectionAuthority = "correction.authority",
    /// A correction of a version that is no longer in force.
    CorrectionStale = "correction.stale",
    /// A correction that changes what it must keep.
    CorrectionChanged = "correction.changed",
    /// Something other than a commitment stands in a sealed place.
    SealedContent = "sealed.content",
    /// A commitment that the log holds already.
    SealedReused = "sealed.reused",
    /// A disclosure that opens nothing, or something else.
    SealedMismatch = "sealed.mismatch",
    /// A disclosure by somebody who may not make it.
    DisclosureAuthority = "disclosure.authority",
    /// An archived document or text doesn't match its record.
    DocumentHash = "document.hash",
    /// A quote doesn't stand at its place.
    QuoteMismatch = "quote.mismatch",
    /// A proof that is not in its one form, or doesn't hold exactly the entries that it needs.
    ProofMalformed = "proof.malformed",
    /// A report that doesn't carry what a report carries, or carries it in another form.
    ReportMalformed = "report.malformed",
    /// A report that is not what the program makes of its records.
    ReportChanged = "report.changed",
    /// A report without a record of the ledger that belongs to it, or with one that doesn't.
    ReportIncomplete = "report.incomplete",
    /// A report that says itself that its ledger failed its audit.
    ReportFailing = "report.failing",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Where something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The ledger as a whole.
    Ledger,
    /// A file, by its path below the ledger's folder.
    File(String),
    /// A leaf.
    Leaf(Index),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ledger => f.write_str("the ledger"),
            Self::File(path) => write!(f, "file {path}"),
            Self::Leaf(index) => write!(f, "index {index}"),
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What, by its stable name.
    pub code: Code,
    /// What, in words: what was expected and what was found. May quote hostile text: escape it.
    pub words: String,
}

impl Finding {
    /// A finding at a leaf.
    pub fn at(index: Index, code: Code, words: impl Into<String>) -> Self {
        Self { place: Place::Leaf(index), code, words: words.into() }
    }

    /// A finding in a file.
    pub fn in_file(path: impl Into<String>, code: Code, words: impl Into<String>) -> Self {
        Self { place: Place::File(path.into()), code, words: words.into() }
    }

    /// A finding on the ledger as a whole.
    pub fn on_ledger(code: Code, words: impl Into<String>) -> Self {
        Self { place: Place::Ledger, code, words: words.into() }
    }
}

/// What is wrong in the order in which somebody should look at it: whose ledger it is and what it signed, then the entries in the order of the log,
/// and at last what most often comes of a faulty entry: the broken chain above it, and the files and the tree over it.
pub fn causes_first(findings: &[Finding]) -> Vec<&Finding> {
    let by_standing = standing_among(findings);
    let mut ordered: Vec<&Finding> = findings.iter().collect();
    ordered.sort_by_key(|finding| by_standing(finding));
    ordered
}

/// Whether a finding most often comes of another one of these.
pub fn is_consequence_among(findings: &[Finding]) -> impl Fn(&Finding) -> bool + use<> {
    let by_standing = standing_among(findings);
    move |finding| Standing::Entry < by_standing(finding)
}

fn standing_among(findings: &[Finding]) -> impl Fn(&Finding) -> Standing + use<> {
    // Where all entries could be read, a bundle that is wrong is one of an earlier size, and shows what an entry shows.
    let is_whole = findings.iter().any(|finding| finding.code == Code::TreeRoot);
    move |finding| match (finding.code, &finding.place) {
        (Code::ChainBroken | Code::ChainUnsealed, _) => Standing::Chain,
        (Code::TileMalformed, Place::File(path)) if is_whole || !path.starts_with("log/tile/entries/") => {
            Standing::Tree
        }
        (Code::TreeRoot, _) => Standing::Tree,
        (_, Place::Leaf(_)) => Standing::Entry,
        _ => Standing::Whole,
    }
}

/// How near a finding is to its cause, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// It is about the ledger, what it signed, or a file of its own.
    Whole,
    /// It is about one entry.
    Entry,
    /// The entries above a faulty one were made over another.
    Chain,
    /// The tree over a faulty entry has other hashes.
    Tree,
}

/// How a check came out. "Not checked" never reads as passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// All of it holds.
    Passed,
    /// There are findings.
    Failed,
    /// Nothing failed, but not all of it was looked at, and why.
    NotChecked(String),
    /// There is nothing to check, and why.
    NotApplicable(String),
}

impl Outcome {
    /// The outcome's stable name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotChecked(_) => "not checked",
            Self::NotApplicable(_) => "not applicable",
        }
    }
}

/// The verdict on the whole of what was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Every check passed or had nothing to check.
    Passed,
    /// Something failed.
    Failed,
    /// Nothing failed, but not everything was checked.
    Incomplete,
}

impl Verdict {
    /// The verdict that these findings and outcomes make.
    pub fn of<'a>(findings: &[Finding], outcomes: impl Iterator<Item = &'a Outcome> + Clone) -> Self {
        let any = |wanted: fn(&Outcome) -> bool| outcomes.clone().any(wanted);
        if !findings.is_empty() || any(|outcome| *outcome == Outcome::Failed) {
            Self::Failed
        } else if any(|outcome| matches!(outcome, Outcome::NotChecked(_))) {
            Self::Incomplete
        } else {
            Self::Passed
        }
    }

    /// The verdict's stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Incomplete => "not checked",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_faulty_entry_stands_before_what_comes_of_it() {
        let index = Index::small;
        let tile = |path: &str| Finding::in_file(path, Code::TileMalformed, "");
        let ordered = [
            Finding::on_ledger(Code::LogFork, ""),
            Finding::at(index(26), Code::StatementSignature, ""),
            Finding::at(index(30), Code::ReferenceMissing, ""),
            Finding::at(index(27), Code::ChainBroken, ""),
            Finding::at(index(55), Code::ChainUnsealed, ""),
            Finding::in_file("log/checkpoint", Code::TreeRoot, ""),
            tile("log/tile/0/000.p/56"),
            tile("log/tile/entries/000.p/34"),
        ];
        let mut sorted = ordered.to_vec();
        sorted.sort();
        assert_ne!(sorted, ordered);
        assert_eq!(causes_first(&sorted), ordered.iter().collect::<Vec<_>>());
        let is_consequence = is_consequence_among(&sorted);
        assert_eq!(
            ordered.map(|finding| is_consequence(&finding)),
            [false, false, false, true, true, true, true, true]
        );
        // A bundle that can't be read is the cause of all that is not known behind it.
        let broken = [tile("log/tile/0/000.p/56"), tile("log/tile/entries/000.p/56")];
        assert_eq!(causes_first(&broken), [&broken[1], &broken[0]]);
    }

    #[test]
    fn no_code_stands_twice() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(names.iter().all(|name| name.split('.').count() == 2));
    }
}
