//! `document`: archived evidence.

use super::Kind;
use super::common::{Problem, Reference};
use super::text::{Lang, Slug, Text};
use crate::edtf::Edtf;
use crate::hash::{Blake3, RecordId, Sha256};
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
    pub blake3: Blake3,
    /// SHA-256 of the same bytes.
    pub sha256: Sha256,
    /// Their number.
    pub size: u64,
    /// The media type, such as `text/plain; charset=utf-8`.
    pub media_type: Text,
    /// The extracted text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<ExtractedText>,
    /// Where it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Text>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// Its publisher: an entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<RecordId>,
    /// Its author, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Text>,
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
    pub(super) fn references(&self) -> Vec<Reference> {
        self.publisher.map(|id| Reference::new("publisher", id, Kind::Entity)).into_iter().collect()
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Some(text) = self.text.as_ref().filter(|text| text.extractor.as_str() == PLAIN_TEXT) {
            if text.blake3 != self.blake3 {
                problems.push(Problem::new("text.blake3", "a plain text is the document's own bytes"));
            }
            if text.chars > self.size {
                problems.push(Problem::new("text.chars", "a plain text has no more characters than bytes"));
            }
        }
        problems
    }
}
