//! What a statement is found by in the index.

use super::wording::words_of;
use crate::hash::{RecordId, SealedHash};
use crate::position::Index;
use crate::record::{Handle, Kind, Opinion, Record, Slug, Source};
use crate::statement::{Header, Unverified};
use crate::store::{Indexer, Postings};

/// Something that leaves are found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// First records of this kind with this slug, by this handle.
    Slug(Kind, Handle, Slug),
    /// First records of this kind with this slug, by anybody.
    AnySlug(Kind, Slug),
    /// Records that correct, withdraw, disclose, judge or revise this one, or ask about it as a claim: whatever says something of it later. All these
    /// have the same bytes, so that one search for each record tells that there is nothing.
    Later(RecordId),
    /// The record that corrects this version.
    Corrects(RecordId),
    /// Questions about this event.
    QuestionsOn(RecordId),
    /// Questions about this claim.
    QuestionsOnClaim(RecordId),
    /// Claims that answer this question.
    ClaimsOn(RecordId),
    /// Claims found in this document.
    ClaimsIn(RecordId),
    /// Claims in which this entity speaks, or passes words on.
    ClaimsBy(RecordId),
    /// The record that withdraws this version.
    Withdraws(RecordId),
    /// Judgements on this identity.
    JudgementsOn(RecordId),
    /// Claims by which the source changed this one.
    Revises(RecordId),
    /// Records that change how an earlier one stands: corrections, withdrawals, revisions, and who disputes or has checked it.
    ChangesStanding,
    /// Records in which this commitment stands.
    Commitment(SealedHash),
    /// Disclosures of sealed places of this version.
    Discloses(RecordId),
    /// Records of this kind.
    Kind(Kind),
    /// Records signed by this handle.
    Signer(Handle),
}

impl Term {
    /// The term as the index takes it: unlike terms have unlike bytes, except for the sorts of [`Term::Later`].
    pub fn bytes(&self) -> Vec<u8> {
        let text = match self {
            Self::Slug(kind, handle, slug) => format!("slug {kind} {handle} {slug}"),
            Self::AnySlug(kind, slug) => format!("any-slug {kind} {slug}"),
            Self::QuestionsOn(id) => format!("questions-on {id}"),
            Self::ClaimsOn(id) => format!("claims-on {id}"),
            Self::ClaimsIn(id) => format!("claims-in {id}"),
            Self::ClaimsBy(id) => format!("claims-by {id}"),
            Self::ChangesStanding => "changes-standing".to_owned(),
            Self::Commitment(commitment) => format!("commitment {commitment}"),
            Self::Kind(kind) => format!("kind {kind}"),
            Self::Signer(handle) => format!("signer {handle}"),
            Self::Later(id)
            | Self::Corrects(id)
            | Self::QuestionsOnClaim(id)
            | Self::Withdraws(id)
            | Self::JudgementsOn(id)
            | Self::Revises(id)
            | Self::Discloses(id) => format!("later {id}"),
        };
        text.into_bytes()
    }

    /// Whether most searches for such a term find nothing.
    pub fn is_rare(&self) -> bool {
        self.later().is_some()
    }

    /// The record of which something is said later.
    fn later(&self) -> Option<RecordId> {
        match self {
            Self::Later(id)
            | Self::Corrects(id)
            | Self::QuestionsOnClaim(id)
            | Self::Withdraws(id)
            | Self::JudgementsOn(id)
            | Self::Revises(id)
            | Self::Discloses(id) => Some(*id),
            _ => None,
        }
    }
}

/// The terms of all leaves, for [`crate::store::LogIndex`].
pub const INDEXER: Indexer<'static> = Indexer { version: 4, postings: &postings };

fn postings(_: Index, leaf: &[u8]) -> Postings {
    // A leaf that is no statement is found by nothing; the audit reports it.
    let Ok(statement) = Unverified::parse(leaf) else { return Postings::default() };
    let terms = terms(statement.header(), statement.record());
    let words = words_of(statement.record()).into_iter().map(String::into_bytes).collect();
    let (rare, terms): (Vec<&Term>, _) = terms.iter().partition(|term| term.is_rare());
    let bytes = |terms: Vec<&Term>| terms.into_iter().map(Term::bytes).collect();
    Postings { id: Some(statement.id()), terms: bytes(terms), rare: bytes(rare), words }
}

/// What a statement is found by.
pub fn terms(header: &Header, record: &Record) -> Vec<Term> {
    let mut terms = vec![Term::Kind(record.kind())];
    let handle = signer_handle(header);
    terms.extend(handle.clone().map(Term::Signer));
    if let Some(corrects) = record.correction().corrects {
        terms.push(Term::Corrects(*corrects));
    } else if let (Some(slug), Some(handle)) = (record.slug(), handle) {
        terms.push(Term::Slug(record.kind(), handle, slug.clone()));
        terms.push(Term::AnySlug(record.kind(), slug.clone()));
    }
    if changes_standing(record) {
        terms.push(Term::ChangesStanding);
    }
    terms.extend(record.sealed().into_iter().map(|(_, commitment)| Term::Commitment(commitment)));
    match record {
        Record::Question(question) => {
            terms.extend(question.event.map(Term::QuestionsOn));
            terms.extend(question.claim.map(Term::QuestionsOnClaim));
        }
        Record::Claim(claim) => {
            terms.push(Term::ClaimsOn(claim.question));
            terms.push(Term::ClaimsIn(claim.document));
            terms.extend(claim.sources().filter_map(|source| match source {
                Source::Entity(id) => Some(Term::ClaimsBy(*id)),
                _ => None,
            }));
            terms.extend(claim.revises.map(Term::Revises));
        }
        Record::Withdrawal(withdrawal) => terms.push(Term::Withdraws(withdrawal.target)),
        Record::Disclosure(disclosure) => terms.push(Term::Discloses(disclosure.target)),
        Record::Judgement(judgement) => terms.extend(judgement.on.iter().map(|id| Term::JudgementsOn(*id))),
        _ => {}
    }
    let later: Vec<Term> = terms.iter().filter_map(Term::later).map(Term::Later).collect();
    terms.extend(later);
    terms
}

/// Whether a record says of an earlier one that it is corrected, withdrawn, revised, disputed or checked.
fn changes_standing(record: &Record) -> bool {
    match record {
        Record::Withdrawal(_) => true,
        Record::Judgement(judgement) => matches!(judgement.opinion, Opinion::Disputed | Opinion::Checked),
        Record::Claim(claim) => claim.corrects.is_some() || claim.revises.is_some(),
        other => other.correction().corrects.is_some(),
    }
}

/// Whose statement it is, by its issuer; `None` for the ledger's own.
pub fn signer_handle(header: &Header) -> Option<Handle> {
    let (_, handle) = header.issuer.rsplit_once('/')?;
    // The ledger's own issuer is the origin, which can end like a handle; its subject is the origin too.
    if header.subject == header.issuer {
        return None;
    }
    handle.parse().ok()
}
