//! Documents: the file, its hashes, and the text that quotes are measured in.

use super::{Builder, Evidence, Thing};
use crate::dossier::fault::{At, Span};
use crate::dossier::tree::DocumentItem;
use byline_ledger::hash::{Blake3, Sha256};
use byline_ledger::quote::{LocateError, Locator};
use byline_ledger::record::document::{PLAIN_TEXT, PLAIN_TEXT_VERSION};
use byline_ledger::record::{Document, ExtractedText, Kind, Record, Text};
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

/// The text of a document.
#[derive(Debug)]
pub(super) struct DocumentText {
    text: String,
    locator: OnceCell<Locator>,
    /// Words that were asked for: thousands of claims may have one cue.
    asked: RefCell<HashMap<String, bool>>,
    /// Where every so many code points the next begins: a text has thousands of quotes, and is read once.
    milestones: OnceCell<Vec<usize>>,
}

/// How many code points lie between two milestones.
const MILESTONE_CHARS: usize = 1024;

/// How far a sentence is followed to either side.
const MOST_SENTENCE_BYTES: usize = 1000;

impl DocumentText {
    fn new(text: String) -> Rc<Self> {
        Rc::new(Self { text, locator: OnceCell::new(), asked: RefCell::default(), milestones: OnceCell::new() })
    }

    /// Where quotes are looked for.
    pub(super) fn locator(&self) -> &Locator {
        self.locator.get_or_init(|| Locator::new(&self.text))
    }

    /// The sentence in which the code points from `start` to `end` stand, as far as full stops and empty lines show it, and no further than
    /// some hundred letters to either side.
    pub(super) fn sentence_around(&self, start: u64, end: u64) -> String {
        let (start, end) = (self.byte_of(start), self.byte_of(end));
        let reach = |from: usize, to: usize| (from..=to).find(|byte| self.text.is_char_boundary(*byte)).unwrap_or(to);
        let earliest = reach(start.saturating_sub(MOST_SENTENCE_BYTES), start);
        let latest = reach(end.saturating_add(MOST_SENTENCE_BYTES).min(self.text.len()), self.text.len());
        let first = sentence_ends(&self.text[earliest..start]).last().unwrap_or(0);
        // A passage that has its own full stop ends its sentence.
        let ends_itself = self.text[start..end].trim_end().ends_with(['.', '!', '?', '\u{2026}']);
        let behind = &self.text[end..latest];
        let last = if ends_itself { 0 } else { sentence_ends(behind).next().unwrap_or(behind.len()) };
        self.text[earliest + first..end + last].to_owned()
    }

    /// Where a code point begins in the text.
    fn byte_of(&self, place: u64) -> usize {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let milestones = self.milestones.get_or_init(|| {
            let bytes = self.text.char_indices().map(|(byte, _)| byte);
            bytes.step_by(MILESTONE_CHARS).collect()
        });
        let Some(from) = milestones.get(place / MILESTONE_CHARS) else { return self.text.len() };
        let mut rest = self.text[*from..].char_indices();
        rest.nth(place % MILESTONE_CHARS).map_or(self.text.len(), |(byte, _)| from + byte)
    }

    /// Whether these words stand in it, once or often.
    pub(super) fn has(&self, words: &str) -> bool {
        let look = || matches!(self.locator().locate(words), Ok(_) | Err(LocateError::FoundTwice { .. }));
        *self.asked.borrow_mut().entry(words.to_owned()).or_insert_with(look)
    }
}

