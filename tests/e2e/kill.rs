//! The program is killed at any moment while it records; nothing that it acknowledged is lost, and the ledger is whole.

use crate::scratch::{Scratch, words};
use std::process::Stdio;
use std::time::{Duration, Instant};

const DOSSIERS: u32 = 30;

fn dossier(scratch: &Scratch, number: u32) -> String {
    let name = format!("boat-{number}");
    scratch.write(&format!("{name}.txt"), format!("Fiction. Boat {number} was lost at two.\n"));
    scratch.write(
        &format!("{name}.toml"),
        format!(
            "[dossier]\ndocument = \"{name}\"\nlang = \"en\"\nas_of = 2025-06-14\n\n[document.{name}]\nfile = \"{name}.txt\"\nkind = \"note\"\nlang = \"en\"\n\n\
             [entity.{name}]\nkind = \"thing\"\nname = \"Boat {number}\"\n\n[[claim.boats]]\nby = \"own voice\"\nanswer = {{ at_least = 1 }}\n\
             quote = \"Boat {number} was lost\"\n"
        ),
    );
    format!("-C desk record {name}.toml --yes --key ana")
}

#[test]
fn nothing_acknowledged_is_lost() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.done("-C desk record fire.toml --yes --key ana");
    // How long a recording takes here, so that the kills hit all of it.
    let since = Instant::now();
    scratch.done(&dossier(&scratch, DOSSIERS));
    let usual = since.elapsed();
    let mut acknowledged = Vec::new();
    let mut killed = 0;
    for number in 0..DOSSIERS {
        let arguments = dossier(&scratch, number);
        let mut child =
            scratch.command().args(words(&arguments)).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // 17 has no divisor in common with 30: every thirtieth of the time has its turn.
        std::thread::sleep(usual * (number * 17 % DOSSIERS) / DOSSIERS + Duration::from_micros(100));
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        match output.status.code() {
            None => killed += 1,
            code => assert_eq!(code, Some(0), "{}", String::from_utf8_lossy(&output.stderr)),
        }
        if stdout.contains("Recorded 3 records") {
            acknowledged.push(number);
        }
        // Whoever reads meanwhile sees a whole ledger.
        let run = scratch.run("-C desk verify");
        assert_eq!(run.code, Some(0), "{number}\n{run}");
    }
    assert!(killed > 0, "no recording was killed in time");
    for number in acknowledged {
        let run = scratch.done(&dossier(&scratch, number));
        assert!(run.starts_with("Nothing to add: all 3 records"), "{number} was lost\n{run}");
    }
    for number in 0..DOSSIERS {
        scratch.done(&dossier(&scratch, number));
    }
    scratch.done("-C desk verify");
    let log = scratch.done("-C desk log");
    for number in 0..=DOSSIERS {
        assert_eq!(log.matches(&format!(" boat-{number}: Boat {number}\n")).count(), 1, "{log}");
    }
}
