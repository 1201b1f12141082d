//! `byline search`: records by their words, and by what they are about.

use super::find::by_slug;
use super::log::summary;
use super::standing::{Standing, Standings};
use super::{lookup, naming, open, unreadable};
use crate::Outcome;
use crate::failure::Failure;
use crate::ui::{Ui, counted, shown_line};
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::matrix;
use byline_ledger::accounts::verdict::Label;
use byline_ledger::edtf::Edtf;
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::{Criteria, Hit, Located, Lookup, Passage, Phrase};
use byline_ledger::record::{Handle, Kind, Record};
use owo_colors::OwoColorize as _;
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::path::Path;
use unicode_segmentation::UnicodeSegmentation as _;

/// Find records by words, source, event, signer, date or label
///
/// Words are found in any script, whatever their case and accents; a * behind one stands for any ending. All of them must stand in the record. What an entity is called in
/// other languages is found too: Rybnoye finds Рыбное. With several options, all must hold.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The words
    words: Vec<String>,

    /// Claims of this source: the slug, id or name of an entity
    #[arg(long, value_name = "ENTITY")]
    source: Option<String>,

    /// On this event: slug or id
    #[arg(long, value_name = "EVENT")]
    event: Option<String>,

    /// Signed by this handle
    #[arg(long, value_name = "HANDLE")]
    signer: Option<String>,

    /// Of this kind, such as claim, entity, question
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    /// About this day, month, year or interval
    #[arg(long, value_name = "DATE", conflicts_with_all = ["since", "until"])]
    date: Option<String>,

    /// About this date or later
    #[arg(long, value_name = "DATE")]
    since: Option<String>,

    /// About this date or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<String>,

    /// Claims that stand so to another answer of the same question
    #[arg(long, value_name = "LABEL")]
    label: Option<LabelName>,

    /// Show at most so many
    #[arg(long, short = 'n', value_name = "N", default_value_t = 50)]
    limit: usize,
}

/// The labels of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum LabelName {
    /// The same answer
    Agree,
    /// Both can be true
    Compatible,
    /// They can't both be true
    Conflict,
    /// One of them gives no answer
    Silent,
    /// They can't be compared
    Unaligned,
}

impl LabelName {
    fn label(self) -> Label {
        match self {
            Self::Agree => Label::Agree,
            Self::Compatible => Label::Compatible,
            Self::Conflict => Label::Conflict,
            Self::Silent => Label::Silent,
            Self::Unaligned => Label::Unaligned,
        }
    }
}

/// The kinds of records that can be asked for.
const KINDS: [Kind; 7] =
    [Kind::Entity, Kind::Event, Kind::Question, Kind::Document, Kind::Claim, Kind::Withdrawal, Kind::Judgement];

pub fn run(ui: &mut Ui, path: &Path, args: &Args) -> Result<Outcome, Failure> {
    let ledger = open(path)?;
    let lookup = lookup(ui, &ledger)?;
    let unread = |error| unreadable(path, &error);
    let mut criteria = criteria(&lookup, args)?;
    lookup.add_aliases(&mut criteria).map_err(unread)?;
    let mut labels = Labels { lookup: &lookup, claims: HashMap::new() };
    let mut hits = Vec::new();
    let mut more = false;
    for hit in lookup.search(&criteria).map_err(unread)? {
        let hit = hit.map_err(unread)?;
        if let Some(wanted) = args.label
            && !labels.has(&hit.located, wanted.label())?
        {
            continue;
        }
        if hits.len() == args.limit {
            more = true;
            break;
        }
        hits.push(hit);
    }
    let standings = match hits.is_empty() {
        true => Standings::default(),
        false => Standings::read(&lookup).map_err(unread)?,
    };
    if ui.is_json() {
        let hits: Vec<_> = hits.iter().map(|hit| hit_json(hit, &standings.on(hit.located.id()))).collect();
        let aliases: Vec<_> = criteria.aliases.iter().map(|(name, _)| name).collect();
        ui.json(&json!({ "byline": "search/1", "also_searched": aliases, "hits": hits, "more": more }))?;
        return Ok(Outcome::Passed);
    }
    for hit in &hits {
        write_hit(ui, hit, &standings.on(hit.located.id()))?;
    }
    match (hits.len(), more) {
        (0, _) => writeln!(ui.out, "Nothing found")?,
        (count, false) => writeln!(ui.out, "{} found", counted(count, "record", "records"))?,
        (count, true) => {
            writeln!(ui.out, "The first {count} of more: narrow it down, or raise --limit")?;
        }
    }
    Ok(Outcome::Passed)
}

