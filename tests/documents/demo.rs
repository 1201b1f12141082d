//! The demo runs, and runs again.

use crate::session::copy;
use std::process::Command;

#[test]
fn the_demo_runs_twice() {
    let scratch = tempfile::tempdir().unwrap();
    copy(&crate::top().join("docs/examples"), &scratch.path().join("docs/examples"));
    let run = || {
        let script = scratch.path().join("docs/examples/demo.sh");
        let output = Command::new("bash").arg(script).arg(env!("CARGO_BIN_EXE_byline")).output().unwrap();
        let (out, err) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr).into_owned());
        assert!(output.status.success(), "{out}\n{err}");
        out
    };
    let (first, second) = (run(), run());
    for wanted in ["$ byline init", "$ byline record", "$ byline verify", "$ byline diff", "$ byline report", "PASSED"]
    {
        assert!(first.contains(wanted), "{wanted}");
    }
    assert_eq!(first.lines().count(), second.lines().count());
    assert!(scratch.path().join("demo/ledger/log/checkpoint").is_file());
}

#[test]
fn the_demo_removes_no_folder_that_it_did_not_make() {
    let scratch = tempfile::tempdir().unwrap();
    copy(&crate::top().join("docs/examples"), &scratch.path().join("docs/examples"));
    std::fs::create_dir(scratch.path().join("demo")).unwrap();
    std::fs::write(scratch.path().join("demo/mine.txt"), "keep").unwrap();
    let script = scratch.path().join("docs/examples/demo.sh");
    let output = Command::new("bash").arg(script).arg(env!("CARGO_BIN_EXE_byline")).output().unwrap();
    assert!(!output.status.success());
    assert_eq!(std::fs::read_to_string(scratch.path().join("demo/mine.txt")).unwrap(), "keep");
}
