//! `byline trust`: which ledgers' keys this user pinned, what was seen of them, and whose cosignatures are asked for.

use super::verify::read_policy;
use super::{given_key, ledger_path, unreadable};
use crate::Outcome;
use crate::cli::Cli;
use crate::failure::Failure;
use crate::ui::{Ui, shown_line};
use crate::world::memory::{self, Known};
use byline_ledger::key::PublicKey;
use byline_ledger::ledger::{Ledger, introduce};
use byline_ledger::policy::{Policy, Standing};
use byline_ledger::record::Origin;
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Pin the keys of ledgers, and see what you know of them
///
/// What you know lies in your state folder, outside of every ledger: so a ledger that is rolled back, forked or swapped is noticed.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Show the ledgers whose keys you pinned, and the last checkpoint seen of each
    List,
    /// Pin a ledger's key, once you have compared it with a copy from elsewhere
    Pin(Pin),
    /// Forget a ledger: its key, the checkpoint that you saw, and its witnesses; or only which ledger a folder held
    Forget {
        /// The ledger's name, such as example.org/desk
        #[arg(required_unless_present = "folder")]
        origin: Option<String>,

        /// Forget which ledger you saw in this folder, and nothing else: for a folder into which you put another one yourself
        #[arg(long, value_name = "DIR", conflicts_with = "origin")]
        folder: Option<PathBuf>,
    },
    /// Name the witnesses whose cosignatures a ledger's checkpoint needs
    Policy(PolicyArgs),
}

#[derive(Debug, clap::Args)]
struct Pin {
    /// Its fingerprint (SHA256:..), its text (ssh-ed25519 AAAA..), or a file that holds that
    key: String,

    /// The ledger's name, where there is no folder of it; needs the whole key
    #[arg(long)]
    origin: Option<Origin>,
}

#[derive(Debug, clap::Args)]
struct PolicyArgs {
    /// The policy, in C2SP tlog-policy form
    #[arg(required_unless_present = "none")]
    file: Option<PathBuf>,

    /// Ask for no witnesses any more
    #[arg(long, conflicts_with = "file")]
    none: bool,

    /// The ledger's name, where there is no folder of it
    #[arg(long)]
    origin: Option<Origin>,
}

pub fn run(ui: &mut Ui, cli: &Cli, args: &Args) -> Result<Outcome, Failure> {
    match args.action.as_ref().unwrap_or(&Action::List) {
        Action::List => list(ui),
        Action::Pin(args) => pin(ui, cli, args),
        Action::Forget { folder: Some(folder), .. } => forget_folder(ui, folder),
        Action::Forget { origin, .. } => forget(ui, origin.as_deref().unwrap_or_default()),
        Action::Policy(args) => policy(ui, cli, args),
    }
}

fn list(ui: &mut Ui) -> Result<Outcome, Failure> {
    let known = memory::all()?;
    if ui.is_json() {
        let ledgers: Vec<_> = known.iter().map(|(origin, known)| to_json(origin, known)).collect();
        ui.json(&json!({ "byline": "trust/1", "ledgers": ledgers }))?;
        return Ok(Outcome::Passed);
    }
    if known.is_empty() {
        writeln!(ui.out, "You have pinned no ledger's key")?;
    }
    for (origin, known) in &known {
        writeln!(ui.out, "{}  {}", shown_line(origin), known.key.kid())?;
        match &known.seen {
            Some(seen) => {
                writeln!(ui.out, "  seen {}: {} entries, root {}", seen.at, seen.signed.size(), seen.signed.root())?
            }
            None => writeln!(ui.out, "  not seen yet: `byline verify` remembers the checkpoint")?,
        }
        if let Some(whole) = known.whole {
            writeln!(ui.out, "  last audit of all entries {}: {} entries", whole.at, whole.size)?;
        }
        for folder in &known.folders {
            writeln!(ui.out, "  in {}", shown_line(folder))?;
        }
        if let Some(policy) = known.policy() {
            writeln!(ui.out, "  witnesses: {}", shown_line(&policy.rule()))?;
        }
    }
    Ok(Outcome::Passed)
}

fn to_json(origin: &str, known: &Known) -> serde_json::Value {
    json!({
        "origin": origin,
        "ledger_key": known.key.kid().to_string(),
        "seen": known.seen.as_ref().map(|seen| json!({
            "at": seen.at.to_string(), "size": seen.signed.size().get(), "root": seen.signed.root().to_string(),
            "checkpoint": seen.signed.note(),
        })),
        "whole": known.whole.map(|whole| json!({ "at": whole.at.to_string(), "size": whole.size.get() })),
        "folders": known.folders,
        "witnesses": known.policy().map(|policy| policy.rule()),
    })
}

fn pin(ui: &mut Ui, cli: &Cli, args: &Pin) -> Result<Outcome, Failure> {
    let (origin, key) = match &args.origin {
        Some(origin) => (origin.to_string(), whole_key(&args.key)?),
        None => found_key(cli, &args.key)?,
    };
    match memory::recall(&origin)? {
        Some(known) if known.key == key => {}
        Some(known) => {
            return Err(Failure::new(format!("you have pinned another key for {origin}: {}", known.key.kid())).hint(
                format!(
                    "if the newsroom itself says that it changed: `byline trust forget {origin}`, then pin the new one"
                ),
            ));
        }
        None => memory::keep(&origin, &Known::key(key))?,
    }
    if ui.is_json() {
        ui.json(&json!({ "byline": "trust-pin/1", "origin": origin, "ledger_key": key.kid().to_string() }))?;
    } else {
        writeln!(ui.out, "Pinned {} for {}", key.kid(), shown_line(&origin))?;
    }
    Ok(Outcome::Passed)
}

