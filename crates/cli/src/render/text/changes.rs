//! One event between two states of the ledger.

use super::{LABEL_COLUMN, claim, head, question, tone_of_summary};
use crate::render::case::Case;
use crate::render::layout::{Page, Piece, Tone};
use crate::render::shown::Shown;
use crate::render::words;
use byline_ledger::accounts::comparison::{ChangeKind, ChangedRow, Changes, LoggedChange, Summary};
use byline_ledger::accounts::view::Mark;
use byline_ledger::record::{Kind, Record};
use byline_ledger::time::Timestamp;

/// In which column the words behind the name of a change begin.
const CHANGE_COLUMN: usize = 13;

/// The state that the changes came after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// How many entries it has.
    pub size: u64,
    /// The time of its seal; nothing before the log began.
    pub sealed_at: Option<Timestamp>,
    /// The root of its tree.
    pub root: Option<String>,
}

/// What came to an event since a state of the ledger.
pub fn changes(case: &Case<'_>, changes: &Changes, since: &Since, shown: &Shown, width: usize) -> String {
    let mut page = Page::new(width);
    let when = match since.sealed_at {
        Some(sealed_at) => format!("{}, sealed {sealed_at}", words::entries(since.size)),
        None => "the log began".to_owned(),
    };
    let title = format!("Since {when}: {}", totals(changes));
    head(&mut page, case, shown, &title);
    for row in &changes.rows {
        changed_row(&mut page, case, row);
    }
    others(&mut page, case, &changes.others, shown.all);
    page.into_text()
}

/// What happened, in numbers: `2 claims added, 1 corrected; 1 question comes to something else`.
fn totals(changes: &Changes) -> String {
    let all = || changes.rows.iter().flat_map(|row| &row.changes).chain(&changes.others);
    let of = |kind: ChangeKind| all().filter(|change| change.kind == kind).count();
    let parts: Vec<String> = [
        (ChangeKind::Added, "record", "added"),
        (ChangeKind::Revised, "answer", "revised by the source"),
        (ChangeKind::Corrected, "correction", "by recorders"),
        (ChangeKind::Withdrawn, "record", "withdrawn"),
        (ChangeKind::Judged, "opinion", "given"),
    ]
    .into_iter()
    .filter(|(kind, ..)| of(*kind) > 0)
    .map(|(kind, what, done)| format!("{} {done}", words::count(of(kind), what)))
    .collect();
    let moved = changes.rows.iter().filter(|row| row.outcome_changed()).count();
    match parts.is_empty() {
        true => "nothing came to this event".to_owned(),
        false => format!("{}; {} with another outcome", parts.join(", "), words::count(moved, "question")),
    }
}

fn changed_row(page: &mut Page, case: &Case<'_>, row: &ChangedRow) {
    question(page, case, &row.questions);
    page.gap();
    match &row.after {
        Some(after) if row.before == [after.clone()] => outcome(page, "still:", after),
        after => {
            row.before.iter().for_each(|before| outcome(page, "before:", before));
            match after {
                Some(after) => outcome(page, "now:", after),
                None => page.line(0, Tone::Strong, "now:    no longer asked"),
            }
        }
    }
    for (nth, change) in row.changes.iter().enumerate() {
        let later = row.changes[nth + 1..].iter().any(|later| later.thing == change.thing);
        page.gap();
        one_change(page, case, change, later);
    }
}

fn outcome(page: &mut Page, when: &str, summary: &Summary) {
    let label = Piece::new(tone_of_summary(summary.kind), format!("{when} {}", words::outcome(summary.kind)));
    page.labelled(0, &label, 8 + LABEL_COLUMN, words::summary(summary));
}

/// The change, who made it and when, then the claim as it stands now; once, where it changes again later.
fn one_change(page: &mut Page, case: &Case<'_>, change: &LoggedChange, changes_again: bool) {
    let view = case.casefile.claim(change.thing);
    let what = if view.is_some() { "" } else { "the question, " };
    let label = Piece::new(tone(change.kind), name(change.kind));
    let again = if changes_again { "; it changes again below" } else { "" };
    page.labelled(1, &label, CHANGE_COLUMN, &format!("{what}{}{again}", logged(case, change)));
    if let Some(view) = view.filter(|_| !changes_again) {
        claim(page, case, CHANGE_COLUMN, &view);
    }
}

