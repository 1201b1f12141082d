//! As much of the PROV data model (W3C PROV-DM, 2013) as Byline needs: elements, five relations, bundles.

use std::borrow::Cow;

/// A qualified name: a declared prefix and a local part of ASCII letters, digits, `-`, `.` and `/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    prefix: &'static str,
    local: Cow<'static, str>,
}

impl Name {
    /// A name below the ledger's origin.
    pub fn at(local: impl Into<Cow<'static, str>>) -> Self {
        Self { prefix: "at", local: local.into() }
    }

    /// A term of Byline's own vocabulary.
    pub fn term(local: &'static str) -> Self {
        Self { prefix: "byline", local: local.into() }
    }

    /// A term of PROV's.
    pub fn prov(local: &'static str) -> Self {
        Self { prefix: "prov", local: local.into() }
    }

    /// `prefix:local`.
    pub fn text(&self) -> String {
        format!("{}:{}", self.prefix, self.local)
    }
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(String),
    /// Text in a language, by its tag.
    In(String, String),
    Integer(u64),
    /// A time as RFC 3339 writes it.
    Time(String),
    Name(Name),
}

/// Attributes in their order; one name may stand more than once.
pub type Attributes = Vec<(Name, Value)>;

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    Entity,
    Agent,
}

/// What a relation says of two elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// An entity came about at a time.
    Generated,
    /// An entity stopped to count at a time.
    Invalidated,
    /// An entity is an agent's.
    AttributedTo,
    /// An entity comes from another one.
    DerivedFrom,
    /// A collection has an entity.
    HasMember,
}

/// One statement of PROV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    Element {
        sort: Sort,
        name: Name,
        attributes: Attributes,
    },
    /// Two elements; or one and a time.
    Relation {
        relation: Relation,
        left: Name,
        right: Option<Name>,
        time: Option<String>,
        attributes: Attributes,
    },
}

/// An entity.
pub fn entity(name: Name, attributes: Attributes) -> Statement {
    Statement::Element { sort: Sort::Entity, name, attributes }
}

/// An agent.
pub fn agent(name: Name, attributes: Attributes) -> Statement {
    Statement::Element { sort: Sort::Agent, name, attributes }
}

/// What relates two elements.
pub fn relates(relation: Relation, left: Name, right: Name, attributes: Attributes) -> Statement {
    Statement::Relation { relation, left, right: Some(right), time: None, attributes }
}

/// What happened to an entity at a time.
pub fn at_time(relation: Relation, left: Name, time: impl ToString, attributes: Attributes) -> Statement {
    Statement::Relation { relation, left, right: None, time: Some(time.to_string()), attributes }
}

impl Statement {
    /// Whether two statements are about the same element, which is described once.
    pub fn is_same_element(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Element { name, .. }, Self::Element { name: twin, .. }) => name == twin,
            _ => false,
        }
    }
}
