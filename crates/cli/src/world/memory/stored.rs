//! The file in which one ledger is remembered: from text to what is known, and back.

use super::{Known, Seen, Whole};
use byline_ledger::checkpoint::SignedCheckpoint;
use byline_ledger::ledger::{parse_ssh_text, ssh_text};
use byline_ledger::policy::Policy;
use byline_ledger::position::{Index, Size};
use byline_ledger::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The longest such file, in bytes: a note and a policy are the most of it, and a roster of some thousands.
pub const LIMIT_BYTES: u64 = 4 << 20;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    origin: String,
    key: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    folders: Vec<String>,
    seen_s: Option<u64>,
    checkpoint: Option<String>,
    roster: Option<Vec<u64>>,
    whole_s: Option<u64>,
    whole_size: Option<u64>,
    policy: Option<String>,
}

/// What a text says is known, and of which ledger; nothing for a text that is damaged.
pub fn parse(text: &str) -> Option<(String, Known)> {
    let stored: Stored = toml::from_str(text).ok()?;
    let key = parse_ssh_text(&stored.key).ok()?;
    let seen = match (&stored.checkpoint, stored.seen_s) {
        (None, None) => None,
        (Some(note), Some(seen_s)) => Some(Seen {
            // It was signed by the key that was pinned then, and the memory is no place for others.
            signed: SignedCheckpoint::open(note.as_bytes(), &stored.origin, key, &[]).ok()?,
            at: Timestamp::from_s(seen_s).ok()?,
            roster: stored
                .roster
                .map(|roster| roster.into_iter().map(Index::new).collect::<Option<_>>())
                .map_or(Some(None), |roster| roster.map(Some))?,
        }),
        _ => return None,
    };
    let whole = match (stored.whole_size, stored.whole_s) {
        (None, None) => None,
        (Some(size), Some(at_s)) => Some(Whole { size: Size::new(size)?, at: Timestamp::from_s(at_s).ok()? }),
        _ => return None,
    };
    if stored.policy.as_ref().is_some_and(|policy| Policy::parse(policy.as_bytes()).is_err()) {
        return None;
    }
    Some((stored.origin, Known { key, folders: stored.folders, seen, whole, policy: stored.policy }))
}

/// The text that says this.
///
/// # Errors
/// When TOML has no form for it.
pub fn to_text(origin: &str, known: &Known) -> Result<String, toml::ser::Error> {
    let seen = known.seen.as_ref();
    let roster = seen.and_then(|seen| seen.roster.as_ref());
    toml::to_string(&Stored {
        origin: origin.to_owned(),
        key: ssh_text(&known.key.bytes()),
        folders: known.folders.clone(),
        seen_s: seen.map(|seen| seen.at.as_s()),
        checkpoint: seen.map(|seen| seen.signed.note().to_owned()),
        roster: roster.map(|roster| roster.iter().map(|index| index.get()).collect()),
        whole_s: known.whole.map(|whole| whole.at.as_s()),
        whole_size: known.whole.map(|whole| whole.size.get()),
        policy: known.policy.clone(),
    })
}
