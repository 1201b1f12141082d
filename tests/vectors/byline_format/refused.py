"""How a rule says no."""


class Refused(Exception):
    """A leaf breaks a rule: the finding code of admission.md, and what it was in words."""

    def __init__(self, code, words):
        super().__init__(f"{code}: {words}")
        self.code = code
        self.words = words
