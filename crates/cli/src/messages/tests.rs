//! No language lacks a message, a slot or a plural form; numbers, plurals and dates have the form of their language.

use super::*;
use byline_ledger::time::Timestamp;
use std::collections::BTreeSet;

fn slots(template: &Template) -> BTreeSet<&str> {
    let slot = |part: &Part| match part {
        Part::Slot(name) => Some(name.clone()),
        Part::Text(_) => None,
    };
    template.0.iter().filter_map(slot).map(|name| &*name.leak()).collect()
}

#[test]
fn no_language_lacks_a_message() {
    let english = Messages::of(Language::English);
    for language in Language::ALL {
        let messages = Messages::of(language);
        let tag = language.tag();
        let keys: Vec<&String> = messages.messages.keys().collect();
        assert_eq!(keys, english.messages.keys().collect::<Vec<_>>(), "{tag}");
        for (key, message) in &messages.messages {
            match (message, &english.messages[key]) {
                (Message::Plain(template), Message::Plain(model)) => {
                    assert_eq!(slots(template), slots(model), "{tag} {key}");
                    assert!(!template.0.is_empty(), "{tag} {key}");
                }
                (Message::Counted(forms), Message::Counted(model)) => {
                    let wanted: BTreeSet<&str> = language.plurals().iter().map(|form| form.name()).collect();
                    assert_eq!(forms.keys().map(String::as_str).collect::<BTreeSet<_>>(), wanted, "{tag} {key}");
                    // A form for one thing, two or none may say so without the number.
                    for (form, template) in
                        forms.iter().filter(|(form, _)| !["zero", "one", "two"].contains(&form.as_str()))
                    {
                        assert_eq!(slots(template), slots(&model["other"]), "{tag} {key} {form}");
                    }
                }
                _ => panic!("{tag} {key}: counts in one language only"),
            }
        }
    }
}

#[test]
fn no_language_is_english_in_disguise() {
    let english = Messages::of(Language::English);
    for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
        let messages = Messages::of(language);
        let same =
            ["page.no-judge", "verified.means", "part.questions", "matrix.intro", "mark.disputed", "reason.overlap"];
        assert!(same.iter().all(|key| messages.text(key) != english.text(key)), "{}", language.tag());
    }
}

#[test]
fn numbers_have_the_form_of_their_language() {
    for (language, want) in [
        (Language::English, ["0", "1,200", "12,345.50", "1,234,567"]),
        (Language::Italian, ["0", "1.200", "12.345,50", "1.234.567"]),
        (Language::Spanish, ["0", "1200", "12.345,50", "1.234.567"]),
        (Language::French, ["0", "1\u{202f}200", "12\u{202f}345,50", "1\u{202f}234\u{202f}567"]),
        (Language::Russian, ["0", "1\u{a0}200", "12\u{a0}345,50", "1\u{a0}234\u{a0}567"]),
        (Language::Arabic, ["٠", "١٬٢٠٠", "١٢٬٣٤٥٫٥٠", "١٬٢٣٤٬٥٦٧"]),
    ] {
        let messages = Messages::of(language);
        assert_eq!(["0", "1200", "12345.50", "1234567"].map(|number| messages.number(number)), want);
    }
}

#[test]
fn plurals_have_the_form_of_their_language() {
    let forms = |language: Language, numbers: &[u64]| -> Vec<&'static str> {
        numbers.iter().map(|number| language.plural(*number).name()).collect()
    };
    assert_eq!(forms(Language::English, &[0, 1, 2, 21]), ["other", "one", "other", "other"]);
    assert_eq!(forms(Language::French, &[0, 1, 2]), ["one", "one", "other"]);
    let slavic = ["many", "one", "few", "many", "many", "one", "few", "many", "one"];
    for language in [Language::Ukrainian, Language::Russian] {
        assert_eq!(forms(language, &[0, 1, 4, 5, 11, 21, 22, 112, 1_001]), slavic);
    }
    let arabic = ["zero", "one", "two", "few", "few", "many", "many", "other", "few"];
    assert_eq!(forms(Language::Arabic, &[0, 1, 2, 3, 10, 11, 99, 100, 103]), arabic);
}

