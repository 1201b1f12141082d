//! PROV-N (W3C, 2013): PROV for people to read.
//!
//! A string of PROV-N can't hold every character: there is no escape for controls and none for characters that turn or hide text. They are
//! shown as text, as on a terminal (`\u{202e}`); PROV-JSON has them as they are.

use super::super::iris::{Iris, TERMS};
use super::model::{Attributes, Name, Relation, Sort, Statement, Value};
use super::{bundles, top};
use crate::render::report::Report;
use std::io::{self, Write};

/// Writes the report as PROV-N, statement by statement.
///
/// # Errors
/// When it can't be written.
pub fn prov_n(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    let base = Iris::of(&report.ledger.origin);
    write!(out, "document\n  prefix at <{}>\n  prefix byline <{TERMS}>\n\n", base.base())?;
    for one in top(report) {
        writeln!(out, "  {}", statement(&one))?;
    }
    for (name, statements) in bundles(report) {
        writeln!(out, "\n  bundle {}", name.text())?;
        for one in &statements {
            writeln!(out, "    {}", statement(one))?;
        }
        writeln!(out, "  endBundle")?;
    }
    writeln!(out, "endDocument")
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
