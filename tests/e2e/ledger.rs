//! `init`, `key` and `index`: a ledger is made, people are let in.

use crate::scratch::Scratch;
use expect_test::expect;

#[test]
fn a_new_ledger() {
    let scratch = Scratch::new();
    let run = scratch
        .run("init desk --origin example.org/desk --name 'The Desk' --handle ana --editor-name 'Ana Rossi' --key ana");
    expect![[r#"
        $ byline init desk --origin example.org/desk --name 'The Desk' --handle ana --editor-name 'Ana Rossi' --key ana
        Made the ledger example.org/desk in desk
          ledger key  SHA256:[key]  (pinned for you; publish it where others can compare)
          whole key   ssh-ed25519 [base64]
          editor      ana  SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
    "#]]
    .assert_eq(&run.to_string());
    let files: Vec<_> = scratch.ledger().into_keys().collect();
    assert_eq!(
        files,
        [
            "byline.toml",
            "journal",
            "ledger.key",
            "log/checkpoint",
            "log/checkpoint.cose",
            "log/tile/0/000.p/2",
            "log/tile/entries/000.p/2"
        ]
    );
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          2 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (4 files)
          passed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (2 entries)
          passed         every statement and seal agrees with the chain before it (2 entries)
          passed         every statement is signed by the key it names (2 entries)
          passed         every signer was in the roster, with the role, at that point (2 entries)
          passed         every record keeps the rules, and what it refers to exists (2 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (2 entries)
          not applicable the archived documents are the ones recorded: no document is recorded
          not applicable every quote stands where it is said to stand: no quote is recorded

        PASSED: nothing was changed, dropped, backdated or forked. This says who recorded what, and when;
        it does not say that any claim is true.
    "#]]
    .assert_eq(&scratch.run("-C desk verify").to_string());
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let scratch = Scratch::new();
    scratch.write("desk/notes.txt", "mine");
    expect![[r#"
        $ byline init desk --origin example.org/desk --handle ana --key ana
        --- stderr
        byline: error: can't make a ledger in desk: [scratch]/desk is not empty
        byline: hint: name a folder that doesn't exist yet, or an empty one
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("init desk --origin example.org/desk --handle ana --key ana"));
}

#[test]
fn names_for_ever_are_checked_first() {
    let scratch = Scratch::new();
    let init = |origin: &str, handle: &str, key: &str| {
        scratch.run(&format!("init new --origin {origin} --handle {handle} --key {key}")).to_string()
    };
    expect![[r#"
        $ byline init new --origin https://example.org/desk --handle ana --key ana
        --- stderr
        error: invalid value 'https://example.org/desk' for '--origin <ORIGIN>': "https://example.org/desk" is not an origin (a URL without scheme, space, ':' or '+')

        For more information, try '--help'.
        --- exit 2
    "#]].assert_eq(&init("https://example.org/desk", "ana", "ana"));
    expect![[r#"
        $ byline init new --origin example.org/desk --handle Ana --key ana
        --- stderr
        error: invalid value 'Ana' for '--handle <HANDLE>': "Ana" is not a handle (1 to 32 of a-z, 0-9 and -)

        For more information, try '--help'.
        --- exit 2
    "#]]
    .assert_eq(&init("example.org/desk", "Ana", "ana"));
    expect![[r#"
        $ byline init new --origin example.org/desk --handle ana --key nowhere
        --- stderr
        byline: error: can't read the key nowhere: No such file or directory (os error 2)
        byline: hint: name your key with --key FILE, or make one with `byline key new`
        --- exit 2
    "#]]
    .assert_eq(&init("example.org/desk", "ana", "nowhere"));
    expect![[r#"
        $ byline init new --origin example.org/desk --handle ana --key dora.pass
        --- stderr
        byline: error: dora.pass is no OpenSSH private key
        byline: hint: `byline key new` or `ssh-keygen -t ed25519` makes one
        --- exit 2
    "#]]
    .assert_eq(&init("example.org/desk", "ana", "dora.pass"));
    assert!(!scratch.path("new").exists());
}

#[test]
fn keys_are_made_and_never_overwritten() {
    let scratch = Scratch::new();
    expect![[r#"
        $ byline key new fresh --no-passphrase
        Made the key SHA256:[key]
          secret  fresh
          public  fresh.pub
    "#]]
    .assert_eq(&scratch.run("key new fresh --no-passphrase").to_string());
    assert!(scratch.read("fresh").starts_with("-----BEGIN OPENSSH PRIVATE KEY-----\n"));
    expect![[r#"
        $ byline key new fresh --no-passphrase
        --- stderr
        byline: error: fresh exists already
        byline: hint: name another file: keys are never overwritten
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("key new fresh --no-passphrase").to_string());
    expect![[r#"
        $ byline key new other
        --- stderr
        byline: error: nobody is there to type a passphrase
        byline: hint: name a --passphrase-file
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("key new other").to_string());
    scratch.write("empty.pass", "\n");
    expect![[r#"
        $ byline key new other --passphrase-file empty.pass
        --- stderr
        byline: error: no passphrase stands in the first line of empty.pass
        byline: hint: for a key without one say --no-passphrase
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("key new other --passphrase-file empty.pass").to_string());
    assert!(!scratch.path("other").exists());
    expect![[r#"
        $ byline key new --no-passphrase
        Made the key SHA256:[key]
          secret  [scratch]/config/key
          public  [scratch]/config/key.pub
    "#]]
    .assert_eq(&scratch.run("key new --no-passphrase").to_string());
}

#[cfg(unix)]
#[test]
fn secrets_are_readable_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let scratch = Scratch::with_ledger();
    scratch.done("key new fresh --no-passphrase");
    for name in ["fresh", "desk/ledger.key", "desk/journal"] {
        let mode = std::fs::metadata(scratch.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
}

#[test]
fn a_reporter_asks_and_an_editor_enrols() {
    let scratch = Scratch::new();
    scratch.done("init desk --origin example.org/desk --handle ana --editor-name 'Ana Rossi' --key ana");
    let request = "key request --origin example.org/desk --handle ben --name 'Ben Uri' --key ben --output ben.request";
    expect![[r#"
        $ byline key request --origin example.org/desk --handle ben --name 'Ben Uri' --key ben --output ben.request
        Wrote ben.request: ben asks to be reporter of example.org/desk
          Give it to an editor, and read out the key on the telephone: SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk
    "#]]
    .assert_eq(&scratch.run(request).to_string());
    // Without somebody to ask nothing is signed.
    expect![[r#"
        $ byline -C desk key enrol ben.request --key ana
        --- stderr
        byline: error: nobody is there to confirm: nothing was signed
        byline: hint: add --yes
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk key enrol ben.request --key ana"));
    expect![[r#"
        $ byline -C desk key enrol ben.request --yes --key ana
        Enrolled ben as reporter at entry 2: SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk
    "#]]
    .assert_eq(&scratch.run("-C desk key enrol ben.request --yes --key ana").to_string());
    expect![[r#"
        $ byline -C desk key list
        ledger    example.org/desk  SHA256:[key]  (since entry 0)
        editor    ana               SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM  (since entry 0, Ana Rossi)
        reporter  ben               SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk  (since entry 2, Ben Uri)
    "#]]
    .assert_eq(&scratch.run("-C desk key list").to_string());
    // The same again: the key is enrolled already.
    expect![[r#"
        $ byline -C desk key enrol ben.request --yes --key ana
        --- stderr
        byline: error: can't append to desk: refused: the key SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk was enrolled before (roster.change)
        byline: hint: nothing was appended
        --- exit 2
    "#]].assert_eq(&scratch.refused("-C desk key enrol ben.request --yes --key ana"));
}

#[test]
fn who_may_not_enrol_does_not() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.done("key request --origin example.org/desk --handle carl --key carl --output carl.request");
    expect![[r#"
        $ byline -C desk key enrol carl.request --yes --key ben
        --- stderr
        byline: error: can't append to desk: refused: ben is reporter, and only an editor changes the roster (signer.role)
        byline: hint: nothing was appended
        --- exit 2
    "#]].assert_eq(&scratch.refused("-C desk key enrol carl.request --yes --key ben"));
    expect![[r#"
        $ byline -C desk key enrol carl.request --yes --key carl
        --- stderr
        byline: error: the key SHA256:pGw9BD+QNLcdHU5lYCkZ9yUJfNv2wB991GGyytxSHpo is not enrolled in this ledger
        byline: hint: make a request with `byline key request`, and let an editor enrol it with `byline key enrol`
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk key enrol carl.request --yes --key carl"));
    scratch.edit("carl.request", "handle = \"carl\"", "handle = \"carla\"");
    expect![[r#"
        $ byline -C desk key enrol carl.request --yes --key ana
        --- stderr
        byline: error: can't append to desk: refused: the key of carla has not signed its enrolment (roster.change)
        byline: hint: nothing was appended
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk key enrol carl.request --yes --key ana"));
    scratch.done("key request --origin example.org/other --handle carl --key carl --output other.request");
    expect![[r#"
        $ byline -C desk key enrol other.request --yes --key ana
        --- stderr
        byline: error: the request is for the ledger example.org/other, this one is example.org/desk
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk key enrol other.request --yes --key ana"));
    expect![[r#"
        $ byline -C desk key enrol fire.toml --yes --key ana
        --- stderr
        byline: error: fire.toml is no enrolment request: unknown field `claim`, expected one of `origin`, `handle`, `role`, `name`, `key`, `proof`
        byline: hint: `byline key request` writes one
        --- exit 2
    "#]].assert_eq(&scratch.refused("-C desk key enrol fire.toml --yes --key ana"));
    expect![[r#"
        $ byline -C desk key enrol ana --yes --key ana
        --- stderr
        byline: error: ana is no enrolment request: key with no value, expected `=`
        byline: hint: `byline key request` writes one
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk key enrol ana --yes --key ana"));
}

#[test]
fn the_index_can_be_built_anew() {
    let scratch = Scratch::with_records();
    expect![[r#"
        $ byline -C desk index rebuild
        Built the index of 20 entries
    "#]]
    .assert_eq(&scratch.run("-C desk index rebuild").to_string());
}
