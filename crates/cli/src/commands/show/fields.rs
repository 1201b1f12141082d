//! The fields of a record as lines.

use crate::failure::Failure;
use crate::ui::{Ui, shown};
use std::io::Write as _;

pub fn write_fields(ui: &mut Ui, value: &serde_json::Value, depth: usize) -> Result<(), Failure> {
    let indent = "  ".repeat(depth);
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    serde_json::Value::Object(_) | serde_json::Value::Array(_) => {
                        writeln!(ui.out, "{indent}{}", shown(name))?;
                        write_fields(ui, value, depth + 1)?;
                    }
                    plain => writeln!(ui.out, "{indent}{:<12} {}", shown(name), plain_words(plain, depth * 2 + 13))?,
                }
            }
        }
        serde_json::Value::Array(items) => {
            for item in items {
                match item {
                    serde_json::Value::Object(_) | serde_json::Value::Array(_) => {
                        writeln!(ui.out, "{indent}-")?;
                        write_fields(ui, item, depth + 1)?;
                    }
                    plain => writeln!(ui.out, "{indent}- {}", plain_words(plain, depth * 2 + 2))?,
                }
            }
        }
        plain => writeln!(ui.out, "{indent}{}", plain_words(plain, depth * 2))?,
    }
    Ok(())
}

/// A value in words. Further lines of a text are indented like its first, so that none of them can pass for a field.
fn plain_words(value: &serde_json::Value, indent: usize) -> String {
    match value {
        serde_json::Value::String(text) => {
            let indented = |(place, line): (usize, &str)| match place {
                0 => line.to_owned(),
                _ => format!("{:indent$}{line}", "").trim_end().to_owned(),
            };
            shown(text).split('\n').enumerate().map(indented).collect::<Vec<_>>().join("\n")
        }
        other => other.to_string(),
    }
}
