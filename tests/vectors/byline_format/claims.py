"""The rules of a claim (admission.md)."""

from fractions import Fraction

from . import cbor
from .refused import Refused

CONTEXT = 32
"""Code points of prefix and suffix, where the text has as many."""

MAX_PASSAGE = 4_096

NO_COMMITMENT = ("ask", "demand", "decline")
ANY_NUMBER = ("about", "nearly", "measured")
"""Quantities whose number need not be whole, even when whole things are counted."""


def check_claim(state, record, statement):
    """Raises Refused for the first rule that a claim breaks. Its references are good already."""
    question = state.current(record["question"])
    document = state.current(record["document"])
    _sources(record)
    _answer(record, question)
    _differences(record, question)
    _silence_and_quotes(record, document)
    _passages(record, document)
    _revision(state, record)
    _valid(record["act"] not in NO_COMMITMENT or record["commitment"] == "none", f"{record['act']} commits to nothing")


def _valid(holds, words):
    if not holds:
        raise Refused("record.invalid", words)


def _twice(values):
    """Whether two values are the same; their canonical encodings are compared."""
    return len({cbor.encode(value) for value in values}) != len(values)


def _sources(record):
    by, through = record["by"], record.get("through", [])
    _valid(not _twice([by, *through]), "a source stands twice")
    _valid(by not in ("nobody", "own-voice") or "office" not in record, "nobody and the own voice have no office")
    _valid(by != "nobody" or not through, "nobody is quoted through nobody")


def _answer(record, question):
    answer = record["answer"]
    _valid("values" not in answer or "many" in question, "a list answers a question that wants one value")
    values = answer.get("values") or [answer[name] for name in ("value", "denies") if name in answer]
    _valid(not _twice(values), "a value stands twice")
    _valid("denies" not in answer or question["type"] == "quantity", "only a quantity is denied")
    for value in values:
        kind, content = next(iter(value.items()))
        _valid(kind == question["type"], f"a value of the type {kind} for a question of the type {question['type']}")
        if kind == "choice":
            _valid(content in question["options"], "not one of the question's options")
        if kind == "quantity":
            _quantity(content, "measure" in question)


def _quantity(quantity, measure):
    if quantity == "none":
        return
    form, content = next(iter(quantity.items()))
    if form == "phrase":
        return
    numbers = [Fraction(one) for one in (content if form == "between" else [content])]
    _valid(form != "between" or numbers[0] <= numbers[1], "between has its ends in order")
    _valid(form not in ("nearly", "fewer-than") or numbers[0] != 0, f"{form} 0 is empty")
    _valid(form != "measured" or measure, "measured is for a measure")
    whole = all(number.denominator == 1 for number in numbers)
    _valid(measure or form in ANY_NUMBER or whole, "whole things are counted in whole numbers")


def _differences(record, question):
    for name in ("unit", "period"):
        if name in record:
            _valid(question["type"] == "quantity", f"{name} is for quantities")
            _valid(record[name] != question.get(name), f"{name} is the question's own")
    if "scope" in record:
        _valid(record["scope"] != question.get("scope"), "scope is the question's own")
        places = record["scope"].get("places", [])
        _valid(not _twice(places), "a scope names a place twice")


def _silence_and_quotes(record, document):
    silent = record["answer"].get("silent")
    if silent == "not-mentioned":
        _valid("quote" not in record and "cue" not in record, "what is not mentioned has neither quote nor cue")
        _valid(record["by"] != "nobody", "nobody mentions nothing")
    else:
        free = "text" not in document or record["basis"] == "told"
        _valid("quote" in record or free, "an answer without its quote")
    _valid((silent == "declined") == (record["act"] == "decline"), "declined goes with the act decline")


def _passages(record, document):
    passages = record.get("quote", [])
    if not passages:
        return
    _valid("text" in document, "a quote from a document without text")
    chars = document["text"]["chars"]
    behind = 0
    for passage in passages:
        start, end = passage["start"], passage["end"]
        _valid(start < end <= chars, "a passage that doesn't stand in the text")
        _valid(behind <= start, "passages overlap or are out of order")
        _valid(end - start == len(passage["exact"]), "a passage of another length than its place")
        _valid(end - start <= MAX_PASSAGE, "too long a passage")
        _valid(len(passage["prefix"]) == min(CONTEXT, start), "a prefix of the wrong length")
        _valid(len(passage["suffix"]) == min(CONTEXT, chars - end), "a suffix of the wrong length")
        behind = end


def _revision(state, record):
    if "revises" not in record:
        return
    own = state.records[record["corrects"]].identity if "corrects" in record else None
    _valid(record["revises"] != own, "a claim revises another one")
    earlier = state.current(record["revises"])
    _valid(earlier["question"] == record["question"], "a revision answers the same question")
    _valid(earlier["by"] == record["by"], "a revision is by the same source")
