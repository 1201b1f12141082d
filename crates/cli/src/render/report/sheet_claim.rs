//! One claim in words: who, what, in which words, where, when, recorded by whom, against whom, and how to check it.

use super::sheet::{ClaimSheet, Field, PassageSheet};
use super::sheet_parts::{Places, claim_line};
use super::sheet_question::pair_sheet;
use super::voice::Voice;
use super::{Report, RowPart};
use crate::messages::Line;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::view::{ClaimView, Mark};
use byline_ledger::record::claim::SpeechForm;
use byline_ledger::record::{Claim, Record, Source, Value};

/// Whether a claim is neither revised nor withdrawn.
pub fn counts(view: &ClaimView<'_>) -> bool {
    !view.is_revised() && !view.is_withdrawn()
}

/// A claim whole.
pub fn claim_sheet(
    report: &Report<'_>,
    voice: &Voice<'_>,
    (part, view): (&RowPart<'_>, &ClaimView<'_>),
    documents: &Places,
    most_against: usize,
) -> ClaimSheet {
    let claim = view.claim;
    let marks = view.marks();
    let (against, more_against) = part.against(view.identity);
    let more_against = more_against + against.len().saturating_sub(most_against);
    let against = against.into_iter().take(most_against).map(|(other, verdict)| {
        let who = report.casefile.claim(other).map(|other| voice.source(&other.claim.by, other.claim.document));
        (who.unwrap_or_default(), pair_sheet(report, voice, (view.identity, other), verdict))
    });
    ClaimSheet {
        number: report.number(view.identity).unwrap_or_default(),
        chain: voice.chain(view),
        answer: voice.answer(&claim.answer, view.unit()),
        counts: counts(view),
        read_as: voice.set(view),
        says: voice.says(view),
        as_of: view.as_of().map(|time| Line::ours(voice.messages.time(time))),
        status: status(voice, view),
        older: older(voice, view),
        marks: marks
            .iter()
            .map(|mark| voice.mark(view.identity, mark, |id| claim_line(report, id)))
            .chain(leaning(report, voice, view))
            .collect(),
        quote: quote(view),
        quote_lang: view.document().map(|document| document.lang.clone()),
        translations: translations(voice, claim),
        document: found_in(voice, claim),
        document_place: documents.get(&claim.document).copied(),
        place: place(voice, view),
        fields: fields(voice, view),
        clocks: clocks(voice, view),
        recording: recording(voice, view),
        against: against.collect(),
        more_against,
    }
}

/// The marks of a claim, each as its code and a word.
pub fn status(voice: &Voice<'_>, view: &ClaimView<'_>) -> Vec<(&'static str, String)> {
    let marks = view.marks();
    marks.iter().map(|mark| (mark.code(), voice.messages.text(&format!("status.{}", mark.code())))).collect()
}

/// The document, and the part of it that isn't its body.
fn found_in(voice: &Voice<'_>, claim: &Claim) -> Line {
    let part = claim.part.as_ref().map(|part| Line::theirs(part, None));
    voice.messages.listed(std::iter::once(voice.name(claim.document)).chain(part))
}

fn quote(view: &ClaimView<'_>) -> Vec<PassageSheet> {
    let passages = view.passages().iter();
    let sheet = |passage: &byline_ledger::record::Passage| PassageSheet {
        prefix: passage.prefix.as_str().to_owned(),
        exact: passage.exact.as_str().to_owned(),
        suffix: passage.suffix.as_str().to_owned(),
    };
    passages.map(sheet).collect()
}

fn translations(voice: &Voice<'_>, claim: &Claim) -> Vec<(Line, String, byline_ledger::record::Lang)> {
    let one = |translation: &byline_ledger::record::claim::Translation| {
        let language = voice.messages.name_of_language(&translation.lang);
        let slots = [("language", language), ("by", Line::theirs(&translation.by, None))];
        (voice.messages.line("claim.translation", &slots), translation.text.to_string(), translation.lang.clone())
    };
    claim.translations.iter().flatten().map(one).collect()
}

fn place(voice: &Voice<'_>, view: &ClaimView<'_>) -> Option<Line> {
    let passages = view.passages();
    if passages.is_empty() {
        return None;
    }
    let span = |passage: &byline_ledger::record::Passage| {
        let [from, to] = [passage.start, passage.end].map(|at| Line::ours(voice.messages.whole(at)));
        voice.messages.line("claim.span", &[("from", from), ("to", to)])
    };
    let places = voice.messages.listed(passages.iter().map(span));
    Some(voice.messages.line("claim.place", &[("places", places)]))
}

/// The marks of what a claim leans on: its document, its sources, the entities that it answers with.
fn leaning(report: &Report<'_>, voice: &Voice<'_>, view: &ClaimView<'_>) -> Vec<Line> {
    let sources = view.claim.sources().filter_map(|source| match source {
        Source::Entity(id) => Some(*id),
        _ => None,
    });
    let answers = view.claim.answer.values().iter().filter_map(|value| match value {
        Value::Entity(id) => Some(*id),
        _ => None,
    });
    let mut lines = Vec::new();
    for id in std::iter::once(view.claim.document).chain(sources).chain(answers) {
        let marks = report.casefile.marks(id);
        let told = marks.iter().filter(|mark| !matches!(mark, Mark::Checked { .. }));
        lines.extend(told.map(|mark| {
            let words = voice.mark(id, mark, |claim| claim_line(report, claim));
            voice.messages.labelled(voice.name(id), words)
        }));
    }
    lines
}

