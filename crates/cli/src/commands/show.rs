//! `byline show`: one record, whole.

use super::log::summary;
use super::standing::{Standing, Standings};
use super::{lookup, open, unreadable};
use crate::Outcome;
use crate::failure::Failure;
use crate::ui::{Ui, shown, shown_line};
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::{Located, Lookup, Term, ViewError};
use byline_ledger::position::Index;
use byline_ledger::record::{Handle, Kind, Record, Slug};
use ciborium::Value;
use serde_json::{Map, json};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

/// Show one record, whole
///
/// WHAT is an id (b3:.. and at least 8 digits), an index of the log, or a slug such as rybnoye, ana/rybnoye or event:rybnoye.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Id, index or slug
    what: String,
}

/// The kinds that have slugs.
const SLUGGED: [Kind; 4] = [Kind::Event, Kind::Question, Kind::Entity, Kind::Document];

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let lookup = lookup(ui, &ledger)?;
    let found = find(&lookup, &args.what)?;
    let versions = lookup.versions(found.id()).map_err(|error| unreadable(path, &error))?;
    let logged_at = lookup.logged_at(found.index).map_err(|error| unreadable(path, &error))?;
    let header = found.logged.header();
    let place = versions.iter().position(|version| version.id() == found.id());
    let newer = place.and_then(|place| versions.get(place + 1));
    let last = versions.last().map_or(found.id(), |last| last.id());
    let withdrawal = lookup.withdrawal(last).map_err(|error| unreadable(path, &error))?;
    let identity = versions.first().map_or(found.id(), Located::id);
    let standing = standing(&lookup, &versions, identity).map_err(|error| unreadable(path, &error))?;
    let opinions = opinions(&lookup, identity).map_err(|error| unreadable(path, &error))?;
    let disclosures = lookup.disclosures(found.id()).map_err(|error| unreadable(path, &error))?;
    let record = to_json(&byline_ledger::cbor::decode_value(&found.record().encode()).map_err(Failure::new)?);
    if ui.is_json() {
        return ui
            .json(&json!({
                "byline": "show/1",
                "index": found.index.get(),
                "id": found.id().to_string(),
                "identity": versions.first().map(|first| first.id().to_string()),
                "by": found.handle.as_ref().map(Handle::as_str),
                "key": header.kid.to_string(),
                "signed_at": header.signed_at.to_string(),
                "logged_at": logged_at.to_string(),
                "after": { "size": header.after.0.get(), "head": header.after.1.to_string() },
                "withdrawn_by": withdrawal.as_ref().map(|withdrawal| withdrawal.id().to_string()),
                "corrected_by": newer.map(|newer| newer.id().to_string()),
                "marks": standing.iter().map(mark_json).collect::<serde_json::Value>(),
                "opinions": opinions.iter().map(opinion_json).collect::<serde_json::Value>(),
                "disclosures": disclosures.iter().filter_map(disclosure_json).collect::<Vec<_>>(),
                "record": record,
            }))
            .map(|()| Outcome::Passed);
    }
    let by = found.handle.as_ref().map_or("the ledger", Handle::as_str);
    writeln!(ui.out, "{} {}", found.record().kind(), found.id())?;
    writeln!(ui.out, "  entry {}, signed by {by} with {}", found.index, header.kid)?;
    writeln!(ui.out, "  signed {}, logged {logged_at}", header.signed_at)?;
    if let Some(newer) = newer {
        writeln!(ui.out, "  CORRECTED at entry {} by {}", newer.index, newer.id())?;
    }
    if let Some(withdrawal) = &withdrawal
        && let Record::Withdrawal(record) = withdrawal.record()
    {
        writeln!(ui.out, "  WITHDRAWN at entry {}: {}", withdrawal.index, shown_line(record.reason.as_str()))?;
    }
    for one in &standing {
        writeln!(ui.out, "  {}", one.words())?;
    }
    for opinion in &opinions {
        let by = opinion.handle.as_ref().map_or("", Handle::as_str);
        writeln!(ui.out, "  opinion of {by} at entry {}: {}", opinion.index, shown_line(&summary(opinion.record())))?;
    }
    for disclosure in &disclosures {
        if let Record::Disclosure(record) = disclosure.record() {
            let by = disclosure.handle.as_ref().map_or("the ledger", Handle::as_str);
            let field = record.field().to_string();
            writeln!(ui.out, "  DISCLOSED at entry {} by {by}: {field}", disclosure.index)?;
            write_fields(ui, &field_json(&field, &record.value.to_cbor()), 2)?;
        }
    }
    if place.is_some_and(|place| place > 0) {
        writeln!(ui.out, "  corrects an earlier version; the identity is {}", versions[0].id())?;
    }
    writeln!(ui.out)?;
    let names = names_of_references(&lookup, &found).map_err(|error| unreadable(path, &error))?;
    write_fields(ui, &with_names(record, &names), 1)?;
    Ok(Outcome::Passed)
}

