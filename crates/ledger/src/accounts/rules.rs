//! The rules of comparing that the worked cases leave out.

use super::judgements::Relation;
use super::testkit::*;
use super::verdict::{Fidelity, Label, ReasonCode};
use crate::hash::RecordId;
use crate::record::{Answer, AnswerType, AsOfRule, Claim, Commitment, Quantity, Question, Record, Source, Value};
use Label::{Agree, Compatible, Conflict, Silent, Unaligned};

/// What two named sources' claims come to, each in its own document, after `change`.
fn verdict(
    ask: impl Fn(Question) -> Question,
    answer_type: AnswerType,
    answers: [Answer; 2],
    change: impl Fn([Claim; 2]) -> [Claim; 2],
) -> (Label, ReasonCode) {
    let mut desk = Desk::default();
    let event = desk.event();
    let question = desk.add(Record::Question(ask(question(event, answer_type))));
    let claims = answers.map(|answer| {
        let (source, document) = (desk.entity("source"), desk.document(None));
        claim(question, document, Source::Entity(source), answer)
    });
    let [left, right] = change(claims).map(|claim| desk.claim(claim));
    let verdict = desk.compare(left, right);
    (verdict.label, verdict.reason)
}

fn plain(answer_type: AnswerType, left: Answer, right: Answer) -> (Label, ReasonCode) {
    verdict(|question| question, answer_type, [left, right], |claims| claims)
}

#[test]
fn quantities() {
    use Quantity::{About, AtLeast, AtMost, Between, Exactly, MoreThan};
    let n = |n: u64| n.into();
    let denies = |number: u64| Answer::Denies(Value::Quantity(Exactly(n(number))));
    for (left, right, want) in [
        (exactly(190), exactly(190), (Agree, ReasonCode::SameAnswer)),
        (quantity(MoreThan(n(100))), quantity(AtLeast(n(101))), (Agree, ReasonCode::SameAnswer)),
        (quantity(Quantity::None), exactly(0), (Agree, ReasonCode::SameAnswer)),
        (quantity(MoreThan(n(1_200))), quantity(About(n(1_300))), (Compatible, ReasonCode::Overlap)),
        (quantity(AtLeast(n(5))), quantity(AtMost(n(5))), (Compatible, ReasonCode::Overlap)),
        (quantity(Between(n(3), n(4))), quantity(AtLeast(n(3))), (Compatible, ReasonCode::Within)),
        (exactly(100), exactly(96), (Conflict, ReasonCode::NoCommonNumber)),
        (denies(19_870), exactly(19_870), (Conflict, ReasonCode::NoCommonNumber)),
        (denies(19_870), exactly(20_000), (Compatible, ReasonCode::Within)),
        (denies(3), denies(3), (Agree, ReasonCode::SameAnswer)),
        (denies(3), denies(4), (Compatible, ReasonCode::Overlap)),
        (quantity(phrase("it", "decine")), exactly(34), (Compatible, ReasonCode::Within)),
        (quantity(phrase("it", "un sacco")), exactly(34), (Unaligned, ReasonCode::NotInterpreted)),
        (quantity(phrase("it", "un sacco")), quantity(phrase("it", "un sacco")), (Agree, ReasonCode::SameAnswer)),
    ] {
        assert_eq!(plain(AnswerType::Quantity, left.clone(), right.clone()), want, "{left:?} {right:?}");
    }
}

#[test]
fn a_denial_rules_out_what_it_denies() {
    let mut desk = Desk::default();
    let event = desk.event();
    let question = desk.question(event, AnswerType::Quantity);
    let [left, right] =
        [exactly(20_000), Answer::Denies(Value::Quantity(Quantity::Exactly(19_870.into())))].map(|answer| {
            let (source, document) = (desk.entity("source"), desk.document(None));
            desk.claim(claim(question, document, Source::Entity(source), answer))
        });
    assert_eq!(desk.compare(left, right).words, "20,000 is not ruled out by \"not 19,870\"");
}

