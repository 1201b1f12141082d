//! From the text of a dossier to its tree. Nothing is looked up here; every fault is noted at its place.

mod claim;
pub mod section;
mod things;
pub mod value;

pub use claim::CLAIM as CLAIM_FIELDS;

use super::data::ClaimRow;
use super::fault::{At, DossierFile, Fault, Faults, Span};
use super::tree::{ClaimItem, Defaults, Dossier, Zone};
use byline_ledger::record::{Kind, Lang, Slug};
use section::{Section, clip};
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// Reads the text as TOML.
///
/// # Errors
/// Where it isn't TOML.
pub fn toml(file: &DossierFile) -> Result<DeTable<'_>, Vec<Fault>> {
    let (table, errors) = DeTable::parse_recoverable(file.text());
    if errors.is_empty() {
        return Ok(table.into_inner());
    }
    // One slip often makes several errors: the first of each line says enough.
    let mut faults: Vec<Fault> = errors.iter().map(|error| syntax_fault(file.text(), error)).collect();
    faults.sort_by_key(|fault| fault.span.start);
    faults.dedup_by_key(|fault| file.line(&fault.span));
    Err(faults)
}

fn syntax_fault(text: &str, error: &toml::de::Error) -> Fault {
    let span = error.span().unwrap_or(0..0);
    let line_at = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(line_at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let value = line.split_once('=').map(|(_, value)| value.trim()).unwrap_or_default();
    let is_date =
        value.len() >= 7 && value.bytes().take(4).all(|byte| byte.is_ascii_digit()) && value.as_bytes()[4] == b'-';
    let help = if error.message() == "duplicate key" {
        "this name stands above already: a table or a field is written once, a claim as [[claim.QUESTION]]"
    } else if is_date {
        "write a whole date like 2025-11-09, one that the calendar has; anything else in quotation marks: \"2025-11\", \"2025-11-09~\""
    } else if value.contains(['“', '”', '„', '«', '»']) && !value.starts_with(['"', '\'']) {
        "put texts in straight quotation marks: \"..\""
    } else {
        "the file isn't TOML here; texts stand in quotation marks, and \" inside of them is written \\\""
    };
    Fault { span, message: error.message().replace('\n', ", "), help: Some(help.to_owned()) }
}

/// Reads the tables of a dossier.
pub fn dossier<'a>(table: &'a DeTable<'a>, faults: &'a Faults) -> Dossier<'a> {
    const TABLES: [&str; 6] = ["dossier", "document", "entity", "event", "question", "claim"];
    let root = Section::new("the dossier".to_owned(), 0..0, table, faults, &TABLES);
    let mut dossier = Dossier {
        defaults: defaults(&root),
        entities: Vec::new(),
        events: Vec::new(),
        questions: Vec::new(),
        documents: Vec::new(),
        claims: Vec::new(),
        defined: BTreeMap::new(),
    };
    let defaults = &dossier.defaults;
    let defined = &mut dossier.defined;
    dossier.entities = each(&root, Kind::Entity, defined, |table, slug| things::entity(table, slug, defaults));
    dossier.events = each(&root, Kind::Event, defined, |table, slug| things::event(table, slug, defaults));
    dossier.questions = each(&root, Kind::Question, defined, |table, slug| things::question(table, slug, defaults));
    dossier.documents = each(&root, Kind::Document, defined, |table, slug| things::document(table, slug, defaults));
    dossier.claims = claim::claims(&root, defaults);
    dossier
}

/// Reads the rows of a data file as further claims of a dossier.
pub fn rows<'a>(rows: &'a [ClaimRow<'a>], defaults: &Defaults, faults: &'a Faults) -> Vec<ClaimItem<'a>> {
    let mut claims = Vec::with_capacity(rows.len());
    for row in rows {
        let table = Table { name: "this row".to_owned(), span: row.span.clone(), table: &row.table, faults };
        claims.extend(claim::claim(&table, row.question.clone(), defaults));
        if faults.count() >= super::data::MOST_FAULTS {
            break;
        }
    }
    claims
}

