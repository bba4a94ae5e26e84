"""The form in which audit entries are chained: pure functions, written down in docs/AUDIT.md.

The first form can never change: entries that were chained with it must stay verifiable. Another one gets a number.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

FORM: Final = 1
GENESIS: Final = "0" * 64
"""What the first entry has for the hash of the one before it."""
SALT_BYTES: Final = 16
DETAILS: Final = ("actor", "email", "on_behalf_of", "place", "subject", "before", "after", "reason")
"""What may hold personal data: kept beside the chain, which has only a salted hash of each."""
PEOPLE: Final = ("staff", "person")
"""Kinds of subject whose name is a person."""
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


@dataclass(frozen=True, slots=True)
class Link:
    """What of an entry is chained. `commitments` has the salted hash of each detail that the entry has."""

    sequence: int
    at: datetime
    workspace: str
    place: str
    action: str
    subject: str
    partner: str | None
    commitments: Mapping[str, str]
    previous: str

    def hash(self) -> str:
        """The SHA-256 of the entry in its canonical form, as 64 hexadecimal digits."""
        form = {
            "form": FORM,
            "sequence": self.sequence,
            "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "workspace": self.workspace,
            "place": self.place,
            "action": self.action,
            "subject": self.subject,
            "partner": self.partner,
            "details": dict(self.commitments),
            "previous": self.previous,
        }
        return hashlib.sha256(_canonical(form).encode("ascii")).hexdigest()


def commitment(salt: str, name: str, value: str) -> str:
    """The hash that stands in the chain for one detail; without `salt` nobody can try values against it."""
    return hashlib.sha256(f"{salt}{_canonical([name, value])}".encode("ascii")).hexdigest()


def committed(details: Mapping[str, str | None], random: Callable[[int], bytes]) -> tuple[dict[str, str], str, str]:
    """Hash each detail that is there under a salt of its own, so that one can be erased without the others.

    Returns the commitments, and the JSON of the salts and of the commitments, as they are kept.
    """
    present = {name: value for name, value in details.items() if value is not None}
    drawn = random(SALT_BYTES * len(present)).hex()
    size = 2 * SALT_BYTES
    salts = {name: drawn[at * size : (at + 1) * size] for at, name in enumerate(present)}
    hashes = {name: commitment(salts[name], name, value) for name, value in present.items()}
    return hashes, _canonical(salts), _canonical(hashes)


def opened(commitments: str) -> dict[str, str]:
    """Salts or commitments as they are kept, read back; what is no such thing is read as none."""
    try:
        found = json.loads(commitments)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def impersonal_place(place: str) -> str:
    """`direct` for a direct message, whose id names a person; other places as they are."""
    return "direct" if place.startswith("direct:") else place


def impersonal_subject(subject: str) -> str:
    """`staff` for `staff:pam@vendor.example`; subjects that are no person as they are."""
    kind = subject.partition(":")[0]
    return kind if kind in PEOPLE else subject
