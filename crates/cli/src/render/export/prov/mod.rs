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

use super::iris::{record, thing};
use super::told::{Told, all};
use crate::render::report::{EventPart, Report, VERIFIED_DOES_NOT_MEAN, VERIFIED_MEANS};
use crate::render::words::NO_JUDGE;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::view::Mark;
use byline_ledger::record::{Handle, Record};
use model::{Attributes, Name, Relation, Statement, Value, agent, at_time, entity, relates};
pub use provjson::ProvJson;
pub use provn::prov_n;
use std::collections::HashSet;
use std::iter;
use std::mem;

/// An attribute of Byline's own vocabulary.
fn own(term: &'static str, value: Value) -> (Name, Value) {
    (Name::term(term), value)
}

/// The same with a text.
fn text(term: &'static str, words: impl ToString) -> (Name, Value) {
    own(term, Value::Text(words.to_string()))
}

/// What something is.
fn is_a(term: &'static str) -> (Name, Value) {
    (Name::prov("type"), Value::Name(Name::term(term)))
}

/// The same in PROV's own words.
fn is_prov(term: &'static str) -> (Name, Value) {
    (Name::prov("type"), Value::Name(Name::prov(term)))
}

/// What something is called, for people.
fn label(words: impl ToString) -> (Name, Value) {
    (Name::prov("label"), Value::Text(words.to_string()))
}

fn recorder(handle: &Handle) -> Name {
    Name::at(format!("recorder/{handle}"))
}

/// The statements on top, in their order, each made when it is asked for.
fn top<'b>(report: &'b Report<'_>) -> impl Iterator<Item = Statement> + 'b {
    let mut building = Building {
        report,
        statements: Vec::new(),
        described: HashSet::new(),
        checkpoint: Name::at(format!("checkpoint/{}", report.ledger.size)),
    };
    let steps = iter::once(Step::Checkpoint)
        .chain(report.events.iter().map(Step::Event))
        .chain(all(report).map(Step::About))
        .chain(all(report).map(Step::Claim));
    steps.flat_map(move |step| building.statements_of(&step))
}

/// What each claim says: the statements of the bundle under its record's name.
fn bundles<'b>(report: &'b Report<'_>) -> impl Iterator<Item = (Name, Vec<Statement>)> + 'b {
    all(report).map(|told| (Name::at(record(told.view.logged.id)), reading::bundle(&told)))
}

/// What the statements on top are made from, one after the other.
enum Step<'a, 'b> {
    Checkpoint,
    Event(&'b EventPart<'a>),
    /// What a claim is about and found in.
    About(Told<'a, 'b>),
    Claim(Told<'a, 'b>),
}

/// The statements of one step, and what was described in the steps before.
struct Building<'a, 'b> {
    report: &'b Report<'a>,
    statements: Vec<Statement>,
    described: HashSet<Name>,
    checkpoint: Name,
}

impl Building<'_, '_> {
    fn statements_of(&mut self, step: &Step<'_, '_>) -> Vec<Statement> {
        match step {
            Step::Checkpoint => self.checkpoint(),
            Step::Event(event) => things::event(self, &event.case),
            Step::About(told) => things::about(self, told),
            Step::Claim(told) => self.claim(told),
        }
        mem::take(&mut self.statements)
    }

    /// Describes an element, once: whatever else is to be said of it, it was said then.
    fn describe(&mut self, name: Name, element: impl FnOnce(&mut Self, Name) -> Statement) {
        if self.described.insert(name.clone()) {
            let element = element(self, name);
            self.statements.push(element);
        }
    }

    /// The ledger, and the state of it that all of this is read from.
    fn checkpoint(&mut self) {
        let facts = self.report.ledger;
        let name = self.checkpoint.clone();
        let ledger = Name::at("ledger");
        let of_ledger =
            vec![is_a("Ledger"), label(&facts.name), text("origin", &facts.origin), text("ledgerKey", &facts.key)];
        self.describe(ledger.clone(), |_, name| agent(name, of_ledger));
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
        self.describe(name.clone(), |_, name| entity(name, of_checkpoint));
        self.statements.push(at_time(Relation::Generated, name.clone(), facts.sealed_at, Vec::new()));
        self.statements.push(relates(Relation::AttributedTo, name, ledger, Vec::new()));
    }

    /// A signed record: who signed it, when he says he did, and its place in the log.
    fn record(&mut self, logged: &LoggedRecord, attributes: Attributes) -> Name {
        let name = Name::at(record(logged.id));
        if self.described.contains(&name) {
            return name;
        }
        let mut all = attributes;
        all.extend([
            own("entry", Value::Integer(logged.index.get())),
            own("loggedAt", Value::Time(logged.logged_at.to_string())),
            text("signedWith", logged.kid),
        ]);
        self.describe(name.clone(), |_, name| entity(name, all));
        self.signed_by(&name, &logged.handle);
        self.statements.push(at_time(Relation::Generated, name.clone(), logged.signed_at, Vec::new()));
        self.statements.push(relates(Relation::HasMember, self.checkpoint.clone(), name.clone(), Vec::new()));
        name
    }

    fn signed_by(&mut self, name: &Name, handle: &Handle) {
        let by = recorder(handle);
        self.describe(by.clone(), |_, name| {
            agent(name, vec![is_prov("Person"), is_a("Recorder"), label(handle), text("handle", handle)])
        });
        self.statements.push(relates(Relation::AttributedTo, name.clone(), by, Vec::new()));
    }

    /// A claim: its versions, what ended it, and what people say of it.
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
        self.statements.push(relates(Relation::DerivedFrom, name.clone(), found_in, Vec::new()));
        for old in view.thing.superseded() {
            self.correction(old.version, old.corrected_by);
        }
        self.withdrawal(told, &name);
        for mark in view.marks() {
            self.opinion(told, &name, &mark);
        }
    }

    /// The recorder was wrong: the newer record counts in place of the older.
    fn correction(&mut self, old: &LoggedRecord, new: &LoggedRecord) {
        let [old, newer] = [old.id, new.id].map(|id| Name::at(record(id)));
        let reason: Attributes = new.record.correction().reason.iter().map(|reason| text("reason", reason)).collect();
        let revision = [vec![is_prov("Revision")], reason.clone()].concat();
        self.statements.push(relates(Relation::DerivedFrom, newer, old.clone(), revision));
        self.statements.push(at_time(Relation::Invalidated, old, new.logged_at, reason));
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
        self.describe(name.clone(), |_, name| entity(name, attributes));
        self.signed_by(&name, &withdrawal.handle);
        self.statements.push(relates(Relation::HasMember, self.checkpoint.clone(), name.clone(), Vec::new()));
        let by = [vec![own("withdrawnBy", Value::Name(name))], reason.collect()].concat();
        self.statements.push(at_time(Relation::Invalidated, claim.clone(), withdrawal.logged_at, by));
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
        self.statements.push(relates(Relation::DerivedFrom, name, claim.clone(), vec![is_a("Concerns")]));
    }
}
