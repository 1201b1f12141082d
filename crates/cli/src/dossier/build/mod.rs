//! From the tree of a dossier to drafts, in the order in which they refer to each other.

mod answer;
mod claims;
mod documents;
mod names;
mod previous;
mod remind;
mod settle;
mod things;

use super::data::{Mapping, Sheet, claim_rows};
use super::directory::{Directory, Known, Refusal};
use super::fault::{DossierErrors, DossierFile, Fault, Faults, Span, Warning};
use super::parse;
use super::tree::{Dossier, Name};
use byline_ledger::hash::{Blake3, RecordId};
use byline_ledger::record::{Handle, Kind, Record, Slug};
use byline_ledger::statement::{Draft, StatementError};
use documents::DocumentText;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::rc::Rc;

/// What a dossier is read in: who signs, the ledger, and the files beside it.
pub struct World<'w> {
    /// The signer.
    pub me: &'w Handle,
    /// The ledger.
    pub directory: &'w dyn Directory,
    /// Puts a header before a record; the text is the header's subject.
    pub draft: &'w dyn Fn(Record, String) -> Result<Draft, StatementError>,
    /// Reads a file.
    pub read: &'w dyn Fn(&Path) -> io::Result<Vec<u8>>,
    /// Is told how many claims of how many were checked.
    pub progress: &'w dyn Fn(usize, usize),
}

/// What a dossier comes to. Nothing of it was signed or stored.
#[derive(Debug, Default)]
pub struct Plan {
    /// What is to be signed, in this order: each refers only to what stands before it or in the ledger.
    pub drafts: Vec<Planned>,
    /// What is to be archived before that.
    pub archive: Vec<Evidence>,
    /// What the ledger has already, word for word.
    pub unchanged: Vec<Unchanged>,
    /// What the dossier took from the ledger by slug or id.
    pub looked_up: Vec<LookedUp>,
    /// What to look at again before signing.
    pub warnings: Vec<Warning>,
}

/// One record to be signed.
#[derive(Debug)]
pub struct Planned {
    /// The record and its header.
    pub draft: Draft,
    /// As in the dossier: `entity.lavrov`, `claim.boats`.
    pub what: String,
    /// The line of the dossier, from 1.
    pub line: usize,
    /// The version that it corrects, if it is a correction.
    pub corrects: Option<Known>,
}

impl Planned {
    /// The fields in which a correction differs from the version that it corrects.
    pub fn changed_fields(&self) -> Vec<String> {
        let known = self.corrects.as_ref();
        known.map(|known| settle::differing(&known.record, self.draft.record())).unwrap_or_default()
    }
}

/// One record that needn't be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchanged {
    /// As in the dossier: `entity.lavrov`, `claim.boats`.
    pub what: String,
    /// The line of the dossier, from 1.
    pub line: usize,
    /// The version in force, which has the same content.
    pub recorded_as: RecordId,
}

/// Something that the dossier names and doesn't define.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedUp {
    /// As in the dossier.
    pub name: String,
    /// What it is in the ledger.
    pub known: Known,
}

/// Bytes for the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Their BLAKE3: their name in the archive.
    pub hash: Blake3,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The dossier is wrong.
    #[error(transparent)]
    Dossier(#[from] DossierErrors),
    /// The ledger couldn't be asked.
    #[error(transparent)]
    Ledger(Refusal),
}

/// Reads a dossier and plans its records.
///
/// # Errors
/// When anything is wrong with the dossier, with all that is; or when the ledger can't be read.
pub fn plan(file: &DossierFile, world: &World<'_>) -> Result<Plan, PlanError> {
    plan_of(file, None, world)
}

/// As [`plan`], with the rows of a data file as further claims. The file has the data file with it.
///
/// # Errors
/// As [`plan`].
pub fn plan_with_rows(
    file: &DossierFile,
    sheet: &Sheet<'_>,
    mapping: &Mapping,
    world: &World<'_>,
) -> Result<Plan, PlanError> {
    plan_of(file, Some((sheet, mapping)), world)
}

