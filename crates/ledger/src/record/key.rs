//! `key`: one change of the roster.

use super::text::{Handle, Origin, Text};
use crate::cbor;
use crate::hash::{Kid, RecordId};
use crate::key::{PublicKeyBytes, SignatureBytes};
use crate::position::Claimed;
use ciborium::Value;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// What a person's key may sign (docs/format/admission.md, `signer.role`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything but `ledger` and `seal`.
    Editor,
    /// Everything that an editor may, but `approval`, `policy`, and `key` apart from rotating his own key.
    Reporter,
}

impl Role {
    /// The role's name in the signed bytes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::Reporter => "reporter",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One change of the roster (docs/format/records.md, "key"), one form for each act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyChange {
    /// Brings a person's key into the roster.
    Enrol(Enrolment),
    /// Brings the ledger's next key: act `enrol` with the role `ledger`.
    LedgerKey(LedgerKey),
    /// Puts another key in the place of a person's.
    Rotate(Rotation),
    /// Ends a key's time, and that of its successors.
    Revoke(Revocation),
    /// Says that a key was in other hands, from an index on.
    Compromised(Compromise),
    /// Gives a person another role.
    Role(RoleChange),
}

/// A person's key: his first, or one more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// Whose key it is.
    pub handle: Handle,
    /// What he may sign.
    pub role: Role,
    /// The new key.
    pub key: PublicKeyBytes,
    /// The new key's signature over [`proof_bytes`].
    pub proof: SignatureBytes,
    /// The last change in force that needed the quorum; at first entry 0.
    pub previous: RecordId,
    /// A display name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// An age recipient for sealed openings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<Text>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// The ledger's next key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerKey {
    /// The one role that it has.
    role: LedgerRole,
    /// The new key.
    pub key: PublicKeyBytes,
    /// The new key's signature over [`ledger_proof_bytes`].
    pub proof: SignatureBytes,
    /// The last change in force that needed the quorum; at first entry 0.
    pub previous: RecordId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

impl LedgerKey {
    /// The next key of a ledger, with its consent.
    pub fn new(key: PublicKeyBytes, proof: SignatureBytes, previous: RecordId, reason: Option<Text>) -> Self {
        Self { role: LedgerRole::Ledger, key, proof, previous, reason }
    }
}

/// The role that no person has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LedgerRole {
    Ledger,
}

/// Another key in the place of a person's. Signed by that key it needs no quorum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// The key whose time ends.
    pub kid: Kid,
    /// Whose both keys are.
    pub handle: Handle,
    /// His role, as it is.
    pub role: Role,
    /// The new key.
    pub key: PublicKeyBytes,
    /// The new key's signature over [`proof_bytes`].
    pub proof: SignatureBytes,
    /// The last change in force that needed the quorum; at first entry 0.
    pub previous: RecordId,
    /// An age recipient for sealed openings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<Text>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// Ends a key's time, and that of its successors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// The key.
    pub kid: Kid,
    /// Whose it is.
    pub handle: Handle,
    /// The last change in force that needed the quorum; at first entry 0.
    pub previous: RecordId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// Says that a key was in other hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compromise {
    /// The key.
    pub kid: Kid,
    /// Whose it is.
    pub handle: Handle,
    /// The first index at which nothing that it signed can be relied on.
    pub since: Claimed,
    /// The last change in force that needed the quorum; at first entry 0.
    pub previous: RecordId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// Another role for a person, whatever his keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    /// Who.
    pub handle: Handle,
    /// The role from here on.
    pub role: Role,
    /// The last change in force that needed the quorum; at first entry 0.
    pub previous: RecordId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

