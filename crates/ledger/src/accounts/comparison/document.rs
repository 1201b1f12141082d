//! One document: who answers in it, and how many of them are named.

use std::collections::HashSet;

use super::super::casefile::Casefile;
use super::super::judgements::Judgements;
use super::super::view::ClaimView;
use super::origins::Origins;
use super::{asked, claims_on};
use crate::hash::{Blake3, RecordId};
use crate::record::Document;

/// One document on an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentView {
    /// The event, by identity.
    pub event: RecordId,
    /// The document, by identity.
    pub document: RecordId,
    /// The questions that it was recorded on, in the order of the log.
    pub rows: Vec<DocumentRow>,
    /// Who stands behind all answers.
    pub origins: Origins,
    /// Answers in all, and how many of them name no source.
    pub answers: usize,
    /// Answers in its own voice, by somebody unnamed, or by nobody named.
    pub without_name: usize,
    /// The same in words: `9 of 11 answers name no source; 2 origins, 1 document`.
    pub words: String,
}

/// One document on one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// The question; several where they are judged the same.
    pub questions: Vec<RecordId>,
    /// Claims that answer, in the order of the log; revised ones too, which are marked.
    pub answers: Vec<RecordId>,
    /// Claims that give no answer.
    pub silent: Vec<RecordId>,
    /// Claims to be disregarded.
    pub withdrawn: Vec<RecordId>,
    /// Who stands behind the answers.
    pub origins: Origins,
    /// How many answers name no source.
    pub without_name: usize,
    /// The same in words.
    pub words: String,
}

/// The documents that the claims on an event are found in, those with the same bytes once, in the order of the log. Withdrawn
/// claims don't count.
pub fn documents_of(casefile: &Casefile, judgements: &Judgements, event: RecordId) -> Vec<RecordId> {
    let questions: Vec<RecordId> = asked(casefile, judgements, event).concat();
    let claims = claims_on(casefile, &questions);
    Origins::of(judgements, claims.iter().filter(|view| !view.is_withdrawn())).documents
}

/// Who answers what in one document, and how many of them are named.
pub fn one_document(casefile: &Casefile, judgements: &Judgements, event: RecordId, document: RecordId) -> DocumentView {
    let bytes = casefile.document(document).and_then(open_blake3);
    let same: HashSet<RecordId> = documents_with(casefile, bytes).chain([document]).collect();
    let mut rows = Vec::new();
    let mut all: Vec<ClaimView<'_>> = Vec::new();
    for questions in asked(casefile, judgements, event) {
        let mut claims = claims_on(casefile, &questions);
        claims.retain(|view| same.contains(&view.claim.document));
        if !claims.is_empty() {
            let (row, answers) = row(judgements, questions, claims);
            rows.push(row);
            all.extend(answers);
        }
    }
    let (origins, without_name) = (Origins::of(judgements, &all), nameless(&all));
    let words = words(all.len(), without_name, &origins);
    DocumentView { event, document, rows, answers: all.len(), without_name, words, origins }
}

/// Documents that were recorded with these bytes.
fn documents_with(casefile: &Casefile, bytes: Option<Blake3>) -> impl Iterator<Item = RecordId> {
    let things = casefile.things(crate::record::Kind::Document).map(|thing| thing.identity());
    things.filter(move |id| bytes.is_some() && casefile.document(*id).and_then(open_blake3) == bytes)
}

/// Of a sealed document nobody can tell here whether it is another's.
fn open_blake3(document: &Document) -> Option<Blake3> {
    document.blake3.open().copied()
}

fn row<'a>(
    judgements: &Judgements,
    questions: Vec<RecordId>,
    claims: Vec<ClaimView<'a>>,
) -> (DocumentRow, Vec<ClaimView<'a>>) {
    let (withdrawn, valid): (Vec<_>, Vec<_>) = claims.into_iter().partition(ClaimView::is_withdrawn);
    let (answers, silent): (Vec<_>, Vec<_>) = valid.into_iter().partition(ClaimView::answers);
    let ids = |claims: &[ClaimView<'_>]| claims.iter().map(|view| view.identity).collect();
    let (origins, without_name) = (Origins::of(judgements, &answers), nameless(&answers));
    let row = DocumentRow {
        questions,
        answers: ids(&answers),
        silent: ids(&silent),
        withdrawn: ids(&withdrawn),
        words: words(answers.len(), without_name, &origins),
        origins,
        without_name,
    };
    (row, answers)
}

fn nameless(answers: &[ClaimView<'_>]) -> usize {
    answers.iter().filter(|view| view.named_source().is_none()).count()
}

fn words(answers: usize, without_name: usize, origins: &Origins) -> String {
    let named = match origins.named.len() {
        0 => "no named origin".to_owned(),
        1 => "1 named origin".to_owned(),
        named => format!("{named} named origins"),
    };
    match (answers, without_name) {
        (0, _) => "no answer".to_owned(),
        (1, 0) => format!("1 answer, {named}"),
        (1, _) => "the one answer names no source".to_owned(),
        (answers, 0) => format!("{answers} answers, {named}"),
        (answers, without) if answers == without => format!("none of {answers} answers names a source"),
        (answers, 1) => format!("1 of {answers} answers names no source; {named}"),
        (answers, without) => format!("{without} of {answers} answers name no source; {named}"),
    }
}
