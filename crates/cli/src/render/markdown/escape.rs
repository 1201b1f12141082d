//! Text of records in Markdown: it is read, and does nothing.
//!
//! The text is made harmless as for a terminal and put on one line. Then every character with which Markdown (CommonMark, GitHub's, Pandoc's) or
//! HTML could begin anything is escaped, wherever it stands, so that no knowledge of the place is needed. Text in scripts that run from
//! right to left is isolated, so that it doesn't move what stands beside it.
//!
//! Left to the renderer: some turn a bare e-mail address into a link to itself, and some turn straight quotation marks into curly ones.

use crate::ui::shown_line;

/// Opens and closes a stretch whose direction is its own (Unicode UAX #9, FSI and PDI). Those of records were escaped before.
const ISOLATE: (char, char) = ('\u{2068}', '\u{2069}');

/// The text, ready to stand anywhere in a line of Markdown, in a table too.
pub fn escaped(text: &str) -> String {
    let safe = unisolated(text);
    if safe.chars().any(runs_from_right) { isolated(&safe) } else { safe }
}

/// Text that was escaped, with a direction of its own.
pub fn isolated(safe: &str) -> String {
    format!("{}{safe}{}", ISOLATE.0, ISOLATE.1)
}

/// The same as [`escaped`], for words of ours, by which the line runs.
pub fn unisolated(text: &str) -> String {
    let shown = shown_line(text);
    let mut safe = String::with_capacity(shown.len() + 16);
    for (at, character) in shown.char_indices() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            _ => {
                if is_active(&shown[..at], character, &shown[at + character.len_utf8()..]) {
                    safe.push('\\');
                }
                safe.push(character);
            }
        }
    }
    safe
}

/// Whether a character can begin, end or be part of markup, between these texts on the same line.
fn is_active(before: &str, character: char, after: &str) -> bool {
    match character {
        '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '^' | '$' | '@' => true,
        // A list, a line across the page, the underline of a heading, all of them at the beginning of a line.
        '-' | '+' => before.is_empty(),
        // The same, and highlighting in some dialects.
        '=' => before.is_empty() || before.ends_with('=') || after.starts_with('='),
        // `http://`, `mailto:x`, `:emoji:`, and a definition at the beginning of a line; not `23:40` and `so: ..`
        ':' => before.is_empty() || after.starts_with(|next: char| !next.is_whitespace() && !next.is_ascii_digit()),
        // A numbered list at the beginning of a line; `www.`
        '.' | ')' => {
            let digits_only = !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit());
            let www = before.len() >= 3
                && before.get(before.len() - 3..).is_some_and(|last| last.eq_ignore_ascii_case("www"));
            (digits_only && (after.is_empty() || after.starts_with(' '))) || www
        }
        _ => false,
    }
}

/// Letters of scripts that run from right to left (Unicode classes R and AL, by block).
pub fn runs_from_right(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// A piece of our own or of a record's text in code style: only what can't end it or be taken for anything else; otherwise it is escaped text.
pub fn code(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" :/+._-=".contains(&byte);
    match !text.is_empty() && text.trim() == text && text.bytes().all(is_plain) {
        true => format!("`{text}`"),
        false => escaped(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::hostile::EVIL;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    #[test]
    fn what_could_do_something_does_nothing() {
        for (text, want) in [
            ("", ""),
            ("Pace, e (forse) 34,5%; \"sì\"", "Pace, e (forse) 34,5%; \"sì\""),
            ("<script>&amp;", "&lt;script&gt;&amp;amp;"),
            ("[x](javascript:y)", "\\[x\\](javascript\\:y)"),
            ("a\n\n# b\n- c", "a \\# b - c"),
            ("1. x 2. y", "1\\. x 2. y"),
            ("12) x", "12\\) x"),
            ("- x - y", "\\- x - y"),
            ("at 23:40, so: a+b = c", "at 23:40, so: a+b = c"),
            ("12.5 http://e.example :x:", "12.5 http\\://e.example \\:x:"),
            ("www.example.org WWW.x 0.5", "www\\.example.org WWW\\.x 0.5"),
            ("a | `b` \\| c", "a \\| \\`b\\` \\\\\\| c"),
            ("\u{202e}x\u{1b}[0m", "\\\\u\\{202e\\}x\\\\u\\{1b\\}\\[0m"),
            ("قال", "\u{2068}قال\u{2069}"),
        ] {
            assert_eq!(escaped(text), want, "{text:?}");
        }
    }

    #[test]
    fn code_holds_only_what_is_tame() {
        assert_eq!(code("b3:00ff"), "`b3:00ff`");
        assert_eq!(code("SHA256:a+b/c="), "`SHA256:a+b/c=`");
        assert_eq!(code("a`b"), "a\\`b");
        assert_eq!(code(" a"), "a");
        assert_eq!(code(""), "");
    }

    /// Text as a stranger's parser reads it; nothing if there is any markup but the wanted tags.
    fn read_back(markdown: &str, wanted: &[TagEnd]) -> Option<String> {
        let mut text = String::new();
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(piece) => text.push_str(&piece),
                Event::Start(tag) if wanted.contains(&tag.to_end()) => {}
                Event::End(tag) if wanted.contains(&tag) => {}
                other => {
                    eprintln!("{other:?} in {markdown:?}");
                    return None;
                }
            }
        }
        Some(text)
    }

    fn without_isolates(text: &str) -> String {
        text.replace(['\u{2068}', '\u{2069}'], "")
    }

    fn check(text: &str) {
        let want = shown_line(text);
        let safe = escaped(text);
        let paragraph = [TagEnd::Paragraph];
        assert_eq!(read_back(&safe, &paragraph).map(|read| without_isolates(&read)), Some(want.clone()), "{text:?}");
        let quote = [TagEnd::Paragraph, Tag::BlockQuote(None).to_end()];
        assert_eq!(
            read_back(&format!("> {safe}"), &quote).map(|read| without_isolates(&read)),
            Some(want.clone()),
            "{text:?}"
        );
        let item = [TagEnd::Item, TagEnd::List(false), TagEnd::Strong];
        let read = read_back(&format!("- **x** {safe}"), &item).map(|read| without_isolates(&read));
        assert_eq!(read, Some(format!("x {want}").trim_end().to_owned()), "{text:?}");
        let table = [TagEnd::Table, TagEnd::TableHead, TagEnd::TableRow, TagEnd::TableCell];
        let read = read_back(&format!("| a |\n| --- |\n| {safe} |\n"), &table).map(|read| without_isolates(&read));
        assert_eq!(read, Some(format!("a{want}")), "{text:?}");
    }

    #[test]
    fn hostile_text_comes_back_as_text() {
        check(EVIL);
        for text in [
            "---",
            "===",
            "| a | b |",
            "    code",
            "***",
            ":::",
            "[^1]: x",
            "<!-- x -->",
            "<a href=x>",
            "&lt;",
            "\\",
            "~~~",
            "```",
            "{#id}",
            "http://e.example",
            "<http://e.example>",
            "+ x",
            "2) x",
            "$$x$$",
            "> q",
            "> [!NOTE]",
            "---\ntitle: x\n---",
            "a  ",
            "![x][y]",
            "# x {#y}",
            ": x",
        ] {
            check(text);
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back_as_text(text in r"[ \n\t!-~éЖ\u{5d0}\u{202e}火]{0,40}") {
            check(&text);
        }
    }
}
