//! One change of the roster, from the question whether to sign it to what is said of it then.

use crate::Outcome;
use crate::commands::log::proposal_words;
use crate::commands::sign::{append_failed, open_writer, settle_ledger_keys, sign_and_append};
use crate::commands::words;
use crate::failure::Failure;
use crate::ui::{Ui, shown_line};
use crate::world::keys::KeyFile;
use byline_ledger::hash::{Kid, RecordId};
use byline_ledger::key::SecretKey;
use byline_ledger::ledger::LedgerWriter;
use byline_ledger::position::Index;
use byline_ledger::record::{Record, Text};
use byline_ledger::state::Roster;
use serde_json::json;
use std::io::Write as _;
use std::path::Path;

/// What every change takes.
#[derive(Debug, clap::Args)]
pub struct Signing {
    /// Don't ask for confirmation
    #[arg(long, short)]
    pub yes: bool,

    #[command(flatten)]
    pub key: KeyFile,
}

/// Why a change is made.
#[derive(Debug, clap::Args)]
pub struct Why {
    /// Why: it stands in the log for ever
    #[arg(long, value_parser = words)]
    pub reason: Option<Text>,
}

/// A ledger open for one change, by one key.
pub struct Session<'a> {
    path: &'a Path,
    signing: &'a Signing,
    pub key: SecretKey,
    pub writer: LedgerWriter,
}

/// What is said of a change that was signed.
pub struct Told<'a> {
    pub act: &'a str,
    pub done: String,
    pub key: Option<Kid>,
    pub details: &'a [(&'a str, serde_json::Value)],
}

impl<'a> Session<'a> {
    /// Opens the ledger.
    pub fn begin(ui: &mut Ui, path: &'a Path, signing: &'a Signing) -> Result<Self, Failure> {
        let key = signing.key.load(ui)?;
        Ok(Self { path, signing, key, writer: open_writer(ui, path)? })
    }

    /// Who may sign.
    pub fn roster(&self) -> &Roster {
        self.writer.state().roster()
    }

    /// What the change must name as the one before it.
    pub fn previous(&self) -> Result<RecordId, Failure> {
        self.roster().previous().ok_or_else(|| Failure::new("the ledger has no roster"))
    }

    /// Asks whether to sign.
    pub fn ask(&self, ui: &mut Ui, question: &str) -> Result<(), Failure> {
        match self.signing.yes || ui.confirm(question)? {
            true => Ok(()),
            false => Err(Failure::new("not confirmed: nothing was signed")),
        }
    }

    /// Signs a record and appends it.
    pub fn append(&mut self, record: Record) -> Result<Index, Failure> {
        let subject = self.writer.state().origin().to_string();
        sign_and_append(&mut self.writer, self.path, &self.key, record, subject)
    }

    /// Ends the session, with the ledger's keys in their places.
    pub fn close(self) -> Result<(), Failure> {
        settle_ledger_keys(self.path, self.writer.state().roster())?;
        self.writer.close().map_err(|error| append_failed(self.path, &error))
    }

    /// Signs a change, and says whether it holds.
    pub fn change(mut self, ui: &mut Ui, record: Record, told: Told<'_>) -> Result<Outcome, Failure> {
        let index = self.append(record)?;
        let ledger = self.writer.ledger().map_err(|error| append_failed(self.path, &error))?;
        let id = ledger.at(index).map_err(|error| crate::commands::unreadable(self.path, &error))?.id();
        let standing = Standing::of(self.roster(), id);
        let asked = self.roster().proposal(id).map(proposal_words).unwrap_or_default();
        self.close()?;
        if ui.is_json() {
            let mut object = json!({
                "byline": format!("key-{}/1", told.act), "index": index.get(), "id": id.to_string(),
                "holds": standing.holds(), "missing": standing.missing(),
            });
            told.details.iter().for_each(|(name, value)| object[*name] = value.clone());
            ui.json(&object)?;
        } else if standing.holds() {
            let key = told.key.map(|kid| format!(": {kid}")).unwrap_or_default();
            writeln!(ui.out, "{} at entry {index}{key}", told.done)?;
        } else {
            writeln!(ui.out, "Asked for at entry {index}, and not done yet: {}", shown_line(&asked))?;
            standing.write(ui, id)?;
        }
        Ok(Outcome::Passed)
    }
}

/// Whether a change holds, or how many editors more it needs.
pub enum Standing {
    Holds,
    Waits { missing: u64 },
}

impl Standing {
    /// Looks it up.
    pub fn of(roster: &Roster, id: RecordId) -> Self {
        match roster.proposal(id) {
            Some(proposal) if proposal.holds_since.is_none() => {
                Self::Waits { missing: roster.approvals().saturating_sub(proposal.votes.len() as u64) }
            }
            _ => Self::Holds,
        }
    }

    /// Whether it holds.
    pub fn holds(&self) -> bool {
        matches!(self, Self::Holds)
    }

    /// How many more editors have to ask for it.
    pub fn missing(&self) -> u64 {
        match self {
            Self::Holds => 0,
            Self::Waits { missing } => *missing,
        }
    }

    /// Says when it holds, or what it waits for.
    pub fn write(&self, ui: &mut Ui, id: RecordId) -> Result<(), Failure> {
        match self {
            Self::Holds => writeln!(ui.out, "  It holds from the next entry on")?,
            Self::Waits { missing } => {
                let editors =
                    if *missing == 1 { "1 more editor".to_owned() } else { format!("{missing} more editors") };
                writeln!(ui.out, "  It waits for {editors}: byline key approve {}", &id.to_string()[..11])?;
            }
        }
        Ok(())
    }
}
