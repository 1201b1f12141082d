//! What of a comparison is shown.

use byline_ledger::accounts::comparison::{ClaimPair, GroupPair, Matrix, Row, Timeline, TwoLedgers, TwoSources};
use byline_ledger::accounts::verdict::Label;

use super::case::Case;

/// What somebody asked to see of a view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// Silences, sources that answer nothing, steps that change nothing.
    pub all: bool,
    /// Only verdicts with one of these labels, and what they are about; with none, everything.
    pub only: Vec<Label>,
    /// What was left out, and which state of the ledger it is: sentences without a full stop, shown on top.
    pub told: Vec<String>,
}

impl Shown {
    /// Whether verdicts with this label are shown.
    pub fn has(&self, label: Label) -> bool {
        self.only.is_empty() || self.only.contains(&label)
    }

    /// Keeps the questions that have such a verdict.
    pub fn narrow_matrix(&self, case: &Case<'_>, matrix: &mut Matrix) {
        if !self.only.is_empty() {
            matrix.rows.retain(|row| labels(case, row).any(|label| self.has(label)));
        }
    }

    /// Keeps the questions that have such a verdict, and of the further verdicts only those.
    pub fn narrow_two(&self, two: &mut TwoSources) {
        if self.only.is_empty() {
            return;
        }
        let has = |pair: &ClaimPair| self.has(pair.verdict.label);
        for row in &mut two.rows {
            row.others.retain(has);
        }
        two.rows.retain(|row| row.leading.iter().any(has) || !row.others.is_empty());
    }

    /// Keeps the steps that have such a verdict.
    pub fn narrow_timeline(&self, timeline: &mut Timeline) {
        if self.only.is_empty() {
            return;
        }
        for series in &mut timeline.series {
            series.steps.retain(|step| step.verdict.as_ref().is_some_and(|verdict| self.has(verdict.label)));
        }
        timeline.series.retain(|series| !series.steps.is_empty());
    }

    /// Keeps the sources that have such a verdict, and the questions of these.
    pub fn narrow_ledgers(&self, two: &mut TwoLedgers) {
        if self.only.is_empty() {
            return;
        }
        let has = |pair: &ClaimPair| self.has(pair.verdict.label);
        for row in &mut two.rows {
            for one in &mut row.sources {
                one.claims.others.retain(has);
            }
            row.sources.retain(|one| one.claims.leading.iter().any(has) || !one.claims.others.is_empty());
        }
        two.rows.retain(|row| !row.sources.is_empty());
    }
}

/// The labels of all verdicts that a view of a row shows.
pub fn labels(case: &Case<'_>, row: &Row) -> impl Iterator<Item = Label> {
    let of_pairs = case.group_pairs(row).into_iter().map(|pair: GroupPair| pair.verdict.label);
    let within: Vec<Label> = (row.groups.iter())
        .filter_map(|group| case.within(&case.claims(&group.claims)).map(|verdict| verdict.label))
        .collect();
    let aligned: Vec<Label> = row.aligned.iter().map(|pair| pair.verdict.label).collect();
    of_pairs.chain(within).chain(aligned)
}
