//! Witnesses: from a new one to an audit that counts its cosignature; what it refuses to sign; and openssl's word on the signatures.

use crate::scratch::{NOW, Scratch};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use expect_test::expect;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A ledger of 15 entries and two witnesses, w1 and w2.
fn scratch() -> Scratch {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.done("-C desk record fire.toml --yes --key ana");
    for name in ["w1", "w2"] {
        scratch.done(&format!("witness new {name} --name {name}.example/w --no-passphrase"));
    }
    scratch
}

fn vkey(scratch: &Scratch, witness: &str) -> String {
    scratch.read(&format!("{witness}/witness.vkey")).trim_end().to_owned()
}

/// A policy that asks for both witnesses.
fn both(scratch: &Scratch) {
    let [one, two] = ["w1", "w2"].map(|name| format!("witness {name} {}\n", vkey(scratch, name)));
    scratch.write("policy", format!("{one}{two}group both all w1 w2\nquorum both\n"));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
        }
    }
}

#[test]
fn from_a_new_witness_to_an_audit() {
    let scratch = scratch();
    expect![[r#"
        $ byline witness new w3 --name w3.example/w --no-passphrase
        Made the witness w3.example/w in w3
          w3.[base64]
          Publish this line: auditors put it into their policies. Never use two copies of the folder, nor go on from an
          old one: a witness that forgets what it cosigned can be made to cosign a second history.
    "#]]
    .assert_eq(&scratch.run("witness new w3 --name w3.example/w --no-passphrase").to_string());
    expect![[r#"
        $ byline witness sign w1 desk --output w1.cosignature
        Wrote w1.cosignature: cosignature of example.org/desk with 15 entries at 2025-06-15T08:10:00Z
    "#]]
    .assert_eq(&scratch.run_at(NOW + 600, "witness sign w1 desk --output w1.cosignature").to_string());
    both(&scratch);
    expect![[r#"
        $ byline -C desk checkpoint add-cosignature w1.cosignature
        --- stderr
        byline: error: no witness is named, so no cosignature can be checked
        byline: hint: name one with --witness VKEY, or a policy with --policy FILE
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk checkpoint add-cosignature w1.cosignature").to_string());
    expect![[r#"
        $ byline -C desk trust policy policy
        A checkpoint of example.org/desk counts when it is cosigned by 2 of (w1, w2)
    "#]]
    .assert_eq(&scratch.run("-C desk trust policy policy").to_string());
    expect![[r#"
        $ byline -C desk checkpoint add-cosignature w1.cosignature
        Took in the cosignature of w1.example/w at 2025-06-15T08:10:00Z, on 15 entries
          Hand out log/checkpoint again. The next commit makes a new checkpoint, which has to be cosigned anew.
    "#]]
    .assert_eq(&scratch.run("-C desk checkpoint add-cosignature w1.cosignature").to_string());
    expect![[r#"
        $ byline -C desk checkpoint
        example.org/desk
        15
        [base64]

        — example.org/desk [base64]
        — w1.example/w [base64]
    "#]]
    .assert_eq(&scratch.run("-C desk checkpoint").to_string());
    // One of two is not enough, and says so.
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          15 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not checked    the witnesses that you named saw this checkpoint too: the quorum 2 of (w1, w2) is not reached: cosigned by w1; not by w2
          passed         every file of the log is exact, and none is missing or extra (8 files)
          passed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (15 entries)
          passed         every statement and seal agrees with the chain before it (15 entries)
          passed         every statement is signed by the key it names (15 entries)
          passed         every signer was in the roster, with the role, at that point (15 entries)
          passed         every record keeps the rules, and what it refers to exists (15 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (15 entries)
          passed         the archived documents are the ones recorded (1 document)
          passed         every quote stands where it is said to stand (3 passages)

        Witnesses saw this checkpoint, by their own clocks. All entries under it were there by then:
          2025-06-15T08:10:00Z  w1 (w1.example/w)

        NOT ALL CHECKED: nothing failed, but see the lines above that say "not checked".
        --- exit 3
    "#]].assert_eq(&scratch.run("-C desk verify").to_string());
    // The other one is asked by a request, as it goes over a network.
    expect![[r#"
        $ byline -C desk witness request --output request
        Wrote request: request to a witness
    "#]]
    .assert_eq(&scratch.run("-C desk witness request --output request").to_string());
    expect![[r#"
        $ byline witness sign w2 request
        — w2.example/w [base64]
    "#]]
    .assert_eq(&scratch.run_at(NOW + 900, "witness sign w2 request").to_string());
    scratch.write("w2.cosignature", scratch.run_at(NOW + 901, "witness sign w2 desk").stdout);
    scratch.done("-C desk checkpoint add-cosignature w2.cosignature");
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          15 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          passed         the witnesses that you named saw this checkpoint too (2 cosignatures)
          passed         every file of the log is exact, and none is missing or extra (8 files)
          passed         all entries give the root that the ledger signed (1 root)
          passed         the log only grew since you last saw it (1 earlier checkpoint)
          passed         every entry is a statement in its one form (15 entries)
          passed         every statement and seal agrees with the chain before it (15 entries)
          passed         every statement is signed by the key it names (15 entries)
          passed         every signer was in the roster, with the role, at that point (15 entries)
          passed         every record keeps the rules, and what it refers to exists (15 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (15 entries)
          passed         the archived documents are the ones recorded (1 document)
          passed         every quote stands where it is said to stand (3 passages)

        Witnesses saw this checkpoint, by their own clocks. All entries under it were there by then:
          2025-06-15T08:10:00Z  w1 (w1.example/w)
          2025-06-15T08:15:01Z  w2 (w2.example/w)

        PASSED: nothing was changed, dropped, backdated or forked. This says who recorded what, and when;
        it does not say that any claim is true.
    "#]]
    .assert_eq(&scratch.run("-C desk verify").to_string());
    let json = scratch.run("-C desk verify --format json").json();
    assert_eq!(json["cosignatures"][0]["time"], "2025-06-15T08:10:00Z");
    assert_eq!(json["cosignatures"][1]["witness"], "w2");
    // Who names no witnesses sees lines of unknown keys.
    scratch.done("-C desk trust policy --none");
    let plain = scratch.run("-C desk verify");
    assert_eq!(plain.code, Some(0), "{plain}");
    assert_eq!(plain.stdout.matches("unknown key").count(), 2);
    // The next commit has a checkpoint of its own.
    scratch.done("-C desk record dock.toml --yes --key ben");
    let after = scratch.run("-C desk verify --policy policy");
    assert_eq!(after.code, Some(3), "{after}");
    expect![[r#"
        $ byline -C desk checkpoint add-cosignature w2.cosignature --policy policy
        --- stderr
        byline: error: w2.cosignature: the signature by w2.example/w ([key id]) does not verify
        byline: hint: name the witness with --witness VKEY; if the ledger has grown since, ask the witness again
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk checkpoint add-cosignature w2.cosignature --policy policy").to_string());
}

#[test]
fn a_failing_cosignature() {
    let scratch = scratch();
    both(&scratch);
    scratch.done("witness sign w1 desk --output w1.cosignature");
    scratch.done("-C desk checkpoint add-cosignature w1.cosignature --policy policy");
    let note = scratch.read("desk/log/checkpoint");
    let line = note.lines().last().unwrap();
    // The time is the first thing behind the key's ID: an hour earlier.
    let (head, base64) = line.rsplit_once(' ').unwrap();
    let mut bytes = STANDARD.decode(base64).unwrap();
    bytes[10] ^= 0x0f;
    let forged = format!("{head} {}", STANDARD.encode(&bytes));
    scratch.write("desk/log/checkpoint", note.replace(line, &forged));
    expect![[r#"
        $ byline -C desk verify --policy policy
        Audit of example.org/desk in desk
          15 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          failed         the witnesses that you named saw this checkpoint too (0 cosignatures)
          passed         every file of the log is exact, and none is missing or extra (8 files)
          passed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (15 entries)
          passed         every statement and seal agrees with the chain before it (15 entries)
          passed         every statement is signed by the key it names (15 entries)
          passed         every signer was in the roster, with the role, at that point (15 entries)
          passed         every record keeps the rules, and what it refers to exists (15 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (15 entries)
          passed         the archived documents are the ones recorded (1 document)
          passed         every quote stands where it is said to stand (3 passages)

        1 finding:
          checkpoint.witness at file log/checkpoint: the cosignature of the witness w1.example/w ([key id]) does not verify

        What to do:
          checkpoint.witness: get log/checkpoint again; if it stays so, tell the witness and the newsroom

        note: the checkpoint has a signature line of an unknown key, "w1.example/w": ignored, as the signed-note format demands

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("-C desk verify --policy policy").to_string());
    // To everybody else it is the line of an unknown key.
    assert_eq!(scratch.run("-C desk verify").code, Some(0));
    scratch.write("forged", format!("{forged}\n"));
    expect![[r#"
        $ byline -C desk checkpoint add-cosignature forged --policy policy
        --- stderr
        byline: error: forged: the signature by w1.example/w ([key id]) does not verify
        byline: hint: name the witness with --witness VKEY; if the ledger has grown since, ask the witness again
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk checkpoint add-cosignature forged --policy policy"));
}

#[test]
fn one_history_only() {
    let scratch = scratch();
    let other = scratch.copy();
    scratch.done("-C desk record dock.toml --yes --key ben");
    scratch.done("witness sign w1 desk");
    // An old copy, from before.
    copy(&other.path("desk"), &scratch.path("older"));
    expect![[r#"
        $ byline witness sign w1 older
        REFUSED: the checkpoint has 15 entries, and this witness cosigned one with 20 already: a rollback
          What this witness cosigned last, on 2025-06-15T08:00:00Z:
            | example.org/desk
            | 20
            | [base64]
            |
            | — example.org/desk [base64]
            | — w1.example/w [base64]
          What it was asked to cosign:
            | example.org/desk
            | 15
            | [base64]
            |
            | — example.org/desk [base64]
        Nothing was signed. Keep both, ask the newsroom, and show both to the auditors who rely on you: an old copy is innocent,
        two histories are not.
        --- exit 1
    "#]].assert_eq(&scratch.run("witness sign w1 older").to_string());
    // Another history of the same size, and of a larger one.
    other.run_at(NOW + 60, "-C desk record dock.toml --yes --key ben");
    copy(&other.path("desk"), &scratch.path("same-size"));
    expect![[r#"
        $ byline witness sign w1 same-size
        REFUSED: this witness cosigned another root at 20 entries already: a fork
          What this witness cosigned last, on 2025-06-15T08:00:00Z:
            | example.org/desk
            | 20
            | [base64]
            |
            | — example.org/desk [base64]
            | — w1.example/w [base64]
          What it was asked to cosign:
            | example.org/desk
            | 20
            | [base64]
            |
            | — example.org/desk [base64]
        Nothing was signed. Keep both, ask the newsroom, and show both to the auditors who rely on you: an old copy is innocent,
        two histories are not.
        --- exit 1
    "#]].assert_eq(&scratch.run("witness sign w1 same-size").to_string());
    other.run_at(NOW + 90, "-C desk withdraw fire --reason 'a second history' --yes --key ana");
    copy(&other.path("desk"), &scratch.path("longer"));
    let refused = scratch.run("witness sign w1 longer");
    assert_eq!(refused.code, Some(1), "{refused}");
    assert!(refused.stdout.starts_with("REFUSED: the new tree is not shown to continue"), "{refused}");
    // It goes on with the first.
    scratch.done("witness sign w1 desk");
    assert_eq!(scratch.run("witness sign w1 desk --format json").json()["size"], 20);
}

#[test]
fn a_proof_from_another_size() {
    let scratch = scratch();
    scratch.done("witness sign w1 desk");
    scratch.done("-C desk record dock.toml --yes --key ben");
    scratch.done("-C desk witness request --output from-0");
    expect![[r#"
        $ byline witness sign w1 from-0
        --- stderr
        byline: error: the proof is from 0 entries on, and this witness cosigned 15 last
        byline: hint: ask for a request from there: `byline witness request --old 15`
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness sign w1 from-0").to_string());
    scratch.done("-C desk witness request --old 15 --output from-15");
    // Somebody changes a hash of the proof on the way.
    let request = scratch.read("from-15");
    let hash = request.lines().nth(1).unwrap();
    scratch.write("changed", request.replacen(hash, &STANDARD.encode([7; 32]), 1));
    let refused = scratch.run("witness sign w1 changed");
    assert_eq!(refused.code, Some(1), "{refused}");
    scratch.done("witness sign w1 from-15");
    expect![[r#"
        $ byline -C desk witness request --old 99
        --- stderr
        byline: error: the log has 20 entries, and the witness cosigned 99
        byline: hint: this is an older copy: get the newest
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk witness request --old 99").to_string());
}

#[test]
fn what_a_witness_doesn_t_do() {
    let scratch = scratch();
    expect![[r#"
        $ byline witness new w1 --name w1.example/w --no-passphrase
        --- stderr
        byline: error: w1 is not empty
        byline: hint: name a folder that doesn't exist yet, or an empty one
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness new w1 --name w1.example/w --no-passphrase").to_string());
    expect![[r#"
        $ byline witness new w4 --name 'a b' --no-passphrase
        --- stderr
        byline: error: --name a b: a key's name is not empty and has no space, control character or `+`
        byline: hint: give it a URL without scheme, such as example.net/witness
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness new w4 --name 'a b' --no-passphrase").to_string());
    expect![[r#"
        $ byline witness sign nowhere desk
        --- stderr
        byline: error: nowhere is no witness's folder: it has no good witness.vkey
        byline: hint: `byline witness new` makes one
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness sign nowhere desk").to_string());
    expect![[r#"
        $ byline witness sign w1 fire.toml
        --- stderr
        byline: error: fire.toml is no request to a witness: line 1 of the proof is malformed
        byline: hint: name a ledger's folder, or what `byline witness request` wrote
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness sign w1 fire.toml").to_string());
    // A clock that runs backwards.
    scratch.done("witness sign w1 desk");
    expect![[r#"
        $ byline witness sign w1 desk
        --- stderr
        byline: error: the clock says 2025-06-15T07:59:59Z, and this witness signed at 2025-06-15T08:00:00Z already
        byline: hint: put the clock right: a witness vouches for its time
        --- exit 2
    "#]]
    .assert_eq(&scratch.run_at(NOW - 1, "witness sign w1 desk").to_string());
    // Another process is at work.
    let lock = fs::File::create(scratch.path("w1/lock")).unwrap();
    lock.lock().unwrap();
    expect![[r#"
        $ byline witness sign w1 desk
        --- stderr
        byline: error: another process is writing to w1
        byline: hint: wait until the other process is done, then try again
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness sign w1 desk").to_string());
    drop(lock);
    // A ledger that nobody vouched for.
    scratch.forget();
    expect![[r#"
        $ byline witness sign w1 desk
        --- stderr
        byline: error: you have pinned no key for example.org/desk, so this may be anybody's ledger
        byline: hint: compare its key with a copy from elsewhere, then `byline trust pin`
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("witness sign w1 desk").to_string());
}

#[test]
fn a_witness_that_lost_its_memory_signs_nothing() {
    let scratch = scratch();
    scratch.done("witness sign w1 desk");
    let cosigned: Vec<PathBuf> =
        fs::read_dir(scratch.path("w1/cosigned")).unwrap().map(|it| it.unwrap().path()).collect();
    let [file] = cosigned.as_slice() else { panic!("{cosigned:?}") };
    let note = fs::read_to_string(file).unwrap();
    fs::write(file, note.replace("\n15\n", "\n14\n")).unwrap();
    let run = scratch.run("witness sign w1 desk");
    assert_eq!(run.code, Some(2), "{run}");
    assert!(run.stderr.contains("is damaged, so nobody knows what this witness cosigned"), "{run}");
    fs::write(file, note).unwrap();
    scratch.done("witness sign w1 desk");
}

#[test]
fn policies_that_can_t_be_used() {
    let scratch = scratch();
    scratch.write("policy", "witness w1 not-a-key\nquorum w1\n");
    expect![[r#"
        $ byline -C desk verify --policy policy
        --- stderr
        byline: error: policy: line 1: the vkey can't be used: expected `name+key ID+base64`
        byline: hint: a policy has lines `witness NAME VKEY`, `group NAME any|all|K NAME...` and one `quorum NAME` (docs/witnesses.md)
        --- exit 2
    "#]].assert_eq(&scratch.run("-C desk verify --policy policy").to_string());
    let log = "log example.org/other+3e49cdae+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    scratch.write("policy", format!("{log}\nquorum none\n"));
    expect![[r#"
        $ byline -C desk trust policy policy
        --- stderr
        byline: error: the policy is for other logs: example.org/other
        byline: hint: its `log` lines must name this ledger with its key, or be left out
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk trust policy policy").to_string());
}

/// What openssl says of an Ed25519 signature over these bytes; nothing where there is no openssl that can.
fn openssl(scratch: &Scratch, key: &[u8], message: &[u8], signature: &[u8]) -> Option<bool> {
    // The key as a SubjectPublicKeyInfo (RFC 8410).
    let spki = [&b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"[..], key].concat();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(spki));
    scratch.write("key.pem", pem);
    scratch.write("message", message);
    scratch.write("signature", signature);
    let arguments = "pkeyutl -verify -pubin -inkey key.pem -rawin -in message -sigfile signature";
    let output = Command::new("openssl").args(arguments.split(' ')).current_dir(scratch.path("")).output().ok()?;
    Some(output.status.success())
}

#[test]
fn openssl_agrees() {
    let scratch = scratch();
    scratch.write("w1.cosignature", scratch.run_at(NOW + 600, "witness sign w1 desk").stdout);
    scratch.done(&format!("-C desk checkpoint add-cosignature w1.cosignature --witness {}", vkey(&scratch, "w1")));
    let note = scratch.read("desk/log/checkpoint");
    let (text, lines) = note.rsplit_once("\n\n").unwrap();
    let text = format!("{text}\n");
    let [own, cosignature] = lines
        .lines()
        .map(|line| STANDARD.decode(line.rsplit_once(' ').unwrap().1).unwrap())
        .collect::<Vec<_>>()
        .try_into()
        .unwrap();
    // The ledger's key as byline.toml has it, an SSH public key blob; the witness's as its vkey has it.
    let blob = scratch.read("desk/byline.toml");
    let blob = blob.split("ssh-ed25519 ").nth(1).unwrap().split('"').next().unwrap();
    let ledger = STANDARD.decode(blob).unwrap()[19..].to_vec();
    let witness = vkey(&scratch, "w1");
    let witness = STANDARD.decode(witness.splitn(3, '+').nth(2).unwrap()).unwrap()[1..].to_vec();
    let Some(checkpoint) = openssl(&scratch, &ledger, text.as_bytes(), &own[4..]) else {
        eprintln!("openssl is not here: skipped");
        return;
    };
    assert!(checkpoint, "the ledger's signature");
    let time = u64::from_be_bytes(cosignature[4..12].try_into().unwrap());
    assert_eq!(time, NOW + 600);
    let signed = format!("cosignature/v1\ntime {time}\n{text}");
    assert_eq!(openssl(&scratch, &witness, signed.as_bytes(), &cosignature[12..]), Some(true), "the cosignature");
    // openssl can say no.
    assert_eq!(openssl(&scratch, &witness, text.as_bytes(), &cosignature[12..]), Some(false));
    assert_eq!(openssl(&scratch, &ledger, signed.as_bytes(), &own[4..]), Some(false));
}
