//! The audit of a whole log, without trusting the folder it lies in (docs/format/log.md, "A verifier, step by step").
//!
//! It takes values and returns values: the caller reads the files and hands them in, in the order that [`Audit`] describes.

mod consistency;
mod evidence;
mod files;
mod leaves;
mod quick;
mod replay;
mod report;
mod signed;
mod witnesses;

pub use evidence::{DocumentCheck, Evidence};
pub use leaves::CheckedLeaf;
pub use quick::{Quick, Start, Visit};
pub use replay::{Judged, Replay, ResumeError};
pub use report::{Check, Cosignature, Line, Outcome, Report, Verdict};

use crate::checkpoint::{Checkpoint, claimed_root};
use crate::finding::{Code, Finding};
use crate::hash::{Kid, TreeHash};
use crate::key::PublicKey;
use crate::log::{TILE_WIDTH, TileBuilder, TileContents, TileFile, TileId, TileKind, decode_entries};
use crate::policy::Policy;
use crate::position::{Index, Size};
use crate::record::{Origin, Record};
use crate::statement::Unverified;
use crate::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::num::NonZero;

/// The checks that are made of every leaf.
const OF_LEAVES: [Check; 6] =
    [Check::Statements, Check::Chain, Check::Signatures, Check::Signers, Check::Records, Check::Sealed];

/// What the auditor knows before looking: all of it may be missing.
#[derive(Debug, Clone, Default)]
pub struct Expectations {
    /// Origin and key from the ledger's byline.toml: trusted for nothing, but it must agree.
    pub config: Option<(Origin, PublicKey)>,
    /// The ledger's key that the auditor pinned, or was told.
    pub pinned: Option<PublicKey>,
    /// Its fingerprint, where the auditor was told no more: it is the pinned key if it is that of one of the ledger's keys.
    pub told: Option<Kid>,
    /// Checkpoints of this log that the auditor knows, which it has to continue.
    pub earlier: Vec<Earlier>,
    /// Whose cosignatures the auditor asks for.
    pub policy: Option<Policy>,
    /// The ledger that the auditor found in this place before, if it has another name.
    pub place_of: Option<String>,
}

/// A checkpoint of the log that was audited before, or that somebody kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The note that says so, where its signature remains to be checked: by the key that was the ledger's at that size.
    pub note: Option<String>,
    /// What it is to the auditor, to begin a sentence with: "the checkpoint that you saw last".
    pub what: String,
}

/// An audit under way.
///
/// Call, in this order: [`Audit::begin`]; [`Audit::listing`]; for each bundle of [`Audit::bundles`] [`Audit::bundle`], and after each of them
/// [`Audit::hash_tile`] for every tile of [`Audit::due_tiles`]; for each [`Audit::superseded`] file [`Audit::superseded_file`];
/// [`Audit::close_log`]; then the evidence of [`Audit::evidence`]; at last [`Audit::finish`]. A quick one is told so by [`Audit::go_on`].
#[derive(Debug)]
pub struct Audit {
    expectations: Expectations,
    threads: NonZero<usize>,
    checkpoint: Option<Checkpoint>,
    /// Origin and key as entry 0 names them, or byline.toml where it doesn't.
    named: Option<(Origin, PublicKey)>,
    /// Whether entry 0 named them.
    is_named_by_log: bool,
    /// The ledger's current key, once the log was closed.
    ledger_key: Option<PublicKey>,
    /// The bytes of `checkpoint` and `checkpoint.cose`: only a replayed log says by which key they should be signed.
    signed: (Vec<u8>, Option<Vec<u8>>),
    /// Whether the ledger's key signed the checkpoint, once the log was closed.
    is_signed: bool,
    replay: Replay,
    builder: TileBuilder,
    due: Vec<TileContents>,
    superseded: Vec<TileFile>,
    /// Whether checkpoint.cose names another root than the checkpoint, so that it must be an earlier commit's.
    looks_for_commit: bool,
    /// Roots at the sizes of earlier checkpoints.
    earlier_roots: BTreeMap<Size, TreeHash>,
    cosignatures: Vec<Cosignature>,
    evidence: Evidence,
    counts: BTreeMap<Check, u64>,
    unchecked: BTreeMap<Check, String>,
    /// Roots at the ends of commits with the ledger's key of that time, for a receipt that is one or more commits old.
    commit_roots: BTreeMap<TreeHash, PublicKey>,
    /// Where each key signed, for those that turn out to have been in other hands.
    signed_at: HashMap<Kid, Vec<Index>>,
    /// Whether a bundle was unusable, so that nothing behind it can be judged.
    broken_off: bool,
    /// Where it is a quick one.
    quick: Option<Quick>,
    findings: Vec<Finding>,
    notes: Vec<String>,
}

