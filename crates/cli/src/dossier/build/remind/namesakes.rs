//! Entities with one name: perhaps one and the same. A name match proposes, a judgement decides.

use super::super::Builder;
use super::super::settle::short;
use crate::dossier::tree::EntityItem;
use byline_ledger::accounts::words::folded;
use byline_ledger::record::{Entity, Record};

impl Builder<'_> {
    /// Looks for other entities with a name of a new one: in the dossier so far, then in the ledger.
    pub(in super::super) fn remind_namesakes(&mut self, item: &EntityItem, entity: &Entity) {
        let names: Vec<String> = entity.names.iter().map(|(_, name)| plain(name.as_str())).collect();
        for name in &names {
            if let Some(other) = self.entity_names.get(name) {
                let message = format!("`{}` has the same name as `{other}`", item.slug);
                let help =
                    "if they are one, define it once; if they are two, a second name or an office tells them apart";
                self.warn(&item.head.span, message, help);
                return;
            }
        }
        self.entity_names.extend(names.iter().map(|name| (name.clone(), item.slug.clone())));
        for (_, name) in entity.names.iter() {
            let named = self.ask(|directory| directory.entities_named(name.as_str()));
            let namesake = named.into_iter().find(|known| {
                let is_its_own = known.handle == *self.world.me && known.record.slug() == Some(&item.slug);
                !is_its_own && has_name(&known.record, &names)
            });
            if let Some(known) = namesake {
                let slug = known.record.slug().map(ToString::to_string).unwrap_or_default();
                let (handle, id) = (&known.handle, short(&known.in_force));
                let message = format!("the ledger has an entity of this name: `{handle}/{slug}` ({id})");
                let help = format!(
                    "if it is the same, write `{handle}/{slug}` and define none here, or sign `byline judge same` afterwards; else `byline judge different`"
                );
                self.warn(&item.head.span, message, help);
                return;
            }
        }
    }
}

fn has_name(record: &Record, names: &[String]) -> bool {
    matches!(record, Record::Entity(entity) if entity.names.iter().any(|(_, name)| names.contains(&plain(name.as_str()))))
}

fn plain(name: &str) -> String {
    folded(name).to_lowercase()
}
