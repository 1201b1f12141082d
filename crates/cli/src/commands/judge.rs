//! `byline judge`: a signed opinion on one or two records.

use super::find::find;
use super::sign::{append_failed, open_writer, sign_and_append};
use super::{lookup, unreadable, words};
use crate::Outcome;
use crate::failure::Failure;
use crate::ui::{Ui, counted, shown_line};
use crate::world::keys::KeyFile;
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::{Located, Lookup, Term, ViewError};
use byline_ledger::record::{AnswerType, Judgement, Opinion, Record, Source, Text};
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
    #[arg(long, value_parser = words)]
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
        return Err(Failure::new(format!(
            "`{opinion}` is an opinion on {}, and {} named",
            counted(wanted, "record", "records"),
            if given == 1 { "1 was".to_owned() } else { format!("{given} were") }
        )));
    }
    let key = args.key.load(ui)?;
    let mut writer = open_writer(ui, path)?;
    let ledger = writer.ledger().map_err(|error| append_failed(path, &error))?;
    let (things, notes) = {
        let lookup = lookup(ui, &ledger)?;
        let things = args.on.iter().map(|what| thing(&lookup, path, what)).collect::<Result<Vec<_>, _>>()?;
        fits(&lookup, path, opinion, &things)?;
        let notes = contradictions(&lookup, opinion, &things).map_err(|error| unreadable(path, &error))?;
        (things, notes)
    };
    let named: Vec<_> = things.iter().map(|thing| shown_line(&thing.named)).collect();
    for note in notes {
        ui.note(note)?;
    }
    let question = format!("Sign the opinion \"{opinion}\" on {}?", named.join(" and "));
    if !args.yes && !ui.confirm(&question)? {
        return Err(Failure::new("not confirmed: nothing was signed"));
    }
    let on: Vec<RecordId> = things.iter().map(|thing| thing.identity).collect();
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

/// A record that is judged.
struct Judged {
    identity: RecordId,
    /// Its version in force.
    record: Record,
    /// Its name for people.
    named: String,
}

fn thing(lookup: &Lookup<'_>, path: &Path, what: &str) -> Result<Judged, Failure> {
    let found = find(lookup, what)?;
    let mut versions = lookup.versions(found.id()).map_err(|error| unreadable(path, &error))?;
    let identity = versions.first().map_or(found.id(), Located::id);
    let named = format!("{} {}", found.record().kind(), super::log::summary(found.record()));
    let record = versions.pop().map_or_else(|| found.record().clone(), |last| last.record().clone());
    Ok(Judged { identity, record, named })
}

/// Whether the opinion is on such records, and would be heard: what the program compares by its rules needs no opinion.
fn fits(lookup: &Lookup<'_>, path: &Path, opinion: Opinion, things: &[Judged]) -> Result<(), Failure> {
    let kinds = opinion.kinds();
    let listed = || kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ");
    if let Some(wrong) = things.iter().find(|thing| !kinds.contains(&thing.record.kind())) {
        let message =
            format!("`{opinion}` is an opinion on records of kind {}, and this is none: {}", listed(), wrong.named);
        return Err(Failure::new(message).hint("`byline judge --help` has the opinions"));
    }
    let [Judged { record: a, .. }, Judged { record: b, .. }] = things else { return Ok(()) };
    if a.kind() != b.kind() {
        let (a, b) = (a.kind(), b.kind());
        let message =
            format!("`{opinion}` is an opinion on two records of one kind, and these are of kind {a} and of kind {b}");
        return Err(Failure::new(message));
    }
    let (Record::Claim(a), Record::Claim(b)) = (a, b) else { return Ok(()) };
    if opinion == Opinion::DistinctSources && [a, b].iter().all(|claim| matches!(claim.by, Source::Entity(_))) {
        return Err(Failure::new("both claims name their source")
            .hint("whether two names are one source is `byline judge same` or `different`, on the entities"));
    }
    if matches!(opinion, Opinion::Agree | Opinion::Conflict) {
        for claim in [a, b] {
            let versions = lookup.versions(claim.question).map_err(|error| unreadable(path, &error))?;
            let Some(Record::Question(question)) = versions.last().map(Located::record) else { continue };
            if question.answer_type != AnswerType::Text && question.many.is_none() {
                let kind = question.answer_type;
                return Err(Failure::new(format!(
                    "a {kind} is compared by rules, and `{opinion}` is an opinion on words"
                ))
                .hint(
                    "`byline explain CLAIM CLAIM` shows which rule decides; whoever doubts a claim signs `disputed`",
                ));
            }
        }
    }
    Ok(())
}

/// Who has signed the contrary, which stays: both are shown, and the negative one counts.
fn contradictions(lookup: &Lookup<'_>, opinion: Opinion, things: &[Judged]) -> Result<Vec<String>, ViewError> {
    let contrary = match opinion {
        Opinion::Same => Opinion::Different,
        Opinion::Different => Opinion::Same,
        Opinion::Agree => Opinion::Conflict,
        Opinion::Conflict => Opinion::Agree,
        _ => return Ok(Vec::new()),
    };
    let negative = if matches!(opinion, Opinion::Different | Opinion::Conflict) { opinion } else { contrary };
    let [a, b] = things else { return Ok(Vec::new()) };
    let mut notes = Vec::new();
    for judgement in lookup.by_term(&Term::JudgementsOn(a.identity))? {
        let Record::Judgement(record) = judgement.record() else { continue };
        if record.opinion != contrary
            || !record.on.contains(&b.identity)
            || lookup.withdrawal(judgement.id())?.is_some()
        {
            continue;
        }
        let by = judgement.handle.as_ref().map_or("", |handle| handle.as_str());
        let words = format!(
            "{by} signed the contrary, \"{contrary}\", at entry {}: both are shown, and of two people's \"{negative}\" counts",
            judgement.index
        );
        notes.push(words);
    }
    Ok(notes)
}
