//! For the recorder: where do the words stand that somebody typed?

use super::haystack::{Haystack, find};
use super::nearest::nearest;
use crate::record::claim::{CONTEXT_CHARS, MAX_PASSAGE_CHARS, Passage};
use crate::record::{Context, Text};

/// What joins the pieces of a typed quote: words were left out here.
pub const JOINTS: [&str; 2] = ["[...]", "[…]"];

/// Words of the document that come closest to what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// The line on which they begin, from 1.
    pub line: usize,
    /// The words, at most 160 characters of them, white space as single spaces.
    pub text: String,
}

/// Why a typed quote has no place in a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LocateError {
    /// There is nothing to look for.
    #[error("a quote, and each of its pieces between `[...]`, has words")]
    Empty,
    /// The words aren't there.
    #[error("not found: {}", shorten(.piece))]
    NotFound {
        /// The piece that isn't there.
        piece: String,
        /// Words that come close, if any do.
        nearest: Option<Nearest>,
    },
    /// The words are there, but not behind those of the piece before.
    #[error("not found behind the piece before it, only on line {line}: {}", shorten(.piece))]
    OutOfOrder {
        /// The piece.
        piece: String,
        /// The line on which it begins, from 1.
        line: usize,
    },
    /// The words are there more than once.
    #[error("found more than once, on lines {} and {}: {}", .lines.0, .lines.1, shorten(.piece))]
    FoundTwice {
        /// The piece that has more than one place.
        piece: String,
        /// The lines of its first and its last place, from 1. They may be the same.
        lines: (usize, usize),
    },
    /// A passage is too long for a record.
    #[error("a passage has at most 4,096 characters, and this has {chars}")]
    TooLong {
        /// Its length in code points.
        chars: usize,
    },
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}

/// A text in which quotes are looked for.
#[derive(Debug, Clone)]
pub struct Locator {
    text: Haystack,
    folded: Haystack,
    /// Where each code point of the folded text came from.
    origin: Vec<usize>,
}

/// Finds the one place of a typed quote in a text; see [`Locator::locate`].
///
/// # Errors
/// As [`Locator::locate`].
pub fn locate(text: &str, typed: &str) -> Result<Vec<Passage>, LocateError> {
    Locator::new(text).locate(typed)
}

impl Locator {
    /// Prepares a text.
    pub fn new(text: &str) -> Self {
        let Folded { chars, origin } = Folded::new(text.chars());
        Self { text: Haystack::new(text.chars().collect()), folded: Haystack::new(chars), origin }
    }

    /// Finds the one place of a typed quote.
    ///
    /// The words are looked for as they were typed, then with quotation marks, apostrophes, dashes and white space folded on both
    /// sides. `[...]` stands for words left out: the pieces follow each other in the text. There must be one way to place them all.
    /// The passages have the document's own code points and not the typed ones. Takes time in the length of the text; when many quotes are
    /// looked for, in that of the quote.
    ///
    /// # Errors
    /// If there is no such place, or more than one.
    pub fn locate(&self, typed: &str) -> Result<Vec<Passage>, LocateError> {
        let whole = typed.trim();
        let pieces = split(whole);
        if pieces.iter().any(|piece| piece.is_empty()) {
            return Err(LocateError::Empty);
        }
        // A document may itself have the joint in it.
        let whole: Vec<char> = whole.chars().collect();
        let exact: Vec<Vec<char>> = pieces.iter().map(|piece| piece.chars().collect()).collect();
        let found = match place(&self.text, std::slice::from_ref(&whole)) {
            Placement::None if pieces.len() > 1 => place(&self.text, &exact),
            found => found,
        };
        let places = match found {
            Placement::One(places) => places,
            Placement::Several { piece, first, last } => return Err(self.twice(&pieces, piece, first, last)),
            Placement::None => self.locate_folded(&pieces)?,
        };
        places.into_iter().map(|(start, end)| self.passage(start, end)).collect()
    }

    fn locate_folded(&self, pieces: &[&str]) -> Result<Vec<(usize, usize)>, LocateError> {
        let needles: Vec<Vec<char>> = pieces.iter().map(|piece| Folded::new(piece.chars()).chars).collect();
        let char_at = |folded: usize| self.origin[folded];
        match place(&self.folded, &needles) {
            // A piece neither begins nor ends with white space, so its ends are single code points.
            Placement::One(places) => {
                Ok(places.into_iter().map(|(start, end)| (char_at(start), char_at(end - 1) + 1)).collect())
            }
            Placement::Several { piece, first, last } => Err(self.twice(pieces, piece, char_at(first), char_at(last))),
            Placement::None => Err(self.missing(pieces, &needles)),
        }
    }

    fn twice(&self, pieces: &[&str], piece: usize, first: usize, last: usize) -> LocateError {
        let piece = pieces.get(piece).copied().unwrap_or_default().to_owned();
        LocateError::FoundTwice { piece, lines: (self.line(first), self.line(last)) }
    }

    /// Says which piece it is that can't be placed behind those before it.
    fn missing(&self, pieces: &[&str], needles: &[Vec<char>]) -> LocateError {
        let mut from = 0;
        for (piece, needle) in std::iter::zip(pieces, needles) {
            let piece = (*piece).to_owned();
            if let Some(at) = find(self.folded.chars()[from..].iter(), needle) {
                from += at + needle.len();
            } else if let Some(at) = find(self.folded.chars().iter(), needle) {
                return LocateError::OutOfOrder { piece, line: self.line(self.origin[at]) };
            } else {
                let nearest = nearest(self.text.chars(), &piece).map(|(start, end)| self.excerpt(start, end));
                return LocateError::NotFound { piece, nearest };
            }
        }
        LocateError::Empty
    }

