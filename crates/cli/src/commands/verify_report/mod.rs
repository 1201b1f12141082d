//! `byline verify report.html`: a report by itself, or against the ledger. Its records are checked as those of a bundle are, the page is made again from
//! them and compared byte by byte; with the ledger it is seen whether one is missing.

mod again;
mod against;
mod json;
mod text;

use super::verify_file::{Given, expectations};
use crate::Outcome;
use crate::failure::Failure;
use crate::render::html::{Carried, Kept};
use crate::render::report::Audited;
use crate::ui::Ui;
use again::Again;
use byline_ledger::bundle::{self, Beyond};
use byline_ledger::finding::{self, Code, Finding, Verdict};
use byline_ledger::position::Index;
use std::path::Path;

/// What the verification of a report found.
pub struct Report {
    /// What the report carries, as far as it can be read.
    pub carried: Option<Carried>,
    /// The verification of its proof, if it carries one.
    pub proof: Option<bundle::Report>,
    /// The checks of the page itself, in the order of docs/reference.md.
    pub lines: Vec<Line>,
    /// Everything that is wrong, that of the proof first.
    pub findings: Vec<Finding>,
    /// What was logged on the same events since.
    pub later: Vec<Later>,
    /// What isn't shown by any of it: a name and words.
    pub never_shown: Vec<(&'static str, &'static str)>,
}

/// One check of the page itself.
pub struct Line {
    pub check: Check,
    pub outcome: finding::Outcome,
    pub count: u64,
}

/// A check of the page itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Whether it carries what a report carries.
    Carried,
    /// Whether it says that its ledger failed its audit.
    Audited,
    /// Whether its ledger is the one that the reader means, where no proof says so.
    Ledger,
    /// Whether the ledger ever had the state that it shows.
    Earlier,
    /// Whether it is what the program makes of its records.
    Page,
    /// Whether it has all records that belong to it.
    Complete,
}

/// A record that was logged on the events of a report since.
pub struct Later {
    pub index: Index,
    pub kind: &'static str,
    /// Whether it corrects, withdraws, judges or discloses another one.
    pub is_on_another: bool,
}

impl Check {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::Audited => "audited",
            Self::Ledger => "ledger",
            Self::Earlier => "earlier",
            Self::Page => "page",
            Self::Complete => "complete",
        }
    }

    /// What it checks, as a sentence without its end.
    pub fn title(self) -> &'static str {
        match self {
            Self::Carried => "the report carries what it was made from",
            Self::Audited => "the ledger passed its audit when the report was written",
            Self::Ledger => "the ledger is the one you pinned",
            Self::Earlier => "the ledger had the state that the report shows",
            Self::Page => "the report is what Byline makes of these records",
            Self::Complete => "no record of these events is missing, and none is too many",
        }
    }

    /// What it counts, in the plural.
    pub fn counted(self) -> &'static str {
        match self {
            Self::Carried | Self::Audited | Self::Ledger | Self::Earlier | Self::Page => "reports",
            Self::Complete => "records",
        }
    }
}

impl Report {
    /// The verdict on everything that was checked.
    pub fn verdict(&self) -> Verdict {
        let of_proof = self.proof.iter().flat_map(|proof| proof.lines.iter().map(|line| &line.outcome));
        Verdict::of(&self.findings, of_proof.chain(self.lines.iter().map(|line| &line.outcome)))
    }

    fn passed(&mut self, check: Check, count: usize) {
        self.lines.push(Line { check, outcome: finding::Outcome::Passed, count: count as u64 });
    }

    fn failed(&mut self, check: Check, findings: impl IntoIterator<Item = Finding>, count: usize) {
        self.findings.extend(findings);
        self.lines.push(Line { check, outcome: finding::Outcome::Failed, count: count as u64 });
    }

    fn not_checked(&mut self, check: Check, why: impl Into<String>) {
        self.lines.push(Line { check, outcome: finding::Outcome::NotChecked(why.into()), count: 0 });
    }
}

