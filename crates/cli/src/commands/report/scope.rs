//! What a report is about: events, or what one source, document or claim is in them.

use super::super::find::by_slug;
use super::super::{naming, unreadable};
use crate::failure::Failure;
use crate::messages::Language;
use crate::render::report::Options;
use crate::render::report::options::Part;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::{Column, SourceKey, SummaryKind, asked, claims_on, columns_of};
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::{Located, Lookup};
use byline_ledger::position::Index;
use byline_ledger::record::{Kind, Record};
use clap::ValueEnum;
use std::collections::BTreeMap;

#[derive(Debug, clap::Args)]
pub struct Scope {
    /// The events: slug or id [default: the only one of the ledger; with --source, --document or --claim all that have it]
    #[arg(value_name = "EVENT")]
    events: Vec<String>,

    /// Only what one source says: slug, name, or `own voice`
    #[arg(long, value_name = "SOURCE", conflicts_with_all = ["document", "claim"])]
    source: Option<String>,

    /// Only what stands in one document: slug or id
    #[arg(long, value_name = "DOCUMENT", conflicts_with = "claim")]
    document: Option<String>,

    /// Only one claim, by id
    #[arg(long, value_name = "ID")]
    claim: Option<String>,

    /// Only questions that come to this
    #[arg(long, value_enum, value_name = "LABEL")]
    only: Option<Only>,

    /// Leave the list of documents out
    #[arg(long)]
    without_documents: bool,
}

/// What a question comes to, as a reader can ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Only {
    /// Answers that can't both be true
    Conflict,
    /// Named sources that give the same answer
    Agree,
    /// Answers that differ and can all be true
    Compatible,
    /// Answers that can't be compared
    #[value(alias = "unaligned")]
    NotComparable,
    /// One named source in one document
    OneSource,
    /// One named source in several documents
    OneOrigin,
    /// Answers of nobody named
    NoNamedSource,
    /// Claims, none of which answers
    Silent,
    /// No claim
    NotRecorded,
}

/// Records and what of them is asked for.
pub struct Chosen {
    pub gathered: Gathered,
    /// By identity.
    pub events: Vec<RecordId>,
    pub options: Options,
}

impl Scope {
    /// What is asked of every event.
    pub fn options(&self) -> Options {
        Options { has_documents: !self.without_documents, ..Options::default() }
    }

    /// Finds what is meant.
    ///
    /// # Errors
    /// When there is no such event, source, document or claim, or it can be several.
    pub fn choose(&self, lookup: &Lookup<'_>, language: Language) -> Result<Chosen, Failure> {
        let claim = self.claim.as_deref().map(|what| claim(lookup, what)).transpose()?;
        let events = match (&self.events[..], &claim) {
            ([], Some((_, event))) => vec![*event],
            ([], None) if self.source.is_some() || self.document.is_some() => naming::all_events(lookup)?,
            ([], None) => vec![naming::event(lookup, None)?],
            (named, _) => {
                let mut events = Vec::new();
                for what in named {
                    let event = naming::event(lookup, Some(what))?;
                    if !events.contains(&event) {
                        events.push(event);
                    }
                }
                events
            }
        };
        let gathered = gathered(lookup, &events, language)?;
        let casefile = &gathered.casefile;
        let part = match (&self.source, &self.document, claim) {
            (Some(source), ..) => {
                Part::Source(naming::source(casefile, &casefile.judgements(), &columns(casefile, &events), source)?)
            }
            (_, Some(document), _) => Part::Document(self::document(lookup, document)?),
            (.., Some((claim, _))) => Part::Claim(claim),
            _ => Part::All,
        };
        let only = self.only.map(Only::kind);
        let options = Options { language, part, only, has_documents: !self.without_documents, ..Options::default() };
        Ok(Chosen { gathered, events, options })
    }
}

/// The records on some events, and where they stand.
pub struct Gathered {
    pub casefile: Casefile,
    /// Ascending.
    pub indexes: Vec<Index>,
}

/// The records on these events, each once.
///
/// # Errors
/// When the log can't be read.
pub fn gathered(lookup: &Lookup<'_>, events: &[RecordId], language: Language) -> Result<Gathered, Failure> {
    let mut records: BTreeMap<Index, LoggedRecord> = BTreeMap::new();
    for event in events {
        let found = lookup.about_event(*event).map_err(|error| unread(lookup, &error))?;
        records.extend(found.into_iter().map(|record| (record.index, record)));
    }
    let indexes = records.keys().copied().collect();
    Ok(Gathered { casefile: casefile(records.into_values().collect(), language), indexes })
}

