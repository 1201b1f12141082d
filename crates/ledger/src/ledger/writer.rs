//! Appending to a ledger: statements in, one commit with its seal out.

use super::view::{Located, ViewError, open_checkpoint, read_config};
use super::{Config, Ledger, Lookup, Term, sign_tree};
use crate::chain::RosterChain;
use crate::finding::Finding;
use crate::hash::{Kid, RecordId};
use crate::key::{PublicKey, SecretKey};
use crate::position::Index;
use crate::record::{Kind, Record};
use crate::state::{Boundary, Need, RosterDiffers, State, admit, seal_draft};
use crate::statement::{Statement, Unverified};
use crate::store::{Archive, CommitError, Head, OpenError, Reason, StoreError, Writer};
use crate::time::Timestamp;
use std::path::Path;

/// How far the clock may be behind the last seal before the writer asks, in seconds.
const BEHIND_S: u64 = 5 * 60;
/// How far it may be ahead, in seconds.
const AHEAD_S: u64 = 30 * 24 * 60 * 60;

/// The clock differs so much from the last seal that somebody should look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the clock says {now}, the last commit was sealed at {sealed_at}")]
pub struct ClockQuestion {
    /// What the clock says.
    pub now: Timestamp,
    /// The last seal's time.
    pub sealed_at: Timestamp,
}

