//! How two claims lie to each other: a label, a reason with a stable code, and the reason in words.

use std::fmt;

/// How two claims lie to each other. It never says which of them is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// The same answer, held with the same certainty.
    Agree,
    /// Both can be true.
    Compatible,
    /// They can't both be true.
    Conflict,
    /// One of them gives no answer.
    Silent,
    /// They can't be compared.
    Unaligned,
}

impl Label {
    /// The label's name, for scripts; never reworded.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Compatible => "compatible",
            Self::Conflict => "conflict",
            Self::Silent => "silent",
            Self::Unaligned => "unaligned",
        }
    }

    /// The label as it is printed for people.
    pub fn printed(self) -> &'static str {
        match self {
            Self::Unaligned => "not comparable",
            other => other.name(),
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.printed())
    }
}

/// Makes the enum, its codes, and a list of all of them, so that no code can be forgotten in docs/comparison.md.
macro_rules! reason_codes {
    ($($(#[$doc:meta])+ $name:ident = $code:literal,)+) => {
        /// Why a label is what it is. The codes are API (docs/comparison.md, "Reason codes").
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ReasonCode { $($(#[$doc])+ $name,)+ }

        impl ReasonCode {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The code, for scripts; never reworded.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

reason_codes! {
    /// Agree: one answer, one commitment.
    SameAnswer = "same-answer",
    /// Agree: somebody judged that two texts say the same.
    JudgedAgree = "judged-agree",
    /// Compatible: one answer, held with different certainty.
    DifferentCommitment = "different-commitment",
    /// Compatible: the answers exclude each other, and one is only called possible.
    OnlyPossible = "only-possible",
    /// Compatible: all that fits the one fits the other.
    Within = "within",
    /// Compatible: something fits both.
    Overlap = "overlap",
    /// Compatible: one number is the other rounded.
    Rounding = "rounding",
    /// Compatible: one entity is part or kind of the other.
    Broader = "broader",
    /// Compatible: the question allows several answers.
    SeveralAnswers = "several-answers",
    /// Compatible: one list is part of the other.
    ListPart = "list-part",
    /// Compatible: the lists differ and neither says that it is all.
    ListsOpen = "lists-open",
    /// Compatible: a cumulative count, not fallen from the earlier to the later time.
    Growth = "growth",
    /// Compatible: the part doesn't exceed the whole.
    PartOfWhole = "part-of-whole",
    /// Agree or compatible: one source in two documents, never an agreement or a conflict of sources.
    Relay = "relay",
    /// Conflict: no number fits both.
    NoCommonNumber = "no-common-number",
    /// Conflict: no time fits both.
    NoCommonTime = "no-common-time",
    /// Conflict: entities judged different, where one answer is allowed.
    DifferentEntities = "different-entities",
    /// Conflict: yes and no.
    OppositeAnswers = "opposite-answers",
    /// Conflict: different options.
    DifferentOptions = "different-options",
    /// Conflict: one list has something that isn't in the other, which says that it is all.
    NotInCompleteList = "not-in-complete-list",
    /// Conflict: a cumulative count fell.
    CumulativeFall = "cumulative-fall",
    /// Conflict: the count of a part exceeds that of the whole.
    PartExceedsWhole = "part-exceeds-whole",
    /// Conflict: somebody judged that two texts can't both be true.
    JudgedConflict = "judged-conflict",
    /// Silent: the document was read whole and says nothing on it.
    NotMentioned = "not-mentioned",
    /// Silent: the source would not answer.
    Declined = "declined",
    /// Silent: the source commits to nothing.
    NoCommitment = "no-commitment",
    /// Unaligned: neither the same question nor judged the same.
    OtherQuestion = "other-question",
    /// Unaligned: two questions judged the same that take answers of different sorts, or follow different rules of time.
    OtherForm = "other-form",
    /// Unaligned: another unit.
    OtherUnit = "other-unit",
    /// Unaligned: another place or population.
    OtherScope = "other-scope",
    /// Unaligned: both.
    OtherUnitAndScope = "other-unit-and-scope",
    /// Unaligned: periods of other lengths, none of which contains the other.
    OtherPeriod = "other-period",
    /// Unaligned: about different times.
    DifferentTimes = "different-times",
    /// Unaligned: one of them doesn't say what time it is about.
    TimeNotGiven = "time-not-given",
    /// Unaligned: nobody has judged whether two entities are one.
    IdentityNotJudged = "identity-not-judged",
    /// Unaligned: texts are compared by people.
    NeedsJudgement = "needs-judgement",
    /// Unaligned: the log's phrase policy has no numbers for an answer.
    NotInterpreted = "not-interpreted",
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// How a relay carries its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fidelity {
    /// Both documents give the same answer.
    Faithful,
    /// They don't.
    Different,
}

/// How two claims lie to each other, and why.
///
/// Label and reason are the same whichever claim comes first. The words name the answers, never the sources, and may name the
/// first one first. They hold text of records: hostile until it is escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How they lie to each other.
    pub label: Label,
    /// Why.
    pub reason: ReasonCode,
    /// Why, in a plain sentence without a full stop.
    pub words: String,
    /// Set when one source stands behind both, in two documents: then the label counts for no agreement of sources.
    pub relay: Option<Fidelity>,
}

impl Verdict {
    pub(super) fn new(label: Label, reason: ReasonCode, words: impl Into<String>) -> Self {
        Self { label, reason, words: words.into(), relay: None }
    }
}
