//! Markdown in the making. Nothing gets onto the paper but what was escaped: the type of a line says so.

use super::escape::{code as as_code, escaped};

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

/// Text that stands out. It must stand at the end of a line or before a space.
pub fn strong(text: &str) -> Safe {
    marked("**", text)
}

/// Text that no longer holds.
pub fn struck(text: &str) -> Safe {
    marked("~~", text)
}

/// Ids, commands, codes.
pub fn code(text: &str) -> Safe {
    Safe(as_code(text))
}

fn marked(mark: &str, text: &str) -> Safe {
    let safe = escaped(text);
    if safe.is_empty() { Safe::default() } else { Safe(format!("{mark}{safe}{mark}")) }
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