impl KeyChange {
    /// The act's name in the signed bytes.
    pub fn act(&self) -> &'static str {
        match self {
            Self::Enrol(_) | Self::LedgerKey(_) => "enrol",
            Self::Rotate(_) => "rotate",
            Self::Revoke(_) => "revoke",
            Self::Compromised(_) => "compromised",
            Self::Role(_) => "role",
        }
    }

    /// The change that this one says was the last in force.
    pub fn previous(&self) -> RecordId {
        match self {
            Self::Enrol(change) => change.previous,
            Self::LedgerKey(change) => change.previous,
            Self::Rotate(change) => change.previous,
            Self::Revoke(change) => change.previous,
            Self::Compromised(change) => change.previous,
            Self::Role(change) => change.previous,
        }
    }

    /// Why, where it says so.
    pub fn reason(&self) -> Option<&Text> {
        match self {
            Self::Enrol(change) => change.reason.as_ref(),
            Self::LedgerKey(change) => change.reason.as_ref(),
            Self::Rotate(change) => change.reason.as_ref(),
            Self::Revoke(change) => change.reason.as_ref(),
            Self::Compromised(change) => change.reason.as_ref(),
            Self::Role(change) => change.reason.as_ref(),
        }
    }

    /// The key that it brings, if it brings one.
    pub fn new_key(&self) -> Option<PublicKeyBytes> {
        match self {
            Self::Enrol(change) => Some(change.key),
            Self::LedgerKey(change) => Some(change.key),
            Self::Rotate(change) => Some(change.key),
            Self::Revoke(_) | Self::Compromised(_) | Self::Role(_) => None,
        }
    }

    /// Whether it is a rotation by the very key that it ends: the one change that needs no quorum.
    pub fn is_own_rotation(&self, signer: Kid) -> bool {
        matches!(self, Self::Rotate(rotation) if rotation.kid == signer)
    }
}

/// The acts as they stand in the signed bytes: two forms have the act `enrol`.
#[derive(Serialize)]
#[serde(tag = "act", rename_all = "lowercase")]
enum Written<'a> {
    Enrol(&'a Enrolment),
    #[serde(rename = "enrol")]
    LedgerKey(&'a LedgerKey),
    Rotate(&'a Rotation),
    Revoke(&'a Revocation),
    Compromised(&'a Compromise),
    Role(&'a RoleChange),
}

impl Serialize for KeyChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match self {
            Self::Enrol(change) => Written::Enrol(change),
            Self::LedgerKey(change) => Written::LedgerKey(change),
            Self::Rotate(change) => Written::Rotate(change),
            Self::Revoke(change) => Written::Revoke(change),
            Self::Compromised(change) => Written::Compromised(change),
            Self::Role(change) => Written::Role(change),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for KeyChange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Value::Map(mut fields) = Value::deserialize(deserializer)? else {
            return Err(D::Error::custom("a key record is a map"));
        };
        let place = fields.iter().position(|(key, _)| key.as_text() == Some("act"));
        let act = place.map(|place| fields.remove(place).1);
        let is_ledgers =
            fields.iter().any(|(key, value)| (key.as_text(), value.as_text()) == (Some("role"), Some("ledger")));
        let rest = Value::Map(fields);
        match act.as_ref().and_then(Value::as_text) {
            Some("enrol") if is_ledgers => typed(rest).map(Self::LedgerKey),
            Some("enrol") => typed(rest).map(Self::Enrol),
            Some("rotate") => typed(rest).map(Self::Rotate),
            Some("revoke") => typed(rest).map(Self::Revoke),
            Some("compromised") => typed(rest).map(Self::Compromised),
            Some("role") => typed(rest).map(Self::Role),
            _ => Err(D::Error::custom("the act is none of enrol, rotate, revoke, compromised and role")),
        }
    }
}

fn typed<T: DeserializeOwned, E: serde::de::Error>(value: Value) -> Result<T, E> {
    cbor::from_value(value).map_err(E::custom)
}

/// The bytes that a new key signs to consent to its enrolment: canonical CBOR of
/// `["byline.v1 key proof", origin, handle, role, kid]`.
///
/// It proves that whoever holds the key agreed to this handle and role in this log; it doesn't prove who that person is.
pub fn proof_bytes(origin: &Origin, handle: &Handle, role: Role, kid: Kid) -> Vec<u8> {
    cbor::encode(&("byline.v1 key proof", origin, handle, role, kid))
}

/// The bytes that a ledger's next key signs: the origin in the place of a handle, and the role `ledger`.
pub fn ledger_proof_bytes(origin: &Origin, kid: Kid) -> Vec<u8> {
    cbor::encode(&("byline.v1 key proof", origin, origin, LedgerRole::Ledger, kid))
}
