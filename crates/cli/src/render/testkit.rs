//! The example stories as a log would hold them, for the tests of the views.

use super::case::{Case, LedgerFacts};
use crate::dossier::tests::examples::example;
use crate::dossier::tests::shelf::{Shelf, draft};
use crate::dossier::{DossierFile, PlanError};
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::accounts::comparison::{SourceKey, asked, claims_on, columns_of};
use byline_ledger::accounts::judgements::Judgements;
use byline_ledger::hash::RecordId;
use byline_ledger::position::Index;
use byline_ledger::record::{Kind, Record};
use byline_ledger::time::Timestamp;

/// Records in a log, and what a view needs beside them.
#[derive(Default)]
pub struct Story {
    shelf: Shelf,
    records: Vec<LoggedRecord>,
    judgements: Judgements,
    casefile: Option<Casefile>,
    facts: Option<LedgerFacts>,
}

impl Story {
    /// The fire as Ana and Ben record it.
    pub fn harbour_fire() -> Self {
        Self::default()
            .recorded("ana", &example("harbour-fire/ana.toml"))
            .recorded("ben", &example("harbour-fire/ben.toml"))
    }

    /// The same after Ana's two corrections.
    pub fn corrected_harbour_fire() -> Self {
        let story = Self::harbour_fire();
        let cause = story.records.iter().find(|logged| match &logged.record {
            Record::Claim(claim) => claim
                .passages()
                .first()
                .is_some_and(|passage| passage.exact.as_str() == "probably from a welding spark"),
            _ => false,
        });
        let id = cause.unwrap().id.to_string();
        let path = example("harbour-fire/correction.toml").path().to_owned();
        let text = std::fs::read_to_string(&path).unwrap().replace("b3:THE-ID-OF-THE-CLAIM", &id);
        story.recorded("ana", &DossierFile::new(path, text.into_bytes()).unwrap())
    }

    pub fn of(me: &str, name: &str) -> Self {
        Self::default().recorded(me, &example(name))
    }

    /// Records a dossier, ten minutes after the last.
    pub fn recorded(mut self, me: &str, file: &DossierFile) -> Self {
        let plan = match self.shelf.plan(me, file, &|path| std::fs::read(path)) {
            Ok(plan) => plan,
            Err(PlanError::Dossier(errors)) => panic!("{errors}"),
            Err(PlanError::Ledger(refusal)) => panic!("{refusal}"),
        };
        let hours = self.records.len() as u64;
        for planned in &plan.drafts {
            let header = planned.draft.header();
            self.records.push(LoggedRecord {
                index: Index::new(self.records.len() as u64 + 4).unwrap(),
                id: planned.draft.id(),
                handle: me.parse().unwrap(),
                kid: header.kid,
                signed_at: header.signed_at,
                logged_at: header.signed_at.plus_s(60 * hours),
                record: planned.draft.record().clone(),
            });
        }
        self.shelf.take_in(me, plan);
        self.ready()
    }

    /// Records what somebody of this handle signs without a dossier, and gives its id.
    pub fn with(mut self, me: &str, record: Record) -> (Self, RecordId) {
        let draft = draft(&me.parse().unwrap(), record, "any".to_owned()).unwrap();
        let (header, id) = (draft.header(), draft.id());
        self.records.push(LoggedRecord {
            index: Index::new(self.records.len() as u64 + 4).unwrap(),
            id,
            handle: me.parse().unwrap(),
            kid: header.kid,
            signed_at: header.signed_at,
            logged_at: header.signed_at.plus_s(60 * self.records.len() as u64),
            record: draft.record().clone(),
        });
        (self.ready(), id)
    }

    /// Changes every record, as somebody would who means ill. Ids stay.
    pub fn changed(mut self, change: impl Fn(&mut Record)) -> Self {
        self.records.iter_mut().for_each(|logged| change(&mut logged.record));
        self.ready()
    }

    fn ready(mut self) -> Self {
        let casefile = Casefile::new(self.records.clone());
        self.judgements = casefile.judgements();
        self.casefile = Some(casefile);
        self.facts = Some(LedgerFacts {
            origin: "example.org/desk".to_owned(),
            name: "The desk".to_owned(),
            size: self.records.len() as u64 + 6,
            root: "00".repeat(32),
            key: "SHA256:key".to_owned(),
            sealed_at: Timestamp::from_s(1_763_800_000).unwrap(),
        });
        self
    }

    /// All records.
    pub fn records(&self) -> &[LoggedRecord] {
        &self.records
    }

    /// Where the first dossier ends that somebody recorded: the next record corrects something, or is another's.
    pub fn last_of_first_dossier(&self, me: &str) -> Index {
        let is_first =
            |logged: &&LoggedRecord| logged.handle.as_str() == me && logged.record.correction().corrects.is_none();
        self.records.iter().filter(is_first).map(|logged| logged.index).max().unwrap()
    }

    /// The event with this slug.
    pub fn case(&self, slug: &str) -> Case<'_> {
        let casefile = self.casefile.as_ref().unwrap();
        let mut events = casefile.things(Kind::Event);
        let event = events.find(|event| event.first().record.slug().is_some_and(|own| own.as_str() == slug));
        let event: RecordId = event.unwrap().identity();
        Case { ledger: self.facts.as_ref().unwrap(), casefile, judgements: &self.judgements, event }
    }
}

/// The source that is called so.
pub fn source(case: &Case<'_>, name: &str) -> SourceKey {
    let questions = asked(case.casefile, case.judgements, case.event).concat();
    let columns = columns_of(case.casefile, case.judgements, &claims_on(case.casefile, &questions));
    columns.into_iter().find(|column| column.key.words(case.casefile) == name).unwrap().key
}

/// A text without colours, its ids blotted out: they change with every comma of the examples.
pub fn blotted(text: &str) -> String {
    let text = anstream::adapter::strip_str(text).to_string();
    let mut blotted = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("b3:") {
        let (before, id) = rest.split_at(at + 3);
        let digits = id.find(|character: char| !character.is_ascii_hexdigit()).unwrap_or(id.len());
        blotted.push_str(before);
        blotted.push_str(&".".repeat(digits));
        rest = &id[digits..];
    }
    blotted + rest
}
