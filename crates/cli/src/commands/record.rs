//! `byline record`: a dossier becomes signed records.

use super::sign::{append_failed, enrolled_handle, open_writer};
use super::{open, tell_reasons, unreadable};
use crate::Outcome;
use crate::cli::Cli;
use crate::dossier::data::{Mapping, Sheet};
use crate::dossier::{self, DossierErrors, DossierFile, Look, Plan, PlanError, World};
use crate::failure::{Failure, chain};
use crate::progress::Progress;
use crate::render::preview;
use crate::ui::{Ui, counted};
use crate::world::directory::LedgerDirectory;
use crate::world::keys::KeyFile;
use crate::world::now;
use byline_ledger::key::SecretKey;
use byline_ledger::ledger::{Committed, Ledger, LedgerWriter, Located, Lookup};
use byline_ledger::record::{Handle, Record};
use byline_ledger::state::{Boundary, Roster};
use byline_ledger::statement::{After, Draft, Header, Statement};
use byline_ledger::time::Timestamp;
use serde_json::json;
use std::cell::RefCell;
use std::fs;
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Check a dossier, show what it says, sign it and append it
///
/// All of it is checked before anything is signed, and the append is all or nothing, in one commit. Recording the same dossier again adds
/// nothing.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The dossier: a TOML file (docs/dossier.md)
    #[arg(required_unless_present = "example")]
    dossier: Option<PathBuf>,

    /// Print a dossier to begin with, and do nothing else
    #[arg(long, conflicts_with = "dossier")]
    example: bool,

    #[command(flatten)]
    how: How,
}

/// How records are made: what `record` and `import` have in common.
#[derive(Debug, clap::Args)]
pub struct How {
    /// Only check and show
    #[arg(long)]
    dry_run: bool,

    /// Don't ask for confirmation
    #[arg(long, short)]
    yes: bool,

    /// The clock is right, although the last commit was sealed at quite another time
    #[arg(long)]
    clock_is_right: bool,

    #[command(flatten)]
    key: KeyFile,
}

const SYNTAX: &str = "`byline record --example` shows how one is written; docs/dossier.md has the whole syntax";

/// How many claims of a data file the preview shows whole.
const BULK_SHOWN: usize = 5;

/// The longest dossier or document that is read, in bytes.
const LONGEST_FILE_BYTES: u64 = 1 << 30;

/// The dossier of `--example`, which the tests record.
pub const EXAMPLE: &str = include_str!("../dossier/example.toml");

pub fn run(ui: &mut Ui, cli: &Cli, args: &Args) -> Result<Outcome, Failure> {
    let Some(dossier) = &args.dossier else {
        write!(ui.out, "{EXAMPLE}")?;
        return Ok(Outcome::Passed);
    };
    let path = &super::ledger_path(cli)?;
    let file = read_dossier(ui, dossier)?;
    record(ui, path, &Job { file, rows: None, form: "record/1", name: "this dossier", hint: SYNTAX }, &args.how)
}

/// What is to be recorded.
pub struct Job<'a> {
    /// The dossier, with the data file if there is one.
    pub file: DossierFile,
    /// The rows of the data file.
    pub rows: Option<(&'a Sheet<'a>, &'a Mapping)>,
    /// The name of the result as JSON, with its version.
    pub form: &'static str,
    /// What it is called in a sentence.
    pub name: &'static str,
    /// Where its syntax is described.
    pub hint: &'static str,
}

/// Checks everything, shows it, signs it and appends it: all or nothing.
///
/// # Errors
/// When something is wrong with it, or the work can't be done.
pub fn record(ui: &mut Ui, path: &Path, job: &Job<'_>, args: &How) -> Result<Outcome, Failure> {
    let key = args.key.load(ui)?;
    let now = now()?;
    if args.dry_run {
        let ledger = open(path)?;
        let lookup = super::lookup(ui, &ledger)?;
        let desk = Desk::of(&lookup, path, &key, now)?;
        let plan = desk.plan(ui, job, &lookup)?;
        show(ui, job, &desk, &plan, &lookup)?;
        return finish(ui, job, &plan, None);
    }
    let mut writer = open_writer(ui, path)?;
    if !args.clock_is_right {
        writer.question_clock(now).map_err(|question| append_failed(path, &question.into()))?;
    }
    let ledger = writer.ledger().map_err(|error| append_failed(path, &error))?;
    tell_reasons(ui, writer.reasons(), ledger.head().size)?;
    let plan = {
        let lookup = ledger.lookup().map_err(|error| unreadable(path, &error))?;
        let desk = Desk::of(&lookup, path, &key, now)?;
        let plan = desk.plan(ui, job, &lookup)?;
        match show(ui, job, &desk, &plan, &lookup) {
            // Whoever said yes beforehand needn't read the preview to its end.
            Err(failure) if failure.is_closed_pipe() && args.yes => {}
            shown => shown?,
        }
        plan
    };
    if !plan.drafts.is_empty() {
        confirm(ui, args, &plan)?;
    }
    archive(&writer, &plan)?;
    let committed = match plan.drafts.is_empty() {
        true => None,
        false => Some(sign_and_append(ui, &mut writer, path, &key, &plan, now)?),
    };
    let closed = writer.close();
    let outcome = finish(ui, job, &plan, committed)?;
    closed.map_err(|error| {
        Failure::new(format!("all is recorded, but the ledger could not be closed: {}", chain(&error)))
            .hint("nothing is lost, the next writer goes on from there; check the disk")
    })?;
    Ok(outcome)
}

