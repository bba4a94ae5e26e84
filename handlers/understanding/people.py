"""Partner managers by e-mail address and by name, as colleagues call each other."""

import re
from collections import defaultdict
from collections.abc import Iterable

from handlers.understanding.words import fold

PARTS = re.compile(r"[._+-]+")


class Managers:
    """The managers whom a portfolio names, ready to be found in a message; `reserved` words are no first names."""

    def __init__(self, emails: Iterable[str], reserved: frozenset[str]) -> None:
        self._by_email = {email.casefold(): email for email in emails}
        named: defaultdict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
        for email in self._by_email.values():
            parts = tuple(fold(part) for part in PARTS.split(email.partition("@")[0]) if part)
            if not parts:
                continue
            for words in {parts, parts[:1], parts[-1:]}:
                if not reserved.issuperset(words) and len("".join(words)) > 1:
                    named[words][email] = None
        self._by_name = {words: tuple(emails) for words, emails in named.items()}
        self._words = frozenset(word for words in self._by_name for word in words)

    def by_email(self, written: str) -> str | None:
        """The manager's address as it is recorded."""
        return self._by_email.get(written.casefold())

    def by_name(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The addresses of the managers whom these folded words name."""
        bare = (*words[:-1], words[-1].removesuffix("s"))  # "danas partners"
        return self._by_name.get(words) or self._by_name.get(bare, ())

    def knows(self, word: str) -> bool:
        """Whether a folded word is part of a manager's name."""
        return word in self._words or word.removesuffix("s") in self._words
