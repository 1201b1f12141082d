//! Facts of a claim in words, for text and Markdown alike. They hold text of records: hostile until it is escaped.

use super::case::Case;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::comparison::{GroupPair, Row, Summary, SummaryKind};
use byline_ledger::accounts::verdict::{Label, Verdict};
use byline_ledger::accounts::view::{ClaimView, Mark};
use byline_ledger::accounts::words::{commitment_words, time_words};
use byline_ledger::hash::{Blake3, RecordId};
use byline_ledger::record::{Act, Answer, Judgement, Quantity, Question, Record, SealedField, Source, Value};

/// What Byline does and doesn't do: on top of every comparison and report.
pub const NO_JUDGE: &str = "Byline lays accounts beside each other. It does not say who is right.";

/// So many of something: `1 claim`, `2 claims`.
pub fn count(number: usize, one: &str) -> String {
    let number_words = byline_ledger::accounts::words::group_digits(&number.to_string());
    if number == 1 { format!("1 {one}") } else { format!("{number_words} {one}s") }
}

/// So many entries of a log.
pub fn entries(size: u64) -> String {
    let number = byline_ledger::accounts::words::group_digits(&size.to_string());
    if size == 1 { "1 entry".to_owned() } else { format!("{number} entries") }
}

/// The beginning of an id, long enough for `byline show`.
pub fn short(id: RecordId) -> String {
    id.to_string().chars().take("b3:".len() + 8).collect()
}

/// Where a ledger's folder keeps the bytes with this hash.
pub fn archived_as(hash: Blake3) -> String {
    let digits = hash.to_string();
    let digits = digits.trim_start_matches("b3:");
    format!("archive/{}/{digits}", &digits[..2])
}

/// The answer as it was said, with its unit: `34 boats`, `"decine" boats`, `not 19,870 litres`.
pub fn answer(view: &ClaimView<'_>) -> String {
    let words = view.answer_words();
    match (&view.claim.answer, view.unit()) {
        (Answer::Silent(_), _) | (_, None) => words,
        (Answer::Value(Value::Quantity(Quantity::None)), Some(unit)) => format!("no {unit}"),
        (_, Some(unit)) => format!("{words} {unit}"),
    }
}

/// The set of numbers that the answer was read as, where that isn't the answer itself: `20 to 99`.
pub fn set(view: &ClaimView<'_>) -> Option<String> {
    let range = view.range_words()?;
    let is_plain = range == view.answer_words() || view.claim.answer == Answer::Value(Value::Quantity(Quantity::None));
    (!is_plain).then_some(range)
}

/// How firmly the source says it, and what it does by that: `says flatly (denies)`. Nothing for a silence.
pub fn says(view: &ClaimView<'_>) -> Option<String> {
    let words = held(view)?;
    Some(match act(view) {
        Some(act) => format!("{words} ({act})"),
        None => words.to_owned(),
    })
}

