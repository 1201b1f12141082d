//! `disclosure`: opens a sealed place of an earlier record.

use super::claim::passage_problems;
use super::common::Problem;
use super::sealed::{Salt, SealedField, SealedValue};
use super::text::Text;
use crate::hash::{Kid, RecordId, SealedHash};
use ciborium::Value;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Opens a sealed place (docs/format/records.md, "disclosure"). It can't be taken back.
///
/// It shows that the signer of the target committed to this value when he signed; it doesn't show that the value is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// The version that holds the place, by its own id.
    pub target: RecordId,
    /// The random bytes in the commitment.
    pub salt: Salt,
    /// What was sealed, and in which place.
    pub value: SealedValue,
    /// Why now.
    pub note: Option<Text>,
}

/// The fields as they are signed. What `value` can be depends on `field`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    target: RecordId,
    field: String,
    salt: Salt,
    value: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<Text>,
}

impl Disclosure {
    /// The name of the place.
    pub fn field(&self) -> SealedField {
        self.value.field()
    }

    /// The commitment that this opens, if the key with this id signed the target.
    pub fn commitment(&self, signer: Kid) -> SealedHash {
        self.value.commitment(signer, &self.salt)
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        match &self.value {
            SealedValue::Quote(passages) => passage_problems(passages),
            _ => Vec::new(),
        }
    }
}

impl Serialize for Disclosure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (field, value) = (self.field().to_string(), self.value.to_cbor());
        Fields { target: self.target, field, salt: self.salt, value, note: self.note.clone() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Disclosure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        let field = fields.field.parse().map_err(D::Error::custom)?;
        let value = SealedValue::read(field, fields.value).map_err(D::Error::custom)?;
        Ok(Self { target: fields.target, salt: fields.salt, value, note: fields.note })
    }
}
