//! Claims.

use super::documents::DocumentText;
use super::{Builder, Thing, in_order};
use crate::dossier::data::MOST_FAULTS;
use crate::dossier::fault::{At, Span};
use crate::dossier::parse::section::clip;
use crate::dossier::tree::{AnswerItem, ClaimItem, Earlier, SourceItem};
use byline_ledger::hash::RecordId;
use byline_ledger::quote::LocateError;
use byline_ledger::record::claim::Unnamed;
use byline_ledger::record::{
    Act, Answer, Claim, Commitment, Cue, Document, Kind, Lang, Medium, Passage, Question, Record, Scope, Silence,
    Source, Speech, SpeechForm,
};
use std::collections::BTreeMap;

/// A claim as a record, before it is known whether the ledger has it.
pub(super) struct Built<'b> {
    pub item: &'b ClaimItem<'b>,
    /// Without `corrects`; the reason as typed.
    pub record: Claim,
}

/// What a claim answers, and where it was found.
struct Subject {
    question: Thing,
    document: Thing,
}

impl Subject {
    fn records(&self) -> Option<(&Question, &Document)> {
        match (&*self.question.record, &*self.document.record) {
            (Record::Question(question), Record::Document(document)) => Some((question, document)),
            _ => None,
        }
    }
}

impl<'b> Builder<'b> {
    /// Settles all claims in the order of the file, each behind the one that it revises.
    pub(super) fn claims(&mut self) {
        let claims = &self.dossier.claims;
        let labels = self.labels();
        let needs: Vec<Vec<usize>> = claims.iter().map(|item| revised(item, &labels).into_iter().collect()).collect();
        let (order, left) = in_order(&needs);
        let mut settled: BTreeMap<usize, RecordId> = BTreeMap::new();
        let mut session = super::previous::Previous::default();
        for (done, at) in order.into_iter().enumerate() {
            if self.faults.count() >= MOST_FAULTS {
                return;
            }
            (self.world.progress)(done, claims.len());
            let item = &claims[at];
            let revises = match self.revises(item, &labels, &settled) {
                Ok(revises) => revises,
                Err(()) => continue,
            };
            let Some(record) = self.claim(item, revises) else { continue };
            if let Some(identity) = self.settle_claim(Built { item, record }, &mut session) {
                settled.insert(at, identity);
            }
        }
        for item in left.into_iter().map(|at| &claims[at]) {
            self.faults.plain(item.head.place("revises"), "claims revise each other in a circle");
        }
        self.left_behind(session);
    }