fn defaults(root: &Section<'_>) -> Defaults {
    let english = Lang::new("en").expect("safe: a language tag");
    let mut defaults =
        Defaults { document: None, lang: None, as_of: None, has_as_of: false, zone: Zone(None), desk: english };
    let known = ["document", "lang", "as_of", "zone", "desk"];
    let table = root.get("dossier");
    let Some(section) = table.and_then(|table| root.inner("dossier", table, &known)) else { return defaults };
    defaults.document = section.reference("document");
    defaults.lang = section.lang("lang");
    if let Some(zone) = section.word("zone") {
        let sample = format!("2025-01-01T00:00{}", zone.value);
        let is_zone = !zone.value.is_empty() && sample.parse::<byline_ledger::edtf::Edtf>().is_ok();
        if is_zone {
            defaults.zone = Zone(Some(zone.value.to_owned()));
        } else {
            section.faults.plain(&zone.span, "`zone` is Z or an offset from UTC such as +02:00");
        }
    }
    defaults.as_of = section.moment("as_of", &defaults.zone);
    defaults.has_as_of = section.get("as_of").is_some();
    defaults.desk = section.lang("desk").unwrap_or(defaults.desk);
    defaults
}

/// Reads every `[kind.SLUG]`, in the order of the file.
fn each<'a, T>(
    root: &Section<'a>,
    kind: Kind,
    defined: &mut BTreeMap<(Kind, Slug), Span>,
    read: impl Fn(Table<'a>, Slug) -> Option<T>,
) -> Vec<T> {
    let mut items = Vec::new();
    for (slug, value) in entries(root, kind.name(), &format!("[{kind}.SLUG]")) {
        let known = match value::slug(slug.value) {
            Ok(known) => known,
            Err(flaw) => {
                root.faults.add(&slug.span, flaw.message, flaw.help.unwrap_or_default());
                continue;
            }
        };
        defined.insert((kind, known.clone()), slug.span.clone());
        let name = format!("[{kind}.{known}]");
        match value.value {
            DeValue::Table(table) => {
                let table = Table { name, span: slug.span, table, faults: root.faults };
                items.extend(read(table, known).map(|item| (value.span.start, item)));
            }
            DeValue::Array(_) => root.faults.add(
                &slug.span,
                format!("[[{kind}.{known}]] can't be a list"),
                format!("write {name}: only claims have double brackets"),
            ),
            other => root.faults.plain(&value.span, format!("{name} is a table, not {}", value::kind_of(other))),
        }
    }
    items.sort_by_key(|(at, _)| *at);
    items.into_iter().map(|(_, item)| item).collect()
}

/// A table before it is known which fields it may have.
pub struct Table<'a> {
    pub name: String,
    pub span: Span,
    pub table: &'a DeTable<'a>,
    pub faults: &'a Faults,
}

impl<'a> Table<'a> {
    pub fn section(&self, known: &[&str]) -> Section<'a> {
        Section::new(self.name.clone(), self.span.clone(), self.table, self.faults, known)
    }
}

/// The entries of `kind.*`.
fn entries<'a>(root: &Section<'a>, kind: &str, form: &str) -> Vec<(At<&'a str>, At<&'a DeValue<'a>>)> {
    match root.get(kind) {
        None => Vec::new(),
        Some(At { value: DeValue::Table(table), .. }) => table
            .iter()
            .map(|(key, value)| (At::new(key.get_ref().as_ref(), key.span()), At::new(value.get_ref(), value.span())))
            .collect(),
        Some(At { value, span }) => {
            root.faults.add(
                &span,
                format!("`{}` has no name", clip(kind)),
                format!("write {form}, not {}", value::kind_of(value)),
            );
            Vec::new()
        }
    }
}
