"""Limits and the texts that have a form of their own (encoding.md)."""

import re
from fractions import Fraction

MAX_STATEMENT = 65_535
MAX_TEXT = 16_384
MAX_ITEMS = 1_024
MAX_NAMES = 64
MAX_EDITORS = 64
MAX_TIME = 253_402_300_799
"""A signed time is at most the last second of the year 9999."""

_HANDLE = re.compile(r"[a-z0-9-]{1,32}", re.ASCII)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_LANG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", re.ASCII)
_ORIGIN = re.compile(r"[\x21-\x2a\x2c-\x39\x3b-\x7e]{1,255}", re.ASCII)
_DECIMAL = re.compile(r"(0|[1-9][0-9]{0,30})(\.[0-9]{1,6})?", re.ASCII)
_PERIOD = re.compile(r"P[1-9][0-9]{0,4}[DWMY]|PT[1-9][0-9]{0,4}[HMS]|[a-z][a-z-]{0,31}", re.ASCII)


def is_handle(text):
    """A person in the roster."""
    return _HANDLE.fullmatch(text) is not None


def is_slug(text):
    """The name of an entity, event, question or document under its first signer's handle."""
    return _SLUG.fullmatch(text) is not None


def is_lang(text):
    """A language, with an optional script and an optional region, in this order."""
    return _LANG.fullmatch(text) is not None


def is_origin(text):
    """The name of a log: printable ASCII without space, `:` and `+`; slashes only between other characters."""
    whole = _ORIGIN.fullmatch(text) is not None
    return whole and not text.startswith("/") and not text.endswith("/") and "//" not in text


def is_decimal(text):
    """An exact number, never negative, at most 10^30."""
    return _DECIMAL.fullmatch(text) is not None and Fraction(text) <= 10**30


def is_period(text):
    """A duration of one unit, or a word that is equal only to itself."""
    return _PERIOD.fullmatch(text) is not None
