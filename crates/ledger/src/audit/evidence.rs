//! The part of an audit that looks at archived documents and at the quotes in them.

use crate::finding::{Code, Finding};
use crate::hash::{Blake3, RecordId, Sha256};
use crate::position::Index;
use crate::quote::TextIndex;
use crate::record::{Disclosure, Document, ExtractedText, Passage, Record, SealedValue, Slug};
use crate::state::State;
use crate::statement::Statement;
use std::collections::{BTreeMap, HashMap};

/// What a document record says of its bytes, as far as it isn't sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentCheck {
    /// The leaf of the record.
    pub index: Index,
    /// Its name in the ledger, for people.
    slug: Slug,
    /// BLAKE3 of the bytes: their name in the archive.
    pub blake3: Blake3,
    sha256: Option<Sha256>,
    size: Option<u64>,
}

/// A document record, as far as it isn't sealed, or was disclosed later.
#[derive(Debug)]
struct Recorded {
    index: Index,
    slug: Slug,
    blake3: Option<Blake3>,
    sha256: Option<Sha256>,
    size: Option<u64>,
    /// `None` without a text, `Some(None)` for a sealed one.
    text: Option<Option<ExtractedText>>,
}

impl Recorded {
    fn of(index: Index, document: &Document) -> Self {
        Self {
            index,
            slug: document.slug.clone(),
            blake3: document.blake3.open().copied(),
            sha256: document.sha256.open().copied(),
            size: document.size.open().copied(),
            text: document.text.as_ref().map(|text| text.open().cloned()),
        }
    }

    /// BLAKE3 of the extracted text and its length in code points.
    fn text(&self) -> Option<(Blake3, u64)> {
        self.text.as_ref()?.as_ref().map(|text| (text.blake3, text.chars))
    }

    fn is_sealed(&self) -> bool {
        self.blake3.is_none() || self.sha256.is_none() || self.size.is_none() || self.text == Some(None)
    }
}

/// The quote of a claim; `None` while it is sealed.
#[derive(Debug)]
struct Quoted {
    index: Index,
    /// The place of the document's version in force, in the list of documents.
    document: usize,
    passages: Option<Vec<Passage>>,
}

/// The evidence that the log names, to be looked for in an archive.
///
/// Hand in the bytes of each of [`Evidence::documents`] by [`Evidence::document`], then each text of [`Evidence::texts`] by
/// [`Evidence::text`]. What is not on this machine is "not checked", and so is what is sealed and was not disclosed.
#[derive(Debug, Default)]
pub struct Evidence {
    recorded: Vec<Recorded>,
    quoted: Vec<Quoted>,
    /// Places in the two lists, by the version's own id.
    places: HashMap<RecordId, usize>,
    passages: BTreeMap<Blake3, Vec<(Index, Vec<Passage>)>>,
    sealed_quotes: u64,
    findings: Vec<Finding>,
    present: u64,
    passages_checked: u64,
    passages_absent: u64,
}

/// How one of the two checks came out, its findings apart.
pub(super) struct Tally {
    pub(super) count: u64,
    pub(super) unchecked: Option<String>,
}

impl Evidence {
    /// Notes what an admitted statement says of evidence. `state` is the one with it.
    pub(super) fn note(&mut self, state: &State, index: Index, statement: &Statement) {
        match statement.record() {
            Record::Document(document) => {
                self.places.insert(statement.id(), self.recorded.len());
                self.recorded.push(Recorded::of(index, document));
            }
            Record::Claim(claim) => {
                let version = state.facts().in_force(claim.document);
                let document = version.and_then(|version| self.places.get(&version)).copied();
                if let (Some(document), Some(quote)) = (document, &claim.quote) {
                    self.places.insert(statement.id(), self.quoted.len());
                    self.quoted.push(Quoted { index, document, passages: quote.open().cloned() });
                }
            }
            Record::Disclosure(disclosure) => self.disclose(disclosure),
            _ => {}
        }
    }

    /// Fills in what was sealed: admission has seen that it is what was sealed, and that there is such a place.
    fn disclose(&mut self, disclosure: &Disclosure) {
        let Some(place) = self.places.get(&disclosure.target).copied() else { return };
        if let SealedValue::Quote(passages) = &disclosure.value {
            self.quoted[place].passages = Some(passages.clone());
            return;
        }
        let Some(document) = self.recorded.get_mut(place) else { return };
        match &disclosure.value {
            SealedValue::Blake3(hash) => document.blake3 = Some(*hash),
            SealedValue::Sha256(hash) => document.sha256 = Some(*hash),
            SealedValue::Size(size) => document.size = Some(*size),
            SealedValue::Text(text) => document.text = Some(Some(text.clone())),
            _ => {}
        }
    }

    /// Sorts the quotes by the text that they stand in: what was disclosed is known now.
    pub(super) fn settle(&mut self) {
        for quoted in self.quoted.drain(..) {
            let text = self.recorded[quoted.document].text();
            match (text, quoted.passages) {
                (Some((text, _)), Some(passages)) => {
                    self.passages.entry(text).or_default().push((quoted.index, passages));
                }
                _ => self.sealed_quotes += 1,
            }
        }
    }

