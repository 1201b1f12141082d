//! One source over time.

use super::{answer, circumstances, evidence, head, question};
use crate::render::case::Case;
use crate::render::layout::{Page, Piece, Tone};
use crate::render::shown::Shown;
use crate::render::words;
use byline_ledger::accounts::comparison::{Change, Series, Step, Timeline};
use byline_ledger::accounts::view::{ClaimView, Mark};
use byline_ledger::accounts::words::time_words;

/// How many steps in a row are shown in which a count only grew or stayed.
const MOST_DULL: usize = 6;

/// What one source said on an event, and when it changed. Steps that only repeat or grow are folded where the series is long.
pub fn over_time(case: &Case<'_>, timeline: &Timeline, shown: &Shown, width: usize) -> String {
    let mut page = Page::new(width);
    let steps: Vec<&Step> = timeline.series.iter().flat_map(|series| &series.steps).collect();
    let of = |change: Change| steps.iter().filter(|step| step.change == change).count();
    let corrected = steps.iter().filter(|step| !corrections(case, step).is_empty()).count();
    let title = format!(
        "{} over time: {} on {}; {}, {}, {} by the recorder",
        timeline.source.words(case.casefile),
        words::count(steps.len(), "claim"),
        words::count(timeline.series.len(), "question"),
        words::count(of(Change::Revised), "revision"),
        words::count(of(Change::SilentDrop), "silent drop"),
        words::count(corrected, "correction"),
    );
    head(&mut page, case, shown, &title);
    for series in &timeline.series {
        series_lines(&mut page, case, series, shown.all);
    }
    page.into_text()
}

/// Marks of a claim, whatever the step itself tells.
fn marks(case: &Case<'_>, step: &Step) -> Vec<Mark> {
    case.casefile.claim(step.claim).map(|view| view.marks()).unwrap_or_default()
}

fn corrections(case: &Case<'_>, step: &Step) -> Vec<Mark> {
    marks(case, step).into_iter().filter(|mark| matches!(mark, Mark::Corrected { .. })).collect()
}

fn is_dull(case: &Case<'_>, step: &Step) -> bool {
    matches!(step.change, Change::Same | Change::Growth) && marks(case, step).is_empty()
}

fn series_lines(page: &mut Page, case: &Case<'_>, series: &Series, all: bool) {
    question(page, case, &series.questions);
    let first = series.steps.first().and_then(|step| case.casefile.claim(step.claim));
    let unit = first.and_then(|view| view.claim.unit.clone());
    if let Some(unit) = unit {
        page.line(0, Tone::Plain, &format!("with a unit of its own: {unit}"));
    }
    page.gap();
    let mut at = 0;
    while at < series.steps.len() {
        step_lines(page, case, &series.steps[at], all);
        at += 1;
        let dull = series.steps[at..].iter().take_while(|step| !all && is_dull(case, step)).count();
        if dull > MOST_DULL {
            // The last of them is what a fall would fall from.
            page.line(
                1,
                Tone::Faint,
                &format!("{:<13} {} in which it grew or stayed the same", "..", words::count(dull - 1, "step")),
            );
            at += dull - 1;
        }
    }
}

fn step_lines(page: &mut Page, case: &Case<'_>, step: &Step, all: bool) {
    let Some(view) = case.casefile.claim(step.claim) else { return };
    let when = view.as_of().map_or_else(|| "no time given".to_owned(), |time| format!("as of {}", time_words(time)));
    let label = Piece::new(tone_of(step.change), format!("{:<13}", change_words(step.change)));
    page.labelled(1, &label, 15, &format!("{when}: {}", said(&view)));
    if all || !is_dull(case, step) {
        step_details(page, case, step, &view);
    }
}

fn said(view: &ClaimView<'_>) -> String {
    match words::says(view) {
        Some(says) => format!("{} \u{b7} {says}", answer(view)),
        None => answer(view),
    }
}

fn step_details(page: &mut Page, case: &Case<'_>, step: &Step, view: &ClaimView<'_>) {
    if step.previous.is_some() {
        let reason =
            step.verdict.as_ref().map(|verdict| format!(" [{}, {}]", words::label(verdict.label), verdict.reason));
        page.line(15, Tone::Plain, &format!("{}{}", step.words, reason.unwrap_or_default()));
    }
    page.line(15, Tone::Faint, &circumstances(view)[usize::from(view.as_of().is_some())..].join(" \u{b7} "));
    evidence(page, case, 15, view);
}

fn change_words(change: Change) -> &'static str {
    match change {
        Change::First => "first",
        Change::Same => "unchanged",
        Change::Relay => "relayed",
        Change::Revised => "REVISED",
        Change::Growth => "grew",
        Change::SilentDrop => "SILENT DROP",
        Change::Changed => "CHANGED",
        Change::Silent => "silent",
        Change::Withdrawn => "WITHDRAWN",
    }
}

fn tone_of(change: Change) -> Tone {
    match change {
        Change::SilentDrop => Tone::Alarm,
        Change::Revised | Change::Changed | Change::Withdrawn => Tone::Strong,
        _ => Tone::Plain,
    }
}
