//! The page of Python in docs/auditing.md does what the page says, on a ledger that it has never seen.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const MARK: &str = "```python\n";

fn page() -> String {
    let text = fs::read_to_string(crate::top().join("docs/auditing.md")).unwrap();
    let (_, from) = text.split_once(MARK).unwrap();
    from.split_once("```").unwrap().0.to_owned()
}

fn run(script: &Path, log: &Path, key: &str) -> Output {
    Command::new("python3").args([script, log]).arg(key).output().unwrap()
}

fn last_line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).lines().last().unwrap_or_default().to_owned()
}

/// Python, or a Rust test that needs it, can't do without it: `make test` asks for both.
#[test]
fn a_page_of_python_audits_a_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("audit.py");
    fs::write(&script, page()).unwrap();
    let golden = crate::top().join("tests/vectors/golden/log-small");
    let toml = fs::read_to_string(golden.join("byline.toml")).unwrap();
    let key = toml.lines().find_map(|line| line.strip_prefix("key = \"")).unwrap().trim_end_matches('"');
    let log = folder.path().join("log");
    copy(&golden.join("log"), &log);
    let good = run(&script, &log, key);
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    assert!(last_line(&good.stdout).starts_with("example.org/desk: 300 entries under the root "), "{good:?}");

    let other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFhmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZm";
    let failed = run(&script, &log, other);
    assert_eq!(last_line(&failed.stderr), "AssertionError: the checkpoint is not signed by this key");

    let bundle = log.join("tile/entries/000");
    let mut bytes = fs::read(&bundle).unwrap();
    let place = bytes.len() / 2;
    bytes[place] ^= 1;
    fs::write(&bundle, &bytes).unwrap();
    let failed = run(&script, &log, key);
    assert_eq!(last_line(&failed.stderr), "AssertionError: the entries don't give the root that was signed");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}