    /// The documents whose BLAKE3 is known, in the order of the log.
    pub fn documents(&self) -> Vec<DocumentCheck> {
        let check = |document: &Recorded| {
            let (index, sha256, size) = (document.index, document.sha256, document.size);
            Some(DocumentCheck { index, slug: document.slug.clone(), blake3: document.blake3?, sha256, size })
        };
        self.recorded.iter().filter_map(check).collect()
    }

    /// The texts that quotes stand in, and those that documents name, each once.
    pub fn texts(&self) -> Vec<Blake3> {
        let mut texts: Vec<_> = self.recorded.iter().filter_map(Recorded::text).map(|(hash, _)| hash).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    }

    /// Checks a document's bytes; nothing when they aren't on this machine.
    pub fn document(&mut self, check: &DocumentCheck, bytes: Option<&[u8]>) {
        let Some(bytes) = bytes else { return };
        self.present += 1;
        let mut wrong = Vec::new();
        if let Some(size) = check.size.filter(|size| *size != bytes.len() as u64) {
            wrong.push(format!("{} bytes, recorded are {size}", bytes.len()));
        }
        if Blake3::of_large(bytes) != check.blake3 {
            wrong.push("another BLAKE3".to_owned());
        }
        if check.sha256.is_some_and(|sha256| sha256 != Sha256::of(bytes)) {
            wrong.push("another SHA-256".to_owned());
        }
        if !wrong.is_empty() {
            let words = format!("the archived document `{}` ({}) has {}", check.slug, check.blake3, wrong.join(", "));
            self.findings.push(Finding::at(check.index, Code::DocumentHash, words));
        }
    }

    /// Checks an extracted text and all quotes in it; nothing when it isn't on this machine.
    pub fn text(&mut self, hash: Blake3, bytes: Option<&[u8]>) {
        let quotes = self.passages.remove(&hash).unwrap_or_default();
        let passages: u64 = quotes.iter().map(|(_, passages)| passages.len() as u64).sum();
        let Some(bytes) = bytes else {
            self.passages_absent += passages;
            return;
        };
        let text = std::str::from_utf8(bytes).ok().filter(|_| Blake3::of_large(bytes) == hash);
        let chars = text.map(|text| text.chars().count() as u64);
        for document in &self.recorded {
            if let Some((_, recorded)) = document.text().filter(|(named, _)| *named == hash) {
                let words = match chars {
                    None => format!("the archived text of `{}` ({hash}) is not the one recorded", document.slug),
                    Some(chars) if chars != recorded => {
                        format!("the text of `{}` has {chars} characters, recorded are {recorded}", document.slug)
                    }
                    Some(_) => continue,
                };
                self.findings.push(Finding::at(document.index, Code::DocumentHash, words));
            }
        }
        let Some(text) = text else {
            self.passages_absent += passages;
            return;
        };
        let text = TextIndex::new(text);
        for (index, passages) in quotes {
            for passage in passages {
                self.passages_checked += 1;
                if let Err(mismatch) = text.verify(&passage) {
                    self.findings.push(Finding::at(index, Code::QuoteMismatch, mismatch.to_string()));
                }
            }
        }
    }

    /// Counts what was looked at, and hands over the findings.
    pub(super) fn close(&mut self, findings: &mut Vec<Finding>) -> (Tally, Tally) {
        self.settle();
        findings.append(&mut self.findings);
        let unseen: u64 = self.passages.values().flatten().map(|(_, passages)| passages.len() as u64).sum();
        let absent = self.passages_absent + unseen;
        let total = self.recorded.len() as u64;
        let closed = |document: &&Recorded| document.blake3.is_none();
        let absent_documents = total - self.present - self.recorded.iter().filter(closed).count() as u64;
        let sealed_documents = self.recorded.iter().filter(|document| document.is_sealed()).count() as u64;
        let documents = Tally {
            count: total,
            unchecked: joined([
                (absent_documents, format!("{absent_documents} of {total} documents are not on this machine")),
                (sealed_documents, format!("{sealed_documents} of {total} documents are sealed")),
            ]),
        };
        let all = self.passages_checked + absent;
        let sealed = self.sealed_quotes;
        let quotes = Tally {
            count: all + sealed,
            unchecked: joined([
                (absent, format!("{absent} of {all} passages stand in texts of which no good copy is on this machine")),
                (sealed, format!("{sealed} of {} quotes are sealed, or stand in sealed documents", all + sealed)),
            ]),
        };
        (documents, quotes)
    }
}

/// The reasons that count something.
fn joined(reasons: [(u64, String); 2]) -> Option<String> {
    let reasons: Vec<String> = reasons.into_iter().filter(|(count, _)| *count > 0).map(|(_, reason)| reason).collect();
    (!reasons.is_empty()).then(|| reasons.join("; "))
}
