//! `byline explain`: how a claim was read, and why a label is what it is.

use super::show::find;
use super::{naming, open, unreadable, when};
use crate::Outcome;
use crate::failure::Failure;
use crate::render::case::Case;
use crate::render::{json, text};
use crate::ui::Ui;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::explain::explain;
use byline_ledger::accounts::reading::Reading;
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::{Located, Lookup};
use byline_ledger::record::Record;
use byline_ledger::record::question::About;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

/// Explain how a claim was read, or why two claims have their label
///
/// With one claim: how its words became the set that is compared, and who commits to what. With two: the rules of comparing one by one, what
/// each of them saw, and which of them settled the label. `byline diff` shows the ids of claims.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A claim: id or index
    #[arg(value_name = "CLAIM")]
    first: String,

    /// Another claim
    #[arg(value_name = "CLAIM")]
    second: Option<String>,

    /// As the ledger stood then: a number of entries, a date or time (the last commit by then), or a checkpoint file
    #[arg(long, value_name = "WHEN")]
    as_of: Option<String>,
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let lookup = when::as_of(super::lookup(ui, &ledger)?, args.as_of.as_deref())?;
    let named: Vec<RecordId> =
        std::iter::once(&args.first).chain(&args.second).map(|what| claim(&lookup, what)).collect::<Result<_, _>>()?;
    let mut records: BTreeMap<_, LoggedRecord> = BTreeMap::new();
    let mut events = Vec::new();
    for id in &named {
        let event = event_of(&lookup, path, *id)?;
        if !events.contains(&event) {
            let about = lookup.about_event(event).map_err(|error| unreadable(path, &error))?;
            records.extend(about.into_iter().map(|logged| (logged.index, logged)));
            events.push(event);
        }
    }
    let facts = naming::ledger_facts(&lookup)?;
    let casefile = Casefile::new(records.into_values().collect());
    let judgements = casefile.judgements();
    let case = Case { ledger: &facts, casefile: &casefile, judgements: &judgements, event: events[0] };
    let view = |id: RecordId| -> Result<ClaimView<'_>, Failure> {
        casefile.claim(id).ok_or_else(|| Failure::new(format!("the question of {id} is not in the log")))
    };
    let (json, text) = match named[..] {
        [left, right] => {
            let explanation = explain(&casefile, &judgements, &view(left)?, &view(right)?);
            (json::explanation(&case, &explanation), text::explanation(&case, &explanation, ui.width))
        }
        _ => {
            let reading = Reading::of(&casefile, &judgements, &view(named[0])?);
            (json::reading(&case, &reading), text::reading(&case, &reading, ui.width))
        }
    };
    match ui.is_json() {
        true => ui.json(&json)?,
        false => write!(ui.out, "{text}")?,
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
