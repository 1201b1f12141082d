use super::{Content, Form, read};
use proptest::prelude::*;

const CSV: Form = Form::Csv { delimiter: b',' };

/// The cells of a file by row, with what stands at their places.
fn cells(text: &str, form: Form) -> Vec<Vec<(usize, String, String)>> {
    let sheet = read(text.as_bytes(), form).unwrap();
    let content = |content: &Content<'_>| match content {
        Content::Untyped(text) => text.clone(),
        Content::Typed(value) => format!("{value:?}"),
    };
    let row = |row: &super::Row<'_>| {
        let cells = row.cells.iter();
        cells
            .map(|cell| (cell.column, content(&cell.content.value), text[cell.content.span.clone()].to_owned()))
            .collect()
    };
    sheet.rows.iter().map(row).collect()
}

#[test]
fn csv_cells_and_their_places() {
    let text = "a,b,c\r\n1, two ,\"th\"\"ree\"\r\n\r\n\"x\ny\",,\n,,\n4,5,6";
    let own = |column, content: &str, raw: &str| (column, content.to_owned(), raw.to_owned());
    assert_eq!(
        cells(text, CSV),
        [
            vec![own(0, "1", "1"), own(1, "two", " two "), own(2, "th\"ree", "\"th\"\"ree\"")],
            vec![own(0, "x\ny", "\"x\ny\"")],
            vec![own(0, "4", "4"), own(1, "5", "5"), own(2, "6", "6")],
        ]
    );
}

#[test]
fn json_values_keep_their_digits_and_places() {
    let text = "\u{feff}{\"a\": 100.000, \"b\" : [1, {\"c\": \"d\"}]}\n{\"b\":123456789012345678901234567890}\n";
    let sheet = read(text.as_bytes(), Form::JsonLines).unwrap();
    let names: Vec<_> =
        sheet.columns.iter().map(|column| (column.value.as_str(), &text[column.span.clone()])).collect();
    assert_eq!(names, [("a", "\"a\""), ("b", "\"b\"")]);
    let places: Vec<_> =
        sheet.rows.iter().flat_map(|row| &row.cells).map(|cell| &text[cell.content.span.clone()]).collect();
    assert_eq!(places, ["100.000", "[1, {\"c\": \"d\"}]", "123456789012345678901234567890"]);
    let Content::Typed(toml::de::DeValue::Float(number)) = &sheet.rows[0].cells[0].content.value else { panic!() };
    assert_eq!(number.as_str(), "100.000");
}

/// A cell as RFC 4180 has it.
fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    /// Whatever is written into cells is read from them; an empty one isn't there.
    #[test]
    fn csv_that_was_written_is_read(rows in prop::collection::vec(prop::array::uniform3("[a\",;\r\n é]{0,6}"), 0..5)) {
        let line = |cells: &[String; 3]| cells.each_ref().map(|cell| quoted(cell)).join(",") + "\r\n";
        let text = format!("x,y,z\r\n{}", rows.iter().map(line).collect::<String>());
        let want: Vec<Vec<(usize, String, String)>> = (rows.iter())
            .map(|cells| {
                let filled = cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
                filled.map(|(at, cell)| (at, cell.trim().to_owned(), quoted(cell))).collect::<Vec<_>>()
            })
            .filter(|cells| !cells.is_empty())
            .collect();
        prop_assert_eq!(cells(&text, CSV), want);
    }

    /// No bytes make the parser panic, and all places lie inside of the file.
    #[test]
    fn any_bytes(bytes in prop::collection::vec(prop::sample::select(&b"{}[]\",:;\n\r\\u0019e.-ntab \xff\xc3\xa9"[..]), 0..60)) {
        for form in [CSV, Form::Csv { delimiter: b';' }, Form::JsonLines] {
            match read(&bytes, form) {
                Ok(sheet) => {
                    let text = std::str::from_utf8(&bytes).unwrap();
                    for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
                        prop_assert!(text.get(cell.content.span.clone()).is_some());
                    }
                }
                Err(faults) => {
                    prop_assert!(!faults.is_empty());
                    for fault in faults {
                        prop_assert!(fault.span.start <= bytes.len());
                    }
                }
            }
        }
    }
}
