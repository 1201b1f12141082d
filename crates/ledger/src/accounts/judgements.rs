//! Opinions of people on records: what is the same, what is not, what belongs to what.
//!
//! Byline proposes nothing here and decides nothing. An opinion is its signer's.

use std::collections::{HashMap, HashSet};

use crate::hash::RecordId;
use crate::position::Index;
use crate::record::Handle;

/// What somebody holds of two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Two entities, events or questions are one.
    Same,
    /// They are not.
    Different,
    /// The signer looked and can't say.
    Unsure,
    /// The first is a part or a kind of the second: a drone of one model, and a drone.
    PartOrKind,
    /// Two claims say the same in other words.
    Agree,
    /// Two claims can't both be true.
    Conflict,
    /// The sources of two claims are not the same person.
    DistinctSources,
}

impl Relation {
    /// The relation in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "the same",
            Self::Different => "different",
            Self::Unsure => "perhaps the same",
            Self::PartOrKind => "part or kind of each other",
            Self::Agree => "to agree",
            Self::Conflict => "to conflict",
            Self::DistinctSources => "to have distinct sources",
        }
    }

    /// What it is an opinion on. Of one handle's opinions on a pair the last one counts, for each matter.
    fn matter(self) -> Matter {
        match self {
            Self::Same | Self::Different | Self::Unsure | Self::PartOrKind => Matter::Identity,
            Self::Agree | Self::Conflict => Matter::Words,
            Self::DistinctSources => Matter::Sources,
        }
    }
}

/// What an opinion is on: that two sources are distinct doesn't take back that their words agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Matter {
    Identity,
    Words,
    Sources,
}

/// A signed opinion on two records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Its place in the log.
    pub index: Index,
    /// The id of the record that says it.
    pub id: RecordId,
    /// Whose opinion it is.
    pub handle: Handle,
    /// What is said.
    pub relation: Relation,
    /// The first record, by identity.
    pub first: RecordId,
    /// The second record, by identity.
    pub second: RecordId,
    /// Why.
    pub reason: Option<String>,
}

/// Whether two things are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// They are judged the same, or have one id.
    Same,
    /// They are judged different, whatever else was judged.
    Different,
    /// Nobody has said.
    Unjudged,
}

/// What was judged on two things, with the opinions for and against by the ids of their records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What counts.
    pub identity: Identity,
    /// Who says the same, on just this pair.
    pub same: Vec<RecordId>,
    /// Who says different, on just this pair.
    pub different: Vec<RecordId>,
    /// Who can't say, on just this pair.
    pub unsure: Vec<RecordId>,
}

/// What was judged of the words of two claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordsJudged {
    /// Nobody has said.
    Unjudged,
    /// They say the same.
    Agree,
    /// They can't both be true.
    Conflict,
    /// Somebody says the one and somebody the other: the conflict counts.
    ConflictAndAgree,
}

/// All opinions that count.
///
/// A later opinion of the same handle on the same pair and matter replaces the earlier. Of opinions that contradict each other the
/// negative one counts, and both are shown. "Same" carries on from pair to pair, as far as no "different" stands in the way.
#[derive(Debug, Clone, Default)]
pub struct Judgements {
    opinions: Vec<Opinion>,
    by_pair: HashMap<(RecordId, RecordId), Vec<usize>>,
    /// Each thing that was judged the same as another, with the first of its class; that one is its own.
    leaders: HashMap<RecordId, RecordId>,
    classes: HashMap<RecordId, Vec<RecordId>>,
    /// Pairs of leaders, in both directions.
    different: HashSet<(RecordId, RecordId)>,
    wholes: HashMap<RecordId, Vec<RecordId>>,
    judged_claims: HashSet<RecordId>,
}

/// A pair in the order of its bytes: opinions on (a, b) and (b, a) are on one pair.
fn unordered(a: RecordId, b: RecordId) -> (RecordId, RecordId) {
    if a <= b { (a, b) } else { (b, a) }
}

impl Judgements {
    /// Takes opinions in any order; those that were withdrawn are left out by the caller.
    pub fn new(mut opinions: Vec<Opinion>) -> Self {
        opinions.sort_by_key(|opinion| opinion.index);
        let mut last = HashMap::new();
        for (place, opinion) in opinions.iter().enumerate() {
            let pair = unordered(opinion.first, opinion.second);
            last.insert((opinion.handle.clone(), pair, opinion.relation.matter()), place);
        }
        let kept: HashSet<usize> = last.into_values().collect();
        let mut place = 0;
        opinions.retain(|_| {
            place += 1;
            kept.contains(&(place - 1))
        });
        let mut judgements = Self { opinions, ..Self::default() };
        judgements.link();
        judgements
    }

