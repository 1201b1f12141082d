//! The words of a report around its records, in every language that Byline speaks: message files, plurals, numbers and dates.
//!
//! Numbers, plurals and dates follow the Unicode CLDR, written down here for eight languages: a report is rendered again years later and compared byte
//! by byte, so its forms must not move with somebody else's tables (docs/decisions, "Reports").

mod dates;
mod language;
pub mod line;
mod names;
mod numbers;
#[cfg(test)]
mod tests;

pub use language::Language;
pub use line::{Line, Piece};
pub use names::LANGUAGES;

use language::Plural;
use std::collections::BTreeMap;

/// A message: fixed text, and slots that are filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Template(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Slot(String),
}

/// A message as its file has it.
#[derive(Debug, Clone)]
enum Message {
    Plain(Template),
    /// One for each plural form of the language, or for each use of a date.
    Forms(BTreeMap<String, Template>),
}

/// All messages of one language.
#[derive(Debug, Clone)]
pub struct Messages {
    language: Language,
    messages: BTreeMap<String, Message>,
}

impl Template {
    fn parse(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((slot, behind)) = after.split_once('}') else { break };
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            parts.push(Part::Slot(slot.to_owned()));
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Self(parts)
    }

    fn fill(&self, slots: &[(&str, Line)]) -> Line {
        let mut line = Line::default();
        for part in &self.0 {
            match part {
                Part::Text(text) => line.push(Piece::Ours(text.clone())),
                Part::Slot(name) => {
                    if let Some((_, value)) = slots.iter().find(|(slot, _)| slot == name) {
                        line.extend(value.clone());
                    }
                }
            }
        }
        line
    }
}

impl Messages {
    /// The messages of a language.
    pub fn of(language: Language) -> Self {
        let table: toml::Table = language.file().parse().expect("safe: a test reads every message file");
        let mut messages = BTreeMap::new();
        for (section, entries) in &table {
            for (key, value) in entries.as_table().into_iter().flatten() {
                let message = match value {
                    toml::Value::String(text) => Message::Plain(Template::parse(&language.set(text))),
                    toml::Value::Table(forms) => {
                        let forms = forms.iter().filter_map(|(form, text)| Some((form, text.as_str()?)));
                        Message::Forms(
                            forms.map(|(form, text)| (form.clone(), Template::parse(&language.set(text)))).collect(),
                        )
                    }
                    _ => continue,
                };
                messages.insert(format!("{section}.{key}"), message);
            }
        }
        Self { language, messages }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A message with its slots filled in.
    pub fn line(&self, key: &str, slots: &[(&str, Line)]) -> Line {
        match self.messages.get(key) {
            Some(Message::Plain(template)) => template.fill(slots),
            Some(Message::Forms(_)) | None => Line::ours(format!("[{key}]")),
        }
    }

    /// A message without slots.
    pub fn text(&self, key: &str) -> String {
        self.line(key, &[]).plain()
    }

    /// A message with its slots in braces, for the script of a page, which fills them in.
    pub fn unfilled(&self, key: &str) -> String {
        let Some(Message::Plain(Template(parts))) = self.messages.get(key) else { return format!("[{key}]") };
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Slot(name) => format!("{{{name}}}"),
        };
        parts.iter().map(part).collect()
    }

    /// Words in the quotation marks of the language.
    pub fn quoted(&self, words: Line) -> Line {
        self.line("punctuation.quote", &[("words", words)])
    }

    /// Several things with commas between.
    pub fn listed(&self, lines: impl IntoIterator<Item = Line>) -> Line {
        Line::joined(lines, &self.text("punctuation.comma"))
    }

    /// Several parts of a sentence with semicolons between.
    pub fn in_a_row(&self, lines: impl IntoIterator<Item = Line>) -> Line {
        Line::joined(lines, &self.text("punctuation.semicolon"))
    }

    /// A name before what it is the name of: `When:`.
    pub fn label(&self, name: &str) -> String {
        self.line("punctuation.label", &[("name", Line::ours(name))]).plain()
    }

    /// A name with what it is the name of: `When: 4 March 2026`.
    pub fn labelled(&self, name: Line, value: Line) -> Line {
        self.line("punctuation.label", &[("name", name)]).and(" ").then(value)
    }

    /// A message that counts, in the plural form that the language asks for. Its slot `n` is the number.
    pub fn counted(&self, key: &str, number: u64, slots: &[(&str, Line)]) -> Line {
        let Some(Message::Forms(forms)) = self.messages.get(key) else { return Line::ours(format!("[{key}]")) };
        let form = self.language.plural(number);
        let template = forms.get(form.name()).or_else(|| forms.get(Plural::Other.name()));
        let mut all = vec![("n", Line::ours(self.whole(number)))];
        all.extend_from_slice(slots);
        template.map(|template| template.fill(&all)).unwrap_or_default()
    }
}
