//! `byline consistency`: a proof that the log only grew.

use super::{open, unreadable};
use crate::Outcome;
use crate::failure::Failure;
use crate::ui::{Ui, shown_line};
use crate::world::output;
use byline_ledger::checkpoint::Checkpoint;
use byline_ledger::finding::Code;
use byline_ledger::ledger::GrowthError;
use byline_ledger::merkle::ProofError;
use byline_ledger::position::Size;
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Prove that the log only grew since an earlier checkpoint
///
/// OLD is a file with a checkpoint that was kept. The proof is for whoever has it, and is what a C2SP witness takes as a request to cosign.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The earlier checkpoint
    old: PathBuf,

    /// The file to write; one that is there is replaced [default: stdout]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The longest checkpoint that is read, in bytes.
const LONGEST_BYTES: u64 = 1_000_000;

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let old = read_checkpoint(&args.old)?;
    let ledger = open(path)?;
    let proof = match ledger.growth_since(&old) {
        Ok(proof) => proof,
        Err(GrowthError::Proof(error)) => return not_grown(ui, &args.old, &old, ledger.head().size, error),
        Err(GrowthError::View(error)) => return Err(unreadable(path, &error)),
        Err(error @ GrowthError::OtherOrigin { .. }) => return Err(Failure::new(error)),
    };
    let (text, head) = (proof.to_string(), ledger.head());
    match &args.output {
        Some(file) => output::write(file, text.as_bytes())?,
        None if ui.is_json() => {}
        None => write!(ui.out, "{text}")?,
    }
    if ui.is_json() {
        let file = args.output.as_ref().map(|file| file.display().to_string());
        ui.json(&json!({
            "byline": "consistency/1", "file": file, "origin": ledger.config().origin.as_str(), "old_size": old.size.get(),
            "size": head.size.get(), "root": head.root.to_string(), "proof": text, "findings": [],
        }))?;
    } else if let Some(file) = &args.output {
        writeln!(
            ui.out,
            "Wrote a proof that {} entries are the first of {} to {}",
            old.size,
            head.size,
            file.display()
        )?;
    }
    Ok(Outcome::Passed)
}

/// Reads a checkpoint that somebody kept; nobody's signature on it is needed, since he kept it himself.
///
/// # Errors
/// When the file can't be read, or is no checkpoint.
pub fn read_checkpoint(file: &Path) -> Result<Checkpoint, Failure> {
    let bytes = super::read_limited(file, LONGEST_BYTES)?;
    Checkpoint::unsigned(&bytes).ok_or_else(|| {
        Failure::new(format!("{} is no checkpoint", file.display()))
            .hint("`byline checkpoint` prints one; keep it as it is, with its signatures")
    })
}

/// The answer where there is no proof: what an auditor must know, and so a result.
fn not_grown(ui: &mut Ui, file: &Path, old: &Checkpoint, now: Size, error: ProofError) -> Result<Outcome, Failure> {
    let (code, words) = match error {
        ProofError::OutOfRange => (
            Code::LogRollback,
            format!("the checkpoint in {} has {} entries, this log has {now}", file.display(), old.size),
        ),
        error => (
            Code::LogFork,
            format!("this log does not continue the one of the checkpoint in {}: {error}", file.display()),
        ),
    };
    if ui.is_json() {
        let finding = json!({ "code": code.name(), "words": words });
        ui.json(&json!({ "byline": "consistency/1", "proof": null, "findings": [finding] }))?;
    } else {
        writeln!(ui.out, "FAILED, {code}: {}", shown_line(&words))?;
        writeln!(ui.out, "Keep both: docs/reference.md says what it means, under \"Findings\".")?;
    }
    Ok(Outcome::Failed)
}
