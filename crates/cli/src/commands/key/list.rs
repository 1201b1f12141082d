//! `byline key list`: who may sign, whose time is over, and which changes wait.

use crate::Outcome;
use crate::commands::log::proposal_words;
use crate::commands::{lookup, open, unreadable};
use crate::failure::Failure;
use crate::ui::{Ui, shown_line};
use byline_ledger::hash::Kid;
use byline_ledger::record::{Handle, Text};
use byline_ledger::state::{Member, Proposal, Roster};
use serde_json::json;
use std::io::Write as _;
use std::path::Path;

pub fn run(ui: &mut Ui, path: &Path) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let roster = lookup(ui, &ledger)?.current_roster().map_err(|error| unreadable(path, &error))?;
    let origin = ledger.config().origin.as_str();
    match ui.is_json() {
        true => ui.json(&to_json(origin, &roster))?,
        false => write_text(ui, origin, &roster)?,
    }
    Ok(Outcome::Passed)
}

fn write_text(ui: &mut Ui, origin: &str, roster: &Roster) -> Result<(), Failure> {
    let members = roster.members();
    let (living, ended): (Vec<&Member>, Vec<&Member>) = members.iter().copied().partition(|member| member.is_living());
    let names = members.iter().map(|member| member.handle.as_str());
    let width = names.chain([origin]).map(str::len).max().unwrap_or_default();
    let current = roster.ledger_key().map(|key| key.kid());
    for ledgers in roster.ledger_keys().iter().filter(|ledgers| Some(ledgers.key.kid()) == current) {
        writeln!(ui.out, "{:<8}  {origin:<width$}  {}  (since entry {})", "ledger", ledgers.key.kid(), ledgers.since)?;
    }
    for member in &living {
        let name = member.name.as_ref().map(|name| format!(", {}", shown_line(name.as_str()))).unwrap_or_default();
        let (role, handle, kid, since) = (member.role, &member.handle, member.key.kid(), member.since);
        writeln!(ui.out, "{role:<8}  {handle:<width$}  {kid}  (since entry {since}{name})")?;
    }
    let former: Vec<_> =
        roster.ledger_keys().iter().map(|it| it.key.kid()).filter(|kid| Some(*kid) != current).collect();
    if !ended.is_empty() || !former.is_empty() {
        writeln!(ui.out, "\nended:")?;
    }
    let mut write_ended = |kind: &str, whose: &str, kid: Kid, since: u64| -> Result<(), Failure> {
        let Some(end) = roster.end_of(kid) else { return Ok(()) };
        writeln!(ui.out, "{kind:<8}  {whose:<width$}  {kid}  (entries {since} to {}: {})", end.at, end.how)?;
        Ok(())
    };
    for ledgers in roster.ledger_keys().iter().filter(|ledgers| former.contains(&ledgers.key.kid())) {
        write_ended("ledger", origin, ledgers.key.kid(), ledgers.since.get())?;
    }
    for member in &ended {
        write_ended(member.role.name(), member.handle.as_str(), member.key.kid(), member.since.get())?;
    }
    let waiting = roster.waiting();
    if !waiting.is_empty() {
        let needed =
            if roster.approvals() == 1 { "1 editor".to_owned() } else { format!("{} editors", roster.approvals()) };
        writeln!(ui.out, "\nwaiting: a change holds when {needed} asked for it")?;
    }
    for proposal in waiting {
        let id = proposal.id.to_string();
        let votes: Vec<_> = proposal.votes.iter().map(Handle::as_str).collect();
        writeln!(ui.out, "  {}  {}", &id[..11], shown_line(&proposal_words(proposal)))?;
        writeln!(ui.out, "               entry {}, asked for by {}", proposal.at, votes.join(", "))?;
    }
    Ok(())
}

fn to_json(origin: &str, roster: &Roster) -> serde_json::Value {
    let end = |kid: Kid| roster.end_of(kid).map(|end| json!({ "index": end.at.get(), "how": end.how.to_string() }));
    let member_json = |member: &&Member| {
        json!({
            "handle": member.handle.as_str(), "role": member.role.name(), "key": member.key.kid().to_string(),
            "since": member.since.get(), "name": member.name.as_ref().map(Text::as_str), "ended": end(member.key.kid()),
        })
    };
    let proposal_json = |proposal: &&Proposal| {
        json!({
            "id": proposal.id.to_string(), "index": proposal.at.get(), "what": proposal_words(proposal),
            "votes": proposal.votes.iter().map(Handle::as_str).collect::<Vec<_>>(),
        })
    };
    let ledger_keys: Vec<_> = (roster.ledger_keys().iter())
        .map(|it| json!({ "key": it.key.kid().to_string(), "since": it.since.get(), "ended": end(it.key.kid()) }))
        .collect();
    json!({
        "byline": "key-list/1",
        "origin": origin,
        "ledger_key": roster.ledger_key().map(|key| key.kid().to_string()),
        "ledger_keys": ledger_keys,
        "approvals": roster.approvals(),
        "keys": roster.members().iter().map(member_json).collect::<Vec<_>>(),
        "waiting": roster.waiting().iter().map(proposal_json).collect::<Vec<_>>(),
    })
}
