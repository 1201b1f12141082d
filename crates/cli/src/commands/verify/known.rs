//! What this user brings to an audit: the pinned key, the checkpoints that the log has to continue, and whose cosignatures are asked for.

use super::Args;
use crate::commands::verify_file::{Given, keys_of};
use crate::commands::{GivenKey, read_limited, unreadable};
use crate::failure::{Failure, chain};
use crate::world::memory::{self, Known, Seen, Whole};
use crate::world::now;
use byline_ledger::audit::{Earlier, Quick, Report, Verdict, Visit};
use byline_ledger::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use byline_ledger::hash::Kid;
use byline_ledger::key::PublicKey;
use byline_ledger::ledger::{ConfigError, Introduction, introduce};
use byline_ledger::note::{NOTE_LIMIT_BYTES, NoteError};
use byline_ledger::policy::{POLICY_LIMIT_BYTES, Policy};
use std::path::{Path, PathBuf};

/// What is known of a ledger before it is audited.
pub struct Before {
    /// What the folder says of itself; nothing of it is checked.
    pub introduction: Introduction,
    /// What is remembered of the ledger that it says it is.
    pub known: Option<Known>,
    /// The key to judge by.
    pub pinned: Option<PublicKey>,
    /// Its fingerprint, where no more was given and the key is still to be found in the log.
    pub told: Option<Kid>,
    /// The checkpoint of `--since`.
    pub since: Option<Since>,
    /// The ledger of another name that was seen in this folder before, and what is known of it.
    pub place_of: Option<(String, Known)>,
    /// Whose cosignatures are asked for.
    pub policy: Option<Policy>,
}

/// A checkpoint that somebody kept. Whether it is by the key that was the ledger's then only the replayed log can say.
pub struct Since {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The note that says so.
    pub note: String,
}

/// What the checkpoint of the last audit is to the auditor.
pub const SEEN: &str = "the checkpoint that you saw last";

impl Before {
    /// Looks up what is known of the ledger in a folder.
    ///
    /// # Errors
    /// When the folder, the memory or a file that was named can't be used.
    pub fn of(path: &Path, args: &Args) -> Result<Self, Failure> {
        let introduction = introduce(path).map_err(|error| unreadable(path, &error))?;
        if let Err(error @ ConfigError::NewerFormat(_)) = introduction.config {
            // Its log has another format as well: findings would only mislead.
            return Err(unreadable(path, &error.into()));
        }
        let known = introduction.origin().map_or(Ok(None), memory::recall)?;
        let given = args.ledger_key.as_deref().map(|given| GivenKey::read("--ledger-key", given)).transpose()?;
        let at_hand = known.as_ref().map(|known| known.key).into_iter().chain(introduction.key());
        let pinned = match given {
            Some(given) => given.among(at_hand),
            None => known.as_ref().map(|known| known.key),
        };
        let told = given.filter(|_| pinned.is_none()).map(GivenKey::kid);
        let policy = match &args.policy {
            Some(file) => Some(read_policy(file)?.1),
            None => known.as_ref().and_then(Known::policy),
        };
        let since = args.since.as_deref().map(|file| since(file, &introduction, pinned, known.as_ref())).transpose()?;
        let place_of = introduction.origin().and_then(|origin| memory::place_of(path, origin));
        Ok(Self { introduction, known, pinned, told, since, place_of, policy })
    }

    /// The same, once an audit has found the key whose fingerprint was given.
    pub fn found(self, report: &Report) -> Self {
        Self { pinned: self.pinned.or(report.pinned), ..self }
    }

    /// Whether nobody has said which key is the right one.
    pub fn is_first_contact(&self) -> bool {
        self.pinned.is_none() && self.told.is_none()
    }

    /// The checkpoints that the log has to continue.
    pub fn earlier(&self) -> Vec<Earlier> {
        let seen = self.known.as_ref().and_then(|known| known.seen.as_ref());
        let seen = seen.map(|seen| Earlier {
            checkpoint: seen.signed.checkpoint().clone(),
            note: None,
            what: SEEN.to_owned(),
        });
        let since = self.since.as_ref().map(|since| Earlier {
            checkpoint: since.checkpoint.clone(),
            note: Some(since.note.clone()),
            what: "the checkpoint of --since".to_owned(),
        });
        seen.into_iter().chain(since).collect()
    }

