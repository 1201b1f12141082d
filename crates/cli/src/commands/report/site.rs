//! `byline report --all`: the folder site.

use super::super::naming;
use super::{carry, scope};
use crate::Outcome;
use crate::failure::Failure;
use crate::render::case::LedgerFacts;
use crate::render::html::{Carried, Inside, Kept};
use crate::render::report::Options;
use crate::render::site::{self, EventCase, MARK, Site};
use crate::ui::Ui;
use crate::world::output;
use byline_ledger::ledger::{Lookup, ssh_text};
use serde_json::json;
use std::fs;
use std::io::Write as _;
use std::path::Path;

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
    // The page of an event is made from its own records alone, so that it can carry all of them.
    let mut cases = Vec::with_capacity(events.len());
    for event in &events {
        let gathered = scope::gathered(lookup, &[*event], options.language)?;
        let carried = carry::carried((whole, lookup), &gathered.indexes, options.clone(), vec![*event])?;
        let carried = Carried { inside: Inside { in_site: true, ..carried.inside }, ..carried };
        let judgements = gathered.casefile.judgements();
        cases.push(EventCase { event: *event, casefile: gathered.casefile, judgements, carried });
    }
    let is_now = facts.size == lookup.ledger().head().size.get();
    let inside =
        cases.first().map(|case| Inside { proof: Kept::WithEvents, growth: None, ..case.carried.inside.clone() });
    let site = Site {
        ledger: facts,
        public_key: &ssh_text(&lookup.ledger().key().bytes()),
        casefile: &casefile,
        judgements: &judgements,
        events: &cases,
        source_pages: &inside.ok_or_else(|| scope::nothing(false))?,
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
