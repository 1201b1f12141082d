//! What is known of lower records, and what must still be brought.
//!
//! An auditor's facts are complete: what isn't there doesn't exist. A writer's are brought on demand, for opening a ledger must not read all
//! of it; there, what isn't there isn't known yet, and [`needs`] names it.

use super::{Boundary, State};
use crate::hash::{Kid, RecordId, SealedHash};
use crate::position::{Index, Size};
use crate::record::{Document, Entity, Handle, Kind, Question, Record, SealedField, Slug, Source};
use crate::statement::Unverified;
use std::collections::{HashMap, HashSet};

/// What later records can depend on, of one version.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Where it stands.
    pub index: Index,
    /// Who signed it.
    pub handle: Handle,
    /// The first version's id: itself, where it corrects nothing.
    pub identity: RecordId,
    /// The key that signed it: commitments in it are by this key.
    pub(super) kid: Kid,
    /// Its sealed places.
    pub(super) sealed: Vec<(SealedField, SealedHash)>,
    /// The rest, by kind.
    pub(super) body: Body,
}

/// What later records can depend on, by kind.
#[derive(Debug, Clone)]
pub(super) enum Body {
    Entity { slug: Slug, part_of: Option<RecordId>, consists_of: Vec<RecordId>, speaks_for: Option<RecordId> },
    Event { slug: Slug },
    Question(Box<Question>),
    Document(Box<Document>),
    Claim { question: RecordId, by: Source },
    Judgement { on: Vec<RecordId> },
}

impl Fact {
    /// The record's kind.
    pub fn kind(&self) -> Kind {
        match self.body {
            Body::Entity { .. } => Kind::Entity,
            Body::Event { .. } => Kind::Event,
            Body::Question(_) => Kind::Question,
            Body::Document(_) => Kind::Document,
            Body::Claim { .. } => Kind::Claim,
            Body::Judgement { .. } => Kind::Judgement,
        }
    }

    pub(super) fn slug(&self) -> Option<&Slug> {
        match &self.body {
            Body::Entity { slug, .. } | Body::Event { slug } => Some(slug),
            Body::Question(question) => Some(&question.slug),
            Body::Document(document) => Some(&document.slug),
            Body::Claim { .. } | Body::Judgement { .. } => None,
        }
    }
}

/// Something that must be brought before a statement can be judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// A record by id, with all versions of its identity: answer with [`Facts::bring_identity`] or [`Facts::bring_absence`].
    Record(RecordId),
    /// The identity behind a slug: answer with [`Facts::bring_slug`].
    Slug(Kind, Handle, Slug),
    /// The seal below a size: answer with [`Facts::bring_boundary`].
    Boundary(Size),
    /// Whether the log holds this commitment: answer with [`Facts::bring_commitment`].
    Commitment(SealedHash),
}

type SlugKey = (Kind, Handle, Slug);

/// What is known of lower records.
#[derive(Debug, Clone)]
pub struct Facts {
    complete: bool,
    by_id: HashMap<RecordId, Fact>,
    /// Ids of the roster's records, seals and withdrawals: nothing refers to them here, but no id stands twice.
    bare: HashSet<RecordId>,
    in_force: HashMap<RecordId, RecordId>,
    /// Identities that were withdrawn.
    withdrawn: HashSet<RecordId>,
    slugs: HashMap<SlugKey, Option<RecordId>>,
    boundaries: HashMap<Size, Option<Boundary>>,
    /// Whether a commitment stands in a sealed place of a lower leaf.
    commitments: HashMap<SealedHash, bool>,
    absent: HashSet<RecordId>,
}

impl Facts {
    pub(super) fn complete() -> Self {
        Self {
            complete: true,
            by_id: HashMap::new(),
            bare: HashSet::new(),
            in_force: HashMap::new(),
            withdrawn: HashSet::new(),
            slugs: HashMap::new(),
            boundaries: HashMap::new(),
            commitments: HashMap::new(),
            absent: HashSet::new(),
        }
    }

