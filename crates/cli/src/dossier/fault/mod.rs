//! What is wrong with a dossier, with the place where it stands.

mod file;
mod look;

pub use file::{At, DossierFile, Span};
pub use look::Look;
use miette::Severity;
use std::cell::RefCell;
use std::fmt;

/// One thing that is wrong: nothing of the dossier is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub span: Span,
    /// What.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// One thing to look at again before signing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning(pub(super) Fault);

impl Warning {
    /// Where it stands in the dossier.
    pub fn span(&self) -> &Span {
        &self.0.span
    }

    /// What to look at.
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

/// Everything that was found wrong so far.
#[derive(Debug, Default)]
pub struct Faults(RefCell<Vec<Fault>>);

impl Faults {
    /// Notes a fault, with what to do about it.
    pub fn add(&self, span: &Span, message: impl Into<String>, help: impl Into<String>) {
        self.note(span, message.into(), Some(help.into()));
    }

    /// Notes a fault that says itself what to do.
    pub fn plain(&self, span: &Span, message: impl Into<String>) {
        self.note(span, message.into(), None);
    }

    fn note(&self, span: &Span, message: String, help: Option<String>) {
        self.0.borrow_mut().push(Fault { span: span.clone(), message, help });
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// The faults in the order of the file, none twice.
    pub fn sorted(&self) -> Vec<Fault> {
        let mut faults = self.0.borrow().clone();
        faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
        faults.dedup();
        faults
    }
}

/// All that is wrong with one dossier. Nothing of it was signed.
#[derive(Debug)]
pub struct DossierErrors {
    pub(super) file: DossierFile,
    pub(super) faults: Vec<Fault>,
}

impl DossierErrors {
    /// The errors, in the order of the file.
    #[cfg(test)]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Prints up to 20 errors, one block each, and how many more there are.
    pub fn show(&self, look: Look) -> String {
        look.blocks(&self.file, self.faults.iter(), Severity::Error)
    }
}

impl fmt::Display for DossierErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.faults.len();
        let errors = if count == 1 { "error" } else { "errors" };
        let mut files: Vec<_> =
            self.faults.iter().map(|fault| self.file.source(&fault.span).0.path.display().to_string()).collect();
        files.dedup();
        write!(f, "{count} {errors} in {}; nothing was signed", files.join(" and "))
    }
}

impl std::error::Error for DossierErrors {}
