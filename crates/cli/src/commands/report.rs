//! `byline report`: the provenance report of an event.

use super::{naming, open, unreadable, verify};
use crate::Outcome;
use crate::cli::Format;
use crate::failure::Failure;
use crate::render::case::Case;
use crate::render::report::{Audited, Report};
use crate::render::{json, markdown};
use crate::ui::{Ui, json_text};
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::matrix;
use byline_ledger::audit::{self, Verdict};
use byline_ledger::ledger::Ledger;
use clap::ValueEnum;
use serde_json::json;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Write the provenance report of an event
///
/// What is claimed by whom, in which words, in which document; who recorded it and when it was logged; what contradicts it; and how to check
/// all of it. The same ledger and options give the same bytes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The event: slug or id [default: the only one of the ledger]
    event: Option<String>,

    /// The file to write; one that is there is replaced [default: stdout]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The form [default: by the file's name, else Markdown]
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Option<Form>,

    /// Audit the whole ledger first, and write nothing if it fails
    #[arg(long)]
    verify: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Markdown,
    /// For programs
    Json,
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let form = form(ui, args)?;
    let audit = if args.verify { Some(verify::audit(ui, path)?) } else { None };
    let ledger = open(path)?;
    let audited = audited(&ledger, audit.as_ref())?;
    let lookup = super::lookup(ui, &ledger)?;
    let event = naming::event(&lookup, args.event.as_deref())?;
    let facts = naming::ledger_facts(&lookup)?;
    let casefile = Casefile::new(lookup.about_event(event).map_err(|error| unreadable(path, &error))?);
    let judgements = casefile.judgements();
    let case = Case { ledger: &facts, casefile: &casefile, judgements: &judgements, event };
    let matrix = matrix(&casefile, &judgements, event);
    if matrix.rows.is_empty() {
        return Err(Failure::new("nothing is asked about this event yet, so there is nothing to report")
            .hint("`byline record` records questions and claims"));
    }
    let report = Report::new(case, &audited, &matrix);
    let text = match form {
        Form::Markdown => markdown::report(&report),
        Form::Json => json_text(&json::report(&report))?,
    };
    write(ui, args.output.as_deref(), form, &text, report.claims.len())?;
    Ok(Outcome::Passed)
}

fn form(ui: &Ui, args: &Args) -> Result<Form, Failure> {
    if let Some(form) = args.form {
        return Ok(form);
    }
    let Some(file) = &args.output else {
        return Ok(if ui.format == Format::Json { Form::Json } else { Form::Markdown });
    };
    match file.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("md" | "markdown") | None => Ok(Form::Markdown),
        Some("json") => Ok(Form::Json),
        Some(other) => Err(Failure::new(format!("a report can't be written as .{other}"))
            .hint("name the file .md or .json, or choose with --as")),
    }
}

/// What the audit found, if there was one.
fn audited(ledger: &Ledger, report: Option<&audit::Report>) -> Result<Audited, Failure> {
    let Some(report) = report else { return Ok(Audited::No) };
    if report.verdict() == Verdict::Failed {
        return Err(Failure::new("the ledger fails its audit: no report was written")
            .hint("`byline verify` lists what is wrong with it"));
    }
    let head = ledger.head();
    let is_same = |checkpoint: &byline_ledger::checkpoint::Checkpoint| {
        checkpoint.size == head.size && checkpoint.root == head.root
    };
    if !report.checkpoint.as_ref().is_some_and(is_same) {
        return Err(Failure::new("the ledger changed while it was audited").hint("try again"));
    }
    let not_checked = report.lines.iter().filter_map(|line| match &line.outcome {
        audit::Outcome::NotChecked(why) => Some(format!("{}: {why}", line.check.title())),
        _ => None,
    });
    Ok(Audited::Yes { not_checked: not_checked.collect() })
}

fn write(ui: &mut Ui, file: Option<&Path>, form: Form, text: &str, claims: usize) -> Result<(), Failure> {
    let Some(file) = file else {
        write!(ui.out, "{text}")?;
        return Ok(());
    };
    fs::write(file, text).map_err(|error| Failure::new(format!("can't write {}: {error}", file.display())))?;
    let form = if form == Form::Json { "json" } else { "markdown" };
    if ui.is_json() {
        let file = file.display().to_string();
        return ui.json(&json!({ "byline": "report-written/1", "file": file, "as": form, "claims": claims }));
    }
    writeln!(ui.out, "Wrote a report of {claims} claims to {}", file.display())?;
    Ok(())
}
