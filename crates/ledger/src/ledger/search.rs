//! Finding records by words, and by what they are about.

use super::view::{Located, ViewError};
use super::wording::{names_of, wording};
use super::{Lookup, Term};
use crate::edtf::{Edtf, Span};
use crate::hash::RecordId;
use crate::position::Index;
use crate::record::{Handle, Kind, Record, Source};
use crate::words::{Word, words};
use std::collections::BTreeSet;
use std::ops::Range;

/// How many entities lend their names to a search.
const MOST_ENTITIES: usize = 8;

/// Words that are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase(Vec<Pattern>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    folded: String,
    /// Whether a word may go on behind it.
    is_beginning: bool,
}

impl Pattern {
    fn fits(&self, word: &Word) -> bool {
        if self.is_beginning { word.folded.starts_with(&self.folded) } else { word.folded == self.folded }
    }
}

impl Phrase {
    /// The words of a text, a `*` behind one of them standing for any ending. Nothing if it has no words.
    pub fn new(text: &str) -> Option<Self> {
        let patterns = words(text)
            .into_iter()
            .map(|word| Pattern { is_beginning: text[word.range.end..].starts_with('*'), folded: word.folded });
        let patterns: Vec<Pattern> = patterns.collect();
        (!patterns.is_empty()).then_some(Self(patterns))
    }

    /// Whether all the words stand in one text.
    fn stands_in(&self, text: &str) -> bool {
        let found = words(text);
        self.0.iter().all(|pattern| found.iter().any(|word| pattern.fits(word)))
    }

    /// Where the words stand in a text; empty if none does.
    fn places(&self, text: &str) -> Vec<Range<usize>> {
        let fits = |word: &Word| self.0.iter().any(|pattern| pattern.fits(word));
        words(text).into_iter().filter(fits).map(|word| word.range).collect()
    }

    /// The text of a record that has the most of the words, if the record has all of them somewhere.
    fn found_in(&self, record: &Record) -> Option<Passage> {
        let texts = wording(record);
        let has = |pattern: &Pattern| texts.iter().any(|(_, text)| words(text).iter().any(|word| pattern.fits(word)));
        if !self.0.iter().all(has) {
            return None;
        }
        let count = |text: &str| {
            let found = words(text);
            self.0.iter().filter(|pattern| found.iter().any(|word| pattern.fits(word))).count()
        };
        // A slug says least about why a record was found.
        let (field, text) = texts.into_iter().rev().max_by_key(|(field, text)| (count(text), *field != "slug"))?;
        Some(Passage { field, text: text.to_owned(), places: self.places(text) })
    }
}

/// What records are looked for: all that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct Criteria {
    /// Words that stand in the record.
    pub words: Option<Phrase>,
    /// Other names of what the words name: a record that has one of them, whole and in one text, is found as well.
    pub aliases: Vec<(String, Phrase)>,
    /// Its kind.
    pub kind: Option<Kind>,
    /// Who signed it.
    pub signer: Option<Handle>,
    /// Claims in which this entity speaks, or passes words on.
    pub source: Option<RecordId>,
    /// The event with its questions and the claims on them.
    pub event: Option<RecordId>,
    /// A time that the record may be about: of a claim when it was said or what it is about, of an event when, of a document when published.
    pub date: Option<Edtf>,
}

/// The text in which words were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The record's field.
    pub field: &'static str,
    /// The whole text.
    pub text: String,
    /// Where the words stand in it, in bytes.
    pub places: Vec<Range<usize>>,
}

/// A record that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The record, and where it stands.
    pub located: Located,
    /// Where the words stand, if there were any.
    pub passage: Option<Passage>,
    /// The other name by which it was found.
    pub alias: Option<String>,
}

impl Criteria {
    /// Whether a record is meant. Where an event is, its versions and questions are given.
    fn check(&self, located: Located, about: Option<&BTreeSet<RecordId>>) -> Option<Hit> {
        let record = located.record();
        let is_on = |about: &BTreeSet<RecordId>| match record {
            Record::Claim(claim) => about.contains(&claim.question),
            _ => about.contains(&located.id()),
        };
        let is_event = about.is_none_or(is_on);
        let is_kind = self.kind.is_none_or(|kind| record.kind() == kind);
        let is_signer = self.signer.is_none() || located.handle == self.signer;
        let is_source = self.source.is_none_or(|source| speaks(record, source));
        let is_date = self.date.as_ref().is_none_or(|date| is_about(record, date.span()));
        if !(is_event && is_kind && is_signer && is_source && is_date) {
            return None;
        }
        let Some(phrase) = &self.words else { return Some(Hit { located, passage: None, alias: None }) };
        if let Some(passage) = phrase.found_in(record) {
            return Some(Hit { located, passage: Some(passage), alias: None });
        }
        let found = self.aliases.iter().find_map(|(name, phrase)| {
            let (field, text) = wording(record).into_iter().find(|(_, text)| phrase.stands_in(text))?;
            let passage = Passage { field, text: text.to_owned(), places: phrase.places(text) };
            Some((passage, name.clone()))
        });
        found.map(|(passage, alias)| Hit { located, passage: Some(passage), alias: Some(alias) })
    }
}

