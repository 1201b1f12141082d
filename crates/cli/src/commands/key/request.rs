//! `byline key request`: asking to be enrolled, and reading what somebody asks.

use super::RoleName;
use crate::Outcome;
use crate::commands::words;
use crate::failure::Failure;
use crate::ui::Ui;
use crate::world::keys::KeyFile;
use crate::world::{output, read_limited};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use byline_ledger::key::{PublicKey, SignatureBytes};
use byline_ledger::ledger::{parse_ssh_text, ssh_text};
use byline_ledger::record::{Handle, Origin, Role, Text, proof_bytes};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Ask to be enrolled: write a request for an editor of the ledger
#[derive(Debug, clap::Args)]
pub struct Args {
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
    #[arg(long, value_parser = words)]
    name: Option<Text>,

    /// The file to write
    #[arg(long, short)]
    output: PathBuf,

    #[command(flatten)]
    key: KeyFile,
}

/// A request to be enrolled, as its file has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    origin: Origin,
    handle: Handle,
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    key: String,
    proof: String,
}

pub fn run(ui: &mut Ui, args: &Args) -> Result<Outcome, Failure> {
    let key = args.key.load(ui)?;
    let role = Role::from(args.role);
    let proof = key.sign(&proof_bytes(&args.origin, &args.handle, role, key.public().kid()));
    let request = Stored {
        origin: args.origin.clone(),
        handle: args.handle.clone(),
        role,
        name: args.name.clone(),
        key: ssh_text(&key.public().bytes()),
        proof: STANDARD.encode(proof.as_bytes()),
    };
    let text = toml::to_string(&request).map_err(Failure::new)?;
    output::write(&args.output, text.as_bytes())?;
    if ui.is_json() {
        let (file, kid) = (args.output.display().to_string(), key.public().kid().to_string());
        ui.json(&json!({ "byline": "key-request/1", "file": file, "key": kid }))?;
    } else {
        writeln!(ui.out, "Wrote {}: {} asks to be {role} of {}", args.output.display(), args.handle, args.origin)?;
        writeln!(ui.out, "  Give it to an editor, and read out the key on the telephone: {}", key.public().kid())?;
    }
    Ok(Outcome::Passed)
}

/// A request to be enrolled: somebody's key, and its consent to a handle and a role.
pub struct Request {
    /// Of which ledger.
    pub origin: Origin,
    /// As whom.
    pub handle: Handle,
    /// As what.
    pub role: Role,
    /// His name for people.
    pub name: Option<Text>,
    /// The key.
    pub key: PublicKey,
    /// Its consent: admission checks it.
    pub proof: SignatureBytes,
}

/// The longest request, in bytes: two names, a key and a signature.
const LIMIT_BYTES: u64 = 64 * 1024;

/// Reads a request.
///
/// # Errors
/// When the file can't be read, or is none.
pub fn read(path: &Path) -> Result<Request, Failure> {
    let bytes = read_limited(path, LIMIT_BYTES)?;
    parse(&bytes).map_err(|words| {
        Failure::new(format!("{} is no enrolment request: {words}", path.display()))
            .hint("`byline key request` writes one")
    })
}

/// Reads a request's text, and says what is wrong with another one.
pub fn parse(bytes: &[u8]) -> Result<Request, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is no UTF-8 text".to_owned())?;
    let stored: Stored = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let key = parse_ssh_text(&stored.key).map_err(|error| format!("its key: {error}"))?;
    let proof: [u8; 64] = (STANDARD.decode(&stored.proof).ok())
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| "its proof is not 64 bytes in base64".to_owned())?;
    let Stored { origin, handle, role, name, .. } = stored;
    Ok(Request { origin, handle, role, name, key, proof: SignatureBytes::from_bytes(proof) })
}

/// Refuses a request that is for another ledger.
///
/// # Errors
/// When it is.
pub fn check_origin(request: &Request, here: &Origin) -> Result<(), Failure> {
    if request.origin == *here {
        return Ok(());
    }
    Err(Failure::new(format!("the request is for the ledger {}, this one is {here}", request.origin)))
}
