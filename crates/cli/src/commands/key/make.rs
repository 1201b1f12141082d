//! `byline key new`: a key of one's own.

use crate::Outcome;
use crate::failure::Failure;
use crate::ui::Ui;
use crate::world::keys::{self, PassphraseSource};
use serde_json::json;
use std::io::Write as _;
use std::path::PathBuf;

/// Make a new key, an ordinary OpenSSH ed25519 key
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file to write; its public half goes beside it [default: the key in your configuration folder]
    file: Option<PathBuf>,

    /// Don't ask for a passphrase: whoever reads the file can sign
    #[arg(long)]
    no_passphrase: bool,

    #[command(flatten)]
    passphrase: PassphraseSource,
}

pub fn run(ui: &mut Ui, args: &Args) -> Result<Outcome, Failure> {
    let path = match &args.file {
        Some(path) => path.clone(),
        None => keys::default_key_path()?,
    };
    if path.exists() {
        return Err(Failure::new(format!("{} exists already", path.display()))
            .hint("name another file: keys are never overwritten"));
    }
    let passphrase = match args.no_passphrase {
        true => Default::default(),
        false => keys::ask_new_passphrase(ui, &args.passphrase)?,
    };
    let (key, seed) = keys::generate()?;
    let private = keys::to_openssh(&seed, "byline", &passphrase)?;
    keys::write_new(&path, &private, &key, "byline")?;
    let kid = key.public().kid();
    if ui.is_json() {
        ui.json(&json!({ "byline": "key-new/1", "file": path.display().to_string(), "key": kid.to_string() }))?;
    } else {
        writeln!(ui.out, "Made the key {kid}")?;
        writeln!(ui.out, "  secret  {}", path.display())?;
        writeln!(ui.out, "  public  {}.pub", path.display())?;
    }
    Ok(Outcome::Passed)
}
