//! The answer of a claim, read as the question wants it.

use super::Builder;
use crate::dossier::fault::{At, Span};
use crate::dossier::parse::section::clip;
use crate::dossier::parse::value::{self, Flaw, kind_of};
use crate::dossier::spelling::did_you_mean;
use crate::dossier::tree::{AnswerItem, ClaimItem};
use byline_ledger::accounts::phrases::PhrasePolicy;
use byline_ledger::number::{Decimal, DecimalError};
use byline_ledger::record::{Answer, AnswerType, Counting, Kind, Lang, Phrase, Quantity, Question, Value};
use toml::de::DeValue;

/// How numbers are written.
const NUMBERS: &str =
    "write 190 or 100_000; decimals as a text, \"5.1\"; a word for a number as { phrase = \"dozens\" }";

/// The words for how a number is hedged.
const HEDGES: [&str; 11] = [
    "exactly",
    "more_than",
    "at_least",
    "at_most",
    "fewer_than",
    "about",
    "nearly",
    "between",
    "phrase",
    "measured",
    "none",
];

const HEDGED: &str = "write 190, { more_than = 190 }, { at_least = 190 }, { at_most = 190 }, { fewer_than = 190 }, { about = 190 }, \
                      { nearly = 190 }, { between = [180, 200] }, { phrase = \"dozens\" }, { measured = \"5.1\" } or { none = true }";

impl Builder<'_> {
    /// The answer of a claim to its question.
    pub(super) fn answer(&mut self, item: &ClaimItem<'_>, question: &Question, lang: Option<&Lang>) -> Option<Answer> {
        let (at, is_denial) = match &item.answer {
            AnswerItem::Silent(silence) => {
                self.refuse_complete(item);
                return Some(Answer::Silent(silence.value));
            }
            AnswerItem::Answer(at) => (at, false),
            AnswerItem::Denies(at) => (at, true),
        };
        if is_denial {
            self.refuse_complete(item);
            if question.answer_type != AnswerType::Quantity {
                let message =
                    format!("`denies` is for quantities, and this question takes {}", a(question.answer_type));
                self.faults.add(&at.span, message, "a yes-no is denied with `answer = false`");
                return None;
            }
            return self.value(question, at.value, &at.span, lang).map(Answer::Denies);
        }
        let items = match at.value {
            DeValue::Array(items) => items,
            single => {
                let value = self.value(question, single, &at.span, lang)?;
                if item.complete && question.many.is_some() {
                    return Some(Answer::Values { values: vec![value], complete: true });
                }
                self.refuse_complete(item);
                return Some(Answer::Value(value));
            }
        };
        if question.many.is_none() {
            let help = "give one value; or give the question `many = true`, if one answer may name several";
            self.faults.add(&at.span, "this question takes one answer, not a list", help);
            return None;
        }
        if items.is_empty() {
            self.faults.add(&at.span, "the list is empty", "`silent = \"not mentioned\"`, if nothing is said");
            return None;
        }
        let read = items.iter().map(|item| self.value(question, item.get_ref(), &item.span(), lang));
        let values: Vec<Option<Value>> = read.collect();
        let values: Option<Vec<Value>> = values.into_iter().collect();
        Some(Answer::Values { values: values?, complete: item.complete })
    }

    fn refuse_complete(&self, item: &ClaimItem<'_>) {
        if item.complete {
            self.faults
                .plain(item.head.place("complete"), "`complete` is for the answers of a question with `many = true`");
        }
    }

    fn value(&mut self, question: &Question, value: &DeValue<'_>, span: &Span, lang: Option<&Lang>) -> Option<Value> {
        let read = match (question.answer_type, value) {
            (_, DeValue::Float(float)) => Err(float_flaw(float.as_str())),
            (AnswerType::Quantity, value) => quantity(value, lang, question.counting()).map(Value::Quantity),
            (AnswerType::Moment, value) => value::moment(value, &self.dossier.defaults.zone).map(Value::Moment),
            (AnswerType::YesNo, DeValue::Boolean(yes)) => Ok(Value::YesNo(*yes)),
            // A cell of CSV is a text, whatever stands in it.
            (AnswerType::YesNo, DeValue::String(text)) if matches!(text.as_ref(), "true" | "false") => {
                Ok(Value::YesNo(text == "true"))
            }
            (AnswerType::YesNo, _) => {
                Err(wrong_type(question, value, "write true or false; how sure the source is goes into `commit`"))
            }
            (AnswerType::Entity, DeValue::String(text)) => match value::name(text) {
                Ok(name) => {
                    let name = At::new(name, span.clone());
                    return self.identity(Kind::Entity, &name).map(Value::Entity);
                }
                Err(flaw) => Err(flaw),
            },
            (AnswerType::Entity, _) => {
                Err(wrong_type(question, value, "write the slug of an entity in quotation marks"))
            }
            (AnswerType::Choice, DeValue::String(text)) => option(question, text),
            (AnswerType::Text, DeValue::String(text)) => value::label("answer", text).map(Value::Text),
            (AnswerType::Choice | AnswerType::Text, _) => {
                Err(wrong_type(question, value, "write it in quotation marks"))
            }
        };
        if let Ok(Value::Quantity(Quantity::Phrase(phrase))) = &read
            && let Err(error) = PhrasePolicy::Phrases1.bounds(phrase)
        {
            self.warn(span, error.to_string(), "the words are kept, but no comparison knows their numbers");
        }
        match read {
            Ok(value) => Some(value),
            Err(flaw) => {
                self.faults.add(span, flaw.message, flaw.help.unwrap_or_default());
                None
            }
        }
    }
}

