//! The report as W3C PROV: where each claim comes from, with speaker and recorder kept apart.
//!
//! On top stands what the log testifies: the checkpoint, each signed record, who signed it and when, what it corrects and what ended it. What a
//! record *says* stands in a bundle with the record's own name: there the recorder, and nobody else, says that a source said something. In it is
//! one entity for each link of the chain of attribution, each attributed to its own speaker, and the quote.

pub mod model;
mod provjson;
mod provn;
mod reading;
mod things;

use super::iris::{Iris, record, thing};
use super::told::{Told, all};
use crate::render::report::{Report, VERIFIED_DOES_NOT_MEAN, VERIFIED_MEANS};
use crate::render::words::NO_JUDGE;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::view::Mark;
use byline_ledger::record::{Handle, Record};
use model::{Attributes, Document, Name, Relation, Statement, Value, agent, at_time, entity, relates};
use std::collections::BTreeSet;

/// The report as PROV-JSON.
pub fn prov_json(report: &Report<'_>) -> serde_json::Value {
    provjson::json(&document(report))
}

/// The report as PROV-N.
pub fn prov_n(report: &Report<'_>) -> String {
    provn::text(&document(report))
}

/// An attribute of Byline's own vocabulary.
fn own(term: &str, value: Value) -> (Name, Value) {
    (Name::term(term), value)
}

/// The same with a text.
fn text(term: &str, words: impl ToString) -> (Name, Value) {
    own(term, Value::Text(words.to_string()))
}

/// What something is.
fn is_a(term: &str) -> (Name, Value) {
    (Name::prov("type"), Value::Name(Name::term(term)))
}

/// The same in PROV's own words.
fn is_prov(term: &str) -> (Name, Value) {
    (Name::prov("type"), Value::Name(Name::prov(term)))
}

/// What something is called, for people.
fn label(words: impl ToString) -> (Name, Value) {
    (Name::prov("label"), Value::Text(words.to_string()))
}

fn recorder(handle: &Handle) -> Name {
    Name::at(format!("recorder/{handle}"))
}

/// The statements on top, and the bundles.
struct Building<'a, 'b> {
    report: &'b Report<'a>,
    top: Vec<Statement>,
    described: BTreeSet<Name>,
    bundles: Vec<(Name, Vec<Statement>)>,
    checkpoint: Name,
}

fn document(report: &Report<'_>) -> Document {
    let mut building = Building {
        report,
        top: Vec::new(),
        described: BTreeSet::new(),
        bundles: Vec::new(),
        checkpoint: Name::at(format!("checkpoint/{}", report.ledger.size)),
    };
    building.checkpoint();
    things::add(&mut building);
    for told in all(report) {
        building.claim(&told);
    }
    Document { base: Iris::of(&report.ledger.origin).base().to_owned(), top: building.top, bundles: building.bundles }
}

impl Building<'_, '_> {
    /// Describes an element, once.
    fn describe(&mut self, element: Statement) {
        if let Statement::Element { name, .. } = &element
            && self.described.insert(name.clone())
        {
            self.top.push(element);
        }
    }

    /// The ledger, and the state of it that all of this is read from.
    fn checkpoint(&mut self) {
        let facts = self.report.ledger;
        let name = self.checkpoint.clone();
        let ledger = Name::at("ledger");
        let of_ledger =
            vec![is_a("Ledger"), label(&facts.name), text("origin", &facts.origin), text("ledgerKey", &facts.key)];
        self.describe(agent(ledger.clone(), of_ledger));
        let of_checkpoint = vec![
            is_prov("Collection"),
            is_a("Checkpoint"),
            own("size", Value::Integer(facts.size)),
            text("root", &facts.root),
            text("audit", self.report.options.audited.words()),
            text("verifiedMeans", VERIFIED_MEANS),
            text("verifiedDoesNotMean", VERIFIED_DOES_NOT_MEAN),
            text("note", NO_JUDGE),
        ];
        self.describe(entity(name.clone(), of_checkpoint));
        self.top.push(at_time(Relation::Generated, name.clone(), facts.sealed_at, Vec::new()));
        self.top.push(relates(Relation::AttributedTo, name, ledger, Vec::new()));
    }

