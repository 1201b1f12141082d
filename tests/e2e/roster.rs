//! Changes of the roster: one editor's, a quorum's, and the ledger's own key.

use crate::scratch::{NOW, Scratch};
use expect_test::expect;

/// A ledger of three editors, ana, ben and carl, of whom two must agree; dora is to be let in.
fn three_editors() -> Scratch {
    let scratch = Scratch::new();
    for name in ["ben", "carl"] {
        scratch.done(&format!(
            "key request --origin example.org/desk --handle {name} --role editor --key {name} --output {name}.request"
        ));
    }
    scratch.done("init desk --origin example.org/desk --handle ana --founder ben.request --founder carl.request --approvals 2 --key ana");
    scratch.done("key request --origin example.org/desk --handle dora --key dora --passphrase-file dora.pass --output dora.request");
    scratch
}

#[test]
fn two_of_three_editors_let_somebody_in() {
    let scratch = three_editors();
    expect![[r#"
        $ byline -C desk key enrol dora.request --yes --key ana
        Asked for at entry 2, and not done yet: enrols dora as reporter
          It waits for 1 more editor: byline key approve b3:[id]
    "#]]
    .assert_eq(&scratch.run("-C desk key enrol dora.request --yes --key ana").to_string());
    expect![[r#"
        $ byline -C desk key list
        ledger    example.org/desk  SHA256:[key]  (since entry 0)
        editor    ana               SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM  (since entry 0)
        editor    ben               SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk  (since entry 0)
        editor    carl              SHA256:pGw9BD+QNLcdHU5lYCkZ9yUJfNv2wB991GGyytxSHpo  (since entry 0)

        waiting: a change holds when 2 editors asked for it
          b3:[id]  enrols dora as reporter
                       entry 2, asked for by ana
    "#]]
    .assert_eq(&scratch.run("-C desk key list").to_string());
    expect![[r#"
        $ byline -C desk key approve 2 --yes --key ana
        --- stderr
        byline: error: can't append to desk: refused: ana has asked for this change before: two keys of one person are one vote (roster.change)
        byline: hint: nothing was appended
        --- exit 2
    "#]].assert_eq(&scratch.refused("-C desk key approve 2 --yes --key ana"));
    expect![[r#"
        $ byline -C desk key approve 2 --yes --key ben
        Approved at entry 4: enrols dora as reporter
          It holds from the next entry on
    "#]]
    .assert_eq(&scratch.run("-C desk key approve 2 --yes --key ben").to_string());
    expect![[r#"
        $ byline -C desk key approve 2 --yes --key carl
        --- stderr
        byline: error: no change 2 waits for approvals
        byline: hint: `byline key list` shows those that do; a change is void when another one came into force after it
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk key approve 2 --yes --key carl"));
    expect![[r#"
        $ byline -C desk key list
        ledger    example.org/desk  SHA256:[key]  (since entry 0)
        editor    ana               SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM  (since entry 0)
        editor    ben               SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk  (since entry 0)
        editor    carl              SHA256:pGw9BD+QNLcdHU5lYCkZ9yUJfNv2wB991GGyytxSHpo  (since entry 0)
        reporter  dora              SHA256:ipwD6c780bXcRI0am9G9si6r9tSD+2ELFVIcArMH5go  (since entry 4)
    "#]]
    .assert_eq(&scratch.run("-C desk key list").to_string());
    assert_eq!(scratch.run("-C desk verify").code, Some(0));
}

#[test]
fn a_key_is_rotated_revoked_and_declared_stolen() {
    let scratch = Scratch::with_records();
    scratch.done("key new new --no-passphrase");
    expect![[r#"
        $ byline -C desk key rotate new --reason 'a new laptop' --yes --key ben
        Rotated the key of ben at entry 20: SHA256:[key]
    "#]]
    .assert_eq(&scratch.run("-C desk key rotate new --reason 'a new laptop' --yes --key ben").to_string());
    expect![[r#"
        $ byline -C desk record dock.toml --yes --key ben
        --- stderr
        byline: error: the time of the key SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk ended at entry 20 (rotated)
        byline: hint: sign with the key that you have now; `byline key list` shows it
        --- exit 2
    "#]].assert_eq(&scratch.refused("-C desk record dock.toml --yes --key ben"));
    expect![[r#"
        $ byline -C desk key revoke nobody --yes --key ana
        --- stderr
        byline: error: no key of "nobody" is in the roster
        byline: hint: name it by its fingerprint; `byline key list` shows them
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk key revoke nobody --yes --key ana"));
    expect![[r#"
        $ byline -C desk key revoke ana --yes --key ana
        --- stderr
        byline: error: can't append to desk: refused: that would leave 0 editors with a living key, where a change needs 1 of them (roster.change)
        byline: hint: nothing was appended
        --- exit 2
    "#]].assert_eq(&scratch.refused("-C desk key revoke ana --yes --key ana"));
    expect![[r#"
        $ byline -C desk key compromised SHA256:[key] --since 3 --reason 'it was stolen' --yes --key ana
        Ended a key of ben (suspect since entry 3) at entry 22: SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk
    "#]]
    .assert_eq(
        &scratch
            .run("-C desk key compromised SHA256:UCFaPsBYqt --since 3 --reason 'it was stolen' --yes --key ana")
            .to_string(),
    );
    expect![[r#"
        $ byline -C desk key list
        ledger    example.org/desk  SHA256:[key]  (since entry 0)
        editor    ana               SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM  (since entry 0, Ana Rossi)

        ended:
        reporter  ben               SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk  (entries 2 to 20: rotated)
        reporter  ben               SHA256:[key]  (entries 20 to 22: compromised)
    "#]]
    .assert_eq(&scratch.run("-C desk key list").to_string());
    let verify = scratch.run("-C desk verify");
    assert_eq!(verify.code, Some(0), "{verify}");
    let note: Vec<_> = verify.stdout.lines().filter(|line| line.starts_with("note: ")).collect();
    expect!["note: the key SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk of ben was in other hands since index 3, as the change says that holds from index 22; 5 entries that it signed since then are suspect: indexes 15-18, 20"].assert_eq(&note.join("\n"));
    expect![[r#"
        $ byline -C desk log --from 20
            20  b3:[id]  key       ben          rotates a key of ben (reporter): SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk to SHA256:[key]: a new laptop
            21  ──────── sealed 2025-06-15T08:00:00Z ────────
            22  b3:[id]  key       ana          a key of ben was in other hands since entry 3: SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk: it was stolen
            23  ──────── sealed 2025-06-15T08:00:00Z ────────
    "#]].assert_eq(&scratch.run("-C desk log --from 20").to_string());
}

#[test]
fn a_lost_key_is_replaced_and_a_role_changed() {
    let scratch = Scratch::with_ledger();
    scratch.done("key request --origin example.org/desk --handle ben --key carl --output lost.request");
    expect![[r#"
        $ byline -C desk key replace ben lost.request --yes --key ana
        Replaced the key SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk of ben at entry 4: SHA256:pGw9BD+QNLcdHU5lYCkZ9yUJfNv2wB991GGyytxSHpo
    "#]].assert_eq(&scratch.run("-C desk key replace ben lost.request --yes --key ana").to_string());
    expect![[r#"
        $ byline -C desk key role ben editor --yes --key ana
        Made ben editor at entry 6
    "#]]
    .assert_eq(&scratch.run("-C desk key role ben editor --yes --key ana").to_string());
    expect![[r#"
        $ byline -C desk key approvals 2 --yes --key carl
        Set the editors needed for a change to 2 at entry 8
    "#]]
    .assert_eq(&scratch.run("-C desk key approvals 2 --yes --key carl").to_string());
    expect![[r#"
        $ byline -C desk key approvals 1 --yes --key ben
        --- stderr
        byline: error: the time of the key SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk ended at entry 4 (replaced)
        byline: hint: sign with the key that you have now; `byline key list` shows it
        --- exit 2
    "#]].assert_eq(&scratch.refused("-C desk key approvals 1 --yes --key ben"));
    expect![[r#"
        $ byline -C desk key role ben reporter --yes --key ana
        --- stderr
        byline: error: can't append to desk: refused: that would leave 1 editors with a living key, where a change needs 2 of them (roster.change)
        byline: hint: nothing was appended
        --- exit 2
    "#]].assert_eq(&scratch.run("-C desk key role ben reporter --yes --key ana").to_string());
}

#[test]
fn a_backup_key_goes_on_when_the_first_is_stolen() {
    let scratch = Scratch::new();
    expect![[r#"
        $ byline init desk --origin example.org/desk --handle ana --backup-key carl --key ana
        Made the ledger example.org/desk in desk
          ledger key  SHA256:[key]  (pinned for you; publish it where others can compare)
          whole key   ssh-ed25519 [base64]
          editor      ana  SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
          editor      ana  SHA256:pGw9BD+QNLcdHU5lYCkZ9yUJfNv2wB991GGyytxSHpo
    "#]]
    .assert_eq(
        &scratch.run("init desk --origin example.org/desk --handle ana --backup-key carl --key ana").to_string(),
    );
    expect![[r#"
        $ byline -C desk key revoke SHA256:[key] --yes --key carl
        Revoked a key of ana at entry 2: SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
    "#]]
    .assert_eq(&scratch.run("-C desk key revoke SHA256:dA4zfVo/CntI --yes --key carl").to_string());
    expect![[r#"
        $ byline -C desk key approvals 1 --yes --key ana
        --- stderr
        byline: error: the time of the key SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM ended at entry 2 (revoked)
        byline: hint: sign with the key that you have now; `byline key list` shows it
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk key approvals 1 --yes --key ana"));
}

#[test]
fn the_ledger_gets_a_new_key_and_auditors_go_on() {
    let scratch = three_editors();
    let before = scratch.read("desk/ledger.key");
    expect![[r#"
        $ byline -C desk key rotate-ledger --reason 'once a year' --yes --key ana
        Asked for at entry 2, and not done yet: the ledger's next key SHA256:[key]: once a year
          It waits for 1 more editor: byline key approve b3:[id]
    "#]]
    .assert_eq(&scratch.run("-C desk key rotate-ledger --reason 'once a year' --yes --key ana").to_string());
    assert_eq!(scratch.read("desk/ledger.key"), before);
    scratch.done("-C desk verify");
    expect![[r#"
        $ byline -C desk key approve 2 --yes --key carl
        Approved at entry 4: the ledger's next key SHA256:[key]: once a year
          It holds from the next entry on
    "#]]
    .assert_eq(&scratch.run("-C desk key approve 2 --yes --key carl").to_string());
    assert_ne!(scratch.read("desk/ledger.key"), before);
    assert!(!scratch.ledger().keys().any(|name| name.starts_with("ledger-next-")));
    // The auditor pinned the old key: he learns of the new one, and pins that.
    let verify = scratch.run("-C desk verify");
    assert_eq!(verify.code, Some(0), "{verify}");
    assert!(verify.stdout.contains("note: the key that you pinned"), "{verify}");
    let again = scratch.run("-C desk verify");
    assert!(!again.stdout.contains("note:"), "{again}");
    // The ledger goes on under its new key, and its old one is refused.
    let later = scratch.run_at(NOW + 60, "-C desk key enrol dora.request --yes --key ben");
    assert_eq!(later.code, Some(0), "{later}");
    scratch.done("-C desk key list");
    scratch.write("desk/ledger.key", &before);
    expect![[r#"
        $ byline -C desk key approve 4 --yes --key ana
        --- stderr
        byline: error: can't append to desk: the ledger's key file holds another key than the ledger's
        byline: hint: put back the ledger.key that `byline init` made, or the newest one if the ledger's key was replaced since
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk key approve 4 --yes --key ana"));
}
