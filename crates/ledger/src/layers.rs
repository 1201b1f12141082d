//! The layers of the core, kept by a test: who may use whom, and who may touch the world (docs/ARCHITECTURE.md).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Lower layers first. A module uses only modules of earlier lines; those of one line don't know each other.
const LAYERS: &[&[&str]] = &[
    &["cbor", "edtf", "hash", "number", "position", "time", "words"],
    &["finding", "key", "merkle"],
    &["chain", "cose", "log", "note", "record"],
    &["checkpoint", "policy", "quote", "statement"],
    &["state", "witness"],
    &["bundle"],
    &["proof"],
    &["accounts", "audit", "store"],
    &["ledger"],
];

/// What the core doesn't use, and the modules that may: the start of a path, or a single name wherever it stands.
const WORLD: &[(&[&str], &[&str])] = &[
    (&["std", "fs"], &["ledger", "store"]),
    // Its number tells the scratch folder of one process from another's.
    (&["std", "process"], &["store"]),
    (&["std", "env"], &[]),
    (&["std", "net"], &[]),
    (&["SystemTime"], &[]),
    (&["Instant"], &[]),
    (&["getrandom"], &[]),
    (&["stdin"], &[]),
    (&["stdout"], &[]),
    (&["stderr"], &[]),
];

/// Macros that write to a terminal.
const PRINTS: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The modules that lib.rs names, tests apart.
fn modules() -> Vec<String> {
    let code = without_tests(&tokens(&fs::read_to_string(sources().join("lib.rs")).unwrap()));
    code.windows(3).filter(|run| run[0] == "mod" && run[2] == ";").map(|run| run[1].clone()).collect()
}

fn line_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|line| line.contains(&module))
}

#[test]
fn every_module_stands_on_one_line() {
    let mut named: Vec<&str> = LAYERS.concat();
    named.sort_unstable();
    let mut found = modules();
    found.sort_unstable();
    assert_eq!(named, found);
}

#[test]
fn a_module_uses_only_lower_lines() {
    for module in modules() {
        for (file, code) in files_of(&module) {
            for path in paths(&code).into_iter().filter(|path| path[0] == "crate") {
                let Some(used) = path.get(1) else { continue };
                if *used != module {
                    let right = line_of(used).is_some_and(|line| Some(line) < line_of(&module));
                    assert!(right, "{}: `{module}` may not use `{used}`", file.display());
                }
            }
        }
    }
}

#[test]
fn nobody_climbs_over_his_own_module() {
    for module in modules() {
        for (file, code) in files_of(&module) {
            let inside = file.strip_prefix(sources()).unwrap().with_extension("");
            let depth = inside.components().filter(|part| part.as_os_str() != "mod").count();
            for path in paths(&code) {
                let climbs = path.iter().take_while(|step| *step == "super").count();
                assert!(climbs < depth, "{}: say `crate::` in place of `{}`", file.display(), path.join("::"));
            }
        }
    }
}

#[test]
fn the_core_touches_no_world() {
    for module in modules() {
        for (file, code) in files_of(&module) {
            for path in paths(&code) {
                for (_, may) in WORLD.iter().filter(|(world, _)| touches(&path, world)) {
                    let right = may.contains(&module.as_str());
                    assert!(right, "{}: `{module}` may not use `{}`", file.display(), path.join("::"));
                }
            }
            let prints = code.windows(2).find(|pair| PRINTS.contains(&pair[0].as_str()) && pair[1] == "!");
            assert_eq!(prints, None, "{}", file.display());
        }
    }
}

fn touches(path: &[String], world: &[&str]) -> bool {
    match world {
        [name] => path.iter().any(|step| step == name),
        steps => path.len() >= steps.len() && path.iter().zip(steps.iter()).all(|(step, name)| step == name),
    }
}

/// The files of a module with their code, tests apart.
fn files_of(module: &str) -> Vec<(PathBuf, Vec<String>)> {
    let flat = sources().join(format!("{module}.rs"));
    let start = if flat.exists() { flat } else { sources().join(module).join("mod.rs") };
    let mut found = Vec::new();
    collect(&start, &mut found);
    assert!(!found.is_empty(), "{module}");
    found
}

