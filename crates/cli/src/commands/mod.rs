//! The commands, one file each: what it takes, what it does.

pub mod checkpoint;
pub mod consistency;
pub mod copy;
pub mod diff;
pub mod explain;
mod find;
pub mod import;
pub mod index;
pub mod init;
pub mod judge;
pub mod key;
pub mod log;
mod naming;
pub mod prove;
pub mod record;
pub mod report;
pub mod search;
pub mod show;
pub mod sign;
mod standing;
pub mod trust;
pub mod verify;
pub mod verify_file;
mod verify_report;
mod when;
pub mod withdraw;
pub mod witness;

use crate::Outcome;
use crate::cli::{Cli, Command};
use crate::failure::{Failure, chain};
use crate::ui::Ui;
use crate::world::{output, read_limited};
use byline_ledger::hash::Kid;
use byline_ledger::key::PublicKey;
use byline_ledger::ledger::{CONFIG_FILE, ConfigError, Ledger, Lookup, ViewError, parse_ssh_text};
use byline_ledger::position::Size;
use byline_ledger::record::{FormError, Text};
use byline_ledger::store::{JournalError, LockError, LogError, OpenError, Reason};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A text that says something: what is signed stands for ever.
fn words(text: &str) -> Result<Text, String> {
    match text.trim().is_empty() {
        true => Err("it has no words in it".to_owned()),
        false => text.parse().map_err(|error: FormError| error.to_string()),
    }
}

