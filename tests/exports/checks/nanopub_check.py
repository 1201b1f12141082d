"""Nanopublications: PyPI nanopub and nanopub-sign each accept every one and find the hash in its name; and the signature in it is a record's.

The last is checked with nothing of Byline's but its documentation: tests/vectors/byline_format was written from docs/format alone.
"""

import base64
import contextlib
import io
import os
import re
import sys
import tempfile
import warnings
from pathlib import Path

from . import ROOT, TERMS, Refused, demand, explained_terms, replaced

warnings.filterwarnings("ignore")
import nanopub_sign  # noqa: E402
import rdflib  # noqa: E402
from cryptography.exceptions import InvalidSignature  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: E402
from nanopub import Nanopub  # noqa: E402
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SDO  # noqa: E402

sys.path.insert(0, str(ROOT / "tests" / "vectors"))
from byline_format import statement  # noqa: E402

BYLINE = rdflib.Namespace(TERMS)
NPX = rdflib.Namespace("http://purl.org/nanopub/x/")
OA_TERMS = {"exact", "start", "end"}
NP_TERMS = {"hasAssertion", "hasProvenance", "hasPublicationInfo", "Nanopublication"}
NPX_TERMS = {"includesElement", "appendsIndex", "NanopubIndex"}


def parts(text):
    """The nanopublications of a file: each begins with its own name."""
    return ["@prefix this:" + part for part in text.split("@prefix this:")[1:]]


@contextlib.contextmanager
def quiet():
    """Both tools print what they find, one of them past Python's own stdout."""
    sys.stdout.flush()
    kept, sink = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(sink)


def check(export):
    all_parts = parts(export.text("trig"))
    demand(len(all_parts) > 1, "there is no nanopublication in it")
    graphs = [one(part) for part in all_parts]
    names = [str(next(graph.subjects(RDF.type, rdflib.URIRef("http://www.nanopub.org/nschema#Nanopublication")))) for graph in graphs]
    index = graphs[-1]
    demand((None, RDF.type, NPX.NanopubIndex) in index, "the last one is no index")
    listed = {str(name) for graph in graphs for name in graph.objects(None, NPX.includesElement)}
    elements = {name for name, graph in zip(names, graphs) if (None, RDF.type, NPX.NanopubIndex) not in graph}
    demand(listed == elements, "the index lists others than those that are here")
    for graph in graphs:
        vocabulary(graph)
        if export.is_signed and (None, RDF.type, NPX.NanopubIndex) not in graph:
            signed(graph)


def one(text):
    """What both tools accept, as rdflib reads it."""
    with tempfile.TemporaryDirectory() as folder, quiet():
        path = Path(folder) / "one.trig"
        path.write_text(text)
        try:
            found = Nanopub(rdf=path)
            good = found.is_valid and found.has_valid_trusty
        except Exception as error:  # of many sorts
            raise Refused(f"nanopub: {error}") from error
        demand(good, "nanopub doesn't accept it")
        try:
            nanopub_sign.Nanopub(text).check()
        except Exception as error:
            raise Refused(f"nanopub-sign: {error}") from error
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=text, format="trig")
    return graph


def vocabulary(graph):
    """Every word is one that its vocabulary has."""
    used = {str(predicate) for predicate in graph.predicates()} | {str(of) for of in graph.objects(None, RDF.type)}
    known = {
        str(PROV): lambda term: term in PROV,
        str(DCTERMS): lambda term: term in DCTERMS,
        str(RDFS): lambda term: term in RDFS,
        str(RDF): lambda term: term in RDF,
        str(SDO): lambda term: term in SDO,
        TERMS: lambda term: term in explained_terms(),
        "http://www.w3.org/ns/oa#": lambda term: term in OA_TERMS,
        "http://www.nanopub.org/nschema#": lambda term: term in NP_TERMS,
        str(NPX): lambda term: term in NPX_TERMS,
    }
    for iri in used:
        base = next((base for base in known if iri.startswith(base)), None)
        demand(base and known[base](iri.removeprefix(base)), f"no vocabulary has {iri}")


def signed(graph):
    """The statement in it is the record that it names, and the signature is the named key's."""
    record = next(graph.objects(None, BYLINE.record))
    literal = {name: base64.b64decode(str(next(graph.objects(None, BYLINE[name])))) for name in ("statement", "signature", "publicKey")}
    try:
        parsed = statement.parse(literal["statement"])
    except Exception as error:
        raise Refused(f"no statement: {error}") from error
    demand(str(record).endswith(f"/record/{parsed.id.hex()}"), "the statement is another record's")
    demand(parsed.signature == literal["signature"], "the signature is not the statement's")
    try:
        Ed25519PublicKey.from_public_bytes(literal["publicKey"]).verify(literal["signature"], parsed.signed)
    except InvalidSignature as error:
        raise Refused("the signature doesn't hold") from error


def _text(old, new):
    return lambda export: export.with_text("trig", replaced(export.text("trig"), old, new))


def _renamed(export):
    name = re.search(r"/np/(RA[A-Za-z0-9_-]{43})>", export.text("trig")).group(1)
    other = name[:-1] + ("A" if name[-1] != "A" else "B")
    return export.with_text("trig", export.text("trig").replace(name, other))


def _without_one(export):
    """One nanopublication is left out, the index stays."""
    return export.with_text("trig", "\n".join(parts(export.text("trig"))[1:]))


BREAKAGES = {
    "another answer": _text("byline:commitment \"flat\"", "byline:commitment \"possible\""),
    "another name": _renamed,
    "a nanopublication is missing": _without_one,
    "a graph without its name": _text("sub:provenance {", "sub:assertion {"),
    "the ledger's root changed": _text("byline:root \"", "byline:root \"0"),
    "no TriG": _text("sub:Head {", "sub:Head ("),
}
