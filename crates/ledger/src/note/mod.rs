//! Signed notes: a text with signature lines below it (C2SP signed-note v1.0.0).
//!
//! ```text
//! text, one or more lines
//!                                     an empty line
//! — name base64(key ID 4 | signature)
//! ```
//!
//! What is signed is the text with its last newline. The rules for a reader: a line of an unknown
//! key is ignored, and reported; a line of a known key that fails refuses the whole note; a note
//! without a line of a known key is refused.

mod vkey;

#[cfg(test)]
mod tests;

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};

pub(crate) use self::vkey::check_name;
pub use self::vkey::{KeyId, NameError, Verifier, VerifierError};
use crate::key::SecretKey;

/// The longest note that is read, in bytes. The specification sets no limit; this is that of the Go
/// implementation, and notes of logs have a few hundred bytes.
pub const NOTE_LIMIT_BYTES: usize = 1_000_000;

/// The most signature lines that are read; the specification demands 16 or more.
pub const SIGNATURES_LIMIT: usize = 100;

/// What a signature line begins with: an em dash and a space.
const LINE_START: &str = "\u{2014} ";

/// A note whose known signatures have all been checked, and that has at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedNote {
    /// The signed text, with its last newline.
    pub text: String,
    /// The lines of known keys, all of them good, in the order of the note. The same key may have
    /// several.
    pub verified: Vec<Verified>,
    /// The lines of unknown keys. Nothing was checked about them but their form.
    pub ignored: Vec<SignatureLine>,
}

/// A signature that was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The key.
    pub by: Verifier,
    /// When the signer says to have seen the note, in seconds since 1970, if its kind of signature
    /// says so.
    pub time_s: Option<u64>,
}

/// A signature line: who claims to have signed, and the signature.
#[derive(Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// The name of the key.
    pub name: String,
    /// The ID of the key.
    pub id: KeyId,
    /// The signature, of whatever kind the key has. Never empty.
    pub signature: Vec<u8>,
}

/// Why a note is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The note is longer than [`NOTE_LIMIT_BYTES`].
    #[error("the note has {bytes} bytes, more than {NOTE_LIMIT_BYTES}")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// The note is not UTF-8, or holds a control character other than a newline.
    #[error("the note is not plain text at byte {offset}")]
    NotText {
        /// Where, in bytes from the start.
        offset: usize,
    },
    /// The note has no empty line with signatures behind it, or doesn't end with a newline.
    #[error("the note has no signatures behind an empty line")]
    NoSignatures,
    /// The note has more than [`SIGNATURES_LIMIT`] signatures.
    #[error("the note has more than {SIGNATURES_LIMIT} signatures")]
    TooManySignatures,
    /// A line behind the empty line is no signature line.
    #[error("signature line {line} is malformed")]
    MalformedLine {
        /// Which, counted from 1.
        line: usize,
    },
    /// The signature of a known key is wrong.
    #[error("the signature by {name} ({id}) does not verify")]
    BadSignature {
        /// The name of the key.
        name: String,
        /// The ID of the key.
        id: KeyId,
    },
    /// There is no signature of a known key.
    #[error("the note is not signed by any known key")]
    NoKnownSignature,
}

/// Why a text can't be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The name can't be that of a key.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The text doesn't end with a newline, or holds a control character.
    #[error("a note's text is lines without control characters")]
    Text,
}

/// Signs a text with an Ed25519 key (type 0x01) and writes the note.
pub fn sign(text: &str, name: &str, key: &SecretKey) -> Result<String, SignError> {
    if !text.ends_with('\n') || text.bytes().any(is_refused) {
        return Err(SignError::Text);
    }
    let verifier = Verifier::ed25519(name, key.public())?;
    let line = SignatureLine {
        name: verifier.name().to_owned(),
        id: verifier.id(),
        signature: key.sign(text.as_bytes()).as_bytes().to_vec(),
    };
    Ok(format!("{text}\n{line}\n"))
}

