//! A report in the words of its language, in the order in which it is read: what HTML, Markdown and plain text lay out.

use super::outcome::Outcome;
use super::plots::{Intervals, Series, Timeline};
use super::voice::Voice;
use super::{Report, sheet_parts};
use crate::messages::{Line, Messages};
use byline_ledger::record::Lang;

/// A report, ready to be laid out.
#[derive(Debug)]
pub struct Sheet {
    /// In red on top: the ledger fails, and why.
    pub failing: Option<Vec<Line>>,
    /// What is left out, where it is a part of the events only.
    pub partial: Option<Line>,
    /// How many claims are written out, where they are more than a page can hold.
    pub left_out: Option<Line>,
    /// Sources, documents, claims, questions: the number, what is counted, and what must be said beside it.
    pub tally: Vec<(String, String, Option<String>)>,
    /// What was checked, and what was not.
    pub audited: Line,
    /// Checks that could not be done.
    pub not_checked: Vec<Line>,
    pub events: Vec<EventSheet>,
    pub documents: Vec<DocumentSheet>,
    /// That there are more documents than are described.
    pub more_documents: Option<Line>,
    pub opinions: Vec<Line>,
    /// The ledger and its checkpoint.
    pub ledger: Vec<Field>,
    /// How a reader can check it.
    pub check: Vec<Line>,
}

/// A fact with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub value: Line,
}

/// One event.
#[derive(Debug)]
pub struct EventSheet {
    pub title: Line,
    pub facts: Vec<Field>,
    pub marks: Vec<Line>,
    /// The heads of the table: who answers, and whom they speak for.
    pub columns: Vec<(Line, Option<Line>)>,
    pub questions: Vec<QuestionSheet>,
    /// How many questions more there are.
    pub more_questions: usize,
    pub timeline: Option<Timeline>,
}

/// One question.
#[derive(Debug)]
pub struct QuestionSheet {
    /// `Q3`.
    pub name: String,
    pub asks: Line,
    /// Each question of the row: what to type for it, what it takes, its marks.
    pub forms: Vec<(Line, Line, Vec<Line>)>,
    pub outcome: Outcome,
    /// Whether the table has room for its row.
    pub in_table: bool,
    /// By place in the columns of the table.
    pub cells: Vec<CellSheet>,
    /// How many sources have no column.
    pub more_sources: usize,
    pub intervals: Option<Intervals>,
    pub series: Option<Series>,
    pub pairs: Vec<PairSheet>,
    /// What is said below the pairs.
    pub pair_notes: Vec<Line>,
    pub claims: Vec<ClaimSheet>,
    pub not_written: Option<Line>,
}

/// What a source answers, in the table.
#[derive(Debug)]
pub struct CellSheet {
    pub column: usize,
    /// The number of the claim that is shown.
    pub claim: usize,
    pub letter: Option<String>,
    pub answer: Line,
    /// Whether it counts: neither revised nor withdrawn.
    pub counts: bool,
    /// The marks, each as its code and a word.
    pub status: Vec<(&'static str, String)>,
    pub read_as: Option<Line>,
    /// How firmly, where it isn't flatly.
    pub says: Option<Line>,
    pub when: Option<Line>,
    pub quote: Option<(String, Option<Lang>)>,
    /// The claims that conflict with it.
    pub conflicts: NumbersSheet,
    pub others: NumbersSheet,
    pub revised: NumbersSheet,
    pub withdrawn: NumbersSheet,
}

/// Claims by their numbers, as many as are named, and how many more there are.
#[derive(Debug)]
pub struct NumbersSheet {
    pub named: Vec<usize>,
    pub more: usize,
}

/// Two claims and their verdict.
#[derive(Debug)]
pub struct PairSheet {
    pub left: Line,
    pub right: Line,
    pub is_conflict: bool,
    pub label: String,
    pub code: &'static str,
    /// Why; where the report is in English, with the figures.
    pub reason: Line,
}

/// One claim.
#[derive(Debug)]
pub struct ClaimSheet {
    pub number: usize,
    /// The sources, the innermost first.
    pub chain: Vec<Line>,
    pub answer: Line,
    pub counts: bool,
    pub read_as: Option<Line>,
    pub says: Option<Line>,
    pub as_of: Option<Line>,
    /// The marks, each as its code and a word.
    pub status: Vec<(&'static str, String)>,
    /// What is in force, what it took the place of, and the version that said so.
    pub older: Vec<(Line, Line, Line)>,
    pub marks: Vec<Line>,
    pub quote: Vec<PassageSheet>,
    pub quote_lang: Option<Lang>,
    pub translations: Vec<(Line, String, Lang)>,
    /// The document's title, its place in the list of documents, and where in it the words stand.
    pub document: Line,
    pub document_place: Option<usize>,
    pub place: Option<Line>,
    pub fields: Vec<Field>,
    /// The five clocks: which, and the time if it is given.
    pub clocks: Vec<(String, Option<String>)>,
    pub recording: Vec<Field>,
    /// Claims that conflict with it.
    pub against: Vec<(Line, PairSheet)>,
    pub more_against: usize,
}

/// A passage with the words around it.
#[derive(Debug)]
pub struct PassageSheet {
    pub prefix: String,
    pub exact: String,
    pub suffix: String,
}

/// One document.
#[derive(Debug)]
pub struct DocumentSheet {
    pub title: Line,
    pub slug: Line,
    pub marks: Vec<Line>,
    pub fields: Vec<Field>,
    /// Commands that check its archived bytes.
    pub checks: Vec<Line>,
}

impl Sheet {
    /// Puts a report into words.
    pub fn new(report: &Report<'_>, messages: &Messages) -> Self {
        let voice = Voice { messages, casefile: report.casefile };
        sheet_parts::sheet(report, &voice)
    }

    /// What the report is called: its events.
    pub fn title(&self) -> Line {
        Line::joined(self.events.iter().map(|event| event.title.clone()), " \u{b7} ")
    }
}
