//! Runs what a page shows, in a scratch folder, and compares what is printed.

use crate::page::{Page, Piece, Step};
use crate::varying::same;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Sunday 15 June 2025, 09:00 UTC: the day after the fire in the examples.
const NOW: &str = "1749978000";

/// The desk at which a page begins.
const FIRST_DESK: &str = "desk";

/// A scratch folder with a desk for each person: a working folder, beside it a home.
pub struct Session {
    scratch: TempDir,
    desk: String,
    folder: PathBuf,
    now: String,
    variables: BTreeMap<String, String>,
    status: i32,
    /// What stands in the page, and what this run has in its place.
    stands_for: BTreeMap<String, String>,
}

impl Session {
    /// An empty desk with the examples in docs/examples.
    pub fn new() -> Self {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join(FIRST_DESK);
        copy(&crate::top().join("docs/examples"), &folder.join("docs/examples"));
        Self {
            scratch,
            desk: FIRST_DESK.to_owned(),
            folder,
            now: NOW.to_owned(),
            variables: BTreeMap::new(),
            status: 0,
            stands_for: BTreeMap::new(),
        }
    }

    /// Runs a page from top to bottom; what differs is described, and replaced in the page.
    pub fn run(&mut self, page: &mut Page) -> Vec<String> {
        let mut differences = Vec::new();
        for piece in &mut page.pieces {
            match piece {
                Piece::Text(_) => {}
                Piece::Desk(name) => {
                    self.desk.clone_from(name);
                    self.folder = self.scratch.path().join(name);
                    self.variables.clear();
                    fs::create_dir_all(&self.folder).unwrap();
                }
                Piece::Now(seconds) => self.now.clone_from(seconds),
                Piece::File { name, text, append } => self.write(name, text, *append),
                Piece::Step(step) => {
                    differences.extend(self.hidden_failure(step));
                    differences.extend(self.step(step));
                }
            }
        }
        if self.status != 0 {
            differences.push(format!("0: the page ends with a command that failed with {}", self.status));
        }
        differences
    }

    fn write(&self, name: &str, text: &str, append: bool) {
        let path = self.folder.join(name);
        let before = if append { fs::read_to_string(&path).unwrap() + "\n" } else { String::new() };
        fs::write(path, before + &self.of_this_run(text)).unwrap();
    }

    /// A command that fails must be followed by `echo $?`, so that the reader sees it.
    fn hidden_failure(&self, next: &Step) -> Option<String> {
        let hidden = self.status != 0 && next.command != "echo $?";
        hidden.then(|| {
            format!("{}: the command before failed with {}, and no `echo $?` shows it", next.line, self.status)
        })
    }

    /// Runs a command.
    fn step(&mut self, step: &mut Step) -> Option<String> {
        let command = self.of_this_run(&step.command);
        let printed = match command.split_once(' ') {
            Some(("cd", folder)) => {
                self.folder = self.folder.join(folder);
                String::new()
            }
            Some(("export", variables)) => {
                let pairs = variables.split_whitespace().map(|variable| variable.split_once('=').unwrap());
                self.variables.extend(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
                String::new()
            }
            _ => self.shell(&command),
        };
        let printed: Vec<_> = printed.lines().map(|line| line.trim_end().to_owned()).collect();
        if let Some(pairs) = matches(&step.output, &printed) {
            self.stands_for.extend(pairs);
            return None;
        }
        let of_the_page: Vec<_> = printed.iter().map(|line| self.of_the_page(line)).collect();
        let words = format!(
            "{}: $ {}\n--- the page says\n{}\n--- the program prints\n{}",
            step.line,
            step.command,
            step.output.join("\n"),
            of_the_page.join("\n")
        );
        step.output = of_the_page;
        Some(words)
    }

    fn shell(&mut self, command: &str) -> String {
        let home = self.scratch.path().join(format!("{}.home", self.desk));
        let program = Path::new(env!("CARGO_BIN_EXE_byline")).parent().unwrap();
        let path = std::env::join_paths(
            std::iter::once(program.to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
        );
        let output = Command::new("sh")
            .arg("-c")
            .arg(format!("exec 2>&1\n(exit {})\n{command}", self.status))
            .current_dir(&self.folder)
            .env_clear()
            .env("PATH", path.unwrap())
            .env("HOME", &home)
            .env("LC_ALL", "C.UTF-8")
            .env("BYLINE_STATE", home.join("state"))
            .env("BYLINE_CONFIG", home.join("config"))
            .env("BYLINE_NOW", &self.now)
            .envs(&self.variables)
            .output()
            .unwrap();
        self.status = output.status.code().unwrap();
        String::from_utf8(output.stdout).unwrap().replace(self.scratch.path().to_str().unwrap(), "..")
    }

    fn of_this_run(&self, text: &str) -> String {
        self.stands_for.iter().fold(text.to_owned(), |text, (page, run)| text.replace(page, run))
    }

    fn of_the_page(&self, text: &str) -> String {
        self.stands_for.iter().fold(text.to_owned(), |text, (page, run)| text.replace(run, page))
    }
}

/// Whether the lines of the page fit those printed; if so, what stands for what.
fn matches(documented: &[String], printed: &[String]) -> Option<Vec<(String, String)>> {
    let Some((first, more)) = documented.split_first() else { return printed.is_empty().then(Vec::new) };
    if first.trim() == "..." {
        return (0..=printed.len()).find_map(|skipped| matches(more, &printed[skipped..]));
    }
    let (line, rest) = printed.split_first()?;
    let mut pairs = same(first, line)?;
    pairs.extend(matches(more, rest)?);
    Some(pairs)
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        match entry.file_type().unwrap().is_dir() {
            true => copy(&source, &target),
            false => {
                fs::copy(source, target).unwrap();
            }
        }
    }
}

#[test]
fn dots_stand_for_any_lines() {
    let lines = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
    assert!(matches(&lines("a|...|d"), &lines("a|b|c|d")).is_some());
    assert!(matches(&lines("a|...|b"), &lines("a|b")).is_some());
    assert!(matches(&lines("a|..."), &lines("a|b|c")).is_some());
    assert_eq!(matches(&lines("a|b"), &lines("a|b|c")), None);
    assert_eq!(matches(&lines("a|...|e"), &lines("a|b|c")), None);
}
