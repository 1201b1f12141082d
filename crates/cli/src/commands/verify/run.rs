//! The audit of a ledger, as `byline verify` runs it: what this user knows of the ledger goes in, and what is seen is remembered.

use super::{Args, json, text};
use crate::Outcome;
use crate::commands::unreadable;
use crate::commands::verify_file::Given;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::ui::Ui;
use crate::world::memory::{self, Known};
use byline_ledger::audit::{Check, Report, Verdict};
use byline_ledger::key::PublicKey;
use byline_ledger::ledger::{AuditOptions, CONFIG_FILE, Config, ConfigError, audit_folder, parse_ssh_text};
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};

/// Audits the ledger in a folder.
///
/// # Errors
/// When the work can't be done.
pub fn ledger(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let (report, pinned) = audited(ui, path, args.ledger_key.as_deref(), args.threads)?;
    let written = match ui.is_json() {
        true => ui.json(&json::of(path, &report)),
        false => text::write(ui, path, &report),
    };
    match written {
        // The verdict stands, whoever has stopped reading.
        Err(failure) if failure.is_closed_pipe() => {}
        written => written?,
    }
    remember(&report, pinned)?;
    Ok(match report.verdict() {
        Verdict::Passed => Outcome::Passed,
        Verdict::Failed => Outcome::Failed,
        Verdict::Incomplete => Outcome::Incomplete,
    })
}

/// Audits the ledger by the key that was pinned.
///
/// # Errors
/// When the folder can't be read.
pub fn audit(ui: &Ui, path: &Path) -> Result<Report, Failure> {
    audited(ui, path, None, None).map(|(report, _)| report)
}

/// Audits the ledger by the key that is given, else by the one that was pinned; and which that was.
fn audited(
    ui: &Ui,
    path: &Path,
    ledger_key: Option<&str>,
    threads: Option<NonZero<usize>>,
) -> Result<(Report, Option<PublicKey>), Failure> {
    let known = match config_of(path) {
        Some(Ok(config)) => memory::recall(config.origin.as_str())?,
        // Its log has another format as well: findings would only mislead.
        Some(Err(error @ ConfigError::NewerFormat(_))) => return Err(unreadable(path, &error.into())),
        Some(Err(_)) | None => None,
    };
    let pinned = match ledger_key {
        Some(given) => Some(given_key(given)?),
        None => known.as_ref().map(|known| known.key),
    };
    let seen = known.as_ref().and_then(|known| known.seen.clone());
    let threads = threads.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
    let mut progress = Progress::new(ui, "entries");
    let report = audit_folder(path, AuditOptions { pinned, seen, threads }, &mut |done, of| progress.show(done, of))
        .map_err(|error| unreadable(path, &error))?;
    progress.clear();
    Ok((report, pinned))
}

/// What byline.toml says, if it can be read: only to know which ledger's memory to look up.
fn config_of(path: &Path) -> Option<Result<Config, ConfigError>> {
    Some(Config::parse(&fs::read_to_string(path.join(CONFIG_FILE)).ok()?))
}

/// What the user gives for the check of a proof in a file.
///
/// # Errors
/// When the key can't be read.
pub fn given(args: &Args) -> Result<Given<'_>, Failure> {
    let ledger_key = args.ledger_key.as_deref().map(given_key).transpose()?;
    Ok(Given { ledger_key, statement: args.statement.as_deref(), ..Given::default() })
}

fn given_key(given: &str) -> Result<PublicKey, Failure> {
    let text = match given.starts_with("ssh-") {
        true => given.to_owned(),
        false => fs::read_to_string(PathBuf::from(given))
            .map_err(|error| Failure::new(format!("can't read the key {given}: {error}")))?,
    };
    parse_ssh_text(&text).map_err(|error| {
        Failure::new(format!("--ledger-key {given}: {error}"))
            .hint("give the text `ssh-ed25519 AAAA..`, or a file that holds it")
    })
}

/// Keeps the checkpoint of a ledger that was found good, so that the next audit notices a rollback or a fork. The pin moves to the key that
/// the quorum put in the place of the pinned one: the log was replayed through both.
fn remember(report: &Report, pinned: Option<PublicKey>) -> Result<(), Failure> {
    let (Some(pinned), Some(checkpoint)) = (pinned, &report.checkpoint) else { return Ok(()) };
    let is_signed = report.line(Check::Checkpoint).outcome == byline_ledger::audit::Outcome::Passed;
    if report.verdict() == Verdict::Failed || !is_signed {
        return Ok(());
    }
    let key = report.pin.unwrap_or(pinned);
    memory::remember(&checkpoint.origin, &Known { key, seen: Some(checkpoint.clone()) })
}