    fn labels(&self) -> BTreeMap<&'b str, usize> {
        let mut labels = BTreeMap::new();
        for (at, item) in self.dossier.claims.iter().enumerate() {
            if let Some(label) = &item.label
                && labels.insert(label.value.as_str(), at).is_some()
            {
                let message = format!("the label `{}` stands twice", clip(&label.value));
                self.faults.add(&label.span, message, "a label names one claim of the dossier");
            }
        }
        labels
    }

    /// The identity that a claim revises, if any; an error if there is none although one is named.
    fn revises(
        &mut self,
        item: &ClaimItem<'_>,
        labels: &BTreeMap<&str, usize>,
        settled: &BTreeMap<usize, RecordId>,
    ) -> Result<Option<RecordId>, ()> {
        match &item.revises {
            None => Ok(None),
            Some(At { value: Earlier::Label(label), span }) => match labels.get(label.as_str()) {
                // What is wrong with the earlier claim has been said.
                Some(at) => settled.get(at).copied().map(Some).ok_or(()),
                None => {
                    let message = format!("no claim of this dossier has the label `{}`", clip(label));
                    self.faults.add(span, message, "give the earlier claim a `label`, or name it by its id: b3:..");
                    Err(())
                }
            },
            Some(At { value: Earlier::Id(name), .. }) => self.identity(Kind::Claim, name).map(Some).ok_or(()),
        }
    }

    /// The record of a claim. Its parts are read one by one, so that everything wrong is found at once.
    fn claim(&mut self, item: &'b ClaimItem<'b>, revises: Option<RecordId>) -> Option<Claim> {
        let before = self.faults.count();
        let question = self.find(Kind::Question, &item.question);
        let document = self.document_of(item);
        let by = self.source(&item.by);
        let through: Vec<Option<Source>> = item.through.iter().map(|source| self.source(source)).collect();
        let scope = item.scope.as_ref().map(|scope| self.scope(scope));
        let with = item.medium.as_ref().and_then(|(_, with)| with.as_ref());
        let with = with.map(|name| self.identity(Kind::Entity, name));
        let as_of = item.as_of.clone().or_else(|| self.dossier.defaults.as_of.clone());
        if as_of.is_none() && !self.dossier.defaults.has_as_of {
            let help = "add `as_of = 2025-11-09` to the claim, or to [dossier] for all of them";
            self.faults.add(&item.head.span, "what time is the answer about? `as_of` is missing", help);
        }
        let lang = self.lang_of(item, document.as_ref());
        let quote = document.as_ref().and_then(|document| self.quote(item, document));
        let answer = match question.as_ref().map(|thing| &*thing.record) {
            Some(Record::Question(question)) => self.answer(item, question, lang.as_ref()),
            _ => None,
        };
        let subject = Subject { question: question?, document: document? };
        let (answer, by, through) = (answer?, by?, through.into_iter().collect::<Option<Vec<_>>>()?);
        let (scope, with) = (absent_or(scope)?, absent_or(with)?);
        let quote = quote?;
        if self.faults.count() > before {
            return None;
        }
        let quote = (!quote.is_empty()).then_some(quote).map(Into::into);
        let record = Claim {
            question: subject.question.identity,
            document: subject.document.identity,
            by,
            through: (!through.is_empty()).then_some(through),
            cue: (item.cue.as_ref().zip(lang)).map(|(cue, lang)| Cue { text: cue.value.clone(), lang }),
            as_of,
            scope,
            quote,
            medium: item.medium.as_ref().map(|(form, _)| Medium { form: form.clone(), with }),
            revises,
            ..plain_fields(item, answer)
        };
        self.check(item, &record, &subject)?;
        self.remind_claim(item, &record, &subject.question.record, &subject.document.record);
        Some(record)
    }

    /// The record's own problems, and those with its question and document.
    fn check(&mut self, item: &ClaimItem<'_>, record: &Claim, subject: &Subject) -> Option<()> {
        let (question, document) = subject.records()?;
        let mut problems = Record::Claim(record.clone()).problems();
        // A reason goes with `corrects` as well, which is settled later.
        problems.retain(|problem| item.corrects.is_none() || problem.field != "reason");
        problems.extend(record.problems_for(question, document));
        (!self.has_problems(&item.head, problems)).then_some(())
    }

    fn document_of(&mut self, item: &ClaimItem<'_>) -> Option<Thing> {
        let dossier = self.dossier;
        match item.document.as_ref().or(dossier.defaults.document.as_ref()) {
            Some(name) => self.find(Kind::Document, name),
            None => {
                let help = "add `document = \"slug\"` to the claim, or to [dossier] for all of them";
                self.faults.add(&item.head.span, "in which document was it found? `document` is missing", help);
                None
            }
        }
    }

    fn source(&mut self, source: &SourceItem) -> Option<Source> {
        Some(match source {
            SourceItem::Named(name) => Source::Entity(self.identity(Kind::Entity, name)?),
            SourceItem::Unnamed { described, count } => {
                Source::Unnamed(Unnamed { described: described.clone(), count: *count })
            }
            SourceItem::OwnVoice => Source::OwnVoice,
            SourceItem::Nobody => Source::Nobody,
        })
    }

    /// The language of the words: the claim's, the dossier's, the document's.
    fn lang_of(&self, item: &ClaimItem<'_>, document: Option<&Thing>) -> Option<Lang> {
        let documents = || match document.map(|thing| &*thing.record) {
            Some(Record::Document(document)) => Some(document.lang.clone()),
            _ => None,
        };
        item.lang.clone().or_else(|| self.dossier.defaults.lang.clone()).or_else(documents)
    }

    /// The passages of a claim's quotes, in the order of the text.
    fn quote(&mut self, item: &ClaimItem<'_>, document: &Thing) -> Option<Vec<Passage>> {
        if item.quotes.is_empty() {
            return Some(Vec::new());
        }
        let text = self.text_of(document, item.head.place("quote"))?;
        let found: Vec<Option<Vec<Passage>>> =
            item.quotes.iter().map(|quote| self.locate(&text, &quote.value, &quote.span)).collect();
        let mut passages: Vec<Passage> = found.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
        passages.sort_by_key(|passage| passage.start);
        if passages.windows(2).any(|pair| pair[1].start < pair[0].end) {
            let help = "quote what both have in common once, or as one longer passage";
            self.faults.add(item.head.place("quote"), "two of the quotes overlap in the document", help);
            return None;
        }
        Some(passages)
    }

    fn locate(&self, text: &DocumentText, quote: &str, span: &Span) -> Option<Vec<Passage>> {
        let error = match text.locator().locate(quote) {
            Ok(passages) => return Some(passages),
            Err(error) => error,
        };
        let piece =
            |piece: &str| if piece == quote.trim() { "the quote".to_owned() } else { format!("{:?}", clip(piece)) };
        let (message, help) = match error {
            LocateError::Empty => (
                "a quote, and each piece of it between [...], has words".to_owned(),
                "quote the words as they stand".to_owned(),
            ),
            LocateError::NotFound { piece: missing, nearest } => {
                let help = match nearest {
                    Some(nearest) => format!("the nearest passage is at line {}: {}", nearest.line, nearest.text),
                    None => "nothing like it is there; is it the right document?".to_owned(),
                };
                (format!("{} is not in the document", piece(&missing)), help)
            }
            LocateError::OutOfOrder { piece: missing, line } => (
                format!("{} is not in the document behind the piece before it", piece(&missing)),
                format!("it stands before, at line {line}: put the pieces in the order of the text"),
            ),
            LocateError::FoundTwice { piece: found, lines: (first, last) } => (
                format!("{} stands more than once in the document: at lines {first} and {last}", piece(&found)),
                "quote more words around it, so that one place is meant".to_owned(),
            ),
            LocateError::TooLong { chars } => (
                format!("a passage has at most 4,096 characters, and this has {chars}"),
                "quote what carries the answer, with [...] for what is left out".to_owned(),
            ),
        };
        self.faults.add(span, message, help);
        None
    }
}

