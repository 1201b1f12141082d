//! PROV-N (W3C, 2013): PROV for people to read.
//!
//! A string of PROV-N can't hold every character: there is no escape for controls and none for characters that turn or hide text. They are
//! shown as text, as on a terminal (`\u{202e}`); PROV-JSON has them as they are.

use super::super::iris::TERMS;
use super::model::{Attributes, Document, Name, Relation, Sort, Statement, Value};

/// The document as text.
pub fn text(document: &Document) -> String {
    let mut text = "document\n".to_owned();
    text += &format!("  prefix at <{}>\n  prefix byline <{TERMS}>\n\n", document.base);
    document.top.iter().for_each(|one| text += &format!("  {}\n", statement(one)));
    for (name, statements) in &document.bundles {
        text += &format!("\n  bundle {}\n", name.text());
        statements.iter().for_each(|one| text += &format!("    {}\n", statement(one)));
        text += "  endBundle\n";
    }
    text + "endDocument\n"
}

fn statement(one: &Statement) -> String {
    match one {
        Statement::Element { sort, name, attributes } => {
            let word = match sort {
                Sort::Entity => "entity",
                Sort::Agent => "agent",
            };
            format!("{word}({}{})", name.text(), all(attributes))
        }
        Statement::Relation { relation, left, right, time, attributes } => {
            let word = match relation {
                Relation::Generated => "wasGeneratedBy",
                Relation::Invalidated => "wasInvalidatedBy",
                Relation::AttributedTo => "wasAttributedTo",
                Relation::DerivedFrom => "wasDerivedFrom",
                Relation::HasMember => "hadMember",
            };
            let right = right.as_ref().map_or_else(|| "-".to_owned(), Name::text);
            let time = time.as_ref().map(|time| format!(", {time}")).unwrap_or_default();
            format!("{word}({}, {right}{time}{})", left.text(), all(attributes))
        }
    }
}

fn all(attributes: &Attributes) -> String {
    if attributes.is_empty() {
        return String::new();
    }
    let pairs: Vec<String> = attributes.iter().map(|(name, one)| format!("{}={}", name.text(), value(one))).collect();
    format!(", [{}]", pairs.join(", "))
}

fn value(one: &Value) -> String {
    match one {
        Value::Text(text) => quoted(text),
        Value::In(text, lang) => format!("{}@{lang}", quoted(text)),
        Value::Integer(number) => format!("\"{number}\" %% xsd:integer"),
        Value::Time(time) => format!("\"{time}\" %% xsd:dateTime"),
        Value::Name(name) => format!("'{}'", name.text()),
    }
}

/// A string in quotation marks, on one line.
fn quoted(text: &str) -> String {
    super::super::quoted::quoted(text, |code| format!("\\\\u{{{code:x}}}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_stays_a_string() {
        assert_eq!(quoted("a \"b\" \\ c\nd\r\t'"), r#""a \"b\" \\ c\nd\r\t'""#);
        assert_eq!(quoted("\u{1b}[2J\u{202e}\u{e0041}"), r#""\\u{1b}[2J\\u{202e}\\u{e0041}""#);
    }
}
