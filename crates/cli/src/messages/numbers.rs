//! Numbers in the form of a language.

use super::{Language, Messages};

/// What stands between thousands, before decimals, and whether four digits are grouped already (CLDR).
fn marks(language: Language) -> (&'static str, &'static str, bool) {
    match language {
        Language::Italian | Language::German => (".", ",", true),
        Language::Spanish => (".", ",", false),
        Language::French => ("\u{202f}", ",", true),
        Language::Ukrainian | Language::Russian => ("\u{a0}", ",", true),
        // Arabic pages write Latin digits, as the names of claims, ids and commands do (docs/translations.md).
        Language::English | Language::Arabic => (",", ".", true),
    }
}

impl Messages {
    /// A plain decimal, `1200.50`, in the form of the language, with its decimals as they are.
    pub fn number(&self, plain: &str) -> String {
        let (thousands, point, groups_four) = marks(self.language());
        let (whole, decimals) = plain.split_once('.').map_or((plain, None), |(whole, rest)| (whole, Some(rest)));
        let is_grouped = whole.len() > 4 || (whole.len() == 4 && groups_four);
        let mut text = String::with_capacity(plain.len() * 2);
        for (place, digit) in whole.chars().enumerate() {
            if is_grouped && place > 0 && (whole.len() - place).is_multiple_of(3) {
                text.push_str(thousands);
            }
            text.push(digit);
        }
        if let Some(decimals) = decimals {
            text.push_str(point);
            text.push_str(decimals);
        }
        text
    }

    /// A count in the form of the language.
    pub fn whole(&self, number: u64) -> String {
        self.number(&number.to_string())
    }
}
