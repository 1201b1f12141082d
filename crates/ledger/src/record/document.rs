//! `document`: archived evidence.

use super::Kind;
use super::common::{Problem, Reference};
use super::sealed::{Sealable, SealedField};
use super::text::{Lang, Slug, Text};
use crate::edtf::Edtf;
use crate::hash::{Blake3, RecordId, SealedHash, Sha256};
use serde::{Deserialize, Serialize};

/// The extractor of a document that is itself UTF-8 text.
pub const PLAIN_TEXT: &str = "plain-text";

/// The version of [`PLAIN_TEXT`].
pub const PLAIN_TEXT_VERSION: &str = "1";

/// The text that quotes are measured in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtractedText {
    /// BLAKE3 of its UTF-8 bytes.
    pub blake3: Blake3,
    /// Its length in Unicode code points.
    pub chars: u64,
    /// What extracted it.
    pub extractor: Text,
    /// The extractor's version.
    pub version: Text,
}

/// Archived evidence (docs/format/records.md, "document"). The bytes themselves are not in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The recorder's short name for it.
    pub slug: Slug,
    /// "news article", "briefing", "desk summary", ..
    #[serde(rename = "type")]
    pub document_type: Text,
    /// The language of the document.
    pub lang: Lang,
    /// BLAKE3 of the bytes.
    pub blake3: Sealable<Blake3>,
    /// SHA-256 of the same bytes.
    pub sha256: Sealable<Sha256>,
    /// Their number.
    pub size: Sealable<u64>,
    /// The media type, such as `text/plain; charset=utf-8`.
    pub media_type: Text,
    /// The extracted text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Sealable<ExtractedText>>,
    /// Where it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Sealable<Text>>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Sealable<Text>>,
    /// Its publisher: an entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<RecordId>,
    /// Its author, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Sealable<Text>>,
    /// The dateline, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Text>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Edtf>,
    /// When it was captured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured: Option<Edtf>,
    /// The tool that captured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<Text>,
    /// The recorder's remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// The version that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<RecordId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

impl Document {
    /// The extracted text, where there is one and it isn't sealed.
    pub fn extracted(&self) -> Option<&ExtractedText> {
        self.text.as_ref().and_then(Sealable::open)
    }

    /// The title, where there is one and it isn't sealed.
    pub fn open_title(&self) -> Option<&Text> {
        self.title.as_ref().and_then(Sealable::open)
    }

    /// The places that are sealed.
    pub(super) fn sealed(&self) -> Vec<(SealedField, SealedHash)> {
        let line = |line: &Option<Sealable<Text>>| line.as_ref().and_then(Sealable::commitment);
        let places = [
            (SealedField::Blake3, self.blake3.commitment()),
            (SealedField::Sha256, self.sha256.commitment()),
            (SealedField::Size, self.size.commitment()),
            (SealedField::Text, self.text.as_ref().and_then(Sealable::commitment)),
            (SealedField::Url, line(&self.url)),
            (SealedField::Title, line(&self.title)),
            (SealedField::Author, line(&self.author)),
        ];
        places.into_iter().filter_map(|(field, commitment)| Some((field, commitment?))).collect()
    }

    pub(super) fn references(&self) -> Vec<Reference> {
        self.publisher.map(|id| Reference::new("publisher", id, Kind::Entity)).into_iter().collect()
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let bytes = [self.blake3.is_sealed(), self.sha256.is_sealed(), self.size.is_sealed()];
        let bytes = bytes.into_iter().chain(self.text.as_ref().map(Sealable::is_sealed));
        if bytes.clone().any(|sealed| sealed) && !bytes.clone().all(|sealed| sealed) {
            problems.push(Problem::new("blake3", "blake3, sha256, size and text are sealed all or none"));
        }
        let plain = self.extracted().filter(|text| text.extractor.as_str() == PLAIN_TEXT);
        if let (Some(text), Some(blake3), Some(size)) = (plain, self.blake3.open(), self.size.open()) {
            if text.blake3 != *blake3 {
                problems.push(Problem::new("text.blake3", "a plain text is the document's own bytes"));
            }
            if text.chars > *size {
                problems.push(Problem::new("text.chars", "a plain text has no more characters than bytes"));
            }
        }
        problems
    }
}
