//! A page of Markdown, as far as it is run.
//!
//! - A fenced block `console` holds commands after `$ ` and, under each, what it prints. A line `...` stands for any lines left out.
//! - `<!-- file: NAME -->` before a fenced block: the block is written to that file; `<!-- append: NAME -->` adds it there, after an empty line.
//! - `<!-- desk: NAME -->`: from here on at another desk, in a folder and with a home of its own.
//! - `<!-- now: SECONDS -->`: from here on it is that time.

use std::fmt;

/// A page in pieces; written out again it is the same text, except for outputs that were replaced.
pub struct Page {
    pub pieces: Vec<Piece>,
}

/// One piece of a page.
pub enum Piece {
    /// Lines that are not run, with their ends.
    Text(String),
    /// A command and what it prints.
    Step(Step),
    /// Text for a file; the lines themselves stand in a `Text` as well.
    File { name: String, text: String, append: bool },
    /// Another desk.
    Desk(String),
    /// Another time, in seconds since 1970.
    Now(String),
}

/// A command and what it prints.
pub struct Step {
    /// The line of the page, from 1.
    pub line: usize,
    pub command: String,
    pub output: Vec<String>,
}

impl Page {
    /// Takes a page apart.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut file: Option<(String, bool)> = None;
        let mut lines = text.lines().enumerate();
        while let Some((number, line)) = lines.next() {
            pieces.push(Piece::Text(format!("{line}\n")));
            if let Some((word, value)) = directive(line) {
                match word {
                    "file" => file = Some((value, false)),
                    "append" => file = Some((value, true)),
                    "desk" => pieces.push(Piece::Desk(value)),
                    "now" => pieces.push(Piece::Now(value)),
                    _ => return Err(format!("{}: unknown directive {word:?}", number + 1)),
                }
                continue;
            }
            let Some(language) = line.strip_prefix("```") else { continue };
            let block: Vec<_> = lines.by_ref().take_while(|(_, line)| *line != "```").collect();
            if language == "console" {
                pieces.extend(steps(&block)?);
            } else {
                let text: String = block.iter().map(|(_, line)| format!("{line}\n")).collect();
                pieces.push(Piece::Text(text.clone()));
                if let Some((name, append)) = file.take() {
                    pieces.push(Piece::File { name, text, append });
                }
            }
            pieces.push(Piece::Text("```\n".to_owned()));
        }
        match file {
            Some((name, _)) => Err(format!("0: no block follows for the file {name:?}")),
            None => Ok(Self { pieces }),
        }
    }
}

fn directive(line: &str) -> Option<(&str, String)> {
    let (word, value) = line.strip_prefix("<!-- ")?.strip_suffix(" -->")?.split_once(": ")?;
    Some((word, value.to_owned()))
}

fn steps(block: &[(usize, &str)]) -> Result<Vec<Piece>, String> {
    let mut steps: Vec<Step> = Vec::new();
    for (number, line) in block {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => {
                steps.push(Step { line: number + 1, command: command.to_owned(), output: Vec::new() });
            }
            (None, Some(step)) => step.output.push((*line).to_owned()),
            (None, None) => return Err(format!("{}: a session begins with a command", number + 1)),
        }
    }
    Ok(steps.into_iter().map(Piece::Step).collect())
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => f.write_str(text)?,
                Piece::Step(step) => {
                    writeln!(f, "$ {}", step.command)?;
                    step.output.iter().try_for_each(|line| writeln!(f, "{line}"))?;
                }
                Piece::File { .. } | Piece::Desk(_) | Piece::Now(_) => {}
            }
        }
        Ok(())
    }
}

#[test]
fn a_page_is_written_as_it_was_read() {
    let text = "# A\n<!-- file: a.toml -->\n```toml\na = 1\n\n```\n<!-- desk: b -->\n```console\n$ ls\na\n...\n$ cd a\n```\nend\n";
    let page = Page::parse(text).unwrap();
    assert_eq!(page.to_string(), text);
    assert!(Page::parse("```console\nls\n```\n").is_err());
    assert!(Page::parse("<!-- file: a -->\n").is_err());
}
