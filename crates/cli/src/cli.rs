//! The command line: what can be asked for.

use crate::commands;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Keep a signed, append-only ledger of who said what
///
/// Byline records which source said what about an event, in which words, in which document; it signs every record, chains them, and
/// shows where accounts agree and where they contradict each other. It never says who is right.
#[derive(Debug, Parser)]
#[command(name = "byline", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// The ledger's folder [default: this folder or the nearest one above that has a byline.toml]
    #[arg(long, short = 'C', global = true, env = "BYLINE_LEDGER", value_name = "DIR")]
    pub ledger: Option<PathBuf>,

    /// How results are written
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    #[command(subcommand)]
    pub command: Command,
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs, versioned
    Json,
}

/// What can be asked for.
#[derive(Debug, Subcommand)]
pub enum Command {
    Init(commands::init::Args),
    Key(commands::key::Args),
    Record(commands::record::Args),
    Import(commands::import::Args),
    Log(commands::log::Args),
    Show(commands::show::Args),
    Search(commands::search::Args),
    Diff(commands::diff::Args),
    Explain(commands::explain::Args),
    Report(commands::report::Args),
    Verify(commands::verify::Args),
    Copy(commands::copy::Args),
    Checkpoint(commands::checkpoint::Args),
    Witness(commands::witness::Args),
    Trust(commands::trust::Args),
    Withdraw(commands::withdraw::Args),
    Judge(commands::judge::Args),
    Prove(commands::prove::Args),
    Consistency(commands::consistency::Args),
    Index(commands::index::Args),
}
