//! Words of texts in any script, as a search compares them: whatever their case, and with or without accents.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// How long a word is looked at, in code points.
const LONGEST_CHARS: usize = 64;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word as it is compared.
    pub folded: String,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
}

/// The words of a text, in their order.
///
/// A word is a run of letters and digits; in scripts without spaces between words (Han, Kana) it is one character. It is compared in NFKD without case and without accents,
/// stress marks and vowel points, so *Lódz*, *ŁÓDŹ* and *Łódź* are one word, and *все* and *всё*. Marks that make another letter stay: *й* is not *и*, *ї* is not *і*, *が* is not *か*,
/// and the vowels of Indic scripts are no accents.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word { folded: String::new(), range: 0..0 };
    let mut chars = 0;
    for (at, char) in text.char_indices() {
        let end = at + char.len_utf8();
        if is_alone(char) {
            finish(&mut words, &mut word);
            word.range = at..end;
            fold(char, &mut word.folded);
            finish(&mut words, &mut word);
        } else if char.is_alphanumeric() || (is_combining_mark(char) && !word.folded.is_empty()) {
            if word.folded.is_empty() {
                (word.range, chars) = (at..end, 0);
            }
            word.range.end = end;
            chars += 1;
            if chars <= LONGEST_CHARS {
                fold(char, &mut word.folded);
            }
        } else if !is_inside(char) {
            finish(&mut words, &mut word);
        }
    }
    finish(&mut words, &mut word);
    words
}

fn finish(words: &mut Vec<Word>, word: &mut Word) {
    if !word.folded.is_empty() {
        words.push(std::mem::replace(word, Word { folded: String::new(), range: 0..0 }));
    }
}

/// Characters that are words of their own.
fn is_alone(char: char) -> bool {
    matches!(char, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Characters that are written inside of words and don't count: soft hyphens, joiners, the Arabic tatweel.
fn is_inside(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{640}')
}

/// Adds a character as it is compared.
fn fold(char: char, folded: &mut String) {
    for part in std::iter::once(char).nfkd() {
        // Below 10 stand the marks that belong to a letter: nukta, kana voicing, virama; and 0 is no mark.
        if canonical_combining_class(part) >= 10 {
            let makes_a_letter =
                matches!((folded.chars().next_back(), part), (Some('и' | 'у'), '\u{306}') | (Some('і'), '\u{308}'));
            if makes_a_letter {
                folded.push(part);
            }
            continue;
        }
        if !part.is_alphanumeric() && !is_combining_mark(part) {
            continue;
        }
        match part {
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            'ħ' | 'Ħ' => folded.push('h'),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'þ' | 'Þ' => folded.push_str("th"),
            // By way of the upper case: ß is ss, ς is σ, ı is i.
            part => folded.extend(part.to_uppercase().flat_map(char::to_lowercase)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn words_that_are_one() {
        for (one, other) in [
            ("Рыбное", "РЫБНОЕ"),
            ("все", "всё"),
            ("всё", "все\u{308}"),
            ("за́мок", "замок"),
            ("Łódź", "lodz"),
            ("città", "CITTA"),
            ("Straße", "STRASSE"),
            ("Ὀδυσσεύς", "ΟΔΥΣΣΕΥΣ"),
            ("İzmir", "izmir"),
            ("ﬁre", "fire"),
            ("مُحَمَّد", "محمد"),
            ("שָׁלוֹם", "שלום"),
            ("ｗｉｄｅ", "wide"),
            ("har\u{ad}bour", "harbour"),
            ("Æsir", "aesir"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn words_that_are_not() {
        for (one, other) in [("мой", "мои"), ("їх", "іх"), ("ў", "у"), ("が", "か"), ("कि", "क"), ("ґ", "г")]
        {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn where_words_begin_and_end() {
        let text = "L’olio, 20.000 \"litri\": 東京 が…";
        let found: Vec<&str> = words(text).into_iter().map(|word| &text[word.range]).collect();
        assert_eq!(found, ["L", "olio", "20", "000", "litri", "東", "京", "が"]);
        assert_eq!(folded("\u{301}\u{200d} — "), Vec::<String>::new());
    }

    proptest! {
        /// Words stand in the text, in order, and a folded word is its own folding.
        #[test]
        fn folding_again_changes_nothing(text in "\\PC{0,40}") {
            let mut end = 0;
            for word in words(&text) {
                prop_assert!(word.range.start >= end && text.get(word.range.clone()).is_some());
                end = word.range.end;
                prop_assert_eq!(folded(&word.folded).concat(), word.folded);
            }
        }
    }
}
