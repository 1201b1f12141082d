//! The comparison of two claims (docs/comparison.md): one order of rules, for every view alike.

use std::collections::BTreeSet;

use super::answers::{Figure, Outcome, Table};
use super::casefile::Casefile;
use super::judgements::{Identity, Judgements, WordsJudged};
use super::numbers::NumberSet;
use super::times::{Alignment, align};
use super::verdict::{Fidelity, Label, ReasonCode, Verdict};
use super::view::ClaimView;
use super::words::{folded, time_words};
use crate::hash::RecordId;
use crate::record::{Answer, AnswerType, Commitment, Quantity, Scope, Silence};

/// How two claims lie to each other.
///
/// The relation is symmetric: label and reason don't depend on which comes first. It is reflexive: a claim that answers agrees
/// with itself, and one that gives no answer is silent. It is not transitive. It doesn't look at revisions and withdrawals; those are marks.
pub fn compare(casefile: &Casefile, judgements: &Judgements, left: &ClaimView<'_>, right: &ClaimView<'_>) -> Verdict {
    Pair { casefile, judgements, left, right }.finish()
}

/// One source in two documents: whatever it is, it is no agreement and no conflict of sources.
fn relay(verdict: Verdict) -> Verdict {
    let (label, fidelity, how) = match verdict.label {
        Label::Agree => (Label::Agree, Fidelity::Faithful, "faithfully"),
        Label::Compatible | Label::Conflict => (Label::Compatible, Fidelity::Different, "differently"),
        // Nothing was compared, so nothing can be said of how it was relayed.
        Label::Silent | Label::Unaligned => return verdict,
    };
    let words = format!("one origin in two documents, relayed {how}: {}", verdict.words);
    Verdict { label, reason: ReasonCode::Relay, words, relay: Some(fidelity) }
}

/// Two claims on the table.
pub(super) struct Pair<'a> {
    pub(super) casefile: &'a Casefile,
    pub(super) judgements: &'a Judgements,
    pub(super) left: &'a ClaimView<'a>,
    pub(super) right: &'a ClaimView<'a>,
}

