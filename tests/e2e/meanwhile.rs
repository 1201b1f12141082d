//! Several processes at once: audits while somebody writes, and two witnesses' processes with two histories.

use crate::scratch::{NOW, Scratch, copy_folder, words};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::{Child, Stdio};

/// How many commits are made while others read.
const COMMITS: u32 = 16;

fn dossier(scratch: &Scratch, number: u32, entities: u32) {
    let name = format!("boat-{number}");
    scratch.write(&format!("{name}.txt"), format!("Fiction. Boat {number} was lost at two.\n"));
    let mut text = format!(
        "[dossier]\ndocument = \"{name}\"\nlang = \"en\"\nas_of = 2025-06-14\n[document.{name}]\nfile = \"{name}.txt\"\nkind = \"note\"\nlang = \"en\"\n"
    );
    for entity in 0..entities {
        writeln!(text, "[entity.{name}-{entity}]\nkind = \"thing\"\nname = \"Boat {number}, part {entity}\"").unwrap();
    }
    write!(
        text,
        "[[claim.boats]]\nby = \"own voice\"\nanswer = {{ at_least = 1 }}\nquote = \"Boat {number} was lost\"\n"
    )
    .unwrap();
    scratch.write(&format!("{name}.toml"), text);
}

fn start(scratch: &Scratch, arguments: &str) -> Child {
    scratch.command().args(words(arguments)).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// The log goes from 234 entries to more than 256, so that bundles and tiles are completed, and partial ones removed, under the readers' eyes.
#[test]
fn an_audit_while_somebody_writes() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.done("-C desk record fire.toml --yes --key ana");
    dossier(&scratch, 0, 216);
    scratch.done("-C desk record boat-0.toml --yes --key ana");
    scratch.done("-C desk verify");
    (1..=COMMITS).for_each(|number| dossier(&scratch, number, 1));
    let mut sizes = BTreeSet::new();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for number in 1..=COMMITS {
                scratch.done(&format!("-C desk record boat-{number}.toml --yes --key ana"));
            }
        });
        let mut rounds = 0;
        while !writer.is_finished() || rounds < 4 {
            // A bare log has no documents beside it, and a quick look never passes.
            for (arguments, code) in
                [("verify desk", 0), ("verify desk --quick", 3), ("verify desk/log --threads 3", 3)]
            {
                let run = scratch.run(&format!("{arguments} --format json"));
                assert_eq!(run.code, Some(code), "{run}");
                let json = run.json();
                assert_eq!(json["findings"], serde_json::json!([]), "{run}");
                sizes.insert(json["size"].as_u64().unwrap());
            }
            rounds += 1;
        }
        writer.join().unwrap();
    });
    let (first, last) = (*sizes.first().unwrap(), *sizes.last().unwrap());
    assert!(first < 256 && 256 < last && sizes.len() > 3, "{sizes:?}");
    scratch.done("-C desk verify");
}

/// Two processes of one witness are asked at the same time to cosign two trees of one size: one history is cosigned, by however many.
#[test]
fn two_processes_of_a_witness_cosign_one_history() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.done("-C desk record fire.toml --yes --key ana");
    let other = scratch.copy();
    scratch.done("-C desk record dock.toml --yes --key ben");
    other.run_at(NOW + 60, "-C desk record dock.toml --yes --key ben");
    copy_folder(&other.path("desk"), &scratch.path("fork"));
    let root = |folder: &str| {
        scratch.read(&format!("{folder}/log/checkpoint")).lines().take(3).map(str::to_owned).collect::<Vec<_>>()
    };
    let (one, two) = (root("desk"), root("fork"));
    assert_eq!(one[1], two[1]);
    assert_ne!(one[2], two[2]);
    let mut won = BTreeSet::new();
    for round in 0..12 {
        let witness = format!("w{round}");
        scratch.done(&format!("witness new {witness} --name {witness}.example/w --no-passphrase"));
        // Who is started first changes from round to round.
        let order = if round % 2 == 0 { ["desk", "fork", "desk", "fork"] } else { ["fork", "desk", "fork", "desk"] };
        let running: Vec<_> = order
            .iter()
            .map(|folder| (*folder, start(&scratch, &format!("witness sign {witness} {folder}"))))
            .collect();
        let mut cosigned = BTreeSet::new();
        for (folder, child) in running {
            let output = child.wait_with_output().unwrap();
            match output.status.code() {
                Some(0) => {
                    assert!(!output.stdout.is_empty());
                    cosigned.insert(folder);
                }
                // Another process is at work, or another history was cosigned.
                Some(1 | 2) => assert!(!output.stdout.starts_with("\u{2014}".as_bytes()), "{output:?}"),
                _ => panic!("{output:?}"),
            }
        }
        assert_eq!(cosigned.len(), 1, "round {round}");
        won.extend(cosigned.iter().copied());
        // Whoever comes later is told the same.
        let loser = if cosigned.contains("desk") { "fork" } else { "desk" };
        let run = scratch.run(&format!("witness sign {witness} {loser}"));
        assert_eq!(run.code, Some(1), "{run}");
        scratch.done(&format!("witness sign {witness} {}", cosigned.first().unwrap()));
    }
    println!("{won:?} won");
}
