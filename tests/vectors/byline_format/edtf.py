"""Times that a source or a recorder speaks of: the part of EDTF levels 0 and 1 that encoding.md names.

Each text covers a span of seconds, [first, last], counted from 0001-01-01T00:00Z; a date is counted as if it
were in UTC. The spans serve one rule: the start of an interval is not after its end.
"""

import re
from datetime import date

DAY = 86_400
MAX_BYTES = 64

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_SEASON = re.compile(r"(\d{4})-2([1-4])", re.ASCII)
_DIGITS = re.compile(r"(\d{3})X|(\d{2})XX", re.ASCII)
_PARTS = re.compile(r"(\d{4})-(?:(\d\d)-XX|XX|XX-XX)", re.ASCII)
_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)

WEST, EAST = -12 * 60, 14 * 60
"""The offsets of zones, in minutes."""


def is_edtf(text):
    """Whether the text is a date, a time or an interval of the forms that the format accepts."""
    return len(text.encode("utf-8")) <= MAX_BYTES and span(text) is not None


def span(text):
    """The first and the last second that a text speaks of, None for an end without a date; None if the text is
    no edtf.
    """
    if "/" not in text:
        return _moment(text)
    ends = text.split("/")
    dated = [end for end in ends if end not in ("", "..")]
    if len(ends) != 2 or not dated or len({"T" in end for end in dated}) != 1:
        return None
    spans = [(None, None) if end in ("", "..") else _moment(end) for end in ends]
    if None in spans:
        return None
    first, last = spans[0][0], spans[1][1]
    return None if first is not None and last is not None and first > last else (first, last)


def _moment(text):
    time = _TIME.fullmatch(text)
    if time:
        return _instant(time)
    if text[-1:] in ("?", "~", "%"):
        text = text[:-1]
    for pattern, reading in ((_SEASON, _season), (_DATE, _date), (_DIGITS, _digits), (_PARTS, _parts)):
        match = pattern.fullmatch(text)
        if match:
            return reading(match)
    return None


def _instant(match):
    hour, minute, second = int(match[4]), int(match[5]), int(match[6] or 0)
    offset = (int(match[8]) * 60 + int(match[9])) * (-1 if match[7] == "-" else 1) if match[7] else 0
    day = _days(int(match[1]), int(match[2]), int(match[3]))
    if day is None or hour > 23 or minute > 59 or second > 59:
        return None
    if match[7] and (int(match[9]) > 59 or not WEST <= offset <= EAST or match[7] + match[8] + match[9] == "-0000"):
        return None
    instant = day[0] + hour * 3600 + minute * 60 + second - offset * 60
    return instant, instant


def _date(match):
    return _days(*(int(part) for part in match.groups() if part))


def _season(match):
    """Three months from March, June, September or December on; winter ends in the next year, if there is one."""
    year, start = int(match[1]), 3 * int(match[2])
    first = _days(year, start)
    last = _days(year, start + 2) if start < 12 else _days(year + 1, 2) or _days(year, 12)
    return first and (first[0], last[1])


def _digits(match):
    known, width = (match[1], 10) if match[1] else (match[2], 100)
    first, last = _days(int(known) * width), _days(int(known) * width + width - 1)
    return first and (first[0], last[1])


def _parts(match):
    return _days(int(match[1]), int(match[2])) if match[2] else _days(int(match[1]))


def _days(year, month=None, day=None):
    """The span of a year, a month or a day, None if there is no such date."""
    try:
        first = date(year, month if month is not None else 1, day if day is not None else 1)
    except ValueError:
        return None
    if day is not None:
        last = first.toordinal()
    elif month is None or month == 12:
        last = date(year, 12, 31).toordinal()
    else:
        last = date(year, month + 1, 1).toordinal() - 1
    return (first.toordinal() - 1) * DAY, last * DAY - 1
