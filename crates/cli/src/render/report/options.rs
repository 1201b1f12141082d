//! What was asked of a report: together with the records, all that it is made from.

use crate::messages::Language;
use byline_ledger::accounts::comparison::{SourceKey, SummaryKind};
use byline_ledger::hash::RecordId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What was asked of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The language of the words around the records.
    pub language: Language,
    /// Which claims it is about.
    pub part: Part,
    /// Only questions that come to this.
    pub only: Option<SummaryKind>,
    /// Whether the documents are described.
    pub has_documents: bool,
    /// What was done about the signatures before.
    pub audited: Audited,
}

/// Which claims of the events a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// All of them.
    All,
    /// Those of one source, as a column has it.
    Source(SourceKey),
    /// Those that were found in one document, by identity.
    Document(RecordId),
    /// One, by identity.
    Claim(RecordId),
}

/// What was done about the signatures before the report was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audited {
    /// Nothing: the report was made from the ledger as it lies there.
    No,
    /// The whole ledger was audited, and nothing failed.
    Yes {
        /// What could not be checked, and why. Empty: all of it was checked.
        not_checked: Vec<String>,
    },
    /// The whole ledger was audited, and fails; the report was wanted all the same.
    Failed {
        /// What is wrong, in the words of the audit.
        findings: Vec<String>,
    },
}

impl Default for Options {
    fn default() -> Self {
        Self { language: Language::English, part: Part::All, only: None, has_documents: true, audited: Audited::No }
    }
}

impl Options {
    /// Whether claims or questions of the events are left out.
    pub fn is_partial(&self) -> bool {
        self.part != Part::All || self.only.is_some()
    }

    /// As they stand in a report, so that it can be made again: `report-options/1`.
    pub fn to_json(&self, events: &[RecordId]) -> Value {
        let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
        let part = match &self.part {
            Part::All => Value::Null,
            Part::Source(SourceKey::Entity(id)) => json!({ "source": { "entity": id.to_string() } }),
            Part::Source(SourceKey::Unnamed(described)) => json!({ "source": { "unnamed": described } }),
            Part::Source(SourceKey::OwnVoice(id)) => json!({ "source": { "own-voice": id.to_string() } }),
            Part::Source(SourceKey::Sealed { described, .. }) => json!({ "source": { "sealed": described } }),
            Part::Source(SourceKey::Nobody) => json!({ "source": "nobody" }),
            Part::Document(id) => json!({ "document": id.to_string() }),
            Part::Claim(id) => json!({ "claim": id.to_string() }),
        };
        json!({
            "byline": "report-options/1", "lang": self.language.tag(), "events": ids, "part": part,
            "only": self.only.map(SummaryKind::code), "documents": self.has_documents, "audited": self.audited,
        })
    }
}

impl Part {
    /// Whether a source is the one that the report is about.
    pub fn is_source(&self, key: &SourceKey) -> bool {
        matches!(self, Self::Source(wanted) if wanted == key)
    }
}

impl Audited {
    /// In a sentence or two, in English: for programs.
    pub fn words(&self) -> String {
        match self {
            Self::No => "Signatures, hashes and quotes were not checked again when this report was written. The command \u{201c}byline verify\u{201d} checks them, \
                         on the ledger or on a copy of it."
                .to_owned(),
            Self::Yes { not_checked } if not_checked.is_empty() => {
                "The whole ledger was audited before this report was written: every check passed.".to_owned()
            }
            Self::Yes { not_checked } => format!(
                "The whole ledger was audited before this report was written: nothing failed, but not all was checked: {}.",
                not_checked.join("; ")
            ),
            Self::Failed { findings } => {
                format!("The ledger failed its audit when this report was written: {}.", findings.join("; "))
            }
        }
    }
}
