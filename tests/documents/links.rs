//! Every link of a page leads somewhere.

use std::fs;
use std::path::{Path, PathBuf};

/// All pages of the repository that people read.
fn pages() -> Vec<PathBuf> {
    let top = crate::top();
    let mut pages: Vec<_> = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"].map(|name| top.join(name)).into();
    let mut folders = vec![top.join("docs"), top.join("tests")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    pages
}

/// The text without its fenced blocks, which hold no links.
fn prose(text: &str) -> String {
    let mut inside = false;
    let mut prose = String::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if !inside {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    prose
}

/// The name by which a heading is linked to: lower case, spaces as hyphens, no other punctuation.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|character| character.is_alphanumeric() || matches!(character, ' ' | '-' | '_'));
    kept.map(|character| if character == ' ' { '-' } else { character }).collect()
}

fn has_anchor(page: &Path, wanted: &str) -> bool {
    let text = prose(&fs::read_to_string(page).unwrap());
    text.lines()
        .filter_map(|line| line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')))
        .any(|heading| anchor(heading) == wanted)
}

#[test]
fn every_link_leads_somewhere() {
    let mut dead = Vec::new();
    for page in pages() {
        let text = prose(&fs::read_to_string(&page).unwrap());
        for rest in text.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or_default();
            if target.contains("://") {
                continue;
            }
            let (path, wanted) = target.split_once('#').unwrap_or((target, ""));
            let file = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            if !file.exists() || (!wanted.is_empty() && !has_anchor(&file, wanted)) {
                dead.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert_eq!(dead, Vec::<String>::new());
}

#[test]
fn headings_are_linked_as_usual() {
    assert_eq!(anchor(" An editor's first hour"), "an-editors-first-hour");
    assert_eq!(anchor("`[document.SLUG]`"), "documentslug");
    assert_eq!(anchor("Errors, and what to do"), "errors-and-what-to-do");
}
