//! What a name in a dossier means: its own things first, then the signer's, then another recorder's.

use super::{Builder, LookedUp, Thing};
use crate::dossier::directory::Known;
use crate::dossier::fault::At;
use crate::dossier::spelling::did_you_mean;
use crate::dossier::tree::{Name, ScopeItem};
use byline_ledger::hash::RecordId;
use byline_ledger::record::{Kind, Scope};
use std::rc::Rc;

impl Builder<'_> {
    /// The thing of this kind that a name means. Nothing more is said of what the dossier defines and couldn't be settled.
    pub(super) fn find(&mut self, kind: Kind, name: &At<Name>) -> Option<Thing> {
        let own = match &name.value {
            Name::Slug(slug) => Some(slug),
            Name::Of(handle, slug) if handle == self.world.me => Some(slug),
            _ => None,
        };
        if let Some(slug) = own.filter(|slug| self.dossier.defined.contains_key(&(kind, (*slug).clone()))) {
            return self.things.get(&(kind, slug.clone())).cloned();
        }
        if let Some(thing) = self.found.get(&(kind, name.value.clone())) {
            return Some(thing.clone());
        }
        let known = self.look_up(kind, name)?;
        let thing = Thing { identity: known.identity, record: Rc::new(known.record.clone()) };
        self.found.insert((kind, name.value.clone()), thing.clone());
        self.plan.looked_up.push(LookedUp { name: name.value.to_string(), known });
        Some(thing)
    }

    /// The identity of the thing that a name means.
    pub(super) fn identity(&mut self, kind: Kind, name: &At<Name>) -> Option<RecordId> {
        self.find(kind, name).map(|thing| thing.identity)
    }

    /// The identities of several; `None` if one of them means nothing.
    pub(super) fn identities(&mut self, kind: Kind, names: &[At<Name>]) -> Option<Vec<RecordId>> {
        let found: Vec<Option<RecordId>> = names.iter().map(|name| self.identity(kind, name)).collect();
        found.into_iter().collect()
    }

    pub(super) fn scope(&mut self, scope: &ScopeItem) -> Option<Scope> {
        let places = self.identities(Kind::Entity, &scope.places)?;
        Some(Scope { places: (!places.is_empty()).then_some(places), population: scope.population.clone() })
    }

    /// What the ledger has under a name.
    pub(super) fn look_up(&mut self, kind: Kind, name: &At<Name>) -> Option<Known> {
        let me = self.world.me;
        let mut known = match &name.value {
            Name::Slug(slug) => {
                let mut known = self.ask(|directory| directory.by_slug(kind, None, slug));
                if known.iter().any(|known| known.handle == *me) {
                    known.retain(|known| known.handle == *me);
                }
                known
            }
            Name::Of(handle, slug) => self.ask(|directory| directory.by_slug(kind, Some(handle), slug)),
            Name::Id(digits) => self.ask(|directory| directory.by_id(digits)),
        };
        if let (Name::Id(_), [one]) = (&name.value, &known[..])
            && one.record.kind() != kind
        {
            let message = format!("`{}` is of kind {}, and {} is wanted here", name.value, one.record.kind(), a(kind));
            self.faults.plain(&name.span, message);
            return None;
        }
        match known.len() {
            1 => known.pop(),
            0 => {
                self.unknown(kind, name);
                None
            }
            _ => {
                self.ambiguous(name, &known);
                None
            }
        }
    }

    fn unknown(&self, kind: Kind, name: &At<Name>) {
        let Name::Slug(slug) = &name.value else {
            let help = match &name.value {
                Name::Id(_) => "`byline log` lists the ids",
                _ => "recorders and their slugs: `byline log`",
            };
            self.faults.add(&name.span, format!("the ledger has no {kind} `{}`", name.value), help);
            return;
        };
        let defined = self.dossier.defined.keys().filter(|(other, _)| *other == kind).map(|(_, slug)| slug.as_str());
        let special = if kind == Kind::Entity { &["own voice", "nobody named"][..] } else { &[] };
        let help = match did_you_mean(slug.as_str(), defined.chain(special.iter().copied())) {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None => format!("define it as [{kind}.{slug}], or name what the ledger has"),
        };
        let message = match kind {
            Kind::Question => {
                format!("this claim answers no question: `{slug}` is neither in this dossier nor in the ledger")
            }
            kind => format!("no {kind} `{slug}` in this dossier, nor in the ledger"),
        };
        self.faults.add(&name.span, message, help);
    }

    fn ambiguous(&self, name: &At<Name>, known: &[Known]) {
        let mut names: Vec<String> = known
            .iter()
            .map(|known| match (&name.value, known.record.slug()) {
                (Name::Slug(_), Some(slug)) => format!("{}/{slug}", known.handle),
                _ => known.identity.to_string(),
            })
            .collect();
        names.sort();
        names.truncate(8);
        let help = format!("write one of {}", names.join(", "));
        self.faults.add(&name.span, format!("`{}` is ambiguous", name.value), help);
    }
}

/// A kind with its article.
fn a(kind: Kind) -> String {
    let article = if matches!(kind, Kind::Entity | Kind::Event) { "an" } else { "a" };
    format!("{article} {kind}")
}
