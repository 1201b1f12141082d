//! Sealed places as a reader sees them: closed, or opened by a disclosure.

use super::casefile::Casefile;
use super::logged::LoggedRecord;
use super::view::Mark;
use crate::hash::{RecordId, SealedHash};
use crate::record::sealed::Disclosable;
use crate::record::{Disclosure, Person, Record, Sealable, SealedValue};
use std::collections::HashMap;

/// A field that can be sealed, as far as the log lets it be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen<'a, T> {
    /// It was never sealed.
    Open(&'a T),
    /// It is sealed: the log doesn't say what it holds.
    Sealed,
    /// It was sealed, and somebody entitled opened it later.
    Disclosed(&'a T),
}

impl<'a, T> Seen<'a, T> {
    /// The value, where it can be read.
    pub fn value(self) -> Option<&'a T> {
        match self {
            Self::Open(value) | Self::Disclosed(value) => Some(value),
            Self::Sealed => None,
        }
    }
}

/// Which commitment was opened by which record: places among all records. The first disclosure of a place counts.
///
/// A record that opens something else than it says opens nothing: admission refuses it, and here it is not believed either.
pub(super) fn link(records: &[LoggedRecord]) -> HashMap<SealedHash, usize> {
    let places: HashMap<RecordId, usize> = records.iter().enumerate().map(|(place, one)| (one.id, place)).collect();
    let mut opened = HashMap::new();
    for (place, logged) in records.iter().enumerate() {
        let Record::Disclosure(disclosure) = &logged.record else { continue };
        let Some(target) = places.get(&disclosure.target).map(|place| &records[*place]) else { continue };
        let commitment = disclosure.commitment(target.kid);
        if target.record.sealed().contains(&(disclosure.field(), commitment)) {
            opened.entry(commitment).or_insert(place);
        }
    }
    opened
}

impl Casefile {
    /// The record that opens a commitment, if one does.
    pub fn disclosure(&self, commitment: SealedHash) -> Option<(&LoggedRecord, &Disclosure)> {
        let logged = self.disclosing(commitment)?;
        match &logged.record {
            Record::Disclosure(disclosure) => Some((logged, disclosure)),
            _ => None,
        }
    }

    /// A field as far as it can be read.
    pub fn seen<'a, T: Disclosable>(&'a self, field: &'a Sealable<T>) -> Seen<'a, T> {
        match field {
            Sealable::Open(value) => Seen::Open(value),
            Sealable::Sealed(commitment) => {
                let value = self.disclosure(*commitment).and_then(|(_, disclosure)| T::of(&disclosure.value));
                value.map_or(Seen::Sealed, Seen::Disclosed)
            }
        }
    }

    /// Who a sealed source is, if that was disclosed.
    pub fn disclosed_person(&self, commitment: SealedHash) -> Option<&Person> {
        match &self.disclosure(commitment)?.1.value {
            SealedValue::By(person) | SealedValue::Through(_, person) => Some(person),
            _ => None,
        }
    }

    /// What is sealed in a record and what was disclosed of it.
    pub(super) fn sealed_marks(&self, record: &Record) -> Vec<Mark> {
        let mut closed = Vec::new();
        let mut opened = Vec::new();
        for (field, commitment) in record.sealed() {
            match self.disclosure(commitment) {
                None => closed.push(field),
                Some((logged, disclosure)) => opened.push(Mark::Disclosed {
                    field,
                    by: logged.id,
                    handle: logged.handle.clone(),
                    note: disclosure.note.as_ref().map(ToString::to_string),
                }),
            }
        }
        let closed = (!closed.is_empty()).then_some(Mark::Sealed { fields: closed });
        closed.into_iter().chain(opened).collect()
    }
}
