//! `byline`: record, verify and compare who said what.

mod cli;
mod commands;
mod dossier;
mod failure;
#[cfg(test)]
mod fuzz;
mod messages;
mod progress;
mod render;
mod ui;
mod world;

use clap::Parser as _;
use std::process::ExitCode;
use ui::Ui;

/// How a command came out. The codes are documented once, in docs/reference.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All went well; every check passed.
    Passed,
    /// A check failed, or a comparison that was asked for it found a conflict.
    Failed,
    /// Nothing failed, but something was not checked, or the ledger's key was not pinned.
    Incomplete,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Passed => Self::SUCCESS,
            Outcome::Failed => Self::from(1),
            Outcome::Incomplete => Self::from(3),
        }
    }
}

/// The exit code of work that could not be done.
const COULD_NOT: u8 = 2;

fn main() -> ExitCode {
    quiet_guarded_panics();
    let args = cli::Cli::parse();
    let mut ui = Ui::for_terminal(args.format);
    let outcome = commands::run(&mut ui, &args).and_then(|outcome| match ui.finish() {
        Err(failure) if !failure.is_closed_pipe() => Err(failure),
        _ => Ok(outcome),
    });
    match outcome {
        Ok(outcome) => outcome.into(),
        // Whoever closed the pipe has seen enough.
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print(&mut ui);
            ExitCode::from(COULD_NOT)
        }
    }
}

/// The store catches panics of the index's library; they are answered by building the index anew, so nobody needs to read them.
fn quiet_guarded_panics() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !byline_ledger::store::is_guarded() {
            print(panic);
        }
    }));
}
