//! A report against the ledger: whether it has all records that belong to it, and what was logged since.

use super::again::{Again, compare};
use super::{Check, Later, Report};
use crate::commands::report::scope;
use crate::commands::verify_file::{Given, expectations};
use crate::commands::{naming, open, unreadable};
use crate::failure::Failure;
use crate::render::case::LedgerFacts;
use crate::render::html::{self, Carried, Inside, Maker, State};
use byline_ledger::finding::{Code, Finding};
use byline_ledger::ledger::{Ledger, Lookup, PointError};
use byline_ledger::position::Index;
use byline_ledger::record::Record;
use std::collections::BTreeSet;
use std::path::Path;

/// Checks a report against the ledger in a folder.
///
/// # Errors
/// When that can't be read, or is of another origin.
pub fn check(
    report: &mut Report,
    folder: &Path,
    page: &[u8],
    carried: &Carried,
    again: Option<&Again>,
    given: &Given<'_>,
) -> Result<(), Failure> {
    let ledger = open(folder)?;
    let own = ledger.config().origin.to_string();
    let checkpoint = report.proof.as_ref().and_then(|proof| proof.checkpoint.clone());
    if let Some(other) = checkpoint.filter(|checkpoint| checkpoint.origin != own) {
        let words = format!("{} is the ledger of {own}, and the report is of {}", folder.display(), other.origin);
        return Err(Failure::new(words).hint("name the ledger that the report was made from with -C"));
    }
    let whole = ledger.lookup().map_err(|error| unreadable(folder, &error))?;
    if carried.proof.is_none() {
        check_key(report, &ledger, &whole, given)?;
    }
    if let Some(words) = other_key(report, &ledger, &whole)? {
        report.failed(Check::Complete, [Finding::on_ledger(Code::LedgerMismatch, words)], 0);
        return Ok(());
    }
    // What no proof shows to be signed is the page's own word.
    let is_proven = again.is_some() && report.findings.iter().all(|finding| finding.code == Code::ReportFailing);
    let Some(lookup) = at_that_state(report, &whole, &carried.inside, is_proven)? else { return Ok(()) };
    let inside = &carried.inside;
    let gathered = scope::gathered(&lookup, &inside.events, inside.options.language)?;
    let there: BTreeSet<Index> = gathered.indexes.into_iter().collect();
    match again {
        Some(again) => check_complete(report, &again.records, &there),
        None if carried.proof.is_some() => report.not_checked(Check::Complete, "its records are not proven"),
        // Made from the ledger itself, nothing can be missing.
        None => check_whole(report, &whole, &lookup, page, carried)?,
    }
    report.later = later(&whole, inside, &there)?;
    Ok(())
}

/// What is wrong where the proof of a report is signed by a key that never was this ledger's: then nothing here is to be held against it.
fn other_key(report: &Report, ledger: &Ledger, whole: &Lookup<'_>) -> Result<Option<String>, Failure> {
    let Some(kid) = report.proof.as_ref().and_then(|proof| proof.ledger_key) else { return Ok(None) };
    let roster = whole.current_roster().map_err(|error| unreadable(ledger.reader().path(), &error))?;
    let own = ledger.key().kid();
    let is_own = own == kid || roster.ledger_keys().iter().any(|one| one.key.kid() == kid);
    Ok((!is_own).then(|| format!("the report's proof is signed by {kid}, and this ledger's key is {own}")))
}

/// Whether the ledger's key is the pinned one or one that replaced it, where no proof was asked.
fn check_key(report: &mut Report, ledger: &Ledger, whole: &Lookup<'_>, given: &Given<'_>) -> Result<(), Failure> {
    let origin = ledger.config().origin.as_str();
    let kid = ledger.key().kid();
    let roster = whole.current_roster().map_err(|error| unreadable(ledger.reader().path(), &error))?;
    let known = expectations(Some(origin), given)?;
    let keys = || roster.ledger_keys().iter().map(|one| one.key);
    let pinned = known.pinned.or(keys().find(|key| Some(key.kid()) == known.told));
    match pinned {
        None if known.told.is_some() => {
            let told = known.told.map(|told| told.to_string()).unwrap_or_default();
            let words = format!("you gave {told}, this ledger's key is {kid}");
            report.failed(Check::Ledger, [Finding::on_ledger(Code::LedgerMismatch, words)], 1);
        }
        None => report.not_checked(Check::Ledger, format!("no key is pinned for {origin}; it calls itself {kid}")),
        Some(pinned) if keys().any(|key| key == pinned) => report.passed(Check::Ledger, 1),
        Some(pinned) => {
            let words = format!("you pinned {}, this ledger's key is {kid}", pinned.kid());
            report.failed(Check::Ledger, [Finding::on_ledger(Code::LedgerMismatch, words)], 1);
        }
    }
    Ok(())
}

