//! The things of a comparison for programs: what they are stands once here, for `diff/1` and `report/1` alike.
//!
//! Ids are identities (`b3:` and hexadecimal) unless a field says `version`. Texts of records are given as they are, never escaped beyond what
//! JSON asks for.

mod diff;
mod explain;
mod report;

pub use diff::{all_sources, changes, one_document, over_time, two_ledgers, two_sources};
pub use explain::{explained_cell, explanation, reading};
pub use report::report;

use super::case::{Case, LedgerFacts};
use super::words;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::comparison::{ClaimPair, Origins, SourceKey};
use byline_ledger::accounts::verdict::{Fidelity, Verdict};
use byline_ledger::accounts::view::{ClaimView, Mark};
use byline_ledger::accounts::words::{answer_words, commitment_words};
use byline_ledger::hash::RecordId;
use byline_ledger::record::{Answer, Claim, Names, Passage, Record, Scope, Sealable, Source, Text, Value as Answered};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

fn id(id: RecordId) -> Value {
    json!(id.to_string())
}

fn ids(ids: &[RecordId]) -> Value {
    ids.iter().map(|one| id(*one)).collect()
}

/// A value whose form in the signed bytes is text, or made of texts and numbers.
fn plain(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// The name of a value in the signed bytes.
pub fn plain_name(value: &impl Serialize) -> String {
    plain(value).as_str().unwrap_or_default().to_owned()
}

fn text(value: &Option<impl ToString>) -> Value {
    value.as_ref().map_or(Value::Null, |value| json!(value.to_string()))
}

fn names(names: &Names) -> Value {
    names.iter().map(|(lang, name)| (lang.to_string(), json!(name.as_str()))).collect::<Map<_, _>>().into()
}

/// The ledger's state.
pub fn ledger(facts: &LedgerFacts) -> Value {
    json!({
        "origin": facts.origin, "name": facts.name, "size": facts.size, "root": facts.root, "ledger_key": facts.key,
        "sealed_at": facts.sealed_at.to_string(),
    })
}

/// Who recorded a version, and when.
fn logged(record: &LoggedRecord) -> Value {
    json!({
        "version": record.id.to_string(), "index": record.index.get(), "by": record.handle.as_str(),
        "key": record.kid.to_string(), "recorded_at": record.signed_at.to_string(),
        "logged_at": record.logged_at.to_string(),
    })
}

/// What every record has: its identity, its version in force, and its marks.
fn thing(case: &Case<'_>, identity: RecordId) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("id".to_owned(), id(identity));
    let Some(thing) = case.casefile.thing(identity) else { return fields };
    if thing.first().record.slug().is_some() {
        fields.insert("slug".to_owned(), json!(case.slug(identity)));
    }
    fields.insert("recorded".to_owned(), logged(thing.current()));
    fields.insert(
        "marks".to_owned(),
        case.casefile.marks(identity).iter().map(|one| mark(case, identity, one)).collect(),
    );
    fields
}

fn with(mut fields: Map<String, Value>, more: Value) -> Value {
    if let Value::Object(more) = more {
        fields.extend(more);
    }
    Value::Object(fields)
}

/// The event.
pub fn event(case: &Case<'_>) -> Value {
    let fields = thing(case, case.event);
    let Some(event) = case.event() else { return Value::Object(fields) };
    let more = json!({
        "name": case.casefile.name(case.event), "titles": names(&event.titles), "when": text(&event.when),
        "where": event.places.iter().flatten().map(|place| entity(case, *place)).collect::<Value>(), "note": text(&event.note),
    });
    with(fields, more)
}

fn entity(case: &Case<'_>, identity: RecordId) -> Value {
    let fields = thing(case, identity);
    let Some(entity) = case.casefile.entity(identity) else { return Value::Object(fields) };
    let more = json!({
        "name": case.casefile.name(identity), "names": names(&entity.names), "type": plain(&entity.entity_type),
        "office": text(&entity.office), "same_as": entity.same_as.as_ref().map(plain),
        "speaks_for": entity.speaks_for.map(id),
    });
    with(fields, more)
}

/// A question.
pub fn question(case: &Case<'_>, identity: RecordId) -> Value {
    let fields = thing(case, identity);
    let Some(question) = case.casefile.question(identity) else { return Value::Object(fields) };
    let more = json!({
        "asks": case.casefile.name(identity), "asks_in": names(&question.asks), "type": question.answer_type.name(),
        "unit": text(&question.unit), "measure": question.measure.is_some(), "many": question.many.is_some(),
        "options": question.options.as_ref().map(plain), "rule": plain(&question.rule), "period": text(&question.period),
        "scope": question.scope.as_ref().map(|own| scope(case, own)), "about_claim": question.claim.map(id),
        "note": text(&question.note),
    });
    with(fields, more)
}

fn scope(case: &Case<'_>, scope: &Scope) -> Value {
    let place = |one: &RecordId| json!({ "id": id(*one), "name": case.casefile.name(*one) });
    json!({ "places": scope.places.iter().flatten().map(place).collect::<Value>(), "population": text(&scope.population) })
}

/// A document.
pub fn document(case: &Case<'_>, identity: RecordId) -> Value {
    let fields = thing(case, identity);
    let Some(document) = case.casefile.document(identity) else { return Value::Object(fields) };
    let seen = case.casefile;
    let line = |field: &Option<Sealable<Text>>| text(&field.as_ref().and_then(|field| seen.seen(field).value()));
    let extracted = document.text.as_ref().and_then(|text| seen.seen(text).value()).map(|text| {
        json!({
            "blake3": text.blake3.to_string(), "characters": text.chars, "extractor": text.extractor.as_str(),
            "version": text.version.as_str(),
        })
    });
    let more = json!({
        "name": case.casefile.name(identity), "type": document.document_type.as_str(), "lang": document.lang.as_str(),
        "title": line(&document.title), "publisher": document.publisher.map(|one| entity(case, one)),
        "author": line(&document.author), "dateline": text(&document.dateline), "url": line(&document.url),
        "published": text(&document.published), "captured": text(&document.captured), "blake3": text(&seen.seen(&document.blake3).value()),
        "sha256": text(&seen.seen(&document.sha256).value()), "bytes": seen.seen(&document.size).value(), "media_type": document.media_type.as_str(),
        "extracted_text": extracted, "note": text(&document.note),
    });
    with(fields, more)
}

/// Who answers, as a column.
pub fn source_key(case: &Case<'_>, key: &SourceKey) -> Value {
    let name = key.words(case.casefile);
    match key {
        SourceKey::Entity(one) => json!({ "kind": "entity", "id": id(*one), "slug": case.slug(*one), "name": name }),
        SourceKey::Unnamed(described) => json!({ "kind": "unnamed", "described": described, "name": name }),
        SourceKey::Sealed { described, disclosed } => {
            json!({ "kind": "sealed", "described": described, "disclosed": disclosed, "name": name })
        }
        SourceKey::OwnVoice(of) => json!({ "kind": "own-voice", "of": id(*of), "name": name }),
        SourceKey::Nobody => json!({ "kind": "nobody", "name": name }),
    }
}

/// One link of a chain of attribution.
fn source(case: &Case<'_>, claim: &Claim, source: &Source) -> Value {
    let name = byline_ledger::accounts::words::source_words(case.casefile, source, claim.document);
    match source {
        Source::Entity(one) => json!({ "kind": "entity", "id": id(*one), "slug": case.slug(*one), "name": name }),
        Source::Unnamed(unnamed) => {
            json!({ "kind": "unnamed", "described": unnamed.described.as_str(), "at_most": unnamed.count, "name": name })
        }
        Source::Sealed(sealed) => {
            let person = case.casefile.disclosed_person(sealed.commitment).map(plain);
            let (described, commitment) = (sealed.described.as_str(), sealed.commitment.to_string());
            json!({
                "kind": "sealed", "described": described, "commitment": commitment, "disclosed": person, "name": name
            })
        }
        Source::OwnVoice => json!({ "kind": "own-voice", "name": name }),
        Source::Nobody => json!({ "kind": "nobody", "name": name }),
    }
}

/// An answer: in words, and typed as it was signed.
fn answer(case: &Case<'_>, answer: &Answer) -> Value {
    let words = answer_words(case.casefile, answer);
    let typed = |value: &Answered| match value {
        Answered::Entity(one) => json!({ "entity": id(*one), "name": case.casefile.name(*one) }),
        other => plain(other),
    };
    match answer {
        Answer::Silent(silence) => json!({ "words": words, "silent": plain(silence) }),
        Answer::Value(value) => json!({ "words": words, "value": typed(value) }),
        Answer::Denies(value) => json!({ "words": words, "denies": typed(value) }),
        Answer::Values { values, complete } => {
            json!({ "words": words, "values": values.iter().map(typed).collect::<Value>(), "complete": complete })
        }
    }
}

/// The numbers that an answer was read as.
fn set(view: &ClaimView<'_>) -> Value {
    match view.numbers() {
        None => Value::Null,
        Some(Err(error)) => json!({ "not_interpreted": error.to_string() }),
        Some(Ok(numbers)) => json!({
            "words": view.range_words(), "interval": numbers.to_string(), "low": numbers.low().to_string(),
            "high": numbers.high().map(|high| high.to_string()),
        }),
    }
}

fn mark(case: &Case<'_>, identity: RecordId, mark: &Mark) -> Value {
    let words = words::mark(case, identity, mark);
    match mark {
        Mark::Corrected { version, by, reason } => {
            json!({ "mark": mark.code(), "version": id(*version), "by_version": id(*by), "reason": reason, "words": words })
        }
        Mark::Revised { by } => json!({ "mark": mark.code(), "by": id(*by), "words": words }),
        Mark::Revises { earlier, reason } => {
            json!({ "mark": mark.code(), "earlier": id(*earlier), "reason": reason, "words": words })
        }
        Mark::Withdrawn { by, reason } => {
            json!({ "mark": mark.code(), "by_version": id(*by), "reason": reason, "words": words })
        }
        Mark::Sealed { fields } => {
            let fields: Value = fields.iter().map(ToString::to_string).collect();
            json!({ "mark": mark.code(), "fields": fields, "words": words })
        }
        Mark::Disclosed { field, by, handle, note } => {
            let (field, handle) = (field.to_string(), handle.as_str());
            json!({
                "mark": mark.code(), "field": field, "by_version": id(*by), "disclosed_by": handle, "reason": note,
                "words": words
            })
        }
        Mark::Disputed { by, handle, because } | Mark::Checked { by, handle, because } => {
            let handle = handle.as_str();
            json!({ "mark": mark.code(), "by_version": id(*by), "opinion_of": handle, "reason": because, "words": words })
        }
    }
}

/// A version that is no longer in force.
fn superseded(case: &Case<'_>, view: &ClaimView<'_>) -> Value {
    let version = |record: &LoggedRecord| match &record.record {
        Record::Claim(claim) => json!({
            "recorded": logged(record), "answer": answer(case, &claim.answer), "commitment": plain(&claim.commitment),
            "quote": quote(passages_of(case, claim)),
        }),
        _ => json!({ "recorded": logged(record) }),
    };
    view.thing.superseded().map(|old| version(old.version)).collect()
}

/// The passages of a version, those of a sealed quote once they were disclosed.
fn passages_of<'a>(case: &'a Case<'_>, claim: &'a Claim) -> &'a [Passage] {
    claim.quote.as_ref().and_then(|quote| case.casefile.seen(quote).value()).map_or(&[], Vec::as_slice)
}

