//! Texts with a form of their own: a value of these types has that form (docs/format/encoding.md, "Texts with a form of their own").

use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest text of a record, in bytes of UTF-8.
pub const MAX_TEXT_BYTES: usize = 16_384;

/// A text that doesn't have the form of its field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {form}")]
pub struct FormError {
    /// The text, cut to 60 characters.
    pub text: String,
    /// What it should have been.
    pub form: &'static str,
}

impl FormError {
    fn new(text: &str, form: &'static str) -> Self {
        Self { text: text.chars().take(60).collect(), form }
    }
}

macro_rules! text_form {
    ($(#[$doc:meta])* $name:ident, $form:literal, $check:path) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes a text that has the form.
            ///
            /// # Errors
            /// When it hasn't.
            pub fn new(text: impl Into<String>) -> Result<Self, FormError> {
                let text = text.into();
                if $check(&text) { Ok(Self(text)) } else { Err(FormError::new(&text, $form)) }
            }

            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = FormError;
            fn try_from(text: String) -> Result<Self, FormError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = FormError;
            fn from_str(text: &str) -> Result<Self, FormError> {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

text_form!(
    /// Any text of 1 to 16,384 bytes. It is as its author wrote it: hostile until it is escaped.
    Text, "a text of 1 to 16,384 bytes", is_text
);
text_form!(
    /// What stands before or behind a quote: any text of at most 16,384 bytes, possibly empty.
    Context, "a text of at most 16,384 bytes", is_context
);
text_form!(
    /// A person in the roster, for ever: `[a-z0-9-]{1,32}`.
    Handle, "a handle (1 to 32 of a-z, 0-9 and -)", is_handle
);
text_form!(
    /// The short name that a recorder gives to a thing: `[a-z0-9][a-z0-9-]{0,63}`.
    Slug, "a slug (1 to 64 of a-z, 0-9 and -, not starting with -)", is_slug
);
text_form!(
    /// A language, with optional script and region: the subset of BCP 47 that records use, such as `it`, `be-Latn`, `en-GB`.
    Lang, "a language tag such as it, be-Latn or en-GB", is_lang
);
text_form!(
    /// A log's name: a URL without scheme, such as `example.org/desk`.
    Origin, "an origin (a URL without scheme, space, ':' or '+')", is_origin
);
text_form!(
    /// A length of time: an ISO 8601 duration of one unit such as `PT24H`, or a word such as `night`.
    Period, "a period (PT24H, P7D, or a word such as night)", is_period
);

fn is_text(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_TEXT_BYTES
}

fn is_context(text: &str) -> bool {
    text.len() <= MAX_TEXT_BYTES
}

fn is_word(text: &str, most: usize) -> bool {
    !text.is_empty()
        && text.len() <= most
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_handle(text: &str) -> bool {
    is_word(text, 32)
}

fn is_slug(text: &str) -> bool {
    is_word(text, 64) && !text.starts_with('-')
}

fn is_lang(text: &str) -> bool {
    let mut parts = text.split('-').peekable();
    let language = parts.next().unwrap_or_default();
    let lower = |part: &str| part.bytes().all(|b| b.is_ascii_lowercase());
    if !(2..=3).contains(&language.len()) || !lower(language) {
        return false;
    }
    let is_script = |part: &&str| part.len() == 4 && part.as_bytes()[0].is_ascii_uppercase() && lower(&part[1..]);
    let is_region = |part: &&str| {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase()))
            || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    // Bytes are looked at one by one, and all but ASCII is refused before a text is cut.
    if !text.is_ascii() {
        return false;
    }
    parts.next_if(is_script);
    parts.next_if(is_region);
    parts.next().is_none()
}

fn is_origin(text: &str) -> bool {
    (1..=255).contains(&text.len())
        && text.bytes().all(|b| (0x21..=0x7e).contains(&b) && b != b':' && b != b'+')
        && !text.starts_with('/')
        && !text.ends_with('/')
        && !text.contains("//")
}

fn is_period(text: &str) -> bool {
    let number = |digits: &str| {
        (1..=5).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let counted = |rest: &str, units: &[u8]| {
        rest.is_ascii()
            && rest.bytes().last().is_some_and(|unit| units.contains(&unit))
            && number(&rest[..rest.len() - 1])
    };
    if let Some(rest) = text.strip_prefix("PT") {
        return counted(rest, b"HMS");
    }
    if let Some(rest) = text.strip_prefix('P') {
        return counted(rest, b"DWMY");
    }
    text.len() <= 32
        && text.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (what, good, bad) in [
            ("handle", vec!["ana", "-", "a-1"], vec!["", "Ana", "a b", "à", &"a".repeat(33)]),
            ("slug", vec!["a", "0-1", &"a".repeat(64)], vec!["", "-a", "a_b", &"a".repeat(65)]),
            (
                "lang",
                vec!["it", "be-Latn", "en-GB", "sr-Latn-RS", "es-419", "gsw"],
                vec!["", "I", "IT", "it-latn", "it-", "en-GB-Latn", "eñ", "italian", "be-Látn", "en-U"],
            ),
            (
                "origin",
                vec!["a", "example.org/desk"],
                vec!["", "/a", "a/", "a//b", "a:b", "a b", "a+b", "é", &"a".repeat(256)],
            ),
            (
                "period",
                vec!["PT24H", "P7D", "P1Y", "night", "polling-day"],
                vec!["", "24h", "PT", "PT0H", "P1H", "PT1D", "PT123456H", "PT24é", "Night", "-a", "P", "night!"],
            ),
        ] {
            let check = |text: &str| match what {
                "handle" => Handle::new(text).is_ok(),
                "slug" => Slug::new(text).is_ok(),
                "lang" => Lang::new(text).is_ok(),
                "origin" => Origin::new(text).is_ok(),
                _ => Period::new(text).is_ok(),
            };
            for text in good {
                assert!(check(text), "{what} {text:?}");
            }
            for text in bad {
                assert!(!check(text), "{what} {text:?}");
            }
        }
    }

    #[test]
    fn texts_are_never_empty_nor_endless() {
        assert!(Text::new("").is_err());
        assert!(Context::new("").is_ok());
        assert!(Text::new("é".repeat(8_192)).is_ok());
        assert!(Text::new("é".repeat(8_193)).is_err());
    }
}