#[test]
fn moments() {
    for (left, right, want) in [
        ("2025-11-09", "2025-11-09", (Agree, ReasonCode::SameAnswer)),
        ("2025", "2025-XX", (Agree, ReasonCode::SameAnswer)),
        ("2025-06-13T23:40+02:00", "2025-06-13T21:40Z", (Agree, ReasonCode::SameAnswer)),
        ("2025-06-13T23:40+02:00", "2025-06-13", (Compatible, ReasonCode::Within)),
        ("2025-11-08/2025-11-09", "2025-11-09/2025-11-10", (Compatible, ReasonCode::Overlap)),
        ("2025-11-09~", "2025-11-09", (Compatible, ReasonCode::Overlap)),
        ("2025-11-09", "2025-11-10", (Conflict, ReasonCode::NoCommonTime)),
    ] {
        assert_eq!(plain(AnswerType::Moment, moment(left), moment(right)), want, "{left} {right}");
    }
}

#[test]
fn lists_and_choices() {
    let (a, b, c) = (choice("a"), choice("b"), choice("c"));
    let one = |value: &Value| Answer::Value(value.clone());
    let open = |values: &[&Value]| list(&values.iter().map(|v| (*v).clone()).collect::<Vec<_>>(), false);
    let all = |values: &[&Value]| list(&values.iter().map(|v| (*v).clone()).collect::<Vec<_>>(), true);
    assert_eq!(plain(AnswerType::Choice, one(&a), one(&a)), (Agree, ReasonCode::SameAnswer));
    assert_eq!(plain(AnswerType::Choice, one(&a), one(&b)), (Conflict, ReasonCode::DifferentOptions));
    for (left, right, want) in [
        (one(&a), one(&b), (Compatible, ReasonCode::SeveralAnswers)),
        (open(&[&a, &b]), open(&[&b, &a]), (Agree, ReasonCode::SameAnswer)),
        (open(&[&a, &b]), all(&[&b, &a]), (Agree, ReasonCode::SameAnswer)),
        (open(&[&a]), open(&[&a, &b]), (Compatible, ReasonCode::ListPart)),
        (one(&a), open(&[&a, &b]), (Compatible, ReasonCode::ListPart)),
        (open(&[&a]), all(&[&a, &b]), (Compatible, ReasonCode::ListPart)),
        (open(&[&a, &c]), open(&[&a, &b]), (Compatible, ReasonCode::ListsOpen)),
        (open(&[&a, &c]), all(&[&a, &b]), (Conflict, ReasonCode::NotInCompleteList)),
        (open(&[&a, &b]), all(&[&a]), (Conflict, ReasonCode::NotInCompleteList)),
        (all(&[&a, &b]), all(&[&a]), (Conflict, ReasonCode::NotInCompleteList)),
    ] {
        assert_eq!(verdict(many, AnswerType::Choice, [left.clone(), right.clone()], |c| c), want, "{left:?} {right:?}");
    }
    let say = |words: &str| Value::Text(text(words));
    let (x, y) = (say("x"), say("y"));
    for (left, right, want) in [
        (open(&[&x]), open(&[&x, &y]), (Compatible, ReasonCode::ListPart)),
        (all(&[&x]), open(&[&x, &y]), (Unaligned, ReasonCode::NeedsJudgement)),
    ] {
        assert_eq!(verdict(many, AnswerType::Text, [left, right], |c| c), want);
    }
}

