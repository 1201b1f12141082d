//! An audit in words.

use crate::failure::Failure;
use crate::ui::{Ui, shown_line};
use byline_ledger::audit::{Line, Outcome, Report, Verdict};
use byline_ledger::finding::Finding;
use std::io::Write as _;
use std::path::Path;

/// How many findings are written out in text; `--format json` has all of them.
const FINDINGS_SHOWN: usize = 50;

/// Writes the report.
///
/// # Errors
/// When stdout can't be written to.
pub fn write(ui: &mut Ui, path: &Path, report: &Report) -> Result<(), Failure> {
    match &report.checkpoint {
        Some(checkpoint) => {
            writeln!(ui.out, "Audit of {} in {}", shown_line(&checkpoint.origin), path.display())?;
            write!(ui.out, "  {} entries, root {}", checkpoint.size, short(&checkpoint.root.to_string()))?;
        }
        None => write!(ui.out, "Audit of {}", path.display())?,
    }
    match report.sealed_at {
        Some(time) => writeln!(ui.out, ", last sealed {time}")?,
        None => writeln!(ui.out)?,
    }
    if let Some(kid) = report.ledger_key {
        writeln!(ui.out, "  ledger key {kid}")?;
    }
    writeln!(ui.out)?;
    for line in &report.lines {
        writeln!(ui.out, "  {:<14} {}", line.outcome.name(), sentence(line))?;
    }
    write_findings(ui, &report.findings)?;
    for note in &report.notes {
        writeln!(ui.out, "\nnote: {}", shown_line(note))?;
    }
    writeln!(ui.out, "\n{}", verdict_words(report.verdict()))?;
    Ok(())
}

/// One line of the report: what was checked, how much of it, and why not.
fn sentence(line: &Line) -> String {
    let title = line.check.title();
    match &line.outcome {
        Outcome::Passed | Outcome::Failed => format!("{title} ({} {})", line.count, counted(line)),
        Outcome::NotChecked(why) | Outcome::NotApplicable(why) => format!("{title}: {}", shown_line(why)),
    }
}

/// What was counted: "1 entry", "2 entries".
fn counted(line: &Line) -> &'static str {
    match (line.count, line.counted) {
        (1, "entries") => "entry",
        (1, plural) => plural.trim_end_matches('s'),
        (_, plural) => plural,
    }
}

fn write_findings(ui: &mut Ui, findings: &[Finding]) -> Result<(), Failure> {
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(ui.out, "\n{} finding{}:", findings.len(), if findings.len() == 1 { "" } else { "s" })?;
    for finding in findings.iter().take(FINDINGS_SHOWN) {
        writeln!(
            ui.out,
            "  {} at {}: {}",
            finding.code,
            shown_line(&finding.place.to_string()),
            shown_line(&finding.words)
        )?;
    }
    if findings.len() > FINDINGS_SHOWN {
        writeln!(ui.out, "  .. and {} more: --format json has them all", findings.len() - FINDINGS_SHOWN)?;
    }
    Ok(())
}

fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => {
            "PASSED: nothing was changed, dropped, backdated or forked. This says who recorded what, and when;\n\
             it does not say that any claim is true."
        }
        Verdict::Failed => {
            "FAILED: do not rely on this ledger before every finding is explained (docs/reference.md lists the codes)."
        }
        Verdict::Incomplete => "NOT ALL CHECKED: nothing failed, but see the lines above that say \"not checked\".",
    }
}

fn short(root: &str) -> &str {
    &root[..16.min(root.len())]
}
