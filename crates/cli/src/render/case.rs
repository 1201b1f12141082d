//! What every view of an event is made from.

use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::compare::compare;
use byline_ledger::accounts::comparison::{ClaimPair, Column, GroupPair, Row, SourceKey, claims_on, every_pair};
use byline_ledger::accounts::judgements::Judgements;
use byline_ledger::accounts::verdict::{Label, ReasonCode, Verdict};
use byline_ledger::accounts::view::ClaimView;
use byline_ledger::hash::RecordId;
use byline_ledger::record::{Event, Judgement, Kind, Record};
use byline_ledger::time::Timestamp;
use std::collections::HashSet;

/// Up to so many claims on a question are held against each other one by one; beyond, one claim speaks for all that say the same.
const MOST_CLAIMS: usize = 24;

/// Up to so many different answers to a question are all held against each other; beyond, those that lead, and the conflicts that
/// are found behind them.
const MOST_GROUPS: usize = 8;

/// The state of the ledger that a view was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerFacts {
    /// Its name for programs.
    pub origin: String,
    /// Its name for people: hostile until it is escaped.
    pub name: String,
    /// How many entries its checkpoint counts.
    pub size: u64,
    /// The root of the tree over them.
    pub root: String,
    /// The fingerprint of its own key.
    pub key: String,
    /// The time of the last seal.
    pub sealed_at: Timestamp,
}

/// An event with everything that is recorded about it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub ledger: &'a LedgerFacts,
    pub casefile: &'a Casefile,
    pub judgements: &'a Judgements,
    /// By identity.
    pub event: RecordId,
}

/// The verdicts on the claims of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimPairs {
    pub pairs: Vec<ClaimPair>,
    /// Whether every two claims are here; otherwise only the leading ones, one for each answer, and the conflicts found behind them.
    pub are_all: bool,
}