/// Why statements can't be appended. Unless the commit itself failed, nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// The rules don't allow it.
    #[error("refused: {}", .0.iter().map(|finding| format!("{} ({})", finding.words, finding.code)).collect::<Vec<_>>().join("; "))]
    Refused(Vec<Finding>),
    /// The clock should be looked at.
    #[error(transparent)]
    Clock(#[from] ClockQuestion),
    /// There is nothing to append.
    #[error("there is nothing to append")]
    Nothing,
    /// The ledger can't be read or opened.
    #[error(transparent)]
    View(#[from] ViewError),
    /// The ledger can't be opened for writing.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The key is not the ledger's.
    #[error("the ledger's key file holds another key than the ledger's")]
    WrongKey,
    /// The ledger's next key is not at hand, and a change that puts it in place would come into force.
    #[error("the ledger's next key {0} is not here, and with this change nobody could seal any more")]
    NoNextKey(Kid),
    /// The log goes on in a format that this program doesn't know.
    #[error("the log goes on in format {0}; this program knows format 1")]
    NewerFormat(u64),
    /// The roster in the log isn't the one that its last seal counts.
    #[error(transparent)]
    Roster(#[from] RosterDiffers),
    /// The disk.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The disk, after all was recorded.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A commit that is durable, signed and published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The first leaf of it.
    pub first: Index,
    /// Its seal.
    pub seal: Index,
    /// The seal's time.
    pub sealed_at: Timestamp,
    /// The tree that was signed.
    pub head: Head,
}

/// A ledger that is open for writing: one at a time.
#[derive(Debug)]
pub struct LedgerWriter {
    writer: Writer,
    config: Config,
    keys: Vec<SecretKey>,
    state: State,
    reasons: Vec<Reason>,
}

impl LedgerWriter {
    /// Opens a ledger with its own key, first publishing what a writer that died left behind.
    ///
    /// # Errors
    /// When somebody else is writing, the key is another one, or log, checkpoint and journal don't agree.
    pub fn open(path: &Path, key: SecretKey) -> Result<Self, AppendError> {
        Self::open_with(path, vec![key])
    }

    /// Opens a ledger with all keys that are, or may become, its own: a change that is appended can put the next one in place.
    ///
    /// # Errors
    /// When somebody else is writing, none of the keys is the ledger's, or log, checkpoint and journal don't agree.
    pub fn open_with(path: &Path, keys: Vec<SecretKey>) -> Result<Self, AppendError> {
        let config = read_config(path)?;
        let publics: Vec<_> = keys.iter().map(SecretKey::public).collect();
        if !publics.contains(&config.key) {
            // The key was replaced, or this is another one: the log says which.
            let current = Ledger::open(path)?.key();
            if !publics.contains(&current) {
                return Err(AppendError::WrongKey);
            }
        }
        let by_one_of_them = |note: &[u8]| {
            let by_first = open_checkpoint(&config.origin, config.key, note);
            let by_another = || publics.iter().find_map(|key| open_checkpoint(&config.origin, *key, note).ok());
            by_first.or_else(|refused| by_another().ok_or(refused))
        };
        let opened = Writer::open(path, &by_one_of_them, &mut |head, seal| {
            let key = sealing_key(&keys, seal).ok_or("the key that sealed it is not here")?;
            sign_tree(&config.origin, key, head)
        });
        let is_another = || Ledger::open(path).is_ok_and(|ledger| !publics.contains(&ledger.key()));
        let writer = match opened {
            // The keys at hand are former ones.
            Err(OpenError::Checkpoint(_)) if is_another() => return Err(AppendError::WrongKey),
            opened => opened?,
        };
        let ledger = Ledger::of(config.clone(), config.key, writer.reader()?);
        let lookup = ledger.lookup()?;
        let (state, reasons) = (resume(&config, &lookup)?, lookup.reasons());
        drop(lookup);
        if state.roster().ledger_key().is_none_or(|key| !publics.contains(key)) {
            return Err(AppendError::WrongKey);
        }
        if state.has_unknown_format() {
            return Err(AppendError::NewerFormat(state.roster().format()));
        }
        Ok(Self { writer, config, keys, state, reasons })
    }

    /// What the log says so far: for headers of statements to be appended.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Why the index was built anew on opening; usually empty.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// The archive. What is put there is durable at once, so put evidence before the statements that name it.
    pub fn archive(&self) -> Archive {
        self.writer.archive()
    }

    /// A view of what is published.
    ///
    /// # Errors
    /// When the published log is damaged.
    pub fn ledger(&self) -> Result<Ledger, AppendError> {
        let key = self.state.roster().ledger_key().copied().unwrap_or(self.config.key);
        Ok(Ledger::of(self.config.clone(), key, self.writer.reader()?))
    }

    /// Asks about a clock that is more than 5 minutes behind the last seal, or more than 30 days ahead of it.
    ///
    /// # Errors
    /// The question. Once it is answered, append without asking again.
    pub fn question_clock(&self, now: Timestamp) -> Result<(), ClockQuestion> {
        let Some(last) = self.state.last_boundary() else { return Ok(()) };
        let behind = now.plus_s(BEHIND_S) < last.sealed_at;
        let ahead = now > last.sealed_at.plus_s(AHEAD_S);
        if behind || ahead { Err(ClockQuestion { now, sealed_at: last.sealed_at }) } else { Ok(()) }
    }

    /// Appends statements and a seal in one commit, all or none.
    ///
    /// # Errors
    /// When one of them may not stand there, or the disk fails.
    pub fn append(&mut self, statements: &[Statement], now: Timestamp) -> Result<Committed, AppendError> {
        if statements.is_empty() {
            return Err(AppendError::Nothing);
        }
        let ledger = self.ledger()?;
        let lookup = ledger.lookup()?;
        // The state changes only when the commit is on disk.
        let mut state = self.state.clone();
        let first = state.next();
        for statement in statements {
            bring(&mut state, &lookup, statement)?;
            let admitted = admit(&state, statement).map_err(AppendError::Refused)?;
            state.append(admitted);
        }
        drop(lookup);
        if state.has_unknown_format() {
            return Err(AppendError::NewerFormat(state.roster().format()));
        }
        // One of these statements may have put another key in place: it seals this commit already.
        let kid = state.roster().ledger_key().map(PublicKey::kid).ok_or(AppendError::WrongKey)?;
        let key = self.keys.iter().find(|key| key.public().kid() == kid).ok_or(AppendError::NoNextKey(kid))?;
        let seal = seal_draft(&state, kid, now).sign(key);
        let admitted = admit(&state, &seal).map_err(AppendError::Refused)?;
        if !admitted.late().is_empty() {
            return Err(AppendError::Refused(admitted.late().to_vec()));
        }
        let seal_index = state.next();
        state.append(admitted);
        let leaves: Vec<_> = statements.iter().chain([&seal]).map(|statement| statement.bytes().to_vec()).collect();
        let origin = &self.config.origin;
        let head = self.writer.commit(&leaves, &mut |head, _| sign_tree(origin, key, head))?;
        self.state = state;
        Ok(Committed { first, seal: seal_index, sealed_at: seal.header().signed_at, head })
    }

    /// Closes the ledger and brings its index up to date.
    ///
    /// # Errors
    /// When the files can't be synced; nothing that was acknowledged is lost then.
    pub fn close(self) -> Result<(), AppendError> {
        let ledger = self.ledger()?;
        drop(ledger.lookup()?);
        Ok(self.writer.close()?)
    }
}

/// The key that signed a seal.
fn sealing_key<'a>(keys: &'a [SecretKey], seal: &[u8]) -> Option<&'a SecretKey> {
    let kid = Unverified::parse(seal).ok()?.kid();
    keys.iter().find(|key| key.public().kid() == kid)
}

