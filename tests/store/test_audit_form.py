"""What docs/AUDIT.md says of the form is enough to check the trail: read here a second time, without our code."""

import hashlib
import json
from dataclasses import replace
from typing import Any

from sqlalchemy import text

from store.engine import Store
from tests.store.test_audit_chain import ENTRY, add, check

DETAILS = ("actor", "email", "on_behalf_of", "place", "subject", "before", "after", "reason")
CHAINED = ("action", "partner", "place", "previous", "sequence", "subject", "workspace")


def plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def test_the_written_form_is_all_that_a_second_reader_needs(store: Store) -> None:
    odd = replace(ENTRY, actor="T1/U9 Zoë 😀", subject="staff:zoë@vendor.example", place="direct:D7", partner="acme")
    add(store, ENTRY, odd, replace(ENTRY, reason=None, before='{"a": 1}'))
    with store.read() as work:
        entries, aside = (
            work.session.execute(text(f"SELECT * FROM {table} ORDER BY sequence")).mappings().all()
            for table in ("audit_entries", "audit_details")
        )
    previous = "0" * 64
    for entry, details in zip(entries, aside, strict=True):
        salts = json.loads(details["salts"])
        hashes = {
            name: sha(salts[name] + plain([name, details[name]])) for name in DETAILS if details[name] is not None
        }
        assert hashes == json.loads(entry["commitments"])
        stamp = str(entry["at"])
        at = f"{stamp[:10]}T{stamp[11:]}" + ("" if "." in stamp else ".000000") + "Z"
        form = {name: entry[name] for name in CHAINED} | {"form": 1, "at": at, "details": hashes}
        assert entry["previous"] == previous
        assert entry["hash"] == sha(plain(form))
        previous = entry["hash"]
    assert [(each["subject"], each["place"]) for each in entries][1] == ("staff", "direct")
    assert not any(
        word in plain(dict(entry) | {"at": ""}) for entry in entries for word in ("Pam", "Zo", "D7", "vendor")
    )


def erase(store: Store, sequence: int, shown: str) -> None:
    """Take the actor out of an entry as an erasure does, with an entry that says so."""
    with store.write() as work:
        salts = json.loads(
            work.session.scalar(text("SELECT salts FROM audit_details WHERE sequence = :at"), {"at": sequence}) or "{}"
        )
        left = plain({name: salt for name, salt in salts.items() if name != "actor"})
        change = "UPDATE audit_details SET actor = :shown, salts = :left WHERE sequence = :at"
        work.session.execute(text(change), {"shown": shown, "left": left, "at": sequence})
        told = plain({"pseudonym": "erased-1", "entries": {str(sequence): ["actor"]}})
        work.audit.add(replace(ENTRY, action="privacy.erased", subject="erased-1", after=told))


def test_an_erased_person_leaves_a_pseudonym_and_a_trail_that_verifies(store: Store) -> None:
    add(store, ENTRY, ENTRY)
    erase(store, 1, "erased-1 somebody")
    found = check(store)
    assert (found.entries, found.erased, found.broken) == (3, 1, None)


def test_nobody_can_be_put_where_a_person_was_erased(store: Store) -> None:
    add(store, ENTRY, ENTRY)
    erase(store, 2, "T1/U7 Sam")
    broken = check(store).broken
    assert broken is not None
    assert (broken.sequence, broken.kind) == (2, "changed")


def test_a_detail_that_is_gone_without_an_erasure_is_found(store: Store) -> None:
    add(store, ENTRY)
    with store.write() as work:
        work.session.execute(text("UPDATE audit_details SET actor = NULL, reason = NULL, salts = '{}', after = NULL"))
    broken = check(store).broken
    assert broken is not None
    assert "is gone, and no erasure says so" in broken.sentence
