//! `byline diff --since`: one event between two states of the ledger.

use super::{Args, View, write};
use crate::Outcome;
use crate::commands::when;
use crate::failure::Failure;
use crate::render::case::{Case, LedgerFacts};
use crate::render::shown::Shown;
use crate::render::{json, text};
use crate::ui::Ui;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::changes;
use byline_ledger::hash::RecordId;
use byline_ledger::ledger::Lookup;
use byline_ledger::position::Size;

pub fn run(
    ui: &mut Ui,
    args: &Args,
    since: &str,
    lookup: &Lookup<'_>,
    (facts, records, event): (&LedgerFacts, Vec<LoggedRecord>, RecordId),
    mut shown: Shown,
) -> Result<Outcome, Failure> {
    if !args.only.is_empty() {
        return Err(Failure::new("--only can't go with --since: what changed has no label")
            .hint("`byline diff --as-of` shows the verdicts as they were then"));
    }
    let point = when::since(lookup, since)?;
    let size = point.map_or(Size::ZERO, |point| point.head.size);
    let earlier = Casefile::new(records.iter().filter(|logged| logged.index.in_size(size)).cloned().collect());
    let (after, judgements) = args.selection.narrow(Casefile::new(records), event, &mut shown.told)?;
    // What is left out of the one is left out of the other.
    let before = earlier.hiding(after.hidden().clone());
    let found = changes(&before, &after, event, size);
    let case = Case { ledger: facts, casefile: &after, judgements: &judgements, event };
    let since = text::Since {
        size: size.get(),
        sealed_at: point.map(|point| point.sealed_at),
        root: point.map(|point| point.head.root.to_string()),
    };
    let differs = !found.rows.is_empty() || !found.others.is_empty();
    let view = View {
        json: Box::new(|| json::changes(&case, &found, &since)),
        text: Box::new(|width| text::changes(&case, &found, &since, &shown, width)),
        differs,
    };
    write(ui, args, view)
}
