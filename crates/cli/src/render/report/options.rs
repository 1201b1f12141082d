//! What was asked of a report: together with the records, all that it is made from.

use crate::messages::Language;
use byline_ledger::accounts::comparison::{SourceKey, SummaryKind};
use byline_ledger::audit::Check;
use byline_ledger::hash::RecordId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

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
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Audited {
    /// Nothing: the report was made from the ledger as it lies there.
    No,
    /// The whole ledger was audited, and nothing failed.
    Yes {
        /// What could not be checked, and why. Empty: all of it was checked.
        not_checked: Vec<Remark>,
    },
    /// The whole ledger was audited, and fails; the report was wanted all the same.
    Failed {
        /// What is wrong.
        findings: Vec<Remark>,
    },
}

/// What an audit says of one thing, by a name for programs and for translations, and in English words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// The name of the check that was not done, or the code of the finding.
    pub about: String,
    /// Why, or what is wrong. May quote hostile text: escape it.
    pub words: String,
}

impl Remark {
    /// The name of the check that it belongs to, under which the message files say what is checked.
    pub fn check(&self) -> &'static str {
        let is_its =
            |check: &&Check| check.name() == self.about || check.codes().iter().any(|code| code.name() == self.about);
        match Check::ALL.iter().find(is_its) {
            Some(check) => check.name(),
            None if self.about.starts_with("report.") => "page",
            None => "proof",
        }
    }
}

/// On one line, for programs.
impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.about, self.words)
    }
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

    /// As they stand in a report, with its events by identity, so that it can be made again: `report-options/1`.
    pub fn to_json(&self, events: &[RecordId]) -> Value {
        serde_json::to_value(Written::of(self, events)).expect("safe: texts, lists and maps with texts as keys")
    }

    /// Reads what [`Options::to_json`] wrote, and nothing else.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn from_json(value: Value) -> Result<(Self, Vec<RecordId>), String> {
        let written: Written = serde_json::from_value(value).map_err(|error| error.to_string())?;
        written.read()
    }
}

/// The name of the form of the options.
const FORM: &str = "report-options/1";

/// The options as JSON.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    byline: String,
    lang: Language,
    events: Vec<String>,
    part: Option<WrittenPart>,
    only: Option<String>,
    documents: bool,
    audited: Audited,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum WrittenPart {
    Source(WrittenSource),
    Document(String),
    Claim(String),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum WrittenSource {
    Entity(String),
    Unnamed(String),
    OwnVoice(String),
    Sealed { described: String, disclosed: Option<String> },
    Nobody,
}

impl Written {
    fn of(options: &Options, events: &[RecordId]) -> Self {
        let source = |key: &SourceKey| match key {
            SourceKey::Entity(id) => WrittenSource::Entity(id.to_string()),
            SourceKey::Unnamed(described) => WrittenSource::Unnamed(described.clone()),
            SourceKey::OwnVoice(id) => WrittenSource::OwnVoice(id.to_string()),
            SourceKey::Sealed { described, disclosed } => {
                WrittenSource::Sealed { described: described.clone(), disclosed: disclosed.clone() }
            }
            SourceKey::Nobody => WrittenSource::Nobody,
        };
        Self {
            byline: FORM.to_owned(),
            lang: options.language,
            events: events.iter().map(ToString::to_string).collect(),
            part: match &options.part {
                Part::All => None,
                Part::Source(key) => Some(WrittenPart::Source(source(key))),
                Part::Document(id) => Some(WrittenPart::Document(id.to_string())),
                Part::Claim(id) => Some(WrittenPart::Claim(id.to_string())),
            },
            only: options.only.map(|kind| kind.code().to_owned()),
            documents: options.has_documents,
            audited: options.audited.clone(),
        }
    }

    fn read(self) -> Result<(Options, Vec<RecordId>), String> {
        if self.byline != FORM {
            return Err(format!("the options are of the form {:?}, and this program knows {FORM:?}", self.byline));
        }
        let id = |text: &String| text.parse::<RecordId>().map_err(|error| format!("{text:?} is no id: {error}"));
        let events = self.events.iter().map(id).collect::<Result<Vec<_>, _>>()?;
        let part = match self.part {
            None => Part::All,
            Some(WrittenPart::Document(text)) => Part::Document(id(&text)?),
            Some(WrittenPart::Claim(text)) => Part::Claim(id(&text)?),
            Some(WrittenPart::Source(source)) => Part::Source(match source {
                WrittenSource::Entity(text) => SourceKey::Entity(id(&text)?),
                WrittenSource::Unnamed(described) => SourceKey::Unnamed(described),
                WrittenSource::OwnVoice(text) => SourceKey::OwnVoice(id(&text)?),
                WrittenSource::Sealed { described, disclosed } => SourceKey::Sealed { described, disclosed },
                WrittenSource::Nobody => SourceKey::Nobody,
            }),
        };
        let only = self.only.map(|code| {
            let found = SummaryKind::ALL.into_iter().find(|kind| kind.code() == code);
            found.ok_or_else(|| format!("{code:?} is no outcome of a question"))
        });
        let options = Options {
            language: self.lang,
            part,
            only: only.transpose()?,
            has_documents: self.documents,
            audited: self.audited,
        };
        Ok((options, events))
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
                joined(not_checked)
            ),
            Self::Failed { findings } => {
                format!("The ledger failed its audit when this report was written: {}.", joined(findings))
            }
        }
    }
}

fn joined(remarks: &[Remark]) -> String {
    remarks.iter().map(Remark::to_string).collect::<Vec<_>>().join("; ")
}
