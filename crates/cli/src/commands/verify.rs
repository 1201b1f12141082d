//! `byline verify`: the audit.

use super::unreadable;
use crate::Outcome;
use crate::cli::Cli;
use crate::failure::Failure;
use crate::ui::{Ui, shown_line};
use crate::world::memory::{self, Known};
use byline_ledger::audit::{Line, Outcome as CheckOutcome, Report, Verdict};
use byline_ledger::finding::{Finding, Place};
use byline_ledger::key::PublicKey;
use byline_ledger::ledger::{AuditOptions, CONFIG_FILE, Config, ConfigError, audit_folder, parse_ssh_text};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::fs;
use std::io::Write as _;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Check the whole ledger: nothing changed, dropped, backdated or forked, every quote in its place
///
/// Needs no network and trusts nothing in the folder. Exits with 1 if something failed, with 3 if nothing failed but something could not be
/// checked or the ledger's key was not pinned, with 2 if the work could not be done.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The ledger's key, as in an OpenSSH .pub file, or such a file: judge by it, whatever was pinned
    #[arg(long, value_name = "KEY|FILE")]
    ledger_key: Option<String>,

    /// Check signatures on so many threads [default: all processors]
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
}

/// How many findings are written out in text; `--format json` has all of them.
const FINDINGS_SHOWN: usize = 50;

pub fn run(ui: &mut Ui, cli: &Cli, args: &Args) -> Result<Outcome, Failure> {
    let path = super::ledger_path(cli)?;
    let (report, pinned) = audited(ui, &path, args.ledger_key.as_deref(), args.threads)?;
    let written = match ui.is_json() {
        true => ui.json(&to_json(&path, &report)),
        false => write_text(ui, &path, &report),
    };
    match written {
        // The verdict stands, whoever has stopped reading.
        Err(failure) if failure.is_closed_pipe() => {}
        written => written?,
    }
    remember(&report, pinned)?;
    Ok(match report.verdict() {
        Verdict::Passed => Outcome::Passed,
        Verdict::Failed => Outcome::Failed,
        Verdict::Incomplete => Outcome::Incomplete,
    })
}

/// Audits the ledger by the key that was pinned.
///
/// # Errors
/// When the folder can't be read.
pub fn audit(ui: &Ui, path: &Path) -> Result<Report, Failure> {
    audited(ui, path, None, None).map(|(report, _)| report)
}

/// Audits the ledger by the key that is given, else by the one that was pinned; and which that was.
fn audited(
    ui: &Ui,
    path: &Path,
    ledger_key: Option<&str>,
    threads: Option<NonZero<usize>>,
) -> Result<(Report, Option<PublicKey>), Failure> {
    let known = match config_of(path) {
        Some(Ok(config)) => memory::recall(config.origin.as_str())?,
        // Its log has another format as well: findings would only mislead.
        Some(Err(error @ ConfigError::NewerFormat(_))) => return Err(unreadable(path, &error.into())),
        Some(Err(_)) | None => None,
    };
    let pinned = match ledger_key {
        Some(given) => Some(given_key(given)?),
        None => known.as_ref().map(|known| known.key),
    };
    let seen = known.as_ref().and_then(|known| known.seen.clone());
    let threads = threads.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
    let mut progress = Progress::new(ui.shows_progress);
    let report = audit_folder(path, AuditOptions { pinned, seen, threads }, &mut |done, of| progress.show(done, of))
        .map_err(|error| unreadable(path, &error))?;
    progress.clear();
    Ok((report, pinned))
}

/// What byline.toml says, if it can be read: only to know which ledger's memory to look up.
fn config_of(path: &Path) -> Option<Result<Config, ConfigError>> {
    Some(Config::parse(&fs::read_to_string(path.join(CONFIG_FILE)).ok()?))
}

fn given_key(given: &str) -> Result<PublicKey, Failure> {
    let text = match given.starts_with("ssh-") {
        true => given.to_owned(),
        false => fs::read_to_string(PathBuf::from(given))
            .map_err(|error| Failure::new(format!("can't read the key {given}: {error}")))?,
    };
    parse_ssh_text(&text).map_err(|error| {
        Failure::new(format!("--ledger-key {given}: {error}"))
            .hint("give the text `ssh-ed25519 AAAA..`, or a file that holds it")
    })
}

/// Keeps the checkpoint of a ledger that was found good, so that the next audit notices a rollback or a fork.
fn remember(report: &Report, pinned: Option<PublicKey>) -> Result<(), Failure> {
    let (Some(key), Some(checkpoint)) = (pinned, &report.checkpoint) else { return Ok(()) };
    if report.verdict() == Verdict::Failed {
        return Ok(());
    }
    memory::remember(&checkpoint.origin, &Known { key, seen: Some(checkpoint.clone()) })
}

