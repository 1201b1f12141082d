use super::parse::{GROUP, LOG, QUORUM, WITNESS};
use super::*;
use crate::key::SecretKey;
use crate::note::VerifierError;
use proptest::prelude::*;
use zeroize::Zeroizing;

fn public(seed: u8) -> PublicKey {
    SecretKey::from_seed(&Zeroizing::new([seed; 32])).public()
}

fn witness(seed: u8) -> Verifier {
    Verifier::cosigner(&format!("w{seed}.example/w"), public(seed)).unwrap()
}

fn log(seed: u8) -> Verifier {
    Verifier::ed25519("example.org/desk", public(seed)).unwrap()
}

/// Two of the three X, and one of the two Y.
fn two_levels() -> String {
    let [x1, x2, x3, y1, y2] = [1, 2, 3, 4, 5].map(witness);
    format!(
        "# whom we trust\n\nlog {} https://example.org/desk/log\n\
         witness X1 {x1}\nwitness X2\t{x2}  https://w2.example\nwitness X3 {x3}\n  group X 2 X1 X2 X3\n\
         witness Y1 {y1}\n\t# the others\nwitness Y2 {y2}\ngroup Y any Y1 Y2\ngroup both all X Y\nquorum both\n",
        log(9)
    )
}

fn parse(text: &str) -> Result<Policy, PolicyError> {
    Policy::parse(text.as_bytes())
}

#[test]
fn a_policy_of_two_levels() {
    let policy = parse(&two_levels()).unwrap();
    assert_eq!(policy.rule(), "2 of (2 of (X1, X2, X3), 1 of (Y1, Y2))");
    let names: Vec<_> = policy.witnesses().iter().map(|witness| witness.name.to_string()).collect();
    assert_eq!(names, ["X1", "X2", "X3", "Y1", "Y2"]);
    assert_eq!(policy.witnesses()[1].url, Some(Name(b"https://w2.example".to_vec())));
    // Every subset of the five, against the rule in plain words.
    for set in 0..32u32 {
        let signed = |seed: u8| set >> (seed - 1) & 1 == 1;
        let tally = policy.tally(|key| (1..=5).any(|seed| *key == witness(seed) && signed(seed)));
        let x = (1..=3).filter(|seed| signed(*seed)).count();
        assert_eq!(tally.is_reached, x >= 2 && (signed(4) || signed(5)), "{set:05b}");
        assert_eq!(tally.cosigned.len(), set.count_ones() as usize);
        assert_eq!(tally.cosigned.len() + tally.missing.len(), 5);
    }
}

#[test]
fn what_it_says_of_a_log() {
    let policy = parse(&two_levels()).unwrap();
    assert_eq!(policy.standing("example.org/desk", public(9)), Standing::Named);
    assert_eq!(policy.standing("example.org/desk", public(8)), Standing::OtherKeys(vec![public(9)]));
    let others = Standing::OtherLogs(vec!["example.org/desk".to_owned()]);
    assert_eq!(policy.standing("example.org/sports", public(9)), others);
    let any = parse("quorum none\n").unwrap();
    assert_eq!(any.standing("example.org/desk", public(9)), Standing::Any);
    assert!(!any.asks_for_cosignatures());
    assert!(any.tally(|_| false).is_reached);
}

#[test]
fn the_quorum_may_be_one_witness() {
    let policy = parse(&format!("witness w {}\nquorum w\n", witness(1))).unwrap();
    assert_eq!(policy.rule(), "w");
    assert!(policy.tally(|key| *key == witness(1)).is_reached);
    assert!(!policy.tally(|key| *key == witness(2)).is_reached);
}

