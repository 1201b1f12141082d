//! `[[claim.QUESTION]]`

use super::section::{Section, clip};
use super::value;
use super::{Table, entries, things};
use crate::dossier::fault::At;
use crate::dossier::spelling::did_you_mean;
use crate::dossier::tree::{AnswerItem, ClaimItem, Defaults, Earlier, Name, SourceItem};
use byline_ledger::record::{Act, Basis, Commitment, Silence, SpeechForm, Text, Translation};
use toml::de::DeValue;

/// The fields of a claim.
pub const CLAIM: [&str; 34] = [
    "by",
    "through",
    "act",
    "cue",
    "commit",
    "answer",
    "denies",
    "silent",
    "complete",
    "unit",
    "scope",
    "period",
    "as_of",
    "said",
    "speech",
    "spoken",
    "in",
    "office",
    "document",
    "quote",
    "lang",
    "gist",
    "translations",
    "basis",
    "part",
    "condition",
    "asked",
    "as_said",
    "note",
    "corrects",
    "revises",
    "reason",
    "label",
    "also",
];

const ACTS: [(&str, Act); 16] = [
    ("say", Act::Say),
    ("claim", Act::Claim),
    ("confirm", Act::Confirm),
    ("deny", Act::Deny),
    ("estimate", Act::Estimate),
    ("announce", Act::Announce),
    ("denounce", Act::Denounce),
    ("warn", Act::Warn),
    ("predict", Act::Predict),
    ("judge", Act::Judge),
    ("offer", Act::Offer),
    ("promise", Act::Promise),
    ("threaten", Act::Threaten),
    ("demand", Act::Demand),
    ("ask", Act::Ask),
    ("decline", Act::Decline),
];

const COMMITMENTS: [(&str, Commitment); 4] = [
    ("flat", Commitment::Flat),
    ("probable", Commitment::Probable),
    ("possible", Commitment::Possible),
    ("none", Commitment::None),
];

const SPEECH: [(&str, SpeechForm); 2] = [("direct", SpeechForm::Direct), ("reported", SpeechForm::Reported)];

const BASES: [(&str, Basis); 4] =
    [("read", Basis::Read), ("heard", Basis::Heard), ("watched", Basis::Watched), ("told", Basis::Told)];

const SILENCES: [(&str, Silence); 2] = [("not mentioned", Silence::NotMentioned), ("declined", Silence::Declined)];

/// What `by` may be.
const BY: &str = "by = \"slug\" of who answers, \"own voice\" (the document's publisher or author), \"nobody named\" (a passive), \
                  or { unnamed = \"an official\" }";

/// Reads every claim, in the order of the file.
pub fn claims<'a>(root: &Section<'a>, defaults: &Defaults) -> Vec<ClaimItem<'a>> {
    let mut claims = Vec::new();
    for (question, value) in entries(root, "claim", "[[claim.QUESTION]], with the slug of the question") {
        let name = match value::name(question.value) {
            Ok(name @ (Name::Slug(_) | Name::Of(..))) => At::new(name, question.span.clone()),
            Ok(Name::Id(_)) | Err(_) => {
                let message = format!("`{}` is not the slug of a question", clip(question.value));
                root.faults.add(&question.span, message, "write [[claim.QUESTION]], with the slug of the question");
                continue;
            }
        };
        let DeValue::Array(items) = value.value else {
            let help = format!("write [[claim.{0}]]: a question may have many claims", name.value);
            root.faults.add(&question.span, format!("[claim.{}] needs double brackets", name.value), help);
            continue;
        };
        for item in items.iter() {
            let DeValue::Table(table) = item.get_ref() else {
                root.faults.plain(&item.span(), format!("a claim is a table, not {}", value::kind_of(item.get_ref())));
                continue;
            };
            let span = item.span();
            let table =
                Table { name: format!("[[claim.{}]]", name.value), span: span.clone(), table, faults: root.faults };
            claims.extend(claim(&table, name.clone(), defaults).map(|claim| (span.start, claim)));
        }
    }
    claims.sort_by_key(|(at, _)| *at);
    claims.into_iter().map(|(_, claim)| claim).collect()
}

/// Reads one claim.
pub fn claim<'a>(table: &Table<'a>, question: At<Name>, defaults: &Defaults) -> Option<ClaimItem<'a>> {
    let section = table.section(&CLAIM);
    let before = section.faults.count();
    let (by, answer) = (by(&section), answer(&section));
    let head = section.head();
    let label = |key: &str| section.label(key).map(|at| at.value);
    let verbatim = |key: &str| section.verbatim(key).map(|at| at.value);
    let lang = section.lang("lang");
    let item = ClaimItem {
        question,
        document: section.reference("document"),
        label: section.word("label").map(|at| At::new(at.value.to_owned(), at.span)),
        through: through(&section),
        act: section.choice("act", &ACTS),
        cue: section.verbatim("cue"),
        commit: section.choice("commit", &COMMITMENTS),
        complete: section.flag("complete"),
        unit: label("unit"),
        scope: things::scope(&section),
        period: section.period("period"),
        as_of: section.moment("as_of", &defaults.zone),
        said: section.moment("said", &defaults.zone),
        speech: section.choice("speech", &SPEECH),
        spoken: section.lang("spoken"),
        medium: medium(&section),
        office: label("office"),
        quotes: section.words("quote").into_iter().map(|at| At::new(at.value.to_owned(), at.span)).collect(),
        lang,
        gist: label("gist"),
        translations: translations(&section),
        basis: section.choice("basis", &BASES).unwrap_or(Basis::Read),
        part: label("part"),
        condition: label("condition"),
        asked: verbatim("asked"),
        as_said: verbatim("as_said"),
        note: label("note"),
        corrects: section.reference("corrects"),
        revises: revises(&section),
        reason: section.label("reason"),
        also: section.flag("also"),
        head,
        by: by?,
        answer: answer?,
    };
    (section.faults.count() == before).then_some(item)
}

