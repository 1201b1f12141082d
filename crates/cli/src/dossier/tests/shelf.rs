//! A ledger in memory, as far as a dossier asks of one.

use crate::dossier::*;
use byline_ledger::hash::{Blake3, ChainHead, Kid, RecordId};
use byline_ledger::position::Size;
use byline_ledger::record::{Handle, Kind, Names, Origin, Record, Slug};
use byline_ledger::statement::{After, Draft, Header, StatementError};
use byline_ledger::time::Timestamp;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

#[derive(Default)]
pub struct Shelf {
    known: Vec<Known>,
    /// Every version, with its identity.
    versions: BTreeMap<RecordId, RecordId>,
    archive: BTreeMap<Blake3, Vec<u8>>,
    /// Versions that were withdrawn.
    pub withdrawn: Vec<RecordId>,
}

impl Shelf {
    /// Plans a dossier as this recorder; `read` stands for the disk.
    pub fn plan(
        &self,
        me: &str,
        file: &DossierFile,
        read: &dyn Fn(&Path) -> io::Result<Vec<u8>>,
    ) -> Result<Plan, PlanError> {
        let me: Handle = me.parse().unwrap();
        let draft = |record: Record, subject: String| draft(&me, record, subject);
        plan(file, &World { me: &me, directory: self, draft: &draft, read, progress: &|_, _| {} })
    }

    /// Plans the rows of a data file behind a dossier.
    pub fn import(
        &self,
        me: &str,
        file: &DossierFile,
        (sheet, mapping): (&data::Sheet<'_>, &data::Mapping),
        read: &dyn Fn(&Path) -> io::Result<Vec<u8>>,
    ) -> Result<Plan, PlanError> {
        let me: Handle = me.parse().unwrap();
        let draft = |record: Record, subject: String| draft(&me, record, subject);
        let world = World { me: &me, directory: self, draft: &draft, read, progress: &|_, _| {} };
        plan_with_rows(file, sheet, mapping, &world)
    }

    /// Takes a plan in, as a ledger would after signing.
    pub fn take_in(&mut self, me: &str, plan: Plan) {
        self.archive.extend(plan.archive.into_iter().map(|evidence| (evidence.hash, evidence.bytes)));
        for planned in plan.drafts {
            let (id, record) = (planned.draft.id(), planned.draft.record().clone());
            for reference in record.references() {
                let known = self.known.iter().find(|known| known.identity == reference.id);
                assert_eq!(
                    known.map(|known| known.record.kind()),
                    Some(reference.kind),
                    "{} {reference:?}",
                    planned.what
                );
            }
            match record.correction().corrects.copied() {
                None => {
                    self.versions.insert(id, id);
                    self.known.push(Known {
                        identity: id,
                        in_force: id,
                        record,
                        former: vec![],
                        handle: me.parse().unwrap(),
                    });
                }
                Some(corrected) => {
                    let identity = self.versions[&corrected];
                    let known = self.known.iter_mut().find(|known| known.identity == identity).unwrap();
                    assert_eq!(known.in_force, corrected, "{} corrects the version in force", planned.what);
                    known.in_force = id;
                    known.former.push(std::mem::replace(&mut known.record, record));
                    self.versions.insert(id, identity);
                }
            }
        }
    }

    fn all(&self, holds: impl Fn(&Known) -> bool) -> Vec<Known> {
        self.known.iter().filter(|known| holds(known)).cloned().collect()
    }
}

/// Puts a header before a record.
pub fn draft(me: &Handle, record: Record, subject: String) -> Result<Draft, StatementError> {
    let header = Header {
        kid: Kid::of_blob(me.as_str().as_bytes()),
        issuer: Header::issuer_of(&Origin::new("example.org/desk").unwrap(), me),
        subject,
        signed_at: Timestamp::from_s(1_763_800_000).unwrap(),
        after: After::new(Size::small(1), ChainHead::from_bytes([7; 32])),
    };
    Draft::new(header, record)
}

impl Directory for Shelf {
    fn by_slug(&self, kind: Kind, handle: Option<&Handle>, slug: &Slug) -> Result<Vec<Known>, Refusal> {
        Ok(self.all(|known| {
            known.record.kind() == kind
                && known.record.slug() == Some(slug)
                && handle.is_none_or(|handle| known.handle == *handle)
        }))
    }

    fn by_id(&self, digits: &str) -> Result<Vec<Known>, Refusal> {
        let prefix = format!("b3:{digits}");
        Ok(self.all(|known| {
            let mut versions = self.versions.iter().filter(|(_, identity)| **identity == known.identity);
            versions.any(|(version, _)| version.to_string().starts_with(&prefix))
        }))
    }

    fn entities_named(&self, name: &str) -> Result<Vec<Known>, Refusal> {
        let has = |names: &Names| names.iter().any(|(_, other)| other.as_str().to_lowercase() == name.to_lowercase());
        Ok(self.all(|known| matches!(&known.record, Record::Entity(entity) if has(&entity.names))))
    }

    fn claims(&self, question: RecordId, document: RecordId) -> Result<Vec<Known>, Refusal> {
        Ok(self.all(|known| {
            matches!(&known.record, Record::Claim(claim) if (claim.question, claim.document) == (question, document))
        }))
    }

    fn is_withdrawn(&self, version: RecordId) -> Result<bool, Refusal> {
        Ok(self.withdrawn.contains(&version))
    }

    fn archived(&self, hash: Blake3) -> Result<Option<Vec<u8>>, Refusal> {
        Ok(self.archive.get(&hash).cloned())
    }
}