/// How firmly the source says it. Nothing for a silence.
pub fn held(view: &ClaimView<'_>) -> Option<&'static str> {
    (!matches!(view.claim.answer, Answer::Silent(_))).then(|| commitment_words(view.claim.commitment))
}

/// What the source does by its words, where it is more than saying.
pub fn act(view: &ClaimView<'_>) -> Option<&'static str> {
    match view.claim.act {
        Act::Say | Act::Decline => None,
        act => Some(act_words(act)),
    }
}

/// What the source does by its words.
pub fn act_words(act: Act) -> &'static str {
    match act {
        Act::Say => "says",
        Act::Claim => "claims",
        Act::Confirm => "confirms",
        Act::Deny => "denies",
        Act::Estimate => "estimates",
        Act::Announce => "announces",
        Act::Denounce => "denounces",
        Act::Warn => "warns",
        Act::Predict => "predicts",
        Act::Judge => "judges",
        Act::Offer => "offers",
        Act::Promise => "promises",
        Act::Threaten => "threatens",
        Act::Demand => "demands",
        Act::Ask => "asks",
        Act::Decline => "declines",
    }
}

/// The times that the source gives: `as of 2025-06-14, said 2025-06-15`.
pub fn times(view: &ClaimView<'_>) -> Option<String> {
    let as_of = view.claim.as_of.as_ref().map(|time| format!("as of {}", time_words(time)));
    let said = view.claim.said.as_ref().map(|time| format!("said {}", time_words(time)));
    let parts: Vec<String> = as_of.into_iter().chain(said).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The document, with its language, and the part of it: `Bulletin No. 3 (en), headline`.
pub fn document(view: &ClaimView<'_>) -> String {
    let lang = view.document().map(|document| format!(" ({})", document.lang)).unwrap_or_default();
    let part = view.claim.part.as_ref().map(|part| format!(", {part}")).unwrap_or_default();
    format!("{}{lang}{part}", view.document_words())
}

/// What else a reader must know of how it was said: the language spoken where it is another, and the condition.
pub fn manner(view: &ClaimView<'_>) -> Vec<String> {
    let mut parts = Vec::new();
    let spoken = view.claim.speech.as_ref().and_then(|speech| speech.spoken.as_ref());
    if let (Some(spoken), Some(document)) = (spoken, view.document())
        && *spoken != document.lang
    {
        parts.push(format!("spoken in {spoken}, printed in {}", document.lang));
    }
    parts.extend(view.claim.condition.as_ref().map(|condition| format!("only under a condition: {condition}")));
    parts
}

/// A mark of a thing, so that it can't be overlooked: `CORRECTED at entry 78 by ana: misread; before: 34 boats`.
pub fn mark(case: &Case<'_>, identity: RecordId, mark: &Mark) -> String {
    let because = |reason: &Option<String>| reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    match mark {
        Mark::Corrected { version, by, reason } => {
            let versions = || case.casefile.thing(identity).into_iter().flat_map(|thing| thing.superseded());
            let at = versions().find(|old| old.corrected_by.id == *by).map(|old| {
                let logged = old.corrected_by;
                format!(" at entry {} by {}", logged.index, logged.handle)
            });
            let before =
                versions().find(|old| old.version.id == *version).and_then(|old| before(case, &old.version.record));
            // Nothing is taken from somebody's reason: where it is a sentence, another one follows.
            let is_sentence = reason.as_ref().is_some_and(|reason| reason.ends_with(['.', '!', '?', '\u{2026}']));
            let label = if is_sentence { " Before:" } else { "; before:" };
            let before = before.map(|words| format!("{label} {words}")).unwrap_or_default();
            format!("CORRECTED{}{}{before}", at.unwrap_or_default(), because(reason))
        }
        Mark::Revised { by } => format!("REVISED since by the source: {}", brief(case, *by)),
        Mark::Revises { earlier, reason } => {
            format!("REVISES the source's earlier {}{}", brief(case, *earlier), because(reason))
        }
        Mark::Withdrawn { by, reason } => {
            let withdrawal = case.casefile.thing(identity).and_then(|thing| thing.withdrawn());
            let at = match withdrawal.filter(|withdrawal| withdrawal.id == *by) {
                Some(withdrawal) => format!(" at entry {} by {}", withdrawal.index, withdrawal.handle),
                None => String::new(),
            };
            format!("WITHDRAWN{at}{}", because(reason))
        }
        Mark::Sealed { fields } => {
            let fields: Vec<String> = fields.iter().map(|field| sealed_field(*field)).collect();
            format!("SEALED: {}", fields.join(", "))
        }
        Mark::Disclosed { field, by, handle, note } => {
            format!("DISCLOSED later by {handle} ({}): {}{}", short(*by), sealed_field(*field), because(note))
        }
        Mark::Disputed { by, handle, because } => format!("DISPUTED, opinion of {handle}: {because} ({})", short(*by)),
        Mark::Checked { by, handle, because } => format!("checked, opinion of {handle}: {because} ({})", short(*by)),
    }
}

/// The marks of what a claim leans on, its document, its sources and the things that it answers with: a claim by a withdrawn source stands,
/// and a reader must know.
pub fn leaning(case: &Case<'_>, view: &ClaimView<'_>) -> Vec<String> {
    let sources = view.claim.sources().filter_map(|source| match source {
        Source::Entity(id) => Some(("source", *id)),
        _ => None,
    });
    let answers = view.claim.answer.values().iter().filter_map(|value| match value {
        Value::Entity(id) => Some(("answer", *id)),
        _ => None,
    });
    let mut things = vec![("document", view.claim.document)];
    things.extend(sources.chain(answers));
    let mut words = Vec::new();
    for (what, id) in things {
        let marks = case.casefile.marks(id);
        let told = marks.iter().filter(|mark| !matches!(mark, Mark::Checked { .. }));
        words.extend(told.map(|one| format!("{what} {}: {}", case.casefile.name(id), mark(case, id, one))));
    }
    words
}

/// A sealed place in words.
fn sealed_field(field: SealedField) -> String {
    match field {
        SealedField::By => "who answers".to_owned(),
        SealedField::Through(place) => format!("who passes it on ({})", place + 1),
        SealedField::Quote => "the quote".to_owned(),
        SealedField::Blake3 => "the BLAKE3 of the document".to_owned(),
        SealedField::Sha256 => "its SHA-256".to_owned(),
        SealedField::Size => "its size".to_owned(),
        SealedField::Text => "its extracted text".to_owned(),
        SealedField::Url => "its address".to_owned(),
        SealedField::Title => "its title".to_owned(),
        SealedField::Author => "its author".to_owned(),
    }
}

/// A claim in a few words: `34 boats, as of 2025-06-14 (b3:ca387028)`. The id of what is no claim.
pub fn brief(case: &Case<'_>, id: RecordId) -> String {
    match case.casefile.claim(id) {
        Some(view) => {
            let time = times(&view).map(|time| format!(", {time}")).unwrap_or_default();
            format!("{}{time} ({})", answer(&view), short(id))
        }
        None => short(id),
    }
}

/// Somebody's opinion on two records: `opinion of ana, entry 90: same: Old Mole / molo vecchio; one place on the map`.
pub fn opinion(case: &Case<'_>, logged: &LoggedRecord, judgement: &Judgement) -> String {
    let name = |id: &RecordId| match case.casefile.claim(*id) {
        Some(view) => format!("{}: {}", view.source_words(), brief(case, *id)),
        None => case.casefile.name(*id),
    };
    let on: Vec<String> = judgement.on.iter().map(name).collect();
    let (handle, index, opinion) = (&logged.handle, logged.index, judgement.opinion);
    format!("opinion of {handle}, entry {index}: {opinion}: {}; {}", on.join(" / "), judgement.because)
}

/// What an older version said, as far as a line can tell.
fn before(case: &Case<'_>, record: &Record) -> Option<String> {
    match record {
        Record::Claim(claim) => {
            let answer = byline_ledger::accounts::words::answer_words(case.casefile, &claim.answer);
            Some(format!("{answer}, {}", commitment_words(claim.commitment)))
        }
        Record::Question(question) => Some(question.asks.in_language(&["en"]).to_string()),
        _ => None,
    }
}

/// A label as it is printed: the two that a reader looks for stand out without colour.
pub fn label(label: Label) -> &'static str {
    match label {
        Label::Agree => "AGREE",
        Label::Conflict => "CONFLICT",
        other => other.printed(),
    }
}

/// What a question comes to, in a word or two.
pub fn outcome(kind: SummaryKind) -> &'static str {
    match kind {
        SummaryKind::NotRecorded => "not recorded",
        SummaryKind::Silent => "silent",
        SummaryKind::NoNamedSource => "no named source",
        SummaryKind::OneSource => "one source",
        SummaryKind::OneOrigin => "one origin",
        SummaryKind::NotComparable => "not comparable",
        SummaryKind::Agree => "AGREE",
        SummaryKind::Compatible => "compatible",
        SummaryKind::Conflict => "CONFLICT",
    }
}

