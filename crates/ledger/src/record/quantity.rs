//! A quantity as a source gave it: the form that is signed.
//!
//! "More than 190" and "dozens" are kept as they were said. Which numbers they stand for is an interpretation, made
//! elsewhere by a named policy, and can be made again.

use serde::{Deserialize, Serialize};

use crate::number::Decimal;
use crate::record::text::{Lang, Text};

/// One answer to "how many" or "how much". Its CDDL is in docs/format/records.md, "answer".
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    /// This number, as a count or a plain figure.
    Exactly(Decimal),
    /// More than this, and not this.
    MoreThan(Decimal),
    /// This or more.
    AtLeast(Decimal),
    /// This or less.
    AtMost(Decimal),
    /// Less than this, and not this.
    FewerThan(Decimal),
    /// About this many.
    About(Decimal),
    /// Nearly this many, so less.
    Nearly(Decimal),
    /// From the first to the second, with both.
    Between(Decimal, Decimal),
    /// A word that stands for a number, such as "dozens".
    Phrase(Phrase),
    /// A measured value, as exact as its last decimal.
    Measured(Decimal),
    /// The source says that there is none.
    None,
}

/// A word for a number in the language in which it was said.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// The language of `text`, a tag like `it`.
    pub lang: Lang,
    /// The word, such as `decine`.
    pub text: Text,
}

/// What a question counts, as its field `measure` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counting {
    /// Whole things: residents, attacks.
    Whole,
    /// A size that can have any value: kilometres, percent.
    Measure,
}

/// Why a quantity can't answer a question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Less than nothing.
    #[error("no number is less than 0")]
    BelowZero,
    /// The ends of "between" in the wrong order.
    #[error("between {from} and {to} there is no number: the smaller one comes first")]
    Reversed {
        /// The first number.
        from: Decimal,
        /// The second, smaller one.
        to: Decimal,
    },
    /// A part of a thing that is counted in wholes.
    #[error("{number} is no whole number, and the question counts whole things")]
    NotWhole {
        /// The number.
        number: Decimal,
    },
    /// A measured value as a count.
    #[error("{number} can't be measured where the question counts whole things")]
    MeasuredCount {
        /// The number.
        number: Decimal,
    },
}

impl Quantity {
    /// Checks the rules of docs/format/admission.md: some number fits, and counts are of whole things.
    ///
    /// "About" and "nearly" may have decimals even in a count. Phrases are not checked here: which ones are known is
    /// the policy's affair.
    ///
    /// # Errors
    ///
    /// What is wrong, if something is.
    pub fn check(&self, counting: Counting) -> Result<(), QuantityError> {
        match self {
            Self::Nearly(n) | Self::FewerThan(n) if *n == Decimal::from(0) => return Err(QuantityError::BelowZero),
            Self::Between(from, to) if to < from => return Err(QuantityError::Reversed { from: *from, to: *to }),
            _ => {}
        }
        if counting == Counting::Measure {
            return Ok(());
        }
        match self {
            Self::Exactly(n) | Self::MoreThan(n) | Self::AtLeast(n) | Self::AtMost(n) | Self::FewerThan(n) => whole(*n),
            Self::Between(from, to) => whole(*from).and_then(|()| whole(*to)),
            Self::Measured(number) => Err(QuantityError::MeasuredCount { number: *number }),
            Self::About(_) | Self::Nearly(_) | Self::Phrase(_) | Self::None => Ok(()),
        }
    }

    /// The one figure that it names, if it names one.
    pub fn figure(&self) -> Option<Decimal> {
        match self {
            Self::Exactly(n)
            | Self::MoreThan(n)
            | Self::AtLeast(n)
            | Self::AtMost(n)
            | Self::FewerThan(n)
            | Self::About(n)
            | Self::Nearly(n)
            | Self::Measured(n) => Some(*n),
            Self::Between(..) | Self::Phrase(_) | Self::None => None,
        }
    }
}

fn whole(number: Decimal) -> Result<(), QuantityError> {
    if number.is_whole() { Ok(()) } else { Err(QuantityError::NotWhole { number }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn has_one_form_in_records() {
        let phrase = Phrase { lang: "it".parse().unwrap(), text: "decine".parse().unwrap() };
        for (quantity, json) in [
            (Quantity::Exactly(n("190")), r#"{"exactly":"190"}"#),
            (Quantity::MoreThan(n("100000")), r#"{"more-than":"100000"}"#),
            (Quantity::AtLeast(n("3")), r#"{"at-least":"3"}"#),
            (Quantity::AtMost(n("3")), r#"{"at-most":"3"}"#),
            (Quantity::FewerThan(n("3")), r#"{"fewer-than":"3"}"#),
            (Quantity::About(n("190")), r#"{"about":"190"}"#),
            (Quantity::Nearly(n("190")), r#"{"nearly":"190"}"#),
            (Quantity::Between(n("10"), n("20")), r#"{"between":["10","20"]}"#),
            (Quantity::Phrase(phrase), r#"{"phrase":{"lang":"it","text":"decine"}}"#),
            (Quantity::Measured(n("5.10")), r#"{"measured":"5.10"}"#),
            (Quantity::None, r#""none""#),
        ] {
            assert_eq!(serde_json::to_string(&quantity).unwrap(), json);
            assert_eq!(serde_json::from_str::<Quantity>(json).unwrap(), quantity);
        }
        for refused in [
            r#"{"exactly":190}"#,
            r#"{"exactly":"190","about":"190"}"#,
            r#"{"more_than":"1"}"#,
            r#"{"between":["10"]}"#,
            r#"{"between":["10","20","30"]}"#,
            r#"{"phrase":{"lang":"it"}}"#,
            r#"{"phrase":{"lang":"it","text":"decine","note":"x"}}"#,
            r#"{}"#,
            r#""exactly""#,
        ] {
            assert!(serde_json::from_str::<Quantity>(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn rules_of_admission() {
        use Counting::{Measure, Whole};
        use Quantity::*;
        let half = n("0.5");
        let not_whole = Err(QuantityError::NotWhole { number: half });
        let reversed = Err(QuantityError::Reversed { from: n("2"), to: n("1") });
        for (quantity, whole, measure) in [
            (Exactly(half), not_whole.clone(), Ok(())),
            (MoreThan(half), not_whole.clone(), Ok(())),
            (AtLeast(half), not_whole.clone(), Ok(())),
            (AtMost(half), not_whole.clone(), Ok(())),
            (FewerThan(half), not_whole.clone(), Ok(())),
            (Between(half, n("1")), not_whole.clone(), Ok(())),
            (Between(n("0"), half), not_whole, Ok(())),
            (About(half), Ok(()), Ok(())),
            (Nearly(half), Ok(()), Ok(())),
            (Measured(half), Err(QuantityError::MeasuredCount { number: half }), Ok(())),
            (Exactly(n("3.0")), Ok(()), Ok(())),
            (AtMost(n("0")), Ok(()), Ok(())),
            (About(n("0")), Ok(()), Ok(())),
            (Nearly(n("0.0")), Err(QuantityError::BelowZero), Err(QuantityError::BelowZero)),
            (FewerThan(n("0")), Err(QuantityError::BelowZero), Err(QuantityError::BelowZero)),
            (Between(n("1"), n("1")), Ok(()), Ok(())),
            (Between(n("2"), n("1")), reversed.clone(), reversed),
            (None, Ok(()), Ok(())),
        ] {
            assert_eq!(quantity.check(Whole), whole, "{quantity:?}");
            assert_eq!(quantity.check(Measure), measure, "{quantity:?}");
        }
    }
}
