//! Signing and appending: what the commands that write have in common.

use super::{open, open_hint, unreadable};
use crate::failure::{Failure, chain};
use crate::world::keys;
use crate::world::now;
use byline_ledger::key::SecretKey;
use byline_ledger::ledger::{LEDGER_KEY_FILE, LedgerWriter};
use byline_ledger::position::Index;
use byline_ledger::record::{Handle, Record};
use byline_ledger::state::{Roster, Signer};
use byline_ledger::statement::{After, Draft, Header};
use std::fs;
use std::path::Path;

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
const KEY_HINT: &str = "put back the ledger.key that `byline init` made";

/// Opens a ledger for writing, with its own key from its folder.
///
/// # Errors
/// When somebody else writes, or the folder can't be written to.
pub fn open_writer(path: &Path) -> Result<LedgerWriter, Failure> {
    // Opened for reading first: a folder that is no ledger has no key file either, and should be told so.
    let origin = open(path)?.config().origin.clone();
    let file = path.join(LEDGER_KEY_FILE);
    let pem = fs::read_to_string(&file).map_err(|error| {
        Failure::new(format!("can't read the ledger's key {}: {error}", file.display()))
            .hint(format!("only who holds the key of {origin} can append to it"))
    })?;
    let pem = zeroize::Zeroizing::new(pem);
    let no_key = || Failure::new(format!("{} is no OpenSSH key without passphrase", file.display())).hint(KEY_HINT);
    let key = keys::parse_unencrypted(&pem).ok_or_else(no_key)?;
    LedgerWriter::open(path, key).map_err(|error| append_failed(path, &error))
}

/// An append that failed, with what to do about it.
pub fn append_failed(path: &Path, error: &byline_ledger::ledger::AppendError) -> Failure {
    use byline_ledger::ledger::AppendError as E;
    let failure = Failure::new(format!("can't append to {}: {}", path.display(), chain(error)));
    match error {
        E::Open(error) => failure.hint(open_hint(error)),
        E::Clock(_) => failure.hint("if the clock is right, add --clock-is-right"),
        E::Commit(_) => failure.hint("look at the disk, then try again: what is recorded already is not added twice"),
        E::WrongKey => failure.hint(KEY_HINT),
        E::View(error) => unreadable(path, error),
        E::Refused(_) => failure.hint("nothing was appended"),
        _ => failure,
    }
}
