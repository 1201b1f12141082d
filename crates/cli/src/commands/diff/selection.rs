//! Which part of an event is compared: some questions, sources or languages only.

use crate::commands::naming;
use crate::failure::Failure;
use crate::render::words;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::{Column, SourceKey, asked, claims_on, columns_of, documents_of};
use byline_ledger::accounts::judgements::Judgements;
use byline_ledger::accounts::verdict::Label;
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::hash::RecordId;
use byline_ledger::record::Lang;
use clap::ValueEnum;
use serde_json::{Value, json};
use std::collections::HashSet;

/// Questions, sources and languages; each can be given several times.
#[derive(Debug, clap::Args)]
pub struct Selection {
    /// Only this question: slug, id, or a part of its words
    #[arg(long, short, value_name = "QUESTION")]
    question: Vec<String>,

    /// Only what this source answers
    #[arg(long, short, value_name = "SOURCE")]
    source: Vec<String>,

    /// Only what stands in documents in this language, such as `uk`
    #[arg(long, short, value_name = "LANG")]
    lang: Vec<String>,
}

/// The labels, as they are given on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Labels {
    Agree,
    Compatible,
    Conflict,
    Silent,
    /// Not comparable
    #[value(alias = "not-comparable")]
    Unaligned,
}

impl Labels {
    pub fn label(self) -> Label {
        match self {
            Self::Agree => Label::Agree,
            Self::Compatible => Label::Compatible,
            Self::Conflict => Label::Conflict,
            Self::Silent => Label::Silent,
            Self::Unaligned => Label::Unaligned,
        }
    }
}

impl Selection {
    /// Leaves out what isn't wanted, and tells what that is. What remains keeps its marks.
    ///
    /// # Errors
    /// When a question or source isn't there, or a language has no such form.
    pub fn narrow(
        &self,
        casefile: Casefile,
        event: RecordId,
        told: &mut Vec<String>,
    ) -> Result<(Casefile, Judgements), Failure> {
        let judgements = casefile.judgements();
        let casefile = self.narrow_with(casefile, &judgements, &[event], told)?;
        Ok((casefile, judgements))
    }

    /// The same for several events at once.
    ///
    /// # Errors
    /// As [`Selection::narrow`].
    pub fn narrow_with(
        &self,
        casefile: Casefile,
        judgements: &Judgements,
        events: &[RecordId],
        told: &mut Vec<String>,
    ) -> Result<Casefile, Failure> {
        if self.question.is_empty() && self.source.is_empty() && self.lang.is_empty() {
            return Ok(casefile);
        }
        let (hidden, claims) = self.hidden(&casefile, judgements, events)?;
        let what = [("question", &self.question), ("source", &self.source), ("language", &self.lang)];
        let parts: Vec<String> = (what.iter())
            .filter(|(_, given)| !given.is_empty())
            .map(|(what, given)| format!("{what} {}", given.join(" or ")))
            .collect();
        told.push(format!("Only {}: {} left out", parts.join(", "), words::count(claims, "claim")));
        Ok(casefile.hiding(hidden))
    }

    /// The questions and claims that aren't wanted, and how many claims that are in all.
    fn hidden(
        &self,
        casefile: &Casefile,
        judgements: &Judgements,
        events: &[RecordId],
    ) -> Result<(HashSet<RecordId>, usize), Failure> {
        let questions: Vec<_> = events.iter().flat_map(|event| asked(casefile, judgements, *event)).collect();
        let columns = columns_of(casefile, judgements, &claims_on(casefile, &questions.concat()));
        let mut sources: Vec<SourceKey> = Vec::new();
        for what in &self.source {
            sources.push(naming::source(casefile, judgements, &columns, what)?);
        }
        let langs = self.lang.iter().map(|text| lang(text)).collect::<Result<Vec<_>, _>>()?;
        let mut wanted: Vec<RecordId> = Vec::new();
        for what in &self.question {
            wanted.extend(naming::questions(casefile, &questions, what)?);
        }
        let (mut hidden, mut claims) = (HashSet::new(), 0);
        for question in questions.concat() {
            let is_asked = wanted.is_empty() || wanted.contains(&question);
            if !is_asked {
                hidden.insert(question);
            }
            for view in casefile.claims_of(question) {
                let is_by = sources.is_empty() || sources.contains(&SourceKey::of(judgements, &view));
                if !is_asked || !is_by || !is_in(&view, &langs) {
                    hidden.insert(view.identity);
                    claims += 1;
                }
            }
        }
        Ok((hidden, claims))
    }

    /// The same for programs.
    pub fn json(&self, only: &[&str]) -> Value {
        json!({ "questions": self.question, "sources": self.source, "languages": self.lang, "labels": only })
    }
}

fn lang(text: &str) -> Result<Lang, Failure> {
    text.parse().map_err(|error| {
        Failure::new(format!("{text:?} is no language: {error}")).hint("give a tag such as en, uk or sr-Latn")
    })
}

/// Whether a claim stands in a document in one of these languages, or in a script or region of one.
fn is_in(view: &ClaimView<'_>, langs: &[Lang]) -> bool {
    let printed = view.document().map(|document| document.lang.to_string()).unwrap_or_default();
    let is_one = |lang: &Lang| {
        let lang = lang.to_string();
        printed == lang || printed.strip_prefix(&lang).is_some_and(|rest| rest.starts_with('-'))
    };
    langs.is_empty() || langs.iter().any(is_one)
}

/// Everybody who answers on an event.
pub fn columns(casefile: &Casefile, judgements: &Judgements, event: RecordId) -> Vec<Column> {
    let questions = asked(casefile, judgements, event).concat();
    columns_of(casefile, judgements, &claims_on(casefile, &questions))
}

/// The document on the event that is meant: by slug, id, or a part of its title that is one document's only.
///
/// # Errors
/// When there is none, or more than one; the error lists them.
pub fn document(
    casefile: &Casefile,
    judgements: &Judgements,
    event: RecordId,
    what: &str,
) -> Result<RecordId, Failure> {
    let all = documents_of(casefile, judgements, event);
    let wanted = naming::plain(what);
    let names = |id: &RecordId| {
        let first = casefile.thing(*id).map(|thing| thing.first());
        let slugs = first.and_then(|first| Some((first.record.slug()?.to_string(), first.handle.to_string())));
        let slugs = slugs.into_iter().flat_map(|(slug, handle)| [slug.clone(), format!("{handle}/{slug}")]);
        slugs.chain([id.to_string(), casefile.name(*id)]).map(|name| naming::plain(&name)).collect::<Vec<_>>()
    };
    let exact: Vec<&RecordId> = all.iter().filter(|id| names(id).contains(&wanted)).collect();
    let found = match exact.is_empty() {
        false => exact,
        true => all.iter().filter(|id| names(id).iter().any(|name| name.contains(&wanted))).collect(),
    };
    let list = |ids: &[&RecordId]| {
        let slug = |id: &RecordId| casefile.thing(*id).and_then(|thing| thing.first().record.slug());
        let name = |id: &&RecordId| match slug(id) {
            Some(slug) => format!("{slug} ({})", casefile.name(**id)),
            None => casefile.name(**id),
        };
        naming::list(ids.iter().map(name))
    };
    match found[..] {
        [one] => Ok(*one),
        [] => Err(Failure::new(format!("no claim on this event is found in a document {what:?}"))
            .hint(list(&all.iter().collect::<Vec<_>>()))),
        _ => Err(Failure::new(format!("{what:?} can be {} documents", found.len())).hint(list(&found))),
    }
}
