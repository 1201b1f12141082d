//! Strings between quotation marks, as PROV-N and TriG have them alike.

use crate::ui::is_hostile;

/// The text on one line, between quotation marks. `show` writes what could act on a terminal, turn the line or hide.
pub fn quoted(text: &str, show: impl Fn(u32) -> String) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            hostile if is_hostile(hostile) => quoted.push_str(&show(u32::from(hostile))),
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
