//! `byline checkpoint`: what the ledger signs about its whole log, and the cosignatures on it.

use super::verify::read_policy;
use super::{ledger_path, open, read_limited};
use crate::Outcome;
use crate::cli::Cli;
use crate::failure::{Failure, chain};
use crate::ui::{Ui, shown, shown_line};
use crate::world::memory::{self, Known};
use byline_ledger::checkpoint::{Checkpoint, Cosigned, SignedCheckpoint};
use byline_ledger::note::{self, NOTE_LIMIT_BYTES, SignatureLine, Verifier};
use byline_ledger::store::{Folder, Lock, LockError, Objects as _};
use byline_ledger::time::Timestamp;
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Print the current checkpoint: the ledger's name, its size, the root of its tree, and who signed that; or take cosignatures into it
///
/// It is a C2SP signed note. Publish it, or keep it: whoever has it can tell later whether the log only grew.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Print the checkpoint as it is published: a signed note
    Show,
    AddCosignature(AddCosignature),
}

/// Take cosignatures of witnesses into the ledger's checkpoint
///
/// Only lines that verify are taken, by witnesses of your policy or of --witness. A cosignature is of one size: the next commit makes a new
/// checkpoint, without it.
#[derive(Debug, clap::Args)]
struct AddCosignature {
    /// What witnesses answered: signature lines, or the whole cosigned checkpoint
    file: PathBuf,

    /// A witness's vkey; may be repeated
    #[arg(long, value_name = "VKEY")]
    witness: Vec<String>,

    /// The policy that names the witnesses [default: the one of `byline trust policy`]
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

pub fn run(ui: &mut Ui, cli: &Cli, args: &Args) -> Result<Outcome, Failure> {
    let path = ledger_path(cli)?;
    match args.action.as_ref().unwrap_or(&Action::Show) {
        Action::Show => show(ui, &path),
        Action::AddCosignature(args) => add(ui, &path, args),
    }
}

fn show(ui: &mut Ui, path: &Path) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let note = ledger.checkpoint();
    if !ui.is_json() {
        write!(ui.out, "{}", shown(note))?;
        return Ok(Outcome::Passed);
    }
    let (config, head) = (ledger.config(), ledger.head());
    let verifier = Verifier::ed25519(config.origin.as_str(), ledger.key()).map_err(Failure::new)?;
    ui.json(&json!({
        "byline": "checkpoint/1", "origin": config.origin.as_str(), "size": head.size.get(), "root": head.root.to_string(),
        "ledger_key": ledger.key().kid().to_string(), "vkey": verifier.to_string(), "note": note,
    }))?;
    Ok(Outcome::Passed)
}

fn add(ui: &mut Ui, path: &Path, args: &AddCosignature) -> Result<Outcome, Failure> {
    let origin = open(path)?.config().origin.clone();
    let known = witnesses(args, origin.as_str())?;
    let (text, lines) = offered(&args.file)?;
    // Nobody may commit between the look at the checkpoint and its replacement.
    let lock = Lock::take(path).map_err(|error| {
        let failure = Failure::new(chain(&error));
        match error {
            LockError::Held(_) => failure.hint("wait until the other process is done, then try again"),
            LockError::Failed(_) => failure.hint("look at the disk, and at who may write there"),
        }
    })?;
    let ledger = open(path)?;
    let signed = SignedCheckpoint::open(ledger.checkpoint().as_bytes(), origin.as_str(), ledger.key(), &[])
        .map_err(|error| Failure::new(chain(&error)))?;
    if let Some(other) = text.filter(|text| *text != signed.checkpoint().to_string()) {
        let size = Checkpoint::parse(&other)
            .map_or_else(|_| "another text".to_owned(), |it| format!("{} entries of {}", it.size, it.origin));
        return Err(Failure::new(format!(
            "{} cosigns {size}, the checkpoint here has {} entries",
            args.file.display(),
            signed.size()
        ))
        .hint("a cosignature is of one checkpoint: ask the witness again, before the next commit"));
    }
    let cosigned = signed.with_cosignatures(&lines, &known).map_err(|error| {
        Failure::new(format!("{}: {error}", args.file.display()))
            .hint("name the witness with --witness VKEY; if the ledger has grown since, ask the witness again")
    })?;
    let folder = Folder::new(path);
    let object = [("log/checkpoint".to_owned(), cosigned.note.clone().into_bytes())];
    folder.replace(&object).and_then(|()| folder.sync()).map_err(|error| Failure::new(chain(&error)))?;
    drop(lock);
    tell(ui, &signed, &cosigned)
}

