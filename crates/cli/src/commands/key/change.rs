//! Changes of the roster: each is one record, signed by an editor (or by the key that rotates), and holds when enough editors asked for it.

use super::RoleName;
use super::named;
use super::request::{self, Request};
use super::session::{Session, Signing, Standing, Told, Why};
use crate::Outcome;
use crate::commands::log::proposal_words;
use crate::commands::sign::enrolled_handle;
use crate::failure::Failure;
use crate::ui::{Ui, shown_line};
use crate::world::keys::{self, PassphraseSource};
use byline_ledger::record::{
    Approval, Compromise, Enrolment, Handle, KeyChange, PolicyRecord, Record, Revocation, Role, RoleChange, Rotation,
    Text, proof_bytes,
};
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Enrol a person's key, by that person's request
#[derive(Debug, clap::Args)]
pub struct EnrolArgs {
    /// The request, written by `byline key request`
    request: PathBuf,

    #[command(flatten)]
    signing: Signing,
}

/// Put a new key in the place of your own
///
/// Signed by the old key, which ends with it; nobody has to approve. Handle and role stay.
#[derive(Debug, clap::Args)]
pub struct RotateArgs {
    /// The file of your new key, made by `byline key new`
    new_key: PathBuf,

    /// Read the new key's passphrase from this file (its first line) instead of asking
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,

    #[command(flatten)]
    why: Why,

    #[command(flatten)]
    signing: Signing,
}

/// Put a new key in the place of one that its owner lost, by the owner's request
#[derive(Debug, clap::Args)]
pub struct ReplaceArgs {
    /// The lost key: its fingerprint, or the handle of somebody who has one key
    lost: String,

    /// The request for the new key, written by `byline key request`
    request: PathBuf,

    #[command(flatten)]
    why: Why,

    #[command(flatten)]
    signing: Signing,
}

/// End a key's time, and that of the keys it rotated to
///
/// What was logged before stays valid.
#[derive(Debug, clap::Args)]
pub struct RevokeArgs {
    /// The key: its fingerprint, or the handle of somebody who has one key
    of: String,

    #[command(flatten)]
    why: Why,

    #[command(flatten)]
    signing: Signing,
}

/// Say that a key was in other hands, since an entry of the log
///
/// Ends the key and what it rotated to since then. What it signed since then stays in the log, and every audit lists it as suspect.
#[derive(Debug, clap::Args)]
pub struct CompromisedArgs {
    /// The key: its fingerprint, or the handle of somebody who has one key
    of: String,

    /// The first entry at which nothing that the key signed can be relied on
    #[arg(long, value_name = "INDEX")]
    since: u64,

    #[command(flatten)]
    why: Why,

    #[command(flatten)]
    signing: Signing,
}

/// Give a person another role, for all his keys
#[derive(Debug, clap::Args)]
pub struct RoleArgs {
    /// Who
    handle: Handle,

    /// The role from here on
    #[arg(value_enum)]
    role: RoleName,

    #[command(flatten)]
    why: Why,

    #[command(flatten)]
    signing: Signing,
}

/// Set how many editors have to ask for a change
#[derive(Debug, clap::Args)]
pub struct ApprovalsArgs {
    /// 1 to 32, and no more than there are editors
    #[arg(value_parser = clap::value_parser!(u64).range(1..=32))]
    number: u64,

    #[command(flatten)]
    why: Why,

    #[command(flatten)]
    signing: Signing,
}

/// Approve a change that another editor asked for
#[derive(Debug, clap::Args)]
pub struct ApproveArgs {
    /// The change, as `byline key list` names it: b3:.. or the entry's index
    change: String,

    #[command(flatten)]
    signing: Signing,
}

pub fn enrol(ui: &mut Ui, path: &Path, args: &EnrolArgs) -> Result<Outcome, Failure> {
    let request = request::read(&args.request)?;
    let question = format!("Enrol {} as {} with the key {}?", request.handle, request.role, request.key.kid());
    let done = format!("Enrolled {} as {}", request.handle, request.role);
    let details = [
        ("handle", json!(request.handle.as_str())),
        ("role", json!(request.role.name())),
        ("key", json!(request.key.kid().to_string())),
    ];
    let session = Session::begin(ui, path, &args.signing)?;
    request::check_origin(&request, session.writer.state().origin())?;
    let Request { handle, role, name, key, proof, .. } = request;
    let (key, previous) = (key.bytes(), session.previous()?);
    let change = Enrolment { handle, role, key, proof, previous, name, age: None, reason: None };
    let record = Record::Key(KeyChange::Enrol(change));
    session.ask(ui, &question)?;
    session.change(ui, record, Told { act: "enrol", done, key: Some(key.kid()), details: &details })
}

pub fn rotate(ui: &mut Ui, path: &Path, args: &RotateArgs) -> Result<Outcome, Failure> {
    let source = PassphraseSource { passphrase_file: args.new_passphrase_file.clone() };
    let new = keys::load(ui, &args.new_key, &source)?;
    let session = Session::begin(ui, path, &args.signing)?;
    let old = session.key.public().kid();
    let (handle, role) = {
        let handle = enrolled_handle(session.roster(), &session.key)?;
        let role = session.roster().role(&handle).unwrap_or(Role::Reporter);
        (handle, role)
    };
    let kid = new.public().kid();
    let proof = new.sign(&proof_bytes(session.writer.state().origin(), &handle, role, kid));
    let change = Rotation {
        kid: old,
        handle: handle.clone(),
        role,
        key: new.public().bytes(),
        proof,
        previous: session.previous()?,
        age: None,
        reason: args.why.reason.clone(),
    };
    session.ask(ui, &format!("Put {kid} in the place of your key {old}, which ends with it?"))?;
    let done = format!("Rotated the key of {handle}");
    let details =
        [("handle", json!(handle.as_str())), ("old", json!(old.to_string())), ("key", json!(kid.to_string()))];
    let record = Record::Key(KeyChange::Rotate(change));
    session.change(ui, record, Told { act: "rotate", done, key: Some(kid), details: &details })
}

