use super::super::super::judgements::Relation;
use super::super::super::testkit::*;
use super::super::matrix;
use super::*;
use crate::record::{AnswerType, Claim};

/// A yes-no question, and claims of unnamed and named sources, all with one answer.
struct Scene {
    desk: Desk,
    event: RecordId,
    question: RecordId,
}

impl Scene {
    fn new() -> Self {
        let mut desk = Desk::default();
        let event = desk.event();
        let question = desk.question(event, AnswerType::YesNo);
        Self { desk, event, question }
    }

    fn says(&mut self, by: Source, document: RecordId) -> RecordId {
        self.desk.claim(claim(self.question, document, by, yes()))
    }

    fn origins(&self) -> Origins {
        matrix(&self.desk.casefile(), &self.desk.judgements(), self.event).rows[0].groups[0].origins.clone()
    }
}

fn unnamed(described: &str, count: u64) -> Source {
    Source::Unnamed(Unnamed { described: text(described), count: Some(count) })
}

#[test]
fn unnamed_sources_are_origins_where_somebody_tells_them_apart() {
    let mut scene = Scene::new();
    let documents = [0; 3].map(|_| scene.desk.document(None));
    let [a, b, c] = documents.map(|document| scene.says(unnamed("an official", 1), document));
    assert_eq!(scene.origins().words(), "no named origin, at most 3 unnamed, 3 documents");
    scene.desk.judge("ana", Relation::DistinctSources, a, b);
    let words = "no named origin, at most 3 unnamed, 2 of the unnamed judged distinct, 3 documents";
    assert_eq!(scene.origins().words(), words);
    // Of a and c nobody has said that they are distinct.
    scene.desk.judge("ana", Relation::DistinctSources, b, c);
    assert_eq!(scene.origins().at_least(), 2);
    scene.desk.judge("ben", Relation::DistinctSources, c, a);
    assert_eq!(scene.origins().at_least(), 3);
}

#[test]
fn somebody_unnamed_may_be_somebody_named() {
    let mut scene = Scene::new();
    let (mayor, chief) = (scene.desk.entity("the mayor"), scene.desk.entity("the chief"));
    let documents = [0; 3].map(|_| scene.desk.document(None));
    let official = scene.says(unnamed("an official", 1), documents[0]);
    let of_mayor = scene.says(Source::Entity(mayor), documents[1]);
    scene.desk.judge("ana", Relation::DistinctSources, official, of_mayor);
    assert_eq!(scene.origins().words(), "1 origin, at most 1 unnamed, 1 of the unnamed judged distinct, 2 documents");
    let of_chief = scene.says(Source::Entity(chief), documents[2]);
    assert_eq!(scene.origins().at_least(), 2);
    scene.desk.judge("ana", Relation::DistinctSources, of_chief, official);
    assert_eq!(scene.origins().at_least(), 3);
}

/// Two recorders who record the same page don't double its officials.
#[test]
fn two_officials_of_one_document_stay_two() {
    let mut scene = Scene::new();
    let bytes = b"the same page";
    let documents = [0; 2].map(|_| scene.desk.add(crate::record::Record::Document(document(bytes, None))));
    for document in documents {
        scene.says(unnamed("two officials", 2), document);
    }
    assert_eq!(scene.origins().words(), "no named origin, at most 2 unnamed, 1 document");
}

/// The paper gives the day, the source's own briefing the hour: the briefing leads.
#[test]
fn the_document_of_the_source_leads_though_the_paper_is_about_the_whole_day() {
    let mut scene = Scene::new();
    let staff = scene.desk.entity("staff");
    let (paper, briefing) = (scene.desk.document(None), scene.desk.document(Some(staff)));
    let at = |time: &str, claim: Claim| as_of(time, claim);
    let says = |document| claim(scene.question, document, Source::Entity(staff), yes());
    let claims = [at("2025-11-09", says(paper)), at("2025-11-09T08:00Z", says(briefing))];
    let [_, own] = claims.map(|claim| scene.desk.claim(claim));
    let row = matrix(&scene.desk.casefile(), &scene.desk.judgements(), scene.event).rows.remove(0);
    assert_eq!(row.cells[0].leading, Some(own));
    assert_eq!(row.cells[0].relays.len(), 1);
}
