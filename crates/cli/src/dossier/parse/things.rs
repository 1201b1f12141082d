//! `[entity.SLUG]`, `[event.SLUG]`, `[question.SLUG]`, `[document.SLUG]`.

use super::Table;
use super::section::{Section, clip};
use super::value;
use crate::dossier::fault::At;
use crate::dossier::tree::{Defaults, DocumentItem, EntityItem, EventItem, QuestionItem, ScopeItem};
use byline_ledger::record::{AnswerType, EntityType, NameKind, OtherName, Slug, Text};
use toml::de::DeValue;

const ENTITY: [&str; 11] =
    ["kind", "name", "names", "also", "office", "speaks_for", "part_of", "consists_of", "same_as", "note", "reason"];

const ENTITY_TYPES: [(&str, EntityType); 5] = [
    ("person", EntityType::Person),
    ("organisation", EntityType::Organisation),
    ("office", EntityType::Office),
    ("place", EntityType::Place),
    ("thing", EntityType::Thing),
];

const NAME_KINDS: [(&str, NameKind); 5] = [
    ("endonym", NameKind::Endonym),
    ("exonym", NameKind::Exonym),
    ("transliteration", NameKind::Transliteration),
    ("former", NameKind::Former),
    ("alias", NameKind::Alias),
];

const ANSWER_TYPES: [(&str, AnswerType); 6] = [
    ("quantity", AnswerType::Quantity),
    ("moment", AnswerType::Moment),
    ("entity", AnswerType::Entity),
    ("yes-no", AnswerType::YesNo),
    ("choice", AnswerType::Choice),
    ("text", AnswerType::Text),
];

pub fn entity(table: Table<'_>, slug: Slug, defaults: &Defaults) -> Option<EntityItem> {
    let section = table.section(&ENTITY);
    let before = section.faults.count();
    let entity_type = section.choice("kind", &ENTITY_TYPES);
    if section.get("kind").is_none() {
        section.missing("kind", "one of person, organisation, office, place, thing");
    }
    let names = section.names("name", "names", &defaults.desk);
    let item = EntityItem {
        head: section.head(),
        slug,
        also: other_names(&section),
        office: section.label("office").map(|at| at.value),
        speaks_for: section.reference("speaks_for"),
        part_of: section.reference("part_of"),
        consists_of: section.references("consists_of"),
        same_as: section.labels("same_as"),
        note: section.label("note").map(|at| at.value),
        reason: section.label("reason"),
        entity_type: entity_type?,
        names: names?,
    };
    (section.faults.count() == before).then_some(item)
}

/// `also = [{ name = "..", lang = "..", how = ".." }]`
fn other_names(section: &Section<'_>) -> Option<Vec<OtherName>> {
    let At { value, span } = section.get("also")?;
    let DeValue::Array(items) = value else {
        section.faults.plain(&span, "`also` is a list like [{ name = \"..\", lang = \"..\" }]");
        return None;
    };
    let mut names = Vec::new();
    for item in items.iter() {
        let known = ["name", "lang", "how"];
        let Some(inner) = section.inner("also", At::new(item.get_ref(), item.span()), &known) else { continue };
        let (name, lang) = (inner.label("name"), inner.lang("lang"));
        let how = inner.choice("how", &NAME_KINDS);
        for key in ["name", "lang"] {
            if inner.get(key).is_none() {
                inner.missing(key, "write { name = \"..\", lang = \"..\" }");
            }
        }
        if let (Some(name), Some(lang)) = (name, lang) {
            names.push(OtherName { name: name.value, lang, how });
        }
    }
    if items.is_empty() {
        section.faults.plain(&span, "`also` is empty: leave it out");
    }
    Some(names)
}

pub fn event(table: Table<'_>, slug: Slug, defaults: &Defaults) -> Option<EventItem> {
    let section = table.section(&["title", "titles", "when", "where", "note", "reason"]);
    let before = section.faults.count();
    let titles = section.names("title", "titles", &defaults.desk);
    let item = EventItem {
        head: section.head(),
        slug,
        when: section.moment("when", &defaults.zone),
        places: section.references("where"),
        note: section.label("note").map(|at| at.value),
        reason: section.label("reason"),
        titles: titles?,
    };
    (section.faults.count() == before).then_some(item)
}

const QUESTION: [&str; 14] = [
    "event",
    "claim",
    "ask",
    "asks",
    "type",
    "unit",
    "measure",
    "options",
    "many",
    "scope",
    "cumulative",
    "period",
    "note",
    "reason",
];

pub fn question(table: Table<'_>, slug: Slug, defaults: &Defaults) -> Option<QuestionItem> {
    let section = table.section(&QUESTION);
    let before = section.faults.count();
    let answer_type = answer_type(&section);
    let asks = section.names("ask", "asks", &defaults.desk);
    if section.get("event").is_none() && section.get("claim").is_none() {
        section.missing("event", "say what it is about: `event = \"slug\"`, or `claim = \"b3:..\"`");
    }
    let (cumulative, period) = (section.flag("cumulative"), section.period("period"));
    if cumulative && let Some(At { span, .. }) = section.get("period") {
        section.faults.plain(&span, "a count is cumulative or of a period, not both");
    }
    let item = QuestionItem {
        head: section.head(),
        slug,
        event: section.reference("event"),
        claim: section.reference("claim"),
        unit: section.label("unit").map(|at| at.value),
        measure: section.flag("measure"),
        options: section.labels("options"),
        many: section.flag("many"),
        scope: scope(&section),
        cumulative,
        period,
        note: section.label("note").map(|at| at.value),
        reason: section.label("reason"),
        answer_type: answer_type?,
        asks: asks?,
    };
    (section.faults.count() == before).then_some(item)
}

