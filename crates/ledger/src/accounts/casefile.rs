//! The records of a log as a comparison needs them: by identity, in the version in force, in the order of the log.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::LoggedRecord;
use super::phrases::PhrasePolicy;
use super::view::ClaimView;
use crate::hash::{RecordId, SealedHash};
use crate::position::Index;
use crate::record::question::About;
use crate::record::{Document, Entity, Event, Handle, Kind, Question, Record};
use crate::time::Timestamp;

/// A record that says to disregard another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// Its place in the log.
    pub index: Index,
    /// Its own id.
    pub id: RecordId,
    /// Who signed it.
    pub handle: Handle,
    /// The time of the seal that closes it.
    pub logged_at: Timestamp,
    /// The version that it withdraws, by its own id. The identity ends with it.
    pub target: RecordId,
    /// Why.
    pub reason: Option<String>,
}

/// The versions of one identity.
#[derive(Debug, Clone, Default)]
struct Chain {
    /// Places in `records`, in the order of the log; never empty.
    versions: Vec<usize>,
    /// Place in `withdrawals`.
    withdrawn: Option<usize>,
}

/// All records that a comparison may look at.
///
/// It takes what was admitted and judges nothing: whether a correction had authority was decided before. Records may be
/// a part of a log only; what isn't there can't be shown, and claims whose question is missing are left out.
#[derive(Debug, Clone)]
pub struct Casefile {
    records: Vec<LoggedRecord>,
    withdrawals: Vec<Withdrawal>,
    identities: HashMap<RecordId, RecordId>,
    chains: HashMap<RecordId, Chain>,
    questions_by_event: HashMap<RecordId, Vec<RecordId>>,
    questions_by_claim: HashMap<RecordId, Vec<RecordId>>,
    claims_by_question: HashMap<RecordId, Vec<RecordId>>,
    revised_by: HashMap<RecordId, RecordId>,
    wholes: HashMap<RecordId, Vec<RecordId>>,
    hidden: HashSet<RecordId>,
    /// By what they are on, the places in `records` of the opinions on one thing, in the order of the log: every claim of an event asks for them.
    opinions_on_one: HashMap<RecordId, Vec<usize>>,
    /// By commitment, the place in `records` of what opens it.
    opened: HashMap<SealedHash, usize>,
    policy: PhrasePolicy,
    languages: Vec<String>,
}

/// One identity with all its versions.
#[derive(Clone, Copy)]
pub struct Thing<'a> {
    casefile: &'a Casefile,
    identity: RecordId,
    chain: &'a Chain,
}

/// A version that is no longer in force, and the one that took its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Superseded<'a> {
    /// The older version.
    pub version: &'a LoggedRecord,
    /// The version that corrects it. Its record has the reason.
    pub corrected_by: &'a LoggedRecord,
}

/// Shows the identity alone: the casefile behind it has no end.
impl fmt::Debug for Thing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Thing").field(&self.identity).finish()
    }
}

impl<'a> Thing<'a> {
    /// The id of its first record.
    pub fn identity(self) -> RecordId {
        self.identity
    }

    /// The version in force, or the last one before it was withdrawn.
    pub fn current(self) -> &'a LoggedRecord {
        let last = self.chain.versions.last().expect("safe: a chain begins with a version");
        &self.casefile.records[*last]
    }

    /// The first version.
    pub fn first(self) -> &'a LoggedRecord {
        &self.casefile.records[self.chain.versions[0]]
    }

    /// Older versions, in the order of the log.
    pub fn superseded(self) -> impl Iterator<Item = Superseded<'a>> {
        let record = |place: &usize| &self.casefile.records[*place];
        self.chain
            .versions
            .windows(2)
            .map(move |pair| Superseded { version: record(&pair[0]), corrected_by: record(&pair[1]) })
    }

    /// The withdrawal that ended it.
    pub fn withdrawn(self) -> Option<&'a Withdrawal> {
        self.chain.withdrawn.map(|place| &self.casefile.withdrawals[place])
    }
}

impl Casefile {
    /// Takes the records of a log, or a part of them, in any order.
    pub fn new(records: Vec<LoggedRecord>) -> Self {
        let (records, withdrawals) = super::opinions::split_withdrawals(records);
        Self::with_withdrawals(records, withdrawals)
    }

