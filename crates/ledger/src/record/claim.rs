//! `claim`: one answer by one source to one question, found in one document.

mod saying;
mod source;

pub use saying::{Act, Basis, Commitment, Cue, Medium, Passage, Speech, SpeechForm, Translation};
pub use source::{Source, Unnamed};

use super::Kind;
use super::answer::{Answer, Silence};
use super::common::{Problem, Reference, Scope, optional_items, optional_scope};
use super::document::Document;
use super::question::{AnswerType, Question};
use super::sealed::{Sealable, SealedField, optional_quote};
use super::text::{Period, Text};
use crate::edtf::Edtf;
use crate::hash::{RecordId, SealedHash};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// The longest passage, in code points.
pub const MAX_PASSAGE_CHARS: u64 = 4_096;

/// How many code points of context stand on either side of a passage, where there are as many.
pub const CONTEXT_CHARS: u64 = 32;

/// One answer by one source to one question, found in one document (docs/format/records.md, "claim").
///
/// It says that the document has these words and that the recorder reads them so. It doesn't say that the answer is true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The question that it answers.
    pub question: RecordId,
    /// Where it was found.
    pub document: RecordId,
    /// The innermost source.
    pub by: Source,
    /// Outer sources, the outermost last; 1 to 8.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "few_sources")]
    pub through: Option<Vec<Source>>,
    /// What the source does by its words.
    pub act: Act,
    /// The document's reporting verb.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Cue>,
    /// How far the source commits itself.
    pub commitment: Commitment,
    /// The answer.
    pub answer: Answer,
    /// The claim's own unit, where it differs from the question's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// The claim's own scope, where it differs from the question's.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_scope")]
    pub scope: Option<Scope>,
    /// The claim's own period, where it differs from the question's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// What time the answer is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Edtf>,
    /// When it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Edtf>,
    /// Whether the words are the source's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speech: Option<Speech>,
    /// The medium.
    #[serde(default, rename = "in", skip_serializing_if = "Option::is_none")]
    pub medium: Option<Medium>,
    /// The source's office at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Text>,
    /// The words, as they stand in the document.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_quote")]
    pub quote: Option<Sealable<Vec<Passage>>>,
    /// The recorder's rendering.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gist: Option<Text>,
    /// Translations of the quote.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_items")]
    pub translations: Option<Vec<Translation>>,
    /// How the recorder came by the words.
    pub basis: Basis,
    /// "headline", "caption", .. where it isn't the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Text>,
    /// "if ..".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Text>,
    /// The interviewer's question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Text>,
    /// The source's words for a time or figure that the answer normalises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_said: Option<Text>,
    /// The recorder's remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// The version that this one corrects: the recorder was wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<RecordId>,
    /// The earlier claim that the source changed, by identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revises: Option<RecordId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

fn few_sources<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Source>>, D::Error> {
    let sources: Vec<Source> = Vec::deserialize(deserializer)?;
    if !(1..=8).contains(&sources.len()) {
        return Err(D::Error::custom("outer sources are 1 to 8"));
    }
    if sources.iter().any(|source| !source.is_somebody()) {
        return Err(D::Error::custom("an outer source is an entity or somebody unnamed or sealed"));
    }
    Ok(Some(sources))
}

impl Claim {
    /// The passages of the quote, where it isn't sealed.
    pub fn passages(&self) -> &[Passage] {
        self.quote.as_ref().and_then(Sealable::open).map_or(&[], Vec::as_slice)
    }

    /// The places that are sealed.
    pub(super) fn sealed(&self) -> Vec<(SealedField, SealedHash)> {
        let mut places = Vec::new();
        let mut source = |field, source: &Source| {
            if let Source::Sealed(sealed) = source {
                places.push((field, sealed.commitment));
            }
        };
        source(SealedField::By, &self.by);
        for (outer, place) in self.through.iter().flatten().zip(0..) {
            source(SealedField::Through(place), outer);
        }
        let quote = self.quote.as_ref().and_then(Sealable::commitment);
        places.extend(quote.map(|commitment| (SealedField::Quote, commitment)));
        places
    }

