//! Sealed places through the real program: what they hide stands in no view, report, index or proof before it is disclosed, and reads well then. The
//! commands that seal and disclose come later, so the records are made with the library.

use crate::scratch::{NOW, Scratch};
use byline_ledger::hash::{RecordId, SealedHash};
use byline_ledger::key::SecretKey;
use byline_ledger::ledger::{Ledger, LedgerWriter};
use byline_ledger::position::Index;
use byline_ledger::quote::locate;
use byline_ledger::record::{
    Claim, Disclosure, Passage, Person, Record, Salt, Sealable, SealedSource, SealedValue, Source,
};
use byline_ledger::statement::{After, Draft, Header, Statement};
use byline_ledger::time::Timestamp;
use expect_test::expect;
use std::fs;
use zeroize::Zeroizing;

const NAME: &str = "Zofia Quillfeather";
const QUOTE: &str = "HARBOUR OFFICE, bulletin 3, Saturday 14 June 2025";
/// Words that stand in nothing but the sealed quote, and in the document that it is from: not in what stands around the other quotes either.
const QUOTED: &str = "bulletin 3, Saturday";

/// The secret key in an OpenSSH file without a passphrase.
fn secret_key(scratch: &Scratch, name: &str) -> SecretKey {
    let key = ssh_key::PrivateKey::from_openssh(scratch.read(name)).unwrap();
    SecretKey::from_seed(&Zeroizing::new(key.key_data().ed25519().unwrap().private.to_bytes()))
}

fn now() -> Timestamp {
    Timestamp::from_s(NOW).unwrap()
}

fn name() -> SealedValue {
    SealedValue::By(Person { name: NAME.parse().unwrap(), office: None, note: None })
}

/// A ledger in which a claim's source and quote are sealed.
struct Sealed {
    scratch: Scratch,
    claim: RecordId,
    index: u64,
    passages: Vec<Passage>,
}

impl Sealed {
    fn new() -> Self {
        let scratch = Scratch::with_records();
        let passages = locate(&scratch.read("bulletin.txt"), QUOTE).unwrap();
        let said = boats_claim(&scratch);
        let commit = |value: &SealedValue, byte: u8| -> SealedHash {
            value.commitment(secret_key(&scratch, "ana").public().kid(), &Salt::from_bytes([byte; 32]))
        };
        let source = SealedSource { commitment: commit(&name(), 1), described: "a clerk of the port".parse().unwrap() };
        let quote = Sealable::Sealed(commit(&SealedValue::Quote(passages.clone()), 2));
        let question = said.question;
        let record = Record::Claim(Claim { by: Source::Sealed(source), quote: Some(quote), ..said });
        let (claim, index) = appended(&scratch, record, question.to_string());
        Self { scratch, claim, index, passages }
    }

    fn disclose(&self, value: SealedValue, byte: u8) {
        let record = Disclosure { target: self.claim, salt: Salt::from_bytes([byte; 32]), value, note: None };
        appended(&self.scratch, Record::Disclosure(record), self.claim.to_string());
    }

    /// What every view, report and proof writes, by its command. None of them fails.
    fn everything(&self) -> Vec<(String, String)> {
        let (scratch, index) = (&self.scratch, self.index);
        let mut commands: Vec<String> = [
            "log",
            "log --format json",
            "show INDEX",
            "show INDEX --format json",
            "search clerk",
            "search clerk --format json",
            "search QUOTED",
            "search NAME",
            "search --event fire --format json",
            "diff fire",
            "diff fire --format json",
            "explain INDEX",
            "explain INDEX --format json",
            "verify",
            "verify --format json",
            "prove INDEX -o secret.byline",
            "prove INDEX -o secret.tlog-proof",
        ]
        .map(|command| command.replace("INDEX", &index.to_string()))
        .map(|command| command.replace("QUOTED", &format!("'{QUOTED}'")).replace("NAME", "Quillfeather"))
        .into();
        for form in [
            "html",
            "markdown",
            "text",
            "json",
            "csv",
            "prov-json",
            "prov-n",
            "json-ld",
            "web-annotation",
            "trig",
            "ninjs",
        ] {
            commands.push(format!("report --as {form}"));
            commands.push(format!("report --without-documents --as {form}"));
        }
        commands.push("report --all -o site".to_owned());
        let _ = fs::remove_dir_all(scratch.path("site"));
        let mut written: Vec<(String, String)> = Vec::new();
        for command in commands {
            let run = scratch.run(&format!("-C desk {command}"));
            // Something is sealed, so not all was checked; a search may find nothing.
            assert!(matches!(run.code, Some(0 | 1 | 3)) && !run.stdout.contains("FAILED"), "{command}\n{run}");
            written.push((command, format!("{}{}", run.stdout, run.stderr)));
        }
        for proof in ["secret.byline", "secret.tlog-proof"] {
            for format in ["text", "json"] {
                written.push((format!("verify {proof}"), scratch.done(&format!("verify {proof} --format {format}"))));
            }
            let bytes = fs::read(scratch.path(proof)).unwrap();
            written.push((proof.to_owned(), String::from_utf8_lossy(&bytes).into_owned()));
        }
        for folder in ["site", "desk/index", "desk/log"] {
            let mut files = std::collections::BTreeMap::new();
            crate::scratch::collect(&scratch.path(folder), "", &mut files);
            let text = |(name, bytes): (String, Vec<u8>)| {
                (format!("{folder}/{name}"), String::from_utf8_lossy(&bytes).into_owned())
            };
            written.extend(files.into_iter().map(text));
        }
        written
    }

