//! Corrections: what they must name, keep, and not close into a ring (docs/format/admission.md, "Slugs and corrections").

use super::facts::{Body, Fact, Facts};
use super::{Member, Signer, State};
use crate::finding::Code;
use crate::hash::RecordId;
use crate::record::{Entity, Handle, Judgement, Record, Role};
use std::collections::HashSet;
use std::fmt;

/// What is wrong with the correction that the record makes, if it makes one.
pub(super) fn problems(state: &State, record: &Record, signer: Signer<'_>) -> Vec<(Code, String)> {
    let Some(target) = record.correction().corrects.copied() else {
        return slug_problems(state, record, signer);
    };
    let facts = &state.facts;
    let Some(corrected) = facts.fact(target) else {
        let code = if facts.has_id(target) { Code::ReferenceKind } else { Code::ReferenceMissing };
        return vec![(code, format!("`corrects` names {target}"))];
    };
    if corrected.kind() != record.kind() {
        return vec![(
            Code::ReferenceKind,
            format!("`corrects` names a {}, not a {}", corrected.kind(), record.kind()),
        )];
    }
    let mut problems = Vec::new();
    problems.extend(standing(facts, target, corrected, signer));
    if let Some(words) = changed(&corrected.body, record) {
        problems.push((Code::CorrectionChanged, words.to_owned()));
    }
    if let Record::Entity(entity) = record {
        problems.extend(cycle(facts, corrected.identity, entity).map(|words| (Code::ReferenceCycle, words.to_owned())));
    }
    problems
}

/// What is wrong with a withdrawal.
pub(super) fn withdrawal_problems(state: &State, target: RecordId, signer: Signer<'_>) -> Vec<(Code, String)> {
    let facts = &state.facts;
    match facts.fact(target) {
        Some(fact) => standing(facts, target, fact, signer),
        None if facts.has_id(target) => {
            vec![(Code::ReferenceKind, format!("`target` names {target}, which is of a kind that can't be withdrawn"))]
        }
        None => vec![(Code::ReferenceMissing, format!("`target` names {target}"))],
    }
}

/// Whether a version is in force, and whether the signer may correct or withdraw it.
fn standing(facts: &Facts, target: RecordId, fact: &Fact, signer: Signer<'_>) -> Vec<(Code, String)> {
    let mut problems = Vec::new();
    if facts.is_withdrawn(fact.identity) {
        problems.push((Code::CorrectionStale, format!("{target} was withdrawn")));
    } else if let Some(in_force) = facts.in_force(fact.identity).filter(|id| *id != target) {
        problems.push((Code::CorrectionStale, format!("{target} is no longer in force; {in_force} is")));
    }
    let first = facts.fact(fact.identity).map_or(&fact.handle, |fact| &fact.handle);
    if !signer.stands_for(first) {
        problems.push((Code::CorrectionAuthority, format!("{first} recorded it, and {signer} is no editor")));
    }
    problems
}

impl Signer<'_> {
    /// Whether the signer may correct, withdraw or disclose what this handle signed: it is his own, whatever his key by now, or he is an editor.
    pub(super) fn stands_for(self, handle: &Handle) -> bool {
        match self {
            Self::Ledger(_) => false,
            Self::Member(member) => member.handle == *handle || member.role == Role::Editor,
        }
    }
}

impl fmt::Display for Signer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ledger(_) => f.write_str("the ledger's key"),
            Self::Member(member) => f.pad(member.handle.as_str()),
        }
    }
}

