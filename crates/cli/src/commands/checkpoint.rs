//! `byline checkpoint`: what the ledger signs about its whole log.

use super::open;
use crate::Outcome;
use crate::failure::Failure;
use crate::ui::{Ui, shown};
use byline_ledger::note::Verifier;
use serde_json::json;
use std::io::Write as _;
use std::path::Path;

/// Print the current checkpoint: the ledger's name, its size, the root of its tree, and who signed that
///
/// It is a C2SP signed note. Publish it, or keep it: whoever has it can tell later whether the log only grew.
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(ui: &mut Ui, path: &Path, _args: &Args) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let note = ledger.checkpoint();
    if !ui.is_json() {
        write!(ui.out, "{}", shown(note))?;
        return Ok(Outcome::Passed);
    }
    let (config, head) = (ledger.config(), ledger.head());
    let verifier = Verifier::ed25519(config.origin.as_str(), config.key).map_err(Failure::new)?;
    ui.json(&json!({
        "byline": "checkpoint/1", "origin": config.origin.as_str(), "size": head.size.get(), "root": head.root.to_string(),
        "ledger_key": config.key.kid().to_string(), "vkey": verifier.to_string(), "note": note,
    }))?;
    Ok(Outcome::Passed)
}
