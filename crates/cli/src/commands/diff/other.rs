//! `byline diff --with`: one event in two ledgers.

use super::{Args, View, write};
use crate::Outcome;
use crate::commands::{naming, open, unreadable};
use crate::failure::Failure;
use crate::render::case::{Case, LedgerFacts};
use crate::render::shown::Shown;
use crate::render::{json, text};
use crate::ui::Ui;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::{Matched, SourceInBoth, TwoLedgers, matched, two_ledgers};
use byline_ledger::accounts::verdict::Label;
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::Lookup;
use byline_ledger::record::{Handle, Kind};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

pub fn run(
    ui: &mut Ui,
    args: &Args,
    other: &str,
    (facts, records, event): (&LedgerFacts, Vec<LoggedRecord>, RecordId),
    mut shown: Shown,
) -> Result<Outcome, Failure> {
    let (folder, named) = split(other);
    let there = open(&folder)?;
    if there.key().kid().to_string() == facts.key {
        return Err(Failure::new(format!("{} is a copy of the same ledger", folder.display()))
            .hint("`byline diff --since FILE` compares with an earlier checkpoint of one ledger"));
    }
    let lookup = super::super::lookup(ui, &there)?;
    let other_event = naming::event(&lookup, named)?;
    let their_facts = naming::ledger_facts(&lookup)?;
    let theirs = about(&lookup, &folder, other_event)?;
    let here = Casefile::new(records.clone());
    let beyond = Casefile::new(theirs.clone());
    let said = said(args, &here, &beyond)?;
    let found = matched((&here, event), (&beyond, other_event), said);
    let alike = named_alike(&here, &beyond, &found);
    // Each record keeps its own index; within one ledger the order stays what it is, which is all that counts.
    let both = Casefile::new(records.into_iter().chain(theirs).collect());
    let by: Handle = "byline".parse().map_err(Failure::new)?;
    let judgements = both.judgements_with(&found, &by);
    let both = args.selection.narrow_with(both, &judgements, &[event, other_event], &mut shown.told)?;
    let mut two = two_ledgers(&both, &judgements, (event, other_event), &|id| here.thing(id).is_some());
    shown.narrow_ledgers(&mut two);
    let case = Case { ledger: facts, casefile: &both, judgements: &judgements, event };
    let differs = if shown.only.is_empty() { differ(&two) } else { !two.rows.is_empty() };
    let view = View {
        json: Box::new(|| json::two_ledgers(&case, &their_facts, &two, (&found, &alike))),
        text: Box::new(|width| text::two_ledgers(&case, &their_facts, &two, (&found, &alike), &shown, width)),
        differs,
    };
    write(ui, args, view)
}

/// Entities that are only called the same: a name proposes, and whoever compares decides.
fn named_alike(here: &Casefile, there: &Casefile, matched: &[Matched]) -> Vec<(RecordId, RecordId)> {
    let names = |casefile: &Casefile| -> Vec<(String, RecordId)> {
        let in_force = casefile.things(Kind::Entity).filter(|thing| thing.withdrawn().is_none());
        in_force.map(|thing| (naming::plain(&casefile.name(thing.identity())), thing.identity())).collect()
    };
    let theirs: HashMap<String, RecordId> = names(there).into_iter().collect();
    let both = names(here).into_iter().filter_map(|(name, here)| Some((here, *theirs.get(&name)?)));
    both.filter(|(here, there)| matched.iter().all(|one| (one.here, one.there) != (*here, *there))).collect()
}

fn about(lookup: &Lookup<'_>, folder: &Path, event: RecordId) -> Result<Vec<LoggedRecord>, Failure> {
    lookup.about_event(event).map_err(|error| unreadable(folder, &error))
}

/// The folder, and the event behind the last colon. A folder that is there with a colon in its name is a folder.
fn split(other: &str) -> (PathBuf, Option<&str>) {
    match other.rsplit_once(':') {
        Some((folder, event)) if !Path::new(other).exists() => (PathBuf::from(folder), Some(event)),
        _ => (PathBuf::from(other), None),
    }
}

/// What the command line says is one.
fn said(args: &Args, here: &Casefile, there: &Casefile) -> Result<Vec<(RecordId, RecordId)>, Failure> {
    let mut said = Vec::new();
    for pair in &args.same {
        let (ours, theirs) = pair.split_once('=').ok_or_else(|| {
            Failure::new(format!("{pair:?} is no pair"))
                .hint("give two slugs, ours and theirs: --same boats=ben/vessels")
        })?;
        let (kind, ours) = thing(here, ours, "here", None)?;
        let (_, theirs) = thing(there, theirs, "there", Some(kind))?;
        said.push((ours, theirs));
    }
    Ok(said)
}

/// An entity or a question by its slug or id; of the same kind as its partner.
fn thing(casefile: &Casefile, what: &str, whose: &str, kind: Option<Kind>) -> Result<(Kind, RecordId), Failure> {
    let kinds = [Kind::Question, Kind::Entity];
    let things = kinds.iter().filter(|one| kind.is_none_or(|kind| kind == **one)).flat_map(|one| casefile.things(*one));
    let is_meant = |slug: &str, handle: &str, id: RecordId| {
        what == slug || what == format!("{handle}/{slug}") || (what.len() >= 11 && id.to_string().starts_with(what))
    };
    let found: Vec<_> = things
        .filter(|thing| {
            let first = thing.first();
            let slug = first.record.slug().map(ToString::to_string).unwrap_or_default();
            is_meant(&slug, first.handle.as_str(), thing.identity())
        })
        .collect();
    match found[..] {
        [one] => Ok((one.first().record.kind(), one.identity())),
        [] => Err(Failure::new(format!("there is no entity or question {what:?} {whose}, on this event"))
            .hint("name it by its slug, as `byline log` shows it")),
        _ => {
            Err(Failure::new(format!("{what:?} can be several things {whose}"))
                .hint("name it HANDLE/SLUG, or by its id"))
        }
    }
}

/// Whether anything is recorded in one ledger only, or doesn't agree.
fn differ(two: &TwoLedgers) -> bool {
    let agrees = |one: &SourceInBoth| {
        one.claims.leading.as_ref().is_some_and(|pair| pair.verdict.label == Label::Agree)
            && one.claims.others.iter().all(|pair| pair.verdict.label != Label::Conflict)
    };
    !two.rows.iter().flat_map(|row| &row.sources).all(agrees)
}
