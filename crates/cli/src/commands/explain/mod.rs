//! `byline explain`: how a claim was read, and why a label is what it is.

mod cell;

use super::find::find;
use super::{naming, open, unreadable, when};
use crate::Outcome;
use crate::failure::Failure;
use crate::render::case::{Case, LedgerFacts};
use crate::render::{json, text};
use crate::ui::Ui;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::explain::{Explanation, explain};
use byline_ledger::accounts::reading::Reading;
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::{Located, Lookup};
use byline_ledger::record::Record;
use byline_ledger::record::question::About;
use cell::{Place, Table};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

/// Explain how a claim was read, or why two claims have their label
///
/// With one claim: how its words became the set that is compared, and who commits to what. With two: the rules of comparing one by one, what
/// each of them saw, and which of them settled the label. With an event, a question and a source: that cell of the comparison, and how it lies to
/// what the others answer; with a second source: both, rule by rule. `byline diff` shows the ids of claims.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "byline explain [OPTIONS] CLAIM [CLAIM]\n       byline explain [OPTIONS] EVENT QUESTION SOURCE [SOURCE]"
)]
pub struct Args {
    /// A claim or two: ids or indices. Or an event, a question, and a source or two: as `byline diff` takes them
    #[arg(value_name = "WHAT", num_args = 1..=4, required = true)]
    what: Vec<String>,

    /// As the ledger stood then: a number of entries, a date or time (the last commit by then), or a checkpoint file
    #[arg(long, value_name = "WHEN")]
    as_of: Option<String>,
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let lookup = when::as_of(super::lookup(ui, &ledger)?, args.as_of.as_deref())?;
    let facts = naming::ledger_facts(&lookup)?;
    match &args.what[..] {
        [event, question, sources @ ..] if !sources.is_empty() => {
            let table = Table::look_up(&lookup, path, &Place { event, question })?;
            let case =
                Case { ledger: &facts, casefile: &table.casefile, judgements: &table.judgements, event: table.event };
            match sources {
                [left, right] => write_pair(ui, &case, &table.pair(left, right)?),
                _ => {
                    let cell = table.cell(&case, &sources[0])?;
                    write(ui, || json::explained_cell(&case, &cell), |width| text::explained_cell(&case, &cell, width))
                }
            }
        }
        claims => of_claims(ui, path, &lookup, &facts, claims),
    }
}

/// One claim, or two.
fn of_claims(
    ui: &mut Ui,
    path: &Path,
    lookup: &Lookup<'_>,
    facts: &LedgerFacts,
    claims: &[String],
) -> Result<Outcome, Failure> {
    let named: Vec<RecordId> = claims.iter().map(|what| claim(lookup, what)).collect::<Result<_, _>>()?;
    let mut records: BTreeMap<_, LoggedRecord> = BTreeMap::new();
    let mut events = Vec::new();
    for id in &named {
        let event = event_of(lookup, path, *id)?;
        if !events.contains(&event) {
            let about = lookup.about_event(event).map_err(|error| unreadable(path, &error))?;
            records.extend(about.into_iter().map(|logged| (logged.index, logged)));
            events.push(event);
        }
    }
    let casefile = Casefile::new(records.into_values().collect());
    let judgements = casefile.judgements();
    let case = Case { ledger: facts, casefile: &casefile, judgements: &judgements, event: events[0] };
    let view = |id: RecordId| -> Result<ClaimView<'_>, Failure> {
        casefile.claim(id).ok_or_else(|| Failure::new(format!("the question of {id} is not in the log")))
    };
    match named[..] {
        [left, right] => write_pair(ui, &case, &explain(&casefile, &judgements, &view(left)?, &view(right)?)),
        _ => {
            let reading = Reading::of(&casefile, &judgements, &view(named[0])?);
            write(ui, || json::reading(&case, &reading), |width| text::reading(&case, &reading, width))
        }
    }
}

fn write_pair(ui: &mut Ui, case: &Case<'_>, explanation: &Explanation) -> Result<Outcome, Failure> {
    write(ui, || json::explanation(case, explanation), |width| text::explanation(case, explanation, width))
}

fn write(ui: &mut Ui, json: impl FnOnce() -> Value, text: impl FnOnce(usize) -> String) -> Result<Outcome, Failure> {
    match ui.is_json() {
        true => ui.json(&json())?,
        false => write!(ui.out, "{}", text(ui.width))?,
    }
    Ok(Outcome::Passed)
}

/// The claim that is meant, by its identity.
fn claim(lookup: &Lookup<'_>, what: &str) -> Result<RecordId, Failure> {
    let found = find(lookup, what)?;
    let Record::Claim(_) = found.record() else {
        let kind = found.record().kind();
        return Err(Failure::new(format!("{what:?} is of kind {kind}, and only claims are compared"))
            .hint("`byline diff` shows the ids of claims"));
    };
    let path = lookup.ledger().reader().path();
    let versions = lookup.versions(found.id()).map_err(|error| unreadable(path, &error))?;
    Ok(versions.first().map_or(found.id(), Located::id))
}

/// The event that a claim's question is about; through the claim that it is about, if it is about one.
fn event_of(lookup: &Lookup<'_>, path: &Path, claim: RecordId) -> Result<RecordId, Failure> {
    let last = |id: RecordId| -> Result<Option<Located>, Failure> {
        Ok(lookup.versions(id).map_err(|error| unreadable(path, &error))?.pop())
    };
    let mut claim = claim;
    // A question about a claim stands above it in the log, so this ends.
    loop {
        let question = match last(claim)?.as_ref().map(Located::record) {
            Some(Record::Claim(record)) => last(record.question)?,
            _ => None,
        };
        match question.as_ref().map(Located::record) {
            Some(Record::Question(question)) => match question.about() {
                Some(About::Event(event)) => return Ok(event),
                Some(About::Claim(about)) => claim = about,
                None => return Err(Failure::new("the question is about nothing")),
            },
            _ => return Err(Failure::new(format!("the question of {claim} is not in the log"))),
        }
    }
}
