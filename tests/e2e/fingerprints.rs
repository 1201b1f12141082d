//! The fingerprint that is printed in the imprint is enough wherever the key itself is at hand: it commits to the key.

use crate::scratch::{Run, Scratch, words};
use expect_test::expect;
use std::fs;

const OTHER: &str = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What the newsroom prints.
fn printed(scratch: &Scratch) -> String {
    scratch.run("-C desk checkpoint --format json").json()["ledger_key"].as_str().unwrap().to_owned()
}

/// The program as somebody runs it who knows no ledger yet.
fn stranger(scratch: &Scratch, name: &str, arguments: &str) -> Run {
    scratch.run_command(scratch.command().env("BYLINE_STATE", scratch.path(name)).args(words(arguments)))
}

#[test]
fn a_folder_is_judged_by_it_and_its_key_is_pinned() {
    let scratch = Scratch::with_records();
    let key = printed(&scratch);
    let run = stranger(&scratch, "carla", &format!("verify desk --ledger-key {key}"));
    assert_eq!(run.code, Some(0), "{run}");
    assert!(!run.stdout.contains("FIRST CONTACT"), "{run}");
    let run = stranger(&scratch, "carla", "verify desk");
    assert_eq!(run.code, Some(0), "{run}");
    let run = stranger(&scratch, "carla", &format!("verify desk --quick --ledger-key {key}"));
    assert_eq!(run.code, Some(3), "{run}");
}

#[test]
fn another_ledger_is_an_alarm() {
    let scratch = Scratch::with_records();
    let run = stranger(&scratch, "carla", &format!("verify desk --ledger-key {OTHER}"));
    expect![[r#"
        $ byline verify desk --ledger-key SHA256:[key]
        Audit of example.org/desk in desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          failed         the ledger is the one you pinned (1 key)
          (13 other checks)

        1 finding:
          ledger.mismatch at the ledger: you gave SHA256:[key], this ledger's key is SHA256:[key]

        ALARM: this is not the ledger that you know: its key is another one.
          The key that you trust:  SHA256:[key]
          The key of this ledger:  SHA256:[key]

        What to do:
          ledger.mismatch: ask the newsroom, by another way than the folder came, which ledger and which key are theirs. Only if they confirm another one: `byline trust forget`, then pin it

        note: ledger.key lies in this folder, the ledger's private key: who has it can sign as the ledger. If the ledger isn't yours, tell the newsroom: `byline copy` writes a copy without it

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&run.told());
    // Nothing was remembered by it.
    assert_eq!(stranger(&scratch, "carla", "verify desk").code, Some(3));
    let json = stranger(&scratch, "carla", &format!("verify desk --ledger-key {OTHER} --format json")).json();
    assert_eq!((&json["pinned"], &json["first_contact"]), (&OTHER.into(), &false.into()));
    expect![[r#"
        $ byline verify desk --ledger-key SHA256:[key]
        --- stderr
        byline: error: --ledger-key SHA256:[key]: a fingerprint is `SHA256:[key]` and 43 characters of base64
        byline: hint: copy it whole, as `ssh-keygen -lf` and `byline key list` show it
        --- exit 2
    "#]]
    .assert_eq(&stranger(&scratch, "carla", "verify desk --ledger-key SHA256:abc").to_string());
}

/// The one that was printed before the ledger's key was replaced, and the one since, as with a whole key.
#[test]
fn a_former_key_s_is_as_good_as_the_present_one_s() {
    let scratch = Scratch::with_records();
    let before = printed(&scratch);
    scratch.done("-C desk key rotate-ledger --reason 'once a year' --yes --key ana");
    let between = printed(&scratch);
    scratch.done("-C desk key rotate-ledger --reason 'once more' --yes --key ana");
    let after = printed(&scratch);
    assert!(before != between && between != after);
    scratch.done("-C desk report -o fire.html");
    for (name, key) in [("first", &before), ("second", &between), ("third", &after)] {
        let run = stranger(&scratch, name, &format!("verify desk --ledger-key {key}"));
        assert_eq!(run.code, Some(0), "{run}");
        let known = fs::read_dir(scratch.path(name).join("known")).unwrap().count();
        assert_eq!(known, 1, "{name}");
        let run = stranger(&scratch, "nobody", &format!("verify fire.html --ledger-key {key}"));
        assert_eq!(run.code, Some(0), "{run}");
    }
}

#[test]
fn a_report_and_a_bundle_hold_the_key() {
    let scratch = Scratch::with_records();
    let key = printed(&scratch);
    scratch.done("-C desk report -o fire.html");
    scratch.done("-C desk prove fire -o fire.byline");
    for file in ["fire.html", "fire.byline"] {
        let run = stranger(&scratch, "carla", &format!("verify {file}"));
        assert_eq!(run.code, Some(3), "{run}");
        assert!(run.stdout.contains("FIRST CONTACT"), "{run}");
        let next = format!("byline verify {file} --ledger-key {key}");
        assert!(run.stdout.contains(&next), "{run}");
        let run = stranger(&scratch, "carla", next.strip_prefix("byline ").unwrap());
        assert_eq!(run.code, Some(0), "{run}");
        let json = stranger(&scratch, "carla", &format!("verify {file} --ledger-key {OTHER} --format json"));
        assert_eq!(json.code, Some(1), "{json}");
        assert_eq!(json.json()["findings"][0]["code"], "ledger.mismatch");
    }
    // The whole key is shown, and can be pinned where there is no folder.
    let run = stranger(&scratch, "carla", "verify fire.html");
    let pin = run.stdout.lines().find_map(|line| line.split_once("byline trust pin ")).unwrap().1.to_owned();
    let (whole, origin) = pin.trim_start_matches('\'').split_once("' --origin ").unwrap();
    let pinned = scratch.run_command(
        scratch.command().env("BYLINE_STATE", scratch.path("carla")).args(["trust", "pin", whole, "--origin", origin]),
    );
    assert_eq!(pinned.code, Some(0), "{pinned}");
    assert_eq!(stranger(&scratch, "carla", "verify fire.html").code, Some(0));
}

#[test]
fn other_proofs_hold_no_key() {
    let scratch = Scratch::with_records();
    let key = printed(&scratch);
    scratch.done("-C desk prove fire -o fire.tlog-proof");
    expect![[r#"
        $ byline verify fire.tlog-proof --ledger-key SHA256:[key]
        --- stderr
        byline: error: fire.tlog-proof is a tlog-proof, which doesn't hold the ledger's key: its fingerprint is not enough
        byline: hint: give the whole key, ssh-ed25519 AAAA.., or name a copy of the ledger with -C
        --- exit 2
    "#]]
        .assert_eq(&stranger(&scratch, "carla", &format!("verify fire.tlog-proof --ledger-key {key}")).to_string());
    let run = stranger(&scratch, "carla", &format!("-C desk verify fire.tlog-proof --ledger-key {key}"));
    assert_eq!(run.code, Some(0), "{run}");
}

#[test]
fn a_key_in_a_strange_folder_is_told() {
    let scratch = Scratch::with_records();
    let run = stranger(&scratch, "carla", "verify desk");
    assert!(run.stdout.contains("\nnote: ledger.key lies in this folder"), "{run}");
    scratch.done("-C desk copy stick");
    assert!(!stranger(&scratch, "carla", "verify stick").stdout.contains("ledger.key"));
    assert!(!scratch.run("verify desk").stdout.contains("ledger.key"));
}
