//! A claim in words and whole, for whoever signs it or looks it up: nothing that changes what it says is left out.
//!
//! It holds text of records: hostile until it is escaped.

use super::words::act_words;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::words::{answer_words, commitment_words, quote_text, sources_words, time_words};
use byline_ledger::edtf::Edtf;
use byline_ledger::record::claim::{Act, Basis, Medium, Speech, SpeechForm};
use byline_ledger::record::{Answer, Claim, Quantity, Record, Scope, Source, Value};

/// Who says what: `Harbour Office says flatly: 41 boats, as of 2025-06-14`. The usual time goes without saying.
pub fn sentence(casefile: &Casefile, claim: &Claim, usual: Option<&Edtf>) -> String {
    let source = sources_words(casefile, claim);
    let answer = answer_with_unit(casefile, claim);
    let words = match (&claim.answer, &claim.by) {
        (Answer::Silent(_), _) => format!("{source} is silent: {answer}"),
        (_, Source::Nobody) => format!("said by nobody named: {answer}"),
        _ => format!("{source} {}: {answer}", commitment_words(claim.commitment)),
    };
    match &claim.as_of {
        Some(as_of) if Some(as_of) != usual => format!("{words}, as of {as_of}"),
        _ => words,
    }
}

/// The quote, then what else is signed with it.
pub fn lines(casefile: &Casefile, claim: &Claim) -> Vec<String> {
    let quote = quote_text(claim).map(|quote| format!("\u{201c}{quote}\u{201d}"));
    quote.into_iter().chain(particulars(casefile, claim)).collect()
}

/// The answer, a number with what it counts.
fn answer_with_unit(casefile: &Casefile, claim: &Claim) -> String {
    let words = answer_words(casefile, &claim.answer);
    match &claim.answer {
        Answer::Value(Value::Quantity(quantity)) if *quantity != Quantity::None => {}
        Answer::Denies(_) => {}
        _ => return words,
    }
    let question = casefile.question(claim.question);
    match claim.unit.as_ref().or_else(|| question.and_then(|question| question.unit.as_ref())) {
        Some(unit) => format!("{words} {unit}"),
        None => words,
    }
}

/// What else is signed with it: short things first, joined; then each longer text for itself.
fn particulars(casefile: &Casefile, claim: &Claim) -> Vec<String> {
    let short = [
        (!matches!(claim.act, Act::Say | Act::Decline)).then(|| act_words(claim.act).to_owned()),
        claim.said.as_ref().map(|said| format!("said {}", time_words(said))),
        claim.speech.as_ref().map(speech),
        claim.medium.as_ref().map(|medium| medium_words(casefile, medium)),
        claim.part.as_ref().map(|part| format!("in the {part}")),
        claim.office.as_ref().map(|office| format!("as {office}")),
        (claim.basis != Basis::Read).then(|| basis(claim.basis).to_owned()),
        claim.cue.as_ref().map(|cue| format!("the document writes \u{201c}{}\u{201d}", cue.text)),
        claim.scope.as_ref().map(|scope| format!("of {}", scope_words(casefile, scope))),
        claim.period.as_ref().map(|period| format!("counted {}", period.as_str())),
    ];
    let short: Vec<String> = short.into_iter().flatten().collect();
    let mut lines: Vec<String> = (!short.is_empty()).then(|| short.join("; ")).into_iter().collect();
    lines.extend(claim.condition.as_ref().map(|condition| format!("only under a condition: {condition}")));
    lines.extend(revised(casefile, claim));
    for (label, text) in
        [("in its words", &claim.as_said), ("asked", &claim.asked), ("in short", &claim.gist), ("note", &claim.note)]
    {
        lines.extend(text.as_ref().map(|text| format!("{label}: {text}")));
    }
    for one in claim.translations.iter().flatten() {
        lines.push(format!("translated into {} by {}: \u{201c}{}\u{201d}", one.lang, one.by, one.text));
    }
    lines
}

/// What the source said before, which this claim says that it changed.
fn revised(casefile: &Casefile, claim: &Claim) -> Option<String> {
    let earlier = casefile.thing(claim.revises?).map(|thing| &thing.current().record);
    Some(match earlier {
        Some(Record::Claim(earlier)) => format!(
            "REVISES what {} said before: {}",
            sources_words(casefile, earlier),
            answer_words(casefile, &earlier.answer)
        ),
        _ => format!("REVISES {}", claim.revises?),
    })
}

fn speech(speech: &Speech) -> String {
    let form = match speech.form {
        SpeechForm::Direct => "in direct speech",
        SpeechForm::Reported => "in the reporter\u{2019}s words",
    };
    match &speech.spoken {
        Some(spoken) => format!("{form}, spoken in {spoken}"),
        None => form.to_owned(),
    }
}

fn medium_words(casefile: &Casefile, medium: &Medium) -> String {
    match medium.with {
        Some(with) => format!("in: {}, with {}", medium.form, casefile.name(with)),
        None => format!("in: {}", medium.form),
    }
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Read => "read",
        Basis::Heard => "heard by the recorder",
        Basis::Watched => "watched by the recorder",
        Basis::Told => "told to the recorder",
    }
}

fn scope_words(casefile: &Casefile, scope: &Scope) -> String {
    let places = scope.places.iter().flatten().map(|id| casefile.name(*id));
    places.chain(scope.population.as_ref().map(ToString::to_string)).collect::<Vec<_>>().join(", ")
}
