//! What a word that isn't known was probably meant to be.

use strsim::osa_distance;

/// The candidate that a word was probably meant to be: at most a third of it differs.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= 8)
        .map(|candidate| (osa_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_close_by_are_proposed() {
        let words = ["answer", "quote", "by", "as_of"];
        for (word, want) in [
            ("anwser", Some("answer")),
            ("qoute", Some("quote")),
            ("bx", Some("by")),
            ("part", None),
            ("asof", Some("as_of")),
            ("zzz", None),
            ("", None),
            ("answer", Some("answer")),
        ] {
            assert_eq!(did_you_mean(word, words), want, "{word}");
        }
    }
}
