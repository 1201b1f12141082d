//! One verdict on a ledger, however it is read.

use crate::scratch::{Scratch, copy_folder};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn the_same_verdict_everywhere() {
    let scratch = Scratch::seen();
    scratch.done("-C desk record dock.toml --yes --key ben");
    let report = |arguments: &str| {
        let mut json = scratch.run(&format!("{arguments} --format json")).json();
        for varying in ["folder", "seen"] {
            json.as_object_mut().unwrap().remove(varying);
        }
        json
    };
    let first = report("verify desk");
    for threads in [1, 2, 3, 16] {
        assert_eq!(report(&format!("verify desk --threads {threads}"))["findings"], first["findings"]);
    }
    let whole = report("verify desk --threads 1");
    assert_eq!(report("verify desk --threads 8"), whole);
    // Without the index, on a copy, on one that can't be written to.
    fs::remove_dir_all(scratch.path("desk/index")).unwrap();
    assert_eq!(report("verify desk"), whole);
    assert!(!scratch.path("desk/index").exists());
    copy_folder(&scratch.path("desk"), &scratch.path("copied"));
    assert_eq!(report("verify copied"), whole);
    lock(&scratch.path("copied"), 0o555);
    assert_eq!(report("verify copied"), whole);
    assert_eq!(report("-C copied verify"), whole);
    lock(&scratch.path("copied"), 0o755);
    // A bare log has no documents beside it; all else is the same.
    copy_folder(&scratch.path("desk/log"), &scratch.path("bare"));
    let bare = report("verify bare");
    assert_eq!(bare, report("verify desk/log"));
    let outcomes = |json: &serde_json::Value| -> Vec<(String, String)> {
        let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        json["checks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|check| (word(&check["check"]), word(&check["outcome"])))
            .collect()
    };
    for (bare, whole) in std::iter::zip(outcomes(&bare), outcomes(&whole)) {
        let want = if matches!(bare.0.as_str(), "documents" | "quotes") { "not checked" } else { whole.1.as_str() };
        assert_eq!(bare.1, want, "{}", bare.0);
    }
    // A bare log into which something was put that isn't of it.
    scratch.write("bare/byline.toml", scratch.read("desk/byline.toml"));
    let findings = report("verify bare")["findings"].to_string();
    assert!(findings.contains("log.stray") && findings.contains("log/byline.toml"), "{findings}");
}

/// Sets the permissions of everything below a folder.
fn lock(folder: &std::path::Path, mode: u32) {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => lock(&path, mode),
            false => fs::set_permissions(&path, fs::Permissions::from_mode(mode & 0o666)).unwrap(),
        }
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
}