#[test]
fn dates_have_the_form_of_their_language() {
    let time = |language, text: &str| Messages::of(language).time(&text.parse().unwrap());
    for (text, want) in [
        ("2025", "2025"),
        ("2025-06", "June 2025"),
        ("2025-06-04", "4 June 2025"),
        ("2025-06-14~", "about 14 June 2025"),
        ("2025-06-14?", "14 June 2025 (uncertain)"),
        ("2025-06-14T08:00Z", "14 June 2025, 08:00 (UTC)"),
        ("2025-06-14T08:00:30+02:00", "14 June 2025, 08:00:30 (+02:00)"),
        ("2025-06-13/2025-06-14", "13 June 2025 to 14 June 2025"),
        ("../2025-06-14", "until 14 June 2025"),
        ("2025-06-14/", "since 14 June 2025"),
        ("202X", "202X"),
        ("2025-XX-XX", "2025-XX-XX"),
        ("2025-21", "2025-21"),
    ] {
        assert_eq!(time(Language::English, text), want);
    }
    for (language, want) in [
        (Language::Italian, "14 giugno 2025"),
        (Language::French, "14 juin 2025"),
        (Language::German, "14. Juni 2025"),
        (Language::Spanish, "14 de junio de 2025"),
        (Language::Ukrainian, "14 червня 2025 р."),
        (Language::Russian, "14 июня 2025 г."),
        (Language::Arabic, "١٤ يونيو ٢٠٢٥"),
    ] {
        assert_eq!(time(language, "2025-06-14"), want);
    }
    assert_eq!(time(Language::French, "2025-06-01"), "1er juin 2025");
    let second = Timestamp::from_s(1_762_675_200).unwrap();
    assert_eq!(Messages::of(Language::English).stamp(second), "9 November 2025, 08:00 (UTC)");
    assert_eq!(Messages::of(Language::German).short_date("2025-11-09"), "09.11.2025");
}

/// Every message that the program asks for by name is there, and every one that is there is asked for somewhere.
#[test]
fn messages_and_program_agree() {
    let mut source = String::new();
    let folder = |name: &str| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name);
    let mut open = vec![folder("render"), folder("messages")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if !path.iter().any(|part| part == "tests" || part == "tests.rs") {
            source += &std::fs::read_to_string(path).unwrap();
        }
    }
    // Sections whose keys are made from names in the records.
    let computed =
        ["act", "basis", "form", "label", "outcome", "outcome-words", "reason", "status", "month", "month-alone"];
    let messages = Messages::of(Language::English).messages;
    let mut unused: Vec<&String> = messages.keys().filter(|key| !source.contains(&format!("\"{key}\""))).collect();
    unused.retain(|key| !computed.contains(&key.split('.').next().unwrap()));
    assert_eq!(unused, Vec::<&String>::new());
    let sections: BTreeSet<&str> = messages.keys().map(|key| key.split('.').next().unwrap()).collect();
    let quoted = source.split('"').skip(1);
    let asked = quoted.filter(|text| text.split_once('.').is_some_and(|(section, _)| sections.contains(section)));
    let is_key = |text: &&str| {
        text.bytes().all(|byte| byte.is_ascii_lowercase() || b".-".contains(&byte)) && !text.ends_with('.')
    };
    let missing: BTreeSet<&str> = asked.filter(is_key).filter(|key| !messages.contains_key(*key)).collect();
    assert_eq!(missing, BTreeSet::new());
}

/// Every act, label, outcome and reason has its message.
#[test]
fn every_name_in_a_record_has_a_message() {
    use byline_ledger::accounts::verdict::ReasonCode;
    let messages = Messages::of(Language::English).messages;
    for reason in ReasonCode::ALL {
        assert!(messages.contains_key(&format!("reason.{}", reason.code())), "{reason}");
    }
    let acts = "say claim confirm deny estimate announce denounce warn predict judge offer promise threaten demand ask decline";
    assert!(acts.split(' ').all(|act| messages.contains_key(&format!("act.{act}"))));
}
