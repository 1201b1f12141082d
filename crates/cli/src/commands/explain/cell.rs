//! One cell of a comparison: what one source answers to one question, how that was read, and how it lies to what the others answer.

use crate::commands::{naming, unreadable};
use crate::failure::Failure;
use crate::render::case::Case;
use crate::render::explained::ExplainedCell;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::{ClaimPair, Matrix, Row, matrix};
use byline_ledger::accounts::explain::{Explanation, explain};
use byline_ledger::accounts::judgements::Judgements;
use byline_ledger::accounts::reading::Reading;
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::Lookup;
use std::path::Path;

/// How many claims of one source on one question are read out.
const MOST_READ: usize = 8;

/// An event and a question of it, as somebody named them.
pub struct Place<'a> {
    pub event: &'a str,
    pub question: &'a str,
}

/// The records about an event, and what is compared in them.
pub struct Table {
    pub event: RecordId,
    pub casefile: Casefile,
    pub judgements: Judgements,
    matrix: Matrix,
    row: usize,
}

impl Table {
    /// Looks up the row that is meant.
    ///
    /// # Errors
    /// When there is no such event, or not one such question.
    pub fn look_up(lookup: &Lookup<'_>, path: &Path, place: &Place<'_>) -> Result<Self, Failure> {
        let event = naming::event(lookup, Some(place.event))?;
        let records = lookup.about_event(event).map_err(|error| unreadable(path, &error))?;
        let casefile = Casefile::new(records);
        let judgements = casefile.judgements();
        let matrix = matrix(&casefile, &judgements, event);
        let rows: Vec<Vec<RecordId>> = matrix.rows.iter().map(|row| row.questions.clone()).collect();
        let meant = naming::questions(&casefile, &rows, place.question)?;
        let is_meant = |row: &&Row| row.questions.iter().any(|id| meant.contains(id));
        let found: Vec<&Row> = matrix.rows.iter().filter(is_meant).collect();
        if let [_, _, ..] = found[..] {
            let names =
                found.iter().filter_map(|row| row.questions.first()).map(|id| naming::slug_and_words(&casefile, *id));
            return Err(Failure::new(format!("{:?} can be {} questions", place.question, found.len()))
                .hint(naming::list(names)));
        }
        let row = matrix.rows.iter().position(|row| is_meant(&row)).unwrap_or_default();
        Ok(Self { event, casefile, judgements, matrix, row })
    }

    /// The leading claim of a source.
    ///
    /// # Errors
    /// When there is no such source, or it has no claim that counts.
    pub fn leading(&self, what: &str) -> Result<ClaimView<'_>, Failure> {
        let column = self.column(what)?;
        let leading = self.row().cell(column).and_then(|cell| self.casefile.claim(cell.leading?));
        leading.ok_or_else(|| {
            let answering = (self.row().cells.iter())
                .filter(|cell| cell.leading.is_some())
                .map(|cell| self.matrix.columns[cell.column].key.words(&self.casefile));
            Failure::new(format!("no claim of {what:?} on this question counts")).hint(naming::list(answering))
        })
    }

    fn column(&self, what: &str) -> Result<usize, Failure> {
        let key = naming::source(&self.casefile, &self.judgements, &self.matrix.columns, what)?;
        Ok(self.matrix.columns.iter().position(|column| column.key == key).unwrap_or_default())
    }

    fn row(&self) -> &Row {
        &self.matrix.rows[self.row]
    }

    /// How two sources' leading claims lie to each other, rule by rule.
    ///
    /// # Errors
    /// As [`Table::leading`].
    pub fn pair(&self, left: &str, right: &str) -> Result<Explanation, Failure> {
        let (a, b) = (self.leading(left)?, self.leading(right)?);
        match a.identity == b.identity {
            true => Err(Failure::new(format!("{left:?} and {right:?} are one source"))
                .hint("with one source alone, `byline explain` shows its cell")),
            false => Ok(explain(&self.casefile, &self.judgements, &a, &b)),
        }
    }

    /// One source's cell.
    ///
    /// # Errors
    /// As [`Table::leading`].
    pub fn cell(&self, case: &Case<'_>, source: &str) -> Result<ExplainedCell, Failure> {
        let leading = self.leading(source)?;
        let column = self.column(source)?;
        let others = self.row().cell(column).map_or(&[][..], |cell| cell.others.as_slice());
        let views = std::iter::once(leading).chain(others.iter().filter_map(|id| self.casefile.claim(*id)));
        let against = self.row().cells.iter().filter(|cell| cell.column != column).filter_map(|cell| {
            let other = self.casefile.claim(cell.leading?)?;
            let verdict = case.verdict(&leading, &other);
            Some(ClaimPair { left: leading.identity, right: other.identity, verdict })
        });
        Ok(ExplainedCell {
            against: against.collect(),
            more: (others.len() + 1).saturating_sub(MOST_READ),
            readings: views.take(MOST_READ).map(|view| Reading::of(&self.casefile, &self.judgements, &view)).collect(),
        })
    }
}
