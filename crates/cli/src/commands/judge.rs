//! `byline judge`: a signed opinion on one or two records.

use super::show::find;
use super::sign::{append_failed, open_writer, sign_and_append};
use super::{lookup, unreadable};
use crate::Outcome;
use crate::failure::Failure;
use crate::ui::{Ui, shown_line};
use crate::world::keys::KeyFile;
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::Lookup;
use byline_ledger::record::{Judgement, Opinion, Record, Text};
use clap::ValueEnum;
use serde_json::json;
use std::io::Write as _;
use std::path::Path;

/// Sign an opinion on one or two records
///
/// Whether two entities, events or questions are the same; whether two claims say the same or contradict each other in words; whether a record
/// is disputed, or was checked. It changes no record, and views print it as an opinion, with your handle. Your later opinion on the same
/// records replaces the earlier.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What you think
    #[arg(value_enum)]
    opinion: OpinionName,

    /// Id, index or slug of the records: two, or one for disputed and checked
    #[arg(required = true, num_args = 1..=2)]
    on: Vec<String>,

    /// Why
    #[arg(long)]
    because: Text,

    /// Don't ask for confirmation
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    key: KeyFile,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OpinionName {
    /// Two entities, events or questions are the same
    Same,
    /// Two entities, events or questions are different
    Different,
    /// It can't be told whether they are the same
    Unsure,
    /// The first entity is a part or a kind of the second
    PartOrKind,
    /// Two claims say the same in other words
    Agree,
    /// Two claims contradict each other
    Conflict,
    /// The unnamed sources of two claims are not the same person
    DistinctSources,
    /// The record is disputed
    Disputed,
    /// The record was checked against its evidence
    Checked,
}

impl From<OpinionName> for Opinion {
    fn from(name: OpinionName) -> Self {
        match name {
            OpinionName::Same => Self::Same,
            OpinionName::Different => Self::Different,
            OpinionName::Unsure => Self::Unsure,
            OpinionName::PartOrKind => Self::PartOrKind,
            OpinionName::Agree => Self::Agree,
            OpinionName::Conflict => Self::Conflict,
            OpinionName::DistinctSources => Self::DistinctSources,
            OpinionName::Disputed => Self::Disputed,
            OpinionName::Checked => Self::Checked,
        }
    }
}

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let opinion = Opinion::from(args.opinion);
    if args.on.len() != opinion.arity() {
        let (wanted, given) = (opinion.arity(), args.on.len());
        return Err(Failure::new(format!("{opinion} is an opinion on {wanted} record(s), and {given} were named")));
    }
    let key = args.key.load(ui)?;
    let mut writer = open_writer(path)?;
    let ledger = writer.ledger().map_err(|error| append_failed(path, &error))?;
    let things = {
        let lookup = lookup(ui, &ledger)?;
        args.on.iter().map(|what| thing(&lookup, path, what)).collect::<Result<Vec<_>, _>>()?
    };
    let named: Vec<_> = things.iter().map(|(_, named)| shown_line(named)).collect();
    let question = format!("Sign the opinion \"{opinion}\" on {}?", named.join(" and "));
    if !args.yes && !ui.confirm(&question)? {
        return Err(Failure::new("not confirmed: nothing was signed"));
    }
    let on: Vec<RecordId> = things.iter().map(|(id, _)| *id).collect();
    let subject = on.first().map(ToString::to_string).unwrap_or_default();
    let record = Record::Judgement(Judgement {
        opinion,
        on: on.clone(),
        because: args.because.clone(),
        corrects: None,
        reason: None,
    });
    let index = sign_and_append(&mut writer, path, &key, record, subject)?;
    writer.close().map_err(|error| append_failed(path, &error))?;
    if ui.is_json() {
        let on: Vec<_> = on.iter().map(ToString::to_string).collect();
        ui.json(&json!({ "byline": "judge/1", "index": index.get(), "opinion": opinion.name(), "on": on }))?;
    } else {
        writeln!(ui.out, "Signed the opinion \"{opinion}\" on {} at entry {index}", named.join(" and "))?;
    }
    Ok(Outcome::Passed)
}

/// The identity that is meant, and its name for people.
fn thing(lookup: &Lookup<'_>, path: &Path, what: &str) -> Result<(RecordId, String), Failure> {
    let found = find(lookup, what)?;
    let versions = lookup.versions(found.id()).map_err(|error| unreadable(path, &error))?;
    let first = versions.first().map_or(found.id(), |first| first.id());
    Ok((first, format!("{} {}", found.record().kind(), super::log::summary(found.record()))))
}
