//! How faults are printed: each with the lines that it stands on.

use super::file::Source;
use super::{DossierFile, Fault, Warning};
use crate::ui::{columns, shown, shown_line};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity, SourceCode};
use std::fmt;

/// How many errors or warnings are printed; the rest is counted.
const MOST_SHOWN: usize = 20;

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
    /// Up to 20 faults, one block each, and how many more there are.
    pub(super) fn blocks<'f>(
        self,
        file: &DossierFile,
        faults: impl ExactSizeIterator<Item = &'f Fault>,
        severity: Severity,
    ) -> String {
        let printer = Printer::new(file, self);
        let count = faults.len();
        let mut text: String = faults.take(MOST_SHOWN).map(|fault| printer.block(fault, severity)).collect();
        if let Some(more @ 1..) = count.checked_sub(MOST_SHOWN) {
            text.push_str(&format!("and {more} more\n"));
        }
        text
    }

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

impl DossierFile {
    /// Prints up to 20 warnings, one block each, and how many more there are.
    pub fn show_warnings(&self, warnings: &[Warning], look: Look) -> String {
        look.blocks(self, warnings.iter().map(|warning| &warning.0), Severity::Warning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_only() {
        assert_eq!(wrapped("from 2025-11-08/2025-11-09 on", 12), "from\n2025-11-08/2025-11-09\non");
        assert_eq!(wrapped("a b\nc", 80), "a b\nc");
        assert_eq!(wrapped("aa bb cc", 5), "aa bb\ncc");
    }
}
