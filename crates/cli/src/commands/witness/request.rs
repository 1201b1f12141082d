//! `byline witness request`: a checkpoint and a proof, as C2SP tlog-witness has them.

use super::Request as Args;
use crate::Outcome;
use crate::commands::{open, write_result};
use crate::failure::{Failure, chain};
use crate::ui::Ui;
use byline_ledger::merkle::{ConsistencyPlan, ConsistencyProof};
use byline_ledger::position::Size;
use byline_ledger::store::Reader;
use byline_ledger::witness::Request;
use std::path::Path;

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let reader = ledger.reader();
    let request =
        Request { old: args.old, proof: prove(reader, args.old)?, checkpoint: reader.raw().checkpoint().to_vec() };
    write_result(ui, args.output.as_deref(), request.to_string().as_bytes(), "request to a witness")
}

/// The proof that the first `old` entries of the log are what the tree of that size had.
///
/// # Errors
/// When the log is shorter, or can't be read.
pub fn prove(reader: &Reader, old: Size) -> Result<ConsistencyProof, Failure> {
    let size = reader.head().size;
    let plan = ConsistencyPlan::new(old, size).map_err(|_| {
        Failure::new(format!("the log has {size} entries, and the witness cosigned {old}"))
            .hint("this is an older copy: get the newest")
    })?;
    let nodes = reader
        .nodes(plan.nodes())
        .map_err(|error| Failure::new(chain(&error)).hint("`byline verify` says what is wrong"))?;
    Ok(plan.finish(&nodes))
}
