//! The texts of a record that a search looks in.

use crate::record::{Answer, Claim, Entity, Names, Quantity, Record, Sealable, Source, Text, Value};
use crate::words::words;
use std::collections::BTreeSet;

/// The texts of a record, each with the field that it stands in. Languages, types, hashes and references are none.
pub fn wording(record: &Record) -> Vec<(&'static str, &str)> {
    let mut texts = Vec::new();
    texts.extend(record.slug().map(|slug| ("slug", slug.as_str())));
    match record {
        Record::Entity(entity) => of_entity(entity, &mut texts),
        Record::Event(event) => {
            texts.extend(names("titles", &event.titles));
            texts.extend(event.note.iter().map(|text| ("note", text.as_str())));
        }
        Record::Question(question) => {
            texts.extend(names("asks", &question.asks));
            texts.extend(question.unit.iter().map(|text| ("unit", text.as_str())));
            texts.extend(question.options.iter().flatten().map(|text| ("options", text.as_str())));
            texts.extend(question.note.iter().map(|text| ("note", text.as_str())));
        }
        Record::Document(document) => {
            fn sealable(text: &Option<Sealable<Text>>) -> Option<&Text> {
                text.as_ref().and_then(Sealable::open)
            }
            let fields = [
                ("title", sealable(&document.title)),
                ("author", sealable(&document.author)),
                ("dateline", document.dateline.as_ref()),
                ("url", sealable(&document.url)),
                ("note", document.note.as_ref()),
            ];
            texts.push(("type", document.document_type.as_str()));
            texts.extend(fields.into_iter().filter_map(|(field, text)| Some((field, text?.as_str()))));
        }
        Record::Claim(claim) => of_claim(claim, &mut texts),
        Record::Judgement(judgement) => texts.push(("because", judgement.because.as_str())),
        Record::Disclosure(disclosure) => texts.extend(disclosure.note.iter().map(|text| ("note", text.as_str()))),
        Record::Withdrawal(withdrawal) => texts.push(("reason", withdrawal.reason.as_str())),
        _ => {}
    }
    texts.extend(record.correction().reason.map(|reason| ("reason", reason.as_str())));
    texts
}

fn names<'r>(field: &'static str, names: &'r Names) -> impl Iterator<Item = (&'static str, &'r str)> {
    names.iter().map(move |(_, name)| (field, name.as_str()))
}

/// All names of an entity, in whatever language and script.
pub fn names_of(entity: &Entity) -> impl Iterator<Item = &str> {
    let others = entity.also.iter().flatten().map(|other| other.name.as_str());
    entity.names.iter().map(|(_, name)| name.as_str()).chain(others)
}

fn of_entity<'r>(entity: &'r Entity, texts: &mut Vec<(&'static str, &'r str)>) {
    texts.extend(names_of(entity).map(|name| ("names", name)));
    texts.extend(entity.office.iter().map(|text| ("office", text.as_str())));
    texts.extend(entity.note.iter().map(|text| ("note", text.as_str())));
}

fn of_claim<'r>(claim: &'r Claim, texts: &mut Vec<(&'static str, &'r str)>) {
    texts.extend(claim.passages().iter().map(|passage| ("quote", passage.exact.as_str())));
    texts.extend(claim.cue.iter().map(|cue| ("cue", cue.text.as_str())));
    texts.extend(claim.answer.values().iter().filter_map(of_value));
    if let Answer::Denies(value) = &claim.answer {
        texts.extend(of_value(value));
    }
    texts.extend(claim.sources().filter_map(|source| match source {
        Source::Unnamed(unnamed) => Some(("source", unnamed.described.as_str())),
        Source::Sealed(sealed) => Some(("source", sealed.described.as_str())),
        _ => None,
    }));
    texts.extend(claim.translations.iter().flatten().map(|translation| ("translations", translation.text.as_str())));
    texts.extend(claim.medium.iter().map(|medium| ("in", medium.form.as_str())));
    let fields = [
        ("gist", &claim.gist),
        ("unit", &claim.unit),
        ("office", &claim.office),
        ("part", &claim.part),
        ("condition", &claim.condition),
        ("asked", &claim.asked),
        ("as_said", &claim.as_said),
        ("note", &claim.note),
    ];
    texts.extend(fields.into_iter().filter_map(|(field, text)| Some((field, text.as_ref()?.as_str()))));
}

fn of_value(value: &Value) -> Option<(&'static str, &str)> {
    match value {
        Value::Choice(text) | Value::Text(text) => Some(("answer", text.as_str())),
        Value::Quantity(Quantity::Phrase(phrase)) => Some(("answer", phrase.text.as_str())),
        _ => None,
    }
}

/// The words that a record is found by, as the index takes them.
pub fn words_of(record: &Record) -> BTreeSet<String> {
    wording(record).into_iter().flat_map(|(_, text)| words(text)).map(|word| word.folded).collect()
}
