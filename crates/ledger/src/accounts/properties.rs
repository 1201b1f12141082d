//! What must hold for any two claims whatever.

use proptest::prelude::*;

use super::compare::compare;
use super::comparison::matrix;
use super::explain::explain;
use super::judgements::Relation;
use super::testkit::*;
use super::verdict::{Label, ReasonCode};
use crate::hash::RecordId;
use crate::number::Decimal;
use crate::record::{
    Answer, AnswerType, AsOfRule, Claim, Commitment, Kind, Quantity, Question, Record, Source, True, Value,
};

const TIMES: [&str; 9] = [
    "2025-11-08",
    "2025-11-09",
    "2025-11-09~",
    "2025-11",
    "2025-11-08/2025-11-09",
    "2025-11-09T08:00Z",
    "2025-11-09T20:00+02:00",
    "2025-11-09/..",
    "/2025-11-09",
];

const PERIODS: [&str; 5] = ["PT24H", "P1D", "P7D", "P1M", "night"];

/// Which of a handful of entities, options and texts a value names.
type Pick = usize;

#[derive(Debug, Clone)]
enum AnyValue {
    Quantity(Quantity),
    Moment(Pick),
    Entity(Pick),
    YesNo(bool),
    Choice(Pick),
    Text(Pick),
}

#[derive(Debug, Clone)]
enum AnySource {
    Named(Pick),
    Own,
    Nobody,
}

#[derive(Debug, Clone)]
struct AnyClaim {
    question: Pick,
    document: Pick,
    by: AnySource,
    values: Vec<AnyValue>,
    /// 0 and 1: silent; 2: denies; 3: a list; 4: a complete list; others: one value.
    form: u8,
    commitment: Commitment,
    as_of: Option<Pick>,
    period: Option<Pick>,
    unit: bool,
    scope: Option<Pick>,
    condition: bool,
}

fn any_quantity() -> impl Strategy<Value = Quantity> {
    let number = || prop_oneof![0_u64..12, 95_u64..105, 19_800_u64..20_200, Just(u64::MAX)].prop_map(Decimal::from);
    (number(), number(), 0..12).prop_map(|(a, b, form)| match form {
        0 | 1 => Quantity::Exactly(a),
        2 => Quantity::MoreThan(a),
        3 => Quantity::AtLeast(a),
        4 => Quantity::AtMost(a),
        5 => Quantity::FewerThan(a),
        6 => Quantity::About(a),
        7 => Quantity::Nearly(a),
        8 => Quantity::Between(a, b),
        9 => phrase("en", "dozens"),
        10 => phrase("it", "un sacco"),
        _ => Quantity::None,
    })
}

fn any_value(answer_type: AnswerType) -> BoxedStrategy<AnyValue> {
    match answer_type {
        AnswerType::Quantity => any_quantity().prop_map(AnyValue::Quantity).boxed(),
        AnswerType::Moment => (0..TIMES.len()).prop_map(AnyValue::Moment).boxed(),
        AnswerType::Entity => (0_usize..4).prop_map(AnyValue::Entity).boxed(),
        AnswerType::YesNo => any::<bool>().prop_map(AnyValue::YesNo).boxed(),
        AnswerType::Choice => (0_usize..3).prop_map(AnyValue::Choice).boxed(),
        AnswerType::Text => (0_usize..3).prop_map(AnyValue::Text).boxed(),
    }
}

fn any_claim(answer_type: AnswerType) -> impl Strategy<Value = AnyClaim> {
    let by = prop_oneof![
        4 => (0_usize..3).prop_map(AnySource::Named),
        1 => Just(AnySource::Own),
        1 => Just(AnySource::Nobody),
    ];
    let commitment = prop_oneof![
        4 => Just(Commitment::Flat),
        2 => Just(Commitment::Probable),
        2 => Just(Commitment::Possible),
        1 => Just(Commitment::None),
    ];
    let pick = |most: usize| prop::option::weighted(0.8, 0..most);
    let rare = |most: usize| prop::option::weighted(0.2, 0..most);
    let what = (0_usize..2, 0_usize..3, by, prop::collection::vec(any_value(answer_type), 1..4), 0_u8..12);
    let terms = (commitment, pick(TIMES.len()), rare(PERIODS.len()), rare(2), rare(3), rare(4));
    (what, terms).prop_map(|((question, document, by, values, form), terms)| {
        let (commitment, as_of, period, unit, scope, condition) = terms;
        let (unit, condition) = (unit.is_some(), condition.is_some());
        AnyClaim { question, document, by, values, form, commitment, as_of, period, unit, scope, condition }
    })
}

