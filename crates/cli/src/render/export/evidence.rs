//! A document as every export gives it. What is sealed of it and wasn't disclosed is nothing here, so that no writer can let it out.

use super::iris::web_address;
use super::told::plain_date;
use crate::render::report::Report;
use byline_ledger::edtf::Edtf;
use byline_ledger::hash::RecordId;
use byline_ledger::record::{Sealable, Text};

/// What can be told of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence<'a> {
    pub title: Option<&'a str>,
    pub author: Option<&'a str>,
    /// As recorded: hostile, and perhaps no address.
    pub address: Option<&'a str>,
    pub language: &'a str,
    pub media_type: &'a str,
    pub published: Option<&'a Edtf>,
    /// By its entity's identity.
    pub publisher: Option<RecordId>,
    pub sha256: Option<String>,
    pub blake3: Option<String>,
    pub bytes: Option<u64>,
}

impl<'a> Evidence<'a> {
    /// Nothing where documents were left out of the report.
    pub fn of(report: &Report<'a>, identity: RecordId) -> Option<Self> {
        let seen = report.casefile;
        let document = seen.document(identity).filter(|_| report.options.has_documents)?;
        let line = |field: &'a Option<Sealable<Text>>| {
            field.as_ref().and_then(|field| seen.seen(field).value()).map(Text::as_str)
        };
        Some(Self {
            title: line(&document.title),
            author: line(&document.author),
            address: line(&document.url),
            language: document.lang.as_str(),
            media_type: document.media_type.as_str(),
            published: document.published.as_ref(),
            publisher: document.publisher,
            sha256: seen.seen(&document.sha256).value().map(ToString::to_string),
            blake3: seen.seen(&document.blake3).value().map(ToString::to_string),
            bytes: seen.seen(&document.size).value().copied(),
        })
    }

    /// The address, if it is the address of a page.
    pub fn url(&self) -> Option<&'a str> {
        self.address.and_then(web_address)
    }

    /// When it was published, if that is a plain date.
    pub fn date(&self) -> Option<String> {
        self.published.and_then(plain_date)
    }
}
