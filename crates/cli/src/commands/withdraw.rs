//! `byline withdraw`: disregard a record, and say why.

use super::find::find;
use super::sign::{append_failed, open_writer, sign_and_append};
use super::{lookup, unreadable, words};
use crate::Outcome;
use crate::failure::Failure;
use crate::ui::{Ui, shown_line};
use crate::world::keys::KeyFile;
use byline_ledger::record::{Record, Text, Withdrawal};
use serde_json::json;
use std::io::Write as _;
use std::path::Path;

/// Withdraw a record: disregard it, and say why
///
/// Nothing is deleted. Every view, comparison and report marks what was withdrawn, with the reason. Only who recorded it and editors can.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Id, index or slug of the record
    what: String,

    /// Why
    #[arg(long, value_parser = words)]
    reason: Text,

    /// Don't ask for confirmation
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    key: KeyFile,
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let key = args.key.load(ui)?;
    let mut writer = open_writer(ui, path)?;
    let ledger = writer.ledger().map_err(|error| append_failed(path, &error))?;
    let (identity, target, named) = {
        let lookup = lookup(ui, &ledger)?;
        let found = find(&lookup, &args.what)?;
        let versions = lookup.versions(found.id()).map_err(|error| unreadable(path, &error))?;
        let first = versions.first().map_or(found.id(), |first| first.id());
        let last = versions.last().unwrap_or(&found);
        (first, last.id(), format!("{} {}", last.record().kind(), super::log::summary(last.record())))
    };
    if !args.yes && !ui.confirm(&format!("Withdraw {}?", shown_line(&named)))? {
        return Err(Failure::new("not confirmed: nothing was signed"));
    }
    let record = Record::Withdrawal(Withdrawal { target, reason: args.reason.clone() });
    let index = sign_and_append(&mut writer, path, &key, record, identity.to_string())?;
    writer.close().map_err(|error| append_failed(path, &error))?;
    if ui.is_json() {
        ui.json(&json!({
            "byline": "withdraw/1", "index": index.get(), "identity": identity.to_string(), "target": target.to_string(),
        }))?;
    } else {
        writeln!(
            ui.out,
            "Withdrew {} at entry {index}; it stays in the log and is marked everywhere",
            shown_line(&named)
        )?;
    }
    Ok(Outcome::Passed)
}
