//! Work that could not be done: what, why, and what to do about it.

use crate::ui::{Ui, shown};
use std::error::Error;
use std::fmt::Display;
use std::io::{self, Write as _};

/// Work that could not be done. It is printed on stderr, and the exit code is 2.
#[derive(Debug)]
pub struct Failure {
    message: String,
    hint: Option<String>,
    /// A report that was rendered already, such as the errors in a dossier.
    report: Option<String>,
    closed_pipe: bool,
}

impl Failure {
    /// A failure in words.
    pub fn new(message: impl Display) -> Self {
        Self { message: message.to_string(), hint: None, report: None, closed_pipe: false }
    }

    /// A failure with a report that stands before it, printed as it is.
    pub fn with_report(message: impl Display, report: String) -> Self {
        Self { report: Some(report), ..Self::new(message) }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Display) -> Self {
        self.hint = Some(hint.to_string());
        self
    }

    /// Whether the reader of our output has gone.
    pub fn is_closed_pipe(&self) -> bool {
        self.closed_pipe
    }

    /// Prints it on stderr.
    pub fn print(&self, ui: &mut Ui) {
        // Nothing can be done about a stderr that can't be written to.
        let _ = self.write(ui);
    }

    fn write(&self, ui: &mut Ui) -> io::Result<()> {
        // It may be stdout that can't be written to.
        let _ = ui.out.flush();
        if let Some(report) = &self.report {
            writeln!(ui.err, "{report}")?;
        }
        writeln!(ui.err, "byline: error: {}", one_line(&self.message))?;
        if let Some(hint) = &self.hint {
            writeln!(ui.err, "byline: hint: {}", one_line(hint))?;
        }
        ui.err.flush()
    }
}

/// On one line, so that nothing from a file can pass for a line of ours.
fn one_line(words: &str) -> String {
    shown(words).replace('\n', "\\n")
}

/// An error with all its causes, in one line, each said once.
pub fn chain(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_words = cause.to_string();
        if !words.contains(&cause_words) {
            words = format!("{words}: {cause_words}");
        }
        source = cause.source();
    }
    words
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let closed_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        Self { closed_pipe, ..Self::new(format!("can't write: {error}")) }
    }
}
