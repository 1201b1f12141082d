//! `byline verify`: the audit of a ledger; what it finds stands in `text` and `json`.

mod advice;
mod alarm;
mod json;
mod known;
mod run;
mod text;

pub use json::advised;
pub use known::read_policy;
pub use run::audit;
pub use text::write_advice;

use super::verify_file;
use crate::Outcome;
use crate::cli::Cli;
use crate::failure::Failure;
use crate::ui::Ui;
use std::num::NonZero;
use std::path::{Path, PathBuf};

/// Check the whole ledger: nothing changed, dropped, backdated or forked, every quote in its place
///
/// Needs no network and trusts nothing in the folder. Exits with 1 if something failed, with 3 if nothing failed but something could not be
/// checked or the ledger's key was not pinned, with 2 if the work could not be done.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// What to check: a ledger's folder, a bare copy of its log/, or a file with a proof or a report [default: the ledger that -C names]
    what: Option<PathBuf>,

    /// The ledger's key (ssh-ed25519 AAAA..), a file that holds it, or its fingerprint (SHA256:..): judge by it, whatever was pinned
    #[arg(long, value_name = "KEY|FILE")]
    ledger_key: Option<String>,

    /// The statement that the receipt or tlog-proof in the file is about
    #[arg(long, value_name = "FILE")]
    statement: Option<PathBuf>,

    /// The ledger must continue the checkpoint in this file, kept from an earlier day
    #[arg(long, value_name = "OLD")]
    since: Option<PathBuf>,

    /// Whose cosignatures to ask for, in C2SP tlog-policy form [default: the one of `byline trust policy`]
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,

    /// Only check the right edge of the tree and what is new since you saw the ledger last, and say what was not checked
    ///
    /// Exits with 3 where nothing failed: older entries are not read again.
    #[arg(long)]
    quick: bool,

    /// Check signatures on so many threads [default: all processors]
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
}

pub fn run(ui: &mut Ui, cli: &Cli, args: &Args) -> Result<Outcome, Failure> {
    match &args.what {
        None => run::ledger(ui, &super::ledger_path(cli)?, args),
        Some(what) if what.is_dir() => run::ledger(ui, what, args),
        Some(what) if what.is_file() && args.quick => Err(not_quick(what)),
        Some(what) if what.is_file() => {
            let given = verify_file::Given { ledger: cli.ledger.as_deref(), ..known::given(args)? };
            verify_file::run(ui, what, given)
        }
        Some(what) => Err(not_checkable(what)),
    }
}

fn not_quick(what: &Path) -> Failure {
    Failure::new(format!("{} is a file, and --quick goes on from your last visit to a ledger's folder", what.display()))
        .hint("leave --quick out: a proof is checked whole, and at once")
}

fn not_checkable(what: &Path) -> Failure {
    let words = match what.exists() {
        true => "is nothing that Byline can check",
        false => "is neither a file nor a folder",
    };
    Failure::new(format!("{} {words}", what.display()))
        .hint("name a ledger's folder, a bare copy of its log/, or a file with a proof or a report")
}