impl Audit {
    /// Begins with the checkpoint, the receipt and the first entry of the log.
    ///
    /// The first entry only serves to know the log's origin and key; it is judged with all others.
    pub fn begin(
        expectations: Expectations,
        checkpoint: &[u8],
        receipt: Option<&[u8]>,
        first_entry: Option<&[u8]>,
        threads: NonZero<usize>,
    ) -> Self {
        let mut audit = Self::empty(expectations, threads);
        audit.signed = (checkpoint.to_vec(), receipt.map(<[u8]>::to_vec));
        audit.checkpoint = Checkpoint::unsigned(checkpoint);
        let published = audit.checkpoint.as_ref().map(|checkpoint| checkpoint.root);
        audit.looks_for_commit = receipt.and_then(claimed_root).is_some_and(|root| Some(root) != published);
        let founding = first_entry.and_then(|entry| Unverified::parse(entry).ok());
        let from_log = founding.as_ref().and_then(|statement| match statement.record() {
            Record::Ledger(record) => Some((record.origin.clone(), PublicKey::accept(record.key).ok()?)),
            _ => None,
        });
        audit.is_named_by_log = from_log.is_some();
        audit.named = from_log.or_else(|| audit.expectations.config.clone());
        if audit.named.is_none() {
            audit.open_unknown(first_entry.is_some());
            return audit;
        }
        audit.check_config();
        audit.check_place();
        if audit.checkpoint.is_none() {
            audit.unchecked_all("the checkpoint can't be read, so the log's size is not known");
        }
        audit
    }

