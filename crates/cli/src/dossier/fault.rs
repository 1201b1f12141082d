//! What is wrong with a dossier, with the place where it stands.

use crate::ui::{columns, is_hostile, shown, shown_line};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity, SourceCode};
use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// How many errors or warnings are printed; the rest is counted.
const MOST_SHOWN: usize = 20;

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
struct Source {
    path: PathBuf,
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
    fn printable(&self) -> NamedSource<String> {
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
    main: Source,
    /// Boxed, as errors carry the whole file.
    data: Option<Box<Source>>,
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
    fn source(&self, span: &Span) -> (&Source, Span) {
        match &self.data {
            Some(data) if span.start >= self.data_start() => {
                let start = self.data_start();
                (data, span.start - start..span.end.saturating_sub(start))
            }
            _ => (&self.main, span.clone()),
        }
    }

    /// Prints up to 20 warnings, one block each, and how many more there are.
    pub fn show_warnings(&self, warnings: &[Warning], look: Look) -> String {
        let printer = Printer::new(self, look);
        let shown = warnings.iter().take(MOST_SHOWN);
        let mut text: String = shown.map(|warning| printer.block(&warning.0, Severity::Warning)).collect();
        if let Some(more @ 1..) = warnings.len().checked_sub(MOST_SHOWN) {
            text.push_str(&format!("and {more} more\n"));
        }
        text
    }
}

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
        let printer = Printer::new(&self.file, look);
        let shown = self.faults.iter().take(MOST_SHOWN);
        let mut text: String = shown.map(|fault| printer.block(fault, Severity::Error)).collect();
        if let Some(more @ 1..) = self.faults.len().checked_sub(MOST_SHOWN) {
            text.push_str(&format!("and {more} more\n"));
        }
        text
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

/// How errors are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// With colours.
    pub colour: bool,
    /// With lines drawn in Unicode.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
}

/// Prints faults with the lines that they stand on.
struct Printer<'f> {
    file: &'f DossierFile,
    look: Look,
    main: NamedSource<String>,
    data: Option<NamedSource<String>>,
}

impl<'f> Printer<'f> {
    fn new(file: &'f DossierFile, look: Look) -> Self {
        Self { file, look, main: file.main.printable(), data: file.data.as_deref().map(Source::printable) }
    }

    fn block(&self, fault: &Fault, severity: Severity) -> String {
        let (source, span) = self.file.source(&fault.span);
        let printable = self.data.as_ref().filter(|_| !std::ptr::eq(source, &self.file.main)).unwrap_or(&self.main);
        self.look.block(printable, &Fault { span, ..fault.clone() }, severity)
    }
}

impl Look {
    fn block(self, source: &NamedSource<String>, fault: &Fault, severity: Severity) -> String {
        let theme = match (self.colour, self.unicode) {
            (true, true) => GraphicalTheme::unicode(),
            (false, true) => GraphicalTheme::unicode_nocolor(),
            (true, false) => GraphicalTheme::ascii(),
            (false, false) => GraphicalTheme::none(),
        };
        let handler =
            GraphicalReportHandler::new_themed(theme).with_width(self.width).with_wrap_lines(false).with_links(false);
        let mut text = String::new();
        // Messages may quote the dossier or a document.
        let message = wrapped(&shown_line(&fault.message), self.width.saturating_sub(6));
        let help = fault.help.as_deref().map(|help| wrapped(&shown(help), self.width.saturating_sub(10)));
        let shown = Shown { source, fault: &Fault { span: fault.span.clone(), message, help }, severity };
        if handler.render_report(&mut text, &shown).is_err() {
            text = format!("{}\n", shown.fault.message);
        }
        text.push('\n');
        text
    }
}

/// Breaks lines at spaces only: a date or a slug that was broken could not be copied.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = String::new();
    for line in text.lines() {
        let mut used = 0;
        for word in line.split(' ') {
            let word_columns = columns(word);
            match used {
                0 => {}
                _ if used + 1 + word_columns > width => {
                    lines.push('\n');
                    used = 0;
                }
                _ => {
                    lines.push(' ');
                    used += 1;
                }
            }
            lines.push_str(word);
            used += word_columns;
        }
        lines.push('\n');
    }
    lines.trim_end().to_owned()
}

/// A fault together with its source, as the printer wants it.
#[derive(Debug)]
struct Shown<'a> {
    source: &'a NamedSource<String>,
    fault: &'a Fault,
    severity: Severity,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fault.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.fault.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let length = self.source.inner().len();
        let start = self.fault.span.start.min(length);
        let end = self.fault.span.end.clamp(start, length);
        Some(Box::new(std::iter::once(LabeledSpan::new(None, start, end - start))))
    }
}

/// The candidate that a word was probably meant to be: at most a third of it differs.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= 8)
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many letters must be added, left out, changed or swapped with their neighbour to get from one word to the other (Levenshtein's
/// distance with Damerau's swaps).
fn distance(from: &str, to: &str) -> usize {
    let letters = |word: &str| word.chars().take(64).collect::<Vec<char>>();
    let (from, to) = (letters(from), letters(to));
    let mut rows: Vec<Vec<usize>> = vec![(0..=to.len()).collect()];
    for row in 1..=from.len() {
        let mut line = vec![row];
        for column in 1..=to.len() {
            let changed = rows[row - 1][column - 1] + usize::from(from[row - 1] != to[column - 1]);
            let mut least = changed.min(rows[row - 1][column] + 1).min(line[column - 1] + 1);
            if row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1] {
                least = least.min(rows[row - 2][column - 2] + 1);
            }
            line.push(least);
        }
        rows.push(line);
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_close_by_are_proposed() {
        let words = ["answer", "quote", "by", "as_of"];
        for (word, want) in [
            ("anwser", Some("answer")),
            ("qoute", Some("quote")),
            ("bx", Some("by")),
            ("part", None),
            ("asof", Some("as_of")),
            ("zzz", None),
            ("", None),
            ("answer", Some("answer")),
        ] {
            assert_eq!(did_you_mean(word, words), want, "{word}");
        }
    }

    #[test]
    fn lines_break_at_spaces_only() {
        assert_eq!(wrapped("from 2025-11-08/2025-11-09 on", 12), "from\n2025-11-08/2025-11-09\non");
        assert_eq!(wrapped("a b\nc", 80), "a b\nc");
        assert_eq!(wrapped("aa bb cc", 5), "aa bb\ncc");
    }

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
