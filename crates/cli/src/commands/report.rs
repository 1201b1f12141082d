//! `byline report`: the provenance report of one event or several, whole or in part.

mod carry;
pub mod scope;
mod site;

use super::{naming, open, unreadable, verify, when};
use crate::Outcome;
use crate::cli::Format;
use crate::failure::Failure;
use crate::messages::{Language, Messages};
use crate::render::export::nanopub::Signed;
use crate::render::html;
use crate::render::report::sheet::Sheet;
use crate::render::report::{Audited, Options, Remark, Report};
use crate::render::{csv, export, json, markdown, plain};
use crate::ui::{Ui, write_json};
use crate::world::output::write_whole;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::audit::{self, Check, Verdict};
use byline_ledger::cose::Sign1;
use byline_ledger::finding::causes_first;
use byline_ledger::ledger::{Ledger, Lookup, ViewError};
use byline_ledger::state::Roster;
use clap::ValueEnum;
use scope::Scope;
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Write the provenance report of an event
///
/// What is claimed by whom, in which words, in which document; who recorded it and when it was logged; what contradicts it; and how to check
/// all of it. The whole ledger is audited first, and nothing is written if it fails. The same ledger and options give the same bytes.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    scope: Scope,

    /// As the ledger stood: a number of entries, a date, a time, or a file that holds an old checkpoint of it
    #[arg(long, value_name = "WHEN")]
    as_of: Option<String>,

    /// All events and sources, as a folder of pages with an index, a page for auditors and a feed: with --output DIR
    #[arg(long, requires = "output", conflicts_with_all = ["form", "events", "source", "document", "claim", "only"])]
    all: bool,

    /// The file to write, or with --all the folder; one that is there is replaced [default: stdout]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The form [default: by the file's name, else Markdown]
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Option<Form>,

    /// The language of the words around the records. Records stay in their own
    #[arg(long, value_enum, value_name = "LANG", default_value_t = Language::English)]
    lang: Language,

    /// Don't audit the ledger first; the report says so
    #[arg(long, conflicts_with = "even_if_failing")]
    unaudited: bool,

    /// Write the report of a ledger that fails its audit; it says so in red on top
    #[arg(long)]
    even_if_failing: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// One page for browsers, paper and phones
    Html,
    /// Text with marks, for people
    Markdown,
    /// Text without marks
    Text,
    /// For programs
    Json,
    /// The claims, for a spreadsheet
    Csv,
    /// Where each claim comes from, for programs: W3C PROV as JSON
    ProvJson,
    /// The same, for people to read
    ProvN,
    /// The claims for search engines: schema.org
    JsonLd,
    /// The quotes in their documents: W3C Web Annotation
    WebAnnotation,
    /// Nanopublications in TriG, one for each claim that isn't withdrawn
    Trig,
    /// A news object for editorial systems: IPTC ninjs 3.1
    Ninjs,
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::ProvJson => "prov-json",
            Self::ProvN => "prov-n",
            Self::JsonLd => "json-ld",
            Self::WebAnnotation => "web-annotation",
            Self::Trig => "trig",
            Self::Ninjs => "ninjs",
        }
    }
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let form = if args.all { Form::Html } else { form(ui, args)? };
    let audit = if args.unaudited { None } else { Some(verify::audit(ui, path)?) };
    let ledger = open(path)?;
    let audited = audited(&ledger, audit.as_ref(), args.even_if_failing)?;
    let whole = super::lookup(ui, &ledger)?;
    let now = whole.point().map_err(|error| super::unreadable(path, &error))?;
    let lookup = when::as_of(whole.as_of(&now), args.as_of.as_deref())?;
    let facts = naming::ledger_facts(&lookup)?;
    if let (true, Some(folder)) = (args.all, &args.output) {
        let options = Options { language: args.lang, audited, ..args.scope.options() };
        return site::write(ui, (&whole, &lookup), &facts, options, folder);
    }
    let chosen = args.scope.choose(&lookup, args.lang)?;
    let options = Options { language: args.lang, audited, ..chosen.options };
    let casefile = &chosen.gathered.casefile;
    let judgements = casefile.judgements();
    let mut report = Report::new(&facts, casefile, &judgements, &chosen.events, &options);
    report.keep_fitting();
    if report.questions() == 0 {
        return Err(scope::nothing(options.is_partial()));
    }
    let claims = report.claims().count();
    let carried = match form {
        Form::Html => {
            Some(carry::carried((&whole, &lookup), &chosen.gathered.indexes, options.clone(), chosen.events)?)
        }
        _ => None,
    };
    write(ui, args.output.as_deref(), form, claims, |out| match &carried {
        Some(carried) => Ok(write!(out, "{}", html::of_report(&report, carried))?),
        None => write_as(out, &lookup, &report, form),
    })
}

