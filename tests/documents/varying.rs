//! What differs from run to run, because keys are random: ids, fingerprints, hashes, signatures.

/// A line in pieces: text that must be the same, and text that may differ.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum Word {
    Fixed(String),
    /// May differ; how it begins and its length may not.
    Varying(String),
}

/// The characters of ids, fingerprints, hashes and Base64.
fn is_digit(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '+' | '/' | '=')
}

/// Cuts a line where something begins that may differ.
pub fn words(line: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut rest = line.trim_end();
    while !rest.is_empty() {
        let run = rest.find(|character| !is_digit(character)).unwrap_or(rest.len());
        let before = words.last().map_or("", |word| match word {
            Word::Fixed(text) | Word::Varying(text) => text,
        });
        let varies = match before {
            _ if before.ends_with("b3:") => run >= 8,
            _ if before.ends_with("root ") => run >= 8,
            _ => run >= 40,
        };
        let length = if run == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { run };
        let (text, behind) = rest.split_at(length);
        rest = behind;
        match (varies, words.last_mut()) {
            (true, _) => words.push(Word::Varying(text.to_owned())),
            (false, Some(Word::Fixed(fixed))) => fixed.push_str(text),
            (false, _) => words.push(Word::Fixed(text.to_owned())),
        }
    }
    words
}

/// Whether two lines are the same but for what may differ; if so, what stands where.
pub fn same(documented: &str, printed: &str) -> Option<Vec<(String, String)>> {
    let (documented, printed) = (words(documented), words(printed));
    if documented.len() != printed.len() {
        return None;
    }
    let mut pairs = Vec::new();
    for pair in std::iter::zip(documented, printed) {
        match pair {
            (Word::Fixed(one), Word::Fixed(other)) if one == other => {}
            (Word::Varying(one), Word::Varying(other)) if one.len() == other.len() => pairs.push((one, other)),
            _ => return None,
        }
    }
    Some(pairs)
}

#[test]
fn ids_may_differ_and_words_may_not() {
    let pairs = same("26  b3:e69f3ed6  claim", "26  b3:01234567  claim");
    assert_eq!(pairs, Some(vec![("e69f3ed6".to_owned(), "01234567".to_owned())]));
    assert_eq!(same("26  b3:e69f3ed6  claim", "27  b3:01234567  claim"), None);
    assert_eq!(same("b3:e69f3ed6", "b3:e69f3ed67"), None);
    assert_eq!(same("a ", "a"), Some(vec![]));
    let key = |digit: &str| format!("key SHA256:{}", digit.repeat(43));
    assert!(same(&key("a"), &key("+")).is_some());
    assert_eq!(words("3 entries, root 8fd01262aa10eced, x")[1], Word::Varying("8fd01262aa10eced".to_owned()));
}
