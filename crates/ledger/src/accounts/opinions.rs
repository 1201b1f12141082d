//! From judgement records to what the comparison goes by, and to marks.

use super::casefile::{Casefile, Withdrawal};
use super::judgements::{Judgements, Opinion as OnPair, Relation};
use super::logged::LoggedRecord;
use super::view::Mark;
use crate::hash::RecordId;
use crate::record::{Handle, Judgement, Kind, Opinion, Record};
use std::collections::BTreeMap;

/// Tells withdrawals from the records that they are about.
pub(super) fn split_withdrawals(records: Vec<LoggedRecord>) -> (Vec<LoggedRecord>, Vec<Withdrawal>) {
    let mut withdrawals = Vec::new();
    let others = records.into_iter().filter_map(|logged| match logged.record {
        Record::Withdrawal(withdrawal) => {
            withdrawals.push(Withdrawal {
                index: logged.index,
                id: logged.id,
                handle: logged.handle,
                logged_at: logged.logged_at,
                target: withdrawal.target,
                reason: Some(withdrawal.reason.to_string()),
            });
            None
        }
        _ => Some(logged),
    });
    (others.collect(), withdrawals)
}

fn relation(opinion: Opinion) -> Option<Relation> {
    match opinion {
        Opinion::Same => Some(Relation::Same),
        Opinion::Different => Some(Relation::Different),
        Opinion::Unsure => Some(Relation::Unsure),
        Opinion::PartOrKind => Some(Relation::PartOrKind),
        Opinion::Agree => Some(Relation::Agree),
        Opinion::Conflict => Some(Relation::Conflict),
        Opinion::DistinctSources => Some(Relation::DistinctSources),
        Opinion::Disputed | Opinion::Checked => None,
    }
}

impl Casefile {
    /// The judgements in force that were not withdrawn, in the order of the log.
    fn judgement_records(&self) -> impl Iterator<Item = (&LoggedRecord, &Judgement)> {
        let in_force = self.things(Kind::Judgement).filter(|thing| thing.withdrawn().is_none());
        in_force.filter_map(|thing| match &thing.current().record {
            Record::Judgement(judgement) => Some((thing.current(), judgement)),
            _ => None,
        })
    }

    /// What people have judged of pairs of records.
    pub fn judgements(&self) -> Judgements {
        Judgements::new(self.opinions_on_pairs().collect())
    }

    /// The opinions in force on two records, in the order of the log.
    pub(super) fn opinions_on_pairs(&self) -> impl Iterator<Item = OnPair> {
        self.judgement_records().filter_map(|(logged, judgement)| {
            let [first, second] = judgement.on[..] else { return None };
            Some(OnPair {
                index: logged.index,
                id: logged.id,
                handle: logged.handle.clone(),
                relation: relation(judgement.opinion)?,
                first,
                second,
                reason: Some(judgement.because.to_string()),
            })
        })
    }

    /// Who disputes or has checked one record: of each handle the last opinion.
    pub(super) fn opinion_marks(&self, id: RecordId) -> Vec<Mark> {
        let mut last: BTreeMap<&Handle, (&LoggedRecord, &Judgement)> = BTreeMap::new();
        for logged in self.opinions_on(id) {
            let Record::Judgement(judgement) = &logged.record else { continue };
            let known = last.entry(&logged.handle).or_insert((logged, judgement));
            if known.0.index <= logged.index {
                *known = (logged, judgement);
            }
        }
        let mark = |(logged, judgement): (&LoggedRecord, &Judgement)| {
            let (handle, because) = (logged.handle.clone(), judgement.because.to_string());
            match judgement.opinion {
                Opinion::Disputed => Some(Mark::Disputed { by: logged.id, handle, because }),
                Opinion::Checked => Some(Mark::Checked { by: logged.id, handle, because }),
                _ => None,
            }
        };
        last.into_values().filter_map(mark).collect()
    }
}
