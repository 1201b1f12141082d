//! What one record says: the bundle under its name. All of it is the recorder's word, that the document has it so.

use super::super::iris::{digits, record, thing};
use super::super::told::{Told, entity_type, names};
use super::model::{Attributes, Name, Relation, Sort, Statement, Value, agent, entity, relates};
use super::things::in_language;
use super::{is_a, is_prov, label, own, text};
use crate::render::json::plain_name;
use byline_ledger::hash::RecordId;
use byline_ledger::record::{Answer, EntityType, Source};

/// The statements of a claim's bundle.
pub fn bundle(told: &Told<'_, '_>) -> Vec<Statement> {
    let mut reading = Reading { told, statements: Vec::new() };
    reading.links();
    reading.quote();
    reading.revision();
    reading.statements
}

struct Reading<'a, 'b, 'c> {
    told: &'c Told<'a, 'b>,
    statements: Vec<Statement>,
}

/// The words of one link of a chain of attribution; 0 is the source that answers.
fn said(version: RecordId, link: usize) -> Name {
    Name::at(format!("said/{}/{link}", digits(version)))
}

impl Reading<'_, '_, '_> {
    fn version(&self) -> RecordId {
        self.told.view.logged.id
    }

    fn describe(&mut self, element: Statement) {
        if !self.statements.iter().any(|one| one.is_same_element(&element)) {
            self.statements.push(element);
        }
    }

    /// One entity for each link, attributed to its speaker; each outer one comes from the one within, and commits to no more than "so it was said".
    fn links(&mut self) {
        let version = self.version();
        for (link, source) in self.told.view.claim.sources().enumerate() {
            let name = said(version, link);
            let attributes = if link == 0 { self.answer() } else { self.passed_on(link) };
            self.describe(entity(name.clone(), attributes));
            if let Some(by) = self.speaker(link, source) {
                self.statements.push(relates(Relation::AttributedTo, name.clone(), by, Vec::new()));
            }
            if let Some(within) = link.checked_sub(1) {
                let passed_on = vec![is_a("PassedOn")];
                self.statements.push(relates(Relation::DerivedFrom, name, said(version, within), passed_on));
            }
        }
    }

    /// The answer, as typed as PROV lets it be.
    fn answer(&self) -> Attributes {
        let (told, claim) = (self.told, self.told.view.claim);
        let mut all = vec![
            is_a("Statement"),
            label(told.sentence()),
            own("question", Value::Name(Name::at(thing("question", claim.question)))),
            text("act", plain_name(&claim.act)),
            text("commitment", plain_name(&claim.commitment)),
            text("answer", told.view.answer_words()),
        ];
        if let Answer::Silent(silence) = &claim.answer {
            all.push(text("silent", plain_name(silence)));
        }
        if matches!(claim.answer, Answer::Denies(_)) {
            all.push(text("denies", "true"));
        }
        all.extend(told.view.unit().map(|unit| text("unit", unit)));
        if let Some((low, high)) = told.bounds() {
            all.push(text("lowest", low));
            all.extend(high.map(|high| text("highest", high)));
        }
        all.extend(claim.as_of.iter().map(|time| text("asOf", time)));
        all.extend(claim.said.iter().map(|time| text("saidAt", time)));
        all.extend(claim.condition.iter().map(|condition| text("condition", condition)));
        all.extend(claim.office.iter().map(|office| text("office", office)));
        let attribution = match claim.by {
            Source::OwnVoice => Some("the document's own voice"),
            Source::Nobody => Some("nobody named"),
            _ => None,
        };
        all.extend(attribution.map(|words| text("attribution", words)));
        all
    }

    fn passed_on(&self, link: usize) -> Attributes {
        let inner = self.told.view.claim.sources().nth(link - 1);
        let inner = inner.map(|source| self.told.source(source)).unwrap_or_default();
        vec![is_a("Statement"), label(format!("that {inner} said so")), text("commitment", "only that it was said")]
    }

    /// Who speaks; nobody where nobody is named.
    fn speaker(&mut self, link: usize, source: &Source) -> Option<Name> {
        let version = digits(self.version());
        let document = self.told.view.claim.document;
        let (name, attributes) = match source {
            Source::Entity(id) => return Some(self.entity(*id)),
            Source::Unnamed(unnamed) => {
                let mut attributes = vec![is_a("Unnamed"), label(&unnamed.described)];
                attributes.extend(unnamed.count.map(|most| own("atMost", Value::Integer(most))));
                (Name::at(format!("unnamed/{version}/{link}")), attributes)
            }
            Source::Sealed(sealed) => {
                let mut attributes =
                    vec![is_a("Sealed"), label(&sealed.described), text("commitmentHash", sealed.commitment)];
                let person = self.told.casefile().disclosed_person(sealed.commitment);
                attributes.extend(person.map(|person| text("disclosedAs", &person.name)));
                (Name::at(format!("sealed/{}", sealed.commitment)), attributes)
            }
            Source::OwnVoice => match self.told.casefile().document(document).and_then(|one| one.publisher) {
                Some(publisher) => return Some(self.entity(publisher)),
                None => (Name::at(format!("author/{}", digits(document))), vec![is_a("UnnamedAuthor")]),
            },
            Source::Nobody => return None,
        };
        self.describe(agent(name.clone(), attributes));
        Some(name)
    }

    /// A named person or body.
    fn entity(&mut self, identity: RecordId) -> Name {
        let name = Name::at(thing("entity", identity));
        let mut attributes = Vec::new();
        if let Some(record) = self.told.casefile().entity(identity) {
            attributes.extend(match record.entity_type {
                EntityType::Person => Some(is_prov("Person")),
                EntityType::Organisation => Some(is_prov("Organization")),
                _ => None,
            });
            attributes.push(is_a(entity_type(record.entity_type)));
            attributes.extend(names(&record.names).map(|(lang, called)| in_language("label", lang, called)));
        }
        self.describe(agent(name.clone(), attributes));
        name
    }

    /// The words in the document, and that the outermost link stands in them.
    fn quote(&mut self) {
        let version = self.version();
        let outermost = said(version, self.told.view.claim.sources().count() - 1);
        let document = Name::at(thing("document", self.told.view.claim.document));
        self.describe(entity(document.clone(), Vec::new()));
        let passages = self.told.view.passages().to_vec();
        if passages.is_empty() {
            self.statements.push(relates(Relation::DerivedFrom, document, outermost, vec![is_a("Reports")]));
            return;
        }
        let lang = self.told.view.document().map(|document| document.lang.to_string());
        for (nth, passage) in passages.iter().enumerate() {
            let name = Name::at(format!("quote/{}/{nth}", digits(version)));
            let words = passage.exact.to_string();
            let words = lang.clone().map_or_else(|| Value::Text(words.clone()), |lang| Value::In(words.clone(), lang));
            let place = [("start", passage.start), ("end", passage.end)];
            let mut attributes = vec![is_a("Quote"), own("exact", words)];
            attributes.extend(place.map(|(term, at)| own(term, Value::Integer(at))));
            self.describe(entity(name.clone(), attributes));
            let quotes = vec![is_prov("Quotation")];
            self.statements.push(relates(Relation::DerivedFrom, name.clone(), document.clone(), quotes));
            self.statements.push(relates(Relation::DerivedFrom, name, outermost.clone(), vec![is_a("Reports")]));
        }
    }

    /// The source changed an earlier answer of its own into this one.
    fn revision(&mut self) {
        let earlier = self.told.view.claim.revises.and_then(|id| self.told.casefile().claim(id));
        let Some(earlier) = earlier else { return };
        let older = said(earlier.logged.id, 0);
        self.describe(Statement::Element {
            sort: Sort::Entity,
            name: older.clone(),
            attributes: vec![is_a("Statement")],
        });
        let mut attributes = vec![is_prov("Revision")];
        attributes.push(own("revisionOf", Value::Name(Name::at(record(earlier.logged.id)))));
        self.statements.push(relates(Relation::DerivedFrom, said(self.version(), 0), older, attributes));
    }
}