    /// Keeps the checkpoint of a ledger that was found good, so that the next audit notices a rollback or a fork.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn remember(&self, path: &Path, report: &Report) -> Result<(), Failure> {
        let (Some(key), Some(checkpoint)) = (self.pinned, &report.checkpoint) else { return Ok(()) };
        // A key that was only given for once doesn't take the place of one that was pinned.
        if report.verdict() == Verdict::Failed || self.known.as_ref().is_some_and(|known| known.key != key) {
            return Ok(());
        }
        // The pin moves to the key that the quorum put in the place of the pinned one: the log was replayed through both.
        let key = report.pin.unwrap_or(key);
        let Ok(signed) = SignedCheckpoint::open(&report.note, &checkpoint.origin, key, &[]) else { return Ok(()) };
        // Another audit may have seen more meanwhile.
        let known = memory::recall(&checkpoint.origin)?.unwrap_or(Known::key(key));
        if known.seen.as_ref().is_some_and(|seen| checkpoint.size < seen.signed.size()) {
            return Ok(());
        }
        let at = now()?;
        let whole = match report.quick {
            // Nobody who reads nothing has seen more than before.
            Some(Quick { from: None, .. }) => return Ok(()),
            Some(_) => known.whole,
            None => report.roster.as_ref().map(|_| Whole { size: checkpoint.size, at }).or(known.whole),
        };
        let seen = Seen { signed, at, roster: report.roster.clone() };
        let known = Known { key, seen: Some(seen), whole, ..known }.in_folder(path);
        memory::keep(&checkpoint.origin, &known)
    }

    /// What a quick audit goes on from, or why there is nothing.
    pub fn visit(&self) -> Result<Visit, String> {
        let Some(key) = self.pinned else {
            return Err("there is nothing to start from: this is the first contact with this ledger".to_owned());
        };
        let known = self.known.as_ref().filter(|known| known.key == key);
        let Some(seen) = known.and_then(|known| known.seen.as_ref()) else {
            return Err("there is nothing to start from: you have its key, and have not seen its log yet".to_owned());
        };
        match &seen.roster {
            Some(roster) => Ok(Visit { checkpoint: seen.signed.checkpoint().clone(), roster: roster.clone() }),
            None => Err("there is nothing to start from: not every entry was judged when you saw it".to_owned()),
        }
    }
}

/// What the user gives for the check of a proof in a file.
///
/// # Errors
/// When the key can't be read.
pub fn given(args: &Args) -> Result<Given<'_>, Failure> {
    let ledger_key = args.ledger_key.as_deref().map(|key| GivenKey::read("--ledger-key", key)).transpose()?;
    let since = |file: &PathBuf| earlier_checkpoint(file, &read_limited(file, NOTE_LIMIT_BYTES as u64)?);
    let since = args.since.as_ref().map(since).transpose()?;
    let witnesses = args.policy.as_deref().map(read_policy).transpose()?.map(|(_, policy)| keys_of(&policy));
    Ok(Given { ledger_key, statement: args.statement.as_deref(), since, witnesses, ledger: None })
}

/// The checkpoint in a file, on nobody's word: a proof that it is continued says as much of it as of the file.
fn earlier_checkpoint(file: &Path, note: &[u8]) -> Result<Checkpoint, Failure> {
    Checkpoint::unsigned(note).ok_or_else(|| {
        Failure::new(format!("{} is no checkpoint", file.display()))
            .hint("give a copy of the ledger's log/checkpoint from an earlier day")
    })
}

/// Reads a witness policy: its text, and what it says.
///
/// # Errors
/// When the file can't be read, or is no policy.
pub fn read_policy(file: &Path) -> Result<(String, Policy), Failure> {
    let bytes = read_limited(file, POLICY_LIMIT_BYTES as u64 + 1)?;
    let wrong = |words: String| {
        Failure::new(format!("{}: {words}", file.display()))
            .hint("a policy has lines `witness NAME VKEY`, `group NAME any|all|K NAME...` and one `quorum NAME` (docs/witnesses.md)")
    };
    let policy = Policy::parse(&bytes).map_err(|error| wrong(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| wrong("the policy is not UTF-8".to_owned()))?;
    Ok((text, policy))
}

/// The checkpoint in a file. It has to be one of this ledger's name, and no signature on it by a key that is known may fail.
fn since(
    file: &Path,
    introduction: &Introduction,
    pinned: Option<PublicKey>,
    known: Option<&Known>,
) -> Result<Since, Failure> {
    let note = read_limited(file, NOTE_LIMIT_BYTES as u64)?;
    let origin = introduction.origin().unwrap_or_default();
    let refused = |error: &CheckpointError| {
        Failure::new(format!("{} is no checkpoint of this ledger: {}", file.display(), chain(error)))
            .hint("give a copy of the ledger's log/checkpoint from an earlier day, as it was signed")
    };
    for key in [pinned, known.map(|known| known.key), introduction.key()].into_iter().flatten() {
        match SignedCheckpoint::open(&note, origin, key, &[]) {
            // The key that was the ledger's then may be one in between.
            Ok(_) | Err(CheckpointError::NotByLedger | CheckpointError::Note(NoteError::NoKnownSignature)) => {}
            Err(error) => return Err(refused(&error)),
        }
    }
    let checkpoint = earlier_checkpoint(file, &note)?;
    if checkpoint.origin != origin {
        return Err(refused(&CheckpointError::OtherOrigin { want: origin.to_owned(), got: checkpoint.origin }));
    }
    Ok(Since { checkpoint, note: String::from_utf8_lossy(&note).into_owned() })
}