/// Follows the `mod name;` of a file, so that what is compiled for tests alone is left out.
fn collect(file: &Path, found: &mut Vec<(PathBuf, Vec<String>)>) {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let code = without_tests(&tokens(&text));
    let folder = match file.file_name() {
        Some(name) if name == "mod.rs" => file.parent().unwrap().to_owned(),
        _ => file.with_extension(""),
    };
    for run in code.windows(3).filter(|run| run[0] == "mod" && run[2] == ";") {
        let flat = folder.join(format!("{}.rs", run[1]));
        collect(&if flat.exists() { flat } else { folder.join(&run[1]).join("mod.rs") }, found);
    }
    found.push((file.to_owned(), code));
}

/// The tokens of Rust source that matter here: names, `::`, and single signs. Comments, texts and literals are left out.
fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(length) = literal(rest) {
            length
        } else if is_name(first) {
            let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            found.push(rest[..length].to_owned());
            length
        } else if rest.starts_with("::") {
            found.push("::".to_owned());
            2
        } else {
            if !first.is_whitespace() {
                found.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    found
}

/// The length of the text or character literal at the start of this source, if one stands there.
fn literal(rest: &str) -> Option<usize> {
    let plain = rest.strip_prefix(['b', 'c']).unwrap_or(rest);
    let prefix = rest.len() - plain.len();
    if let Some(raw) = plain.strip_prefix('r').filter(|raw| raw.starts_with(['"', '#'])) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let body = raw[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(prefix + 1 + hashes + 1 + body.find(&end)? + end.len());
    }
    let quote = plain.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut escaped = false;
    for (at, sign) in plain.char_indices().skip(1) {
        if !escaped && sign == quote {
            return Some(prefix + at + 1);
        }
        // A lifetime has no second quote: what follows its first letter is no quote.
        if quote == '\'' && !plain[1..].starts_with('\\') && at > 1 {
            return Some(prefix + 1);
        }
        escaped = !escaped && sign == '\\';
    }
    None
}

/// The tokens without the items behind `#[cfg(test)]`.
fn without_tests(tokens: &[String]) -> Vec<String> {
    const CFG_TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at..].iter().map(String::as_str).take(CFG_TEST.len()).eq(CFG_TEST) {
            at += item_length(&tokens[at..]);
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// How many tokens the item at the start has: up to its semicolon, or to the brace that closes it.
fn item_length(tokens: &[String]) -> usize {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(token.as_str(), ";" | "}") {
            return at + 1;
        }
    }
    tokens.len()
}

/// Every path of names, those behind a brace each by itself: `use a::{b, c::d};` has `a::b` and `a::c::d`.
fn paths(code: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        if is_name(&code[at]) {
            at = path(code, at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found
}

/// Reads the path that starts with the name at `at`, and says where it ends.
fn path(code: &[String], mut at: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut steps = before.to_vec();
    while at < code.len() && is_name(&code[at]) {
        steps.push(code[at].clone());
        at += 1;
        if code.get(at).map(String::as_str) != Some("::") {
            break;
        }
        at += 1;
        if code.get(at).map(String::as_str) == Some("{") {
            at += 1;
            while code.get(at).is_some_and(|token| token != "}") {
                at = if is_name(&code[at]) { path(code, at, &steps, found) } else { at + 1 };
            }
            return at + 1;
        }
    }
    found.push(steps);
    at
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

#[test]
fn the_reader_of_sources_sees_what_stands_there() {
    let text = r##"
        //! crate::comment
        use crate::{hash::{Kid, RecordId}, key};
        use std::fs; // crate::behind
        fn f<'a>(x: &'a str) -> char { let _ = ("crate::text \" crate::text", r#"crate::"raw"#, b"crate::b", '"', '\''); crate::time::now() }
        #[cfg(test)]
        mod tests { use crate::state::{State}; fn g() {} }
        #[cfg(test)]
        use crate::note;
        fn h() { super::super::i(); stdin() }
    "##;
    let code = without_tests(&tokens(text));
    let long: BTreeSet<String> =
        paths(&code).into_iter().filter(|path| path.len() > 1).map(|path| path.join("::")).collect();
    let want =
        ["crate::hash::Kid", "crate::hash::RecordId", "crate::key", "crate::time::now", "std::fs", "super::super::i"];
    assert_eq!(long, want.map(str::to_owned).into());
    assert!(touches(&["io".to_owned(), "stdin".to_owned()], &["stdin"]));
    assert!(touches(&["std".to_owned(), "fs".to_owned(), "File".to_owned()], &["std", "fs"]));
    assert!(!touches(&["std".to_owned()], &["std", "fs"]));
}
