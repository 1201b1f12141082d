//! The audit of a ledger, as `byline verify` runs it: what this user knows of the ledger goes in, and what is seen is remembered.

use super::known::Before;
use super::{Args, json, text};
use crate::Outcome;
use crate::commands::unreadable;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::ui::Ui;
use byline_ledger::audit::{Report, Verdict};
use byline_ledger::ledger::{AuditOptions, audit_folder};
use std::num::NonZero;
use std::path::Path;

/// Audits the ledger in a folder, and says what was found.
///
/// # Errors
/// When the work can't be done.
pub fn ledger(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let before = Before::of(path, args)?;
    let report = audited(ui, path, &before, args.threads)?;
    let written = match ui.is_json() {
        true => ui.json(&json::of(path, &before, &report)),
        false => text::write(ui, path, &before, &report),
    };
    match written {
        // The verdict stands, whoever has stopped reading.
        Err(failure) if failure.is_closed_pipe() => {}
        written => written?,
    }
    before.remember(&report)?;
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
    audited(ui, path, &Before::of(path, &Args::default())?, None)
}

fn audited(ui: &Ui, path: &Path, before: &Before, threads: Option<NonZero<usize>>) -> Result<Report, Failure> {
    let threads = threads.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
    let options =
        AuditOptions { pinned: before.pinned, earlier: before.earlier(), policy: before.policy.clone(), threads };
    let mut progress = Progress::new(ui, "entries");
    let report = audit_folder(path, options, &mut |done, of| progress.show(done, of));
    progress.clear();
    report.map_err(|error| unreadable(path, &error))
}