#[test]
fn commitments() {
    use Commitment::{Flat, None, Possible, Probable};
    let held = |answer_type, answers: [Answer; 2], held: [Commitment; 2]| {
        verdict(
            |q| q,
            answer_type,
            answers,
            |[left, right]| [Claim { commitment: held[0], ..left }, Claim { commitment: held[1], ..right }],
        )
    };
    for (left, right, same, opposite) in [
        (Flat, Flat, (Agree, ReasonCode::SameAnswer), (Conflict, ReasonCode::OppositeAnswers)),
        (Flat, Probable, (Compatible, ReasonCode::DifferentCommitment), (Conflict, ReasonCode::OppositeAnswers)),
        (Probable, Probable, (Agree, ReasonCode::SameAnswer), (Conflict, ReasonCode::OppositeAnswers)),
        (Flat, Possible, (Compatible, ReasonCode::DifferentCommitment), (Compatible, ReasonCode::OnlyPossible)),
        (Possible, Possible, (Agree, ReasonCode::SameAnswer), (Compatible, ReasonCode::OnlyPossible)),
        (Flat, None, (Silent, ReasonCode::NoCommitment), (Silent, ReasonCode::NoCommitment)),
    ] {
        assert_eq!(held(AnswerType::YesNo, [yes(), yes()], [left, right]), same, "{left:?} {right:?}");
        assert_eq!(held(AnswerType::YesNo, [yes(), no()], [left, right]), opposite, "{left:?} {right:?}");
    }
    let numbers = [exactly(5), exactly(100)];
    assert_eq!(held(AnswerType::Quantity, numbers, [Flat, Possible]), (Compatible, ReasonCode::OnlyPossible));
}

#[test]
fn silences_have_an_order() {
    for (left, right, want) in [
        (not_mentioned(), not_mentioned(), ReasonCode::NotMentioned),
        (not_mentioned(), declined(), ReasonCode::NotMentioned),
        (declined(), declined(), ReasonCode::Declined),
    ] {
        assert_eq!(plain(AnswerType::YesNo, left, right), (Silent, want));
    }
    // A briefing that doesn't mention a thing needs no as-of; one at another time says nothing about this time.
    let timeless = verdict(
        |q| q,
        AnswerType::YesNo,
        [yes(), not_mentioned()],
        |[left, right]| [left, Claim { as_of: None, ..right }],
    );
    assert_eq!(timeless, (Silent, ReasonCode::NotMentioned));
    let another_day =
        verdict(|q| q, AnswerType::YesNo, [yes(), not_mentioned()], |[left, right]| [left, as_of("2025-11-08", right)]);
    assert_eq!(another_day, (Unaligned, ReasonCode::DifferentTimes));
}

#[test]
fn times_of_a_snapshot() {
    let at = |left: Option<&str>, right: Option<&str>| {
        let time = |time: Option<&str>| time.map(|time| time.parse().unwrap());
        verdict(
            |q| q,
            AnswerType::Quantity,
            [exactly(1), exactly(1)],
            |[a, b]| [Claim { as_of: time(left), ..a }, Claim { as_of: time(right), ..b }],
        )
    };
    let same = (Agree, ReasonCode::SameAnswer);
    let apart = (Unaligned, ReasonCode::DifferentTimes);
    for (left, right, want) in [
        (None, None, same),
        (Some("2025-11-09"), None, (Unaligned, ReasonCode::TimeNotGiven)),
        (Some("2025-11-09"), Some("2025-11-09"), same),
        (Some("2025-11-09"), Some("2025-11-10"), apart),
        (Some("2025-11-09"), Some("2025-11-08T10:00Z"), same),
        (Some("2025-11-09"), Some("2025-11-08T09:59Z"), apart),
        (Some("2025-11-09T10:00+02:00"), Some("2025-11-09T08:00Z"), same),
        (Some("2025-11"), Some("2025-11-09"), same),
    ] {
        assert_eq!(at(left, right), want, "{left:?} {right:?}");
    }
}

