//! A report made again from the records that it carries.

use super::{Check, Report};
use crate::commands::report::scope;
use crate::render::case::LedgerFacts;
use crate::render::html::{self, Carried, Inside, Maker, State};
use crate::ui::shown_line;
use byline_ledger::accounts::LoggedRecord;
use byline_ledger::accounts::casefile::Casefile;
use byline_ledger::bundle::{self, Bundle};
use byline_ledger::finding::{Code, Finding};
use byline_ledger::hash::TreeHash;
use byline_ledger::merkle::ConsistencyProof;
use byline_ledger::position::{Index, Size};
use byline_ledger::record::Record;
use byline_ledger::statement::Unverified;
use byline_ledger::time::Timestamp;
use std::collections::BTreeSet;

/// How many characters before and behind the first difference are shown.
const BEFORE: usize = 24;
const BEHIND: usize = 48;

/// What a report is made again from.
pub struct Again {
    casefile: Casefile,
    facts: LedgerFacts,
    /// Where its records stand.
    pub records: BTreeSet<Index>,
    /// The checkpoint of its proof.
    checkpoint: (Size, TreeHash),
    /// The time of the seal below the state that it shows, if that seal is in the proof.
    sealed_at: Option<Timestamp>,
    /// What the report says of the state that it shows, once the proof was asked.
    shows: State,
    growth: Option<Vec<TreeHash>>,
}

impl Again {
    /// Takes the records out of a proof that was verified. Nothing if it doesn't say of which ledger it is.
    pub fn of(proof: &[u8], found: &bundle::Report, inside: &Inside) -> Option<Self> {
        let bundle = Bundle::decode(proof).ok()?;
        let checkpoint = found.checkpoint.as_ref()?;
        let statement = |index: Index| Unverified::parse(&bundle.leaf(index)?.statement).ok();
        let Record::Ledger(ledger) = statement(Index::ZERO)?.record().clone() else { return None };
        let records = found.proven.iter().filter_map(|proven| {
            Some(LoggedRecord {
                index: proven.index,
                id: proven.id,
                handle: proven.handle.clone()?,
                kid: proven.kid,
                signed_at: proven.signed_at,
                logged_at: proven.logged_at?,
                record: statement(proven.index)?.record().clone(),
            })
        });
        let records: Vec<LoggedRecord> = records.collect();
        let growth = inside.growth.clone().filter(|_| inside.shows.size < checkpoint.size);
        let now = State { size: checkpoint.size, root: checkpoint.root, sealed_at: found.sealed_at? };
        let shows = if growth.is_some() { inside.shows } else { now };
        let seal = shows.size.index_of_last().and_then(statement);
        Some(Self {
            facts: LedgerFacts {
                origin: ledger.origin.to_string(),
                name: ledger.name.to_string(),
                size: shows.size.get(),
                root: shows.root.to_string(),
                key: found.ledger_key?.to_string(),
                sealed_at: shows.sealed_at,
            },
            records: records.iter().map(|logged| logged.index).collect(),
            casefile: scope::casefile(records, inside.options.language),
            checkpoint: (checkpoint.size, checkpoint.root),
            sealed_at: seal.map(|seal| seal.header().signed_at),
            shows,
            growth,
        })
    }

    /// Whether the ledger had the state that the report shows, where that is an earlier one than its proof's.
    pub fn check_earlier(&self, report: &mut Report, inside: &Inside) {
        let Some(growth) = &self.growth else { return };
        let State { size, root, sealed_at } = inside.shows;
        let proof = ConsistencyProof { hashes: growth.clone() };
        let mut findings = Vec::new();
        if let Err(error) = proof.verify(size, root, self.checkpoint.0, self.checkpoint.1) {
            let words = format!("the tree of {size} entries that the report shows is none of this log's: {error}");
            findings.push(Finding::on_ledger(Code::TreeRoot, words));
        }
        let is_later = |index: &&Index| !index.in_size(size);
        if let Some(index) = self.records.iter().find(is_later) {
            let words = format!("it is not in the state of {size} entries that the report shows");
            findings.push(Finding::at(*index, Code::ReportChanged, words));
        }
        if let Some(time) = self.sealed_at.filter(|time| *time != sealed_at) {
            let words = format!("the report says that {size} entries were sealed at {sealed_at}, the seal says {time}");
            findings.push(Finding::on_ledger(Code::ReportChanged, words));
        }
        if self.sealed_at.is_none() {
            report
                .never_shown
                .push(("sealed", "the time of the seal below the earlier state: that seal is not in the proof"));
        }
        match findings.is_empty() {
            true => report.passed(Check::Earlier, 1),
            false => report.failed(Check::Earlier, findings, 1),
        }
    }

    /// Makes the page again, and compares.
    pub fn check_page(&self, report: &mut Report, page: &[u8], carried: &Carried) {
        let judgements = self.casefile.judgements();
        let made_by = |maker: Maker| {
            let inside = Inside { maker, shows: self.shows, growth: self.growth.clone(), ..carried.inside.clone() };
            let carried = Carried { inside, ..carried.clone() };
            html::of_records(&self.facts, &self.casefile, &judgements, &carried).unwrap_or_default()
        };
        compare(report, page, &carried.inside, made_by);
    }
}

/// Compares a page with what this program makes of the same records, and says where they first differ.
pub fn compare(report: &mut Report, page: &[u8], inside: &Inside, made_by: impl Fn(Maker) -> String) {
    let this = Maker::this(inside.options.language);
    let made = made_by(this.clone());
    if made.as_bytes() == page {
        return report.passed(Check::Page, 1);
    }
    // Another program may lay the same records out otherwise. If it would be the same page but for that name, the name was put in by hand.
    if inside.maker != this && made_by(inside.maker.clone()).as_bytes() != page {
        let (program, layout) = (shown_line(&inside.maker.program), shown_line(&inside.maker.layout));
        let why = format!(
            "it says that {program} (layout {layout}) wrote it, and this is {} (layout {}), which lays pages out otherwise: verify it with that program",
            this.program, this.layout
        );
        return report.not_checked(Check::Page, why);
    }
    let words = difference(&String::from_utf8_lossy(page), &made);
    report.failed(Check::Page, [Finding::on_ledger(Code::ReportChanged, words)], 1);
}

/// Where two pages first differ, in words.
fn difference(page: &str, made: &str) -> String {
    let same = std::iter::zip(page.bytes(), made.bytes()).take_while(|(left, right)| left == right).count();
    let at = (0..=same).rev().find(|at| page.is_char_boundary(*at) && made.is_char_boundary(*at)).unwrap_or(0);
    let before = &page[..at];
    let id = before.rfind(" id=\"").and_then(|start| before[start + 5..].split_once('"'));
    let within = id.map(|(id, _)| format!(" within #{}", shown_line(id))).unwrap_or_default();
    match (page.len() - at, made.len() - at) {
        (0, _) => return format!("it ends at byte {at}{within}, where Byline writes more"),
        (_, 0) => return format!("it goes on behind byte {at}, where Byline's page ends"),
        _ => {}
    }
    let start = before.char_indices().rev().nth(BEFORE - 1).map_or(0, |(start, _)| start);
    let part = |text: &str| -> String {
        let behind: String = text[at..].chars().take(BEHIND).collect();
        format!("{:?}", shown_line(&format!("{}{behind}", &before[start..])))
    };
    format!("it first differs at byte {at}{within}: it has {}, where Byline writes {}", part(page), part(made))
}
