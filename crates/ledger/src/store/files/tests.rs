use super::{
    super::sim::{Fault, Left, Sim},
    *,
};

fn on(sim: &Sim) -> Folder {
    sim.create_folder(Path::new("/ledger"), Access::Private).and_then(|()| sim.sync_folder(Path::new("/"))).ok();
    Folder::on(Arc::new(sim.clone()), PathBuf::from("/ledger"))
}

fn one(name: &str, contents: &[u8]) -> [(String, Vec<u8>); 1] {
    [(name.to_owned(), contents.to_vec())]
}

fn two(one: &str, other: &str) -> [(String, Vec<u8>); 2] {
    [("log/tile/0/000".to_owned(), one.into()), ("log/tile/0/x001/000".to_owned(), other.into())]
}

fn read(objects: &Folder, name: &str) -> Option<String> {
    let bytes = objects.read(name, 100).unwrap();
    bytes.map(|it| String::from_utf8(it).unwrap())
}

#[test]
fn writes_read_back_from_a_real_folder() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = Folder::new(scratch.path());
    folder.write(&two("one", "two")).unwrap();
    folder.replace(&one("journal", b"begin")).unwrap();
    folder.append("journal", 5, b" end").unwrap();
    folder.sync().unwrap();

    assert_eq!(read(&folder, "log/tile/0/x001/000").as_deref(), Some("two"));
    assert_eq!(read(&folder, "journal").as_deref(), Some("begin end"));
    assert_eq!(read(&folder, "log/tile/0/001"), None);
    assert_eq!(folder.read("journal", 8).unwrap_err().source.kind(), io::ErrorKind::FileTooLarge);
    let file = |name: &str, length| Listed { name: name.to_owned(), kind: Kind::File { length } };
    assert_eq!(folder.list("log").unwrap(), [file("log/tile/0/000", 3), file("log/tile/0/x001/000", 3)]);
    assert_eq!(folder.list("scratch").unwrap(), []);
    assert_eq!(folder.list("nowhere").unwrap(), []);

    folder.remove(&["log/tile/0/000".to_owned()]).unwrap();
    folder.remove(&["log/tile/0/000".to_owned()]).unwrap();
    assert_eq!(read(&folder, "log/tile/0/000"), None);
}

#[cfg(unix)]
#[test]
fn only_the_log_is_for_others_and_no_link_is_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let scratch = tempfile::tempdir().unwrap();
    let folder = Folder::new(scratch.path());
    folder.replace(&one("journal", b"")).unwrap();
    folder.write(&[("archive/ab/cd".into(), vec![])]).unwrap();
    let mode = |name: &str| {
        let metadata = std::fs::metadata(scratch.path().join(name)).unwrap();
        metadata.permissions().mode() & 0o777
    };
    assert_eq!(mode("journal"), 0o600);
    assert_eq!(mode("archive"), 0o700);
    assert_eq!(mode("archive/ab/cd"), 0o600);

    symlink("journal", scratch.path().join("link")).unwrap();
    let error = folder.read("link", 9).unwrap_err();
    assert_eq!(error.source.to_string(), "not a regular file");
}

#[test]
fn an_append_to_another_length_is_refused() {
    let folder = on(&Sim::new());
    folder.replace(&one("journal", b"begin")).unwrap();
    let error = folder.append("journal", 4, b"!").unwrap_err();
    assert!(matches!(error, AppendError::NotWhole(_)), "{error:?}");
    assert_eq!(read(&folder, "journal").as_deref(), Some("begin"));
}

#[test]
fn a_replaced_file_is_the_old_or_the_new_one_whatever_fails() {
    for fault in [Fault::Fail, Fault::Crash, Fault::Torn] {
        for at in 0.. {
            let sim = Sim::new();
            let folder = on(&sim);
            folder.replace(&one("a/file", b"the old one")).unwrap();
            folder.sync().unwrap();
            sim.plan(at, fault);
            let done = folder.replace(&one("a/file", b"and the new one"));
            let done = done.and_then(|()| folder.sync());
            for left in [Left::All, Left::Synced].into_iter().chain((0..20).map(Left::Some)) {
                let now = read(&on(&sim.restart(left)), "a/file").unwrap();
                let good = match done {
                    Ok(()) => now == "and the new one",
                    Err(_) => now == "and the new one" || now == "the old one",
                };
                assert!(good, "{fault:?} at {at}, {left:?}: {now:?}");
            }
            if !sim.is_past_fault() {
                break;
            }
        }
    }
}

#[test]
fn written_files_are_whole_for_readers_and_last_once_synced() {
    for fault in [Fault::Fail, Fault::Crash, Fault::Torn] {
        for at in 0.. {
            let sim = Sim::new();
            let folder = on(&sim);
            sim.plan(at, fault);
            let done = folder.write(&two("one", "two")).and_then(|()| folder.sync());
            let seen = on(&sim.restart(Left::All));
            for (name, contents) in two("one", "two") {
                let now = seen.read(&name, 9).unwrap();
                assert!(now.is_none() || now == Some(contents), "{fault:?} at {at}");
            }
            if done.is_ok() {
                let after = on(&sim.restart(Left::Synced));
                assert_eq!(read(&after, "log/tile/0/000").as_deref(), Some("one"));
                assert_eq!(read(&after, "log/tile/0/x001/000").as_deref(), Some("two"));
            }
            if !sim.is_past_fault() {
                break;
            }
        }
    }
}

#[test]
fn nothing_is_promised_after_a_failed_sync() {
    let sim = Sim::new();
    let folder = on(&sim);
    folder.replace(&one("journal", b"begin")).unwrap();
    folder.sync().unwrap();
    sim.plan(1, Fault::Fail); // the write, then the sync
    let error = folder.append("journal", 5, b" end").unwrap_err();
    assert!(matches!(error, AppendError::Unknown(_)), "{error:?}");
    for later in [
        folder.sync(),
        folder.replace(&one("other", b"")),
        folder.write(&two("one", "two")),
        folder.remove(&["journal".to_owned()]),
    ] {
        assert!(later.is_err());
    }
    let error = folder.append("journal", 9, b"!").unwrap_err();
    assert!(matches!(error, AppendError::NotWhole(_)), "{error:?}");
    // The bytes are seen, and may be gone after a power failure all the same.
    assert_eq!(read(&folder, "journal").as_deref(), Some("begin end"));
    let after = on(&sim.restart(Left::Synced));
    assert_eq!(read(&after, "journal").as_deref(), Some("begin"));
}
