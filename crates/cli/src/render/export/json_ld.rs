//! The report as schema.org JSON-LD: what is claimed by whom and where, for search engines and crawlers.
//!
//! Claims are `Claim`s, never `ClaimReview`s: nothing is rated. schema.org has no word for a withdrawal, so withdrawn claims are left out, and
//! the collection says how many. Hedges and denials stand in `text`, which is a whole sentence, as the type has no place for them.

use super::evidence::Evidence;
use super::iris::{Iris, web_address};
use super::told::{Told, plain_date, standing, warnings_on};
use crate::render::late::{Late, Object};
use crate::render::report::{Report, VERIFIED_DOES_NOT_MEAN, VERIFIED_MEANS};
use crate::render::words::{NO_JUDGE, count};
use byline_ledger::hash::RecordId;
use byline_ledger::record::{EntityType, Names, Source};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::iter;

/// The report as a graph of schema.org: what the file is, and then every node, each once and sorted by its name.
pub fn json_ld<'b>(report: &'b Report<'_>) -> Object<'b> {
    Object::of(json!({ "@context": "https://schema.org" })).list("@graph", || graph(report))
}

fn graph<'b>(report: &'b Report<'_>) -> impl Iterator<Item = Late<'b>> {
    let (claims, withdrawn) = standing(report);
    let graph = Graph { report, iris: Iris::of(&report.ledger.origin) };
    let collection = graph.collection(&claims, withdrawn);
    let nodes = Nodes::of(report, &claims);
    iter::once(collection.into()).chain(nodes.in_order().map(move |node| graph.node(&node).into()))
}

/// What a graph has a node for, each once.
#[derive(Default)]
struct Nodes<'a, 'b> {
    claims: BTreeMap<RecordId, Told<'a, 'b>>,
    documents: BTreeSet<RecordId>,
    entities: BTreeSet<RecordId>,
    events: BTreeSet<RecordId>,
    /// With the event that a question without a claim is about.
    questions: BTreeMap<RecordId, RecordId>,
}

/// One of them.
enum Node<'a, 'b> {
    Claim(Told<'a, 'b>),
    Document(RecordId),
    Entity(RecordId),
    Event(RecordId),
    Question(RecordId, RecordId),
}

impl<'a, 'b> Nodes<'a, 'b> {
    fn of(report: &'b Report<'a>, claims: &[Told<'a, 'b>]) -> Self {
        let mut nodes = Self::default();
        nodes.events.extend(report.events.iter().map(|event| event.case.event));
        for told in claims {
            let claim = told.view.claim;
            nodes.claims.entry(told.view.identity).or_insert(*told);
            nodes.questions.entry(claim.question).or_insert(told.case.event);
            nodes.entities.extend(author(told));
            if nodes.documents.insert(claim.document) {
                nodes.entities.extend(Evidence::of(report, claim.document).and_then(|evidence| evidence.publisher));
            }
        }
        nodes
    }

    /// In the order of their names, which is that of the sorts and then of the identities.
    fn in_order(self) -> impl Iterator<Item = Node<'a, 'b>> {
        let claims = self.claims.into_values().map(Node::Claim);
        let documents = self.documents.into_iter().map(Node::Document);
        let entities = self.entities.into_iter().map(Node::Entity);
        let events = self.events.into_iter().map(Node::Event);
        let questions = self.questions.into_iter().map(|(question, event)| Node::Question(question, event));
        claims.chain(documents).chain(entities).chain(events).chain(questions)
    }
}

/// Makes the nodes; each is referred to by its name elsewhere.
struct Graph<'a, 'b> {
    report: &'b Report<'a>,
    iris: Iris,
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

/// Who is named as the author of a claim. A name where none was given, or one that is sealed, would be an invention; and a place or a thing is
/// nobody: the words of `creditText` have them all.
fn author(told: &Told<'_, '_>) -> Option<RecordId> {
    let by = match &told.view.claim.by {
        Source::Entity(id) => Some(*id),
        Source::OwnVoice => told.view.document().and_then(|document| document.publisher),
        Source::Unnamed(_) | Source::Sealed(_) | Source::Nobody => None,
    }?;
    let entity = told.casefile().entity(by)?;
    let speaks = !matches!(entity.entity_type, EntityType::Place | EntityType::Thing);
    speaks.then_some(by)
}

impl<'a, 'b> Graph<'a, 'b> {
    fn node(&self, node: &Node<'a, 'b>) -> Value {
        match node {
            Node::Claim(told) => self.claim(told),
            Node::Document(id) => self.document(*id),
            Node::Entity(id) => self.entity(*id),
            Node::Event(id) => self.event(*id),
            Node::Question(id, event) => self.question(*id, *event),
        }
    }

    /// The name of something, where it is referred to.
    fn named(&self, kind: &str, identity: RecordId) -> Value {
        reference(&self.iris.thing(kind, identity))
    }