/// The state at the published checkpoint, from the last seal and the roster's leaves.
fn resume(config: &Config, lookup: &Lookup<'_>) -> Result<State, AppendError> {
    let ledger = lookup.ledger();
    let size = ledger.head().size;
    let last = ledger.boundary(size)?.ok_or(ViewError::NoSeal)?;
    let seal_index = size.index_of_last().ok_or(ViewError::NoSeal)?;
    let Record::Seal(seal) = ledger.at(seal_index)?.record().clone() else { return Err(ViewError::NoSeal.into()) };
    let sealed = RosterChain { count: seal.roster.0, hash: seal.roster.1 };
    let roster = lookup.current_roster()?;
    Ok(State::resume(config.origin.clone(), last, sealed, roster)?)
}

/// Brings everything that the state needs to judge a statement.
fn bring(state: &mut State, lookup: &Lookup<'_>, statement: &Statement) -> Result<(), AppendError> {
    let unverified = Unverified::parse(statement.bytes()).map_err(|_| ViewError::NotAStatement(state.next()))?;
    loop {
        let needs = state.needs(&unverified);
        if needs.is_empty() {
            return Ok(());
        }
        for need in needs {
            answer(state, lookup, need)?;
        }
    }
}

fn answer(state: &mut State, lookup: &Lookup<'_>, need: Need) -> Result<(), AppendError> {
    match need {
        Need::Boundary(size) => {
            let boundary: Option<Boundary> = lookup.ledger().boundary(size)?;
            state.facts_mut().bring_boundary(size, boundary);
        }
        Need::Slug(kind, handle, slug) => {
            let identity = lookup.by_slug(kind, Some(&handle), &slug)?.first().map(Located::id);
            state.facts_mut().bring_slug(kind, handle, slug, identity);
        }
        Need::Record(id) => bring_record(state, lookup, id)?,
        Need::Commitment(commitment) => {
            let held = !lookup.by_term(&Term::Commitment(commitment))?.is_empty();
            state.facts_mut().bring_commitment(commitment, held);
        }
    }
    Ok(())
}

/// Whether nothing but an approval refers to records of this kind.
fn is_bare(kind: Kind) -> bool {
    kind.is_roster() || matches!(kind, Kind::Seal | Kind::Withdrawal | Kind::Disclosure)
}

fn bring_record(state: &mut State, lookup: &Lookup<'_>, id: RecordId) -> Result<(), AppendError> {
    let versions = lookup.versions(id)?;
    let facts = state.facts_mut();
    if versions.is_empty() {
        facts.bring_absence(id);
    } else if is_bare(versions[0].record().kind()) {
        facts.bring_bare(id);
    } else {
        let with_signer = versions.iter().filter_map(|version| {
            let handle = version.handle.as_ref()?;
            Some((version.index, version.id(), handle, version.logged.header().kid, version.record()))
        });
        facts.bring_identity(with_signer);
        if let (Some(first), Some(last)) = (versions.first(), versions.last())
            && lookup.withdrawal(last.id())?.is_some()
        {
            facts.bring_withdrawal(first.id());
        }
    }
    Ok(())
}