    /// Takes records, and which of them are to be disregarded.
    pub fn with_withdrawals(mut records: Vec<LoggedRecord>, mut withdrawals: Vec<Withdrawal>) -> Self {
        records.sort_by_key(|record| record.index);
        withdrawals.sort_by_key(|withdrawal| withdrawal.index);
        let mut casefile = Self {
            records,
            withdrawals,
            identities: HashMap::new(),
            chains: HashMap::new(),
            questions_by_event: HashMap::new(),
            questions_by_claim: HashMap::new(),
            claims_by_question: HashMap::new(),
            revised_by: HashMap::new(),
            wholes: HashMap::new(),
            hidden: HashSet::new(),
            opinions_on_one: HashMap::new(),
            opened: HashMap::new(),
            policy: PhrasePolicy::Phrases1,
            languages: vec!["en".to_owned()],
        };
        casefile.link_versions();
        casefile.link_things();
        casefile.opened = super::disclosed::link(&casefile.records);
        casefile
    }

    /// The languages in which names are shown, the best first.
    #[must_use]
    pub fn with_languages(mut self, languages: Vec<String>) -> Self {
        self.languages = languages;
        self
    }

    /// Leaves these questions and claims, by identity, out of all lists of questions and claims. By their ids they are still found, so that what
    /// remains keeps its marks: an answer that was revised since is marked so even if the revision is left out.
    #[must_use]
    pub fn hiding(mut self, hidden: HashSet<RecordId>) -> Self {
        self.hidden = hidden;
        self
    }

    /// The questions and claims that are left out of all lists.
    pub fn hidden(&self) -> &HashSet<RecordId> {
        &self.hidden
    }

    /// Reads phrases like "dozens" by this policy: the one that the log names.
    #[must_use]
    pub fn with_policy(mut self, policy: PhrasePolicy) -> Self {
        self.policy = policy;
        self
    }

    fn link_versions(&mut self) {
        for (place, logged) in self.records.iter().enumerate() {
            let corrected = logged.record.correction().corrects;
            // A correction of something that isn't here begins a chain of its own, rather than getting lost.
            let identity = corrected.and_then(|id| self.identities.get(id)).copied().unwrap_or(logged.id);
            self.identities.insert(logged.id, identity);
            self.chains.entry(identity).or_default().versions.push(place);
        }
        for (place, withdrawal) in self.withdrawals.iter().enumerate() {
            if let Some(chain) = self.identities.get(&withdrawal.target).and_then(|id| self.chains.get_mut(id)) {
                chain.withdrawn.get_or_insert(place);
            }
        }
    }

    /// Follows the references of the versions in force, in the order in which the identities were first logged.
    fn link_things(&mut self) {
        for place in 0..self.records.len() {
            let id = self.records[place].id;
            let Some(chain) = self.chains.get(&id).filter(|chain| chain.versions[0] == place) else {
                continue;
            };
            let in_force = chain.withdrawn.is_none();
            let last = *chain.versions.last().expect("safe: a chain begins with a version");
            match &self.records[last].record {
                Record::Question(question) => match question.about() {
                    Some(About::Event(event)) => self.questions_by_event.entry(event).or_default().push(id),
                    Some(About::Claim(claim)) => self.questions_by_claim.entry(claim).or_default().push(id),
                    None => {}
                },
                Record::Claim(claim) => {
                    self.claims_by_question.entry(claim.question).or_default().push(id);
                    if let Some(earlier) = claim.revises.filter(|_| in_force) {
                        self.revised_by.entry(earlier).or_insert(id);
                    }
                }
                Record::Judgement(judgement) if in_force => {
                    if let [one] = judgement.on[..] {
                        self.opinions_on_one.entry(one).or_default().push(last);
                    }
                }
                Record::Entity(entity) if in_force => {
                    self.wholes.entry(id).or_default().extend(entity.part_of);
                    for part in entity.consists_of.iter().flatten() {
                        self.wholes.entry(*part).or_default().push(id);
                    }
                }
                _ => {}
            }
        }
    }

    /// The opinions in force on one thing, in the order in which they were first logged.
    pub(super) fn opinions_on(&self, id: RecordId) -> impl Iterator<Item = &LoggedRecord> {
        self.opinions_on_one.get(&id).into_iter().flatten().map(|place| &self.records[*place])
    }

    /// The record that opens a commitment.
    pub(super) fn disclosing(&self, commitment: SealedHash) -> Option<&LoggedRecord> {
        self.opened.get(&commitment).map(|place| &self.records[*place])
    }

    /// The policy by which phrases are read.
    pub fn policy(&self) -> PhrasePolicy {
        self.policy
    }

