//! Which numbers the words for numbers stand for.

use unicode_normalization::UnicodeNormalization;

use crate::record::quantity::Phrase;

/// A named reading of phrases such as "dozens". A log names the one that holds.
///
/// Practice differs from newsroom to newsroom, so a policy is never changed: another reading gets another name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhrasePolicy {
    /// `phrases/1`: each word reaches up to where the next one begins.
    Phrases1,
}

/// A policy that this version does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the phrase policy `{name}` is not known to this version")]
pub struct UnknownPolicy {
    /// Its name.
    pub name: String,
}

/// A phrase that the policy has no numbers for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// No phrase of this language is known.
    #[error("no phrases are known for the language `{lang}`, only for {}", .known.join(", "))]
    UnknownLanguage {
        /// The language asked for.
        lang: String,
        /// The languages that are known.
        known: Vec<&'static str>,
    },
    /// Other phrases of the language are known.
    #[error("the phrase \"{text}\" is not known; in `{lang}` there are {}", .known.join(", "))]
    UnknownPhrase {
        /// The language asked for.
        lang: String,
        /// The phrase.
        text: String,
        /// The phrases that are known, each in its leading form.
        known: Vec<&'static str>,
    },
}

impl PhrasePolicy {
    /// The policy of that name.
    ///
    /// # Errors
    ///
    /// If this version does not know it.
    pub fn named(name: &str) -> Result<Self, UnknownPolicy> {
        match name {
            "phrases/1" => Ok(Self::Phrases1),
            _ => Err(UnknownPolicy { name: name.to_owned() }),
        }
    }

    /// Its name, as in a log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Phrases1 => "phrases/1",
        }
    }

    /// The least and the greatest number that a phrase stands for.
    ///
    /// The phrase must be one of the table in lower case and NFC; a region or script of its language is left aside.
    ///
    /// # Errors
    ///
    /// If the table has no such phrase, with those that it has.
    pub fn bounds(self, phrase: &Phrase) -> Result<(u64, u64), PhraseError> {
        let Self::Phrases1 = self;
        let primary = phrase.lang.as_str().split('-').next().unwrap_or_default();
        let Some((_, known)) = PHRASES_1.iter().find(|(lang, _)| *lang == primary) else {
            let known = PHRASES_1.iter().map(|(lang, _)| *lang).collect();
            return Err(PhraseError::UnknownLanguage { lang: phrase.lang.to_string(), known });
        };
        let text: String = phrase.text.as_str().to_lowercase().nfc().collect();
        match known.iter().find(|(forms, _)| forms.contains(&text.as_str())) {
            Some((_, bounds)) => Ok(*bounds),
            None => Err(PhraseError::UnknownPhrase {
                lang: primary.to_owned(),
                text: phrase.text.to_string(),
                known: known.iter().map(|(forms, _)| forms[0]).collect(),
            }),
        }
    }
}

/// The forms of a phrase, the leading one first, and its bounds.
type Row = (&'static [&'static str], (u64, u64));

const TENS: (u64, u64) = (20, 99);
const DOZENS: (u64, u64) = (24, 99);
const SCORES: (u64, u64) = (40, 99);
const HUNDREDS: (u64, u64) = (200, 999);
const THOUSANDS: (u64, u64) = (2_000, 9_999);
const TENS_OF_THOUSANDS: (u64, u64) = (20_000, 99_999);

