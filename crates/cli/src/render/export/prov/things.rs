//! What claims are about and found in: events, questions, archived documents.

use super::super::evidence::Evidence;
use super::super::iris::thing;
use super::super::told::{Told, names, warnings_on};
use super::model::{Attributes, Name, Value, entity};
use super::{Building, is_a, label, own, text};
use crate::render::case::Case;
use byline_ledger::hash::RecordId;

/// An event, as it is in force.
pub fn event(building: &mut Building<'_, '_>, case: &Case<'_>) {
    let Some(record) = case.event() else { return };
    building.describe(Name::at(thing("event", case.event)), |_, name| {
        let mut attributes = vec![is_a("Event")];
        attributes.extend(names(&record.titles).map(|(lang, title)| in_language("label", lang, title)));
        attributes.extend(record.when.iter().map(|when| text("when", when)));
        attributes.extend(warnings(case, case.event));
        entity(name, attributes)
    });
}

/// The question that a claim answers, and the document that it was found in.
pub fn about(building: &mut Building<'_, '_>, told: &Told<'_, '_>) {
    question(building, told.case, told.view.claim.question);
    document(building, told.case, told.view.claim.document);
}

fn warnings(case: &Case<'_>, identity: RecordId) -> Attributes {
    warnings_on(case, identity).into_iter().map(|words| text("warning", words)).collect()
}

/// A name in its language: PROV's label.
pub fn in_language(term: &'static str, lang: &str, words: impl ToString) -> (Name, Value) {
    (Name::prov(term), Value::In(words.to_string(), lang.to_owned()))
}

fn question(building: &mut Building<'_, '_>, case: &Case<'_>, identity: RecordId) {
    let Some(record) = case.casefile.question(identity) else { return };
    building.describe(Name::at(thing("question", identity)), |_, name| {
        let mut attributes = vec![is_a("Question")];
        attributes.extend(names(&record.asks).map(|(lang, asks)| in_language("label", lang, asks)));
        attributes.push(text("answerType", record.answer_type));
        attributes.extend(record.unit.iter().map(|unit| text("unit", unit)));
        let about = record.event.map(|event| ("event", event)).or(record.claim.map(|claim| ("claim", claim)));
        attributes.extend(about.map(|(kind, id)| own("about", Value::Name(Name::at(thing(kind, id))))));
        attributes.extend(warnings(case, identity));
        entity(name, attributes)
    });
}

/// A document as it was archived. What is sealed of it is left out.
fn document(building: &mut Building<'_, '_>, case: &Case<'_>, identity: RecordId) {
    building.describe(Name::at(thing("document", identity)), |building, name| {
        let mut attributes = vec![is_a("Document")];
        if let Some(evidence) = Evidence::of(building.report, identity) {
            attributes.extend(evidence.title.map(label));
            attributes.push(text("language", evidence.language));
            attributes.push(text("mediaType", evidence.media_type));
            attributes.extend(evidence.address.map(|address| text("address", address)));
            attributes.extend(evidence.author.map(|author| text("author", author)));
            attributes.extend(evidence.published.map(|time| text("published", time)));
            attributes.extend(evidence.sha256.map(|hash| text("sha256", hash)));
            attributes.extend(evidence.blake3.map(|hash| text("blake3", hash)));
            attributes.extend(evidence.bytes.map(|bytes| own("bytes", Value::Integer(bytes))));
        }
        attributes.extend(warnings(case, identity));
        entity(name, attributes)
    });
}
