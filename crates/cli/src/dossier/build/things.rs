//! Entities, events and questions.

use super::{Builder, in_order};
use crate::dossier::fault::At;
use crate::dossier::tree::{EntityItem, EventItem, Name, QuestionItem};
use byline_ledger::hash::RecordId;
use byline_ledger::record::{AsOfRule, Entity, Event, Kind, Question, Record, True};
use std::collections::BTreeMap;

impl Builder<'_> {
    /// Settles all entities, each behind those that it names.
    pub(super) fn entities(&mut self) {
        let dossier = self.dossier;
        let place: BTreeMap<&str, usize> =
            dossier.entities.iter().enumerate().map(|(at, item)| (item.slug.as_str(), at)).collect();
        let index = |name: &At<Name>| match &name.value {
            Name::Slug(slug) => place.get(slug.as_str()).copied(),
            Name::Of(handle, slug) if handle == self.world.me => place.get(slug.as_str()).copied(),
            _ => None,
        };
        let needs: Vec<Vec<usize>> =
            dossier.entities.iter().map(|item| named_by(item).filter_map(index).collect()).collect();
        let (order, left) = in_order(&needs);
        order.into_iter().for_each(|item| self.entity(&dossier.entities[item]));
        for item in left.into_iter().map(|item| &dossier.entities[item]) {
            let message = format!("entity `{}` reaches itself through what it names", item.slug);
            self.faults.add(&item.head.span, message, "`part_of`, `consists_of` and `speaks_for` can't go in a circle");
        }
    }

    fn entity(&mut self, item: &EntityItem) {
        let mut one = |name: &Option<At<Name>>| -> Option<Option<RecordId>> {
            match name {
                Some(name) => self.identity(Kind::Entity, name).map(Some),
                None => Some(None),
            }
        };
        let (speaks_for, part_of) = (one(&item.speaks_for), one(&item.part_of));
        let parts = self.identities(Kind::Entity, &item.consists_of);
        let (Some(speaks_for), Some(part_of), Some(parts)) = (speaks_for, part_of, parts) else { return };
        let record = Entity {
            slug: item.slug.clone(),
            entity_type: item.entity_type,
            names: item.names.clone(),
            also: item.also.clone(),
            office: item.office.clone(),
            speaks_for,
            part_of,
            consists_of: (!parts.is_empty()).then_some(parts),
            same_as: item.same_as.clone(),
            note: item.note.clone(),
            corrects: None,
            reason: None,
        };
        let is_new = self.settle(&item.head, &item.slug, Record::Entity(record.clone()), item.reason.as_ref());
        if is_new == Some(true) {
            self.remind_namesakes(item, &record);
        }
    }

    pub(super) fn event(&mut self, item: &EventItem) {
        let Some(places) = self.identities(Kind::Entity, &item.places) else { return };
        let record = Event {
            slug: item.slug.clone(),
            titles: item.titles.clone(),
            when: item.when.clone(),
            places: (!places.is_empty()).then_some(places),
            note: item.note.clone(),
            corrects: None,
            reason: None,
        };
        self.settle(&item.head, &item.slug, Record::Event(record), item.reason.as_ref());
    }

    pub(super) fn question(&mut self, item: &QuestionItem) {
        let event = item.event.as_ref().map(|name| self.identity(Kind::Event, name));
        let claim = item.claim.as_ref().map(|name| self.identity(Kind::Claim, name));
        let scope = item.scope.as_ref().map(|scope| self.scope(scope));
        if matches!(event, Some(None)) || matches!(claim, Some(None)) || matches!(scope, Some(None)) {
            return;
        }
        let rule = match &item.period {
            Some(_) => AsOfRule::Period,
            None if item.cumulative => AsOfRule::Cumulative,
            None => AsOfRule::Snapshot,
        };
        let record = Question {
            slug: item.slug.clone(),
            event: event.flatten(),
            claim: claim.flatten(),
            asks: item.asks.clone(),
            answer_type: item.answer_type,
            unit: item.unit.clone(),
            measure: True::when(item.measure),
            options: item.options.clone(),
            many: True::when(item.many),
            scope: scope.flatten(),
            rule,
            period: item.period.clone(),
            note: item.note.clone(),
            corrects: None,
            reason: None,
        };
        self.remind_question(item);
        self.settle(&item.head, &item.slug, Record::Question(record), item.reason.as_ref());
    }
}

/// The entities that an entity names.
fn named_by(item: &EntityItem) -> impl Iterator<Item = &At<Name>> {
    item.speaks_for.iter().chain(&item.part_of).chain(&item.consists_of)
}