fn name(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "ADDED",
        ChangeKind::Revised => "REVISED",
        ChangeKind::Corrected => "CORRECTED",
        ChangeKind::Withdrawn => "WITHDRAWN",
        ChangeKind::Judged => "OPINION",
    }
}

fn tone(kind: ChangeKind) -> Tone {
    match kind {
        ChangeKind::Corrected | ChangeKind::Withdrawn => Tone::Alarm,
        _ => Tone::Strong,
    }
}

/// `entry 78 by ana, logged 2025-06-15T08:00:00Z`.
fn logged(case: &Case<'_>, change: &LoggedChange) -> String {
    let Some(thing) = case.casefile.thing(change.thing) else { return format!("entry {}", change.index) };
    let versions = std::iter::once(thing.first()).chain(thing.superseded().map(|old| old.corrected_by));
    let version = versions.filter(|version| version.id == change.by).map(|one| (&one.handle, one.logged_at)).next();
    let withdrawal = thing.withdrawn().filter(|one| one.id == change.by).map(|one| (&one.handle, one.logged_at));
    match version.or(withdrawal) {
        Some((handle, logged_at)) => format!("entry {} by {handle}, logged {logged_at}", change.index),
        None => format!("entry {}", change.index),
    }
}

/// What came to the event itself, to names and documents, and opinions. New names and documents are folded into a number.
fn others(page: &mut Page, case: &Case<'_>, others: &[LoggedChange], all: bool) {
    let is_told = |change: &&LoggedChange| all || change.kind != ChangeKind::Added;
    let told: Vec<&LoggedChange> = others.iter().filter(is_told).collect();
    if !told.is_empty() {
        page.gap();
        page.rule("the event, names, documents, opinions");
    }
    for change in &told {
        let label = Piece::new(tone(change.kind), name(change.kind));
        let words = match change.kind {
            // Whose opinion it is, and where it stands, is part of it.
            ChangeKind::Judged => thing_words(case, change),
            _ => format!("{}; {}", logged(case, change), thing_words(case, change)),
        };
        page.labelled(1, &label, CHANGE_COLUMN, &words);
    }
    if others.len() > told.len() {
        let count = |kind: Kind, one: &str| {
            let of_kind = |change: &&LoggedChange| {
                change.kind == ChangeKind::Added
                    && case.casefile.thing(change.thing).is_some_and(|thing| thing.first().record.kind() == kind)
            };
            let count = others.iter().filter(of_kind).count();
            (count > 0).then(|| words::count(count, one))
        };
        let parts: Vec<String> =
            [count(Kind::Document, "document"), count(Kind::Entity, "name"), count(Kind::Event, "event")]
                .into_iter()
                .flatten()
                .collect();
        page.gap();
        page.line(0, Tone::Faint, &format!("Folded away: {} new. --all shows them.", parts.join(", ")));
    }
}

fn thing_words(case: &Case<'_>, change: &LoggedChange) -> String {
    let Some(thing) = case.casefile.thing(change.thing) else { return words::short(change.thing) };
    let named = match &thing.current().record {
        Record::Judgement(judgement) => words::opinion(case, thing.current(), judgement),
        record => {
            format!("{} {} ({})", record.kind(), case.casefile.name(change.thing), case.slug(change.thing))
        }
    };
    let is_of_it = |mark: &Mark| match mark {
        Mark::Corrected { by, .. } | Mark::Withdrawn { by, .. } => *by == change.by,
        _ => false,
    };
    let marks = case.casefile.marks(change.thing);
    match marks.iter().find(|mark| is_of_it(mark)) {
        Some(mark) => format!("{named}; {}", words::mark(case, change.thing, mark)),
        None => named,
    }
}
