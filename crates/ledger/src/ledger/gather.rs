//! All that belongs to an event, for a comparison.

use super::view::{Located, ViewError};
use super::{Lookup, Term};
use crate::accounts::LoggedRecord;
use crate::hash::RecordId;
use crate::position::Index;
use crate::record::Record;
use std::collections::{BTreeMap, HashSet};

impl Lookup<'_> {
    /// Everything that is recorded about an event: its questions, the claims on them, questions on those claims, all that these
    /// refer to, every version of each, and what was withdrawn or judged of any of it.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn about_event(&self, event: RecordId) -> Result<Vec<LoggedRecord>, ViewError> {
        let mut gathering = Gathering { lookup: self, found: BTreeMap::new(), seen: HashSet::new(), open: Vec::new() };
        if let Some(event) = self.by_id(event)? {
            gathering.identity(event)?;
        }
        let mut questions = self.by_term(&Term::QuestionsOn(event))?;
        while let Some(question) = questions.pop() {
            let claims = self.by_term(&Term::ClaimsOn(question.id()))?;
            gathering.identity(question)?;
            for claim in claims {
                questions.extend(gathering.identity(claim)?);
            }
        }
        gathering.finish()
    }

    /// The records with these ids and all that they name in their turn, every version of each, and what was withdrawn, disclosed or judged of any of
    /// it: enough to put names to what one of them says.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn with_all_they_name(&self, ids: impl IntoIterator<Item = RecordId>) -> Result<Vec<LoggedRecord>, ViewError> {
        let mut gathering = Gathering { lookup: self, found: BTreeMap::new(), seen: HashSet::new(), open: Vec::new() };
        for id in ids {
            if !gathering.seen.contains(&id)
                && let Some(located) = self.by_id(id)?
            {
                gathering.identity(located)?;
            }
        }
        gathering.finish()
    }

    /// All versions of an identity, as the comparison takes them.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn history(&self, id: RecordId) -> Result<Vec<LoggedRecord>, ViewError> {
        self.versions(id)?.into_iter().map(|version| self.logged(version)).collect()
    }

    /// The record as the comparison takes it.
    fn logged(&self, located: Located) -> Result<LoggedRecord, ViewError> {
        let logged_at = self.logged_at(located.index)?;
        let Located { index, handle, logged } = located;
        let handle = handle.ok_or(ViewError::NotAStatement(index))?;
        let (id, kid, signed_at) = (logged.id(), logged.header().kid, logged.header().signed_at);
        Ok(LoggedRecord { index, id, handle, kid, signed_at, logged_at, record: logged.into_record() })
    }
}

/// Records on their way into a comparison.
struct Gathering<'a, 'b> {
    lookup: &'a Lookup<'b>,
    found: BTreeMap<Index, Located>,
    seen: HashSet<RecordId>,
    /// What something found refers to.
    open: Vec<RecordId>,
}

impl Gathering<'_, '_> {
    /// Takes all versions of the identity that this is a version of, and all that they refer to. Gives the questions about it as a claim, if it
    /// is new.
    fn identity(&mut self, located: Located) -> Result<Vec<Located>, ViewError> {
        if self.seen.contains(&located.id()) {
            return Ok(Vec::new());
        }
        let questions = self.versions(located)?;
        while let Some(id) = self.open.pop() {
            if !self.seen.contains(&id)
                && let Some(located) = self.lookup.by_id(id)?
            {
                self.versions(located)?;
            }
        }
        Ok(questions)
    }

    /// Takes all versions of an identity with what was said of them later, and gives the questions about the one at hand.
    fn versions(&mut self, located: Located) -> Result<Vec<Located>, ViewError> {
        let about = located.id();
        let mut questions = Vec::new();
        let mut next = Some(self.lookup.first_version(located)?);
        while let Some(version) = next.take() {
            let (id, mut withdrawal) = (version.id(), None);
            self.seen.insert(id);
            self.open.extend(version.record().references().iter().map(|reference| reference.id));
            self.found.insert(version.index, version);
            for later in self.lookup.by_term(&Term::Later(id))? {
                match later.record() {
                    Record::Withdrawal(_) => drop(withdrawal.get_or_insert(later)),
                    Record::Disclosure(_) => drop(self.found.insert(later.index, later)),
                    // What is judged the same as something here belongs to the comparison too.
                    Record::Judgement(judgement) if judgement.corrects != Some(id) => {
                        self.open.extend(&judgement.on);
                        self.open.push(later.id());
                    }
                    Record::Question(question) if question.claim == Some(id) && id == about => questions.push(later),
                    _ if later.record().correction().corrects == Some(&id) => next = next.or(Some(later)),
                    // A claim that revises it, which is found by its question, or a question about another version.
                    _ => {}
                }
            }
            self.found.extend(withdrawal.map(|withdrawal| (withdrawal.index, withdrawal)));
        }
        Ok(questions)
    }

    fn finish(self) -> Result<Vec<LoggedRecord>, ViewError> {
        self.found.into_values().map(|located| self.lookup.logged(located)).collect()
    }
}
