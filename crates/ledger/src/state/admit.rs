//! The one function that says whether a statement may stand next.

use super::facts::{Body, Fact};
use super::roster::{Change, Signer};
use super::seal::{CLOCK_SLACK_S, late_statements};
use super::{Roster, State, correction, seal, sealed};
use crate::chain;
use crate::finding::{Code, Finding};
use crate::hash::{Kid, RecordId};
use crate::position::{Index, Size};
use crate::record::{Claim, Handle, Kind, Record, Role};
use crate::statement::{After, Header, Statement, Unverified};

/// A statement that may stand next in the log for which it was asked.
#[derive(Debug)]
pub struct Admitted<'a> {
    statement: &'a Statement,
    handle: Option<Handle>,
    late: Vec<Finding>,
}

impl<'a> Admitted<'a> {
    /// The statement.
    pub fn statement(&self) -> &'a Statement {
        self.statement
    }

    /// Who signed it; `None` for the ledger itself.
    pub fn handle(&self) -> Option<&Handle> {
        self.handle.as_ref()
    }

    /// What a seal reveals about the statements that it closes: those signed too long after it. A writer doesn't append such a seal.
    pub fn late(&self) -> &[Finding] {
        &self.late
    }
}

/// Says whether the statement may stand at the state's next index.
///
/// It doesn't look at evidence, tiles or checkpoints, nor at whether the statement is true.
///
/// # Errors
/// Everything that is wrong with it, each code once, with the statement's index.
///
/// # Panics
/// When the state has not been brought what [`State::needs`] asks for, absence would be taken for a fact; callers ask first.
pub fn admit<'a>(state: &State, statement: &'a Statement) -> Result<Admitted<'a>, Vec<Finding>> {
    judge(state, statement, Sight::Whole)
}

/// How much of the log the state has seen, and so what can be judged by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// Every lower leaf, or whatever [`State::needs`] asks for.
    Whole,
    /// The leaves of the roster, and the seals that the statement stands between: not what it refers to.
    Seals,
    /// The leaves of the roster alone.
    Roster,
}

/// [`admit`], as far as the state can tell.
pub(super) fn judge<'a>(state: &State, statement: &'a Statement, sight: Sight) -> Result<Admitted<'a>, Vec<Finding>> {
    let refuse = |problems| Err(refusal(state.next, problems));
    if state.next.get() == 0 {
        return match founding(state, statement) {
            problems if problems.is_empty() => Ok(Admitted { statement, handle: None, late: Vec::new() }),
            problems => refuse(problems),
        };
    }
    let Some(signer) = state.roster.signer(statement.header().kid) else {
        let words = format!("the key {} is not in the roster", statement.header().kid);
        return refuse(vec![(Code::SignerUnknown, words)]);
    };
    let mut problems = common_problems(state, statement, signer);
    let (header, record) = (statement.header(), statement.record());
    if sight != Sight::Roster {
        problems.extend(after_problems(state, header, record));
    }
    if sight == Sight::Whole {
        problems.extend(sealed::reused_problems(state, record));
    }
    let mut late = Vec::new();
    let handle = match signer {
        Signer::Ledger(_) => None,
        Signer::Member(member) => Some(member.handle.clone()),
    };
    match (record, signer) {
        (Record::Seal(record), _) => {
            problems.extend(seal::problems(state, record, header.signed_at));
            late = late_statements(state, header.signed_at);
        }
        (Record::Ledger(_), _) => {
            problems.push((Code::RecordInvalid, "a ledger record is entry 0 and no other".to_owned()))
        }
        (Record::Key(change), _) => {
            problems.extend(change_problems(state, &Change::Key(change.clone()), header.kid));
        }
        (Record::Policy(policy), _) => {
            problems.extend(change_problems(state, &Change::Policy(policy.clone()), header.kid));
        }
        (Record::Approval(approval), _) => {
            problems.extend(approval_problems(state, approval.of, handle.as_ref(), sight));
        }
        // What stands below judges by other records than those of roster and seals.
        _ if sight != Sight::Whole => {}
        (Record::Withdrawal(withdrawal), _) => {
            problems.extend(correction::withdrawal_problems(state, withdrawal.target, signer));
        }
        (Record::Judgement(judgement), _) => {
            problems.extend(correction::judgement_problems(state, judgement));
            problems.extend(correction::problems(state, record, signer));
        }
        (Record::Disclosure(disclosure), _) => {
            problems.extend(sealed::disclosure_problems(state, disclosure, signer));
        }
        _ => {
            problems.extend(reference_problems(state, record));
            problems.extend(correction::problems(state, record, signer));
        }
    }
    if problems.is_empty() { Ok(Admitted { statement, handle, late }) } else { refuse(problems) }
}

