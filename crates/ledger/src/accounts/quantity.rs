//! From a quantity, as it was said, to the numbers that it stands for.

use super::numbers::{Cut, NumberSet};
use super::phrases::{PhraseError, PhrasePolicy};
use crate::number::{Amount, Decimal};
use crate::record::quantity::{Counting, Quantity, QuantityError};

/// Why a quantity stands for no numbers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InterpretError {
    /// No number fits it, or it does not fit the question.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    /// The policy does not know the phrase.
    #[error(transparent)]
    Phrase(#[from] PhraseError),
    /// A denial of something that every number fits.
    #[error("every number fits what is denied, so none is left")]
    NothingLeft,
}

/// The numbers that a quantity stands for.
///
/// It is one reading of what was said: "about" is within a tenth, "nearly" from nine tenths on, a measured value within
/// half a unit of its last decimal, a phrase what `policy` says. For counts, ends are rounded outwards.
///
/// # Errors
///
/// If it breaks a rule of admission, or is a phrase that the policy does not know.
pub fn interpret(policy: PhrasePolicy, quantity: &Quantity, counting: Counting) -> Result<NumberSet, InterpretError> {
    quantity.check(counting)?;
    let (low, high) = bounds(policy, quantity, counting)?;
    Ok(NumberSet::interval(counting, low, high).expect("safe: the check refuses every quantity that no number fits"))
}

/// The numbers that are left when a source denies a quantity.
///
/// # Errors
///
/// As [`interpret`], and if every number fits the quantity.
pub fn interpret_denial(
    policy: PhrasePolicy,
    denied: &Quantity,
    counting: Counting,
) -> Result<NumberSet, InterpretError> {
    interpret(policy, denied, counting)?.complement().ok_or(InterpretError::NothingLeft)
}

/// Where the numbers begin and end.
fn bounds(policy: PhrasePolicy, quantity: &Quantity, counting: Counting) -> Result<(Cut, Option<Cut>), InterpretError> {
    let closed = |low: Amount, high: Amount| (Cut::before(low), Some(Cut::after(high)));
    let zero = Amount::ZERO;
    Ok(match quantity {
        Quantity::Exactly(n) => closed(n.amount(), n.amount()),
        Quantity::MoreThan(n) => (Cut::after(n.amount()), None),
        Quantity::AtLeast(n) => (Cut::before(n.amount()), None),
        Quantity::AtMost(n) => closed(zero, n.amount()),
        Quantity::FewerThan(n) => (Cut::before(zero), Some(Cut::before(n.amount()))),
        Quantity::About(n) => match counting {
            Counting::Whole => closed(n.amount().tenths(9).floor(), n.amount().tenths(11).ceil()),
            Counting::Measure => closed(n.amount().tenths(9), n.amount().tenths(11)),
        },
        Quantity::Nearly(n) => match counting {
            Counting::Whole => (Cut::before(n.amount().tenths(9).floor()), Some(Cut::before(n.amount()))),
            Counting::Measure => (Cut::before(n.amount().tenths(9)), Some(Cut::before(n.amount()))),
        },
        Quantity::Between(from, to) => closed(from.amount(), to.amount()),
        Quantity::Phrase(phrase) => {
            let (low, high) = policy.bounds(phrase)?;
            closed(Decimal::from(low).amount(), Decimal::from(high).amount())
        }
        Quantity::Measured(n) => closed(n.amount().minus(n.half_unit()), n.amount().plus(n.half_unit())),
        Quantity::None => closed(zero, zero),
    })
}

#[cfg(test)]
mod tests {
    use Counting::{Measure, Whole};
    use Quantity::*;
    use proptest::prelude::*;

    use super::*;

    const POLICY: PhrasePolicy = PhrasePolicy::Phrases1;

