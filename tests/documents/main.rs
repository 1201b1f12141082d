//! The documents say what the program does: their sessions are run, and what they list is complete.
//!
//! `UPDATE_EXPECT=1 cargo test -p byline-cli --test documents` writes the program's output into the documents.

#![allow(clippy::unwrap_used, reason = "a test that can't do its work should stop")]

mod auditing;
mod demo;
mod links;
mod page;
mod parsers;
mod reference;
mod session;
mod varying;

use page::Page;
use session::Session;
use std::path::PathBuf;

/// The top of the repository.
fn top() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", ".."].iter().collect()
}

/// Runs all sessions of a document in one scratch folder, in the order of the page.
fn check(path: &str) {
    let file = top().join(path);
    let text = std::fs::read_to_string(&file).unwrap();
    let mut page = Page::parse(&text).unwrap_or_else(|error| panic!("{path}:{error}"));
    let mut session = Session::new();
    let differences = session.run(&mut page);
    if differences.is_empty() {
        return;
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&file, page.to_string()).unwrap();
        return;
    }
    let shown: Vec<_> = differences.iter().map(|difference| format!("{path}:{difference}")).collect();
    panic!("{}\n\nUPDATE_EXPECT=1 writes what the program prints into the page", shown.join("\n\n"));
}

#[test]
fn readme_shows_what_the_program_prints() {
    check("README.md");
}

#[test]
fn guide_shows_what_the_program_prints() {
    check("docs/guide.md");
}
