//! `key`: one change of the roster.

use super::text::{Handle, Origin, Text};
use crate::cbor;
use crate::hash::{Kid, RecordId};
use crate::key::{PublicKeyBytes, SignatureBytes};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a key may sign (docs/format/admission.md, `signer.role`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything but `ledger` and `seal`.
    Editor,
    /// Everything that an editor may, but `key`, `approval` and `policy`.
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

/// What a `key` record does. The other acts are named in docs/format/records.md and come later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyAct {
    /// Brings a key into the roster.
    Enrol,
}

/// One change of the roster (docs/format/records.md, "key").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyChange {
    /// What it does.
    pub act: KeyAct,
    /// Whose key it is.
    pub handle: Handle,
    /// What the key may sign.
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
}

impl KeyChange {
    /// The new key's id.
    pub fn kid(&self) -> Kid {
        self.key.kid()
    }
}

/// The bytes that a new key signs to consent to its enrolment: canonical CBOR of
/// `["byline.v1 key proof", origin, handle, role, kid]`.
///
/// It proves that whoever holds the key agreed to this handle and role in this log; it doesn't prove who that person is.
pub fn proof_bytes(origin: &Origin, handle: &Handle, role: Role, kid: Kid) -> Vec<u8> {
    cbor::encode(&("byline.v1 key proof", origin, handle, role, kid))
}
