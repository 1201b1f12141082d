//! The twenty worked cases, each from records to its label and reason.

use super::judgements::Relation;
use super::testkit::*;
use super::verdict::{Fidelity, Label, ReasonCode, Verdict};
use crate::hash::RecordId;
use crate::record::{Answer, AnswerType, AsOfRule, Claim, Commitment, Quantity, Question, Record, Source, Value};

/// An event with one question, and two named sources with a document each.
struct Scene {
    desk: Desk,
    question: RecordId,
    sources: [RecordId; 2],
    documents: [RecordId; 2],
}

impl Scene {
    fn new(answer_type: AnswerType) -> Self {
        Self::asking(|event| question(event, answer_type))
    }

    fn asking(ask: impl FnOnce(RecordId) -> Question) -> Self {
        let mut desk = Desk::default();
        let event = desk.event();
        let question = desk.add(Record::Question(ask(event)));
        let sources = [desk.entity("Moscow"), desk.entity("Kyiv")];
        let documents = [desk.document(None), desk.document(None)];
        Self { desk, question, sources, documents }
    }

    /// A claim of the first or second source, in its own document.
    fn claim(&self, which: usize, answer: Answer) -> Claim {
        claim(self.question, self.documents[which], Source::Entity(self.sources[which]), answer)
    }

    fn pair(&mut self, left: Claim, right: Claim) -> Verdict {
        let (left, right) = (self.desk.claim(left), self.desk.claim(right));
        self.desk.compare(left, right)
    }

    fn answers(&mut self, left: Answer, right: Answer) -> Verdict {
        let (left, right) = (self.claim(0, left), self.claim(1, right));
        self.pair(left, right)
    }
}

fn is(verdict: &Verdict, label: Label, reason: ReasonCode, words: &str) {
    assert_eq!((verdict.label, verdict.reason, verdict.words.as_str()), (label, reason, words));
}

fn thousands(n: u64) -> Quantity {
    Quantity::MoreThan(n.into())
}

fn population(words: &str) -> impl Fn(Claim) -> Claim + use<'_> {
    move |claim| Claim { unit: Some(text(words)), ..claim }
}

#[test]
fn case_1_not_mentioned() {
    let verdict = Scene::new(AnswerType::YesNo).answers(yes(), not_mentioned());
    is(&verdict, Label::Silent, ReasonCode::NotMentioned, "one side: not mentioned");
}

#[test]
fn case_2_took_it_not_true() {
    let verdict = Scene::new(AnswerType::YesNo).answers(yes(), no());
    let words = "opposite answers, yes and no, both flatly";
    is(&verdict, Label::Conflict, ReasonCode::OppositeAnswers, words);
}

#[test]
fn case_3_neither_confirm_nor_deny() {
    let verdict = Scene::new(AnswerType::YesNo).answers(yes(), declined());
    is(&verdict, Label::Silent, ReasonCode::Declined, "one side: declined to answer");
}

#[test]
fn case_4_may_have_lost_it() {
    let mut scene = Scene::new(AnswerType::YesNo);
    let (left, right) = (scene.claim(0, yes()), scene.claim(1, yes()));
    let verdict = scene.pair(left, Claim { commitment: Commitment::Possible, ..right });
    let words = "both say yes, but one flatly, the other as possible";
    is(&verdict, Label::Compatible, ReasonCode::DifferentCommitment, words);
}

#[test]
fn cases_5_and_6_two_names_of_a_village() {
    let mut scene = Scene::new(AnswerType::Entity);
    let villages = [scene.desk.entity("Рыбное"), scene.desk.entity("Рибне")];
    let [left, right] = villages.map(|village| Answer::Value(Value::Entity(village)));
    let verdict = scene.answers(left.clone(), right.clone());
    let words = "identity not judged: nobody has said whether Рыбное and Рибне are the same";
    is(&verdict, Label::Unaligned, ReasonCode::IdentityNotJudged, words);

    scene.desk.judge("ana", Relation::Same, villages[0], villages[1]);
    let verdict = scene.answers(left, right);
    let words = "Рыбное and Рибне are judged the same, with the same commitment";
    is(&verdict, Label::Agree, ReasonCode::SameAnswer, words);
}

#[test]
fn case_7_about_190() {
    let verdict = Scene::new(AnswerType::Quantity).answers(exactly(190), quantity(Quantity::About(190.into())));
    is(&verdict, Label::Compatible, ReasonCode::Within, "190 lies within 171 to 209 (about 190)");
}

#[test]
fn case_8_other_unit_and_scope() {
    let mut scene = Scene::new(AnswerType::Quantity);
    let pokrovsk = scene.desk.entity("Pokrovsk");
    let (left, right) = (scene.claim(0, exactly(190)), scene.claim(1, exactly(73)));
    let right = Claim { unit: Some(text("attacks repelled")), scope: places(&[pokrovsk]), ..right };
    let words = "other unit and scope: clashes and attacks repelled; no scope given and Pokrovsk";
    is(&scene.pair(left, right), Label::Unaligned, ReasonCode::OtherUnitAndScope, words);
}

#[test]
fn case_10_more_than_100_000_and_120_000() {
    let mut scene = Scene::new(AnswerType::Quantity);
    let hour = "2025-11-09T08:00+02:00";
    let left = as_of(hour, scene.claim(0, quantity(thousands(100_000))));
    let right = as_of(hour, scene.claim(1, exactly(120_000)));
    let words = "120,000 lies within \"more than 100,000\"";
    is(&scene.pair(left, right), Label::Compatible, ReasonCode::Within, words);
}

