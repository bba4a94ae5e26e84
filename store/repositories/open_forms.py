"""Forms that somebody has before them, and files that wait to be fetched: kept for a while, for one person each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from store.models import HandedFileRow, OpenFormRow
from store.upsert import insert_for


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form's `document` (JSON) and the `conversation` it was opened in."""

    document: str
    conversation: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file as it is handed out."""

    name: str
    media_type: str
    content: bytes


class OpenForms:
    """The forms of one database, within the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, token: str, workspace: str, person: str, form: OpenForm) -> None:
        """Keep a form under a token that was never used before."""
        row = OpenFormRow(
            token=token,
            workspace=workspace,
            person=person,
            document=form.document,
            conversation=form.conversation,
            opened_at=form.opened_at,
        )
        self._session.add(row)

    def get(self, token: str, workspace: str, person: str) -> OpenForm | None:
        """The form of a token, for whoever opened it; None for everybody else."""
        row = OpenFormRow
        mine = (row.token == token, row.workspace == workspace, row.person == person)
        found = self._session.execute(select(row.document, row.conversation, row.opened_at).where(*mine)).first()
        return OpenForm(*found) if found else None

    def forget(self, before: datetime) -> int:
        """Drop forms that were opened before an instant; returns how many."""
        row = OpenFormRow
        return len(self._session.execute(delete(row).where(row.opened_at < before).returning(row.token)).all())


class HandedFiles:
    """The files of one database, within the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, key: str, workspace: str, person: str, file: HandedFile, until: datetime) -> None:
        """Keep a file under `key`, the hash of its link's secret, through `until`."""
        values = {"file_name": file.name, "media_type": file.media_type, "content": file.content, "until": until}
        statement = insert_for(self._session, HandedFileRow)
        self._session.execute(statement.values(key=key, workspace=workspace, person=person, **values))

    def get(self, key: str, now: datetime) -> HandedFile | None:
        """The file under `key`, unless its time is over."""
        row = HandedFileRow
        query = select(row.file_name, row.media_type, row.content).where(row.key == key, row.until >= now)
        found = self._session.execute(query).first()
        return HandedFile(*found) if found else None

    def forget(self, now: datetime) -> int:
        """Drop files whose time is over; returns how many."""
        row = HandedFileRow
        return len(self._session.execute(delete(row).where(row.until < now).returning(row.key)).all())
