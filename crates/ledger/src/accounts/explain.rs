//! Why a label is what it is: the rules that two claims go through, one by one, with what each of them saw.
//!
//! Nothing is decided here. The steps ask the same functions in the same order as the comparison itself, and the verdict is its verdict.

use super::answers::Outcome;
use super::casefile::Casefile;
use super::compare::{Pair, as_of, held_words};
use super::judgements::{Identity, Judgements};
use super::reading::Reading;
use super::times::{Alignment, align};
use super::verdict::{Fidelity, Label, ReasonCode, Verdict};
use super::view::ClaimView;
use crate::record::{AsOfRule, Commitment};

/// A rule of comparing, in the order in which they are asked (docs/comparison.md, "The order of the rules").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Is it one question?
    Question,
    /// Do unit and scope agree?
    UnitAndScope,
    /// Are they about one time?
    Time,
    /// Does one of them give no answer?
    Silence,
    /// What do the answers say?
    Answers,
    /// How firmly are they held?
    Commitment,
    /// Does one source stand behind both?
    Origin,
}

impl Rule {
    /// Its name, for scripts; never reworded.
    pub fn code(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::UnitAndScope => "unit-and-scope",
            Self::Time => "time",
            Self::Silence => "silence",
            Self::Answers => "answers",
            Self::Commitment => "commitment",
            Self::Origin => "origin",
        }
    }

    /// What it asks.
    pub fn asks(self) -> &'static str {
        match self {
            Self::Question => "Is it the same question?",
            Self::UnitAndScope => "Do unit and scope agree?",
            Self::Time => "Are they about the same time?",
            Self::Silence => "Does one of them give no answer?",
            Self::Answers => "What do the answers say?",
            Self::Commitment => "How firmly are they held?",
            Self::Origin => "Whose answers are they?",
        }
    }
}

/// One rule, and what it saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleStep {
    /// The rule.
    pub rule: Rule,
    /// The label and reason that it settles; nothing where the next rule goes on.
    pub settles: Option<(Label, ReasonCode)>,
    /// What it saw, in words without a full stop. They hold text of records: hostile until it is escaped.
    pub words: String,
}

/// Why two claims lie to each other as they do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// How the first claim was read.
    pub left: Reading,
    /// How the second was.
    pub right: Reading,
    /// The rules that were asked, in their order. Those behind the one that settled it were not.
    pub steps: Vec<RuleStep>,
    /// What they came to.
    pub verdict: Verdict,
}

/// Explains the verdict on two claims.
pub fn explain(
    casefile: &Casefile,
    judgements: &Judgements,
    left: &ClaimView<'_>,
    right: &ClaimView<'_>,
) -> Explanation {
    let pair = Pair { casefile, judgements, left, right };
    Explanation {
        left: Reading::of(casefile, judgements, left),
        right: Reading::of(casefile, judgements, right),
        steps: pair.steps(),
        verdict: pair.finish(),
    }
}

