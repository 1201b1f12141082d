//! One event in two ledgers: what is one there, and what isn't.

use super::super::super::casefile::Casefile;
use super::super::super::testkit::*;
use super::super::super::verdict::Label;
use super::*;
use crate::record::{Answer, AnswerType, Entity, Judgement, Names, Opinion, Question, Record, Source};
use std::collections::BTreeMap;

/// A ledger with an event, a question on it, and a source that answers it; its ids are its own.
struct Side {
    desk: Desk,
    event: RecordId,
    question: RecordId,
    source: RecordId,
    claim: RecordId,
}

fn side(first: u32, entity: Entity, question: impl FnOnce(RecordId) -> Question, answer: Answer) -> Side {
    let mut desk = Desk::starting_at(first);
    let event = desk.event();
    let question = desk.add(Record::Question(question(event)));
    let source = desk.add(Record::Entity(entity));
    let document = desk.document(None);
    let claim = desk.claim(claim(question, document, Source::Entity(source), answer));
    Side { desk, event, question, source, claim }
}

fn plain(event: RecordId) -> Question {
    question(event, AnswerType::Quantity)
}

fn known_as(uri: &str, name: &str) -> Entity {
    Entity { same_as: Some(vec![text(uri)]), ..entity(name) }
}

fn found(here: &Side, there: &Side) -> Vec<(RecordId, RecordId, MatchedBy)> {
    let matched = matched((&here.desk.casefile(), here.event), (&there.desk.casefile(), there.event), []);
    matched.into_iter().map(|one| (one.here, one.there, one.by)).collect()
}

/// The labels on what one source says in both.
fn labels(here: &Side, there: &Side) -> Vec<Option<Label>> {
    let matched = matched((&here.desk.casefile(), here.event), (&there.desk.casefile(), there.event), []);
    let both = Casefile::new([here.desk.records.clone(), there.desk.records.clone()].concat());
    let judgements = both.judgements_with(&matched, &"byline".parse().unwrap());
    let own = here.desk.casefile();
    let two = two_ledgers(&both, &judgements, (here.event, there.event), &|id| own.thing(id).is_some());
    let sources = two.rows.iter().flat_map(|row| &row.sources);
    sources.map(|one| one.claims.leading.as_ref().map(|pair| pair.verdict.label)).collect()
}

#[test]
fn a_uri_makes_sources_one_and_a_name_nothing() {
    let here = side(0, known_as("wikidata:Q1", "Harbour Office"), plain, exactly(3));
    let there = side(100, known_as("wikidata:Q1", "Capitaneria"), plain, exactly(4));
    let same_question = (here.question, there.question, MatchedBy::SameQuestion);
    let uri = MatchedBy::SameAs("wikidata:Q1".to_owned());
    assert_eq!(found(&here, &there), [(here.source, there.source, uri), same_question.clone()]);
    // One source in two documents is a relay, here as within one ledger: no conflict of sources.
    assert_eq!(labels(&here, &there), [Some(Label::Compatible)]);

    let there = side(100, known_as("wikidata:Q2", "Harbour Office"), plain, exactly(3));
    assert_eq!(found(&here, &there), [same_question]);
    assert_eq!(labels(&here, &there), [None, None], "two sources of one name, each in one ledger");
}

#[test]
fn questions_are_one_if_they_ask_the_same_in_all_that_counts() {
    let here = side(0, entity("A"), plain, exactly(3));
    let in_french = |event| Question {
        asks: Names::new(BTreeMap::from([("fr".parse().unwrap(), text("How?"))])).unwrap(),
        ..plain(event)
    };
    let cases: [(&str, &dyn Fn(RecordId) -> Question); 4] = [
        ("another unit", &|event| Question { unit: Some(text("attacks")), ..plain(event) }),
        ("another rule", &|event| Question { rule: crate::record::AsOfRule::Cumulative, ..plain(event) }),
        ("other words", &|event| Question { asks: names("How many?"), ..plain(event) }),
        ("the words of another language", &in_french),
    ];
    for (what, question) in cases {
        let there = side(100, entity("B"), question, exactly(3));
        assert_eq!(found(&here, &there), [], "{what}");
    }
    // White space is no word.
    let there = side(100, entity("B"), |event| Question { unit: Some(text("clashes")), ..plain(event) }, exactly(3));
    assert_eq!(found(&here, &there).len(), 1);
}

#[test]
fn a_scope_is_the_same_where_its_places_are() {
    for (uri, count) in [("wikidata:Q7", 3), ("wikidata:Q8", 1)] {
        let scoped = |first: u32, place_uri: &str| {
            let mut desk = Desk::starting_at(first);
            let event = desk.event();
            let place = desk.add(Record::Entity(known_as(place_uri, "The harbour")));
            let source = desk.add(Record::Entity(known_as("wikidata:Q1", "Office")));
            let question = desk.add(Record::Question(Question { scope: places(&[place]), ..plain(event) }));
            let document = desk.document(None);
            let claim = desk.claim(claim(question, document, Source::Entity(source), exactly(3)));
            Side { desk, event, question, source, claim }
        };
        let (here, there) = (scoped(0, "wikidata:Q7"), scoped(100, uri));
        assert_eq!(found(&here, &there).len(), count, "{uri}");
    }
}

/// Whoever compares can say that things are one, and a judgement of either ledger that they aren't stands against it.
#[test]
fn a_judgement_stands_against_a_match() {
    let here = side(0, known_as("wikidata:Q1", "A"), plain, exactly(3));
    let there = side(100, known_as("wikidata:Q1", "B"), plain, exactly(3));
    let both = Casefile::new([here.desk.records.clone(), there.desk.records.clone()].concat());
    let said = matched(
        (&here.desk.casefile(), here.event),
        (&there.desk.casefile(), there.event),
        [(here.claim, there.claim)],
    );
    assert_eq!(said[0].by, MatchedBy::Said);
    let judgements = both.judgements_with(&said, &"byline".parse().unwrap());
    assert_eq!(judgements.leader(here.source), judgements.leader(there.source));
    let mut here = here;
    here.desk.add(Record::Judgement(Judgement {
        opinion: Opinion::Different,
        on: vec![here.source, there.source],
        because: text("two offices of one name"),
        corrects: None,
        reason: None,
    }));
    let both = Casefile::new([here.desk.records.clone(), there.desk.records.clone()].concat());
    let judgements = both.judgements_with(&said, &"byline".parse().unwrap());
    assert_ne!(judgements.leader(here.source), judgements.leader(there.source));
}
