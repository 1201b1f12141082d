//! CSV, as RFC 4180 has it: a header, as many cells in each row, quotation marks around cells and doubled inside of them.

use super::{Cell, Content, MOST_FAULTS, Row, Sheet, behind_byte_order_mark};
use crate::dossier::fault::{At, Fault, Span};
use crate::ui::counted;
use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

pub fn read(text: &str, delimiter: u8, faults: &mut Vec<Fault>) -> Sheet<'static> {
    let mut cells = Cells {
        text,
        at: behind_byte_order_mark(text),
        reader: ReaderBuilder::new().delimiter(delimiter).build(),
        delimiter,
    };
    let header = cells.record(faults).unwrap_or_default();
    if header.is_empty() {
        let help = "the first line names the columns".to_owned();
        faults.push(Fault { span: 0..0, message: "the file is empty".to_owned(), help: Some(help) });
    }
    let columns: Vec<At<String>> =
        header.into_iter().map(|cell| At::new(cell.value.trim().to_owned(), cell.span)).collect();
    if let [column] = &columns[..]
        && let Some(other) = [';', ',', '\t'].into_iter().find(|other| column.value.contains(*other))
    {
        let option = if other == '\t' { "tab".to_owned() } else { format!("'{other}'") };
        let help = format!("if {other:?} separates the columns, add `--delimiter {option}`");
        faults.push(Fault {
            span: column.span.clone(),
            message: "the header has one column".to_owned(),
            help: Some(help),
        });
    }
    let mut rows = Vec::new();
    while let Some(record) = cells.record(faults) {
        if faults.len() >= MOST_FAULTS {
            break;
        }
        let span = span_of(text, &record);
        if record.len() != columns.len() {
            faults.push(wrong_count(columns.len(), record.len(), span, delimiter));
            continue;
        }
        let filled = record.into_iter().enumerate().filter(|(_, cell)| !cell.value.trim().is_empty());
        let cell = |(column, cell): (usize, RawCell)| Cell {
            column,
            content: At::new(Content::Untyped(cell.value.trim().to_owned()), cell.span),
        };
        let cells: Vec<Cell<'_>> = filled.map(cell).collect();
        // Spreadsheets leave rows of nothing but delimiters behind.
        if !cells.is_empty() {
            rows.push(Row { span, cells });
        }
    }
    Sheet { columns, rows }
}

fn span_of(text: &str, record: &[RawCell]) -> Span {
    let (Some(first), Some(last)) = (record.first(), record.last()) else { return 0..0 };
    let whole = first.span.start..last.span.end;
    if text[whole.clone()].contains('\n') { first.span.clone() } else { whole }
}

fn wrong_count(columns: usize, cells: usize, span: Span, delimiter: u8) -> Fault {
    let message = format!(
        "this row has {}, and the header has {}",
        counted(cells, "cell", "cells"),
        counted(columns, "column", "columns")
    );
    let delimiter = char::from(delimiter);
    let help = format!("a cell with {delimiter:?} in it stands in quotation marks: \"..\"");
    Fault { span, message, help: Some(help) }
}

/// A cell as it stands in the file.
struct RawCell {
    value: String,
    span: Span,
}

/// The cells of a file, one after the other.
struct Cells<'t> {
    text: &'t str,
    at: usize,
    reader: Reader,
    delimiter: u8,
}

impl Cells<'_> {
    /// The next record, or nothing at the end. A fault of its quotation marks is noted.
    fn record(&mut self, faults: &mut Vec<Fault>) -> Option<Vec<RawCell>> {
        let mut record = Vec::new();
        loop {
            let (cell, ends) = self.cell()?;
            faults.extend(quoting_fault(&self.text[cell.span.clone()], &cell.span));
            record.push(cell);
            if ends {
                return Some(record);
            }
        }
    }

    /// The next cell, and whether it is the last of its record.
    fn cell(&mut self) -> Option<(RawCell, bool)> {
        let begin = self.at;
        let mut value = Vec::new();
        let mut buffer = [0; 512];
        let ends = loop {
            // At the end of the text the reader is given nothing, which ends the last record.
            let (result, taken, written) = self.reader.read_field(&self.text.as_bytes()[self.at..], &mut buffer);
            self.at += taken;
            value.extend_from_slice(&buffer[..written]);
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => break record_end,
                ReadFieldResult::End => return None,
            }
        };
        let value = String::from_utf8(value).expect("safe: a part of a text, cut at ASCII characters");
        Some((RawCell { value, span: self.trimmed(begin..self.at) }, ends))
    }

    /// What was taken for a cell, without the line ends before it and the one delimiter or line end behind it.
    fn trimmed(&self, taken: Span) -> Span {
        let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let bytes = &self.text.as_bytes()[taken.clone()];
        let before = bytes.iter().take_while(|byte| is_line_end(byte)).count();
        let is_end = |byte: &u8| is_line_end(byte) || *byte == self.delimiter;
        let behind = usize::from(bytes.len() > before && bytes.last().is_some_and(is_end));
        taken.start + before..taken.end - behind
    }
}

/// What is wrong with the quotation marks of a cell. The reader below takes whatever it is given.
fn quoting_fault(raw: &str, span: &Span) -> Option<Fault> {
    let help = "put the whole cell in quotation marks, and write each one inside of it twice: \"the \"\"red\"\" boat\"";
    let fault = |message: &str, at: usize, help: &str| {
        let start = span.start + at;
        Some(Fault { span: start..start + 1, message: message.to_owned(), help: Some(help.to_owned()) })
    };
    let Some(inner) = raw.strip_prefix('"') else {
        let at = raw.find('"')?;
        return fault("a quotation mark stands in a cell that doesn't begin with one", at, help);
    };
    let mut bytes = inner.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte != b'"' {
            continue;
        }
        if bytes.next_if(|(_, next)| *next == b'"').is_some() {
            continue;
        }
        let behind = at + 1;
        return match inner.len() == behind {
            true => None,
            false => fault("something follows the quotation mark that closes the cell", behind + 1, help),
        };
    }
    fault("this quotation mark is never closed", 0, "close it, or write it twice if it belongs to the text")
}