fn tell(ui: &mut Ui, signed: &SignedCheckpoint, cosigned: &Cosigned) -> Result<Outcome, Failure> {
    let time =
        |time_s: Option<u64>| time_s.and_then(|time_s| Timestamp::from_s(time_s).ok()).map(|time| time.to_string());
    if ui.is_json() {
        let added: Vec<_> =
            (cosigned.added.iter()).map(|it| json!({ "key_name": it.by.name(), "time": time(it.time_s) })).collect();
        let ignored: Vec<_> = cosigned.ignored.iter().map(|line| line.name.as_str()).collect();
        ui.json(&json!({ "byline": "checkpoint-add-cosignature/1", "size": signed.size().get(), "added": added, "ignored": ignored }))?;
        return Ok(Outcome::Passed);
    }
    for it in &cosigned.added {
        let at = time(it.time_s).map_or_else(String::new, |time| format!(" at {time}"));
        writeln!(ui.out, "Took in the cosignature of {}{at}, on {} entries", shown_line(it.by.name()), signed.size())?;
    }
    for line in &cosigned.ignored {
        ui.note(format!("left out the line of {} ({}): nobody here knows that key", shown_line(&line.name), line.id))?;
    }
    writeln!(
        ui.out,
        "  Hand out log/checkpoint again. The next commit makes a new checkpoint, which has to be cosigned anew."
    )?;
    Ok(Outcome::Passed)
}

/// The witnesses whose lines are taken.
fn witnesses(args: &AddCosignature, origin: &str) -> Result<Vec<Verifier>, Failure> {
    let mut known = Vec::new();
    for vkey in &args.witness {
        let key: Verifier = vkey.parse().map_err(|error| {
            Failure::new(format!("--witness {vkey}: {error}")).hint("give the line that the witness published")
        })?;
        if !key.is_cosigner() {
            return Err(Failure::new(format!("--witness {vkey}: this is a log's key"))
                .hint("a witness's vkey has the signature type 0x04"));
        }
        known.push(key);
    }
    let policy = match &args.policy {
        Some(file) => Some(read_policy(file)?.1),
        None => memory::recall(origin)?.as_ref().and_then(Known::policy),
    };
    known.extend(policy.iter().flat_map(|policy| policy.witnesses()).map(|witness| witness.key.clone()));
    if known.is_empty() {
        return Err(Failure::new("no witness is named, so no cosignature can be checked")
            .hint("name one with --witness VKEY, or a policy with --policy FILE"));
    }
    Ok(known)
}

/// The signature lines in a file, and the text that they stand under where it is a whole note.
fn offered(file: &Path) -> Result<(Option<String>, Vec<SignatureLine>), Failure> {
    let bytes = read_limited(file, NOTE_LIMIT_BYTES as u64)?;
    let read = match note::parse(&bytes) {
        Ok((text, lines)) => Ok((Some(text.to_owned()), lines)),
        Err(_) => note::parse_lines(&bytes).map(|lines| (None, lines)),
    };
    read.map_err(|error| {
        Failure::new(format!("{} holds no cosignatures: {error}", file.display()))
            .hint("give the lines that the witness answered, each beginning with a long dash, or the whole cosigned checkpoint")
    })
}
