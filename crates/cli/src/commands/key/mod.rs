//! `byline key`: keys, who may sign, and every change of that.

mod change;
mod ledger_key;
mod list;
mod make;
mod named;
pub mod request;
mod session;

use super::ledger_path;
use crate::Outcome;
use crate::cli::Cli;
use crate::failure::Failure;
use crate::ui::Ui;
use byline_ledger::record::Role;
use clap::{Subcommand, ValueEnum};

/// Make keys, and say who may sign
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: KeyCommand,
}

#[derive(Debug, Subcommand)]
enum KeyCommand {
    New(make::Args),
    /// List the keys that may sign, those that may no longer, and what waits for approvals
    List,
    Request(request::Args),
    Enrol(change::EnrolArgs),
    Rotate(change::RotateArgs),
    Replace(change::ReplaceArgs),
    Revoke(change::RevokeArgs),
    Compromised(change::CompromisedArgs),
    Role(change::RoleArgs),
    Approvals(change::ApprovalsArgs),
    Approve(change::ApproveArgs),
    RotateLedger(ledger_key::Args),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleName {
    /// May sign everything
    Editor,
    /// May sign everything but changes of the roster
    Reporter,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Editor => Self::Editor,
            RoleName::Reporter => Self::Reporter,
        }
    }
}

pub fn run(ui: &mut Ui, cli: &Cli, args: &Args) -> Result<Outcome, Failure> {
    match &args.command {
        KeyCommand::New(args) => make::run(ui, args),
        KeyCommand::Request(args) => request::run(ui, args),
        KeyCommand::List => list::run(ui, &ledger_path(cli)?),
        KeyCommand::Enrol(args) => change::enrol(ui, &ledger_path(cli)?, args),
        KeyCommand::Rotate(args) => change::rotate(ui, &ledger_path(cli)?, args),
        KeyCommand::Replace(args) => change::replace(ui, &ledger_path(cli)?, args),
        KeyCommand::Revoke(args) => change::revoke(ui, &ledger_path(cli)?, args),
        KeyCommand::Compromised(args) => change::compromised(ui, &ledger_path(cli)?, args),
        KeyCommand::Role(args) => change::role(ui, &ledger_path(cli)?, args),
        KeyCommand::Approvals(args) => change::approvals(ui, &ledger_path(cli)?, args),
        KeyCommand::Approve(args) => change::approve(ui, &ledger_path(cli)?, args),
        KeyCommand::RotateLedger(args) => ledger_key::run(ui, &ledger_path(cli)?, args),
    }
}
