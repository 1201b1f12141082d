"""The rules of a claim (admission.md). All of them give `record.invalid`."""

from fractions import Fraction

from . import cbor
from .sealed import is_place

CONTEXT = 32
"""Code points of prefix and suffix, where the text has as many."""

MAX_PASSAGE = 4_096

NO_COMMITMENT = ("ask", "demand", "decline")
ANY_NUMBER = ("about", "nearly", "measured")
"""Quantities whose number need not be whole, even when whole things are counted."""


def check_claim(judgement, state, record):
    """Judges every rule. Those that need the question, the document or the revised claim wait for a good reference."""
    question = state.current(record["question"], "question")
    document = state.current(record["document"], "document")
    _sources(judgement, record)
    _answer(judgement, record, question)
    _differences(judgement, record, question)
    _silence_and_quotes(judgement, record, document)
    _passages(judgement, record, document)
    _revision(judgement, state, record)
    judgement.valid(
        record["act"] not in NO_COMMITMENT or record["commitment"] == "none", f"{record['act']} commits to nothing"
    )


def answer_values(answer):
    """The values of an answer, denied or not."""
    if "values" in answer:
        return answer["values"]
    return [answer[name] for name in ("value", "denies") if name in answer]


def check_places(judgement, record):
    """Places in a scope, none twice."""
    judgement.valid(not _twice(record.get("scope", {}).get("places", [])), "a scope names a place twice")


def _twice(values):
    """Whether two values are the same; their canonical encodings are compared."""
    return len({cbor.encode(value) for value in values}) != len(values)


def _sources(judgement, record):
    by, through = record["by"], record.get("through", [])
    judgement.valid(not _twice([by, *through]), "a source stands twice")
    judgement.valid(by not in ("nobody", "own-voice") or "office" not in record, "nobody and own voice have no office")
    judgement.valid(by != "nobody" or not through, "nobody is quoted through nobody")


def _answer(judgement, record, question):
    answer = record["answer"]
    values = answer_values(answer)
    judgement.valid(not _twice(values), "a value stands twice")
    judgement.valid("denies" not in answer or "quantity" in answer["denies"], "only a quantity is denied")
    for value in values:
        if "quantity" in value:
            _quantity(judgement, value["quantity"], question)
    if question is None:
        return
    judgement.valid("values" not in answer or "many" in question, "a list answers a question that wants one value")
    for value in values:
        type_, content = next(iter(value.items()))
        judgement.valid(type_ == question["type"], f"a value of type {type_}, a question of type {question['type']}")
        option = type_ != "choice" or content in question.get("options", [content])
        judgement.valid(option, "not one of the question's options")


def _quantity(judgement, quantity, question):
    if quantity == "none" or "phrase" in quantity:
        return
    form, content = next(iter(quantity.items()))
    numbers = [Fraction(one) for one in (content if form == "between" else [content])]
    judgement.valid(form != "between" or numbers[0] <= numbers[1], "between has its ends in order")
    judgement.valid(form not in ("nearly", "fewer-than") or numbers[0] != 0, f"{form} 0 is empty")
    if question is not None and "measure" not in question:
        judgement.valid(form != "measured", "measured is for a measure")
        whole = all(number.denominator == 1 for number in numbers)
        judgement.valid(form in ANY_NUMBER or whole, "whole things are counted in whole numbers")


def _differences(judgement, record, question):
    check_places(judgement, record)
    if question is None:
        return
    for name in ("unit", "period"):
        if name in record:
            judgement.valid(question["type"] == "quantity", f"{name} is for quantities")
    for name in ("unit", "period", "scope"):
        judgement.valid(name not in record or record[name] != question.get(name), f"{name} is the question's own")


def _silence_and_quotes(judgement, record, document):
    silent = record["answer"].get("silent")
    judgement.valid((silent == "declined") == (record["act"] == "decline"), "declined goes with the act decline")
    if silent == "not-mentioned":
        judgement.valid("quote" not in record and "cue" not in record, "a silence has neither quote nor cue")
        judgement.valid(record["by"] != "nobody", "nobody mentions nothing")
    elif document is not None:
        free = "text" not in document or record["basis"] == "told"
        judgement.valid("quote" in record or free, "an answer without its quote")


def check_passages(judgement, passages):
    """What needs no document."""
    behind = 0
    for passage in passages:
        start, end = passage["start"], passage["end"]
        judgement.valid(start < end, "a passage ends before it starts")
        judgement.valid(behind <= start, "passages overlap or are out of order")
        judgement.valid(end - start == len(passage["exact"]), "a passage of another length than its place")
        judgement.valid(end - start <= MAX_PASSAGE, "too long a passage")
        judgement.valid(len(passage["prefix"]) == min(CONTEXT, start), "a prefix of the wrong length")
        behind = end


def _passages(judgement, record, document):
    quote = record.get("quote", [])
    passages = [] if is_place(quote) else quote
    check_passages(judgement, passages)
    if document is not None and "text" in document and not is_place(document["text"]):
        chars = document["text"]["chars"]
        for passage in passages:
            end = passage["end"]
            judgement.valid(end <= chars, "a passage that ends behind the text")
            judgement.valid(len(passage["suffix"]) == min(CONTEXT, chars - end), "a suffix of the wrong length")
    without_text = document is not None and "text" not in document
    judgement.valid("quote" not in record or not without_text, "a quote from a document without text")


def _revision(judgement, state, record):
    earlier = state.current(record.get("revises"), "claim")
    if earlier is None:
        return
    corrected = state.version(record.get("corrects"), "claim")
    judgement.valid(corrected is None or corrected.identity != record["revises"], "a claim revises another one")
    judgement.valid(earlier["question"] == record["question"], "a revision answers the same question")
    both_sealed = is_place(earlier["by"]) and is_place(record["by"])
    judgement.valid(earlier["by"] == record["by"] or both_sealed, "a revision is by the same source")