/// A type of answers with its article.
fn a(answer_type: AnswerType) -> String {
    let article = if answer_type == AnswerType::Entity { "an" } else { "a" };
    format!("{article} {answer_type}")
}

fn wrong_type(question: &Question, value: &DeValue<'_>, help: &str) -> Flaw {
    Flaw::new(format!("this question takes {}, not {}", a(question.answer_type), kind_of(value)), help)
}

/// `100.000` is one hundred in TOML.
fn float_flaw(typed: &str) -> Flaw {
    let (whole, decimals) = typed.split_once('.').unwrap_or((typed, ""));
    let is_plain =
        !whole.is_empty() && [whole, decimals].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let help = match decimals.len() {
        3 if is_plain => {
            format!("for {whole} thousand write {whole}_{decimals}; for a number with decimals a text: \"{typed}\"")
        }
        _ => format!("write a number with decimals as a text: \"{typed}\""),
    };
    Flaw::new(format!("`{typed}` is not exact: as a number it is {whole} and a fraction"), help)
}

/// One of the question's options.
fn option(question: &Question, text: &str) -> Result<Value, Flaw> {
    let text = value::label("answer", text)?;
    let options = question.options.iter().flatten().map(|option| option.as_str());
    if options.clone().any(|option| option == text.as_str()) {
        return Ok(Value::Choice(text));
    }
    let help = match did_you_mean(text.as_str(), options.clone()) {
        Some(meant) => format!("did you mean \"{meant}\"?"),
        None => {
            format!("the options are {}", options.map(|option| format!("{option:?}")).collect::<Vec<_>>().join(", "))
        }
    };
    Err(Flaw::new(format!("{:?} is not an option of this question", clip(text.as_str())), help))
}

fn quantity(value: &DeValue<'_>, lang: Option<&Lang>, counting: Counting) -> Result<Quantity, Flaw> {
    let decimal = |value: &DeValue<'_>| decimal(value, counting);
    let DeValue::Table(table) = value else { return Ok(Quantity::Exactly(decimal(value)?)) };
    let mut entries = table.iter();
    let (Some((hedge, value)), None) = (entries.next(), entries.next()) else {
        return Err(Flaw::new("a quantity is hedged in one way", HEDGED));
    };
    let value = value.get_ref();
    Ok(match hedge.get_ref().as_ref() {
        "exactly" => Quantity::Exactly(decimal(value)?),
        "more_than" => Quantity::MoreThan(decimal(value)?),
        "at_least" => Quantity::AtLeast(decimal(value)?),
        "at_most" => Quantity::AtMost(decimal(value)?),
        "fewer_than" => Quantity::FewerThan(decimal(value)?),
        "about" => Quantity::About(decimal(value)?),
        "nearly" => Quantity::Nearly(decimal(value)?),
        "measured" => Quantity::Measured(decimal(value)?),
        "between" => match value {
            DeValue::Array(ends) if ends.len() == 2 => {
                Quantity::Between(decimal(ends[0].get_ref())?, decimal(ends[1].get_ref())?)
            }
            _ => return Err(Flaw::new("`between` has two ends", "write { between = [180, 200] }")),
        },
        "phrase" => match (value, lang) {
            (DeValue::String(text), Some(lang)) => {
                Quantity::Phrase(Phrase { lang: lang.clone(), text: value::verbatim("phrase", text)? })
            }
            (DeValue::String(_), None) => {
                return Err(Flaw::new(
                    "in which language is the phrase?",
                    "add `lang = \"it\"` to the claim or to [dossier]",
                ));
            }
            _ => return Err(Flaw::new("a phrase is a text", "write { phrase = \"dozens\" }")),
        },
        "none" => match value {
            DeValue::Boolean(true) => Quantity::None,
            _ => return Err(Flaw::new("`none` is true", "write { none = true }")),
        },
        other => {
            let help = did_you_mean(other, HEDGES).map(|meant| format!("did you mean `{meant}`?"));
            let message = format!("`{}` is no way to hedge a quantity", clip(other));
            return Err(Flaw::new(message, help.unwrap_or_else(|| HEDGED.to_owned())));
        }
    })
}

/// Digits with `_` between them, as TOML has them, without it.
fn without_separators(text: &str) -> String {
    let is_digit = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty();
    match text.split('_').all(is_digit) {
        true => text.replace('_', ""),
        false => text.to_owned(),
    }
}

/// A whole number, or a decimal as text.
fn decimal(value: &DeValue<'_>, counting: Counting) -> Result<Decimal, Flaw> {
    let text = match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().trim_start_matches('+'),
        DeValue::String(text) => &without_separators(text),
        DeValue::Float(float) => return Err(float_flaw(float.as_str())),
        other => return Err(Flaw::new(format!("a number is expected, not {}", kind_of(other)), HEDGED)),
    };
    let number: Decimal = text.parse().map_err(|error| {
        let (why, help) = match error {
            _ if text.starts_with('-') => {
                (String::new(), "a quantity is never negative: ask for the loss, the fall, the debt")
            }
            DecimalError::NotADigit { .. } | DecimalError::Empty => (String::new(), NUMBERS),
            other => (format!(": {other}"), NUMBERS),
        };
        Flaw::new(format!("`{}` is not a number{why}", clip(text)), help)
    })?;
    // Half of Europe writes one hundred thousand like that.
    if counting == Counting::Whole && number.places() == 3 && number.is_whole() {
        return Err(Flaw::new(
            format!("`{text}` is {} here", number.amount()),
            format!("for thousands write {}", text.replace('.', "_")),
        ));
    }
    Ok(number)
}
