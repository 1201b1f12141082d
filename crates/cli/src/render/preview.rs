//! What `byline record` shows before anything is signed.

use crate::dossier::{Plan, Planned};
use crate::ui::{counted, shown_line};
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::words::{answer_words, commitment_words, quote_text, sources_words};
use byline_ledger::ledger::{Lookup, ViewError};
use byline_ledger::position::Index;
use byline_ledger::record::{Claim, Kind, Record};
use std::fmt::Write as _;

/// What will be signed: how many of each kind, every claim with its words, every correction with its reason, and what was looked up in
/// the ledger.
///
/// # Errors
/// When the ledger can't be read.
pub fn text(handle: &str, plan: &Plan, lookup: &Lookup<'_>) -> Result<String, ViewError> {
    let casefile = casefile(plan, lookup)?;
    let mut text = format!("{handle} signs {}:\n", counted(plan.drafts.len(), "record", "records"));
    for kind in [Kind::Entity, Kind::Event, Kind::Question, Kind::Document] {
        let names: Vec<_> = of_kind(plan, kind).filter(|planned| planned.corrects.is_none()).filter_map(slug).collect();
        if !names.is_empty() {
            line(&mut text, &format!("  {:<10} {}", plural(kind, names.len()), names.join(", ")));
        }
    }
    for planned in plan.drafts.iter().filter(|planned| planned.corrects.is_some()) {
        correction(&mut text, planned);
    }
    for planned in of_kind(plan, Kind::Claim) {
        if let Record::Claim(record) = planned.draft.record() {
            claim(&mut text, &casefile, planned, record);
        }
    }
    for found in &plan.looked_up {
        let known = &found.known;
        let id = known.identity.to_string();
        line(
            &mut text,
            &format!("  from the ledger: {} is {}'s {} {}", found.name, known.handle, known.record.kind(), &id[..11]),
        );
    }
    Ok(text)
}

fn claim(text: &mut String, casefile: &Casefile, planned: &Planned, record: &Claim) {
    let source = shown_line(&sources_words(casefile, record));
    let says = commitment_words(record.commitment);
    let answer = shown_line(&answer_words(casefile, &record.answer));
    line(text, &format!("  {} (line {}): {source} {says}: {answer}", planned.what, planned.line));
    if let Some(quote) = quote_text(record) {
        line(text, &format!("      \u{201c}{}\u{201d}", shown_line(&quote)));
    }
}

fn correction(text: &mut String, planned: &Planned) {
    let reason =
        planned.draft.record().correction().reason.map(|reason| shown_line(reason.as_str())).unwrap_or_default();
    line(text, &format!("  {} (line {}) CORRECTS the version in force: {reason}", planned.what, planned.line));
}

fn line(text: &mut String, words: &str) {
    // Writing to a string can't fail.
    let _ = writeln!(text, "{words}");
}

fn of_kind(plan: &Plan, kind: Kind) -> impl Iterator<Item = &Planned> {
    plan.drafts.iter().filter(move |planned| planned.draft.record().kind() == kind)
}

fn slug(planned: &Planned) -> Option<String> {
    planned.draft.record().slug().map(ToString::to_string)
}

fn plural(kind: Kind, count: usize) -> &'static str {
    match (kind, count) {
        (Kind::Entity, 1) => "entity",
        (Kind::Entity, _) => "entities",
        (Kind::Event, 1) => "event",
        (Kind::Event, _) => "events",
        (Kind::Question, 1) => "question",
        (Kind::Question, _) => "questions",
        (Kind::Document, 1) => "document",
        (Kind::Document, _) => "documents",
        _ => "records",
    }
}

/// The planned records beside what they take from the ledger, as if they stood in the log already: only to put names to ids.
fn casefile(plan: &Plan, lookup: &Lookup<'_>) -> Result<Casefile, ViewError> {
    let mut records = Vec::new();
    let known = plan
        .looked_up
        .iter()
        .map(|found| found.known.identity)
        .chain(plan.unchanged.iter().map(|same| same.recorded_as));
    let mut seen = std::collections::BTreeSet::new();
    for id in known {
        records.extend(lookup.history(id)?.into_iter().filter(|logged| seen.insert(logged.id)));
    }
    let size = lookup.ledger().head().size.get();
    for (place, planned) in plan.drafts.iter().enumerate() {
        let header = planned.draft.header();
        let handle = header.issuer.rsplit('/').next().and_then(|handle| handle.parse().ok());
        let (Some(handle), Some(index)) = (handle, Index::new(size + place as u64)) else { continue };
        records.push(LoggedRecord {
            index,
            id: planned.draft.id(),
            handle,
            kid: header.kid,
            signed_at: header.signed_at,
            logged_at: header.signed_at,
            record: planned.draft.record().clone(),
        });
    }
    Ok(Casefile::new(records))
}
