use super::locate::reference::all_ways;
use super::*;
use crate::record::{Context, Passage, Text};
use proptest::prelude::*;

const ARTICLE: &str = "Titolo: un dialogo — forse\n\nMosca, 9 novembre – Lavrov\u{a0}ha detto: “c’è sempre\nuna possibilità”. \
                       Kyiv ha detto di no.\nMosca ha detto di sì, 100\u{202f}000 volte.";

fn passage(text: &str, start: usize, end: usize) -> Passage {
    let chars: Vec<char> = text.chars().collect();
    let part = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
    Passage {
        exact: Text::new(part(start, end)).unwrap(),
        prefix: Context::new(part(start.saturating_sub(32), start)).unwrap(),
        suffix: Context::new(part(end, (end + 32).min(chars.len()))).unwrap(),
        start: start as u64,
        end: end as u64,
    }
}

fn exact_words(text: &str, typed: &str) -> Result<Vec<String>, LocateError> {
    Ok(locate(text, typed)?.into_iter().map(|passage| passage.exact.to_string()).collect())
}

#[test]
fn the_document_s_own_characters_are_taken() {
    for (typed, want) in [
        ("un dialogo - forse", vec!["un dialogo — forse"]),
        ("un dialogo — forse", vec!["un dialogo — forse"]),
        (
            "Lavrov ha detto: \"c'è sempre una possibilità\"",
            vec!["Lavrov\u{a0}ha detto: “c’è sempre\nuna possibilità”"],
        ),
        ("  sempre\n   una\tpossibilità \n", vec!["sempre\nuna possibilità"]),
        ("100 000 volte", vec!["100\u{202f}000 volte"]),
        ("Kyiv [...] di sì", vec!["Kyiv", "di sì"]),
        ("Kyiv […] di sì", vec!["Kyiv", "di sì"]),
        ("Mosca, 9 [...] Lavrov ha [...]possibilità", vec!["Mosca, 9", "Lavrov\u{a0}ha", "possibilità"]),
    ] {
        assert_eq!(exact_words(ARTICLE, typed), Ok(want.into_iter().map(str::to_owned).collect()), "{typed}");
    }
}

#[test]
fn places_are_counted_in_code_points_with_their_surroundings() {
    let start = ARTICLE.chars().position(|char| char == '“').unwrap();
    assert_eq!(locate(ARTICLE, "\"c'è"), Ok(vec![passage(ARTICLE, start, start + 4)]));
    let text = "à bc";
    assert_eq!(locate(text, "à bc"), Ok(vec![passage(text, 0, 4)]));
    assert_eq!(locate(text, "bc").unwrap()[0].prefix.as_str(), "à ");
    assert_eq!(locate(text, "bc").unwrap()[0].suffix.as_str(), "");
}

#[test]
fn an_exact_place_wins_over_a_folded_one() {
    let text = "it's one, it’s two";
    assert_eq!(locate(text, "it's"), Ok(vec![passage(text, 0, 4)]));
    assert_eq!(locate(text, "it’s"), Ok(vec![passage(text, 10, 14)]));
    assert_eq!(
        locate(text, "it‘s"),
        Err(LocateError::FoundTwice { piece: "it‘s".to_owned(), lines: (1, 1) }),
        "neither is exact"
    );
}

#[test]
fn a_document_may_have_the_joint_in_it() {
    let text = "he said [...] that, and said [...] no more";
    assert_eq!(exact_words(text, "said [...] that"), Ok(vec!["said [...] that".to_owned()]));
    assert_eq!(exact_words(text, "and said [...] more"), Ok(vec!["and said".to_owned(), "more".to_owned()]));
}

#[test]
fn what_is_not_there_is_refused_with_what_comes_close() {
    let not_found = |piece: &str, nearest: Option<(usize, &str)>| {
        let nearest = nearest.map(|(line, text)| Nearest { line, text: text.to_owned() });
        Err(LocateError::NotFound { piece: piece.to_owned(), nearest })
    };
    let typed = "Mosca ha sempre detto di sì";
    assert_eq!(locate(ARTICLE, typed), not_found(typed, Some((5, "Mosca ha detto di sì"))));
    assert_eq!(locate(ARTICLE, "qualcosa del tutto diverso"), not_found("qualcosa del tutto diverso", None));
    assert_eq!(locate(ARTICLE, "Kyiv [...] di forse"), not_found("di forse", None));
    assert_eq!(
        locate(ARTICLE, "Kyiv [...] Titolo"),
        Err(LocateError::OutOfOrder { piece: "Titolo".to_owned(), line: 1 })
    );
    for empty in ["", "  \n", "[...]", "a [...]", "[...] a", "Mosca [...][...] Kyiv"] {
        assert_eq!(locate(ARTICLE, empty), Err(LocateError::Empty), "{empty:?}");
    }
    assert_eq!(locate("", "a"), not_found("a", None));
}