    /// Everything of one identity. The id of a later version is good too.
    pub fn thing(&self, id: RecordId) -> Option<Thing<'_>> {
        let identity = *self.identities.get(&id)?;
        Some(Thing { casefile: self, identity, chain: self.chains.get(&identity)? })
    }

    /// All identities of a kind, in the order of the log.
    pub fn things(&self, kind: Kind) -> impl Iterator<Item = Thing<'_>> {
        let of_kind = move |logged: &&LoggedRecord| logged.record.kind() == kind;
        let first = |logged: &LoggedRecord| self.thing(logged.id).filter(|thing| thing.identity == logged.id);
        self.records.iter().filter(of_kind).filter_map(first)
    }

    /// The entity of an identity, as it stands now.
    pub fn entity(&self, id: RecordId) -> Option<&Entity> {
        match &self.thing(id)?.current().record {
            Record::Entity(entity) => Some(entity),
            _ => None,
        }
    }

    /// The event of an identity, as it stands now.
    pub fn event(&self, id: RecordId) -> Option<&Event> {
        match &self.thing(id)?.current().record {
            Record::Event(event) => Some(event),
            _ => None,
        }
    }

    /// The question of an identity, as it stands now.
    pub fn question(&self, id: RecordId) -> Option<&Question> {
        match &self.thing(id)?.current().record {
            Record::Question(question) => Some(question),
            _ => None,
        }
    }

    /// The document of an identity, as it stands now.
    pub fn document(&self, id: RecordId) -> Option<&Document> {
        match &self.thing(id)?.current().record {
            Record::Document(document) => Some(document),
            _ => None,
        }
    }

    /// The claim of an identity, as it stands now, if its question is here.
    pub fn claim(&self, id: RecordId) -> Option<ClaimView<'_>> {
        ClaimView::of(self, self.thing(id)?)
    }

    /// The questions about an event, and those about claims that answer such a question, in the order of the log.
    ///
    /// Withdrawn questions are among them; [`Casefile::thing`] tells.
    pub fn questions_of(&self, event: RecordId) -> Vec<RecordId> {
        let mut found: Vec<RecordId> = self.questions_by_event.get(&event).cloned().unwrap_or_default();
        let mut seen: HashSet<RecordId> = found.iter().copied().collect();
        let mut next = 0;
        while let Some(question) = found.get(next).copied() {
            next += 1;
            let claims = self.claims_by_question.get(&question).into_iter().flatten();
            let about = claims.flat_map(|claim| self.questions_by_claim.get(claim).into_iter().flatten());
            found.extend(about.filter(|id| seen.insert(**id)));
        }
        found.retain(|id| !self.hidden.contains(id));
        found.sort_by_key(|id| self.thing(*id).map(|thing| thing.first().index));
        found
    }

    /// The claims that answer a question, in the order of the log; withdrawn and revised ones too.
    pub fn claims_of(&self, question: RecordId) -> impl Iterator<Item = ClaimView<'_>> {
        let claims = self.claims_by_question.get(&question).into_iter().flatten();
        claims.filter(|id| !self.hidden.contains(id)).filter_map(|id| self.claim(*id))
    }

    /// The claim by which the source itself changed this one.
    pub fn revised_by(&self, claim: RecordId) -> Option<RecordId> {
        self.revised_by.get(&claim).copied()
    }

    /// The entities that this one is part of, one step up.
    pub fn wholes_of(&self, entity: RecordId) -> &[RecordId] {
        self.wholes.get(&entity).map_or(&[], Vec::as_slice)
    }

    /// What a thing is called, in the best language that it has a name in: a name, a title, a question's text.
    ///
    /// It is as its recorder wrote it: hostile until it is escaped. Without a name it is the id.
    pub fn name(&self, id: RecordId) -> String {
        let wanted: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        let record = self.thing(id).map(|thing| &thing.current().record);
        match record {
            Some(Record::Entity(entity)) => entity.names.in_language(&wanted).to_string(),
            Some(Record::Event(event)) => event.titles.in_language(&wanted).to_string(),
            Some(Record::Question(question)) => question.asks.in_language(&wanted).to_string(),
            Some(Record::Document(document)) => {
                let title = document.title.as_ref().and_then(|title| self.seen(title).value());
                title.map_or_else(|| document.slug.to_string(), ToString::to_string)
            }
            _ => id.to_string().chars().take("b3:".len() + 8).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