impl<'a> Case<'a> {
    /// The event, as it stands now.
    pub fn event(&self) -> Option<&'a Event> {
        self.casefile.event(self.event)
    }

    /// The claims with these ids.
    pub fn claims(&self, ids: &[RecordId]) -> Vec<ClaimView<'a>> {
        ids.iter().filter_map(|id| self.casefile.claim(*id)).collect()
    }

    /// What people have judged of two records, in the order of the log; what they replaced since is left out. Opinions on one record are
    /// its marks.
    pub fn opinions(&self) -> Vec<(&'a LoggedRecord, &'a Judgement)> {
        let in_force = self.casefile.things(Kind::Judgement).filter(|thing| thing.withdrawn().is_none());
        let opinions = in_force.filter_map(|thing| match &thing.current().record {
            Record::Judgement(judgement) => Some((thing.current(), judgement)),
            _ => None,
        });
        let counts = |logged: &LoggedRecord| self.judgements.counts(logged.id);
        opinions.filter(|(logged, judgement)| judgement.on.len() == 2 && counts(logged)).collect()
    }

    /// Whose answer a claim is.
    pub fn source(&self, view: &ClaimView<'_>) -> SourceKey {
        SourceKey::of(self.judgements, view)
    }

    /// How two claims lie to each other.
    pub fn verdict(&self, left: &ClaimView<'_>, right: &ClaimView<'_>) -> Verdict {
        compare(self.casefile, self.judgements, left, right)
    }

    /// What a slug and its recorder make: `ana/boats`. The id where a thing has no slug.
    pub fn slug(&self, id: RecordId) -> String {
        let Some(thing) = self.casefile.thing(id) else { return id.to_string() };
        match thing.first().record.slug() {
            Some(slug) => format!("{}/{slug}", thing.first().handle),
            None => id.to_string(),
        }
    }

    /// The letter that stands for each answer of a row: A to Z, then A1 and so on. Answers that lead come first, then those in a conflict behind
    /// them, and silences last, so that nothing is missing where the others are folded away.
    pub fn letters(&self, row: &Row) -> Vec<String> {
        let behind: HashSet<usize> = row.behind.iter().flat_map(|pair| [pair.left, pair.right]).collect();
        let rank = |place: &usize| {
            let group = &row.groups[*place];
            let answers = self.claims(&group.claims).first().is_some_and(ClaimView::answers);
            (!answers, group.columns.is_empty(), !behind.contains(place))
        };
        let mut order: Vec<usize> = (0..row.groups.len()).collect();
        order.sort_by_cached_key(rank);
        let mut letters = vec![String::new(); order.len()];
        for (nth, place) in order.into_iter().enumerate() {
            let letter = char::from(b'A' + u8::try_from(nth % 26).unwrap_or_default());
            letters[place] = if nth < 26 { letter.to_string() } else { format!("{letter}{}", nth / 26) };
        }
        letters
    }

    /// The verdicts on every two answers that lead; on the others where they are about the same time, or conflict. A pair is spoken for by two
    /// claims of different sources, if there are such.
    pub fn group_pairs(&self, row: &Row) -> Vec<GroupPair> {
        if row.groups.len() > MOST_GROUPS {
            return row.pairs.iter().chain(&row.behind).cloned().collect();
        }
        let groups: Vec<Vec<ClaimView<'_>>> = row.groups.iter().map(|group| self.claims(&group.claims)).collect();
        let leads = |place: usize| !row.groups[place].columns.is_empty();
        let mut pairs = Vec::new();
        for left in 0..groups.len() {
            for right in left + 1..groups.len() {
                let apart = self.of_different_sources(&groups[left], &groups[right]);
                let one_source = apart.is_none();
                let Some((x, y)) = apart.or_else(|| groups[left].first().zip(groups[right].first())) else { continue };
                let verdict = self.verdict(x, y);
                let at_other_times = matches!(verdict.reason, ReasonCode::DifferentTimes | ReasonCode::Growth);
                let tells = match one_source {
                    // What one source says at different times is told by its own view.
                    true => verdict.relay.is_some() || verdict.label == Label::Conflict,
                    false => (leads(left) && leads(right)) || !at_other_times,
                };
                if tells {
                    pairs.push(GroupPair { left, right, verdict });
                }
            }
        }
        pairs
    }

    fn of_different_sources<'v>(
        &self,
        a: &'v [ClaimView<'a>],
        b: &'v [ClaimView<'a>],
    ) -> Option<(&'v ClaimView<'a>, &'v ClaimView<'a>)> {
        let mut pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
        pairs.find(|(x, y)| self.source(x) != self.source(y))
    }

    /// The verdict on the claims of one group: they say the same. Nothing when it has one claim only.
    pub fn within(&self, claims: &[ClaimView<'a>]) -> Option<Verdict> {
        let (first, rest) = claims.split_first()?;
        let other = rest.iter().find(|view| self.source(view) != self.source(first)).or_else(|| rest.first())?;
        Some(self.verdict(first, other))
    }

    /// The verdicts on the claims to these questions that aren't withdrawn.
    pub fn claim_pairs(&self, row: &Row) -> ClaimPairs {
        let mut claims = claims_on(self.casefile, &row.questions);
        claims.retain(|view| !view.is_withdrawn());
        if claims.len() <= MOST_CLAIMS {
            return ClaimPairs { pairs: every_pair(self.casefile, self.judgements, &claims), are_all: true };
        }
        let of_groups = row.pairs.iter().chain(&row.behind).filter_map(|pair| {
            let (left, right) = (row.groups[pair.left].claims.first()?, row.groups[pair.right].claims.first()?);
            Some(ClaimPair { left: *left, right: *right, verdict: pair.verdict.clone() })
        });
        let relays = row.cells.iter().flat_map(|cell| &cell.relays).chain(&row.aligned).cloned();
        ClaimPairs { pairs: of_groups.chain(relays).collect(), are_all: false }
    }
}

/// What a view of all sources leaves out unless it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// Places of columns in which nobody answers.
    pub columns: Vec<usize>,
    /// How many claims that give no answer.
    pub silences: usize,
    /// How many rows without a claim.
    pub rows: usize,
}

/// What there is to leave out.
pub fn folded(case: &Case<'_>, columns: &[Column], rows: &[Row]) -> Folded {
    let silent = |id: &RecordId| case.casefile.claim(*id).is_some_and(|view| !view.answers());
    let answers = |place: usize| {
        let cells = rows.iter().filter_map(|row| row.cell(place));
        cells.flat_map(|cell| cell.leading.iter().chain(&cell.revised).chain(&cell.withdrawn)).any(|id| !silent(id))
    };
    Folded {
        columns: (0..columns.len()).filter(|place| !answers(*place)).collect(),
        silences: rows
            .iter()
            .flat_map(|row| &row.groups)
            .flat_map(|group| &group.claims)
            .filter(|id| silent(id))
            .count(),
        rows: rows.iter().filter(|row| row.cells.is_empty()).count(),
    }
}
