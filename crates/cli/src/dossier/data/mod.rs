//! A data file: many claims as rows of CSV or JSON Lines (docs/import.md).
//!
//! ```text
//! bytes --read--> Sheet --rows, by a Mapping--> tables as `[[claim.QUESTION]]` would be
//! ```
//!
//! From there on a row is a claim of a dossier like every other: nothing is judged here that is judged there.

mod csv;
mod json;
mod mapping;
#[cfg(test)]
mod tests;

pub use mapping::{ClaimRow, Mapping, MappingError, claim_rows};

use super::fault::{At, Fault, Span};
use toml::Spanned;
use toml::de::DeValue;

/// How many faults are looked for in a data file: whoever maps a column wrongly has one in each row.
pub const MOST_FAULTS: usize = 200;

/// How a data file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// RFC 4180, with a header; what stands between the cells is given.
    Csv {
        /// An ASCII character.
        delimiter: u8,
    },
    /// One JSON object a line.
    JsonLines,
}

/// What a data file holds. Places are bytes from its beginning.
#[derive(Debug)]
pub struct Sheet<'t> {
    /// The names of the columns, each where it stands first.
    pub columns: Vec<At<String>>,
    /// The rows that aren't empty, in their order.
    pub rows: Vec<Row<'t>>,
}

/// One row.
#[derive(Debug)]
pub struct Row<'t> {
    /// Its place; of a row on several lines that of its first cell.
    pub span: Span,
    /// Its cells, without those that are empty.
    pub cells: Vec<Cell<'t>>,
}

/// One cell.
#[derive(Debug)]
pub struct Cell<'t> {
    /// Which column it stands in.
    pub column: usize,
    pub content: At<Content<'t>>,
}

/// What a cell holds.
#[derive(Debug)]
pub enum Content<'t> {
    /// A text that may stand for something else: CSV has no types.
    Untyped(String),
    /// A value. The places inside of it mean nothing.
    Typed(DeValue<'t>),
}

/// Reads a data file. It looks at nothing but the bytes.
///
/// # Errors
/// Where they aren't UTF-8, CSV with one number of cells in all rows, or JSON Lines: all that is wrong, up to [`MOST_FAULTS`].
pub fn read(bytes: &[u8], form: Form) -> Result<Sheet<'_>, Vec<Fault>> {
    let text = std::str::from_utf8(bytes).map_err(|error| vec![encoding_fault(bytes, error.valid_up_to())])?;
    let mut faults = Vec::new();
    let sheet = match form {
        Form::Csv { delimiter } => csv::read(text, delimiter, &mut faults),
        Form::JsonLines => json::read(text, &mut faults),
    };
    if faults.is_empty() { Ok(sheet) } else { Err(faults) }
}

fn encoding_fault(bytes: &[u8], at: usize) -> Fault {
    let is_utf_16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let message = match is_utf_16 {
        true => "the file isn't UTF-8: it looks like UTF-16".to_owned(),
        false => {
            format!("the file isn't UTF-8: here stands a byte {:#04x}", bytes.get(at).copied().unwrap_or_default())
        }
    };
    let help = "save it as UTF-8; in a spreadsheet that is \"CSV UTF-8\"";
    Fault { span: at..at + 1, message, help: Some(help.to_owned()) }
}

/// Where the text begins behind the mark that some programs write before UTF-8.
fn behind_byte_order_mark(text: &str) -> usize {
    text.len() - text.trim_start_matches('\u{feff}').len()
}

/// A value that stands at one place with all that is in it.
fn placed<'t>(value: &DeValue<'t>, span: &Span) -> Spanned<DeValue<'t>> {
    let value = match value {
        DeValue::Array(items) => DeValue::Array(items.iter().map(|item| placed(item.get_ref(), span)).collect()),
        DeValue::Table(fields) => DeValue::Table(
            (fields.iter())
                .map(|(key, value)| (Spanned::new(span.clone(), key.get_ref().clone()), placed(value.get_ref(), span)))
                .collect(),
        ),
        plain => plain.clone(),
    };
    Spanned::new(span.clone(), value)
}
