//! Exact decimal numbers: no floats, no rounding behind anybody's back.
//!
//! A [`Decimal`] is a number as a source gave it, with as many decimals as it was written with. An [`Amount`] is a
//! point on the number line, fine enough for everything that is computed from a decimal: half a unit of its last
//! place, 0.9 and 1.1 times it.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Decimals that a [`Decimal`] may have.
const MAX_PLACES: usize = 6;

/// Digits that it may have before the point: as many as its largest value, 10^30, needs.
const MAX_DIGITS: usize = 31;

/// An exact number from 0 to 10^30 with at most six decimals.
///
/// ```text
/// text = (0 | [1-9][0-9]{0,30}) ( . [0-9]{1,6} )?
/// ```
///
/// It is text in a record, and keeps its decimals: `5.10` is measured more finely than `5.1`, and stays `5.10`. As
/// numbers the two are equal, and `==`, order and hash are by value; see [`Decimal::same_text`] for the other question.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal {
    amount: Amount,
    /// Decimals as written, 0 to 6.
    places: u8,
}

/// Why a text is not a [`Decimal`]. Offsets count bytes from the start of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// There is nothing.
    #[error("a number is missing")]
    Empty,
    /// Something that is no digit, or no digit where one must stand.
    #[error("a digit is expected at byte {offset}: write plain digits with a point before the decimals, like 1200.5")]
    NotADigit {
        /// Where.
        offset: usize,
    },
    /// A zero before other digits.
    #[error("a number does not begin with a needless zero")]
    LeadingZero,
    /// More than six decimals.
    #[error("a number has at most 6 decimals")]
    TooFine,
    /// More than 10^30.
    #[error("a number is at most 10^30")]
    TooLarge,
}

impl Decimal {
    /// How many decimals it was written with, 0 to 6.
    pub fn places(self) -> u8 {
        self.places
    }

    /// Its point on the number line.
    pub fn amount(self) -> Amount {
        self.amount
    }

    /// Whether it is a whole number, however many zeros follow the point.
    pub fn is_whole(self) -> bool {
        self.amount.is_whole()
    }

    /// Whether both are written alike: equal numbers with the same number of decimals.
    pub fn same_text(self, other: Self) -> bool {
        self == other && self.places == other.places
    }

    /// Half a unit of its last decimal: how far a measured value may be from the figure.
    pub fn half_unit(self) -> Amount {
        Amount(Amount::ONE.0 / 2 / 10_u128.pow(u32::from(self.places)))
    }

    /// Whether two different numbers are one figure, more and less exact: one is the other rounded half up to two or
    /// more significant digits.
    ///
    /// 20,000 and 19,870 are, as 19,870 rounds to 2.0 times 10^4. 100 and 96 are not.
    pub fn is_rounding_of(self, other: Self) -> bool {
        self != other && (rounds_to(self.amount, other.amount) || rounds_to(other.amount, self.amount))
    }
}

/// Whether `exact`, rounded half up to some number of significant digits from two on, is `rounded`.
fn rounds_to(exact: Amount, rounded: Amount) -> bool {
    let Some(magnitude) = exact.0.checked_ilog10() else {
        return false; // Zero has no significant digits.
    };
    // The places below the second significant digit, each as the unit of a rounding.
    (1..magnitude).map(|place| 10_u128.pow(place)).any(|unit| (exact.0 + unit / 2) / unit * unit == rounded.0)
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let (whole, decimals) = match text.split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (text, None),
        };
        check_digits(whole, 0).map_err(|error| if text.is_empty() { DecimalError::Empty } else { error })?;
        if whole.len() > 1 && whole.starts_with('0') {
            return Err(DecimalError::LeadingZero);
        }
        if whole.len() > MAX_DIGITS {
            return Err(DecimalError::TooLarge);
        }
        let decimals = match decimals {
            Some(decimals) => {
                check_digits(decimals, whole.len() + 1)?;
                decimals
            }
            None => "",
        };
        if decimals.len() > MAX_PLACES {
            return Err(DecimalError::TooFine);
        }
        // At most 31 + 7 digits, so less than 10^38, which a u128 holds.
        let padding = "0".repeat(Amount::PLACES - decimals.len());
        let scaled = format!("{whole}{decimals}{padding}");
        let amount = Amount(scaled.parse().expect("safe: 8 to 38 ASCII digits"));
        if amount > Amount::LARGEST_DECIMAL {
            return Err(DecimalError::TooLarge);
        }
        let places = u8::try_from(decimals.len()).expect("safe: at most 6");
        Ok(Self { amount, places })
    }
}

