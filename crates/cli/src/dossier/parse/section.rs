//! One table of a dossier, read key by key; whatever has the wrong form is noted as a fault at its place.

use super::value::{self, Flaw};
use crate::dossier::fault::{At, Faults, Span};
use crate::dossier::spelling::did_you_mean;
use crate::dossier::tree::{Head, Name, Zone};
use byline_ledger::edtf::Edtf;
use byline_ledger::record::{Lang, Names, Period, Text};
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// Fields of a record that nobody types.
const NEVER_TYPED: [&str; 8] = ["start", "end", "prefix", "suffix", "exact", "polarity", "id", "slug"];

/// One table.
pub struct Section<'a> {
    /// As in the file: `[entity.lavrov]`.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    table: &'a DeTable<'a>,
    pub faults: &'a Faults,
}

impl<'a> Section<'a> {
    /// Takes a table; every key that isn't known is a fault.
    pub fn new(name: String, span: Span, table: &'a DeTable<'a>, faults: &'a Faults, known: &[&str]) -> Self {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let help = match did_you_mean(key.get_ref(), known.iter().copied()) {
                _ if NEVER_TYPED.contains(&key.get_ref().as_ref()) => {
                    "leave it out: the program finds it itself".to_owned()
                }
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("{name} takes {}", known.join(", ")),
            };
            faults.add(&key.span(), format!("{name} has no field `{}`", clip(key.get_ref())), help);
        }
        Self { name, span, table, faults }
    }

    /// A table inside of a field.
    pub fn inner(&self, key: &str, value: At<&'a DeValue<'a>>, known: &[&str]) -> Option<Self> {
        match value.value {
            DeValue::Table(table) => Some(Section::new(format!("`{key}`"), value.span, table, self.faults, known)),
            other => {
                self.wrong(&value.span, key, &format!("a table like {{ {} = .. }}", known.join(" = .., ")), other);
                None
            }
        }
    }

    /// Where the section and its fields stand.
    pub fn head(&self) -> Head {
        let fields = self.table.iter().map(|(key, value)| (key.get_ref().to_string(), value.span())).collect();
        Head { span: self.span.clone(), fields }
    }

    /// A value as it stands.
    pub fn get(&self, key: &str) -> Option<At<&'a DeValue<'a>>> {
        self.table.get(key).map(|value| At::new(value.get_ref(), value.span()))
    }

    /// Notes that a field is missing.
    pub fn missing(&self, key: &str, help: &str) {
        self.faults.add(&self.span, format!("{} lacks `{key}`", self.name), help);
    }

    fn wrong(&self, span: &Span, key: &str, want: &str, got: &DeValue<'_>) {
        self.faults.plain(span, format!("`{key}` is {want}, not {}", value::kind_of(got)));
    }

    fn flawed<T>(&self, span: &Span, result: Result<T, Flaw>) -> Option<At<T>> {
        match result {
            Ok(value) => Some(At::new(value, span.clone())),
            Err(Flaw { message, help: Some(help) }) => {
                self.faults.add(span, message, help);
                None
            }
            Err(Flaw { message, help: None }) => {
                self.faults.plain(span, message);
                None
            }
        }
    }

    /// A text as it was typed.
    pub fn word(&self, key: &str) -> Option<At<&'a str>> {
        let At { value, span } = self.get(key)?;
        match value {
            DeValue::String(text) => Some(At::new(text.as_ref(), span)),
            other => {
                self.wrong(&span, key, "a text in quotation marks", other);
                None
            }
        }
    }

    /// A text of a record, as it was typed.
    pub fn verbatim(&self, key: &str) -> Option<At<Text>> {
        let At { value, span } = self.word(key)?;
        self.flawed(&span, value::verbatim(key, value))
    }

    /// A text of a record, in Unicode NFC: names, labels, and whatever else are the recorder's own words.
    pub fn label(&self, key: &str) -> Option<At<Text>> {
        let At { value, span } = self.word(key)?;
        self.flawed(&span, value::label(key, value))
    }

    /// The items of a text or a list of texts; none if the field is absent.
    pub fn words(&self, key: &str) -> Vec<At<&'a str>> {
        let Some(At { value, span }) = self.get(key) else { return Vec::new() };
        let mut words = Vec::new();
        match value {
            DeValue::String(text) => words.push(At::new(text.as_ref(), span)),
            DeValue::Array(items) if !items.is_empty() => {
                for item in items.iter() {
                    match item.get_ref() {
                        DeValue::String(text) => words.push(At::new(text.as_ref(), item.span())),
                        other => self.wrong(&item.span(), key, "a text or a list of texts", other),
                    }
                }
            }
            DeValue::Array(_) => self.faults.plain(&span, format!("`{key}` is empty: leave it out")),
            other => self.wrong(&span, key, "a text or a list of texts", other),
        }
        words
    }

    /// The items of a text or a list of texts, in NFC.
    pub fn labels(&self, key: &str) -> Option<Vec<Text>> {
        self.get(key)?;
        let words = self.words(key);
        let labels = words.iter().filter_map(|word| self.flawed(&word.span, value::label(key, word.value)));
        Some(labels.map(|label| label.value).collect())
    }

    /// `true` or `false`; false if the field is absent.
    pub fn flag(&self, key: &str) -> bool {
        match self.get(key) {
            None => false,
            Some(At { value: DeValue::Boolean(flag), .. }) => *flag,
            Some(At { value, span }) => {
                self.wrong(&span, key, "true or false", value);
                false
            }
        }
    }

    /// A whole number from 1 to 1,000,000.
    pub fn count(&self, key: &str) -> Option<u64> {
        let At { value, span } = self.get(key)?;
        let count = match value {
            DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let count = count.filter(|count| (1..=1_000_000).contains(count));
        if count.is_none() {
            self.faults.plain(&span, format!("`{key}` is a whole number from 1 to 1,000,000"));
        }
        count
    }

    /// A reference.
    pub fn reference(&self, key: &str) -> Option<At<Name>> {
        let At { value, span } = self.word(key)?;
        self.flawed(&span, value::name(value))
    }

    /// One or several references.
    pub fn references(&self, key: &str) -> Vec<At<Name>> {
        let words = self.words(key);
        words.iter().filter_map(|word| self.flawed(&word.span, value::name(word.value))).collect()
    }

    /// A language tag.
    pub fn lang(&self, key: &str) -> Option<Lang> {
        let At { value, span } = self.word(key)?;
        Some(self.flawed(&span, value::lang(value))?.value)
    }

    /// A date, a time or an interval.
    pub fn moment(&self, key: &str, zone: &Zone) -> Option<Edtf> {
        let At { value, span } = self.get(key)?;
        Some(self.flawed(&span, value::moment(value, zone))?.value)
    }

    /// A length of time.
    pub fn period(&self, key: &str) -> Option<Period> {
        let At { value, span } = self.word(key)?;
        Some(self.flawed(&span, value::period(value))?.value)
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let At { value, span } = self.word(key)?;
        Some(self.flawed(&span, value::choice(key, value, choices))?.value)
    }

    /// Names per language: a table under `many`, or one text under `one` in the desk's language.
    pub fn names(&self, one: &str, many: &str, desk: &Lang) -> Option<Names> {
        match (self.get(one), self.get(many)) {
            (Some(_), Some(At { span, .. })) => {
                self.faults.plain(&span, format!("`{one}` and `{many}` say the same: keep one of them"));
                None
            }
            (Some(_), None) => Names::new(BTreeMap::from([(desk.clone(), self.label(one)?.value)])),
            (None, Some(At { value: DeValue::Table(table), span })) => self.names_per_language(many, table, &span),
            (None, Some(At { value, span })) => {
                self.wrong(&span, many, "a table like { en = \"..\", it = \"..\" }", value);
                None
            }
            (None, None) => {
                self.missing(one, &format!("give `{one} = \"..\"`, or `{many} = {{ en = \"..\", it = \"..\" }}`"));
                None
            }
        }
    }

    fn names_per_language(&self, key: &str, table: &'a DeTable<'a>, span: &Span) -> Option<Names> {
        let mut names = BTreeMap::new();
        for (lang, name) in table.iter() {
            let lang = self.flawed(&lang.span(), value::lang(lang.get_ref()));
            let name = match name.get_ref() {
                DeValue::String(text) => self.flawed(&name.span(), value::label(key, text)),
                other => {
                    self.wrong(&name.span(), key, "a text for each language", other);
                    None
                }
            };
            if let (Some(lang), Some(name)) = (lang, name) {
                names.insert(lang.value, name.value);
            }
        }
        if !(1..=Names::MOST).contains(&table.len()) {
            self.faults.plain(span, format!("`{key}` has 1 to {} languages", Names::MOST));
        }
        Names::new(names)
    }
}

/// A text from the file, short enough for a message.
pub fn clip(text: &str) -> String {
    let mut chars = text.chars().filter(|char| !char.is_control());
    let clipped: String = chars.by_ref().take(60).collect();
    if chars.next().is_some() { format!("{clipped}…") } else { clipped }
}