#[test]
fn cumulative_counts() {
    let count = |answers: [Answer; 2], times: [&str; 2]| {
        let ask = |q| Question { rule: AsOfRule::Cumulative, ..q };
        verdict(ask, AnswerType::Quantity, answers, |[a, b]| [as_of(times[0], a), as_of(times[1], b)])
    };
    let at_least = |n: u64| quantity(Quantity::AtLeast(n.into()));
    let (fall, growth) = ((Conflict, ReasonCode::CumulativeFall), (Compatible, ReasonCode::Growth));
    for (answers, times, want) in [
        ([exactly(5), exactly(5)], ["2025-11-08", "2025-11-09"], growth),
        ([exactly(5), exactly(4)], ["2025-11-08", "2025-11-09"], fall),
        ([exactly(5), exactly(4)], ["2025-11-09", "2025-11-08"], growth),
        ([at_least(5), exactly(4)], ["2025-11-08", "2025-11-09"], fall),
        ([exactly(5), at_least(4)], ["2025-11-08", "2025-11-09"], growth),
        ([exactly(5), exactly(4)], ["2025-11-09", "2025-11-09"], (Conflict, ReasonCode::NoCommonNumber)),
        // At 08:00 on some day and on that day: either may be the earlier, and they can be one time.
        ([exactly(5), exactly(4)], ["2025-11-09", "2025-11-09T08:00Z"], growth),
        ([exactly(5), exactly(5)], ["2025-11-09", "2025-11-09T08:00Z"], (Agree, ReasonCode::SameAnswer)),
        // A count that only fell because it was rounded before is a fall; the words say what may be behind it.
        ([exactly(20_000), exactly(19_870)], ["2025-11-08", "2025-11-09"], fall),
    ] {
        assert_eq!(count(answers.clone(), times), want, "{answers:?} {times:?}");
    }
}

#[test]
fn periods() {
    let count = |answers: [u64; 2], periods: [Option<&str>; 2], times: [&str; 2]| {
        let ask = |q| Question { rule: AsOfRule::Period, period: Some("PT24H".parse().unwrap()), ..q };
        verdict(ask, AnswerType::Quantity, answers.map(exactly), |[a, b]| {
            let own = |period: Option<&str>| period.map(|period| period.parse().unwrap());
            let (a, b) = (as_of(times[0], a), as_of(times[1], b));
            [Claim { period: own(periods[0]), ..a }, Claim { period: own(periods[1]), ..b }]
        })
    };
    let day = "2025-11-09";
    for (answers, periods, times, want) in [
        ([5, 5], [None, None], [day, day], (Agree, ReasonCode::SameAnswer)),
        ([5, 5], [None, Some("P1D")], [day, day], (Agree, ReasonCode::SameAnswer)),
        ([5, 5], [None, None], [day, "2025-11-08"], (Unaligned, ReasonCode::DifferentTimes)),
        ([5, 9], [None, Some("P7D")], [day, day], (Compatible, ReasonCode::PartOfWhole)),
        ([9, 5], [None, Some("P7D")], [day, day], (Conflict, ReasonCode::PartExceedsWhole)),
        ([9, 5], [None, Some("P7D")], [day, "2025-11-30"], (Unaligned, ReasonCode::OtherPeriod)),
        ([5, 5], [None, Some("night")], [day, day], (Unaligned, ReasonCode::OtherPeriod)),
    ] {
        assert_eq!(count(answers, periods, times), want, "{answers:?} {periods:?} {times:?}");
    }
}

/// Two entities as answers, with opinions on them; the second is part of a third.
fn entities(opinions: &[(&str, Relation, usize, usize)], answers: [usize; 2], several: bool) -> (Label, ReasonCode) {
    let mut desk = Desk::default();
    let event = desk.event();
    let ask = question(event, AnswerType::Entity);
    let question = desk.add(Record::Question(if several { many(ask) } else { ask }));
    let ids = [desk.entity("region"), desk.entity("district"), desk.entity("town"), desk.entity("village")];
    let part = desk.part("quarter", ids[2]);
    let ids: Vec<RecordId> = ids.into_iter().chain([part]).collect();
    for (handle, relation, a, b) in opinions {
        desk.judge(handle, *relation, ids[*a], ids[*b]);
    }
    let [left, right] = answers.map(|pick| {
        let (source, document) = (desk.entity("source"), desk.document(None));
        desk.claim(claim(question, document, Source::Entity(source), Answer::Value(Value::Entity(ids[pick]))))
    });
    let verdict = desk.compare(left, right);
    (verdict.label, verdict.reason)
}