    fn n(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn phrase(lang: &str, text: &str) -> Quantity {
        Phrase(crate::record::quantity::Phrase { lang: lang.parse().unwrap(), text: text.parse().unwrap() })
    }

    #[test]
    fn numbers_that_a_quantity_stands_for() {
        for (quantity, whole, measure) in [
            (Exactly(n("190")), "{190}", "{190}"),
            (Exactly(n("0")), "{0}", "{0}"),
            (MoreThan(n("100000")), "[100001, ∞)", "(100000, ∞)"),
            (MoreThan(n("0")), "[1, ∞)", "(0, ∞)"),
            (AtLeast(n("10")), "[10, ∞)", "[10, ∞)"),
            (AtMost(n("10")), "[0, 10]", "[0, 10]"),
            (AtMost(n("0")), "{0}", "{0}"),
            (FewerThan(n("10")), "[0, 9]", "[0, 10)"),
            (FewerThan(n("1")), "{0}", "[0, 1)"),
            (About(n("190")), "[171, 209]", "[171, 209]"),
            (About(n("15")), "[13, 17]", "[13.5, 16.5]"),
            (About(n("1")), "[0, 2]", "[0.9, 1.1]"),
            (About(n("0.4")), "[0, 1]", "[0.36, 0.44]"),
            (About(n("0")), "{0}", "{0}"),
            (Nearly(n("190")), "[171, 189]", "[171, 190)"),
            (Nearly(n("1")), "{0}", "[0.9, 1)"),
            (Nearly(n("2")), "{1}", "[1.8, 2)"),
            (Nearly(n("10")), "{9}", "[9, 10)"),
            (Nearly(n("10.5")), "[9, 10]", "[9.45, 10.5)"),
            (Nearly(n("0.5")), "{0}", "[0.45, 0.5)"),
            (Between(n("10"), n("20")), "[10, 20]", "[10, 20]"),
            (Between(n("10"), n("10")), "{10}", "{10}"),
            (phrase("it", "decine"), "[20, 99]", "[20, 99]"),
            (phrase("en", "tens of thousands"), "[20000, 99999]", "[20000, 99999]"),
            (None, "{0}", "{0}"),
        ] {
            assert_eq!(interpret(POLICY, &quantity, Whole).unwrap().to_string(), whole, "{quantity:?}");
            assert_eq!(interpret(POLICY, &quantity, Measure).unwrap().to_string(), measure, "{quantity:?}");
        }
        for (measured, want) in [
            ("5.1", "[5.05, 5.15]"),
            ("5.10", "[5.095, 5.105]"),
            ("5", "[4.5, 5.5]"),
            ("0", "[0, 0.5]"),
            ("0.0", "[0, 0.05]"),
            ("1.000000", "[0.9999995, 1.0000005]"),
        ] {
            assert_eq!(interpret(POLICY, &Measured(n(measured)), Measure).unwrap().to_string(), want);
        }
    }

    #[test]
    fn denials_leave_the_rest() {
        for (denied, whole, measure) in [
            (Exactly(n("3")), "[0, 2] ∪ [4, ∞)", "[0, 3) ∪ (3, ∞)"),
            (Exactly(n("0")), "[1, ∞)", "(0, ∞)"),
            (None, "[1, ∞)", "(0, ∞)"),
            (MoreThan(n("3")), "[0, 3]", "[0, 3]"),
            (AtLeast(n("3")), "[0, 2]", "[0, 3)"),
            (AtMost(n("3")), "[4, ∞)", "(3, ∞)"),
            (FewerThan(n("3")), "[3, ∞)", "[3, ∞)"),
            (Between(n("2"), n("3")), "[0, 1] ∪ [4, ∞)", "[0, 2) ∪ (3, ∞)"),
            (MoreThan(n("0")), "{0}", "{0}"),
        ] {
            assert_eq!(interpret_denial(POLICY, &denied, Whole).unwrap().to_string(), whole, "{denied:?}");
            assert_eq!(interpret_denial(POLICY, &denied, Measure).unwrap().to_string(), measure, "{denied:?}");
        }
        for counting in [Whole, Measure] {
            assert_eq!(interpret_denial(POLICY, &AtLeast(n("0")), counting), Err(InterpretError::NothingLeft));
        }
    }

    #[test]
    fn what_breaks_a_rule_is_not_interpreted() {
        assert_eq!(interpret(POLICY, &Nearly(n("0")), Whole), Err(QuantityError::BelowZero.into()));
        assert_eq!(
            interpret(POLICY, &Between(n("2"), n("1")), Measure),
            Err(QuantityError::Reversed { from: n("2"), to: n("1") }.into())
        );
        assert!(matches!(
            interpret(POLICY, &phrase("it", "un sacco"), Whole),
            Err(InterpretError::Phrase(PhraseError::UnknownPhrase { .. }))
        ));
    }

    fn any_decimal() -> impl Strategy<Value = Decimal> {
        prop_oneof![
            "(0|[1-9][0-9]{0,2})(\\.[0-9]{1,6})?",
            "(0|[1-9][0-9]{0,29})(\\.[0-9]{1,6})?",
            "(0|[1-9][0-9]{0,29})",
            Just("1000000000000000000000000000000".to_owned()),
        ]
        .prop_map(|text| n(&text))
    }

    fn any_quantity() -> impl Strategy<Value = Quantity> {
        (any_decimal(), any_decimal(), 0..11).prop_map(|(a, b, form)| match form {
            0 => Exactly(a),
            1 => MoreThan(a),
            2 => AtLeast(a),
            3 => AtMost(a),
            4 => FewerThan(a),
            5 => About(a),
            6 => Nearly(a),
            7 => Between(a, b),
            8 => Measured(a),
            9 => phrase("en", "dozens"),
            _ => None,
        })
    }

    proptest! {
        /// The check and the interpretation agree on what no number fits.
        #[test]
        fn whatever_passes_the_check_has_numbers(quantity in any_quantity(), whole: bool) {
            let counting = if whole { Whole } else { Measure };
            let set = interpret(POLICY, &quantity, counting);
            prop_assert_eq!(set.is_ok(), quantity.check(counting).is_ok());
        }

        /// "Exactly" lies in every reading that has its figure in it.
        #[test]
        fn exactly_meets_about_and_measured(number in any_decimal()) {
            let exactly = interpret(POLICY, &Exactly(number), Measure).unwrap();
            for wider in [About(number), Measured(number), AtLeast(number), AtMost(number)] {
                prop_assert!(exactly.is_subset(&interpret(POLICY, &wider, Measure).unwrap()), "{:?}", wider);
            }
            let more = interpret(POLICY, &MoreThan(number), Measure).unwrap();
            prop_assert!(!exactly.intersects(&more));
        }
    }
}
