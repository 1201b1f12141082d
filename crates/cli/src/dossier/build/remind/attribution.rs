//! Whether a sentence says whose words it holds.

use byline_ledger::record::{Entity, Passage};

/// Words of a name shorter than this tell nobody apart: articles, "von", "де".
const LEAST_LETTERS: usize = 4;

/// Whether a passage is, or stands in, quotation marks, as far as it and the 32 characters on either side show.
pub(super) fn is_in_quotation_marks(passage: &Passage) -> bool {
    let marks = |text: &str| text.contains(['"', '«', '»', '“', '”', '„', '‟', '‹', '›', '‘', '「', '『']);
    marks(passage.exact.as_str()) || marks(passage.prefix.as_str()) || marks(passage.suffix.as_str())
}

/// Whether a sentence has something of what an entity is called by, in any of its languages and by its office. Names are inflected, so the
/// beginning of a word will do.
pub(super) fn names(entity: &Entity, sentence: &str) -> bool {
    let sentence = sentence.to_lowercase();
    let words: Vec<&str> =
        sentence.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let called = entity.names.iter().map(|(_, name)| name.as_str());
    let also = entity.also.iter().flatten().map(|other| other.name.as_str());
    let office = entity.office.iter().map(|office| office.as_str());
    called.chain(also).chain(office).any(|name| has(&sentence, &words, &name.to_lowercase()))
}

fn has(sentence: &str, words: &[&str], name: &str) -> bool {
    let stems = name.split(|char: char| !char.is_alphanumeric()).filter_map(stem);
    sentence.contains(name) || stems.into_iter().any(|stem| words.iter().any(|word| word.starts_with(&stem)))
}

/// The beginning of a word, without the letters that its endings may change.
fn stem(word: &str) -> Option<String> {
    let letters = word.chars().count();
    (letters >= LEAST_LETTERS).then(|| word.chars().take(LEAST_LETTERS.max(letters - letters / 3)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use byline_ledger::record::{EntityType, Names};
    use std::collections::BTreeMap;

    fn entity(called: &[(&str, &str)]) -> Entity {
        let names: BTreeMap<_, _> =
            called.iter().map(|(lang, name)| (lang.parse().unwrap(), name.parse().unwrap())).collect();
        Entity {
            slug: "a".parse().unwrap(),
            entity_type: EntityType::Person,
            names: Names::new(names).unwrap(),
            also: None,
            office: None,
            speaks_for: None,
            part_of: None,
            consists_of: None,
            same_as: None,
            note: None,
            corrects: None,
            reason: None,
        }
    }

    #[test]
    fn names_in_their_inflected_forms() {
        for (called, sentence, want) in [
            (&[("en", "Marta Feld")][..], "The fire is out, Feld said.", true),
            (&[("en", "Marta Feld")], "The fire is out.", false),
            (&[("uk", "Тессарі")], "Тессарі говорить про десятки людей", true),
            (&[("uk", "Спілка докерів")], "Згоріли склад сітей, стверджує спілка", true),
            (&[("uk", "порт")], "Згоріли 38 човнів, кажуть у порту.", true),
            (&[("en", "the mayor"), ("it", "la sindaca")], "La sindaca dice che", true),
            (&[("zh", "港务局")], "港务局说火灾已扑灭", true),
            (&[("en", "UN")], "The UN said so", true),
        ] {
            assert_eq!(names(&entity(called), sentence), want, "{called:?} in {sentence}");
        }
    }
}