/// The two questions are judged the same or not; entities stand in various relations.
struct World {
    desk: Desk,
    questions: [RecordId; 2],
    documents: [RecordId; 3],
    entities: [RecordId; 4],
}

impl World {
    fn new(shape: &Shape) -> Self {
        let mut desk = Desk::default();
        let event = desk.event();
        let of_rule = Question {
            rule: shape.rule,
            period: (shape.rule == AsOfRule::Period).then(|| "PT24H".parse().unwrap()),
            many: True::when(shape.many),
            ..question(event, shape.answer_type)
        };
        let questions = [desk.add(Record::Question(of_rule.clone())), desk.add(Record::Question(of_rule))];
        let whole = desk.entity("whole");
        let entities = [whole, desk.part("part", whole), desk.entity("other"), desk.entity("another")];
        let documents = [desk.document(Some(whole)), desk.document(None), desk.document(None)];
        for (relation, a, b) in &shape.opinions {
            desk.judge("ana", *relation, entities[*a], entities[*b]);
        }
        if shape.same_questions {
            desk.judge("ana", Relation::Same, questions[0], questions[1]);
        }
        Self { desk, questions, documents, entities }
    }

    fn value(&self, value: &AnyValue) -> Value {
        match value {
            AnyValue::Quantity(quantity) => Value::Quantity(quantity.clone()),
            AnyValue::Moment(pick) => Value::Moment(TIMES[*pick].parse().unwrap()),
            AnyValue::Entity(pick) => Value::Entity(self.entities[*pick]),
            AnyValue::YesNo(truth) => Value::YesNo(*truth),
            AnyValue::Choice(pick) => choice(["a", "b", "c"][*pick]),
            AnyValue::Text(pick) => Value::Text(text(["debris", " debris", "a strike"][*pick])),
        }
    }

    fn claim(&self, any: &AnyClaim) -> Claim {
        let by = match any.by {
            AnySource::Named(pick) => Source::Entity(self.entities[pick]),
            AnySource::Own => Source::OwnVoice,
            AnySource::Nobody => Source::Nobody,
        };
        let values: Vec<Value> = any.values.iter().map(|value| self.value(value)).collect();
        let answer = match (any.form, values[0].clone()) {
            (0, _) => not_mentioned(),
            (1, _) => declined(),
            (2, value @ Value::Quantity(_)) => Answer::Denies(value),
            (3, _) => list(&values, false),
            (4, _) => list(&values, true),
            (_, value) => Answer::Value(value),
        };
        let base = claim(self.questions[any.question], self.documents[any.document], by, answer);
        Claim {
            commitment: any.commitment,
            as_of: any.as_of.map(|pick| TIMES[pick].parse().unwrap()),
            period: any.period.map(|pick| PERIODS[pick].parse().unwrap()),
            unit: any.unit.then(|| text("people")),
            scope: any.scope.and_then(|pick| places(&self.entities[pick..=pick])),
            condition: any.condition.then(|| text("if it rains")),
            ..base
        }
    }
}

#[derive(Debug, Clone)]
struct Shape {
    answer_type: AnswerType,
    rule: AsOfRule,
    many: bool,
    same_questions: bool,
    opinions: Vec<(Relation, Pick, Pick)>,
}