/// What is wrong with the records that a judgement is on.
pub(super) fn judgement_problems(state: &State, judgement: &Judgement) -> Vec<(Code, String)> {
    let facts = &state.facts;
    let mut problems = Vec::new();
    let mut kinds = Vec::new();
    for id in &judgement.on {
        match facts.fact(*id) {
            Some(fact) if fact.identity != *id => {
                problems.push((
                    Code::ReferenceKind,
                    format!("on: {id} is a later version; the identity is {}", fact.identity),
                ));
            }
            Some(fact) if !judgement.opinion.kinds().contains(&fact.kind()) => {
                let words = format!("on: `{}` is no opinion on a {}", judgement.opinion, fact.kind());
                problems.push((Code::ReferenceKind, words));
            }
            Some(fact) => kinds.push(fact.kind()),
            None if facts.has_id(*id) => problems.push((Code::ReferenceKind, format!("on: {id} can't be judged"))),
            None => problems.push((Code::ReferenceMissing, format!("on: {id} is not in the log"))),
        }
    }
    if kinds.windows(2).any(|pair| pair[0] != pair[1]) {
        problems.push((Code::ReferenceKind, "on: the two records are of different kinds".to_owned()));
    }
    problems
}

/// A slug is one identity's for ever.
fn slug_problems(state: &State, record: &Record, signer: Signer<'_>) -> Vec<(Code, String)> {
    let (Some(slug), Signer::Member(Member { handle, .. })) = (record.slug(), signer) else { return Vec::new() };
    let taken = state.facts.slug(record.kind(), handle, slug);
    let words =
        |id: RecordId| (Code::RecordInvalid, format!("slug: {} {handle}/{slug} is {id} already", record.kind()));
    taken.map(words).into_iter().collect()
}

/// What a correction must keep.
fn changed(corrected: &Body, record: &Record) -> Option<&'static str> {
    match (corrected, record) {
        (Body::Entity { slug, .. }, Record::Entity(new)) => {
            (*slug != new.slug).then_some("a correction keeps the slug")
        }
        (Body::Event { slug }, Record::Event(new)) => (*slug != new.slug).then_some("a correction keeps the slug"),
        (Body::Document(old), Record::Document(new)) => (old.slug != new.slug).then_some("a correction keeps the slug"),
        (Body::Question(old), Record::Question(new)) if old.slug != new.slug => Some("a correction keeps the slug"),
        (Body::Question(old), Record::Question(new)) => (!old.asks_the_same(new)).then_some(
            "a corrected question keeps event or claim, type, unit, measure, options, many, scope, rule and period",
        ),
        (Body::Claim { question, .. }, Record::Claim(new)) => {
            (*question != new.question).then_some("a corrected claim keeps its question")
        }
        (Body::Judgement { on }, Record::Judgement(new)) => {
            (*on != new.on).then_some("a corrected judgement keeps what it is on")
        }
        _ => None,
    }
}

/// Whether the entity, in this new version, would reach itself by one of the three relations.
fn cycle(facts: &Facts, identity: RecordId, entity: &Entity) -> Option<&'static str> {
    type Edges = fn(&Body) -> Vec<RecordId>;
    let relations: [(&'static str, Vec<RecordId>, Edges); 3] = [
        ("part_of leads back to the entity itself", entity.part_of.into_iter().collect(), |body| match body {
            Body::Entity { part_of, .. } => part_of.iter().copied().collect(),
            _ => Vec::new(),
        }),
        ("speaks_for leads back to the entity itself", entity.speaks_for.into_iter().collect(), |body| match body {
            Body::Entity { speaks_for, .. } => speaks_for.iter().copied().collect(),
            _ => Vec::new(),
        }),
        ("consists_of leads back to the entity itself", entity.consists_of.clone().unwrap_or_default(), |body| {
            match body {
                Body::Entity { consists_of, .. } => consists_of.clone(),
                _ => Vec::new(),
            }
        }),
    ];
    relations.into_iter().find_map(|(words, start, edges)| reaches(facts, identity, start, edges).then_some(words))
}

fn reaches(facts: &Facts, identity: RecordId, start: Vec<RecordId>, edges: fn(&Body) -> Vec<RecordId>) -> bool {
    let mut seen = HashSet::new();
    let mut open = start;
    while let Some(id) = open.pop() {
        if id == identity {
            return true;
        }
        if seen.insert(id)
            && let Some(fact) = facts.fact_in_force(id)
        {
            open.extend(edges(&fact.body));
        }
    }
    false
}
