use super::super::casefile::Withdrawal;
use super::super::judgements::Relation;
use super::super::testkit::*;
use super::super::verdict::{Fidelity, Label, ReasonCode};
use super::*;
use crate::position::Index;
use crate::record::claim::Unnamed;
use crate::record::{
    Answer, AnswerType, AsOfRule, Claim, Commitment, Entity, Quantity, Question, Record, Source, Value,
};
use crate::time::Timestamp;

/// An event with one question, to which claims are added by name.
struct Scene {
    desk: Desk,
    event: RecordId,
    question: RecordId,
}

impl Scene {
    fn new(ask: impl FnOnce(RecordId) -> Question) -> Self {
        let mut desk = Desk::default();
        let event = desk.event();
        let question = desk.add(Record::Question(ask(event)));
        Self { desk, event, question }
    }

    fn yes_no() -> Self {
        Self::new(|event| question(event, AnswerType::YesNo))
    }

    fn numbers() -> Self {
        Self::new(|event| question(event, AnswerType::Quantity))
    }

    fn toll() -> Self {
        Self::new(|event| Question { rule: AsOfRule::Cumulative, ..question(event, AnswerType::Quantity) })
    }

    /// A claim of a source in a document of its own.
    fn says(&mut self, source: RecordId, answer: Answer) -> RecordId {
        self.adds(Source::Entity(source), answer, |claim| claim)
    }

    fn adds(&mut self, by: Source, answer: Answer, change: impl FnOnce(Claim) -> Claim) -> RecordId {
        let document = self.desk.document(None);
        let claim = change(claim(self.question, document, by, answer));
        self.desk.claim(claim)
    }

    fn matrix(&self) -> Matrix {
        matrix(&self.desk.casefile(), &self.desk.judgements(), self.event)
    }

    fn summary(&self) -> (SummaryKind, String) {
        let summary = self.matrix().rows[0].summary.clone();
        (summary.kind, summary.words)
    }

    fn timeline(&self, source: RecordId) -> Vec<(Change, String)> {
        let (casefile, judgements) = (self.desk.casefile(), self.desk.judgements());
        let source = SourceKey::entity(&judgements, source);
        let timeline = over_time(&casefile, &judgements, self.event, &source);
        timeline.series.into_iter().flat_map(|series| series.steps).map(|step| (step.change, step.words)).collect()
    }
}

fn at(time: &str) -> impl FnOnce(Claim) -> Claim + use<'_> {
    move |claim| as_of(time, claim)
}

#[test]
fn case_9_nothing_from_the_other_side_is_not_recorded() {
    let mut scene = Scene::numbers();
    let (staff, ministry) = (scene.desk.entity("General Staff"), scene.desk.entity("Ministry"));
    assert_eq!(scene.summary(), (SummaryKind::NotRecorded, "not recorded".to_owned()));
    scene.says(staff, exactly(73));
    let other = scene.desk.question(scene.event, AnswerType::Quantity);
    let document = scene.desk.document(None);
    scene.desk.claim(claim(other, document, Source::Entity(ministry), exactly(1)));
    let matrix = scene.matrix();
    assert_eq!(matrix.columns.len(), 2);
    assert!(matrix.rows[0].cell(0).is_some());
    assert_eq!(matrix.rows[0].cell(1), None);
    assert_eq!(matrix.rows[0].between(0, 1), None);
    let words = "only one named source answers: General Staff";
    assert_eq!(scene.summary(), (SummaryKind::OneSource, words.to_owned()));
}

