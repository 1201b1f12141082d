"""W3C Web Annotation: what the model demands, every key a word of its context (PyLD), every selector found by Apache Annotator.

The context here is not W3C's file: it has, in our own words, those of its terms that Byline uses. A key that it doesn't have would get lost.
"""

import json
from pathlib import Path

from pyld import jsonld

from . import demand, node

CONTEXT = json.loads((Path(__file__).resolve().parent / "anno.context.json").read_text())
OA = "http://www.w3.org/ns/oa#"


def _load(url, _options):
    demand(url == "http://www.w3.org/ns/anno.jsonld", f"another context: {url}")
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}


def check(export):
    data = json.loads(export.text("web-annotation"))
    demand(data.get("@context") == "http://www.w3.org/ns/anno.jsonld", "the context is not the model's")
    expanded = jsonld.expand(data, {"documentLoader": _load})
    demand(_keys(data) == _keys_of(expanded), "a key means nothing in the context")
    demand(data["type"] == "AnnotationCollection" and data["label"], "no collection")
    page = data["first"]
    demand(page["type"] == "AnnotationPage" and page["partOf"] == data["id"], "no page of it")
    demand(data["total"] == len(page["items"]) > 0, "another number of annotations")
    demand(len({item["id"] for item in page["items"]}) == data["total"], "two annotations of one name")
    passages = []
    for item in page["items"]:
        demand(item["type"] == "Annotation" and item["id"].startswith("https://"), "no annotation")
        demand(item.get("target"), "an annotation without a target")
        for target in item["target"]:
            passages.append(_passage(export, target))
    passages = [passage for passage in passages if passage]
    # Each document once: a passage has its name.
    texts = {passage["document"]: export.documents[passage["document"]] for passage in passages}
    found = node.ask("selectors.mjs", {"texts": texts, "passages": passages}) if passages else []
    for passage, (quotes, positions) in zip(passages, found):
        demand(len(positions) == 1 and positions[0] in quotes, f"not where it is said to stand: {passage['quote']['exact']!r}")
        start, end = positions[0]
        units = texts[passage["document"]].encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
        demand(units == passage["quote"]["exact"], f"other words stand there: {units!r}")


def _passage(export, target):
    """A target as the selectors' implementation takes it, where the document is here."""
    by_type = {selector["type"]: selector for selector in target["selector"]}
    demand(set(by_type) == {"TextQuoteSelector", "TextPositionSelector"}, "other selectors")
    quote, position = by_type["TextQuoteSelector"], by_type["TextPositionSelector"]
    demand(all(isinstance(quote[key], str) for key in ("exact", "prefix", "suffix")), "no quote")
    demand(all(isinstance(position[key], int) and position[key] >= 0 for key in ("start", "end")), "no position")
    demand(len(quote["exact"]) == position["end"] - position["start"] or not export.documents, "another length")
    document = target["source"]["id"].rsplit("/", 1)[-1]
    return {"document": document, "quote": quote, "position": position} if document in export.documents else None


def _keys(value):
    """How often each key stands there; keywords apart."""
    if isinstance(value, list):
        return sum(map(_keys, value))
    if not isinstance(value, dict):
        return 0
    return sum(_keys(below) + (key not in ("@context", "id", "type")) for key, below in value.items())


def _keys_of(expanded):
    if isinstance(expanded, list):
        return sum(map(_keys_of, expanded))
    if not isinstance(expanded, dict):
        return 0
    return sum((_keys_of(below) + 1) if not key.startswith("@") or key == "@list" else _keys_of(below) for key, below in expanded.items()) - (
        1 if "@list" in expanded else 0
    )


def _changed(change):
    def broken(export):
        data = json.loads(export.text("web-annotation"))
        change(data["first"]["items"][0])
        return export.with_text("web-annotation", json.dumps(data))

    return broken


def _selector(item, of):
    return next(selector for selector in item["target"][0]["selector"] if selector["type"] == of)


def _moved(item):
    position = _selector(item, "TextPositionSelector")
    position.update(start=position["start"] + 1, end=position["end"] + 1)


def _reworded(item):
    quote = _selector(item, "TextQuoteSelector")
    quote["exact"] = quote["exact"][:-1] + "?"


BREAKAGES = {
    "a position one further": _changed(_moved),
    "another word": _changed(_reworded),
    "no target": _changed(lambda item: item.pop("target")),
    "a key that the context doesn't have": _changed(lambda item: item.update(truth="yes")),
    "no selector of the quote": _changed(lambda item: item["target"][0]["selector"].pop(0)),
    "another prefix": _changed(lambda item: _selector(item, "TextQuoteSelector").update(prefix="nothing of the kind")),
}
