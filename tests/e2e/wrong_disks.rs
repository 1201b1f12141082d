//! Disks that are full or may not be written: nothing is half done.

use crate::scratch::{assert_same, redacted, words};
use crate::wrong_ledgers::{RECORD, scratch};
use expect_test::expect;
use std::fs;
use std::process::Command;

/// A folder that the program may read and not write to. Root may write anywhere, so there the program runs as somebody else.
#[cfg(unix)]
#[test]
fn a_folder_that_is_read_only() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    let scratch = scratch();
    let is_root = fs::metadata(scratch.path("desk")).unwrap().uid() == 0;
    let binary = scratch.path("byline");
    // A copy may still be open for writing in a process that another test started meanwhile, and can't be run then; a link is never written.
    let program = env!("CARGO_BIN_EXE_byline");
    fs::hard_link(program, &binary).or_else(|_| fs::copy(program, &binary).map(drop)).unwrap();
    if is_root && Command::new("true").uid(65_534).gid(65_534).status().is_err() {
        return eprintln!("SKIPPED: root can't become somebody else here");
    }
    scratch.done("-C desk log");
    let allow = |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    allow(&scratch.path("."), 0o755);
    each(&scratch.path("desk"), &mut |path| allow(path, if path.is_dir() { 0o555 } else { 0o444 }));
    let run = |arguments: &str| {
        let mut command = Command::new(&binary);
        scratch.settle(&mut command);
        if is_root {
            command.uid(65_534).gid(65_534);
        }
        command.args(words(arguments)).env("BYLINE_STATE", scratch.path("nobodys-state"));
        scratch.run_command(&mut command)
    };
    let before = scratch.ledger();
    allow(&scratch.path("ben"), 0o644);
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: can't append to desk: can't open desk/lock: Permission denied (os error 13)
        byline: hint: look at the disk, and at who may read and write there
        --- exit 2
    "#]]
    .assert_eq(&run(RECORD).to_string());
    assert_eq!(run("-C desk log").code, Some(0));
    expect![[r#"
        byline: reading the log instead of the index: the index can't be kept on disk (Permission denied (os error 13))
    "#]]
    .assert_eq(&run("-C desk show 0").stderr);
    expect![[r#"
        $ byline -C desk index rebuild
        --- stderr
        byline: error: the index was not built: the index can't be kept on disk (Permission denied (os error 13))
        byline: hint: every command works without it, by reading the log
        --- exit 2
    "#]]
    .assert_eq(&run("-C desk index rebuild").to_string());
    expect![[r#"
        $ byline -C desk record dock.toml --dry-run --key ben
        ben signs 4 records:
          entity     harbour-office
          document   dock
          as of 2025-06-14, where nothing else is said:
          claim.boats (line 17): the port, as the paper puts it says flatly: 38 boats
              “Згоріли 38 човнів, кажуть у порту.”
          claim.deliberate (line 22): the port, as the paper puts it is silent: declined to answer
              “Про причину там не говорять.”
          from the ledger: boats is ana's question b3:[id]
          from the ledger: deliberate is ana's question b3:[id]
        Dry run: 4 records would be signed, 0 are recorded already. Nothing was signed.
        --- stderr
        byline: reading the log instead of the index: the index can't be kept on disk (Permission denied (os error 13))
          ⚠ the ledger has an entity of this name: `ana/harbour` (b3:[id])
            ╭─[dock.toml:13:9]
         12 │ 
         13 │ [entity.harbour-office]
            ·         ──────────────
         14 │ kind = "organisation"
            ╰────
          help: if it is the same, write `ana/harbour` and define none here, or sign `byline judge same`
                afterwards; else `byline judge different`

    "#]]
    .assert_eq(&run("-C desk record dock.toml --dry-run --key ben").to_string());
    assert_eq!(run("-C desk verify").code, Some(3), "{}", run("-C desk verify"));
    let run = run("init new --origin example.org/new --handle ben --key ben");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.starts_with("byline: error: can't make a ledger in new: can't create "), "{run}");
    assert!(!scratch.path("new").exists());
    assert_same(&before, &scratch.ledger());
    each(&scratch.path("desk"), &mut |path| allow(path, 0o755));
}

/// A disk that takes no more, as a limit on the size of files: a write beyond it fails as one on a full disk does.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full() {
    let scratch = scratch();
    scratch.done("-C desk index rebuild");
    let limited = |blocks: u32, arguments: &str| {
        let mut command = Command::new("/bin/sh");
        scratch.settle(&mut command);
        let program = env!("CARGO_BIN_EXE_byline");
        // Ignored, the signal becomes an error of the write.
        command.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec {program} {arguments}")]);
        scratch.run_command(&mut command)
    };
    let before = scratch.ledger();
    let journal_is_full = limited(2, RECORD);
    assert_eq!(journal_is_full.code, Some(2));
    expect![[r#"
        byline: reading the log instead of the index: the index can't be kept on disk (File too large (os error 27))
          ⚠ the ledger has an entity of this name: `ana/harbour` (b3:[id])
            ╭─[dock.toml:13:9]
         12 │ 
         13 │ [entity.harbour-office]
            ·         ──────────────
         14 │ kind = "organisation"
            ╰────
          help: if it is the same, write `ana/harbour` and define none here, or sign `byline judge same`
                afterwards; else `byline judge different`

        byline: error: can't append to desk: nothing was recorded: can't append to desk/journal: File too large (os error 27)
        byline: hint: look at the disk, then try again: what is recorded already is not added twice
    "#]].assert_eq(&redacted(&journal_is_full.stderr, &scratch.path("desk")));
    let after = scratch.ledger();
    let public = |name: &&String| name.starts_with("log/");
    for name in before.keys().filter(public) {
        assert!(before[name] == after[name], "{name} changed");
    }
    scratch.done("-C desk verify");
    scratch.done(RECORD);
    scratch.done("-C desk verify");
    let run = limited(0, "-C desk key new fresh --no-passphrase");
    assert_eq!(run.code, Some(2), "{run}");
}

/// The whole of a small disk is used up. It takes the right to mount one, so it isn't tried everywhere.
#[cfg(target_os = "linux")]
#[test]
fn a_small_disk_that_is_full() {
    let scratch = scratch();
    let script = format!(
        "mkdir disk && mount -t tmpfs -o size=2m tmpfs disk || exit 77\n\
         rm -rf desk/index && cp -r desk disk/desk && (cat /dev/zero > disk/filler 2>/dev/null || true)\n\
         {0} -C disk/desk {1}\necho \"exit $?\"\nrm disk/filler\n{0} -C disk/desk {1} > /dev/null\necho \"exit $?\"\n{0} -C disk/desk verify > /dev/null\necho \"exit $?\"\n",
        env!("CARGO_BIN_EXE_byline"),
        RECORD.strip_prefix("-C desk ").unwrap(),
    );
    let mut command = Command::new("unshare");
    scratch.settle(&mut command);
    command.env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin").args(["--mount", "--map-root-user", "sh", "-c", &script]);
    match command.output() {
        Ok(output) if output.status.code() == Some(0) => {
            let text = format!(
                "{}--- stderr\n{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
            expect![[r#"
                exit 2
                exit 0
                exit 0
                --- stderr
                byline: error: can't append to disk/desk: can't write disk/desk/scratch/0: No space left on device (os error 28)
                byline: hint: look at the disk, and at who may read and write there
                byline: the index was built anew: there was no index
                  ⚠ the ledger has an entity of this name: `ana/harbour` (b3:[id])
                    ╭─[dock.toml:13:9]
                 12 │ 
                 13 │ [entity.harbour-office]
                    ·         ──────────────
                 14 │ kind = "organisation"
                    ╰────
                  help: if it is the same, write `ana/harbour` and define none here, or sign `byline judge same`
                        afterwards; else `byline judge different`

            "#]].assert_eq(&redacted(&text, &scratch.path("desk")));
        }
        tried => eprintln!("SKIPPED: no disk can be mounted here ({tried:?})"),
    }
}

#[cfg(unix)]
fn each(folder: &std::path::Path, act: &mut dyn FnMut(&std::path::Path)) {
    let entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    for path in entries {
        if path.is_dir() {
            each(&path, act);
        } else {
            act(&path);
        }
    }
    act(folder);
}