impl Builder<'_> {
    pub(super) fn document(&mut self, item: &DocumentItem) {
        let publisher = item.publisher.as_ref().map(|name| self.identity(Kind::Entity, name));
        let bytes = self.read(&item.file);
        let text = match &item.text {
            Some(text) => self.read(text).and_then(|bytes| self.as_text(&text.value, &text.span, bytes)),
            None => bytes.clone().and_then(|bytes| self.as_text(&item.file.value, &item.file.span, bytes)),
        };
        let (Some(bytes), Some(text)) = (bytes, text) else { return };
        if matches!(publisher, Some(None)) {
            return;
        }
        let label = |text: &str| Text::new(text).expect("safe: a short text");
        let (extractor, version) =
            item.extractor.clone().unwrap_or_else(|| (label(PLAIN_TEXT), label(PLAIN_TEXT_VERSION)));
        let extracted = ExtractedText {
            blake3: Blake3::of_large(text.as_bytes()),
            chars: text.chars().count() as u64,
            extractor,
            version,
        };
        let text_hash = extracted.blake3;
        let hash = Blake3::of_large(&bytes);
        let record = Document {
            slug: item.slug.clone(),
            document_type: item.document_type.clone(),
            lang: item.lang.clone(),
            blake3: hash.into(),
            sha256: Sha256::of(&bytes).into(),
            size: (bytes.len() as u64).into(),
            media_type: item
                .media_type
                .clone()
                .unwrap_or_else(|| label(media_type(&item.file.value, item.text.is_none()))),
            text: Some(extracted.into()),
            url: item.url.clone().map(Into::into),
            title: item.title.clone().map(Into::into),
            publisher: publisher.flatten(),
            author: item.author.clone().map(Into::into),
            dateline: item.dateline.clone(),
            published: item.published.clone(),
            captured: item.captured.clone(),
            tool: item.tool.clone(),
            note: item.note.clone(),
            corrects: None,
            reason: None,
        };
        if self.settle(&item.head, &item.slug, Record::Document(record), item.reason.as_ref()).is_none() {
            return;
        }
        self.keep(hash, bytes);
        self.keep(text_hash, text.clone().into_bytes());
        if let Some(thing) = self.things.get(&(Kind::Document, item.slug.clone())) {
            self.texts.insert(thing.identity, DocumentText::new(text));
        }
    }

    /// Plans bytes for the archive, unless it has them.
    fn keep(&mut self, hash: Blake3, bytes: Vec<u8>) {
        let planned = self.plan.archive.iter().any(|evidence| evidence.hash == hash);
        if !planned && self.ask(|directory| directory.archived(hash)).is_none() {
            self.plan.archive.push(Evidence { hash, bytes });
        }
    }

    fn read(&self, file: &At<String>) -> Option<Vec<u8>> {
        let path = self.file.path().parent().unwrap_or(Path::new("")).join(&file.value);
        match (self.world.read)(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                let message = format!("can't read {}: {error}", path.display());
                self.faults.add(&file.span, message, "a file is named relative to the dossier");
                None
            }
        }
    }

    fn as_text(&self, name: &str, span: &Span, bytes: Vec<u8>) -> Option<String> {
        String::from_utf8(bytes)
            .map_err(|error| {
                let at = error.utf8_error().valid_up_to();
                let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
                let help = "save it as UTF-8; if it isn't a text, let a tool extract one and add \
                            `text = \"extracted.txt\"` and `extractor = \"pdftotext 24.02.0\"`";
                self.faults.add(span, format!("{name} isn't UTF-8 text (line {line})"), help);
            })
            .ok()
    }

    /// The text of a document that is settled: the dossier's, else from the archive.
    pub(super) fn text_of(&mut self, document: &Thing, span: &Span) -> Option<Rc<DocumentText>> {
        if let Some(text) = self.texts.get(&document.identity) {
            return Some(Rc::clone(text));
        }
        let Record::Document(record) = &*document.record else { return None };
        let Some(extracted) = record.extracted() else {
            let why = if record.text.is_some() { "its text is sealed" } else { "it has no text" };
            self.faults.plain(span, format!("document `{}` can't be quoted from: {why}", record.slug));
            return None;
        };
        let hash = extracted.blake3;
        let bytes = self.ask(|directory| directory.archived(hash)).filter(|bytes| Blake3::of_large(bytes) == hash);
        let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) else {
            let message = format!("the text of document `{}` is not in the archive of this ledger", record.slug);
            let help = "define the document here with its file: the same content is not recorded twice";
            self.faults.add(span, message, help);
            return None;
        };
        let text = DocumentText::new(text);
        self.texts.insert(document.identity, Rc::clone(&text));
        Some(text)
    }
}

/// The places behind the ends of sentences: white space behind a full stop, or an empty line.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    let mut last = ' ';
    text.char_indices().filter_map(move |(byte, char)| {
        let ends =
            (char.is_whitespace() && matches!(last, '.' | '!' | '?' | '\u{2026}')) || (char == '\n' && last == '\n');
        last = char;
        ends.then_some(byte + char.len_utf8())
    })
}

/// The media type that the ending of a file's name stands for.
fn media_type(file: &str, is_text: bool) -> &'static str {
    let ending = Path::new(file).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "md" => "text/markdown; charset=utf-8",
        "html" | "htm" => "text/html; charset=utf-8",
        "xml" => "application/xml",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "eml" => "message/rfc822",
        "pdf" => "application/pdf",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "wav" => "audio/wav",
        "mp4" => "video/mp4",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "odt" => "application/vnd.oasis.opendocument.text",
        _ if is_text => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
