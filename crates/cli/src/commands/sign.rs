//! Signing and appending: what the commands that write have in common.

use super::{open, open_hint, unreadable};
use crate::failure::{Failure, chain};
use crate::ui::Ui;
use crate::world::keys;
use crate::world::now;
use byline_ledger::hash::Kid;
use byline_ledger::key::SecretKey;
use byline_ledger::ledger::{LEDGER_KEY_FILE, LedgerWriter};
use byline_ledger::position::Index;
use byline_ledger::record::{Handle, Record};
use byline_ledger::state::{Change, Proposal, Roster, Signer};
use byline_ledger::statement::{After, Draft, Header};
use byline_ledger::store::OpenError;
use std::fs;
use std::path::{Path, PathBuf};

/// Signs one record and appends it. Gives its index.
///
/// # Errors
/// When the signer isn't enrolled, or the record may not stand in the log.
pub fn sign_and_append(
    writer: &mut LedgerWriter,
    path: &Path,
    key: &SecretKey,
    record: Record,
    subject: String,
) -> Result<Index, Failure> {
    let now = now()?;
    let handle = enrolled_handle(writer.state().roster(), key)?;
    let state = writer.state();
    let last = state.last_boundary().ok_or_else(|| Failure::new("the ledger has no seal"))?;
    let header = Header {
        kid: key.public().kid(),
        issuer: Header::issuer_of(state.origin(), &handle),
        subject,
        signed_at: now.max(last.sealed_at),
        after: After::new(last.size, last.head),
    };
    let statement = Draft::new(header, record).map_err(Failure::new)?.sign(key);
    let committed = writer.append(&[statement], now).map_err(|error| append_failed(path, &error))?;
    Ok(committed.first)
}

/// Whose key it is in the roster.
///
/// # Errors
/// When it is nobody's, or the ledger's own.
pub fn enrolled_handle(roster: &Roster, key: &SecretKey) -> Result<Handle, Failure> {
    let kid = key.public().kid();
    if let Some(end) = roster.end_of(kid) {
        return Err(Failure::new(format!("the time of the key {kid} ended at entry {} ({})", end.at, end.how))
            .hint("sign with the key that you have now; `byline key list` shows it"));
    }
    match roster.signer(kid) {
        Some(Signer::Member(member)) => Ok(member.handle.clone()),
        Some(Signer::Ledger(_)) => Err(Failure::new(format!("{kid} is the ledger's own key, which signs no records"))),
        None => Err(Failure::new(format!("the key {kid} is not enrolled in this ledger"))
            .hint("make a request with `byline key request`, and let an editor enrol it with `byline key enrol`")),
    }
}

/// What to do about a ledger key that isn't one.
const KEY_HINT: &str =
    "put back the ledger.key that `byline init` made, or the newest one if the ledger's key was replaced since";

/// Opens a ledger for writing, with its own key from its folder.
///
/// # Errors
/// When somebody else writes, or the folder can't be written to.
pub fn open_writer(ui: &mut Ui, path: &Path) -> Result<LedgerWriter, Failure> {
    // Opened for reading first: a folder that is no ledger has no key file either, and should be told so.
    let origin = open(path)?.config().origin.clone();
    let file = path.join(LEDGER_KEY_FILE);
    let pem = fs::read_to_string(&file).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            let words = format!("{} has no {LEDGER_KEY_FILE}, so nothing can be recorded in it", path.display());
            return Failure::new(words).hint(format!(
                "a copy of {origin} has none: record in the folder that it was made of; if this is that one, put the key back from its backup"
            ));
        }
        Failure::new(format!("can't read the ledger's key {}: {error}", file.display()))
            .hint(format!("only who holds the key of {origin} can append to it"))
    })?;
    let pem = zeroize::Zeroizing::new(pem);
    let no_key = || Failure::new(format!("{} is no OpenSSH key without passphrase", file.display())).hint(KEY_HINT);
    let mut keys = vec![keys::parse_unencrypted(&pem).ok_or_else(no_key)?];
    keys.extend(next_keys(path).into_iter().map(|(_, key)| key));
    let writer = LedgerWriter::open_with(path, keys).map_err(|error| append_failed(path, &error))?;
    // Where a program was stopped between a commit and the renaming of its key.
    let roster = writer.state().roster();
    if settle_ledger_keys(path, roster)? {
        ui.note("the ledger's new key is in its place now: the program that replaced it was stopped before that")?;
    }
    Ok(writer)
}