#[test]
fn case_11_tens_of_thousands() {
    let verdict = Scene::new(AnswerType::Quantity)
        .answers(quantity(thousands(100_000)), quantity(phrase("en", "tens of thousands")));
    let words = "no number fits both: more than 100,000, and \"tens of thousands\" (20,000 to 99,999)";
    is(&verdict, Label::Conflict, ReasonCode::NoCommonNumber, words);
}

#[test]
fn case_12_customers() {
    let mut scene = Scene::new(AnswerType::Quantity);
    let left = population("residents")(scene.claim(0, quantity(thousands(100_000))));
    let right = population("customers")(scene.claim(1, exactly(48_000)));
    let words = "other unit: residents and customers";
    is(&scene.pair(left, right), Label::Unaligned, ReasonCode::OtherUnit, words);
}

#[test]
fn case_13_two_times_of_a_snapshot() {
    let mut scene = Scene::new(AnswerType::Quantity);
    let left = as_of("2025-11-09T08:00+02:00", scene.claim(0, quantity(thousands(100_000))));
    let right = as_of("2025-11-09T20:00+02:00", scene.claim(1, exactly(60_000)));
    let words = "different times: 2025-11-09 08:00+02:00 and 2025-11-09 20:00+02:00";
    is(&scene.pair(left, right), Label::Unaligned, ReasonCode::DifferentTimes, words);
}

#[test]
fn case_14_a_toll_that_grew() {
    let mut scene =
        Scene::asking(|event| Question { rule: AsOfRule::Cumulative, ..question(event, AnswerType::Quantity) });
    let left = as_of("2025-08-10", scene.claim(0, exactly(6_301)));
    let right = as_of("2025-08-17", scene.claim(1, exactly(6_438)));
    let words = "a count that grew: 6,301 as of 2025-08-10, then 6,438 as of 2025-08-17";
    is(&scene.pair(left, right), Label::Compatible, ReasonCode::Growth, words);

    let left = as_of("2025-08-10", scene.claim(0, exactly(6_438)));
    let right = as_of("2025-08-17", scene.claim(1, exactly(6_301)));
    let words = "the count may grow but not fall: 6,438 as of 2025-08-10, then 6,301 as of 2025-08-17";
    is(&scene.pair(left, right), Label::Conflict, ReasonCode::CumulativeFall, words);
}

#[test]
fn case_15_a_kind_of_drone() {
    let mut scene = Scene::new(AnswerType::Entity);
    let (drone, shahed) = (scene.desk.entity("a drone"), scene.desk.entity("a Shahed-136"));
    scene.desk.judge("ben", Relation::PartOrKind, shahed, drone);
    let verdict = scene.answers(Answer::Value(Value::Entity(drone)), Answer::Value(Value::Entity(shahed)));
    let words = "one is broader: a Shahed-136 is part or kind of a drone";
    is(&verdict, Label::Compatible, ReasonCode::Broader, words);
}

#[test]
fn case_16_who_hit_it() {
    let mut scene = Scene::new(AnswerType::Entity);
    let (russian, ukrainian) = (scene.desk.entity("Russian forces"), scene.desk.entity("Ukrainian air defence"));
    scene.desk.judge("ben", Relation::Different, ukrainian, russian);
    let verdict = scene.answers(Answer::Value(Value::Entity(russian)), Answer::Value(Value::Entity(ukrainian)));
    let words = "Russian forces and Ukrainian air defence are judged different";
    is(&verdict, Label::Conflict, ReasonCode::DifferentEntities, words);
}

#[test]
fn case_17_texts() {
    let say = |words: &str| Answer::Value(Value::Text(text(words)));
    let mut scene = Scene::new(AnswerType::Text);
    let verdict = scene.answers(say("hit by debris"), say("struck directly"));
    let words = "text needs a judgement: it is compared by people";
    is(&verdict, Label::Unaligned, ReasonCode::NeedsJudgement, words);
    let verdict = scene.answers(say("hit  by débris"), say("hit by de\u{301}bris"));
    assert_eq!(verdict.label, Label::Agree);
}

#[test]
fn case_18_rounding() {
    let verdict = Scene::new(AnswerType::Quantity).answers(exactly(20_000), exactly(19_870));
    let words = "20,000 and 19,870 are one number, more and less exact";
    is(&verdict, Label::Compatible, ReasonCode::Rounding, words);
}

#[test]
fn case_19_two_days_of_a_snapshot() {
    let mut scene = Scene::new(AnswerType::Quantity);
    let (left, right) = (scene.claim(0, exactly(190)), scene.claim(1, exactly(210)));
    let verdict = scene.pair(as_of("2025-11-08", left), right);
    is(&verdict, Label::Unaligned, ReasonCode::DifferentTimes, "different times: 2025-11-08 and 2025-11-09");
}

#[test]
fn case_20_a_relay() {
    let mut scene = Scene::new(AnswerType::Quantity);
    let staff = Source::Entity(scene.sources[1]);
    let paper = claim(scene.question, scene.documents[0], staff.clone(), quantity(thousands(190)));
    let communique = claim(scene.question, scene.documents[1], staff, exactly(191));
    let words = "one origin in two documents, relayed differently: 191 lies within \"more than 190\"";
    let verdict = scene.pair(paper, communique.clone());
    is(&verdict, Label::Compatible, ReasonCode::Relay, words);
    assert_eq!(verdict.relay, Some(Fidelity::Different));

    let faithful = Claim { document: scene.documents[0], ..communique.clone() };
    let verdict = scene.pair(faithful, communique);
    assert_eq!((verdict.label, verdict.relay), (Label::Agree, Some(Fidelity::Faithful)));
}