/// Signs that a note's text was seen at a time, as a witness does (type 0x04), and gives the signature line.
///
/// The caller makes sure that the text is a checkpoint which continues the last one that this key cosigned.
pub fn cosign(text: &str, name: &str, key: &SecretKey, time_s: u64) -> Result<SignatureLine, SignError> {
    if !text.ends_with('\n') || text.bytes().any(is_refused) || time_s >> 63 != 0 {
        return Err(SignError::Text);
    }
    let verifier = Verifier::cosigner(name, key.public())?;
    let signature = key.sign(vkey::cosigned(text, time_s).as_bytes());
    let signature = [&time_s.to_be_bytes(), &signature.as_bytes()[..]].concat();
    Ok(SignatureLine { name: verifier.name().to_owned(), id: verifier.id(), signature })
}

/// Reads signature lines that stand by themselves, such as a witness answers with. Nothing is checked but their form.
pub fn parse_lines(lines: &[u8]) -> Result<Vec<SignatureLine>, NoteError> {
    let lines = plain_text(lines)?.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
    signature_lines(lines)
}

/// Writes a note out of its text and signature lines, in their order.
pub fn write(text: &str, lines: &[SignatureLine]) -> String {
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    format!("{text}\n{lines}")
}

/// Reads a note and checks the signatures of all known keys.
pub fn open(note: &[u8], known: &[Verifier]) -> Result<OpenedNote, NoteError> {
    let (text, lines) = parse(note)?;
    let (mut verified, mut ignored) = (Vec::new(), Vec::new());
    for line in lines {
        let mut candidates = known.iter().filter(|key| key.name() == line.name && key.id() == line.id).peekable();
        if candidates.peek().is_none() {
            ignored.push(line);
            continue;
        }
        // Two different keys may have the same name and ID, since an ID has only four bytes.
        let good = candidates.find_map(|key| {
            let time_s = key.verify(text, &line.signature)?;
            Some(Verified { by: key.clone(), time_s })
        });
        verified.push(good.ok_or(NoteError::BadSignature { name: line.name, id: line.id })?);
    }
    if verified.is_empty() {
        return Err(NoteError::NoKnownSignature);
    }
    Ok(OpenedNote { text: text.to_owned(), verified, ignored })
}

/// Takes a note apart without checking any signature: its text, and its lines.
pub fn parse(note: &[u8]) -> Result<(&str, Vec<SignatureLine>), NoteError> {
    let note = plain_text(note)?;
    // The text may hold empty lines of its own, so the last one counts.
    let (text, lines) =
        note.rfind("\n\n").map(|end| (&note[..=end], &note[end + 2..])).ok_or(NoteError::NoSignatures)?;
    let lines = lines.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
    Ok((text, signature_lines(lines)?))
}

fn plain_text(note: &[u8]) -> Result<&str, NoteError> {
    if NOTE_LIMIT_BYTES < note.len() {
        return Err(NoteError::TooLong { bytes: note.len() });
    }
    if let Some(offset) = note.iter().position(|&byte| is_refused(byte)) {
        return Err(NoteError::NotText { offset });
    }
    str::from_utf8(note).map_err(|error| NoteError::NotText { offset: error.valid_up_to() })
}

fn signature_lines(lines: &str) -> Result<Vec<SignatureLine>, NoteError> {
    let mut signatures = Vec::new();
    for (i, line) in lines.split('\n').enumerate() {
        if i == SIGNATURES_LIMIT {
            return Err(NoteError::TooManySignatures);
        }
        signatures.push(parse_line(line).ok_or(NoteError::MalformedLine { line: i + 1 })?);
    }
    Ok(signatures)
}

fn parse_line(line: &str) -> Option<SignatureLine> {
    let (name, base64) = line.strip_prefix(LINE_START)?.split_once(' ')?;
    check_name(name).ok()?;
    let bytes = STANDARD.decode(base64).ok()?;
    let (id, signature) = bytes.split_first_chunk()?;
    if signature.is_empty() {
        return None;
    }
    Some(SignatureLine { name: name.to_owned(), id: KeyId(*id), signature: signature.to_vec() })
}

/// Control characters other than a newline have no place in a note.
fn is_refused(byte: u8) -> bool {
    byte < 0x20 && byte != b'\n'
}

impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.id.0, &self.signature[..]].concat();
        write!(f, "{LINE_START}{} {}", self.name, STANDARD.encode(bytes))
    }
}

impl fmt::Debug for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