/// What was named and found, or wasn't named; nothing if it was named and not found.
fn absent_or<T>(found: Option<Option<T>>) -> Option<Option<T>> {
    match found {
        Some(None) => None,
        Some(found) => Some(found),
        None => Some(None),
    }
}

fn revised(item: &ClaimItem<'_>, labels: &BTreeMap<&str, usize>) -> Option<usize> {
    match &item.revises {
        Some(At { value: Earlier::Label(label), .. }) => labels.get(label.as_str()).copied(),
        _ => None,
    }
}

/// The fields of a claim that need nothing looked up. Who answers what, where, is filled in by the caller.
fn plain_fields(item: &ClaimItem<'_>, answer: Answer) -> Claim {
    let declined = matches!(&item.answer, AnswerItem::Silent(silence) if silence.value == Silence::Declined);
    let act = item.act.unwrap_or(if declined { Act::Decline } else { Act::Say });
    // Who says nothing, asks or demands commits to nothing.
    let is_silent = matches!(answer, Answer::Silent(_));
    let commits = !is_silent && !matches!(act, Act::Ask | Act::Demand | Act::Decline);
    let commitment = item.commit.unwrap_or(if commits { Commitment::Flat } else { Commitment::None });
    let speech = (item.speech.is_some() || item.spoken.is_some())
        .then(|| Speech { form: item.speech.unwrap_or(SpeechForm::Reported), spoken: item.spoken.clone() });
    Claim {
        question: RecordId::from_bytes([0; 32]),
        document: RecordId::from_bytes([0; 32]),
        by: Source::Nobody,
        through: None,
        act,
        cue: None,
        commitment,
        answer,
        unit: item.unit.clone(),
        scope: None::<Scope>,
        period: item.period.clone(),
        as_of: None,
        said: item.said.clone(),
        speech,
        medium: None,
        office: item.office.clone(),
        quote: None,
        gist: item.gist.clone(),
        translations: item.translations.clone(),
        basis: item.basis,
        part: item.part.clone(),
        condition: item.condition.clone(),
        asked: item.asked.clone(),
        as_said: item.as_said.clone(),
        note: item.note.clone(),
        corrects: None,
        revises: None,
        reason: item.reason.as_ref().map(|reason| reason.value.clone()),
    }
}
