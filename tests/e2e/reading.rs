//! `log`, `show` and `verify`.

use crate::scratch::{NOW, Scratch};
use expect_test::expect;
use std::fs;

#[test]
fn the_log_in_its_order() {
    let scratch = Scratch::with_records();
    expect![[r#"
        $ byline -C desk log
             0  b3:[id]  ledger    the ledger   example.org/desk (example.org/desk)
             1  ──────── sealed 2025-06-15T08:00:00Z ────────
             2  b3:[id]  key       ana          enrols ben as reporter
             3  ──────── sealed 2025-06-15T08:00:00Z ────────
             4  b3:[id]  entity    ana          harbour-office: Harbour Office
             5  b3:[id]  entity    ana          harbour: the harbour
             6  b3:[id]  event     ana          fire: Fire in the harbour
             7  b3:[id]  question  ana          boats: How many boats were lost?
             8  b3:[id]  question  ana          deliberate: Was the fire started on purpose?
             9  b3:[id]  question  ana          moved: How many people were moved?
            10  b3:[id]  document  ana          bulletin: Bulletin 3, 291 bytes
            11  b3:[id]  claim     ana          “At 02:00 we counted 41 boats lost.”
            12  b3:[id]  claim     ana          “It was not started on purpose.”
            13  b3:[id]  claim     ana          “More than 1,200 people were moved”
            14  ──────── sealed 2025-06-15T08:00:00Z ────────
            15  b3:[id]  entity    ben          harbour-office: the port, as the paper puts it
            16  b3:[id]  document  ben          dock: news article, 222 bytes
            17  b3:[id]  claim     ben          “Згоріли 38 човнів, кажуть у порту.”
            18  b3:[id]  claim     ben          “Про причину там не говорять.”
            19  ──────── sealed 2025-06-15T08:00:00Z ────────
    "#]]
    .assert_eq(&scratch.run("-C desk log").to_string());
    expect![[r#"
        $ byline -C desk log --from 11 -n 2
            11  b3:[id]  claim     ana          “At 02:00 we counted 41 boats lost.”
            12  b3:[id]  claim     ana          “It was not started on purpose.”
    "#]]
    .assert_eq(&scratch.run("-C desk log --from 11 -n 2").to_string());
    expect![[r#"
        $ byline -C desk log --from 999
    "#]]
    .assert_eq(&scratch.run("-C desk log --from 999").to_string());
}

#[test]
fn one_record_by_slug_index_and_id() {
    let scratch = Scratch::with_records();
    let by_index = scratch.done("-C desk show 11");
    expect![[r#"
        $ byline -C desk show 11
        claim b3:[id]
          entry 11, signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
          signed 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z

          act          say
          answer
            value
              quantity
                exactly      41
          as_of        2025-06-14
          basis        read
          by
            entity       b3:[id]  harbour-office: Harbour Office
          commitment   flat
          document     b3:[id]  bulletin: Bulletin 3, 291 bytes
          kind         claim
          question     b3:[id]  boats: How many boats were lost?
          quote
            -
              end          193
              exact        At 02:00 we counted 41 boats lost.
              prefix        It was not started on purpose.

              start        159
              suffix        No boat was insured.
                           No boat wa
    "#]]
    .assert_eq(&scratch.run("-C desk show 11").to_string());
    let id = by_index.lines().next().unwrap().strip_prefix("claim ").unwrap();
    for what in [id, &id[..11], &id[3..11], &id[..30], &id[3..]] {
        assert_eq!(scratch.done(&format!("-C desk show {what}")), by_index, "{what}");
    }
    let fire = scratch.done("-C desk show fire");
    for what in ["ana/fire", "event:fire", "event:ana/fire", "6"] {
        assert_eq!(scratch.done(&format!("-C desk show {what}")), fire, "{what}");
    }
    expect![[r#"
        $ byline -C desk show document:dock
        document b3:[id]
          entry 16, signed by ben with SHA256:UCFaPsBYqtXmpjTYDB5sjmgqyDq+zTNR22/n0rFhbqk
          signed 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z

          blake3       [hash]
          kind         document
          lang         uk
          media_type   text/plain; charset=utf-8
          sha256       [hash]
          size         222
          slug         dock
          text
            blake3       [hash]
            chars        133
            extractor    plain-text
            version      1
          type         news article
    "#]]
    .assert_eq(&scratch.run("-C desk show document:dock").to_string());
    expect![[r#"
        $ byline -C desk show 0
        ledger b3:[id]
          entry 0, signed by the ledger with SHA256:[key]
          signed 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z

          approvals    1
          editors
            -
              handle       ana
              key          [hash]
              name         Ana Rossi
              proof        [hash]
          format       1
          key          [hash]
          kind         ledger
          name         example.org/desk
          origin       example.org/desk
          phrases      phrases/1
    "#]]
    .assert_eq(&scratch.run("-C desk show 0").to_string());
}

#[test]
fn what_names_nothing_or_too_much() {
    let scratch = Scratch::with_records();
    expect![[r#"
        $ byline -C desk show nowhere
        --- stderr
        byline: error: nothing is recorded under "nowhere"
        byline: hint: `byline log` lists what there is
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk show nowhere"));
    expect![[r#"
        $ byline -C desk show harbour-office
        --- stderr
        byline: error: "harbour-office" names 2 records
        byline: hint: name one by its id: b3:[id] (entity by ana), b3:[id] (entity by ben)
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk show harbour-office"));
    expect![[r#"
        $ byline -C desk show 20
        --- stderr
        byline: error: the log has no entry 20: it has 20 entries, counted from 0
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk show 20"));
    expect![[r#"
        $ byline -C desk show b3:0123456
        --- stderr
        byline: error: nothing is recorded under "b3:0123456"
        byline: hint: give at least 8 digits of the id
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk show b3:0123456"));
    expect![[r#"
        $ byline -C desk show b3:[id]
        --- stderr
        byline: error: nothing is recorded under "b3:[id]"
        byline: hint: `byline log` lists what there is
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk show b3:01234567"));
    expect![[r#"
        $ byline -C desk show 12345678
        --- stderr
        byline: error: the log has no entry 12345678: it has 20 entries, counted from 0
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk show 12345678"));
    expect![[r#"
        $ byline -C desk show evnt:fire
        --- stderr
        byline: error: nothing is recorded under "evnt:fire"
        byline: hint: before the colon stands event, question, entity or document
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk show evnt:fire"));
    expect![[r#"
        $ byline -C desk show 'a b'
        --- stderr
        byline: error: nothing is recorded under "a b"
        byline: hint: `byline log` lists what there is
        --- exit 2
    "#]]
    .assert_eq(&scratch.refused("-C desk show 'a b'"));
}

#[test]
fn a_corrected_record_says_so() {
    let scratch = Scratch::with_records();
    scratch.edit(
        "fire.toml",
        "title = \"Fire in the harbour\"",
        "title = \"Fire on the mole\"\nreason = \"It was the mole.\"",
    );
    scratch.done("-C desk record fire.toml --yes --key ana");
    expect![[r#"
        $ byline -C desk show 6
        event b3:[id]
          entry 6, signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
          signed 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z
          CORRECTED at entry 20 by b3:[id]

          kind         event
          slug         fire
          titles
            en           Fire in the harbour
          when         2025-06-13/2025-06-14
          where
            - b3:[id]  harbour: the harbour
    "#]]
    .assert_eq(&scratch.run("-C desk show 6").to_string());
    expect![[r#"
        $ byline -C desk show fire
        event b3:[id]
          entry 20, signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
          signed 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z
          corrects an earlier version; the identity is b3:[id]

          corrects     b3:[id]  fire: Fire in the harbour
          kind         event
          reason       It was the mole.
          slug         fire
          titles
            en           Fire on the mole
          when         2025-06-13/2025-06-14
          where
            - b3:[id]  harbour: the harbour
    "#]]
    .assert_eq(&scratch.run("-C desk show fire").to_string());
}

#[test]
fn a_ledger_that_passes() {
    let scratch = Scratch::with_records();
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (10 files)
          passed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (20 entries)
          passed         every statement and seal agrees with the chain before it (20 entries)
          passed         every statement is signed by the key it names (20 entries)
          passed         every signer was in the roster, with the role, at that point (20 entries)
          passed         every record keeps the rules, and what it refers to exists (20 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (20 entries)
          passed         the archived documents are the ones recorded (2 documents)
          passed         every quote stands where it is said to stand (5 passages)

        PASSED: nothing was changed, dropped, backdated or forked. This says who recorded what, and when;
        it does not say that any claim is true.
    "#]]
    .assert_eq(&scratch.run("-C desk verify").to_string());
    // Inside of the folder it needn't be named.
    let mut command = scratch.command();
    command.current_dir(scratch.path("desk/log")).arg("verify");
    expect![[r#"
        $ byline verify
        Audit of example.org/desk in [scratch]/desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (10 files)
          passed         all entries give the root that the ledger signed (1 root)
          passed         the log only grew since you last saw it (1 earlier checkpoint)
          passed         every entry is a statement in its one form (20 entries)
          passed         every statement and seal agrees with the chain before it (20 entries)
          passed         every statement is signed by the key it names (20 entries)
          passed         every signer was in the roster, with the role, at that point (20 entries)
          passed         every record keeps the rules, and what it refers to exists (20 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (20 entries)
          passed         the archived documents are the ones recorded (2 documents)
          passed         every quote stands where it is said to stand (5 passages)

        PASSED: nothing was changed, dropped, backdated or forked. This says who recorded what, and when;
        it does not say that any claim is true.
    "#]]
    .assert_eq(&scratch.run_command(&mut command).to_string());
}

#[test]
fn a_ledger_that_nobody_here_has_seen() {
    let scratch = Scratch::with_records();
    scratch.forget();
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          not checked    the ledger is the one you pinned: no key is pinned for example.org/desk; it calls itself SHA256:[key]: compare that with a copy from elsewhere
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (10 files)
          passed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (20 entries)
          passed         every statement and seal agrees with the chain before it (20 entries)
          passed         every statement is signed by the key it names (20 entries)
          passed         every signer was in the roster, with the role, at that point (20 entries)
          passed         every record keeps the rules, and what it refers to exists (20 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (20 entries)
          passed         the archived documents are the ones recorded (2 documents)
          passed         every quote stands where it is said to stand (5 passages)

        FIRST CONTACT: you have pinned no key for example.org/desk, so this may be anybody's ledger.
          It calls itself by the key SHA256:[key]
          Compare that with what the newsroom says elsewhere: on its site, in print, on the telephone.
          If it is the same, and only then:  byline trust pin SHA256:[key]

        NOT ALL CHECKED: nothing failed, but see the lines above that say "not checked".
        --- exit 3
    "#]].assert_eq(&scratch.run("-C desk verify").to_string());
    // An audit without a pin doesn't make one.
    assert_eq!(scratch.run("-C desk verify").code, Some(3));
    let config = scratch.read("desk/byline.toml");
    let key = config.lines().find_map(|line| line.strip_prefix("key = ")).unwrap().trim_matches('"');
    let run = scratch.run(&format!("-C desk verify --ledger-key '{key}'"));
    assert_eq!(run.code, Some(0), "{run}");
    let ana = scratch.run("-C desk verify --ledger-key ana");
    expect![[r#"
        $ byline -C desk verify --ledger-key ana
        --- stderr
        byline: error: --ledger-key ana: the key is not `ssh-ed25519 ` and base64
        byline: hint: give the text `ssh-ed25519 AAAA..`, or a file that holds it
        --- exit 2
    "#]]
    .assert_eq(&ana.to_string());
    expect![[r#"
        $ byline -C desk verify --ledger-key nowhere
        --- stderr
        byline: error: can't read the key nowhere: No such file or directory (os error 2)
        --- exit 2
    "#]]
    .assert_eq(&scratch.run("-C desk verify --ledger-key nowhere").to_string());
}

#[test]
fn another_ledger_of_the_same_name() {
    let scratch = Scratch::with_records();
    let before = scratch.copy();
    fs::remove_dir_all(scratch.path("desk")).unwrap();
    scratch.forget();
    scratch.done("init desk --origin example.org/desk --handle ana --key ana");
    fs::remove_dir_all(before.path("desk")).unwrap();
    fs::rename(scratch.path("desk"), before.path("desk")).unwrap();
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          2 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          failed         the ledger is the one you pinned (1 key)
          failed         the checkpoint is signed by the ledger (0 checkpoints)
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

        3 findings:
          ledger.mismatch at the ledger: you pinned SHA256:[key], this ledger's key is SHA256:[key]
          checkpoint.signature at file log/checkpoint: the checkpoint is refused: the note is not signed by any known key
          checkpoint.signature at file log/checkpoint.cose: the signed root is refused: the header is not that of a root of this log by this key

        ALARM: this is not the ledger that you know: its key is another one.
          The key that you trust:  SHA256:[key]
          The key of this ledger:  SHA256:[key]

        What to do:
          ledger.mismatch: ask the newsroom, by another way than the folder came, which ledger and which key are theirs. Only if they confirm another one: `byline trust forget`, then pin it
          checkpoint.signature: get the folder again from its source; if that has it too, somebody changed it: ask the newsroom

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]]
    .assert_eq(&before.run("-C desk verify").to_string());
}

#[test]
fn a_ledger_that_was_rolled_back() {
    let scratch = Scratch::with_ledger();
    let before = scratch.copy();
    scratch.dossiers();
    scratch.done("-C desk record fire.toml --yes --key ana");
    scratch.done("-C desk verify");
    fs::remove_dir_all(scratch.path("desk")).unwrap();
    fs::rename(before.path("desk"), scratch.path("desk")).unwrap();
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          4 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (6 files)
          passed         all entries give the root that the ledger signed (1 root)
          failed         the log only grew since you last saw it (1 earlier checkpoint)
          passed         every entry is a statement in its one form (4 entries)
          passed         every statement and seal agrees with the chain before it (4 entries)
          passed         every statement is signed by the key it names (4 entries)
          passed         every signer was in the roster, with the role, at that point (4 entries)
          passed         every record keeps the rules, and what it refers to exists (4 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (4 entries)
          not applicable the archived documents are the ones recorded: no document is recorded
          not applicable every quote stands where it is said to stand: no quote is recorded

        1 finding:
          log.rollback at the ledger: the checkpoint that you saw last has 15 entries, this log has only 4

        ALARM: this log is shorter than the one that you saw: it was rolled back.
          The checkpoint that you saw last, on 2025-06-15T08:00:00Z:
            | example.org/desk
            | 15
            | [base64]
            |
            | — example.org/desk [base64]
          The checkpoint of this log:
            | example.org/desk
            | 4
            | [base64]
            |
            | — example.org/desk [base64]
          Keep both, and a copy of this folder: what a ledger signed it can't unsign.

        What to do:
          log.rollback: ask for a newer copy: it may be an old one. If there is none, entries that you saw were withheld: show both checkpoints to others

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]]
    .assert_eq(&scratch.run("-C desk verify").to_string());
}

#[test]
fn a_document_that_is_not_here_is_not_checked() {
    let scratch = Scratch::with_records();
    fs::remove_dir_all(scratch.path("desk/archive")).unwrap();
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (10 files)
          passed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (20 entries)
          passed         every statement and seal agrees with the chain before it (20 entries)
          passed         every statement is signed by the key it names (20 entries)
          passed         every signer was in the roster, with the role, at that point (20 entries)
          passed         every record keeps the rules, and what it refers to exists (20 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (20 entries)
          not checked    the archived documents are the ones recorded: 2 of 2 documents are not on this machine
          not checked    every quote stands where it is said to stand: 5 of 5 passages stand in texts of which no good copy is on this machine

        NOT ALL CHECKED: nothing failed, but see the lines above that say "not checked".
        --- exit 3
    "#]].assert_eq(&scratch.run("-C desk verify").to_string());
}

#[test]
fn a_document_that_was_touched() {
    let scratch = Scratch::with_records();
    let ledger = scratch.ledger();
    let touched =
        ledger.iter().find(|(name, bytes)| name.starts_with("archive/") && bytes.starts_with(b"This is fiction"));
    let (name, bytes) = touched.unwrap();
    scratch.write(&format!("desk/{name}"), String::from_utf8(bytes.clone()).unwrap().replace("41 boats", "14 boats"));
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          20 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (10 files)
          passed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (20 entries)
          passed         every statement and seal agrees with the chain before it (20 entries)
          passed         every statement is signed by the key it names (20 entries)
          passed         every signer was in the roster, with the role, at that point (20 entries)
          passed         every record keeps the rules, and what it refers to exists (20 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (20 entries)
          failed         the archived documents are the ones recorded (2 documents)
          not checked    every quote stands where it is said to stand: 3 of 5 passages stand in texts of which no good copy is on this machine

        2 findings:
          document.hash at index 10: the archived document [hash] has another BLAKE3, another SHA-256
          document.hash at index 10: the archived text [hash] is not the one recorded

        What to do:
          document.hash: find the right file; until then don't rely on quotes from it. If nobody has it, ask the newsroom who could change the archive

        FAILED: do not rely on this ledger before every finding is explained (docs/auditing.md says what each code means).
        --- exit 1
    "#]].assert_eq(&scratch.run("-C desk verify").to_string());
}

#[test]
fn what_programs_read() {
    let scratch = Scratch::with_records();
    for (arguments, version) in [
        ("key new fresh --no-passphrase", "key-new/1"),
        ("-C desk key list", "key-list/1"),
        ("key request --origin example.org/desk --handle carl --key carl --output carl.request", "key-request/1"),
        ("-C desk key enrol carl.request --yes --key ana", "key-enrol/1"),
        ("init other --origin example.org/other --handle ana --key ana", "init/1"),
        ("-C desk record fire.toml --dry-run --key ana", "record/1"),
        ("-C other record fire.toml --yes --key ana", "record/1"),
        ("-C desk log", "log/1"),
        ("-C desk show fire", "show/1"),
        ("-C desk show 11", "show/1"),
        ("-C desk verify", "verify/1"),
        ("-C desk index rebuild", "index-rebuild/1"),
    ] {
        let run = scratch.run(&format!("{arguments} --format json"));
        assert_eq!(run.code, Some(0), "{arguments}\n{run}");
        assert_eq!(run.json()["byline"], version, "{arguments}");
        assert_eq!(run.stderr, "", "{arguments}");
    }
}

#[test]
fn figures_for_programs() {
    let scratch = Scratch::with_records();
    let claim = scratch.run("-C desk show 11 --format json");
    expect![[r#"
        $ byline -C desk show 11 --format json
        {
          "after": {
            "head": "[hash]",
            "size": 4
          },
          "by": "ana",
          "byline": "show/1",
          "corrected_by": null,
          "disclosures": [],
          "id": "b3:[id]",
          "identity": "b3:[id]",
          "index": 11,
          "key": "SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM",
          "logged_at": "2025-06-15T08:00:00Z",
          "marks": [],
          "opinions": [],
          "record": {
            "act": "say",
            "answer": {
              "value": {
                "quantity": {
                  "exactly": "41"
                }
              }
            },
            "as_of": "2025-06-14",
            "basis": "read",
            "by": {
              "entity": "b3:[id]"
            },
            "commitment": "flat",
            "document": "b3:[id]",
            "kind": "claim",
            "question": "b3:[id]",
            "quote": [
              {
                "end": 193,
                "exact": "At 02:00 we counted 41 boats lost.",
                "prefix": " It was not started on purpose.\n",
                "start": 159,
                "suffix": " No boat was insured.\nNo boat wa"
              }
            ]
          },
          "signed_at": "2025-06-15T08:00:00Z",
          "withdrawn_by": null
        }
    "#]]
    .assert_eq(&claim.to_string());
    let recorded = scratch.run("-C desk record dock.toml --key ben --dry-run --format json").json();
    assert_eq!(recorded["records"].as_array().map(Vec::len), Some(0));
    assert_eq!(recorded["already_recorded"].as_array().map(Vec::len), Some(4));
    assert!(recorded["committed"].is_null());
    let later = scratch.run_at(NOW + 60, "-C desk log --from 18 --format json").json();
    assert_eq!(later["size"], 20);
    assert_eq!(later["entries"].as_array().map(Vec::len), Some(2));
}

#[test]
fn every_command_explains_itself() {
    let scratch = Scratch::new();
    for command in [
        "",
        "init",
        "key",
        "key new",
        "key list",
        "key request",
        "key enrol",
        "record",
        "log",
        "show",
        "verify",
        "index",
        "index rebuild",
    ] {
        for help in ["--help", "-h"] {
            let run = scratch.run(&format!("{command} {help}"));
            assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{command} {help}");
            assert!(run.stdout.contains("Usage: byline"), "{command} {help}");
            assert!(run.stdout.lines().all(|line| line.chars().count() <= 100), "{command} {help}");
        }
    }
    let run = scratch.run("--version");
    assert_eq!(run.stdout, format!("byline {}\n", env!("CARGO_PKG_VERSION")));
}
