//! TriG (W3C, 2014): graphs of triples as text. A small writer of our own: of the whole language, nanopublications need prefixes, graphs and
//! plain literals, and every byte of the output has to stay the same for ever.

use super::quads::{Graph, Quad, TYPE, Term, VOCABULARIES};

/// One nanopublication, under its name.
pub fn text(this: &str, quads: &[Quad]) -> String {
    let mut text = String::new();
    text.extend(["@prefix this: <", this, "> .\n@prefix sub: <", this, "#> .\n"]);
    for (prefix, base) in VOCABULARIES {
        text.extend(["@prefix ", prefix, ": <", base, "> .\n"]);
    }
    for graph in Graph::ALL {
        text.extend(["\nsub:", graph.name(), " {\n"]);
        for (subject, triples) in by_subject(quads, graph) {
            text.extend(["  ", &term(subject), "\n"]);
            for (nth, quad) in triples.iter().enumerate() {
                let end = if nth + 1 < triples.len() { " ;\n" } else { " .\n" };
                text.extend(["    ", &predicate(&quad.predicate), " ", &term(&quad.object), end]);
            }
        }
        text.push_str("}\n");
    }
    text
}

/// The triples of a graph by their subjects, in the order in which these come first.
fn by_subject(quads: &[Quad], graph: Graph) -> Vec<(&Term, Vec<&Quad>)> {
    let mut subjects: Vec<(&Term, Vec<&Quad>)> = Vec::new();
    for quad in quads.iter().filter(|quad| quad.graph == graph) {
        match subjects.iter_mut().find(|(subject, _)| **subject == quad.subject) {
            Some((_, triples)) => triples.push(quad),
            None => subjects.push((&quad.subject, vec![quad])),
        }
    }
    subjects
}

fn predicate(iri: &str) -> String {
    if iri == TYPE { "a".to_owned() } else { short(iri) }
}

fn term(term: &Term) -> String {
    match term {
        Term::This => "this:".to_owned(),
        Term::Part(part, None) => format!("sub:{part}"),
        Term::Part(part, Some(number)) => format!("sub:{part}-{number}"),
        Term::Iri(iri) => short(iri),
        Term::Text(text) => quoted(text),
        Term::In(text, lang) => format!("{}@{lang}", quoted(text)),
        Term::Typed(text, of) => format!("{}^^xsd:{of}", quoted(text)),
    }
}

/// A name by its prefix, where that can be written without escapes.
fn short(iri: &str) -> String {
    let is_plain = |local: &str| {
        local.starts_with(|first: char| first.is_ascii_alphabetic())
            && local.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let known = VOCABULARIES.iter().find_map(|(prefix, base)| {
        iri.strip_prefix(base).filter(|local| is_plain(local)).map(|local| format!("{prefix}:{local}"))
    });
    known.unwrap_or_else(|| format!("<{}>", whole(iri)))
}

/// A name between brackets. Names are made of what may stand there; anything else is percent-encoded all the same.
fn whole(iri: &str) -> String {
    let mut safe = String::with_capacity(iri.len());
    for byte in iri.bytes() {
        match byte {
            b'!'..=b'~' if !b"<>\"{}|^`\\".contains(&byte) => safe.push(char::from(byte)),
            other => safe.push_str(&format!("%{other:02X}")),
        }
    }
    safe
}

/// A literal on one line. What could act on a terminal is escaped, which TriG reads back as it was.
fn quoted(text: &str) -> String {
    let escape = |code: u32| if code <= 0xffff { format!("\\u{code:04X}") } else { format!("\\U{code:08X}") };
    super::super::quoted::quoted(text, escape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_names_stay_what_they_are() {
        assert_eq!(quoted("a \"b\" \\ c\nd'"), r#""a \"b\" \\ c\nd'""#);
        assert_eq!(quoted("\u{1b}\u{202e}\u{e0041}"), r#""\u001B\u202E\U000E0041""#);
        assert_eq!(whole("https://a.org/x> . <y\u{e9}"), "https://a.org/x%3E%20.%20%3Cy%C3%A9");
        assert_eq!(short("http://www.w3.org/ns/prov#wasQuotedFrom"), "prov:wasQuotedFrom");
        assert_eq!(short("https://schema.org/"), "<https://schema.org/>");
    }
}