/// What is wrong with the statement at this index: each code once, with everything that was said of it.
fn refusal(at: Index, problems: Vec<(Code, String)>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (code, words) in problems {
        match findings.iter_mut().find(|finding| finding.code == code) {
            Some(known) => known.words = format!("{}; {words}", known.words),
            None => findings.push(Finding::at(at, code, words)),
        }
    }
    findings.sort();
    findings
}

/// What is said of a statement at this index without a valid signature: the kid is looked up first, and entry 0 brings its own key.
pub fn unsigned(roster: &Roster, at: Index, unverified: &Unverified) -> Finding {
    let kid = unverified.kid();
    let founds = matches!(unverified.record(), Record::Ledger(record) if at == Index::ZERO && record.key.kid() == kid);
    if founds || roster.signer(kid).is_some() {
        Finding::at(at, Code::StatementSignature, format!("the signature of {kid} is not valid"))
    } else {
        Finding::at(at, Code::SignerUnknown, format!("the key {kid} is not in the roster"))
    }
}

/// What is wrong with a statement as entry 0.
fn founding(state: &State, statement: &Statement) -> Vec<(Code, String)> {
    let Record::Ledger(record) = statement.record() else {
        return vec![(Code::LedgerMismatch, "entry 0 is no ledger record".to_owned())];
    };
    let header = statement.header();
    if header.kid != record.key.kid() {
        return vec![(Code::SignerUnknown, "entry 0 is signed by another key than the one that it names".to_owned())];
    }
    let mut problems = Vec::new();
    if (&record.origin, state.head) != (&state.origin, chain::start(record.origin.as_str(), &record.key)) {
        problems.push((Code::LedgerMismatch, "entry 0 is of another log".to_owned()));
    }
    if header.issuer != record.origin.as_str() || header.subject != record.origin.as_str() {
        problems.push((Code::StatementHeader, "iss and sub are the origin".to_owned()));
    }
    if header.after != After::new(Size::ZERO, state.head) {
        problems.push((Code::ChainBroken, "`after` of entry 0 is [0, head(0)]".to_owned()));
    }
    problems.extend(Roster::founding_problems(record).into_iter().map(|words| (Code::RosterChange, words)));
    problems
}

/// What is judged of every statement.
fn common_problems(state: &State, statement: &Statement, signer: Signer<'_>) -> Vec<(Code, String)> {
    let (header, record) = (statement.header(), statement.record());
    let mut problems = Vec::new();
    if let Some(end) = state.roster.end_of(header.kid) {
        let words = format!("the time of the key {} ended at index {} ({})", header.kid, end.at, end.how);
        problems.push((Code::SignerRevoked, words));
    }
    if let Some(words) = role_problem(record, header.kid, signer) {
        problems.push((Code::SignerRole, words));
    }
    problems.extend(header_problems(state, header, record, signer));
    if state.has_id(statement.id()) {
        problems.push((Code::RecordDuplicate, format!("{} stands at a lower index", statement.id())));
    }
    let own = record.problems().into_iter();
    problems.extend(own.map(|problem| (Code::RecordInvalid, format!("{}: {}", problem.field, problem.words))));
    problems
}

