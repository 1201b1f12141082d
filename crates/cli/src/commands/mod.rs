//! The commands, one file each: what it takes, what it does.

pub mod diff;
pub mod index;
pub mod init;
pub mod judge;
pub mod key;
pub mod log;
mod naming;
pub mod record;
pub mod show;
pub mod sign;
pub mod verify;
pub mod withdraw;

use crate::Outcome;
use crate::cli::{Cli, Command};
use crate::failure::{Failure, chain};
use crate::ui::Ui;
use byline_ledger::ledger::{CONFIG_FILE, Ledger, Lookup, ViewError};
use byline_ledger::store::Reason;
use std::path::{Path, PathBuf};

/// Runs the command that was asked for.
///
/// # Errors
/// When the work can't be done.
pub fn run(ui: &mut Ui, cli: &Cli) -> Result<Outcome, Failure> {
    match &cli.command {
        Command::Init(args) => init::run(ui, args),
        Command::Key(args) => key::run(ui, cli, args),
        Command::Record(args) => record::run(ui, &ledger_path(cli)?, args),
        Command::Log(args) => log::run(ui, &ledger_path(cli)?, args),
        Command::Show(args) => show::run(ui, &ledger_path(cli)?, args),
        Command::Diff(args) => diff::run(ui, &ledger_path(cli)?, args),
        Command::Verify(args) => verify::run(ui, cli, args),
        Command::Withdraw(args) => withdraw::run(ui, &ledger_path(cli)?, args),
        Command::Judge(args) => judge::run(ui, &ledger_path(cli)?, args),
        Command::Index(args) => index::run(ui, &ledger_path(cli)?, args),
    }
}

/// The ledger that was named, or this folder, or the nearest one above that is a ledger.
fn ledger_path(cli: &Cli) -> Result<PathBuf, Failure> {
    if let Some(path) = &cli.ledger {
        return Ok(path.clone());
    }
    let here = std::env::current_dir().map_err(|error| Failure::new(format!("can't tell where we are: {error}")))?;
    here.ancestors().find(|folder| folder.join(CONFIG_FILE).is_file()).map(Path::to_owned).ok_or_else(|| {
        Failure::new("this folder is no ledger, nor is any above it")
            .hint("name one with --ledger DIR, or make one with `byline init DIR`")
    })
}

/// Opens a ledger for reading.
fn open(path: &Path) -> Result<Ledger, Failure> {
    Ledger::open(path).map_err(|error| unreadable(path, &error))
}

/// A ledger that can't be read, with what to do about it.
fn unreadable(path: &Path, error: &ViewError) -> Failure {
    let failure = Failure::new(format!("can't open the ledger {}: {}", path.display(), chain(error)));
    match error {
        ViewError::NotALedger(_) => failure.hint("make one with `byline init`, or name another with --ledger DIR"),
        ViewError::Config(byline_ledger::ledger::ConfigError::NewerFormat(_)) => {
            failure.hint("a later version of Byline wrote it: install that one")
        }
        ViewError::Open(_) | ViewError::Log(_) | ViewError::NotAStatement(_) | ViewError::NoSeal => {
            failure.hint("`byline verify` says what is wrong with it")
        }
        _ => failure,
    }
}

/// Opens a ledger's index, and says on stderr when it had to be built anew.
fn lookup<'a>(ui: &mut Ui, ledger: &'a Ledger) -> Result<Lookup<'a>, Failure> {
    let lookup = ledger.lookup().map_err(|error| unreadable(ledger.reader().path(), &error))?;
    tell_reasons(ui, &lookup.reasons())?;
    Ok(lookup)
}

/// Says why an index was built anew; the first one of a ledger is no news.
fn tell_reasons(ui: &mut Ui, reasons: &[Reason]) -> Result<(), Failure> {
    for reason in reasons {
        match reason {
            Reason::New => {}
            Reason::Locked | Reason::Unavailable(_) => {
                ui.note(format!("reading the log instead of the index: {reason}"))?
            }
            reason => ui.note(format!("the index was built anew: {reason}"))?,
        }
    }
    Ok(())
}