/// What the source and others said of it since. Corrections and withdrawals have lines of their own, with who and why.
fn standing(lookup: &Lookup<'_>, versions: &[Located], identity: RecordId) -> Result<Vec<Standing>, ViewError> {
    let mut acts: Vec<Located> = versions.iter().skip(1).cloned().collect();
    acts.extend(lookup.by_term(&Term::Revises(identity))?);
    acts.extend(lookup.by_term(&Term::JudgementsOn(identity))?.into_iter().filter(|one| judged(one).len() == 1));
    for act in acts.clone() {
        for version in lookup.versions(act.id())? {
            acts.extend(lookup.withdrawal(version.id())?);
            acts.push(version);
        }
    }
    acts.sort_by_key(|act| act.index);
    acts.dedup_by_key(|act| act.index);
    let mut standing = Standings::of(&acts).on(identity);
    standing.retain(|one| !matches!(one, Standing::Corrected(_) | Standing::Withdrawn(_)));
    Ok(standing)
}

/// Opinions on this record and another, in the versions in force.
fn opinions(lookup: &Lookup<'_>, identity: RecordId) -> Result<Vec<Located>, ViewError> {
    let mut found = Vec::new();
    for judgement in lookup.by_term(&Term::JudgementsOn(identity))? {
        let is_version = judgement.record().correction().corrects.is_some();
        if is_version || judged(&judgement).len() != 2 {
            continue;
        }
        let Some(last) = lookup.versions(judgement.id())?.pop() else { continue };
        if lookup.withdrawal(last.id())?.is_none() {
            found.push(last);
        }
    }
    Ok(found)
}

fn judged(located: &Located) -> &[RecordId] {
    match located.record() {
        Record::Judgement(judgement) => &judgement.on,
        _ => &[],
    }
}

fn mark_json(standing: &Standing) -> serde_json::Value {
    let (mark, index) = standing.code();
    json!({ "mark": mark, "index": index.get(), "words": standing.words() })
}

fn opinion_json(located: &Located) -> serde_json::Value {
    let on: Vec<String> = judged(located).iter().map(ToString::to_string).collect();
    let (opinion, because) = match located.record() {
        Record::Judgement(judgement) => (judgement.opinion.name(), judgement.because.as_str()),
        _ => ("", ""),
    };
    json!({
        "index": located.index.get(), "by": located.handle.as_ref().map(Handle::as_str), "opinion": opinion, "on": on,
        "because": because,
    })
}

/// A disclosure of something in the record that is shown.
fn disclosure_json(disclosure: &Located) -> Option<serde_json::Value> {
    let Record::Disclosure(record) = disclosure.record() else { return None };
    Some(json!({
        "id": disclosure.id().to_string(), "index": disclosure.index.get(), "field": record.field().to_string(),
        "by": disclosure.handle.as_ref().map(Handle::as_str), "value": field_json(&record.field().to_string(), &record.value.to_cbor()),
    }))
}