/// Writes the report in a form that is no page.
fn write_as(mut out: &mut dyn Write, lookup: &Lookup<'_>, report: &Report<'_>, form: Form) -> Result<(), Failure> {
    let messages = Messages::of(report.options.language);
    let sheet = || Sheet::new(report, &messages);
    match form {
        Form::Json | Form::Html => write_json(out, &json::report(report))?,
        Form::Csv => csv::claims(report, &mut out)?,
        Form::ProvJson => write_json(out, &export::prov::ProvJson(report))?,
        Form::ProvN => export::prov::prov_n(report, &mut out)?,
        Form::JsonLd => write_json(out, &export::json_ld::json_ld(report))?,
        Form::WebAnnotation => write_json(out, &export::web_annotation::web_annotation(report))?,
        Form::Trig => {
            let roster = lookup.current_roster().map_err(|error| unread(lookup, &error))?;
            export::nanopub::trig(report, &mut out, |logged| signed(lookup, &roster, logged))?;
        }
        Form::Ninjs => write_json(out, &export::ninjs::ninjs(report, &messages))?,
        Form::Markdown => write!(out, "{}", markdown::report(&sheet(), &messages))?,
        Form::Text => write!(out, "{}", plain::report(&sheet(), &messages))?,
    }
    Ok(())
}

fn unread(lookup: &Lookup<'_>, error: &ViewError) -> Failure {
    unreadable(lookup.ledger().reader().path(), error)
}

/// What the recorder of a record signed, and with which key.
fn signed(lookup: &Lookup<'_>, roster: &Roster, logged: &LoggedRecord) -> Result<Signed, Failure> {
    let leaf = lookup.ledger().reader().leaf(logged.index);
    let statement = leaf.map_err(|error| unread(lookup, &error.into()))?;
    let signature = Sign1::decode(&statement).map_err(Failure::new)?.signature;
    let key = roster.signer(logged.kid).map(|signer| signer.key().bytes());
    Ok(Signed { statement, signature, key })
}

fn form(ui: &Ui, args: &Args) -> Result<Form, Failure> {
    if let Some(form) = args.form {
        return Ok(form);
    }
    let Some(file) = &args.output else {
        return Ok(if ui.format == Format::Json { Form::Json } else { Form::Markdown });
    };
    match file.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("html" | "htm") => Ok(Form::Html),
        Some("md" | "markdown") | None => Ok(Form::Markdown),
        Some("txt") => Ok(Form::Text),
        Some("json") => Ok(Form::Json),
        Some("csv") => Ok(Form::Csv),
        Some("provn") => Ok(Form::ProvN),
        Some("jsonld") => Ok(Form::JsonLd),
        Some("trig") => Ok(Form::Trig),
        Some(other) => Err(Failure::new(format!("a report can't be written as .{other}"))
            .hint("name the file .html, .md, .txt, .json, .csv, .provn, .jsonld or .trig, or choose with --as")),
    }
}

/// How many findings a report of a failing ledger names.
const MOST_FINDINGS: usize = 20;

/// What the audit found, if there was one.
///
/// What only this auditor's own memory could tell (the pinned key, the last checkpoint seen) isn't said: the same ledger gives the same report to
/// everybody.
fn audited(ledger: &Ledger, report: Option<&audit::Report>, even_if_failing: bool) -> Result<Audited, Failure> {
    let Some(report) = report else { return Ok(Audited::No) };
    if report.verdict() == Verdict::Failed {
        if !even_if_failing {
            return Err(Failure::new("the ledger fails its audit: no report was written").hint(
                "`byline verify` lists what is wrong with it; --even-if-failing writes a report that says so in red on top",
            ));
        }
        let findings = causes_first(&report.findings).into_iter().take(MOST_FINDINGS);
        let remarks =
            findings.map(|finding| Remark { about: finding.code.name().to_owned(), words: finding.words.clone() });
        return Ok(Audited::Failed { findings: remarks.collect() });
    }
    let head = ledger.head();
    let is_same = |checkpoint: &byline_ledger::checkpoint::Checkpoint| {
        checkpoint.size == head.size && checkpoint.root == head.root
    };
    if !report.checkpoint.as_ref().is_some_and(is_same) {
        return Err(Failure::new("the ledger changed while it was audited").hint("try again"));
    }
    let of_the_ledger = report.lines.iter().filter(|line| !matches!(line.check, Check::Ledger | Check::Consistency));
    let not_checked = of_the_ledger.filter_map(|line| match &line.outcome {
        audit::Outcome::NotChecked(why) => Some(Remark { about: line.check.name().to_owned(), words: why.clone() }),
        _ => None,
    });
    Ok(Audited::Yes { not_checked: not_checked.collect() })
}

/// Writes the report to a file, or to stdout.
fn write(
    ui: &mut Ui,
    file: Option<&Path>,
    form: Form,
    claims: usize,
    report: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
) -> Result<Outcome, Failure> {
    let Some(file) = file else {
        report(&mut *ui.out)?;
        return Ok(Outcome::Passed);
    };
    // A terminal shows headings in bold; a file has none of that.
    write_whole(file, |out| match form {
        Form::Text => report(&mut anstream::StripStream::new(out)),
        _ => report(out),
    })?;
    if ui.is_json() {
        let file = file.display().to_string();
        ui.json(&json!({ "byline": "report-written/1", "file": file, "as": form.name(), "claims": claims }))?;
    } else {
        let claims = crate::render::words::count(claims, "claim");
        writeln!(ui.out, "Wrote a report of {claims} to {}", file.display())?;
    }
    Ok(Outcome::Passed)
}