fn any_shape() -> impl Strategy<Value = Shape> {
    let types = prop_oneof![
        3 => Just(AnswerType::Quantity),
        1 => Just(AnswerType::Moment),
        1 => Just(AnswerType::Entity),
        1 => Just(AnswerType::YesNo),
        1 => Just(AnswerType::Choice),
        1 => Just(AnswerType::Text),
    ];
    let rules = prop_oneof![Just(AsOfRule::Snapshot), Just(AsOfRule::Cumulative), Just(AsOfRule::Period)];
    let relations = prop_oneof![Just(Relation::Same), Just(Relation::Different), Just(Relation::PartOrKind)];
    let opinions = prop::collection::vec((relations, 0_usize..4, 0_usize..4), 0..4);
    (types, rules, any::<bool>(), any::<bool>(), opinions).prop_map(
        |(answer_type, rule, many, same_questions, opinions)| Shape {
            answer_type,
            rule,
            many,
            same_questions,
            opinions,
        },
    )
}

fn any_pair() -> impl Strategy<Value = (Shape, AnyClaim, AnyClaim)> {
    any_shape().prop_flat_map(|shape| {
        let answer_type = shape.answer_type;
        (Just(shape), any_claim(answer_type), any_claim(answer_type))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// `Desk::compare` asks in both orders and fails if label or reason differ.
    #[test]
    fn symmetric_and_never_at_a_loss((shape, left, right) in any_pair()) {
        let mut world = World::new(&shape);
        let (left, right) = (world.claim(&left), world.claim(&right));
        let (left, right) = (world.desk.claim(left), world.desk.claim(right));
        let verdict = world.desk.compare(left, right);
        prop_assert!(!verdict.words.is_empty());
    }

    /// What is explained is what is compared: one rule settles it, the last that was asked or the one before, and to the same label.
    #[test]
    fn explanations_come_to_the_verdict((shape, left, right) in any_pair()) {
        let mut world = World::new(&shape);
        let (left, right) = (world.claim(&left), world.claim(&right));
        let (left, right) = (world.desk.claim(left), world.desk.claim(right));
        let (casefile, judgements) = (world.desk.casefile(), world.desk.judgements());
        let (a, b) = (casefile.claim(left).unwrap(), casefile.claim(right).unwrap());
        let explanation = explain(&casefile, &judgements, &a, &b);
        prop_assert_eq!(&explanation.verdict, &compare(&casefile, &judgements, &a, &b));
        let settled: Vec<_> = explanation.steps.iter().filter_map(|step| step.settles).collect();
        prop_assert_eq!(settled, vec![(explanation.verdict.label, explanation.verdict.reason)]);
        prop_assert!(explanation.steps.windows(2).all(|pair| pair[0].rule < pair[1].rule));
    }

    /// The views compare one claim of a group for all of it: so all must say the same.
    #[test]
    fn claims_of_one_group_agree((shape, left, right) in any_pair(), alike in 0_usize..3) {
        let mut world = World::new(&shape);
        // Two claims drawn alone are rarely alike.
        let right = if alike > 0 { AnyClaim { by: right.by, document: right.document, ..left.clone() } } else { right };
        let (left, right) = (world.claim(&left), world.claim(&right));
        let (left, right) = (world.desk.claim(left), world.desk.claim(right));
        let (casefile, judgements) = (world.desk.casefile(), world.desk.judgements());
        let event = casefile.things(Kind::Event).next().map(|thing| thing.identity()).unwrap();
        let rows = matrix(&casefile, &judgements, event).rows;
        let mut groups = rows.iter().flat_map(|row| &row.groups);
        if groups.any(|group| group.claims.contains(&left) && group.claims.contains(&right)) {
            let label = world.desk.compare(left, right).label;
            prop_assert!(matches!(label, Label::Agree | Label::Silent), "{:?}", label);
        }
    }

    #[test]
    fn reflexive((shape, claim, _) in any_pair()) {
        let mut world = World::new(&shape);
        let claim = world.claim(&claim);
        let answers = claim.commitment != Commitment::None && !matches!(claim.answer, Answer::Silent(_));
        let id = world.desk.claim(claim);
        let verdict = world.desk.compare(id, id);
        if answers {
            prop_assert_eq!((verdict.label, verdict.reason), (Label::Agree, ReasonCode::SameAnswer));
        } else {
            prop_assert_eq!(verdict.label, Label::Silent);
        }
    }
}
