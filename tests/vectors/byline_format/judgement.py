"""How rules say no."""


class Refused(Exception):
    """A rung of the ladder breaks: of this leaf nothing else is said."""

    def __init__(self, code, words):
        super().__init__(f"{code}: {words}")
        self.code = code
        self.words = words


class Judgement:
    """What is wrong with one leaf: each code once, with the words of the first rule that gave it.

    Every rule is judged by itself. A rule that needs another record is not judged where that record is missing or of
    the wrong kind.
    """

    def __init__(self):
        self.broken = {}

    def demand(self, holds, code, words):
        """Notes a code unless something holds."""
        if not holds:
            self.broken.setdefault(code, words)

    def valid(self, holds, words):
        """Notes `record.invalid` unless something holds."""
        self.demand(holds, "record.invalid", words)
