//! The audit of a ledger, as `byline verify` runs it: what this user knows of the ledger goes in, and what is seen is remembered.

use super::known::Before;
use super::{Args, json, text};
use crate::Outcome;
use crate::commands::unreadable;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::ui::Ui;
use byline_ledger::audit::{Report, Verdict};
use byline_ledger::ledger::{AuditOptions, LEDGER_KEY_FILE, audit_folder, audit_quickly};
use std::num::NonZero;
use std::path::Path;

/// Audits the ledger in a folder, and says what was found.
///
/// # Errors
/// When the work can't be done.
pub fn ledger(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    refuse_combinations(args)?;
    let before = Before::of(path, args)?;
    if args.quick {
        refuse_other_key(&before)?;
    }
    let mut report = audited(ui, path, &before, args)?;
    let before = before.found(&report);
    note_key(path, &before, &mut report);
    let written = match ui.is_json() {
        true => ui.json(&json::of(path, &before, &report)),
        false => text::write(ui, path, &before, &report),
    };
    match written {
        // The verdict stands, whoever has stopped reading.
        Err(failure) if failure.is_closed_pipe() => {}
        written => written?,
    }
    before.remember(path, &report)?;
    Ok(match report.verdict() {
        Verdict::Passed => Outcome::Passed,
        Verdict::Failed => Outcome::Failed,
        Verdict::Incomplete => Outcome::Incomplete,
    })
}

/// Audits the ledger by what this user knows of it.
///
/// # Errors
/// When the folder can't be read.
pub fn audit(ui: &Ui, path: &Path) -> Result<Report, Failure> {
    let args = Args::default();
    audited(ui, path, &Before::of(path, &args)?, &args)
}

fn audited(ui: &Ui, path: &Path, before: &Before, args: &Args) -> Result<Report, Failure> {
    let processors = || std::thread::available_parallelism().ok();
    let options = AuditOptions {
        pinned: before.pinned,
        told: before.told,
        earlier: before.earlier(),
        policy: before.policy.clone(),
        place_of: before.place_of.as_ref().map(|(origin, _)| origin.clone()),
        threads: args.threads.or_else(processors).unwrap_or(NonZero::<usize>::MIN),
    };
    let mut progress = Progress::new(ui, "entries");
    let mut show = |done, of| progress.show(done, of);
    let report = match args.quick {
        true => audit_quickly(path, options, before.visit(), &mut show),
        false => audit_folder(path, options, &mut show),
    };
    progress.clear();
    report.map_err(|error| unreadable(path, &error))
}

/// Says that the ledger's private key lies in a folder in which this user has no ledger of his own: whoever makes one has pinned its key.
fn note_key(path: &Path, before: &Before, report: &mut Report) {
    if before.known.is_none() && path.join(LEDGER_KEY_FILE).is_file() {
        report.notes.push(format!(
            "{LEDGER_KEY_FILE} lies in this folder, the ledger's private key: who has it can sign as the ledger. If the ledger isn't yours, tell \
             the newsroom: `byline copy` writes a copy without it"
        ));
    }
}

/// Refuses what says nothing of a ledger's folder.
fn refuse_combinations(args: &Args) -> Result<(), Failure> {
    match args.statement {
        Some(_) => Err(Failure::new("--statement is for a receipt or a tlog-proof, and this is a ledger's folder")
            .hint("name the file with the proof")),
        None => Ok(()),
    }
}

/// Refuses to go on from what was seen under another key.
fn refuse_other_key(before: &Before) -> Result<(), Failure> {
    let given = before.pinned.map(|key| key.kid()).or(before.told);
    let (Some(given), Some(known)) = (given, &before.known) else { return Ok(()) };
    if given == known.key.kid() {
        return Ok(());
    }
    Err(Failure::new(format!("--quick goes on from what you saw of the ledger under the key {}", known.key.kid()))
        .hint("leave --ledger-key out, or leave --quick out to check the whole ledger by the other key"))
}
