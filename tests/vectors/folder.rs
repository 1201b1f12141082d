//! log-small: a whole ledger in a folder, audited as `byline verify` does it.

use crate::golden;
use byline_ledger::audit::{Check, Outcome, Report, Verdict};
use byline_ledger::finding::Code;
use byline_ledger::ledger::{AuditOptions, CONFIG_FILE, Config, audit_folder};
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};

fn small() -> PathBuf {
    golden::folder().join("log-small")
}

fn audit(folder: &Path) -> Report {
    let config = Config::parse(&fs::read_to_string(small().join(CONFIG_FILE)).unwrap()).unwrap();
    let options = AuditOptions { pinned: Some(config.key), ..AuditOptions::on(NonZero::<usize>::MIN) };
    audit_folder(folder, options, &mut |_, _| {}).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn nothing_is_found_in_the_small_ledger() {
    let report = audit(&small());
    assert_eq!(report.findings, []);
    assert_eq!(report.notes, Vec::<String>::new());
    assert_eq!(report.verdict(), Verdict::Passed);
    for line in &report.lines {
        let want = match line.check {
            Check::Consistency => Outcome::NotApplicable("you have not seen this log before".to_owned()),
            Check::Witnesses => Outcome::NotApplicable("you named no witnesses".to_owned()),
            _ => Outcome::Passed,
        };
        assert_eq!(line.outcome, want, "{:?}", line.check);
    }
    assert_eq!(report.line(Check::Records).count, 300);
}

/// The number of bundles follows from the checkpoint, which anybody can write: the audit looks for one that is missing, not for all of them.
#[test]
fn a_checkpoint_that_claims_a_size_beyond_all_disks_is_audited_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    copy(&small(), folder.path());
    let file = folder.path().join("log/checkpoint");
    let text = fs::read_to_string(&file).unwrap().replace("\n300\n", "\n1000000000000000000\n");
    fs::write(&file, text).unwrap();
    let mut codes: Vec<_> = audit(folder.path()).findings.into_iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes, [Code::CheckpointSignature, Code::TileMalformed]);
}
