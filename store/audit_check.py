"""Verifying the audit trail: whether each entry is what was chained, and where the first one is that is not."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.chain import DETAILS, GENESIS, Link, commitment, opened
from store.models import AuditDetailsRow, AuditRow
from store.repositories.audit import Head
from store.upsert import table_of

ERASED: Final = "privacy.erased"
"""The action of the entry that says which details were erased: what is gone without one was tampered with."""
_ENTRIES, _ASIDE = table_of(AuditRow), table_of(AuditDetailsRow)
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that is not as it was written. `kind` is changed, missing, inserted or reordered."""

    sequence: int
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: how many entries hold, of how many a person was erased, and the end of the chain.

    `broken` is None where all is well.
    """

    entries: int
    erased: int
    head: Head | None
    broken: Broken | None


@dataclass(slots=True)
class _Gone:
    """Details without a salt, by entry, and those that an entry of the trail says were erased.

    `shown` is what stands in their place, which no hash covers, `names` the pseudonyms that may stand there.
    """

    found: dict[int, set[str]] = field(default_factory=dict)
    told: dict[int, set[str]] = field(default_factory=dict)
    shown: dict[int, set[str]] = field(default_factory=dict)
    names: dict[int, set[str]] = field(default_factory=dict)


def verify(session: Session, noted: Head | None = None) -> Verdict:
    """Check the whole chain in one snapshot; `noted` is a head written down earlier, which must still be part of it.

    A chain whose last entries were cut off is a whole chain: only a noted head shows that.
    """
    gone, previous, count, last = _Gone(), GENESIS, 0, 0
    for row in _rows(session):
        broken = _number(row, last) or _link(session, row, previous) or _details(row, gone)
        if broken is not None:
            return Verdict(count, len(gone.found), _head(last, previous), broken)
        last, previous, count = row["sequence"], row["hash"], count + 1
        if noted is not None and noted.sequence == last and noted.hash != previous:
            words = f"Entry {last} is not the one that was noted: its hash is {previous}, the noted one {noted.hash}."
            return Verdict(count, len(gone.found), _head(last, previous), Broken(last, "changed", words))
    broken = _cut(noted, last) or _stray(session, last) or _untold(gone)
    return Verdict(count, len(gone.found), _head(last, previous), broken)


def _rows(session: Session) -> Iterator[Mapping[str, Any]]:
    """Every entry with its details by number, some at a time: a trail may be longer than memory."""
    aside = (*(_ASIDE.c[name].label(f"aside_{name}") for name in DETAILS), _ASIDE.c.salts)
    joined = _ENTRIES.outerjoin(_ASIDE, _ASIDE.c.sequence == _ENTRIES.c.sequence)
    query = select(*_ENTRIES.columns, *aside).select_from(joined).order_by(_ENTRIES.c.sequence).limit(_CHUNK)
    rows = session.execute(query).mappings().all()
    while rows:
        yield from map(dict, rows)
        rows = session.execute(query.where(_ENTRIES.c.sequence > rows[-1]["sequence"])).mappings().all()


def _head(sequence: int, hash: str) -> Head | None:
    return Head(sequence, hash) if sequence else None


def _number(row: Mapping[str, Any], last: int) -> Broken | None:
    """Numbers are without gaps."""
    sequence = row["sequence"]
    if sequence == last + 1:
        return None
    if sequence <= last:
        return Broken(sequence, "inserted", f"Entry {sequence} stands before the first number, 1.")
    lost = f"Entry {last + 1} is" if sequence == last + 2 else f"Entries {last + 1} to {sequence - 1} are"
    return Broken(last + 1, "missing", f"{lost} missing: entry {sequence} follows entry {last}.")


def _link(session: Session, row: Mapping[str, Any], previous: str) -> Broken | None:
    """An entry hashes to its own hash and names that of the entry before."""
    sequence, follows = row["sequence"], row["previous"] == previous
    if follows and _hash(row) == row["hash"]:
        return None
    where = _ENTRIES.c.previous == previous, _ENTRIES.c.sequence != sequence
    heir = session.scalar(select(_ENTRIES.c.sequence).where(*where).order_by(_ENTRIES.c.sequence))
    # Under which number the entry was written, where it is whole but stands elsewhere.
    near = [at for at in (sequence - 1, heir, sequence + 1) if at is not None]
    was = next((at for at in near if _hash(row, at) == row["hash"]), None)
    if not follows and was == sequence - 1:
        words = f"An entry was inserted before entry {sequence}, which was written as entry {was}."
        return Broken(sequence, "inserted", words)
    if not follows and was is not None:
        if heir is None:
            words = f"Entry {sequence} is missing: what stands in its place was written as entry {was}."
            return Broken(sequence, "missing", words)
        words = f"What stands as entry {sequence} is entry {was}; entry {heir} belongs here."
        return Broken(sequence, "reordered", words)
    if heir is not None:
        words = f"Entry {sequence} was inserted or replaced: what is entry {heir} now stood here before."
        return Broken(sequence, "inserted", words)
    if follows:
        return Broken(sequence, "changed", f"Entry {sequence} was changed: it has not the hash that it was given.")
    return Broken(sequence, "changed", f"Entry {sequence} was changed: it does not name the entry before it.")


def _hash(row: Mapping[str, Any], sequence: int | None = None) -> str:
    return Link(
        sequence=row["sequence"] if sequence is None else sequence,
        at=row["at"],
        workspace=row["workspace"],
        place=row["place"],
        action=row["action"],
        subject=row["subject"],
        partner=row["partner"],
        commitments=opened(row["commitments"]),
        previous=row["previous"],
    ).hash()


def _details(row: Mapping[str, Any], gone: _Gone) -> Broken | None:
    """Each detail is what its hash in the chain says, or was erased."""
    sequence, hashes, salts = row["sequence"], opened(row["commitments"]), opened(row["salts"] or "")
    if row["salts"] is None:
        return Broken(sequence, "missing", f"Who did entry {sequence}, and what, is missing, and was not erased.")
    for name in DETAILS:
        value = row[f"aside_{name}"]
        if name in salts and (value is None or commitment(salts[name], name, value) != hashes.get(name)):
            words = f"Entry {sequence} was changed: its {_words(name)} is not what was chained."
            return Broken(sequence, "changed", words)
        if name not in hashes and value is not None:
            return Broken(sequence, "changed", f"Entry {sequence} was changed: it was written without {_words(name)}.")
    if erased := {name for name in hashes if name not in salts}:
        gone.found[sequence] = erased
        gone.shown[sequence] = {value for name in erased if (value := row[f"aside_{name}"]) is not None}
    if row["action"] == ERASED and "after" in salts:
        for number, names in erased_by(row["aside_after"]).items():
            gone.told.setdefault(number, set()).update(names)
            gone.names.setdefault(number, set()).add(str(json.loads(row["aside_after"]).get("pseudonym")))
    return None


def erased_by(after: str | None) -> dict[int, set[str]]:
    """Which details of which entries an erasure took, from what its own entry says."""
    said = json.loads(after or "{}").get("entries", {})
    return {int(number): set(names) for number, names in said.items()}


def _words(name: str) -> str:
    return name.replace("_", " ")


def _cut(noted: Head | None, last: int) -> Broken | None:
    if noted is None or noted.sequence <= last:
        return None
    words = f"The trail ends at entry {last}, but entry {noted.sequence} was noted: entries at its end are missing."
    return Broken(last + 1, "missing", words)


def _stray(session: Session, last: int) -> Broken | None:
    """Details that belong to no entry: the entries were cut off, and these forgotten."""
    stray = session.scalar(select(_ASIDE.c.sequence).where(_ASIDE.c.sequence > last).order_by(_ASIDE.c.sequence))
    if stray is None:
        return None
    return Broken(stray, "missing", f"Entry {stray} is missing: what was kept beside it is still there.")


def _untold(gone: _Gone) -> Broken | None:
    """What is gone was erased by an entry that says so, and nothing but its pseudonym stands in the place."""
    for sequence, names in sorted(gone.found.items()):
        if missing := names - gone.told.get(sequence, set()):
            what = " and ".join(sorted(map(_words, missing)))
            words = f"Entry {sequence} was changed: its {what} is gone, and no erasure says so."
            return Broken(sequence, "changed", words)
        told = gone.names[sequence]
        if not gone.shown[sequence] <= told | {f"{name} somebody" for name in told}:
            words = f"Entry {sequence} was changed: it shows something where a person was erased."
            return Broken(sequence, "changed", words)
    return None
