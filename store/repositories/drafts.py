"""Drafts of registrations: one a person."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from store.models import RegistrationDraftRow
from store.upsert import insert_for


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed, by field name; `channel` is where a partner's person opened the form."""

    values: Mapping[str, str | tuple[str, ...]]
    channel: str | None
    kept_at: datetime


class Drafts:
    """What is not submitted yet."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, workspace: str, author: str, since: datetime) -> Draft | None:
        """The draft of a person, if it was kept after `since` (aware)."""
        row = RegistrationDraftRow
        mine = (row.workspace == workspace, row.author == author, row.kept_at > since)
        found = self._session.execute(select(row.filled, row.channel, row.kept_at).where(*mine)).first()
        if found is None:
            return None
        values = {name: tuple(each) if isinstance(each, list) else each for name, each in json.loads(found[0]).items()}
        return Draft(values, found[1], found[2])

    def keep(self, workspace: str, author: str, filled: str, channel: str | None, kept_at: datetime) -> None:
        """Keep a draft in the place of an older one."""
        values = {"filled": filled, "channel": channel, "kept_at": kept_at}
        statement = insert_for(self._session, RegistrationDraftRow).values(workspace=workspace, author=author, **values)
        self._session.execute(statement.on_conflict_do_update(index_elements=["workspace", "author"], set_=values))

    def drop(self, workspace: str, author: str) -> None:
        """Forget a person's draft."""
        row = RegistrationDraftRow
        self._session.execute(delete(row).where(row.workspace == workspace, row.author == author))

    def forget(self, before: datetime) -> int:
        """Forget drafts that were kept before an instant; how many they were."""
        row = RegistrationDraftRow
        return len(self._session.execute(delete(row).where(row.kept_at < before).returning(row.author)).all())
