//! The report as schema.org JSON-LD: what is claimed by whom and where, for search engines and crawlers.
//!
//! Claims are `Claim`s, never `ClaimReview`s: nothing is rated. schema.org has no word for a withdrawal, so withdrawn claims are left out, and
//! the collection says how many. Hedges and denials stand in `text`, which is a whole sentence, as the type has no place for them.

use super::evidence::Evidence;
use super::iris::{Iris, web_address};
use super::told::{Told, plain_date, standing, warnings_on};
use crate::render::case::Case;
use crate::render::report::{Report, VERIFIED_DOES_NOT_MEAN, VERIFIED_MEANS};
use crate::render::words::{NO_JUDGE, count};
use byline_ledger::hash::RecordId;
use byline_ledger::record::{EntityType, Names, Source};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The report as a graph of schema.org.
pub fn json_ld(report: &Report<'_>) -> Value {
    let (claims, withdrawn) = standing(report);
    let mut graph = Graph { report, iris: Iris::of(&report.ledger.origin), nodes: BTreeMap::new() };
    let members: Vec<Value> = claims.iter().map(|told| graph.claim(told)).collect();
    let events: Vec<Value> = report.events.iter().map(|event| graph.event(&event.case)).collect();
    let mut all = vec![graph.collection(members, events, withdrawn)];
    all.extend(graph.nodes.into_values());
    json!({ "@context": "https://schema.org", "@graph": all })
}

/// The nodes of the graph by their names: each is described once, and referred to by its name elsewhere.
struct Graph<'a, 'b> {
    report: &'b Report<'a>,
    iris: Iris,
    nodes: BTreeMap<String, Value>,
}

fn reference(iri: &str) -> Value {
    json!({ "@id": iri })
}

/// A value under a name that isn't schema.org's.
fn property(name: &str, value: impl ToString) -> Value {
    json!({ "@type": "PropertyValue", "propertyID": name, "value": value.to_string() })
}

/// The names that a thing has beside the one it is called by. Which language each is in gets lost.
fn other_names(names: &Names, called: &str) -> Vec<String> {
    let mut others: Vec<String> =
        names.iter().map(|(_, name)| name.to_string()).filter(|name| name != called).collect();
    others.sort();
    others.dedup();
    others
}

/// Several sentences as one text; nothing where there is none.
fn together(sentences: &[String]) -> Option<String> {
    (!sentences.is_empty()).then(|| sentences.join("; "))
}

/// Fields without those that have nothing in them.
fn node(iri: &str, of: &str, fields: Value) -> Value {
    let mut all = Map::from_iter([("@id".to_owned(), json!(iri)), ("@type".to_owned(), json!(of))]);
    if let Value::Object(fields) = fields {
        let has_something = |value: &Value| !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty());
        all.extend(fields.into_iter().filter(|(_, value)| has_something(value)));
    }
    all.into()
}

/// A name and the other names, and what a reader must know of the thing.
fn called(case: &Case<'_>, identity: RecordId, names: Option<&Names>, mut fields: Value) -> Value {
    let name = case.casefile.name(identity);
    if let Value::Object(all) = &mut fields {
        let others = names.map(|names| other_names(names, &name)).unwrap_or_default();
        all.insert("alternateName".to_owned(), json!(others));
        all.insert("name".to_owned(), json!(name));
        all.insert("disambiguatingDescription".to_owned(), json!(together(&warnings_on(case, identity))));
    }
    fields
}

impl Graph<'_, '_> {
    /// What the file is, and what it isn't.
    fn collection(&self, members: Vec<Value>, events: Vec<Value>, withdrawn: usize) -> Value {
        let facts = self.report.ledger;
        let left_out = match withdrawn {
            0 => String::new(),
            some => format!(" {} withdrawn and left out.", count(some, "claim")),
        };
        let description = format!(
            "{NO_JUDGE} Each claim is what a source is recorded to have said, not a fact. A record means {VERIFIED_MEANS}; it does not mean \
             {VERIFIED_DOES_NOT_MEAN}. {}{left_out}",
            self.report.options.audited.words()
        );
        let ledger = json!({
            "@type": "Organization", "@id": self.iris.at("ledger"), "name": facts.name, "alternateName": facts.origin,
            "identifier": property("ledger key fingerprint", &facts.key),
        });
        // One event is what it is about; several are mentioned, as `about` takes one.
        let (about, mentions) = match &events[..] {
            [one] => (one.clone(), Value::Null),
            several => (Value::Null, several.into()),
        };
        let titles: Vec<String> =
            self.report.events.iter().map(|event| self.report.casefile.name(event.case.event)).collect();
        let fields = json!({
            "name": format!("Provenance report: {}", titles.join("; ")), "description": description, "inLanguage": "en", "about": about, "mentions": mentions,
            "identifier": property("checkpoint root", &facts.root), "version": facts.size.to_string(),
            "dateModified": facts.sealed_at.to_string(), "sdPublisher": ledger, "collectionSize": members.len(), "hasPart": members,
        });
        node(&self.iris.at(&format!("checkpoint/{}", facts.size)), "Collection", fields)
    }

    /// Adds a node, if it isn't there yet, and refers to it.
    fn add(&mut self, iri: String, make: impl FnOnce(&mut Self, &str) -> Value) -> Value {
        let name = reference(&iri);
        if !self.nodes.contains_key(&iri) {
            self.nodes.insert(iri.clone(), Value::Null);
            let made = make(self, &iri);
            self.nodes.insert(iri, made);
        }
        name
    }

