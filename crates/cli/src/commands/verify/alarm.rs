//! What an auditor has to see at once: a ledger that isn't the one that he knows, with both checkpoints, and a ledger that he meets first.

use super::known::{Before, SEEN};
use crate::failure::Failure;
use crate::ui::{Ui, shown, shown_line};
use crate::world::memory::Known;
use byline_ledger::audit::Report;
use byline_ledger::finding::{Code, Place};
use std::io::Write as _;
use std::path::Path;

/// How much of a published checkpoint is shown; a note may have a hundred signature lines.
const LINES_SHOWN: usize = 20;

/// Writes the alarm where the ledger contradicts what the auditor knows of it.
///
/// # Errors
/// When stdout can't be written to.
pub fn write(ui: &mut Ui, path: &Path, before: &Before, report: &Report) -> Result<(), Failure> {
    let finds = |code| report.findings.iter().any(|finding| finding.code == code && finding.place == Place::Ledger);
    // Entries that name another key than the one which signed the checkpoint are damaged, and no other ledger.
    let trusted = before.pinned.map(|key| key.kid()).or(before.told);
    let is_other_key =
        !report.is_signed && trusted.is_some_and(|trusted| report.ledger_key.is_some_and(|own| own != trusted));
    let alarms = [
        (finds(Code::LedgerMismatch) && before.place_of.is_some(), SWAPPED),
        (finds(Code::LedgerMismatch) && is_other_key, OTHER_KEY),
        (finds(Code::LogFork), FORKED),
        (finds(Code::LogRollback), ROLLED_BACK),
    ];
    let Some((_, what)) = alarms.into_iter().find(|(is_so, _)| *is_so) else { return write_damage(ui, report) };
    writeln!(ui.out, "\n{what}")?;
    let own = report.ledger_key.map_or_else(|| "none that can be read".to_owned(), |kid| kid.to_string());
    if let (SWAPPED, Some((origin, known))) = (what, &before.place_of) {
        return write_swapped(ui, path, (origin, known), before, report, &own);
    }
    let seen = before.known.as_ref().and_then(|known| known.seen.as_ref());
    if let Some(trusted) = trusted.filter(|_| what == OTHER_KEY) {
        writeln!(ui.out, "  The key that you trust:  {trusted}")?;
        writeln!(ui.out, "  The key of this ledger:  {own}")?;
    }
    if let Some(seen) = seen {
        writeln!(ui.out, "  {}, on {}:", capital(SEEN), seen.at)?;
        write_note(ui, seen.signed.note().as_bytes())?;
    }
    if let Some(since) = &before.since {
        writeln!(ui.out, "  The checkpoint of --since:")?;
        write_note(ui, since.note.as_bytes())?;
    }
    if seen.is_some() || before.since.is_some() {
        writeln!(ui.out, "  The checkpoint of this log:")?;
        write_note(ui, &report.note)?;
        writeln!(ui.out, "  Keep both, and a copy of this folder: what a ledger signed it can't unsign.")?;
    }
    Ok(())
}

/// Writes what a copy is that isn't the log which its checkpoint signs: damaged or forged, and nothing against the ledger.
fn write_damage(ui: &mut Ui, report: &Report) -> Result<(), Failure> {
    let finds = |codes: &[Code]| report.findings.iter().any(|finding| codes.contains(&finding.code));
    let what = match report.is_signed {
        true if finds(&[Code::TreeRoot, Code::TileMalformed]) => {
            "THIS COPY IS DAMAGED OR WAS CHANGED: its checkpoint is the ledger's, and its files are not what that signs."
        }
        false if report.pin.is_some() && finds(&[Code::CheckpointSignature]) => {
            "THIS COPY IS DAMAGED OR FORGED: the ledger's key has not signed its checkpoint."
        }
        _ => return Ok(()),
    };
    writeln!(ui.out, "\n{what}")?;
    writeln!(
        ui.out,
        "  That says nothing against the ledger. Get another copy, best from somebody else, and compare."
    )?;
    Ok(())
}

const SWAPPED: &str = "ALARM: this folder held another ledger when you saw it last: it was swapped.";
const OTHER_KEY: &str = "ALARM: this is not the ledger that you know: its key is another one.";
const FORKED: &str = "ALARM: this log is another one than the one that you saw: it was forked.";
const ROLLED_BACK: &str = "ALARM: this log is shorter than the one that you saw: it was rolled back.";

/// Shows the ledger that was here, the one that is here now, and the way out for somebody who put it here himself.
fn write_swapped(
    ui: &mut Ui,
    path: &Path,
    (origin, known): (&str, &Known),
    before: &Before,
    report: &Report,
    own: &str,
) -> Result<(), Failure> {
    writeln!(ui.out, "  It held {}, with the key {}", shown_line(origin), known.key.kid())?;
    if let Some(seen) = &known.seen {
        writeln!(ui.out, "  {}, on {}:", capital(SEEN), seen.at)?;
        write_note(ui, seen.signed.note().as_bytes())?;
    }
    let now = before.introduction.origin().unwrap_or_default();
    writeln!(ui.out, "  It holds {}, with the key {own}", shown_line(now))?;
    writeln!(ui.out, "  The checkpoint of this log:")?;
    write_note(ui, &report.note)?;
    writeln!(
        ui.out,
        "  Did you put this ledger here yourself? Then:  byline trust forget --folder {}",
        path.display()
    )?;
    writeln!(
        ui.out,
        "  That keeps what you know of both. Else keep a copy of this folder, and ask whoever has access to it."
    )?;
    Ok(())
}

/// Writes that nobody has said yet whether this is the right ledger, and how to find out.
///
/// # Errors
/// When stdout can't be written to.
pub fn write_first_contact(ui: &mut Ui, before: &Before, report: &Report) -> Result<(), Failure> {
    // Where the folder held another ledger, the alarm says what to do first.
    if before.place_of.is_some() {
        return Ok(());
    }
    let (true, Some(origin), Some(kid)) = (before.is_first_contact(), before.introduction.origin(), report.ledger_key)
    else {
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
