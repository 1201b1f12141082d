//! Which column of a data file is which field of a claim.

use super::{Content, Sheet, placed};
use crate::dossier::fault::{At, Faults, Span};
use crate::dossier::parse::CLAIM_FIELDS;
use crate::dossier::parse::section::clip;
use crate::dossier::parse::value;
use crate::dossier::spelling::did_you_mean;
use crate::dossier::tree::Name;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Fields of a row beyond those of `[[claim.QUESTION]]`: which question it answers, and how its figure is hedged.
const ROW_FIELDS: [&str; 2] = ["question", "hedge"];

/// Fields that are true or false.
const FLAGS: [&str; 2] = ["complete", "also"];

/// Fields that may be a table or a list, which a cell without types can hold as TOML.
const STRUCTURED: [&str; 8] = ["by", "through", "answer", "denies", "scope", "in", "quote", "translations"];

/// Which column is which field. A column that isn't named here is the field of its own name.
#[derive(Debug, Default)]
pub struct Mapping {
    /// Field by header.
    columns: BTreeMap<String, String>,
    /// Fields that are the same in all rows.
    set: BTreeMap<String, Fixed>,
    ignore: BTreeSet<String>,
    /// What the words of a field's cells stand for.
    values: BTreeMap<String, BTreeMap<String, String>>,
}

/// What a field has in all rows.
#[derive(Debug)]
enum Fixed {
    /// As a cell without a type would have it.
    Text(String),
    /// A value of TOML.
    Toml(String),
}

impl Fixed {
    fn value<'a>(&'a self, field: &str) -> DeValue<'a> {
        match self {
            Self::Text(text) => untyped(field, text),
            Self::Toml(text) => DeValue::parse(text).expect("safe: written as TOML").into_inner(),
        }
    }
}

/// Why a mapping can't be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MappingError {
    /// It isn't the TOML that is expected.
    #[error("{0}")]
    Syntax(String),
    /// There is no such field.
    #[error("a claim has no field `{field}`; {help}")]
    Field { field: String, help: String },
    /// A field or a header stands twice.
    #[error("`{0}` is mapped twice")]
    Twice(String),
}

/// A mapping file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    #[serde(default)]
    columns: BTreeMap<String, String>,
    #[serde(default)]
    set: BTreeMap<String, toml::Value>,
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, String>>,
}

impl Mapping {
    /// Reads a mapping file (docs/import.md, "A mapping file").
    ///
    /// # Errors
    /// When it has another form, names a field that there isn't, or a field or column twice.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let stored: Stored = toml::from_str(text).map_err(|error| MappingError::Syntax(error.to_string()))?;
        let mut mapping = Self::default();
        for (field, header) in stored.columns {
            mapping.column(&field, &header)?;
        }
        for (field, value) in stored.set {
            let fixed = match value {
                toml::Value::String(text) => Fixed::Text(text),
                value => Fixed::Toml(value.to_string()),
            };
            mapping.fix(&field, fixed)?;
        }
        stored.ignore.iter().for_each(|header| mapping.ignore(header));
        for (field, words) in stored.values {
            known_field(&field)?;
            mapping.values.insert(field, words);
        }
        Ok(mapping)
    }

    /// Says that a column is this field.
    ///
    /// # Errors
    /// When there is no such field, or it or the column is mapped already.
    pub fn column(&mut self, field: &str, header: &str) -> Result<(), MappingError> {
        known_field(field)?;
        if self.columns.values().any(|known| known == field) {
            return Err(MappingError::Twice(field.to_owned()));
        }
        match self.columns.insert(header.to_owned(), field.to_owned()) {
            Some(_) => Err(MappingError::Twice(header.to_owned())),
            None => Ok(()),
        }
    }

    /// Says that a field has this value in all rows.
    ///
    /// # Errors
    /// When there is no such field, or it is set already.
    pub fn set(&mut self, field: &str, text: &str) -> Result<(), MappingError> {
        self.fix(field, Fixed::Text(text.to_owned()))
    }

    fn fix(&mut self, field: &str, value: Fixed) -> Result<(), MappingError> {
        known_field(field)?;
        match self.set.insert(field.to_owned(), value) {
            Some(_) => Err(MappingError::Twice(field.to_owned())),
            None => Ok(()),
        }
    }

    /// Says that a column is left out.
    pub fn ignore(&mut self, header: &str) {
        self.ignore.insert(header.to_owned());
    }

    /// The field of a column; nothing for one that is left out.
    fn field(&self, header: &At<String>, faults: &Faults) -> Option<String> {
        let name = &header.value;
        if self.ignore.contains(name) {
            return None;
        }
        if let Some(field) = self.columns.get(name) {
            return Some(field.clone());
        }
        if fields().any(|field| field == name) {
            return Some(name.clone());
        }
        let shown = clip(name);
        let help = match did_you_mean(name, fields()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("say which field it is: `--column FIELD='{shown}'`; or leave it out: `--ignore '{shown}'`"),
        };
        faults.add(&header.span, format!("a claim has no field `{shown}`"), help);
        None
    }

    /// The fields of all columns. What doesn't fit is noted.
    fn fields_of(&self, columns: &[At<String>], faults: &Faults) -> Vec<Option<String>> {
        let mut fields: Vec<Option<String>> = Vec::new();
        for header in columns {
            let field = self.field(header, faults);
            if let Some(field) = &field {
                let help = format!("leave the column out: `--ignore '{}'`", clip(&header.value));
                if fields.iter().flatten().any(|other| other == field) {
                    faults.add(&header.span, format!("another column is `{field}` already"), help);
                } else if self.set.contains_key(field) {
                    faults.add(&header.span, format!("`{field}` is set for all rows already"), help);
                }
            }
            fields.push(field);
        }
        let place = columns.first().map(|header| header.span.clone()).unwrap_or_default();
        let is_there = |name: &String| columns.iter().any(|header| header.value == *name);
        for name in self.columns.keys().chain(&self.ignore).filter(|name| !is_there(name)) {
            let names: Vec<String> = columns.iter().take(20).map(|header| clip(&header.value)).collect();
            faults.add(
                &place,
                format!("the file has no column `{}`", clip(name)),
                format!("its columns are {}", names.join(", ")),
            );
        }
        fields
    }

    /// What a cell comes to in this field.
    fn content<'a>(&'a self, field: &str, content: &'a Content<'a>) -> DeValue<'a> {
        let meant = |words: &str| self.values.get(field).and_then(|values| values.get(words));
        match content {
            Content::Untyped(text) => untyped(field, meant(text).unwrap_or(text)),
            Content::Typed(value) => match value.as_str().and_then(meant) {
                Some(meant) => untyped(field, meant),
                None => value.clone(),
            },
        }
    }
}