/// Reads a dossier.
///
/// # Errors
/// When it can't be read, or isn't a text.
pub fn read_dossier(ui: &Ui, path: &Path) -> Result<DossierFile, Failure> {
    let bytes =
        read_file(path).map_err(|error| Failure::new(format!("can't read the dossier {}: {error}", path.display())))?;
    DossierFile::new(path, bytes).map_err(|errors| wrong(ui, &errors))
}

/// Reads a file of up to 1 GiB.
///
/// # Errors
/// When it can't be read, or is longer.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = fs::File::open(path)?.take(LONGEST_FILE_BYTES + 1);
    file.read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST_FILE_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "longer than 1 GiB"));
    }
    Ok(bytes)
}

fn look(ui: &Ui) -> Look {
    let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    Look { colour, unicode: true, width: ui.width }
}

/// The errors in a dossier, each with its line.
pub fn wrong(ui: &Ui, errors: &DossierErrors) -> Failure {
    Failure::with_report(errors, errors.show(look(ui)).trim_end().to_owned()).hint(SYNTAX)
}

/// Who signs, and what he stands after.
struct Desk {
    handle: Handle,
    header: Header,
}

impl Desk {
    fn of(lookup: &Lookup<'_>, path: &Path, key: &SecretKey, now: Timestamp) -> Result<Self, Failure> {
        let leaves = lookup.roster().map_err(|error| unreadable(path, &error))?;
        let roster = Roster::replay(leaves.iter().map(Located::roster_leaf));
        let handle = enrolled_handle(&roster, key)?;
        let last = last_boundary(lookup.ledger()).map_err(|error| unreadable(path, &error))?;
        let header = Header {
            kid: key.public().kid(),
            issuer: Header::issuer_of(&lookup.ledger().config().origin, &handle),
            subject: String::new(),
            signed_at: now.max(last.sealed_at),
            after: After::new(last.size, last.head),
        };
        Ok(Self { handle, header })
    }

    fn plan(&self, ui: &Ui, job: &Job<'_>, lookup: &Lookup<'_>) -> Result<Plan, Failure> {
        let draft = |record: Record, subject: String| Draft::new(Header { subject, ..self.header.clone() }, record);
        let directory = LedgerDirectory::new(lookup);
        let bar = RefCell::new(Progress::new(ui, "claims checked"));
        let progress = |done: usize, of: usize| bar.borrow_mut().show(done as u64, of as u64);
        let world =
            World { me: &self.handle, directory: &directory, draft: &draft, read: &read_file, progress: &progress };
        let planned = match job.rows {
            Some((sheet, mapping)) => dossier::plan_with_rows(&job.file, sheet, mapping, &world),
            None => dossier::plan(&job.file, &world),
        };
        bar.borrow_mut().clear();
        planned.map_err(|error| match error {
            PlanError::Dossier(errors) => wrong(ui, &errors).hint(job.hint),
            PlanError::Ledger(refusal) => Failure::new(format!("can't read the ledger: {}", chain(&*refusal))),
        })
    }
}

fn last_boundary(ledger: &Ledger) -> Result<Boundary, byline_ledger::ledger::ViewError> {
    ledger.boundary(ledger.head().size)?.ok_or(byline_ledger::ledger::ViewError::NoSeal)
}

/// Shows what would be signed, and on stderr what to look at again.
fn show(ui: &mut Ui, job: &Job<'_>, desk: &Desk, plan: &Plan, lookup: &Lookup<'_>) -> Result<(), Failure> {
    if !plan.warnings.is_empty() {
        let warnings = job.file.show_warnings(&plan.warnings, look(ui));
        write!(ui.err, "{warnings}")?;
    }
    if ui.is_json() || plan.drafts.is_empty() {
        return Ok(());
    }
    let text = preview::text(desk.handle.as_str(), plan, lookup, ui.width, job.rows.map(|_| BULK_SHOWN))
        .map_err(|error| unreadable(lookup.ledger().reader().path(), &error))?;
    write!(ui.out, "{text}")?;
    Ok(())
}