impl Pair<'_> {
    /// The verdict by the rules, and what the two documents make of it.
    pub(super) fn finish(&self) -> Verdict {
        let verdict = self.verdict();
        let mut verdict = if self.is_relay() { relay(verdict) } else { verdict };
        if self.same_bytes() {
            verdict.words.push_str(" (both are found in the same archived bytes)");
        }
        for condition in self.conditions() {
            verdict.words.push_str(&format!("; one holds only under a condition: {condition}"));
        }
        verdict
    }

    /// The rules in their order.
    fn verdict(&self) -> Verdict {
        if let Some(verdict) = self.other_question().or_else(|| self.other_terms()) {
            return verdict;
        }
        let alignment = match align(self.left, self.right) {
            Alignment::Apart(reason, words) => return Verdict::new(Label::Unaligned, reason, words),
            alignment => alignment,
        };
        if let Some(verdict) = self.silent() {
            return verdict;
        }
        let outcome = self.outcome(&alignment);
        let at_one_time = alignment == Alignment::CanBeSame
            || (alignment == Alignment::EitherOrder && matches!(outcome, Outcome::Same(..)));
        let mut verdict = self.weigh(outcome);
        if at_one_time {
            let (a, b) = (as_of(self.left), as_of(self.right));
            verdict.words.push_str(&format!("; as of {a} and {b}, which can be the same time"));
        }
        verdict
    }

    /// How the answers lie to each other, once it is known how their times do.
    pub(super) fn outcome(&self, alignment: &Alignment) -> Outcome {
        match alignment {
            Alignment::Same | Alignment::CanBeSame | Alignment::Apart(..) => self.at_one_time(),
            Alignment::LeftEarlier => self.grown(self.left, self.right),
            Alignment::RightEarlier => self.grown(self.right, self.left),
            Alignment::EitherOrder => self.in_either_order(),
            Alignment::LeftIsPart => self.part(self.left, self.right),
            Alignment::RightIsPart => self.part(self.right, self.left),
        }
    }

    pub(super) fn other_question(&self) -> Option<Verdict> {
        let (left, right) = (self.left.claim.question, self.right.claim.question);
        let unaligned = |reason, words: &str| Some(Verdict::new(Label::Unaligned, reason, words));
        if left == right {
            return None;
        }
        let judged = self.judgements.identity_relation(left, right);
        match judged.identity {
            Identity::Same => {}
            Identity::Different if judged.same.is_empty() => {
                return unaligned(ReasonCode::OtherQuestion, "other questions, judged different");
            }
            Identity::Different => {
                let words = "other questions, judged different, though somebody judged them the same";
                return unaligned(ReasonCode::OtherQuestion, words);
            }
            Identity::Unjudged => {
                return unaligned(ReasonCode::OtherQuestion, "other questions, and nobody has judged them the same");
            }
        }
        let (a, b) = (self.left.question, self.right.question);
        let same_form = (a.answer_type, a.rule, a.counting()) == (b.answer_type, b.rule, b.counting());
        if same_form {
            return None;
        }
        unaligned(ReasonCode::OtherForm, "questions judged the same that take answers of other sorts or times")
    }

    pub(super) fn other_terms(&self) -> Option<Verdict> {
        let unit = |view: &ClaimView<'_>| view.unit().map(|unit| folded(unit.as_str()));
        let other_unit = unit(self.left) != unit(self.right);
        let scope = |view: &ClaimView<'_>| view.scope().map(|scope| scope_key(self.judgements, scope));
        let other_scope = scope(self.left) != scope(self.right);
        let units = || {
            let words = |view: &ClaimView<'_>| view.unit().map_or("no unit".to_owned(), ToString::to_string);
            format!("{} and {}", words(self.left), words(self.right))
        };
        let scopes = || format!("{} and {}", self.scope_words(self.left), self.scope_words(self.right));
        let (reason, words) = match (other_unit, other_scope) {
            (false, false) => return None,
            (true, false) => (ReasonCode::OtherUnit, format!("other unit: {}", units())),
            (false, true) => (ReasonCode::OtherScope, format!("other scope: {}", scopes())),
            (true, true) => (ReasonCode::OtherUnitAndScope, format!("other unit and scope: {}; {}", units(), scopes())),
        };
        Some(Verdict::new(Label::Unaligned, reason, words))
    }

    pub(super) fn scope_words(&self, view: &ClaimView<'_>) -> String {
        let Some(scope) = view.scope() else { return "no scope given".to_owned() };
        let places = scope.places.iter().flatten().map(|place| self.casefile.name(*place));
        let parts: Vec<String> = places.chain(scope.population.as_ref().map(ToString::to_string)).collect();
        parts.join(", ")
    }

    pub(super) fn silent(&self) -> Option<Verdict> {
        let silence = |view: &ClaimView<'_>| match view.claim.answer {
            Answer::Silent(Silence::NotMentioned) => Some((ReasonCode::NotMentioned, "not mentioned")),
            Answer::Silent(Silence::Declined) => Some((ReasonCode::Declined, "declined to answer")),
            _ if view.claim.commitment == Commitment::None => Some((ReasonCode::NoCommitment, "commits to nothing")),
            _ => None,
        };
        let (reason, words) = match (silence(self.left), silence(self.right)) {
            (None, None) => return None,
            (Some((reason, words)), None) | (None, Some((reason, words))) => (reason, format!("one side: {words}")),
            (Some((a, words)), Some((b, _))) if a == b => (a, format!("both sides: {words}")),
            (Some((a, left)), Some((b, right))) => (a.min(b), format!("neither answers: {left}, {right}")),
        };
        Some(Verdict::new(Label::Silent, reason, words))
    }

    fn table(&self) -> Table<'_> {
        let many = self.left.question.many.is_some() || self.right.question.many.is_some();
        let (casefile, judgements) = (self.casefile, self.judgements);
        Table { casefile, judgements, counting: self.left.question.counting(), many }
    }

    /// Where the program can't tell, and of texts always, people's opinion counts.
    fn at_one_time(&self) -> Outcome {
        let judged = || self.judged_words();
        if self.left.question.answer_type == AnswerType::Text
            && let Some(outcome) = judged()
        {
            return outcome;
        }
        match self.table().answers(&self.left.claim.answer, &self.right.claim.answer) {
            Outcome::Open(ReasonCode::NeedsJudgement, words) => {
                judged().unwrap_or(Outcome::Open(ReasonCode::NeedsJudgement, words))
            }
            outcome => outcome,
        }
    }

    fn judged_words(&self) -> Option<Outcome> {
        let conflict = |also: &str| {
            let words = format!("an editor's opinion: they can't both be true{also}");
            Some(Outcome::Exclude(ReasonCode::JudgedConflict, words))
        };
        match self.judgements.words_relation(self.left.identity, self.right.identity) {
            WordsJudged::Unjudged => None,
            WordsJudged::Agree => {
                let words = "an editor's opinion: they say the same";
                Some(Outcome::Same(ReasonCode::JudgedAgree, words.to_owned()))
            }
            WordsJudged::Conflict => conflict(""),
            WordsJudged::ConflictAndAgree => conflict(", though somebody judged that they say the same"),
        }
    }

    /// Both figures with their numbers, in the order given, or why there are none.
    fn with_numbers(
        &self,
        a: &ClaimView<'_>,
        b: &ClaimView<'_>,
        then: impl FnOnce(&NumberSet, &NumberSet) -> Outcome,
    ) -> Outcome {
        let (Some(x), Some(y)) = (Figure::of(&a.claim.answer), Figure::of(&b.claim.answer)) else {
            let words = "lists at two times are not compared".to_owned();
            return Outcome::Open(ReasonCode::DifferentTimes, words);
        };
        match self.table().numbers(x, y) {
            Ok((x, y)) => then(&x, &y),
            Err(open) => open,
        }
    }

    /// A cumulative count at two times.
    fn grown(&self, earlier: &ClaimView<'_>, later: &ClaimView<'_>) -> Outcome {
        let words = |view: &ClaimView<'_>| format!("{} as of {}", view.answer_words(), as_of(view));
        self.with_numbers(earlier, later, |before, after| {
            if !before.can_grow_into(after) {
                let rounded = if_rounded(earlier, later);
                let both = format!("{}, then {}", words(earlier), words(later));
                let words = format!("the count may grow but not fall: {both}{rounded}");
                return Outcome::Exclude(ReasonCode::CumulativeFall, words);
            }
            let how = match (before.single(), after.single()) {
                (Some(a), Some(b)) if a == b => "a count that stayed",
                (Some(_), Some(_)) => "a count that grew",
                _ => "a count that can have grown",
            };
            Outcome::Meet(ReasonCode::Growth, format!("{how}: {}, then {}", words(earlier), words(later)))
        })
    }

    /// A cumulative count at two times of which nobody knows the earlier, and which can be one time: the same figure is the same answer,
    /// and of others either order that holds will do.
    fn in_either_order(&self) -> Outcome {
        match (self.at_one_time(), self.grown(self.left, self.right)) {
            (same @ Outcome::Same(..), _) => same,
            (_, Outcome::Exclude(..)) => self.grown(self.right, self.left),
            (_, outcome) => outcome,
        }
    }

    /// A count over a part of the time, and one over the whole.
    fn part(&self, part: &ClaimView<'_>, whole: &ClaimView<'_>) -> Outcome {
        let period = |view: &ClaimView<'_>| view.period().map_or("the period".to_owned(), ToString::to_string);
        self.with_numbers(part, whole, |in_part, in_whole| {
            let words = |view: &ClaimView<'_>| format!("{} in {}", view.answer_words(), period(view));
            let both = format!("{}, {}", words(part), words(whole));
            if in_part.can_grow_into(in_whole) {
                Outcome::Meet(ReasonCode::PartOfWhole, format!("the part does not exceed the whole: {both}"))
            } else {
                let words = format!("the part exceeds the whole: {both}{}", if_rounded(part, whole));
                Outcome::Exclude(ReasonCode::PartExceedsWhole, words)
            }
        })
    }

    /// Takes into account how firmly both are held.
    pub(super) fn weigh(&self, outcome: Outcome) -> Verdict {
        let (left, right) = (self.left.claim.commitment, self.right.claim.commitment);
        let held = || {
            let (left, right) = (held_words(left), held_words(right));
            if left == right { format!("both {left}") } else { format!("one {left}, the other {right}") }
        };
        let only_possible = left == Commitment::Possible || right == Commitment::Possible;
        match outcome {
            Outcome::Same(reason, words) if left == right => {
                Verdict::new(Label::Agree, reason, format!("{words}, with the same commitment"))
            }
            Outcome::Same(_, words) => {
                Verdict::new(Label::Compatible, ReasonCode::DifferentCommitment, format!("{words}, but {}", held()))
            }
            Outcome::Meet(reason, words) => Verdict::new(Label::Compatible, reason, words),
            Outcome::Exclude(_, words) if only_possible => {
                Verdict::new(Label::Compatible, ReasonCode::OnlyPossible, format!("{words}; but {}", held()))
            }
            Outcome::Exclude(ReasonCode::OppositeAnswers, words) => {
                Verdict::new(Label::Conflict, ReasonCode::OppositeAnswers, format!("{words}, {}", held()))
            }
            Outcome::Exclude(reason, words) => Verdict::new(Label::Conflict, reason, words),
            Outcome::Open(reason, words) => Verdict::new(Label::Unaligned, reason, words),
        }
    }

    /// One named source in two documents, at one time.
    pub(super) fn is_relay(&self) -> bool {
        let (Some(a), Some(b)) = (self.left.named_source(), self.right.named_source()) else { return false };
        let one_time =
            matches!(align(self.left, self.right), Alignment::Same | Alignment::CanBeSame | Alignment::EitherOrder);
        self.left.claim.document != self.right.claim.document
            && !self.same_bytes()
            && self.judgements.identity_relation(a, b).identity == Identity::Same
            && one_time
    }

    /// Two document records of one file: what differs is the recorders' reading, not the source.
    pub(super) fn same_bytes(&self) -> bool {
        let bytes = |view: &ClaimView<'_>| view.document().and_then(|document| document.blake3.open().copied());
        self.left.claim.document != self.right.claim.document
            && bytes(self.left).is_some()
            && bytes(self.left) == bytes(self.right)
    }

    fn conditions(&self) -> Vec<String> {
        let (left, right) = (&self.left.claim.condition, &self.right.claim.condition);
        if left == right { Vec::new() } else { left.iter().chain(right).map(ToString::to_string).collect() }
    }
}

