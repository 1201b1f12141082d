//! `log` and `show`, also for programs, and the help of every command.

use crate::scratch::{NOW, Scratch};
use expect_test::expect;

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

          How many boats were lost?
            Harbour Office says flatly: 41 boats, as of 2025-06-14
            “At 02:00 we counted 41 boats lost.”
            in Bulletin 3

          as it was signed:
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
