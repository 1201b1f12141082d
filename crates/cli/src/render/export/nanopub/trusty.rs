//! Trusty URIs (Kuhn and Dumontier, 2014), module RA: a name that holds the hash of what it names.
//!
//! The triples are written with one space in the place of the hash, sorted, and hashed with SHA-256; `RA` and the hash in base64url are the name.
//! The field's tools disagree on how two literals of one subject and predicate are sorted: some go by the words, some by language and escaped
//! words. So no such two are ever written ([`Quads::add`](super::quads::Quads::add) sees to it), and every tool finds the same hash.

use super::quads::{Quad, Term, expand};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use byline_ledger::hash::Sha256;

/// The last part of the name of a nanopublication below `base`, which ends with a slash.
pub fn artefact(base: &str, quads: &[Quad]) -> String {
    let placeholder = format!("{base} ");
    let mut lines: Vec<Key> = quads.iter().map(|quad| Key::of(&placeholder, quad)).collect();
    lines.sort();
    lines.dedup();
    let text: String = lines
        .iter()
        .map(|key| format!("{}\n{}\n{}\n{}\n", key.graph, key.subject, key.predicate, key.object.line()))
        .collect();
    format!("RA{}", URL_SAFE_NO_PAD.encode(Sha256::of(text.as_bytes()).as_bytes()))
}

/// What a quad is sorted by: graph, subject, predicate and object, names before literals, as UTF-8.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    graph: String,
    subject: String,
    predicate: String,
    object: Object,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Object {
    Name(String),
    Literal { text: String, datatype: Option<String>, lang: Option<String> },
}

impl Key {
    fn of(this: &str, quad: &Quad) -> Self {
        Self {
            graph: format!("{this}#{}", quad.graph.name()),
            subject: name(this, &quad.subject).unwrap_or_default(),
            predicate: quad.predicate.clone(),
            object: Object::of(this, &quad.object),
        }
    }
}

/// A name, whole; nothing for a literal.
pub fn name(this: &str, term: &Term) -> Option<String> {
    match term {
        Term::This => Some(this.to_owned()),
        Term::Part(part, None) => Some(format!("{this}#{part}")),
        Term::Part(part, Some(number)) => Some(format!("{this}#{part}-{number}")),
        Term::Iri(iri) => Some(iri.clone()),
        Term::Text(_) | Term::In(..) | Term::Typed(..) => None,
    }
}

impl Object {
    fn of(this: &str, term: &Term) -> Self {
        let xsd = |local: &str| Some(expand(&format!("xsd:{local}")));
        match term {
            Term::Text(text) => Self::Literal { text: text.clone(), datatype: xsd("string"), lang: None },
            Term::In(text, lang) => Self::Literal { text: text.clone(), datatype: None, lang: Some(lang.clone()) },
            Term::Typed(text, of) => Self::Literal { text: text.clone(), datatype: xsd(of), lang: None },
            Term::This | Term::Part(..) | Term::Iri(_) => Self::Name(name(this, term).unwrap_or_default()),
        }
    }

    fn line(&self) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Literal { text, datatype, lang } => {
                let escaped = text.replace('\\', "\\\\").replace('\n', "\\n");
                match (lang, datatype) {
                    (Some(lang), _) => format!("@{lang} {escaped}"),
                    (None, datatype) => format!("^{} {escaped}", datatype.as_deref().unwrap_or_default()),
                }
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
