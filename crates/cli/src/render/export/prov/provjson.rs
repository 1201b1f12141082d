//! PROV-JSON (W3C member submission, 2013): PROV for programs.

use super::super::iris::{Iris, TERMS};
use super::model::{Attributes, Relation, Sort, Statement, Value};
use super::{bundles, top};
use crate::render::report::Report;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Map, Value as Json, json};

/// The report as PROV-JSON. The format sorts statements by what they are, so they are made anew for each sort, rather than kept.
pub struct ProvJson<'a, 'b>(pub &'b Report<'a>);

impl Serialize for ProvJson<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(report) = self;
        let base = Iris::of(&report.ledger.origin);
        let mut all = serializer.serialize_map(None)?;
        all.serialize_entry("prefix", &json!({ "at": base.base(), "byline": TERMS }))?;
        for kind in Kind::ALL {
            all.serialize_entry(kind.name(), &OfKind { report, kind })?;
        }
        all.serialize_entry("bundle", &Bundles(report))?;
        all.end()
    }
}

/// What a statement is, in the words of PROV-JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Element(Sort),
    Relation(Relation),
}

impl Kind {
    /// All of them, in the order in which they are written.
    const ALL: [Self; 7] = [
        Self::Element(Sort::Agent),
        Self::Element(Sort::Entity),
        Self::Relation(Relation::Generated),
        Self::Relation(Relation::Invalidated),
        Self::Relation(Relation::AttributedTo),
        Self::Relation(Relation::DerivedFrom),
        Self::Relation(Relation::HasMember),
    ];

    fn of(statement: &Statement) -> Self {
        match statement {
            Statement::Element { sort, .. } => Self::Element(*sort),
            Statement::Relation { relation, .. } => Self::Relation(*relation),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Element(Sort::Agent) => "agent",
            Self::Element(Sort::Entity) => "entity",
            Self::Relation(Relation::Generated) => "wasGeneratedBy",
            Self::Relation(Relation::Invalidated) => "wasInvalidatedBy",
            Self::Relation(Relation::AttributedTo) => "wasAttributedTo",
            Self::Relation(Relation::DerivedFrom) => "wasDerivedFrom",
            Self::Relation(Relation::HasMember) => "hadMember",
        }
    }
}

/// The statements on top that are of one kind.
struct OfKind<'a, 'b> {
    report: &'b Report<'a>,
    kind: Kind,
}

impl Serialize for OfKind<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = top(self.report).enumerate().filter(|(_, one)| Kind::of(one) == self.kind);
        serializer.collect_map(all.map(|(nth, one)| statement(nth, &one)))
    }
}

struct Bundles<'a, 'b>(&'b Report<'a>);

impl Serialize for Bundles<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(bundles(self.0).map(|(name, statements)| (name.text(), bundle(&statements))))
    }
}

fn bundle(statements: &[Statement]) -> Map<String, Json> {
    let mut all: Map<String, Json> = Map::new();
    for (nth, one) in statements.iter().enumerate() {
        let of_kind = all.entry(Kind::of(one).name()).or_insert_with(|| json!({}));
        if let Json::Object(of_kind) = of_kind {
            let (name, fields) = statement(nth, one);
            of_kind.insert(name, fields.into());
        }
    }
    all
}

/// The name of a statement, and its fields. Relations have no names of their own, so they get blank ones, numbered in their order.
fn statement(nth: usize, statement: &Statement) -> (String, Map<String, Json>) {
    match statement {
        Statement::Element { name, attributes: own, .. } => (name.text(), attributes(own)),
        Statement::Relation { relation, left, right, time, attributes: own } => {
            let (left_role, right_role) = match relation {
                Relation::Generated | Relation::Invalidated => ("prov:entity", "prov:activity"),
                Relation::AttributedTo => ("prov:entity", "prov:agent"),
                Relation::DerivedFrom => ("prov:generatedEntity", "prov:usedEntity"),
                Relation::HasMember => ("prov:collection", "prov:entity"),
            };
            let mut fields = attributes(own);
            fields.insert(left_role.to_owned(), json!(left.text()));
            fields.extend(right.as_ref().map(|right| (right_role.to_owned(), json!(right.text()))));
            fields.extend(time.as_ref().map(|time| ("prov:time".to_owned(), json!(time))));
            (format!("_:r{nth:05}"), fields)
        }
    }
}

fn attributes(all: &Attributes) -> Map<String, Json> {
    let mut fields: Map<String, Json> = Map::new();
    for (name, one) in all {
        match fields.get_mut(&name.text()) {
            None => drop(fields.insert(name.text(), value(one))),
            Some(Json::Array(values)) => values.push(value(one)),
            Some(first) => *first = json!([first.take(), value(one)]),
        }
    }
    fields
}

fn value(one: &Value) -> Json {
    match one {
        Value::Text(text) => json!(text),
        Value::In(text, lang) => json!({ "$": text, "lang": lang }),
        Value::Integer(number) => json!({ "$": number.to_string(), "type": "xsd:integer" }),
        Value::Time(time) => json!({ "$": time, "type": "xsd:dateTime" }),
        Value::Name(name) => json!({ "$": name.text(), "type": "prov:QUALIFIED_NAME" }),
    }
}
