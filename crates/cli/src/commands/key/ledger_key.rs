//! `byline key rotate-ledger`: a new key for the ledger itself.

use super::session::{Session, Signing, Told, Why};
use crate::Outcome;
use crate::commands::sign::{next_key_file, unasked_keys};
use crate::failure::Failure;
use crate::ui::Ui;
use crate::world::keys;
use byline_ledger::record::{KeyChange, LedgerKey, Record, ledger_proof_bytes};
use serde_json::json;
use std::fs;
use std::path::Path;

/// Put a new key in the place of the ledger's own
///
/// Makes the new key in the ledger's folder. When enough editors asked for the change, the commit with which it holds is sealed by the new
/// key, and so is everything behind it. Auditors who pinned the old key go on to the new one with their next audit.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    why: Why,

    #[command(flatten)]
    signing: Signing,
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    // Only to ask: the key is made when somebody agreed, and must be there when the ledger is opened to append.
    let session = Session::begin(ui, path, &args.signing)?;
    for file in unasked_keys(path, session.roster()) {
        let file = file.display();
        ui.note(format!("{file} is the key of no change that waits: a program that made it was stopped. Remove it"))?;
    }
    session.ask(ui, "Make a new key for the ledger itself, in the place of the one that it has?")?;
    let origin = session.writer.state().origin().clone();
    drop(session);
    let (key, seed) = keys::generate()?;
    let kid = key.public().kid();
    let file = next_key_file(path, kid);
    keys::write_secret(&file, &keys::to_openssh(&seed, origin.as_str(), "")?)?;
    let changed = Session::begin(ui, path, &args.signing).and_then(|session| {
        let proof = key.sign(&ledger_proof_bytes(&origin, kid));
        let change = LedgerKey::new(key.public().bytes(), proof, session.previous()?, args.why.reason.clone());
        let told = Told {
            act: "rotate-ledger",
            done: "Replaced the ledger's key".to_owned(),
            key: Some(kid),
            details: &[("key", json!(kid.to_string()))],
        };
        session.change(ui, Record::Key(KeyChange::LedgerKey(change)), told)
    });
    if changed.is_err() && !is_asked_for(path, kid) {
        // Nothing names this key, so nobody will miss it; what can't be removed harms nobody.
        let _ = fs::remove_file(&file);
    }
    changed
}

/// Whether the log has a change that brings this key: then its file must stay.
fn is_asked_for(path: &Path, kid: byline_ledger::hash::Kid) -> bool {
    let in_log = || -> Option<bool> {
        let ledger = byline_ledger::ledger::Ledger::open(path).ok()?;
        let roster = ledger.lookup().ok()?.roster().ok()?;
        let brings = |record: &Record| matches!(record, Record::Key(change) if change.new_key().is_some_and(|key| key.kid() == kid));
        Some(roster.iter().any(|leaf| brings(leaf.record())))
    };
    in_log().unwrap_or(true)
}
