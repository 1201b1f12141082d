//! The two streams: results on stdout, everything else on stderr.

use crate::cli::Format;
use crate::failure::Failure;
use anstream::AutoStream;
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};
use std::io::{self, BufWriter, IsTerminal as _, Write};
use unicode_width::UnicodeWidthChar as _;

/// Where a command writes, and how.
pub struct Ui {
    /// Results.
    pub out: Box<dyn Write>,
    /// Everything else.
    pub err: Box<dyn Write>,
    /// What results look like.
    pub format: Format,
    /// How many columns the terminal has; 100 where there is none.
    pub width: usize,
    /// Whether somebody is there to answer a question.
    pub can_ask: bool,
    /// Whether progress can be shown on stderr.
    pub shows_progress: bool,
}

impl Ui {
    /// The streams of this process; colour only where it is wanted (NO_COLOR, pipes).
    pub fn for_terminal(format: Format) -> Self {
        let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width = width.or_else(|| io::stdout().is_terminal().then(terminal_columns).flatten());
        Self {
            out: Box::new(BufWriter::new(AutoStream::auto(io::stdout()))),
            err: Box::new(AutoStream::auto(io::stderr())),
            format,
            width: width.unwrap_or(100).clamp(40, 400),
            can_ask: io::stdin().is_terminal() && io::stderr().is_terminal(),
            shows_progress: io::stderr().is_terminal(),
        }
    }

    /// Whether results are for programs.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Writes a result for programs, with a newline behind it.
    ///
    /// # Errors
    /// When stdout can't be written to.
    pub fn json(&mut self, value: &serde_json::Value) -> Result<(), Failure> {
        Ok(write_json(&mut *self.out, value)?)
    }

    /// A word on stderr.
    ///
    /// # Errors
    /// When stderr can't be written to.
    pub fn note(&mut self, words: impl std::fmt::Display) -> Result<(), Failure> {
        writeln!(self.err, "byline: {}", shown(&words.to_string()))?;
        Ok(())
    }

    /// Asks for a yes on stderr.
    ///
    /// # Errors
    /// When there is nobody to ask, or the terminal fails.
    pub fn confirm(&mut self, question: &str) -> Result<bool, Failure> {
        if !self.can_ask {
            return Err(Failure::new("nobody is there to confirm: nothing was signed").hint("add --yes"));
        }
        self.out.flush()?;
        write!(self.err, "{question} [y/N] ")?;
        self.err.flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
    }

    /// Writes out what is buffered.
    ///
    /// # Errors
    /// When stdout can't be written to.
    pub fn finish(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}

fn terminal_columns() -> Option<usize> {
    // comfy-table asks the terminal for its own layout, so this needs no further crate.
    comfy_table::Table::new().width().map(usize::from)
}

/// Text from a record or a document, made harmless for a terminal: control and bidirectional characters are shown escaped.
pub fn shown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' => safe.push(character),
            character if is_hostile(character) => safe.extend(character.escape_unicode()),
            character => safe.push(character),
        }
    }
    safe
}

/// Writes a result for programs as text, with a newline behind it: harmless for a terminal too.
///
/// # Errors
/// When it can't be written.
pub fn write_json(out: &mut (impl Write + ?Sized), value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Inert(PrettyFormatter::new())))?;
    out.write_all(b"\n")
}

/// JSON with the characters escaped that could act on a terminal; they stand inside of strings only. Otherwise it is written as usual.
struct Inert(PrettyFormatter<'static>);

impl Formatter for Inert {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, hostile)) = rest.char_indices().find(|(_, character)| is_hostile(*character)) {
            out.write_all(&rest.as_bytes()[..at])?;
            for unit in hostile.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + hostile.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, is_first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, is_first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

/// As [`shown`], on one line. Spaces at which no line may break stay.
pub fn shown_line(text: &str) -> String {
    let breaks = |character: char| character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{202f}');
    shown(&text.split(breaks).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

/// Whether a character can move the cursor, change what stands before it, or hide: controls, bidirectional marks and overrides, tags,
/// interlinear anchors, invisible operators. Joiners stay: scripts need them.
pub fn is_hostile(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A number of things, with their name in the right form.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// How many columns a text takes.
pub fn columns(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_its_meaning_when_it_is_made_harmless() {
        let value = serde_json::json!({ "a": "\u{9b}31m\u{202e}\u{e0041}\u{1b}\n\té" });
        let mut text = Vec::new();
        write_json(&mut text, &value).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert_eq!(text, "{\n  \"a\": \"\\u009b31m\\u202e\\udb40\\udc41\\u001b\\n\\té\"\n}\n");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }

    #[test]
    fn hostile_text_is_shown_harmless() {
        assert_eq!(shown("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(shown("\u{202e}evil"), "\\u{202e}evil");
        assert_eq!(shown("l\u{7f}\u{9b}m"), "l\\u{7f}\\u{9b}m");
        assert_eq!(shown("Рыбное\nRybne"), "Рыбное\nRybne");
        assert_eq!(shown_line("a\r\n b\t c"), "a b c");
    }
}
