//! A dossier as a tree: every value typed and with its place, no slug looked up, no file read.

use super::fault::{At, Span};
use byline_ledger::edtf::Edtf;
use byline_ledger::record::{
    Act, AnswerType, Basis, Commitment, EntityType, Handle, Kind, Lang, Names, OtherName, Period, Slug, SpeechForm,
    Text, Translation,
};
use std::collections::BTreeMap;
use std::fmt;
use toml::de::DeValue;

/// A whole dossier.
#[derive(Debug)]
pub struct Dossier<'a> {
    pub defaults: Defaults,
    pub entities: Vec<EntityItem>,
    pub events: Vec<EventItem>,
    pub questions: Vec<QuestionItem>,
    pub documents: Vec<DocumentItem>,
    pub claims: Vec<ClaimItem<'a>>,
    /// Every slug that the dossier defines, those of broken items too, with the place of its definition.
    pub defined: BTreeMap<(Kind, Slug), Span>,
}

/// `[dossier]`
#[derive(Debug)]
pub struct Defaults {
    pub document: Option<At<Name>>,
    pub lang: Option<Lang>,
    pub as_of: Option<Edtf>,
    /// Whether an `as_of` stands there, be it wrong.
    pub has_as_of: bool,
    pub zone: Zone,
    pub desk: Lang,
}

/// The zone of clock times that bring none: `Z` or an offset.
#[derive(Debug, Clone, Default)]
pub struct Zone(pub Option<String>);

/// How a dossier refers to something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// A slug of the dossier, else of the signer's, else of another recorder's.
    Slug(Slug),
    /// A recorder's own slug.
    Of(Handle, Slug),
    /// The first digits of an id, behind `b3:`.
    Id(String),
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slug(slug) => write!(f, "{slug}"),
            Self::Of(handle, slug) => write!(f, "{handle}/{slug}"),
            Self::Id(digits) => write!(f, "b3:{digits}"),
        }
    }
}

/// Where an item and its fields stand.
#[derive(Debug, Clone)]
pub struct Head {
    /// The item's name in the header of its table.
    pub span: Span,
    pub fields: BTreeMap<String, Span>,
}

impl Head {
    /// The place of a field of the record; the item's own where the dossier doesn't have the field.
    pub fn place(&self, field: &str) -> &Span {
        let keys: &[&str] = match field {
            "commitment" => &["commit"],
            "answer" => &["answer", "denies", "silent", "complete"],
            "scope.places" => &["scope"],
            "in.with" => &["in"],
            "rule" => &["cumulative", "period"],
            "type" => &["type", "kind", "unit", "options"],
            "names" => &["names", "name"],
            "titles" => &["titles", "title"],
            "asks" => &["asks", "ask"],
            "text.blake3" | "text.chars" => &["text", "file"],
            field => &[field],
        };
        keys.iter().find_map(|key| self.fields.get(*key)).unwrap_or(&self.span)
    }
}

/// `[entity.SLUG]`
#[derive(Debug)]
pub struct EntityItem {
    pub head: Head,
    pub slug: Slug,
    pub entity_type: EntityType,
    pub names: Names,
    pub also: Option<Vec<OtherName>>,
    pub office: Option<Text>,
    pub speaks_for: Option<At<Name>>,
    pub part_of: Option<At<Name>>,
    pub consists_of: Vec<At<Name>>,
    pub same_as: Option<Vec<Text>>,
    pub note: Option<Text>,
    pub reason: Option<At<Text>>,
}

/// `[event.SLUG]`
#[derive(Debug)]
pub struct EventItem {
    pub head: Head,
    pub slug: Slug,
    pub titles: Names,
    pub when: Option<Edtf>,
    pub places: Vec<At<Name>>,
    pub note: Option<Text>,
    pub reason: Option<At<Text>>,
}

/// `[question.SLUG]`
#[derive(Debug)]
pub struct QuestionItem {
    pub head: Head,
    pub slug: Slug,
    pub event: Option<At<Name>>,
    pub claim: Option<At<Name>>,
    pub asks: Names,
    pub answer_type: AnswerType,
    pub unit: Option<Text>,
    pub measure: bool,
    pub options: Option<Vec<Text>>,
    pub many: bool,
    pub scope: Option<ScopeItem>,
    pub cumulative: bool,
    pub period: Option<Period>,
    pub note: Option<Text>,
    pub reason: Option<At<Text>>,
}

/// `scope = ..`
#[derive(Debug, Clone)]
pub struct ScopeItem {
    pub places: Vec<At<Name>>,
    pub population: Option<Text>,
}

/// `[document.SLUG]`
#[derive(Debug)]
pub struct DocumentItem {
    pub head: Head,
    pub slug: Slug,
    pub file: At<String>,
    pub document_type: Text,
    pub lang: Lang,
    pub media_type: Option<Text>,
    pub text: Option<At<String>>,
    /// Name and version.
    pub extractor: Option<(Text, Text)>,
    pub url: Option<Text>,
    pub title: Option<Text>,
    pub publisher: Option<At<Name>>,
    pub author: Option<Text>,
    pub dateline: Option<Text>,
    pub published: Option<Edtf>,
    pub captured: Option<Edtf>,
    pub tool: Option<Text>,
    pub note: Option<Text>,
    pub reason: Option<At<Text>>,
}

/// `by = ..`, and each of `through`.
#[derive(Debug, Clone)]
pub enum SourceItem {
    Named(At<Name>),
    Unnamed { described: Text, count: Option<u64> },
    OwnVoice,
    Nobody,
}

/// Which of the three ways a claim answers in.
#[derive(Debug)]
pub enum AnswerItem<'a> {
    Silent(At<byline_ledger::record::Silence>),
    /// The value is typed by the question, so it is read when that is known.
    Answer(At<&'a DeValue<'a>>),
    Denies(At<&'a DeValue<'a>>),
}

/// `revises = ..`
#[derive(Debug)]
pub enum Earlier {
    Label(String),
    Id(At<Name>),
}

/// `[[claim.QUESTION]]`
#[derive(Debug)]
pub struct ClaimItem<'a> {
    pub head: Head,
    pub question: At<Name>,
    pub document: Option<At<Name>>,
    pub label: Option<At<String>>,
    pub by: SourceItem,
    pub through: Vec<SourceItem>,
    pub act: Option<Act>,
    pub cue: Option<At<Text>>,
    pub commit: Option<Commitment>,
    pub answer: AnswerItem<'a>,
    pub complete: bool,
    pub unit: Option<Text>,
    pub scope: Option<ScopeItem>,
    pub period: Option<Period>,
    pub as_of: Option<Edtf>,
    pub said: Option<Edtf>,
    pub speech: Option<SpeechForm>,
    pub spoken: Option<Lang>,
    pub medium: Option<(Text, Option<At<Name>>)>,
    pub office: Option<Text>,
    pub quotes: Vec<At<String>>,
    pub lang: Option<Lang>,
    pub gist: Option<Text>,
    pub translations: Option<Vec<Translation>>,
    pub basis: Basis,
    pub part: Option<Text>,
    pub condition: Option<Text>,
    pub asked: Option<Text>,
    pub as_said: Option<Text>,
    pub note: Option<Text>,
    pub corrects: Option<At<Name>>,
    pub revises: Option<At<Earlier>>,
    pub reason: Option<At<Text>>,
    pub also: bool,
}
