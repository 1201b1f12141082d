//! `byline key`: keys and who may sign.

use super::sign::{append_failed, open_writer, sign_and_append};
use super::{ledger_path, lookup, open, unreadable};
use crate::Outcome;
use crate::cli::Cli;
use crate::failure::Failure;
use crate::ui::{Ui, shown_line};
use crate::world::keys::{self, KeyFile, PassphraseSource};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use byline_ledger::key::SignatureBytes;
use byline_ledger::ledger::{Located, parse_ssh_text, ssh_text};
use byline_ledger::record::{Enrolment, Handle, KeyChange, Origin, Record, Role, Text, proof_bytes};
use byline_ledger::state::Roster;
use clap::{Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Make keys, and say who may sign
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: KeyCommand,
}

#[derive(Debug, Subcommand)]
enum KeyCommand {
    New(NewArgs),
    List,
    Request(RequestArgs),
    Enrol(EnrolArgs),
}

/// Make a new key, an ordinary OpenSSH ed25519 key
#[derive(Debug, clap::Args)]
struct NewArgs {
    /// The file to write; its public half goes beside it [default: the key in your configuration folder]
    file: Option<PathBuf>,

    /// Don't ask for a passphrase: whoever reads the file can sign
    #[arg(long)]
    no_passphrase: bool,

    #[command(flatten)]
    passphrase: PassphraseSource,
}

/// Ask to be enrolled: write a request for an editor of the ledger
#[derive(Debug, clap::Args)]
struct RequestArgs {
    /// The ledger's origin
    #[arg(long)]
    origin: Origin,

    /// The handle you want, for ever
    #[arg(long)]
    handle: Handle,

    /// The role you ask for
    #[arg(long, value_enum, default_value_t = RoleName::Reporter)]
    role: RoleName,

    /// Your name for people
    #[arg(long)]
    name: Option<Text>,

    /// The file to write
    #[arg(long, short)]
    output: PathBuf,

    #[command(flatten)]
    key: KeyFile,
}

/// Enrol a person's key, by that person's request
#[derive(Debug, clap::Args)]
struct EnrolArgs {
    /// The request, written by `byline key request`
    request: PathBuf,

    /// Don't ask for confirmation
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    key: KeyFile,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleName {
    /// May sign everything
    Editor,
    /// May sign everything but changes of the roster
    Reporter,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Editor => Self::Editor,
            RoleName::Reporter => Self::Reporter,
        }
    }
}

/// A request to be enrolled, as its file has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    origin: Origin,
    handle: Handle,
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    key: String,
    proof: String,
}

pub fn run(ui: &mut Ui, cli: &Cli, args: &Args) -> Result<Outcome, Failure> {
    match &args.command {
        KeyCommand::New(args) => new(ui, args),
        KeyCommand::List => list(ui, &ledger_path(cli)?),
        KeyCommand::Request(args) => request(ui, args),
        KeyCommand::Enrol(args) => enrol(ui, &ledger_path(cli)?, args),
    }
}

fn new(ui: &mut Ui, args: &NewArgs) -> Result<Outcome, Failure> {
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

fn list(ui: &mut Ui, path: &Path) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let lookup = lookup(ui, &ledger)?;
    let leaves = lookup.roster().map_err(|error| unreadable(path, &error))?;
    let roster = Roster::replay(leaves.iter().map(Located::roster_leaf));
    if ui.is_json() {
        let members: Vec<_> = (roster.members().iter())
            .map(|member| {
                json!({
                    "handle": member.handle.as_str(), "role": member.role.name(), "key": member.key.kid().to_string(),
                    "since": member.since.get(), "name": member.name.as_ref().map(Text::as_str),
                })
            })
            .collect();
        let key = ledger.config().key.kid().to_string();
        ui.json(&json!({ "byline": "key-list/1", "origin": ledger.config().origin.as_str(), "ledger_key": key, "keys": members }))?;
        return Ok(Outcome::Passed);
    }
    let origin = ledger.config().origin.as_str();
    let members = roster.members();
    let names = members.iter().map(|member| member.handle.as_str());
    let width = names.chain([origin]).map(str::len).max().unwrap_or_default();
    writeln!(ui.out, "{:<8}  {origin:<width$}  {}  (since entry 0)", "ledger", ledger.config().key.kid())?;
    for member in &members {
        let name = member.name.as_ref().map(|name| format!(", {}", shown_line(name.as_str()))).unwrap_or_default();
        let (role, handle, kid, since) = (member.role, &member.handle, member.key.kid(), member.since);
        writeln!(ui.out, "{role:<8}  {handle:<width$}  {kid}  (since entry {since}{name})")?;
    }
    Ok(Outcome::Passed)
}