fn role_problem(record: &Record, kid: Kid, signer: Signer<'_>) -> Option<String> {
    let kind = record.kind();
    let ledgers_own = matches!(kind, Kind::Ledger | Kind::Seal);
    let editors_own = match record {
        Record::Approval(_) | Record::Policy(_) => true,
        Record::Key(change) => !change.is_own_rotation(kid),
        _ => false,
    };
    match signer {
        Signer::Ledger(_) if ledgers_own => None,
        Signer::Ledger(_) => Some(format!("the ledger's key signs no {kind}")),
        Signer::Member(member) if ledgers_own => {
            Some(format!("{} is {}, and only the ledger's key signs a {kind}", member.handle, member.role))
        }
        Signer::Member(member) if member.role == Role::Reporter && editors_own => {
            Some(format!("{} is reporter, and only an editor changes the roster", member.handle))
        }
        Signer::Member(_) => None,
    }
}

/// What is wrong with a change of roster or policy.
fn change_problems(state: &State, change: &Change, signer: Kid) -> Vec<(Code, String)> {
    let problems = state.roster.change_problems(&state.origin, change, signer, state.next);
    problems.into_iter().map(|words| (Code::RosterChange, words)).collect()
}

/// What is wrong with an approval: what it names, and whether that can be approved.
fn approval_problems(state: &State, of: RecordId, voter: Option<&Handle>, sight: Sight) -> Vec<(Code, String)> {
    if state.roster.proposal(of).is_some() {
        let problems = state.roster.approval_problems(&state.origin, of, voter, state.next);
        return problems.into_iter().map(|words| (Code::RosterChange, words)).collect();
    }
    match state.has_id(of) {
        true => vec![(Code::ReferenceKind, format!("of: {of} is no change of roster or policy"))],
        false if sight == Sight::Whole => vec![(Code::ReferenceMissing, format!("of: {of} is not in the log"))],
        // All changes are known, but not what else stands below.
        false => vec![(Code::ReferenceMissing, format!("of: {of} is no change of roster or policy in the log"))],
    }
}

fn header_problems(state: &State, header: &Header, record: &Record, signer: Signer<'_>) -> Vec<(Code, String)> {
    let origin = state.origin.as_str();
    let issuer = match signer {
        Signer::Ledger(_) => origin.to_owned(),
        Signer::Member(member) => Header::issuer_of(&state.origin, &member.handle),
    };
    let mut problems = Vec::new();
    let mut expect = |field: &str, want: &str, got: &str| {
        if want != got {
            let got: String = got.chars().take(120).collect();
            problems.push((Code::StatementHeader, format!("{field} is {got:?}, expected {want:?}")));
        }
    };
    expect("iss", &issuer, &header.issuer);
    if let Some(subject) = subject(state, record, signer) {
        expect("sub", &subject, &header.subject);
    }
    problems
}

/// The subject that the record must have; `None` where it follows from a record that is missing, or of the wrong kind.
fn subject(state: &State, record: &Record, signer: Signer<'_>) -> Option<String> {
    let slug = match (record, record.slug()) {
        (Record::Claim(claim), _) => return Some(Header::subject_of_claim(claim.question)),
        (Record::Withdrawal(withdrawal), _) => {
            return state.facts.fact(withdrawal.target).map(|fact| fact.identity.to_string());
        }
        (Record::Judgement(judgement), _) => return judgement.on.first().map(ToString::to_string),
        (Record::Disclosure(disclosure), _) => {
            return state.facts.fact(disclosure.target).filter(can_be_sealed).map(|fact| fact.identity.to_string());
        }
        (_, None) => return Some(state.origin.to_string()),
        (_, Some(slug)) => slug,
    };
    let handle = match (record.correction().corrects, signer) {
        (Some(target), _) => {
            let corrected = state.facts.fact(*target).filter(|fact| fact.kind() == record.kind())?;
            let first = state.facts.fact(corrected.identity)?;
            // A correction that changes the slug is told so; its subject is judged by the slug that it should have kept.
            return Some(Header::subject_of_thing(record.kind(), &first.handle, first.slug()?));
        }
        (None, Signer::Member(member)) => &member.handle,
        (None, Signer::Ledger(_)) => return None,
    };
    Some(Header::subject_of_thing(record.kind(), handle, slug))
}