/// What the record refers to, by id: the beginning of the id, and what stands there in one line.
fn names_of_references(lookup: &Lookup<'_>, found: &Located) -> Result<BTreeMap<String, String>, ViewError> {
    let record = found.record();
    let mut names = BTreeMap::new();
    let mut name = |named: &Located, id: RecordId| {
        let text = id.to_string();
        let words = format!("{}  {}", &text[..11], summary(named.record()));
        names.insert(text, words);
    };
    for reference in record.references() {
        if let Some(in_force) = lookup.versions(reference.id)?.last() {
            name(in_force, reference.id);
        }
    }
    // A correction or disclosure names a version, and not what came of it.
    let version = match record {
        Record::Disclosure(disclosure) => Some(disclosure.target),
        record => record.correction().corrects.copied(),
    };
    if let Some(id) = version {
        let versions = lookup.versions(id)?;
        versions.iter().filter(|version| version.id() == id).for_each(|version| name(version, id));
    }
    Ok(names)
}

/// The same fields, with names in the place of ids.
fn with_names(value: serde_json::Value, names: &BTreeMap<String, String>) -> serde_json::Value {
    match value {
        serde_json::Value::String(text) => json!(names.get(&text).unwrap_or(&text)),
        serde_json::Value::Array(items) => items.into_iter().map(|item| with_names(item, names)).collect(),
        serde_json::Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, with_names(value, names))).collect()
        }
        other => other,
    }
}

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

/// A record as JSON: ids as the rest of the program takes them, other bytes in hexadecimal.
pub fn to_json(value: &Value) -> serde_json::Value {
    field_json("", value)
}

/// Fields whose 32 bytes are no record id.
const HASHES: [&str; 7] = ["blake3", "sha256", "key", "roster", "sealed", "commitment", "salt"];

fn field_json(field: &str, value: &Value) -> serde_json::Value {
    match value {
        Value::Integer(number) => json!(i64::try_from(i128::from(*number)).unwrap_or_default()),
        Value::Bytes(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let is_id = bytes.len() == 32 && !HASHES.contains(&field);
            json!(if is_id { format!("b3:{hex}") } else { hex })
        }
        Value::Text(text) => json!(text),
        Value::Bool(truth) => json!(truth),
        Value::Array(items) => items.iter().map(|item| field_json(field, item)).collect(),
        Value::Map(pairs) => {
            let pair = |(key, value): &(Value, Value)| {
                let field = key.as_text().unwrap_or_default();
                (field.to_owned(), field_json(field, value))
            };
            serde_json::Value::Object(pairs.iter().map(pair).collect::<Map<_, _>>())
        }
        _ => serde_json::Value::Null,
    }
}

fn write_fields(ui: &mut Ui, value: &serde_json::Value, depth: usize) -> Result<(), Failure> {
    let indent = "  ".repeat(depth);
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    serde_json::Value::Object(_) | serde_json::Value::Array(_) => {
                        writeln!(ui.out, "{indent}{}", shown(name))?;
                        write_fields(ui, value, depth + 1)?;
                    }
                    plain => writeln!(ui.out, "{indent}{:<12} {}", shown(name), plain_words(plain, depth * 2 + 13))?,
                }
            }
        }
        serde_json::Value::Array(items) => {
            for item in items {
                match item {
                    serde_json::Value::Object(_) | serde_json::Value::Array(_) => {
                        writeln!(ui.out, "{indent}-")?;
                        write_fields(ui, item, depth + 1)?;
                    }
                    plain => writeln!(ui.out, "{indent}- {}", plain_words(plain, depth * 2 + 2))?,
                }
            }
        }
        plain => writeln!(ui.out, "{indent}{}", plain_words(plain, depth * 2))?,
    }
    Ok(())
}

/// A value in words. Further lines of a text are indented like its first, so that none of them can pass for a field.
fn plain_words(value: &serde_json::Value, indent: usize) -> String {
    match value {
        serde_json::Value::String(text) => {
            let indented = |(place, line): (usize, &str)| match place {
                0 => line.to_owned(),
                _ => format!("{:indent$}{line}", "").trim_end().to_owned(),
            };
            shown(text).split('\n').enumerate().map(indented).collect::<Vec<_>>().join("\n")
        }
        other => other.to_string(),
    }
}