fn request(ui: &mut Ui, args: &RequestArgs) -> Result<Outcome, Failure> {
    let key = args.key.load(ui)?;
    let role = Role::from(args.role);
    let proof = key.sign(&proof_bytes(&args.origin, &args.handle, role, key.public().kid()));
    let request = Request {
        origin: args.origin.clone(),
        handle: args.handle.clone(),
        role,
        name: args.name.clone(),
        key: ssh_text(&key.public().bytes()),
        proof: STANDARD.encode(proof.as_bytes()),
    };
    let text = toml::to_string(&request).map_err(Failure::new)?;
    fs::write(&args.output, text)
        .map_err(|error| Failure::new(format!("can't write {}: {error}", args.output.display())))?;
    if ui.is_json() {
        let (file, kid) = (args.output.display().to_string(), key.public().kid().to_string());
        ui.json(&json!({ "byline": "key-request/1", "file": file, "key": kid }))?;
    } else {
        writeln!(ui.out, "Wrote {}: {} asks to be {role} of {}", args.output.display(), args.handle, args.origin)?;
        writeln!(ui.out, "  Give it to an editor, and read out the key on the telephone: {}", key.public().kid())?;
    }
    Ok(Outcome::Passed)
}

fn enrol(ui: &mut Ui, path: &Path, args: &EnrolArgs) -> Result<Outcome, Failure> {
    let request = read_request(&args.request)?;
    let new_key =
        parse_ssh_text(&request.key).map_err(|error| Failure::new(format!("the key in the request: {error}")))?;
    let proof: [u8; 64] = (STANDARD.decode(&request.proof).ok())
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Failure::new("the proof in the request is not 64 bytes in base64"))?;
    let editor = args.key.load(ui)?;
    let mut writer = open_writer(path)?;
    if request.origin != *writer.state().origin() {
        let (asked, here) = (&request.origin, writer.state().origin());
        return Err(Failure::new(format!("the request is for the ledger {asked}, this one is {here}")));
    }
    if !args.yes {
        let question = format!("Enrol {} as {} with the key {}?", request.handle, request.role, new_key.kid());
        if !ui.confirm(&question)? {
            return Err(Failure::new("not confirmed: nothing was signed"));
        }
    }
    let previous = writer.state().roster().previous().ok_or_else(|| Failure::new("the ledger has no roster"))?;
    let change = Enrolment {
        handle: request.handle.clone(),
        role: request.role,
        key: new_key.bytes(),
        proof: SignatureBytes::from_bytes(proof),
        previous,
        name: request.name,
        age: None,
        reason: None,
    };
    let subject = writer.state().origin().to_string();
    let committed = sign_and_append(&mut writer, path, &editor, Record::Key(KeyChange::Enrol(change)), subject)?;
    writer.close().map_err(|error| append_failed(path, &error))?;
    if ui.is_json() {
        let (handle, role) = (request.handle.as_str(), request.role.name());
        ui.json(&json!({ "byline": "key-enrol/1", "handle": handle, "role": role, "key": new_key.kid().to_string(), "index": committed.get() }))?;
    } else {
        writeln!(ui.out, "Enrolled {} as {} at entry {committed}: {}", request.handle, request.role, new_key.kid())?;
    }
    Ok(Outcome::Passed)
}

fn read_request(path: &Path) -> Result<Request, Failure> {
    let text =
        fs::read_to_string(path).map_err(|error| Failure::new(format!("can't read {}: {error}", path.display())))?;
    toml::from_str(&text).map_err(|error| {
        Failure::new(format!("{} is no enrolment request: {}", path.display(), error.message()))
            .hint("`byline key request` writes one")
    })
}
