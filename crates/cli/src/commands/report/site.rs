//! `byline report --all`: the folder site.

use super::super::naming;
use super::{carry, scope};
use crate::Outcome;
use crate::failure::Failure;
use crate::render::case::LedgerFacts;
use crate::render::html::{Carried, Inside};
use crate::render::report::Options;
use crate::render::report::options::Part;
use crate::render::site::{self, MARK, Page, Records, Site};
use crate::ui::Ui;
use crate::world::output;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::SourceKey;
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::{Lookup, ssh_text};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::rc::Rc;

/// How many sources have a page of their own: each carries the proof of all that is recorded on its events.
const MOST_SOURCES: usize = 500;

type SourcesByEvents = BTreeMap<Vec<RecordId>, Vec<RecordId>>;

/// Writes the site of a ledger into a folder.
///
/// # Errors
/// When there is no event, the folder holds something else, or it can't be written.
pub fn write(
    ui: &mut Ui,
    (whole, lookup): (&Lookup<'_>, &Lookup<'_>),
    facts: &LedgerFacts,
    options: Options,
    folder: &Path,
) -> Result<Outcome, Failure> {
    let events = naming::all_events(lookup)?;
    let casefile = scope::gathered(lookup, &events, options.language)?.casefile;
    let judgements = casefile.judgements();
    // A page is made from the records of its own events alone, so that it can carry all of them.
    let mut of_events = Vec::with_capacity(events.len());
    let mut of_sources: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
    for event in &events {
        let made = Made::of((whole, lookup), vec![*event], options.clone())?;
        for source in scope::named_sources(&made.records.casefile, *event) {
            of_sources.entry(source).or_default().push(*event);
        }
        of_events.push(made.page(*event, Part::All));
    }
    let (of_sources, more_sources) = of_most(of_sources, &casefile);
    let mut sources = Vec::new();
    for (events, names) in of_sources {
        let made = Made::of((whole, lookup), events, options.clone())?;
        sources.extend(names.into_iter().map(|source| made.page(source, Part::Source(SourceKey::Entity(source)))));
    }
    if of_events.is_empty() {
        return Err(scope::nothing(false));
    }
    let is_now = facts.size == lookup.ledger().head().size.get();
    let site = Site {
        ledger: facts,
        public_key: &ssh_text(&lookup.ledger().key().bytes()),
        casefile: &casefile,
        judgements: &judgements,
        events: &of_events,
        sources: &sources,
        more_sources,
        options: &options,
        checkpoint: is_now.then(|| lookup.ledger().checkpoint()),
    };
    let files = site::files(&site).map_err(Failure::new)?;
    check_folder(folder)?;
    for (name, text) in &files {
        let path = folder.join(name);
        let failed = |error| Failure::new(format!("can't write {}: {error}", path.display()));
        fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(failed)?;
        output::write(&path, text.as_bytes())?;
    }
    if ui.is_json() {
        let folder = folder.display().to_string();
        ui.json(
            &json!({ "byline": "site-written/1", "folder": folder, "files": files.len(), "events": events.len() }),
        )?;
    } else {
        let events = crate::render::words::count(events.len(), "event");
        writeln!(ui.out, "Wrote a site of {events}, {} files, to {}", files.len(), folder.display())?;
    }
    Ok(Outcome::Passed)
}

/// What the pages on some events are made from.
struct Made {
    records: Rc<Records>,
    carried: Carried,
}

impl Made {
    fn of(lookups: (&Lookup<'_>, &Lookup<'_>), events: Vec<RecordId>, options: Options) -> Result<Self, Failure> {
        let gathered = scope::gathered(lookups.1, &events, options.language)?;
        let carried = carry::carried(lookups, &gathered.indexes, options, events)?;
        let carried = Carried { inside: Inside { in_site: true, ..carried.inside }, ..carried };
        let judgements = gathered.casefile.judgements();
        Ok(Self { records: Rc::new(Records { casefile: gathered.casefile, judgements }), carried })
    }

    fn page(&self, about: RecordId, part: Part) -> Page {
        let inside = self.carried.inside.clone();
        let inside = Inside { options: Options { part, ..inside.options.clone() }, ..inside };
        Page { about, records: Rc::clone(&self.records), carried: Carried { inside, ..self.carried.clone() } }
    }
}

/// The sources that have a page, by the events that they are in, and how many have none: those that were recorded first have one.
fn of_most(of_sources: BTreeMap<RecordId, Vec<RecordId>>, casefile: &Casefile) -> (SourcesByEvents, usize) {
    let mut sources: Vec<_> = of_sources.into_iter().collect();
    sources.sort_by_key(|(source, _)| casefile.thing(*source).map(|thing| thing.first().index));
    let more = sources.len().saturating_sub(MOST_SOURCES);
    let mut by_events = SourcesByEvents::new();
    for (source, events) in sources.into_iter().take(MOST_SOURCES) {
        by_events.entry(events).or_default().push(source);
    }
    (by_events, more)
}

/// Whether a site may be written here: nothing is there, or an earlier site.
fn check_folder(folder: &Path) -> Result<(), Failure> {
    let is_empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => return Err(Failure::new(format!("can't write to {}: {error}", folder.display()))),
    };
    if is_empty || folder.join(MARK).is_file() {
        return Ok(());
    }
    Err(Failure::new(format!("{} holds something else than a site of Byline: nothing was written", folder.display()))
        .hint("name a new or empty folder"))
}
