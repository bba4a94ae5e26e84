"""Questions that were answered by a message, for what their thread inherits and for what people say of the answers."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from store.models import AskedQuestionRow
from store.records import AskedQuestion, NewQuestion
from store.upsert import table_of

MOST_TEXT: Final = 2_000
_TABLE = table_of(AskedQuestionRow)
_NEW = tuple(field for field in NewQuestion.__dataclass_fields__ if field != "text")


class AskedQuestions:
    """What was asked and how it was understood; whoever asked is known by the surface's user id."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, question: NewQuestion) -> int:
        """Keep a question, its words cut at 2,000 characters; returns its id."""
        values = {name: getattr(question, name) for name in _NEW} | {"text": question.text[:MOST_TEXT]}
        return int(self._session.execute(insert(_TABLE).values(values).returning(_TABLE.c.id)).scalar_one())

    def get(self, id: int, workspace: str) -> AskedQuestion | None:
        """The question of this id, if it was asked in this workspace."""
        row = AskedQuestionRow
        return self._first(row.id == id, row.workspace == workspace)

    def latest(self, workspace: str, conversation: str, thread: str | None) -> AskedQuestion | None:
        """The last question of a thread."""
        row = AskedQuestionRow
        return self._first(row.workspace == workspace, row.conversation == conversation, row.thread == thread)

    def earlier(self, question: AskedQuestion) -> tuple[AskedQuestion, ...]:
        """What was asked in the same thread before, as far as it is kept, oldest first."""
        row = AskedQuestionRow
        same = (row.conversation == question.conversation, row.thread == question.thread, row.id < question.id)
        query = select(*_TABLE.columns).where(row.workspace == question.workspace, *same).order_by(row.id)
        return tuple(AskedQuestion(**found._mapping) for found in self._session.execute(query))

    def rate(self, id: int, workspace: str, verdict: str, by: str, at: datetime, comment: str | None = None) -> bool:
        """Say `good` or `bad` of an answer, in place of what was said before; False when there is no such question."""
        row = AskedQuestionRow
        rated = {"verdict": verdict, "verdict_by": by, "verdict_at": at, "comment": comment}
        statement = update(row).where(row.id == id, row.workspace == workspace).values(rated)
        return self._session.execute(statement.returning(row.id)).first() is not None

    def rated(self, verdict: str | None = None, since: datetime | None = None) -> tuple[AskedQuestion, ...]:
        """Questions with this verdict (with any, for None), said at or after `since`, in the order they were asked."""
        row = AskedQuestionRow
        query = select(*_TABLE.columns).where(row.verdict.is_not(None) if verdict is None else row.verdict == verdict)
        if since is not None:
            query = query.where(row.verdict_at >= since)
        return tuple(AskedQuestion(**found._mapping) for found in self._session.execute(query.order_by(row.id)))

    def forget(self, before: datetime) -> int:
        """Drop questions asked before an instant that nobody rated; returns how many."""
        row = AskedQuestionRow
        gone = self._session.execute(delete(row).where(row.at < before, row.verdict.is_(None)).returning(row.id))
        return len(gone.all())

    def _first(self, *conditions: ColumnElement[bool]) -> AskedQuestion | None:
        query = select(*_TABLE.columns).where(*conditions).order_by(_TABLE.c.id.desc()).limit(1)
        found = self._session.execute(query).first()
        return None if found is None else AskedQuestion(**found._mapping)
