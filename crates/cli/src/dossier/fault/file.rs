//! The files that a dossier was read from, and places in them.

use super::{DossierErrors, Fault};
use crate::ui::{is_hostile, shown_line};
use miette::NamedSource;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A place in a dossier, in bytes.
pub type Span = Range<usize>;

/// A value with the place where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> At<T> {
    /// A value at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A file as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) path: PathBuf,
    text: String,
    /// Where the lines begin.
    lines: Vec<usize>,
}

impl Source {
    fn new(path: PathBuf, text: String) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path, text, lines }
    }

    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at).max(1)
    }

    /// The source for printing: characters that would act on a terminal replaced by others of as many bytes.
    pub(super) fn printable(&self) -> NamedSource<String> {
        let harmless = |char: char| match char {
            '\n' | '\t' => char,
            char if !is_hostile(char) => char,
            char => match char.len_utf8() {
                1 => '?',
                2 => '¿',
                3 => '\u{fffd}',
                _ => '\u{1f6ab}',
            },
        };
        NamedSource::new(shown_line(&self.path.display().to_string()), self.text.chars().map(harmless).collect())
    }
}

/// A dossier as it was read, perhaps with a data file.
///
/// Places in the data file are counted on behind the end of the dossier, so that a place says which of the two it is in. The default
/// is an empty dossier that stands in no file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DossierFile {
    pub(super) main: Source,
    /// Boxed, as errors carry the whole file.
    pub(super) data: Option<Box<Source>>,
}

impl DossierFile {
    /// Takes the bytes of a dossier that was read from this path.
    ///
    /// # Errors
    /// When they are not UTF-8.
    pub fn new(path: impl Into<PathBuf>, bytes: Vec<u8>) -> Result<Self, DossierErrors> {
        let path = path.into();
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { main: Source::new(path, text), data: None }),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let fault = Fault {
                    span: at..at + 1,
                    message: "the dossier isn't UTF-8".to_owned(),
                    help: Some("save it as UTF-8 text".to_owned()),
                };
                Err(DossierErrors { file: Self { main: Source::new(path, text), data: None }, faults: vec![fault] })
            }
        }
    }

    /// Puts a data file behind the dossier, to show where something is wrong with it.
    #[must_use]
    pub fn with_data(self, path: impl Into<PathBuf>, bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        Self { data: Some(Box::new(Source::new(path.into(), text))), ..self }
    }

    /// The errors of the data file, whose places count from its beginning.
    pub fn data_errors(self, faults: Vec<Fault>) -> DossierErrors {
        let start = self.data_start();
        let moved = |fault: Fault| Fault { span: fault.span.start + start..fault.span.end + start, ..fault };
        let faults = faults.into_iter().map(moved).collect();
        DossierErrors { file: self, faults }
    }

    /// Where it was read from.
    pub fn path(&self) -> &Path {
        &self.main.path
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.main.text
    }

    /// The place at which the data file begins.
    pub fn data_start(&self) -> usize {
        self.main.text.len() + 1
    }

    /// The line of a place in its file, from 1.
    pub fn line(&self, span: &Span) -> usize {
        let (source, span) = self.source(span);
        source.line(span.start)
    }

    /// The file that a place is in, and the place in it.
    pub(super) fn source(&self, span: &Span) -> (&Source, Span) {
        match &self.data {
            Some(data) if span.start >= self.data_start() => {
                let start = self.data_start();
                (data, span.start - start..span.end.saturating_sub(start))
            }
            _ => (&self.main, span.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dossier_is_text() {
        let errors = DossierFile::new("d.toml", b"a = 1\nb = \"\xff\"".to_vec()).unwrap_err();
        assert_eq!(errors.to_string(), "1 error in d.toml; nothing was signed");
        assert_eq!(errors.file.line(&errors.faults[0].span), 2);
    }

    #[test]
    fn printing_keeps_places_and_disarms_the_source() {
        let text = "a\u{1b}[31m\u{85}\u{202e}é\tb\n";
        let file = DossierFile::new("d.toml", text.into()).unwrap();
        assert_eq!(file.main.printable().inner().len(), text.len());
        assert_eq!(file.main.printable().inner(), "a?[31m¿\u{fffd}é\tb\n");
        let text = "\u{61c}\u{2060}\u{e0041}\r";
        let file = DossierFile::new("d.toml", text.into()).unwrap();
        assert_eq!(file.main.printable().inner(), "¿\u{fffd}\u{1f6ab}?");
    }
}
