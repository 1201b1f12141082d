//! A text in which words are looked for, once or thousands of times.

use std::cell::{Cell, OnceCell};

/// After so many searches the places are sorted: one quote is found sooner by reading, thousands are not.
const SEARCHES_BEFORE_SORTING: u32 = 16;
/// By how many code points places are sorted.
const PREFIX_CHARS: usize = 24;
/// How many places that begin alike are looked at one by one. Where there are more, reading the text takes no longer, whatever it is.
const MOST_ALIKE: usize = 4096;

/// A text in which words are looked for.
#[derive(Debug, Clone)]
pub(super) struct Haystack {
    chars: Vec<char>,
    searches: Cell<u32>,
    /// All places, by the words that begin there.
    sorted: OnceCell<Vec<u32>>,
}

impl Haystack {
    pub fn new(chars: Vec<char>) -> Self {
        Self { chars, searches: Cell::new(0), sorted: OnceCell::new() }
    }

    /// The text.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The first place of a needle at `from` or behind it.
    pub fn first(&self, needle: &[char], from: usize) -> Option<usize> {
        match self.places(needle) {
            Some(places) => places.filter(|at| *at >= from).min(),
            None => find(self.chars[from..].iter(), needle).map(|at| from + at),
        }
    }

    /// The last place of a needle that ends at `until` or before it.
    pub fn last(&self, needle: &[char], until: usize) -> Option<usize> {
        match self.places(needle) {
            Some(places) => places.filter(|at| at + needle.len() <= until).max(),
            None => {
                let backwards: Vec<char> = needle.iter().rev().copied().collect();
                find(self.chars[..until].iter().rev(), &backwards).map(|at| until - at - needle.len())
            }
        }
    }

    /// All places of a needle, in no order; nothing where it is better to read the text.
    fn places<'a>(&'a self, needle: &'a [char]) -> Option<impl Iterator<Item = usize> + 'a> {
        self.searches.set(self.searches.get().saturating_add(1));
        if self.searches.get() <= SEARCHES_BEFORE_SORTING || self.chars.len() > u32::MAX as usize {
            return None;
        }
        let sorted = self.sorted.get_or_init(|| self.sort());
        let prefix = &needle[..needle.len().min(PREFIX_CHARS)];
        let begins = |at: &u32| self.from(*at, prefix.len());
        let first = sorted.partition_point(|at| begins(at) < prefix);
        let alike = sorted[first..].partition_point(|at| begins(at) == prefix);
        if alike > MOST_ALIKE {
            return None;
        }
        let places = sorted[first..first + alike].iter().map(|at| *at as usize);
        Some(places.filter(move |at| self.chars[*at..].starts_with(needle)))
    }

    fn sort(&self) -> Vec<u32> {
        let end = u32::try_from(self.chars.len()).unwrap_or(u32::MAX);
        let mut places: Vec<u32> = (0..end).collect();
        places.sort_unstable_by_key(|at| self.from(*at, PREFIX_CHARS));
        places
    }

    /// So many code points from a place on, or as many as there are.
    fn from(&self, at: u32, chars: usize) -> &[char] {
        let at = at as usize;
        &self.chars[at..self.chars.len().min(at + chars)]
    }
}

/// The first place of a needle, by the algorithm of Knuth, Morris and Pratt: linear, whatever the text is.
pub(super) fn find<'t>(text: impl Iterator<Item = &'t char>, needle: &[char]) -> Option<usize> {
    // For every prefix of the needle, how long the longest shorter prefix is that it ends with.
    let mut borders = vec![0; needle.len()];
    let mut length = 0;
    for at in 1..needle.len() {
        while length > 0 && needle[at] != needle[length] {
            length = borders[length - 1];
        }
        length += usize::from(needle[at] == needle[length]);
        borders[at] = length;
    }
    let mut matched = 0;
    for (at, char) in text.enumerate() {
        while matched > 0 && *char != needle[matched] {
            matched = borders[matched - 1];
        }
        matched += usize::from(*char == needle[matched]);
        if matched == needle.len() {
            return Some(at + 1 - matched);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Sorted or not, a needle has the same places; the definition is the reference.
        #[test]
        fn every_place(text in "[ab ]{0,60}", needle in "[ab ]{1,30}", from in 0_usize..60, until in 0_usize..60) {
            let text: Vec<char> = text.chars().collect();
            let needle: Vec<char> = needle.chars().collect();
            let (from, until) = (from.min(text.len()), until.min(text.len()));
            let places: Vec<usize> = (0..text.len()).filter(|at| text[*at..].starts_with(&needle)).collect();
            let haystack = Haystack::new(text);
            for _ in 0..SEARCHES_BEFORE_SORTING {
                prop_assert_eq!(haystack.first(&needle, from), places.iter().copied().find(|at| *at >= from));
                let last = places.iter().rev().copied().find(|at| at + needle.len() <= until);
                prop_assert_eq!(haystack.last(&needle, until), last);
            }
            prop_assert!(haystack.sorted.get().is_some());
        }
    }

    #[test]
    fn places_that_begin_alike_are_too_many() {
        let haystack = Haystack::new(vec!['a'; MOST_ALIKE * 3]);
        for _ in 0..SEARCHES_BEFORE_SORTING {
            assert_eq!(haystack.first(&['a'; 30], 7), Some(7));
        }
        assert_eq!(haystack.last(&['a'; 30], MOST_ALIKE), Some(MOST_ALIKE - 30));
    }
}
