//! Whether a figure stands in a text, in whatever way it is written there.

use byline_ledger::number::Decimal;
use byline_ledger::record::Quantity;

/// The figures that a quantity names.
pub(super) fn figures(quantity: &Quantity) -> Vec<Decimal> {
    match quantity {
        Quantity::Between(from, to) => vec![*from, *to],
        other => other.figure().into_iter().collect(),
    }
}

/// Whether a figure stands in a text in some way of writing it: `100000`, `100.000`, `100,000`, `100 000`, `5,1`, `100 thousand`. A
/// figure up to twenty may stand in words.
pub(super) fn stands_in(figure: Decimal, text: &str) -> bool {
    let wanted: String = figure.to_string().chars().filter(char::is_ascii_digit).collect();
    if figure <= Decimal::from(20) && !text.chars().any(|char| digit(char).is_some()) {
        return true;
    }
    let groups = groups(text);
    (0..groups.len()).any(|first| {
        let mut joined = String::new();
        for group in &groups[first..] {
            joined.push_str(&group.digits);
            let is_followed_by_word = group.behind == Behind::Word;
            let same_start = wanted.trim_end_matches('0') == joined.trim_matches('0') && wanted.len() > 3;
            if joined == wanted || (is_followed_by_word && same_start) {
                return true;
            }
            if group.behind != Behind::Digits || joined.len() > wanted.len() {
                return false;
            }
        }
        false
    })
}

/// A run of digits.
struct Group {
    digits: String,
    behind: Behind,
}

/// What follows a run of digits.
#[derive(PartialEq, Eq)]
enum Behind {
    /// One separator, and digits again: perhaps the same number.
    Digits,
    /// A word, perhaps "thousand".
    Word,
    Other,
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let Some(first) = digit(char) else { continue };
        let mut digits = String::from(first);
        while let Some(next) = chars.peek().copied().and_then(digit) {
            digits.push(next);
            chars.next();
        }
        let mut rest = chars.clone();
        let separator = rest.next();
        let next = rest.next();
        let separates = separator.is_some_and(|char| char.is_whitespace() || ".,'’_·٬٫".contains(char));
        let behind = match (separator, next) {
            (Some(_), Some(next)) if separates && digit(next).is_some() => Behind::Digits,
            (Some(char), Some(next)) if char.is_whitespace() && next.is_alphabetic() => Behind::Word,
            _ => Behind::Other,
        };
        groups.push(Group { digits, behind });
    }
    groups
}

/// A decimal digit of the scripts that news are written in, as an ASCII digit.
fn digit(char: char) -> Option<char> {
    let zero = match char {
        '0'..='9' => return Some(char),
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{966}'..='\u{96f}' => 0x966,
        '\u{9e6}'..='\u{9ef}' => 0x9e6,
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        _ => return None,
    };
    char::from_digit(u32::from(char) - zero, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_in_many_ways_of_writing() {
        for (figure, text, want) in [
            ("100000", "oltre 100.000 residenti", true),
            ("100000", "over 100,000 residents", true),
            ("100000", "100\u{202f}000 habitants", true),
            ("100000", "100 thousand", true),
            ("1300000", "1.3 million people", true),
            ("100000", "120,000 residents", false),
            ("190", "190 clashes", true),
            ("190", "over 1900 clashes", false),
            ("190", "in 2025 190 clashes", true),
            ("73", "dove sono stati respinti 73 attacchi", true),
            ("73", "dove sono stati respinti molti attacchi", false),
            ("10", "dieci località", true),
            ("10", "10 località", true),
            ("10", "12 località", false),
            ("5.1", "magnitudo 5,1", true),
            ("5.1", "magnitudo 51", true),
            ("80", "2022-02-25 tanks: 80", true),
            ("19870", "19870 літрів", true),
            ("120", "١٢٠ شخصا", true),
        ] {
            assert_eq!(stands_in(figure.parse().unwrap(), text), want, "{figure} in {text}");
        }
    }
}
