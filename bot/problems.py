"""What people are told when something fails: the sentence meant for them, or a reference id and no more."""

import logging

from bot.references import doing, new_reference
from store.errors import StoreUnavailable, origin

log = logging.getLogger("tierline.surface")


def reference() -> str:
    """The reference id of what is being done, such as `7F3K2`; a new one where nothing is."""
    return doing().reference or new_reference()


def told(error: Exception) -> str:
    """The sentence for the person who met `error`.

    Errors that carry a `sentence` (`handlers.errors.UserError`, `store.errors.StoreError`) speak for themselves; a
    database that cannot be used is logged with the kind of its error. Any other error is logged with a reference id;
    its text may hold private data and is never shown.
    """
    if isinstance(error, StoreUnavailable):
        cause = origin(error.__cause__ or error)
        log.warning("The database could not be used: %s (%s)", error.sentence, type(cause).__name__)
    sentence = getattr(error, "sentence", None)
    if isinstance(sentence, str) and sentence:
        return sentence
    number = reference()
    log.error("Unexpected error, reference %s", number, exc_info=error, extra={"told": number})
    return f"Something went wrong on our side; nothing was changed. Reference {number}."