#[test]
fn names_are_bytes() {
    // The letter K and the sign for Kelvin are two names, and what is no UTF-8 is one too.
    let kelvin =
        format!("witness K {}\nwitness \u{212a} {}\ngroup g all K \u{212a}\nquorum g\n", witness(1), witness(2));
    assert_eq!(parse(&kelvin).map(|policy| policy.rule()), Ok("2 of (K, \u{212a})".to_owned()));
    let latin = [b"witness \xe9 ", witness(1).to_string().as_bytes(), b"\nquorum \xe9\n"].concat();
    assert_eq!(Policy::parse(&latin).map(|policy| policy.rule()), Ok("\u{fffd}".to_owned()));
}

#[test]
fn refuses_every_other_form() {
    let (w1, w2, l) = (witness(1), witness(2), log(9));
    let two = format!("witness a {w1}\nwitness b {w2}\n");
    let same_key_as_log = Verifier::ed25519("other.example", public(1)).unwrap();
    let same_key_other_name = Verifier::cosigner("other.example", public(1)).unwrap();
    let name = |name: &str| Name(name.as_bytes().to_vec());
    for (what, text, line, fault) in [
        ("empty", String::new(), 1, PolicyFault::NoQuorum),
        ("no quorum", two.clone(), 2, PolicyFault::NoQuorum),
        ("no newline at the end", "quorum none".into(), 1, PolicyFault::NoNewline),
        ("carriage return", "quorum none\r\n".into(), 1, PolicyFault::Control),
        ("vertical tab", "\n\x0bquorum none\n".into(), 2, PolicyFault::Control),
        ("delete", "# \x7f\nquorum none\n".into(), 1, PolicyFault::Control),
        ("a space that isn't one", "quorum\u{a0}none\n".into(), 1, PolicyFault::Keyword(name("quorum\u{a0}none"))),
        ("capitals", "Quorum none\n".into(), 1, PolicyFault::Keyword(name("Quorum"))),
        ("quorum of two", format!("{two}quorum a b\n"), 3, PolicyFault::Form(QUORUM)),
        ("quorum of nothing", "quorum\n".into(), 1, PolicyFault::Form(QUORUM)),
        ("two quorums", "quorum none\nquorum none\n".into(), 2, PolicyFault::SecondQuorum),
        ("quorum before its witness", format!("quorum a\nwitness a {w1}\n"), 1, PolicyFault::Unknown(name("a"))),
        ("unknown quorum", format!("{two}quorum c\n"), 3, PolicyFault::Unknown(name("c"))),
        ("witness without a key", "witness a\nquorum none\n".into(), 1, PolicyFault::Form(WITNESS)),
        ("words behind the url", format!("witness a {w1} u more\n"), 1, PolicyFault::Form(WITNESS)),
        ("key without a name", format!("witness {w1}\n"), 1, PolicyFault::Form(WITNESS)),
        ("log without a key", "log\n".into(), 1, PolicyFault::Form(LOG)),
        (
            "a witness's key as log",
            format!("log {w1}\n"),
            1,
            PolicyFault::Role("a log's vkey has the signature type 0x01, this is a cosigner's"),
        ),
        (
            "a log's key as witness",
            format!("witness a {l}\n"),
            1,
            PolicyFault::Role("a witness's vkey has the signature type 0x04, this is a log's"),
        ),
        ("no vkey", "witness a b\n".into(), 1, PolicyFault::Key(VerifierError::Malformed)),
        (
            "another key's ID",
            format!("witness a {}\n", w1.to_string().replace(&w1.id().to_string(), "00000000")),
            1,
            PolicyFault::Key(VerifierError::WrongId),
        ),
        ("ML-DSA", "witness a w+530d903a+Bg==\n".into(), 1, PolicyFault::Key(VerifierError::UnknownType(6))),
        ("one key, two witnesses", format!("witness a {w1}\nwitness b {w1}\n"), 2, PolicyFault::SameKey),
        ("one key, two names", format!("witness a {w1}\nwitness b {same_key_other_name}\n"), 2, PolicyFault::SameKey),
        ("one key, log and witness", format!("witness a {w1}\nlog {same_key_as_log}\n"), 2, PolicyFault::SameKey),
        ("one log twice", format!("log {l}\nlog {l}\n"), 2, PolicyFault::SameKey),
        ("one name twice", format!("witness a {w1}\nwitness a {w2}\n"), 2, PolicyFault::Taken(name("a"))),
        ("a witness called none", format!("witness none {w1}\n"), 1, PolicyFault::Taken(name("none"))),
        ("a group called as a witness", format!("{two}group a any b\n"), 3, PolicyFault::Taken(name("a"))),
        ("a group of itself", format!("{two}group g any g\n"), 3, PolicyFault::Unknown(name("g"))),
        ("none as a member", format!("{two}group g any none\n"), 3, PolicyFault::Unknown(name("none"))),
        ("a member twice", format!("{two}group g 2 a a\n"), 3, PolicyFault::MemberTwice(name("a"))),
        (
            "a member of two groups",
            format!("{two}group g any a\ngroup h any a\n"),
            4,
            PolicyFault::MemberTwice(name("a")),
        ),
        ("an empty group", format!("{two}group g any\n"), 3, PolicyFault::Form(GROUP)),
        ("a group without a number", format!("{two}group g\n"), 3, PolicyFault::Form(GROUP)),
        ("none of them", format!("{two}group g 0 a b\n"), 3, PolicyFault::Needed { most: 2, found: name("0") }),
        ("more than there are", format!("{two}group g 3 a b\n"), 3, PolicyFault::Needed { most: 2, found: name("3") }),
        ("leading zero", format!("{two}group g 01 a b\n"), 3, PolicyFault::Needed { most: 2, found: name("01") }),
        ("sign", format!("{two}group g +1 a b\n"), 3, PolicyFault::Needed { most: 2, found: name("+1") }),
        ("negative", format!("{two}group g -1 a b\n"), 3, PolicyFault::Needed { most: 2, found: name("-1") }),
        (
            "a huge number",
            format!("{two}group g 99999999999999999999 a b\n"),
            3,
            PolicyFault::Needed { most: 2, found: name("99999999999999999999") },
        ),
        ("too long", "#".repeat(POLICY_LIMIT_BYTES) + "\n", 1, PolicyFault::TooLong),
        ("too many", two.clone() + &groups(257) + "quorum none\n", 259, PolicyFault::TooMany),
    ] {
        assert_eq!(parse(&text), Err(PolicyError { line, fault }), "{what}");
    }
    assert!(parse(&(two + &groups(256) + "quorum g255\n")).is_ok());
}

