//! Decimals against schoolbook arithmetic on their digits.

use proptest::prelude::*;

use super::*;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// 10^30, the largest.
const LARGEST: &str = "1000000000000000000000000000000";

#[test]
fn keeps_its_text() {
    for text in [
        "0",
        "0.0",
        "0.000001",
        "1",
        "5.1",
        "5.10",
        "190",
        "100000",
        "999.999999",
        LARGEST,
        &format!("{LARGEST}.000000"),
    ] {
        assert_eq!(decimal(text).to_string(), text);
        let json = format!("\"{text}\"");
        assert_eq!(serde_json::to_string(&decimal(text)).unwrap(), json);
        assert!(serde_json::from_str::<Decimal>(&json).unwrap().same_text(decimal(text)));
    }
}

#[test]
fn refuses_every_other_text() {
    let too_large = [format!("{LARGEST}.000001"), format!("{}1", "1".repeat(30)), "9".repeat(200)];
    for (text, error) in [
        ("", DecimalError::Empty),
        (".", DecimalError::NotADigit { offset: 0 }),
        (".5", DecimalError::NotADigit { offset: 0 }),
        ("5.", DecimalError::NotADigit { offset: 2 }),
        ("-1", DecimalError::NotADigit { offset: 0 }),
        ("+1", DecimalError::NotADigit { offset: 0 }),
        (" 1", DecimalError::NotADigit { offset: 0 }),
        ("1 ", DecimalError::NotADigit { offset: 1 }),
        ("1,000", DecimalError::NotADigit { offset: 1 }),
        ("1_000", DecimalError::NotADigit { offset: 1 }),
        ("1.000.000", DecimalError::NotADigit { offset: 5 }),
        ("1e3", DecimalError::NotADigit { offset: 1 }),
        ("\u{663}", DecimalError::NotADigit { offset: 0 }),
        ("1.\u{663}", DecimalError::NotADigit { offset: 2 }),
        ("00", DecimalError::LeadingZero),
        ("01", DecimalError::LeadingZero),
        ("00.5", DecimalError::LeadingZero),
        ("0.0000000", DecimalError::TooFine),
        ("1.1234567", DecimalError::TooFine),
        (&too_large[0], DecimalError::TooLarge),
        (&too_large[1], DecimalError::TooLarge),
        (&too_large[2], DecimalError::TooLarge),
    ] {
        assert_eq!(text.parse::<Decimal>(), Err(error), "{text}");
        assert!(serde_json::from_str::<Decimal>(&format!("\"{text}\"")).is_err(), "{text}");
    }
    assert!(serde_json::from_str::<Decimal>("1").is_err(), "a number is text in a record");
}

#[test]
fn compares_by_value_and_tells_texts_apart() {
    assert_eq!(decimal("5.10"), decimal("5.1"));
    assert!(!decimal("5.10").same_text(decimal("5.1")));
    assert!(decimal("9") < decimal("10"));
    assert!(decimal("9.9") < decimal("10"));
    assert!(decimal("0.000001") > decimal("0"));
    assert_eq!(Decimal::from(u64::MAX).to_string(), "18446744073709551615");
}

#[test]
fn whole_numbers() {
    for (text, whole) in
        [("0", true), ("5", true), ("5.0", true), ("5.000000", true), ("5.1", false), ("0.000001", false)]
    {
        assert_eq!(decimal(text).is_whole(), whole, "{text}");
    }
}

#[test]
fn half_a_unit_of_the_last_place() {
    for (text, half) in [("190", "0.5"), ("5.1", "0.05"), ("5.10", "0.005"), ("0.000001", "0.0000005")] {
        assert_eq!(decimal(text).half_unit().to_string(), half, "{text}");
    }
}

