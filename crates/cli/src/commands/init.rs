//! `byline init`: a new ledger.

use crate::Outcome;
use crate::failure::{Failure, chain};
use crate::ui::Ui;
use crate::world::keys::{self, KeyFile};
use crate::world::{memory, now};
use byline_ledger::ledger::{FoundError, Founding, found};
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
    #[arg(long)]
    name: Option<Text>,

    /// Your handle in the roster, for ever: 1 to 32 of a-z, 0-9 and -
    #[arg(long)]
    handle: Handle,

    /// Your name for people
    #[arg(long, value_name = "NAME")]
    editor_name: Option<Text>,

    #[command(flatten)]
    key: KeyFile,
}

pub fn run(ui: &mut Ui, args: &Args) -> Result<Outcome, Failure> {
    let editor = args.key.load(ui)?;
    let (ledger_key, seed) = keys::generate()?;
    let kid = editor.public().kid();
    let proof = editor.sign(&proof_bytes(&args.origin, &args.handle, Role::Editor, kid));
    let founder = Founder {
        handle: args.handle.clone(),
        key: editor.public().bytes(),
        proof,
        name: args.editor_name.clone(),
        age: None,
    };
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
        approvals: 1,
        editors: vec![founder],
        now: now()?,
    };
    found(&args.dir, founding).map_err(|error| refused(args, &error))?;
    memory::remember(args.origin.as_str(), &memory::Known { key: ledger_key.public(), seen: None })?;
    let ledger_kid = ledger_key.public().kid();
    if ui.is_json() {
        ui.json(&json!({
            "byline": "init/1",
            "folder": args.dir.display().to_string(),
            "origin": args.origin.as_str(),
            "ledger_key": ledger_kid.to_string(),
            "editor": { "handle": args.handle.as_str(), "key": kid.to_string() },
        }))?;
    } else {
        writeln!(ui.out, "Made the ledger {} in {}", args.origin, args.dir.display())?;
        writeln!(ui.out, "  ledger key  {ledger_kid}  (pinned for you; publish it where others can compare)")?;
        writeln!(ui.out, "  editor      {}  {kid}", args.handle)?;
    }
    Ok(Outcome::Passed)
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