/// So many groups, each the only member of the next.
fn groups(count: usize) -> String {
    let member = |at: usize| if at == 0 { "a".to_owned() } else { format!("g{}", at - 1) };
    (0..count).map(|at| format!("group g{at} all {}\n", member(at))).collect()
}

#[test]
fn every_flipped_bit_of_a_key_is_seen() {
    let good = format!("witness a {}\nquorum a\n", witness(1));
    let policy = parse(&good).unwrap();
    let key = good.find('+').unwrap()..good.find('\n').unwrap();
    for at in key {
        for bit in 0..7 {
            let mut damaged = good.clone().into_bytes();
            damaged[at] ^= 1 << bit;
            // A bit may make a space of a letter, and two words of one; it never gives a policy with another key.
            assert!(
                Policy::parse(&damaged).map_or(true, |other| other.witnesses() == policy.witnesses()),
                "{at} {bit}"
            );
        }
    }
}

proptest! {
    #[test]
    fn parsing_never_panics(text: Vec<u8>, lines in proptest::collection::vec("(log|witness|group|quorum|#)?( |\t)[a-c]?( [a-c]|any|all|1| none){0,4}", 0..8)) {
        let _ = Policy::parse(&text);
        let _ = Policy::parse((lines.join("\n") + "\n").as_bytes());
    }
}