fn confirm(ui: &mut Ui, args: &How, plan: &Plan) -> Result<(), Failure> {
    if args.yes || ui.confirm(&format!("Sign and append {}?", counted(plan.drafts.len(), "record", "records")))? {
        return Ok(());
    }
    Err(Failure::new("not confirmed: nothing was signed"))
}

/// Archives the evidence: it is durable before a record names it. A dossier that adds nothing may still mend the archive.
fn archive(writer: &LedgerWriter, plan: &Plan) -> Result<(), Failure> {
    let archive = writer.archive();
    for evidence in &plan.archive {
        archive.put(evidence.bytes.clone()).map_err(|error| {
            Failure::new(format!("can't archive a document: {}", chain(&error)))
                .hint("nothing was signed or appended; check the disk")
        })?;
    }
    Ok(())
}

fn sign_and_append(
    ui: &Ui,
    writer: &mut LedgerWriter,
    path: &Path,
    key: &SecretKey,
    plan: &Plan,
    now: Timestamp,
) -> Result<Committed, Failure> {
    let mut bar = Progress::new(ui, "records signed");
    let mut statements: Vec<Statement> = Vec::with_capacity(plan.drafts.len());
    for (done, planned) in plan.drafts.iter().enumerate() {
        bar.show(done as u64, plan.drafts.len() as u64);
        statements.push(planned.draft.clone().sign(key));
    }
    bar.clear();
    writer.append(&statements, now).map_err(|error| append_failed(path, &error))
}

fn finish(ui: &mut Ui, job: &Job<'_>, plan: &Plan, committed: Option<Committed>) -> Result<Outcome, Failure> {
    if ui.is_json() {
        let value = to_json(job, plan, committed.as_ref());
        ui.json(&value)?;
        return Ok(Outcome::Passed);
    }
    let (name, unchanged) = (job.name, plan.unchanged.len());
    match &committed {
        Some(committed) => {
            let (first, seal, time) = (committed.first, committed.seal, committed.sealed_at);
            match plan.drafts.len() {
                1 => writeln!(ui.out, "Recorded 1 record, entry {first}, sealed at {time} by entry {seal}")?,
                count => {
                    let last = seal.get() - 1;
                    writeln!(
                        ui.out,
                        "Recorded {count} records, entries {first} to {last}, sealed at {time} by entry {seal}"
                    )?;
                }
            }
            if unchanged > 0 {
                let were = if unchanged == 1 { "was" } else { "were" };
                writeln!(ui.out, "{unchanged} more {were} recorded already, word for word")?;
            }
        }
        None if plan.drafts.is_empty() => {
            match unchanged {
                0 => writeln!(ui.out, "Nothing to add: {name} has no records")?,
                1 => writeln!(ui.out, "Nothing to add: the one record of {name} is recorded already")?,
                _ => writeln!(ui.out, "Nothing to add: all {unchanged} records of {name} are recorded already")?,
            }
            for known in plan.unchanged.iter().take(3) {
                writeln!(ui.out, "  {} as {}", known.what, &known.recorded_as.to_string()[..11])?;
            }
            if unchanged > 3 {
                writeln!(ui.out, "  .. and {} more", unchanged - 3)?;
            }
        }
        None => writeln!(
            ui.out,
            "Dry run: {} would be signed, {} recorded already. Nothing was signed.",
            counted(plan.drafts.len(), "record", "records"),
            counted(unchanged, "is", "are"),
        )?,
    }
    Ok(Outcome::Passed)
}

fn to_json(job: &Job<'_>, plan: &Plan, committed: Option<&Committed>) -> serde_json::Value {
    let records: Vec<_> = (plan.drafts.iter())
        .map(|planned| {
            json!({
                "what": planned.what, "line": planned.line, "id": planned.draft.id().to_string(),
                "kind": planned.draft.record().kind().name(),
                "corrects": planned.corrects.as_ref().map(|known| known.in_force.to_string()),
            })
        })
        .collect();
    let unchanged: Vec<_> = (plan.unchanged.iter())
        .map(|known| json!({ "what": known.what, "line": known.line, "id": known.recorded_as.to_string() }))
        .collect();
    let warnings: Vec<_> = plan.warnings.iter().map(|warning| warning.message().to_owned()).collect();
    json!({
        "byline": job.form,
        "records": records,
        "already_recorded": unchanged,
        "warnings": warnings,
        "committed": committed.map(|committed| json!({
            "first": committed.first.get(), "seal": committed.seal.get(), "sealed_at": committed.sealed_at.to_string(),
            "size": committed.head.size.get(), "root": committed.head.root.to_string(),
        })),
    })
}
