//! The verification of a proof in words.

use super::Given;
use crate::commands::log::summary;
use crate::failure::Failure;
use crate::ui::{Ui, counted, shown_line};
use byline_ledger::bundle::{Check, Cosigned, Proven, Report};
use byline_ledger::finding::{Finding, Outcome, Place, Verdict};
use byline_ledger::ledger::ssh_text;
use byline_ledger::proof::Form;
use byline_ledger::record::Record;
use byline_ledger::time::Timestamp;
use std::io::Write as _;
use std::path::Path;

/// How many findings are written out in text; `--format json` has all of them.
const FINDINGS_SHOWN: usize = 50;

/// How many proven records are written out in text.
const RECORDS_SHOWN: usize = 20;

/// Writes the report, with what the proven records say.
///
/// # Errors
/// When stdout can't be written to.
pub fn write(
    ui: &mut Ui,
    file: &Path,
    form: Form,
    report: &Report,
    records: &[Record],
    given: &Given<'_>,
) -> Result<(), Failure> {
    write!(ui.out, "{} in {}", capitalised(form.name()), file.display())?;
    write_known(ui, report)?;
    write_records(ui, report, records)?;
    writeln!(ui.out)?;
    for line in &report.lines {
        let check = line.check;
        writeln!(ui.out, "{}", outcome_line(check.title(), check.counted(), &line.outcome, line.count))?;
    }
    write_findings(ui, &report.findings)?;
    for note in &report.notes {
        writeln!(ui.out, "\nnote: {}", shown_line(note))?;
    }
    if !report.beyond.is_empty() {
        writeln!(ui.out, "\nNot checked, as no such proof shows it:")?;
        for beyond in &report.beyond {
            writeln!(ui.out, "  {}", beyond.words())?;
        }
    }
    write_first_contact(ui, file, report, given)?;
    writeln!(ui.out, "\n{}", verdict_words(report))?;
    Ok(())
}

/// Writes how to find out whether it is the right ledger, where nobody has said so.
///
/// # Errors
/// When stdout can't be written to.
pub fn write_first_contact(ui: &mut Ui, file: &Path, report: &Report, given: &Given<'_>) -> Result<(), Failure> {
    // A file that proves nothing is no reason to trust anybody.
    if report.verdict() == Verdict::Failed {
        return Ok(());
    }
    let is_open = report.line(Check::Ledger).is_some_and(|line| matches!(line.outcome, Outcome::NotChecked(_)));
    let (Some(checkpoint), Some(key), true, None) = (&report.checkpoint, report.pin, is_open, given.ledger_key) else {
        return Ok(());
    };
    let (origin, kid) = (shown_line(&checkpoint.origin), key.kid());
    writeln!(ui.out, "\nFIRST CONTACT: you have pinned no key for {origin}, so this may be anybody's.")?;
    writeln!(ui.out, "  It calls itself by the key {kid}")?;
    writeln!(ui.out, "  Compare that with what the newsroom says elsewhere: on its site, in print, on the telephone.")?;
    writeln!(ui.out, "  If it is the same, and only then:  byline verify {} --ledger-key {kid}", file.display())?;
    // A line to be copied holds nothing that a shell could take for more than a name.
    if checkpoint.origin.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"./-_".contains(&byte)) {
        let key = ssh_text(&key.bytes());
        writeln!(ui.out, "  or, for all that comes from it:    byline trust pin '{key}' --origin {origin}")?;
    }
    Ok(())
}

/// Of which ledger a proof is, behind what it is and where.
///
/// # Errors
/// When stdout can't be written to.
pub fn write_known(ui: &mut Ui, report: &Report) -> Result<(), Failure> {
    if let Some(checkpoint) = &report.checkpoint {
        let (origin, size) = (shown_line(&checkpoint.origin), checkpoint.size);
        write!(ui.out, ", of {origin}, {size} entries, root {}", &checkpoint.root.to_string()[..16])?;
    }
    if let Some(time) = report.sealed_at {
        write!(ui.out, ", last sealed {time}")?;
    }
    writeln!(ui.out)?;
    if let Some(kid) = report.ledger_key {
        writeln!(ui.out, "  ledger key {kid}")?;
    }
    for cosigned in &report.cosigned {
        writeln!(ui.out, "  {}", cosigned_words(cosigned))?;
    }
    Ok(())
}