pub fn replace(ui: &mut Ui, path: &Path, args: &ReplaceArgs) -> Result<Outcome, Failure> {
    let request = request::read(&args.request)?;
    let session = Session::begin(ui, path, &args.signing)?;
    request::check_origin(&request, session.writer.state().origin())?;
    let lost = named::key(session.roster(), &args.lost)?.key.kid();
    let kid = request.key.kid();
    let handle = request.handle.clone();
    let change = Rotation {
        kid: lost,
        handle: request.handle,
        role: request.role,
        key: request.key.bytes(),
        proof: request.proof,
        previous: session.previous()?,
        age: None,
        reason: args.why.reason.clone(),
    };
    session.ask(ui, &format!("Put {kid} in the place of the key {lost} of {handle}?"))?;
    let done = format!("Replaced the key {lost} of {handle}");
    let details =
        [("handle", json!(handle.as_str())), ("old", json!(lost.to_string())), ("key", json!(kid.to_string()))];
    let record = Record::Key(KeyChange::Rotate(change));
    session.change(ui, record, Told { act: "replace", done, key: Some(kid), details: &details })
}

pub fn revoke(ui: &mut Ui, path: &Path, args: &RevokeArgs) -> Result<Outcome, Failure> {
    let session = Session::begin(ui, path, &args.signing)?;
    let named = named::key(session.roster(), &args.of)?;
    let (kid, handle) = (named.key.kid(), named.handle.clone());
    let change =
        Revocation { kid, handle: handle.clone(), previous: session.previous()?, reason: args.why.reason.clone() };
    session.ask(ui, &format!("Revoke the key {kid} of {handle}?"))?;
    let done = format!("Revoked a key of {handle}");
    let details = [("handle", json!(handle.as_str())), ("key", json!(kid.to_string()))];
    let record = Record::Key(KeyChange::Revoke(change));
    session.change(ui, record, Told { act: "revoke", done, key: Some(kid), details: &details })
}

pub fn compromised(ui: &mut Ui, path: &Path, args: &CompromisedArgs) -> Result<Outcome, Failure> {
    let session = Session::begin(ui, path, &args.signing)?;
    let named = named::key(session.roster(), &args.of)?;
    let (kid, handle) = (named.key.kid(), named.handle.clone());
    let change = Compromise {
        kid,
        handle: handle.clone(),
        since: args.since.into(),
        previous: session.previous()?,
        reason: args.why.reason.clone(),
    };
    let since = args.since;
    session.ask(ui, &format!("Say that the key {kid} of {handle} was in other hands since entry {since}?"))?;
    let done = format!("Ended a key of {handle} (suspect since entry {since})");
    let details = [("handle", json!(handle.as_str())), ("key", json!(kid.to_string())), ("since", json!(since))];
    let record = Record::Key(KeyChange::Compromised(change));
    session.change(ui, record, Told { act: "compromised", done, key: Some(kid), details: &details })
}

pub fn role(ui: &mut Ui, path: &Path, args: &RoleArgs) -> Result<Outcome, Failure> {
    let session = Session::begin(ui, path, &args.signing)?;
    let (handle, role) = (args.handle.clone(), Role::from(args.role));
    let change =
        RoleChange { handle: handle.clone(), role, previous: session.previous()?, reason: args.why.reason.clone() };
    session.ask(ui, &format!("Make {handle} {role}?"))?;
    let done = format!("Made {handle} {role}");
    let details = [("handle", json!(handle.as_str())), ("role", json!(role.name()))];
    let record = Record::Key(KeyChange::Role(change));
    session.change(ui, record, Told { act: "role", done, key: None, details: &details })
}

pub fn approvals(ui: &mut Ui, path: &Path, args: &ApprovalsArgs) -> Result<Outcome, Failure> {
    let session = Session::begin(ui, path, &args.signing)?;
    let phrases: Text = session.roster().phrases().parse().map_err(Failure::new)?;
    let policy = PolicyRecord {
        format: session.roster().format(),
        phrases,
        approvals: args.number,
        previous: session.previous()?,
        reason: args.why.reason.clone(),
    };
    session.ask(ui, &format!("Demand {} of the editors for every change from here on?", args.number))?;
    let done = format!("Set the editors needed for a change to {}", args.number);
    let details = [("number", json!(args.number))];
    session.change(ui, Record::Policy(policy), Told { act: "approvals", done, key: None, details: &details })
}

pub fn approve(ui: &mut Ui, path: &Path, args: &ApproveArgs) -> Result<Outcome, Failure> {
    let mut session = Session::begin(ui, path, &args.signing)?;
    let proposal = named::change(session.roster(), &args.change)?;
    let (of, words) = (proposal.id, proposal_words(proposal));
    let words = shown_line(&words).to_string();
    session.ask(ui, &format!("Approve this: {words}?"))?;
    let index = session.append(Record::Approval(Approval { of }))?;
    let standing = Standing::of(session.roster(), of);
    session.close()?;
    if ui.is_json() {
        let (id, holds) = (of.to_string(), standing.holds());
        ui.json(&json!({
            "byline": "key-approve/1", "of": id, "index": index.get(), "holds": holds, "missing": standing.missing(),
        }))?;
    } else {
        writeln!(ui.out, "Approved at entry {index}: {words}")?;
        standing.write(ui, of)?;
    }
    Ok(Outcome::Passed)
}
