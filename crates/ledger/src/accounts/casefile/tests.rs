use super::super::testkit::*;
use super::super::view::Mark;
use super::*;
use crate::record::{AnswerType, Claim, Source};

/// A question with one claim, and its document and source.
fn scene() -> (Desk, RecordId, Claim) {
    let mut desk = Desk::default();
    let event = desk.event();
    let question = desk.question(event, AnswerType::Quantity);
    let (source, document) = (desk.entity("Vellamar"), desk.document(None));
    (desk, event, claim(question, document, Source::Entity(source), exactly(41)))
}

#[test]
fn the_last_version_is_in_force_and_the_older_ones_stay() {
    let (mut desk, _, base) = scene();
    let first = desk.claim(base.clone());
    let correct =
        |corrects, answer| Claim { corrects: Some(corrects), reason: Some(text("typo")), answer, ..base.clone() };
    let second = desk.claim(correct(first, exactly(14)));
    let third = desk.claim(correct(second, exactly(34)));
    // The order in which records are handed in makes no difference.
    desk.records.reverse();
    let casefile = desk.casefile();
    for id in [first, second, third] {
        let thing = casefile.thing(id).unwrap();
        assert_eq!((thing.identity(), thing.current().id, thing.first().id), (first, third, first));
        let versions: Vec<_> = thing.superseded().map(|old| (old.version.id, old.corrected_by.id)).collect();
        assert_eq!(versions, [(first, second), (second, third)]);
    }
    let view = casefile.claim(first).unwrap();
    assert_eq!((view.identity, view.logged.id, &view.claim.answer), (first, third, &exactly(34)));
    let corrected = |version, by| Mark::Corrected { version, by, reason: Some("typo".to_owned()) };
    assert_eq!(view.marks(), [corrected(first, second), corrected(second, third)]);
    let all: Vec<_> = casefile.claims_of(base.question).map(|claim| claim.identity).collect();
    assert_eq!(all, [first]);
}

#[test]
fn a_source_that_revises_is_no_recorder_that_corrects() {
    let (mut desk, _, base) = scene();
    let first = desk.claim(base.clone());
    let later = desk.claim(Claim { revises: Some(first), reason: Some(text("recounted")), ..base });
    let casefile = desk.casefile();
    let marks = |id| casefile.claim(id).unwrap().marks();
    assert_eq!(marks(first), [Mark::Revised { by: later }]);
    assert_eq!(marks(later), [Mark::Revises { earlier: first, reason: Some("recounted".to_owned()) }]);
    assert!(casefile.claim(first).unwrap().is_revised());
    assert_eq!(casefile.revised_by(later), None);
}

#[test]
fn a_withdrawal_ends_the_identity() {
    let (mut desk, _, base) = scene();
    let first = desk.claim(base.clone());
    let later = desk.claim(Claim { revises: Some(first), ..base });
    let withdrawal = Withdrawal {
        index: Index::small(90),
        id: RecordId::from_bytes([9; 32]),
        handle: "ana".parse().unwrap(),
        logged_at: Timestamp::EPOCH,
        target: later,
        reason: Some("another fire".to_owned()),
    };
    let casefile = Casefile::with_withdrawals(desk.records.clone(), vec![withdrawal.clone()]);
    let view = casefile.claim(later).unwrap();
    assert!(view.is_withdrawn());
    assert_eq!(view.marks()[0], Mark::Withdrawn { by: withdrawal.id, reason: withdrawal.reason.clone() });
    assert_eq!(view.thing.withdrawn(), Some(&withdrawal));
    // What a withdrawn claim did is disregarded with it.
    assert_eq!(casefile.claim(first).unwrap().marks(), []);
}

#[test]
fn questions_about_claims_belong_to_the_event() {
    let (mut desk, event, base) = scene();
    let answer = desk.claim(base);
    let on_claim = question(event, AnswerType::YesNo);
    let second = desk.add(Record::Question(Question { event: None, claim: Some(answer), ..on_claim.clone() }));
    let (source, document) = (desk.entity("union"), desk.document(None));
    let reply = desk.claim(claim(second, document, Source::Entity(source), yes()));
    let third = desk.add(Record::Question(Question { event: None, claim: Some(reply), ..on_claim }));
    let fourth = desk.question(event, AnswerType::YesNo);
    let elsewhere = desk.event();
    desk.question(elsewhere, AnswerType::YesNo);
    let casefile = desk.casefile();
    let first = casefile.claim(answer).unwrap().claim.question;
    assert_eq!(casefile.questions_of(event), [first, second, third, fourth]);
}

#[test]
fn what_is_not_here_is_not_shown() {
    let (mut desk, event, base) = scene();
    let missing = RecordId::from_bytes([1; 32]);
    let stray = desk.claim(Claim { question: missing, ..base.clone() });
    let orphan = desk.claim(Claim { corrects: Some(missing), ..base });
    let casefile = desk.casefile();
    assert!(casefile.claim(stray).is_none());
    assert!(casefile.thing(missing).is_none());
    assert_eq!(casefile.thing(orphan).unwrap().identity(), orphan);
    assert_eq!(casefile.name(missing), "b3:01010101");
    assert_eq!(casefile.name(event), "The front");
    assert_eq!(casefile.things(Kind::Entity).count(), 1);
}