/// The ledger as it stood when the report was made; nothing if this copy never stood there.
///
/// Another state is a fork where a proof shows that the ledger signed it, by the same key as this copy; else it is the page's own word.
fn at_that_state<'a>(
    report: &mut Report,
    whole: &Lookup<'a>,
    inside: &Inside,
    is_proven: bool,
) -> Result<Option<Lookup<'a>>, Failure> {
    let State { size, root, .. } = inside.shows;
    let mut contradicted = |words: String| match is_proven {
        true => report.failed(Check::Complete, [Finding::on_ledger(Code::LogFork, words)], 0),
        false => {
            report.failed(Check::Page, [Finding::on_ledger(Code::ReportChanged, words)], 1);
            report.not_checked(Check::Complete, "this ledger never had the state that the report shows");
        }
    };
    match whole.point_at(size) {
        Ok(point) if point.head.root == root => Ok(Some(whole.as_of(&point))),
        Ok(point) => {
            contradicted(format!("at {size} entries the report has the root {root}, this ledger {}", point.head.root));
            Ok(None)
        }
        Err(PointError::TooLong { have, .. }) => {
            let why = format!("this copy of the ledger has {have} entries only, and the report is of {size}");
            report.not_checked(Check::Complete, why);
            Ok(None)
        }
        Err(PointError::View(error)) => Err(unreadable(whole.ledger().reader().path(), &error)),
        Err(error) => {
            contradicted(format!("this ledger never ended at {size} entries: {error}"));
            Ok(None)
        }
    }
}

fn check_complete(report: &mut Report, here: &BTreeSet<Index>, there: &BTreeSet<Index>) {
    let finding = |words: &'static str| move |index: &Index| Finding::at(*index, Code::ReportIncomplete, words);
    let missing = there.difference(here).map(finding("this record belongs to the report, and is not in it"));
    let extra = here.difference(there).map(finding("this record is in the report, and does not belong to it"));
    let findings: Vec<Finding> = missing.chain(extra).collect();
    match findings.is_empty() {
        true => report.passed(Check::Complete, there.len()),
        false => report.failed(Check::Complete, findings, there.len()),
    }
}

/// Makes a page that carries no proof again from the ledger's own records.
fn check_whole(
    report: &mut Report,
    whole: &Lookup<'_>,
    lookup: &Lookup<'_>,
    page: &[u8],
    carried: &Carried,
) -> Result<(), Failure> {
    let inside = &carried.inside;
    let gathered = scope::gathered(lookup, &inside.events, inside.options.language)?;
    let judgements = gathered.casefile.judgements();
    let facts = naming::ledger_facts(lookup)?;
    let shows = State { sealed_at: facts.sealed_at, ..inside.shows };
    let roster = whole.current_roster().map_err(|error| unreadable(whole.ledger().reader().path(), &error))?;
    // It names the key that was the ledger's when it was written: any of them.
    let keys: Vec<String> = roster.ledger_keys().iter().map(|one| one.key.kid().to_string()).collect();
    let made_by = |maker: Maker| {
        let inside = Inside { maker, shows, growth: None, ..inside.clone() };
        let carried = Carried { proof: None, inside };
        let made = |key: &String| {
            let facts = LedgerFacts { key: key.clone(), ..facts.clone() };
            html::of_records(&facts, &gathered.casefile, &judgements, &carried).unwrap_or_default()
        };
        let mut all = keys.iter().rev().map(made);
        let current = all.next().unwrap_or_default();
        if current.as_bytes() == page { current } else { all.find(|one| one.as_bytes() == page).unwrap_or(current) }
    };
    compare(report, page, inside, made_by);
    Ok(())
}

/// What was logged on the same events since.
fn later(whole: &Lookup<'_>, inside: &Inside, there: &BTreeSet<Index>) -> Result<Vec<Later>, Failure> {
    let now = scope::gathered(whole, &inside.events, inside.options.language)?.indexes;
    let since = now.into_iter().filter(|index| !there.contains(index) && !index.in_size(inside.shows.size));
    let told = since.map(|index| {
        let located = whole.ledger().at(index).map_err(|error| unreadable(whole.ledger().reader().path(), &error))?;
        let record = located.record();
        let is_on_another = record.correction().corrects.is_some()
            || matches!(record, Record::Withdrawal(_) | Record::Judgement(_) | Record::Disclosure(_));
        Ok(Later { index, kind: record.kind().name(), is_on_another })
    });
    told.collect()
}