impl Pair<'_> {
    fn steps(&self) -> Vec<RuleStep> {
        let mut steps = Vec::new();
        let passes = |rule, words: String| RuleStep { rule, settles: None, words };
        let settles = |rule, verdict: Verdict| RuleStep {
            rule,
            settles: Some((verdict.label, verdict.reason)),
            words: verdict.words,
        };
        if let Some(verdict) = self.other_question() {
            steps.push(settles(Rule::Question, verdict));
            return steps;
        }
        steps.push(passes(Rule::Question, self.question_words()));
        if let Some(verdict) = self.other_terms() {
            steps.push(settles(Rule::UnitAndScope, verdict));
            return steps;
        }
        steps.push(passes(Rule::UnitAndScope, self.terms_words()));
        let alignment = match align(self.left, self.right) {
            Alignment::Apart(reason, words) => {
                steps.push(settles(Rule::Time, Verdict::new(Label::Unaligned, reason, words)));
                return steps;
            }
            alignment => alignment,
        };
        steps.push(passes(Rule::Time, self.time_words(&alignment)));
        if let Some(verdict) = self.silent() {
            steps.push(settles(Rule::Silence, verdict));
            return steps;
        }
        steps.push(passes(Rule::Silence, "both answer".to_owned()));
        self.weighed_steps(&alignment, &mut steps);
        steps
    }

    /// From the answers to the label.
    fn weighed_steps(&self, alignment: &Alignment, steps: &mut Vec<RuleStep>) {
        let outcome = self.outcome(alignment);
        let (words, is_open) = match &outcome {
            Outcome::Same(_, words) => (format!("the same answer: {words}"), false),
            Outcome::Meet(_, words) => (format!("both can be true: {words}"), false),
            Outcome::Exclude(_, words) => (format!("they exclude each other: {words}"), false),
            Outcome::Open(_, words) => (words.clone(), true),
        };
        let verdict = self.weigh(outcome);
        let weighed = Some((verdict.label, verdict.reason));
        if is_open {
            steps.push(RuleStep { rule: Rule::Answers, settles: weighed, words });
            return;
        }
        steps.push(RuleStep { rule: Rule::Answers, settles: None, words });
        let relay = self.is_relay();
        let settles = weighed.filter(|_| !relay);
        steps.push(RuleStep { rule: Rule::Commitment, settles, words: self.commitment_words(&verdict) });
        let finished = self.finish();
        let settles = relay.then_some((finished.label, finished.reason));
        steps.push(RuleStep { rule: Rule::Origin, settles, words: self.origin_words(&finished) });
    }

    fn question_words(&self) -> String {
        let (left, right) = (self.left.claim.question, self.right.claim.question);
        let name = self.casefile.name(left);
        if left == right {
            return format!("both answer \"{name}\"");
        }
        let said: Vec<String> = self
            .judgements
            .on_pair(left, right)
            .map(|opinion| format!("{} by {} (entry {})", opinion.relation.words(), opinion.handle, opinion.index))
            .collect();
        let who = if said.is_empty() { "the same, through others".to_owned() } else { said.join(", ") };
        format!("\"{name}\" and \"{}\" are judged {who}", self.casefile.name(right))
    }

    fn terms_words(&self) -> String {
        let unit = self.left.unit().map_or("no unit on either side".to_owned(), |unit| format!("both count {unit}"));
        format!(
            "{unit}; {}",
            match self.left.scope() {
                None => "no scope on either side".to_owned(),
                Some(_) => format!("both on {}", self.scope_words(self.left)),
            }
        )
    }

    fn time_words(&self, alignment: &Alignment) -> String {
        let rule = match self.left.question.rule {
            AsOfRule::Snapshot => "a snapshot, which needs the same time",
            AsOfRule::Cumulative => "a count up to a time, which may grow but not fall",
            AsOfRule::Period => "a count over a period",
        };
        let (left, right) = (as_of(self.left), as_of(self.right));
        let both = format!("as of {left} and {right}");
        let words = match alignment {
            Alignment::Same if self.left.as_of().is_none() && self.right.as_of().is_none() => {
                "neither says what time it is about".to_owned()
            }
            Alignment::Same => format!("{both}: the same time"),
            Alignment::CanBeSame => format!("{both}: they can be the same time, and are not equally exact"),
            Alignment::EitherOrder => format!("{both}: either may be the earlier, or they are one time"),
            Alignment::LeftEarlier => format!("{both}: the first is the earlier"),
            Alignment::RightEarlier => format!("{both}: the second is the earlier"),
            Alignment::LeftIsPart => format!("{both}: the first period is part of the second"),
            Alignment::RightIsPart => format!("{both}: the second period is part of the first"),
            Alignment::Apart(_, words) => words.clone(),
        };
        format!("{rule}; {words}")
    }

    fn commitment_words(&self, verdict: &Verdict) -> String {
        let (left, right) = (self.left.claim.commitment, self.right.claim.commitment);
        let held = if left == right {
            format!("both {}", held_words(left))
        } else {
            format!("the first {}, the second {}", held_words(left), held_words(right))
        };
        let what = match verdict.reason {
            ReasonCode::DifferentCommitment => "one answer, but not one commitment: compatible, not agreement",
            ReasonCode::OnlyPossible => "what is only called possible contradicts nobody: compatible",
            _ if verdict.label == Label::Conflict => "neither only calls it possible: a conflict",
            _ if left == Commitment::Possible || right == Commitment::Possible => "it changes nothing here",
            _ if verdict.label == Label::Agree => "the same commitment: agreement",
            _ => "it changes nothing here",
        };
        format!("{held}; {what}")
    }

    fn origin_words(&self, finished: &Verdict) -> String {
        let name = |view: &ClaimView<'_>| view.named_source().map(|id| self.casefile.name(id));
        if self.same_bytes() {
            return "both are found in the same archived bytes: what differs is how two recorders read them".to_owned();
        }
        if let Some(fidelity) = finished.relay {
            let how = match fidelity {
                Fidelity::Faithful => "faithfully",
                Fidelity::Different => "differently",
            };
            let who = name(self.left).unwrap_or_default();
            return format!(
                "one origin, {who}, in two documents: relayed {how}, and no agreement or conflict of sources"
            );
        }
        match (self.left.named_source(), self.right.named_source()) {
            (Some(a), Some(b)) if self.judgements.identity_relation(a, b).identity == Identity::Same => {
                format!("one source, {}: it counts as one origin", self.casefile.name(a))
            }
            (Some(a), Some(b)) => format!("two origins: {} and {}", self.casefile.name(a), self.casefile.name(b)),
            (Some(one), None) | (None, Some(one)) => {
                format!("one named origin, {}; the other names nobody and counts for none", self.casefile.name(one))
            }
            (None, None) if self.judgements.sources_are_distinct(self.left.identity, self.right.identity) => {
                "nobody is named on either side; the sources are judged distinct".to_owned()
            }
            (None, None) => "nobody is named on either side: no origin is counted".to_owned(),
        }
    }
}
