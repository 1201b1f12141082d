//! The ledger, as a dossier asks it.

use crate::dossier::{Directory, Known, Refusal};
use byline_ledger::hash::{Blake3, RecordId};
use byline_ledger::ledger::{Criteria, Lookup, Phrase, Term};
use byline_ledger::record::{Handle, Kind, Record, Slug};
use byline_ledger::store::Archive;
use std::collections::BTreeSet;

/// A ledger that is open for reading, with its archive.
pub struct LedgerDirectory<'a> {
    lookup: &'a Lookup<'a>,
    archive: Archive,
}

impl<'a> LedgerDirectory<'a> {
    /// The directory of a ledger.
    pub fn new(lookup: &'a Lookup<'a>) -> Self {
        Self { lookup, archive: lookup.ledger().reader().archive() }
    }

    /// The identity that a version belongs to, with its version in force; `None` for records that only the ledger itself uses.
    fn known(&self, id: RecordId) -> Result<Option<Known>, Refusal> {
        let versions = self.lookup.versions(id)?;
        let (Some(first), Some(last)) = (versions.first(), versions.last()) else { return Ok(None) };
        let Some(handle) = first.handle.clone() else { return Ok(None) };
        let former = versions[..versions.len() - 1].iter().map(|version| version.record().clone()).collect();
        Ok(Some(Known { identity: first.id(), in_force: last.id(), record: last.record().clone(), former, handle }))
    }

    fn all_known(&self, ids: impl IntoIterator<Item = RecordId>) -> Result<Vec<Known>, Refusal> {
        let mut seen = BTreeSet::new();
        let mut known = Vec::new();
        for id in ids {
            known.extend(self.known(id)?.filter(|known| seen.insert(known.identity)));
        }
        Ok(known)
    }
}

impl Directory for LedgerDirectory<'_> {
    fn by_slug(&self, kind: Kind, handle: Option<&Handle>, slug: &Slug) -> Result<Vec<Known>, Refusal> {
        let found = self.lookup.by_slug(kind, handle, slug)?;
        self.all_known(found.iter().map(|located| located.id()))
    }

    fn by_id(&self, digits: &str) -> Result<Vec<Known>, Refusal> {
        let found = self.lookup.by_prefix(digits)?;
        self.all_known(found.iter().map(|located| located.id()))
    }

    fn entities_named(&self, name: &str) -> Result<Vec<Known>, Refusal> {
        let Some(phrase) = Phrase::new(name) else { return Ok(Vec::new()) };
        let criteria = Criteria { words: Some(phrase), kind: Some(Kind::Entity), ..Criteria::default() };
        let hits = self.lookup.search(&criteria)?.collect::<Result<Vec<_>, _>>()?;
        self.all_known(hits.iter().map(|hit| hit.located.id()))
    }

    fn claims(&self, question: RecordId, document: RecordId) -> Result<Vec<Known>, Refusal> {
        let found = self.lookup.by_term(&Term::ClaimsOn(question))?;
        let in_document = found
            .iter()
            .filter(|located| matches!(located.record(), Record::Claim(claim) if claim.document == document));
        self.all_known(in_document.map(|located| located.id()))
    }

    fn is_withdrawn(&self, version: RecordId) -> Result<bool, Refusal> {
        Ok(self.lookup.withdrawal(version)?.is_some())
    }

    fn archived(&self, hash: Blake3) -> Result<Option<Vec<u8>>, Refusal> {
        Ok(self.archive.get(hash)?)
    }
}