#[test]
fn case_20_five_outlets_are_five_documents_and_one_origin() {
    let mut scene = Scene::numbers();
    let governor = scene.desk.entity("the governor");
    let communique = scene.desk.document(Some(governor));
    let over_190 = || quantity(Quantity::MoreThan(190.into()));
    for _ in 0..4 {
        scene.says(governor, over_190());
    }
    let own = scene.desk.claim(claim(scene.question, communique, Source::Entity(governor), exactly(191)));
    let row = scene.matrix().rows.remove(0);
    let cell = &row.cells[0];
    assert_eq!(cell.leading, Some(own));
    let relays: Vec<_> = cell.relays.iter().map(|pair| (pair.verdict.label, pair.verdict.relay)).collect();
    assert_eq!(relays, [(Label::Compatible, Some(Fidelity::Different)); 4]);
    let counts: Vec<_> = row.groups.iter().map(|group| group.origins.words()).collect();
    assert_eq!(counts, ["1 origin, 4 documents", "1 origin, 1 document"]);
    assert_eq!(row.pairs, []);
    let words = "1 origin, 5 documents: the governor";
    assert_eq!(scene.summary(), (SummaryKind::OneOrigin, words.to_owned()));
}

#[test]
fn a_judgement_changes_how_many_origins_there_are() {
    let mut scene = Scene::yes_no();
    let (gladkov, governor) = (scene.desk.entity("Gladkov"), scene.desk.entity("the governor"));
    scene.says(gladkov, yes());
    scene.says(governor, yes());
    let words = "agree: 2 origins, 2 documents";
    assert_eq!(scene.summary(), (SummaryKind::Agree, words.to_owned()));
    scene.desk.judge("ana", Relation::Same, gladkov, governor);
    let words = "1 origin, 2 documents: Gladkov";
    assert_eq!(scene.summary(), (SummaryKind::OneOrigin, words.to_owned()));
    assert_eq!(scene.matrix().rows[0].cells[0].relays[0].verdict.relay, Some(Fidelity::Faithful));
}

#[test]
fn what_is_nobodys_is_shown_and_not_counted() {
    let mut scene = Scene::yes_no();
    let unnamed = |described: &str, count| Source::Unnamed(Unnamed { described: text(described), count });
    scene.adds(Source::OwnVoice, yes(), |claim| claim);
    scene.adds(Source::Nobody, yes(), |claim| claim);
    scene.adds(unnamed("two  operators", Some(2)), yes(), |claim| claim);
    scene.adds(unnamed("two operators", Some(2)), yes(), |claim| claim);
    scene.adds(unnamed("officials", None), yes(), |claim| claim);
    let matrix = scene.matrix();
    let heads: Vec<String> = matrix.columns.iter().map(|column| column.key.words(&scene.desk.casefile())).collect();
    let own_voice = "own voice of a-document";
    assert_eq!(heads, ["unnamed: two operators", "unnamed: officials", own_voice, "nobody named"]);
    let origins = &matrix.rows[0].groups[0].origins;
    assert_eq!(origins.words(), "no named origin, at most 4 unnamed, unnamed sources without a number, 5 documents");
    assert_eq!((origins.own_voice, origins.nobody), (1, 1));
    assert_eq!(scene.summary(), (SummaryKind::NoNamedSource, "no named source answers".to_owned()));
}

#[test]
fn rows_are_summed_up() {
    let mut scene = Scene::yes_no();
    let [a, b, c] = ["Moscow", "Kyiv", "a monitor"].map(|name| scene.desk.entity(name));
    scene.says(a, not_mentioned());
    assert_eq!(scene.summary(), (SummaryKind::Silent, "nobody answers".to_owned()));
    scene.says(b, yes());
    assert_eq!(scene.summary().0, SummaryKind::OneSource);
    scene.adds(Source::Entity(c), yes(), |claim| Claim { commitment: Commitment::Possible, ..claim });
    let words = "compatible: both say yes, but one flatly, the other as possible";
    assert_eq!(scene.summary(), (SummaryKind::Compatible, words.to_owned()));
    scene.adds(Source::OwnVoice, no(), |claim| claim);
    let words = "conflict between Kyiv and own voice of a-document";
    assert_eq!(scene.summary(), (SummaryKind::Conflict, words.to_owned()));
}