/// Checks a report in a file.
///
/// # Errors
/// When the ledger that was named can't be read, or is another one.
pub fn run(ui: &mut Ui, file: &Path, bytes: &[u8], given: &Given<'_>) -> Result<Outcome, Failure> {
    let report = verified(bytes, given)?;
    let written = match ui.is_json() {
        true => ui.json(&json::of(file, &report)),
        false => text::write(ui, file, &report, given),
    };
    match written {
        // The verdict stands, whoever has stopped reading.
        Err(failure) if failure.is_closed_pipe() => {}
        written => written?,
    }
    Ok(match report.verdict() {
        Verdict::Passed => Outcome::Passed,
        Verdict::Failed => Outcome::Failed,
        Verdict::Incomplete => Outcome::Incomplete,
    })
}

/// A report is its writer's word on what he left out, and on the audit that he made.
const AUDITED: (&str, &str) = ("audited", "what the report says of an audit of the ledger: that is its writer's word");
const COMPLETE: (&str, &str) = (
    "complete",
    "whether a record of these events is missing, or was corrected or withdrawn since: name the ledger with -C to see",
);

fn verified(bytes: &[u8], given: &Given<'_>) -> Result<Report, Failure> {
    let mut report = Report {
        carried: None,
        proof: None,
        lines: Vec::new(),
        findings: Vec::new(),
        later: Vec::new(),
        never_shown: vec![AUDITED],
    };
    let carried = std::str::from_utf8(uncut(bytes)).map_err(|_| "it is not UTF-8".to_owned()).and_then(Carried::read);
    let carried = match carried {
        Ok(carried) => carried,
        Err(words) => {
            report.failed(Check::Carried, [Finding::on_ledger(Code::ReportMalformed, words)], 1);
            return Ok(report);
        }
    };
    report.passed(Check::Carried, 1);
    check_audited(&mut report, &carried);
    let again = match &carried.proof {
        Some(proof) => {
            let found = bundle::verify(proof, &expectations(bundle_origin(proof).as_deref(), given)?);
            report.findings.extend(found.findings.iter().cloned());
            let is_judged = found.verdict() != Verdict::Failed && found.later.is_none();
            let again = is_judged.then(|| Again::of(proof, &found, &carried.inside)).flatten();
            report.proof = Some(found);
            again
        }
        None => None,
    };
    if let Some(again) = &again {
        again.check_earlier(&mut report, &carried.inside);
        again.check_page(&mut report, bytes, &carried);
    } else if carried.proof.is_some() {
        let is_later = report.proof.as_ref().is_some_and(|proof| proof.later.is_some());
        let why = if is_later { "its proof needs a later version of Byline" } else { "its records are not proven" };
        report.not_checked(Check::Page, why);
    }
    match given.ledger {
        Some(folder) => against::check(&mut report, folder, bytes, &carried, again.as_ref(), given)?,
        None if carried.proof.is_none() => {
            let why = format!("{}; name the ledger with -C to check it", missing_words(carried.inside.proof));
            report.not_checked(Check::Page, why);
        }
        None => report.never_shown.push(COMPLETE),
    }
    let beyond = [Beyond::References, Beyond::Evidence, Beyond::Log];
    report.never_shown.extend(beyond.map(|one| (one.name(), one.words())));
    report.carried = Some(carried);
    Ok(report)
}

/// The bytes without the beginning of a character that a cut left at their end: what is wrong is then the cut.
fn uncut(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() && Carried::is_cut(bytes) => &bytes[..error.valid_up_to()],
        _ => bytes,
    }
}

/// That the ledger passed is its writer's word, and shown by nothing here. That it failed needs no proof: the writer says so himself.
fn check_audited(report: &mut Report, carried: &Carried) {
    if let Audited::Failed { findings } = &carried.inside.options.audited {
        let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
        let words =
            format!("the report says that the ledger failed its audit when it was written: {}", findings.join("; "));
        report.failed(Check::Audited, [Finding::on_ledger(Code::ReportFailing, words)], 1);
    }
}

fn bundle_origin(proof: &[u8]) -> Option<String> {
    bundle::Bundle::decode(proof).ok()?.claimed_origin().map(str::to_owned)
}

fn missing_words(kept: Kept) -> &'static str {
    match kept {
        Kept::Whole => "it carries its proof",
        Kept::TooLarge => "it carries no proof, as its records are too many for one page",
        Kept::NotProven => "it carries no proof, as the ledger didn't prove its records",
    }
}