/// A unit makes a quantity and options make a choice; else the type is asked for.
fn answer_type(section: &Section<'_>) -> Option<AnswerType> {
    let typed = section.get("type").map(|at| at.span);
    let implied = match (section.get("unit"), section.get("options")) {
        (Some(_), Some(At { span, .. })) => {
            section.faults.plain(&span, "a question has a unit or options, not both");
            return None;
        }
        (Some(_), None) => Some((AnswerType::Quantity, "unit")),
        (None, Some(_)) => Some((AnswerType::Choice, "options")),
        (None, None) => None,
    };
    let Some(span) = typed else {
        if implied.is_none() {
            section.missing(
                "type",
                "one of moment, entity, yes-no, text; or give a `unit` for a quantity, `options` for a choice",
            );
        }
        return implied.map(|(answer_type, _)| answer_type);
    };
    let answer_type = section.choice("type", &ANSWER_TYPES)?;
    match (answer_type, implied) {
        (answer_type, Some((other, key))) if answer_type != other => {
            section.faults.plain(&span, format!("`{key}` makes this a {other}, not a {answer_type}"));
            None
        }
        (AnswerType::Quantity, None) => {
            section.missing("unit", "a quantity counts something: `unit = \"residents\"`");
            None
        }
        (AnswerType::Choice, None) => {
            section.missing("options", "a choice has options: `options = [\"open\", \"closed\"]`");
            None
        }
        (answer_type, _) => Some(answer_type),
    }
}

/// `scope = "slug"`, `["slug", ..]` or `{ places = [..], population = ".." }`
pub fn scope(section: &Section<'_>) -> Option<ScopeItem> {
    let At { value, span } = section.get("scope")?;
    if !matches!(value, DeValue::Table(_)) {
        return Some(ScopeItem { places: section.references("scope"), population: None });
    }
    let inner = section.inner("scope", At::new(value, span), &["places", "population"])?;
    let population = inner.label("population").map(|at| at.value);
    Some(ScopeItem { places: inner.references("places"), population })
}

const DOCUMENT: [&str; 16] = [
    "file",
    "kind",
    "lang",
    "media_type",
    "text",
    "extractor",
    "url",
    "title",
    "publisher",
    "author",
    "dateline",
    "published",
    "captured",
    "tool",
    "note",
    "reason",
];

pub fn document(table: Table<'_>, slug: Slug, defaults: &Defaults) -> Option<DocumentItem> {
    let section = table.section(&DOCUMENT);
    let before = section.faults.count();
    for (key, help) in [
        ("file", "`file = \"article.txt\"`, beside the dossier"),
        ("kind", "what it is: `kind = \"news article\"`, \"briefing\", \"desk summary\", .."),
        ("lang", "the language of the document: `lang = \"it\"`"),
    ] {
        if section.get(key).is_none() {
            section.missing(key, help);
        }
    }
    let file = section.word("file").map(|at| At::new(at.value.to_owned(), at.span));
    let (document_type, lang) = (section.label("kind"), section.lang("lang"));
    let as_printed = |key: &str| section.verbatim(key).map(|at| at.value);
    let item = DocumentItem {
        head: section.head(),
        slug,
        media_type: as_printed("media_type"),
        text: section.word("text").map(|at| At::new(at.value.to_owned(), at.span)),
        extractor: extractor(&section),
        url: as_printed("url"),
        title: as_printed("title"),
        publisher: section.reference("publisher"),
        author: as_printed("author"),
        dateline: as_printed("dateline"),
        published: section.moment("published", &defaults.zone),
        captured: section.moment("captured", &defaults.zone),
        tool: as_printed("tool"),
        note: section.label("note").map(|at| at.value),
        reason: section.label("reason"),
        file: file?,
        document_type: document_type?.value,
        lang: lang?,
    };
    (section.faults.count() == before).then_some(item)
}

/// `extractor = "pdftotext 24.02.0"`, which goes with `text`.
fn extractor(section: &Section<'_>) -> Option<(Text, Text)> {
    match (section.get("text"), section.get("extractor")) {
        (Some(_), None) => {
            section.missing("extractor", "say what made the text: `extractor = \"pdftotext 24.02.0\"`");
            return None;
        }
        (None, Some(At { span, .. })) => {
            section.faults.add(
                &span,
                "`extractor` goes with `text`",
                "add `text = \"extracted.txt\"`, or leave it out",
            );
            return None;
        }
        _ => {}
    }
    let At { value, span } = section.word("extractor")?;
    let parts = value.trim().rsplit_once(' ').map(|(name, version)| (name.trim(), version));
    let texts = parts.and_then(|(name, version)| {
        Some((value::verbatim("extractor", name).ok()?, value::verbatim("extractor", version).ok()?))
    });
    if texts.is_none() {
        let message = format!("`{}` is not a name and a version", clip(value));
        section.faults.add(&span, message, "write `extractor = \"pdftotext 24.02.0\"`");
    }
    texts
}
