//! Making a new ledger: entry 0, its seal, and the folder.

use super::{CONFIG_FILE, Config, sign_tree};
use crate::finding::Finding;
use crate::key::SecretKey;
use crate::position::Size;
use crate::record::{Founder, LedgerRecord, Origin, Record, Text};
use crate::state::{State, admit, seal_draft};
use crate::statement::{After, Draft, Header, Statement, StatementError};
use crate::store::{self, CreateError};
use crate::time::Timestamp;
use std::path::Path;

/// The file with the ledger's own secret key, in OpenSSH's form.
pub const LEDGER_KEY_FILE: &str = "ledger.key";

/// What a new ledger is.
#[derive(Debug)]
pub struct Founding<'a> {
    /// Its name in every header and checkpoint.
    pub origin: Origin,
    /// Its name for people.
    pub name: Text,
    /// Its own key.
    pub key: &'a SecretKey,
    /// The same key as the file [`LEDGER_KEY_FILE`] will hold it.
    pub key_file: Vec<u8>,
    /// How many editors a change of roster or policy needs.
    pub approvals: u64,
    /// Its first editors, with their consent.
    pub editors: Vec<Founder>,
    /// The time of its first seal.
    pub now: Timestamp,
}

/// Why a ledger can't be made.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    /// Entry 0 breaks the rules.
    #[error("entry 0 is refused: {}", .0.iter().map(|finding| finding.words.as_str()).collect::<Vec<_>>().join("; "))]
    Refused(Vec<Finding>),
    /// Entry 0 is too long.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// The folder can't be made.
    #[error(transparent)]
    Create(#[from] CreateError),
}

/// Makes a ledger in a new folder, all of it or nothing.
///
/// # Errors
/// When entry 0 would break the rules, or the folder can't be made.
pub fn found(path: &Path, founding: Founding<'_>) -> Result<(), FoundError> {
    let Founding { origin, name, key, key_file, approvals, editors, now } = founding;
    let public = key.public();
    let mut state = State::start(origin.clone(), &public.bytes());
    let record = Record::Ledger(LedgerRecord {
        format: crate::record::ledger::FORMAT,
        origin: origin.clone(),
        name,
        key: public.bytes(),
        approvals,
        editors,
        phrases: crate::record::ledger::PHRASES.to_owned(),
    });
    let header = Header {
        kid: public.kid(),
        issuer: origin.to_string(),
        subject: origin.to_string(),
        signed_at: now,
        after: After::new(Size::ZERO, state.head()),
    };
    let entry = Draft::new(header, record)?.sign(key);
    take(&mut state, &entry)?;
    let seal = seal_draft(&state, public.kid(), now).sign(key);
    take(&mut state, &seal)?;
    let config = Config { origin: origin.clone(), key: public };
    let files = [(CONFIG_FILE.to_owned(), config.to_string().into_bytes()), (LEDGER_KEY_FILE.to_owned(), key_file)];
    let leaves = [entry.bytes().to_vec(), seal.bytes().to_vec()];
    store::create(path, &files, &leaves, &mut |head, _| sign_tree(&origin, key, head))?;
    Ok(())
}

fn take(state: &mut State, statement: &Statement) -> Result<(), FoundError> {
    let admitted = admit(state, statement).map_err(FoundError::Refused)?;
    state.append(admitted);
    Ok(())
}
