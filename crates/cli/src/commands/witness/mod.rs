//! `byline witness`: cosign checkpoints of other people's ledgers (docs/witnesses.md).

mod folder;
mod request;
mod sign;

use crate::Outcome;
use crate::cli::Cli;
use crate::failure::Failure;
use crate::ui::Ui;
use crate::world::keys::PassphraseSource;
use byline_ledger::position::Size;
use std::path::PathBuf;

/// Be a witness of other people's ledgers: sign, with the time, that a checkpoint continues the last one you saw
///
/// A witness signs one history of each ledger only. Files go in and out; no network is needed, and HTTP witnesses of the C2SP ecosystem
/// take and give the same files.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    New(New),
    Sign(Sign),
    Request(Request),
}

/// Make a witness: a folder with its key, and with what it cosigned
#[derive(Debug, clap::Args)]
struct New {
    /// The folder to make
    dir: PathBuf,

    /// The name under which it signs: a URL without scheme, such as example.net/witness
    #[arg(long)]
    name: String,

    /// Don't ask for a passphrase: whoever reads the folder can sign
    #[arg(long)]
    no_passphrase: bool,

    #[command(flatten)]
    passphrase: PassphraseSource,
}

/// Cosign a ledger's checkpoint, if it continues the last one that this witness cosigned
///
/// The ledger's key has to be pinned (`byline trust pin`). Exits with 1, and shows both checkpoints, when the ledger was rolled back or forked.
#[derive(Debug, clap::Args)]
struct Sign {
    /// The witness's folder
    dir: PathBuf,

    /// The ledger's folder, or a request that was made from it
    what: PathBuf,

    /// Where to write the cosignature [default: stdout]
    #[arg(long, short)]
    output: Option<PathBuf>,

    #[command(flatten)]
    passphrase: PassphraseSource,
}

/// Write a request to a witness: the checkpoint, and a proof that it continues the one cosigned last
///
/// It is what C2SP witnesses take at `add-checkpoint`.
#[derive(Debug, clap::Args)]
struct Request {
    /// The size that the witness cosigned last; 0 if it never did
    #[arg(long, value_name = "SIZE", default_value = "0", value_parser = read_size)]
    old: Size,

    /// Where to write the request [default: stdout]
    #[arg(long, short)]
    output: Option<PathBuf>,
}

fn read_size(text: &str) -> Result<Size, String> {
    text.parse().ok().and_then(Size::new).ok_or_else(|| "not a size of a log".to_owned())
}

pub fn run(ui: &mut Ui, cli: &Cli, args: &Args) -> Result<Outcome, Failure> {
    match &args.action {
        Action::New(args) => folder::new(ui, args),
        Action::Sign(args) => sign::run(ui, args),
        Action::Request(args) => request::run(ui, &super::ledger_path(cli)?, args),
    }
}