fn whole_key(given: &str) -> Result<PublicKey, Failure> {
    if given.starts_with("SHA256:") {
        return Err(Failure::new("a fingerprint alone is no key").hint(format!(
            "a file that holds the key is checked by it: `byline verify FILE --ledger-key {}`; to pin it, give the whole key, or name the \
             ledger's folder with -C DIR",
            shown_line(given)
        )));
    }
    given_key("the key", given)
}

/// The key of the ledger in the folder, if it is the one that was given.
fn found_key(cli: &Cli, given: &str) -> Result<(String, PublicKey), Failure> {
    let path = ledger_path(cli)?;
    let introduction = introduce(&path).map_err(|error| unreadable(&path, &error))?;
    let (Some(origin), Some(own)) = (introduction.origin(), introduction.key()) else {
        return Err(Failure::new(format!("{} doesn't say what ledger it is", path.display()))
            .hint("get the folder again, or name the ledger with --origin and give its whole key"));
    };
    // The quorum may have put another key in the place of entry 0's; an audit from either shows that it did.
    let current = Ledger::open(&path).map_or(own, |ledger| ledger.key());
    for key in [current, own] {
        let is_it = match given.starts_with("SHA256:") {
            true => given == key.kid().to_string(),
            false => given_key("the key", given)? == key,
        };
        if is_it {
            return Ok((origin.to_owned(), key));
        }
    }
    Err(Failure::new(format!("the ledger in {} has another key: {}", path.display(), current.kid()))
        .hint("don't pin it: this is not the ledger that you were told of, or you mistyped its key"))
}

fn forget(ui: &mut Ui, origin: &str) -> Result<Outcome, Failure> {
    if !memory::forget(origin)? {
        return Err(
            Failure::new(format!("you know nothing of {origin}")).hint("`byline trust list` shows what you know")
        );
    }
    if ui.is_json() {
        ui.json(&json!({ "byline": "trust-forget/1", "origin": origin }))?;
    } else {
        writeln!(ui.out, "Forgot {}: the next audit will be a first contact", shown_line(origin))?;
    }
    Ok(Outcome::Passed)
}

fn forget_folder(ui: &mut Ui, folder: &Path) -> Result<Outcome, Failure> {
    let left = memory::leave(folder)?;
    if left.is_empty() {
        return Err(Failure::new(format!("you have seen no ledger in {}", folder.display()))
            .hint("`byline trust list` shows where you saw which"));
    }
    if ui.is_json() {
        let folder = folder.display().to_string();
        ui.json(&json!({ "byline": "trust-forget/1", "folder": folder, "origins": left }))?;
    } else {
        let left: Vec<_> = left.iter().map(|origin| shown_line(origin).to_string()).collect();
        writeln!(
            ui.out,
            "Forgot that {} held {}; all else that you know of it stays",
            folder.display(),
            left.join(", ")
        )?;
    }
    Ok(Outcome::Passed)
}

fn policy(ui: &mut Ui, cli: &Cli, args: &PolicyArgs) -> Result<Outcome, Failure> {
    let origin = match &args.origin {
        Some(origin) => origin.to_string(),
        None => {
            let path = ledger_path(cli)?;
            let introduction = introduce(&path).map_err(|error| unreadable(&path, &error))?;
            let unnamed = || {
                Failure::new(format!("{} doesn't say what ledger it is", path.display()))
                    .hint("name the ledger with --origin")
            };
            introduction.origin().ok_or_else(unnamed)?.to_owned()
        }
    };
    let Some(known) = memory::recall(&origin)? else {
        return Err(
            Failure::new(format!("you have pinned no key for {origin}")).hint("pin it first: `byline trust pin`")
        );
    };
    let read = args.file.as_deref().map(read_policy).transpose()?;
    if let Some((_, policy)) = &read {
        refuse_foreign(&origin, known.key, policy)?;
    }
    let rule = read.as_ref().map(|(_, policy)| policy.rule());
    memory::keep(&origin, &Known { policy: read.map(|(text, _)| text), ..known })?;
    if ui.is_json() {
        ui.json(&json!({ "byline": "trust-policy/1", "origin": origin, "witnesses": rule }))?;
    } else {
        let origin = shown_line(&origin);
        match rule {
            Some(rule) => {
                writeln!(ui.out, "A checkpoint of {origin} counts when it is cosigned by {}", shown_line(&rule))?
            }
            None => writeln!(ui.out, "A checkpoint of {origin} needs no witnesses")?,
        }
    }
    Ok(Outcome::Passed)
}

fn refuse_foreign(origin: &str, key: PublicKey, policy: &Policy) -> Result<(), Failure> {
    let words = match policy.standing(origin, key) {
        Standing::Any | Standing::Named => return Ok(()),
        Standing::OtherLogs(logs) => format!("the policy is for other logs: {}", logs.join(", ")),
        Standing::OtherKeys(_) => format!("the policy names another key for {origin} than the one that you pinned"),
    };
    Err(Failure::new(words).hint("its `log` lines must name this ledger with its key, or be left out"))
}
