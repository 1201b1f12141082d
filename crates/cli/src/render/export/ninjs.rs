//! The report as a news object of IPTC ninjs 3.1, for editorial systems: the text for people, and what it is about.
//!
//! ninjs has no claims. The body is the report in plain text, which says of each claim who says it, how firmly and what became of it.

use super::evidence::Evidence;
use super::iris::Iris;
use super::told::{Told, standing};
use crate::messages::Messages;
use crate::render::plain;
use crate::render::report::{Audited, Report, sheet::Sheet};
use crate::render::words::NO_JUDGE;
use byline_ledger::hash::RecordId;
use byline_ledger::record::{Answer, EntityType, Silence, Source};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The version of the standard.
const VERSION: &str = "3.1";
const SCHEMA: &str = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#";

/// The report as one news object.
pub fn ninjs(report: &Report<'_>, messages: &Messages) -> Value {
    let facts = report.ledger;
    let iris = Iris::of(&facts.origin);
    let sheet = Sheet::new(report, messages);
    let language = messages.language().tag();
    let titles: Vec<String> = report.events.iter().map(|event| report.casefile.name(event.case.event)).collect();
    let sealed_at = facts.sealed_at.to_string();
    let note = format!(
        "{NO_JUDGE} Ledger {}, key {}, checkpoint of {} entries with root {}, last sealed {}. {}",
        facts.origin,
        facts.key,
        facts.size,
        facts.root,
        facts.sealed_at,
        report.options.audited.words()
    );
    // Whoever insists on a report of a ledger that fails gets one, but no desk's system should publish it by itself.
    let status = if matches!(report.options.audited, Audited::Failed { .. }) { "withheld" } else { "usable" };
    // The plain report has its headings in bold, for terminals.
    let body = anstream::adapter::strip_str(&plain::report(&sheet, messages)).to_string();
    let mut all = json!({
        "uri": report_uri(&iris, report), "type": "text", "profile": "provenance report", "representationType": "full",
        "standard": { "name": "ninjs", "version": VERSION, "schema": SCHEMA },
        "version": facts.size.to_string(), "versionCreated": sealed_at, "language": language, "pubStatus": status,
        "by": facts.name, "title": titles.join("; "), "headlines": [{ "role": "main", "value": titles.join("; ") }],
        "descriptions": [{ "role": "verification", "contentType": "text/plain", "value": note }],
        "bodies": [{ "role": "main", "contentType": "text/plain", "value": body }],
        "altIds": [
            { "role": "ledger origin", "value": facts.origin },
            { "role": "ledger key fingerprint", "value": facts.key },
            { "role": "checkpoint size", "value": facts.size.to_string() },
            { "role": "checkpoint root", "value": facts.root },
        ],
        "genres": [{ "name": "provenance report", "literal": "provenance-report" }],
    });
    if let Value::Object(fields) = &mut all {
        fields.extend(about(report, &iris));
        fields.insert(
            "infoSources".to_owned(),
            vec![json!({
                "name": facts.name, "role": "ledger", "uri": iris.at("ledger"), "literal": facts.key,
            })]
            .into(),
        );
        let documents = if report.options.has_documents { report.documents() } else { Vec::new() };
        if !documents.is_empty() {
            let documents = documents.into_iter().map(|one| document(report, &iris, one)).collect();
            fields.insert("associations".to_owned(), documents);
        }
    }
    all
}

/// The name of the report: of its first event, and the state of the ledger.
fn report_uri(iris: &Iris, report: &Report<'_>) -> String {
    let event = report.events.first().map(|event| iris.thing("event", event.case.event));
    format!("{}#report-at-{}", event.unwrap_or_else(|| iris.at("ledger")), report.ledger.size)
}

/// The events, and who answers: people, organisations and places that are named. Unnamed and sealed sources stay in the text alone; so does who is
/// said to be silent, as he is not quoted, and who answers in claims that were withdrawn and nowhere else.
fn about(report: &Report<'_>, iris: &Iris) -> Map<String, Value> {
    let casefile = report.casefile;
    let mut fields = Map::new();
    let named = |identity: RecordId, kind: &str, rel: &str| json!({ "name": casefile.name(identity), "rel": rel, "uri": iris.thing(kind, identity) });
    let events: Vec<Value> = report.events.iter().map(|event| named(event.case.event, "event", "about")).collect();
    fields.insert("events".to_owned(), events.into());
    let mut seen = BTreeSet::new();
    let is_mentioned = |told: &Told<'_, '_>| told.view.claim.answer != Answer::Silent(Silence::NotMentioned);
    for told in standing(report).0.into_iter().filter(is_mentioned) {
        let sources = told.view.claim.sources().filter_map(|source| match source {
            Source::Entity(id) => Some(*id),
            _ => None,
        });
        for identity in sources.filter(|id| seen.insert(*id)) {
            let Some(entity) = casefile.entity(identity) else { continue };
            let list = match entity.entity_type {
                EntityType::Person => "people",
                EntityType::Organisation => "organisations",
                EntityType::Place => "places",
                EntityType::Office | EntityType::Thing => "subjects",
            };
            let list = fields.entry(list.to_owned()).or_insert_with(|| json!([]));
            if let Value::Array(list) = list {
                list.push(named(identity, "entity", "quoted as a source"));
            }
        }
    }
    fields
}

/// A document that claims were found in. What is sealed of it is left out.
fn document(report: &Report<'_>, iris: &Iris, identity: RecordId) -> Value {
    let mut fields = Map::from_iter([
        ("name".to_owned(), json!(report.casefile.name(identity))),
        ("rel".to_owned(), json!("evidence")),
        ("uri".to_owned(), json!(iris.thing("document", identity))),
        ("type".to_owned(), json!("text")),
        ("representationType".to_owned(), json!("partial")),
    ]);
    if let Some(evidence) = Evidence::of(report, identity) {
        fields.insert("language".to_owned(), json!(evidence.language));
        fields.extend(evidence.author.map(|author| ("by".to_owned(), json!(author))));
        // ninjs knows when something was created, which is not when it was published: so that is said in words, as it was recorded.
        let when = evidence.published.map(|when| json!([{ "role": "published", "value": when.as_str() }]));
        fields.extend(when.map(|when| ("descriptions".to_owned(), when)));
        let url = evidence.url().map(|url| json!([{ "name": "published at", "href": url }]));
        fields.extend(url.map(|url| ("renditions".to_owned(), url)));
        let hashes = [("SHA-256", evidence.sha256), ("BLAKE3", evidence.blake3)];
        let hashes: Vec<Value> = (hashes.into_iter())
            .filter_map(|(role, hash)| hash.map(|hash| json!({ "role": role, "value": hash })))
            .collect();
        if !hashes.is_empty() {
            fields.insert("altIds".to_owned(), hashes.into());
        }
    }
    fields.into()
}