    /// Where these words stand in what is written. What a command repeats of its own search doesn't count.
    fn telling(&self, words: &str) -> Vec<String> {
        let tells = |(command, written): &(String, String)| written.contains(words) && !command.starts_with("search");
        self.everything().into_iter().filter(tells).map(|(command, _)| command).collect()
    }

    /// Whether a search for these words finds the claim.
    fn is_found_by(&self, words: &str) -> bool {
        let run = self.scratch.run(&format!("-C desk search '{words}' --format json"));
        run.stdout.contains(&self.claim.to_string())
    }
}

/// The claim on the boats that ana recorded.
fn boats_claim(scratch: &Scratch) -> Claim {
    let ledger = Ledger::open(&scratch.path("desk")).unwrap();
    let records = (0..ledger.head().size.get()).map(|index| ledger.at(Index::new(index).unwrap()).unwrap());
    let claims = records.filter_map(|located| match located.record() {
        Record::Claim(claim) => Some(claim.clone()),
        _ => None,
    });
    claims.into_iter().next().unwrap()
}

/// Signs a record with ana's key and appends it. Its id and index.
fn appended(scratch: &Scratch, record: Record, subject: String) -> (RecordId, u64) {
    let mut writer = LedgerWriter::open(&scratch.path("desk"), secret_key(scratch, "desk/ledger.key")).unwrap();
    let ana = secret_key(scratch, "ana");
    let last = writer.state().last_boundary().unwrap();
    let header = Header {
        kid: ana.public().kid(),
        issuer: "example.org/desk/ana".to_owned(),
        subject,
        signed_at: now(),
        after: After::new(last.size, last.head),
    };
    let statement: Statement = Draft::new(header, record).unwrap().sign(&ana);
    let (id, index) = (statement.id(), last.size.get());
    writer.append(&[statement], now()).unwrap();
    writer.close().unwrap();
    (id, index)
}

#[test]
fn what_is_sealed_stands_nowhere_and_what_is_disclosed_does() {
    let sealed = Sealed::new();
    for words in [NAME, QUOTED] {
        assert_eq!(sealed.telling(words), Vec::<String>::new(), "{words}");
        assert!(!sealed.is_found_by(words), "{words}");
    }
    // That there is something sealed, and what is to be known of it, is said everywhere.
    let described = sealed.telling("a clerk of the port");
    for form in ["html", "markdown", "text", "json", "csv"] {
        assert!(described.contains(&format!("report --as {form}")), "{form}: {described:?}");
    }

    sealed.disclose(name(), 1);
    let (named, quoted) = (sealed.telling(NAME), sealed.telling(QUOTED));
    assert_eq!(quoted, Vec::<String>::new());
    let show = format!("show {}", sealed.index);
    for command in
        [show.as_str(), "diff fire", "report --as html", "report --as json", "report --as csv", "report --as markdown"]
    {
        assert!(named.iter().any(|one| one == command), "{command}: {named:?}");
    }

    sealed.disclose(SealedValue::Quote(sealed.passages.clone()), 2);
    let quoted = sealed.telling(QUOTED);
    for command in [show.as_str(), "report --as html", "report --as json", "report --as csv", "report --as markdown"] {
        assert!(quoted.iter().any(|one| one == command), "{command}: {quoted:?}");
    }
}

