//! `byline diff`: accounts of an event beside each other.

use super::{naming, open, unreadable, when};
use crate::Outcome;
use crate::failure::Failure;
use crate::render::case::Case;
use crate::render::{json, text};
use crate::ui::Ui;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::{
    AllSources, Column, all_sources, asked, claims_on, columns_of, over_time, two_sources,
};
use std::io::Write as _;
use std::path::Path;

/// Compare what the sources say about an event
///
/// With the event alone: all sources, question by question; if all is from one document, who answers in it and how many are named. With one
/// source: what it said over time. With two: both side by side. Byline compares; it does not say who is right.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The event: slug or id [default: the only one of the ledger]
    event: Option<String>,

    /// A source: slug, name, or `own voice`
    #[arg(value_name = "SOURCE")]
    first: Option<String>,

    /// Another source
    #[arg(value_name = "SOURCE")]
    second: Option<String>,

    /// As the ledger stood then: a number of entries, a date or time (the last commit by then), or a checkpoint file
    #[arg(long, value_name = "WHEN")]
    as_of: Option<String>,

    /// Show silences, sources that answer nothing and steps that change nothing too
    #[arg(long)]
    all: bool,
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let lookup = when::as_of(super::lookup(ui, &ledger)?, args.as_of.as_deref())?;
    let event = naming::event(&lookup, args.event.as_deref())?;
    let facts = naming::ledger_facts(&lookup)?;
    let records = lookup.about_event(event).map_err(|error| unreadable(path, &error))?;
    let casefile = Casefile::new(records);
    let judgements = casefile.judgements();
    let case = Case { ledger: &facts, casefile: &casefile, judgements: &judgements, event };
    let columns = columns(&case);
    let source = |what: &String| naming::source(&casefile, &columns, what);
    match (&args.first, &args.second) {
        (Some(first), Some(second)) => {
            let (left, right) = (source(first)?, source(second)?);
            if left == right {
                return Err(Failure::new(format!("{first:?} and {second:?} are one source"))
                    .hint("with one source alone, `byline diff` shows it over time"));
            }
            let two = two_sources(&casefile, &judgements, event, &left, &right);
            show(ui, || json::two_sources(&case, &two), |width| text::two_sources(&case, &two, args.all, width))
        }
        (Some(first), None) | (None, Some(first)) => {
            let timeline = over_time(&casefile, &judgements, event, &source(first)?);
            show(ui, || json::over_time(&case, &timeline), |width| text::over_time(&case, &timeline, args.all, width))
        }
        (None, None) => match all_sources(&casefile, &judgements, event) {
            AllSources::Matrix(matrix) => show(
                ui,
                || json::all_sources(&case, &matrix),
                |width| text::all_sources(&case, &matrix, args.all, width),
            ),
            AllSources::OneDocument(view) => {
                show(ui, || json::one_document(&case, &view), |width| text::one_document(&case, &view, args.all, width))
            }
        },
    }
}

fn columns(case: &Case<'_>) -> Vec<Column> {
    let questions = asked(case.casefile, case.judgements, case.event).concat();
    columns_of(case.casefile, case.judgements, &claims_on(case.casefile, &questions))
}

fn show(
    ui: &mut Ui,
    json: impl FnOnce() -> serde_json::Value,
    text: impl FnOnce(usize) -> String,
) -> Result<Outcome, Failure> {
    if ui.is_json() {
        ui.json(&json())?;
    } else {
        let text = text(ui.width);
        write!(ui.out, "{text}")?;
    }
    Ok(Outcome::Passed)
}
