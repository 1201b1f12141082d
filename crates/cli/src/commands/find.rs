//! Records by what a person calls them: id, index of the log, slug.

use super::unreadable;
use crate::failure::Failure;
use byline_ledger::ledger::{Located, Lookup};
use byline_ledger::position::Index;
use byline_ledger::record::{Handle, Kind, Slug};

/// The kinds that have slugs.
const SLUGGED: [Kind; 4] = [Kind::Event, Kind::Question, Kind::Entity, Kind::Document];

/// The one record that is meant.
///
/// # Errors
/// When there is none, or more than one.
pub fn find(lookup: &Lookup<'_>, what: &str) -> Result<Located, Failure> {
    let unread = |error| unreadable(lookup.ledger().reader().path(), &error);
    let digits = what.strip_prefix("b3:").unwrap_or(what);
    let mut found = Vec::new();
    let number = what.parse::<u64>();
    if let Ok(index) = number {
        let index = Index::new(index).filter(|index| index.in_size(lookup.ledger().head().size));
        if let Some(index) = index {
            return lookup.ledger().at(index).map_err(unread);
        }
    }
    // An id's digits may all be decimal.
    if digits.len() >= 8 {
        found = lookup.by_prefix(digits).map_err(unread)?;
    }
    if found.is_empty() && number.is_ok() {
        let size = lookup.ledger().head().size;
        return Err(Failure::new(format!("the log has no entry {what}: it has {size} entries, counted from 0")));
    }
    if found.is_empty() {
        found = by_slug(lookup, what, &SLUGGED)?;
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(nothing(what, digits)),
        _ => Err(ambiguous(what, &found)),
    }
}

fn nothing(what: &str, digits: &str) -> Failure {
    let failure = Failure::new(format!("nothing is recorded under {what:?}"));
    match what.split_once(':') {
        Some((kind, _)) if kind != "b3" && !SLUGGED.iter().any(|known| known.name() == kind) => {
            failure.hint("before the colon stands event, question, entity or document")
        }
        _ if what.starts_with("b3:") && digits.len() < 8 => failure.hint("give at least 8 digits of the id"),
        _ => failure.hint("`byline log` lists what there is"),
    }
}

/// What a slug names, among these kinds: `slug`, `handle/slug`, `kind:slug` or `kind:handle/slug`. The version in force of each.
pub fn by_slug(lookup: &Lookup<'_>, what: &str, kinds: &[Kind]) -> Result<Vec<Located>, Failure> {
    let unread = |error| unreadable(lookup.ledger().reader().path(), &error);
    let (kind, name) = match what.split_once(':') {
        Some((kind, name)) => (Some(kind), name),
        None => (None, what),
    };
    let (handle, slug) = match name.split_once('/') {
        Some((handle, slug)) => (Some(handle), slug),
        None => (None, name),
    };
    let Ok(slug) = slug.parse::<Slug>() else { return Ok(Vec::new()) };
    let handle = match handle.map(str::parse::<Handle>).transpose() {
        Ok(handle) => handle,
        Err(_) => return Ok(Vec::new()),
    };
    let mut found = Vec::new();
    for candidate in kinds.iter().filter(|candidate| kind.is_none_or(|kind| candidate.name() == kind)) {
        for first in lookup.by_slug(*candidate, handle.as_ref(), &slug).map_err(unread)? {
            found.extend(lookup.versions(first.id()).map_err(unread)?.pop());
        }
    }
    Ok(found)
}

/// Several records that are meant, each with a name that is only its own.
pub fn ambiguous(what: &str, found: &[Located]) -> Failure {
    let names = found.iter().map(|located| {
        let id = located.id().to_string();
        let by = located.handle.as_ref().map_or("the ledger", Handle::as_str);
        format!("{} ({} by {by})", &id[..19], located.record().kind())
    });
    Failure::new(format!("{what:?} names {} records", found.len()))
        .hint(format!("name one by its id: {}", names.collect::<Vec<_>>().join(", ")))
}