#[test]
fn silent_sources_never_agree() {
    let mut scene = Scene::yes_no();
    let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| scene.desk.entity(name));
    scene.says(a, not_mentioned());
    scene.says(b, not_mentioned());
    scene.adds(Source::Entity(c), yes(), at("2025-11-01"));
    scene.adds(Source::Entity(d), yes(), at("2025-11-02"));
    let words = "not comparable: different times: 2025-11-01 and 2025-11-02";
    assert_eq!(scene.summary(), (SummaryKind::NotComparable, words.to_owned()));
}

#[test]
fn the_latest_answer_leads_and_revised_ones_stay_visible() {
    let mut scene = Scene::numbers();
    let office = scene.desk.entity("office");
    let early = scene.adds(Source::Entity(office), exactly(41), at("2025-06-14T02:00+02:00"));
    let late = scene.adds(Source::Entity(office), exactly(34), |claim| Claim {
        revises: Some(early),
        ..at("2025-06-14T08:00+02:00")(claim)
    });
    let silent = scene.adds(Source::Entity(office), not_mentioned(), at("2025-06-20"));
    let row = scene.matrix().rows.remove(0);
    let cell = &row.cells[0];
    assert_eq!((cell.leading, &cell.others, &cell.revised), (Some(late), &vec![silent], &vec![early]));
    let revised =
        "the source revised its answer: 41 as of 2025-06-14 02:00+02:00, then 34 as of 2025-06-14 08:00+02:00";
    assert_eq!(
        scene.timeline(office),
        [
            (Change::First, "41 as of 2025-06-14 02:00+02:00".to_owned()),
            (Change::Revised, revised.to_owned()),
            (Change::Silent, "not mentioned as of 2025-06-20".to_owned()),
        ]
    );
}

#[test]
fn columns_at_different_times_meet_at_the_last_common_one() {
    let mut scene = Scene::numbers();
    let (governor, mayor) = (scene.desk.entity("governor"), scene.desk.entity("mayor"));
    for (time, answer) in [("2025-11-07", 5), ("2025-11-08", 7), ("2025-11-09", 6)] {
        scene.adds(Source::Entity(governor), exactly(answer), at(time));
    }
    for (time, answer) in [("2025-11-07", 5), ("2025-11-08", 99)] {
        scene.adds(Source::Entity(mayor), exactly(answer), at(time));
    }
    let row = scene.matrix().rows.remove(0);
    assert_eq!(row.between(0, 1).unwrap().label, Label::Unaligned);
    let aligned: Vec<_> = row.aligned.iter().map(|pair| pair.verdict.words.as_str()).collect();
    assert_eq!(aligned, ["no number fits both: 7, and 99; the greater is at least 14 times the lesser"]);
    assert_eq!(scene.summary(), (SummaryKind::Conflict, "conflict between governor and mayor".to_owned()));

    let (casefile, judgements) = (scene.desk.casefile(), scene.desk.judgements());
    let key = |id| SourceKey::entity(&judgements, id);
    let two = two_sources(&casefile, &judgements, scene.event, &key(governor), &key(mayor));
    let row = &two.rows[0];
    assert_eq!((row.left.len(), row.right.len()), (3, 2));
    assert_eq!(row.leading.as_ref().unwrap().verdict.label, Label::Unaligned);
    let labels: Vec<_> = row.others.iter().map(|pair| pair.verdict.label).collect();
    assert_eq!(labels, [Label::Conflict, Label::Agree]);
    assert_eq!(two_sources(&casefile, &judgements, scene.event, &SourceKey::Nobody, &key(casefile_missing())).rows, []);
}

fn casefile_missing() -> RecordId {
    RecordId::from_bytes([1; 32])
}