    fn event(&mut self, case: &Case<'_>) -> Value {
        self.add(self.iris.thing("event", case.event), |_, iri| {
            let start = case.event().and_then(|event| event.when.as_ref()).and_then(plain_date);
            let fields = json!({ "startDate": start });
            node(iri, "Event", called(case, case.event, case.event().map(|event| &event.titles), fields))
        })
    }

    fn question(&mut self, case: &Case<'_>, identity: RecordId) -> Value {
        self.add(self.iris.thing("question", identity), |graph, iri| {
            let question = case.casefile.question(identity);
            let claim = question.and_then(|question| question.claim);
            let about = match claim {
                Some(claim) => reference(&graph.iris.thing("claim", claim)),
                None => graph.event(case),
            };
            let fields = json!({ "about": about });
            node(iri, "Question", called(case, identity, question.map(|question| &question.asks), fields))
        })
    }

    fn entity(&mut self, case: &Case<'_>, identity: RecordId) -> Value {
        self.add(self.iris.thing("entity", identity), |_, iri| {
            let Some(entity) = case.casefile.entity(identity) else { return node(iri, "Thing", Value::Null) };
            // schema.org lets persons and organisations speak, and has no word for an office.
            let (of, description) = match entity.entity_type {
                EntityType::Person => ("Person", None),
                EntityType::Organisation => ("Organization", None),
                EntityType::Office => ("Organization", Some("an office, as recorded: who holds it is not said")),
                EntityType::Place => ("Place", None),
                EntityType::Thing => ("Thing", None),
            };
            let same: Vec<&str> = entity.same_as.iter().flatten().filter_map(|uri| web_address(uri.as_str())).collect();
            let fields = json!({ "description": description, "sameAs": same });
            node(iri, of, called(case, identity, Some(&entity.names), fields))
        })
    }

    /// Who is named as the author of a claim. A name where none was given, or one that is sealed, would be an invention; and a place or a thing
    /// is nobody: the words of `creditText` have them all.
    fn author(&mut self, told: &Told<'_, '_>) -> Option<Value> {
        let by = match &told.view.claim.by {
            Source::Entity(id) => Some(*id),
            Source::OwnVoice => told.view.document().and_then(|document| document.publisher),
            Source::Unnamed(_) | Source::Sealed(_) | Source::Nobody => None,
        }?;
        let entity = told.casefile().entity(by)?;
        let speaks = !matches!(entity.entity_type, EntityType::Place | EntityType::Thing);
        speaks.then(|| self.entity(told.case, by))
    }

    /// A document. What is sealed of it is left out.
    fn document(&mut self, case: &Case<'_>, identity: RecordId) -> Value {
        self.add(self.iris.thing("document", identity), |graph, iri| {
            let Some(evidence) = Evidence::of(graph.report, identity) else {
                return node(iri, "CreativeWork", Value::Null);
            };
            let publisher = evidence.publisher.map(|publisher| graph.entity(case, publisher));
            let (url, date) = (evidence.url(), evidence.date());
            let file = evidence.sha256.map(
                |sha256| json!({ "@type": "MediaObject", "sha256": sha256, "encodingFormat": evidence.media_type }),
            );
            let fields = json!({
                "name": evidence.title, "inLanguage": evidence.language, "creditText": evidence.author,
                "publisher": publisher, "associatedMedia": file, "url": url, "datePublished": date,
                "identifier": evidence.blake3.map(|hash| property("BLAKE3", hash)),
                "disambiguatingDescription": together(&warnings_on(case, identity)),
            });
            node(iri, "CreativeWork", fields)
        })
    }

    fn claim(&mut self, told: &Told<'_, '_>) -> Value {
        let (view, case) = (told.view, told.case);
        self.add(self.iris.thing("claim", view.identity), |graph, iri| {
            let document = graph.document(case, view.claim.document);
            let recorder = json!({
                "@type": "Person", "@id": graph.iris.at(&format!("recorder/{}", view.logged.handle)),
                "name": view.logged.handle.as_str(), "identifier": property("SSH key fingerprint", view.logged.kid),
            });
            let reasons = view.thing.superseded().filter_map(|old| old.corrected_by.record.correction().reason);
            let corrections: Vec<String> = reasons.map(ToString::to_string).collect();
            let fields = json!({
                "name": told.name(), "text": told.sentence(), "inLanguage": "en", "author": graph.author(told),
                "about": graph.question(case, view.claim.question), "creditText": view.source_words(),
                "appearance": appearance(told, &document), "claimInterpreter": recorder,
                "temporalCoverage": view.claim.as_of.as_ref().map(|time| time.as_str()),
                "creativeWorkStatus": told.status(), "correction": together(&corrections),
                "disambiguatingDescription": together(&told.warnings()),
                "identifier": property("record", view.logged.id), "position": view.logged.index.get(),
                "sdDatePublished": view.logged.logged_at.to_string().get(..10),
                "sdPublisher": reference(&graph.iris.at("ledger")),
            });
            node(iri, "Claim", fields)
        })
    }
}

/// Where it stands: the words in the document; the document alone where nothing is quoted, or the quote is sealed.
fn appearance(told: &Told<'_, '_>, document: &Value) -> Value {
    let lang = told.view.document().map(|document| document.lang.as_str());
    let quotes = told.view.passages().iter().map(|passage| {
        json!({ "@type": "Quotation", "text": passage.exact.as_str(), "inLanguage": lang, "isPartOf": document })
    });
    let quotes: Vec<Value> = quotes.collect();
    if quotes.is_empty() { document.clone() } else { quotes.into() }
}