fn quote(passages: &[Passage]) -> Value {
    let passage = |passage: &Passage| {
        json!({
            "exact": passage.exact.as_str(), "prefix": passage.prefix.as_str(), "suffix": passage.suffix.as_str(),
            "start": passage.start, "end": passage.end,
        })
    };
    passages.iter().map(passage).collect()
}

/// A claim with everything that a view shows of it.
pub fn claim(case: &Case<'_>, view: &ClaimView<'_>) -> Value {
    let claim = view.claim;
    let mut fields = thing(case, view.identity);
    fields.insert("marks".to_owned(), view.marks().iter().map(|one| mark(case, view.identity, one)).collect());
    let who = json!({
        "question": id(claim.question), "document": id(claim.document), "source": source_key(case, &case.source(view)),
        "by": source(case, claim, &claim.by),
        "through": claim.through.iter().flatten().map(|outer| source(case, claim, outer)).collect::<Value>(),
        "office": text(&claim.office), "who": view.source_words(), "first_hand": view.is_first_hand(),
    });
    let what = json!({
        "act": plain(&claim.act), "cue": claim.cue.as_ref().map(plain), "commitment": plain(&claim.commitment),
        "says": commitment_words(claim.commitment), "answers": view.answers(), "answer": answer(case, &claim.answer),
        "set": set(view), "unit": text(&view.unit()), "period": text(&view.period()),
        "scope": view.scope().map(|own| scope(case, own)), "condition": text(&claim.condition),
        "as_said": text(&claim.as_said),
    });
    let medium = claim
        .medium
        .as_ref()
        .map(|medium| json!({ "form": medium.form.as_str(), "with": medium.with.map(|with| entity(case, with)) }));
    let how = json!({
        "as_of": text(&claim.as_of), "said": text(&claim.said),
        "published": view.document().map(|document| text(&document.published)),
        "quote": quote(view.passages()), "quote_lang": view.document().map(|document| document.lang.as_str()),
        "speech": claim.speech.as_ref().map(plain), "in": medium, "gist": text(&claim.gist),
        "translations": claim.translations.as_ref().map(plain), "basis": plain(&claim.basis), "part": text(&claim.part),
        "asked": text(&claim.asked), "note": text(&claim.note), "superseded": superseded(case, view),
    });
    [who, what, how].into_iter().fold(Value::Object(fields), |all, more| match all {
        Value::Object(all) => with(all, more),
        other => other,
    })
}

