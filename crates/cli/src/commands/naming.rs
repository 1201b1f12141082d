//! What a person means by the name of an event or a source.

use super::find::by_slug;
use super::unreadable;
use crate::failure::Failure;
use crate::render::case::LedgerFacts;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::{Column, SourceKey};
use byline_ledger::accounts::judgements::Judgements;
use byline_ledger::accounts::words::folded;
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::{Located, Lookup, Term};
use byline_ledger::position::Index;
use byline_ledger::record::{Kind, Record, Slug};

/// How many names an error lists.
const MOST_NAMED: usize = 20;

/// The event that is meant, by the identity; the only one of the ledger if none is named.
///
/// # Errors
/// When there is none, or more than one; the error lists them.
pub fn event(lookup: &Lookup<'_>, what: Option<&str>) -> Result<RecordId, Failure> {
    let unread = |error| unreadable(lookup.ledger().reader().path(), &error);
    let Some(what) = what else { return only_event(lookup) };
    let found = match what.strip_prefix("b3:") {
        Some(digits) => lookup.by_prefix(digits).map_err(unread)?,
        None => by_slug(lookup, what, &[Kind::Event])?,
    };
    let found: Vec<Located> = found.into_iter().filter(|located| located.record().kind() == Kind::Event).collect();
    match &found[..] {
        [one] => identity(lookup, one.id()),
        [] => Err(Failure::new(format!("there is no event {what:?}")).hint(listed(lookup)?)),
        several => Err(super::find::ambiguous(what, several)),
    }
}

fn identity(lookup: &Lookup<'_>, id: RecordId) -> Result<RecordId, Failure> {
    let versions = lookup.versions(id).map_err(|error| unreadable(lookup.ledger().reader().path(), &error))?;
    Ok(versions.first().map_or(id, Located::id))
}

fn events(lookup: &Lookup<'_>) -> Result<Vec<Located>, Failure> {
    let mut events = lookup
        .by_term(&Term::Kind(Kind::Event))
        .map_err(|error| unreadable(lookup.ledger().reader().path(), &error))?;
    events.retain(|located| located.record().correction().corrects.is_none());
    Ok(events)
}

/// All events, by identity, in the order of the log.
///
/// # Errors
/// When there is none, or the log can't be read.
pub fn all_events(lookup: &Lookup<'_>) -> Result<Vec<RecordId>, Failure> {
    let events = events(lookup)?;
    match events.is_empty() {
        true => Err(Failure::new("no event is recorded yet").hint("`byline record` records one")),
        false => Ok(events.iter().map(Located::id).collect()),
    }
}

fn only_event(lookup: &Lookup<'_>) -> Result<RecordId, Failure> {
    match &events(lookup)?[..] {
        [one] => Ok(one.id()),
        [] => Err(Failure::new("no event is recorded yet").hint("`byline record` records one")),
        _ => Err(Failure::new("which event?").hint(listed(lookup)?)),
    }
}

fn listed(lookup: &Lookup<'_>) -> Result<String, Failure> {
    let events = events(lookup)?;
    let name = |located: &Located| {
        let slug = located.record().slug().map(ToString::to_string).unwrap_or_default();
        match located.record() {
            Record::Event(event) => format!("{slug} ({})", event.titles.in_language(&["en"])),
            _ => slug,
        }
    };
    let names: Vec<String> = events.iter().take(MOST_NAMED).map(name).collect();
    let more = events.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(", and {more} more: see `byline log`") } else { String::new() };
    match events.is_empty() {
        true => Ok("no event is recorded yet".to_owned()),
        false => Ok(format!("name one of {}{more}", names.join(", "))),
    }
}

/// The source that is meant: by slug, id or name, or `own voice`; a part of a name will do if it is one source's only.
///
/// # Errors
/// When there is none, or more than one; the error lists them.
pub fn source(
    casefile: &Casefile,
    judgements: &Judgements,
    columns: &[Column],
    what: &str,
) -> Result<SourceKey, Failure> {
    let wanted = plain(what);
    let names = |key: &SourceKey| names(casefile, judgements, key);
    let exact: Vec<&Column> = columns.iter().filter(|column| names(&column.key).contains(&wanted)).collect();
    let found = match exact.is_empty() {
        false => exact,
        true => {
            let has_part = |column: &&Column| names(&column.key).iter().any(|name| name.contains(&wanted));
            columns.iter().filter(|column| !wanted.is_empty() && has_part(column)).collect()
        }
    };
    let all = columns;
    let list = |columns: &[&Column]| -> String {
        let names = columns.iter().take(MOST_NAMED).map(|column| handle(casefile, all, &column.key));
        let more = if columns.len() > MOST_NAMED { ", .." } else { "" };
        format!("name one of {}{more}", names.collect::<Vec<_>>().join(", "))
    };
    match &found[..] {
        [one] => Ok(one.key.clone()),
        [] => {
            let every: Vec<&Column> = all.iter().collect();
            let hint = if every.is_empty() { "nobody is recorded on it yet".to_owned() } else { list(&every) };
            Err(Failure::new(format!("there is no source {what:?} on this event")).hint(hint))
        }
        several => Err(Failure::new(format!("{what:?} can be {} sources", several.len())).hint(list(several))),
    }
}

