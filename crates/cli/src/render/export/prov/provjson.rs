//! PROV-JSON (W3C member submission, 2013): PROV for programs.

use super::super::iris::TERMS;
use super::model::{Attributes, Document, Relation, Sort, Statement, Value};
use serde_json::{Map, Value as Json, json};

/// The document as JSON.
pub fn json(document: &Document) -> Json {
    let mut all = container(&document.top);
    all.insert("prefix".to_owned(), json!({ "at": document.base, "byline": TERMS }));
    let bundles: Map<String, Json> =
        document.bundles.iter().map(|(name, statements)| (name.text(), container(statements).into())).collect();
    if !bundles.is_empty() {
        all.insert("bundle".to_owned(), bundles.into());
    }
    all.into()
}

/// Statements by their sort. Relations have no names of their own, so they get blank ones, numbered in their order.
fn container(statements: &[Statement]) -> Map<String, Json> {
    let mut all = Map::new();
    let mut add = |sort: &str, name: String, fields: Map<String, Json>| {
        let of_sort = all.entry(sort.to_owned()).or_insert_with(|| json!({}));
        if let Json::Object(of_sort) = of_sort {
            of_sort.insert(name, fields.into());
        }
    };
    for (nth, statement) in statements.iter().enumerate() {
        match statement {
            Statement::Element { sort, name, attributes: own } => {
                let sort = match sort {
                    Sort::Entity => "entity",
                    Sort::Agent => "agent",
                };
                add(sort, name.text(), attributes(own));
            }
            Statement::Relation { relation, left, right, time, attributes: own } => {
                let (sort, left_role, right_role) = match relation {
                    Relation::Generated => ("wasGeneratedBy", "prov:entity", "prov:activity"),
                    Relation::Invalidated => ("wasInvalidatedBy", "prov:entity", "prov:activity"),
                    Relation::AttributedTo => ("wasAttributedTo", "prov:entity", "prov:agent"),
                    Relation::DerivedFrom => ("wasDerivedFrom", "prov:generatedEntity", "prov:usedEntity"),
                    Relation::HasMember => ("hadMember", "prov:collection", "prov:entity"),
                };
                let mut fields = attributes(own);
                fields.insert(left_role.to_owned(), json!(left.text()));
                fields.extend(right.as_ref().map(|right| (right_role.to_owned(), json!(right.text()))));
                fields.extend(time.as_ref().map(|time| ("prov:time".to_owned(), json!(time))));
                add(sort, format!("_:r{nth:05}"), fields);
            }
        }
    }
    all
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