fn fields() -> impl Iterator<Item = &'static str> + Clone {
    CLAIM_FIELDS.into_iter().chain(ROW_FIELDS)
}

fn known_field(field: &str) -> Result<(), MappingError> {
    if fields().any(|known| known == field) {
        return Ok(());
    }
    let help = match did_you_mean(field, fields()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("it has {}", fields().collect::<Vec<_>>().join(", ")),
    };
    Err(MappingError::Field { field: field.to_owned(), help })
}

/// What a text without a type is in a field: what stands behind the `=` in a dossier, without quotation marks around texts.
fn untyped<'a>(field: &str, text: &'a str) -> DeValue<'a> {
    if FLAGS.contains(&field)
        && let Ok(flag) = text.parse()
    {
        return DeValue::Boolean(flag);
    }
    if STRUCTURED.contains(&field)
        && text.starts_with(['{', '['])
        && let Ok(value) = DeValue::parse(text)
        && let value @ (DeValue::Table(_) | DeValue::Array(_)) = value.into_inner()
    {
        return value;
    }
    DeValue::String(text.into())
}

/// A row as the table of a claim.
#[derive(Debug)]
pub struct ClaimRow<'a> {
    /// The question that it answers.
    pub question: At<Name>,
    /// Its place.
    pub span: Span,
    /// Its fields.
    pub table: DeTable<'a>,
}

/// The rows of a sheet as tables of claims. Places are moved by `start`: where the file stands behind the dossier.
pub fn claim_rows<'a>(sheet: &'a Sheet<'a>, mapping: &'a Mapping, start: usize, faults: &Faults) -> Vec<ClaimRow<'a>> {
    let at = |span: &Span| span.start + start..span.end + start;
    let columns: Vec<At<String>> =
        sheet.columns.iter().map(|header| At::new(header.value.clone(), at(&header.span))).collect();
    let before = faults.count();
    let fields = mapping.fields_of(&columns, faults);
    if faults.count() > before {
        return Vec::new();
    }
    let mut rows = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        let span = at(&row.span);
        let mut table = DeTable::new();
        for (field, value) in &mapping.set {
            table.insert(Spanned::new(span.clone(), field.as_str().into()), placed(&value.value(field), &span));
        }
        for cell in &row.cells {
            let Some(field) = &fields[cell.column] else { continue };
            let place = at(&cell.content.span);
            let value = placed(&mapping.content(field, &cell.content.value), &place);
            table.insert(Spanned::new(place, field.clone().into()), value);
        }
        if let Some(question) = question(&mut table, &span, faults) {
            hedge(&mut table, faults);
            rows.push(ClaimRow { question, span, table });
        }
        if faults.count() >= super::MOST_FAULTS {
            break;
        }
    }
    rows
}

/// Takes the question out of a row.
fn question(table: &mut DeTable<'_>, row: &Span, faults: &Faults) -> Option<At<Name>> {
    let Some(value) = table.remove("question") else {
        let help = "add a column `question` with the slug of a question, or `--set question=SLUG` for all rows";
        faults.add(row, "this row doesn't say which question it answers: `question` is missing", help);
        return None;
    };
    let span = value.span();
    let text = match value.get_ref() {
        DeValue::String(text) => text.as_ref(),
        _ => "",
    };
    match value::name(text) {
        Ok(name @ (Name::Slug(_) | Name::Of(..))) => Some(At::new(name, span)),
        Ok(Name::Id(_)) | Err(_) => {
            faults.add(&span, format!("`{}` is not the slug of a question", clip(text)), "write slug or handle/slug");
            None
        }
    }
}

/// Puts the figure of a row behind its hedge: `about` and `190` are `{ about = 190 }`.
fn hedge(table: &mut DeTable<'_>, faults: &Faults) {
    let Some(hedge) = table.remove("hedge") else { return };
    let span = hedge.span();
    let field = if table.contains_key("denies") { "denies" } else { "answer" };
    let (DeValue::String(word), Some(figure)) = (hedge.into_inner(), table.remove(field)) else {
        faults.plain(&span, "`hedge` is a word such as about, and goes with `answer`");
        return;
    };
    let place = figure.span();
    let hedged = DeTable::from_iter([(Spanned::new(span, word), figure)]);
    table.insert(Spanned::new(place.clone(), field.into()), Spanned::new(place, DeValue::Table(hedged)));
}
