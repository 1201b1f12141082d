//! One event in two ledgers: who answers what in either of them.
//!
//! Ledgers share no ids, so things of two ledgers are one only where something says so: a `same_as` URI that both have recorded, a question that
//! asks the same in the same words and form, or whoever compares. A name alone never does; and a judgement "different" of either ledger
//! stands against all of these.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::casefile::Casefile;
use super::super::judgements::{Judgements, Opinion, Relation};
use super::super::view::ClaimView;
use super::super::words::folded;
use super::sources::{SourceKey, columns_of};
use super::two::{TwoRow, two_row};
use super::{asked, claims_on};
use crate::hash::RecordId;
use crate::record::{Handle, Kind, Question, Scope};

/// Two things of two ledgers that count as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// The thing here, by identity.
    pub here: RecordId,
    /// The thing there, by identity.
    pub there: RecordId,
    /// Why.
    pub by: MatchedBy,
}

/// Why two things of two ledgers count as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatchedBy {
    /// Whoever compares says so.
    Said,
    /// Both ledgers name the same URI for them.
    SameAs(String),
    /// Two questions that ask the same in the same words, for the same sort of answer, unit, scope and time.
    SameQuestion,
}

/// One event in two ledgers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoLedgers {
    /// The event here, by identity.
    pub event: RecordId,
    /// The event there, by identity.
    pub other_event: RecordId,
    /// The questions of both: those here in the order of the log, then those that are asked only there.
    pub rows: Vec<LedgersRow>,
}

/// One question in two ledgers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgersRow {
    /// The question here; empty if it is asked only there.
    pub here: Vec<RecordId>,
    /// The question there; empty if it is asked only here.
    pub there: Vec<RecordId>,
    /// Source by source what is recorded here (left) and there (right).
    pub sources: Vec<SourceInBoth>,
}

/// What one source answers in two ledgers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceInBoth {
    /// The source.
    pub source: SourceKey,
    /// Its claims here are on the left, those there on the right.
    pub claims: TwoRow,
}

/// The things of two ledgers that count as one, as far as the records tell: entities by `same_as`, then questions of two events by what they ask.
/// `said` is what whoever compares says on top.
pub fn matched(
    here: (&Casefile, RecordId),
    there: (&Casefile, RecordId),
    said: impl IntoIterator<Item = (RecordId, RecordId)>,
) -> Vec<Matched> {
    let mut matched: Vec<Matched> =
        said.into_iter().map(|(here, there)| Matched { here, there, by: MatchedBy::Said }).collect();
    let mut by_uri: HashMap<String, RecordId> = HashMap::new();
    for (uri, id) in uris(here.0) {
        by_uri.entry(uri).or_insert(id);
    }
    let mut seen: HashSet<(RecordId, RecordId)> = matched.iter().map(|one| (one.here, one.there)).collect();
    for (uri, there) in uris(there.0) {
        if let Some(here) = by_uri.get(&uri)
            && seen.insert((*here, there))
        {
            matched.push(Matched { here: *here, there, by: MatchedBy::SameAs(uri) });
        }
    }
    let here_by_there: HashMap<RecordId, RecordId> = matched.iter().map(|one| (one.there, one.here)).collect();
    let mut by_form: HashMap<Form, RecordId> = HashMap::new();
    for id in here.0.questions_of(here.1) {
        for form in here.0.question(id).into_iter().flat_map(|question| forms(question, &|place| place)) {
            by_form.entry(form).or_insert(id);
        }
    }
    for id in there.0.questions_of(there.1) {
        if here_by_there.contains_key(&id) {
            continue;
        }
        let place = |place: RecordId| here_by_there.get(&place).copied().unwrap_or(place);
        let forms = there.0.question(id).into_iter().flat_map(|question| forms(question, &place));
        if let Some(here) = forms.filter_map(|form| by_form.get(&form).copied()).next() {
            matched.push(Matched { here, there: id, by: MatchedBy::SameQuestion });
        }
    }
    matched
}

