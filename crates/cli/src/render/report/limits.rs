//! How much of a report is written out, so that one of a hundred thousand claims is still a page that a phone opens. What is left out is counted where
//! it would stand, and on the first screen. JSON and CSV have all of it.

use super::Report;

/// How many claims are written out whole.
pub const MOST_CLAIMS: usize = 2_000;

/// How many questions are.
pub const MOST_QUESTIONS: usize = 500;

/// How many sources have a column of their own in the table.
pub const MOST_COLUMNS: usize = 24;

/// How many documents are described.
pub const MOST_DOCUMENTS: usize = 500;

/// How many opinions on two records are.
pub const MOST_OPINIONS: usize = 500;

/// How many claims a cell of the table names beside the one that it shows, of each sort.
pub const MOST_NAMED: usize = 6;

/// Up to so many different answers to a question have letters: these tell a few apart, not thousands.
pub const MOST_LETTERS: usize = 200;

/// How many cells the tables of a report have together; beyond, questions stand below them only.
const MOST_CELLS: usize = 2_000;

/// How many plots a report has; what they show stands beside them in words.
const MOST_PLOTS: usize = 100;

/// A bound on what stands with one thing, and on all of it together: the more things there are, the less each has.
struct Share {
    least: usize,
    most: usize,
    together: usize,
}

impl Share {
    fn of_each(&self, things: usize) -> usize {
        (self.together / things.max(1)).clamp(self.least, self.most)
    }
}

/// Verdicts on two claims, by question.
const PAIRS: Share = Share { least: 10, most: 300, together: 4_000 };

/// The claims that contradict one, by claim.
const AGAINST: Share = Share { least: 4, most: 40, together: 8_000 };

/// What may still be written out.
#[derive(Debug)]
pub struct Room {
    pub questions: usize,
    pub cells: usize,
    pub plots: usize,
    /// For each question.
    pub pairs: usize,
    /// For each claim.
    pub against: usize,
    /// How many questions were named so far.
    pub asked: usize,
}

impl Room {
    /// The room of a whole report.
    pub fn of(report: &Report<'_>) -> Self {
        Self {
            questions: MOST_QUESTIONS,
            cells: MOST_CELLS,
            plots: MOST_PLOTS,
            pairs: PAIRS.of_each(report.questions().min(MOST_QUESTIONS)),
            against: AGAINST.of_each(report.claims().count().min(MOST_CLAIMS)),
            asked: 0,
        }
    }

    /// Takes the room of the next question, and its number; nothing if there is none left.
    pub fn ask(&mut self) -> Option<usize> {
        self.questions = self.questions.checked_sub(1)?;
        self.asked += 1;
        Some(self.asked)
    }

    /// Takes the room of a row of the table, if all of it is left: half a row would say of the rest that nothing is recorded.
    pub fn take_cells(&mut self, cells: usize) -> bool {
        self.cells.checked_sub(cells).inspect(|left| self.cells = *left).is_some()
    }

    /// Draws a plot, if there is room for one more and something to draw.
    pub fn plot<T>(&mut self, draw: impl FnOnce() -> Option<T>) -> Option<T> {
        let left = self.plots.checked_sub(1)?;
        draw().inspect(|_| self.plots = left)
    }
}
