//! Sets against lists of their members.

use Counting::{Measure, Whole};
use proptest::prelude::*;

use super::*;
use crate::number::Decimal;

fn amount(text: &str) -> Amount {
    text.parse::<Decimal>().unwrap().amount()
}

/// Reads what `Display` writes of one interval, so that tests can be read.
fn set(counting: Counting, text: &str) -> NumberSet {
    let body = &text[1..text.len() - 1];
    if text.starts_with('{') {
        let at = amount(body);
        return NumberSet::interval(counting, Cut::before(at), Some(Cut::after(at))).unwrap();
    }
    let (low, high) = body.split_once(", ").unwrap();
    let low = Cut { at: amount(low), after: text.starts_with('(') };
    let high = (high != "∞").then(|| Cut { at: amount(high), after: text.ends_with(']') });
    NumberSet::interval(counting, low, high).unwrap()
}

fn but(counting: Counting, text: &str) -> NumberSet {
    set(counting, text).complement().unwrap()
}

#[test]
fn whole_numbers_have_closed_ends() {
    for (text, whole) in [
        ("[10, 20]", "[10, 20]"),
        ("(10, 20)", "[11, 19]"),
        ("(10, 12)", "{11}"),
        ("[10.1, 20.9]", "[11, 20]"),
        ("(10.1, 20.9)", "[11, 20]"),
        ("(10.9, 20.1)", "[11, 20]"),
        ("[0, 1)", "{0}"),
        ("[0, 0.5)", "{0}"),
        ("(0, ∞)", "[1, ∞)"),
        ("[0.5, ∞)", "[1, ∞)"),
    ] {
        assert_eq!(set(Whole, text).to_string(), whole, "{text}");
        assert_eq!(set(Measure, text).to_string(), text);
    }
}

#[test]
fn no_set_without_numbers() {
    for (counting, low, high) in [
        (Measure, Cut::before(amount("2")), Cut::before(amount("2"))),
        (Measure, Cut::after(amount("2")), Cut::after(amount("2"))),
        (Measure, Cut::after(amount("2")), Cut::before(amount("2"))),
        (Measure, Cut::before(amount("2")), Cut::after(amount("1"))),
        (Measure, Cut::before(Amount::ZERO), Cut::before(Amount::ZERO)),
        (Whole, Cut::before(Amount::ZERO), Cut::before(Amount::ZERO)),
        (Whole, Cut::after(amount("2")), Cut::before(amount("3"))),
        (Whole, Cut::before(amount("2.1")), Cut::after(amount("2.9"))),
    ] {
        assert_eq!(NumberSet::interval(counting, low, Some(high)), None, "{counting:?} {low:?} {high:?}");
    }
    assert_eq!(set(Whole, "[0, ∞)").complement(), None);
    assert_eq!(set(Measure, "[0, ∞)").complement(), None);
}

#[test]
fn shown_in_symbols_and_in_words() {
    for (set, symbols, words) in [
        (set(Whole, "[100001, ∞)"), "[100001, ∞)", "at least 100001"),
        (set(Whole, "{190}"), "{190}", "exactly 190"),
        (set(Whole, "[171, 209]"), "[171, 209]", "from 171 to 209"),
        (set(Whole, "[0, 9]"), "[0, 9]", "at most 9"),
        (set(Whole, "[0, ∞)"), "[0, ∞)", "any number"),
        (but(Whole, "{3}"), "[0, 2] ∪ [4, ∞)", "any number but 3"),
        (but(Whole, "{0}"), "[1, ∞)", "at least 1"),
        (but(Whole, "{1}"), "{0} ∪ [2, ∞)", "any number but 1"),
        (but(Whole, "[1, 5]"), "{0} ∪ [6, ∞)", "exactly 0 or at least 6"),
        (but(Measure, "{3}"), "[0, 3) ∪ (3, ∞)", "any number but 3"),
        (but(Measure, "[2, 3)"), "[0, 2) ∪ [3, ∞)", "less than 2 or at least 3"),
        (set(Measure, "(5.5, ∞)"), "(5.5, ∞)", "more than 5.5"),
        (set(Measure, "[171, 190)"), "[171, 190)", "at least 171, less than 190"),
        (set(Measure, "(1, 2]"), "(1, 2]", "more than 1, at most 2"),
        (set(Measure, "(1, 2)"), "(1, 2)", "more than 1, less than 2"),
        (set(Measure, "[5.05, 5.15]"), "[5.05, 5.15]", "from 5.05 to 5.15"),
    ] {
        assert_eq!((set.to_string().as_str(), set.in_words().as_str()), (symbols, words));
    }
}