#[test]
fn amounts_stay_exact_at_both_ends() {
    let smallest = decimal("0.000001").amount();
    assert_eq!(smallest.tenths(9).to_string(), "0.0000009");
    assert_eq!(smallest.tenths(11).to_string(), "0.0000011");
    let largest = decimal(LARGEST).amount();
    assert_eq!(largest.tenths(9).to_string(), format!("9{}", "0".repeat(29)));
    assert_eq!(largest.tenths(11).to_string(), format!("11{}", "0".repeat(29)));
    assert_eq!(largest.plus(Amount::ONE).to_string(), format!("1{}1", "0".repeat(29)));
    assert_eq!(decimal("5.05").amount().floor(), decimal("5").amount());
    assert_eq!(decimal("5.05").amount().ceil(), decimal("6").amount());
    assert_eq!(decimal("5").amount().ceil(), decimal("5").amount());
    assert_eq!(decimal("5").amount().minus(decimal("6").amount()), Amount::ZERO);
    assert_eq!(decimal("190").amount().ratio_tenths(decimal("73").amount()), Some(26));
    assert_eq!(largest.ratio_tenths(smallest), Some(10_u128.pow(37)));
    assert_eq!(decimal("190").amount().ratio_tenths(Amount::ZERO), None);
}

#[test]
fn roundings() {
    for (a, b, rounding) in [
        ("20000", "19870", true),
        ("20000", "19500", true),
        ("20000", "19499", false),
        ("20000", "20499", true),
        ("20000", "20500", false),
        ("20000", "20000", false),
        ("20000", "20000.0", false),
        ("100", "96", false),
        ("100", "99.5", true),
        ("100", "99.4", false),
        ("190", "191", true),
        ("190", "194.9", true),
        ("190", "195", false),
        ("200", "195", true),
        ("190", "185", true),
        ("190", "73", false),
        ("5.1", "5.14", true),
        ("5.1", "5.15", false),
        ("5.2", "5.15", true),
        ("0", "0.4", false),
        ("0", "0.000001", false),
        ("10", "9.95", true),
        ("1", "0.995", true),
        ("6438", "6301", false),
        ("6400", "6438", true),
        ("7", "7.4", false),
        (LARGEST, "999999999999999999999999999999.999999", true),
    ] {
        assert_eq!(decimal(a).is_rounding_of(decimal(b)), rounding, "{a} {b}");
        assert_eq!(decimal(b).is_rounding_of(decimal(a)), rounding, "{b} {a}");
    }
}

/// Rounds digits half up as on paper: cut after `keep` significant digits, carry, fill with zeros.
fn round_on_paper(digits: &str, keep: usize) -> String {
    let mut kept: Vec<u8> = digits.bytes().take(keep).map(|digit| digit - b'0').collect();
    let carry = digits.as_bytes().get(keep).is_some_and(|digit| *digit >= b'5');
    let mut at = kept.len();
    let mut carry = carry;
    while carry && at > 0 {
        at -= 1;
        kept[at] = (kept[at] + 1) % 10;
        carry = kept[at] == 0;
    }
    if carry {
        kept.insert(0, 1);
    }
    let mut text: String = kept.iter().map(|digit| char::from(b'0' + digit)).collect();
    text.push_str(&"0".repeat(digits.len().saturating_sub(keep)));
    text
}

proptest! {
    #[test]
    fn any_decimal_keeps_its_text(text in "(0|[1-9][0-9]{0,29})(\\.[0-9]{1,6})?") {
        prop_assert_eq!(decimal(&text).to_string(), text);
    }

    #[test]
    fn parsing_never_panics_and_takes_only_what_it_writes(text in "[0-9.+,e -]{0,40}|\\PC{0,8}") {
        if let Ok(number) = text.parse::<Decimal>() {
            prop_assert_eq!(number.to_string(), text);
        }
    }

    #[test]
    fn order_is_that_of_the_digits(
        a in "(0|[1-9][0-9]{0,9})", b in "(0|[1-9][0-9]{0,9})", c in "[0-9]{6}", d in "[0-9]{6}",
    ) {
        // Without leading zeros a longer whole part is greater, and digits of one length compare as text.
        let want = (a.len(), &a, &c).cmp(&(b.len(), &b, &d));
        prop_assert_eq!(decimal(&format!("{a}.{c}")).cmp(&decimal(&format!("{b}.{d}"))), want);
    }

    #[test]
    fn rounds_as_on_paper(digits in "[1-9][0-9]{2,20}", keep in 1_usize..20) {
        let rounded = round_on_paper(&digits, keep);
        let same_at_two = (2..=digits.len()).any(|more| round_on_paper(&digits, more) == rounded);
        prop_assert_eq!(decimal(&digits).is_rounding_of(decimal(&rounded)), same_at_two && rounded != digits);
    }
}
