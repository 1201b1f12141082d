//! What a page carries: the bundle of every record that it is made from, and how it was made (docs/decisions, "Reports carry their proof").

use super::super::unreadable;
use crate::failure::Failure;
use crate::render::html::{Carried, Inside, Kept, Maker, State};
use crate::render::report::Options;
use byline_ledger::checkpoint::Checkpoint;
use byline_ledger::hash::{RecordId, TreeHash};
use byline_ledger::ledger::{GrowthError, Lookup, Point, ProveError};
use byline_ledger::position::Index;

/// The most records that a page proves, and the most bytes that their proof has: a reader's browser reads and checks all of it.
const MOST_RECORDS: usize = 4_096;
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// What the page of these records carries. It is proven by the ledger's checkpoint as it is now, as that of an earlier day is kept by nobody: a page of
/// an earlier state carries the proof that the log only grew since.
///
/// # Errors
/// When the log can't be read.
pub fn carried(
    (whole, lookup): (&Lookup<'_>, &Lookup<'_>),
    records: &[Index],
    options: Options,
    events: Vec<RecordId>,
) -> Result<Carried, Failure> {
    let unread = |error| unreadable(whole.ledger().reader().path(), &error);
    let shown = lookup.point().map_err(unread)?;
    let (proof, kept) = proof(whole, records)?;
    let growth = match proof {
        Some(_) => growth(whole, &shown)?,
        None => None,
    };
    let maker = Maker::this(options.language);
    let inside = Inside { options, events, maker, shows: state(&shown), growth, proof: kept, in_site: false };
    Ok(Carried { proof, inside })
}

/// The state of the ledger at a point.
pub fn state(point: &Point) -> State {
    State { size: point.head.size, root: point.head.root, sealed_at: point.sealed_at }
}

fn proof(whole: &Lookup<'_>, records: &[Index]) -> Result<(Option<Vec<u8>>, Kept), Failure> {
    if MOST_RECORDS < records.len() {
        return Ok((None, Kept::TooLarge));
    }
    match whole.bundle(records).map(|bundle| bundle.encode()) {
        Ok(bundle) if MOST_BYTES < bundle.len() => Ok((None, Kept::TooLarge)),
        Ok(bundle) => Ok((Some(bundle), Kept::Whole)),
        Err(ProveError::Plan(_)) => Ok((None, Kept::TooLarge)),
        Err(ProveError::View(error)) => Err(unreadable(whole.ledger().reader().path(), &error)),
        Err(ProveError::Seal(_) | ProveError::SignedRoot | ProveError::Refused(_)) => Ok((None, Kept::NotProven)),
    }
}

/// That the log only grew since a point; nothing if it is the log as it is now.
fn growth(whole: &Lookup<'_>, shown: &Point) -> Result<Option<Vec<TreeHash>>, Failure> {
    let ledger = whole.ledger();
    if ledger.head() == shown.head {
        return Ok(None);
    }
    let origin = ledger.config().origin.to_string();
    let old = Checkpoint { origin, size: shown.head.size, root: shown.head.root };
    match ledger.growth_since(&old) {
        Ok(consistency) => Ok(Some(consistency.proof.hashes)),
        Err(GrowthError::View(error)) => Err(unreadable(ledger.reader().path(), &error)),
        Err(error) => Err(Failure::new(format!("the log doesn't continue its own earlier state: {error}"))
            .hint("`byline verify` says what is wrong with it")),
    }
}