#[test]
fn a_cumulative_series_shows_its_silent_drops() {
    let mut scene = Scene::toll();
    let staff = scene.desk.entity("General Staff");
    for (time, answer) in [("2025-08-12", 12), ("2025-08-10", 10), ("2025-08-11", 10), ("2025-08-13", 11)] {
        scene.adds(Source::Entity(staff), exactly(answer), at(time));
    }
    scene.adds(Source::Entity(staff), exactly(13), |claim| Claim {
        unit: Some(text("guns")),
        ..at("2025-08-12")(claim)
    });
    let changes: Vec<_> =
        scene.timeline(staff).into_iter().map(|(change, words)| format!("{}: {words}", change.code())).collect();
    assert_eq!(
        changes,
        [
            "first: 10 as of 2025-08-10",
            "same: unchanged: 10 as of 2025-08-10, then 10 as of 2025-08-11",
            "growth: grew: 10 as of 2025-08-11, then 12 as of 2025-08-12",
            "silent-drop: fell without a word: 12 as of 2025-08-12, then 11 as of 2025-08-13",
            "first: 13 as of 2025-08-12",
        ]
    );
}

#[test]
fn one_document_says_who_is_named() {
    let mut scene = Scene::yes_no();
    let governor = scene.desk.entity("governor");
    let paper = scene.desk.document(None);
    for by in [Source::OwnVoice, Source::OwnVoice, Source::Nobody, Source::Entity(governor)] {
        scene.desk.claim(claim(scene.question, paper, by, yes()));
    }
    scene.desk.claim(claim(scene.question, paper, Source::Entity(governor), declined()));
    let (casefile, judgements) = (scene.desk.casefile(), scene.desk.judgements());
    let AllSources::OneDocument(view) = all_sources(&casefile, &judgements, scene.event) else {
        panic!("one document is no matrix");
    };
    assert_eq!((view.document, view.answers, view.without_name), (paper, 4, 3));
    assert_eq!(view.words, "3 of 4 answers name no source; 1 named origin");
    assert_eq!((view.rows[0].answers.len(), view.rows[0].silent.len()), (4, 1));
    assert_eq!(view.rows[0].words, view.words);

    scene.says(governor, yes());
    let (casefile, judgements) = (scene.desk.casefile(), scene.desk.judgements());
    assert!(matches!(all_sources(&casefile, &judgements, scene.event), AllSources::Matrix(_)));
    assert_eq!(one_document(&casefile, &judgements, scene.event, paper), view);
}

#[test]
fn what_is_withdrawn_is_shown_and_does_not_count() {
    let mut scene = Scene::yes_no();
    let (a, b) = (scene.desk.entity("a"), scene.desk.entity("b"));
    scene.says(a, yes());
    let wrong = scene.says(b, no());
    let gone = scene.desk.question(scene.event, AnswerType::YesNo);
    let withdraw = |target, index| Withdrawal {
        index: Index::small(index),
        id: RecordId::from_bytes([9; 32]),
        handle: "ana".parse().unwrap(),
        logged_at: Timestamp::EPOCH,
        target,
        reason: None,
    };
    let casefile =
        Casefile::with_withdrawals(scene.desk.records.clone(), vec![withdraw(wrong, 90), withdraw(gone, 91)]);
    let matrix = matrix(&casefile, &scene.desk.judgements(), scene.event);
    assert_eq!(matrix.rows.len(), 1);
    let row = &matrix.rows[0];
    assert_eq!((row.cells[1].leading, &row.cells[1].withdrawn), (None, &vec![wrong]));
    assert_eq!(row.summary.kind, SummaryKind::OneSource);
}

#[test]
fn columns_of_one_side_stand_together() {
    let mut scene = Scene::yes_no();
    let kyiv = scene.desk.entity("Kyiv");
    let staff = scene.desk.add(Record::Entity(Entity { speaks_for: Some(kyiv), ..entity("General Staff") }));
    let moscow = scene.desk.entity("Moscow");
    for source in [staff, moscow, kyiv] {
        scene.says(source, yes());
    }
    let columns: Vec<_> = scene.matrix().columns.into_iter().map(|column| (column.key, column.speaks_for)).collect();
    let plain = |id| (SourceKey::Entity(id), None);
    assert_eq!(columns, [(SourceKey::Entity(staff), Some(kyiv)), plain(kyiv), plain(moscow)]);
}

