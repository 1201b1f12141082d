//! The languages of reports.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// A language in which Byline can write the words around the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, ValueEnum, Serialize, Deserialize)]
pub enum Language {
    /// English
    #[default]
    #[value(name = "en")]
    #[serde(rename = "en")]
    English,
    /// Italian
    #[value(name = "it")]
    #[serde(rename = "it")]
    Italian,
    /// French
    #[value(name = "fr")]
    #[serde(rename = "fr")]
    French,
    /// German
    #[value(name = "de")]
    #[serde(rename = "de")]
    German,
    /// Spanish
    #[value(name = "es")]
    #[serde(rename = "es")]
    Spanish,
    /// Ukrainian
    #[value(name = "uk")]
    #[serde(rename = "uk")]
    Ukrainian,
    /// Russian
    #[value(name = "ru")]
    #[serde(rename = "ru")]
    Russian,
    /// Arabic
    #[value(name = "ar")]
    #[serde(rename = "ar")]
    Arabic,
}

/// The plural forms of the Unicode CLDR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plural {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Plural {
    /// Its name in a message file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }
}

impl Language {
    /// All of them.
    #[cfg(test)]
    pub const ALL: [Self; 8] = [
        Self::English,
        Self::Italian,
        Self::French,
        Self::German,
        Self::Spanish,
        Self::Ukrainian,
        Self::Russian,
        Self::Arabic,
    ];

    /// Its tag (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Italian => "it",
            Self::French => "fr",
            Self::German => "de",
            Self::Spanish => "es",
            Self::Ukrainian => "uk",
            Self::Russian => "ru",
            Self::Arabic => "ar",
        }
    }

    /// The way that its lines run: `ltr` or `rtl`.
    pub fn direction(self) -> &'static str {
        if self == Self::Arabic { "rtl" } else { "ltr" }
    }

    /// Our own words as they are printed: French sets a space before some marks, and no line may break there.
    pub fn set(self, text: &str) -> String {
        if self != Self::French {
            return text.to_owned();
        }
        let before = [(" :", "\u{a0}:"), (" ;", "\u{202f};"), (" !", "\u{202f}!"), (" ?", "\u{202f}?")];
        let quotes = [("« ", "«\u{a0}"), (" »", "\u{a0}»")];
        before.iter().chain(&quotes).fold(text.to_owned(), |set, (plain, fixed)| set.replace(plain, fixed))
    }

    /// Its message file.
    pub fn file(self) -> &'static str {
        match self {
            Self::English => include_str!("../../messages/en.toml"),
            Self::Italian => include_str!("../../messages/it.toml"),
            Self::French => include_str!("../../messages/fr.toml"),
            Self::German => include_str!("../../messages/de.toml"),
            Self::Spanish => include_str!("../../messages/es.toml"),
            Self::Ukrainian => include_str!("../../messages/uk.toml"),
            Self::Russian => include_str!("../../messages/ru.toml"),
            Self::Arabic => include_str!("../../messages/ar.toml"),
        }
    }

    /// The plural forms that it has for whole numbers, without those for millions in Romance languages: `other` serves.
    #[cfg(test)]
    pub(super) fn plurals(self) -> &'static [Plural] {
        use Plural::{Few, Many, One, Other, Two, Zero};
        match self {
            Self::English | Self::Italian | Self::French | Self::German | Self::Spanish => &[One, Other],
            Self::Ukrainian | Self::Russian => &[One, Few, Many],
            Self::Arabic => &[Zero, One, Two, Few, Many, Other],
        }
    }

    /// The plural form for a whole number (CLDR, "Language Plural Rules").
    pub(super) fn plural(self, number: u64) -> Plural {
        let (tens, ones) = (number % 100, number % 10);
        match self {
            Self::French if number <= 1 => Plural::One,
            Self::English | Self::Italian | Self::French | Self::German | Self::Spanish => match number {
                1 => Plural::One,
                _ => Plural::Other,
            },
            Self::Ukrainian | Self::Russian => match (tens, ones) {
                (11..=14, _) => Plural::Many,
                (_, 1) => Plural::One,
                (_, 2..=4) => Plural::Few,
                _ => Plural::Many,
            },
            Self::Arabic => match (number, tens) {
                (0, _) => Plural::Zero,
                (1, _) => Plural::One,
                (2, _) => Plural::Two,
                (_, 3..=10) => Plural::Few,
                (_, 11..=99) => Plural::Many,
                _ => Plural::Other,
            },
        }
    }
}