/// Said of a question whose leading answers don't conflict, while others do.
pub const HIDDEN_CONFLICT: &str = "and a CONFLICT with an answer that does not lead: see below";

/// Whether a row's outcome, which is about the leading answers, leaves a conflict unsaid.
pub fn hidden_conflict(row: &Row, pairs: &[GroupPair]) -> bool {
    row.summary.kind != SummaryKind::Conflict && pairs.iter().any(|pair| pair.verdict.label == Label::Conflict)
}

/// What a question comes to, without the word for it.
pub fn summary(summary: &Summary) -> &str {
    let label = match summary.kind {
        SummaryKind::Conflict | SummaryKind::Compatible | SummaryKind::NotComparable | SummaryKind::Agree => {
            outcome(summary.kind).to_lowercase()
        }
        _ => String::new(),
    };
    let rest = summary.words.strip_prefix(&label).unwrap_or(&summary.words);
    rest.trim_start_matches(": ").trim_start()
}

/// The reason of a verdict: its code, then why in words.
pub fn reason(verdict: &Verdict) -> String {
    format!("{}: {}", verdict.reason, verdict.words)
}

/// What a question takes for an answer: `quantity of boats, snapshot`.
pub fn question_form(question: &Question) -> String {
    let unit = question.unit.as_ref().map(|unit| format!(" of {unit}")).unwrap_or_default();
    let many = if question.many.is_some() { ", several answers" } else { "" };
    let rule = match question.rule {
        byline_ledger::record::AsOfRule::Snapshot => "at one time".to_owned(),
        byline_ledger::record::AsOfRule::Cumulative => "counted up to a time".to_owned(),
        byline_ledger::record::AsOfRule::Period => {
            format!("over {}", question.period.as_ref().map_or("a period", |period| period.as_str()))
        }
    };
    format!("{}{unit}{many}, {rule}", question.answer_type)
}