#[test]
fn judged_identities() {
    use Relation::{Different, PartOrKind, Same, Unsure};
    let same = (Agree, ReasonCode::SameAnswer);
    let unjudged = (Unaligned, ReasonCode::IdentityNotJudged);
    let different = (Conflict, ReasonCode::DifferentEntities);
    let broader = (Compatible, ReasonCode::Broader);
    for (opinions, answers, want) in [
        (&[][..], [0, 1], unjudged),
        (&[("ana", Unsure, 0, 1)], [0, 1], unjudged),
        (&[("ana", Same, 0, 1)], [1, 0], same),
        (&[("ana", Same, 0, 1), ("ben", Different, 1, 0)], [0, 1], different),
        (&[("ana", Same, 0, 1), ("ana", Different, 1, 0)], [0, 1], different),
        (&[("ana", Different, 0, 1), ("ana", Same, 1, 0)], [0, 1], same),
        (&[("ana", Same, 0, 1), ("ana", Same, 1, 3)], [0, 3], same),
        (&[("ana", Same, 0, 1), ("ana", Different, 1, 3)], [0, 3], different),
        (&[("ana", Same, 0, 1), ("ana", Same, 1, 3), ("ben", Different, 0, 3)], [0, 3], different),
        (&[], [4, 2], broader),
        (&[("ana", PartOrKind, 2, 0)], [0, 4], broader),
        (&[("ana", Same, 2, 3)], [3, 4], broader),
        (&[("ana", Different, 2, 4)], [2, 4], broader),
    ] {
        assert_eq!(entities(opinions, answers, false), want, "{opinions:?} {answers:?}");
    }
    assert_eq!(entities(&[("ana", Different, 0, 1)], [0, 1], true), (Compatible, ReasonCode::SeveralAnswers));
    assert_eq!(entities(&[], [0, 1], true), unjudged);
}

#[test]
fn questions_judged_the_same() {
    let mut desk = Desk::default();
    let event = desk.event();
    let of_type = |desk: &mut Desk, answer_type, answer: Answer| {
        let question = desk.question(event, answer_type);
        let (source, document) = (desk.entity("source"), desk.document(None));
        (question, desk.claim(claim(question, document, Source::Entity(source), answer)))
    };
    let (first, left) = of_type(&mut desk, AnswerType::YesNo, yes());
    let (second, right) = of_type(&mut desk, AnswerType::YesNo, yes());
    let (third, number) = of_type(&mut desk, AnswerType::Quantity, exactly(1));
    assert_eq!(desk.compare(left, right).reason, ReasonCode::OtherQuestion);
    desk.judge("ana", Relation::Same, first, second);
    desk.judge("ana", Relation::Same, first, third);
    assert_eq!(desk.compare(left, right).label, Agree);
    assert_eq!(desk.compare(left, number).reason, ReasonCode::OtherForm);
}

#[test]
fn judged_texts() {
    let mut desk = Desk::default();
    let event = desk.event();
    let question = desk.question(event, AnswerType::Text);
    let [left, right] = ["hit by debris", "struck by falling parts"].map(|words| {
        let (source, document) = (desk.entity("source"), desk.document(None));
        desk.claim(claim(question, document, Source::Entity(source), Answer::Value(Value::Text(text(words)))))
    });
    desk.judge("ana", Relation::Agree, left, right);
    assert_eq!(desk.compare(left, right).reason, ReasonCode::JudgedAgree);
    desk.judge("ben", Relation::Conflict, right, left);
    assert_eq!(desk.compare(left, right).reason, ReasonCode::JudgedConflict);
}

