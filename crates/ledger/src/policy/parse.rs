//! Reading a policy, strictly: what two readers could take differently is refused.

use super::{Group, Log, Member, Name, Policy, Witness};
use crate::note::{Verifier, VerifierError};
use std::collections::{BTreeMap, BTreeSet};

/// The longest policy that is read, in bytes.
pub const POLICY_LIMIT_BYTES: usize = 64 * 1024;

/// The most logs, witnesses and groups of each that are read; the specification recommends 32 or more.
const MOST: usize = 256;

/// Why a text is no policy, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct PolicyError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: PolicyFault,
}

/// What is wrong with a line of a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// The text is longer than [`POLICY_LIMIT_BYTES`].
    #[error("the policy is longer than {POLICY_LIMIT_BYTES} bytes")]
    TooLong,
    /// There are more logs, witnesses or groups than are read.
    #[error("more than {MOST} lines of this kind")]
    TooMany,
    /// A control character other than tab and newline.
    #[error("a control character (only space and tab may stand between words)")]
    Control,
    /// The last line has no newline at its end.
    #[error("the last line does not end with a newline")]
    NoNewline,
    /// The line begins with another word than the four that there are.
    #[error("expected `log`, `witness`, `group` or `quorum`, found `{0}`")]
    Keyword(Name),
    /// Words are missing or left over.
    #[error("expected `{0}`")]
    Form(&'static str),
    /// The vkey can't be used.
    #[error("the vkey can't be used: {0}")]
    Key(VerifierError),
    /// A vkey of a type that doesn't belong to this role.
    #[error("{0}")]
    Role(&'static str),
    /// The public key stands in another line already.
    #[error("this public key stands in the policy already; a key belongs to one log or witness")]
    SameKey,
    /// The name is taken, or is the word `none`.
    #[error("the name `{0}` is taken")]
    Taken(Name),
    /// Nothing on the lines above has this name.
    #[error("nothing above is called `{0}`")]
    Unknown(Name),
    /// The name is a member of a group already.
    #[error("`{0}` is a member of a group already")]
    MemberTwice(Name),
    /// The number of a group is 0, larger than the group, or no number.
    #[error("expected `any`, `all` or a number from 1 to {most}, found `{found}`")]
    Needed {
        /// The number of members.
        most: usize,
        /// What stands there.
        found: Name,
    },
    /// A second quorum.
    #[error("a policy has one quorum, and this is the second")]
    SecondQuorum,
    /// No quorum.
    #[error("the policy has no `quorum` line")]
    NoQuorum,
}

pub(super) const LOG: &str = "log <vkey> [<url>]";
pub(super) const WITNESS: &str = "witness <name> <vkey> [<url>]";
pub(super) const GROUP: &str = "group <name> any|all|<k> <member>...";
pub(super) const QUORUM: &str = "quorum <name>|none";

/// A policy of which some lines were read.
#[derive(Default)]
struct Reading {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    groups: Vec<Group>,
    quorum: Option<Option<Member>>,
    names: BTreeMap<Name, Member>,
    members: BTreeSet<Name>,
    keys: BTreeSet<[u8; 32]>,
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// With the first line that is wrong.
    pub fn parse(text: &[u8]) -> Result<Self, PolicyError> {
        let lines = text.iter().filter(|byte| **byte == b'\n').count();
        let at = |line| move |fault| PolicyError { line, fault };
        if POLICY_LIMIT_BYTES < text.len() {
            return Err(at(1)(PolicyFault::TooLong));
        }
        if text.last().is_some_and(|last| *last != b'\n') {
            return Err(at(lines + 1)(PolicyFault::NoNewline));
        }
        let mut reading = Reading::default();
        for (number, line) in text.split(|byte| *byte == b'\n').take(lines).enumerate() {
            reading.line(line).map_err(at(number + 1))?;
        }
        let quorum = reading.quorum.ok_or_else(|| at(lines.max(1))(PolicyFault::NoQuorum))?;
        Ok(Self { logs: reading.logs, witnesses: reading.witnesses, groups: reading.groups, quorum })
    }
}

impl Reading {
    fn line(&mut self, line: &[u8]) -> Result<(), PolicyFault> {
        if line.iter().any(|byte| (*byte < 0x20 && *byte != b'\t') || *byte == 0x7f) {
            return Err(PolicyFault::Control);
        }
        let words: Vec<&[u8]> = line.split(|byte| matches!(byte, b' ' | b'\t')).filter(|w| !w.is_empty()).collect();
        let Some((keyword, words)) = words.split_first() else { return Ok(()) };
        match *keyword {
            comment if comment.starts_with(b"#") => Ok(()),
            b"log" => self.log(words),
            b"witness" => self.witness(words),
            b"group" => self.group(words),
            b"quorum" => self.quorum(words),
            other => Err(PolicyFault::Keyword(Name(other.to_vec()))),
        }
    }

    fn log(&mut self, words: &[&[u8]]) -> Result<(), PolicyFault> {
        let (vkey, url) = match *words {
            [vkey] => (vkey, None),
            [vkey, url] => (vkey, Some(Name(url.to_vec()))),
            _ => return Err(PolicyFault::Form(LOG)),
        };
        let key = self.new_key(vkey)?;
        if key.is_cosigner() {
            return Err(PolicyFault::Role("a log's vkey has the signature type 0x01, this is a cosigner's"));
        }
        self.logs.push(Log { key, url });
        few(self.logs.len())
    }

    fn witness(&mut self, words: &[&[u8]]) -> Result<(), PolicyFault> {
        let (name, vkey, url) = match *words {
            [name, vkey] => (name, vkey, None),
            [name, vkey, url] => (name, vkey, Some(Name(url.to_vec()))),
            _ => return Err(PolicyFault::Form(WITNESS)),
        };
        let key = self.new_key(vkey)?;
        if !key.is_cosigner() {
            return Err(PolicyFault::Role("a witness's vkey has the signature type 0x04, this is a log's"));
        }
        let name = self.define(name, Member::Witness(self.witnesses.len()))?;
        self.witnesses.push(Witness { name, key, url });
        few(self.witnesses.len())
    }

    fn group(&mut self, words: &[&[u8]]) -> Result<(), PolicyFault> {
        let [name, needed, members @ ..] = words else { return Err(PolicyFault::Form(GROUP)) };
        if members.is_empty() {
            return Err(PolicyFault::Form(GROUP));
        }
        let needed = read_needed(needed, members.len())?;
        let members = members.iter().map(|member| self.member(member)).collect::<Result<_, _>>()?;
        // Defined only now, so that it can't be a member of itself.
        let name = self.define(name, Member::Group(self.groups.len()))?;
        self.groups.push(Group { name, needed, members });
        few(self.groups.len())
    }

    fn quorum(&mut self, words: &[&[u8]]) -> Result<(), PolicyFault> {
        let [name] = words else { return Err(PolicyFault::Form(QUORUM)) };
        if self.quorum.is_some() {
            return Err(PolicyFault::SecondQuorum);
        }
        self.quorum = Some(if *name == b"none" { None } else { Some(self.known(name)?) });
        Ok(())
    }

    /// A vkey whose public key stands nowhere else in the policy, whatever its name and type.
    fn new_key(&mut self, vkey: &[u8]) -> Result<Verifier, PolicyFault> {
        let malformed = PolicyFault::Key(VerifierError::Malformed);
        let key: Verifier = str::from_utf8(vkey).map_err(|_| malformed)?.parse().map_err(PolicyFault::Key)?;
        if self.keys.insert(*key.key().bytes().as_bytes()) { Ok(key) } else { Err(PolicyFault::SameKey) }
    }

    fn define(&mut self, name: &[u8], member: Member) -> Result<Name, PolicyFault> {
        let name = Name(name.to_vec());
        if name.0 == b"none" || self.names.contains_key(&name) {
            return Err(PolicyFault::Taken(name));
        }
        self.names.insert(name.clone(), member);
        Ok(name)
    }

    fn known(&self, name: &[u8]) -> Result<Member, PolicyFault> {
        let name = Name(name.to_vec());
        self.names.get(&name).copied().ok_or(PolicyFault::Unknown(name))
    }

    /// A member of a group: each name counts in one place only, so that no witness counts twice.
    fn member(&mut self, name: &[u8]) -> Result<Member, PolicyFault> {
        let member = self.known(name)?;
        let name = Name(name.to_vec());
        if self.members.insert(name.clone()) { Ok(member) } else { Err(PolicyFault::MemberTwice(name)) }
    }
}

fn few(count: usize) -> Result<(), PolicyFault> {
    if count <= MOST { Ok(()) } else { Err(PolicyFault::TooMany) }
}

/// How many of so many members are needed.
fn read_needed(word: &[u8], most: usize) -> Result<usize, PolicyFault> {
    let number = match word {
        b"any" => Some(1),
        b"all" => Some(most),
        digits => str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()),
    };
    let is_plain = |number: &usize| matches!(word, b"any" | b"all") || number.to_string().as_bytes() == word;
    let number = number.filter(is_plain).filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| PolicyFault::Needed { most, found: Name(word.to_vec()) })
}