#[test]
fn ratios_of_sets_apart() {
    let none_or_many = but(Whole, "[1, 5]");
    for (a, b, want) in [
        (set(Whole, "{190}"), set(Whole, "{73}"), Some("2.6")),
        (set(Whole, "{10}"), set(Whole, "{20}"), Some("2")),
        (set(Whole, "{10}"), set(Whole, "{19}"), None),
        (set(Whole, "{10}"), set(Whole, "{1000}"), Some("100")),
        (set(Whole, "{3}"), set(Whole, "{1000}"), Some("333")),
        (set(Whole, "[100001, ∞)"), set(Whole, "[20000, 99999]"), None),
        (set(Whole, "[100001, ∞)"), set(Whole, "[200, 999]"), Some("100")),
        (set(Whole, "[100001, ∞)"), set(Whole, "{120000}"), None),
        (set(Whole, "{0}"), set(Whole, "{5}"), None),
        (none_or_many.clone(), set(Whole, "{2}"), Some("3")),
        (none_or_many.clone(), set(Whole, "[4, 5]"), None),
        (none_or_many.clone(), none_or_many, None),
        (set(Measure, "(10, ∞)"), set(Measure, "[0, 5)"), Some("2")),
    ] {
        assert_eq!(a.ratio(&b).map(|ratio| ratio.to_string()).as_deref(), want, "{a} {b}");
        assert_eq!(a.ratio(&b), b.ratio(&a), "{a} {b}");
    }
    assert_eq!(Ratio::of(amount("100000"), amount("250000")), Ratio::from_tenths(25));
    assert_eq!(Ratio::of(amount("250000"), amount("100000")), Ratio::from_tenths(25));
    assert_eq!(Ratio::of(amount("199"), amount("100")), None);
    assert_eq!(Ratio::of(amount("199"), amount("0")), None);
}

/// Ends of the sets below lie from 0 to 6 in halves.
fn any_set() -> impl Strategy<Value = NumberSet> {
    let cut = || (0_u32..=12, any::<bool>()).prop_map(|(halves, after)| Cut { at: halves_amount(halves), after });
    let whole = prop_oneof![Just(Whole), Just(Measure)];
    (whole, cut(), proptest::option::of(cut()), any::<bool>()).prop_filter_map("empty", |(counting, low, high, but)| {
        let set = NumberSet::interval(counting, low, high)?;
        if but { set.complement() } else { Some(set) }
    })
}

fn halves_amount(halves: u32) -> Amount {
    amount(&format!("{}.{}", halves / 2, halves % 2 * 5))
}

/// The members of a set in quarters from 0 to 20: as many as tell any two of those sets apart, and gaps within them.
fn members(set: &NumberSet) -> Vec<u32> {
    let step = if set.counting == Whole { 4 } else { 1 };
    (0..=80)
        .step_by(step)
        .filter(|quarters| {
            let at = amount(&format!("{}.{:02}", quarters / 4, quarters % 4 * 25));
            set.parts.iter().any(|part| {
                let above = if part.low.after { part.low.at < at } else { part.low.at <= at };
                let below = part.high.is_none_or(|high| if high.after { at <= high.at } else { at < high.at });
                above && below
            })
        })
        .collect()
}

proptest! {
    #[test]
    fn never_empty(set in any_set()) {
        prop_assert!(!members(&set).is_empty());
    }

    #[test]
    fn complement_has_all_the_others(set in any_set()) {
        let step = if set.counting == Whole { 4 } else { 1 };
        let mine = members(&set);
        let others: Vec<u32> = (0..=80).step_by(step).filter(|quarters| !mine.contains(quarters)).collect();
        let complement = set.complement();
        prop_assert_eq!(complement.as_ref().map(members).unwrap_or_default(), others);
        if let Some(complement) = complement {
            prop_assert_eq!(complement.complement(), Some(set));
        }
    }

    #[test]
    fn relations_are_those_of_the_members(a in any_set(), b in any_set()) {
        prop_assume!(a.counting == b.counting);
        let (mine, others) = (members(&a), members(&b));
        prop_assert_eq!(a.intersects(&b), mine.iter().any(|member| others.contains(member)));
        prop_assert_eq!(a.intersects(&b), b.intersects(&a));
        prop_assert_eq!(a.is_subset(&b), mine.iter().all(|member| others.contains(member)));
        prop_assert_eq!(a == b, mine == others);
        prop_assert!(a.is_subset(&a) && a.intersects(&a));
    }

    #[test]
    fn intersections_have_what_both_have(a in any_set(), b in any_set()) {
        prop_assume!(a.counting == b.counting);
        let (mine, others) = (members(&a), members(&b));
        let both: Vec<u32> = mine.iter().copied().filter(|member| others.contains(member)).collect();
        let shared = a.intersection(&b);
        prop_assert_eq!(shared.is_some(), a.intersects(&b));
        prop_assert_eq!(shared.as_ref().map(members).unwrap_or_default(), both);
        prop_assert_eq!(shared, b.intersection(&a));
    }

    #[test]
    fn growth_needs_a_pair_in_order(a in any_set(), b in any_set()) {
        prop_assume!(a.counting == b.counting);
        let (mine, others) = (members(&a), members(&b));
        // A set that goes on behind the members looked at has larger ones too.
        let pair = b.high().is_none() || mine.iter().any(|member| others.iter().any(|other| member <= other));
        prop_assert_eq!(a.can_grow_into(&b), pair);
        prop_assert!(b.high().is_none_or(|high| b.low() <= high));
    }

    #[test]
    fn single_is_the_only_member(set in any_set()) {
        let mine = members(&set);
        let want = (mine.len() == 1).then(|| amount(&format!("{}.{:02}", mine[0] / 4, mine[0] % 4 * 25)));
        // A short interval of a measure has one quarter and many numbers beside it.
        if set.counting == Whole || set.single().is_some() {
            prop_assert_eq!(set.single(), want);
        }
    }
}