    /// A signed record: who signed it, when he says he did, and its place in the log.
    fn record(&mut self, logged: &LoggedRecord, attributes: Attributes) -> Name {
        let name = Name::at(record(logged.id));
        let mut all = attributes;
        all.extend([
            own("entry", Value::Integer(logged.index.get())),
            own("loggedAt", Value::Time(logged.logged_at.to_string())),
            text("signedWith", logged.kid),
        ]);
        if self.described.contains(&name) {
            return name;
        }
        self.describe(entity(name.clone(), all));
        self.signed_by(&name, &logged.handle);
        self.top.push(at_time(Relation::Generated, name.clone(), logged.signed_at, Vec::new()));
        self.top.push(relates(Relation::HasMember, self.checkpoint.clone(), name.clone(), Vec::new()));
        name
    }

    fn signed_by(&mut self, name: &Name, handle: &Handle) {
        let by = recorder(handle);
        self.describe(agent(
            by.clone(),
            vec![is_prov("Person"), is_a("Recorder"), label(handle), text("handle", handle)],
        ));
        self.top.push(relates(Relation::AttributedTo, name.clone(), by, Vec::new()));
    }

    /// A claim: its versions, what ended it, what people say of it, and what it says.
    fn claim(&mut self, told: &Told<'_, '_>) {
        let view = told.view;
        let identity = own("claim", Value::Name(Name::at(thing("claim", view.identity))));
        for old in view.thing.superseded() {
            self.record(old.version, vec![is_a("Claim"), identity.clone(), text("status", "replaced")]);
        }
        let mut attributes = vec![is_prov("Bundle"), is_a("Claim"), label(told.name()), identity];
        attributes.push(text("status", told.status()));
        attributes.extend(told.warnings().into_iter().map(|words| text("warning", words)));
        let name = self.record(view.logged, attributes);
        let found_in = Name::at(thing("document", view.claim.document));
        self.top.push(relates(Relation::DerivedFrom, name.clone(), found_in, Vec::new()));
        for old in view.thing.superseded() {
            self.correction(old.version, old.corrected_by);
        }
        self.withdrawal(told, &name);
        for mark in view.marks() {
            self.opinion(told, &name, &mark);
        }
        self.bundles.push((name, reading::bundle(told)));
    }

    /// The recorder was wrong: the newer record counts in place of the older.
    fn correction(&mut self, old: &LoggedRecord, new: &LoggedRecord) {
        let [old, newer] = [old.id, new.id].map(|id| Name::at(record(id)));
        let reason: Attributes = new.record.correction().reason.iter().map(|reason| text("reason", reason)).collect();
        let revision = [vec![is_prov("Revision")], reason.clone()].concat();
        self.top.push(relates(Relation::DerivedFrom, newer, old.clone(), revision));
        self.top.push(at_time(Relation::Invalidated, old, new.logged_at, reason));
    }

    fn withdrawal(&mut self, told: &Told<'_, '_>, claim: &Name) {
        let Some(withdrawal) = told.view.thing.withdrawn() else { return };
        let name = Name::at(record(withdrawal.id));
        let reason = withdrawal.reason.iter().map(|reason| text("reason", reason));
        let mut attributes = vec![
            is_a("Withdrawal"),
            own("entry", Value::Integer(withdrawal.index.get())),
            own("loggedAt", Value::Time(withdrawal.logged_at.to_string())),
        ];
        attributes.extend(reason.clone());
        self.describe(entity(name.clone(), attributes));
        self.signed_by(&name, &withdrawal.handle);
        self.top.push(relates(Relation::HasMember, self.checkpoint.clone(), name.clone(), Vec::new()));
        let by = [vec![own("withdrawnBy", Value::Name(name))], reason.collect()].concat();
        self.top.push(at_time(Relation::Invalidated, claim.clone(), withdrawal.logged_at, by));
    }

    /// What somebody else says of the claim: an opinion, which changes nothing of it.
    fn opinion(&mut self, told: &Told<'_, '_>, claim: &Name, mark: &Mark) {
        let (Mark::Disputed { by, .. } | Mark::Checked { by, .. } | Mark::Disclosed { by, .. }) = mark else { return };
        let Some(logged) = told.casefile().thing(*by).map(|thing| thing.current()) else { return };
        let attributes = match &logged.record {
            Record::Judgement(judgement) => {
                vec![is_a("Judgement"), text("opinion", judgement.opinion.name()), text("because", &judgement.because)]
            }
            _ => vec![is_a("Disclosure")],
        };
        let name = self.record(logged, attributes);
        self.top.push(relates(Relation::DerivedFrom, name, claim.clone(), vec![is_a("Concerns")]));
    }
}