/// Records as a report takes them: names in its language first.
pub fn casefile(records: Vec<LoggedRecord>, language: Language) -> Casefile {
    Casefile::new(records).with_languages(vec![language.tag().to_owned(), "en".to_owned()])
}

/// The sources with a name in an event, in the order of its columns.
pub fn named_sources(casefile: &Casefile, event: RecordId) -> Vec<RecordId> {
    let named = |column: Column| match column.key {
        SourceKey::Entity(id) => Some(id),
        _ => None,
    };
    columns(casefile, &[event]).into_iter().filter_map(named).collect()
}

fn columns(casefile: &Casefile, events: &[RecordId]) -> Vec<Column> {
    let judgements = casefile.judgements();
    let questions: Vec<RecordId> =
        events.iter().flat_map(|event| asked(casefile, &judgements, *event).concat()).collect();
    columns_of(casefile, &judgements, &claims_on(casefile, &questions))
}

fn unread(lookup: &Lookup<'_>, error: &byline_ledger::ledger::ViewError) -> Failure {
    unreadable(lookup.ledger().reader().path(), error)
}

fn document(lookup: &Lookup<'_>, what: &str) -> Result<RecordId, Failure> {
    one(lookup, what, Kind::Document, "document")
}

/// A claim, and the event that its question is about.
fn claim(lookup: &Lookup<'_>, what: &str) -> Result<(RecordId, RecordId), Failure> {
    let id = one(lookup, what, Kind::Claim, "claim")?;
    let current = |id: RecordId| {
        let versions = lookup.versions(id).map_err(|error| unread(lookup, &error))?;
        Ok::<_, Failure>(versions.last().map(|located| located.record().clone()))
    };
    let mut about = id;
    // A question on a claim leads to the claim, that to its question, and at last to an event: references point to lower indexes.
    while let Some(Record::Claim(claim)) = current(about)? {
        let Some(Record::Question(question)) = current(claim.question)? else { break };
        match (question.event, question.claim) {
            (Some(event), _) => return Ok((id, event)),
            (None, Some(claim)) => about = claim,
            (None, None) => break,
        }
    }
    Err(Failure::new(format!("the claim {what:?} answers no question about an event")))
}

/// The identity of the one thing of a kind that is meant.
fn one(lookup: &Lookup<'_>, what: &str, kind: Kind, name: &str) -> Result<RecordId, Failure> {
    let found = match what.strip_prefix("b3:") {
        Some(digits) => lookup.by_prefix(digits).map_err(|error| unread(lookup, &error))?,
        None if kind == Kind::Claim => Vec::new(),
        None => by_slug(lookup, what, &[kind])?,
    };
    let found: Vec<Located> = found.into_iter().filter(|located| located.record().kind() == kind).collect();
    match &found[..] {
        [one] => {
            let versions = lookup.versions(one.id()).map_err(|error| unread(lookup, &error))?;
            Ok(versions.first().map_or(one.id(), Located::id))
        }
        [] => Err(Failure::new(format!("there is no {name} {what:?}"))
            .hint("`byline log` lists ids; give b3: and 8 digits or more")),
        several => Err(super::super::find::ambiguous(what, several)),
    }
}

/// Why there is no report.
pub fn nothing(is_partial: bool) -> Failure {
    match is_partial {
        true => Failure::new("nothing recorded fits what was asked for, so there is nothing to report")
            .hint("leave out --only, --source, --document or --claim"),
        false => Failure::new("nothing is asked about this event yet, so there is nothing to report")
            .hint("`byline record` records questions and claims"),
    }
}

impl Only {
    fn kind(self) -> SummaryKind {
        match self {
            Self::Conflict => SummaryKind::Conflict,
            Self::Agree => SummaryKind::Agree,
            Self::Compatible => SummaryKind::Compatible,
            Self::NotComparable => SummaryKind::NotComparable,
            Self::OneSource => SummaryKind::OneSource,
            Self::OneOrigin => SummaryKind::OneOrigin,
            Self::NoNamedSource => SummaryKind::NoNamedSource,
            Self::Silent => SummaryKind::Silent,
            Self::NotRecorded => SummaryKind::NotRecorded,
        }
    }
}