    /// All sources, the innermost first.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        std::iter::once(&self.by).chain(self.through.iter().flatten())
    }

    pub(super) fn references(&self) -> Vec<Reference> {
        let mut references = vec![
            Reference::new("question", self.question, Kind::Question),
            Reference::new("document", self.document, Kind::Document),
        ];
        for (field, source) in
            std::iter::once(("by", &self.by)).chain(self.through.iter().flatten().map(|s| ("through", s)))
        {
            if let Source::Entity(id) = source {
                references.push(Reference::new(field, *id, Kind::Entity));
            }
        }
        references.extend(self.answer.references());
        references.extend(self.scope.iter().flat_map(Scope::references));
        let with = self.medium.as_ref().and_then(|medium| medium.with);
        references.extend(with.map(|id| Reference::new("in.with", id, Kind::Entity)));
        references.extend(self.revises.map(|id| Reference::new("revises", id, Kind::Claim)));
        references
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = self.answer.problems();
        problems.extend(self.scope.iter().flat_map(Scope::problems));
        problems.extend(self.source_problems());
        problems.extend(self.act_problems());
        problems.extend(passage_problems(self.passages()));
        problems
    }

    fn source_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let sources: Vec<&Source> = self.sources().collect();
        if sources.iter().enumerate().any(|(at, source)| sources[..at].contains(source)) {
            problems.push(Problem::new("through", "a source stands twice"));
        }
        if self.through.iter().flatten().any(|source| !source.is_somebody()) {
            problems.push(Problem::new("through", "an outer source is an entity or somebody unnamed or sealed"));
        }
        if self.by == Source::Nobody && self.through.is_some() {
            problems.push(Problem::new("through", "where nobody is named, nobody passes it on"));
        }
        if !self.by.is_somebody() && self.office.is_some() {
            problems.push(Problem::new("office", "only a source that is somebody has an office"));
        }
        let counts = sources.iter().filter_map(|source| match source {
            Source::Unnamed(unnamed) => unnamed.count,
            _ => None,
        });
        if counts.into_iter().any(|count| !source::UNNAMED.contains(&count)) {
            problems.push(Problem::new("by", "unnamed sources are 1 to 1,000,000"));
        }
        problems
    }

    fn act_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let declined = self.answer == Answer::Silent(Silence::Declined);
        if declined != (self.act == Act::Decline) {
            problems.push(Problem::new("act", "the act `decline` and the answer `declined` go together"));
        }
        let commits_to_nothing = matches!(self.act, Act::Ask | Act::Demand | Act::Decline);
        if commits_to_nothing && self.commitment != Commitment::None {
            problems.push(Problem::new("commitment", "who asks, demands or declines commits to nothing"));
        }
        if self.answer == Answer::Silent(Silence::NotMentioned) {
            if self.quote.is_some() || self.cue.is_some() {
                problems.push(Problem::new("quote", "what is not mentioned has neither quote nor cue"));
            }
            if self.by == Source::Nobody {
                problems.push(Problem::new("by", "a silence is somebody's"));
            }
        }
        problems
    }

    /// What is wrong with it as an answer to this question, found in this document (the versions in force).
    pub fn problems_for(&self, question: &Question, document: &Document) -> Vec<Problem> {
        let mut problems = self.answer.problems_for(question);
        let mut demand = |holds: bool, field: &'static str, words: &str| {
            if !holds {
                problems.push(Problem::new(field, words));
            }
        };
        let is_quantity = question.answer_type == AnswerType::Quantity;
        demand(is_quantity || self.unit.is_none(), "unit", "only quantities have a unit");
        demand(is_quantity || self.period.is_none(), "period", "only quantities have a period");
        demand(
            self.unit.is_none() || self.unit != question.unit,
            "unit",
            "the unit is the question's own: leave it out",
        );
        demand(
            self.period.is_none() || self.period != question.period,
            "period",
            "the period is the question's own: leave it out",
        );
        let same_scope = matches!((&self.scope, &question.scope), (Some(own), Some(asked)) if own.same(asked));
        demand(!same_scope, "scope", "the scope is the question's own: leave it out");
        let not_mentioned = self.answer == Answer::Silent(Silence::NotMentioned);
        let may_lack_quote = not_mentioned || document.text.is_none() || self.basis == Basis::Told;
        demand(may_lack_quote || self.quote.is_some(), "quote", "an answer has the words that it was found in");
        if document.text.is_none() {
            demand(self.quote.is_none(), "quote", "the document has no extracted text to quote from");
        }
        let Some(text) = document.extracted() else { return problems };
        for passage in self.passages() {
            demand(passage.end <= text.chars, "quote", "a passage ends behind the end of the text");
            let behind = text.chars.saturating_sub(passage.end).min(CONTEXT_CHARS);
            let suffix = passage.suffix.as_str().chars().count() as u64;
            demand(
                suffix == behind,
                "quote",
                "the suffix is the 32 characters behind the passage, or as many as there are",
            );
        }
        problems
    }
}

/// What is wrong with the passages of a quote, as far as it can be told without the document.
pub(super) fn passage_problems(passages: &[Passage]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut say = |words: &str| problems.push(Problem::new("quote", words));
    let mut last_end = 0;
    for passage in passages {
        if passage.start >= passage.end || passage.start < last_end {
            say("passages are in the order of the text, not empty, and don't overlap");
        }
        last_end = passage.end;
        let chars = passage.exact.as_str().chars().count() as u64;
        if passage.end.saturating_sub(passage.start) != chars {
            say("a passage is as long as its place says");
        }
        if chars > MAX_PASSAGE_CHARS {
            say("a passage has at most 4,096 characters");
        }
        if passage.prefix.as_str().chars().count() as u64 != passage.start.min(CONTEXT_CHARS) {
            say("the prefix is the 32 characters before the passage, or as many as there are");
        }
    }
    problems
}
