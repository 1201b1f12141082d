//! `byline prove`: proofs of records, to be checked without the ledger.

use super::standing::{Standing, Standings};
use super::{find, lookup, open, unreadable};
use crate::Outcome;
use crate::failure::{Failure, chain};
use crate::ui::Ui;
use crate::world::output;
use byline_ledger::ledger::{Located, Lookup, ProveError};
use clap::ValueEnum;
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Write a proof of records, which anybody can check offline with the ledger's key alone
///
/// A bundle (.byline) holds the records, the seals that they stand between, the whole roster, and the checkpoint: it shows who signed each record, that he could, and
/// when it was logged. The other forms are public standards and show less: that one record is in the log.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The records: id, index or slug of each
    #[arg(required = true, value_name = "WHAT")]
    what: Vec<String>,

    /// The file to write; one that is there is replaced
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,

    /// The form [default: by the file's name, else bundle]
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Option<Form>,
}

/// A form in which a record is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Everything that is needed to check the records, in one file
    Bundle,
    /// C2SP tlog-proof: one record is in the log
    TlogProof,
    /// RFC 9942 COSE receipt: the same, apart from the record
    Receipt,
    /// RFC 9943 SCITT transparent statement: one record with its receipt
    TransparentStatement,
    /// The signed record by itself, as a receipt needs it
    Statement,
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Bundle => "bundle",
            Self::TlogProof => "tlog-proof",
            Self::Receipt => "receipt",
            Self::TransparentStatement => "transparent-statement",
            Self::Statement => "statement",
        }
    }
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let form = args.form.unwrap_or_else(|| form_of(&args.output));
    let ledger = open(path)?;
    let lookup = lookup(ui, &ledger)?;
    let records = args.what.iter().map(|what| find::find(&lookup, what)).collect::<Result<Vec<_>, _>>()?;
    if let (true, Some(second)) = (form != Form::Bundle, args.what.get(1)) {
        return Err(Failure::new(format!("a {} proves one record, and {second:?} is a second one", form.name()))
            .hint("write a bundle, which proves many, or one file for each"));
    }
    let bytes = proof(&lookup, form, &records).map_err(|error| refused(&error))?;
    let file = args.output.display().to_string();
    output::write(&args.output, &bytes)?;
    let head = ledger.head();
    let standings = Standings::read(&lookup).map_err(|error| unreadable(path, &error))?;
    if ui.is_json() {
        let proven = records.iter().map(|one| {
            let marks: Vec<_> = standings.on(one.id()).iter().map(Standing::json).collect();
            json!({ "index": one.index.get(), "id": one.id().to_string(), "marks": marks })
        });
        return ui
            .json(&json!({
                "byline": "prove/1", "file": file, "as": form.name(), "bytes": bytes.len(), "records": proven.collect::<Vec<_>>(),
                "origin": ledger.config().origin.as_str(), "size": head.size.get(), "root": head.root.to_string(),
            }))
            .map(|()| Outcome::Passed);
    }
    let count = crate::ui::counted(records.len(), "record", "records");
    let what = if form == Form::Statement { "the signed record" } else { "a proof" };
    writeln!(ui.out, "Wrote {what} of {count} to {file}: {}, {} bytes", form.name(), bytes.len())?;
    for one in &records {
        for mark in standings.on(one.id()) {
            writeln!(ui.out, "  entry {}: {}, which the file doesn't show", one.index, mark.words())?;
        }
    }
    if form != Form::Statement {
        writeln!(ui.out, "  of {} at {} entries", ledger.config().origin, head.size)?;
        writeln!(
            ui.out,
            "  `byline verify {file}` checks it, by whoever knows the ledger's key {}",
            ledger.key().kid()
        )?;
    }
    Ok(Outcome::Passed)
}

fn proof(lookup: &Lookup<'_>, form: Form, records: &[Located]) -> Result<Vec<u8>, ProveError> {
    let indexes: Vec<_> = records.iter().map(|located| located.index).collect();
    match (form, &indexes[..]) {
        (Form::TlogProof, [index, ..]) => lookup.tlog_proof(*index).map(|proof| proof.to_string().into_bytes()),
        (Form::Receipt, [index, ..]) => lookup.receipt(*index).map(|receipt| receipt.encode()),
        (Form::TransparentStatement, [index, ..]) => lookup.transparent_statement(*index),
        (Form::Statement, _) => Ok(records[0].logged.bytes().to_vec()),
        (_, indexes) => lookup.bundle(indexes).map(|bundle| bundle.encode()),
    }
}

/// The form that a file's name asks for.
fn form_of(file: &Path) -> Form {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("tlog-proof") => Form::TlogProof,
        _ => Form::Bundle,
    }
}

fn refused(error: &ProveError) -> Failure {
    let failure = Failure::new(format!("can't prove it: {}", chain(error)));
    failure.hint(match error {
        ProveError::Seal(_) => "name a record that the seal closes",
        ProveError::Plan(_) => "write several bundles",
        _ => super::DAMAGED,
    })
}
