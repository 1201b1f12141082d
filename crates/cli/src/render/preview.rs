//! What `byline record` shows before anything is signed.

use super::claim_text;
use crate::dossier::{Plan, Planned};
use crate::ui::{columns, counted, shown_line};
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::edtf::Edtf;
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::{Lookup, ViewError};
use byline_ledger::position::Index;
use byline_ledger::record::{Claim, Kind, Record};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// What will be signed: how many of each kind, every claim with its words, every correction with its reason, and what was looked up in
/// the ledger. Where only so many claims are shown whole, the others are counted.
///
/// # Errors
/// When the ledger can't be read.
pub fn text(
    handle: &str,
    plan: &Plan,
    lookup: &Lookup<'_>,
    width: usize,
    most_claims: Option<usize>,
) -> Result<String, ViewError> {
    let casefile = casefile(plan, lookup)?;
    let mut text = format!("{handle} signs {}:\n", counted(plan.drafts.len(), "record", "records"));
    for kind in [Kind::Entity, Kind::Event, Kind::Question, Kind::Document] {
        let names: Vec<_> = of_kind(plan, kind).filter(|planned| planned.corrects.is_none()).filter_map(slug).collect();
        if !names.is_empty() {
            list(&mut text, &format!("  {:<10} ", plural(kind, names.len())), &names, width);
        }
    }
    let shown = most_claims.unwrap_or(usize::MAX);
    let claims = of_kind(plan, Kind::Claim).count();
    if claims > shown {
        list(&mut text, &format!("  {:<10} ", "claims"), &claims_by_question(plan), width);
    }
    // A table gives each row a time of its own.
    let as_of = if claims > shown { None } else { usual_as_of(plan) };
    if let Some(as_of) = &as_of {
        line(&mut text, &format!("  as of {as_of}, where nothing else is said:"));
    }
    for planned in plan.drafts.iter().filter(|planned| planned.corrects.is_some()) {
        correction(&mut text, planned);
    }
    for planned in of_kind(plan, Kind::Claim).take(shown) {
        if let Record::Claim(record) = planned.draft.record() {
            claim(&mut text, &casefile, planned, record, as_of.as_ref());
        }
    }
    if claims > shown {
        line(&mut text, &format!("  .. and {}", counted(claims - shown, "more claim", "more claims")));
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

/// How many claims there are on each question, in the order of the first of them.
fn claims_by_question(plan: &Plan) -> Vec<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let mut places = HashMap::new();
    for planned in of_kind(plan, Kind::Claim) {
        let question = planned.what.trim_start_matches("claim.");
        let place = *places.entry(question).or_insert_with(|| {
            counts.push((question, 0));
            counts.len() - 1
        });
        counts[place].1 += 1;
    }
    counts.into_iter().map(|(question, count)| format!("{question} {count}")).collect()
}

fn claim(text: &mut String, casefile: &Casefile, planned: &Planned, record: &Claim, usual: Option<&Edtf>) {
    let words = claim_text::sentence(casefile, record, usual);
    line(text, &format!("  {} (line {}): {}", planned.what, planned.line, shown_line(&words)));
    for words in claim_text::lines(casefile, record) {
        line(text, &format!("      {}", shown_line(&words)));
    }
}

/// What time most answers are about: said once, above them.
fn usual_as_of(plan: &Plan) -> Option<Edtf> {
    let mut counts: HashMap<String, (usize, Reverse<usize>, &Edtf)> = HashMap::new();
    for (place, planned) in of_kind(plan, Kind::Claim).enumerate() {
        let Record::Claim(Claim { as_of: Some(as_of), .. }) = planned.draft.record() else { continue };
        counts.entry(as_of.to_string()).or_insert((0, Reverse(place), as_of)).0 += 1;
    }
    // Of those that are named as often, the one that is named first.
    counts.into_values().max_by_key(|(count, place, _)| (*count, *place)).map(|(_, _, as_of)| as_of.clone())
}

fn correction(text: &mut String, planned: &Planned) {
    let reason =
        planned.draft.record().correction().reason.map(|reason| shown_line(reason.as_str())).unwrap_or_default();
    line(text, &format!("  {} (line {}) CORRECTS the version in force: {reason}", planned.what, planned.line));
    line(text, &format!("      changes {}", planned.changed_fields().join(", ")));
}

/// Names behind a label, on as many lines as they need.
fn list(text: &mut String, label: &str, names: &[String], width: usize) {
    let mut row = label.to_owned();
    for (place, name) in names.iter().enumerate() {
        let last = place + 1 == names.len();
        let item = if last { name.clone() } else { format!("{name},") };
        if columns(&row) + columns(&item) > width && row.trim() != label.trim() {
            line(text, row.trim_end());
            row = " ".repeat(columns(label));
        }
        row.push_str(&item);
        row.push(' ');
    }
    line(text, row.trim_end());
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
    let drafted: HashSet<RecordId> = plan.drafts.iter().map(|planned| planned.draft.id()).collect();
    let references = plan.drafts.iter().flat_map(|planned| planned.draft.record().references());
    let looked_up = plan.looked_up.iter().map(|found| found.known.identity);
    let unchanged = plan.unchanged.iter().map(|same| same.recorded_as);
    let named = references.map(|reference| reference.id).chain(looked_up).chain(unchanged);
    let mut records = lookup.with_all_they_name(named.filter(|id| !drafted.contains(id)))?;
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
