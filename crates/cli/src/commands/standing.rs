//! How records stand by what was logged later: corrected, withdrawn, revised by their source, disputed, checked. Four acts that are not the
//! same, and each is said by its name.

use byline_ledger::hash::RecordId;
use byline_ledger::ledger::{Located, Lookup, Term, ViewError};
use byline_ledger::position::Index;
use byline_ledger::record::{Handle, Opinion, Record};
use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Something that was logged later of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The recorder was wrong, and says so there.
    Corrected(Index),
    /// It is to be disregarded.
    Withdrawn(Index),
    /// The source itself changed its answer.
    Revised(Index),
    /// Somebody disagrees.
    Disputed(Index, Handle),
    /// Somebody held it against its evidence.
    Checked(Index, Handle),
}

impl Standing {
    /// In words, so that it can't be overlooked: `CORRECTED at entry 45`.
    pub fn words(&self) -> String {
        match self {
            Self::Corrected(at) => format!("CORRECTED at entry {at}"),
            Self::Withdrawn(at) => format!("WITHDRAWN at entry {at}"),
            Self::Revised(at) => format!("REVISED by the source at entry {at}"),
            Self::Disputed(at, handle) => format!("DISPUTED by {handle} at entry {at}"),
            Self::Checked(at, handle) => format!("checked by {handle} at entry {at}"),
        }
    }

    /// The same for programs: the mark, where, and in words.
    pub fn json(&self) -> serde_json::Value {
        let (mark, index) = self.code();
        json!({ "mark": mark, "index": index.get(), "words": self.words() })
    }

    /// For programs; never reworded. Where it was said, too.
    pub fn code(&self) -> (&'static str, Index) {
        match self {
            Self::Corrected(at) => ("corrected", *at),
            Self::Withdrawn(at) => ("withdrawn", *at),
            Self::Revised(at) => ("revised", *at),
            Self::Disputed(at, _) => ("disputed", *at),
            Self::Checked(at, _) => ("checked", *at),
        }
    }
}

/// How all records of a log stand, from the few that change it.
#[derive(Debug, Default)]
pub struct Standings {
    /// What a version corrects.
    corrects: HashMap<RecordId, RecordId>,
    /// Of versions, by their own ids.
    of_version: HashMap<RecordId, Vec<Standing>>,
    /// Of identities.
    of_identity: HashMap<RecordId, Vec<Standing>>,
}

impl Standings {
    /// Reads them from the log.
    ///
    /// # Errors
    /// When the log can't be read.
    pub fn read(lookup: &Lookup<'_>) -> Result<Self, ViewError> {
        Ok(Self::of(&lookup.by_term(&Term::ChangesStanding)?))
    }

    /// From the records that change something, in the order of the log.
    pub fn of(records: &[Located]) -> Self {
        let withdrawn: HashSet<RecordId> = records
            .iter()
            .filter_map(|located| match located.record() {
                Record::Withdrawal(withdrawal) => Some(withdrawal.target),
                _ => None,
            })
            .collect();
        let superseded: HashSet<RecordId> =
            records.iter().filter_map(|located| located.record().correction().corrects.copied()).collect();
        let mut standings = Self::default();
        let mut opinions: BTreeMap<(RecordId, Handle), (Index, Opinion)> = BTreeMap::new();
        for located in records {
            let (index, record) = (located.index, located.record());
            // What was withdrawn or replaced itself changes nothing any more; a correction stands in the chain for ever.
            let counts = !withdrawn.contains(&located.id()) && !superseded.contains(&located.id());
            if let Some(target) = record.correction().corrects {
                standings.corrects.insert(located.id(), *target);
                standings.of_version.entry(*target).or_default().push(Standing::Corrected(index));
            }
            match record {
                Record::Withdrawal(withdrawal) => {
                    standings.of_version.entry(withdrawal.target).or_default().push(Standing::Withdrawn(index));
                }
                Record::Claim(claim) if counts => {
                    if let Some(earlier) = claim.revises {
                        standings.of_identity.entry(earlier).or_default().push(Standing::Revised(index));
                    }
                }
                Record::Judgement(judgement) if counts => {
                    if let ([on], Some(handle)) = (&judgement.on[..], &located.handle) {
                        opinions.insert((*on, handle.clone()), (index, judgement.opinion));
                    }
                }
                _ => {}
            }
        }
        for ((on, handle), (index, opinion)) in opinions {
            let standing = match opinion {
                Opinion::Disputed => Standing::Disputed(index, handle),
                _ => Standing::Checked(index, handle),
            };
            standings.of_identity.entry(on).or_default().push(standing);
        }
        standings
    }

    /// How a version stands.
    pub fn on(&self, version: RecordId) -> Vec<Standing> {
        let mut identity = version;
        // Corrections point to lower indexes, so this ends.
        while let Some(earlier) = self.corrects.get(&identity) {
            identity = *earlier;
        }
        let of_version = self.of_version.get(&version).into_iter().flatten();
        let mut standing: Vec<Standing> =
            of_version.chain(self.of_identity.get(&identity).into_iter().flatten()).cloned().collect();
        standing.sort_by_key(|one| one.code().1);
        standing
    }
}