    pub(super) fn on_demand(last: Boundary) -> Self {
        let mut facts = Self { complete: false, ..Self::complete() };
        facts.add_boundary(last);
        facts
    }

    /// A version by its id.
    pub fn fact(&self, id: RecordId) -> Option<&Fact> {
        self.by_id.get(&id)
    }

    /// The version in force of an identity.
    pub fn in_force(&self, identity: RecordId) -> Option<RecordId> {
        self.in_force.get(&identity).copied()
    }

    /// Whether an identity was withdrawn: then it has no version in force any more, and what refers to it is admitted all the same.
    pub fn is_withdrawn(&self, identity: RecordId) -> bool {
        self.withdrawn.contains(&identity)
    }

    /// The fact of the last version of an identity, withdrawn or not.
    pub(super) fn fact_in_force(&self, identity: RecordId) -> Option<&Fact> {
        self.by_id.get(&self.in_force(identity)?)
    }

    pub(super) fn has_id(&self, id: RecordId) -> bool {
        self.by_id.contains_key(&id) || self.bare.contains(&id)
    }

    pub(super) fn slug(&self, kind: Kind, handle: &Handle, slug: &Slug) -> Option<RecordId> {
        self.slugs.get(&(kind, handle.clone(), slug.clone())).copied().flatten()
    }

    pub(super) fn boundary(&self, size: Size) -> Option<Boundary> {
        self.boundaries.get(&size).copied().flatten()
    }

    pub(super) fn has_commitment(&self, commitment: SealedHash) -> bool {
        self.commitments.get(&commitment).copied().unwrap_or(false)
    }

    pub(super) fn add_boundary(&mut self, boundary: Boundary) {
        self.boundaries.insert(boundary.size, Some(boundary));
    }

    pub(super) fn add_bare(&mut self, id: RecordId) {
        self.absent.remove(&id);
        self.bare.insert(id);
    }

    /// Takes a record in: an admitted one, or one that was brought.
    pub(super) fn add(&mut self, index: Index, id: RecordId, handle: &Handle, kid: Kid, record: &Record) {
        let body = match record {
            Record::Entity(entity) => entity_body(entity),
            Record::Event(event) => Body::Event { slug: event.slug.clone() },
            Record::Question(question) => Body::Question(Box::new(question.clone())),
            Record::Document(document) => Body::Document(Box::new(document.clone())),
            Record::Claim(claim) => Body::Claim { question: claim.question, by: claim.by.clone() },
            Record::Judgement(judgement) => Body::Judgement { on: judgement.on.clone() },
            Record::Withdrawal(withdrawal) => {
                if let Some(target) = self.by_id.get(&withdrawal.target) {
                    self.withdrawn.insert(target.identity);
                }
                return self.add_bare(id);
            }
            Record::Ledger(_)
            | Record::Key(_)
            | Record::Approval(_)
            | Record::Policy(_)
            | Record::Seal(_)
            | Record::Disclosure(_) => {
                return self.add_bare(id);
            }
        };
        let corrected = record.correction().corrects.and_then(|target| self.by_id.get(target));
        let identity = corrected.map_or(id, |fact| fact.identity);
        if identity == id
            && let Some(slug) = record.slug()
        {
            self.slugs.insert((record.kind(), handle.clone(), slug.clone()), Some(id));
        }
        self.absent.remove(&id);
        self.in_force.insert(identity, id);
        let sealed = record.sealed();
        self.commitments.extend(sealed.iter().map(|(_, commitment)| (*commitment, true)));
        self.by_id.insert(id, Fact { index, handle: handle.clone(), identity, kid, sealed, body });
    }