fn criteria(lookup: &Lookup<'_>, args: &Args) -> Result<Criteria, Failure> {
    let text = args.words.join(" ");
    let words = Phrase::new(&text);
    if words.is_none() && !text.is_empty() {
        return Err(Failure::new(format!("{text:?} has no words")).hint("give letters or digits"));
    }
    let criteria = Criteria {
        words,
        aliases: Vec::new(),
        kind: args.kind.as_deref().map(kind).transpose()?,
        signer: args.signer.as_deref().map(signer).transpose()?,
        source: args.source.as_deref().map(|what| source(lookup, what)).transpose()?,
        event: args.event.as_deref().map(|what| naming::event(lookup, Some(what))).transpose()?,
        date: date(args)?,
    };
    // A label is one of claims, and its events are compared one by one: without words or event that may be all of them.
    let kind = if args.label.is_some() { Some(Kind::Claim) } else { criteria.kind };
    let criteria = Criteria { kind, ..criteria };
    let is_empty = criteria.words.is_none()
        && criteria.kind.is_none()
        && criteria.signer.is_none()
        && criteria.source.is_none()
        && criteria.event.is_none()
        && criteria.date.is_none();
    if is_empty {
        return Err(Failure::new("what is looked for?").hint(
            "give words, or --source, --event, --signer, --kind, --date, --label; `byline log` shows everything",
        ));
    }
    Ok(criteria)
}

fn kind(text: &str) -> Result<Kind, Failure> {
    KINDS.into_iter().find(|kind| kind.name() == text).ok_or_else(|| {
        let names: Vec<_> = KINDS.iter().map(|kind| kind.name()).collect();
        Failure::new(format!("there is no kind {text:?} to look for")).hint(format!("one of {}", names.join(", ")))
    })
}

fn signer(text: &str) -> Result<Handle, Failure> {
    text.parse().map_err(|_| Failure::new(format!("{text:?} is no handle")).hint("`byline key list` shows the handles"))
}

/// The dates that are meant, as one interval.
fn date(args: &Args) -> Result<Option<Edtf>, Failure> {
    let text = match (&args.date, &args.since, &args.until) {
        (Some(date), _, _) => date.clone(),
        (None, None, None) => return Ok(None),
        (None, since, until) => {
            let end = |date: &Option<String>| date.clone().unwrap_or_else(|| "..".to_owned());
            format!("{}/{}", end(since), end(until))
        }
    };
    text.parse().map(Some).map_err(|error| {
        Failure::new(format!("{text:?} is no date: {error}"))
            .hint("write 2025-11-09, 2025-11, 2025, 2025-11-08/2025-11-09")
    })
}

/// The entity that is meant: by slug, id, or a name that is only one entity's.
fn source(lookup: &Lookup<'_>, what: &str) -> Result<RecordId, Failure> {
    let unread = |error| unreadable(lookup.ledger().reader().path(), &error);
    let mut found = match what.strip_prefix("b3:") {
        Some(digits) => lookup.by_prefix(digits).map_err(unread)?,
        None => by_slug(lookup, what, &[Kind::Entity]).unwrap_or_default(),
    };
    found.retain(|located| located.record().kind() == Kind::Entity);
    if found.is_empty()
        && let Some(phrase) = Phrase::new(what)
    {
        let named = Criteria { words: Some(phrase), kind: Some(Kind::Entity), ..Criteria::default() };
        for hit in lookup.search(&named).map_err(unread)? {
            let hit = hit.map_err(unread)?;
            if hit.passage.is_some_and(|passage| passage.field == "names") {
                found.push(hit.located);
            }
        }
    }
    let mut identities = Vec::new();
    for located in &found {
        let first = lookup.versions(located.id()).map_err(unread)?.first().map_or(located.id(), Located::id);
        if !identities.contains(&first) {
            identities.push(first);
        }
    }
    match &identities[..] {
        [one] => Ok(*one),
        [] => Err(Failure::new(format!("there is no entity {what:?}"))
            .hint("`byline search --kind entity` lists them; a source is a slug, an id or a name")),
        _ => Err(super::find::ambiguous(what, &found)),
    }
}

/// How claims stand to others, event by event, as far as it was asked for.
struct Labels<'l> {
    lookup: &'l Lookup<'l>,
    claims: HashMap<RecordId, HashMap<RecordId, HashSet<Label>>>,
}

impl Labels<'_> {
    fn has(&mut self, located: &Located, wanted: Label) -> Result<bool, Failure> {
        let unread = |error| unreadable(self.lookup.ledger().reader().path(), &error);
        let Record::Claim(claim) = located.record() else { return Ok(false) };
        let question = self.lookup.by_id(claim.question).map_err(unread)?;
        let event = match question.as_ref().map(Located::record) {
            Some(Record::Question(question)) => question.event,
            _ => None,
        };
        let Some(event) = event else { return Ok(false) };
        if !self.claims.contains_key(&event) {
            let records = self.lookup.about_event(event).map_err(unread)?;
            self.claims.insert(event, labels_of(&Casefile::new(records), event));
        }
        let labels = self.claims.get(&event).and_then(|claims| claims.get(&located.id()));
        Ok(labels.is_some_and(|labels| labels.contains(&wanted)))
    }
}