    /// What the file is, and what it isn't.
    fn collection(&self, claims: &[Told<'a, 'b>], withdrawn: usize) -> Object<'b> {
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
        let events: Vec<Value> = self.report.events.iter().map(|event| self.named("event", event.case.event)).collect();
        let (about, mentions) = match &events[..] {
            [one] => (one.clone(), Value::Null),
            several => (Value::Null, several.into()),
        };
        let titles: Vec<String> =
            self.report.events.iter().map(|event| self.report.casefile.name(event.case.event)).collect();
        let fields = json!({
            "name": format!("Provenance report: {}", titles.join("; ")), "description": description, "inLanguage": "en",
            "about": about, "mentions": mentions, "identifier": property("checkpoint root", &facts.root),
            "version": facts.size.to_string(), "dateModified": facts.sealed_at.to_string(), "sdPublisher": ledger,
            "collectionSize": claims.len(),
        });
        let collection = node(&self.iris.at(&format!("checkpoint/{}", facts.size)), "Collection", fields);
        let members: Vec<RecordId> = claims.iter().map(|told| told.view.identity).collect();
        let iris = self.iris.clone();
        match members.is_empty() {
            true => Object::of(collection),
            false => Object::of(collection).list("hasPart", move || {
                let iris = iris.clone();
                members.clone().into_iter().map(move |claim| reference(&iris.thing("claim", claim)))
            }),
        }
    }

    /// A name and the other names, and what a reader must know of the thing.
    fn called(&self, identity: RecordId, names: Option<&Names>, mut fields: Value) -> Value {
        let name = self.report.casefile.name(identity);
        if let Value::Object(all) = &mut fields {
            let others = names.map(|names| other_names(names, &name)).unwrap_or_default();
            all.insert("alternateName".to_owned(), json!(others));
            all.insert("name".to_owned(), json!(name));
            all.insert("disambiguatingDescription".to_owned(), json!(together(&self.warnings(identity))));
        }
        fields
    }

    fn warnings(&self, identity: RecordId) -> Vec<String> {
        // Marks are looked up in the records, whichever event asks.
        self.report.events.first().map(|event| warnings_on(&event.case, identity)).unwrap_or_default()
    }

    fn event(&self, identity: RecordId) -> Value {
        let event = self.report.casefile.event(identity);
        let fields = json!({ "startDate": event.and_then(|event| event.when.as_ref()).and_then(plain_date) });
        let fields = self.called(identity, event.map(|event| &event.titles), fields);
        node(&self.iris.thing("event", identity), "Event", fields)
    }

    fn question(&self, identity: RecordId, event: RecordId) -> Value {
        let question = self.report.casefile.question(identity);
        let about = match question.and_then(|question| question.claim) {
            Some(claim) => self.named("claim", claim),
            None => self.named("event", event),
        };
        let fields = self.called(identity, question.map(|question| &question.asks), json!({ "about": about }));
        node(&self.iris.thing("question", identity), "Question", fields)
    }

    fn entity(&self, identity: RecordId) -> Value {
        let iri = self.iris.thing("entity", identity);
        let Some(entity) = self.report.casefile.entity(identity) else { return node(&iri, "Thing", Value::Null) };
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
        node(&iri, of, self.called(identity, Some(&entity.names), fields))
    }

    /// A document. What is sealed of it is left out.
    fn document(&self, identity: RecordId) -> Value {
        let iri = self.iris.thing("document", identity);
        let Some(evidence) = Evidence::of(self.report, identity) else {
            return node(&iri, "CreativeWork", Value::Null);
        };
        let (url, date) = (evidence.url(), evidence.date());
        let file = (evidence.sha256)
            .map(|sha256| json!({ "@type": "MediaObject", "sha256": sha256, "encodingFormat": evidence.media_type }));
        let fields = json!({
            "name": evidence.title, "inLanguage": evidence.language, "creditText": evidence.author,
            "publisher": evidence.publisher.map(|publisher| self.named("entity", publisher)),
            "associatedMedia": file, "url": url, "datePublished": date,
            "identifier": evidence.blake3.map(|hash| property("BLAKE3", hash)),
            "disambiguatingDescription": together(&self.warnings(identity)),
        });
        node(&iri, "CreativeWork", fields)
    }

    fn claim(&self, told: &Told<'_, '_>) -> Value {
        let view = told.view;
        let document = self.named("document", view.claim.document);
        let recorder = json!({
            "@type": "Person", "@id": self.iris.at(&format!("recorder/{}", view.logged.handle)),
            "name": view.logged.handle.as_str(), "identifier": property("SSH key fingerprint", view.logged.kid),
        });
        let reasons = view.thing.superseded().filter_map(|old| old.corrected_by.record.correction().reason);
        let corrections: Vec<String> = reasons.map(ToString::to_string).collect();
        let fields = json!({
            "name": told.name(), "text": told.sentence(), "inLanguage": "en",
            "author": author(told).map(|by| self.named("entity", by)),
            "about": self.named("question", view.claim.question), "creditText": view.source_words(),
            "appearance": appearance(told, &document), "claimInterpreter": recorder,
            "temporalCoverage": view.claim.as_of.as_ref().map(|time| time.as_str()),
            "creativeWorkStatus": told.status(), "correction": together(&corrections),
            "disambiguatingDescription": together(&told.warnings()),
            "identifier": property("record", view.logged.id), "position": view.logged.index.get(),
            "sdDatePublished": view.logged.logged_at.to_string().get(..10),
            "sdPublisher": reference(&self.iris.at("ledger")),
        });
        node(&self.iris.thing("claim", view.identity), "Claim", fields)
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