/// All questions that are meant: by slug or id, else by a part of the words; those that are judged the same together.
///
/// # Errors
/// When there is none; the error lists those there are.
pub fn questions(casefile: &Casefile, rows: &[Vec<RecordId>], what: &str) -> Result<Vec<RecordId>, Failure> {
    let wanted = plain(what);
    let is_exact = |id: &RecordId| slugs(casefile, *id).iter().any(|name| plain(name) == wanted);
    let has_part = |id: &RecordId| {
        let asks = casefile.question(*id).into_iter().flat_map(|question| question.asks.iter());
        !wanted.is_empty() && asks.map(|(_, words)| plain(words.as_str())).any(|words| words.contains(&wanted))
    };
    let exact: Vec<&Vec<RecordId>> = rows.iter().filter(|row| row.iter().any(is_exact)).collect();
    let found = match exact.is_empty() {
        false => exact,
        true => rows.iter().filter(|row| row.iter().any(has_part)).collect(),
    };
    let name = |row: &Vec<RecordId>| Some(slug_and_words(casefile, *row.first()?));
    match found.is_empty() {
        false => Ok(found.into_iter().flatten().copied().collect()),
        true => Err(Failure::new(format!("there is no question {what:?} on this event"))
            .hint(list(rows.iter().filter_map(name)))),
    }
}

/// What a record can be called by that has a slug: the id, the slug with its recorder's handle, the slug.
fn slugs(casefile: &Casefile, id: RecordId) -> Vec<String> {
    let Some(first) = casefile.thing(id).map(|thing| thing.first()) else { return Vec::new() };
    let slug = first.record.slug().map(ToString::to_string).unwrap_or_default();
    vec![id.to_string(), format!("{}/{slug}", first.handle), slug]
}

/// What to type for a question, and its words.
pub fn slug_and_words(casefile: &Casefile, question: RecordId) -> String {
    let slug = slugs(casefile, question).pop().unwrap_or_default();
    format!("{slug} ({})", casefile.name(question))
}

/// `name one of ..`, for a hint.
pub fn list(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    let more = if names.len() > MOST_NAMED { ", .." } else { "" };
    match names.is_empty() {
        true => "there is none".to_owned(),
        false => format!("name one of {}{more}", names[..names.len().min(MOST_NAMED)].join(", ")),
    }
}

/// A name as it is compared: no matter the case and the white space.
pub fn plain(text: &str) -> String {
    folded(text).to_lowercase()
}

/// What to type for a source, and who that is: the slug, with its recorder's handle where another source has the same.
fn handle(casefile: &Casefile, columns: &[Column], key: &SourceKey) -> String {
    let first = |id: &RecordId| {
        let first = casefile.thing(*id)?.first();
        Some((first.handle.clone(), first.record.slug()?.clone()))
    };
    let is_shared = |slug: &Slug| {
        let entities = columns.iter().filter_map(|column| match &column.key {
            SourceKey::Entity(id) => first(id),
            _ => None,
        });
        entities.filter(|(_, other)| other == slug).count() > 1
    };
    let slug = |id: &RecordId| match first(id) {
        Some((handle, slug)) if is_shared(&slug) => format!("{handle}/{slug}"),
        Some((_, slug)) => slug.to_string(),
        None => id.to_string(),
    };
    match key {
        SourceKey::Entity(id) => format!("{} ({})", slug(id), casefile.name(*id)),
        SourceKey::OwnVoice(id) => format!("\"own voice of {}\"", slug(id)),
        SourceKey::Unnamed(described) => format!("\"{described}\""),
        SourceKey::Sealed { described, disclosed } => format!("\"{}\"", disclosed.as_ref().unwrap_or(described)),
        SourceKey::Nobody => "nobody".to_owned(),
    }
}

/// All that a source can be called by, ready to be compared: by any of those that are judged the same.
fn names(casefile: &Casefile, judgements: &Judgements, key: &SourceKey) -> Vec<String> {
    let of_thing = |id: &RecordId| -> Vec<String> {
        let mut names = vec![id.to_string(), casefile.name(*id)];
        if let Some(first) = casefile.thing(*id).map(|thing| thing.first())
            && let Some(slug) = first.record.slug()
        {
            names.extend([slug.to_string(), format!("{}/{slug}", first.handle)]);
        }
        if let Some(entity) = casefile.entity(*id) {
            names.extend(entity.names.iter().map(|(_, name)| name.to_string()));
            names.extend(entity.also.iter().flatten().map(|other| other.name.to_string()));
        }
        names
    };
    let names = match key {
        SourceKey::Entity(id) => judgements.class(*id).iter().flat_map(of_thing).collect(),
        SourceKey::OwnVoice(id) => {
            let class = judgements.class(*id);
            let of = class.iter().flat_map(of_thing).map(|name| format!("own voice of {name}"));
            of.chain(["own voice".to_owned()]).collect()
        }
        SourceKey::Unnamed(described) => vec![described.clone(), format!("unnamed: {described}"), "unnamed".to_owned()],
        SourceKey::Sealed { described, disclosed } => {
            let described = [described.clone(), format!("sealed: {described}"), "sealed".to_owned()];
            described.into_iter().chain(disclosed.clone()).collect()
        }
        SourceKey::Nobody => vec!["nobody".to_owned(), "nobody named".to_owned()],
    };
    names.iter().map(|name| plain(name)).collect()
}

/// What a view says of the ledger that it is made from.
///
/// # Errors
/// When the log can't be read.
pub fn ledger_facts(lookup: &Lookup<'_>) -> Result<LedgerFacts, Failure> {
    let ledger = lookup.ledger();
    let unread = |error| unreadable(ledger.reader().path(), &error);
    let point = lookup.point().map_err(unread)?;
    let first = ledger.at(Index::small(0)).map_err(unread)?;
    let name = match first.record() {
        Record::Ledger(record) => record.name.to_string(),
        _ => String::new(),
    };
    Ok(LedgerFacts {
        origin: ledger.config().origin.to_string(),
        name,
        size: point.head.size.get(),
        root: point.head.root.to_string(),
        key: ledger.key().kid().to_string(),
        sealed_at: point.sealed_at,
    })
}
