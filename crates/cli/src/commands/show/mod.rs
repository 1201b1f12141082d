//! `byline show`: one record, whole.

use super::find::find;
use super::log::summary;
use super::standing::{Standing, Standings};
use super::{lookup, open, unreadable};
use crate::Outcome;
use crate::failure::Failure;
use crate::render::claim_text;
use crate::ui::{Ui, shown_line};
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::{Located, Lookup, Term, ViewError};
use byline_ledger::record::{Handle, Record};
use byline_ledger::time::Timestamp;
use fields::write_fields;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

mod fields;
mod json;

/// Show one record, whole
///
/// WHAT is an id (b3:.. and at least 8 digits), an index of the log, or a slug such as rybnoye, ana/rybnoye or event:rybnoye.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Id, index or slug
    what: String,
}

/// All that is shown of a record.
struct Shown {
    found: Located,
    /// All versions of it, in the order in which they were logged.
    versions: Vec<Located>,
    logged_at: Timestamp,
    withdrawal: Option<Located>,
    standing: Vec<Standing>,
    opinions: Vec<Located>,
    disclosures: Vec<Located>,
    /// The record as JSON.
    fields: serde_json::Value,
    /// What it refers to, by id.
    names: BTreeMap<String, String>,
    /// A claim in words: who answers what, and where that stands.
    told: Vec<String>,
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let lookup = lookup(ui, &ledger)?;
    let found = find(&lookup, &args.what)?;
    let fields = json::to_json(&byline_ledger::cbor::decode_value(&found.record().encode()).map_err(Failure::new)?);
    let shown = Shown::gather(&lookup, found, fields).map_err(|error| unreadable(path, &error))?;
    match ui.is_json() {
        true => ui.json(&json::of(&shown))?,
        false => shown.write(ui)?,
    }
    Ok(Outcome::Passed)
}

impl Shown {
    fn gather(lookup: &Lookup<'_>, found: Located, fields: serde_json::Value) -> Result<Self, ViewError> {
        let versions = lookup.versions(found.id())?;
        let last = versions.last().map_or(found.id(), Located::id);
        let identity = versions.first().map_or(found.id(), Located::id);
        Ok(Self {
            logged_at: lookup.logged_at(found.index)?,
            withdrawal: lookup.withdrawal(last)?,
            standing: standing(lookup, &versions, identity)?,
            opinions: opinions(lookup, identity)?,
            disclosures: lookup.disclosures(found.id())?,
            names: names_of_references(lookup, &found)?,
            told: told(lookup, &found)?,
            found,
            versions,
            fields,
        })
    }

    /// Which of the versions is shown.
    fn place(&self) -> Option<usize> {
        self.versions.iter().position(|version| version.id() == self.found.id())
    }

    /// The version that corrects the one shown.
    fn newer(&self) -> Option<&Located> {
        self.versions.get(self.place()? + 1)
    }

    fn write(&self, ui: &mut Ui) -> Result<(), Failure> {
        let (found, header) = (&self.found, self.found.logged.header());
        writeln!(ui.out, "{} {}", found.record().kind(), found.id())?;
        writeln!(ui.out, "  entry {}, signed by {} with {}", found.index, signer(found), header.kid)?;
        writeln!(ui.out, "  signed {}, logged {}", header.signed_at, self.logged_at)?;
        self.write_marks(ui)?;
        if self.place().is_some_and(|place| place > 0) {
            writeln!(ui.out, "  corrects an earlier version; the identity is {}", self.versions[0].id())?;
        }
        writeln!(ui.out)?;
        for line in &self.told {
            writeln!(ui.out, "{}", format!("  {line}").trim_end())?;
        }
        write_fields(ui, &with_names(self.fields.clone(), &self.names), 1)
    }

    /// What came of it since.
    fn write_marks(&self, ui: &mut Ui) -> Result<(), Failure> {
        if let Some(newer) = self.newer() {
            writeln!(ui.out, "  CORRECTED at entry {} by {}", newer.index, newer.id())?;
        }
        if let Some(withdrawal) = &self.withdrawal
            && let Record::Withdrawal(record) = withdrawal.record()
        {
            writeln!(ui.out, "  WITHDRAWN at entry {}: {}", withdrawal.index, shown_line(record.reason.as_str()))?;
        }
        for one in &self.standing {
            writeln!(ui.out, "  {}", one.words())?;
        }
        for opinion in &self.opinions {
            let by = opinion.handle.as_ref().map_or("", Handle::as_str);
            writeln!(
                ui.out,
                "  opinion of {by} at entry {}: {}",
                opinion.index,
                shown_line(&summary(opinion.record()))
            )?;
        }
        for disclosure in &self.disclosures {
            if let Record::Disclosure(record) = disclosure.record() {
                let field = record.field().to_string();
                writeln!(ui.out, "  DISCLOSED at entry {} by {}: {field}", disclosure.index, signer(disclosure))?;
                write_fields(ui, &json::field_json(&field, &record.value.to_cbor()), 2)?;
            }
        }
        Ok(())
    }
}

fn signer(located: &Located) -> &str {
    located.handle.as_ref().map_or("the ledger", Handle::as_str)
}

/// A claim as a reader takes it: the question, who says what, the words, and the document; then the fields that were signed.
fn told(lookup: &Lookup<'_>, found: &Located) -> Result<Vec<String>, ViewError> {
    let Record::Claim(claim) = found.record() else { return Ok(Vec::new()) };
    let casefile = Casefile::new(lookup.with_all_they_name([found.id()])?);
    let line = |words: &str| shown_line(words);
    let mut lines = vec![line(&casefile.name(claim.question))];
    lines.push(format!("  {}", line(&claim_text::sentence(&casefile, claim, None))));
    lines.extend(claim_text::lines(&casefile, claim).iter().map(|words| format!("  {}", line(words))));
    lines.push(format!("  in {}", line(&casefile.name(claim.document))));
    lines.extend([String::new(), "as it was signed:".to_owned()]);
    Ok(lines)
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