/// Said of a figure that is too great: rounding may be all that there is to it, which doesn't make it less of a fall.
fn if_rounded(greater: &ClaimView<'_>, lesser: &ClaimView<'_>) -> &'static str {
    let plain = |view: &ClaimView<'_>| match Figure::of(&view.claim.answer) {
        Some(Figure { quantity: Quantity::Exactly(number), denied: false }) => Some(*number),
        _ => None,
    };
    match (plain(greater), plain(lesser)) {
        (Some(greater), Some(lesser)) if greater.is_rounding_of(lesser) => {
            "; the one is the other rounded, which may be all"
        }
        _ => "",
    }
}

pub(super) fn held_words(commitment: Commitment) -> &'static str {
    match commitment {
        Commitment::Flat => "flatly",
        Commitment::Probable => "as probable",
        Commitment::Possible => "as possible",
        Commitment::None => "without commitment",
    }
}

pub(super) fn as_of(view: &ClaimView<'_>) -> String {
    view.as_of().map_or("no time given".to_owned(), time_words)
}

/// What makes two scopes one: the same places, or places judged the same, and the same population.
pub(super) fn scope_key(judgements: &Judgements, scope: &Scope) -> (BTreeSet<RecordId>, Option<String>) {
    let places = scope.places.iter().flatten().map(|place| judgements.leader(*place)).collect();
    (places, scope.population.as_ref().map(|population| folded(population.as_str())))
}
