//! log-small: a whole ledger in a folder, audited as `byline verify` does it.

use crate::golden;
use byline_ledger::audit::{Check, Outcome, Verdict};
use byline_ledger::ledger::{AuditOptions, CONFIG_FILE, Config, audit_folder};
use std::num::NonZero;

#[test]
fn nothing_is_found_in_the_small_ledger() {
    let folder = golden::folder().join("log-small");
    let config = Config::parse(&std::fs::read_to_string(folder.join(CONFIG_FILE)).unwrap()).unwrap();
    let options = AuditOptions { pinned: Some(config.key), seen: None, threads: NonZero::<usize>::MIN };
    let report = audit_folder(&folder, options, &mut |_, _| {}).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(report.notes, Vec::<String>::new());
    assert_eq!(report.verdict(), Verdict::Passed);
    for line in &report.lines {
        let want = match line.check {
            Check::Consistency => Outcome::NotApplicable("you have not seen this log before".to_owned()),
            _ => Outcome::Passed,
        };
        assert_eq!(line.outcome, want, "{:?}", line.check);
    }
    assert_eq!(report.line(Check::Records).count, 300);
}