#[test]
fn two_places_are_no_place() {
    let twice = |piece: &str, lines| Err(LocateError::FoundTwice { piece: piece.to_owned(), lines });
    assert_eq!(locate(ARTICLE, "ha detto di"), twice("ha detto di", (4, 5)));
    assert_eq!(locate("aaa", "aa"), twice("aa", (1, 1)), "places may overlap");
    assert_eq!(locate(ARTICLE, "Lavrov [...] ha detto"), twice("ha detto", (3, 5)));
    assert_eq!(exact_words(ARTICLE, "Kyiv [...] ha detto di sì").map(|words| words.len()), Ok(2));
    // The first piece stands twice, but only once with the second behind it.
    assert_eq!(locate("b. a. b.", "b [...] a"), Ok(vec![passage("b. a. b.", 0, 1), passage("b. a. b.", 3, 4)]));
}

#[test]
fn a_passage_has_a_limit() {
    let text = format!("x{}y", "é".repeat(4_096));
    assert_eq!(locate(&text, &text[1..text.len() - 1]).map(|passages| passages.len()), Ok(1));
    assert_eq!(locate(&text, &text), Err(LocateError::TooLong { chars: 4_098 }));
}

#[test]
fn hostile_texts_take_no_longer() {
    // Quadratic work on these would take hours.
    let text = "a".repeat(400_000);
    let typed = format!("{}b", "a".repeat(100_000));
    assert!(matches!(locate(&text, &typed), Err(LocateError::NotFound { .. })));
    let pieces = vec!["a"; 100_000].join("[...]");
    assert!(matches!(locate(&text, &pieces), Err(LocateError::FoundTwice { .. })));
}

#[test]
fn verification_is_exact() {
    let index = TextIndex::new(ARTICLE);
    let good = passage(ARTICLE, 40, 60);
    assert_eq!(index.verify(&good), Ok(()));
    let (start, end, chars) = (40, 60, index.chars());
    let with = |change: &dyn Fn(&mut Passage)| {
        let mut passage = good.clone();
        change(&mut passage);
        index.verify(&passage)
    };
    let folded = Text::new(good.exact.as_str().replace('\u{a0}', " ")).unwrap();
    assert_ne!(folded, good.exact);
    assert_eq!(with(&|p| p.exact = folded.clone()), Err(Mismatch::Words { start, end }));
    assert_eq!(with(&|p| p.prefix = Context::new("").unwrap()), Err(Mismatch::Prefix { start }));
    assert_eq!(with(&|p| p.suffix = Context::new("?").unwrap()), Err(Mismatch::Suffix { end }));
    assert_eq!(with(&|p| p.start += 1), Err(Mismatch::Words { start: 41, end }));
    for (start, end) in [(60, 40), (40, 40), (40, chars + 1), (u64::MAX, u64::MAX), (0, u64::MAX)] {
        let place = |p: &mut Passage| (p.start, p.end) = (start, end);
        assert_eq!(with(&place), Err(Mismatch::Place { start, end, chars }));
    }
}

#[test]
fn verification_finds_every_place_of_a_long_text() {
    let text: String = ('a'..='z').chain("àèìòù😀".chars()).cycle().take(1_000).collect();
    let index = TextIndex::new(&text);
    assert_eq!(index.chars(), 1_000);
    for start in 0..1_000 {
        for end in [start + 1, (start + 130).min(1_000), 1_000] {
            assert_eq!(index.verify(&passage(&text, start, end)), Ok(()), "{start} to {end}");
        }
    }
    assert_eq!(TextIndex::new("").chars(), 0);
}

proptest! {
    /// One way, by trying all, is found; none or several are refused.
    #[test]
    fn agrees_with_trying_every_way(
        text in "[ab '’\u{a0}\n-]{0,24}",
        typed in "[ab'’ -]{1,4}(\\[\\.\\.\\.\\][ab'’ -]{1,3}){0,2}",
    ) {
        let typed_pieces: Vec<&str> = typed.split("[...]").collect();
        prop_assume!(typed_pieces.iter().all(|piece| !piece.trim().is_empty()));
        let ways = all_ways(&text, &typed);
        let want: Vec<Passage> = match &ways[..] {
            [way] => way.iter().map(|(start, end)| passage(&text, *start, *end)).collect(),
            _ => Vec::new(),
        };
        match locate(&text, &typed) {
            Ok(found) => prop_assert_eq!(found, want),
            Err(LocateError::FoundTwice { .. }) => prop_assert!(ways.len() > 1),
            Err(error) => prop_assert!(ways.is_empty(), "{}", error),
        }
    }

    /// Whatever is located stands there exactly.
    #[test]
    fn what_is_located_verifies(text in "\\PC{0,60}", from in 0_usize..60, length in 1_usize..8) {
        let typed: String = text.chars().skip(from).take(length).collect();
        if let Ok(passages) = locate(&text, &typed) {
            let index = TextIndex::new(&text);
            for passage in passages {
                prop_assert_eq!(index.verify(&passage), Ok(()));
            }
        }
    }

    #[test]
    fn nothing_typed_panics(text in "\\PC{0,40}", typed in "(\\PC|\\[\\.\\.\\.\\]){0,12}") {
        let _ = locate(&text, &typed);
    }
}
