//! `byline copy`: the ledger for others, without its secrets.

use super::{open, unreadable};
use crate::Outcome;
use crate::failure::{Failure, chain};
use crate::progress::Progress;
use crate::ui::{Ui, counted, shown_line};
use byline_ledger::ledger::{CopyError, HandedOut, Ledger, hand_out};
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Copy the ledger for others: all that it takes to check it, and no key
///
/// Writes log/, byline.toml and the archived documents that the log names in the open. The ledger's key, sealed documents and everything else that is
/// private stay here. A copy that is there is brought up to date. While others record, what is published when it begins is copied.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder to write: a new one, or a copy of this ledger
    dir: PathBuf,

    /// Leave the archived documents out: quotes can't be checked in the copy then
    #[arg(long)]
    without_documents: bool,
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let mut progress = Progress::new(ui, "entries");
    let handed = hand_out(&ledger, &args.dir, !args.without_documents, &mut |done, of| progress.show(done, of));
    progress.clear();
    let handed = handed.map_err(|error| refused(path, &args.dir, &error))?;
    let (origin, kid) = (ledger.config().origin.as_str(), ledger.key().kid().to_string());
    if ui.is_json() {
        ui.json(&json!({
            "byline": "copy/1", "folder": args.dir.display().to_string(), "origin": origin, "ledger_key": kid,
            "size": handed.head.size.get(), "root": handed.head.root.to_string(), "size_before": handed.before.get(),
            "log_files": handed.files, "documents": handed.documents, "new_documents": handed.new_documents,
            "documents_absent": handed.absent,
        }))?;
    } else {
        write(ui, &ledger, args, &handed)?;
    }
    Ok(Outcome::Passed)
}

fn write(ui: &mut Ui, ledger: &Ledger, args: &Args, handed: &HandedOut) -> Result<(), Failure> {
    let (origin, dir) = (shown_line(ledger.config().origin.as_str()), args.dir.display());
    let number = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let entries = counted(number(handed.head.size.get()), "entry", "entries");
    match handed.before.get() {
        0 => writeln!(ui.out, "Copied {origin} to {dir}: {entries}")?,
        before => writeln!(ui.out, "Brought the copy of {origin} in {dir} from {before} to {entries}")?,
    }
    writeln!(ui.out, "  log/         {} written", counted(number(handed.files), "file", "files"))?;
    if args.without_documents {
        writeln!(ui.out, "  archive/     left out: quotes can't be checked in the copy")?;
    } else {
        let documents = counted(number(handed.documents), "document or text", "documents and texts");
        writeln!(ui.out, "  archive/     {documents}, {} written", handed.new_documents)?;
    }
    if handed.absent > 0 {
        writeln!(ui.out, "               {} more that the log names are not in this ledger's archive", handed.absent)?;
    }
    writeln!(ui.out, "It holds no key and nothing that is sealed: who has it can check everything, and sign nothing.")?;
    writeln!(ui.out, "Whoever receives it says:  byline verify {dir} --ledger-key {}", ledger.key().kid())?;
    Ok(writeln!(ui.out, "and has that fingerprint by another way than the copy, such as the imprint.")?)
}

fn refused(path: &Path, to: &Path, error: &CopyError) -> Failure {
    let hint = match error {
        CopyError::View(error) => return unreadable(path, error),
        CopyError::Inside(_) => "name a folder outside of the ledger",
        CopyError::NotACopy(_) | CopyError::Original(_) | CopyError::OtherLedger(_) => {
            "name a new folder, or a copy of this ledger: nothing else is overwritten"
        }
        CopyError::OtherHistory { .. } => {
            "keep both, and find out which is the true one (docs/auditing.md, \"Two histories\"): `byline verify` of the copy shows it"
        }
        CopyError::Longer { .. } => {
            "name the ledger's newest folder with -C; if this is it, it went on from an old backup: don't record in it"
        }
        CopyError::Damaged { .. } => "name a new folder, or remove the damaged copy",
        CopyError::Locked(_) => "wait until the other process is done, then try again",
        CopyError::Archive(_) => {
            "`byline verify` says which documents are damaged: put them back, or leave them all out with --without-documents"
        }
        CopyError::Store(_) => "look at the disk, and at who may read and write there",
    };
    Failure::new(format!("can't copy the ledger to {}: {}", to.display(), chain(error))).hint(hint)
}