/// Older versions, with the one in force beside them.
fn older(voice: &Voice<'_>, view: &ClaimView<'_>) -> Vec<(Line, Line, Line)> {
    let words = |claim: &Claim| {
        let answer = voice.answer(&claim.answer, claim.unit.as_ref().or(view.question.unit.as_ref()));
        let held = voice.held(&claim.answer, claim.commitment);
        voice.messages.listed(std::iter::once(answer).chain(held))
    };
    let old = view.thing.superseded().filter_map(|old| match &old.version.record {
        Record::Claim(claim) => Some((words(view.claim), words(claim), Line::code(old.version.id))),
        _ => None,
    });
    old.collect()
}

/// What else a reader must know of how it was said.
fn fields(voice: &Voice<'_>, view: &ClaimView<'_>) -> Vec<Field> {
    let claim = view.claim;
    let theirs = |text: &Option<byline_ledger::record::Text>| text.as_ref().map(|text| Line::theirs(text, None));
    let manner = claim.speech.as_ref().map(|speech| {
        let form = voice.say(match speech.form {
            SpeechForm::Direct => "claim.direct",
            SpeechForm::Reported => "claim.reported",
        });
        match &speech.spoken {
            Some(spoken) => {
                let language = voice.messages.name_of_language(spoken);
                voice.messages.in_a_row([form, voice.messages.line("claim.spoken", &[("language", language)])])
            }
            None => form,
        }
    });
    let medium = claim.medium.as_ref().map(|medium| match medium.with {
        Some(with) => {
            let slots = [("form", Line::theirs(&medium.form, None)), ("name", voice.name(with))];
            voice.messages.line("claim.with", &slots)
        }
        None => Line::theirs(&medium.form, None),
    });
    let cue = claim.cue.as_ref().map(|cue| voice.messages.quoted(Line::theirs(&cue.text, Some(&cue.lang))));
    // That a written document was read goes without saying.
    let heard = (claim.basis != byline_ledger::record::claim::Basis::Read).then_some(claim.basis);
    let basis =
        heard.and_then(|basis| serde_json::to_value(basis).ok()).and_then(|basis| basis.as_str().map(str::to_owned));
    let fields = [
        ("claim.cue", cue),
        ("claim.condition", theirs(&claim.condition)),
        ("claim.as-said", theirs(&claim.as_said)),
        ("claim.asked", theirs(&claim.asked)),
        ("claim.manner", manner),
        ("claim.medium", medium),
        ("claim.scope", claim.scope.as_ref().map(|scope| voice.scope(scope))),
        ("claim.period", claim.period.as_ref().map(|period| voice.messages.period(period))),
        ("claim.gist", theirs(&claim.gist)),
        ("claim.note", theirs(&claim.note)),
        ("claim.basis", basis.map(|basis| voice.say(&format!("basis.{basis}")))),
    ];
    let field = |(key, value): (&str, Option<Line>)| Some(Field { name: voice.messages.text(key), value: value? });
    fields.into_iter().filter_map(field).collect()
}

fn clocks(voice: &Voice<'_>, view: &ClaimView<'_>) -> Vec<(String, Option<String>)> {
    let claim = view.claim;
    let time = |time: &Option<byline_ledger::edtf::Edtf>| time.as_ref().map(|time| voice.messages.time(time));
    let published = view.document().and_then(|document| time(&document.published));
    let clock = |key: &str, time: Option<String>| (voice.messages.text(key), time);
    vec![
        clock("clock.as-of", time(&claim.as_of)),
        clock("clock.said", time(&claim.said)),
        clock("clock.published", published),
        clock("clock.recorded", Some(voice.messages.stamp(view.logged.signed_at))),
        clock("clock.logged", Some(voice.messages.stamp(view.logged.logged_at))),
    ]
}

/// Who recorded it, where it stands in the log, and how to see it by its id.
fn recording(voice: &Voice<'_>, view: &ClaimView<'_>) -> Vec<Field> {
    let field = |key: &str, value: Line| Field { name: voice.messages.text(key), value };
    vec![
        field("claim.recorded", recorded(voice, view.logged)),
        field("claim.check", Line::code(format!("byline show {}", view.logged.id))),
    ]
}

/// Who recorded a version, with which key, at which place of the log.
pub fn recorded(voice: &Voice<'_>, logged: &LoggedRecord) -> Line {
    let slots = [
        ("handle", Line::theirs(&logged.handle, None)),
        ("index", Line::ours(logged.index.to_string())),
        ("key", Line::code(logged.kid)),
    ];
    voice.messages.line("claim.recorded-by", &slots)
}