/// The table of `phrases/1` by language. It may not change, nor grow: logs name it.
const PHRASES_1: &[(&str, &[Row])] = &[
    (
        "en",
        &[
            (&["tens"], TENS),
            (&["dozens"], DOZENS),
            (&["scores"], SCORES),
            (&["hundreds"], HUNDREDS),
            (&["thousands"], THOUSANDS),
            (&["tens of thousands"], TENS_OF_THOUSANDS),
        ],
    ),
    (
        "it",
        &[
            (&["decine"], TENS),
            (&["dozzine"], DOZENS),
            (&["centinaia"], HUNDREDS),
            (&["migliaia"], THOUSANDS),
            (&["decine di migliaia"], TENS_OF_THOUSANDS),
        ],
    ),
    (
        "ru",
        &[
            (&["десятки", "десятков", "десяткам", "десятками", "десятках"], TENS),
            (&["дюжины", "дюжин", "дюжинам", "дюжинами", "дюжинах"], DOZENS),
            (&["сотни", "сотен", "сотням", "сотнями", "сотнях"], HUNDREDS),
            (&["тысячи", "тысяч", "тысячам", "тысячами", "тысячах"], THOUSANDS),
            (
                &["десятки тысяч", "десятков тысяч", "десяткам тысяч", "десятками тысяч", "десятках тысяч"],
                TENS_OF_THOUSANDS,
            ),
        ],
    ),
    (
        "uk",
        &[
            (&["десятки", "десятків", "десяткам", "десятками", "десятках"], TENS),
            (&["дюжини", "дюжин", "дюжинам", "дюжинами", "дюжинах"], DOZENS),
            (&["сотні", "сотень", "сотням", "сотнями", "сотнях"], HUNDREDS),
            (&["тисячі", "тисяч", "тисячам", "тисячами", "тисячах"], THOUSANDS),
            (
                &["десятки тисяч", "десятків тисяч", "десяткам тисяч", "десятками тисяч", "десятках тисяч"],
                TENS_OF_THOUSANDS,
            ),
        ],
    ),
    (
        "fr",
        &[
            (&["dizaines"], TENS),
            (&["douzaines"], DOZENS),
            (&["centaines"], HUNDREDS),
            (&["milliers"], THOUSANDS),
            (&["dizaines de milliers"], TENS_OF_THOUSANDS),
        ],
    ),
    (
        "es",
        &[
            (&["decenas"], TENS),
            (&["docenas"], DOZENS),
            (&["cientos", "centenares"], HUNDREDS),
            (&["miles", "millares"], THOUSANDS),
            (&["decenas de miles", "decenas de millares"], TENS_OF_THOUSANDS),
        ],
    ),
    (
        "de",
        &[
            (&["dutzende", "dutzenden", "dutzender"], DOZENS),
            (&["hunderte", "hunderten", "hunderter"], HUNDREDS),
            (&["tausende", "tausenden", "tausender"], THOUSANDS),
            (&["zehntausende", "zehntausenden", "zehntausender"], TENS_OF_THOUSANDS),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn bounds(lang: &str, text: &str) -> Result<(u64, u64), PhraseError> {
        PhrasePolicy::Phrases1.bounds(&Phrase { lang: lang.parse().unwrap(), text: text.parse().unwrap() })
    }

    #[test]
    fn phrases_of_every_language() {
        for (lang, text, want) in [
            ("en", "dozens", (24, 99)),
            ("en", "tens", (20, 99)),
            ("en", "scores", (40, 99)),
            ("en", "hundreds", (200, 999)),
            ("en-GB", "Thousands", (2_000, 9_999)),
            ("en", "tens of thousands", (20_000, 99_999)),
            ("it", "decine", (20, 99)),
            ("it", "DECINE DI MIGLIAIA", (20_000, 99_999)),
            ("it", "centinaia", (200, 999)),
            ("ru", "Десятков", (20, 99)),
            ("ru", "сотен", (200, 999)),
            ("ru", "десятки тысяч", (20_000, 99_999)),
            ("uk", "сотні", (200, 999)),
            ("uk", "тисячі", (2_000, 9_999)),
            ("uk", "десятках тисяч", (20_000, 99_999)),
            ("fr", "dizaines", (20, 99)),
            ("fr", "milliers", (2_000, 9_999)),
            ("es", "centenares", (200, 999)),
            ("es", "decenas de miles", (20_000, 99_999)),
            ("de", "Dutzende", (24, 99)),
            ("de-CH", "Zehntausende", (20_000, 99_999)),
        ] {
            assert_eq!(bounds(lang, text), Ok(want), "{lang} {text}");
        }
    }

    #[test]
    fn unknown_phrases_name_the_known_ones() {
        let known = ["tens", "dozens", "scores", "hundreds", "thousands", "tens of thousands"];
        for text in ["hundreds of thousands", "dozens ", " dozens", " ", "many", "decine"] {
            let want =
                PhraseError::UnknownPhrase { lang: "en".to_owned(), text: text.to_owned(), known: known.to_vec() };
            assert_eq!(bounds("en", text), Err(want));
        }
        assert_eq!(
            bounds("de", "zig").unwrap_err().to_string(),
            "the phrase \"zig\" is not known; in `de` there are dutzende, hunderte, tausende, zehntausende"
        );
        assert_eq!(
            bounds("pl", "setki").unwrap_err().to_string(),
            "no phrases are known for the language `pl`, only for en, it, ru, uk, fr, es, de"
        );
    }

    #[test]
    fn every_row_can_be_found_and_stands_once() {
        let mut seen = BTreeSet::new();
        for (lang, rows) in PHRASES_1 {
            for (forms, want) in *rows {
                for form in *forms {
                    assert!(seen.insert((lang, form)), "{lang} {form} stands twice");
                    assert_eq!(bounds(lang, form), Ok(*want), "{form} must stand in lower case and NFC");
                }
            }
        }
    }

    #[test]
    fn policies_by_name() {
        assert_eq!(PhrasePolicy::named("phrases/1"), Ok(PhrasePolicy::Phrases1));
        assert_eq!(PhrasePolicy::Phrases1.name(), "phrases/1");
        assert_eq!(PhrasePolicy::named("phrases/2"), Err(UnknownPolicy { name: "phrases/2".to_owned() }));
    }
}
