//! The part of an audit that looks at archived documents and at the quotes in them.

use crate::finding::{Code, Finding};
use crate::hash::{Blake3, Sha256};
use crate::position::Index;
use crate::quote::TextIndex;
use crate::record::{Document, Passage, Record};
use crate::state::State;
use crate::statement::Statement;
use std::collections::BTreeMap;

/// What a document record says of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentCheck {
    /// The leaf of the record.
    pub index: Index,
    /// BLAKE3 of the bytes: their name in the archive.
    pub blake3: Blake3,
    sha256: Sha256,
    size: u64,
    /// BLAKE3 of the extracted text and its length in code points.
    text: Option<(Blake3, u64)>,
}

/// The evidence that the log names, to be looked for in an archive.
///
/// Hand in the bytes of each of [`Evidence::documents`] by [`Evidence::document`], then each text of [`Evidence::texts`] by
/// [`Evidence::text`]. What is not on this machine is "not checked".
#[derive(Debug, Default)]
pub struct Evidence {
    documents: Vec<DocumentCheck>,
    passages: BTreeMap<Blake3, Vec<(Index, Vec<Passage>)>>,
    findings: Vec<Finding>,
    present: u64,
    absent: u64,
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
            Record::Document(document) => self.documents.push(check_of(index, document)),
            Record::Claim(claim) => {
                let text = state.document_in_force(claim.document).and_then(|document| document.text.as_ref());
                if let (Some(text), Some(passages)) = (text, &claim.quote) {
                    self.passages.entry(text.blake3).or_default().push((index, passages.clone()));
                }
            }
            _ => {}
        }
    }

    /// The documents, in the order of the log.
    pub fn documents(&self) -> Vec<DocumentCheck> {
        self.documents.clone()
    }

    /// The texts that quotes stand in, and those that documents name, each once.
    pub fn texts(&self) -> Vec<Blake3> {
        let named = self.documents.iter().filter_map(|document| document.text).map(|(hash, _)| hash);
        let mut texts: Vec<_> = named.chain(self.passages.keys().copied()).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    }

    /// Checks a document's bytes; nothing when they aren't on this machine.
    pub fn document(&mut self, check: &DocumentCheck, bytes: Option<&[u8]>) {
        let Some(bytes) = bytes else {
            self.absent += 1;
            return;
        };
        self.present += 1;
        let mut wrong = Vec::new();
        if bytes.len() as u64 != check.size {
            wrong.push(format!("{} bytes, recorded are {}", bytes.len(), check.size));
        }
        if Blake3::of_large(bytes) != check.blake3 {
            wrong.push("another BLAKE3".to_owned());
        }
        if Sha256::of(bytes) != check.sha256 {
            wrong.push("another SHA-256".to_owned());
        }
        if !wrong.is_empty() {
            let words = format!("the archived document {} has {}", check.blake3, wrong.join(", "));
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
        for document in &self.documents {
            if let Some((_, recorded)) = document.text.filter(|(named, _)| *named == hash) {
                let words = match chars {
                    None => format!("the archived text {hash} is not the one recorded"),
                    Some(chars) if chars != recorded => {
                        format!("the text has {chars} characters, recorded are {recorded}")
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
        findings.append(&mut self.findings);
        let unseen: u64 = self.passages.values().flatten().map(|(_, passages)| passages.len() as u64).sum();
        let absent = self.passages_absent + unseen;
        let total = self.documents.len() as u64;
        let absent_documents = total - self.present;
        let documents = Tally {
            count: total,
            unchecked: (absent_documents > 0)
                .then(|| format!("{absent_documents} of {total} documents are not on this machine")),
        };
        let all = self.passages_checked + absent;
        let quotes = Tally {
            count: all,
            unchecked: (absent > 0)
                .then(|| format!("{absent} of {all} passages stand in texts of which no good copy is on this machine")),
        };
        (documents, quotes)
    }
}

fn check_of(index: Index, document: &Document) -> DocumentCheck {
    DocumentCheck {
        index,
        blake3: document.blake3,
        sha256: document.sha256,
        size: document.size,
        text: document.text.as_ref().map(|text| (text.blake3, text.chars)),
    }
}
