//! A folder of its own for each test, with an environment in which every run comes out the same, and the transcript of a run.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The clock of every test: 15 June 2025, 08:00 UTC.
pub const NOW: u64 = 1_749_974_400;

/// The fingerprints of the keys in tests/fixtures/keys, which stand in transcripts as they are.
const KNOWN_KEYS: [&str; 4] = [ANA, BEN, CARL, DORA];
pub const ANA: &str = "SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM";
pub const BEN: &str = "SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk";
pub const CARL: &str = "SHA256:pGw9BD+QNLcdHU5lYCkZ9yUJfNv2wB991GGyytxSHpo";
pub const DORA: &str = "SHA256:ipwD6c780bXcRI0am9G9si6r9tSD+2ELFVIcArMH5go";

/// A folder with the test keys, in which the program runs.
pub struct Scratch {
    folder: tempfile::TempDir,
}

impl Scratch {
    /// A folder that holds nothing but the keys: `ana`, `ben`, `carl`, and `dora` whose passphrase is in `dora.pass`.
    pub fn new() -> Self {
        let scratch = Self { folder: tempfile::tempdir().unwrap() };
        for name in ["ana", "ben", "carl", "dora", "dora.pass"] {
            fs::copy(fixtures().join("keys").join(name), scratch.path(name)).unwrap();
        }
        scratch
    }

    /// A folder with a ledger `desk`, whose editor is ana and whose reporter is ben, and nothing recorded.
    pub fn with_ledger() -> Self {
        static MADE: OnceLock<Scratch> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let scratch = Self::new();
            scratch.done("init desk --origin example.org/desk --handle ana --editor-name 'Ana Rossi' --key ana");
            scratch.done("key request --origin example.org/desk --handle ben --key ben --output ben.request");
            scratch.done("-C desk key enrol ben.request --yes --key ana");
            scratch
        });
        made.copy()
    }

    /// A ledger that the auditor has seen with its first 15 entries.
    pub fn seen() -> Self {
        let scratch = Self::with_ledger();
        scratch.dossiers();
        scratch.done("-C desk record fire.toml --yes --key ana");
        scratch.done("-C desk verify");
        scratch
    }

    /// A folder with a ledger `desk` in which ana has recorded `fire.toml`, and ben `dock.toml`.
    pub fn with_records() -> Self {
        static MADE: OnceLock<Scratch> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let scratch = Self::with_ledger();
            scratch.dossiers();
            scratch.done("-C desk record fire.toml --yes --key ana");
            scratch.done("-C desk record dock.toml --yes --key ben");
            scratch
        });
        made.copy()
    }

    /// Puts the dossiers of tests/fixtures/dossiers here.
    pub fn dossiers(&self) {
        self.fixture("dossiers");
    }

    /// Puts what is in a folder of tests/fixtures here.
    pub fn fixture(&self, name: &str) {
        copy_folder(&fixtures().join(name), self.folder.path());
    }

    /// A folder with the same contents.
    pub fn copy(&self) -> Self {
        let copy = Self { folder: tempfile::tempdir().unwrap() };
        copy_folder(self.folder.path(), copy.folder.path());
        copy.move_memory(self.folder.path());
        copy
    }

    /// Lets what is remembered of folders there be remembered of those here.
    fn move_memory(&self, from: &Path) {
        let Ok(files) = fs::read_dir(self.path("state/known")) else { return };
        for file in files.map(|file| file.unwrap().path()) {
            let text = fs::read_to_string(&file).unwrap();
            fs::write(file, text.replace(from.to_str().unwrap(), self.folder.path().to_str().unwrap())).unwrap();
        }
    }

    /// A path in the folder.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    /// Reads a file as text.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Puts another text in the place of one that stands in a file once.
    pub fn edit(&self, name: &str, old: &str, new: &str) {
        let text = self.read(name);
        assert_eq!(text.matches(old).count(), 1, "{old:?} in {name}");
        self.write(name, text.replace(old, new));
    }

    /// The program, with nothing of this machine's environment.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_byline"));
        self.settle(&mut command);
        command
    }

    /// Gives a command this folder, an environment and a clock of its own.
    pub fn settle(&self, command: &mut Command) {
        command.current_dir(self.folder.path()).env_clear().stdin(Stdio::null());
        command.env("HOME", self.path("home")).env("BYLINE_STATE", self.path("state"));
        command.env("BYLINE_CONFIG", self.path("config")).env("BYLINE_NOW", NOW.to_string()).env("COLUMNS", "100");
    }

    /// Forgets what is pinned here.
    pub fn forget(&self) {
        fs::remove_dir_all(self.path("state")).unwrap();
    }

    /// Runs the program. Words with spaces stand in single quotes.
    pub fn run(&self, arguments: &str) -> Run {
        self.run_command(self.command().args(words(arguments)))
    }

    /// Runs the program at another time.
    pub fn run_at(&self, now: u64, arguments: &str) -> Run {
        self.run_command(self.command().env("BYLINE_NOW", now.to_string()).args(words(arguments)))
    }

    /// Runs a command that was settled here.
    pub fn run_command(&self, command: &mut Command) -> Run {
        let output = command.output().unwrap();
        let arguments: Vec<_> = command.get_args().map(|word| quoted(word.to_str().unwrap())).collect();
        Run {
            line: format!("$ byline {}\n", arguments.join(" ")),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
            folder: self.folder.path().to_owned(),
        }
    }

    /// Runs the program, which has to succeed.
    pub fn done(&self, arguments: &str) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{arguments}\n{run}");
        run.stdout
    }

    /// Runs the program, which has to refuse: exit 2, no result, and not a byte of the ledger changed.
    pub fn refused(&self, arguments: &str) -> String {
        let before = self.ledger();
        let run = self.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments}\n{run}");
        assert_eq!(run.stdout, "", "{arguments}");
        assert_same(&before, &self.ledger());
        run.to_string()
    }

    /// Everything of the ledger `desk` that a record could change, by name. The index and the lock hold no record.
    pub fn ledger(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path("desk"), "", &mut files);
        files.retain(|name, _| !name.starts_with("index/") && name != "lock");
        files
    }
}

