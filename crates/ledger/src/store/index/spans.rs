//! Which leaves a run is about, and which runs an index of some size has.

/// The heights of the subtrees that have runs: four runs of one height become one of the next.
const LEVELS: [u8; 7] = [20, 18, 16, 14, 12, 10, 8];

/// What the keys of a run are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Family {
    /// The first 8 bytes of record ids.
    Ids,
    /// Hashes of terms.
    Terms,
    /// Hashes of terms that are mostly asked for in vain.
    Rare,
    /// Hashes of words.
    Words,
}

impl Family {
    pub const ALL: [Self; 4] = [Self::Ids, Self::Terms, Self::Rare, Self::Words];

    pub(super) fn tag(self) -> u8 {
        match self {
            Self::Ids => b'i',
            Self::Terms => b't',
            Self::Rare => b'r',
            Self::Words => b'w',
        }
    }
}

/// A stretch of leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Span {
    /// The position of the first.
    pub first: u64,
    /// How many, 1 to 1,048,576.
    pub leaves: u64,
}

impl Span {
    pub fn end(self) -> u64 {
        self.first + self.leaves
    }

    pub fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.end() <= self.end()
    }

    /// The level of the tree's node over exactly these leaves; nothing for the last run, which still grows.
    pub fn level(self) -> Option<u8> {
        LEVELS.into_iter().find(|level| self.leaves == 1 << level)
    }
}

/// The spans of the runs over the first `size` leaves, larger ones first.
///
/// There are at most three of each level but the highest, and one for what is over: 19 up to a million leaves, and one more for each further million.
pub(super) fn spans(size: u64) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut first = 0;
    for level in LEVELS {
        let leaves = 1 << level;
        while leaves <= size - first {
            spans.push(Span { first, leaves });
            first += leaves;
        }
    }
    if first < size {
        spans.push(Span { first, leaves: size - first });
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_cover_every_leaf_once() {
        for size in [0, 1, 255, 256, 257, 1023, 1024, 65_535, 65_536, 65_537, 200_000, 1 << 20, 5_000_000] {
            let spans = spans(size);
            let mut next = 0;
            for span in &spans {
                assert_eq!(span.first, next);
                assert!(span.level().is_none_or(|level| span.first.is_multiple_of(1 << level)));
                next = span.end();
            }
            assert_eq!(next, size);
            assert!(spans.iter().rev().skip(1).all(|span| span.level().is_some()));
            assert!(spans.len() as u64 <= 19 + size / (1 << 20), "{}", spans.len());
        }
    }
}
