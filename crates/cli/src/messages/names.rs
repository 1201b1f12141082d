//! What languages, lengths of time and other things are called that records name by a code.

use super::{Line, Messages};
use byline_ledger::record::{Lang, Period};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The names of languages, by the first part of their tags.
pub const LANGUAGES: &str = include_str!("../../messages/languages.toml");

/// The same, read: by tag, then by the language in which they are called so.
static NAMES: LazyLock<BTreeMap<String, BTreeMap<String, String>>> =
    LazyLock::new(|| toml::from_str(LANGUAGES).expect("safe: a test reads the file"));

impl Messages {
    /// A language by its name; where its tag has more parts, or no name is known, with its tag.
    pub fn name_of_language(&self, lang: &Lang) -> Line {
        let tag = lang.as_str();
        let primary = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
        let name = NAMES.get(&primary).and_then(|names| names.get(self.language().tag()));
        match name {
            Some(name) if tag == primary => Line::ours(name),
            Some(name) => self.line("language.tagged", &[("name", Line::ours(name)), ("tag", Line::code(tag))]),
            None => self.line("language.unknown", &[("tag", Line::code(tag))]),
        }
    }

    /// A length of time: `24 hours`. A word that stands for one is the recorder's.
    pub fn period(&self, period: &Period) -> Line {
        let text = period.as_str();
        let of_one_unit = || {
            let (digits, is_clock) = match text.strip_prefix("PT") {
                Some(rest) => (rest, true),
                None => (text.strip_prefix('P')?, false),
            };
            let unit = digits.chars().last()?;
            let number: u64 = digits.strip_suffix(unit)?.parse().ok()?;
            let key = match (unit, is_clock) {
                ('S', true) => "period.seconds",
                ('M', true) => "period.minutes",
                ('H', true) => "period.hours",
                ('D', false) => "period.days",
                ('W', false) => "period.weeks",
                ('M', false) => "period.months",
                ('Y', false) => "period.years",
                _ => return None,
            };
            Some(self.counted(key, number, &[]))
        };
        of_one_unit().unwrap_or_else(|| Line::theirs(text, None))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::*;

    #[test]
    fn every_language_has_a_name_in_every_language() {
        let tags: Vec<&str> = {
            let mut tags: Vec<&str> = Language::ALL.map(Language::tag).to_vec();
            tags.sort_unstable();
            tags
        };
        for (tag, names) in NAMES.iter() {
            assert_eq!(names.keys().map(String::as_str).collect::<Vec<_>>(), tags, "{tag}");
        }
        assert!(tags.iter().all(|tag| NAMES.contains_key(*tag)) && NAMES.len() >= 60);
    }

    #[test]
    fn languages_and_lengths_of_time_are_called_by_name() {
        let name = |language, tag: &str| Messages::of(language).name_of_language(&tag.parse().unwrap()).plain();
        assert_eq!(name(Language::German, "uk"), "Ukrainisch");
        assert_eq!(name(Language::Arabic, "en"), "الإنجليزية");
        assert_eq!(name(Language::English, "pt-BR"), "Portuguese (pt-BR)");
        assert_eq!(name(Language::French, "vro"), "langue de code vro");
        let period = |language, text: &str| Messages::of(language).period(&text.parse().unwrap()).plain();
        assert_eq!(period(Language::English, "P1D"), "1 day");
        assert_eq!(period(Language::Russian, "PT24H"), "24 часа");
        assert_eq!(period(Language::Arabic, "P2W"), "أسبوعان");
        assert_eq!(period(Language::Italian, "night"), "night");
    }
}
