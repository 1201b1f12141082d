//! `byline witness request`: a checkpoint and a proof, as C2SP tlog-witness has them.

use super::Request as Args;
use crate::Outcome;
use crate::commands::{open, write_result};
use crate::failure::{Failure, chain};
use crate::ui::Ui;
use byline_ledger::ledger::{GrowthError, growth_from};
use byline_ledger::position::Size;
use byline_ledger::proof::Consistency;
use byline_ledger::store::Reader;
use std::path::Path;

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let request = prove(open(path)?.reader(), args.old)?;
    write_result(ui, args.output.as_deref(), request.to_string().as_bytes(), "request to a witness")
}

/// The proof that the first `old` entries of the log are what the tree of that size had.
///
/// # Errors
/// When the log is shorter, or can't be read.
pub fn prove(reader: &Reader, old: Size) -> Result<Consistency, Failure> {
    growth_from(reader, old).map_err(|error| match error {
        GrowthError::Proof(_) => {
            Failure::new(format!("the log has {} entries, and the witness cosigned {old}", reader.head().size))
                .hint("this is an older copy: get the newest")
        }
        error => Failure::new(chain(&error)).hint("`byline verify` says what is wrong"),
    })
}