    fn empty(expectations: Expectations, threads: NonZero<usize>) -> Self {
        Self {
            expectations,
            threads,
            checkpoint: None,
            named: None,
            is_named_by_log: false,
            ledger_key: None,
            signed: (Vec::new(), None),
            is_signed: false,
            replay: Replay::default(),
            builder: TileBuilder::new(),
            due: Vec::new(),
            superseded: Vec::new(),
            looks_for_commit: false,
            earlier_roots: BTreeMap::new(),
            cosignatures: Vec::new(),
            evidence: Evidence::default(),
            counts: BTreeMap::new(),
            unchecked: BTreeMap::new(),
            commit_roots: BTreeMap::new(),
            signed_at: HashMap::new(),
            broken_off: false,
            quick: None,
            findings: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn unchecked_all(&mut self, why: &str) {
        for check in Check::ALL {
            self.unchecked.entry(*check).or_insert_with(|| why.to_owned());
        }
    }

    /// Says that byline.toml is there and can't be used.
    pub fn config_refused(&mut self, words: &str) {
        self.find(Finding::in_file("byline.toml", Code::LedgerMismatch, words));
    }

    /// The size that the checkpoint gives; 0 when there is none to go by.
    pub fn size(&self) -> Size {
        self.checkpoint.as_ref().map_or(Size::ZERO, |checkpoint| checkpoint.size)
    }

    /// Whether a bundle was unusable, so that nothing behind it can be judged: handing in more is of no use.
    ///
    /// A caller stops there, for the size in a checkpoint may be any number, and nobody has as many bundles.
    pub fn is_broken_off(&self) -> bool {
        self.broken_off
    }

    /// The entry bundles to hand in, in order; of a quick audit those with new entries.
    pub fn bundles(&self) -> impl Iterator<Item = TileFile> + use<> {
        let size = self.size();
        (self.builder.size().get() / u64::from(TILE_WIDTH)..)
            .map_while(move |number| TileId { kind: TileKind::Entries, number }.in_tree(size))
    }

    /// Takes the next bundle: its bytes, or nothing when it is missing or can't be read.
    pub fn bundle(&mut self, file: TileFile, bytes: Option<&[u8]>) {
        if self.broken_off {
            return;
        }
        let name = format!("log/{file}");
        let Some(bytes) = bytes else {
            self.find(Finding::in_file(&name, Code::TileMalformed, "the bundle is missing"));
            return self.break_off();
        };
        let entries = match decode_entries(bytes, file.width()) {
            Ok(entries) => entries,
            Err(error) => {
                self.find(Finding::in_file(&name, Code::TileMalformed, error.to_string()));
                return self.break_off();
            }
        };
        *self.counts.entry(Check::Files).or_default() += 1;
        let entries = entries.get(self.seen_of(file)..).unwrap_or_default();
        let checked = self.replay.check(entries, self.threads);
        for (entry, leaf) in entries.iter().zip(checked) {
            if self.builder.append(entry).is_err() {
                return self.break_off();
            }
            if let Some(judged) = self.replay.judge(leaf) {
                self.take(judged);
            }
            self.note_root();
        }
        let made =
            if self.builder.size() == self.size() { self.builder.take_files() } else { self.builder.take_full() };
        self.due.extend(made.into_iter().filter(|tile| tile.file.id().kind != TileKind::Entries));
    }

    fn break_off(&mut self) {
        self.broken_off = true;
        let from = self.builder.size();
        let why = format!("not checked from index {from} on: the bundle there is unusable");
        self.unchecked.insert(Check::Root, why.clone());
        self.not_judged(&why);
    }

    fn not_judged(&mut self, why: &str) {
        for check in OF_LEAVES {
            self.unchecked.insert(check, why.to_owned());
        }
    }

    /// Takes in what was said of the last leaf.
    fn take(&mut self, judged: Judged) {
        for check in OF_LEAVES {
            *self.counts.entry(check).or_default() += 1;
        }
        self.findings.extend(judged.findings);
        if let (Some(statement), Some(state)) = (judged.admitted, self.replay.state()) {
            self.signed_at.entry(statement.header().kid).or_default().push(judged.index);
            self.evidence.note(state, judged.index, &statement);
        }
    }

    /// Closes the log: call it when all bundles and tiles were handed in.
    pub fn close_log(&mut self) {
        self.close_identity();
        let Some(checkpoint) = self.checkpoint.clone() else { return };
        if !self.broken_off {
            self.counts.insert(Check::Root, 1);
            let root = self.builder.root();
            if root != checkpoint.root {
                let words = format!("the entries give {root}, the checkpoint says {}", checkpoint.root);
                self.find(Finding::in_file("log/checkpoint", Code::TreeRoot, words));
            }
            self.findings.extend(self.replay.end());
            if let Some((from, format)) = self.replay.unknown_from() {
                let why = format!(
                    "not checked from index {from} on: the format is {format} there, and this program knows format 1"
                );
                self.not_judged(&why);
            }
            if self.replay.is_stopped() {
                self.not_judged("entry 0 is no ledger record, so nothing behind it was judged");
            }
        }
        self.close_consistency();
        self.note_suspects();
    }

    /// The evidence to look for: call it after [`Audit::close_log`].
    pub fn evidence(&mut self) -> &mut Evidence {
        self.evidence.settle();
        &mut self.evidence
    }

    /// The report.
    pub fn finish(mut self) -> Report {
        let (documents, quotes) = self.evidence.close(&mut self.findings);
        self.findings.sort();
        self.findings.dedup();
        let failed: BTreeSet<Code> = self.findings.iter().map(|finding| finding.code).collect();
        let lines = Check::ALL.iter().map(|check| {
            let count = match check {
                Check::Documents => documents.count,
                Check::Quotes => quotes.count,
                check => self.counts.get(check).copied().unwrap_or_default(),
            };
            let unchecked = match check {
                Check::Documents if self.quick.is_none() => documents.unchecked.clone(),
                Check::Quotes if self.quick.is_none() => quotes.unchecked.clone(),
                check => self.unchecked.get(check).cloned(),
            };
            let outcome = if check.codes().iter().any(|code| failed.contains(code)) {
                Outcome::Failed
            } else if let Some(why) = unchecked {
                Outcome::NotChecked(why)
            } else if let Some(quick) = &self.quick {
                self.outcome_of_quick(*check, count, quick)
            } else {
                self.passed_or_nothing(*check, count)
            };
            Line { check: *check, outcome, count, counted: counted(*check) }
        });
        let (lines, sealed_at, roster) = (lines.collect(), self.sealed_at(), self.judged_roster());
        Report {
            lines,
            roster,
            quick: self.quick,
            note: self.signed.0,
            is_signed: self.is_signed,
            ledger_key: self.ledger_key.map(|key| key.kid()),
            pin: self.ledger_key,
            pinned: self.expectations.pinned,
            cosignatures: self.cosignatures,
            sealed_at,
            checkpoint: self.checkpoint,
            findings: self.findings,
            notes: self.notes,
        }
    }

    fn passed_or_nothing(&self, check: Check, count: u64) -> Outcome {
        match (check, count) {
            (Check::Witnesses, 0) => Outcome::NotApplicable("you named no witnesses".to_owned()),
            (Check::Consistency, 0) => Outcome::NotApplicable("you have not seen this log before".to_owned()),
            (Check::Documents, 0) => Outcome::NotApplicable("no document is recorded".to_owned()),
            (Check::Quotes, 0) => Outcome::NotApplicable("no quote is recorded".to_owned()),
            _ => Outcome::Passed,
        }
    }

    fn sealed_at(&self) -> Option<Timestamp> {
        self.replay.state()?.last_boundary().map(|last| last.sealed_at)
    }
}

fn counted(check: Check) -> &'static str {
    match check {
        Check::Ledger => "keys",
        Check::Checkpoint => "checkpoints",
        Check::Witnesses => "cosignatures",
        Check::Consistency => "earlier checkpoints",
        Check::Files => "files",
        Check::Root => "roots",
        Check::Documents => "documents",
        Check::Quotes => "passages",
        _ => "entries",
    }
}

/// An error with its causes, in one line.
fn words_of(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_words = cause.to_string();
        if !words.ends_with(&cause_words) {
            words = format!("{words}: {cause_words}");
        }
        source = cause.source();
    }
    words
}
