//! Markdown in the making. Nothing gets onto the paper but what was escaped: the type of a line says so.

use super::escape::{code as as_code, escaped, isolated, runs_from_right, unisolated};
use crate::messages::line::claim_name;
use crate::messages::{Line, Piece};

/// A piece of a line that can stand anywhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Safe(String);

impl Safe {
    /// Pieces with single spaces between; empty ones leave none.
    pub fn joined(pieces: impl IntoIterator<Item = Self>) -> Self {
        let pieces: Vec<String> = pieces.into_iter().map(|piece| piece.0).filter(|piece| !piece.is_empty()).collect();
        Self(pieces.join(" "))
    }
}

/// Plain text, a record's or ours.
pub fn text(text: &str) -> Safe {
    Safe(escaped(text))
}

/// A line of the report. In a line of ours that runs from right to left every other piece is isolated: its direction is its own.
pub fn line(line: &Line) -> Safe {
    let is_ours = |piece: &Piece| matches!(piece, Piece::Ours(text) if text.chars().any(runs_from_right));
    let runs_from_right = line.pieces().iter().any(is_ours);
    let apart = |safe: String| if runs_from_right { isolated(&safe) } else { safe };
    let mut all = String::new();
    for piece in line.pieces() {
        match piece {
            // Escaping goes by what stands before on the line; and it folds the space at the end away, which is needed here.
            Piece::Ours(text) => {
                let before = if all.is_empty() { "" } else { "x" };
                let safe = unisolated(&format!("{before}{text}"));
                all.push_str(safe.strip_prefix(before).unwrap_or(&safe));
                all.push_str(if text.ends_with(' ') { " " } else { "" });
            }
            Piece::Theirs(text, _) if runs_from_right => all.push_str(&isolated(&unisolated(text))),
            Piece::Theirs(text, _) => all.push_str(&escaped(text)),
            Piece::Code(text) => all.push_str(&apart(as_code(text))),
            Piece::Claim(number) => all.push_str(&apart(claim_name(*number))),
        }
    }
    Safe(all.trim().to_owned())
}

/// A line that stands out. It must stand at the end of a line or before a space.
pub fn strong_line(one: &Line) -> Safe {
    wrapped("**", line(one))
}

/// A line that no longer holds.
pub fn struck_line(one: &Line) -> Safe {
    wrapped("~~", line(one))
}

/// Text that stands out. It must stand at the end of a line or before a space.
pub fn strong(text: &str) -> Safe {
    marked("**", text)
}

/// Ids, commands, codes.
pub fn code(text: &str) -> Safe {
    Safe(as_code(text))
}

fn marked(mark: &str, text: &str) -> Safe {
    wrapped(mark, Safe(escaped(text)))
}

fn wrapped(mark: &str, safe: Safe) -> Safe {
    if safe.0.is_empty() { Safe::default() } else { Safe(format!("{mark}{}{mark}", safe.0)) }
}

/// A page of Markdown.
#[derive(Debug, Default)]
pub struct Paper(String);

impl Paper {
    /// What was written.
    pub fn into_text(self) -> String {
        self.0
    }

    fn block(&mut self, lines: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(lines);
        self.0.push('\n');
    }

    /// A heading of level 1 to 6.
    pub fn heading(&mut self, level: usize, line: &Safe) {
        self.block(&format!("{} {}", "#".repeat(level), line.0));
    }

    /// A paragraph.
    pub fn paragraph(&mut self, line: &Safe) {
        self.block(&line.0);
    }

    /// The words of a document.
    pub fn quotation(&mut self, line: &Safe) {
        self.block(&format!("> {}", line.0));
    }

    /// A list.
    pub fn list(&mut self, lines: &[Safe]) {
        if !lines.is_empty() {
            let lines: Vec<String> = lines.iter().map(|line| format!("- {}", line.0)).collect();
            self.block(&lines.join("\n"));
        }
    }

    /// A table; every row has as many cells as the head.
    pub fn table(&mut self, head: &[&str], rows: &[Vec<Safe>]) {
        let head: Vec<String> = head.iter().map(|cell| escaped(cell)).collect();
        let mut lines = vec![format!("| {} |", head.join(" | ")), format!("|{}", " --- |".repeat(head.len()))];
        for row in rows {
            let cells: Vec<&str> = row.iter().map(|cell| cell.0.as_str()).collect();
            lines.push(format!("| {} |", cells.join(" | ")));
        }
        self.block(&lines.join("\n"));
    }
}