fn write_text(ui: &mut Ui, path: &Path, report: &Report) -> Result<(), Failure> {
    match &report.checkpoint {
        Some(checkpoint) => {
            writeln!(ui.out, "Audit of {} in {}", shown_line(&checkpoint.origin), path.display())?;
            write!(ui.out, "  {} entries, root {}", checkpoint.size, short(&checkpoint.root.to_string()))?;
        }
        None => write!(ui.out, "Audit of {}", path.display())?,
    }
    match report.sealed_at {
        Some(time) => writeln!(ui.out, ", last sealed {time}")?,
        None => writeln!(ui.out)?,
    }
    if let Some(kid) = report.ledger_key {
        writeln!(ui.out, "  ledger key {kid}")?;
    }
    writeln!(ui.out)?;
    for line in &report.lines {
        writeln!(ui.out, "  {:<14} {}", line.outcome.name(), sentence(line))?;
    }
    write_findings(ui, &report.findings)?;
    for note in &report.notes {
        writeln!(ui.out, "\nnote: {}", shown_line(note))?;
    }
    writeln!(ui.out, "\n{}", verdict_words(report.verdict()))?;
    Ok(())
}

/// One line of the report: what was checked, how much of it, and why not.
fn sentence(line: &Line) -> String {
    let title = line.check.title();
    match &line.outcome {
        CheckOutcome::Passed | CheckOutcome::Failed => format!("{title} ({} {})", line.count, counted(line)),
        CheckOutcome::NotChecked(why) | CheckOutcome::NotApplicable(why) => format!("{title}: {}", shown_line(why)),
    }
}

/// What was counted: "1 entry", "2 entries".
fn counted(line: &Line) -> &'static str {
    match (line.count, line.counted) {
        (1, "entries") => "entry",
        (1, plural) => plural.trim_end_matches('s'),
        (_, plural) => plural,
    }
}

fn write_findings(ui: &mut Ui, findings: &[Finding]) -> Result<(), Failure> {
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(ui.out, "\n{} finding{}:", findings.len(), if findings.len() == 1 { "" } else { "s" })?;
    for finding in findings.iter().take(FINDINGS_SHOWN) {
        writeln!(
            ui.out,
            "  {} at {}: {}",
            finding.code,
            shown_line(&finding.place.to_string()),
            shown_line(&finding.words)
        )?;
    }
    if findings.len() > FINDINGS_SHOWN {
        writeln!(ui.out, "  .. and {} more: --format json has them all", findings.len() - FINDINGS_SHOWN)?;
    }
    Ok(())
}

fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => {
            "PASSED: nothing was changed, dropped, backdated or forked. This says who recorded what, and when;\n\
             it does not say that any claim is true."
        }
        Verdict::Failed => {
            "FAILED: do not rely on this ledger before every finding is explained (docs/reference.md lists the codes)."
        }
        Verdict::Incomplete => "NOT ALL CHECKED: nothing failed, but see the lines above that say \"not checked\".",
    }
}

fn short(root: &str) -> &str {
    &root[..16.min(root.len())]
}

fn to_json(path: &Path, report: &Report) -> serde_json::Value {
    let checks: Vec<_> = (report.lines.iter())
        .map(|line| {
            let why = match &line.outcome {
                CheckOutcome::NotChecked(why) | CheckOutcome::NotApplicable(why) => Some(why.as_str()),
                _ => None,
            };
            json!({
                "check": line.check.name(), "title": line.check.title(), "outcome": line.outcome.name(), "why": why,
                "count": line.count, "counted": line.counted,
            })
        })
        .collect();
    let findings: Vec<_> = (report.findings.iter())
        .map(|finding| {
            let (index, file) = match &finding.place {
                Place::Leaf(index) => (Some(index.get()), None),
                Place::File(file) => (None, Some(file.as_str())),
                Place::Ledger => (None, None),
            };
            json!({ "code": finding.code.name(), "index": index, "file": file, "words": finding.words })
        })
        .collect();
    let verdict = match report.verdict() {
        Verdict::Passed => "passed",
        Verdict::Failed => "failed",
        Verdict::Incomplete => "not checked",
    };
    json!({
        "byline": "verify/1",
        "folder": path.display().to_string(),
        "verdict": verdict,
        "origin": report.checkpoint.as_ref().map(|checkpoint| checkpoint.origin.as_str()),
        "size": report.checkpoint.as_ref().map(|checkpoint| checkpoint.size.get()),
        "root": report.checkpoint.as_ref().map(|checkpoint| checkpoint.root.to_string()),
        "ledger_key": report.ledger_key.map(|kid| kid.to_string()),
        "sealed_at": report.sealed_at.map(|time| time.to_string()),
        "checks": checks,
        "findings": findings,
        "notes": report.notes,
    })
}

/// A progress bar on stderr, for work of more than a second, on a terminal only.
struct Progress {
    shows: bool,
    since: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    fn new(shows: bool) -> Self {
        Self { shows, since: Instant::now(), bar: None }
    }

    fn show(&mut self, done: u64, of: u64) {
        if !self.shows || self.since.elapsed() < Duration::from_secs(1) {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{bar:40} {pos} of {len} entries, {eta} left");
            ProgressBar::new(of).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        bar.set_position(done);
    }

    fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