/// The labels of every claim of an event that leads or says the same as one that does.
fn labels_of(casefile: &Casefile, event: RecordId) -> HashMap<RecordId, HashSet<Label>> {
    let judgements = casefile.judgements();
    let mut labels: HashMap<RecordId, HashSet<Label>> = HashMap::new();
    for row in matrix(casefile, &judgements, event).rows {
        for pair in &row.pairs {
            for claim in row.groups[pair.left].claims.iter().chain(&row.groups[pair.right].claims) {
                labels.entry(*claim).or_default().insert(pair.verdict.label);
            }
        }
        // What stands in one group says the same.
        for claim in row.groups.iter().filter(|group| group.columns.len() > 1).flat_map(|group| &group.claims) {
            labels.entry(*claim).or_default().insert(Label::Agree);
        }
    }
    labels
}

fn write_hit(ui: &mut Ui, hit: &Hit, standing: &[Standing]) -> Result<(), Failure> {
    let located = &hit.located;
    let handle = located.handle.as_ref().map_or("the ledger", Handle::as_str);
    let id = located.id().to_string();
    let kind = located.record().kind();
    let words = shown_line(&summary(located.record()));
    writeln!(ui.out, "{:>6}  {}  {kind:<9} {handle:<12} {words}", located.index, &id[..11])?;
    for one in standing {
        writeln!(ui.out, "        {}", one.words())?;
    }
    let Some(passage) = &hit.passage else { return Ok(()) };
    let snippet = snippet(passage, ui.width.saturating_sub(24));
    let text: String = (snippet.iter())
        .map(|(text, is_match)| if *is_match { shown_line(text).bold().to_string() } else { spaced(text) })
        .collect();
    let alias = hit.alias.as_ref().map(|name| format!(" (as {})", shown_line(name))).unwrap_or_default();
    writeln!(ui.out, "        {}: {text}{alias}", passage.field)?;
    Ok(())
}

/// On one line, with the spaces at its ends.
fn spaced(text: &str) -> String {
    let (before, behind) = (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
    let words = shown_line(text);
    match words.is_empty() {
        true => " ".repeat(usize::from(before || behind)),
        false => format!("{}{words}{}", if before { " " } else { "" }, if behind { " " } else { "" }),
    }
}

/// The first match in a text and what stands around it, in so many graphemes; the parts that match are marked.
fn snippet(passage: &Passage, most: usize) -> Vec<(String, bool)> {
    let text = &passage.text;
    let Some(first) = passage.places.first() else { return Vec::new() };
    let before: Vec<(usize, &str)> = text[..first.start].grapheme_indices(true).collect();
    let fits = text.graphemes(true).nth(most).is_none();
    let skipped = if fits { None } else { before.len().checked_sub(most / 3) };
    let start = skipped.map_or(0, |skipped| before.get(skipped).map_or(first.start, |(at, _)| *at));
    let shown = text[start..].grapheme_indices(true).map(|(at, _)| start + at).nth(most.max(20));
    let end = shown.unwrap_or(text.len()).max(first.end);
    let mut parts = Vec::new();
    if start > 0 {
        parts.push(("… ".to_owned(), false));
    }
    let mut at = start;
    for place in passage.places.iter().filter(|place| place.start >= start && place.end <= end) {
        parts.push((text[at..place.start].to_owned(), false));
        parts.push((text[place.clone()].to_owned(), true));
        at = place.end;
    }
    parts.push((text[at..end].to_owned(), false));
    if end < text.len() {
        parts.push((" …".to_owned(), false));
    }
    parts.retain(|(text, _)| !text.is_empty());
    parts
}

fn hit_json(hit: &Hit, standing: &[Standing]) -> serde_json::Value {
    let located = &hit.located;
    json!({
        "index": located.index.get(),
        "id": located.id().to_string(),
        "kind": located.record().kind().name(),
        "by": located.handle.as_ref().map(Handle::as_str),
        "signed_at": located.logged.header().signed_at.to_string(),
        "summary": summary(located.record()),
        "field": hit.passage.as_ref().map(|passage| passage.field),
        "text": hit.passage.as_ref().map(|passage| &passage.text),
        "matches": hit.passage.iter().flat_map(|passage| &passage.places)
            .map(|place| &hit.passage.as_ref().map_or("", |passage| passage.text.as_str())[place.clone()]).collect::<Vec<_>>(),
        "alias": hit.alias,
        "marks": standing.iter().map(Standing::json).collect::<serde_json::Value>(),
    })
}
