//! Every form, every refusal, and how dates and times lie to each other.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

fn edtf(text: &str) -> Edtf {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn span(text: &str) -> Span {
    edtf(text).span()
}

/// The ends of a span of days, as dates.
fn day_ends(text: &str) -> (String, String) {
    let span = span(text);
    assert!(!span.is_zoned(), "{text}");
    let show = |end: End| match end {
        End::At(day) => (date(1970, 1, 1) + jiff::Span::new().days(day)).to_string(),
        End::Open => "open".to_owned(),
        End::Unknown => "unknown".to_owned(),
    };
    (show(span.start()), show(span.end()))
}

#[test]
fn dates_cover_whole_days() {
    for (text, first, last) in [
        ("2025", "2025-01-01", "2025-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("2025-11", "2025-11-01", "2025-11-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2100-02", "2100-02-01", "2100-02-28"),
        ("2025-11-09", "2025-11-09", "2025-11-09"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2025-11-09~", "2025-11-09", "2025-11-09"),
        ("2025-11?", "2025-11-01", "2025-11-30"),
        ("2025%", "2025-01-01", "2025-12-31"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("20XX~", "2000-01-01", "2099-12-31"),
        ("2025-XX", "2025-01-01", "2025-12-31"),
        ("2025-XX-XX", "2025-01-01", "2025-12-31"),
        ("2024-02-XX", "2024-02-01", "2024-02-29"),
        ("2025-21", "2025-03-01", "2025-05-31"),
        ("2025-22", "2025-06-01", "2025-08-31"),
        ("2025-23", "2025-09-01", "2025-11-30"),
        ("2025-24", "2025-12-01", "2026-02-28"),
        ("2023-24?", "2023-12-01", "2024-02-29"),
        ("9999-24", "9999-12-01", "9999-12-31"),
        ("2025-11-08/2025-11-09", "2025-11-08", "2025-11-09"),
        ("2025-11-09/2025-11-09", "2025-11-09", "2025-11-09"),
        ("2025-11/2026-02~", "2025-11-01", "2026-02-28"),
        ("2025-11/2025-11-09", "2025-11-01", "2025-11-09"),
        ("2025-11-09/2025-11", "2025-11-09", "2025-11-30"),
        ("2025-11-XX/202X", "2025-11-01", "2029-12-31"),
        ("2025-21/2025-23", "2025-03-01", "2025-11-30"),
        ("../2025", "open", "2025-12-31"),
        ("2025/..", "2025-01-01", "open"),
        ("/2025-11-09", "unknown", "2025-11-09"),
        ("2025-11-09?/", "2025-11-09", "unknown"),
    ] {
        assert_eq!(day_ends(text), (first.to_owned(), last.to_owned()), "{text}");
    }
}

#[test]
fn times_are_instants() {
    const EIGHT: i64 = 1_762_668_000; // 2025-11-09T06:00:00Z
    for (text, start, end) in [
        ("1970-01-01T00:00Z", End::At(0), End::At(0)),
        ("1969-12-31T23:59:59Z", End::At(-1), End::At(-1)),
        ("1970-01-01T02:00+02:00", End::At(0), End::At(0)),
        ("2025-11-09T08:00+02:00", End::At(EIGHT), End::At(EIGHT)),
        ("2025-11-09T08:00:00+02:00", End::At(EIGHT), End::At(EIGHT)),
        ("2025-11-09T06:00:01Z", End::At(EIGHT + 1), End::At(EIGHT + 1)),
        ("2025-11-09T06:00+00:00", End::At(EIGHT), End::At(EIGHT)),
        ("2025-11-09T20:00+14:00", End::At(EIGHT), End::At(EIGHT)),
        ("2025-11-08T18:00-12:00", End::At(EIGHT), End::At(EIGHT)),
        ("2025-11-09T11:45+05:45", End::At(EIGHT), End::At(EIGHT)),
        ("2025-11-09T02:30:00-03:30", End::At(EIGHT), End::At(EIGHT)),
        ("2025-11-09T08:00+02:00/2025-11-09T10:00+02:00", End::At(EIGHT), End::At(EIGHT + 7_200)),
        ("2025-11-09T08:00+02:00/2025-11-09T07:00:00Z", End::At(EIGHT), End::At(EIGHT + 3_600)),
        ("../2025-11-09T08:00+02:00", End::Open, End::At(EIGHT)),
        ("2025-11-09T08:00+02:00/", End::At(EIGHT), End::Unknown),
    ] {
        let span = span(text);
        assert_eq!((span.start(), span.end(), span.is_zoned()), (start, end, true), "{text}");
    }
}

#[test]
fn qualifiers_hedge_and_change_nothing() {
    for (text, approximate, uncertain) in [
        ("2025-11-09", false, false),
        ("2025-11-09~", true, false),
        ("2025-11-09?", false, true),
        ("2025-11-09%", true, true),
        ("2025-11-08~/2025-11-09", true, false),
        ("2025-11-08/2025-11-09?", false, true),
        ("2025-11-08~/2025-11-09?", true, true),
        ("../2025%", true, true),
        ("2025~/..", true, false),
        ("2025-11-09T08:00Z", false, false),
    ] {
        let time = edtf(text);
        assert_eq!((time.is_approximate(), time.is_uncertain()), (approximate, uncertain), "{text}");
    }
    assert_eq!(span("2025-11-09"), span("2025-11-09%"));
    assert_ne!(edtf("2025-11-09"), edtf("2025-11-09%"));
}

#[test]
fn refuses_every_other_text_and_says_where() {
    use EdtfProblem::*;
    let long = "2025-11-09T08:00:00+02:00/2025-11-09T08:00:00+02:00".to_owned() + &" ".repeat(20);
    for (text, offset, problem) in [
        ("", 0, NoDate),
        ("/", 0, NoDate),
        ("../..", 0, NoDate),
        ("../", 0, NoDate),
        ("/..", 0, NoDate),
        (&*long, 64, TooLong),
        ("..", 0, NotADigit),
        ("~", 0, NotADigit),
        ("today", 0, NotADigit),
        ("25", 2, NotADigit),
        (" 2025", 0, NotADigit),
        ("2025 ", 4, NotAHyphen),
        ("20251109", 4, NotAHyphen),
        ("2025-11-09 ", 10, TrailingText),
        ("2025-11-9", 9, NotADigit),
        ("2025-1", 6, NotADigit),
        ("2025-", 5, NotADigit),
        ("2025-11-", 8, NotADigit),
        ("2025/11/09", 7, NotADigit),
        ("09.11.2025", 2, NotADigit),
        ("2025-11-090", 10, TrailingText),
        ("2025-11-09\u{661}", 10, TrailingText),
        ("\u{662}025", 0, NotADigit),
        ("-2025", 0, NoSuchYear),
        ("Y12025", 0, NoSuchYear),
        ("0000", 0, NoSuchYear),
        ("000X", 0, NoSuchYear),
        ("00XX", 0, NoSuchYear),
        ("2025-00", 5, NoSuchMonth),
        ("2025-13", 5, NoSuchMonth),
        ("2025-20", 5, NoSuchMonth),
        ("2025-25", 5, NoSuchMonth),
        ("2025-13-01", 5, NoSuchMonth),
        ("2025-21-01", 7, TrailingText),
        ("2025-11-00", 8, NoSuchDay { days: 30 }),
        ("2025-11-31", 8, NoSuchDay { days: 30 }),
        ("2025-02-29", 8, NoSuchDay { days: 28 }),
        ("2100-02-29", 8, NoSuchDay { days: 28 }),
        ("2025-12-32", 8, NoSuchDay { days: 31 }),
        ("2XXX", 1, Unspecified),
        ("XXXX", 0, Unspecified),
        ("20X5", 2, Unspecified),
        ("202X-11", 4, Unspecified),
        ("2025-1X", 6, Unspecified),
        ("2025-X1", 5, Unspecified),
        ("2025-XX-09", 8, Unspecified),
        ("2025-11-0X", 9, Unspecified),
        ("2025-11-XXX", 10, Unspecified),
        ("202x", 3, NotADigit),
        ("2025-11-09~~", 10, TrailingText),
        ("2025-11-09?~", 10, TrailingText),
        ("~2025-11-09", 0, NotADigit),
        ("2025~-11", 4, NotAHyphen),
        ("2025-11-09T08:00", 16, NoZone),
        ("2025-11-09T08:00:00", 19, NoZone),
        ("2025-11-09t08:00Z", 10, TrailingText),
        ("2025-11-09 08:00Z", 10, TrailingText),
        ("2025-11-09T08:00z", 16, NoZone),
        ("2025-11-09T", 11, NotADigit),
        ("2025-11-09T08Z", 13, NotAColon),
        ("2025-11-09T0800Z", 13, NotAColon),
        ("2025-11-09T08:00:00.5Z", 19, NoZone),
        ("2025-11-09T24:00Z", 11, NoSuchTime),
        ("2025-11-09T08:60Z", 14, NoSuchTime),
        ("2016-12-31T23:59:60Z", 17, NoSuchTime),
        ("2025-11-09T08:00+02", 19, NotAColon),
        ("2025-11-09T08:00+0200", 19, NotAColon),
        ("2025-11-09T08:00+14:01", 16, NoSuchOffset),
        ("2025-11-09T08:00+15:00", 17, NoSuchOffset),
        ("2025-11-09T08:00-12:01", 16, NoSuchOffset),
        ("2025-11-09T08:00-00:00", 16, NoSuchOffset),
        ("2025-11-09T08:00+02:60", 20, NoSuchOffset),
        ("2025-11-09T08:00+02:00[Europe/Kyiv]", 22, TrailingText),
        ("2025-11-09T08:00ZZ", 17, TrailingText),
        ("2025-11-31T08:00Z", 8, NoSuchDay { days: 30 }),
        ("2025-11T08:00Z", 7, NoDay),
        ("2025T08:00Z", 4, NoDay),
        ("2025-11-XXT08:00Z", 10, NoDay),
        ("T08:00Z", 0, NotADigit),
        ("2025-11-09T08:00Z~", 17, QualifiedTime),
        ("2025-11-09T08:00Z/2025-11-10", 18, MixedInterval),
        ("2025-11-09/2025-11-10T08:00Z", 11, MixedInterval),
        ("2025-11-09/2025-11-08", 11, Reversed),
        ("2025-12/2025-11", 8, Reversed),
        ("2025-12-01~/2025-11~", 12, Reversed),
        ("2025-11-09T08:00Z/2025-11-09T09:00+02:00", 18, Reversed),
        ("2025/2026/2027", 9, NotAHyphen),
        ("2025//", 5, NotADigit),
        (".../2025", 0, NotADigit),
        ("2025/...", 5, NotADigit),
        ("2025/2026-13", 10, NoSuchMonth),
    ] {
        assert_eq!(text.parse::<Edtf>(), Err(EdtfError { offset, problem }), "{text}");
    }
    assert_eq!("2025-02-30".parse::<Edtf>().unwrap_err().to_string(), "this month has the days 01 to 28 (at byte 8)");
}

#[test]
fn parts_of_a_month() {
    for (part, year, month, text) in [
        (PartOfMonth::Early, 2025, 11, "2025-11-01~/2025-11-10~"),
        (PartOfMonth::Mid, 2025, 11, "2025-11-11~/2025-11-20~"),
        (PartOfMonth::Late, 2025, 11, "2025-11-21~/2025-11-30~"),
        (PartOfMonth::Late, 2024, 2, "2024-02-21~/2024-02-29~"),
        (PartOfMonth::Late, 9999, 12, "9999-12-21~/9999-12-31~"),
        (PartOfMonth::Early, 1, 1, "0001-01-01~/0001-01-10~"),
    ] {
        assert_eq!(Edtf::part_of_month(part, year, month), Ok(edtf(text)));
        assert_eq!(edtf(text).as_part_of_month(), Some((part, &text[..7])));
    }
    for text in ["2025-11-01/2025-11-10", "2025-11-01~/2025-11-11~", "2025-11", "2025-11-01~/..", "202X"] {
        assert_eq!(edtf(text).as_part_of_month(), None);
    }
    for (year, month) in [(2025, 0), (2025, 13), (2025, 21), (0, 1), (-1, 1), (10_000, 1)] {
        assert!(Edtf::part_of_month(PartOfMonth::Late, year, month).is_err(), "{year} {month}");
    }
}

#[test]
fn is_plain_text_in_records() {
    let time = edtf("2025-11-08/2025-11-09~");
    assert_eq!(serde_json::to_string(&time).unwrap(), "\"2025-11-08/2025-11-09~\"");
    assert_eq!(serde_json::from_str::<Edtf>("\"2025-11-08/2025-11-09~\"").unwrap(), time);
    assert!(serde_json::from_str::<Edtf>("\"2025-11-31\"").is_err());
    assert!(serde_json::from_str::<Edtf>("2025").is_err());
}

/// How two spans can lie to each other.
#[derive(Debug, PartialEq)]
enum Relation {
    Same,
    Contains,
    Within,
    Overlap,
    Disjoint,
}

fn relation(a: Span, b: Span) -> Relation {
    assert_eq!(a.overlaps(b), !a.is_disjoint(b));
    match (a == b, a.contains(b), b.contains(a), a.overlaps(b)) {
        (true, true, true, true) => Relation::Same,
        (false, true, false, true) => Relation::Contains,
        (false, false, true, true) => Relation::Within,
        (false, false, false, true) => Relation::Overlap,
        (false, false, false, false) => Relation::Disjoint,
        other => panic!("impossible: {other:?}"),
    }
}

#[test]
fn relations() {
    use Relation::*;
    for (a, b, want) in [
        // Dates are days of the calendar.
        ("2025-11-08", "2025-11-09", Disjoint),
        ("2025-11-09", "2025-11-09~", Same),
        ("2025-11", "2025-11-XX", Same),
        ("2025-11", "2025-11-09", Contains),
        ("2025-11", "2025-12", Disjoint),
        ("2025-11-08/2025-11-09", "2025-11-09/2025-11-10", Overlap),
        ("2025-11-08/2025-11-09", "2025-11-09", Contains),
        // Instants are the same in every zone.
        ("2025-11-09T08:00+02:00", "2025-11-09T06:00:00Z", Same),
        ("2025-11-09T08:00+02:00", "2025-11-09T08:00Z", Disjoint),
        ("2025-11-09T08:00Z/2025-11-09T10:00Z", "2025-11-09T10:00Z", Contains),
        ("2025-11-09T08:00Z/2025-11-09T10:00Z", "2025-11-09T09:00Z/2025-11-09T11:00Z", Overlap),
        // A date spans UTC+14 to UTC-12.
        ("2025-11-09", "2025-11-09T08:00+02:00", Contains),
        ("2025-11-09", "2025-11-08T09:59:59Z", Disjoint),
        ("2025-11-09", "2025-11-08T10:00:00Z", Contains),
        ("2025-11-09", "2025-11-09T00:00:00+14:00", Contains),
        ("2025-11-09", "2025-11-10T11:59:59Z", Contains),
        ("2025-11-09", "2025-11-09T23:59:59-12:00", Contains),
        ("2025-11-09", "2025-11-10T12:00:00Z", Disjoint),
        ("2025-11-09", "2025-11-08T10:00Z/2025-11-11T12:00Z", Within),
        ("2025-11-09", "2025-11-10T00:00Z/2025-11-11T00:00Z", Overlap),
        // Equal seconds don't make a date and an interval of times the same span.
        ("2025-11-09", "2025-11-08T10:00:00Z/2025-11-10T11:59:59Z", Same),
        // Open ends reach for ever.
        ("2025/..", "2030-01-01T00:00Z", Contains),
        ("../2025", "2024", Contains),
        ("../2025", "2026/..", Disjoint),
        ("../2025", "2025/..", Overlap),
        ("../2025", "../2024", Contains),
        // Unknown ends may reach anywhere, so nothing is known to lie within.
        ("/2025", "2024", Overlap),
        ("/2025", "2026", Disjoint),
        ("/2025", "/2025", Same),
        ("/2025", "../2025", Within),
        ("2025/", "2025/..", Within),
        ("2025/", "2025/", Same),
    ] {
        let (a_span, b_span) = (span(a), span(b));
        if want == Same && a_span.is_zoned() != b_span.is_zoned() {
            assert_ne!(a_span, b_span);
            assert!(a_span.contains(b_span) && b_span.contains(a_span), "{a} {b}");
            continue;
        }
        assert_eq!(relation(a_span, b_span), want, "{a} {b}");
        let mirrored = match want {
            Contains => Within,
            Within => Contains,
            other => other,
        };
        assert_eq!(relation(b_span, a_span), mirrored, "{b} {a}");
    }
}

#[test]
fn earliest_and_latest_seconds() {
    for (text, earliest, latest) in [
        ("1970-01-01", Some(-14 * 3_600), Some(36 * 3_600 - 1)),
        ("1970-01-01T00:00:05Z", Some(5), Some(5)),
        ("1970-01-01T00:00:05Z/..", Some(5), None),
        ("/1970-01-01T00:00:05Z", None, Some(5)),
    ] {
        assert_eq!((span(text).earliest_s(), span(text).latest_s()), (earliest, latest), "{text}");
    }
}

/// Any date with or without a qualifier, as text.
fn any_date() -> impl Strategy<Value = String> {
    (1_i16..=9999, 1_i8..=12, 1_i8..=31, 0_usize..5, "[?~%]?").prop_map(|(year, month, day, form, qualifier)| {
        let day = day.min(date(year, month, 1).days_in_month());
        let text = match form {
            0 => format!("{year:04}"),
            1 => format!("{year:04}-{month:02}"),
            2 => format!("{year:04}-{:02}", 21 + month % 4),
            3 => format!("{year:04}-{month:02}-XX"),
            _ => format!("{year:04}-{month:02}-{day:02}"),
        };
        text + &qualifier
    })
}

/// Any time with a zone, as text.
fn any_time() -> impl Strategy<Value = String> {
    (any_day(), 0..24, 0..60, proptest::option::of(0..60), -12 * 4_i32..=14 * 4).prop_map(
        |(day, hour, minute, second, quarters)| {
            let second = second.map(|second| format!(":{second:02}")).unwrap_or_default();
            let zone = match quarters {
                0 => "Z".to_owned(),
                _ => {
                    let sign = if quarters < 0 { '-' } else { '+' };
                    format!("{sign}{:02}:{:02}", quarters.abs() / 4, quarters.abs() % 4 * 15)
                }
            };
            format!("{day}T{hour:02}:{minute:02}{second}{zone}")
        },
    )
}

fn any_day() -> impl Strategy<Value = Date> {
    (2_i16..=9998, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

/// Any text of the format; intervals of two dates are put in order by their texts, which sort by year.
fn any_edtf() -> impl Strategy<Value = Edtf> {
    let point = prop_oneof![any_date(), any_time()];
    (point, any_date(), 0..6).prop_filter_map("reversed", |(point, other, form)| {
        let text = match form {
            0 => format!("{point}/.."),
            1 => format!("../{point}"),
            2 => format!("{point}/"),
            3 => format!("/{point}"),
            4 if !point.contains('T') => {
                format!("{}/{}", point.clone().min(other.clone()), point.max(other))
            }
            _ => point,
        };
        text.parse().ok()
    })
}

proptest! {
    #[test]
    fn keeps_its_text(time in any_edtf()) {
        let text = time.to_string();
        prop_assert_eq!(text.parse::<Edtf>(), Ok(time));
    }

    #[test]
    fn parsing_never_panics(text in "[0-9XTZ:+/.?~%-]{0,40}|\\PC{0,12}") {
        if let Ok(time) = text.parse::<Edtf>() {
            prop_assert_eq!(time.as_str(), text);
        }
    }

    #[test]
    fn ends_are_in_order(time in any_edtf()) {
        if let (End::At(start), End::At(end)) = (time.span().start(), time.span().end()) {
            prop_assert!(start <= end);
        }
    }

    #[test]
    fn relations_are_what_they_are_called(a in any_edtf(), b in any_edtf()) {
        let (a, b) = (a.span(), b.span());
        prop_assert!(a.overlaps(a) && a.contains(a));
        prop_assert_eq!(a.overlaps(b), b.overlaps(a));
        prop_assert!(!a.contains(b) || a.overlaps(b));
    }

    #[test]
    fn a_date_holds_all_its_times(time in any_time()) {
        let day = span(time.split('T').next().unwrap());
        prop_assert!(day.contains(span(&time)), "{}", time);
    }

    #[test]
    fn instants_agree_with_jiff(time in any_time()) {
        // jiff's offsets are as wide, and it wants no seconds either.
        let want: jiff::Timestamp = time.parse().unwrap();
        prop_assert_eq!(span(&time).start(), End::At(want.as_second()));
    }

    #[test]
    fn days_of_the_calendar_compare_like_numbers(a in any_day(), b in any_day()) {
        let (first, last) = (a.min(b), a.max(b));
        let days = span(&format!("{first}/{last}"));
        prop_assert!(days.contains(span(&a.to_string())) && days.contains(span(&b.to_string())));
        prop_assert_eq!(span(&a.to_string()).overlaps(span(&b.to_string())), a == b);
        let reversed = format!("{last}/{first}");
        prop_assert_eq!(reversed.parse::<Edtf>().is_ok(), a == b);
    }
}
