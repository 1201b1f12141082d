//! `byline init`: a new ledger.

use super::key::request;
use super::words;
use crate::Outcome;
use crate::failure::{Failure, chain};
use crate::ui::Ui;
use crate::world::keys::{self, KeyFile, PassphraseSource};
use crate::world::{memory, now};
use byline_ledger::key::SecretKey;
use byline_ledger::ledger::{FoundError, Founding, found, ssh_text};
use byline_ledger::record::{Founder, Handle, Origin, Role, Text, proof_bytes};
use byline_ledger::store::CreateError;
use serde_json::json;
use std::io::Write as _;
use std::path::PathBuf;

/// Make a new ledger
///
/// Makes the folder, the ledger's own key in it, and entry 0, which names the ledger and its first editor: you. Pins the ledger's key for
/// you, so that `byline verify` notices if it is ever swapped.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder to make
    dir: PathBuf,

    /// The ledger's name for ever: a URL without scheme, such as example.org/desk
    #[arg(long)]
    origin: Origin,

    /// Its name for people [default: the origin]
    #[arg(long, value_parser = words)]
    name: Option<Text>,

    /// Your handle in the roster, for ever: 1 to 32 of a-z, 0-9 and -
    #[arg(long)]
    handle: Handle,

    /// Your name for people
    #[arg(long, value_name = "NAME", value_parser = words)]
    editor_name: Option<Text>,

    /// A second key of yours, kept elsewhere: with it you can go on when the first one is lost or stolen
    #[arg(long, value_name = "FILE")]
    backup_key: Option<PathBuf>,

    /// Read the backup key's passphrase from this file (its first line) instead of asking
    #[arg(long, value_name = "FILE", requires = "backup_key")]
    backup_passphrase_file: Option<PathBuf>,

    /// Another first editor, by the request that `byline key request --role editor` wrote; can be given again
    #[arg(long = "founder", value_name = "REQUEST")]
    founders: Vec<PathBuf>,

    /// How many editors have to ask for a change of the roster before it holds: 1 to 32, and no more than there are
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=32))]
    approvals: u64,

    #[command(flatten)]
    key: KeyFile,
}

pub fn run(ui: &mut Ui, args: &Args) -> Result<Outcome, Failure> {
    refuse_known(&args.origin)?;
    let editor = args.key.load(ui)?;
    let (ledger_key, seed) = keys::generate()?;
    let kid = editor.public().kid();
    let editors = first_editors(ui, args, &editor)?;
    let all: Vec<_> = editors.iter().map(|founder| (founder.handle.clone(), founder.key.kid())).collect();
    let key_file = keys::to_openssh(&seed, args.origin.as_str(), "")?;
    let name = match &args.name {
        Some(name) => name.clone(),
        None => args.origin.as_str().parse().map_err(Failure::new)?,
    };
    let founding = Founding {
        origin: args.origin.clone(),
        name,
        key: &ledger_key,
        key_file: key_file.as_bytes().to_vec(),
        approvals: args.approvals,
        editors,
        now: now()?,
    };
    found(&args.dir, founding).map_err(|error| refused(args, &error))?;
    // Whatever ledger was in this folder before, it is this user who put a new one there.
    memory::leave(&args.dir)?;
    memory::keep(args.origin.as_str(), &memory::Known::key(ledger_key.public()).in_folder(&args.dir))?;
    let ledger_kid = ledger_key.public().kid();
    if ui.is_json() {
        ui.json(&json!({
            "byline": "init/1",
            "folder": args.dir.display().to_string(),
            "origin": args.origin.as_str(),
            "ledger_key": ledger_kid.to_string(),
            "public_key": ssh_text(&ledger_key.public().bytes()),
            "editor": { "handle": args.handle.as_str(), "key": kid.to_string() },
            "editors": all.iter().map(|(handle, kid)| json!({ "handle": handle.as_str(), "key": kid.to_string() })).collect::<Vec<_>>(),
            "approvals": args.approvals,
        }))?;
    } else {
        writeln!(ui.out, "Made the ledger {} in {}", args.origin, args.dir.display())?;
        writeln!(ui.out, "  ledger key  {ledger_kid}  (pinned for you; publish it where others can compare)")?;
        writeln!(ui.out, "  whole key   {}", ssh_text(&ledger_key.public().bytes()))?;
        for (handle, kid) in &all {
            writeln!(ui.out, "  editor      {handle}  {kid}")?;
        }
        if args.approvals > 1 {
            writeln!(ui.out, "  approvals   {} editors have to ask for a change of the roster", args.approvals)?;
        }
    }
    Ok(Outcome::Passed)
}

/// The keys of the first editors: yours, your backup, and those of everybody whose request was named.
fn first_editors(ui: &mut Ui, args: &Args, editor: &SecretKey) -> Result<Vec<Founder>, Failure> {
    let mine = |key: &SecretKey| {
        let proof = key.sign(&proof_bytes(&args.origin, &args.handle, Role::Editor, key.public().kid()));
        let (handle, name) = (args.handle.clone(), args.editor_name.clone());
        Founder { handle, key: key.public().bytes(), proof, name, age: None }
    };
    let mut editors = vec![mine(editor)];
    if let Some(backup) = &args.backup_key {
        let source = PassphraseSource { passphrase_file: args.backup_passphrase_file.clone() };
        editors.push(mine(&keys::load(ui, backup, &source)?));
    }
    for file in &args.founders {
        let request = request::read(file)?;
        if request.origin != args.origin {
            let words = format!("{} is for the ledger {}, not for {}", file.display(), request.origin, args.origin);
            return Err(Failure::new(words).hint("let the request be made anew with this --origin"));
        }
        if request.role != Role::Editor {
            let words = format!("{} asks to be {}, and a first editor is editor", file.display(), request.role);
            return Err(Failure::new(words).hint("let the request be made anew with --role editor"));
        }
        let request::Request { handle, name, key, proof, .. } = request;
        editors.push(Founder { handle, key: key.bytes(), proof, name, age: None });
    }
    Ok(editors)
}

/// A name is one ledger's for ever: a second one would look like a forgery of the first, and to this user first of all.
fn refuse_known(origin: &Origin) -> Result<(), Failure> {
    match memory::recall(origin.as_str())? {
        None => Ok(()),
        Some(known) => {
            Err(Failure::new(format!("you know a ledger named {origin} already, with the key {}", known.key.kid()))
                .hint(format!(
                    "give the new one another --origin; if the old one is gone for good: `byline trust forget {origin}`"
                )))
        }
    }
}

fn refused(args: &Args, error: &FoundError) -> Failure {
    let failure = Failure::new(format!("can't make a ledger in {}: {}", args.dir.display(), chain(error)));
    match error {
        FoundError::Create(CreateError::NotEmpty(_)) => {
            failure.hint("name a folder that doesn't exist yet, or an empty one")
        }
        _ => failure,
    }
}
