//! The provenance report as Markdown.

mod claim;
mod escape;
mod paper;

pub use escape::runs_from_right;

use super::report::plots::Series;
use super::report::sheet::{EventSheet, Field, QuestionSheet, Sheet};
use crate::messages::{Line, Messages};
use paper::{Paper, Safe, line, strong, strong_line, text};

/// The whole report.
pub fn report(sheet: &Sheet, messages: &Messages) -> String {
    let mut paper = Paper::default();
    head(&mut paper, sheet, messages);
    for event in &sheet.events {
        if sheet.events.len() > 1 {
            paper.heading(2, &line(&event.title));
            facts(&mut paper, event, messages);
        }
        glance(&mut paper, event, messages);
        for question in &event.questions {
            self::question(&mut paper, question, messages);
        }
    }
    documents(&mut paper, sheet, messages);
    if !sheet.opinions.is_empty() {
        paper.heading(2, &text(&messages.text("part.opinions")));
        paper.paragraph(&text(&messages.text("opinion.intro")));
        paper.list(&sheet.opinions.iter().map(line).collect::<Vec<_>>());
    }
    paper.heading(2, &text(&messages.text("part.check")));
    paper.list(&sheet.check.iter().map(line).collect::<Vec<_>>());
    paper.into_text()
}

fn rows(fields: &[Field]) -> Vec<Vec<Safe>> {
    fields.iter().map(|field| vec![text(&field.name), line(&field.value)]).collect()
}

fn head(paper: &mut Paper, sheet: &Sheet, messages: &Messages) {
    if let Some(findings) = &sheet.failing {
        paper.paragraph(&strong(&messages.text("page.failing")));
        paper.paragraph(&text(&messages.text("page.failing-why")));
        paper.list(&findings.iter().map(line).collect::<Vec<_>>());
    }
    let kicker = text(&messages.label(&messages.text("page.kicker")));
    paper.heading(1, &Safe::joined([kicker, line(&sheet.title())]));
    paper.paragraph(&strong(&messages.text("page.no-judge")));
    if let [event] = &sheet.events[..] {
        facts(paper, event, messages);
    }
    for partial in sheet.partial.iter().chain(&sheet.left_out) {
        paper.paragraph(&strong_line(partial));
    }
    let said = |title: &str, words: &str| Safe::joined([strong(&messages.text(title)), text(&messages.text(words))]);
    paper.list(&[
        said("verified.means-title", "verified.means"),
        said("verified.means-not-title", "verified.means-not"),
        Safe::joined([strong(&messages.text("verified.status-title")), line(&sheet.audited)]),
    ]);
    paper.list(&sheet.not_checked.iter().map(line).collect::<Vec<_>>());
    let tally = sheet.tally.iter().map(|(number, name, more)| {
        let more = more.as_ref().map(|more| format!(" ({more})")).unwrap_or_default();
        vec![text(name), text(&format!("{number}{more}"))]
    });
    let mut about = tally.collect::<Vec<_>>();
    about.extend(rows(&sheet.ledger));
    paper.table(&[&messages.text("verified.status-title"), ""], &about);
}

fn facts(paper: &mut Paper, event: &EventSheet, messages: &Messages) {
    let facts: Vec<Safe> = event
        .facts
        .iter()
        .map(|field| Safe::joined([strong(&messages.label(&field.name)), line(&field.value)]))
        .chain(event.marks.iter().map(strong_line))
        .collect();
    paper.list(&facts);
}

/// The questions with their outcome.
fn glance(paper: &mut Paper, event: &EventSheet, messages: &Messages) {
    paper.heading(2, &text(&messages.text("part.glance")));
    if event.questions.is_empty() {
        paper.paragraph(&text(&messages.text("page.no-claims")));
        return;
    }
    let row = |question: &QuestionSheet| vec![text(&question.name), line(&question.asks), outcome(question)];
    let rows: Vec<Vec<Safe>> = event.questions.iter().map(row).collect();
    paper.table(&["", &messages.text("matrix.question"), &messages.text("glance.intro")], &rows);
    if event.more_questions > 0 {
        let more = event.more_questions as u64;
        let name = messages.counted("tally.questions", more, &[]).plain();
        paper.paragraph(&text(&format!("+ {} {name}", messages.whole(more))));
    }
}