/// Files of keys that were made for a change which never came into the log, or can't come into force any more.
pub fn unasked_keys(path: &Path, roster: &Roster) -> Vec<PathBuf> {
    let brought = |proposal: &Proposal| match &proposal.change {
        Change::Key(change) => change.new_key(),
        Change::Policy(_) => None,
    };
    let waiting: Vec<_> = roster.waiting().into_iter().filter_map(brought).collect();
    let is_unasked = |key: &SecretKey| !waiting.contains(&key.public().bytes());
    next_keys(path).into_iter().filter(|(_, key)| is_unasked(key)).map(|(file, _)| file).collect()
}

/// How the files of keys begin that may become the ledger's.
const NEXT_KEY: &str = "ledger-next-";

/// The file for a key that may become the ledger's: each has its own, for no secret may be lost while the log can still call for it.
pub fn next_key_file(path: &Path, kid: Kid) -> PathBuf {
    let digits: String = kid.as_bytes().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    path.join(format!("{NEXT_KEY}{digits}.key"))
}

/// The keys in a ledger's folder that may become its own.
fn next_keys(path: &Path) -> Vec<(PathBuf, SecretKey)> {
    let Ok(entries) = fs::read_dir(path) else { return Vec::new() };
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let is_next = |file: &PathBuf| {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with(NEXT_KEY) && name.ends_with(".key")
    };
    let read = |file: PathBuf| {
        let pem = zeroize::Zeroizing::new(fs::read_to_string(&file).ok()?);
        Some((file, keys::parse_unencrypted(&pem)?))
    };
    files.filter(is_next).filter_map(read).collect()
}

/// Moves the key that has become the ledger's to its place, over the one before it; says whether there was one.
///
/// # Errors
/// When it can't be moved.
pub fn settle_ledger_keys(path: &Path, roster: &Roster) -> Result<bool, Failure> {
    let current = roster.ledger_key();
    let Some((file, _)) = next_keys(path).into_iter().find(|(_, key)| Some(&key.public()) == current) else {
        return Ok(false);
    };
    let place = path.join(LEDGER_KEY_FILE);
    let moved = fs::rename(&file, &place).map(|()| true);
    moved.map_err(|error| {
        Failure::new(format!("can't move the ledger's new key {} to {}: {error}", file.display(), place.display()))
            .hint("move it by hand: the ledger is sealed by this key from now on")
    })
}

/// An append that failed, with what to do about it.
pub fn append_failed(path: &Path, error: &byline_ledger::ledger::AppendError) -> Failure {
    use byline_ledger::ledger::AppendError as E;
    let failure = Failure::new(format!("can't append to {}: {}", path.display(), chain(error)));
    match error {
        E::Open(OpenError::Sign(_)) => failure.hint(
            "the log goes on under a new key of the ledger: put back its file ledger-next-*.key from a copy of the folder",
        ),
        E::Open(error) => failure.hint(open_hint(error)),
        E::Clock(_) => failure.hint("if the clock is right, add --clock-is-right"),
        E::Commit(_) => failure.hint("look at the disk, then try again: what is recorded already is not added twice"),
        E::WrongKey => failure.hint(KEY_HINT),
        E::NoNextKey(_) => failure.hint(
            "put back its file ledger-next-*.key, or let editors ask for another key with `byline key rotate-ledger`",
        ),
        E::NewerFormat(_) => failure.hint("a later version of Byline writes it: install that one"),
        E::View(error) => unreadable(path, error),
        E::Refused(_) => failure.hint("nothing was appended"),
        _ => failure,
    }
}
