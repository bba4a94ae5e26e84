"""Errors that people are meant to read. A surface shows the sentence where the person is, never a traceback."""


class UserError(Exception):
    """Something the person can understand and act on: what was wrong, what was expected, what to do next."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(UserError):
    """The actor may not see or do this; the sentence says whom to ask."""


class NotFound(UserError):
    """Nothing of that name; the sentence offers the nearest names."""


class TooEarly(UserError):
    """The time for this has not come; the sentence says when it will."""


class TooLate(UserError):
    """The time for this is over; the sentence says what can be done instead."""


class Conflict(UserError):
    """Somebody else was first; the sentence says who and when."""


class Repeated(Conflict):
    """The very same was received before, and done."""
