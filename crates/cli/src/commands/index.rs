//! `byline index`: the rebuildable index.

use super::{open, unreadable};
use crate::Outcome;
use crate::failure::Failure;
use crate::ui::Ui;
use byline_ledger::store::Reason;
use clap::Subcommand;
use serde_json::json;
use std::io::Write as _;
use std::path::Path;

/// Rebuild what can be found again in the log
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: IndexCommand,
}

#[derive(Debug, Subcommand)]
enum IndexCommand {
    /// Build the index anew from the log
    ///
    /// It holds nothing that isn't in the log, can be deleted at any moment, and is rebuilt by itself when it is behind, damaged or another
    /// ledger's. This only spares the next command the wait.
    Rebuild,
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let IndexCommand::Rebuild = args.command;
    let ledger = open(path)?;
    let lookup = ledger.rebuild_index().map_err(|error| unreadable(path, &error))?;
    let trouble: Vec<_> = lookup.reasons().into_iter().filter(|reason| !matches!(reason, Reason::New)).collect();
    if let Some(reason) = trouble.first() {
        return Err(Failure::new(format!("the index was not built: {reason}"))
            .hint("every command works without it, by reading the log"));
    }
    let entries = ledger.head().size.get();
    if ui.is_json() {
        ui.json(&json!({ "byline": "index-rebuild/1", "entries": entries }))?;
    } else {
        writeln!(ui.out, "Built the index of {entries} entries")?;
    }
    Ok(Outcome::Passed)
}