/// Checks that a part of a number has digits and nothing else. `start` is where it begins.
fn check_digits(part: &str, start: usize) -> Result<(), DecimalError> {
    let wrong = part.bytes().position(|byte| !byte.is_ascii_digit());
    match wrong {
        Some(at) => Err(DecimalError::NotADigit { offset: start + at }),
        None if part.is_empty() => Err(DecimalError::NotADigit { offset: start }),
        None => Ok(()),
    }
}

impl From<u64> for Decimal {
    fn from(number: u64) -> Self {
        Self { amount: Amount(u128::from(number) * Amount::ONE.0), places: 0 }
    }
}

impl TryFrom<String> for Decimal {
    type Error = DecimalError;

    fn try_from(text: String) -> Result<Self, DecimalError> {
        text.parse()
    }
}

impl From<Decimal> for String {
    fn from(number: Decimal) -> Self {
        number.to_string()
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.amount == other.amount
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.amount.cmp(&other.amount)
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.amount.hash(state);
    }
}

/// Writes exactly the text that was read.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = self.amount.split();
        match usize::from(self.places) {
            0 => write!(f, "{whole}"),
            places => write!(f, "{whole}.{}", &fraction[..places]),
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal({self})")
    }
}

/// A point on the number line from 0 on, in steps of 10^-7.
///
/// One step finer than a [`Decimal`], so that half a unit of its last place and 0.9 and 1.1 times it are exact. No
/// operation leaves `u128`: the largest decimal is 10^37 steps, eleven times that is 1.1 times 10^38.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(u128);

impl Amount {
    /// 0.
    pub const ZERO: Self = Self(0);

    /// 1.
    pub const ONE: Self = Self(10_u128.pow(Self::PLACES as u32));

    /// Decimals of an amount.
    const PLACES: usize = 7;

    /// 10^30.
    const LARGEST_DECIMAL: Self = Self(10_u128.pow(37));

    /// Whether it is a whole number.
    pub fn is_whole(self) -> bool {
        self.0.is_multiple_of(Self::ONE.0)
    }

    /// The largest whole number that is not greater.
    #[must_use]
    pub fn floor(self) -> Self {
        Self(self.0 - self.0 % Self::ONE.0)
    }

    /// The smallest whole number that is not smaller.
    #[must_use]
    pub fn ceil(self) -> Self {
        Self(self.0.next_multiple_of(Self::ONE.0))
    }

    /// The sum; an amount far beyond every decimal if there is none.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference, or 0 where `other` is greater.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// That many tenths of the amount, rounded down to a step. Exact for the amount of a [`Decimal`].
    #[must_use]
    pub fn tenths(self, tenths: u8) -> Self {
        Self(self.0.saturating_mul(u128::from(tenths)) / 10)
    }

    /// How many times `lesser` goes into it, in tenths rounded down; `None` if `lesser` is 0.
    pub fn ratio_tenths(self, lesser: Self) -> Option<u128> {
        self.0.saturating_mul(10).checked_div(lesser.0)
    }

    /// The whole part, and the seven digits after the point.
    fn split(self) -> (u128, String) {
        (self.0 / Self::ONE.0, format!("{:07}", self.0 % Self::ONE.0))
    }
}

/// Writes plain digits, with decimals only as far as they matter: `5.05`, `190`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = self.split();
        match fraction.trim_end_matches('0') {
            "" => write!(f, "{whole}"),
            decimals => write!(f, "{whole}.{decimals}"),
        }
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Amount({self})")
    }
}

#[cfg(test)]
mod tests;