#[test]
fn questions_judged_the_same_are_one_row() {
    let mut scene = Scene::yes_no();
    let second = scene.desk.question(scene.event, AnswerType::YesNo);
    assert_eq!(scene.matrix().rows.len(), 2);
    scene.desk.judge("ana", Relation::Same, second, scene.question);
    assert_eq!(scene.matrix().rows[0].questions, [scene.question, second]);
    assert_eq!(scene.matrix().rows.len(), 1);
}

/// Groups save work and nothing else: members agree with each other, and lie alike to all others.
#[test]
fn claims_of_one_group_lie_alike_to_all_others() {
    let mut scene = Scene::new(|event| many(question(event, AnswerType::Choice)));
    let (a, b) = (choice("a"), choice("b"));
    let answers = [
        list(&[a.clone(), b.clone()], false),
        list(&[b.clone(), a.clone()], false),
        list(&[b.clone(), a.clone()], true),
        Answer::Value(a.clone()),
        Answer::Value(Value::Choice(text("a"))),
        not_mentioned(),
    ];
    for (nth, answer) in answers.iter().enumerate() {
        let source = scene.desk.entity(&format!("source {nth}"));
        scene.says(source, answer.clone());
    }
    let (casefile, judgements) = (scene.desk.casefile(), scene.desk.judgements());
    let row = scene.matrix().rows.remove(0);
    let sizes: Vec<usize> = row.groups.iter().map(|group| group.claims.len()).collect();
    assert_eq!(sizes, [2, 1, 2, 1]);
    for pair in every_pair(&casefile, &judgements, &claims_on(&casefile, &[scene.question])) {
        let group = |id: RecordId| row.groups.iter().position(|group| group.claims.contains(&id)).unwrap();
        let (left, right) = (group(pair.left), group(pair.right));
        if left == right {
            assert_eq!(pair.verdict.label, Label::Agree);
        } else {
            let of_groups = row.pairs.iter().find(|pair| (pair.left, pair.right) == (left, right)).unwrap();
            assert_eq!(of_groups.verdict, pair.verdict);
        }
    }
}

/// However many answers there are, the work on one row stays bounded.
#[test]
fn too_many_different_answers_are_said_to_be() {
    let mut scene = Scene::numbers();
    let most = u64::try_from(matrix::MOST_GROUPS).unwrap();
    for nth in 0..most + 5 {
        let source = scene.desk.entity(&format!("source {nth}"));
        scene.says(source, exactly(nth * 1_000));
    }
    let row = scene.matrix().rows.remove(0);
    assert_eq!((row.not_compared, row.pairs.len()), (5, matrix::MOST_GROUPS * (matrix::MOST_GROUPS - 1) / 2));
}

/// Behind the leading answers too: what was left out of the answers of one day is counted, and a hundred sources that say the same are one answer of them.
#[test]
fn too_many_answers_behind_the_leading_ones_are_said_to_be() {
    let mut scene = Scene::toll();
    let most = u64::try_from(matrix::MOST_GROUPS).unwrap();
    for nth in 0..most {
        let source = scene.desk.entity(&format!("agreeing {nth}"));
        scene.adds(Source::Entity(source), exactly(7), at("2024-02-01"));
        scene.adds(Source::Entity(source), exactly(9_000), at("2024-02-28"));
    }
    for nth in 0..most + 3 {
        let source = scene.desk.entity(&format!("differing {nth}"));
        scene.adds(Source::Entity(source), exactly(1_007 + 10 * nth), at("2024-02-01"));
        scene.adds(Source::Entity(source), exactly(9_000), at("2024-02-28"));
    }
    let row = scene.matrix().rows.remove(0);
    // Of that day there is one answer that a hundred give, and 103 of one source each; the leading answer is everybody's.
    assert_eq!((row.not_compared, row.pairs.len()), (4, 0));
    assert_eq!(row.behind.len(), matrix::MOST_GROUPS * (matrix::MOST_GROUPS - 1) / 2);
}

