//! A line of a report: pieces of ours, of records, and of code, so that every form can mark and escape each as it must.

use byline_ledger::record::Lang;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words of ours, in the report's language.
    Ours(String),
    /// Words of a record: hostile until they are escaped, with a direction and often a language of their own.
    Theirs(String, Option<Lang>),
    /// An id, a hash, a command.
    Code(String),
    /// A claim of the report, by its number.
    Claim(usize),
}

/// A line of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line(Vec<Piece>);

impl Line {
    /// Words of ours.
    pub fn ours(text: impl Into<String>) -> Self {
        Self(vec![Piece::Ours(text.into())])
    }

    /// Words of a record.
    pub fn theirs(text: impl ToString, lang: Option<&Lang>) -> Self {
        Self(vec![Piece::Theirs(text.to_string(), lang.cloned())])
    }

    /// An id, a hash, a command.
    pub fn code(text: impl ToString) -> Self {
        Self(vec![Piece::Code(text.to_string())])
    }

    /// A claim of the report.
    pub fn claim(number: usize) -> Self {
        Self(vec![Piece::Claim(number)])
    }

    /// One piece.
    pub fn of(piece: Piece) -> Self {
        Self(vec![piece])
    }

    /// Its pieces.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// Puts a piece behind the others; our own words flow into each other.
    pub fn push(&mut self, piece: Piece) {
        match (self.0.last_mut(), piece) {
            (Some(Piece::Ours(last)), Piece::Ours(text)) => last.push_str(&text),
            (_, piece) => self.0.push(piece),
        }
    }

    /// Puts another line behind.
    pub fn extend(&mut self, other: Self) {
        other.0.into_iter().for_each(|piece| self.push(piece));
    }

    /// The same with words of ours behind.
    #[must_use]
    pub fn and(mut self, text: &str) -> Self {
        self.push(Piece::Ours(text.to_owned()));
        self
    }

    /// The same with another line behind.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.extend(other);
        self
    }

    /// Lines with the same words of ours between them.
    pub fn joined(lines: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut all = Self::default();
        for (nth, line) in lines.into_iter().enumerate() {
            if nth > 0 {
                all.push(Piece::Ours(between.to_owned()));
            }
            all.extend(line);
        }
        all
    }

    /// All words of it, unescaped: for text that is escaped as a whole, or has none of a record.
    pub fn plain(&self) -> String {
        let mut plain = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Ours(text) | Piece::Theirs(text, _) | Piece::Code(text) => plain.push_str(text),
                Piece::Claim(number) => plain.push_str(&claim_name(*number)),
            }
        }
        plain
    }
}

/// What a claim of the report is called: `C7`.
pub fn claim_name(number: usize) -> String {
    format!("C{number}")
}
