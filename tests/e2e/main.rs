//! Black-box tests of `byline`: the real program, run in a folder of its own, judged by what it prints and leaves behind.
//!
//! `UPDATE_EXPECT=1 cargo test --workspace --test e2e` writes new transcripts; the diff is what a reviewer reads.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should say where")]

mod alarms;
mod comparing;
mod copying;
mod explaining;
mod exports;
mod fingerprints;
mod growth;
mod hostile;
mod importing;
mod importing_losses;
mod index;
mod kill;
mod kill_rotation;
mod ledger;
mod marks;
mod meanwhile;
mod origins;
mod pipes;
mod proofs;
mod quick;
mod reading;
mod recording;
mod report_proofs;
mod reports;
mod reports_in_doubt;
mod roster;
mod scratch;
mod sealed;
mod searching;
mod secrets;
mod since;
mod site;
mod swapped;
mod tamper;
mod telling;
mod trust;
mod verdicts;
mod verifying;
mod witness;
mod witness_refuses;
mod worked_cases;
mod wrong_data_files;
mod wrong_data_rows;
mod wrong_disks;
mod wrong_dossier_files;
mod wrong_dossiers;
mod wrong_ledgers;
mod wrong_log_files;
mod wrong_opinions;
mod wrong_proofs;
mod wrong_values;
