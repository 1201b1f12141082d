//! `byline log`: the records in their order, with the seals as the lines between commits.

use super::standing::{Standing, Standings};
use super::{open, unreadable};
use crate::Outcome;
use crate::failure::Failure;
use crate::ui::{Ui, shown_line};
use byline_ledger::accounts::words::quote_text;
use byline_ledger::ledger::{Ledger, Located, ViewError};
use byline_ledger::position::Index;
use byline_ledger::record::{Answer, Handle, KeyChange, PolicyRecord, Record, Value};
use byline_ledger::state::{Change, Proposal};
use serde_json::json;
use std::io::Write as _;
use std::path::Path;

/// Show the records in the order of the log
///
/// Oldest first. A line between commits is a seal: the time at which everything above it was logged. What was corrected, withdrawn, revised by
/// its source or disputed since is marked.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Begin at this index
    #[arg(long, default_value_t = 0, value_name = "INDEX")]
    from: u64,

    /// Show at most so many records
    #[arg(long, short = 'n', value_name = "N")]
    limit: Option<u64>,
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let standings = {
        let lookup = super::lookup(ui, &ledger)?;
        Standings::read(&lookup).map_err(|error| unreadable(path, &error))?
    };
    let size = ledger.head().size.get();
    let end = args.limit.map_or(size, |limit| args.from.saturating_add(limit).min(size));
    let mut entries = Vec::new();
    for place in args.from..end {
        let located = at(&ledger, place).map_err(|error| unreadable(path, &error))?;
        if ui.is_json() {
            entries.push(entry_json(&located, &standings.on(located.id())));
        } else {
            write_line(ui, &located, &standings.on(located.id()))?;
        }
    }
    if ui.is_json() {
        let origin = ledger.config().origin.as_str();
        ui.json(&json!({ "byline": "log/1", "origin": origin, "size": size, "entries": entries }))?;
    }
    Ok(Outcome::Passed)
}

fn at(ledger: &Ledger, place: u64) -> Result<Located, ViewError> {
    ledger.at(Index::new(place).unwrap_or_default())
}

fn write_line(ui: &mut Ui, located: &Located, standing: &[Standing]) -> Result<(), Failure> {
    let index = located.index;
    if let Record::Seal(_) = located.record() {
        let time = located.logged.header().signed_at;
        writeln!(ui.out, "{index:>6}  ──────── sealed {time} ────────")?;
        return Ok(());
    }
    let handle = located.handle.as_ref().map_or("the ledger", Handle::as_str);
    let id = located.id().to_string();
    writeln!(
        ui.out,
        "{index:>6}  {}  {:<9} {:<12} {}",
        &id[..11],
        located.record().kind(),
        handle,
        shown_line(&summary(located.record()))
    )?;
    for one in standing {
        writeln!(ui.out, "{:<43}{}", "", one.words())?;
    }
    Ok(())
}

/// One line on what a record says.
pub fn summary(record: &Record) -> String {
    let corrected = match record {
        _ if record.correction().corrects.is_some() => " (corrects an earlier version)",
        Record::Claim(claim) if claim.revises.is_some() => " (the source revises an earlier answer)",
        _ => "",
    };
    let words = match record {
        Record::Ledger(record) => format!("{} ({})", record.origin, record.name),
        Record::Key(change) => change_words(change),
        Record::Approval(approval) => format!("approves {}", short_id(&approval.of)),
        Record::Policy(policy) => policy_words(policy),
        Record::Seal(seal) => format!("closes {} on", seal.first),
        Record::Entity(entity) => format!("{}: {}", entity.slug, entity.names.in_language(&["en"])),
        Record::Event(event) => format!("{}: {}", event.slug, event.titles.in_language(&["en"])),
        Record::Question(question) => format!("{}: {}", question.slug, question.asks.in_language(&["en"])),
        Record::Document(document) => {
            let title = document.open_title().map_or_else(|| document.document_type.to_string(), ToString::to_string);
            let size = document.size.open().map_or_else(|| "sealed".to_owned(), |size| format!("{size} bytes"));
            format!("{}: {title}, {size}", document.slug)
        }
        Record::Withdrawal(withdrawal) => format!("withdraws {}: {}", short_id(&withdrawal.target), withdrawal.reason),
        Record::Judgement(judgement) => {
            let on: Vec<_> = judgement.on.iter().map(short_id).collect();
            format!("{} on {}: {}", judgement.opinion, on.join(" and "), judgement.because)
        }
        Record::Claim(claim) => match quote_text(claim) {
            Some(quote) => format!("\u{201c}{quote}\u{201d}"),
            None if claim.quote.is_some() => "a sealed quote".to_owned(),
            None => answer_word(&claim.answer).to_owned(),
        },
        Record::Disclosure(disclosure) => {
            let note = disclosure.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
            format!("discloses `{}` of {}{note}", disclosure.field(), short_id(&disclosure.target))
        }
    };
    format!("{words}{corrected}")
}

/// What a change asks for, in one line.
pub fn proposal_words(proposal: &Proposal) -> String {
    match &proposal.change {
        Change::Key(change) => change_words(change),
        Change::Policy(policy) => policy_words(policy),
    }
}

fn policy_words(policy: &PolicyRecord) -> String {
    let editors =
        if policy.approvals == 1 { "1 editor is".to_owned() } else { format!("{} editors are", policy.approvals) };
    let words = format!("{editors} needed for a change; format {}, {}", policy.format, policy.phrases);
    match &policy.reason {
        Some(reason) => format!("{words}: {reason}"),
        None => words,
    }
}

/// What a change of the roster asks for: whether it holds, its record alone doesn't say.
fn change_words(change: &KeyChange) -> String {
    let words = match change {
        KeyChange::Enrol(new) => format!("enrols {} as {}", new.handle, new.role),
        KeyChange::LedgerKey(new) => format!("the ledger's next key {}", new.key.kid()),
        KeyChange::Rotate(rotation) => {
            format!(
                "rotates a key of {} ({}): {} to {}",
                rotation.handle,
                rotation.role,
                rotation.kid,
                rotation.key.kid()
            )
        }
        KeyChange::Revoke(named) => format!("revokes a key of {}: {}", named.handle, named.kid),
        KeyChange::Compromised(named) => {
            format!("a key of {} was in other hands since entry {}: {}", named.handle, named.since, named.kid)
        }
        KeyChange::Role(change) => format!("makes {} {}", change.handle, change.role),
    };
    match change.reason() {
        Some(reason) => format!("{words}: {reason}"),
        None => words,
    }
}

fn answer_word(answer: &Answer) -> &'static str {
    match answer {
        Answer::Silent(byline_ledger::record::Silence::NotMentioned) => "not mentioned",
        Answer::Silent(byline_ledger::record::Silence::Declined) => "declined",
        Answer::Value(Value::YesNo(true)) => "yes",
        Answer::Value(Value::YesNo(false)) => "no",
        _ => "an answer without a quote",
    }
}

fn entry_json(located: &Located, standing: &[Standing]) -> serde_json::Value {
    let header = located.logged.header();
    json!({
        "index": located.index.get(),
        "id": located.id().to_string(),
        "kind": located.record().kind().name(),
        "by": located.handle.as_ref().map(Handle::as_str),
        "signed_at": header.signed_at.to_string(),
        "subject": header.subject,
        "summary": summary(located.record()),
        "marks": standing.iter().map(Standing::json).collect::<serde_json::Value>(),
    })
}

/// The beginning of an id, as far as people read it.
fn short_id(id: &byline_ledger::hash::RecordId) -> String {
    id.to_string()[..11].to_owned()
}
