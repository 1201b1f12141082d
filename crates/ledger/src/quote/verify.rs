//! For the auditor: do these words stand at this place?

use crate::record::Passage;
use crate::record::claim::CONTEXT_CHARS;

/// How many code points lie between two places whose byte offset is kept.
const STRIDE: usize = 128;

/// A text in which code points can be found by their number, so that many passages are checked at little more than their own length.
#[derive(Debug, Clone)]
pub struct TextIndex<'a> {
    text: &'a str,
    /// The byte offset of every 128th code point, from the first on.
    marks: Vec<usize>,
    chars: u64,
}

/// A passage that does not stand in the text as it says (code `quote.mismatch`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// Its place is not in the text, or is none.
    #[error("the text has {chars} characters and no place {start} to {end}")]
    Place {
        /// The first code point of the passage.
        start: u64,
        /// The code point after its last.
        end: u64,
        /// The code points of the text.
        chars: u64,
    },
    /// Other words stand at its place.
    #[error("other words stand at {start} to {end}")]
    Words {
        /// The first code point of the passage.
        start: u64,
        /// The code point after its last.
        end: u64,
    },
    /// Its prefix is not what stands before it.
    #[error("other words stand before {start}")]
    Prefix {
        /// The first code point of the passage.
        start: u64,
    },
    /// Its suffix is not what stands behind it.
    #[error("other words stand behind {end}")]
    Suffix {
        /// The code point after the last of the passage.
        end: u64,
    },
}

impl<'a> TextIndex<'a> {
    /// Counts the code points of a text, once.
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut chars = 0;
        for (offset, _) in text.char_indices() {
            if chars % STRIDE == 0 {
                marks.push(offset);
            }
            chars += 1;
        }
        Self { text, marks, chars: chars as u64 }
    }

    /// The number of code points.
    pub fn chars(&self) -> u64 {
        self.chars
    }

    /// Whether a passage stands in this text: its words at its place, and its prefix and suffix around them.
    ///
    /// It compares code point by code point and normalises nothing. It doesn't show that the passage means what the
    /// claim says, nor that the text is what the publisher published.
    ///
    /// # Errors
    /// The first thing that differs.
    pub fn verify(&self, passage: &Passage) -> Result<(), Mismatch> {
        let Passage { exact, prefix, suffix, start, end } = passage;
        let (start, end) = (*start, *end);
        let no_place = Mismatch::Place { start, end, chars: self.chars };
        if start >= end || end > self.chars {
            return Err(no_place);
        }
        let before = start.saturating_sub(CONTEXT_CHARS);
        let behind = end.saturating_add(CONTEXT_CHARS).min(self.chars);
        let between = |from: u64, to: u64| self.between(from, to).ok_or(no_place);
        if between(start, end)? != exact.as_str() {
            return Err(Mismatch::Words { start, end });
        }
        if between(before, start)? != prefix.as_str() {
            return Err(Mismatch::Prefix { start });
        }
        if between(end, behind)? != suffix.as_str() {
            return Err(Mismatch::Suffix { end });
        }
        Ok(())
    }

    fn between(&self, from: u64, to: u64) -> Option<&'a str> {
        self.text.get(self.offset(from)?..self.offset(to)?)
    }

    /// The byte offset of a code point; that of the end for the one after the last.
    fn offset(&self, at: u64) -> Option<usize> {
        if at == self.chars {
            return Some(self.text.len());
        }
        let at = usize::try_from(at).ok()?;
        let mark = *self.marks.get(at / STRIDE)?;
        let rest = self.text.get(mark..)?;
        rest.char_indices().nth(at % STRIDE).map(|(offset, _)| mark + offset)
    }
}