fn plan_of(file: &DossierFile, data: Option<(&Sheet<'_>, &Mapping)>, world: &World<'_>) -> Result<Plan, PlanError> {
    let wrong = |faults: Vec<Fault>| PlanError::Dossier(DossierErrors { file: file.clone(), faults });
    let table = parse::toml(file).map_err(wrong)?;
    let faults = Faults::default();
    let rows = data.map(|(sheet, mapping)| claim_rows(sheet, mapping, file.data_start(), &faults));
    let mut dossier = parse::dossier(&table, &faults);
    if let Some(rows) = &rows {
        let claims = parse::rows(rows, &dossier.defaults, &faults);
        dossier.claims.extend(claims);
    }
    let mut builder = Builder::new(file, &dossier, &faults, world);
    builder.build();
    let Builder { plan, refusal, .. } = builder;
    if let Some(refusal) = refusal {
        return Err(PlanError::Ledger(refusal));
    }
    if faults.count() > 0 {
        return Err(wrong(faults.sorted()));
    }
    Ok(plan)
}

/// A thing that is settled: new in the plan, or known to the ledger.
#[derive(Debug, Clone)]
struct Thing {
    identity: RecordId,
    record: Rc<Record>,
}

struct Builder<'b> {
    file: &'b DossierFile,
    dossier: &'b Dossier<'b>,
    faults: &'b Faults,
    world: &'b World<'b>,
    /// The things that the dossier defines, as far as they are settled.
    things: BTreeMap<(Kind, Slug), Thing>,
    /// What was looked up in the ledger.
    found: BTreeMap<(Kind, Name), Thing>,
    /// The names of the dossier's entities, as they are compared, with the slug of the first that has each.
    entity_names: BTreeMap<String, Slug>,
    /// The texts of documents, by identity.
    texts: BTreeMap<RecordId, Rc<DocumentText>>,
    plan: Plan,
    /// The place in the plan of each draft, by its id.
    drafted: BTreeMap<RecordId, usize>,
    /// The first time that the ledger couldn't be asked: then nothing else counts.
    refusal: Option<Refusal>,
}

impl<'b> Builder<'b> {
    fn new(file: &'b DossierFile, dossier: &'b Dossier<'b>, faults: &'b Faults, world: &'b World<'b>) -> Self {
        Self {
            file,
            dossier,
            faults,
            world,
            things: BTreeMap::new(),
            found: BTreeMap::new(),
            entity_names: BTreeMap::new(),
            texts: BTreeMap::new(),
            plan: Plan::default(),
            drafted: BTreeMap::new(),
            refusal: None,
        }
    }

    /// Entities, events, questions, documents, claims: each kind refers to earlier ones only.
    fn build(&mut self) {
        self.entities();
        self.dossier.events.iter().for_each(|item| self.event(item));
        self.dossier.questions.iter().for_each(|item| self.question(item));
        self.dossier.documents.iter().for_each(|item| self.document(item));
        self.claims();
        self.plan.warnings.sort_by_key(|warning| warning.span().start);
    }

    /// Asks the ledger; nothing comes back when it can't be asked.
    fn ask<T: Default>(&mut self, question: impl FnOnce(&dyn Directory) -> Result<T, Refusal>) -> T {
        match question(self.world.directory) {
            Ok(answer) => answer,
            Err(refusal) => {
                self.refusal.get_or_insert(refusal);
                T::default()
            }
        }
    }

    fn warn(&mut self, span: &Span, message: impl Into<String>, help: impl Into<String>) {
        let fault = Fault { span: span.clone(), message: message.into(), help: Some(help.into()) };
        self.plan.warnings.push(Warning(fault));
    }
}

/// An order in which everything stands behind what it needs, otherwise as it was; and what is left over because it needs itself.
fn in_order(needs: &[Vec<usize>]) -> (Vec<usize>, Vec<usize>) {
    let mut needed_by = vec![Vec::new(); needs.len()];
    for (item, needs) in needs.iter().enumerate() {
        needs.iter().for_each(|need| needed_by[*need].push(item));
    }
    let (order, left) = peel(needs, &needed_by, &(0..needs.len()).collect());
    // What only needs something in a circle, and isn't needed there, is not to blame.
    let (_, circle) = peel(&needed_by, needs, &left);
    (order, circle.into_iter().collect())
}

/// Takes away, smallest first, whatever has no edge to what is still there; what was taken, and what stays.
fn peel(edges: &[Vec<usize>], back: &[Vec<usize>], all: &BTreeSet<usize>) -> (Vec<usize>, BTreeSet<usize>) {
    let mut open: BTreeMap<usize, usize> =
        all.iter().map(|item| (*item, edges[*item].iter().filter(|to| all.contains(to)).count())).collect();
    let mut ready: BTreeSet<usize> = open.iter().filter(|(_, count)| **count == 0).map(|(item, _)| *item).collect();
    let mut taken = Vec::new();
    while let Some(item) = ready.pop_first() {
        taken.push(item);
        open.remove(&item);
        for next in &back[item] {
            let Some(count) = open.get_mut(next) else { continue };
            *count -= 1;
            if *count == 0 {
                ready.insert(*next);
            }
        }
    }
    (taken, open.into_keys().collect())
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn order() {
        for (needs, order, circle) in [
            (vec![], vec![], vec![]),
            (vec![vec![], vec![], vec![]], vec![0, 1, 2], vec![]),
            (vec![vec![2], vec![0, 2], vec![]], vec![2, 0, 1], vec![]),
            (vec![vec![0], vec![]], vec![1], vec![0]),
            // 0 and 1 need each other, 2 needs them, 3 is needed by them.
            (vec![vec![1], vec![0, 3], vec![0], vec![]], vec![3], vec![0, 1]),
            (vec![vec![1, 1], vec![]], vec![1, 0], vec![]),
        ] {
            assert_eq!(in_order(&needs), (order, circle), "{needs:?}");
        }
    }
}
