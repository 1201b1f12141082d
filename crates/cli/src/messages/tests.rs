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

/// Sections with names in the forms that a language's own dates ask for: `{month-to}`.
fn has_names(key: &str) -> bool {
    ["day", "month", "season"].iter().any(|name| key.starts_with(name))
}

#[test]
fn no_language_lacks_a_message() {
    let english = Messages::of(Language::English);
    for language in Language::ALL {
        let messages = Messages::of(language);
        let tag = language.tag();
        let keys = |messages: &Messages| -> Vec<String> {
            messages.messages.keys().filter(|key| !has_names(key)).cloned().collect()
        };
        assert_eq!(keys(&messages), keys(&english), "{tag}");
        for (key, message) in messages.messages.iter().filter(|(key, _)| !has_names(key)) {
            match (message, &english.messages[key]) {
                // What dates are made of is the language's own affair: `every_form_of_a_date_in_every_language` reads them.
                (Message::Forms(forms), Message::Forms(model)) if key.starts_with("date.") => {
                    assert_eq!(forms.keys().collect::<Vec<_>>(), model.keys().collect::<Vec<_>>(), "{tag} {key}");
                }
                (Message::Plain(_), Message::Plain(_)) if key == "date.short" => {}
                (Message::Plain(template), Message::Plain(model)) => {
                    assert_eq!(slots(template), slots(model), "{tag} {key}");
                    assert!(!template.0.is_empty(), "{tag} {key}");
                }
                (Message::Forms(forms), Message::Forms(model)) => {
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
        (Language::Arabic, ["0", "1,200", "12,345.50", "1,234,567"]),
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

/// Every form of docs/format/encoding.md, "Times", in every use, to be read through by somebody who speaks the language.
const TIMES: &str = "
2025-11-09 2025-06-01 2025-08-08 2025-11-11 2025-06-02~ 2025-11-08? 2025-11-11%
2025-11 2025-04~ 2025-08? 2025-10%
2025 2025~ 2025? 2025% 0987
2025-21 2025-22~ 2025-23? 2025-24 2025-24% 9999-24
202X 199X~ 20XX 18XX?
2025-XX 2025-11-XX 2025-XX-XX 2025-11-XX~
2025-11-09T08:00Z 2025-11-09T08:00:00+02:00 2025-11-09T23:59:30-03:30
2025-11-08/2025-11-09 2025-11-11/2025-11-30 2025-06-02/2025-06-08 2025-10-30/2025-11-01 2025-12-31/2026-01-08
2025-11-01~/2025-11-10~ 2025-11-11~/2025-11-20~ 2024-02-21~/2024-02-29~ 2025-11-08~/2025-11-11~ 2025-11-08?/2025-11-11
2025-03/2025-04 2025-08/2025-10 2025-10/2026-04 2025-04~/2025-10%
2025/2026 2025~/2026 2025-21/2025-22 2025-23/2025-24 202X/203X 19XX/20XX 2025/2025-11 2025-11/2026-01-11 2025-11-XX/2026
2025-11-09T08:00Z/2025-11-09T09:30Z 2025-11-09T08:00Z/2025-11-10T09:00+01:00
../2025-11-09 ../2025-11-11 ../2025-08 ../2025 ../2025-21 ../2025-24 ../202X ../20XX ../2025-11-09~ ../2025-11-09T08:00Z
2025-11-09/.. 2025-11-08/.. 2025-06-02/.. 2025-04/.. 2025/.. 2025-22/.. 2025-24/.. 202X/.. 20XX/.. 2025?/.. 2025-11-09T08:00Z/..
/2025-11-09 /2025-10 2025-11-11/ 2025/
";

#[test]
fn every_form_of_a_date_in_every_language() {
    let messages = Language::ALL.map(Messages::of);
    let mut shown = String::new();
    for text in TIMES.split_whitespace() {
        let time = text.parse().unwrap();
        shown.push_str(&format!("{text}\n"));
        for messages in &messages {
            let words = messages.time(&time);
            let tag = messages.language().tag();
            assert!(!words.contains(['[', ']', '{', '}']) && !words.contains("XX"), "{tag} {text}: {words}");
            assert_eq!(words, words.trim());
            shown.push_str(&format!("  {tag}  {words}\n"));
        }
    }
    expect_test::expect_file!["dates.txt"].assert_eq(&shown);
}

#[test]
fn points_in_time_and_axes() {
    let second = Timestamp::from_s(1_762_675_200).unwrap();
    assert_eq!(Messages::of(Language::English).stamp(second), "9 November 2025, 08:00 (UTC)");
    let short = |language| Messages::of(language).short_date("2026-03-04");
    assert_eq!(short(Language::English), "4 Mar 2026");
    assert_eq!(short(Language::German), "04.03.2026");
    assert_eq!(short(Language::French), "04/03/2026");
    assert_eq!(short(Language::Arabic), "4 مارس 2026");
    let english = Messages::of(Language::English);
    assert_eq!(english.days("2026-03-04", "2026-03-06"), "4 to 6 March 2026");
    assert_eq!(english.days("2026-03-04", "2026-03-04"), "4 March 2026");
}

/// In French no line may break before a colon, a semicolon, an exclamation or question mark, nor inside of quotation marks.
#[test]
fn french_spaces_do_not_break() {
    let mut seen = 0;
    for (key, message) in Messages::of(Language::French).messages {
        let templates: Vec<Template> = match message {
            Message::Plain(template) => vec![template],
            Message::Forms(forms) => forms.into_values().collect(),
        };
        for Template(parts) in templates {
            let part = |part: &Part| if let Part::Text(text) = part { text.clone() } else { "x".to_owned() };
            let text: String = parts.iter().map(part).collect();
            let breaks = [" :", " ;", " !", " ?", " »", "« ", "\u{201c}"];
            assert!(!breaks.iter().any(|space| text.contains(space)), "{key}: {text}");
            let bare = text.chars().zip(text.chars().skip(1));
            let is_bare = |(before, mark): (char, char)| ";!?»".contains(mark) && !"\u{a0}\u{202f}".contains(before);
            assert!(!bare.clone().any(is_bare), "{key}: {text}");
            seen += usize::from(text.contains(['\u{a0}', '\u{202f}']));
        }
    }
    assert!(seen > 50, "{seen}");
}

/// Words of a language in another script are words of another language, but for names of programs and of forms.
#[test]
fn no_latin_word_in_other_scripts() {
    let known = ["Byline", "byline", "verify", "JSON", "CSV", "UTC", "BLAKE3", "SHA-256"];
    for language in [Language::Ukrainian, Language::Russian, Language::Arabic] {
        for (key, message) in Messages::of(language).messages {
            let templates: Vec<Template> = match message {
                Message::Plain(template) => vec![template],
                Message::Forms(forms) => forms.into_values().collect(),
            };
            for Template(parts) in templates {
                let texts = parts.iter().filter_map(|part| if let Part::Text(text) = part { Some(text) } else { None });
                let words = texts.flat_map(|text| {
                    text.split(|character: char| !character.is_ascii_alphanumeric() && character != '-')
                });
                let latin = words.filter(|word| word.contains(|character: char| character.is_ascii_alphabetic()));
                let strange: Vec<&str> = latin.filter(|word| !known.contains(word)).collect();
                assert!(strange.is_empty(), "{} {key}: {strange:?}", language.tag());
            }
        }
    }
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
        ["act", "audit", "basis", "form", "judgement", "label", "outcome", "outcome-words", "reason", "status"];
    let messages = Messages::of(Language::English).messages;
    let mut unused: Vec<&String> = messages.keys().filter(|key| !source.contains(&format!("\"{key}\""))).collect();
    unused.retain(|key| !computed.contains(&key.split('.').next().unwrap()) && !has_names(key));
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
    use byline_ledger::audit::Check;
    assert!(Check::ALL.iter().all(|check| messages.contains_key(&format!("audit.{}", check.name()))));
    let opinions = "same different unsure part-or-kind agree conflict distinct-sources disputed checked";
    assert!(opinions.split(' ').all(|opinion| messages.contains_key(&format!("judgement.{opinion}"))));
}
