//! `byline diff`: accounts of an event beside each other.

mod other;
mod selection;
mod since;

use super::{naming, open, unreadable, when};
use crate::Outcome;
use crate::failure::Failure;
use crate::render::case::Case;
use crate::render::shown::{Shown, labels};
use crate::render::{json, text};
use crate::ui::Ui;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::{
    AllSources, Change, DocumentView, Matrix, Timeline, TwoSources, all_sources, matrix, one_document, over_time,
    two_sources,
};
use byline_ledger::accounts::verdict::Label;
use selection::{Labels, Selection};
use serde_json::Value;
use std::io::Write as _;
use std::path::Path;

/// Compare what the sources say about an event
///
/// With the event alone: all sources, question by question; if all is from one document, who answers in it and how many are named. With one
/// source: what it said over time. With two: both side by side. With --since: what came to the event, and with --with: the same event in another
/// ledger. Byline compares; it does not say who is right.
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

    /// One document alone: who answers in it, and how many of them are named
    #[arg(long, value_name = "DOCUMENT", conflicts_with_all = ["first", "since", "with"])]
    document: Option<String>,

    /// What was added, revised, corrected, withdrawn since: a number of entries, a date or time (the last commit by then), or a checkpoint file
    #[arg(long, value_name = "WHEN", conflicts_with_all = ["first", "with"])]
    since: Option<String>,

    /// As the ledger stood then; with --since, up to then
    #[arg(long, visible_alias = "until", value_name = "WHEN")]
    as_of: Option<String>,

    /// The same event in another ledger's folder; a colon and the event there, if that ledger has several
    #[arg(long, value_name = "DIR[:EVENT]", conflicts_with = "first")]
    with: Option<String>,

    /// With --with: this entity or question of ours is that one of theirs
    #[arg(long, value_name = "OURS=THEIRS", requires = "with")]
    same: Vec<String>,

    #[command(flatten)]
    selection: Selection,

    /// Only verdicts with this label, and the questions that have one
    #[arg(long, value_name = "LABEL", value_enum, value_delimiter = ',')]
    only: Vec<Labels>,

    /// Show silences, sources that answer nothing and steps that change nothing too
    #[arg(long)]
    all: bool,

    /// Exit with 1 if a conflict is shown; with --only, if anything is; with --since, if anything changed
    #[arg(long)]
    exit_code: bool,
}

/// A view, ready to be written.
pub(super) struct View<'a> {
    pub json: Box<dyn FnOnce() -> Value + 'a>,
    pub text: Box<dyn FnOnce(usize) -> String + 'a>,
    /// What `--exit-code` reports.
    pub differs: bool,
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let present = super::lookup(ui, &ledger)?;
    let entries = present.size();
    let lookup = when::as_of(present, args.as_of.as_deref())?;
    let only: Vec<Label> = args.only.iter().map(|label| label.label()).collect();
    let mut shown = Shown { all: args.all, only, told: Vec::new() };
    if lookup.size() < entries {
        shown.told.push(format!(
            "This is an earlier state: the ledger has {} now",
            crate::render::words::entries(entries.get())
        ));
    }
    let event = naming::event(&lookup, args.event.as_deref())?;
    let facts = naming::ledger_facts(&lookup)?;
    let unread = |error| unreadable(path, &error);
    let records = lookup.about_event(event).map_err(unread)?;
    if let Some(other) = &args.with {
        return other::run(ui, args, other, (&facts, records, event), shown);
    }
    if let Some(since) = &args.since {
        return since::run(ui, args, since, &lookup, (&facts, records, event), shown);
    }
    let (casefile, judgements) = args.selection.narrow(Casefile::new(records), event, &mut shown.told)?;
    let case = Case { ledger: &facts, casefile: &casefile, judgements: &judgements, event };
    let columns = selection::columns(&casefile, &judgements, event);
    let source = |what: &String| naming::source(&casefile, &judgements, &columns, what);
    let view = match (&args.document, &args.first, &args.second) {
        (Some(document), ..) => {
            let document = selection::document(&casefile, &judgements, event, document)?;
            alone(&case, &shown, one_document(&casefile, &judgements, event, document))
        }
        (_, Some(first), Some(second)) => {
            let (left, right) = (source(first)?, source(second)?);
            if left == right {
                return Err(Failure::new(format!("{first:?} and {second:?} are one source"))
                    .hint("with one source alone, `byline diff` shows it over time"));
            }
            side_by_side(&case, &shown, two_sources(&casefile, &judgements, event, &left, &right))
        }
        (_, Some(first), None) | (_, None, Some(first)) => {
            series(&case, &shown, over_time(&casefile, &judgements, event, &source(first)?))
        }
        // Verdicts are asked for, and one document alone has none.
        (None, None, None) if !shown.only.is_empty() => everybody(&case, &shown, matrix(&casefile, &judgements, event)),
        (None, None, None) => match all_sources(&casefile, &judgements, event) {
            AllSources::Matrix(matrix) => everybody(&case, &shown, matrix),
            AllSources::OneDocument(view) => alone(&case, &shown, view),
        },
    };
    write(ui, args, view)
}

