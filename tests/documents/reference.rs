//! docs/reference.md names every command, option, code, check and environment variable there is.

use byline_ledger::accounts::phrases::{PhraseError, PhrasePolicy};
use byline_ledger::audit::Check;
use byline_ledger::finding::Code;
use byline_ledger::record::Phrase;
use std::collections::BTreeSet;
use std::process::Command;

fn reference() -> String {
    std::fs::read_to_string(crate::top().join("docs/reference.md")).unwrap()
}

fn missing(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let page = reference();
    names.into_iter().filter(|name| !page.contains(name.as_str())).collect()
}

const NONE: Vec<String> = Vec::new();

#[test]
fn every_finding_code_is_explained() {
    assert_eq!(missing(Code::ALL.iter().map(|code| format!("| `{}` |", code.name()))), NONE);
}

#[test]
fn every_check_is_listed_with_its_codes() {
    let row = |check: &Check| {
        let codes: Vec<_> = check.codes().iter().map(|code| format!("`{}`", code.name())).collect();
        format!("| `{}` | {} | {} |", check.name(), check.title(), codes.join(", "))
    };
    assert_eq!(missing(Check::ALL.iter().map(row)), NONE);
}

#[test]
fn every_command_has_its_options() {
    let page = reference();
    let mut commands = Vec::new();
    collect(&mut Vec::new(), &mut commands);
    assert!(commands.len() >= 10, "{commands:?}");
    for (command, options) in commands {
        let heading = format!("### `{command}");
        let section = page.split("\n### ").find(|section| {
            let title = section.lines().next().unwrap_or_default();
            title.starts_with(&format!("`{command}`")) || title.starts_with(&format!("`{command} "))
        });
        let section = section.unwrap_or_else(|| panic!("docs/reference.md lacks {heading}"));
        for option in options {
            assert!(section.contains(&format!("`{option}")), "{command}: {option} is not in its section");
        }
    }
}

/// Every command that does something, with its long options, by asking the program for help.
fn collect(path: &mut Vec<String>, commands: &mut Vec<(String, Vec<String>)>) {
    let output = Command::new(env!("CARGO_BIN_EXE_byline")).args(&*path).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let Some((_, listed)) = help.split_once("\nCommands:\n") else {
        let global = ["--ledger", "--format", "--help", "--version"];
        let options = help.lines().filter_map(|line| line.split_once("--"));
        let options = options.filter(|(before, _)| before.trim().is_empty() || before.trim_end().ends_with(','));
        let name = |text: &str| format!("--{}", text.split([' ', '<', '=']).next().unwrap_or_default());
        let options = options.map(|(_, text)| name(text)).filter(|option| !global.contains(&option.as_str()));
        commands.push((format!("byline {}", path.join(" ")), options.collect()));
        return;
    };
    let names: Vec<_> = (listed.lines().take_while(|line| !line.is_empty()))
        .filter(|line| line.starts_with("  ") && !line.starts_with("    "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect();
    assert!(!names.is_empty());
    for name in names {
        path.push(name);
        collect(path, commands);
        path.pop();
    }
}

#[test]
fn every_phrase_stands_for_the_numbers_of_its_row() {
    let page = reference();
    let (_, table) = page.split_once("| stands for |").unwrap();
    let rows: Vec<Vec<&str>> = (table.lines().take_while(|line| !line.is_empty()))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let languages = &rows[0];
    let mut said = BTreeSet::new();
    for row in &rows[2..] {
        let ends: Vec<u64> = row[0].split(" to ").map(|end| end.replace(',', "").parse().unwrap()).collect();
        for (lang, text) in std::iter::zip(languages, &row[1..]).filter(|(_, text)| !text.is_empty()) {
            let phrase = Phrase { text: text.parse().unwrap(), lang: lang.parse().unwrap() };
            assert_eq!(PhrasePolicy::Phrases1.bounds(&phrase), Ok((ends[0], ends[1])), "{lang} {text}");
            said.insert(((*lang).to_owned(), (*text).to_owned()));
        }
    }
    assert_eq!(said, known_phrases());
}

/// Every phrase in its leading form, by asking for one that nobody knows.
fn known_phrases() -> BTreeSet<(String, String)> {
    let ask = |lang: &str| {
        let phrase = Phrase { text: "no such phrase".parse().unwrap(), lang: lang.parse().unwrap() };
        PhrasePolicy::Phrases1.bounds(&phrase)
    };
    let Err(PhraseError::UnknownLanguage { known: languages, .. }) = ask("qaa") else { panic!("qaa is known") };
    let mut phrases = BTreeSet::new();
    for lang in languages {
        let Err(PhraseError::UnknownPhrase { known, .. }) = ask(lang) else { panic!("{lang} is unknown") };
        phrases.extend(known.into_iter().map(|text| (lang.to_owned(), text.to_owned())));
    }
    phrases
}
