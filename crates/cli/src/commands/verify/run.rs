//! The audit of a ledger, as `byline verify` runs it: what this user knows of the ledger goes in, and what is seen is remembered.

use super::known::Before;
use super::{Args, json, text};
use crate::Outcome;
use crate::commands::unreadable;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::ui::Ui;
use byline_ledger::audit::{Report, Verdict};
use byline_ledger::ledger::{AuditOptions, audit_folder, audit_quickly};
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
    let report = audited(ui, path, &before, args)?;
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
    let (Some(given), Some(known)) = (before.pinned, &before.known) else { return Ok(()) };
    if given == known.key {
        return Ok(());
    }
    Err(Failure::new(format!("--quick goes on from what you saw of the ledger under the key {}", known.key.kid()))
        .hint("leave --ledger-key out, or leave --quick out to check the whole ledger by the other key"))
}
