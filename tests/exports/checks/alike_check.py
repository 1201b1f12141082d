"""All forms of one report have the same quotes, character for character, each read by somebody else's parser: what is escaped comes back whole."""

import json

import rdflib
from rdflib.namespace import Namespace

from . import TERMS, demand, replaced
from .nanopub_check import parts
from .prov_check import read

OA = Namespace("http://www.w3.org/ns/oa#")


def check(export):
    annotations = json.loads(export.text("web-annotation"))["first"]["items"]
    selectors = [selector for item in annotations for target in item["target"] for selector in target["selector"]]
    quotes = {selector["exact"] for selector in selectors if selector["type"] == "TextQuoteSelector"}
    demand(quotes, "there is no quote in it")
    nodes = json.loads(export.text("json-ld"))["@graph"]
    appearances = [node["appearance"] for node in nodes if node["@type"] == "Claim"]
    in_schema = {one["text"] for many in appearances if isinstance(many, list) for one in many}
    demand(in_schema == quotes, "schema.org has other quotes")
    in_trig = set()
    for part in parts(export.text("trig")):
        graph = rdflib.Dataset(default_union=True)
        graph.parse(data=part, format="trig")
        in_trig |= {str(exact) for exact in graph.objects(None, OA.exact)}
    demand(in_trig == quotes, "the nanopublications have other quotes")
    in_prov = set()
    for bundle in read(export.text("prov-json"), "json").bundles:
        for record in bundle.records:
            in_prov |= {str(getattr(value, "value", value)) for name, value in record.attributes if name.uri == TERMS + "exact"}
    # PROV has the withdrawn claims too.
    demand(quotes <= in_prov, "PROV has other quotes")


def _other(form, old, new):
    return lambda export: export.with_text(form, replaced(export.text(form), old, new))


BREAKAGES = {
    "one word in an annotation": _other("web-annotation", '"exact": "', '"exact": "not '),
    "one word in a nanopublication": _other("trig", 'oa:exact "', 'oa:exact "not '),
    "one word in a quotation": _other("json-ld", '"text": "The Harbour Office denies', '"text": "The Harbour Office confirms'),
    "one word in an entity": _other("prov-json", '"$": "The Harbour Office denies', '"$": "The Harbour Office confirms'),
}