#[test]
fn a_sealed_claim_reads_well() {
    let sealed = Sealed::new();
    let scratch = &sealed.scratch;
    let show = format!("-C desk show {}", sealed.index);
    expect![[r#"
        $ byline -C desk show 20
        claim b3:[id]
          entry 20, signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
          signed 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z

          How many boats were lost?
            a sealed source (described as “a clerk of the port”) says flatly: 41 boats, as of 2025-06-14
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
            sealed
              commitment   [hash]
              described    a clerk of the port
          commitment   flat
          document     b3:[id]  bulletin: Bulletin 3, 291 bytes
          kind         claim
          question     b3:[id]  boats: How many boats were lost?
          quote
            sealed       [hash]
    "#]]
    .assert_eq(&scratch.run(&show).to_string());
    scratch.done(&format!("-C desk prove {} -o secret.byline", sealed.index));
    expect![[r#"
        $ byline verify secret.byline
        Bundle in secret.byline, of example.org/desk, 22 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          entry 20: claim b3:[id]
            a sealed quote
            signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM, 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z

          passed         the ledger is the one you pinned (1 key)
          passed         the proof has the entries that it needs and no others (5 entries)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the log is the one that you saw before: you have not seen this log before
          passed         every entry here is in the tree that the ledger signed (5 entries)
          passed         every entry here is a statement in its one form (5 entries)
          passed         the records stand between their seals, in chain and time (1 record)
          passed         every statement here is signed by the key it names (5 entries)
          passed         every signer was in the roster, with the role, at that point (5 entries)
          passed         every record keeps the rules of its kind (1 record)

        Not checked, as no such proof shows it:
          whether these records were corrected, withdrawn or disputed by others, then or later
          what they refer to, and what they correct
          the archived documents, and whether the quotes stand in them
          all other entries of the log

        PASSED: everything that this proof can show holds. This says what was recorded;
        it does not say that any claim is true.
    "#]].assert_eq(&scratch.run("verify secret.byline").to_string());
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          22 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (12 files)
          passed         all entries give the root that the ledger signed (1 root)
          not applicable the log only grew since you last saw it: you have not seen this log before
          passed         every entry is a statement in its one form (22 entries)
          passed         every statement and seal agrees with the chain before it (22 entries)
          passed         every statement is signed by the key it names (22 entries)
          passed         every signer was in the roster, with the role, at that point (22 entries)
          passed         every record keeps the rules, and what it refers to exists (22 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (22 entries)
          passed         the archived documents are the ones recorded (2 documents)
          not checked    every quote stands where it is said to stand: 1 of 6 quotes are sealed, or stand in sealed documents

        NOT ALL CHECKED: nothing failed, but see the lines above that say "not checked".
        --- exit 3
    "#]]
    .assert_eq(&scratch.run("-C desk verify").to_string());
    expect![[r#"
        $ byline -C desk explain 20
        ── how it was read ─────────────────────────────────────────────────────────────────────────────────
        How many boats were lost?
        a sealed source (described as “a clerk of the port”) says flatly: 41 boats
        as of 2025-06-14 · Bulletin 3 (en) · b3:[id]
          SEALED: who answers, the quote
          - a sealed source (described as “a clerk of the port”): answers, and is no named origin
          - 41: one number
          - as of 2025-06-14, a day of the calendar; against a time with a zone from 2025-06-13T10:00:00Z to
            2025-06-15T11:59:59Z
    "#]]
    .assert_eq(&scratch.run(&format!("-C desk explain {}", sealed.index)).to_string());
    sealed.disclose(name(), 1);
    sealed.disclose(SealedValue::Quote(sealed.passages.clone()), 2);
    expect![[r#"
        $ byline -C desk show 20
        claim b3:[id]
          entry 20, signed by ana with SHA256:dA4zfVo/CntIAXHhHLRBEBgGA5auRLv4RuTW8mpGwsM
          signed 2025-06-15T08:00:00Z, logged 2025-06-15T08:00:00Z
          DISCLOSED at entry 22 by ana: by
            name         Zofia Quillfeather
          DISCLOSED at entry 24 by ana: quote
            -
              end          87
              exact        HARBOUR OFFICE, bulletin 3, Saturday 14 June 2025
              prefix       s fiction, for Byline's tests.


              start        38
              suffix       

                           The fire broke out at 23:40 on

          How many boats were lost?
            Zofia Quillfeather (disclosed; was sealed as “a clerk of the port”) says flatly: 41 boats, as of 2025-06-14
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
            sealed
              commitment   [hash]
              described    a clerk of the port
          commitment   flat
          document     b3:[id]  bulletin: Bulletin 3, 291 bytes
          kind         claim
          question     b3:[id]  boats: How many boats were lost?
          quote
            sealed       [hash]
    "#]]
    .assert_eq(&scratch.run(&show).to_string());
    expect![[r#"
        $ byline -C desk verify
        Audit of example.org/desk in desk
          26 entries, root [hash], last sealed 2025-06-15T08:00:00Z
          ledger key SHA256:[key]

          passed         the ledger is the one you pinned (1 key)
          passed         the checkpoint is signed by the ledger (1 checkpoint)
          not applicable the witnesses that you named saw this checkpoint too: you named no witnesses
          passed         every file of the log is exact, and none is missing or extra (16 files)
          passed         all entries give the root that the ledger signed (1 root)
          passed         the log only grew since you last saw it (1 earlier checkpoint)
          passed         every entry is a statement in its one form (26 entries)
          passed         every statement and seal agrees with the chain before it (26 entries)
          passed         every statement is signed by the key it names (26 entries)
          passed         every signer was in the roster, with the role, at that point (26 entries)
          passed         every record keeps the rules, and what it refers to exists (26 entries)
          passed         sealed places hold only commitments, and what was disclosed is what was sealed (26 entries)
          passed         the archived documents are the ones recorded (2 documents)
          passed         every quote stands where it is said to stand (6 passages)

        PASSED: nothing was changed, dropped, backdated or forked. This says who recorded what, and when;
        it does not say that any claim is true.
    "#]]
    .assert_eq(&scratch.run("-C desk verify").to_string());
}
