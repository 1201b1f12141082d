//! What this user brings to an audit: the pinned key, the checkpoints that the log has to continue, and whose cosignatures are asked for.

use super::Args;
use crate::commands::verify_file::{Given, keys_of};
use crate::commands::{given_key, read_limited, unreadable};
use crate::failure::{Failure, chain};
use crate::world::memory::{self, Known};
use crate::world::now;
use byline_ledger::audit::{Earlier, Report, Verdict};
use byline_ledger::checkpoint::{Checkpoint, SignedCheckpoint};
use byline_ledger::key::PublicKey;
use byline_ledger::ledger::{ConfigError, Introduction, introduce};
use byline_ledger::note::NOTE_LIMIT_BYTES;
use byline_ledger::policy::{POLICY_LIMIT_BYTES, Policy};
use std::path::Path;

/// What is known of a ledger before it is audited.
pub struct Before {
    /// What the folder says of itself; nothing of it is checked.
    pub introduction: Introduction,
    /// What is remembered of the ledger that it says it is.
    pub known: Option<Known>,
    /// The key to judge by.
    pub pinned: Option<PublicKey>,
    /// The checkpoint of `--since`.
    pub since: Option<SignedCheckpoint>,
    /// Whose cosignatures are asked for.
    pub policy: Option<Policy>,
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
        let pinned = match &args.ledger_key {
            Some(given) => Some(given_key("--ledger-key", given)?),
            None => known.as_ref().map(|known| known.key),
        };
        let policy = match &args.policy {
            Some(file) => Some(read_policy(file)?.1),
            None => known.as_ref().and_then(Known::policy),
        };
        let since = args.since.as_deref().map(|file| since(file, &introduction, pinned, known.as_ref())).transpose()?;
        Ok(Self { introduction, known, pinned, since, policy })
    }

    /// The checkpoints that the log has to continue.
    pub fn earlier(&self) -> Vec<Earlier> {
        let seen = self.known.as_ref().and_then(|known| known.seen.as_ref());
        let seen = seen.map(|seen| Earlier { checkpoint: seen.signed.checkpoint().clone(), what: SEEN.to_owned() });
        let since = self.since.as_ref().map(|since| Earlier {
            checkpoint: since.checkpoint().clone(),
            what: "the checkpoint of --since".to_owned(),
        });
        seen.into_iter().chain(since).collect()
    }

    /// Keeps the checkpoint of a ledger that was found good, so that the next audit notices a rollback or a fork.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn remember(&self, report: &Report) -> Result<(), Failure> {
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
        memory::keep(&checkpoint.origin, &Known { key, seen: Some(memory::Seen { signed, at: now()? }), ..known })
    }
}

/// What the user gives for the check of a proof in a file.
///
/// # Errors
/// When the key can't be read.
pub fn given(args: &Args) -> Result<Given<'_>, Failure> {
    let ledger_key = args.ledger_key.as_deref().map(|key| given_key("--ledger-key", key)).transpose()?;
    let since = args.since.as_deref().map(earlier_checkpoint).transpose()?;
    let witnesses = args.policy.as_deref().map(read_policy).transpose()?.map(|(_, policy)| keys_of(&policy));
    Ok(Given { ledger_key, statement: args.statement.as_deref(), since, witnesses })
}

/// The checkpoint in a file, on nobody's word: a proof that it is continued says as much of it as of the file.
fn earlier_checkpoint(file: &Path) -> Result<Checkpoint, Failure> {
    let note = read_limited(file, NOTE_LIMIT_BYTES as u64)?;
    Checkpoint::unsigned(&note).ok_or_else(|| {
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

/// The checkpoint in a file, which has to be signed by a key of this ledger: what somebody else wrote proves nothing against it.
fn since(
    file: &Path,
    introduction: &Introduction,
    pinned: Option<PublicKey>,
    known: Option<&Known>,
) -> Result<SignedCheckpoint, Failure> {
    let note = read_limited(file, NOTE_LIMIT_BYTES as u64)?;
    let origin = introduction.origin().unwrap_or_default();
    let keys = [pinned, known.map(|known| known.key), introduction.key()];
    let mut opened = keys.into_iter().flatten().map(|key| SignedCheckpoint::open(&note, origin, key, &[]));
    let first = opened.next();
    match first.map(|first| if first.is_ok() { first } else { opened.find(Result::is_ok).unwrap_or(first) }) {
        Some(Ok(signed)) => Ok(signed),
        Some(Err(error)) => {
            Err(Failure::new(format!("{} is no checkpoint of this ledger: {}", file.display(), chain(&error)))
                .hint("give a copy of the ledger's log/checkpoint from an earlier day, as it was signed"))
        }
        None => Err(Failure::new("this folder names no key, so no signature can be checked")
            .hint("name the ledger's key with --ledger-key")),
    }
}
