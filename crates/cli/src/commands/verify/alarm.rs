//! What an auditor has to see at once: a ledger that isn't the one that he knows, with both checkpoints, and a ledger that he meets first.

use super::known::{Before, SEEN};
use crate::failure::Failure;
use crate::ui::{Ui, shown};
use byline_ledger::audit::Report;
use byline_ledger::finding::{Code, Place};
use std::io::Write as _;

/// How much of a published checkpoint is shown; a note may have a hundred signature lines.
const LINES_SHOWN: usize = 20;

/// Writes the alarm where the ledger contradicts what the auditor knows of it.
///
/// # Errors
/// When stdout can't be written to.
pub fn write(ui: &mut Ui, before: &Before, report: &Report) -> Result<(), Failure> {
    let finds = |code| report.findings.iter().any(|finding| finding.code == code && finding.place == Place::Ledger);
    let Some(what) = [
        (Code::LedgerMismatch, "ALARM: this is not the ledger that you know: its key is another one."),
        (Code::LogFork, "ALARM: this log is another one than the one that you saw: it was forked."),
        (Code::LogRollback, "ALARM: this log is shorter than the one that you saw: it was rolled back."),
    ]
    .into_iter()
    .find_map(|(code, words)| finds(code).then_some(words)) else {
        return Ok(());
    };
    writeln!(ui.out, "\n{what}")?;
    let seen = before.known.as_ref().and_then(|known| known.seen.as_ref());
    if let Some(pinned) = before.pinned.filter(|_| finds(Code::LedgerMismatch)) {
        writeln!(ui.out, "  The key that you trust:  {}", pinned.kid())?;
        let own = report.ledger_key.map_or_else(|| "none that can be read".to_owned(), |kid| kid.to_string());
        writeln!(ui.out, "  The key of this ledger:  {own}")?;
    }
    if let Some(seen) = seen {
        writeln!(ui.out, "  {}, on {}:", capital(SEEN), seen.at)?;
        write_note(ui, seen.signed.note().as_bytes())?;
    }
    if let Some(since) = &before.since {
        writeln!(ui.out, "  The checkpoint of --since:")?;
        write_note(ui, since.note().as_bytes())?;
    }
    if seen.is_some() || before.since.is_some() {
        writeln!(ui.out, "  The checkpoint of this log:")?;
        write_note(ui, &report.note)?;
        writeln!(ui.out, "  Keep both, and a copy of this folder: what a ledger signed it can't unsign.")?;
    }
    Ok(())
}

/// Writes that nobody has said yet whether this is the right ledger, and how to find out.
///
/// # Errors
/// When stdout can't be written to.
pub fn write_first_contact(ui: &mut Ui, before: &Before, report: &Report) -> Result<(), Failure> {
    let (None, Some(origin), Some(kid)) = (before.pinned, before.introduction.origin(), report.ledger_key) else {
        return Ok(());
    };
    let origin = shown(origin);
    writeln!(ui.out, "\nFIRST CONTACT: you have pinned no key for {origin}, so this may be anybody's ledger.")?;
    writeln!(ui.out, "  It calls itself by the key {kid}")?;
    writeln!(ui.out, "  Compare that with what the newsroom says elsewhere: on its site, in print, on the telephone.")?;
    writeln!(ui.out, "  If it is the same, and only then:  byline trust pin {kid}")?;
    Ok(())
}

fn capital(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// A signed note as it is, behind a bar, so that no line of it can pass for one of ours.
fn write_note(ui: &mut Ui, note: &[u8]) -> Result<(), Failure> {
    let text = String::from_utf8_lossy(note);
    let lines: Vec<_> = text.lines().collect();
    for line in lines.iter().take(LINES_SHOWN) {
        writeln!(ui.out, "{}", format!("    | {}", shown(line)).trim_end())?;
    }
    if lines.len() > LINES_SHOWN {
        writeln!(ui.out, "    | .. and {} more lines", lines.len() - LINES_SHOWN)?;
    }
    Ok(())
}