#[test]
fn opinions_that_contradict_each_other_are_said_to() {
    let mut desk = Desk::default();
    let event = desk.event();
    let says = |desk: &mut Desk, question, answer| {
        let (source, document) = (desk.entity("source"), desk.document(None));
        desk.claim(claim(question, document, Source::Entity(source), answer))
    };
    let question = desk.question(event, AnswerType::Text);
    let [left, right] =
        ["hit by debris", "struck"].map(|words| says(&mut desk, question, Answer::Value(Value::Text(text(words)))));
    desk.judge("ana", Relation::Agree, left, right);
    desk.judge("ben", Relation::Conflict, left, right);
    let words = "an editor's opinion: they can't both be true, though somebody judged that they say the same";
    assert_eq!(desk.compare(left, right).words, words);
    // That their sources are distinct is another matter, and takes nothing back.
    desk.judge("ben", Relation::DistinctSources, left, right);
    assert_eq!(desk.compare(left, right).reason, ReasonCode::JudgedConflict);

    let other = desk.question(event, AnswerType::Text);
    let (a, b) = (says(&mut desk, question, yes()), says(&mut desk, other, yes()));
    desk.judge("ana", Relation::Same, question, other);
    desk.judge("ben", Relation::Different, question, other);
    let words = "other questions, judged different, though somebody judged them the same";
    assert_eq!(desk.compare(a, b).words, words);
}

#[test]
fn a_judgement_settles_what_the_program_leaves_open() {
    let mut desk = Desk::default();
    let event = desk.event();
    let ask = many(question(event, AnswerType::Quantity));
    let question = desk.add(Record::Question(ask));
    let three = Value::Quantity(Quantity::Exactly(3.into()));
    let answers = [list(&[three.clone(), Value::Quantity(Quantity::None)], false), Answer::Denies(three)];
    let [left, right] = answers.map(|answer| {
        let (source, document) = (desk.entity("source"), desk.document(None));
        desk.claim(claim(question, document, Source::Entity(source), answer))
    });
    assert_eq!(desk.compare(left, right).reason, ReasonCode::NeedsJudgement);
    desk.judge("ana", Relation::Conflict, left, right);
    assert_eq!(desk.compare(left, right).reason, ReasonCode::JudgedConflict);
}

/// One source's count, by date in the one document and by the hour in the other, is one answer: relayed faithfully.
#[test]
fn a_relay_of_a_count_that_can_be_of_one_time() {
    let mut desk = Desk::default();
    let event = desk.event();
    let question =
        desk.add(Record::Question(Question { rule: AsOfRule::Cumulative, ..question(event, AnswerType::Quantity) }));
    let staff = desk.entity("staff");
    let [left, right] = ["2025-11-09", "2025-11-09T08:00Z"].map(|time| {
        let document = desk.document(None);
        desk.claim(as_of(time, claim(question, document, Source::Entity(staff), exactly(191))))
    });
    let verdict = desk.compare(left, right);
    assert_eq!((verdict.label, verdict.relay), (Agree, Some(Fidelity::Faithful)));
}

#[test]
fn a_fall_that_may_be_rounding_says_so() {
    let mut desk = Desk::default();
    let event = desk.event();
    let question =
        desk.add(Record::Question(Question { rule: AsOfRule::Cumulative, ..question(event, AnswerType::Quantity) }));
    let [left, right] = [("2025-11-08", 20_000), ("2025-11-09", 19_870)].map(|(time, number)| {
        let (source, document) = (desk.entity("source"), desk.document(None));
        desk.claim(as_of(time, claim(question, document, Source::Entity(source), exactly(number))))
    });
    let words = "the count may grow but not fall: 20,000 as of 2025-11-08, then 19,870 as of 2025-11-09; the one is the \
                 other rounded, which may be all";
    assert_eq!(desk.compare(left, right).words, words);
}

#[test]
fn codes_are_unique_and_explained() {
    let page = include_str!("../../../../docs/comparison.md");
    for (nth, reason) in ReasonCode::ALL.iter().enumerate() {
        assert!(ReasonCode::ALL[..nth].iter().all(|other| other.code() != reason.code()), "{reason}");
        assert!(page.contains(&format!("| `{reason}` |")), "docs/comparison.md has no line on {reason}");
    }
}
