//! The verification of a report in words.

use super::Report;
use crate::commands::verify::write_advice;
use crate::commands::verify_file::Given;
use crate::commands::verify_file::text::{outcome_line, write_findings, write_first_contact, write_known};
use crate::failure::Failure;
use crate::ui::{Ui, counted, shown_line};
use byline_ledger::finding::Verdict;
use std::io::Write as _;
use std::path::Path;

/// Writes what was found.
///
/// # Errors
/// When stdout can't be written to.
pub fn write(ui: &mut Ui, file: &Path, report: &Report, given: &Given<'_>) -> Result<(), Failure> {
    write!(ui.out, "Report in {}", file.display())?;
    match &report.proof {
        Some(proof) => {
            write_known(ui, proof)?;
            writeln!(ui.out, "  carries the proof of {}", counted(proof.proven.len(), "record", "records"))?;
        }
        None => writeln!(ui.out)?,
    }
    if let Some(carried) = &report.carried {
        writeln!(ui.out, "  made by {}", shown_line(&carried.inside.maker.program))?;
    }
    writeln!(ui.out)?;
    for line in report.proof.iter().flat_map(|proof| &proof.lines) {
        let check = line.check;
        writeln!(ui.out, "{}", outcome_line(check.title(), check.counted(), &line.outcome, line.count))?;
    }
    for line in &report.lines {
        let check = line.check;
        writeln!(ui.out, "{}", outcome_line(check.title(), check.counted(), &line.outcome, line.count))?;
    }
    write_findings(ui, &report.findings)?;
    write_advice(ui, &report.findings)?;
    for note in report.proof.iter().flat_map(|proof| &proof.notes) {
        writeln!(ui.out, "\nnote: {}", shown_line(note))?;
    }
    write_suspects(ui, report)?;
    write_later(ui, report)?;
    writeln!(ui.out, "\nNot checked:")?;
    for (_, words) in &report.never_shown {
        writeln!(ui.out, "  {words}")?;
    }
    if let Some(proof) = report.proof.as_ref().filter(|_| report.verdict() != Verdict::Failed) {
        write_first_contact(ui, file, proof, given)?;
    }
    writeln!(ui.out, "\n{}", verdict_words(report))?;
    Ok(())
}

/// Records that were signed by a key in other hands: no fault of the report, and a reader must know.
fn write_suspects(ui: &mut Ui, report: &Report) -> Result<(), Failure> {
    let proven = report.proof.iter().flat_map(|proof| &proof.proven);
    let suspect: Vec<String> =
        proven.filter(|proven| proven.suspect_since.is_some()).map(|proven| proven.index.to_string()).collect();
    if let Some(first) = suspect.first() {
        let more = if suspect.len() > 1 { format!(" and {} more", suspect.len() - 1) } else { String::new() };
        let words = format!("entry {first}{more}: signed with a key that was in other hands, as was recorded later");
        writeln!(ui.out, "\nSUSPECT: {words}; --format json names them")?;
    }
    Ok(())
}

fn write_later(ui: &mut Ui, report: &Report) -> Result<(), Failure> {
    if report.later.is_empty() {
        return Ok(());
    }
    let on_another = report.later.iter().filter(|one| one.is_on_another).count();
    let records = counted(report.later.len(), "record was", "records were");
    writeln!(
        ui.out,
        "\nnote: {records} logged on the same events since, {on_another} of which correct, withdraw, judge or disclose another: write a new report"
    )?;
    Ok(())
}

fn verdict_words(report: &Report) -> &'static str {
    match report.verdict() {
        Verdict::Passed if report.proof.is_none() => {
            "PASSED: this is the report that Byline makes of the ledger's own records. `byline verify` audits these. This says\n\
             what was recorded; it does not say that any claim is true."
        }
        Verdict::Passed => {
            "PASSED: this is the report that Byline makes of these records, and they are proven. This says what was\n\
             recorded; it does not say that any claim is true."
        }
        Verdict::Failed => "FAILED: do not rely on this report (docs/reference.md lists the codes).",
        Verdict::Incomplete => "NOT ALL CHECKED: nothing failed, but see the lines above that say \"not checked\".",
    }
}