fn speaks(record: &Record, entity: RecordId) -> bool {
    match record {
        Record::Claim(claim) => claim.sources().any(|source| *source == Source::Entity(entity)),
        _ => false,
    }
}

fn is_about(record: &Record, date: Span) -> bool {
    let dates = match record {
        Record::Claim(claim) => vec![&claim.as_of, &claim.said],
        Record::Event(event) => vec![&event.when],
        Record::Document(document) => vec![&document.published],
        _ => Vec::new(),
    };
    dates.into_iter().flatten().any(|own| own.span().overlaps(date))
}

impl Lookup<'_> {
    /// Adds the other names of the entities that the words name, in whatever language and script.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn add_aliases(&self, criteria: &mut Criteria) -> Result<(), ViewError> {
        let Some(phrase) = &criteria.words else { return Ok(()) };
        let entities = Criteria { words: Some(phrase.clone()), kind: Some(Kind::Entity), ..Criteria::default() };
        let mut names = BTreeSet::new();
        let mut found = 0;
        for hit in self.search(&entities)? {
            let hit = hit?;
            let Record::Entity(entity) = hit.located.record() else { continue };
            if names_of(entity).any(|name| phrase.stands_in(name)) {
                names.extend(names_of(entity).filter(|name| !phrase.stands_in(name)).map(str::to_owned));
                found += 1;
            }
            if found == MOST_ENTITIES {
                break;
            }
        }
        criteria.aliases =
            names.into_iter().filter_map(|name| Phrase::new(&name).map(|phrase| (name, phrase))).collect();
        Ok(())
    }

    /// The records that are meant, in the order of the log. Each is read when it is asked for, and confirmed at its leaf.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn search<'s>(
        &'s self,
        criteria: &'s Criteria,
    ) -> Result<impl Iterator<Item = Result<Hit, ViewError>> + 's, ViewError> {
        let event = criteria.event.map(|event| self.about(event)).transpose()?;
        let places = self.candidates(criteria, event.as_ref().map(|about| &about.places))?;
        Ok(places.into_iter().filter_map(move |place| match self.ledger().at(place) {
            Ok(located) => criteria.check(located, event.as_ref().map(|about| &about.ids)).map(Ok),
            // A leaf that is no statement has no words.
            Err(ViewError::NotAStatement(_)) => None,
            Err(error) => Some(Err(error)),
        }))
    }

    /// Where such records may stand: what the index has on each criterion that it knows, and on all of them together.
    fn candidates(&self, criteria: &Criteria, event: Option<&Vec<Index>>) -> Result<Vec<Index>, ViewError> {
        let mut sets: Vec<Vec<Index>> = Vec::new();
        if let Some(phrase) = &criteria.words {
            let mut set = self.with_words(phrase)?;
            for (_, alias) in &criteria.aliases {
                set = match (set, self.with_words(alias)?) {
                    (Some(mut set), Some(more)) => {
                        set.extend(more);
                        Some(set)
                    }
                    _ => None,
                };
            }
            sets.extend(set);
        }
        for term in [
            criteria.kind.map(Term::Kind),
            criteria.signer.clone().map(Term::Signer),
            criteria.source.map(Term::ClaimsBy),
        ]
        .into_iter()
        .flatten()
        {
            sets.push(self.positions(&term)?);
        }
        sets.extend(event.cloned());
        let Some(first) = sets.pop() else { return Ok(self.all_positions()) };
        let mut common: BTreeSet<Index> = first.into_iter().collect();
        for set in sets {
            let set: BTreeSet<Index> = set.into_iter().collect();
            common.retain(|place| set.contains(place));
        }
        Ok(common.into_iter().collect())
    }

    /// The records that have all whole words of a phrase; nothing if it has only beginnings, which the index doesn't know.
    fn with_words(&self, phrase: &Phrase) -> Result<Option<Vec<Index>>, ViewError> {
        let mut common: Option<BTreeSet<Index>> = None;
        for pattern in phrase.0.iter().filter(|pattern| !pattern.is_beginning) {
            let set: BTreeSet<Index> = self.positions_of_word(&pattern.folded)?.into_iter().collect();
            common = Some(match common {
                None => set,
                Some(mut common) => {
                    common.retain(|place| set.contains(place));
                    common
                }
            });
        }
        Ok(common.map(|common| common.into_iter().collect()))
    }

    /// The event in all its versions, its questions, and the claims on them.
    fn about(&self, event: RecordId) -> Result<About, ViewError> {
        let mut about = About::default();
        for version in self.versions(event)? {
            about.places.push(version.index);
            about.ids.insert(version.id());
        }
        for question in self.by_term(&Term::QuestionsOn(event))? {
            about.places.push(question.index);
            about.ids.insert(question.id());
            about.places.extend(self.positions(&Term::ClaimsOn(question.id()))?);
        }
        Ok(about)
    }
}

/// What belongs to an event.
#[derive(Debug, Default)]
struct About {
    /// Where it may stand.
    places: Vec<Index>,
    /// The versions of the event and of its questions.
    ids: BTreeSet<RecordId>,
}
