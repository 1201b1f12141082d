//! Text in columns: wrapped and cut by what a terminal shows, and never inside a grapheme.
//!
//! Every text that goes into a [`Page`] is made harmless on its way, so that a view can't forget it. The page carries colours; the stream
//! that it is written to leaves them out where nobody wants them.

use crate::ui::{columns, shown_line};
use owo_colors::OwoColorize as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// How a piece of text stands out. It never says anything that the words don't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Strong,
    Alarm,
    Faint,
}

/// A text and how it stands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub tone: Tone,
    /// Whether the text was made harmless already, so that what it has of ours stays: marks of direction.
    is_shown: bool,
}

impl Piece {
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { text: text.into(), tone, is_shown: false }
    }

    /// A text that is harmless already.
    pub fn shown(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Plain, is_shown: true }
    }

    fn lines(&self, width: usize) -> Vec<String> {
        if self.is_shown { wrap_shown(&self.text, width) } else { wrap(&self.text, width) }
    }

    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(Tone::Plain, text)
    }
}

/// Lines of at most so many columns; a single grapheme that is wider stands alone on its line. An empty text has no lines.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_shown(&shown_line(text), width)
}

fn wrap_shown(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let needed = columns(word);
        let is_full = used >= width || (used + 1 + needed > width && needed <= width);
        if !line.is_empty() && is_full {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            used += 1;
        }
        // A word that is longer than a line begins on the current one and goes on over the next: scripts without spaces are such words.
        for grapheme in word.graphemes(true) {
            let wide = columns(grapheme);
            if used > 0 && used + wide > width {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                used = 0;
            }
            line.push_str(grapheme);
            used += wide;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The text on one line of at most so many columns, with an ellipsis where it was cut.
pub fn fit(text: &str, width: usize) -> String {
    let text = shown_line(text);
    if columns(&text) <= width {
        return text;
    }
    let (mut cut, mut used) = (String::new(), 1);
    for grapheme in text.graphemes(true) {
        used += columns(grapheme);
        if used > width {
            break;
        }
        cut.push_str(grapheme);
    }
    format!("{}\u{2026}", cut.trim_end())
}

fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(text));
    format!("{text}{}", " ".repeat(missing))
}

fn painted(text: &str, tone: Tone) -> String {
    match tone {
        _ if text.is_empty() => String::new(),
        Tone::Plain => text.to_owned(),
        Tone::Strong => text.bold().to_string(),
        Tone::Alarm => text.red().bold().to_string(),
        Tone::Faint => text.dimmed().to_string(),
    }
}

/// Text for a terminal of a certain width, in the making.
#[derive(Debug)]
pub struct Page {
    text: String,
    width: usize,
}

impl Page {
    /// An empty page. Less than 40 columns are no room to work in.
    pub fn new(width: usize) -> Self {
        Self { text: String::new(), width: width.max(40) }
    }

