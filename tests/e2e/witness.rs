//! Witnesses: from a new one to an audit that counts its cosignature; what it refuses to sign; and openssl's word on the signatures.

use crate::scratch::{NOW, Scratch};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use expect_test::expect;
use std::process::{Command, Output};

/// A ledger of 15 entries and two witnesses, w1 and w2.
pub fn scratch() -> Scratch {
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

          not checked    the witnesses that you named saw this checkpoint too: the quorum 2 of (w1, w2) is not reached: cosigned by w1; not by w2
          (13 other checks)

        Witnesses saw this checkpoint, by their own clocks. All entries under it were there by then:
          2025-06-15T08:10:00Z  w1 (w1.example/w)

        NOT ALL CHECKED: nothing failed, but see the lines above that say "not checked".
        --- exit 3
    "#]].assert_eq(&scratch.run("-C desk verify").told());
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

          (14 other checks)

        Witnesses saw this checkpoint, by their own clocks. All entries under it were there by then:
          2025-06-15T08:10:00Z  w1 (w1.example/w)
          2025-06-15T08:15:01Z  w2 (w2.example/w)

        PASSED: nothing was changed, dropped, backdated or forked. This says who recorded what, and when;
        it does not say that any claim is true.
    "#]]
    .assert_eq(&scratch.run("-C desk verify").told());
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

          failed         the witnesses that you named saw this checkpoint too (0 cosignatures)
          (13 other checks)

        1 finding:
          checkpoint.witness at file log/checkpoint: the cosignature of the witness w1.example/w ([key id]) does not verify

        What to do:
          checkpoint.witness: get log/checkpoint again; if it stays so, tell the witness and the newsroom

        note: the checkpoint has a signature line of an unknown key, "w1.example/w": ignored, as the signed-note format demands

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("-C desk verify --policy policy").told());
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
fn policies_that_can_t_be_used() {
    let scratch = scratch();
    scratch.write("policy", "witness w1 not-a-key\nquorum w1\n");
    expect![[r#"
        $ byline -C desk verify --policy policy
        --- stderr
        byline: error: policy: line 1: the vkey can't be used: expected `name+key ID+base64`
        byline: hint: a policy has lines `witness NAME VKEY`, `group NAME any|all|K NAME...` and one `quorum NAME` (docs/witnesses.md)
        --- exit 2
    "#]].assert_eq(&scratch.run("-C desk verify --policy policy").told());
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

/// What openssl says of an Ed25519 signature over these bytes.
fn openssl(scratch: &Scratch, key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    // The key as a SubjectPublicKeyInfo (RFC 8410).
    let spki = [&b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"[..], key].concat();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(spki));
    scratch.write("key.pem", pem);
    scratch.write("message", message);
    scratch.write("signature", signature);
    let arguments = "pkeyutl -verify -pubin -inkey key.pem -rawin -in message -sigfile signature";
    run_openssl(scratch, arguments).status.success()
}

fn run_openssl(scratch: &Scratch, arguments: &str) -> Output {
    let run = Command::new("openssl").args(arguments.split(' ')).current_dir(scratch.path("")).output();
    run.expect("this test needs openssl 3 (Debian: apt-get install openssl)")
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
    assert!(openssl(&scratch, &ledger, text.as_bytes(), &own[4..]), "the ledger's signature");
    let time = u64::from_be_bytes(cosignature[4..12].try_into().unwrap());
    assert_eq!(time, NOW + 600);
    let signed = format!("cosignature/v1\ntime {time}\n{text}");
    assert!(openssl(&scratch, &witness, signed.as_bytes(), &cosignature[12..]), "the cosignature");
    // openssl can say no.
    assert!(!openssl(&scratch, &witness, text.as_bytes(), &cosignature[12..]));
    assert!(!openssl(&scratch, &ledger, signed.as_bytes(), &own[4..]));
}

/// The tree over four entries as RFC 6962, section 2.1 has it: openssl comes to the root that is signed.
#[test]
fn openssl_comes_to_the_signed_root() {
    let scratch = Scratch::with_ledger();
    let sha256 = |bytes: &[u8]| -> Vec<u8> {
        scratch.write("hashed", bytes);
        let output = run_openssl(&scratch, "dgst -sha256 -binary hashed");
        assert!(output.status.success());
        output.stdout
    };
    // A bundle of entries has before each its length in two bytes (C2SP tlog-tiles).
    let mut rest: &[u8] = &std::fs::read(scratch.path("desk/log/tile/entries/000.p/4")).unwrap();
    let mut leaves = Vec::new();
    while let [high, low, behind @ ..] = rest {
        let (leaf, next) = behind.split_at(usize::from(u16::from_be_bytes([*high, *low])));
        leaves.push(sha256(&[&[0], leaf].concat()));
        rest = next;
    }
    assert_eq!(leaves.len(), 4);
    let node = |left: &[u8], right: &[u8]| sha256(&[&[1], left, right].concat());
    let root = node(&node(&leaves[0], &leaves[1]), &node(&leaves[2], &leaves[3]));
    assert_eq!(scratch.read("desk/log/checkpoint").lines().nth(2), Some(STANDARD.encode(root).as_str()));
}
