//! What happens when nobody reads what the program prints, or it can't be written.

use crate::scratch::{Scratch, words};
use std::process::Stdio;

/// Runs the program with a stdout whose reader has gone.
#[cfg(unix)]
fn unread(scratch: &Scratch, arguments: &str) -> (Option<i32>, String) {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = scratch.command();
    let output = command.args(words(arguments)).stdout(writer).stderr(Stdio::piped()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    let scratch = Scratch::with_records();
    let quiet = (Some(0), String::new());
    for arguments in [
        "-C desk log",
        "-C desk log --format json",
        "-C desk show fire",
        "-C desk key list",
        "-C desk verify",
        "-C desk diff fire",
        "--help",
        "-C desk index rebuild",
    ] {
        assert_eq!(unread(&scratch, arguments), quiet, "{arguments}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_changes_no_verdict_and_no_recording() {
    let scratch = Scratch::with_records();
    scratch.write("desk/log/stray", "stray");
    assert_eq!(unread(&scratch, "-C desk verify"), (Some(1), String::new()));
    // So many findings that they don't fit a buffer.
    for number in 0..200 {
        scratch.write(&format!("desk/log/stray-{number}-{}", "x".repeat(200)), "stray");
    }
    assert_eq!(unread(&scratch, "-C desk verify"), (Some(1), String::new()));
    assert_eq!(unread(&scratch, "-C desk verify --format json"), (Some(1), String::new()));

    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    // A preview that doesn't fit a buffer either.
    let claims: String = (0..200)
        .map(|number| format!("[[claim.moved]]\nby = \"harbour-office\"\nanswer = {{ more_than = {number} }}\nquote = \"More than 1,200\"\nalso = true\n"))
        .collect();
    scratch.write("many.toml", scratch.read("fire.toml") + "\n" + &claims);
    let (code, stderr) = unread(&scratch, "-C desk record many.toml --dry-run --key ana");
    assert_eq!(code, Some(0), "{stderr}");
    let (code, stderr) = unread(&scratch, "-C desk record many.toml --yes --key ana");
    assert_eq!(code, Some(0), "{stderr}");
    assert!(scratch.done("-C desk record many.toml --yes --key ana").starts_with("Nothing to add: all 210 records"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_can_not_be_written_is_an_error() {
    let scratch = Scratch::with_records();
    for arguments in ["-C desk log", "-C desk verify", "-C desk show fire --format json"] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = scratch.command().args(words(arguments)).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            (output.status.code(), stderr.as_str()),
            (Some(2), "byline: error: can't write: No space left on device (os error 28)\n")
        );
    }
}
