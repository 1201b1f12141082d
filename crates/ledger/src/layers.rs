//! The layers of the core, kept by a test (docs/ARCHITECTURE.md).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Lower layers first. A module uses only modules that stand on an earlier line; those on one line don't know each other.
const LAYERS: &[&[&str]] = &[
    &["cbor", "edtf", "hash", "number", "position", "time"],
    &["finding", "key", "merkle"],
    &["chain", "cose", "log", "note", "record"],
    &["checkpoint", "quote", "statement"],
    &["state"],
    &["accounts", "audit", "store"],
    &["ledger"],
];

/// The only modules that may touch the disk.
const ON_DISK: &[&str] = &["store", "ledger"];

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The code of every module, tests and comments left out: its name, the file, the text.
fn sources() -> Vec<(String, PathBuf, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    let mut folders = vec![top.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            if name.contains("test") || matches!(name, "sim" | "lib" | "layers") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let code: Vec<_> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let module = path.strip_prefix(&top).unwrap().iter().next().unwrap().to_str().unwrap();
            sources.push((module.trim_end_matches(".rs").to_owned(), path.clone(), code.join("\n")));
        }
    }
    sources
}

/// The modules that come after `crate::`, also those in braces.
fn used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (_, rest) in code.match_indices("crate::").map(|(at, word)| (at, &code[at + word.len()..])) {
        let Some(list) = rest.strip_prefix('{') else {
            used.insert(first_word(rest));
            continue;
        };
        let mut depth = 0;
        let mut item = String::new();
        for character in list.chars() {
            match character {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    used.insert(first_word(&std::mem::take(&mut item)));
                }
                character => item.push(character),
            }
        }
        used.insert(first_word(&item));
    }
    used.remove("");
    used
}

fn first_word(text: &str) -> String {
    text.trim_start().chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect()
}

#[test]
fn modules_use_only_lower_layers() {
    let mut wrong = Vec::new();
    for (module, file, code) in sources() {
        let layer = layer_of(&module).unwrap_or_else(|| panic!("give {module} a layer"));
        for other in used(&code).into_iter().filter(|other| *other != module) {
            if layer_of(&other).is_none_or(|lower| lower >= layer) {
                wrong.push(format!("{}: `{module}` may not use `{other}`", file.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_the_store_touches_the_disk_and_nothing_has_a_clock() {
    let mut wrong = Vec::new();
    for (module, file, code) in sources() {
        let may_touch = ON_DISK.contains(&module.as_str());
        for (word, allowed) in [
            ("std::fs", may_touch),
            ("fs::", may_touch),
            ("SystemTime", false),
            ("std::env", false),
            ("getrandom", false),
            ("println!", false),
        ] {
            if code.contains(word) && !allowed {
                wrong.push(format!("{}: `{module}` has {word}", file.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_layer_has_modules() {
    let found: BTreeSet<_> = sources().into_iter().map(|(module, ..)| module).collect();
    let named: BTreeSet<_> = LAYERS.iter().flat_map(|layer| layer.iter().map(|module| (*module).to_owned())).collect();
    assert_eq!(found, named);
}

#[test]
fn uses_in_braces_are_seen() {
    let code = "use crate::{\n    log::{Tile, TileId},\n    merkle::root,\n};\nuse crate::hash::Kid; fn f(x: crate::time::T) {}";
    let expected = ["hash", "log", "merkle", "time"].map(str::to_owned);
    assert_eq!(used(code), BTreeSet::from(expected));
}