fn by(section: &Section<'_>) -> Option<SourceItem> {
    match section.get("by") {
        Some(value) => source(section, "by", value),
        None => {
            section.faults.add(&section.span, format!("{} doesn't say who answers: `by` is missing", section.name), BY);
            None
        }
    }
}

fn through(section: &Section<'_>) -> Vec<SourceItem> {
    match section.get("through") {
        None => Vec::new(),
        Some(At { value: DeValue::Array(items), .. }) => {
            items.iter().filter_map(|item| source(section, "through", At::new(item.get_ref(), item.span()))).collect()
        }
        Some(value) => source(section, "through", value).into_iter().collect(),
    }
}

fn source<'a>(section: &Section<'a>, key: &str, value: At<&'a DeValue<'a>>) -> Option<SourceItem> {
    let At { value, span } = value;
    let DeValue::String(text) = value else {
        let inner = section.inner(key, At::new(value, span.clone()), &["unnamed", "count"])?;
        let Some(described) = inner.label("unnamed") else {
            if inner.get("unnamed").is_none() {
                inner.missing("unnamed", "describe the source: { unnamed = \"an official\", count = 1 }");
            }
            return None;
        };
        return Some(SourceItem::Unnamed { described: described.value, count: inner.count("count") });
    };
    match (text.as_ref(), value::name(text)) {
        ("own voice", _) => Some(SourceItem::OwnVoice),
        ("nobody named", _) => Some(SourceItem::Nobody),
        (_, Ok(name)) => Some(SourceItem::Named(At::new(name, span))),
        (text, Err(flaw)) => {
            let help = match did_you_mean(&text.to_lowercase(), ["own voice", "nobody named"]) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => BY.to_owned(),
            };
            section.faults.add(&span, flaw.message, help);
            None
        }
    }
}

/// Exactly one of `answer`, `denies` and `silent`.
fn answer<'a>(section: &Section<'a>) -> Option<AnswerItem<'a>> {
    let given: Vec<&str> =
        ["answer", "denies", "silent"].into_iter().filter(|key| section.get(key).is_some()).collect();
    match given[..] {
        [] => {
            section.missing(
                "answer",
                "give one of `answer`, `denies` (a figure), `silent = \"not mentioned\"`, `silent = \"declined\"`",
            );
            None
        }
        ["answer"] => section.get("answer").map(AnswerItem::Answer),
        ["denies"] => section.get("denies").map(AnswerItem::Denies),
        ["silent"] => {
            let span = section.get("silent")?.span;
            Some(AnswerItem::Silent(At::new(section.choice("silent", &SILENCES)?, span)))
        }
        [first, second, ..] => {
            let span = section.get(second)?.span;
            section.faults.plain(
                &span,
                format!("a claim has one of `answer`, `denies` and `silent`: here `{first}` stands already"),
            );
            None
        }
        [_] => None,
    }
}

/// `in = { form = "interview", with = "slug" }`
fn medium(section: &Section<'_>) -> Option<(Text, Option<At<Name>>)> {
    let value = section.get("in")?;
    let inner = section.inner("in", value, &["form", "with"])?;
    let with = inner.reference("with");
    if inner.get("form").is_none() {
        inner.missing("form", "write in = { form = \"interview\", with = \"slug\" }");
    }
    Some((inner.label("form")?.value, with))
}

/// `translations = [{ lang = "en", text = "..", by = ".." }]`
fn translations(section: &Section<'_>) -> Option<Vec<Translation>> {
    let At { value, span } = section.get("translations")?;
    let items = match value {
        DeValue::Array(items) if !items.is_empty() => items,
        _ => {
            section
                .faults
                .plain(&span, "`translations` is a list like [{ lang = \"en\", text = \"..\", by = \"..\" }]");
            return None;
        }
    };
    let mut translations = Vec::new();
    for item in items.iter() {
        let known = ["lang", "text", "by"];
        let Some(inner) = section.inner("translations", At::new(item.get_ref(), item.span()), &known) else { continue };
        for key in known {
            if inner.get(key).is_none() {
                inner.missing(key, "write { lang = \"en\", text = \"..\", by = \"..\" }");
            }
        }
        if let (Some(lang), Some(text), Some(by)) = (inner.lang("lang"), inner.label("text"), inner.label("by")) {
            translations.push(Translation { lang, text: text.value, by: by.value });
        }
    }
    Some(translations)
}

/// `revises = "b3:.."`, or the label of a claim of this dossier.
fn revises(section: &Section<'_>) -> Option<At<Earlier>> {
    let At { value, span } = section.word("revises")?;
    if !value.starts_with("b3:") {
        return Some(At::new(Earlier::Label(value.to_owned()), span));
    }
    let id = section.reference("revises")?;
    Some(At::new(Earlier::Id(id), span))
}
