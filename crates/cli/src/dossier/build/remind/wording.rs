//! Words that hedge, in the languages that this desk reads: a reminder, never a rule.

use byline_ledger::number::Decimal;
use byline_ledger::record::Quantity;

/// Words for what may be, by language.
const MODALS: &[(&str, &[&str])] = &[
    ("en", &["can", "could", "may", "might", "maybe", "perhaps", "possible", "possibly", "probably", "likely"]),
    ("it", &["può", "possono", "potrebbe", "potrebbero", "forse", "possibile", "probabilmente"]),
    ("fr", &["peut", "peuvent", "pourrait", "pourraient", "possible", "probablement"]),
    ("es", &["puede", "pueden", "podría", "podrían", "quizá", "quizás", "posible", "probablemente"]),
    ("de", &["kann", "können", "könnte", "könnten", "möglich", "möglicherweise", "vielleicht", "wahrscheinlich"]),
    ("ru", &["может", "могут", "возможно", "возможен", "вероятно"]),
    ("uk", &["може", "можуть", "можливо", "можливий", "ймовірно"]),
];

/// Words before a figure that make it another than the plain one.
const HEDGES: &[(&str, &[&str])] = &[
    (
        "en",
        &["about", "around", "roughly", "approximately", "over", "above", "than", "least", "most", "nearly", "almost"],
    ),
    ("it", &["circa", "oltre", "quasi", "almeno"]),
    ("fr", &["environ", "quelque", "presque", "moins"]),
    ("es", &["unos", "unas", "casi", "menos"]),
    ("de", &["etwa", "rund", "ungefähr", "über", "fast", "mindestens", "höchstens"]),
    ("ru", &["около", "примерно", "свыше", "более", "почти", "менее"]),
    ("uk", &["близько", "приблизно", "понад", "майже", "щонайменше"]),
];

/// A word for what may be. The month of May is none.
pub(super) fn modal<'a>(lang: &str, text: &'a str) -> Option<&'a str> {
    let modals = of_language(MODALS, lang)?;
    let words: Vec<&str> = text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let is_number =
            |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|next| next.parse::<u32>().is_ok());
        let is_month = *word == "May" && (at > 0 || is_number(Some(at + 1)));
        (!is_month && modals.contains(&word.to_lowercase().as_str())).then_some(*word)
    })
}

/// The word that hedges a figure in the quote, where the answer is the plain figure.
pub(super) fn hedged_figure<'a>(lang: &str, quantity: &Quantity, figure: Decimal, quote: &'a str) -> Option<&'a str> {
    if !matches!(quantity, Quantity::Exactly(_)) {
        return None;
    }
    let hedges = of_language(HEDGES, lang)?;
    let wanted = figure.to_string();
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
    let words: Vec<&str> = quote.split_whitespace().collect();
    let wanted = digits(&wanted);
    // Thousands may stand apart: "environ 1 500".
    let stands_at = |at: &usize| {
        let rest = words[*at..].iter().take_while(|word| word.starts_with(|char: char| char.is_ascii_digit()));
        let joined = rest.scan(String::new(), |joined, word| {
            joined.push_str(&digits(word));
            Some(joined.clone())
        });
        joined.take_while(|joined| joined.len() <= wanted.len()).any(|joined| joined == wanted)
    };
    let at = (0..words.len()).find(|at| digits(words[*at]) == wanted || stands_at(at))?;
    let before = at.checked_sub(1).and_then(|before| words.get(before))?;
    let word = before.trim_matches(|char: char| !char.is_alphanumeric());
    hedges.contains(&word.to_lowercase().as_str()).then_some(word)
}

/// Whether an English question asks what somebody intends, rather than what happens.
pub(super) fn asks_for_intention(ask: &str) -> bool {
    let stems = [
        "intend",
        "intention",
        "plan",
        "ready",
        "willing",
        "want",
        "wish",
        "offer",
        "promis",
        "threat",
        "pledg",
        "commit",
    ];
    let ask = ask.to_lowercase();
    ask.split(|char: char| !char.is_alphanumeric()).any(|word| stems.iter().any(|stem| word.starts_with(stem)))
}

fn of_language<'t>(table: &'t [(&str, &'t [&'t str])], lang: &str) -> Option<&'t [&'t str]> {
    let primary = lang.split('-').next().unwrap_or_default();
    table.iter().find(|(known, _)| *known == primary).map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_what_may_be() {
        for (lang, text, want) in [
            ("en", "Can Trump and Putin meet?", Some("Can")),
            ("en-GB", "Will they meet, as is possible?", Some("possible")),
            ("en", "How many were lost in May 2025?", None),
            ("en", "May 2025: how many?", None),
            ("en", "May they pass?", Some("May")),
            ("en", "Who carried a canister?", None),
            ("it", "potrebbe essere in salvo", Some("potrebbe")),
            ("uk", "кажуть, що підпал можливий", Some("можливий")),
            ("pl", "can", None),
        ] {
            assert_eq!(modal(lang, text), want, "{text}");
        }
    }

    #[test]
    fn words_that_hedge_a_figure() {
        let exactly = |n: &str| Quantity::Exactly(n.parse().unwrap());
        let about = Quantity::About(Decimal::from(190));
        for (lang, quantity, figure, quote, want) in [
            ("en", exactly("190"), "190", "there were over 190 clashes", Some("over")),
            ("en", exactly("100000"), "100000", "more than 100,000 residents", Some("than")),
            ("en", exactly("190"), "190", "there were 190 clashes", None),
            ("en", about, "190", "about 190 clashes", None),
            ("it", exactly("100000"), "100000", "oltre 100.000 residenti", Some("oltre")),
            ("fr", exactly("1500"), "1500", "environ 1\u{202f}500 habitants", Some("environ")),
            ("ru", exactly("12500"), "12500", "около 12 500 жителей", Some("около")),
            ("fr", exactly("500"), "500", "environ 1 500 habitants", None),
            ("fr", exactly("1500"), "1500", "les 1 500 habitants", None),
            ("uk", exactly("100"), "100", "втратив понад 100 човнів", Some("понад")),
        ] {
            assert_eq!(hedged_figure(lang, &quantity, figure.parse().unwrap(), quote), want, "{quote}");
        }
    }

    #[test]
    fn questions_of_intention() {
        assert!(asks_for_intention("Is he ready to meet?"));
        assert!(asks_for_intention("What does the union threaten?"));
        assert!(!asks_for_intention("Will they meet?"));
    }
}
