//! Trusty URIs (Kuhn and Dumontier, 2014), module RA: a name that holds the hash of what it names.
//!
//! The triples are written with one space in the place of the hash, sorted, and hashed with SHA-256; `RA` and the hash in base64url are the name.
//! The field's tools disagree on how two literals of one subject and predicate are sorted: some go by the words, some by language and escaped
//! words. So no such two are ever written ([`Quads::add`](super::quads::Quads::add) sees to it), and every tool finds the same hash.

use super::quads::{Quad, Term, XML_SCHEMA};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use byline_ledger::hash::Sha256;
use std::borrow::Cow;

/// The last part of the name of a nanopublication below `base`, which ends with a slash.
pub fn artefact(base: &str, quads: &[Quad]) -> String {
    let placeholder = format!("{base} ");
    let mut lines: Vec<Key<'_>> = quads.iter().map(|quad| Key::of(&placeholder, quad)).collect();
    lines.sort();
    lines.dedup();
    let mut text = String::new();
    for Key { graph, subject, predicate, object } in &lines {
        for part in [placeholder.as_str(), "#", graph, "\n", subject, "\n", predicate, "\n"] {
            text.push_str(part);
        }
        object.write(&mut text);
        text.push('\n');
    }
    format!("RA{}", URL_SAFE_NO_PAD.encode(Sha256::of(text.as_bytes()).as_bytes()))
}

/// What a quad is sorted by: graph, subject, predicate and object, names before literals, as UTF-8. All graphs' names begin alike.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    graph: &'static str,
    subject: Cow<'a, str>,
    predicate: &'a str,
    object: Object<'a>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Object<'a> {
    Name(Cow<'a, str>),
    Literal {
        text: &'a str,
        /// The local name of its type in XML Schema.
        datatype: Option<&'static str>,
        lang: Option<&'a str>,
    },
}

impl<'a> Key<'a> {
    fn of(this: &'a str, quad: &'a Quad) -> Self {
        Self {
            graph: quad.graph.name(),
            subject: name(this, &quad.subject).unwrap_or_default(),
            predicate: &quad.predicate,
            object: Object::of(this, &quad.object),
        }
    }
}

/// A name, whole; nothing for a literal.
pub fn name<'a>(this: &'a str, term: &'a Term) -> Option<Cow<'a, str>> {
    match term {
        Term::This => Some(this.into()),
        Term::Part(part, None) => Some(format!("{this}#{part}").into()),
        Term::Part(part, Some(number)) => Some(format!("{this}#{part}-{number}").into()),
        Term::Iri(iri) => Some(iri.into()),
        Term::Text(_) | Term::In(..) | Term::Typed(..) => None,
    }
}

impl<'a> Object<'a> {
    fn of(this: &'a str, term: &'a Term) -> Self {
        match term {
            Term::Text(text) => Self::Literal { text, datatype: Some("string"), lang: None },
            Term::In(text, lang) => Self::Literal { text, datatype: None, lang: Some(lang) },
            Term::Typed(text, of) => Self::Literal { text, datatype: Some(of), lang: None },
            Term::This | Term::Part(..) | Term::Iri(_) => Self::Name(name(this, term).unwrap_or_default()),
        }
    }

    fn write(&self, line: &mut String) {
        let (text, datatype, lang) = match self {
            Self::Name(name) => return line.push_str(name),
            Self::Literal { text, datatype, lang } => (text, datatype, lang),
        };
        match (lang, datatype) {
            (Some(lang), _) => line.extend(["@", lang]),
            (None, datatype) => line.extend(["^", XML_SCHEMA, datatype.unwrap_or_default()]),
        }
        line.push(' ');
        for character in text.chars() {
            match character {
                '\\' => line.push_str("\\\\"),
                '\n' => line.push_str("\\n"),
                character => line.push(character),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::quads::{Graph, Quads};
    use super::*;

    /// Worked out with the nanopub tools that the tests of exports install: both give this name for these triples.
    #[test]
    fn a_known_name() {
        let mut quads = Quads::new();
        let about = Term::Iri("http://a.org/b".to_owned());
        let text = Term::In("z".to_owned(), "en-gb".to_owned());
        quads.add(Graph::Assertion, &about, "http://a.org/p", text);
        let assertion = Term::Part("assertion", None);
        quads.add(Graph::Provenance, &assertion, "prov:wasDerivedFrom", Term::Iri("http://a.org/d".to_owned()));
        let time = Term::Typed("2025-01-01T00:00:00Z".to_owned(), "dateTime");
        quads.add(Graph::Publication, &Term::This, "dct:created", time);
        quads.add(Graph::Publication, &Term::This, "dct:creator", Term::Iri("https://example.org/me".to_owned()));
        assert_eq!(artefact("http://purl.org/np/", quads.all()), "RAQi19zkA-LogdJbBKHCyoLQpMZJR3Xi3vvn2klWoijFw");
    }
}
