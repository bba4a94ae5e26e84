"""Whether a message asks if a customer is still free to be claimed, and which one. Pure."""

import re
from typing import Final

_NAME: Final = r"(?P<customer>[^?!\n]{2,100}?)"
_LEAD: Final = r"(?:(?:hi|hey|hello|please|so|and|ok|quick question)[,:]?\s+)*"
_THE: Final = r"(?:(?:the|this|that|an?)\s+)?(?:(?:account|customer|company|end customer|prospect)\s+)?"
_FREE: Final = r"(?:free|available|taken|claimed|protected|unclaimed|open to register|spoken for)"
_ANYBODY: Final = r"(?:anyone|anybody|someone|somebody)"
_YET: Final = rf"(?:\s+(?:yet|now|already|by {_ANYBODY}))?"
_END: Final = r"\s*[?.!]*$"
_PATTERNS: Final = tuple(
    re.compile(rf"^{_LEAD}{pattern}{_END}", re.IGNORECASE)
    for pattern in (
        rf"is\s+(?:the|this|that)?\s*(?:account|customer|company)\s+(?:still\s+)?{_FREE}\s*[:,-]\s*{_NAME}",
        rf"is\s+{_THE}{_NAME}\s+(?:still\s+|already\s+)?{_FREE}{_YET}",
        rf"(?:can|may|could)\s+(?:we|i|they|you)\s+(?:still\s+)?claim\s+{_THE}{_NAME}",
        rf"(?:has|did)\s+{_ANYBODY}\s+(?:already\s+)?(?:registered?|claim(?:ed)?)\s+{_THE}{_NAME}(?:\s+yet)?",
        rf"who\s+(?:has\s+)?(?:claimed|claims|protects)\s+{_THE}{_NAME}",
        rf"(?:check|account check)[:,]?\s+{_THE}{_NAME}\s+(?:is\s+)?{_FREE}",
        rf"{_NAME}\s*[:,-]?\s+(?:still\s+)?free\s+to\s+(?:register|claim)",
    )
)
_NUMBER: Final = re.compile(r"[A-Z]{2,5}-\d+", re.IGNORECASE)
_NOBODY: Final = frozenset("it this that they he she anything something account customer".split())


def account_asked(message: str) -> str | None:
    """The customer (a name or a web domain) that a message asks about; None when it asks something else.

    `is this account free: initech.com` is `initech.com`.
    """
    said = " ".join(message.split())
    for pattern in _PATTERNS:
        if (found := pattern.match(said)) is not None:
            customer = found["customer"].strip(" \"'“”")
            if customer.casefold() not in _NOBODY and not _NUMBER.fullmatch(customer):
                return customer
    return None