    /// Brings all versions of an identity, the first one first, each with its index, id, signer and the key that signed it.
    pub fn bring_identity<'a>(
        &mut self,
        versions: impl IntoIterator<Item = (Index, RecordId, &'a Handle, Kid, &'a Record)>,
    ) {
        for (index, id, handle, kid, record) in versions {
            self.add(index, id, handle, kid, record);
        }
    }

    /// Brings that an identity was withdrawn.
    pub fn bring_withdrawal(&mut self, identity: RecordId) {
        self.withdrawn.insert(identity);
    }

    /// Brings a record of the roster, a seal, a withdrawal or a disclosure, which no fact refers to.
    pub fn bring_bare(&mut self, id: RecordId) {
        self.add_bare(id);
    }

    /// Says that no record has this id.
    pub fn bring_absence(&mut self, id: RecordId) {
        self.absent.insert(id);
    }

    /// Says which identity a slug names, if any.
    pub fn bring_slug(&mut self, kind: Kind, handle: Handle, slug: Slug, identity: Option<RecordId>) {
        self.slugs.insert((kind, handle, slug), identity);
    }

    /// Says which seal closes this size, if one does.
    pub fn bring_boundary(&mut self, size: Size, boundary: Option<Boundary>) {
        self.boundaries.insert(size, boundary);
    }

    /// Says whether this commitment stands in a lower leaf.
    pub fn bring_commitment(&mut self, commitment: SealedHash, held: bool) {
        self.commitments.insert(commitment, held);
    }

    fn knows(&self, id: RecordId) -> bool {
        self.complete || self.has_id(id) || self.absent.contains(&id)
    }
}

fn entity_body(entity: &Entity) -> Body {
    Body::Entity {
        slug: entity.slug.clone(),
        part_of: entity.part_of,
        consists_of: entity.consists_of.clone().unwrap_or_default(),
        speaks_for: entity.speaks_for,
    }
}

/// What must be brought before this statement can be judged.
pub(super) fn needs(state: &State, statement: &Unverified) -> Vec<Need> {
    let facts = &state.facts;
    if facts.complete {
        return Vec::new();
    }
    let record = statement.record();
    let mut ids = vec![statement.id()];
    ids.extend(record.mentions());
    if let Record::Entity(entity) = record
        && entity.corrects.is_some()
    {
        ids.extend(upward(facts, entity));
    }
    let mut needs: Vec<_> = ids.into_iter().filter(|id| !facts.knows(*id)).map(Need::Record).collect();
    if let (Some(slug), Some(super::Signer::Member(member))) = (record.slug(), state.roster.signer(statement.kid())) {
        let key = (record.kind(), member.handle.clone(), slug.clone());
        if record.correction().corrects.is_none() && !facts.slugs.contains_key(&key) {
            needs.push(Need::Slug(key.0, key.1, key.2));
        }
    }
    let sealed = statement.header().after.0.as_size().filter(|size| *size > Size::ZERO);
    if let Some(size) = sealed.filter(|size| !facts.boundaries.contains_key(size))
        && !matches!(record, Record::Seal(_))
    {
        needs.push(Need::Boundary(size));
    }
    let commitments = record.sealed().into_iter().map(|(_, commitment)| commitment);
    needs.extend(commitments.filter(|one| !facts.commitments.contains_key(one)).map(Need::Commitment));
    needs.sort();
    needs.dedup();
    needs
}

/// All entities that this one reaches through its containing and speaking references, as far as they are known: for the check of cycles.
fn upward(facts: &Facts, entity: &Entity) -> Vec<RecordId> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let first = entity.part_of.into_iter().chain(entity.speaks_for).chain(entity.consists_of.iter().flatten().copied());
    let mut open: Vec<_> = first.collect();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        found.push(id);
        if let Some(Fact { body: Body::Entity { part_of, consists_of, speaks_for, .. }, .. }) = facts.fact_in_force(id)
        {
            open.extend(part_of.iter().chain(speaks_for).chain(consists_of));
        }
    }
    found
}