/// What people have judged of two records, in the order of the log.
pub fn opinions(case: &Case<'_>) -> Value {
    let one = |(record, judgement): (&LoggedRecord, &byline_ledger::record::Judgement)| {
        json!({
            "recorded": logged(record), "opinion": judgement.opinion.name(), "on": ids(&judgement.on),
            "because": judgement.because.as_str(), "words": words::opinion(case, record, judgement),
        })
    };
    case.opinions().into_iter().map(one).collect()
}

/// A verdict.
pub fn verdict(verdict: &Verdict) -> Value {
    let relay = verdict.relay.map(|fidelity| match fidelity {
        Fidelity::Faithful => "faithful",
        Fidelity::Different => "different",
    });
    json!({
        "label": verdict.label.name(), "printed": verdict.label.printed(), "reason": verdict.reason.code(),
        "words": verdict.words, "relay": relay,
    })
}

/// Two claims and their verdict.
pub fn pair(pair: &ClaimPair) -> Value {
    with(
        Map::from_iter([("left".to_owned(), id(pair.left)), ("right".to_owned(), id(pair.right))]),
        verdict(&pair.verdict),
    )
}

/// How many stand behind an answer.
pub fn origins(origins: &Origins) -> Value {
    json!({
        "named": ids(&origins.named), "unnamed_at_most": origins.unnamed_at_most,
        "unnamed_uncounted": origins.unnamed_uncounted, "unnamed_distinct": origins.unnamed_distinct,
        "sealed": origins.sealed, "sealed_at_most": origins.sealed_at_most, "at_least": origins.at_least(),
        "own_voice": origins.own_voice, "nobody": origins.nobody,
        "documents": ids(&origins.documents), "words": origins.words(),
    })
}

/// The claims with these ids, and the documents that they are found in, each once and in the order of the log.
pub fn claims_and_documents(case: &Case<'_>, wanted: impl IntoIterator<Item = RecordId>) -> (Value, Value) {
    let wanted: BTreeSet<RecordId> = wanted.into_iter().collect();
    let mut claims: Vec<ClaimView<'_>> = wanted.iter().filter_map(|one| case.casefile.claim(*one)).collect();
    claims.sort_by_key(|view| view.thing.first().index);
    let mut documents: Vec<RecordId> = Vec::new();
    let mut seen = BTreeSet::new();
    for view in &claims {
        if seen.insert(view.claim.document) {
            documents.push(view.claim.document);
        }
    }
    let claims = claims.iter().map(|view| claim(case, view)).collect();
    (claims, documents.into_iter().map(|one| document(case, one)).collect())
}