    /// How many columns it has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// What was written.
    pub fn into_text(self) -> String {
        self.text
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// An empty line, but never two, and none at the beginning.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A paragraph, indented. Where a line of the program's own may begin no further line of a text does, so that none can pass for one.
    pub fn line(&mut self, indent: usize, tone: Tone, text: &str) {
        self.hanging(indent, "", indent.max(2), &Piece::new(tone, text));
    }

    /// A paragraph with a text before it that is ours, such as a bullet, or none: further lines begin in column `hang`, or beyond where the text
    /// before it needs more room.
    pub fn hanging(&mut self, indent: usize, before: &str, hang: usize, piece: &Piece) {
        let hang = if before.is_empty() { hang } else { hang.max(indent + columns(before.trim_end()) + 1) };
        let lines = piece.lines(self.width.saturating_sub(hang).max(8));
        for (nth, line) in lines.iter().enumerate() {
            let lead = match nth {
                0 if before.is_empty() => " ".repeat(indent),
                0 => pad(&format!("{}{before}", " ".repeat(indent)), hang),
                _ => " ".repeat(hang),
            };
            self.push(&format!("{lead}{}", painted(line, piece.tone)));
        }
    }

    /// A word that stands out, then a paragraph whose further lines begin in column `hang`.
    pub fn labelled(&mut self, indent: usize, label: &Piece, hang: usize, text: &str) {
        let label_text = shown_line(&label.text);
        let lines = wrap(text, self.width.saturating_sub(hang).max(8));
        let room = hang.saturating_sub(indent + columns(&label_text)).max(1);
        let head = format!("{}{}{}", " ".repeat(indent), painted(&label_text, label.tone), " ".repeat(room));
        self.push(&format!("{head}{}", lines.first().map_or("", String::as_str)));
        for line in lines.iter().skip(1) {
            self.push(&format!("{}{line}", " ".repeat(hang)));
        }
    }

    /// A heading on a line drawn across the page.
    pub fn rule(&mut self, title: &str) {
        let title = fit(title, self.width - 6);
        let rest = self.width - 4 - columns(&title);
        self.push(&format!("\u{2500}\u{2500} {} {}", painted(&title, Tone::Strong), "\u{2500}".repeat(rest)));
    }

    /// Cells beside each other, each wrapped to its own width; `between` stands between them on every line.
    pub fn row(&mut self, indent: usize, cells: &[(usize, Vec<Piece>)], between: &str) {
        let wrapped: Vec<Vec<(String, Tone)>> = (cells.iter())
            .map(|(width, pieces)| {
                let lines = |piece: &Piece| piece.lines(*width).into_iter().map(|line| (line, piece.tone)).collect();
                pieces.iter().flat_map(|piece| -> Vec<_> { lines(piece) }).collect()
            })
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for nth in 0..height {
            let parts: Vec<String> = (wrapped.iter().zip(cells))
                .map(|(lines, (width, _))| match lines.get(nth) {
                    Some((line, tone)) => {
                        format!("{}{}", painted(line, *tone), " ".repeat(width.saturating_sub(columns(line))))
                    }
                    None => " ".repeat(*width),
                })
                .collect();
            self.push(&format!("{}{}", " ".repeat(indent), parts.join(between)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_between_words_and_graphemes() {
        for (text, width, want) in [
            ("", 10, vec![]),
            ("a  b\n c", 10, vec!["a b c"]),
            ("one two three", 7, vec!["one two", "three"]),
            ("Пожежа в порту", 8, vec!["Пожежа в", "порту"]),
            ("港口发生火灾", 4, vec!["港口", "发生", "火灾"]),
            ("at 港口发生火灾", 7, vec!["at 港口", "发生火", "灾"]),
            ("حريق في الميناء", 8, vec!["حريق في", "الميناء"]),
            ("abcdefgh", 3, vec!["abc", "def", "gh"]),
            ("e\u{301}e\u{301}e\u{301}", 2, vec!["e\u{301}e\u{301}", "e\u{301}"]),
            ("火", 1, vec!["火"]),
            ("a\u{1b}[2J", 20, vec!["a\\u{1b}[2J"]),
        ] {
            assert_eq!(wrap(text, width), want, "{text:?} in {width}");
        }
    }

    #[test]
    fn what_is_cut_says_so() {
        for (text, width, want) in [
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("火灾火", 5, "火灾…"),
            ("火灾火", 4, "火…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("ab cd", 4, "ab…"),
        ] {
            assert_eq!(fit(text, width), want, "{text:?} in {width}");
        }
    }

    #[test]
    fn cells_stand_beside_each_other() {
        let mut page = Page::new(40);
        let cells = [
            (6, vec![Piece::plain("火灾 and more")]),
            (5, vec![Piece::plain("a"), Piece::plain("b\u{202e}")]),
            (3, vec![]),
        ];
        page.row(1, &cells, " | ");
        page.labelled(2, &Piece::plain("AGREE"), 10, "so they say, all of them, in so many words");
        let want = [
            " 火灾   | a     |",
            " and    | b\\u{2 |",
            " more   | 02e}  |",
            "  AGREE   so they say, all of them, in",
            "          so many words",
        ];
        assert_eq!(page.into_text().lines().collect::<Vec<_>>(), want);
    }

    proptest! {
        /// No line is too wide, nothing is lost but white space, and no grapheme is torn.
        #[test]
        fn wrapping_loses_nothing(text in "[a-z é\u{301}火\u{5d0}\u{1b}👩\u{200d}]{0,60}", width in 2usize..20) {
            let lines = wrap(&text, width);
            let shown = shown_line(&text);
            let graphemes = |text: &str| -> Vec<String> {
                text.split(' ').flat_map(|word| word.graphemes(true)).map(str::to_owned).collect()
            };
            let of_lines: Vec<String> = lines.iter().flat_map(|line| graphemes(line)).collect();
            prop_assert_eq!(of_lines, graphemes(&shown));
            for line in &lines {
                let visible = line.graphemes(true).filter(|grapheme| columns(grapheme) > 0).count();
                prop_assert!(columns(line) <= width || visible == 1, "{:?}", line);
            }
            prop_assert!(columns(&fit(&text, width)) <= width);
        }
    }
}
