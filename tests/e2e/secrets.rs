//! No key and no passphrase ever stands in what the program prints or in what a ledger publishes.

use crate::scratch::Scratch;
use std::fs;

/// The middle of a secret key file: base64 of the key itself, in lines.
fn secrets(scratch: &Scratch) -> Vec<(String, String)> {
    let mut secrets = vec![("dora.pass".to_owned(), scratch.read("dora.pass").trim().to_owned())];
    for name in ["ana", "ben", "dora", "fresh", "desk/ledger.key"] {
        let pem = scratch.read(name);
        let lines = pem.lines().filter(|line| !line.starts_with('-'));
        // The first line has nothing secret: it names the format.
        secrets.extend(lines.skip(1).map(|line| (name.to_owned(), line.to_owned())));
    }
    secrets
}

#[test]
fn nothing_printed_or_published_holds_one() {
    let scratch = Scratch::with_ledger();
    scratch.dossiers();
    scratch.write("wrong.pass", "another secret\n");
    let mut printed = String::new();
    for arguments in [
        "key new fresh --passphrase-file dora.pass",
        "key new fresh --passphrase-file dora.pass",
        "init other --origin example.org/other --handle dora --key dora --passphrase-file dora.pass",
        "key request --origin example.org/desk --handle dora --key dora --passphrase-file dora.pass --output dora.request",
        "-C desk key enrol dora.request --yes --key ana",
        "-C desk record fire.toml --yes --key ana",
        "-C desk record dock.toml --yes --key dora --passphrase-file dora.pass",
        "-C desk record dock.toml --yes --key dora --passphrase-file wrong.pass",
        "-C desk record dock.toml --yes --key dora.pass",
        "-C desk record dora --yes --key ana",
        "-C desk record desk/ledger.key --yes --key ana",
        "-C desk key enrol dora --yes --key ana",
        "-C desk key enrol dora.pass --yes --key ana",
        "-C desk verify --ledger-key dora",
        "-C desk verify --ledger-key desk/ledger.key",
        "-C desk key list",
        "-C desk log",
        "-C desk show 0",
        "-C desk show 2",
        "-C desk verify",
    ] {
        for format in ["text", "json"] {
            let run = scratch.run(&format!("{arguments} --format {format}"));
            printed.push_str(&run.stdout);
            // A dossier that is wrong is printed with its lines: who records his own key sees it, and nobody else does.
            if !arguments.contains("record dora ") && !arguments.contains("record desk/ledger.key") {
                printed.push_str(&run.stderr);
            }
        }
    }
    let mut published = scratch.ledger();
    published.retain(|name, _| name != "ledger.key");
    published.insert("dora.request".to_owned(), fs::read(scratch.path("dora.request")).unwrap());
    for (name, secret) in secrets(&scratch).into_iter().chain([("wrong.pass".to_owned(), "another secret".to_owned())])
    {
        assert!(secret.len() >= 10, "{name}");
        assert!(!printed.contains(&secret), "{name} was printed");
        for (file, bytes) in &published {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{name} stands in {file}");
        }
    }
    // A secret key is 32 bytes somewhere: those of the OpenSSH files are in no file of the ledger either.
    for name in ["ana", "ben"] {
        let seed = seed(&scratch.read(name));
        for (file, bytes) in &published {
            assert!(!bytes.windows(32).any(|window| window == seed), "{name} stands in {file}");
        }
    }
}

/// The 32 secret bytes of a key file without a passphrase: they stand before the public key's second copy, behind a length of 64.
fn seed(pem: &str) -> Vec<u8> {
    use base64::Engine as _;
    let text: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let bytes = base64::engine::general_purpose::STANDARD.decode(text).unwrap();
    let at = bytes.windows(4).position(|window| window == [0, 0, 0, 64]).unwrap();
    bytes[at + 4..at + 36].to_vec()
}
