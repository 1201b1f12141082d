//! JSON of which the long lists are made while they are written, item by item: a report of a hundred thousand claims is never whole in memory.

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// The items of a list, made anew each time that they are asked for.
type Items<'a> = Box<dyn Fn() -> Box<dyn Iterator<Item = Late<'a>> + 'a> + 'a>;

/// A value, or what makes it.
pub enum Late<'a> {
    Ready(Value),
    List(Items<'a>),
    Object(Object<'a>),
}

impl From<Value> for Late<'_> {
    fn from(value: Value) -> Self {
        Self::Ready(value)
    }
}

impl<'a> From<Object<'a>> for Late<'a> {
    fn from(object: Object<'a>) -> Self {
        Self::Object(object)
    }
}

/// An object, its fields sorted by their names as in every other object that Byline writes.
pub struct Object<'a>(BTreeMap<String, Late<'a>>);

impl<'a> Object<'a> {
    /// An object whose fields are ready. Of any other value: an empty one.
    pub fn of(value: Value) -> Self {
        let Value::Object(fields) = value else { return Self(BTreeMap::new()) };
        Self(fields.into_iter().map(|(name, value)| (name, Late::Ready(value))).collect())
    }

    /// The same with a list, of which each item is made when the one before it has been written.
    #[must_use]
    pub fn list<I>(mut self, name: &str, items: impl Fn() -> I + 'a) -> Self
    where
        I: Iterator<Item: Into<Late<'a>>> + 'a,
    {
        self.0.insert(name.to_owned(), Late::List(Box::new(move || Box::new(items().map(Into::into)))));
        self
    }

    /// The same with one more field: a value, or an object that has such lists.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Late<'a>>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }
}

impl Serialize for Late<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Ready(value) => value.serialize(serializer),
            Self::List(items) => serializer.collect_seq(items()),
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            fields.serialize_entry(name, value)?;
        }
        fields.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::write_json;
    use serde_json::json;
    use std::cell::Cell;
    use std::io;

    #[test]
    fn it_is_written_like_any_other_value() {
        let numbers = || (0..3).map(|number| json!({ "z": number, "a": [] }));
        let inner = Object::of(json!({ "kept": null })).list("none", std::iter::empty::<Value>);
        let late = Object::of(json!({ "last": {}, "first": [1, 2] })).list("many", numbers).with("inner", inner);
        let ready = json!({
            "last": {}, "first": [1, 2], "many": numbers().collect::<Value>(), "inner": { "kept": null, "none": [] },
        });
        let text = |write: &dyn Fn(&mut Vec<u8>) -> io::Result<()>| {
            let mut text = Vec::new();
            write(&mut text).unwrap();
            String::from_utf8(text).unwrap()
        };
        assert_eq!(text(&|out| write_json(out, &late)), text(&|out| write_json(out, &ready)));
    }

    /// A reader that takes a hundred bytes and goes.
    struct Impatient(usize);

    impl io::Write for Impatient {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_item_is_made_when_the_one_before_is_written() {
        let made = Cell::new(0);
        let items = || {
            (0..100_000).map(|number| {
                made.set(made.get() + 1);
                json!(number)
            })
        };
        let late = Object::of(Value::Null).list("items", items);
        let error = write_json(&mut Impatient(100), &late).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        assert!((5..=50).contains(&made.get()), "{}", made.get());
    }
}
