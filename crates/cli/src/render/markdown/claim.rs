//! One claim in the report: who, what, in which words, where, when, recorded by whom, against whom, and how to check it.

use super::paper::{Paper, Safe, code, strong, struck, text};
use crate::render::report::Report;
use crate::render::words;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::accounts::words::{answer_words, commitment_words, time_words};
use byline_ledger::record::Record;

/// A claim in the table of its question.
pub fn row(report: &Report<'_>, view: &ClaimView<'_>) -> Vec<Safe> {
    let answer = words::answer(view);
    vec![
        text(&report.name(view.identity)),
        text(&view.source_words()),
        if counts(view) { text(&answer) } else { struck(&answer) },
        text(&words::set(view).unwrap_or_default()),
        text(&words::says(view).unwrap_or_default()),
        text(&view.as_of().map(time_words).unwrap_or_default()),
        text(&status(view)),
    ]
}

fn counts(view: &ClaimView<'_>) -> bool {
    !view.is_revised() && !view.is_withdrawn()
}

/// The marks in a word each.
fn status(view: &ClaimView<'_>) -> String {
    let codes: Vec<&str> = view.marks().iter().map(|mark| mark.code()).collect();
    if codes.is_empty() { "in force".to_owned() } else { codes.join(", ") }
}

/// A claim whole.
pub fn section(paper: &mut Paper, report: &Report<'_>, place: usize, view: &ClaimView<'_>) {
    let says = words::says(view).map(|says| format!(" {says}")).unwrap_or_default();
    let title = format!("{} {}{says}: {}", report.name(view.identity), view.source_words(), words::answer(view));
    paper.heading(3, &text(&title));
    older(paper, report, view);
    if let Some(quote) = view.quote_text() {
        paper.quotation(&text(&format!("\u{201c}{quote}\u{201d}")));
    }
    for translation in view.claim.translations.iter().flatten() {
        let by = format!("translated into {} by {}:", translation.lang, translation.by);
        paper.paragraph(&Safe::joined([text(&by), text(&format!("\u{201c}{}\u{201d}", translation.text))]));
    }
    let mut lines = said(report, view);
    lines.extend(recording(view));
    lines.extend(against(report, place, view));
    paper.list(&lines);
}

fn line(name: &str, value: Safe) -> Safe {
    Safe::joined([strong(&format!("{name}:")), value])
}

/// Older versions struck, the one in force beside them; then the other marks.
fn older(paper: &mut Paper, report: &Report<'_>, view: &ClaimView<'_>) {
    let casefile = report.case.casefile;
    let mut lines = Vec::new();
    for old in view.thing.superseded() {
        if let Record::Claim(claim) = &old.version.record {
            let before = format!("{}, {}", answer_words(casefile, &claim.answer), commitment_words(claim.commitment));
            let now = format!("{}, {}", view.answer_words(), commitment_words(view.claim.commitment));
            lines.push(Safe::joined([
                strong("In force:"),
                text(&now),
                text("instead of"),
                struck(&before),
                code(&old.version.id.to_string()),
            ]));
        }
    }
    lines.extend(view.marks().iter().map(|mark| strong(&words::mark(&report.case, view.identity, mark))));
    lines.extend(words::leaning(&report.case, view).iter().map(|mark| strong(mark)));
    paper.list(&lines);
}

/// What the source said, how, where and when.
fn said(report: &Report<'_>, view: &ClaimView<'_>) -> Vec<Safe> {
    let claim = view.claim;
    let mut lines = vec![line("Who", text(&chain(report, view)))];
    if let Some(says) = words::says(view) {
        lines.push(line("How", text(&says)));
    }
    let answer = match words::set(view) {
        Some(set) => format!("{}, read as {set}", words::answer(view)),
        None => words::answer(view),
    };
    lines.push(line("Answer", text(&answer)));
    let mut place = vec![words::document(view)];
    place.extend(words::place(view).map(|place| format!("{place} of the extracted text")));
    lines.push(line("Where", Safe::joined([text(&place.join(", ")), code(&report.case.slug(claim.document))])));
    let manner = words::manner(view);
    if !manner.is_empty() {
        lines.push(line("Manner", text(&manner.join("; "))));
    }
    let optional = [
        ("Reporting verb", claim.cue.as_ref().map(|cue| format!("\u{201c}{}\u{201d} ({})", cue.text, cue.lang))),
        ("Asked", claim.asked.as_ref().map(ToString::to_string)),
        ("In the source's words", claim.as_said.as_ref().map(ToString::to_string)),
        (
            "Medium",
            claim.medium.as_ref().map(|medium| match medium.with {
                Some(with) => format!("{} with {}", medium.form, report.case.casefile.name(with)),
                None => medium.form.to_string(),
            }),
        ),
        ("Gist, by the recorder", claim.gist.as_ref().map(ToString::to_string)),
        ("Recorder's remark", claim.note.as_ref().map(ToString::to_string)),
    ];
    lines.extend(optional.into_iter().filter_map(|(name, value)| Some(line(name, text(&value?)))));
    let or_none = |time: Option<String>| time.unwrap_or_else(|| "not given".to_owned());
    let published = view.document().and_then(|document| document.published.as_ref()).map(time_words);
    let times = format!(
        "as of {}; said {}; published {}; recorded {}; logged {}",
        or_none(claim.as_of.as_ref().map(time_words)),
        or_none(claim.said.as_ref().map(time_words)),
        or_none(published),
        view.logged.signed_at,
        view.logged.logged_at
    );
    lines.push(line("Five clocks", text(&times)));
    lines
}

/// The chain of attribution, with the office of the one who answers.
fn chain(report: &Report<'_>, view: &ClaimView<'_>) -> String {
    let office = view.claim.office.as_ref().map(ToString::to_string).or_else(|| {
        let entity = view.named_source().and_then(|id| report.case.casefile.entity(id));
        entity.and_then(|entity| entity.office.as_ref()).map(ToString::to_string)
    });
    match office {
        Some(office) => format!("{} ({office})", view.source_words()),
        None => view.source_words(),
    }
}

/// Who recorded it, where it stands in the log, and how to see it.
fn recording(view: &ClaimView<'_>) -> Vec<Safe> {
    let id = view.logged.id.to_string();
    vec![
        line("Recorded", recorded(view.logged)),
        line("Record", code(&id)),
        line("Check", code(&format!("byline show {id}"))),
    ]
}

/// Who recorded a version, with which key, at which place of the log.
pub fn recorded(logged: &LoggedRecord) -> Safe {
    Safe::joined([
        text(&format!("by {}, entry {}, with the key", logged.handle, logged.index)),
        code(&logged.kid.to_string()),
    ])
}

/// What contradicts it.
fn against(report: &Report<'_>, place: usize, view: &ClaimView<'_>) -> Vec<Safe> {
    let against = report.against(place, view.identity);
    if against.is_empty() {
        return vec![line("Contradicted by", text("no claim of this report"))];
    }
    let one = |(other, verdict): &(_, byline_ledger::accounts::verdict::Verdict)| {
        let who = report.case.casefile.claim(*other).map(|view| view.source_words()).unwrap_or_default();
        Safe::joined([
            strong("Contradicted by:"),
            text(&format!("{} ({who})", report.name(*other))),
            strong(words::label(verdict.label)),
            code(verdict.reason.code()),
            text(&verdict.words),
        ])
    };
    against.iter().map(one).collect()
}