fn outcome(question: &QuestionSheet) -> Safe {
    let label = match question.outcome.has_conflict() && question.outcome.hidden.is_none() {
        true => question.outcome.label.to_uppercase(),
        false => question.outcome.label.clone(),
    };
    let hidden = question.outcome.hidden.as_ref().map(strong_line).unwrap_or_default();
    Safe::joined([strong(&label), line(&question.outcome.words), hidden])
}

fn question(paper: &mut Paper, question: &QuestionSheet, messages: &Messages) {
    paper.heading(2, &Safe::joined([text(&question.name), line(&question.asks)]));
    for (slug, form, marks) in &question.forms {
        let takes = messages.line("question.takes", &[("form", form.clone())]);
        paper.paragraph(&Safe::joined([line(slug), line(&takes)]));
        paper.list(&marks.iter().map(strong_line).collect::<Vec<_>>());
    }
    paper.paragraph(&outcome(question));
    if !question.claims.is_empty() {
        let rows: Vec<Vec<Safe>> = question.claims.iter().map(|one| claim::row(one, messages)).collect();
        let head = ["", "table.source", "table.answer", "table.read-as", "table.how", "table.as-of", "table.status"];
        let head: Vec<String> =
            head.iter().map(|key| if key.is_empty() { String::new() } else { messages.text(key) }).collect();
        paper.table(&head.iter().map(String::as_str).collect::<Vec<_>>(), &rows);
    }
    if let Some(series) = &question.series {
        drops(paper, series, messages);
    }
    pairs(paper, question, messages);
    for one in &question.claims {
        claim::section(paper, one, messages);
    }
    if let Some(rest) = &question.not_written {
        paper.paragraph(&line(rest));
    }
}

/// Where a total fell.
fn drops(paper: &mut Paper, series: &Series, messages: &Messages) {
    if series.drops.is_empty() {
        paper.paragraph(&text(&messages.text("plot.no-drops")));
        return;
    }
    paper.paragraph(&strong(&messages.text("plot.drops")));
    let fell = series.drops.iter().map(|drop| {
        let claim = drop.claim.map(Line::claim).unwrap_or_default();
        Safe::joined([text(&messages.label(&drop.day)), line(&drop.source), line(&drop.words), line(&claim)])
    });
    paper.list(&fell.collect::<Vec<_>>());
}

fn pairs(paper: &mut Paper, question: &QuestionSheet, messages: &Messages) {
    if !question.pairs.is_empty() {
        let row = |pair: &super::report::sheet::PairSheet| {
            let both = Safe::joined([line(&pair.left), text("/"), line(&pair.right)]);
            vec![both, claim::label(pair), paper::code(pair.code), line(&pair.reason)]
        };
        let rows: Vec<Vec<Safe>> = question.pairs.iter().map(row).collect();
        let head = ["table.claims", "table.label", "table.reason", "table.why"].map(|key| messages.text(key));
        paper.table(&head.each_ref().map(String::as_str), &rows);
    }
    question.pair_notes.iter().for_each(|note| paper.paragraph(&line(note)));
}

fn documents(paper: &mut Paper, sheet: &Sheet, messages: &Messages) {
    if sheet.documents.is_empty() {
        return;
    }
    paper.heading(2, &text(&messages.text("part.documents")));
    for document in &sheet.documents {
        paper.heading(3, &Safe::joined([line(&document.title), line(&document.slug)]));
        paper.list(&document.marks.iter().map(strong_line).collect::<Vec<_>>());
        let mut rows = rows(&document.fields);
        let checks = Safe::joined(document.checks.iter().map(line));
        rows.push(vec![text(&messages.text("document.check")), checks]);
        paper.table(&[&messages.text("document.name"), ""], &rows);
    }
    sheet.more_documents.iter().for_each(|more| paper.paragraph(&line(more)));
}
