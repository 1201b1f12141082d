//! An audit in words.

use super::advice::{advice, codes_of};
use super::alarm;
use super::known::Before;
use crate::failure::Failure;
use crate::ui::{Ui, shown_line};
use byline_ledger::audit::{Line, Outcome, Quick, Report, Verdict};
use byline_ledger::finding::{Finding, causes_first, is_consequence_among};
use std::io::Write as _;
use std::path::Path;

/// How many findings are written out in text; `--format json` has all of them.
const FINDINGS_SHOWN: usize = 50;

/// How many findings of one code are written out where they most often come of another one.
const CONSEQUENCES_SHOWN: usize = 2;

/// For how many codes it is said what to do.
const CODES_ADVISED: usize = 6;

/// Writes the report.
///
/// # Errors
/// When stdout can't be written to.
pub fn write(ui: &mut Ui, path: &Path, before: &Before, report: &Report) -> Result<(), Failure> {
    write_head(ui, path, before, report)?;
    for line in &report.lines {
        writeln!(ui.out, "  {:<14} {}", line.outcome.name(), sentence(line))?;
    }
    write_witnesses(ui, report)?;
    write_findings(ui, &report.findings)?;
    alarm::write(ui, path, before, report)?;
    write_advice(ui, &report.findings)?;
    for note in &report.notes {
        writeln!(ui.out, "\nnote: {}", shown_line(note))?;
    }
    alarm::write_first_contact(ui, before, report)?;
    match &report.quick {
        Some(quick) => writeln!(ui.out, "\n{}", quick_words(report.verdict(), quick))?,
        None => writeln!(ui.out, "\n{}", verdict_words(report.verdict()))?,
    }
    Ok(())
}

fn write_head(ui: &mut Ui, path: &Path, before: &Before, report: &Report) -> Result<(), Failure> {
    match &report.checkpoint {
        Some(checkpoint) => {
            let what = if report.quick.is_some() { "Quick look at" } else { "Audit of" };
            writeln!(ui.out, "{what} {} in {}", shown_line(&checkpoint.origin), path.display())?;
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
    if let Some(quick) = &report.quick {
        write_start(ui, before, quick)?;
    }
    Ok(writeln!(ui.out)?)
}

/// What a quick look goes on from.
fn write_start(ui: &mut Ui, before: &Before, quick: &Quick) -> Result<(), Failure> {
    let known = before.known.as_ref();
    if let Some(why) = &quick.why_not {
        writeln!(ui.out, "  no entry was read: {}", shown_line(why))?;
    } else if let Some(seen) = known.and_then(|known| known.seen.as_ref()) {
        let new = if quick.new == 1 { "1 entry is new".to_owned() } else { format!("{} entries are new", quick.new) };
        writeln!(ui.out, "  you saw it last with {} entries, on {}: {new}", seen.signed.size(), seen.at)?;
    }
    match known.and_then(|known| known.whole) {
        Some(whole) => writeln!(ui.out, "  last audit of all entries: {} entries, on {}", whole.size, whole.at)?,
        None => writeln!(ui.out, "  you have made no audit of all its entries yet")?,
    }
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

/// The times outside of the ledger that there are.
fn write_witnesses(ui: &mut Ui, report: &Report) -> Result<(), Failure> {
    if report.cosignatures.is_empty() {
        return Ok(());
    }
    writeln!(ui.out, "\nWitnesses saw this checkpoint, by their own clocks. All entries under it were there by then:")?;
    for cosignature in &report.cosignatures {
        let time =
            cosignature.time.map_or_else(|| "at no time that a calendar has".to_owned(), |time| time.to_string());
        let (witness, name) = (shown_line(&cosignature.witness), shown_line(&cosignature.key_name));
        let name = if witness == name { String::new() } else { format!(" ({name})") };
        writeln!(ui.out, "  {time}  {witness}{name}")?;
    }
    Ok(())
}

fn write_findings(ui: &mut Ui, findings: &[Finding]) -> Result<(), Failure> {
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(ui.out, "\n{} finding{}:", findings.len(), if findings.len() == 1 { "" } else { "s" })?;
    let (ordered, is_consequence) = (causes_first(findings), is_consequence_among(findings));
    let shown = ordered.len().min(FINDINGS_SHOWN);
    for group in ordered[..shown].chunk_by(|one, next| is_consequence(one) && one.code == next.code) {
        let few = if group.len() == CONSEQUENCES_SHOWN + 1 { group.len() } else { CONSEQUENCES_SHOWN };
        let few = if is_consequence(group[0]) { few } else { group.len() };
        for finding in group.iter().take(few) {
            let (place, words) = (finding.place.to_string(), &finding.words);
            writeln!(ui.out, "  {} at {}: {}", finding.code, shown_line(&place), shown_line(words))?;
        }
        if let Some(more) = group.len().checked_sub(few).filter(|more| *more > 0) {
            writeln!(ui.out, "  .. and {more} more of {}: --format json has them all", group[0].code)?;
        }
    }
    if ordered.len() > shown {
        writeln!(ui.out, "  .. and {} more: --format json has them all", ordered.len() - shown)?;
    }
    Ok(())
}

/// What to do, once for each code, causes first: later findings often come of them.
///
/// # Errors
/// When stdout can't be written to.
pub fn write_advice(ui: &mut Ui, findings: &[Finding]) -> Result<(), Failure> {
    let codes = codes_of(causes_first(findings));
    if codes.is_empty() {
        return Ok(());
    }
    writeln!(ui.out, "\nWhat to do:")?;
    for code in codes.iter().take(CODES_ADVISED) {
        writeln!(ui.out, "  {code}: {}", advice(*code).what_to_do)?;
    }
    if codes.len() > CODES_ADVISED {
        let more: Vec<_> = codes[CODES_ADVISED..].iter().map(|code| code.name()).collect();
        writeln!(ui.out, "  then, as docs/auditing.md says: {}", more.join(", "))?;
    }
    Ok(())
}

/// The verdict and what it means.
fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => {
            "PASSED: nothing was changed, dropped, backdated or forked. This says who recorded what, and when;\n\
             it does not say that any claim is true."
        }
        Verdict::Failed => {
            "FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means)."
        }
        Verdict::Incomplete => "NOT ALL CHECKED: nothing failed, but see the lines above that say \"not checked\".",
    }
}

/// The verdict of a quick look, which is never that all is well.
fn quick_words(verdict: Verdict, quick: &Quick) -> String {
    let rest = "`byline verify` reads all entries and documents.";
    match (verdict, quick) {
        (Verdict::Failed, _) => verdict_words(verdict).to_owned(),
        (_, Quick { from: Some(from), new, .. }) => format!(
            "NOT ALL CHECKED: nothing wrong was found at the right edge of the tree and in the entries that are new ({new}).\n\
             The {from} before them were not read again, and no document was opened. {rest}"
        ),
        (_, Quick { from: None, .. }) => {
            format!("NOT ALL CHECKED: nothing but the checkpoint and the right edge of the tree was looked at.\n{rest}")
        }
    }
}

fn short(root: &str) -> &str {
    &root[..16.min(root.len())]
}