/// The entities in force with the URIs that they are known by elsewhere.
fn uris(casefile: &Casefile) -> impl Iterator<Item = (String, RecordId)> {
    let in_force = casefile.things(Kind::Entity).filter(|thing| thing.withdrawn().is_none());
    let of_one = |identity: RecordId| casefile.entity(identity).and_then(|entity| entity.same_as.as_ref());
    in_force.flat_map(move |thing| {
        let uris = of_one(thing.identity()).into_iter().flatten();
        uris.map(move |uri| (uri.to_string(), thing.identity())).collect::<Vec<_>>()
    })
}

/// What a question asks, in one language: two questions with one form ask the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Form(String);

fn forms(question: &Question, place: &dyn Fn(RecordId) -> RecordId) -> Vec<Form> {
    // What a question is about is compared elsewhere: the events are two by their ids. Questions about claims are about other claims.
    if question.event.is_none() {
        return Vec::new();
    }
    let unit = question.unit.as_ref().map(|unit| folded(unit.as_str()));
    let scope = |scope: &Scope| {
        let places: BTreeSet<String> = scope.places.iter().flatten().map(|one| place(*one).to_string()).collect();
        (places, scope.population.as_ref().map(|population| folded(population.as_str())))
    };
    let scope = question.scope.as_ref().map(scope);
    let options = question.options.as_ref();
    let counted = (question.measure.is_some(), question.many.is_some(), question.rule, question.period.as_ref());
    let rest = format!("{:?}", (question.answer_type, unit, scope, options, counted));
    let words = question.asks.iter().map(|(lang, words)| format!("{lang} {} {rest}", folded(words.as_str())));
    words.map(Form).collect()
}

/// Lays the accounts of one event in two ledgers beside each other.
///
/// `both` has the records of both ledgers, and `judgements` what was judged in both with what [matches](matched); `is_here` tells whose
/// a claim is.
pub fn two_ledgers(
    both: &Casefile,
    judgements: &Judgements,
    (event, other_event): (RecordId, RecordId),
    is_here: &dyn Fn(RecordId) -> bool,
) -> TwoLedgers {
    let mut rows: Vec<(Vec<RecordId>, Vec<RecordId>)> = Vec::new();
    let mut row_of: HashMap<RecordId, usize> = HashMap::new();
    for (questions, there) in [(asked(both, judgements, event), false), (asked(both, judgements, other_event), true)] {
        for question in questions.concat() {
            let place = *row_of.entry(judgements.leader(question)).or_insert(rows.len());
            if place == rows.len() {
                rows.push((Vec::new(), Vec::new()));
            }
            if there { rows[place].1.push(question) } else { rows[place].0.push(question) }
        }
    }
    let rows = rows.into_iter().map(|(here, there)| row(both, judgements, here, there, is_here)).collect();
    TwoLedgers { event, other_event, rows }
}

fn row(
    both: &Casefile,
    judgements: &Judgements,
    here: Vec<RecordId>,
    there: Vec<RecordId>,
    is_here: &dyn Fn(RecordId) -> bool,
) -> LedgersRow {
    let questions = [here.as_slice(), there.as_slice()].concat();
    let claims = claims_on(both, &questions);
    let columns = columns_of(both, judgements, &claims);
    let mut by_source: HashMap<SourceKey, (Vec<ClaimView<'_>>, Vec<ClaimView<'_>>)> = HashMap::new();
    for view in claims {
        let sides = by_source.entry(SourceKey::of(judgements, &view)).or_default();
        if is_here(view.identity) { sides.0.push(view) } else { sides.1.push(view) }
    }
    let sources = columns.into_iter().filter_map(|column| {
        let (left, right) = by_source.remove(&column.key)?;
        let claims = two_row(both, judgements, questions.clone(), left, right)?;
        Some(SourceInBoth { source: column.key, claims })
    });
    LedgersRow { sources: sources.collect(), here, there }
}

impl Casefile {
    /// What people have judged, and on top of it what counts as one in two ledgers. A judgement "different" wins over a match.
    pub fn judgements_with(&self, matched: &[Matched], by: &Handle) -> Judgements {
        let opinions = matched.iter().filter_map(|one| {
            let logged = self.thing(one.there)?.first();
            Some(Opinion {
                index: logged.index,
                id: logged.id,
                handle: by.clone(),
                relation: Relation::Same,
                first: one.here,
                second: one.there,
                reason: None,
            })
        });
        Judgements::new(self.opinions_on_pairs().chain(opinions).collect())
    }
}

#[cfg(test)]
mod tests;