fn everybody<'a>(case: &'a Case<'a>, shown: &'a Shown, mut matrix: Matrix) -> View<'a> {
    shown.narrow_matrix(case, &mut matrix);
    let conflicts = matrix.rows.iter().any(|row| labels(case, row).any(|label| label == Label::Conflict));
    let differs = if shown.only.is_empty() { conflicts } else { !matrix.rows.is_empty() };
    let value = matrix.clone();
    View {
        json: Box::new(move || json::all_sources(case, &value)),
        text: Box::new(move |width| text::all_sources(case, &matrix, shown, width)),
        differs,
    }
}

fn alone<'a>(case: &'a Case<'a>, shown: &'a Shown, view: DocumentView) -> View<'a> {
    let value = view.clone();
    View {
        json: Box::new(move || json::one_document(case, &value)),
        text: Box::new(move |width| text::one_document(case, &view, shown, width)),
        differs: false,
    }
}

fn side_by_side<'a>(case: &'a Case<'a>, shown: &'a Shown, mut two: TwoSources) -> View<'a> {
    shown.narrow_two(&mut two);
    let pairs = || two.rows.iter().flat_map(|row| row.leading.iter().chain(&row.others));
    let conflicts = pairs().any(|pair| pair.verdict.label == Label::Conflict);
    let differs = if shown.only.is_empty() { conflicts } else { !two.rows.is_empty() };
    let value = two.clone();
    View {
        json: Box::new(move || json::two_sources(case, &value)),
        text: Box::new(move |width| text::two_sources(case, &two, shown, width)),
        differs,
    }
}

fn series<'a>(case: &'a Case<'a>, shown: &'a Shown, mut timeline: Timeline) -> View<'a> {
    shown.narrow_timeline(&mut timeline);
    let steps = || timeline.series.iter().flat_map(|series| &series.steps);
    // A revision says that it takes back what it conflicts with.
    let conflicts = steps().any(|step| {
        let label = step.verdict.as_ref().map(|verdict| verdict.label);
        step.change != Change::Revised && label == Some(Label::Conflict)
    });
    let differs = if shown.only.is_empty() { conflicts } else { steps().next().is_some() };
    let value = timeline.clone();
    View {
        json: Box::new(move || json::over_time(case, &value)),
        text: Box::new(move |width| text::over_time(case, &timeline, shown, width)),
        differs,
    }
}

/// Writes a view, and says by the exit code what was asked for.
fn write(ui: &mut Ui, args: &Args, view: View<'_>) -> Result<Outcome, Failure> {
    if ui.is_json() {
        let mut value = (view.json)();
        if let Value::Object(fields) = &mut value {
            let only: Vec<&str> = args.only.iter().map(|label| label.label().name()).collect();
            fields.insert("selected".to_owned(), args.selection.json(&only));
        }
        ui.json(&value)?;
    } else {
        let text = (view.text)(ui.width);
        write!(ui.out, "{text}")?;
    }
    Ok(if args.exit_code && view.differs { Outcome::Failed } else { Outcome::Passed })
}
