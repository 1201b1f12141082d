//! A ledger as a folder of pages: an index, a page for each event and each source, one for auditors, and a feed.
//!
//! All links are relative, so that it works from a web server and from a disk. The index has a small script for searching, allowed by its hash;
//! everything is there without it.

mod auditor;
mod feed;
mod index;

use super::html::{self, Carried, Extras};
use super::report::options::Part;
use super::report::sheet::Sheet;
use super::report::{Options, Report};
use crate::messages::Messages;
use crate::render::case::LedgerFacts;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::SummaryKind;
use byline_ledger::accounts::judgements::Judgements;
use byline_ledger::hash::RecordId;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The name of the file by which a folder is known as a site, and may be written again.
pub const MARK: &str = "byline-site.json";

/// What a site is made from.
#[derive(Debug)]
pub struct Site<'a> {
    pub ledger: &'a LedgerFacts,
    /// The ledger's key, whole, as OpenSSH writes it.
    pub public_key: &'a str,
    pub casefile: &'a Casefile,
    pub judgements: &'a Judgements,
    /// A page for each event.
    pub events: &'a [Page],
    /// A page for each source that has one.
    pub sources: &'a [Page],
    /// How many sources have none, as they are too many.
    pub more_sources: usize,
    pub options: &'a Options,
    /// The signed checkpoint, where the site is of the ledger as it stands now.
    pub checkpoint: Option<&'a str>,
}

/// A page about an event or a source: the records that it is made from, and what it carries.
#[derive(Debug)]
pub struct Page {
    /// The event or source, by identity.
    pub about: RecordId,
    pub records: Rc<Records>,
    pub carried: Carried,
}

/// Records as pages are made from them. Pages of sources in the same events share them.
#[derive(Debug)]
pub struct Records {
    pub casefile: Casefile,
    pub judgements: Judgements,
}

impl Page {
    fn report<'a>(&'a self, ledger: &'a LedgerFacts) -> Report<'a> {
        let Records { casefile, judgements } = &*self.records;
        Report::new(ledger, casefile, judgements, &self.carried.inside.events, &self.carried.inside.options)
    }
}

/// An event or a source in the index.
#[derive(Debug)]
struct Listed {
    /// The file, from the index.
    file: String,
    id: RecordId,
    claims: usize,
    conflicts: usize,
}

/// All files of a site, by their names in the folder.
///
/// # Errors
/// When options can't be written as JSON, which doesn't happen.
pub fn files(site: &Site<'_>) -> Result<BTreeMap<String, String>, serde_json::Error> {
    let messages = Messages::of(site.options.language);
    let mut files = BTreeMap::new();
    let mut listed = |folder: &str, page: &Page| {
        let file = format!("{folder}/{}.html", name(site.casefile, page.about));
        let report = page.report(site.ledger);
        files.insert(file.clone(), html::of_report(&report, &page.carried));
        // What a question comes to is the event's affair: a source alone conflicts with nobody.
        let is_event = page.carried.inside.options.part == Part::All;
        let kinds = report.events.iter().flat_map(|part| &part.matrix.rows).map(|row| row.summary.kind);
        let conflicts = kinds.filter(|kind| is_event && *kind == SummaryKind::Conflict).count();
        Listed { file, id: page.about, claims: report.claims().count(), conflicts }
    };
    let events: Vec<Listed> = site.events.iter().map(|page| listed("events", page)).collect();
    let mut sources: Vec<Listed> = site.sources.iter().map(|page| listed("sources", page)).collect();
    sources.sort_by_key(|one| site.casefile.thing(one.id).map(|thing| thing.first().index));
    let report = Report::new(site.ledger, site.casefile, site.judgements, &[], site.options);
    let sheet = Sheet::new(&report, &messages);
    files.insert("index.html".to_owned(), index::page(site, &messages, &sheet, &events, &sources));
    files.insert("auditor.html".to_owned(), auditor::page(site, &messages, &sheet));
    files.insert("feed.xml".to_owned(), feed::feed(site, &messages));
    let mark = serde_json::json!({
        "byline": "site/1", "origin": site.ledger.origin, "size": site.ledger.size, "root": site.ledger.root,
        "files": files.keys().collect::<Vec<_>>(),
    });
    files.insert(MARK.to_owned(), serde_json::to_string_pretty(&mark)? + "\n");
    Ok(files)
}

/// A thing as the name of a file: recorder and slug, both of which hold letters, digits and hyphens only.
fn name(casefile: &Casefile, id: RecordId) -> String {
    let first = casefile.thing(id).map(|thing| thing.first());
    match first.and_then(|first| Some((first, first.record.slug()?))) {
        Some((first, slug)) => format!("{}-{slug}", first.handle),
        None => id.to_string().trim_start_matches("b3:").to_owned(),
    }
}

/// The page of the event that a claim is about, from the index.
fn event_file(site: &Site<'_>, claim: RecordId) -> Option<String> {
    let mut about = claim;
    // A question on a claim leads to the claim: references point to lower indexes, so this ends.
    loop {
        let question = site.casefile.claim(about)?.question;
        match (question.event, question.claim) {
            (Some(event), _) => return Some(format!("events/{}.html", name(site.casefile, event))),
            (None, Some(claim)) => about = claim,
            (None, None) => return None,
        }
    }
}

/// Elements in the head of the index: where the feed is.
fn head() -> Extras {
    let feed = r#"<link rel="alternate" type="application/atom+xml" href="feed.xml">"#;
    Extras { head: Some(feed.to_owned()), script: None }
}

/// All names of a thing, for the search: one in any script finds it.
fn all_names(casefile: &Casefile, id: RecordId) -> String {
    use byline_ledger::record::Record;
    let record = casefile.thing(id).map(|thing| &thing.current().record);
    let names: Vec<String> = match record {
        Some(Record::Entity(entity)) => {
            let also = entity.also.iter().flatten().map(|other| other.name.to_string());
            entity.names.iter().map(|(_, name)| name.to_string()).chain(also).collect()
        }
        Some(Record::Event(event)) => event.titles.iter().map(|(_, title)| title.to_string()).collect(),
        _ => Vec::new(),
    };
    crate::ui::shown_line(&names.join(" "))
}