    fn link(&mut self) {
        for (place, opinion) in self.opinions.iter().enumerate() {
            let (first, second) = (opinion.first, opinion.second);
            self.by_pair.entry(unordered(first, second)).or_default().push(place);
            match opinion.relation {
                Relation::Different => {
                    self.different.extend([(first, second), (second, first)]);
                }
                Relation::PartOrKind => self.wholes.entry(first).or_default().push(second),
                Relation::Agree | Relation::Conflict => self.judged_claims.extend([first, second]),
                Relation::Same | Relation::Unsure | Relation::DistinctSources => {}
            }
        }
        let same = |opinion: &&Opinion| opinion.relation == Relation::Same;
        let pairs: Vec<_> = self.opinions.iter().filter(same).map(|opinion| (opinion.first, opinion.second)).collect();
        for (first, second) in pairs {
            self.unite(self.leader(first), self.leader(second));
        }
        let apart: Vec<_> = self.different.iter().map(|(a, b)| (self.leader(*a), self.leader(*b))).collect();
        self.different.extend(apart);
    }

    /// Makes one class of two, unless some of the one was judged different from some of the other.
    fn unite(&mut self, a: RecordId, b: RecordId) {
        let (lead, other) = unordered(a, b);
        let (of_lead, of_other) = (self.class(lead), self.class(other));
        let apart = of_lead.iter().any(|a| of_other.iter().any(|b| self.different.contains(&(*a, *b))));
        if lead == other || apart {
            return;
        }
        self.classes.remove(&other);
        for member in [of_lead, of_other].concat() {
            self.leaders.insert(member, lead);
            let class = self.classes.entry(lead).or_default();
            if !class.contains(&member) {
                class.push(member);
            }
        }
    }

    /// The one that stands for all that are judged the same as this.
    pub fn leader(&self, id: RecordId) -> RecordId {
        self.leaders.get(&id).copied().unwrap_or(id)
    }

    /// All that are judged the same as this, itself among them.
    pub fn class(&self, id: RecordId) -> Vec<RecordId> {
        self.classes.get(&self.leader(id)).cloned().unwrap_or_else(|| vec![id])
    }

    /// Whether two things are one, and what was said on just this pair.
    pub fn identity_relation(&self, a: RecordId, b: RecordId) -> Judged {
        let (lead_a, lead_b) = (self.leader(a), self.leader(b));
        let identity = if a == b {
            Identity::Same
        } else if self.different.contains(&(a, b)) || self.different.contains(&(lead_a, lead_b)) {
            Identity::Different
        } else if lead_a == lead_b {
            Identity::Same
        } else {
            Identity::Unjudged
        };
        let said =
            |relation: Relation| self.on_pair(a, b).filter(move |o| o.relation == relation).map(|o| o.id).collect();
        Judged {
            identity,
            same: said(Relation::Same),
            different: said(Relation::Different),
            unsure: said(Relation::Unsure),
        }
    }

    /// The opinions on a pair, in the order of the log.
    pub fn on_pair(&self, a: RecordId, b: RecordId) -> impl Iterator<Item = &Opinion> {
        self.by_pair.get(&unordered(a, b)).into_iter().flatten().map(|place| &self.opinions[*place])
    }

    /// What this is judged to be a part or a kind of.
    pub fn wholes_of(&self, id: RecordId) -> &[RecordId] {
        self.wholes.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether an opinion counts: nothing later of the same handle on the same matter replaces it.
    pub fn counts(&self, opinion: RecordId) -> bool {
        self.opinions.iter().any(|known| known.id == opinion)
    }

    /// What was judged of the words of two claims.
    pub fn words_relation(&self, a: RecordId, b: RecordId) -> WordsJudged {
        let is = |relation: Relation| self.on_pair(a, b).any(|opinion| opinion.relation == relation);
        match (is(Relation::Conflict), is(Relation::Agree)) {
            (false, false) => WordsJudged::Unjudged,
            (false, true) => WordsJudged::Agree,
            (true, false) => WordsJudged::Conflict,
            (true, true) => WordsJudged::ConflictAndAgree,
        }
    }

    /// Whether anybody judged this claim to agree or conflict with another.
    pub fn is_judged_claim(&self, claim: RecordId) -> bool {
        self.judged_claims.contains(&claim)
    }

    /// Whether somebody says of any two claims that their sources are not the same.
    pub fn tells_sources_apart(&self) -> bool {
        self.opinions.iter().any(|opinion| opinion.relation == Relation::DistinctSources)
    }

    /// Whether somebody says that the sources of two claims are not the same.
    pub fn sources_are_distinct(&self, a: RecordId, b: RecordId) -> bool {
        self.on_pair(a, b).any(|opinion| opinion.relation == Relation::DistinctSources)
    }
}