fn write_records(ui: &mut Ui, report: &Report, records: &[Record]) -> Result<(), Failure> {
    if report.verdict() == Verdict::Failed && !report.proven.is_empty() {
        writeln!(ui.out, "\n  What follows is the file's own word, and not proven:")?;
    }
    for (proven, record) in report.proven.iter().zip(records).take(RECORDS_SHOWN) {
        writeln!(ui.out, "\n  entry {}: {} {}", proven.index, proven.kind, proven.id)?;
        writeln!(ui.out, "    {}", shown_line(&summary(record)))?;
        writeln!(ui.out, "    {}", signed_words(proven))?;
        if let Some(since) = proven.suspect_since {
            writeln!(ui.out, "    SUSPECT: this key was in other hands since entry {since}, as was recorded later")?;
        }
    }
    if RECORDS_SHOWN < report.proven.len() {
        writeln!(ui.out, "\n  .. and {} more: --format json has them all", report.proven.len() - RECORDS_SHOWN)?;
    }
    Ok(())
}

/// Who signed it and when, as far as the proof says: one without the roster doesn't say it.
fn signed_words(proven: &Proven) -> String {
    let (kid, signed_at) = (proven.kid, proven.signed_at);
    let Some(logged_at) = proven.logged_at else {
        return format!("names the key {kid} and the time {signed_at}, which are not checked here");
    };
    let by = proven.handle.as_ref().map(|handle| format!("by {handle} ")).unwrap_or_default();
    format!("signed {by}with {kid}, {signed_at}, logged {logged_at}")
}

fn cosigned_words(cosigned: &Cosigned) -> String {
    let witness = shown_line(&cosigned.witness);
    match cosigned.time_s.and_then(|time| Timestamp::from_s(time).ok()) {
        Some(time) => format!("cosigned by {witness}, who saw it at {time}"),
        None => format!("cosigned by {witness}"),
    }
}

/// One line of a report: how it came out, what was checked, how much of it, and why not.
pub fn outcome_line(title: &str, many: &str, outcome: &Outcome, count: u64) -> String {
    let sentence = match outcome {
        Outcome::Passed | Outcome::Failed => {
            let one = if many == "entries" { "entry" } else { many.trim_end_matches('s') };
            format!("{title} ({})", counted(usize::try_from(count).unwrap_or(usize::MAX), one, many))
        }
        Outcome::NotChecked(why) | Outcome::NotApplicable(why) => format!("{title}: {}", shown_line(why)),
    };
    format!("  {:<14} {sentence}", outcome.name())
}

/// Writes what is wrong, if anything is.
///
/// # Errors
/// When stdout can't be written to.
pub fn write_findings(ui: &mut Ui, findings: &[Finding]) -> Result<(), Failure> {
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(ui.out, "\n{}:", counted(findings.len(), "finding", "findings"))?;
    for finding in findings.iter().take(FINDINGS_SHOWN) {
        let place = match &finding.place {
            Place::Leaf(index) => format!("{} at index {index}", finding.code),
            Place::File(_) | Place::Ledger => finding.code.to_string(),
        };
        writeln!(ui.out, "  {place}: {}", shown_line(&finding.words))?;
    }
    if findings.len() > FINDINGS_SHOWN {
        writeln!(ui.out, "  .. and {} more: --format json has them all", findings.len() - FINDINGS_SHOWN)?;
    }
    Ok(())
}

fn verdict_words(report: &Report) -> &'static str {
    match report.verdict() {
        Verdict::Passed => {
            "PASSED: everything that this proof can show holds. This says what was recorded;\n\
             it does not say that any claim is true."
        }
        Verdict::Failed => "FAILED: this file proves nothing (docs/reference.md lists the codes).",
        Verdict::Incomplete if report.later.is_some() => {
            "NOT ALL CHECKED: nothing failed, but it takes a later version of Byline to check the rest."
        }
        Verdict::Incomplete => "NOT ALL CHECKED: nothing failed, but see the lines above that say \"not checked\".",
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