/// Asserts that two ledgers are the same, naming the files that differ.
pub fn assert_same(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) {
    let names = before.keys().chain(after.keys());
    let differing: Vec<_> = names.filter(|name| before.get(*name) != after.get(*name)).collect();
    assert!(differing.is_empty(), "the ledger changed: {differing:?}");
}

/// What a run of the program gave.
pub struct Run {
    line: String,
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
    folder: PathBuf,
}

impl Run {
    /// The result for programs.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }
}

impl Run {
    /// The transcript of an audit with the checks in which nothing is to be seen in one line: what is left is what the test is about.
    pub fn told(&self) -> String {
        let (mut told, mut quiet) = (String::new(), 0);
        for line in self.to_string().lines() {
            let is_quiet = line.starts_with("  passed  ") || line.starts_with("  not applicable ");
            if is_quiet || line.starts_with("  not checked  ") && line.ends_with(": no entry was read") {
                quiet += 1;
                continue;
            }
            if quiet > 0 && !line.starts_with("  failed  ") && !line.starts_with("  not checked  ") {
                told += &format!("  ({quiet} other checks)\n");
                quiet = 0;
            }
            told += line;
            told.push('\n');
        }
        told
    }
}

impl fmt::Display for Run {
    /// The transcript: the command, stdout, then what stands on stderr, then the exit code if it isn't 0.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&redacted(&self.line, &self.folder))?;
        f.write_str(&redacted(&self.stdout, &self.folder))?;
        if !self.stderr.is_empty() {
            write!(f, "--- stderr\n{}", redacted(&self.stderr, &self.folder))?;
        }
        match self.code {
            Some(0) => Ok(()),
            Some(code) => writeln!(f, "--- exit {code}"),
            None => writeln!(f, "--- killed"),
        }
    }
}

/// The text with everything that differs from run to run in brackets: the folder, ids, hashes, and the ledger's key.
pub fn redacted(text: &str, folder: &Path) -> String {
    let text = text.replace(folder.to_str().unwrap(), "[scratch]");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let (taken, shown) = token(rest, out.chars().last()).unwrap_or((first.len_utf8(), &rest[..first.len_utf8()]));
        out.push_str(shown);
        rest = &rest[taken..];
    }
    out
}

/// A token at the beginning of the text: its length, and what stands for it.
fn token(text: &str, before: Option<char>) -> Option<(usize, &str)> {
    let run = |text: &str, is_part: fn(u8) -> bool| text.bytes().take_while(|byte| is_part(*byte)).count();
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if let Some(digits) = text.strip_prefix("b3:") {
        let length = run(digits, is_hex);
        return (length >= 8).then_some((3 + length, "b3:[id]"));
    }
    if let Some(fingerprint) = text.strip_prefix("SHA256:") {
        let length = 7 + run(fingerprint, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
        let is_known = KNOWN_KEYS.contains(&&text[..length]);
        return Some((length, if is_known { &text[..length] } else { "SHA256:[key]" }));
    }
    if before.is_some_and(|before| before.is_ascii_alphanumeric()) {
        return None;
    }
    let length = run(text, is_hex);
    // Roots and signatures in a signed note.
    let base64 = run(text, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
    if length < base64 && 40 <= base64 {
        return Some((base64, "[base64]"));
    }
    // The id of a key in a signed note stands in parentheses.
    let is_key_id = length == 8 && before == Some('(') && text[length..].starts_with(')');
    (length >= 16 || is_key_id).then_some((length, if is_key_id { "[key id]" } else { "[hash]" }))
}

/// The words of a command line; those in single quotes may hold spaces.
pub fn words(arguments: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (place, part) in arguments.split('\'').enumerate() {
        match place % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// A word as it is typed.
fn quoted(word: &str) -> String {
    if word.contains(' ') { format!("'{word}'") } else { word.to_owned() }
}

pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures")
}

pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_folder(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// All files below a folder, by their names from there.
pub fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", OsStr::to_str(&entry.file_name()).unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => collect(&entry.path(), &format!("{name}/"), files),
            false => drop(files.insert(name, fs::read(entry.path()).unwrap())),
        }
    }
}

#[test]
fn transcripts_hide_what_differs_and_nothing_else() {
    let folder = Path::new("/tmp/x");
    for (text, want) in [
        ("at /tmp/x/desk", "at [scratch]/desk"),
        ("claim b3:0123456789abcdef by", "claim b3:[id] by"),
        ("b3:0123", "b3:0123"),
        ("root 0123456789abcdef.", "root [hash]."),
        ("| BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=", "| [base64]"),
        ("a/path/of/many/parts/that-is-not-so/long", "a/path/of/many/parts/that-is-not-so/long"),
        ("decade 2025-06-15T08:00:00Z", "decade 2025-06-15T08:00:00Z"),
        ("key SHA256:AAAA+/b (new)", "key SHA256:[key] (new)"),
        (&format!("{ANA}, Ana"), &format!("{ANA}, Ana")),
        ("b3:THE-ID “Рыбное”", "b3:THE-ID “Рыбное”"),
    ] {
        assert_eq!(redacted(text, folder), want);
    }
}

#[test]
fn words_in_quotes_stay_together() {
    assert_eq!(words("init desk --name 'Ana Rossi' -y"), ["init", "desk", "--name", "Ana Rossi", "-y"]);
}
