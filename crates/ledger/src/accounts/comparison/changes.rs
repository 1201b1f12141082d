//! One event between two points of the log: what was added, corrected, withdrawn, revised and judged since.

use std::collections::HashMap;

use super::super::casefile::{Casefile, Thing};
use super::super::judgements::Judgements;
use super::matrix::matrix;
use super::summary::{Summary, SummaryKind};
use crate::hash::RecordId;
use crate::position::{Index, Size};
use crate::record::{Kind, Record};

/// What came to an event after a point of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The event, by identity.
    pub event: RecordId,
    /// Questions that changed, or have a claim that did, in the order of the log.
    pub rows: Vec<ChangedRow>,
    /// Changes of the event, of entities and documents, and opinions, in the order of the log.
    pub others: Vec<LoggedChange>,
}

/// One question, and what came to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedRow {
    /// The question; several where they are judged the same. Withdrawn ones too.
    pub questions: Vec<RecordId>,
    /// What it came to before. Empty: it wasn't asked yet; several, if questions were judged the same since.
    pub before: Vec<Summary>,
    /// What it comes to now. Nothing if it was withdrawn.
    pub after: Option<Summary>,
    /// What changed, in the order of the log.
    pub changes: Vec<LoggedChange>,
}

impl ChangedRow {
    /// Whether the sources' accounts lie otherwise to each other now, in one word.
    pub fn outcome_changed(&self) -> bool {
        let after = self.after.as_ref().map(|summary| summary.kind);
        self.before.iter().map(|summary| summary.kind).ne(after) && !(self.before.is_empty() && is_unanswered(after))
    }
}

fn is_unanswered(kind: Option<SummaryKind>) -> bool {
    matches!(kind, None | Some(SummaryKind::NotRecorded))
}

/// One record that changed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoggedChange {
    /// What it did.
    pub kind: ChangeKind,
    /// What it did it to, by identity; the judgement itself where somebody judged.
    pub thing: RecordId,
    /// The record that did it, by its own id.
    pub by: RecordId,
    /// Its place in the log.
    pub index: Index,
}

/// What a record did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Something new was recorded.
    Added,
    /// A new claim by which the source itself changed an earlier answer.
    Revised,
    /// The recorder, or an editor, put another version in the place of one.
    Corrected,
    /// Somebody said to disregard it.
    Withdrawn,
    /// Somebody gave an opinion.
    Judged,
}

impl ChangeKind {
    /// Its name, for scripts; never reworded.
    pub fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Revised => "revised",
            Self::Corrected => "corrected",
            Self::Withdrawn => "withdrawn",
            Self::Judged => "judged",
        }
    }
}

/// What came to an event after the first `from` entries, given what the log says of it now and what it said then.
pub fn changes(before: &Casefile, after: &Casefile, event: RecordId, from: Size) -> Changes {
    let judgements = after.judgements();
    let then = matrix(before, &before.judgements(), event);
    let now = matrix(after, &judgements, event);
    let mut rows: Vec<ChangedRow> = Vec::new();
    let mut row_of: HashMap<RecordId, usize> = HashMap::new();
    for question in after.questions_of(event) {
        let place = *row_of.entry(judgements.leader(question)).or_insert(rows.len());
        if place == rows.len() {
            rows.push(ChangedRow { questions: Vec::new(), before: Vec::new(), after: None, changes: Vec::new() });
        }
        rows[place].questions.push(question);
    }
    let place_of = |row_of: &HashMap<RecordId, usize>, judgements: &Judgements, question: &RecordId| {
        row_of.get(&judgements.leader(*question)).copied()
    };
    for row in then.rows {
        if let Some(place) = row.questions.first().and_then(|question| place_of(&row_of, &judgements, question)) {
            rows[place].before.push(row.summary);
        }
    }
    for row in now.rows {
        if let Some(place) = row.questions.first().and_then(|question| place_of(&row_of, &judgements, question)) {
            rows[place].after = Some(row.summary);
        }
    }
    let listed: HashMap<RecordId, usize> = rows
        .iter()
        .enumerate()
        .flat_map(|(place, row)| {
            let claims = row.questions.iter().flat_map(|question| after.claims_of(*question));
            let ids = row.questions.iter().copied().chain(claims.map(|view| view.identity));
            ids.map(move |id| (id, place)).collect::<Vec<_>>()
        })
        .collect();
    let mut others = Vec::new();
    for kind in [Kind::Event, Kind::Question, Kind::Claim, Kind::Entity, Kind::Document, Kind::Judgement] {
        for thing in after.things(kind) {
            let found = of_thing(thing, from);
            match (kind, listed.get(&thing.identity())) {
                (Kind::Question | Kind::Claim, Some(place)) => rows[*place].changes.extend(found),
                // Left out of the view, or of another event.
                (Kind::Question | Kind::Claim, None) => {}
                _ => others.extend(found),
            }
        }
    }
    rows.iter_mut().for_each(|row| row.changes.sort_by_key(|change| change.index));
    rows.retain(|row| !row.changes.is_empty() || row.before.len() > 1 || row.outcome_changed());
    others.sort_by_key(|change| change.index);
    Changes { event, rows, others }
}

/// What happened to one identity after the first `from` entries, in the order of the log.
fn of_thing(thing: Thing<'_>, from: Size) -> Vec<LoggedChange> {
    let identity = thing.identity();
    let first = thing.first();
    let is_new = match &first.record {
        Record::Judgement(_) => ChangeKind::Judged,
        Record::Claim(claim) if claim.revises.is_some() => ChangeKind::Revised,
        _ => ChangeKind::Added,
    };
    let mut found = vec![LoggedChange { kind: is_new, thing: identity, by: first.id, index: first.index }];
    found.extend(thing.superseded().map(|old| {
        let by = old.corrected_by;
        LoggedChange { kind: ChangeKind::Corrected, thing: identity, by: by.id, index: by.index }
    }));
    found.extend(thing.withdrawn().map(|withdrawal| LoggedChange {
        kind: ChangeKind::Withdrawn,
        thing: identity,
        by: withdrawal.id,
        index: withdrawal.index,
    }));
    found.retain(|change| !change.index.in_size(from));
    found
}
