//! A quick audit, from every commit that somebody may have seen last.

use super::*;
use crate::audit::Visit;
use crate::checkpoint::Checkpoint;
use crate::statement::Unverified;

fn visit(path: &Path) -> Visit {
    let note = fs::read(path.join("log/checkpoint")).unwrap();
    Visit { checkpoint: Checkpoint::unsigned(&note).unwrap(), roster: vec![Index::ZERO] }
}

fn quick(path: &Path, visit: &Visit) -> Report {
    let earlier =
        vec![crate::audit::Earlier { checkpoint: visit.checkpoint.clone(), note: None, what: "it".to_owned() }];
    let options = AuditOptions { pinned: Some(key(1).public()), earlier, ..AuditOptions::on(NonZero::<usize>::MIN) };
    audit_quickly(path, options, Ok(visit.clone()), &mut |_, _| {}).unwrap()
}

/// A ledger of 292 entries, and what was seen of it after each commit.
fn visited(path: &Path) -> Vec<Visit> {
    new_ledger(path);
    let mut visits = vec![visit(path)];
    let mut writer = LedgerWriter::open(path, key(1)).unwrap();
    writer.archive().put(TEXT.as_bytes().to_vec()).unwrap();
    for number in 0..58 {
        let statements = statements(&writer, number);
        writer.append(&statements, at(10 + number)).unwrap();
        visits.push(visit(path));
    }
    writer.close().unwrap();
    visits
}

/// Everything but what it says that it didn't look at is good, from wherever it starts; and nothing of it passes for the whole.
fn assert_nothing_found(path: &Path, visits: &[Visit]) {
    let size = visit(path).checkpoint.size.get();
    for visit in visits {
        let from = visit.checkpoint.size;
        let report = quick(path, visit);
        assert_eq!(report.findings, [], "from {from}");
        assert_eq!(report.verdict(), Verdict::Incomplete);
        let looked = report.quick.as_ref().unwrap();
        assert_eq!((looked.from, looked.new), (Some(from), size - from.get()));
        assert_eq!(report.roster, Some(vec![Index::ZERO]));
        for line in &report.lines {
            let whole = matches!(line.check, Check::Ledger | Check::Checkpoint | Check::Consistency);
            let want = if whole { "passed" } else { "not checked" };
            if line.check != Check::Witnesses {
                assert_eq!(line.outcome.name(), want, "{}", line.check.name());
            }
        }
        assert_eq!(report.line(Check::Signatures).count, size - from.get());
    }
}

#[test]
fn from_every_commit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    let visits = visited(&path);
    assert_nothing_found(&path, &visits);
}

/// Who signs offline stands after a commit that is older than the auditor's last visit.
#[test]
fn a_statement_that_stands_after_an_older_commit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    let visits = visited(&path);
    let mut writer = LedgerWriter::open(&path, key(1)).unwrap();
    let old = visits[30].checkpoint.size;
    let seal =
        Unverified::parse(&writer.ledger().unwrap().reader().leaf(old.index_of_last().unwrap()).unwrap()).unwrap();
    let head = crate::chain::step(seal.header().after.1, crate::hash::LeafDigest::of(seal.trust_the_log().bytes()));
    let header = Header {
        kid: key(2).public().kid(),
        issuer: "example.org/desk/ana".to_owned(),
        subject: "event:ana/offline".to_owned(),
        signed_at: at(60),
        after: After::new(old, head),
    };
    let statement = Draft::new(header, event("offline")).unwrap().sign(&key(2));
    writer.append(&[statement], at(80)).unwrap();
    writer.close().unwrap();
    assert_eq!(audit(&path).findings, []);
    assert_nothing_found(&path, &visits);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::write(to.join(entry.file_name()), fs::read(entry.path()).unwrap())),
        }
    }
}

/// Another log from some commit on is a fork to whoever saw more of the first, and nothing to whoever saw less.
#[test]
fn a_fork_is_one_to_whoever_saw_it() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    new_ledger(&one);
    record_some(&one, 3);
    let visits = |path: &Path, from: u64| {
        let mut visits = vec![visit(path)];
        let mut writer = LedgerWriter::open(path, key(1)).unwrap();
        for number in 0..3 {
            let statements = statements(&writer, from + number);
            writer.append(&statements, at(from + 20 + number)).unwrap();
            visits.push(visit(path));
        }
        writer.close().unwrap();
        visits
    };
    copy(&one, &other);
    let (seen, _) = (visits(&one, 10), visits(&other, 20));
    for (number, visit) in seen.iter().enumerate() {
        let codes: Vec<_> = quick(&other, visit).findings.iter().map(|finding| finding.code).collect();
        let want = if number == 0 { vec![] } else { vec![Code::LogFork] };
        assert_eq!(codes, want, "seen after {number} more commits");
        assert_eq!(quick(&one, visit).findings, []);
    }
}

/// A remembered roster that isn't the log's starts nothing, and is no finding against the ledger.
#[test]
fn a_memory_that_doesn_t_fit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    record_some(&path, 2);
    for roster in [
        vec![],
        vec![Index::small(1)],
        vec![Index::ZERO, Index::small(2)],
        vec![Index::ZERO, Index::ZERO],
        vec![Index::ZERO, Index::small(500)],
    ] {
        let report = quick(&path, &Visit { roster: roster.clone(), ..visit(&path) });
        assert_eq!(report.findings, [], "{roster:?}");
        assert_eq!(report.quick.as_ref().unwrap().from, None, "{roster:?}");
        assert_eq!(report.verdict(), Verdict::Incomplete);
        assert_eq!(report.roster, None);
    }
}
