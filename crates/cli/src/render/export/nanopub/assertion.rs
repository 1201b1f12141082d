//! What a nanopublication asserts: that a source is recorded to have said something.

use super::quads::{Graph, Quads, TYPE, Term, iri};
use crate::render::export::evidence::Evidence;
use crate::render::export::iris::Iris;
use crate::render::export::told::{Told, entity_type};
use crate::render::json::plain_name;
use byline_ledger::hash::RecordId;
use byline_ledger::record::{Answer, EntityType, Source};

/// The assertion graph.
pub fn add(quads: &mut Quads, iris: &Iris, told: &Told<'_, '_>) {
    let view = told.view;
    let claim = Term::Iri(iris.thing("claim", view.identity));
    let question = Term::Iri(iris.thing("question", view.claim.question));
    let event = Term::Iri(iris.thing("event", told.case.event));
    let mut say = |predicate: &str, object: Term| quads.add(Graph::Assertion, &claim, predicate, object);
    say(TYPE, iri("byline:Claim"));
    say("schema:text", Term::Text(told.sentence()));
    say("schema:about", event.clone());
    say("byline:question", question.clone());
    say("byline:foundIn", Term::Iri(iris.thing("document", view.claim.document)));
    say("byline:act", Term::Text(plain_name(&view.claim.act)));
    say("byline:commitment", Term::Text(plain_name(&view.claim.commitment)));
    say("byline:answer", Term::Text(view.answer_words()));
    match &view.claim.answer {
        Answer::Silent(silence) => say("byline:silent", Term::Text(plain_name(silence))),
        Answer::Denies(_) => say("byline:denies", Term::Typed("true".to_owned(), "boolean")),
        Answer::Value(_) | Answer::Values { .. } => {}
    }
    for (predicate, text) in [
        ("byline:unit", view.unit().map(ToString::to_string)),
        ("byline:asOf", view.claim.as_of.as_ref().map(ToString::to_string)),
        ("byline:saidAt", view.claim.said.as_ref().map(ToString::to_string)),
        ("byline:condition", view.claim.condition.as_ref().map(ToString::to_string)),
        ("byline:office", view.claim.office.as_ref().map(ToString::to_string)),
    ] {
        if let Some(text) = text {
            say(predicate, Term::Text(text));
        }
    }
    if let Some((low, high)) = told.bounds() {
        say("byline:lowest", Term::Typed(low, "decimal"));
        if let Some(high) = high {
            say("byline:highest", Term::Typed(high, "decimal"));
        }
    }
    say("byline:said", Term::Part("said", Some(1)));
    links(quads, iris, told);
    called(quads, &question, told, view.claim.question);
    called(quads, &event, told, told.case.event);
}

/// One part for each link of the chain of attribution: who says it, and that the next one says so.
fn links(quads: &mut Quads, iris: &Iris, told: &Told<'_, '_>) {
    let sources: Vec<&Source> = told.view.claim.sources().collect();
    for (nth, source) in sources.iter().enumerate() {
        let link = Term::Part("said", Some(nth + 1));
        quads.add(Graph::Assertion, &link, "byline:attribution", Term::Text(told.source(source)));
        if nth + 1 < sources.len() {
            quads.add(Graph::Assertion, &link, "byline:accordingTo", Term::Part("said", Some(nth + 2)));
        }
        let by = match source {
            Source::Entity(id) => Some(*id),
            Source::OwnVoice => {
                quads.add(Graph::Assertion, &link, TYPE, iri("byline:OwnVoice"));
                told.view.document().and_then(|document| document.publisher)
            }
            Source::Unnamed(unnamed) => {
                quads.add(Graph::Assertion, &link, TYPE, iri("byline:Unnamed"));
                if let Some(most) = unnamed.count {
                    quads.add(Graph::Assertion, &link, "byline:atMost", Term::Typed(most.to_string(), "integer"));
                }
                None
            }
            Source::Sealed(sealed) => {
                quads.add(Graph::Assertion, &link, TYPE, iri("byline:Sealed"));
                let commitment = Term::Text(sealed.commitment.to_string());
                quads.add(Graph::Assertion, &link, "byline:commitmentHash", commitment);
                None
            }
            Source::Nobody => {
                quads.add(Graph::Assertion, &link, TYPE, iri("byline:Nobody"));
                None
            }
        };
        if let Some(by) = by {
            let name = entity(quads, iris, told, by);
            quads.add(Graph::Assertion, &link, "byline:by", name);
        }
    }
}

/// A named person or body.
fn entity(quads: &mut Quads, iris: &Iris, told: &Told<'_, '_>, identity: RecordId) -> Term {
    let name = Term::Iri(iris.thing("entity", identity));
    if let Some(record) = told.casefile().entity(identity) {
        let of = match record.entity_type {
            EntityType::Person => iri("prov:Person"),
            EntityType::Organisation => iri("prov:Organization"),
            other => iri(&format!("byline:{}", entity_type(other))),
        };
        quads.add(Graph::Assertion, &name, TYPE, of);
        called(quads, &name, told, identity);
    }
    name
}

/// What something is called: in one language, the best for the reader.
fn called(quads: &mut Quads, name: &Term, told: &Told<'_, '_>, identity: RecordId) {
    quads.add(Graph::Assertion, name, "rdfs:label", Term::Text(told.casefile().name(identity)));
}

/// The document as it was archived, among where the assertion comes from. What is sealed of it is left out.
pub fn document(quads: &mut Quads, iris: &Iris, told: &Told<'_, '_>) {
    let identity = told.view.claim.document;
    let name = Term::Iri(iris.thing("document", identity));
    quads.add(Graph::Provenance, &name, TYPE, iri("byline:Document"));
    let Some(evidence) = Evidence::of(told.report, identity) else { return };
    let text = |text: &str| text.to_owned();
    for (predicate, text) in [
        ("dct:title", evidence.title.map(text)),
        ("dct:language", Some(text(evidence.language))),
        ("dct:format", Some(text(evidence.media_type))),
        ("byline:address", evidence.address.map(text)),
        ("byline:author", evidence.author.map(text)),
        ("byline:published", evidence.published.map(ToString::to_string)),
        ("byline:sha256", evidence.sha256),
        ("byline:blake3", evidence.blake3),
    ] {
        if let Some(text) = text {
            quads.add(Graph::Provenance, &name, predicate, Term::Text(text));
        }
    }
}