    fn excerpt(&self, start: usize, end: usize) -> Nearest {
        let words: String = self.text.chars()[start..end.min(start + 160)].iter().collect();
        let mut text = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if end > start + 160 {
            text.push('…');
        }
        Nearest { line: self.line(start), text }
    }

    /// The line of a code point, from 1.
    fn line(&self, at: usize) -> usize {
        self.text.chars()[..at].iter().filter(|char| **char == '\n').count() + 1
    }

    fn passage(&self, start: usize, end: usize) -> Result<Passage, LocateError> {
        let chars = end - start;
        if chars as u64 > MAX_PASSAGE_CHARS {
            return Err(LocateError::TooLong { chars });
        }
        let before = start.saturating_sub(CONTEXT_CHARS as usize);
        let behind = (end + CONTEXT_CHARS as usize).min(self.text.chars().len());
        let text = |from: usize, to: usize| self.text.chars()[from..to].iter().collect::<String>();
        Ok(Passage {
            exact: Text::new(text(start, end)).expect("safe: 1 to 4,096 code points are 1 to 16,384 bytes"),
            prefix: Context::new(text(before, start)).expect("safe: at most 32 code points"),
            suffix: Context::new(text(end, behind)).expect("safe: at most 32 code points"),
            start: start as u64,
            end: end as u64,
        })
    }
}

/// The pieces of a typed quote, without the white space around them.
fn split(typed: &str) -> Vec<&str> {
    let mut pieces = vec![typed];
    for joint in JOINTS {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(joint)).collect();
    }
    pieces.into_iter().map(str::trim).collect()
}

/// The ways to place pieces one behind the other.
enum Placement {
    None,
    /// Start and end of each piece.
    One(Vec<(usize, usize)>),
    /// The first piece that has several places, and where it stands first and last.
    Several {
        piece: usize,
        first: usize,
        last: usize,
    },
}

/// Places every piece as early as it can be, and again as late as it can be. There is one way to do it if, and only if, both are the
/// same: every other way lies between them.
fn place(text: &Haystack, pieces: &[Vec<char>]) -> Placement {
    let mut early = Vec::with_capacity(pieces.len());
    let mut from = 0;
    for piece in pieces {
        let Some(at) = text.first(piece, from) else { return Placement::None };
        from = at + piece.len();
        early.push((at, from));
    }
    let mut until = text.chars().len();
    let mut late = vec![0; pieces.len()];
    for (piece, start) in std::iter::zip(pieces, &mut late).rev() {
        let Some(at) = text.last(piece, until) else { return Placement::None };
        (*start, until) = (at, at);
    }
    match std::iter::zip(&early, &late).position(|((start, _), late)| start != late) {
        None => Placement::One(early),
        Some(piece) => Placement::Several { piece, first: early[piece].0, last: late[piece] },
    }
}

/// A text with its marks and white space folded, and where each of its code points came from.
#[derive(Debug, Clone)]
struct Folded {
    chars: Vec<char>,
    origin: Vec<usize>,
}

impl Folded {
    fn new(text: impl Iterator<Item = char>) -> Self {
        let mut folded = Self { chars: Vec::new(), origin: Vec::new() };
        for (at, char) in text.enumerate() {
            let char = fold(char);
            if char == ' ' && folded.chars.last() == Some(&' ') {
                continue;
            }
            folded.chars.push(char);
            folded.origin.push(at);
        }
        folded
    }
}

/// The ordinary mark for every mark of its family, and the space for every white space.
fn fold(char: char) -> char {
    match char {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '〝' | '〞' | '＂' => '"',
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | 'ʼ' | 'ʹ' | '´' | '`' | '＇' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹘' | '﹣' | '－' => '-',
        char if char.is_whitespace() => ' ',
        char => char,
    }
}

#[cfg(test)]
pub(super) mod reference {
    //! The definition of a place, slow and obviously right.

    use super::{Folded, split};

    /// Every way to place the pieces from `from` on: start and end of each.
    fn ways(text: &[char], pieces: &[Vec<char>], from: usize) -> Vec<Vec<(usize, usize)>> {
        let Some((piece, rest)) = pieces.split_first() else { return vec![Vec::new()] };
        let mut all = Vec::new();
        for start in from..text.len() {
            let end = start + piece.len();
            if text.get(start..end) != Some(piece) {
                continue;
            }
            for mut way in ways(text, rest, end) {
                way.insert(0, (start, end));
                all.push(way);
            }
        }
        all
    }

    /// Every way to place a typed quote in a text: exactly, or else folded.
    pub fn all_ways(text: &str, typed: &str) -> Vec<Vec<(usize, usize)>> {
        let chars: Vec<char> = text.chars().collect();
        let pieces = split(typed.trim());
        let whole = ways(&chars, &[typed.trim().chars().collect()], 0);
        if !whole.is_empty() {
            return whole;
        }
        let exact = ways(&chars, &pieces.iter().map(|piece| piece.chars().collect()).collect::<Vec<_>>(), 0);
        if !exact.is_empty() {
            return exact;
        }
        let folded = Folded::new(text.chars());
        let needles: Vec<_> = pieces.iter().map(|piece| Folded::new(piece.chars()).chars).collect();
        let places = |way: Vec<(usize, usize)>| {
            way.into_iter().map(|(start, end)| (folded.origin[start], folded.origin[end - 1] + 1)).collect()
        };
        ways(&folded.chars, &needles, 0).into_iter().map(places).collect()
    }
}