fn can_be_sealed(fact: &&Fact) -> bool {
    matches!(fact.kind(), Kind::Claim | Kind::Document)
}

/// `after` and the lower bound of the signing time.
fn after_problems(state: &State, header: &Header, record: &Record) -> Vec<(Code, String)> {
    let After(size, head) = header.after;
    if matches!(record, Record::Seal(_)) {
        let right = header.after == After::new(state.next.size_before(), state.head);
        if right {
            return Vec::new();
        }
        let words = match size.as_size() == Some(state.next.size_before()) {
            true => "the seal was made over other entries than these: `after` has another head".to_owned(),
            false => format!("the seal says that it stands after {size} entries, and it stands after {}", state.next),
        };
        return vec![(Code::ChainBroken, words)];
    }
    let boundary_size = size.as_size().filter(|size| size.get() <= state.commit_start().get());
    let Some(boundary) = boundary_size.and_then(|size| state.facts.boundary(size)) else {
        let words = format!("`after` names size {size}, which is no commit boundary below this commit");
        return vec![(Code::ChainBroken, words)];
    };
    let mut problems = Vec::new();
    if boundary.head != head {
        let words = format!("`after` has another head for size {size}: the signer saw another log");
        problems.push((Code::ChainBroken, words));
    }
    let (signed_at, sealed_at) = (header.signed_at, boundary.sealed_at);
    if signed_at.plus_s(CLOCK_SLACK_S) < sealed_at {
        let words =
            format!("signed at {signed_at}, more than 300 s before the seal at {sealed_at} that it stands after");
        problems.push((Code::StatementTime, words));
    }
    problems
}

/// Whether what the record refers to is there, of the right kind, and fits.
fn reference_problems(state: &State, record: &Record) -> Vec<(Code, String)> {
    let facts = &state.facts;
    let mut problems = Vec::new();
    for reference in record.references() {
        match facts.fact(reference.id) {
            Some(fact) if fact.kind() == reference.kind && fact.identity == reference.id => {}
            Some(fact) if fact.kind() == reference.kind => problems.push((
                Code::ReferenceKind,
                format!("{}: {} is a later version; the identity is {}", reference.field, reference.id, fact.identity),
            )),
            Some(fact) => problems.push((
                Code::ReferenceKind,
                format!("{}: {} is a {}, not a {}", reference.field, reference.id, fact.kind(), reference.kind),
            )),
            None if facts.has_id(reference.id) => {
                problems.push((
                    Code::ReferenceKind,
                    format!("{}: {} is no {}", reference.field, reference.id, reference.kind),
                ));
            }
            None => problems
                .push((Code::ReferenceMissing, format!("{}: {} is not in the log", reference.field, reference.id))),
        }
    }
    if let Record::Claim(claim) = record {
        problems.extend(claim_problems(state, claim).into_iter().map(|words| (Code::RecordInvalid, words)));
    }
    problems
}

/// Whether a claim fits its question, its document, and the claim that it revises.
fn claim_problems(state: &State, claim: &Claim) -> Vec<String> {
    let facts = &state.facts;
    let question = facts.fact_in_force(claim.question).map(|fact| &fact.body);
    let document = facts.fact_in_force(claim.document).map(|fact| &fact.body);
    let mut problems = Vec::new();
    if let (Some(Body::Question(question)), Some(Body::Document(document))) = (question, document) {
        let found = claim.problems_for(question, document).into_iter();
        problems.extend(found.map(|problem| format!("{}: {}", problem.field, problem.words)));
    }
    let revised = claim.revises.and_then(|id| facts.fact(id)).map(|fact| &fact.body);
    if let Some(Body::Claim { question, by }) = revised
        && (*question != claim.question || !by.may_be(&claim.by))
    {
        problems.push("revises: the revised claim has another question or another source".to_owned());
    }
    if claim.revises.is_some()
        && claim.revises == claim.corrects.and_then(|id| facts.fact(id)).map(|fact| fact.identity)
    {
        problems.push("revises: a claim does not revise itself".to_owned());
    }
    problems
}
