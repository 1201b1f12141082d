//! As much of RDF as a nanopublication needs: four graphs of triples under a name that isn't known before they are hashed.

/// What the types of literals are named in.
pub const XML_SCHEMA: &str = "http://www.w3.org/2001/XMLSchema#";

/// Well-known vocabularies, by the prefix that TriG gives them.
pub const VOCABULARIES: [(&str, &str); 9] = [
    ("np", "http://www.nanopub.org/nschema#"),
    ("npx", "http://purl.org/nanopub/x/"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("xsd", XML_SCHEMA),
    ("byline", super::super::iris::TERMS),
];

/// What `a` stands for.
pub const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// A subject or an object. There are no blank nodes: their names would count in the hash.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// The nanopublication itself.
    This,
    /// A part of it, named by what stands after `#`.
    Part(&'static str, Option<usize>),
    /// Anything else with a name: made of hashes and handles, or of a vocabulary.
    Iri(String),
    /// A text.
    Text(String),
    /// A text in a language, by its tag in lower case.
    In(String, String),
    /// A value of an XML Schema type, by the type's local name.
    Typed(String, &'static str),
}

impl Term {
    fn is_literal(&self) -> bool {
        matches!(self, Self::Text(_) | Self::In(..) | Self::Typed(..))
    }
}

/// The graphs, in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Graph {
    Head,
    Assertion,
    Provenance,
    Publication,
}

impl Graph {
    pub const ALL: [Self; 4] = [Self::Head, Self::Assertion, Self::Provenance, Self::Publication];

    /// What stands after `#` in its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Head => "Head",
            Self::Assertion => "assertion",
            Self::Provenance => "provenance",
            Self::Publication => "pubinfo",
        }
    }
}

/// One triple of one graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quad {
    pub graph: Graph,
    pub subject: Term,
    /// A whole IRI.
    pub predicate: String,
    pub object: Term,
}

/// The triples of one nanopublication, in the order in which they are written.
#[derive(Debug, Clone, Default)]
pub struct Quads(Vec<Quad>);

impl Quads {
    /// The four graphs' names, with which every nanopublication begins.
    pub fn new() -> Self {
        let mut this = Self::default();
        this.add(Graph::Head, &Term::This, TYPE, iri("np:Nanopublication"));
        for (predicate, graph) in [
            ("np:hasAssertion", Graph::Assertion),
            ("np:hasProvenance", Graph::Provenance),
            ("np:hasPublicationInfo", Graph::Publication),
        ] {
            this.add(Graph::Head, &Term::This, predicate, Term::Part(graph.name(), None));
        }
        this
    }

    /// Adds a triple, if it isn't there: a predicate as `prefix:local` or whole.
    ///
    /// Of two literals with the same graph, subject and predicate the first stays: see [`super::trusty`].
    pub fn add(&mut self, graph: Graph, subject: &Term, predicate: &str, object: Term) {
        let quad = Quad { graph, subject: subject.clone(), predicate: expand(predicate), object };
        let clashes = |other: &Quad| {
            let is_second = quad.object.is_literal() && other.object.is_literal();
            (other.graph, &other.subject, &other.predicate) == (quad.graph, &quad.subject, &quad.predicate)
                && (is_second || other.object == quad.object)
        };
        if !self.0.iter().any(clashes) {
            self.0.push(quad);
        }
    }

    pub fn all(&self) -> &[Quad] {
        &self.0
    }
}

/// A term of a vocabulary, whole: `np:hasAssertion`. What has no prefix of ours stays as it is.
pub fn expand(name: &str) -> String {
    match name.split_once(':').and_then(|(prefix, local)| Some((vocabulary(prefix)?, local))) {
        Some((base, local)) => format!("{base}{local}"),
        None => name.to_owned(),
    }
}

fn vocabulary(prefix: &str) -> Option<&'static str> {
    VOCABULARIES.iter().find(|(known, _)| *known == prefix).map(|(_, base)| *base)
}

/// A term of a vocabulary as subject or object.
pub fn iri(name: &str) -> Term {
    Term::Iri(expand(name))
}