/// Runs the command that was asked for.
///
/// # Errors
/// When the work can't be done.
pub fn run(ui: &mut Ui, cli: &Cli) -> Result<Outcome, Failure> {
    match &cli.command {
        Command::Init(args) => init::run(ui, args),
        Command::Key(args) => key::run(ui, cli, args),
        Command::Record(args) => record::run(ui, cli, args),
        Command::Import(args) => import::run(ui, &ledger_path(cli)?, args),
        Command::Log(args) => log::run(ui, &ledger_path(cli)?, args),
        Command::Search(args) => search::run(ui, &ledger_path(cli)?, args),
        Command::Show(args) => show::run(ui, &ledger_path(cli)?, args),
        Command::Diff(args) => diff::run(ui, &ledger_path(cli)?, args),
        Command::Explain(args) => explain::run(ui, &ledger_path(cli)?, args),
        Command::Report(args) => report::run(ui, &ledger_path(cli)?, args),
        Command::Verify(args) => verify::run(ui, cli, args),
        Command::Copy(args) => copy::run(ui, &ledger_path(cli)?, args),
        Command::Checkpoint(args) => checkpoint::run(ui, cli, args),
        Command::Witness(args) => witness::run(ui, cli, args),
        Command::Trust(args) => trust::run(ui, cli, args),
        Command::Withdraw(args) => withdraw::run(ui, &ledger_path(cli)?, args),
        Command::Judge(args) => judge::run(ui, &ledger_path(cli)?, args),
        Command::Prove(args) => prove::run(ui, &ledger_path(cli)?, args),
        Command::Consistency(args) => consistency::run(ui, &ledger_path(cli)?, args),
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

/// The ledger's key as somebody gives it: whole, or its fingerprint as it is printed, which commits to the key wherever that is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenKey {
    Whole(PublicKey),
    Fingerprint(Kid),
}

impl GivenKey {
    /// Reads the text of a key, its fingerprint, or a file that holds the key.
    fn read(option: &str, given: &str) -> Result<Self, Failure> {
        if !given.starts_with("SHA256:") {
            return given_key(option, given).map(Self::Whole);
        }
        given.parse().map(Self::Fingerprint).map_err(|_| {
            Failure::new(format!("{option} {given}: a fingerprint is `SHA256:` and 43 characters of base64"))
                .hint("copy it whole, as `ssh-keygen -lf` and `byline key list` show it")
        })
    }

    /// The whole key, if it is one of these.
    fn among(self, keys: impl IntoIterator<Item = PublicKey>) -> Option<PublicKey> {
        match self {
            Self::Whole(key) => Some(key),
            Self::Fingerprint(kid) => keys.into_iter().find(|key| key.kid() == kid),
        }
    }

    /// The fingerprint.
    pub fn kid(self) -> Kid {
        match self {
            Self::Whole(key) => key.kid(),
            Self::Fingerprint(kid) => kid,
        }
    }
}

/// A public key that was named on the command line: OpenSSH's text, or a file that holds it.
fn given_key(option: &str, given: &str) -> Result<PublicKey, Failure> {
    let text = match given.starts_with("ssh-") {
        true => given.to_owned(),
        false => std::fs::read_to_string(PathBuf::from(given))
            .map_err(|error| Failure::new(format!("can't read the key {given}: {error}")))?,
    };
    parse_ssh_text(&text).map_err(|error| {
        Failure::new(format!("{option} {given}: {error}"))
            .hint("give the text `ssh-ed25519 AAAA..`, a file that holds it, or its fingerprint `SHA256:..`")
    })
}

/// Writes a result to the file that was named, or to stdout.
fn write_result(ui: &mut Ui, file: Option<&Path>, bytes: &[u8], what: &str) -> Result<Outcome, Failure> {
    match file {
        None => ui.out.write_all(bytes)?,
        Some(file) => {
            output::write(file, bytes)?;
            writeln!(ui.out, "Wrote {}: {what}", file.display())?;
        }
    }
    Ok(Outcome::Passed)
}

/// Opens a ledger for reading.
fn open(path: &Path) -> Result<Ledger, Failure> {
    Ledger::open(path).map_err(|error| unreadable(path, &error))
}

/// A ledger that can't be read, with what to do about it.
fn unreadable(path: &Path, error: &ViewError) -> Failure {
    let failure = Failure::new(format!("can't open the ledger {}: {}", path.display(), chain(error)));
    failure.hint(match error {
        ViewError::NotALedger(_) => NO_LEDGER,
        ViewError::Config(ConfigError::NewerFormat(_)) => LATER_VERSION,
        ViewError::Config(_) => "put byline.toml back as it was; `byline verify` checks the log in spite of it",
        ViewError::Open(error) => open_hint(error),
        ViewError::Log(LogError::Unreadable(_)) | ViewError::Read { .. } | ViewError::Store(_) => DISK,
        ViewError::Log(_) | ViewError::NotAStatement(_) | ViewError::NoSeal => DAMAGED,
    })
}

const NO_LEDGER: &str = "make one with `byline init`, or name another with --ledger DIR";
const LATER_VERSION: &str = "a later version of Byline wrote it: install that one";
const DAMAGED: &str = "`byline verify` says what is wrong with it";
const DISK: &str = "look at the disk, and at who may read and write there";

/// What to do about a ledger that can't be opened.
fn open_hint(error: &OpenError) -> &'static str {
    match error {
        OpenError::NotALedger(_) => NO_LEDGER,
        OpenError::Locked(LockError::Held(_)) => "wait until the other process is done, then try again",
        OpenError::Locked(LockError::Failed(_)) | OpenError::Store(_) => DISK,
        OpenError::Log(LogError::Unreadable(_)) | OpenError::Journal(JournalError::Unreadable(_)) => DISK,
        OpenError::Journal(JournalError::Version(_)) => LATER_VERSION,
        OpenError::Journal(_) => {
            "reading goes on; to write, put back the newest copy of the whole folder: a log that goes on from an older one is a \
             second history"
        }
        OpenError::Log(_) | OpenError::Checkpoint(_) | OpenError::Sign(_) => DAMAGED,
    }
}

/// Opens a ledger's index, and says on stderr when it had to be built anew.
fn lookup<'a>(ui: &mut Ui, ledger: &'a Ledger) -> Result<Lookup<'a>, Failure> {
    let lookup = ledger.lookup().map_err(|error| unreadable(ledger.reader().path(), &error))?;
    tell_reasons(ui, &lookup.reasons(), ledger.head().size)?;
    Ok(lookup)
}

/// How many entries a new ledger has.
const FOUNDING_ENTRIES: u64 = 2;

/// Says why an index was built anew; that a new ledger has none is no news.
fn tell_reasons(ui: &mut Ui, reasons: &[Reason], size: Size) -> Result<(), Failure> {
    for reason in reasons {
        match reason {
            Reason::New if size.get() <= FOUNDING_ENTRIES => {}
            Reason::Locked | Reason::Unavailable(_) => {
                ui.note(format!("reading the log instead of the index: {reason}"))?
            }
            reason => ui.note(format!("the index was built anew: {reason}"))?,
        }
    }
    Ok(())
}
