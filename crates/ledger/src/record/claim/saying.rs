//! How an answer was given: the act, how firmly, in which form, and the words where they stand.

use super::super::text::{Context, Lang, Text};
use crate::hash::RecordId;
use serde::{Deserialize, Serialize};

/// What the source does by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "each is the English verb and no more: docs/format/records.md lists them")]
pub enum Act {
    Say,
    Claim,
    Confirm,
    Deny,
    Estimate,
    Announce,
    Denounce,
    Warn,
    Predict,
    Judge,
    Offer,
    Promise,
    Threaten,
    Demand,
    Ask,
    Decline,
}

/// How far the source commits itself (FactBank's CT, PR, PS, U).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Commitment {
    /// Certain: "says flatly".
    Flat,
    /// Probable: "says probably".
    Probable,
    /// Possible: "says possibly".
    Possible,
    /// None: a demand, a question, words passed on.
    None,
}

/// How the recorder came by the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "each is the English word and no more")]
pub enum Basis {
    Read,
    Heard,
    Watched,
    Told,
}

/// The document's reporting verb, verbatim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cue {
    /// The words.
    pub text: Text,
    /// Their language.
    pub lang: Lang,
}

/// Whether the document gives the words themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeechForm {
    /// In quotation marks.
    Direct,
    /// In the reporter's words.
    Reported,
}

/// How the words were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speech {
    /// Direct or reported.
    pub form: SpeechForm,
    /// The language that the source spoke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<Lang>,
}

/// The form in which it was said, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medium {
    /// "interview", "briefing", "Telegram channel", ..
    pub form: Text,
    /// With whom: an entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<RecordId>,
}

/// A place in the document's extracted text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// The words that stand there, never normalised.
    pub exact: Text,
    /// The code points before, at most 32.
    pub prefix: Context,
    /// The code points behind, at most 32.
    pub suffix: Context,
    /// The first code point, counted from 0.
    pub start: u64,
    /// The code point after the last.
    pub end: u64,
}

/// The recorder's translation of a quote, or another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// The language translated into.
    pub lang: Lang,
    /// The translation.
    pub text: Text,
    /// Who translated.
    pub by: Text,
}
