//! JSON Lines: one object a line, with the fields of a claim.

use super::{Cell, Content, MOST_FAULTS, Row, Sheet, behind_byte_order_mark};
use crate::dossier::fault::{At, Fault, Span};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::{HashMap, HashSet};
use std::fmt;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// How deep lists and objects may stand in each other: a claim needs three.
const DEEPEST: usize = 8;

pub fn read<'t>(text: &'t str, faults: &mut Vec<Fault>) -> Sheet<'t> {
    let mut sheet = Sheet { columns: Vec::new(), rows: Vec::new() };
    let mut columns = HashMap::new();
    let mut start = behind_byte_order_mark(text);
    while start < text.len() && faults.len() < MOST_FAULTS {
        let length = text[start..].find('\n').map_or(text.len() - start, |length| length + 1);
        let line = &text[start..start + length];
        if !line.trim().is_empty() {
            match row(text, line, start, &mut sheet.columns, &mut columns) {
                Ok(row) => sheet.rows.push(row),
                Err(fault) => faults.push(fault),
            }
        }
        start += length;
    }
    sheet
}

fn row<'t>(
    text: &'t str,
    line: &'t str,
    start: usize,
    columns: &mut Vec<At<String>>,
    known: &mut HashMap<String, usize>,
) -> Result<Row<'t>, Fault> {
    let object: Object<'_> = serde_json::from_str(line).map_err(|error| syntax_fault(line, start, &error))?;
    let mut cells = Vec::new();
    let mut before = start;
    for (name, raw) in object.0 {
        let span = place(text, raw.get());
        let key = key_place(text, before..span.start);
        before = span.end;
        let column = *known.entry(name.clone()).or_insert_with(|| {
            columns.push(At::new(name, key));
            columns.len() - 1
        });
        let value = value(raw.get(), 0).map_err(|message| Fault { span: span.clone(), message, help: None })?;
        cells.extend(value.map(|value| Cell { column, content: At::new(Content::Typed(value), span) }));
    }
    Ok(Row { span: start..start + line.trim_end().len(), cells })
}

/// Where a part of a text stands in it.
fn place(text: &str, part: &str) -> Span {
    let start = part.as_ptr().addr() - text.as_ptr().addr();
    start..start + part.len()
}

/// The key of a value, in the stretch before it.
fn key_place(text: &str, stretch: Span) -> Span {
    let around = |char: char| char.is_whitespace() || matches!(char, '{' | ',' | ':');
    place(text, text[stretch].trim_matches(around))
}

fn syntax_fault(line: &str, start: usize, error: &serde_json::Error) -> Fault {
    let words = error.to_string();
    let words = words.rsplit_once(" at line ").map_or(words.as_str(), |(words, _)| words);
    let mut at = error.column().saturating_sub(1).min(line.trim_end().len());
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    let help = match line.trim_start().starts_with('[') {
        true => "JSON Lines has one object a line and no list around them; `jq -c '.[]'` makes it of a list",
        false => "each line is one object: {\"question\": \"boats\", \"by\": \"mayor\", \"answer\": 12, ..}",
    };
    Fault {
        span: start + at..start + at + 1,
        message: format!("this line is no JSON object: {words}"),
        help: Some(help.to_owned()),
    }
}

/// A value as a dossier has it; nothing for `null`.
fn value(raw: &str, depth: usize) -> Result<Option<DeValue<'_>>, String> {
    if depth > DEEPEST {
        return Err("lists and objects stand too deep in each other".to_owned());
    }
    let wrong = |error: serde_json::Error| error.to_string();
    Ok(Some(match raw.as_bytes().first() {
        Some(b'n') => return Ok(None),
        Some(b't') => DeValue::Boolean(true),
        Some(b'f') => DeValue::Boolean(false),
        Some(b'"') => DeValue::String(serde_json::from_str::<String>(raw).map_err(wrong)?.into()),
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(raw).map_err(wrong)?;
            let mut array = DeArray::default();
            for item in items {
                let item = value(item.get(), depth + 1)?.ok_or("a list has no null in it")?;
                array.push(Spanned::new(0..0, item));
            }
            DeValue::Array(array)
        }
        Some(b'{') => {
            let object: Object<'_> = serde_json::from_str(raw).map_err(wrong)?;
            let mut table = DeTable::new();
            for (name, raw) in object.0 {
                if let Some(value) = value(raw.get(), depth + 1)? {
                    table.insert(Spanned::new(0..0, name.into()), Spanned::new(0..0, value));
                }
            }
            DeValue::Table(table)
        }
        // A number keeps every digit that was written: its form is one of TOML's.
        _ => DeValue::parse(raw).map_err(|_| format!("`{raw}` is no number"))?.into_inner(),
    }))
}

/// The fields of an object, none twice, each value as it was written.
struct Object<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
        let mut fields = Vec::new();
        let mut seen = HashSet::new();
        while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
            if !seen.insert(name.clone()) {
                let short: String = name.chars().take(60).collect();
                return Err(A::Error::custom(format!("the field `{short}` stands twice")));
            }
            fields.push((name, value));
        }
        Ok(Object(fields))
    }
}