/// A long series isn't held against itself pair by pair, and still its drops are found, as is another source's other figure for one of its days.
#[test]
fn conflicts_behind_the_leading_answers_are_found_in_long_series() {
    let mut scene = Scene::toll();
    let (staff, ministry) = (scene.desk.entity("General Staff"), scene.desk.entity("Ministry"));
    let mut days = Vec::new();
    for day in 1..=28 {
        let figure = if day == 15 { 1_399 } else { 100 * day };
        days.push(scene.adds(Source::Entity(staff), exactly(figure), at(&format!("2024-02-{day:02}"))));
    }
    let other = scene.adds(Source::Entity(ministry), exactly(1_234), at("2024-02-10"));
    scene.adds(Source::Entity(ministry), exactly(2_700), at("2024-02-27"));
    let row = scene.matrix().rows.remove(0);
    let first = |place: usize| row.groups[place].claims[0];
    let found: Vec<_> = (row.behind.iter())
        .map(|pair| (first(pair.left), first(pair.right), pair.verdict.reason, pair.verdict.label))
        .collect();
    let conflict = Label::Conflict;
    assert_eq!(
        found,
        [
            (days[9], other, ReasonCode::NoCommonNumber, conflict),
            (days[13], days[14], ReasonCode::CumulativeFall, conflict)
        ]
    );
}

/// What the source itself takes back is no silent drop.
#[test]
fn an_announced_revision_is_not_behind_the_leading_answer() {
    let mut scene = Scene::toll();
    let staff = scene.desk.entity("General Staff");
    scene.adds(Source::Entity(staff), exactly(10), at("2024-02-01"));
    let high = scene.adds(Source::Entity(staff), exactly(12), at("2024-02-02"));
    let lower = at("2024-02-03");
    scene.adds(Source::Entity(staff), exactly(9), |claim| lower(Claim { revises: Some(high), ..claim }));
    scene.adds(Source::Entity(staff), exactly(11), at("2024-02-04"));
    assert_eq!(scene.matrix().rows[0].behind, []);
}

/// What is left out of a view leaves its marks, and what came later is told from what was there.
#[test]
fn a_revision_that_is_left_out_still_marks() {
    let mut scene = Scene::numbers();
    let office = scene.desk.entity("Harbour Office");
    let first = scene.says(office, exactly(41));
    let size = crate::position::Size::new(scene.desk.records.len() as u64).unwrap();
    let second = scene.adds(Source::Entity(office), exactly(34), |claim| Claim { revises: Some(first), ..claim });
    let casefile = scene.desk.casefile().hiding([second].into());
    let matrix = matrix(&casefile, &casefile.judgements(), scene.event);
    assert_eq!((matrix.rows[0].cells[0].leading, &matrix.rows[0].cells[0].revised), (None, &vec![first]));

    let before = Casefile::new(scene.desk.records[..size.get() as usize].to_vec());
    let found = changes(&before, &scene.desk.casefile(), scene.event, size);
    let kinds: Vec<_> = found.rows[0].changes.iter().map(|change| (change.kind, change.thing)).collect();
    assert_eq!(kinds, [(ChangeKind::Revised, second)]);
    let kinds: Vec<_> = found.others.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [ChangeKind::Added], "the document that it is found in");
    let nothing = changes(&before, &before, scene.event, size);
    assert_eq!((nothing.rows, nothing.others), (vec![], vec![]));
    let everything = changes(&Casefile::new(vec![]), &before, scene.event, crate::position::Size::ZERO);
    assert!(everything.rows[0].outcome_changed() && everything.rows[0].before.is_empty());
}
