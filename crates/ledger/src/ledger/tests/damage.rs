//! Damage to the log, wherever it is.

use super::*;

#[test]
fn damage_is_found_wherever_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    record_some(&path, 2);
    let quote_file = Blake3::of(TEXT.as_bytes()).to_string();
    let archived = path.join("archive").join(&quote_file[..2]).join(&quote_file);
    fs::write(&archived, TEXT.replace("12", "13")).unwrap();
    let report = audit(&path);
    assert!(report.findings.iter().any(|finding| finding.code == Code::DocumentHash));
    assert_eq!(report.verdict(), Verdict::Failed);
    fs::remove_file(&archived).unwrap();
    let report = audit(&path);
    assert_eq!(report.verdict(), Verdict::Incomplete);
    assert!(matches!(report.line(Check::Documents).outcome, Outcome::NotChecked(_)));
    assert!(matches!(report.line(Check::Quotes).outcome, Outcome::NotChecked(_)));
    fs::write(path.join("log/tile/0/extra"), b"").unwrap();
    assert!(audit(&path).findings.iter().any(|finding| finding.code == Code::LogStray));
}

#[test]
fn a_file_that_the_journal_repairs_is_noted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    let mut writer = LedgerWriter::open(&path, key(1)).unwrap();
    let statement = signed(&writer, event("fire"), "event:ana/fire".to_owned(), 60);
    writer.append(&[statement], at(60)).unwrap();
    // The writer dies here.
    drop(writer);
    assert_eq!(audit(&path).notes, Vec::<String>::new());
    fs::write(path.join("log/tile/0/000.p/4"), b"torn").unwrap();
    fs::remove_file(path.join("log/tile/entries/000.p/4")).unwrap();
    let report = audit(&path);
    assert_eq!(report.findings, []);
    assert_eq!(report.notes.len(), 2, "{:?}", report.notes);
    assert!(report.notes[0].starts_with("log/tile/0/000.p/4 is damaged"), "{:?}", report.notes);
    LedgerWriter::open(&path, key(1)).unwrap().close().unwrap();
    assert_eq!(audit(&path).notes, Vec::<String>::new());
}

#[test]
fn every_byte_of_the_log_is_watched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk");
    new_ledger(&path);
    record_some(&path, 1);
    let mut files = Vec::new();
    let mut folders = vec![path.join("log")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap().path();
            if entry.is_dir() { folders.push(entry) } else { files.push(entry) }
        }
    }
    assert!(files.len() >= 4, "{files:?}");
    // The journal would repair what the checkpoint's files lost; here it is the log alone that is judged.
    fs::remove_file(path.join("journal")).ok();
    for file in files {
        let bytes = fs::read(&file).unwrap();
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 1 << (place % 8);
            fs::write(&file, &damaged).unwrap();
            let report = audit(&path);
            assert_ne!(report.findings, [], "{} byte {place}", file.display());
        }
        fs::write(&file, &bytes).unwrap();
    }
    assert_eq!(audit(&path).findings, []);
}
